// S-26: the members of a team that was held to account, each class of responsibility with an outcome.
import { act, finding } from '../../support/office.js';
import { onMembers, team } from './asked-of-decisions.js';
import { found, spans } from './case-under-supervision.js';
import { corrected } from './finding-rows.js';

describe('S-26', () => {
  it('is not mended by outcomes for two of the three classes', () => {
    const two = onMembers('2015-11-03').slice(0, 2);
    expect(spans('S-26', [...team, ...two])).toStrictEqual([['D-1', '2015-10-30', undefined]]);
  });

  it('is not mended by an outcome that was taken back since, unless an appeal took it back', () => {
    const settled = [...team, ...onMembers('2015-11-03')];
    const takenBack = corrected({ on: '2015-11-20', decisionId: 'D-m1' });
    expect(spans('S-26', [...settled, takenBack])).toStrictEqual([
      ['D-1', '2015-10-30', undefined],
    ]);
    const appealed = [
      act('lodge-appeal', { on: '2015-11-10', decisionId: 'D-m1' }),
      act('assign-appeal-handler', { on: '2015-11-11' }),
      act('decide-appeal', { on: '2015-11-20', outcome: 'revoked' }),
    ];
    expect(spans('S-26', [...settled, ...appealed])).toStrictEqual([
      ['D-1', '2015-10-30', '2015-11-03'],
    ]);
  });

  it('takes the class of an appointing organ’s outcome from the report', () => {
    const others = onMembers('2015-11-03').slice(1);
    const outcome = act('record-external-outcome', { on: '2015-11-04', subjectId: 'm1' });
    expect(spans('S-26', [...team, ...others, outcome])).toStrictEqual([
      ['D-1', '2015-10-30', undefined],
    ]);
    const report = act('file-report', {
      on: '2015-10-08',
      findings: [{ ...finding, subjectId: 'm1', responsibility: 'main-leadership' }],
    });
    expect(spans('S-26', [...team, report, ...others, outcome])).toStrictEqual([
      ['D-1', '2015-10-30', '2015-11-04'],
    ]);
  });

  it('does not ask where the last outcome comes on the day supervision looks', () => {
    expect(found('S-26', [...team, ...onMembers('2015-10-30')])).toStrictEqual([]);
  });
});

// Supervision of cases that end without anybody held to account: for one subject, by a closing, and
// after a reopening (REGULATION.md, S-24; I-42).
import type { CaseCommand, CommandBody } from '../../../src/domain/case/acts.js';
import type { FindingCode } from '../../../src/domain/supervision/catalogue.js';
import { act, eventIdAt, facts, finding, upTo } from '../../support/office.js';
import { found } from './case-under-supervision.js';
import { letGo } from './finding-rows.js';

/** The findings of a code: what each is of, since when, until when. */
function spans(code: FindingCode, history: readonly CaseCommand[]) {
  return found(code, history).map(({ id, openFrom, rectifiedOn }) => [
    id.replace(`${code}:C-1:`, ''),
    openFrom,
    rectifiedOn,
  ]);
}

describe('a case that ends for a subject on whom a ground is established', () => {
  const over = (changed: Partial<CommandBody<'end-for-subject'>>) =>
    act('end-for-subject', { reason: 'left-scope', ...changed });

  it.each(['left-scope', 'mistaken'] as const)('asks where the reason is %s', (reason) => {
    expect(spans('S-24', [...upTo('recommend'), over({ reason })])).toStrictEqual([
      ['s1:ended', '2015-09-20', undefined],
    ]);
  });

  it('does not ask where it was merged into another case, which then has the matter', () => {
    const merged = over({ reason: 'merged', caseId: 'C-2' });
    const known = { ...facts(), cases: new Set(['C-2']) };
    expect(found('S-24', [...upTo('recommend'), merged, act('close')], known)).toStrictEqual([]);
  });

  it('does not ask where no ground was established, or a supplement took it back', () => {
    expect(found('S-24', [...upTo('evidence'), over({}), act('close')])).toStrictEqual([]);
    const withdrawn = act('file-report', {
      on: '2015-09-19',
      supplements: eventIdAt(4),
      findings: [{ ...finding, grounds: [] }],
    });
    expect(found('S-24', [...upTo('recommend'), withdrawn, over({})])).toStrictEqual([]);
  });

  it('does not ask beside what was decided on the subject', () => {
    const decided = [...upTo('decide'), over({ on: '2015-10-09' })];
    expect(found('S-24', decided)).toStrictEqual([]);
    const notHeld = [...upTo('recommend'), letGo(), over({ on: '2015-10-09' })];
    expect(spans('S-24', notHeld)).toStrictEqual([['D-1', '2015-09-30', undefined]]);
  });

  it('asks from the supplement on where that establishes the ground afterwards', () => {
    const history = [
      ...upTo('evidence'),
      act('file-report', { findings: [{ ...finding, grounds: [] }] }),
      over({}),
      act('file-report', { on: '2015-09-25', supplements: eventIdAt(4) }),
    ];
    expect(spans('S-24', history)).toStrictEqual([['s1:ended', '2015-09-25', undefined]]);
  });

  it('asks of the closing where that came first, also of somebody who died later', () => {
    const closed = [...upTo('recommend'), act('close')];
    const asked = [['s1:closed', '2015-11-30', undefined]];
    expect(spans('S-24', [...closed, over({ on: '2015-12-03' })])).toStrictEqual(asked);
    const died = act('end-for-subject', { on: '2015-12-03' });
    expect(spans('S-24', [...closed, died])).toStrictEqual(asked);
    const before = act('end-for-subject', { on: '2015-11-29' });
    expect(found('S-24', [...closed, before])).toStrictEqual([]);
  });

  it('names the organ that had the case then, also when it is transferred later', () => {
    const history = [
      ...upTo('recommend'),
      over({}),
      act('transfer', { on: '2015-09-25', directives: 'return' }),
    ];
    expect(found('S-24', history).map(({ organId }) => organId)).toStrictEqual(['commission']);
  });
});

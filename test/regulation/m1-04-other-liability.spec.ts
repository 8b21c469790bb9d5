import { before, upTo } from '../support/office.js';
import { act, breaks, caseOf, eventIdAt, finding, owed } from './the-city.js';

describe('liability beside accountability', () => {
  const reported = (found: object) => [
    ...before('file-report'),
    act('file-report', { findings: [{ ...finding, ...found }] }),
  ];

  it('is handed over by the organ that reported it: discipline to discipline, a suspected crime to justice [M1-4] [M2-3]', () => {
    const both = reported({ disciplineNeeded: true, crimeSuspected: true });
    const open = [{ by: 'commission', since: '2015-09-15', met: undefined }];
    expect([owed('discipline-referral', both), owed('judicial-referral', both)]).toStrictEqual([
      open,
      open,
    ]);
    const referred = [...both, act('refer-judicial')];
    expect([
      owed('discipline-referral', referred),
      owed('judicial-referral', referred),
    ]).toStrictEqual([open, [{ ...open[0], met: '2015-09-22' }]]);
  });

  it('is owed for what the report finds, and for nothing else [M1-4]', () => {
    const kinds = (found: object) =>
      (['discipline-referral', 'judicial-referral'] as const).filter(
        (kind) => owed(kind, reported(found)).length > 0,
      );
    expect([kinds({ disciplineNeeded: true }), kinds({ crimeSuspected: true })]).toStrictEqual([
      ['discipline-referral'],
      ['judicial-referral'],
    ]);
  });

  it('is owed by nobody where the report finds neither [M1-4]', () => {
    const none = reported({});
    expect([owed('discipline-referral', none), owed('judicial-referral', none)]).toStrictEqual([
      [],
      [],
    ]);
  });

  it('keeps the decision going, and its outcome is recorded beside it [M1-4] [M2-3]', () => {
    const decided = upTo('decide');
    const referred = [...decided, act('refer-discipline', { on: '2015-10-09' })];
    const referralEventId = eventIdAt(decided.length);
    const outcome = act('record-referral-outcome', { referralEventId });
    expect(breaks(referred, outcome)).toStrictEqual([]);
    expect(breaks(referred, { ...outcome, body: { ...outcome.body, on: '2015-10-08' } })).toEqual([
      'out-of-order',
    ]);
    const { decisions, referrals } = caseOf([...referred, outcome]);
    expect([decisions[0]?.state, referrals[0]?.outcome?.outcome]).toStrictEqual([
      'in-force',
      '给予警告处分。',
    ]);
  });
});

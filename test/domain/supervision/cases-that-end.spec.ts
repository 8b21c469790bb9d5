// Supervision of cases that end without anybody held to account: for one subject, by a closing, and
// after a reopening (REGULATION.md, S-24; I-42).
import type { CaseCommand, CommandBody } from '../../../src/domain/case/acts.js';
import { act, before, eventIdAt, facts, finding, upTo, upToWithout } from '../../support/office.js';
import { decided } from '../case/rule-scenes.js';
import { stillLighter, supplemented } from './asked-after-pleading.js';
import { onMembers, team } from './asked-of-decisions.js';
import { eventsOf, found, spans } from './case-under-supervision.js';
import { advisedAgainst, corrected, decidedAnew, letGo } from './finding-rows.js';

describe('a case that is declined after a ground was established', () => {
  const declined = (changed: Partial<CommandBody<'decline'>> = {}) => [
    act('register'),
    act('file-report'),
    act('decline', { on: '2015-10-20', ...changed }),
  ];

  it('asks, and asks no more of what is held to account after all', () => {
    expect(spans('S-24', declined())).toStrictEqual([['s1:declined', '2015-10-20', undefined]]);
    const again = [act('reopen'), act('decide', { on: '2015-12-02' })];
    expect(spans('S-24', [...declined(), ...again])).toStrictEqual([
      ['s1:declined', '2015-10-20', '2015-12-02'],
    ]);
  });

  it('does not ask where no ground was established, or another case has the matter', () => {
    const [registered, , decline] = declined();
    const without = act('file-report', { findings: [{ ...finding, grounds: [] }] });
    expect(found('S-24', [registered!, without, decline!])).toStrictEqual([]);
    const known = { ...facts(), cases: new Set(['C-2']) };
    expect(found('S-24', declined({ duplicateOf: 'C-2' }), known)).toStrictEqual([]);
    expect(found('S-24', [act('register'), act('decline')])).toStrictEqual([]);
  });
});

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

describe('what was decided and does not stand', () => {
  const heldAfterAll = decidedAnew();
  const revoked = (changed: Partial<CommandBody<'correct-decision'>> = {}) =>
    corrected({ on: '2015-11-03', decisionId: 'D-2', ...changed });
  const both = (history: readonly CaseCommand[]) =>
    (['S-01', 'S-24'] as const).map((code) => spans(code, history));
  const open = [['D-1', '2015-09-30', undefined]];

  it('mends neither S-01 nor S-24', () => {
    const history = [...upTo('recommend'), letGo(), heldAfterAll];
    const mended = [['D-1', '2015-09-30', '2015-11-02']];
    expect(both(history)).toStrictEqual([mended, mended]);
    expect(both([...history, revoked()])).toStrictEqual([open, open]);
    const onAppeal = [
      act('lodge-appeal', { on: '2015-11-03', decisionId: 'D-2' }),
      act('decide-appeal', { outcome: 'revoked' }),
    ];
    expect(both([...history, ...onAppeal])).toStrictEqual([open, open]);
  });

  it('mends them from its day on where another one took its place that holds to account as well', () => {
    const third = decidedAnew({ on: '2015-11-09', decisionId: 'D-3', replaces: 'D-2' });
    const history = [...upTo('recommend'), letGo(), heldAfterAll, third];
    const mended = [['D-1', '2015-09-30', '2015-11-02']];
    expect(both(history)).toStrictEqual([mended, mended]);
    expect(both([...history, revoked({ on: '2015-11-10', decisionId: 'D-3' })])).toStrictEqual([
      open,
      open,
    ]);
  });

  it('mends them no longer where the appointing organ then says that it holds nobody to account', () => {
    const outcome = (on: string, accountable: boolean) =>
      act('record-external-outcome', {
        on,
        decidedOn: on,
        accountable,
        methods: accountable ? ['circulated-criticism'] : [],
      });
    const history = [
      act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'stationed' }] }),
      act('accept', { track: 'proposal-only' }),
      ...upTo('recommend').slice(2),
      act('forward-proposal'),
      outcome('2015-10-20', false),
      outcome('2015-10-26', true),
    ];
    expect(spans('S-01', history)).toStrictEqual([[eventIdAt(8), '2015-10-20', '2015-10-26']]);
    expect(spans('S-01', [...history, outcome('2015-10-30', false)])).toStrictEqual([
      [eventIdAt(8), '2015-10-20', undefined],
      [eventIdAt(10), '2015-10-30', undefined],
    ]);
  });

  const anew = [
    act('close', { on: '2015-11-24' }),
    act('reopen', { on: '2015-11-25' }),
    letGo({ on: '2015-12-10', decisionId: 'D-2' }),
  ];

  it('leaves report and recommendation of the round before to be answered', () => {
    const history = [...upTo('decide'), corrected(), ...anew];
    const asked = [['D-2', '2015-12-10', undefined]];
    expect(spans('S-01', history)).toStrictEqual(asked);
    expect(found('S-01', history)[0]?.facts).toStrictEqual(
      eventsOf(history, 'recommend', 'decide'),
    );
    expect(spans('S-24', history)).toStrictEqual([
      ...asked,
      ['s1:closed', '2015-11-24', undefined],
    ]);
  });

  it('leaves a directive to be answered', () => {
    const history = [
      ...before('recommend'),
      advisedAgainst,
      act('issue-directive'),
      decided(),
      corrected(),
      letGo({ on: '2015-11-22', decisionId: 'D-2' }),
    ];
    expect(spans('S-01', history)).toStrictEqual([['D-2', '2015-11-22', undefined]]);
  });

  it('asks nothing of the round before where that was answered: it stands, or an appeal revoked it', () => {
    expect(both([...upTo('decide'), ...anew])).toStrictEqual([[], []]);
    const overturned = [
      ...upTo('assign-appeal-handler'),
      act('decide-appeal', { outcome: 'revoked' }),
      ...anew,
    ];
    expect(both(overturned)).toStrictEqual([[], []]);
  });

  it('is no decision when the case is closed: S-24 asks from the day it was revoked', () => {
    const history = [...upTo('decide'), corrected(), act('close')];
    expect(spans('S-24', history)).toStrictEqual([['s1:closed', '2015-11-30', undefined]]);
    expect(found('S-24', history)[0]?.facts).toStrictEqual(
      eventsOf(history, 'file-report', 'close', 'correct-decision'),
    );
    const later = [...upTo('decide'), act('close'), corrected({ on: '2015-12-03' })];
    expect(spans('S-24', later)).toStrictEqual([['s1:closed', '2015-12-03', undefined]]);
  });

  it('asks once of a round that was closed and reopened with nothing new', () => {
    const history = [...upTo('recommend'), act('close'), act('reopen'), act('close')];
    expect(spans('S-24', history)).toStrictEqual([['s1:closed', '2015-11-30', undefined]]);
  });
});

describe('what a later round of the case mends', () => {
  const reopened = [act('close', { on: '2015-11-28' }), act('reopen')];

  it('is S-26: outcomes for the members of a team', () => {
    const asked = [...team, ...reopened];
    expect(spans('S-26', asked)).toStrictEqual([['D-1', '2015-10-30', undefined]]);
    const two = onMembers('2015-12-20').slice(0, 2);
    expect(spans('S-26', [...asked, ...two])).toStrictEqual([['D-1', '2015-10-30', undefined]]);
    expect(spans('S-26', [...asked, ...onMembers('2015-12-20')])).toStrictEqual([
      ['D-1', '2015-10-30', '2015-12-20'],
    ]);
  });

  it('is no S-26 of a later round by outcomes of the round before', () => {
    const anew = decided({ on: '2015-12-10', subjectId: 't1', decisionId: 'D-2' });
    const history = [...team, ...onMembers('2015-10-12'), ...reopened, anew];
    expect(spans('S-26', history)).toStrictEqual([['D-2', '2016-01-09', undefined]]);
  });

  it('is S-37: the subject is heard', () => {
    const asked = [...upToWithout('recommend', 'hear-subject'), decided(), ...reopened];
    expect(spans('S-37', asked)).toStrictEqual([['D-1', '2015-09-30', undefined]]);
    expect(spans('S-37', [...asked, act('hear-subject', { on: '2015-12-05' })])).toStrictEqual([
      ['D-1', '2015-09-30', '2015-12-05'],
    ]);
  });
});

describe('a directive to hold to account that is refused', () => {
  const directed = [...upTo('recommend'), act('issue-directive')];
  const refused = act('refuse-directive', { directiveId: eventIdAt(directed.length - 1) });

  it('stays S-01 when it is then decided not to hold to account, though S-06 is mended', () => {
    const history = [...directed, refused, letGo()];
    const of = eventIdAt(directed.length);
    expect(spans('S-06', history)).toStrictEqual([[of, '2015-09-25', '2015-09-30']]);
    expect(spans('S-01', history)).toStrictEqual([
      ['D-1', '2015-09-30', undefined],
      [of, '2015-09-25', undefined],
    ]);
  });

  it('opens no S-01 where the subject had died by then', () => {
    const died = act('end-for-subject', { on: '2015-09-25' });
    expect(found('S-01', [...directed, died, refused])).toStrictEqual([]);
  });

  it('opens no S-01 where the subject is held to account already', () => {
    const late = act('refuse-directive', { ...refused.body, on: '2015-10-09' });
    expect(found('S-01', [...directed, decided(), late])).toStrictEqual([]);
  });
});

describe('an outcome that was changed after somebody pleaded (S-32)', () => {
  it('is not asked about again where a change leaves it as light as it was', () => {
    expect(spans('S-32', stillLighter)).toStrictEqual([['D-1', '2015-09-30', undefined]]);
  });

  it('is held against the report that stood before the change', () => {
    expect(found('S-32', supplemented)).toStrictEqual([]);
  });
});

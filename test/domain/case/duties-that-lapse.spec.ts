// What was not done and is owed no longer: a failure until the day it lapsed, if it was one by then.
import type { CaseCommand } from '../../../src/domain/case/acts.js';
import { dutiesOf } from '../../../src/domain/case/duties.js';
import type { DutyKind } from '../../../src/domain/case/duty.js';
import { caseAfter } from '../../support/given.js';
import { act, eventIdAt, finding, upTo } from '../../support/office.js';
import { findingsOfDuties } from '../supervision/case-under-supervision.js';

function lapsed(kind: DutyKind, history: readonly CaseCommand[]) {
  return dutiesOf(caseAfter(...history))
    .filter((duty) => duty.kind === kind)
    .map((duty) => [duty.id, duty.lapsed, duty.met]);
}

const started = upTo('initiate');
const reported = upTo('file-report');
const recommended = upTo('recommend');
const decided = upTo('decide');

interface Lapse {
  readonly kind: DutyKind;
  readonly where: string;
  /** The history until the duty is owed. */
  readonly before: readonly CaseCommand[];
  /** What ends it, on a day. */
  readonly ends: (on: string) => readonly CaseCommand[];
  /** A day on which the duty is no failure yet, and one on which it has long been. */
  readonly inTime: string;
  readonly late: string;
  readonly id: string;
  readonly failure: string;
  readonly since: string;
}

const lapses: readonly Lapse[] = [
  {
    kind: 'report',
    where: 'the subject leaves the scope before there is one',
    before: started,
    ends: (on) => [act('end-for-subject', { on, reason: 'left-scope' })],
    inTime: '2015-10-04',
    late: '2016-05-11',
    id: 'C-1:s1:report',
    failure: 'S-25',
    since: '2015-10-05',
  },
  {
    kind: 'report',
    where: 'it is decided without one',
    before: started,
    ends: (on) => [act('decide', { on })],
    inTime: '2015-10-04',
    late: '2016-05-11',
    id: 'C-1:s1:report',
    failure: 'S-25',
    since: '2015-10-05',
  },
  {
    kind: 'recommendation',
    where: 'it is decided without one',
    before: reported,
    ends: (on) => [act('decide', { on })],
    inTime: '2015-10-14',
    late: '2015-12-25',
    id: 'C-1:s1:recommendation',
    failure: 'S-25',
    since: '2015-10-15',
  },
  {
    kind: 'decision',
    where: 'the case is declined instead',
    before: [act('register'), act('file-report'), act('recommend')],
    ends: (on) => [act('decline', { on })],
    inTime: '2015-10-17',
    late: '2015-12-24',
    id: 'C-1:s1:decision',
    failure: 'S-04',
    since: '2015-10-18',
  },
  {
    kind: 'decision',
    where: 'the case is closed without one and opened again',
    before: recommended,
    ends: (on) => [act('close', { on }), act('reopen', { on })],
    inTime: '2015-10-17',
    late: '2015-12-24',
    id: 'C-1:s1:decision',
    failure: 'S-04',
    since: '2015-10-18',
  },
  {
    kind: 'initiation',
    where: 'the subject dies before the investigation is started',
    before: upTo('accept'),
    ends: (on) => [act('end-for-subject', { on })],
    inTime: '2015-10-01',
    late: '2015-11-20',
    id: 'C-1:initiation',
    failure: 'S-25',
    since: '2015-10-02',
  },
  {
    kind: 'judicial-referral',
    where: 'the subject dies before it is referred',
    before: [...started, act('file-report', { findings: [{ ...finding, crimeSuspected: true }] })],
    ends: (on) => [act('end-for-subject', { on })],
    inTime: '2015-10-14',
    late: '2015-11-20',
    id: 'C-1:s1:judicial-referral',
    failure: 'S-19',
    since: '2015-10-15',
  },
  {
    kind: 'delivery-subject',
    where: 'the decision is revoked',
    before: decided,
    ends: (on) => [act('correct-decision', { on, outcome: 'revoked' })],
    inTime: '2015-10-15',
    late: '2015-12-01',
    id: 'C-1:D-1:delivery-subject',
    failure: 'S-08',
    since: '2015-10-16',
  },
  {
    kind: 'delivery-subject',
    where: 'another decision takes its place',
    before: decided,
    ends: (on) => [
      act('decide', { on, decisionId: 'D-2', replaces: 'D-1', accountable: false, methods: [] }),
    ],
    inTime: '2015-10-15',
    late: '2015-12-01',
    id: 'C-1:D-1:delivery-subject',
    failure: 'S-08',
    since: '2015-10-16',
  },
  {
    kind: 'execution',
    where: 'the subject dies before the sanction is carried out',
    before: decided,
    ends: (on) => [act('end-for-subject', { on })],
    inTime: '2015-10-29',
    late: '2015-12-01',
    id: 'C-1:D-1:execution:circulated-criticism',
    failure: 'S-18',
    since: '2015-10-30',
  },
];

describe('a duty that lapses', () => {
  it.each(lapses.map((one) => [one.kind, one.where, one] as const))(
    '%s, where %s, stays a failure until that day if it was one',
    (kind, _, { before, ends, late, id, failure, since }) => {
      const history = [...before, ...ends(late)];
      const eventId = eventIdAt(before.length);
      expect(lapsed(kind, history)).toContainEqual([id, true, { on: late, eventId }]);
      const found = findingsOfDuties(caseAfter(...history)).find(
        (one) => one.id === `${failure}:${id}`,
      );
      expect(found).toMatchObject({ openFrom: since, rectifiedOn: late });
      expect(found?.facts.at(-1)).toBe(eventId);
    },
  );

  it.each(lapses.map((one) => [one.kind, one.where, one] as const))(
    '%s, where %s, is gone if nobody was late',
    (kind, _, { before, ends, inTime, id }) => {
      const left = lapsed(kind, [...before, ...ends(inTime)]).filter(([one]) => one === id);
      expect(left).toStrictEqual([]);
    },
  );

  it('was met if it was done, whatever came after', () => {
    const history = [...reported, act('end-for-subject', { on: '2016-05-11' })];
    expect(lapsed('report', history)).toStrictEqual([
      ['C-1:s1:report', false, { on: '2015-09-15', eventId: eventIdAt(reported.length - 1) }],
    ]);
  });
});

describe('a report before anybody has taken the case', () => {
  it('has taken it up, whatever is said of it later', () => {
    const history = [act('register'), act('file-report'), act('decline', { on: '2016-07-16' })];
    expect(lapsed('intake', history)).toStrictEqual([
      ['C-1:intake', false, { on: '2015-09-15', eventId: eventIdAt(1) }],
    ]);
  });
});

import { dutiesOf } from '../../../src/domain/case/duties.js';
import {
  dutyClauses,
  dutyKinds,
  dutyStateOn,
  lateAfter,
  type Duty,
  type DutyKind,
} from '../../../src/domain/case/duty.js';
import type { CaseCommand } from '../../../src/domain/case/acts.js';
import type { Decision } from '../../../src/domain/case/state.js';
import { act, eventIdAt } from '../../support/office.js';
import { caseAfter } from '../../support/given.js';

const decided = [
  act('register'),
  act('accept'),
  act('initiate'),
  act('file-report'),
  act('recommend'),
  act('decide'),
] as const;

/** The duties of a case with this history. */
function duties(...history: readonly CaseCommand[]): readonly Duty[] {
  return dutiesOf(caseAfter(...history));
}

function duty(kind: DutyKind, ...history: readonly CaseCommand[]): Duty | undefined {
  return duties(...history).find((one) => one.kind === kind);
}

const kindsOf = (...history: readonly CaseCommand[]): DutyKind[] =>
  duties(...history).map(({ kind }) => kind);

/** The kinds of what is owed because of decisions and appeals, not before them. */
const kindsAfter = (...history: readonly CaseCommand[]): DutyKind[] =>
  duties(...history).flatMap(({ kind, decisionId }) => (decisionId === undefined ? [] : kind));

describe('the duties after a decision', () => {
  it('are letter, both deliveries, archive, both reports, publication in the unit and execution', () => {
    expect(kindsAfter(...decided)).toStrictEqual([
      'letter',
      'delivery-subject',
      'delivery-unit',
      'archive',
      'report-for-record',
      'report-for-record',
      'publication-unit',
      'execution',
    ]);
  });

  it.each([
    ['section-member', undefined, false],
    ['deputy-section', undefined, true],
    ['none', 'deputy-section', true],
  ] as const)(
    'include the report for the record from 副科级 or its equivalent on: %s, %s (M1-25)',
    (rank, rankEquivalent, reported) => {
      const state = caseAfter(...decided);
      const decisions = state.decisions.map((decision): Decision => {
        const { subject, ...rest } = decision;
        if (subject === undefined) return rest;
        return {
          ...rest,
          subject: { ...subject, rank, ...(rankEquivalent ? { rankEquivalent } : {}) },
        };
      });
      const kinds = dutiesOf({ ...state, decisions }).map(({ kind }) => kind);
      expect(kinds.includes('report-for-record')).toBe(reported);
    },
  );

  it('none of a decision not to hold to account', () => {
    expect(
      kindsAfter(...decided.slice(0, -1), act('decide', { accountable: false, methods: [] })),
    ).toStrictEqual([]);
  });

  it('none of a decision that is revoked or replaced before anything of it was done', () => {
    const appealed = [
      ...decided,
      act('lodge-appeal'),
      act('decide-appeal', { on: '2015-10-14', outcome: 'revoked' }),
    ];
    expect(kindsAfter(...appealed)).toStrictEqual([
      'appeal-decision',
      'appeal-notice-appellant',
      'appeal-notice-unit',
    ]);
    const again = act('decide', { decisionId: 'D-2', replaces: 'D-1' });
    const owed = duties(...decided, again).flatMap(({ decisionId }) => decisionId ?? []);
    expect(new Set(owed)).toStrictEqual(new Set(['D-2']));
  });

  it('delivery is due 7 working days after the decision, whoever made it on whatever day (I-9)', () => {
    expect(duty('delivery-unit', ...decided)).toEqual({
      id: 'C-1:D-1:delivery-unit',
      kind: 'delivery-unit',
      failure: 'S-08',
      subjectId: 's1',
      decisionId: 'D-1',
      organId: 'commission',
      started: { on: '2015-09-30', eventId: eventIdAt(5) },
      dueOn: '2015-10-15',
      provisional: false,
      lapsed: false,
    });
  });

  it('delivery is met by the earliest delivery that reached the recipient, never by a returned one (I-25)', () => {
    const returned = act('record-delivery', { result: 'returned', on: '2015-10-09' });
    expect(duty('delivery-subject', ...decided, returned)?.met).toBeUndefined();
    const later = act('record-delivery', { on: '2015-10-20' });
    const earlier = act('record-delivery', { on: '2015-10-12' });
    expect(duty('delivery-subject', ...decided, returned, later, earlier)?.met).toStrictEqual({
      on: '2015-10-12',
      eventId: eventIdAt(8),
    });
    expect(duty('delivery-unit', ...decided, earlier)?.met).toBeUndefined();
  });

  it('what the measures give no date for is watched after 30 days (I-12)', () => {
    const letter = duty('letter', ...decided);
    expect(letter).toMatchObject({ watchOn: '2015-10-30', provisional: false });
    expect(letter?.dueOn).toBeUndefined();
    expect(duty('letter', ...decided, act('issue-letter'))?.met).toStrictEqual({
      on: '2015-10-08',
      eventId: eventIdAt(6),
    });
  });

  it('archive is the duty of the organ that investigated and proposed, and met by the filing (M1-25)', () => {
    const proposed = [
      ...decided.slice(0, -2),
      act('recommend', { organId: 'organization' }),
      act('decide'),
    ];
    expect(duty('archive', ...proposed)).toMatchObject({ organId: 'organization' });
    expect(duty('archive', ...decided, act('archive', { kind: 'reversal' }))?.met).toBeUndefined();
    expect(duty('archive', ...decided, act('archive'))?.met?.on).toBe('2015-10-13');
  });

  it('publication goes as far as decided, and to society where the impact is major (M1-26)', () => {
    const wide = act('decide', { publicationScopes: ['unit', 'system'], majorImpact: true });
    const scopes = (history: readonly CaseCommand[]) =>
      kindsOf(...history).filter((kind) => kind.startsWith('publication'));
    expect(scopes([...decided.slice(0, -1), wide])).toStrictEqual([
      'publication-unit',
      'publication-system',
      'publication-society',
    ]);
    const correction = act('publish', { kind: 'correction' });
    expect(duty('publication-unit', ...decided, correction)?.met).toBeUndefined();
    expect(duty('publication-unit', ...decided, act('publish'))?.met?.on).toBe('2015-10-14');
  });

  it('execution is one duty a method, of the organ the decision names', () => {
    const methods = ['circulated-criticism', 'admonishing-talk'] as const;
    const history = [
      ...decided.slice(0, -1),
      act('decide', { methods: [...methods], executedBy: 'organization' }),
      act('record-execution', { result: 'begun' }),
    ];
    const of = (...more: readonly CaseCommand[]) =>
      duties(...history, ...more)
        .filter(({ kind }) => kind === 'execution')
        .map(({ id, organId, met }) => [id, organId, met?.on]);
    expect(of()).toStrictEqual([
      ['C-1:D-1:execution:circulated-criticism', 'organization', undefined],
      ['C-1:D-1:execution:admonishing-talk', 'organization', undefined],
    ]);
    expect(of(act('record-execution', { on: '2015-11-01' }))[0]?.[2]).toBe('2015-11-01');
    const undone = [act('record-execution'), act('record-execution', { result: 'undone' })];
    expect(of(...undone)[0]?.[2]).toBeUndefined();
  });
});

describe('the duties after an appeal', () => {
  const lodged = [...decided, act('lodge-appeal', { on: '2015-09-01' })];

  it('it is decided within 30 days of its receipt, or on the next working day (I-10)', () => {
    expect(duty('appeal-decision', ...lodged)).toEqual({
      id: 'C-1:A-1:appeal-decision',
      kind: 'appeal-decision',
      failure: 'S-12',
      subjectId: 's1',
      decisionId: 'D-1',
      appealId: 'A-1',
      organId: 'commission',
      started: { on: '2015-09-01', eventId: eventIdAt(6) },
      dueOn: '2015-10-08',
      provisional: false,
      lapsed: false,
    });
    expect(duty('appeal-decision', ...lodged, act('decide-appeal'))?.met?.on).toBe('2015-11-10');
  });

  it('its outcome is told to the appellant and to the unit, from the day it is decided', () => {
    expect(duty('appeal-notice-unit', ...lodged)).toBeUndefined();
    const told = [...lodged, act('decide-appeal'), act('notify-appeal-outcome')];
    expect(duty('appeal-notice-appellant', ...told)).toMatchObject({
      started: { on: '2015-11-10' },
      watchOn: '2015-12-10',
      met: { on: '2015-11-11' },
    });
    expect(duty('appeal-notice-unit', ...told)?.met).toBeUndefined();
  });
});

describe('a duty on a date', () => {
  it.each([
    ['open on its last day', '2015-10-15', '2015-10-15', undefined, 'open'],
    ['overdue on the day after', '2015-10-16', '2015-10-15', undefined, 'overdue'],
    ['open before it was met', '2015-10-11', '2015-10-15', '2015-10-12', 'open'],
    ['done from the day it was met', '2015-10-12', '2015-10-15', '2015-10-12', 'done'],
    ['done when met on the last day', '2015-10-20', '2015-10-15', '2015-10-15', 'done'],
    ['overdue before it was met late', '2015-10-16', '2015-10-15', '2015-10-17', 'overdue'],
    ['done late when met after it', '2015-10-17', '2015-10-15', '2015-10-17', 'done-late'],
    ['never overdue without a date', '2099-01-01', undefined, undefined, 'open'],
    ['done without a date', '2099-01-01', undefined, '2016-01-01', 'done'],
  ])('is %s', (_, on, dueOn, metOn, state) => {
    const late = lateAfter({ dueOn, provisional: false });
    expect(dutyStateOn(on, { late, metOn })).toBe(state);
  });

  it.each([
    ['open after its day', undefined, 'open'],
    ['done when met after it', '2027-02-01', 'done'],
  ])('is %s while that day is provisional (I-9)', (_, metOn, state) => {
    const late = lateAfter({ dueOn: '2027-01-06', provisional: true });
    expect(dutyStateOn('2027-03-01', { late, metOn })).toBe(state);
  });
});

describe('the kinds of duties', () => {
  it('are those of the contract', () => {
    expect(dutyKinds).toStrictEqual(Object.keys(dutyClauses));
    expect(dutyKinds).toHaveLength(22);
  });
});

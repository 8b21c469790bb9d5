// Findings about one person across cases, in rows: what is on record that opens one, the nearest
// record that does not, and what mends it.
import type { LegalDate } from '../../../src/domain/legal-date.js';
import type { FindingCode, FindingKind } from '../../../src/domain/supervision/catalogue.js';
import type {
  CaseAgainstPerson,
  DecisionOnPerson,
  MisconductOfPerson,
  PersonOnRecord,
  PleadingOfPerson,
} from '../../../src/domain/supervision/findings-of-person.js';

export interface PersonRow {
  readonly code: FindingCode;
  /** Completes "is asked about where …". */
  readonly where: string;
  readonly person: PersonOnRecord;
  readonly opens: {
    /** The id after the code. */
    readonly of: string;
    readonly caseId: string;
    readonly organId: string;
    readonly openFrom: LegalDate;
    readonly facts: readonly string[];
    readonly kind?: FindingKind;
  };
  readonly regular: { readonly where: string; readonly person: PersonOnRecord };
  readonly mended: {
    readonly where: string;
    readonly person: PersonOnRecord;
    readonly on: LegalDate;
  };
}

export function onRecord(known: Partial<PersonOnRecord>): PersonOnRecord {
  return {
    personId: 'jia',
    decisions: [],
    pleadings: [],
    misconduct: [],
    casesAgainst: [],
    ...known,
  };
}

/** Held to account in the n-th case, on the first of the n-th month of 2016, recorded on that day. */
export function held(n: number, changed: Partial<DecisionOnPerson> = {}): DecisionOnPerson {
  const on = `2016-0${String(n)}-01`;
  return {
    caseId: `C-${String(n)}`,
    decisionId: 'D-1',
    subjectId: 's1',
    kind: 'decision',
    organId: 'commission',
    eventId: `decided-${String(n)}`,
    position: n,
    on,
    effectiveOn: on,
    accountable: true,
    aggravated: false,
    grounds: ['M1-7-9'],
    former: [],
    changedOn: undefined,
    revokedOn: undefined,
    recordedOn: on,
    priors: [],
    conducts: [],
    conductFrom: undefined,
    conductTo: undefined,
    priorsRequired: 2,
    countsFrom: '2015-02-04',
    ...changed,
  };
}

/** Changed on a day, and until then as said. */
const changedOn = (day: LegalDate, former: Partial<DecisionOnPerson['former'][number]>) => ({
  changedOn: day,
  former: [{ until: day, aggravated: false, grounds: ['M1-7-9'], ...former }],
});

const revokedOn = (day: LegalDate) => ({ revokedOn: day, changedOn: day });

export const pleaded = (n: number, changed: Partial<PleadingOfPerson> = {}): PleadingOfPerson => ({
  caseId: `C-${String(n)}`,
  eventId: `pleaded-${String(n)}`,
  on: `2016-0${String(n)}-01`,
  subject: `person p${String(n)}`,
  organId: 'commission',
  position: n,
  leadingCadre: false,
  timesRequired: 2,
  countsFrom: '2015-02-04',
  ...changed,
});

/** Pleadings of a leading cadre. */
export const pleadedAsCadre = (...n: readonly number[]) =>
  onRecord({ pleadings: n.map((one) => pleaded(one, { leadingCadre: true })) });

const recused: MisconductOfPerson = {
  caseId: 'C-1',
  eventId: 'recused-1',
  on: '2016-01-05',
  organId: 'commission',
  since: '2015-12-20',
};
export const against = (
  clause: string,
  openedOn: LegalDate,
  closedOn?: LegalDate,
): CaseAgainstPerson => ({ clause, openedOn, closedOn });

/** Two decisions, and a third one aggravated because of them. */
const rested = (first: Partial<DecisionOnPerson>, third: Partial<DecisionOnPerson> = {}) =>
  onRecord({
    decisions: [
      held(1, first),
      held(2),
      held(3, { aggravated: true, priors: ['C-1:D-1', 'C-2:D-1'], ...third }),
    ],
  });

/** Two decisions of which a third one knew the second only: the first was recorded later. */
const late = (first: Partial<DecisionOnPerson>, third: Partial<DecisionOnPerson> = {}) =>
  onRecord({
    decisions: [
      held(1, { position: 9, recordedOn: '2016-05-04', ...first }),
      held(2),
      held(3, { priors: ['C-2:D-1'], ...third }),
    ],
  });

const sameTime = { conductFrom: '2015-03-01', conductTo: '2015-06-30' };
/** Single acts of a report, each on one ground. */
const conducts = (
  ...acts: readonly (readonly [clause: string, from?: LegalDate | undefined, to?: LegalDate])[]
) => ({ conducts: acts.map(([clause, from, to]) => ({ grounds: [clause], from, to })) });
const unknownTime = { conductFrom: undefined, conductTo: undefined };
const twice = (first: Partial<DecisionOnPerson>, second: Partial<DecisionOnPerson> = {}) =>
  onRecord({
    decisions: [held(1, { ...sameTime, ...first }), held(2, { ...sameTime, ...second })],
  });

const pleadedTwice = onRecord({ pleadings: [pleaded(1), pleaded(2)] });

export const personRows: readonly PersonRow[] = [
  {
    code: 'S-14',
    where: 'somebody pleads a second time, and no case is opened',
    person: pleadedTwice,
    opens: {
      of: 'jia:pleaded-2',
      caseId: 'C-2',
      organId: 'commission',
      openFrom: '2016-02-01',
      facts: ['pleaded-1', 'pleaded-2'],
    },
    regular: {
      where: 'there were two contacts on one day about one subject (I-15)',
      person: onRecord({
        pleadings: [pleaded(1), pleaded(2, { on: '2016-01-01', subject: 'person p1' })],
      }),
    },
    mended: {
      where: 'a case is opened against the pleader',
      person: { ...pleadedTwice, casesAgainst: [against('M1-16-3', '2016-03-04')] },
      on: '2016-03-04',
    },
  },
  {
    code: 'S-14',
    where: 'a leading cadre pleads once: worth a look',
    person: pleadedAsCadre(1),
    opens: {
      of: 'jia:pleaded-1',
      caseId: 'C-1',
      organId: 'commission',
      openFrom: '2016-01-01',
      facts: ['pleaded-1'],
      kind: 'notice',
    },
    regular: {
      where: 'the pleader was no leading cadre on that day',
      person: onRecord({ pleadings: [pleaded(1)] }),
    },
    mended: {
      where: 'a case is opened on the ground of pleading',
      person: { ...pleadedAsCadre(1), casesAgainst: [against('M2-6-9', '2016-01-20')] },
      on: '2016-01-20',
    },
  },
  {
    code: 'S-15',
    where: 'an investigator is recused for misconduct, and no case is opened',
    person: onRecord({ misconduct: [recused] }),
    opens: {
      of: 'jia:recused-1',
      caseId: 'C-1',
      organId: 'commission',
      openFrom: '2016-01-05',
      facts: ['recused-1'],
    },
    regular: {
      where: 'a case was opened the day before, while the person still investigated',
      person: onRecord({
        misconduct: [recused],
        casesAgainst: [against('M1-16-2', '2016-01-04')],
      }),
    },
    mended: {
      where: 'a case is opened later',
      person: onRecord({
        misconduct: [recused],
        casesAgainst: [against('M1-16-2', '2016-02-10')],
      }),
      on: '2016-02-10',
    },
  },
  {
    code: 'S-17',
    where: 'an aggravation rested on a decision that was revoked later',
    person: rested(revokedOn('2016-05-10')),
    opens: {
      of: 'C-3:D-1',
      caseId: 'C-3',
      organId: 'commission',
      openFrom: '2016-05-10',
      facts: ['decided-1', 'decided-3'],
    },
    regular: { where: 'all it rested on stands', person: rested({}) },
    mended: {
      where: 'the decision had its other look, and is aggravated no more',
      person: rested(revokedOn('2016-05-10'), {
        aggravated: false,
        ...changedOn('2016-06-02', { aggravated: true }),
      }),
      on: '2016-06-02',
    },
  },
  {
    code: 'S-21',
    where: 'an earlier decision comes to light that would have required aggravation',
    person: late({}),
    opens: {
      of: 'C-3:D-1',
      caseId: 'C-3',
      organId: 'commission',
      openFrom: '2016-05-04',
      facts: ['decided-1', 'decided-2', 'decided-3'],
    },
    regular: {
      where: 'it took effect more than a year before (I-1)',
      person: late({ on: '2015-02-10', effectiveOn: '2015-02-28' }),
    },
    mended: {
      where: 'it is aggravated after another look',
      person: late({}, { aggravated: true, ...changedOn('2016-06-01', {}) }),
      on: '2016-06-01',
    },
  },
  {
    code: 'S-21',
    where: 'an earlier decision comes to light after a change that did not aggravate',
    person: late({}, changedOn('2016-04-01', {})),
    opens: {
      of: 'C-3:D-1',
      caseId: 'C-3',
      organId: 'commission',
      openFrom: '2016-05-04',
      facts: ['decided-1', 'decided-2', 'decided-3'],
    },
    regular: {
      where: 'that change did aggravate it',
      person: late({}, { aggravated: true, ...changedOn('2016-04-01', {}) }),
    },
    mended: {
      where: 'the earlier decision is revoked',
      person: late(revokedOn('2016-06-07')),
      on: '2016-06-07',
    },
  },
  {
    code: 'S-36',
    where: 'one matter is decided in two cases',
    person: twice({}),
    opens: {
      of: 'C-2:D-1:decided-1',
      caseId: 'C-2',
      organId: 'commission',
      openFrom: '2016-02-01',
      facts: ['decided-1', 'decided-2'],
    },
    regular: {
      where: 'the conduct is of another time',
      person: twice({}, { conductFrom: '2015-07-01', conductTo: '2015-08-01' }),
    },
    mended: {
      where: 'one of the two is revoked',
      person: twice(revokedOn('2016-04-04')),
      on: '2016-04-04',
    },
  },
  {
    code: 'S-36',
    where: 'the reports of two cases tell of one time, which only one registration says',
    person: twice(
      { ...unknownTime, ...conducts(['M1-7-9', '2015-06-30', '2015-07-31']) },
      conducts(['M1-7-9'], ['M1-6-1', '2015-01-01']),
    ),
    opens: {
      of: 'C-2:D-1:decided-1',
      caseId: 'C-2',
      organId: 'commission',
      openFrom: '2016-02-01',
      facts: ['decided-1', 'decided-2'],
    },
    regular: {
      where: 'one report tells of one day after it',
      person: twice(
        { ...unknownTime, ...conducts(['M1-7-9', '2015-07-01', '2015-07-31']) },
        conducts(['M1-7-9'], ['M1-6-1', '2015-07-01']),
      ),
    },
    mended: {
      where: 'the ground of that time is taken back, and another one stays in common',
      person: twice(
        {
          ...unknownTime,
          ...conducts(['M1-7-9', '2015-06-30'], ['M1-6-1', '2015-07-31']),
          grounds: ['M1-6-1'],
          ...changedOn('2016-03-03', { grounds: ['M1-7-9', 'M1-6-1'] }),
        },
        { grounds: ['M1-7-9', 'M1-6-1'] },
      ),
      on: '2016-03-03',
    },
  },
  {
    code: 'S-36',
    where: 'one matter is decided in two cases, whatever else was changed since',
    person: twice(changedOn('2016-03-03', { grounds: ['M1-7-9', 'M1-6-1'] })),
    opens: {
      of: 'C-2:D-1:decided-1',
      caseId: 'C-2',
      organId: 'commission',
      openFrom: '2016-02-01',
      facts: ['decided-1', 'decided-2'],
    },
    regular: {
      where: 'the ground they have in common came with a change of the first before the second',
      person: twice({ grounds: ['M1-6-1'], ...changedOn('2016-01-20', {}) }),
    },
    mended: {
      where: 'the ground they have in common is taken back',
      person: twice({ grounds: ['M1-6-1'], ...changedOn('2016-03-03', {}) }),
      on: '2016-03-03',
    },
  },
];

/** Nothing is asked, for a reason that one of the rows does not show. */
export const nothingAsked: readonly (readonly [FindingCode, string, PersonOnRecord])[] = [
  [
    'S-14',
    'a case that was opened after the first pleading is not closed when the second comes',
    onRecord({
      pleadings: [pleaded(1), pleaded(2)],
      casesAgainst: [against('M1-16-3', '2016-01-04', '2016-02-01')],
    }),
  ],
  [
    'S-14',
    'the pleadings lie before the measures came into force',
    onRecord({
      pleadings: [pleaded(1, { on: '2015-02-03' }), pleaded(2)],
    }),
  ],
  [
    'S-14',
    'a case for something else is no answer and none is needed after one pleading',
    onRecord({ pleadings: [pleaded(1)], casesAgainst: [against('M1-7-9', '2016-02-01')] }),
  ],
  [
    'S-17',
    'the decision itself was revoked before',
    rested(revokedOn('2016-05-10'), revokedOn('2016-04-10')),
  ],
  ['S-17', 'nothing was aggravated', rested(revokedOn('2016-05-10'), { aggravated: false })],
  [
    'S-17',
    'the aggravation was taken back before',
    rested(revokedOn('2016-05-10'), {
      aggravated: false,
      ...changedOn('2016-04-10', { aggravated: true }),
    }),
  ],
  [
    'S-15',
    'a case was opened on the day of the recusal',
    onRecord({ misconduct: [recused], casesAgainst: [against('M1-16-2', '2016-01-05')] }),
  ],
  [
    'S-21',
    'the decision itself was revoked before the other one came to light',
    late({}, revokedOn('2016-04-10')),
  ],
  [
    'S-21',
    'the earlier decision was revoked before it came to light',
    late(revokedOn('2016-04-10')),
  ],
  ['S-21', 'it was aggravated all the same', late({}, { aggravated: true })],
  ['S-21', 'both were known', late({}, { priors: ['C-1:D-1', 'C-2:D-1'] })],
  [
    'S-21',
    'nobody was held to account by the one that came to light',
    late({ accountable: false }),
  ],
  ['S-36', 'both are decisions of one case', twice({}, { caseId: 'C-1', decisionId: 'D-2' })],
  ['S-36', 'they share no clause', twice({}, { grounds: ['M1-6-1'] })],
  [
    'S-36',
    'nobody knows when the conduct was',
    twice({ conductFrom: undefined, conductTo: undefined }),
  ],
  [
    'S-36',
    'the reports tell acts of different days, though the registrations say the same time',
    twice(conducts(['M1-7-9', '2015-03-01']), conducts(['M1-7-9', '2015-03-02', '2015-06-30'])),
  ],
  [
    'S-36',
    'the acts of one time are on different grounds',
    twice(
      conducts(['M1-7-9', '2015-03-01'], ['M1-6-1', '2015-06-01']),
      conducts(['M1-7-9', undefined, '2015-06-01']),
    ),
  ],
  ['S-36', 'the first was revoked on the day of the second', twice(revokedOn('2016-02-01'))],
];

// What supervision asks about one person across all cases: whether somebody who pleaded again and
// again, or abused an investigation, was proceeded against (S-14, S-15); whether an aggravation
// rested on a decision that was revoked since (S-17); whether an earlier decision came to light too
// late (S-21); whether one matter was decided twice (S-36).
import type { LegalDate } from '../legal-date.js';
import { oneYearWindow } from '../regulation/periods.js';
import { findingRule, type FindingCode, type FindingKind } from './catalogue.js';
import type { Finding } from './finding.js';

/** A decision on the person, ours or an appointing organ's. */
export interface DecisionOnPerson {
  readonly caseId: string;
  readonly decisionId: string;
  readonly subjectId: string;
  readonly kind: string;
  readonly organId: string;
  readonly eventId: string;
  readonly position: number;
  readonly on: LegalDate;
  readonly effectiveOn: LegalDate;
  readonly accountable: boolean;
  readonly aggravated: boolean;
  readonly grounds: readonly string[];
  /** What it was until each of its changes, in their order. */
  readonly former: readonly FormerDecision[];
  readonly changedOn: LegalDate | undefined;
  readonly revokedOn: LegalDate | undefined;
  /** The event that revoked it. */
  readonly revokedBy?: string | undefined;
  /** The day it was recorded on. */
  readonly recordedOn: LegalDate;
  /** The earlier decisions that were known when it was made, by `decisionKey`. */
  readonly priors: readonly string[];
  /** First and last day of the conduct the case is about. */
  readonly conductFrom: LegalDate | undefined;
  readonly conductTo: LegalDate | undefined;
  /** By the policy it was made under (I-3, I-21): so many earlier times require aggravation, from this day on. */
  readonly priorsRequired: number;
  readonly countsFrom: LegalDate;
}

/** What a decision was until a change of it. */
export interface FormerDecision {
  readonly until: LegalDate;
  readonly aggravated: boolean;
  readonly grounds: readonly string[];
}

/** An approach of the person for somebody's sake. */
export interface PleadingOfPerson {
  readonly caseId: string;
  readonly eventId: string;
  readonly on: LegalDate;
  /** For whom: tells subjects apart across cases. */
  readonly subject: string;
  /** The organ that recorded it. */
  readonly organId: string;
  /** By the policy it was recorded under (I-15): from so many times on the pleader answers for it, from this day on. */
  readonly timesRequired: number;
  readonly countsFrom: LegalDate;
}

/** A recusal of the person for misconduct in an investigation. */
export interface MisconductOfPerson {
  readonly caseId: string;
  readonly eventId: string;
  readonly on: LegalDate;
  readonly organId: string;
  /** The day from which the person was an investigator of the case. */
  readonly since: LegalDate;
}

/** A case in which one of the bases, or pleading as a ground, is held against the person. */
export interface CaseAgainstPerson {
  readonly caseId: string;
  readonly clause: string;
  readonly receivedOn: LegalDate;
}

export interface PersonOnRecord {
  readonly personId: string;
  readonly leadingCadre: boolean;
  readonly decisions: readonly DecisionOnPerson[];
  readonly pleadings: readonly PleadingOfPerson[];
  readonly misconduct: readonly MisconductOfPerson[];
  readonly casesAgainst: readonly CaseAgainstPerson[];
}

/** The clauses of a case against a pleader: the basis, and the ground for a leading cadre (I-19). */
export const pleadingClauses = ['M1-16-3', 'M2-6-9'] as const;
/** The clause of a case against an investigator. */
export const misconductClauses = ['M1-16-2'] as const;

/** Names a decision among all cases. */
export function decisionKey(caseId: string, decisionId: string): string {
  return `${caseId}:${decisionId}`;
}

export function findingsOfPerson(person: PersonOnRecord): readonly Finding[] {
  return [
    ...pleadedRepeatedly(person),
    ...investigatorMisconduct(person),
    ...restedOnRevoked(person),
    ...cameToLight(person),
    ...sameMatter(person),
  ];
}

type FoundOnPerson = Pick<
  Finding,
  'code' | 'caseId' | 'organId' | 'openFrom' | 'rectifiedOn' | 'facts'
> &
  Partial<Pick<Finding, 'kind' | 'subjectId' | 'decisionId'>> & { readonly of: string };

function onPerson(
  { personId }: PersonOnRecord,
  { of, kind, subjectId, decisionId, ...found }: FoundOnPerson,
): Finding {
  return {
    ...found,
    id: `${found.code}:${of}`,
    kind: kind ?? findingRule(found.code).kind,
    subjectId,
    personId,
    decisionId,
    appealId: undefined,
  };
}

/** S-14 (I-15): from the second time on without a case against the pleader; for a leading cadre the first is a notice (M2-6-9). */
function pleadedRepeatedly(person: PersonOnRecord): readonly Finding[] {
  const times = new Map<string, PleadingOfPerson>();
  for (const pleading of person.pleadings.toSorted(byDay)) {
    const time = `${pleading.subject} ${pleading.on}`;
    if (pleading.on >= pleading.countsFrom && !times.has(time)) times.set(time, pleading);
  }
  const counted = [...times.values()];
  const decisive = counted.find(({ timesRequired }, index) => index + 1 >= timesRequired);
  const [first] = counted;
  const at = decisive ?? (person.leadingCadre ? first : undefined);
  if (at === undefined) return [];
  const kind: FindingKind = decisive === undefined ? 'notice' : findingRule('S-14').kind;
  const facts = counted.filter(({ on }) => on <= at.on).map(({ eventId }) => eventId);
  const since = counted[0]?.on ?? at.on;
  return notProceededAgainst(person, { code: 'S-14', kind, at, since, facts }, pleadingClauses);
}

/** S-15: each recusal for misconduct, until a case is opened against the investigator. */
function investigatorMisconduct(person: PersonOnRecord): readonly Finding[] {
  return person.misconduct.flatMap((at) => {
    const found = { code: 'S-15', at, since: at.since, facts: [at.eventId] } as const;
    return notProceededAgainst(person, found, misconductClauses);
  });
}

function notProceededAgainst(
  person: PersonOnRecord,
  {
    code,
    kind,
    at,
    since,
    facts,
  }: {
    readonly code: FindingCode;
    readonly kind?: FindingKind;
    readonly at: PleadingOfPerson | MisconductOfPerson;
    /** A case of before this day is about something else. */
    readonly since: LegalDate;
    readonly facts: readonly string[];
  },
  clauses: readonly string[],
): readonly Finding[] {
  const opened = person.casesAgainst
    .filter(({ clause, receivedOn }) => clauses.includes(clause) && receivedOn >= since)
    .map(({ receivedOn }) => receivedOn)
    .toSorted()[0];
  if (opened !== undefined && opened <= at.on) return [];
  const { caseId, organId, on: openFrom } = at;
  const found = { code, caseId, organId, openFrom, rectifiedOn: opened, facts };
  return [
    onPerson(person, {
      ...found,
      of: `${person.personId}:${at.eventId}`,
      ...(kind ? { kind } : {}),
    }),
  ];
}

/** S-17: an aggravation that the earlier decisions alone required, and one of them stands no more; mended by looking at the decision again. */
function restedOnRevoked(person: PersonOnRecord): readonly Finding[] {
  const byKey = new Map(
    person.decisions.map((one) => [decisionKey(one.caseId, one.decisionId), one]),
  );
  return person.decisions.flatMap((decision): readonly Finding[] => {
    const { priors, caseId, decisionId, subjectId, organId } = decision;
    if (priors.length < decision.priorsRequired) return [];
    const gone = priors.flatMap((key) => {
      const prior = byKey.get(key);
      // What was voided has no row any more: it never was.
      return prior !== undefined && prior.revokedOn === undefined
        ? []
        : [{ on: prior?.revokedOn ?? decision.on, shown: [prior?.eventId, prior?.revokedBy] }];
    });
    const first = gone.toSorted(byDay)[0];
    if (first === undefined) return [];
    const openFrom = later(first.on, decision.on);
    if (ceasedBy(decision, openFrom) || !asItStood(decision, openFrom).aggravated) return [];
    return [
      onPerson(person, {
        code: 'S-17',
        of: decisionKey(caseId, decisionId),
        caseId,
        subjectId,
        decisionId,
        organId,
        openFrom,
        rectifiedOn: changedFrom(decision, openFrom),
        facts: [
          ...gone.flatMap(({ shown }) => shown.filter((eventId) => eventId !== undefined)),
          decision.eventId,
        ],
      }),
    ];
  });
}

/** S-21: what the decision knew did not require aggravation, and what is known now would have. It never reopens a decision by itself. */
function cameToLight(person: PersonOnRecord): readonly Finding[] {
  return person.decisions.flatMap((decision): readonly Finding[] => {
    const { caseId, decisionId, subjectId, organId, on, position, priors } = decision;
    const required = decision.priorsRequired;
    if (decision.kind !== 'decision' || !decision.accountable) return [];
    if (priors.length >= required) return [];
    const { from } = oneYearWindow(on);
    const earlier = person.decisions.filter(
      (one) =>
        one !== decision &&
        one.accountable &&
        one.on >= decision.countsFrom &&
        one.effectiveOn >= from &&
        (one.effectiveOn < on || (one.effectiveOn === on && one.position < position)) &&
        (one.revokedOn === undefined || one.revokedOn > on),
    );
    if (earlier.length < required) return [];
    const unknown = earlier.filter(
      (one) => !priors.includes(decisionKey(one.caseId, one.decisionId)),
    );
    const openFrom = unknown.reduce((latest, { recordedOn }) => later(latest, recordedOn), on);
    // When so many are revoked that the rest would not have required it, there is nothing to ask.
    const revoked = earlier.flatMap(({ revokedOn }) => revokedOn ?? []).toSorted();
    const enough = revoked[earlier.length - required];
    if (ceasedBy(decision, openFrom) || (enough !== undefined && enough <= openFrom)) return [];
    if (asItStood(decision, openFrom).aggravated) return [];
    const mended = [changedFrom(decision, openFrom), enough].filter((day) => day !== undefined);
    return [
      onPerson(person, {
        code: 'S-21',
        of: decisionKey(caseId, decisionId),
        caseId,
        subjectId,
        decisionId,
        organId,
        openFrom,
        rectifiedOn: mended.toSorted()[0],
        facts: [...earlier.map(({ eventId }) => eventId), decision.eventId],
      }),
    ];
  });
}

/** S-36 between cases: two decisions that hold to account on a common clause for conduct of the same time (I-20). */
function sameMatter(person: PersonOnRecord): readonly Finding[] {
  const held = person.decisions
    .filter(({ accountable }) => accountable)
    .toSorted((a, b) => a.position - b.position);
  return held.flatMap((second, index) =>
    held
      .slice(0, index)
      .filter((first) => isSameMatter(first, second))
      .map((first): Finding => {
        const { caseId, decisionId, subjectId, organId } = second;
        const openFrom = later(first.on, second.on);
        const ended = [first, second].flatMap(({ revokedOn, former }) => [
          ...(revokedOn === undefined ? [] : [revokedOn]),
          // A change after which the two have no clause in common any more.
          ...former
            .map(({ until }) => until)
            .filter((day) => day > openFrom && !haveCommonClause(first, second, day)),
        ]);
        return onPerson(person, {
          code: 'S-36',
          of: `${decisionKey(caseId, decisionId)}:${first.eventId}`,
          caseId,
          subjectId,
          decisionId,
          organId,
          openFrom,
          rectifiedOn: ended.toSorted()[0],
          facts: [first.eventId, second.eventId],
        });
      }),
  );
}

function isSameMatter(first: DecisionOnPerson, second: DecisionOnPerson): boolean {
  if (first.caseId === second.caseId) return false;
  const both = later(first.on, second.on);
  if (ceasedBy(first, both) || ceasedBy(second, both)) return false;
  const [a, b] = [first, second].map(({ conductFrom, conductTo }) => ({
    from: conductFrom ?? conductTo,
    to: conductTo ?? conductFrom,
  }));
  if (a?.from === undefined || a.to === undefined) return false;
  if (b?.from === undefined || b.to === undefined) return false;
  const overlap = a.from <= b.to && b.from <= a.to;
  return overlap && haveCommonClause(first, second, both);
}

function haveCommonClause(a: DecisionOnPerson, b: DecisionOnPerson, day: LegalDate): boolean {
  const { grounds } = asItStood(b, day);
  return asItStood(a, day).grounds.some((clause) => grounds.includes(clause));
}

/** A decision as it stood on a day: a change holds from its own day on. */
function asItStood(
  decision: DecisionOnPerson,
  day: LegalDate,
): Pick<DecisionOnPerson, 'aggravated' | 'grounds'> {
  return decision.former.find(({ until }) => day < until) ?? decision;
}

/** The first day from a day on on which a decision was looked at again. */
function changedFrom(
  { former, changedOn }: DecisionOnPerson,
  day: LegalDate,
): LegalDate | undefined {
  return [...former.map(({ until }) => until), ...(changedOn === undefined ? [] : [changedOn])]
    .filter((changed) => changed >= day)
    .toSorted()[0];
}

/** Whether a decision stood no more on the day on which something became a question about it. */
function ceasedBy({ revokedOn }: DecisionOnPerson, day: LegalDate): boolean {
  return revokedOn !== undefined && revokedOn <= day;
}

function byDay(a: { readonly on: LegalDate }, b: { readonly on: LegalDate }): number {
  return a.on < b.on ? -1 : a.on > b.on ? 1 : 0;
}

function later(a: LegalDate, b: LegalDate): LegalDate {
  return a > b ? a : b;
}

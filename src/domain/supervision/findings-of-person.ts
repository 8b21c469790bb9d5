// What supervision asks about one person across all cases: whether somebody who pleaded again and
// again, or abused an investigation, was proceeded against (S-14, S-15); whether an aggravation
// rested on a decision that was revoked since (S-17); whether an earlier decision came to light too
// late (S-21); whether one matter was decided twice (S-36).
import { earliestDay, type LegalDate } from '../legal-date.js';
import { oneYearWindow } from '../regulation/periods.js';
import { findingRule, type FindingKind } from './catalogue.js';
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
  /** The single acts that the report told of when it was decided. */
  readonly conducts: readonly ConductOfPerson[];
  /** First and last day of the conduct the case was registered for: of what no dated act speaks of. */
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

/** A single act of the person, with the clauses it meets and its first and last day, where known. */
export interface ConductOfPerson {
  readonly grounds: readonly string[];
  readonly from?: LegalDate | undefined;
  readonly to?: LegalDate | undefined;
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
  /** Place of the event in the ledger. */
  readonly position: number;
  /** Whether the person was a leading cadre on that day (I-17). */
  readonly leadingCadre: boolean;
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

/** A case in which one of the bases, or pleading as a ground, is held against the person, while it is open: opened again it is one more. */
export interface CaseAgainstPerson {
  readonly clause: string;
  /** The day it was received, or reopened. */
  readonly openedOn: LegalDate;
  readonly closedOn: LegalDate | undefined;
}

export interface PersonOnRecord {
  readonly personId: string;
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

/**
 * S-14 (I-15): from the second time on without a case against the pleader; of a leading cadre the
 * first is a notice (M2-6-9). All that one case answers, or none does, is one question; what comes
 * after that case was closed is another.
 */
function pleadedRepeatedly(person: PersonOnRecord): readonly Finding[] {
  const times = timesPleaded(person.pleadings);
  const [first] = times;
  if (first === undefined) return [];
  // A case of before the first time is about something else.
  const cases = casesSince(person, pleadingClauses, first.on);
  const questions = new Map<LegalDate | undefined, PleadingOfPerson[]>();
  for (const time of times) {
    // A case that is open can take it up.
    if (cases.some((one) => one.openedOn <= time.on && time.on <= (one.closedOn ?? time.on)))
      continue;
    const answeredOn = cases.find(({ openedOn }) => openedOn > time.on)?.openedOn;
    questions.set(answeredOn, [...(questions.get(answeredOn) ?? []), time]);
  }
  const decisive = decisiveOf(times);
  const asRecorded = decisiveOf(times.toSorted((a, b) => a.position - b.position));
  return [...questions].flatMap(([rectifiedOn, asked]): readonly Finding[] => {
    const failed = asked.find((time) => decisive.has(time));
    const at = failed ?? asked.find(({ leadingCadre }) => leadingCadre);
    if (at === undefined) return [];
    const kind: FindingKind = failed === undefined ? 'notice' : findingRule('S-14').kind;
    // Named after what made it a question when it was recorded: a time that is recorded afterwards
    // and lies before it gives it another day and no other name.
    const named =
      failed &&
      asked.toSorted((a, b) => a.position - b.position).find((time) => asRecorded.has(time));
    const { caseId, organId, on: openFrom } = at;
    return [
      onPerson(person, {
        code: 'S-14',
        kind,
        of: `${person.personId}:${(named ?? at).eventId}`,
        caseId,
        organId,
        openFrom,
        rectifiedOn,
        facts: times.filter(({ on }) => on <= openFrom).map(({ eventId }) => eventId),
      }),
    ];
  });
}

/** Several contacts about one subject on one day are one time, which the first recorded of them stands for (I-15); by day. */
function timesPleaded(pleadings: readonly PleadingOfPerson[]): readonly PleadingOfPerson[] {
  const times = new Map<string, PleadingOfPerson>();
  for (const pleading of pleadings.toSorted((a, b) => a.position - b.position)) {
    const time = `${pleading.subject} ${pleading.on}`;
    if (pleading.on >= pleading.countsFrom && !times.has(time)) times.set(time, pleading);
  }
  return [...times.values()].toSorted(byDay);
}

/** Those that are one time too many, in the order given. */
function decisiveOf(times: readonly PleadingOfPerson[]): ReadonlySet<PleadingOfPerson> {
  return new Set(times.filter(({ timesRequired }, index) => index + 1 >= timesRequired));
}

/** S-15: each recusal for misconduct, until a case is opened against the investigator. */
function investigatorMisconduct(person: PersonOnRecord): readonly Finding[] {
  return person.misconduct.flatMap(({ caseId, eventId, on: openFrom, organId, since }) => {
    const [answer] = casesSince(person, misconductClauses, since);
    if (answer !== undefined && answer.openedOn <= openFrom) return [];
    return [
      onPerson(person, {
        code: 'S-15',
        of: `${person.personId}:${eventId}`,
        caseId,
        organId,
        openFrom,
        rectifiedOn: answer?.openedOn,
        facts: [eventId],
      }),
    ];
  });
}

/** The cases against the person on one of the clauses that were opened from a day on, in the order of opening. */
function casesSince(
  { casesAgainst }: PersonOnRecord,
  clauses: readonly string[],
  since: LegalDate,
): readonly CaseAgainstPerson[] {
  return casesAgainst
    .filter(({ clause, openedOn }) => clauses.includes(clause) && openedOn >= since)
    .toSorted((a, b) => (a.openedOn < b.openedOn ? -1 : a.openedOn > b.openedOn ? 1 : 0));
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
    return [
      onPerson(person, {
        code: 'S-21',
        of: decisionKey(caseId, decisionId),
        caseId,
        subjectId,
        decisionId,
        organId,
        openFrom,
        rectifiedOn: earliestDay([changedFrom(decision, openFrom), enough]),
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
          revokedOn,
          // A change after which the two have no clause in common any more for that time.
          ...former
            .map(({ until }) => until)
            .filter((day) => day > openFrom && !meetAtOneTime(first, second, day)),
        ]);
        return onPerson(person, {
          code: 'S-36',
          of: `${decisionKey(caseId, decisionId)}:${first.eventId}`,
          caseId,
          subjectId,
          decisionId,
          organId,
          openFrom,
          rectifiedOn: earliestDay(ended),
          facts: [first.eventId, second.eventId],
        });
      }),
  );
}

function isSameMatter(first: DecisionOnPerson, second: DecisionOnPerson): boolean {
  if (first.caseId === second.caseId) return false;
  const both = later(first.on, second.on);
  if (ceasedBy(first, both) || ceasedBy(second, both)) return false;
  return meetAtOneTime(first, second, both);
}

/** Whether two decisions, as they stood on a day, rest on a common clause for conduct of the same time. */
function meetAtOneTime(a: DecisionOnPerson, b: DecisionOnPerson, day: LegalDate): boolean {
  const { grounds } = asItStood(b, day);
  return asItStood(a, day).grounds.some(
    (clause) =>
      grounds.includes(clause) &&
      timesOf(a, clause).some((one) =>
        timesOf(b, clause).some((other) => one.from <= other.to && other.from <= one.to),
      ),
  );
}

/** When the conduct on a clause was: by the acts of the report that have a date, else by the registration. */
function timesOf(
  { conducts, conductFrom, conductTo }: DecisionOnPerson,
  clause: string,
): readonly { readonly from: LegalDate; readonly to: LegalDate }[] {
  const told = spans(conducts.filter(({ grounds }) => grounds.includes(clause)));
  return told.length > 0 ? told : spans([{ from: conductFrom, to: conductTo }]);
}

/** Of what has a first or a last day only, that day is known. */
function spans(
  acts: readonly Pick<ConductOfPerson, 'from' | 'to'>[],
): readonly { readonly from: LegalDate; readonly to: LegalDate }[] {
  return acts.flatMap(({ from, to }) => {
    const [first, last] = [from ?? to, to ?? from];
    return first === undefined || last === undefined ? [] : [{ from: first, to: last }];
  });
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
  const days = [...former.map(({ until }) => until), changedOn];
  return earliestDay(days.filter((changed) => changed !== undefined && changed >= day));
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

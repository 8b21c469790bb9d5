// A duty: something an organ has to do because of what happened on a case, by when, and how it was
// met (M1 Art. 4, 19–27; M2 Art. 7; I-9, I-10, I-12). Whether it is open or overdue is a question
// of the date it is asked for: `dutyStateOn`. Which duties there are: duties.ts.
import { addDays, type LegalDate } from '../legal-date.js';
import { countedOnce, lastDay } from '../regulation/counted-once.js';
import type { ClauseReference } from '../regulation/citation.js';
import {
  appealDecisionDueOn,
  deliveryDueOn,
  type Derivation,
  type DueDate,
} from '../regulation/periods.js';
import type { FindingCode } from '../supervision/catalogue.js';
import type { Act } from './state.js';

/** Every kind of duty with the clause that it follows from, in the order of the procedure. */
export const dutyClauses = {
  intake: 'M2-7',
  initiation: 'M1-20',
  report: 'M1-20',
  recommendation: 'M1-20',
  decision: 'M1-20',
  directive: 'M1-19',
  letter: 'M1-23',
  'delivery-subject': 'M1-24',
  'delivery-unit': 'M1-24',
  archive: 'M1-25',
  'report-for-record': 'M1-25',
  'publication-unit': 'M1-26',
  'publication-system': 'M1-26',
  'publication-society': 'M1-26',
  execution: 'M1-20',
  'appeal-decision': 'M1-27',
  'appeal-notice-appellant': 'M1-27',
  'appeal-notice-unit': 'M1-27',
  correction: 'M1-27',
  restoration: 'M1-27',
  'discipline-referral': 'M1-4',
  'judicial-referral': 'M1-4',
} as const satisfies Readonly<Record<string, ClauseReference>>;

export type DutyKind = keyof typeof dutyClauses;

/** What supervision calls it when the duty is not done in time, unless a rule says otherwise. */
export const dutyFailures: Readonly<Record<DutyKind, FindingCode>> = {
  intake: 'S-05',
  initiation: 'S-25',
  report: 'S-25',
  recommendation: 'S-25',
  decision: 'S-04',
  directive: 'S-06',
  letter: 'S-29',
  'delivery-subject': 'S-08',
  'delivery-unit': 'S-08',
  archive: 'S-09',
  'report-for-record': 'S-09',
  'publication-unit': 'S-10',
  'publication-system': 'S-10',
  'publication-society': 'S-10',
  execution: 'S-18',
  'appeal-decision': 'S-12',
  'appeal-notice-appellant': 'S-13',
  'appeal-notice-unit': 'S-13',
  correction: 'S-16',
  restoration: 'S-16',
  'discipline-referral': 'S-38',
  'judicial-referral': 'S-19',
};

export const dutyKinds = Object.keys(dutyClauses) as readonly DutyKind[];

/** When an act of record was done, by its legal date, and the event that says so. */
export interface DatedEvent {
  readonly on: LegalDate;
  readonly eventId: string;
  /** The date it was first recorded with, where that was corrected. */
  readonly recordedOn?: LegalDate;
}

/** Something an organ has to do. */
export interface Duty {
  /** Derived from what it follows from, so the same after a rebuild: `<caseId>:<decisionId>:delivery-subject`. */
  readonly id: string;
  readonly kind: DutyKind;
  /** Absent where the duty is one of the whole case. */
  readonly subjectId: string | undefined;
  readonly decisionId: string | undefined;
  readonly appealId: string | undefined;
  /** The organ that answers for it. */
  readonly organId: string;
  readonly started: DatedEvent;
  /** The last day, where the measures or a directive give one. */
  readonly dueOn: LegalDate | undefined;
  /** The due date rests on a year whose calendar is not known yet (I-9). */
  readonly provisional: boolean;
  /** Where they give none: the day from which supervision looks at it (I-12). */
  readonly watchOn: LegalDate | undefined;
  /** What was done, or, where it lapsed, what it lapsed with. */
  readonly met: DatedEvent | undefined;
  /** It was not done, and is owed no longer from `met` on. */
  readonly lapsed: boolean;
  /** What supervision calls it when it is not done in time. */
  readonly failure: FindingCode;
}

export type DutyState = 'open' | 'done' | 'overdue' | 'done-late';
export const dutyStates: readonly DutyState[] = ['open', 'done', 'overdue', 'done-late'];

/** The date after which a duty is late: none while its due date is provisional, for nobody is called late on a date that is not certain (I-9). */
export function lateAfter({
  dueOn,
  provisional,
}: Pick<Duty, 'dueOn' | 'provisional'>): LegalDate | undefined {
  return provisional ? undefined : dueOn;
}

/**
 * The day on which a duty that was not done was a failure: the one after the last day, or the day
 * from which supervision looks (I-12), and finds it done where it was done on that very day;
 * undefined where it was done in time, or no date is certain.
 */
export function failedOn(
  duty: Pick<Duty, 'dueOn' | 'provisional' | 'watchOn' | 'met'>,
): LegalDate | undefined {
  const last = lateAfter(duty);
  const inTime = last ?? duty.watchOn;
  if (inTime === undefined || (duty.met !== undefined && duty.met.on <= inTime)) return undefined;
  return last === undefined ? inTime : watchDate(last, 1);
}

/**
 * The state of a duty on a date: what is met later is not met yet on that date.
 * @param duty `late` as `lateAfter` gives it
 */
export function dutyStateOn(
  on: LegalDate,
  { late, metOn }: { readonly late: LegalDate | undefined; readonly metOn: LegalDate | undefined },
): DutyState {
  if (metOn !== undefined && metOn <= on)
    return late !== undefined && metOn > late ? 'done-late' : 'done';
  return late !== undefined && late < on ? 'overdue' : 'open';
}

/** The kinds for which the measures give a last day. */
const clocks: { readonly [K in DutyKind]?: (start: LegalDate) => DueDate } = {
  'delivery-subject': deliveryDueOn,
  'delivery-unit': deliveryDueOn,
  'appeal-decision': appealDecisionDueOn,
};

/** How the due date of a kind of duty follows from its first day; undefined where the measures give none. */
export function dutyDerivation(kind: DutyKind, startedOn: LegalDate): Derivation | undefined {
  return clocks[kind]?.(startedOn).derivation;
}

/** What a rule says is owed. */
export interface Owed {
  readonly id: string;
  readonly kind: DutyKind;
  readonly subjectId?: string;
  readonly decisionId?: string;
  readonly appealId?: string;
  readonly organId: string;
  readonly started: Act;
  readonly met: Act | undefined;
  /** What ends it though it was not done: what it was for came about without it, or came to nothing. */
  readonly over?: Act | undefined;
  /** A last day that is set and not counted: a directive's. */
  readonly dueOn?: LegalDate | undefined;
  /** The day from which supervision's days are counted, where that is not the first day (I-44). */
  readonly watchFrom?: LegalDate | undefined;
  /** The day itself, where it is known (I-41). */
  readonly watchOn?: LegalDate | undefined;
  /** What supervision calls it, where that is not what it calls others of the kind. */
  readonly failure?: FindingCode | undefined;
}

/** The duty with its clock, by the policy that the act which started it was recorded under. */
export function duty(owed: Owed): Duty {
  const { id, kind, subjectId, decisionId, appealId, organId, started, met } = owed;
  const { undatedDutyWatchDays } = started.at.policy;
  const counted = dueDates.get(kind)?.(started.on);
  const dueOn = owed.dueOn ?? counted?.dueOn;
  const watchOn =
    dueOn === undefined
      ? (owed.watchOn ?? watchDate(owed.watchFrom ?? started.on, undatedDutyWatchDays))
      : undefined;
  return {
    id,
    kind,
    subjectId,
    decisionId,
    appealId,
    organId,
    started: dated(started),
    dueOn,
    provisional: counted?.provisional ?? false,
    watchOn,
    met: met && dated(met),
    lapsed: false,
    failure: owed.failure ?? dutyFailures[kind],
  };
}

/**
 * The duties that are owed, done or not; and those that lapsed when they were a failure already: it
 * stays one until that day, for nobody did in time what had to be done. What lapsed before is gone.
 */
export function dutiesOwed(owed: readonly Owed[]): readonly Duty[] {
  return owed.flatMap((one) => {
    if (one.met !== undefined || one.over === undefined) return [duty(one)];
    const lapsed = { ...duty({ ...one, met: one.over }), lapsed: true };
    return failedOn(lapsed) === undefined ? [] : [lapsed];
  });
}

function dated({ on, at }: Act): DatedEvent {
  const { eventId, recordedOn } = at;
  return recordedOn === undefined ? { on, eventId } : { on, eventId, recordedOn };
}

const dueDates = new Map(
  Object.entries(clocks).map(([kind, clock]) => [kind, countedOnce(lastDay(clock))] as const),
);

const watchDates = new Map<number, (start: LegalDate) => LegalDate>();

/** The day on which supervision looks, so many days after a day. */
export function watchDate(start: LegalDate, days: number): LegalDate {
  let watch = watchDates.get(days);
  if (watch === undefined) watchDates.set(days, (watch = countedOnce((on) => addDays(on, days))));
  return watch(start);
}

/** The act with the earliest legal date. */
export function earliest<A extends Act>(acts: readonly A[]): A | undefined {
  return acts.reduce<A | undefined>(
    (first, act) => (first === undefined || act.on < first.on ? act : first),
    undefined,
  );
}

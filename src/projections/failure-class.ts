// Which duties were failures on a day long ago. A failure lasts from the day it was complete to the
// day the duty was met, and few of all that ever lasted hold on one day. So rows are told apart by
// how long theirs lasted, in classes of doubling length: one of a class that holds on a day began
// no longer before it than the class allows, which is a range of an index and half of it or more
// holds. Nothing has to be searched but what is about to be shown, however long the ledger is.
import type { DutyState } from '../domain/case/duty.js';
import { addDays, daysBetween, type LegalDate } from '../domain/legal-date.js';
import { never } from './rows.js';

/** Done in time: a failure on no day. */
const doneInTime = 0;

/** Of the last class: 2048 days, more than five years, and all that lasted longer. */
const longest = 12;

/** Not met yet: a failure from the day on that its row names, if it names one. */
export const notMetClass = longest + 1;

/** The class of a duty: `k` where its failure lasted 2^(k-1) days or more, and less than 2^k; 1 also where it was over on the day it began. */
export function failureClass(
  failedOn: LegalDate | undefined,
  metOn: LegalDate | undefined,
): number {
  if (metOn === undefined) return notMetClass;
  if (failedOn === undefined) return doneInTime;
  // The number of binary digits; done on the very day it was a failure, it was overdue on no day.
  const digits = 32 - Math.clz32(daysBetween(failedOn, metOn));
  return Math.min(Math.max(digits, 1), longest);
}

/** Where to look for duties of a state on a day. */
export interface DutyRange {
  /** Undefined where duties of all classes are looked through. */
  readonly class?: number;
  /** No duty of the state is of one due before; undefined where there is no bound. */
  readonly dueFrom?: LegalDate;
  /** No duty of the state is of one due after; undefined where there is no bound. */
  readonly dueTo?: LegalDate;
  /** Only those that nobody can be late with yet though they are due before this day. */
  readonly provisionalBefore?: LegalDate;
}

const lateClasses = Array.from({ length: longest }, (_, index) => index + 1);
const metClasses = [doneInTime, ...lateClasses];

/**
 * The classes that hold every duty which has a state on a day, whatever it is when none is named.
 * @param fromTodayOn nothing is met after today: then only what is not met yet is open or overdue
 */
export function rangesOf(
  state: DutyState | undefined,
  on: LegalDate,
  fromTodayOn: boolean,
): readonly DutyRange[] {
  switch (state) {
    case undefined:
      return whole([...metClasses, notMetClass]);
    case 'open':
      return openOf(whole(fromTodayOn ? [notMetClass] : [...metClasses, notMetClass]), on);
    case 'done':
      return whole(metClasses);
    case 'done-late':
      return whole(lateClasses);
    case 'overdue':
      return [...(fromTodayOn ? [] : lateClasses.map(lateOn(on))), { class: notMetClass }];
  }
}

/**
 * Where to look for them without regard to classes, which say nothing of what was once known.
 * @param newest no duty known was due after it, but those without a date; `9999-12-31` where none has one
 */
export function walked(
  state: DutyState | undefined,
  on: LegalDate,
  newest: LegalDate,
): readonly DutyRange[] {
  const ranges = newest < never ? [{ dueTo: newest }, { dueFrom: never }] : [{}];
  switch (state) {
    case 'open':
      return openOf(ranges, on);
    case 'overdue':
    case 'done-late':
      return [{ dueTo: newest < on ? newest : on }];
    case 'done':
    case undefined:
      return ranges;
  }
}

/** Open is what is not over yet, and of what is due before only that which nobody can be late with. */
function openOf(ranges: readonly DutyRange[], on: LegalDate): readonly DutyRange[] {
  return [...ranges.map((range) => ({ dueFrom: on, ...range })), { provisionalBefore: on }];
}

function whole(classes: readonly number[]): readonly DutyRange[] {
  return classes.map((of) => ({ class: of }));
}

function lateOn(on: LegalDate): (of: number) => DutyRange {
  return (of) => (of === longest ? { class: of } : { class: of, dueFrom: addDays(on, -(2 ** of)) });
}

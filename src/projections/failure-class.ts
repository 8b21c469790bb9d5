// Which duties were failures on a day long ago. A failure lasts from the day it was complete to the
// day the duty was met, and few of all that ever lasted hold on one day. So rows are told apart by
// how long theirs lasted, in classes of doubling length: one of a class that holds on a day began
// no longer before it than the class allows, which is a range of an index and half of it or more
// holds. Nothing has to be searched but what is about to be shown, however long the ledger is.
import { addDays, daysBetween, type LegalDate } from '../domain/legal-date.js';

/** Done in time: a failure on no day. */
const doneInTime = 0;

/** Of the last class: 2048 days, more than five years, and all that lasted longer. */
const longest = 12;

/** Not met yet: a failure from the day on that its row names, if it names one. */
export const notMetClass = longest + 1;

/** The class of a duty: `k` where its failure lasted 2^(k-1) days or more, and less than 2^k. */
export function failureClass(
  failedOn: LegalDate | undefined,
  metOn: LegalDate | undefined,
): number {
  if (metOn === undefined) return notMetClass;
  if (failedOn === undefined) return doneInTime;
  // The number of binary digits.
  return Math.min(32 - Math.clz32(daysBetween(failedOn, metOn)), longest);
}

/** Where to look for what had failed by a day and was not done on it. */
export interface FailureRange {
  readonly class: number;
  /** No failure that holds on the day is of a duty due before; undefined where there is no bound. */
  readonly dueFrom?: LegalDate;
}

/**
 * The classes that hold every duty with a last day that was overdue on a day.
 * @param fromTodayOn nothing is met after today: then only what is not met yet is overdue
 */
export function overdueRanges(on: LegalDate, fromTodayOn: boolean): readonly FailureRange[] {
  const met = Array.from({ length: longest }, (_, index): FailureRange => {
    const of = index + 1;
    return of === longest ? { class: of } : { class: of, dueFrom: addDays(on, -(2 ** of)) };
  });
  return [...(fromTodayOn ? [] : met), { class: notMetClass }];
}

// The clocks of the measures: delivery in 7 working days (M1 Art. 24), appeal in 15 days and its
// decision in 30 (Art. 27), and the one year in which earlier decisions count (Art. 16).
import { addDays, addYears, type LegalDate } from '../legal-date.js';
import {
  addWorkingDays,
  nextWorkingDayOnOrAfter,
  type Amendment,
  type Count,
  type SkippedDay,
  type YearUsed,
} from './working-days.js';

/** How a due date was found, so that an official can follow it on a calendar. */
export interface Derivation {
  /** The day of the act that starts the clock; it is not counted. */
  readonly start: LegalDate;
  readonly unit: 'working-days' | 'calendar-days';
  /** Each day counted, day 1 first. */
  readonly days: readonly LegalDate[];
  /** Working days: the rest days between them. Calendar days: the last day and those after it, where they are rest days and move the due date on. */
  readonly skipped: readonly SkippedDay[];
  /** The calendars consulted. */
  readonly years: readonly YearUsed[];
  /** Present where an arrangement consulted was amended while the clock was running (I-9). */
  readonly amendment?: Amendment;
}

export interface DueDate {
  /** The last day on which the act is in time. */
  readonly dueOn: LegalDate;
  /** True where the date rests on days whose arrangement is not known yet (I-9). */
  readonly provisional: boolean;
  readonly derivation: Derivation;
}

/** The last day to deliver the letter to the subject and to the unit: 7 working days after the decision (M1 Art. 24; I-9). */
export function deliveryDueOn(decidedOn: LegalDate): DueDate {
  const counted = addWorkingDays(decidedOn, 7);
  return dueDate(decidedOn, 'working-days', counted.days, counted);
}

/** The last day to appeal: 15 days after the subject received the letter (M1 Art. 27; I-10). */
export function appealUntil(receivedOn: LegalDate): DueDate {
  return calendarDays(receivedOn, 15);
}

/** The last day to decide an appeal: 30 days after the deciding organ received it (M1 Art. 27; I-10). */
export function appealDecisionDueOn(receivedOn: LegalDate): DueDate {
  return calendarDays(receivedOn, 30);
}

/** Calendar days; a last day that is a rest day moves to the next working day (I-10), by the arrangement that I-9 says. */
function calendarDays(start: LegalDate, n: number): DueDate {
  const days = Array.from({ length: n }, (_, index) => addDays(start, index + 1));
  return dueDate(start, 'calendar-days', days, nextWorkingDayOnOrAfter(addDays(start, n), start));
}

function dueDate(
  start: LegalDate,
  unit: Derivation['unit'],
  days: Derivation['days'],
  { date, provisional, skipped, years, amendment }: Count,
): DueDate {
  return {
    dueOn: date,
    provisional,
    derivation: { start, unit, days, skipped, years, ...(amendment && { amendment }) },
  };
}

/** Both ends belong to the window. */
export interface OneYearWindow {
  readonly from: LegalDate;
  readonly to: LegalDate;
}

/**
 * The dates on which an earlier decision took effect within one year of `on` (M1 Art. 16(1)2):
 * `from` is the earliest d with `d + 1 year >= on` (I-1). Not `on - 1 year`: of 2016-02-29 it is
 * 2015-03-01, for 2015-02-28 + 1 year is 2016-02-28.
 */
export function oneYearWindow(on: LegalDate): OneYearWindow {
  const yearBefore = addYears(on, -1);
  return { from: addYears(yearBefore, 1) >= on ? yearBefore : addDays(yearBefore, 1), to: on };
}

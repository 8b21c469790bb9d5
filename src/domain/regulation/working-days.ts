// Working days as the State Council arranges them each year, with the weekends it swaps (I-9).
// A year whose arrangement is not known here is counted by weekdays, and whatever rests on such a
// day is provisional: never wrong in silence.
import { addDays, weekday, type LegalDate } from '../legal-date.js';
import { arrangedYears } from './calendar/state-council-days.js';

const arrangements = new Map(
  arrangedYears.map(({ year, notices, restDays, workingWeekendDays }) => [
    year,
    { notices, restDays: new Set(restDays), workingWeekendDays: new Set(workingWeekendDays) },
  ]),
);

/** Whether people work on a day, and whether the day's year is known or was judged by its weekday only. */
export interface WorkingDay {
  readonly working: boolean;
  readonly known: boolean;
}

/** A rest day passed over: a Saturday or Sunday, or another day that the State Council made a holiday. */
export interface SkippedDay {
  readonly date: LegalDate;
  readonly reason: 'weekend' | 'holiday';
}

/** A calendar year that a count looked at, with the notices it rests on; none are known for a year judged by weekdays. */
export interface YearUsed {
  readonly year: number;
  readonly known: boolean;
  readonly notices: readonly string[];
}

/** How a date was found: every day that was counted or passed over, in order. */
export interface Count {
  readonly date: LegalDate;
  /** True where a day of a year without a known arrangement was looked at. */
  readonly provisional: boolean;
  readonly days: readonly LegalDate[];
  readonly skipped: readonly SkippedDay[];
  readonly years: readonly YearUsed[];
}

/** Whether a date is a working day. */
export function isWorkingDay(date: LegalDate): WorkingDay {
  const arranged = arrangements.get(yearOf(date));
  const day = date.slice(5);
  const working = isWeekend(date)
    ? (arranged?.workingWeekendDays.has(day) ?? false)
    : !(arranged?.restDays.has(day) ?? false);
  return { working, known: arranged !== undefined };
}

/**
 * The `n`th working day after a date. The date itself is not counted, whatever day it is: the
 * next working day is day 1 (I-9).
 * @throws RangeError where n is not a positive whole number
 */
export function addWorkingDays(from: LegalDate, n: number): Count {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`expected one working day or more, found ${String(n)}`);
  return count(addDays(from, 1), n);
}

/** The date itself where it is a working day, else the first one after it. */
export function nextWorkingDayOnOrAfter(date: LegalDate): Count {
  return count(date, 1);
}

/** Counts `n` working days, beginning with the day `first`. */
function count(first: LegalDate, n: number): Count {
  const days: LegalDate[] = [];
  const skipped: SkippedDay[] = [];
  let date = first;
  for (;;) {
    if (isWorkingDay(date).working) days.push(date);
    else skipped.push({ date, reason: isWeekend(date) ? 'weekend' : 'holiday' });
    if (days.length === n) break;
    date = addDays(date, 1);
  }
  const years = yearsBetween(first, date);
  return { date, provisional: years.some(({ known }) => !known), days, skipped, years };
}

function yearsBetween(first: LegalDate, last: LegalDate): YearUsed[] {
  const years: YearUsed[] = [];
  for (let year = yearOf(first); year <= yearOf(last); year += 1) {
    const arranged = arrangements.get(year);
    years.push({ year, known: arranged !== undefined, notices: arranged?.notices ?? [] });
  }
  return years;
}

function yearOf(date: LegalDate): number {
  return Number(date.slice(0, 4));
}

function isWeekend(date: LegalDate): boolean {
  return weekday(date) >= 6;
}

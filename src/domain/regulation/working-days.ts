// Working days as the State Council arranges them each year, with the weekends it swaps, and the
// counts that run on them (I-9). Which arrangement a count that starts on a day S goes by:
// - the days of a year by the notices on that year issued on or before S; where there were none,
//   by the year's first notice, which came before the count reached the year;
// - where a notice that amends the arrangement of a year so looked at was issued after S, up to and
//   including the date found, the count is made again by what was in force on that date, and the
//   later of the two dates holds. Both dates and the notices that came are shown;
// - the days of a year without a known notice by their weekday. Such a date is provisional, and so
//   is one in the last week of a December while next year's notice is not known, for that notice
//   may move those days: never wrong in silence.
import { addDays, weekday, type LegalDate } from '../legal-date.js';
import { notices, type Notice } from './calendar/state-council-days.js';

/** The arrangement of a calendar year as one notice left it. */
interface Version {
  readonly issuedOn: LegalDate;
  /** The notices it rests on, in the order issued; the last one made this version. */
  readonly notices: readonly [...Notice[], Notice];
  /** The days that do not go by their weekday: whether they are worked. */
  readonly moved: ReadonlyMap<LegalDate, boolean>;
}

/** The versions of each arranged year, the oldest first. */
const versionsOfYear = arrangedYears();

/** Whether people work on a day, and whether the day is arranged: a notice still to come may move one that is not. */
export interface WorkingDay {
  readonly working: boolean;
  readonly known: boolean;
}

/** A rest day passed over: a Saturday or Sunday, or another day that the State Council made a holiday. */
export interface SkippedDay {
  readonly date: LegalDate;
  readonly reason: 'weekend' | 'holiday';
}

/** A calendar year that a count looked at, with the notices it rests on; none are known for a year judged by weekdays, or still to come for the end of the year before. */
export interface YearUsed {
  readonly year: number;
  readonly known: boolean;
  readonly notices: readonly string[];
}

/** What came of an arrangement's being amended while the clock was running: the later date holds (I-9). */
export interface Amendment {
  /** The amending notices that came, in the order issued. */
  readonly notices: readonly Pick<Notice, 'number' | 'issuedOn'>[];
  /** By what was in force on the start day. */
  readonly dateUnamended: LegalDate;
  /** By what was in force on `dateUnamended`; earlier or later. */
  readonly dateAmended: LegalDate;
}

/** How a date was found: every day that was counted or passed over, in order. */
export interface Count {
  readonly date: LegalDate;
  /** True where a day was looked at that is not arranged yet. */
  readonly provisional: boolean;
  readonly days: readonly LegalDate[];
  readonly skipped: readonly SkippedDay[];
  readonly years: readonly YearUsed[];
  /** Present where an amendment came while the clock was running; the days are those of the later date. */
  readonly amendment?: Amendment;
}

/** Whether a date is a working day by what was in force on the day `asOf`, or by all that is known now. */
export function isWorkingDay(date: LegalDate, asOf?: LegalDate): WorkingDay {
  return {
    working: isWorked(date, versionOn(yearOf(date), asOf)),
    known: isArranged(date),
  };
}

/**
 * The `n`th working day after a date. The date itself is not counted, whatever day it is: the
 * next working day is day 1 (I-9).
 * @throws RangeError where n is not a positive whole number
 */
export function addWorkingDays(from: LegalDate, n: number): Count {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`expected one working day or more, found ${String(n)}`);
  return laterCount(from, (asOf) => count(addDays(from, 1), n, asOf));
}

/** The date itself where it is a working day, else the first one after it; `start` is the day that its clock started. */
export function nextWorkingDayOnOrAfter(date: LegalDate, start: LegalDate = date): Count {
  return laterCount(start, (asOf) => count(date, 1, asOf));
}

/** The count by what was in force on `start`, or, where that was amended meanwhile and it ends later, by the newest version issued up to its date. */
function laterCount(start: LegalDate, countBy: (asOf: LegalDate) => Count): Count {
  const unamended = countBy(start);
  const came = unamended.years.flatMap(({ year }) =>
    amendmentsBetween(year, start, unamended.date),
  );
  if (came.length === 0) return unamended;
  const amended = countBy(unamended.date);
  return {
    ...(amended.date > unamended.date ? amended : unamended),
    amendment: {
      notices: came.map(({ number, issuedOn }) => ({ number, issuedOn })),
      dateUnamended: unamended.date,
      dateAmended: amended.date,
    },
  };
}

/** The notices by which a year's version in force on `last` differs from the one that a count from `start` begins with. */
function amendmentsBetween(year: number, start: LegalDate, last: LegalDate): readonly Notice[] {
  const known = versionOn(year, start)?.notices.length ?? 0;
  return versionOn(year, last)?.notices.slice(known) ?? [];
}

/** Counts `n` working days, beginning with the day `first`, by what was in force on the day `asOf`. */
function count(first: LegalDate, n: number, asOf: LegalDate): Count {
  const days: LegalDate[] = [];
  const skipped: SkippedDay[] = [];
  let date = first;
  for (;;) {
    if (isWorked(date, versionOn(yearOf(date), asOf))) days.push(date);
    else skipped.push({ date, reason: isWeekend(date) ? 'weekend' : 'holiday' });
    if (days.length === n) break;
    date = addDays(date, 1);
  }
  const years = yearsBetween(first, date, asOf);
  return { date, provisional: years.some(({ known }) => !known), days, skipped, years };
}

/** The years of the days looked at; the one after them too while it may still move the last of these days. */
function yearsBetween(first: LegalDate, last: LegalDate, asOf: LegalDate): YearUsed[] {
  const years: YearUsed[] = [];
  for (let year = yearOf(first); year <= yearOf(last); year += 1) {
    const numbers = versionOn(year, asOf)?.notices.map(({ number }) => number);
    years.push({ year, known: numbers !== undefined, notices: numbers ?? [] });
  }
  if (years.at(-1)?.known === true && !isArranged(last))
    years.push({ year: yearOf(last) + 1, known: false, notices: [] });
  return years;
}

/** The version of a year's arrangement in force on a day, its first one before that, the newest one where no day is given; undefined where none is known. */
function versionOn(year: number, asOf?: LegalDate): Version | undefined {
  const versions = versionsOfYear.get(year);
  if (asOf === undefined) return versions?.at(-1);
  return versions?.findLast(({ issuedOn }) => issuedOn <= asOf) ?? versions?.[0];
}

function isWorked(date: LegalDate, version: Version | undefined): boolean {
  return version?.moved.get(date) ?? !isWeekend(date);
}

/** From this day on, a December may be moved by the notice on the year that follows. */
const lastWeek = '12-26';

/** Whether no notice is still to come that arranges the date: its year's, and for the last week the next year's. */
function isArranged(date: LegalDate): boolean {
  const year = yearOf(date);
  return versionsOfYear.has(year) && (date.slice(5) < lastWeek || versionsOfYear.has(year + 1));
}

function arrangedYears(): ReadonlyMap<number, readonly Version[]> {
  const years = new Map<number, Version[]>();
  for (const notice of notices) {
    const { issuedOn, restDays, workingDays } = notice;
    for (const year of new Set([...restDays, ...workingDays].map(yearOf))) {
      const versions = years.get(year) ?? [];
      const former = versions.at(-1);
      const moved = new Map(former?.moved);
      for (const date of restDays) moved.set(date, false);
      for (const date of workingDays) moved.set(date, true);
      versions.push({ issuedOn, notices: [...(former?.notices ?? []), notice], moved });
      years.set(year, versions);
    }
  }
  return years;
}

function yearOf(date: LegalDate): number {
  return Number(date.slice(0, 4));
}

function isWeekend(date: LegalDate): boolean {
  return weekday(date) >= 6;
}

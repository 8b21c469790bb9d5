// Legal dates: what the measures call a day. Plain calendar arithmetic, no clock and no time zone
// but Shanghai's fixed eight hours; two legal dates are compared as strings.

/** A date in Asia/Shanghai without a time of day, `YYYY-MM-DD`, in the years 1900 to 2999. */
export type LegalDate = string;

const dayMs = 86_400_000;
const shanghaiOffsetMs = 8 * 3_600_000;

/** Whether the text is a date that exists, within the years a legal date may have. */
export function isLegalDate(text: string): boolean {
  if (!/^(?:19|2\d)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/.test(text)) return false;
  // Every month has 28 days; whether it has more is for the calendar to say.
  return text.slice(8) <= '28' || fromUtc(toUtc(text)) === text;
}

/** The date `days` calendar days later, or earlier where `days` is negative. */
export function addDays(date: LegalDate, days: number): LegalDate {
  return fromUtc(toUtc(date) + days * dayMs);
}

/** How many calendar days lie between two dates; negative where the second is the earlier one. */
export function daysBetween(from: LegalDate, to: LegalDate): number {
  return Math.round((toUtc(to) - toUtc(from)) / dayMs);
}

/** The same day of the year `years` later; where that month has no such day, its last day (I-1). */
export function addYears(date: LegalDate, years: number): LegalDate {
  const moved = String(Number(date.slice(0, 4)) + years).padStart(4, '0') + date.slice(4);
  // Only 29 February can be missing from another year; 28 February is then the last day.
  return fromUtc(toUtc(moved)) === moved ? moved : `${moved.slice(0, 8)}28`;
}

/** The day of the week by ISO 8601: Monday is 1, Sunday is 7. */
export function weekday(date: LegalDate): number {
  return new Date(toUtc(date)).getUTCDay() || 7;
}

/** The earliest of the days that there are. */
export function earliestDay(days: readonly (LegalDate | undefined)[]): LegalDate | undefined {
  return days.filter((day) => day !== undefined).toSorted()[0];
}

/**
 * The date in Shanghai at an instant written with its offset (`Z`): UTC+8, no summer time since 1991.
 * @throws RangeError where the text is not an instant
 */
export function shanghaiDate(instant: string | Date): LegalDate {
  const at = typeof instant === 'string' ? Date.parse(instant) : instant.getTime();
  return fromUtc(at + shanghaiOffsetMs);
}

/** Midnight UTC of the date's day, in ms; a date that does not exist runs over into the next month. */
function toUtc(date: LegalDate): number {
  return Date.UTC(
    Number(date.slice(0, 4)),
    Number(date.slice(5, 7)) - 1,
    Number(date.slice(8, 10)),
  );
}

function fromUtc(ms: number): LegalDate {
  return new Date(ms).toISOString().slice(0, 10);
}

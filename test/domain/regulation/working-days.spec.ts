import fc from 'fast-check';
import { addDays } from '../../../src/domain/legal-date.js';
import {
  addWorkingDays,
  isWorkingDay,
  nextWorkingDayOnOrAfter,
  type Count,
} from '../../../src/domain/regulation/working-days.js';

describe('a working day', () => {
  it('is a Thursday and Friday off for the 70th anniversary in 2015, with the Sunday worked for them', () => {
    expect(isWorkingDay('2015-09-03')).toStrictEqual({ working: false, known: true });
    expect(isWorkingDay('2015-09-04')).toStrictEqual({ working: false, known: true });
    expect(isWorkingDay('2015-09-06')).toStrictEqual({ working: true, known: true });
  });

  it('goes by the weekday in a year without an arrangement, and is said not to be known', () => {
    expect(isWorkingDay('2027-10-01')).toStrictEqual({ working: true, known: false });
    expect(isWorkingDay('2027-10-02')).toStrictEqual({ working: false, known: false });
    expect(isWorkingDay('2014-10-01')).toStrictEqual({ working: true, known: false });
  });

  it('is not known in the last week of a December that the next notice may still move', () => {
    expect(isWorkingDay('2026-12-25')).toStrictEqual({ working: true, known: true });
    expect(isWorkingDay('2026-12-26')).toStrictEqual({ working: false, known: false });
    expect(isWorkingDay('2026-12-31')).toStrictEqual({ working: true, known: false });
    expect(isWorkingDay('2025-12-31')).toStrictEqual({ working: true, known: true });
  });

  it('goes by what was in force on a day; before the first notice of its year, by that', () => {
    expect(isWorkingDay('2018-12-29', '2018-12-05').working).toBe(false);
    expect(isWorkingDay('2018-12-29', '2018-12-06').working).toBe(true);
    expect(isWorkingDay('2019-02-02', '2018-12-05').working).toBe(true);
    expect(isWorkingDay('2019-05-02', '2018-12-05').working).toBe(true);
  });
});

describe('counting working days', () => {
  it('shows what was counted, what was passed over and why', () => {
    expect(addWorkingDays('2015-09-30', 3)).toStrictEqual({
      date: '2015-10-10',
      provisional: false,
      days: ['2015-10-08', '2015-10-09', '2015-10-10'],
      skipped: [
        { date: '2015-10-01', reason: 'holiday' },
        { date: '2015-10-02', reason: 'holiday' },
        { date: '2015-10-03', reason: 'weekend' },
        { date: '2015-10-04', reason: 'weekend' },
        { date: '2015-10-05', reason: 'holiday' },
        { date: '2015-10-06', reason: 'holiday' },
        { date: '2015-10-07', reason: 'holiday' },
      ],
      years: [
        { year: 2015, known: true, notices: ['国办发明电〔2014〕28号', '国发明电〔2015〕1号'] },
      ],
    });
  });

  it('does not count the first day, a rest day or not', () => {
    expect(addWorkingDays('2015-03-02', 1).date).toBe('2015-03-03');
    expect(addWorkingDays('2015-03-07', 1).date).toBe('2015-03-09');
    expect(addWorkingDays('2015-03-08', 1).date).toBe('2015-03-09');
  });

  it('agrees with a longer count made by hand', () => {
    expect(addWorkingDays('2015-09-01', 60).date).toBe('2015-12-01');
  });

  it('is provisional as soon as it looks at a year without an arrangement', () => {
    expect(addWorkingDays('2026-12-30', 2)).toMatchObject({
      date: '2027-01-01',
      provisional: true,
      years: [
        { year: 2026, known: true },
        { year: 2027, known: false, notices: [] },
      ],
    });
    expect(addWorkingDays('2014-12-30', 3)).toMatchObject({
      date: '2015-01-05',
      provisional: true,
      years: [
        { year: 2014, known: false, notices: [] },
        { year: 2015, known: true },
      ],
    });
    expect(addWorkingDays('2014-11-03', 1).years).toStrictEqual([
      { year: 2014, known: false, notices: [] },
    ]);
  });

  it('is provisional in the last week of a December while the next notice is not known, and says which', () => {
    expect(addWorkingDays('2026-12-24', 1)).toMatchObject({
      date: '2026-12-25',
      provisional: false,
      years: [{ year: 2026, known: true }],
    });
    expect(addWorkingDays('2026-12-24', 2)).toMatchObject({
      date: '2026-12-28',
      provisional: true,
      years: [
        { year: 2026, known: true, notices: ['国办发明电〔2025〕7号'] },
        { year: 2027, known: false, notices: [] },
      ],
    });
    expect(addWorkingDays('2025-12-30', 1)).toMatchObject({
      date: '2025-12-31',
      provisional: false,
    });
  });

  it.each([0, -1, 1.5, NaN])('refuses to count %d days', (n) => {
    expect(() => addWorkingDays('2015-03-02', n)).toThrow(RangeError);
  });

  it('stays on a working day, and moves from a rest day to the next working day', () => {
    expect(nextWorkingDayOnOrAfter('2015-09-06')).toMatchObject({
      date: '2015-09-06',
      skipped: [],
    });
    expect(nextWorkingDayOnOrAfter('2015-09-03')).toMatchObject({
      date: '2015-09-06',
      provisional: false,
      skipped: [
        { date: '2015-09-03', reason: 'holiday' },
        { date: '2015-09-04', reason: 'holiday' },
        { date: '2015-09-05', reason: 'weekend' },
      ],
    });
  });
});

describe('a count while an arrangement is amended', () => {
  it('goes by the amended arrangement where it starts on the day of the amendment', () => {
    const counted = addWorkingDays('2015-05-13', 80);
    expect(counted).toMatchObject({
      date: '2015-09-06',
      years: [{ year: 2015, notices: ['国办发明电〔2014〕28号', '国发明电〔2015〕1号'] }],
    });
    expect(counted).not.toHaveProperty('amendment');
  });

  it('is made by both where it starts the day before, and the later date holds with its days', () => {
    const counted = addWorkingDays('2015-05-12', 81);
    expect(counted).toMatchObject({
      date: '2015-09-06',
      provisional: false,
      years: [{ year: 2015, notices: ['国办发明电〔2014〕28号', '国发明电〔2015〕1号'] }],
      amendment: {
        notices: [{ number: '国发明电〔2015〕1号', issuedOn: '2015-05-13' }],
        dateUnamended: '2015-09-03',
        dateAmended: '2015-09-06',
      },
    });
    expect(counted.days.slice(-3)).toStrictEqual(['2015-09-01', '2015-09-02', '2015-09-06']);
  });

  it('keeps its date, and the days by which it was found, where the amended count ends earlier', () => {
    // The two Sundays worked for the longer Labour Day of 2019.
    const counted = addWorkingDays('2019-03-21', 28);
    expect(counted).toMatchObject({
      date: '2019-05-02',
      years: [{ year: 2019, notices: ['国办发明电〔2018〕15号'] }],
      amendment: {
        notices: [{ number: '国办发明电〔2019〕3号', issuedOn: '2019-03-22' }],
        dateUnamended: '2019-05-02',
        dateAmended: '2019-04-30',
      },
    });
    expect(counted.days.slice(-3)).toStrictEqual(['2019-04-29', '2019-04-30', '2019-05-02']);
    expect(addWorkingDays('2019-03-22', 27).date).toBe('2019-04-30');
  });

  it('says so, too, where both counts end on one date', () => {
    expect(addWorkingDays('2015-05-12', 7)).toMatchObject({
      date: '2015-05-21',
      years: [{ year: 2015, notices: ['国办发明电〔2014〕28号'] }],
      amendment: { dateUnamended: '2015-05-21', dateAmended: '2015-05-21' },
    });
  });

  it('is not concerned by an amendment issued after its date, nor by one of another year', () => {
    expect(addWorkingDays('2015-05-11', 1)).toMatchObject({ date: '2015-05-12' });
    expect(addWorkingDays('2015-05-11', 1)).not.toHaveProperty('amendment');
    expect(addWorkingDays('2015-05-11', 2)).toMatchObject({ amendment: {} });
    // 2016 was arranged meanwhile, and no day of 2016 is looked at.
    expect(addWorkingDays('2015-12-09', 7)).not.toHaveProperty('amendment');
  });

  it('takes the first notice of the next year, issued meanwhile, as that year’s arrangement', () => {
    const counted = addWorkingDays('2015-12-01', 30);
    expect(counted).toMatchObject({
      date: '2016-01-13',
      provisional: false,
      years: [
        { year: 2015, known: true },
        { year: 2016, known: true, notices: ['国办发明电〔2015〕18号'] },
      ],
    });
    expect(counted).not.toHaveProperty('amendment');
  });

  it('takes a notice that moved the last days of December as an amendment of that year', () => {
    expect(addWorkingDays('2018-12-05', 18)).toMatchObject({
      date: '2018-12-31',
      amendment: {
        notices: [{ number: '国办发明电〔2018〕15号', issuedOn: '2018-12-06' }],
        dateUnamended: '2018-12-31',
        dateAmended: '2018-12-29',
      },
    });
    const since = addWorkingDays('2018-12-06', 17);
    expect(since.date).toBe('2018-12-29');
    expect(since).not.toHaveProperty('amendment');
  });

  it('names every amendment that came while it ran', () => {
    expect(addWorkingDays('2018-12-03', 100).amendment?.notices).toStrictEqual([
      { number: '国办发明电〔2018〕15号', issuedOn: '2018-12-06' },
      { number: '国办发明电〔2019〕3号', issuedOn: '2019-03-22' },
    ]);
  });

  it('moves a last day on by the later of the two, counted from the day the clock started', () => {
    expect(nextWorkingDayOnOrAfter('2020-01-28', '2020-01-13')).toMatchObject({
      date: '2020-02-03',
      amendment: { dateUnamended: '2020-01-31', dateAmended: '2020-02-03' },
    });
    expect(nextWorkingDayOnOrAfter('2020-01-28')).not.toHaveProperty('amendment');
  });
});

/** The working days after a start up to a date, by what was in force on a day. */
function workedBetween(start: string, end: string, asOf: string): string[] {
  const days: string[] = [];
  for (let day = addDays(start, 1); day <= end; day = addDays(day, 1))
    if (isWorkingDay(day, asOf).working) days.push(day);
  return days;
}

/** The day by whose arrangements the count was made that holds. */
function heldBy(start: string, { amendment }: Count): string {
  if (amendment === undefined) return start;
  const { dateUnamended, dateAmended } = amendment;
  return dateAmended > dateUnamended ? dateUnamended : start;
}

const amendedOn = ['2015-05-13', '2018-12-06', '2019-03-22', '2020-01-27'];

const anyStart = fc.integer({ min: 0, max: 4382 }).map((n) => addDays('2015-01-01', n));
// A clock that an amendment meets starts up to some weeks before it.
const shortlyBefore = fc
  .tuple(fc.constantFrom(...amendedOn), fc.integer({ min: -2, max: 60 }))
  .map(([day, before]) => addDays(day, -before));
const start = fc.oneof(anyStart, shortlyBefore);
const length = fc.oneof(fc.constant(7), fc.integer({ min: 1, max: 90 }));

describe('any count', () => {
  it('ends on a working day and has the days asked for, each worked, by the arrangement it was made by', () => {
    fc.assert(
      fc.property(start, length, (from, n) => {
        const counted = addWorkingDays(from, n);
        const asOf = heldBy(from, counted);
        expect(isWorkingDay(counted.date, asOf).working).toBe(true);
        expect(counted.days).toStrictEqual(workedBetween(from, counted.date, asOf));
        expect(counted.days).toHaveLength(n);
        expect(counted.days.at(-1)).toBe(counted.date);
      }),
      { numRuns: 200 },
    );
  });

  it('counts or passes over every day after its start up to its date, once', () => {
    fc.assert(
      fc.property(start, length, (from, n) => {
        const { date, days, skipped } = addWorkingDays(from, n);
        const looked = [...days, ...skipped.map((day) => day.date)].toSorted();
        expect(looked).toStrictEqual(looked.map((_, index) => addDays(from, index + 1)));
        expect(looked.at(-1)).toBe(date);
      }),
      { numRuns: 150 },
    );
  });

  it('ends on the later of its two dates where an arrangement was amended, never before either', () => {
    let amended = 0;
    fc.assert(
      fc.property(shortlyBefore, length, (from, n) => {
        const { date, amendment } = addWorkingDays(from, n);
        const byStart = workedUntil(from, n, from);
        if (amendment === undefined) return date === byStart;
        amended += 1;
        const byThen = workedUntil(from, n, byStart);
        expect(amendment).toMatchObject({ dateUnamended: byStart, dateAmended: byThen });
        expect(date).toBe(byStart > byThen ? byStart : byThen);
        for (const { issuedOn } of amendment.notices)
          expect(from < issuedOn && issuedOn <= byStart).toBe(true);
        return true;
      }),
      { numRuns: 200 },
    );
    expect(amended).toBeGreaterThan(50);
  });

  it('ends no earlier where it starts later, under one arrangement', () => {
    fc.assert(
      fc.property(anyStart, fc.integer({ min: 0, max: 40 }), length, (from, days, n) => {
        const [first, second] = [addWorkingDays(from, n), addWorkingDays(addDays(from, days), n)];
        const last = first.date > second.date ? first.date : second.date;
        fc.pre(!amendedOn.some((day) => from < day && day <= last));
        expect(first.date <= second.date).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  it('is provisional exactly where it looked at a day that is not arranged', () => {
    const nearTheEnds = fc
      .tuple(fc.constantFrom('2014-12-15', '2026-12-10'), fc.integer({ min: 0, max: 40 }))
      .map(([day, after]) => addDays(day, after));
    fc.assert(
      fc.property(fc.oneof(start, nearTheEnds), length, (from, n) => {
        const { days, skipped, provisional, years } = addWorkingDays(from, n);
        const looked = [...days, ...skipped.map(({ date }) => date)];
        expect(provisional).toBe(looked.some((day) => !isWorkingDay(day).known));
        expect(provisional).toBe(years.some(({ known }) => !known));
      }),
      { numRuns: 200 },
    );
  });
});

/** The `n`th working day after a start, day by day, by what was in force on a day. */
function workedUntil(from: string, n: number, asOf: string): string {
  let day = from;
  for (let left = n; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(day, asOf).working) left -= 1;
  }
  return day;
}

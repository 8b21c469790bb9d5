import { createHash } from 'node:crypto';
import { isWorkday } from 'chinese-days';
import { addDays } from '../../../src/domain/legal-date.js';
import {
  arrangedYears,
  calendarVersion,
} from '../../../src/domain/regulation/calendar/state-council-days.js';
import {
  addWorkingDays,
  isWorkingDay,
  nextWorkingDayOnOrAfter,
} from '../../../src/domain/regulation/working-days.js';

describe("the State Council's working days", () => {
  it.each(arrangedYears.map(({ year }) => year))(
    'agree with chinese-days on every day of %i',
    (year) => {
      const differing: string[] = [];
      for (let day = `${String(year)}-01-01`; day.startsWith(String(year)); day = addDays(day, 1)) {
        const { working, known } = isWorkingDay(day);
        if (!known || working !== isWorkday(day)) differing.push(day);
      }
      expect(differing).toStrictEqual([]);
    },
  );

  it('cover 2015 to 2026, each year with the notices it rests on', () => {
    expect(arrangedYears.map(({ year }) => year)).toStrictEqual([
      2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026,
    ]);
    for (const { notices } of arrangedYears)
      expect(notices.join()).toMatch(/^国办发明电〔\d{4}〕\d+号(,国办?发明电〔\d{4}〕\d+号)?$/);
  });

  it('carry a version that changes with the data', () => {
    // Changed the data? Raise calendarVersion, then put the new pair here.
    const digest = createHash('sha256').update(JSON.stringify(arrangedYears)).digest('hex');
    expect([calendarVersion, digest.slice(0, 16)]).toStrictEqual([
      'state-council-2015-2026.1',
      'da971f0f39abbf9a',
    ]);
  });

  it('know the days off for the 70th anniversary in 2015 and the Sunday worked for them', () => {
    expect(isWorkingDay('2015-09-03')).toStrictEqual({ working: false, known: true });
    expect(isWorkingDay('2015-09-04')).toStrictEqual({ working: false, known: true });
    expect(isWorkingDay('2015-09-06')).toStrictEqual({ working: true, known: true });
  });

  it('go by the weekday in a year without an arrangement, and say that it is not known', () => {
    expect(isWorkingDay('2027-10-01')).toStrictEqual({ working: true, known: false });
    expect(isWorkingDay('2027-10-02')).toStrictEqual({ working: false, known: false });
    expect(isWorkingDay('2014-10-01')).toStrictEqual({ working: true, known: false });
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
    expect(addWorkingDays('2026-12-30', 1)).toMatchObject({
      date: '2026-12-31',
      provisional: false,
    });
    expect(addWorkingDays('2026-12-30', 2)).toMatchObject({
      date: '2027-01-01',
      provisional: true,
      years: [
        { year: 2026, known: true },
        { year: 2027, known: false, notices: [] },
      ],
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

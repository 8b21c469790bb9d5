import { createHash } from 'node:crypto';
import { isWorkday } from 'chinese-days';
import { addDays, isLegalDate, weekday } from '../../../../src/domain/legal-date.js';
import {
  calendarVersion,
  notices,
} from '../../../../src/domain/regulation/calendar/state-council-days.js';
import { isWorkingDay } from '../../../../src/domain/regulation/working-days.js';

/** The holidays of a year, each from its first to its last day off, and the weekend days worked for them. */
interface Facts {
  readonly off: readonly (readonly [name: string, first: string, last?: string])[];
  readonly worked: readonly string[];
}

// Written by hand from the text of each notice, as amended.
const factsOf: Readonly<Record<number, Facts>> = {
  2015: {
    off: [
      ['元旦', '01-01', '01-03'],
      ['春节', '02-18', '02-24'],
      ['清明节', '04-05', '04-06'],
      ['劳动节', '05-01'],
      ['端午节', '06-20', '06-22'],
      ['抗战胜利70周年纪念日', '09-03', '09-05'],
      ['中秋节', '09-27'],
      ['国庆节', '10-01', '10-07'],
    ],
    worked: ['01-04', '02-15', '02-28', '09-06', '10-10'],
  },
  2016: {
    off: [
      ['元旦', '01-01'],
      ['春节', '02-07', '02-13'],
      ['清明节', '04-04'],
      ['劳动节', '05-01', '05-02'],
      ['端午节', '06-09', '06-11'],
      ['中秋节', '09-15', '09-17'],
      ['国庆节', '10-01', '10-07'],
    ],
    worked: ['02-06', '02-14', '06-12', '09-18', '10-08', '10-09'],
  },
  2017: {
    off: [
      ['元旦', '01-01', '01-02'],
      ['春节', '01-27', '02-02'],
      ['清明节', '04-02', '04-04'],
      ['劳动节', '05-01'],
      ['端午节', '05-28', '05-30'],
      ['中秋节、国庆节', '10-01', '10-08'],
    ],
    worked: ['01-22', '02-04', '04-01', '05-27', '09-30'],
  },
  2018: {
    off: [
      ['元旦', '01-01'],
      ['春节', '02-15', '02-21'],
      ['清明节', '04-05', '04-07'],
      ['劳动节', '04-29', '05-01'],
      ['端午节', '06-18'],
      ['中秋节', '09-24'],
      ['国庆节', '10-01', '10-07'],
      ['2019年元旦', '12-30', '12-31'],
    ],
    worked: ['02-11', '02-24', '04-08', '04-28', '09-29', '09-30', '12-29'],
  },
  2019: {
    off: [
      ['元旦', '01-01'],
      ['春节', '02-04', '02-10'],
      ['清明节', '04-05'],
      ['劳动节', '05-01', '05-04'],
      ['端午节', '06-07'],
      ['中秋节', '09-13'],
      ['国庆节', '10-01', '10-07'],
    ],
    worked: ['02-02', '02-03', '04-28', '05-05', '09-29', '10-12'],
  },
  2020: {
    off: [
      ['元旦', '01-01'],
      ['春节', '01-24', '02-02'],
      ['清明节', '04-04', '04-06'],
      ['劳动节', '05-01', '05-05'],
      ['端午节', '06-25', '06-27'],
      ['国庆节、中秋节', '10-01', '10-08'],
    ],
    worked: ['01-19', '04-26', '05-09', '06-28', '09-27', '10-10'],
  },
  2021: {
    off: [
      ['元旦', '01-01', '01-03'],
      ['春节', '02-11', '02-17'],
      ['清明节', '04-03', '04-05'],
      ['劳动节', '05-01', '05-05'],
      ['端午节', '06-12', '06-14'],
      ['中秋节', '09-19', '09-21'],
      ['国庆节', '10-01', '10-07'],
    ],
    worked: ['02-07', '02-20', '04-25', '05-08', '09-18', '09-26', '10-09'],
  },
  2022: {
    off: [
      ['元旦', '01-01', '01-03'],
      ['春节', '01-31', '02-06'],
      ['清明节', '04-03', '04-05'],
      ['劳动节', '04-30', '05-04'],
      ['端午节', '06-03', '06-05'],
      ['中秋节', '09-10', '09-12'],
      ['国庆节', '10-01', '10-07'],
      ['2023年元旦', '12-31'],
    ],
    worked: ['01-29', '01-30', '04-02', '04-24', '05-07', '10-08', '10-09'],
  },
  2023: {
    off: [
      ['元旦', '01-01', '01-02'],
      ['春节', '01-21', '01-27'],
      ['清明节', '04-05'],
      ['劳动节', '04-29', '05-03'],
      ['端午节', '06-22', '06-24'],
      ['中秋节、国庆节', '09-29', '10-06'],
    ],
    worked: ['01-28', '01-29', '04-23', '05-06', '06-25', '10-07', '10-08'],
  },
  2024: {
    off: [
      ['元旦', '01-01'],
      ['春节', '02-10', '02-17'],
      ['清明节', '04-04', '04-06'],
      ['劳动节', '05-01', '05-05'],
      ['端午节', '06-10'],
      ['中秋节', '09-15', '09-17'],
      ['国庆节', '10-01', '10-07'],
    ],
    worked: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
  },
  2025: {
    off: [
      ['元旦', '01-01'],
      ['春节', '01-28', '02-04'],
      ['清明节', '04-04', '04-06'],
      ['劳动节', '05-01', '05-05'],
      ['端午节', '05-31', '06-02'],
      ['国庆节、中秋节', '10-01', '10-08'],
    ],
    worked: ['01-26', '02-08', '04-27', '09-28', '10-11'],
  },
  2026: {
    off: [
      ['元旦', '01-01', '01-03'],
      ['春节', '02-15', '02-23'],
      ['清明节', '04-04', '04-06'],
      ['劳动节', '05-01', '05-05'],
      ['端午节', '06-19', '06-21'],
      ['中秋节', '09-25', '09-27'],
      ['国庆节', '10-01', '10-07'],
    ],
    worked: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
  },
};

function daysOf(year: number): string[] {
  const days: string[] = [];
  for (let day = `${String(year)}-01-01`; day.startsWith(String(year)); day = addDays(day, 1))
    days.push(day);
  return days;
}

function workedByFacts(date: string, { off, worked }: Facts): boolean {
  const day = date.slice(5);
  if (worked.includes(day)) return true;
  return weekday(date) < 6 && !off.some(([, first, last = first]) => first <= day && day <= last);
}

const years = Object.entries(factsOf).map(([year, facts]) => ({ year: Number(year), facts }));

describe("the State Council's arrangement of a year", () => {
  it.each(years)(
    'agrees with the notices, holiday by holiday, on every day of $year',
    ({ year, facts }) => {
      const differing = daysOf(year).filter(
        (day) => isWorkingDay(day).working !== workedByFacts(day, facts),
      );
      expect(differing).toStrictEqual([]);
    },
  );

  it.each(years)('agrees with chinese-days on every day of $year', ({ year }) => {
    const differing = daysOf(year).filter((day) => isWorkingDay(day).working !== isWorkday(day));
    expect(differing).toStrictEqual([]);
  });

  it.each(years)('has weekend days worked in $year, and no other', ({ year, facts }) => {
    const worked = daysOf(year).filter((day) => weekday(day) >= 6 && isWorkingDay(day).working);
    expect(worked.map((day) => day.slice(5))).toStrictEqual(facts.worked);
  });

  it('is known for every day of 2015 to 2026, but for the last week of 2026', () => {
    const unknown = years.flatMap(({ year }) => daysOf(year).filter((d) => !isWorkingDay(d).known));
    expect(unknown).toStrictEqual(['26', '27', '28', '29', '30', '31'].map((d) => `2026-12-${d}`));
  });
});

describe('the notices', () => {
  it('stand in the order issued, each with its number and its year, the years without a gap', () => {
    expect(notices.map(({ number, issuedOn, year }) => [number, issuedOn, year])).toStrictEqual([
      ['国办发明电〔2014〕28号', '2014-12-16', 2015],
      ['国发明电〔2015〕1号', '2015-05-13', 2015],
      ['国办发明电〔2015〕18号', '2015-12-10', 2016],
      ['国办发明电〔2016〕17号', '2016-12-01', 2017],
      ['国办发明电〔2017〕12号', '2017-11-30', 2018],
      ['国办发明电〔2018〕15号', '2018-12-06', 2019],
      ['国办发明电〔2019〕3号', '2019-03-22', 2019],
      ['国办发明电〔2019〕16号', '2019-11-21', 2020],
      ['国办发明电〔2020〕1号', '2020-01-27', 2020],
      ['国办发明电〔2020〕27号', '2020-11-25', 2021],
      ['国办发明电〔2021〕11号', '2021-10-25', 2022],
      ['国办发明电〔2022〕16号', '2022-12-08', 2023],
      ['国办发明电〔2023〕7号', '2023-10-25', 2024],
      ['国办发明电〔2024〕12号', '2024-11-12', 2025],
      ['国办发明电〔2025〕7号', '2025-11-04', 2026],
    ]);
  });

  it('name days of their year, or of the last week of the December before', () => {
    const days = notices.flatMap(({ year, restDays, workingDays }) =>
      [...restDays, ...workingDays].map((day) => ({ year, day })),
    );
    const others = days.filter(({ year, day }) => !day.startsWith(String(year)));
    expect(others.map(({ day }) => day)).toStrictEqual(['2018-12-31', '2018-12-29']);
    expect(days.filter(({ day }) => !isLegalDate(day))).toStrictEqual([]);
  });

  it('arrange no day before they are issued, and a year before it begins', () => {
    const arranged = new Set<number>();
    for (const { number, issuedOn, year, restDays, workingDays } of notices) {
      const late = [...restDays, ...workingDays].filter((day) => day <= issuedOn);
      expect([number, late]).toStrictEqual([number, []]);
      if (!arranged.has(year)) expect(issuedOn < `${String(year)}-01-01`).toBe(true);
      arranged.add(year);
    }
  });

  it('name only days on which they change what held before', () => {
    const worked = new Map<string, boolean>();
    const idle: string[] = [];
    for (const { restDays, workingDays } of notices)
      for (const [days, works] of [
        [restDays, false],
        [workingDays, true],
      ] as const)
        for (const day of days) {
          if ((worked.get(day) ?? weekday(day) < 6) === works) idle.push(day);
          worked.set(day, works);
        }
    expect(idle).toStrictEqual([]);
  });

  it('carry a version that changes with the data', () => {
    // Changed the data? Raise calendarVersion, then put the new pair here.
    const digest = createHash('sha256').update(JSON.stringify(notices)).digest('hex');
    expect([calendarVersion, digest.slice(0, 16)]).toStrictEqual([
      'state-council-2015-2026.2',
      '5bf3fb08e5224f81',
    ]);
  });
});

describe('an amended arrangement', () => {
  it.each([
    ['2015-09-03', 'a rest day', '2015-05-13'],
    ['2015-09-04', 'a rest day', '2015-05-13'],
    ['2015-09-06', 'a working day', '2015-05-13'],
    ['2018-12-29', 'a working day', '2018-12-06'],
    ['2018-12-31', 'a rest day', '2018-12-06'],
    ['2019-04-28', 'a working day', '2019-03-22'],
    ['2019-05-02', 'a rest day', '2019-03-22'],
    ['2019-05-03', 'a rest day', '2019-03-22'],
    ['2019-05-05', 'a working day', '2019-03-22'],
    ['2020-01-31', 'a rest day', '2020-01-27'],
    ['2020-02-01', 'a rest day', '2020-01-27'],
  ])('has %s as %s since %s and as the other before', (day, kind, issuedOn) => {
    const working = kind === 'a working day';
    const dayBefore = addDays(issuedOn, -1);
    expect(isWorkingDay(day, dayBefore)).toStrictEqual({ working: !working, known: true });
    expect(isWorkingDay(day, issuedOn)).toStrictEqual({ working, known: true });
    expect(isWorkingDay(day)).toStrictEqual({ working, known: true });
  });

  it('differs from the first notices on those days only', () => {
    const moved = years.flatMap(({ year }) =>
      daysOf(year).filter(
        (day) => isWorkingDay(day, '2014-01-01').working !== isWorkingDay(day).working,
      ),
    );
    expect(moved).toHaveLength(11);
  });
});

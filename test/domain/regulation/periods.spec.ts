import fc from 'fast-check';
import { addDays, addYears } from '../../../src/domain/legal-date.js';
import {
  appealDecisionDueOn,
  appealUntil,
  deliveryDueOn,
  oneYearWindow,
} from '../../../src/domain/regulation/periods.js';
import { isWorkingDay } from '../../../src/domain/regulation/working-days.js';

describe('the clocks of the measures', () => {
  const clocks = {
    'a decision made': deliveryDueOn,
    'a letter received': appealUntil,
    'an appeal received': appealDecisionDueOn,
  } as const;

  // "Dates, worked" of the reading of the measures.
  it.each([
    ['a decision made', '2015-02-04', 'is delivered by', '2015-02-13'],
    ['a decision made', '2015-09-30', 'is delivered by', '2015-10-15'],
    ['a letter received', '2015-09-21', 'may be appealed against until', '2015-10-08'],
    ['an appeal received', '2015-09-01', 'is decided by', '2015-10-08'],
  ] as const)(
    '%s on %s %s %s, as worked by hand [M1-24] [M1-27] [I-9] [I-10]',
    (act, on, _, dueOn) => {
      expect(clocks[act](on)).toMatchObject({ dueOn, provisional: false });
    },
  );

  it.each([
    // 3 and 4 September 2015 off, Sunday 6 worked, known since 13 May.
    ['a decision made', '2015-08-31', 'is delivered by', '2015-09-10'],
    ['a decision made', '2015-09-01', 'is delivered by', '2015-09-11'],
    ['a letter received', '2015-08-19', 'may be appealed against until', '2015-09-06'],
    ['an appeal received', '2015-08-05', 'is decided by', '2015-09-06'],
    // The Sundays 28 April and 5 May 2019 worked, 2 and 3 May off, known since 22 March.
    ['a decision made', '2019-04-19', 'is delivered by', '2019-04-29'],
    ['a decision made', '2019-04-22', 'is delivered by', '2019-04-30'],
    ['a decision made', '2019-04-23', 'is delivered by', '2019-05-05'],
    ['a decision made', '2019-04-24', 'is delivered by', '2019-05-06'],
    ['a decision made', '2019-04-30', 'is delivered by', '2019-05-13'],
    ['a letter received', '2019-04-13', 'may be appealed against until', '2019-04-28'],
    ['a letter received', '2019-04-17', 'may be appealed against until', '2019-05-05'],
    ['an appeal received', '2019-04-02', 'is decided by', '2019-05-05'],
    // Saturday 29 December 2018 worked, Monday 31 off, known since 6 December.
    ['a decision made', '2018-12-20', 'is delivered by', '2018-12-29'],
    ['a decision made', '2018-12-21', 'is delivered by', '2019-01-02'],
    ['a letter received', '2018-12-14', 'may be appealed against until', '2018-12-29'],
    ['a letter received', '2018-12-16', 'may be appealed against until', '2019-01-02'],
    ['an appeal received', '2018-12-06', 'is decided by', '2019-01-07'],
    // The Spring Festival of 2020 to 2 February, known since 27 January.
    ['a decision made', '2020-01-27', 'is delivered by', '2020-02-11'],
    // A clock that ended before that.
    ['a decision made', '2020-01-15', 'is delivered by', '2020-01-23'],
    ['a letter received', '2020-01-06', 'may be appealed against until', '2020-01-21'],
  ] as const)('%s on %s %s %s, no arrangement amended meanwhile', (act, on, _, dueOn) => {
    const due = clocks[act](on);
    expect(due).toMatchObject({ dueOn, provisional: false });
    expect(due.derivation).not.toHaveProperty('amendment');
  });

  it.each([
    ['a decision made', '2020-01-16', '2020-01-31', '2020-02-03', '2020-02-03'],
    ['a decision made', '2020-01-17', '2020-02-01', '2020-02-04', '2020-02-04'],
    ['a decision made', '2020-01-20', '2020-02-04', '2020-02-06', '2020-02-06'],
    ['a decision made', '2020-01-26', '2020-02-07', '2020-02-11', '2020-02-11'],
    ['a letter received', '2020-01-12', '2020-01-31', '2020-02-03', '2020-02-03'],
    ['a letter received', '2020-01-20', '2020-02-04', '2020-02-04', '2020-02-04'],
    ['an appeal received', '2019-12-28', '2020-01-31', '2020-02-03', '2020-02-03'],
    // By the amendment it would be Saturday 29 December: the later date holds, though a rest day by now.
    ['an appeal received', '2018-11-29', '2018-12-31', '2018-12-29', '2018-12-31'],
    ['an appeal received', '2018-12-01', '2018-12-31', '2019-01-02', '2019-01-02'],
    ['an appeal received', '2018-11-28', '2018-12-28', '2018-12-28', '2018-12-28'],
    ['a decision made', '2015-05-12', '2015-05-21', '2015-05-21', '2015-05-21'],
  ] as const)(
    '%s on %s, due on %s before an amendment and on %s after it, is due on %s, the later',
    (act, on, dateUnamended, dateAmended, dueOn) => {
      const due = clocks[act](on);
      expect(due).toMatchObject({ dueOn, provisional: false });
      expect(due.derivation.amendment).toMatchObject({ dateUnamended, dateAmended });
    },
  );

  it('are met by an amendment issued on the last day itself', () => {
    expect(appealDecisionDueOn('2015-04-13')).toMatchObject({
      dueOn: '2015-05-13',
      derivation: { amendment: { notices: [{ issuedOn: '2015-05-13' }] } },
    });
    expect(appealDecisionDueOn('2015-04-12').dueOn).toBe('2015-05-12');
    expect(appealDecisionDueOn('2015-04-12').derivation).not.toHaveProperty('amendment');
  });

  const onAnyDay = fc.integer({ min: 0, max: 4340 }).map((n) => addDays('2015-01-01', n));

  it('count each from its first day on, on any date: 7 working days, 15 and 30 days [M1-24] [M1-27] [I-9] [I-10]', () => {
    fc.assert(
      fc.property(onAnyDay, (on) => {
        expect(deliveryDueOn(on).derivation.days).toHaveLength(7);
        for (const [due, n] of [
          [appealUntil(on), 15],
          [appealDecisionDueOn(on), 30],
        ] as const) {
          const { start, days, skipped } = due.derivation;
          expect([start, days.length, days[0]]).toStrictEqual([on, n, addDays(on, 1)]);
          expect(days.at(-1)).toBe(addDays(on, n));
          expect(due.dueOn).toBe(addDays(on, n + skipped.length));
        }
      }),
      { numRuns: 100 },
    );
  });

  it('end on a working day, but for the one date that an amendment made a rest day', () => {
    const resting: string[] = [];
    for (let on = '2015-01-01'; on <= '2026-11-24'; on = addDays(on, 1))
      for (const clock of Object.values(clocks)) {
        const { dueOn, provisional } = clock(on);
        if (provisional) throw new Error(`the due date of ${on} is provisional`);
        if (!isWorkingDay(dueOn).working) resting.push(`${on}: ${dueOn}`);
      }
    expect(resting).toStrictEqual(['2018-11-29: 2018-12-31']);
  });
});

describe('delivery within 7 working days', () => {
  it('shows the days counted, so that an official can follow', () => {
    expect(deliveryDueOn('2015-02-04').derivation).toStrictEqual({
      start: '2015-02-04',
      unit: 'working-days',
      days: [
        '2015-02-05',
        '2015-02-06',
        '2015-02-09',
        '2015-02-10',
        '2015-02-11',
        '2015-02-12',
        '2015-02-13',
      ],
      skipped: [
        { date: '2015-02-07', reason: 'weekend' },
        { date: '2015-02-08', reason: 'weekend' },
      ],
      years: [{ year: 2015, known: true, notices: ['国办发明电〔2014〕28号'] }],
    });
  });

  it('shows the amendment that came, with the days of the later date [M1-24] [I-9]', () => {
    expect(deliveryDueOn('2020-01-20')).toStrictEqual({
      dueOn: '2020-02-06',
      provisional: false,
      derivation: {
        start: '2020-01-20',
        unit: 'working-days',
        days: [
          '2020-01-21',
          '2020-01-22',
          '2020-01-23',
          '2020-02-03',
          '2020-02-04',
          '2020-02-05',
          '2020-02-06',
        ],
        skipped: [
          { date: '2020-01-24', reason: 'holiday' },
          { date: '2020-01-25', reason: 'weekend' },
          { date: '2020-01-26', reason: 'weekend' },
          { date: '2020-01-27', reason: 'holiday' },
          { date: '2020-01-28', reason: 'holiday' },
          { date: '2020-01-29', reason: 'holiday' },
          { date: '2020-01-30', reason: 'holiday' },
          { date: '2020-01-31', reason: 'holiday' },
          { date: '2020-02-01', reason: 'weekend' },
          { date: '2020-02-02', reason: 'weekend' },
        ],
        years: [
          { year: 2020, known: true, notices: ['国办发明电〔2019〕16号', '国办发明电〔2020〕1号'] },
        ],
        amendment: {
          notices: [{ number: '国办发明电〔2020〕1号', issuedOn: '2020-01-27' }],
          dateUnamended: '2020-02-04',
          dateAmended: '2020-02-06',
        },
      },
    });
  });

  it('is provisional where it runs into a year without an arrangement, or into the last week before it', () => {
    expect(deliveryDueOn('2026-12-28')).toMatchObject({ dueOn: '2027-01-06', provisional: true });
    expect(deliveryDueOn('2026-12-17')).toMatchObject({ dueOn: '2026-12-28', provisional: true });
    expect(deliveryDueOn('2026-12-16')).toMatchObject({ dueOn: '2026-12-25', provisional: false });
  });
});

describe('the 15 days to appeal', () => {
  it('move from a holiday to the next working day', () => {
    const { dueOn, derivation } = appealUntil('2015-09-21');
    expect(dueOn).toBe('2015-10-08');
    expect(derivation.unit).toBe('calendar-days');
    expect(derivation.days).toHaveLength(15);
    expect(derivation.days.at(-1)).toBe('2015-10-06');
    expect(derivation.skipped).toStrictEqual([
      { date: '2015-10-06', reason: 'holiday' },
      { date: '2015-10-07', reason: 'holiday' },
    ]);
  });

  it('do not count the day of receipt, and end on a working day as they fall', () => {
    expect(appealUntil('2015-03-02')).toMatchObject({ dueOn: '2015-03-17', provisional: false });
  });

  it('end on a weekend day that is worked', () => {
    expect(appealUntil('2015-09-25').dueOn).toBe('2015-10-10');
  });

  it('are provisional where the last day falls into the last week of a year and the next is not arranged', () => {
    expect(appealUntil('2026-12-14')).toMatchObject({ dueOn: '2026-12-29', provisional: true });
    expect(appealUntil('2025-12-15')).toMatchObject({ dueOn: '2025-12-30', provisional: false });
  });
});

describe('the 30 days to decide an appeal', () => {
  it('move from a holiday to the next working day', () => {
    const { derivation } = appealDecisionDueOn('2015-09-01');
    expect(derivation.days).toHaveLength(30);
    expect(derivation.days.at(-1)).toBe('2015-10-01');
    expect(derivation.skipped).toHaveLength(7);
  });

  it('are provisional where the last day falls into a year without an arrangement', () => {
    expect(appealDecisionDueOn('2026-12-15')).toMatchObject({
      dueOn: '2027-01-14',
      provisional: true,
    });
  });
});

/** Whether the window of a date takes a decision of another date in. */
function counts(effectiveOn: string, on: string): boolean {
  const { from, to } = oneYearWindow(on);
  return from <= effectiveOn && effectiveOn <= to;
}

describe('the year in which an earlier decision counts', () => {
  it('still holds on the same day a year later, and no longer the day after [M1-16] [I-1]', () => {
    expect(counts('2015-03-10', '2016-03-10')).toBe(true);
    expect(counts('2015-03-10', '2016-03-11')).toBe(false);
  });

  it('holds on the day itself, and not for a decision still to take effect', () => {
    expect(counts('2016-05-03', '2016-05-03')).toBe(true);
    expect(counts('2016-05-04', '2016-05-03')).toBe(false);
  });

  it('begins on 1 March where there was no 29 February the year before', () => {
    expect(oneYearWindow('2016-02-29')).toStrictEqual({ from: '2015-03-01', to: '2016-02-29' });
    expect(oneYearWindow('2017-02-28')).toStrictEqual({ from: '2016-02-28', to: '2017-02-28' });
    expect(oneYearWindow('2017-03-01')).toStrictEqual({ from: '2016-03-01', to: '2017-03-01' });
  });

  it('agrees with a search day by day, on every date of 2015 to 2030', () => {
    // Dates in order, each with the last day on which it still counts.
    const lasting = Array.from({ length: 17 * 365 + 4 }, (_, n) => addDays('2014-01-01', n)).map(
      (day) => ({ day, until: addYears(day, 1) }),
    );
    for (let on = '2015-01-01'; on <= '2030-12-31'; on = addDays(on, 1))
      if (oneYearWindow(on).from !== lasting.find(({ until }) => until >= on)?.day)
        throw new Error(`the window of ${on} begins on another day`);
  });

  it('counts just as the rule says, for any two dates', () => {
    const date = fc.integer({ min: 0, max: 5843 }).map((n) => addDays('2015-01-01', n));
    const distance = fc.oneof(
      fc.integer({ min: 363, max: 368 }),
      fc.integer({ min: -3, max: 800 }),
    );
    fc.assert(
      fc.property(date, distance, (on, days) => {
        const effectiveOn = addDays(on, -days);
        expect(counts(effectiveOn, on)).toBe(effectiveOn <= on && addYears(effectiveOn, 1) >= on);
      }),
      { numRuns: 2000 },
    );
  });
});

import fc from 'fast-check';
import { addDays, addYears } from '../../../src/domain/legal-date.js';
import {
  appealDecisionDueOn,
  appealUntil,
  deliveryDueOn,
  oneYearWindow,
} from '../../../src/domain/regulation/periods.js';

describe('delivery within 7 working days', () => {
  it.each([
    ['2015-02-04', '2015-02-13'],
    ['2015-09-30', '2015-10-15'],
  ])('a decision of %s is delivered by %s', (decidedOn, dueOn) => {
    expect(deliveryDueOn(decidedOn)).toMatchObject({ dueOn, provisional: false });
  });

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
      years: [
        { year: 2015, known: true, notices: ['国办发明电〔2014〕28号', '国发明电〔2015〕1号'] },
      ],
    });
  });

  it('is provisional where it runs into a year without an arrangement', () => {
    expect(deliveryDueOn('2026-12-28')).toMatchObject({ dueOn: '2027-01-06', provisional: true });
  });
});

describe('the 15 days to appeal', () => {
  it('move from a holiday to the next working day', () => {
    const { dueOn, provisional, derivation } = appealUntil('2015-09-21');
    expect([dueOn, provisional]).toStrictEqual(['2015-10-08', false]);
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
});

describe('the 30 days to decide an appeal', () => {
  it('move from a holiday to the next working day', () => {
    const { dueOn, provisional, derivation } = appealDecisionDueOn('2015-09-01');
    expect([dueOn, provisional]).toStrictEqual(['2015-10-08', false]);
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
  it('still holds on the same day a year later, and no longer the day after', () => {
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

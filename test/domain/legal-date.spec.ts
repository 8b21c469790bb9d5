import fc from 'fast-check';
import {
  addDays,
  daysBetween,
  addYears,
  isLegalDate,
  shanghaiDate,
  weekday,
} from '../../src/domain/legal-date.js';

describe('a legal date', () => {
  it.each(['2015-02-04', '2016-02-29', '1900-01-01', '2999-12-31'])('%s is one', (date) => {
    expect(isLegalDate(date)).toBe(true);
  });

  it.each([
    '2015-02-29',
    '2015-02-30',
    '2015-13-01',
    '2015-00-10',
    '2015-1-2',
    '2015-01-00',
    '20150204',
    '2015-02-04T00:00:00Z',
    ' 2015-02-04',
    '2015-02-04\n',
    '0050-01-01',
    '3000-01-01',
    '２０１５-02-04',
    '',
  ])('%j is none', (text) => {
    expect(isLegalDate(text)).toBe(false);
  });

  it('moves over the ends of months and years', () => {
    expect(addDays('2015-12-31', 1)).toBe('2016-01-01');
    expect(addDays('2016-03-01', -1)).toBe('2016-02-29');
    expect(addDays('2015-03-01', -1)).toBe('2015-02-28');
    expect(addDays('2015-06-01', 0)).toBe('2015-06-01');
  });

  it('a year later is the same day, or the last of a month that has no such day', () => {
    expect(addYears('2015-03-10', 1)).toBe('2016-03-10');
    expect(addYears('2016-02-29', 1)).toBe('2017-02-28');
    expect(addYears('2016-02-29', -1)).toBe('2015-02-28');
    expect(addYears('2016-02-29', 4)).toBe('2020-02-29');
    expect(addYears('2015-02-28', 1)).toBe('2016-02-28');
  });

  it('knows its day of the week, Monday first', () => {
    expect(weekday('2015-02-04')).toBe(3);
    expect(weekday('2015-02-08')).toBe(7);
    expect(weekday('2015-02-09')).toBe(1);
  });

  it('comes back after as many days there as back', () => {
    const date = fc
      .date({ min: new Date('1950-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 10));
    fc.assert(
      fc.property(date, fc.integer({ min: -9999, max: 9999 }), (day, n) => {
        const moved = addDays(day, n);
        expect(isLegalDate(moved)).toBe(true);
        expect(addDays(moved, -n)).toBe(day);
        expect(daysBetween(day, moved)).toBe(n);
        expect(moved > day).toBe(n > 0);
      }),
    );
  });
});

describe('the date in Shanghai', () => {
  it('is already the next day when it is half past four in the afternoon in UTC', () => {
    expect(shanghaiDate('2015-12-31T16:30Z')).toBe('2016-01-01');
    expect(shanghaiDate('2015-12-31T16:00:00.000Z')).toBe('2016-01-01');
    expect(shanghaiDate('2015-12-31T15:59:59.999Z')).toBe('2015-12-31');
    expect(shanghaiDate(new Date('2015-12-31T16:30:00Z'))).toBe('2016-01-01');
  });

  it('is refused for what is no instant', () => {
    expect(() => shanghaiDate('yesterday')).toThrow(RangeError);
  });
});

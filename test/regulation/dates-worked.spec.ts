// The dates that the reading of the measures works out by hand, each by the rule it is an example of.
// The order of several decisions effective on one day is shown by the count itself, in
// test/projections/accountability-counts.spec.ts.
import { shanghaiDate } from '../../src/domain/legal-date.js';
import {
  appealDecisionDueOn,
  appealUntil,
  deliveryDueOn,
  oneYearWindow,
} from '../../src/domain/regulation/periods.js';
import { given } from '../support/given.js';
import { act, known } from './the-city.js';

describe('the dates worked by hand', () => {
  it('are those of delivery within 7 working days [M1-24] [I-9]', () => {
    expect(['2015-02-04', '2015-09-30'].map((on) => deliveryDueOn(on).dueOn)).toStrictEqual([
      '2015-02-13',
      '2015-10-15',
    ]);
  });

  it('are those of an appeal within 15 days and of its answer within 30 [M1-27] [I-10]', () => {
    expect([
      appealUntil('2015-09-21').dueOn,
      appealDecisionDueOn('2015-09-01').dueOn,
    ]).toStrictEqual(['2015-10-08', '2015-10-08']);
  });

  it('are the last day on which an earlier decision counts, and the day after it [M1-16] [I-1]', () => {
    const counts = (on: string) => oneYearWindow(on).from <= '2015-03-10';
    expect([counts('2016-03-10'), counts('2016-03-11')]).toStrictEqual([true, false]);
  });

  it('are Shanghai’s: half an hour after its midnight the new day is today, and the next one has not come [I-1]', () => {
    const today = shanghaiDate('2015-12-31T16:30:00Z');
    expect(today).toBe('2016-01-01');
    const registered = given(act('register'));
    registered.when(act('accept', { on: '2016-01-01' }), known({ today })).thenRegular();
    registered.when(act('accept', { on: '2016-01-02' }), known({ today })).thenImpossible('on');
  });
});

import fc from 'fast-check';
import { addDays } from '../../src/domain/legal-date.js';
import { failureClass, rangesOf } from '../../src/projections/failure-class.js';

const long = fc.integer({ min: 1, max: 9_000 });

describe('the class of a failure', () => {
  it('is looked for on every day of it, and not where it could not hold', () => {
    fc.assert(
      fc.property(long, long, (lasted, after) => {
        const dueOn = '2015-10-15';
        const failedOn = addDays(dueOn, 1);
        const metOn = addDays(failedOn, lasted);
        const day = addDays(failedOn, Math.min(after, lasted) - 1);
        const found = rangesOf('overdue', day, false).filter(
          ({ class: of, dueFrom }) =>
            of === failureClass(failedOn, metOn) && (dueFrom === undefined || dueFrom <= dueOn),
        );
        expect(found).toHaveLength(1);
      }),
    );
  });

  it('bounds how far back is looked: no more than twice as long as it lasted', () => {
    const [met] = rangesOf('overdue', '2016-01-01', false).filter(
      ({ class: of }) => of === failureClass('2015-10-16', '2015-10-26'),
    );
    expect(met).toStrictEqual({ class: 4, dueFrom: '2015-12-16' });
  });

  it('bounds what is open by the day: what was due before is looked for where nobody can be late with it', () => {
    const ranges = rangesOf('open', '2016-01-01', true);
    expect(ranges).toStrictEqual([
      { class: failureClass(undefined, undefined), dueFrom: '2016-01-01' },
      { provisionalBefore: '2016-01-01' },
    ]);
  });

  it('tells what is not met from what was done in time, and from what was never late', () => {
    expect(rangesOf('overdue', '2016-01-01', true)).toStrictEqual([
      { class: failureClass(undefined, undefined) },
    ]);
    const classes = rangesOf('overdue', '2016-01-01', false).map(({ class: of }) => of);
    expect(classes).not.toContain(failureClass(undefined, '2015-10-10'));
    // Done on the first day of being late: overdue on no day, and done late from there on.
    const doneLate = rangesOf('done-late', '2016-01-01', true).map(({ class: of }) => of);
    expect(doneLate).toContain(failureClass('2015-10-16', '2015-10-16'));
    expect(doneLate).not.toContain(failureClass(undefined, '2015-10-10'));
  });
});

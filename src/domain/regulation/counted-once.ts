// A count of days is the costly part of a duty and of a term, and depends on its first day only: a
// rebuild meets the same few thousand days again and again, and counts from each of them once.
import type { LegalDate } from '../legal-date.js';
import type { DueDate } from './periods.js';

/** The same count, done once for each first day. */
export function countedOnce<Counted>(
  count: (start: LegalDate) => Counted,
): (start: LegalDate) => Counted {
  const counted = new Map<LegalDate, Counted>();
  return (start) => {
    let found = counted.get(start);
    if (found === undefined) counted.set(start, (found = count(start)));
    return found;
  };
}

/** A due date without the way it was found, which is long: what is worth keeping of it. */
export function lastDay(
  clock: (start: LegalDate) => DueDate,
): (start: LegalDate) => Pick<DueDate, 'dueOn' | 'provisional'> {
  return (start) => {
    const { dueOn, provisional } = clock(start);
    return { dueOn, provisional };
  };
}

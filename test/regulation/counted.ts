// What a history leaves that counts as a time (M1 Art. 16-1-2): the rows of the one-year count,
// which follow from the folded case alone.
import type { CaseCommand } from '../../src/domain/case/acts.js';
import { accountabilityParts } from '../../src/projections/accountability-counts.js';
import { caseOf } from './the-city.js';

/** Each time, with the person it counts for and the date it counts from. */
export function decidedPersons(history: readonly CaseCommand[]): readonly (readonly unknown[])[] {
  const state = caseOf(history);
  return accountabilityParts.flatMap((part) =>
    part.rowsOf(state, 0).map((row) => [row.person_id, row.effective_on]),
  );
}

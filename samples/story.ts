// What happened in the fictional city in 2025, and what was done about it in January 2026: all cases
// in the order of their days, so that the ledger grows as it would have.
import type { Act } from './acts.js';
import { demolition, housing, permits } from './cases-of-a.js';
import { secretary, unchecked } from './cases-of-oversight.js';
import { contract, hazards, petition, relief, river } from './other-cases.js';

/** All cases, act by act in the order of their days. */
export const story: readonly Act[] = [
  housing(),
  permits(),
  demolition(),
  river(),
  hazards(),
  contract(),
  relief(),
  petition(),
  unchecked(),
  secretary(),
]
  .flatMap(({ acts }) => acts)
  .sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));

// Whether a change makes a decision heavier: an appeal must not (I-23).
import { heaviest, methodNumber, type MethodCode } from '../regulation/methods.js';
import { isAsWide, widestScope } from '../regulation/publication-scopes.js';
import type { ChangeOfDecision } from './decision-changes.js';
import { modification } from './evolve-decision.js';
import type { Decision } from './state.js';

/**
 * Heavier by its methods, or to be made public more widely than before.
 * @param methods those it leaves
 */
export function makesHeavier(
  change: ChangeOfDecision,
  methods: readonly MethodCode[],
  decision: Decision,
): boolean {
  if (isHeavier(methods, decision.methods)) return true;
  if (change.outcome === 'revoked') return false;
  const changed: Decision = { ...decision, ...modification(change) };
  return !isAsWide(widestScope(decision), widestScope(changed));
}

/** Heavier by its heaviest method, or by more methods beside the same heaviest one (I-18, I-23). */
function isHeavier(methods: readonly MethodCode[], than: readonly MethodCode[]): boolean {
  if (methods.length === 0 || than.length === 0) return methods.length > than.length;
  const difference = methodNumber(heaviest(methods)) - methodNumber(heaviest(than));
  return difference > 0 || (difference === 0 && methods.length > than.length);
}

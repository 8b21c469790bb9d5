// Which rulings to hold somebody to account count as that: whoever revokes one by a correction, or
// decides otherwise in its place, has held nobody to account by it (S-01, S-24, S-26, S-32).
import type { Act, CaseState, Decision, Ruling } from '../case/state.js';
import type { LegalDate } from '../legal-date.js';
import { isAfter } from './finding.js';

/** Of a decision, what tells whether it stands. */
type Standing = Pick<Decision, 'decisionId' | 'replacedBy' | 'revokedOn' | 'changes'>;

interface Ruled extends Pick<CaseState, 'rulings'> {
  readonly decisions: readonly Standing[];
}

/** The day on which somebody was held to account after an act by what stands, in that round of the case or a later one. */
export function heldToAccountAfter(
  act: Pick<Act, 'at'>,
  subjectId: string,
  ruled: Ruled,
): LegalDate | undefined {
  return ruled.rulings.find(
    (later) =>
      later.subjectId === subjectId &&
      later.accountable &&
      isAfter(later, act) &&
      fateOf(later, ruled) === 'stands',
  )?.on;
}

/** Whether a call to hold a subject to account was answered before a ruling or a closing: by what stands, by a "no", which is asked about itself, or by what an appeal found to be wrong. */
export function isAnswered(
  call: Pick<Act, 'at'>,
  before: Pick<Act, 'at'>,
  subjectId: string,
  ruled: Ruled,
): boolean {
  return ruled.rulings.some(
    (one) =>
      one.subjectId === subjectId &&
      isAfter(one, call) &&
      isAfter(before, one) &&
      !isUndone(one, ruled),
  );
}

/** Whether a ruling held somebody to account and was undone by no appeal: as if nothing had been decided. */
export function isUndone(ruling: Ruling, ruled: Ruled): boolean {
  return ruling.accountable && fateOf(ruling, ruled) === 'undone';
}

/** The decision that a ruling is; undefined where the appointing organ decided. */
export function decisionOf<D extends Pick<Decision, 'decisionId'>>(
  { decisionId }: Ruling,
  { decisions }: { readonly decisions: readonly D[] },
): D | undefined {
  return decisions.find((one) => one.decisionId === decisionId);
}

/** What became of a ruling to hold to account; where another one to hold to account took its place, what became of that. */
function fateOf(ruling: Ruling, ruled: Ruled): 'stands' | 'revoked-on-appeal' | 'undone' {
  const decision = decisionOf(ruling, ruled);
  const next = ruled.rulings.find((one) => isInPlaceOf(one, ruling, decision));
  if (next !== undefined) return next.accountable ? fateOf(next, ruled) : 'undone';
  if (decision?.revokedOn === undefined) return 'stands';
  return decision.changes.at(-1)?.by === 'appeal' ? 'revoked-on-appeal' : 'undone';
}

/** Whether a ruling took the place of another: by saying so; of an appointing organ's outcome, the next one in the round. */
function isInPlaceOf(
  one: Ruling,
  { subjectId, round, at }: Ruling,
  decision: Pick<Decision, 'replacedBy'> | undefined,
): boolean {
  if (decision !== undefined) return one.decisionId === decision.replacedBy;
  const isOutcome = one.decisionId === one.at.eventId;
  return isOutcome && one.subjectId === subjectId && one.round === round && isAfter(one, { at });
}

// How far a case has come on the road of the procedure (M1 Art. 20): what a funnel counts.
import type { CaseState, Decision } from './state.js';

/** The steps from receipt on, in their order. */
const steps = [
  'received',
  'accepted',
  'initiated',
  'reported',
  'recommended',
  'decided',
  'held-to-account',
] as const;

/** Where a case stands: its furthest step, or declined without ever having been accepted. */
export const progressCodes = [...steps, 'declined'] as const;
export type Progress = (typeof progressCodes)[number];

/**
 * The furthest step that a case has ever taken, in whichever round; a step that was left out counts
 * as taken once a later one is. Somebody is held to account while a decision or an appointing
 * organ's last outcome says so and stands: a case whose decisions are all revoked is decided.
 */
export function progressOf(
  decisions: readonly Pick<Decision, 'accountable' | 'state'>[],
  state: Pick<
    CaseState,
    | 'outcomes'
    | 'rulings'
    | 'recommendations'
    | 'proposals'
    | 'reports'
    | 'initiations'
    | 'acceptances'
    | 'declination'
  >,
): Progress {
  const { outcomes, rulings, recommendations, proposals, reports, initiations } = state;
  const last = outcomes.filter(
    ({ subjectId, round }, index) =>
      !outcomes.some(
        (later, at) => at > index && later.subjectId === subjectId && later.round === round,
      ),
  );
  const stands = decisions.some(({ accountable, state: now }) => accountable && now !== 'revoked');
  if (stands || last.some(({ accountable }) => accountable)) return 'held-to-account';
  if (rulings.length > 0) return 'decided';
  // A proposal to the appointing organ recommends as well (M1-2).
  if (recommendations.length > 0 || proposals.length > 0) return 'recommended';
  if (reports.length > 0) return 'reported';
  if (initiations.length > 0) return 'initiated';
  if (state.acceptances.length > 0) return 'accepted';
  return state.declination === undefined ? 'received' : 'declined';
}

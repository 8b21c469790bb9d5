// What supervision asks of an appeal: by whom it was handled (S-11, S-27), and what was irregular
// in its outcome, be it heavier (S-30), outside the frame (S-02, S-03, S-22, S-23) or decided by
// another organ (S-07). Its clocks are duties.
import type { Appeal, CaseState } from '../case/state.js';
import { finding, irregularFindings, isRegular } from './finding.js';
import type { Finding, Found } from './finding.js';
import { changedAfter } from './findings-of-decision.js';
import { isSaidOf, reasonAgainst, reasonFields } from './reasons-against.js';

/** All that the findings of one appeal depend on. */
export const appealFindingFields = [
  'appealId',
  'decisionId',
  'handlers',
  'outcome',
  'withdrawal',
] as const;
export const besidesAppeal = ['caseId', 'decisions', ...reasonFields] as const;
type Ground = Pick<Appeal, (typeof appealFindingFields)[number]>;
type Besides = Pick<CaseState, (typeof besidesAppeal)[number]>;

export function findingsOfAppeal(appeal: Ground, state: Besides): readonly Finding[] {
  const { appealId, decisionId } = appeal;
  const decision = state.decisions.find((one) => one.decisionId === decisionId);
  if (decision === undefined) return [];
  const { subjectId, organId } = decision;
  const about = { subjectId, decisionId, appealId };
  const { outcome } = appeal;
  return [
    ...ofHandlers(appeal, state).map((found) => ({ ...about, organId, ...found })),
    ...(outcome === undefined
      ? []
      : ofOutcome(outcome, appealId, decision, state).map((found) => ({
          ...about,
          organId: outcome.organId ?? organId,
          ...found,
        }))),
  ].map((found) => finding(state, found));
}

/** Handlers who should not handle it: from their assignment, or from the day on which they pleaded, were pleaded with or declared a conflict, and stayed; mended by others. */
function ofHandlers(appeal: Ground, state: Besides): readonly Omit<Found, 'organId'>[] {
  const { appealId, handlers, outcome, withdrawal } = appeal;
  return handlers.flatMap((assigned, index) => {
    const of = `${appealId}:appeal${index === 0 ? '' : `:${String(index + 1)}`}`;
    const rectifiedOn = handlers.slice(index + 1).find(isRegular)?.on;
    const found = irregularFindings(assigned, () => ({ of, rectifiedOn }));
    if (isSaidOf(assigned)) return found;
    // Once others handle it, or it is over, a reason hinders nobody any more.
    const over = [handlers[index + 1], outcome, withdrawal].filter((act) => act !== undefined);
    const reason = reasonAgainst(assigned.handlers, 'appeal-handler', assigned, over, state);
    // Whoever is replaced on the day of the reason has not stayed.
    const stayed = reason !== undefined && (rectifiedOn === undefined || reason.on < rectifiedOn);
    if (!stayed) return found;
    const facts = [assigned.at.eventId, reason.at.eventId];
    return [...found, { code: 'S-27' as const, of, openFrom: reason.on, rectifiedOn, facts }];
  });
}

/** What was irregular in the outcome, and S-27 of those who decided it where that came to light only afterwards; mended when the decision is changed again. */
function ofOutcome(
  outcome: NonNullable<Ground['outcome']>,
  appealId: string,
  decision: CaseState['decisions'][number],
  state: Besides,
): readonly Omit<Found, 'organId'>[] {
  const of = `${appealId}:appeal-outcome`;
  const rectifiedOn = changedAfter(outcome, decision);
  const found = irregularFindings(outcome, () => ({ of, rectifiedOn }));
  if (isSaidOf(outcome)) return found;
  const reason = reasonAgainst(outcome.decidedBy, 'decider', outcome, [outcome], state);
  if (reason === undefined) return found;
  const facts = [outcome.at.eventId, reason.at.eventId];
  return [...found, { code: 'S-27', of, openFrom: outcome.on, rectifiedOn, facts }];
}

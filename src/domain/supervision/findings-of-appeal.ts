// What supervision asks of an appeal: by whom it was handled (S-11, S-27), and what was irregular
// in its outcome, be it heavier (S-30), outside the frame (S-02, S-03, S-22, S-23) or decided by
// another organ (S-07). Its clocks are duties.
import type { Appeal, CaseState } from '../case/state.js';
import { finding, irregularFindings, isAfter, isRegular, recordedLate } from './finding.js';
import type { Finding, Found } from './finding.js';
import { changedAfter } from './findings-of-decision.js';

/** All that the findings of one appeal depend on. */
export const appealFindingFields = ['appealId', 'decisionId', 'handlers', 'outcome'] as const;
export const besidesAppeal = ['caseId', 'subjects', 'decisions', 'conflicts'] as const;
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
      : [
          ...irregularFindings(outcome, {
            ...about,
            of: `appeal:${appealId}:outcome`,
            organId: outcome.organId ?? organId,
            rectifiedOn: changedAfter(outcome, decision),
          }),
          ...recordedLate(outcome, { ...about, organId }),
        ]),
  ].map((found) => finding(state, found));
}

/** Handlers who should not handle it: from their assignment, or from the day they declared a conflict and stayed; mended by others. */
function ofHandlers(
  { appealId, handlers }: Ground,
  { conflicts }: Besides,
): readonly Omit<Found, 'organId'>[] {
  return handlers.flatMap((assigned, index) => {
    const next = handlers[index + 1];
    const of = index === 0 ? `appeal:${appealId}` : `appeal:${appealId}:${String(index + 1)}`;
    const rectifiedOn = handlers.slice(index + 1).find(isRegular)?.on;
    const found = irregularFindings(assigned, { of, rectifiedOn });
    const declared = conflicts.find(
      (conflict) =>
        conflict.role === 'appeal-handler' &&
        isAfter(conflict, assigned) &&
        (next === undefined || isAfter(next, conflict)) &&
        assigned.handlers.some(({ personId }) => personId === conflict.personId),
    );
    if (declared === undefined || found.some(({ code }) => code === 'S-27')) return found;
    const facts = [assigned.at.eventId, declared.at.eventId];
    return [
      ...found,
      { code: 'S-27' as const, of, openFrom: declared.on, rectifiedOn: next?.on, facts },
    ];
  });
}

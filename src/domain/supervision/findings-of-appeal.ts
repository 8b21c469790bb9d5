// What supervision asks of an appeal: by whom it was handled (S-11, S-27), and what was irregular
// in its outcome, be it heavier (S-30), outside the frame (S-02, S-03, S-22, S-23) or decided by
// another organ (S-07). Its clocks are duties.
import { earliest } from '../case/duty.js';
import type { Act, Appeal, CaseState } from '../case/state.js';
import { finding, irregularFindings, isAfter, isRegular } from './finding.js';
import type { Finding, Found } from './finding.js';
import { changedAfter } from './findings-of-decision.js';

/** All that the findings of one appeal depend on. */
export const appealFindingFields = [
  'appealId',
  'decisionId',
  'handlers',
  'outcome',
  'withdrawal',
] as const;
export const besidesAppeal = [
  'caseId',
  'subjects',
  'decisions',
  'conflicts',
  'interventions',
] as const;
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
          ...irregularFindings(outcome, () => ({
            ...about,
            of: `${appealId}:appeal-outcome`,
            organId: outcome.organId ?? organId,
            rectifiedOn: changedAfter(outcome, decision),
          })),
        ]),
  ].map((found) => finding(state, found));
}

/** Handlers who should not handle it: from their assignment, or from the day on which they pleaded, were pleaded with or declared a conflict, and stayed; mended by others. */
function ofHandlers(appeal: Ground, state: Besides): readonly Omit<Found, 'organId'>[] {
  const { appealId, handlers } = appeal;
  return handlers.flatMap((assigned, index) => {
    const of = `${appealId}:appeal${index === 0 ? '' : `:${String(index + 1)}`}`;
    const rectifiedOn = handlers.slice(index + 1).find(isRegular)?.on;
    const found = irregularFindings(assigned, () => ({ of, rectifiedOn }));
    const reason = reasonSince(assigned, handlers[index + 1], appeal, state);
    // Whoever is replaced on the day of the reason has not stayed.
    const stayed = reason !== undefined && (rectifiedOn === undefined || reason.on < rectifiedOn);
    if (!stayed || found.some(({ code }) => code === 'S-27')) return found;
    const facts = [assigned.at.eventId, reason.at.eventId];
    return [...found, { code: 'S-27' as const, of, openFrom: reason.on, rectifiedOn, facts }];
  });
}

/** The first reason against a handler since the assignment; once others handle it, or it is over, one hinders nobody any more. */
function reasonSince(
  assigned: Ground['handlers'][number],
  next: Act | undefined,
  { outcome, withdrawal }: Ground,
  { conflicts, interventions }: Besides,
): Act | undefined {
  const over = [next, outcome, withdrawal].filter((act) => act !== undefined);
  const handles = (personId: string | undefined): boolean =>
    personId !== undefined && assigned.handlers.some((one) => one.personId === personId);
  return earliest<Act>(
    [
      ...conflicts.filter(({ role, personId }) => role === 'appeal-handler' && handles(personId)),
      ...interventions.filter(
        ({ pleader, contacted }) => handles(pleader.personId) || handles(contacted.personId),
      ),
    ].filter((act) => isAfter(act, assigned) && !over.some((end) => isAfter(act, end))),
  );
}

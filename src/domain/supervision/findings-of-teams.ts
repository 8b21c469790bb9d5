// S-26: a team was held to account, and after the policy's days its members have no outcome for each
// of the three classes of responsibility (M1-14). It is mended by the last outcome that was missing.
import { watchDate } from '../case/duty.js';
import type { CaseState, Decision } from '../case/state.js';
import { earliestDay, type LegalDate } from '../legal-date.js';
import { finding, type Finding } from './finding.js';
import { isUndone } from './rulings-that-stand.js';

/** All that these findings depend on. */
export const teamDecisionFields = [
  'at',
  'decisionId',
  'subjectId',
  'organId',
  'on',
  'round',
  'accountable',
  'changes',
  'replacedBy',
  'revokedOn',
] as const;
export const besidesTeamDecision = ['caseId', 'subjects', 'rulings'] as const;
type TeamDecision = Pick<Decision, (typeof teamDecisionFields)[number]>;
type Besides = Pick<CaseState, (typeof besidesTeamDecision)[number]>;

const responsibilities = ['main-leadership', 'important-leadership', 'direct'] as const;

export function findingsOfTeams(
  decisions: readonly TeamDecision[],
  state: Besides,
): readonly Finding[] {
  const teams = new Set(
    state.subjects.filter(({ kind }) => kind === 'team').map(({ subjectId }) => subjectId),
  );
  return decisions
    .filter(({ accountable, subjectId }) => accountable && teams.has(subjectId))
    .flatMap((decision): Finding[] => {
      const { subjectId, decisionId, organId, on, at, revokedOn } = decision;
      const openFrom = watchDate(on, at.policy.undatedDutyWatchDays);
      const rectifiedOn = earliestDay([completeOn(decision, decisions, state), revokedOn]);
      if (rectifiedOn !== undefined && rectifiedOn <= openFrom) return [];
      const about = { subjectId, decisionId, organId, openFrom, rectifiedOn };
      return [finding(state, { code: 'S-26', of: decisionId, ...about, facts: [at.eventId] })];
    });
}

/** The day since which each class has an outcome that counts, in that round of the case or a later one. */
function completeOn(
  { subjectId, round }: TeamDecision,
  decisions: readonly TeamDecision[],
  { subjects, rulings }: Besides,
): LegalDate | undefined {
  const members = new Set(
    subjects.filter(({ memberOf }) => memberOf === subjectId).map((one) => one.subjectId),
  );
  const counting = rulings.filter(
    (one) =>
      one.round >= round && members.has(one.subjectId) && !isUndone(one, { rulings, decisions }),
  );
  const outcomes = responsibilities.map((responsibility) =>
    earliestDay(
      counting.filter((one) => one.responsibility === responsibility).map(({ on }) => on),
    ),
  );
  return outcomes.every((day) => day !== undefined) ? outcomes.toSorted().at(-1) : undefined;
}

// S-27 of those who decided or corrected a decision: what was known when it was recorded stands with
// the act (findings-of-decision.ts); here is what came to light afterwards. It is mended when the
// decision does not stand as they left it.
import type { Act, CaseState, Decision, DecisionChange } from '../case/state.js';
import { finding, type Finding } from './finding.js';
import { changedAfter } from './findings-of-decision.js';
import { isSaidOf, reasonAgainst, reasonFields } from './reasons-against.js';

/** All that these findings of one decision depend on. */
export const deciderFields = [
  'decisionId',
  'subjectId',
  'organId',
  'on',
  'at',
  'decidedBy',
  'changes',
  'replacedBy',
  'revokedOn',
] as const;
export const besidesDeciders = ['caseId', ...reasonFields] as const;
type Ground = Pick<Decision, (typeof deciderFields)[number]>;

export function findingsOfDeciders(
  decision: Ground,
  state: Pick<CaseState, (typeof besidesDeciders)[number]>,
): readonly Finding[] {
  const { decisionId, subjectId, organId, changes } = decision;
  const corrections = changes.filter(({ by }) => by === 'correction');
  return [decision, ...corrections].flatMap(
    (act: Act & Pick<DecisionChange, 'decidedBy'>, number) => {
      const reason = reasonAgainst(act.decidedBy ?? [], 'decider', act, [act], state);
      if (reason === undefined || isSaidOf(act)) return [];
      return [
        finding(state, {
          code: 'S-27',
          of: number === 0 ? decisionId : `${decisionId}:${String(number + 1)}`,
          subjectId,
          decisionId,
          organId,
          openFrom: act.on,
          rectifiedOn: changedAfter(act, decision),
          facts: [act.at.eventId, reason.at.eventId],
        }),
      ];
    },
  );
}

// S-36 within a case: a second decision on a subject while one stood. It is mended when one of the
// two does not stand any more. Between cases: findings-of-person.ts.
import type { CaseState, Decision } from '../case/state.js';
import { finding, isAfter, type Finding } from './finding.js';

/** All that these findings depend on. */
export const secondDecisionFields = ['caseId', 'subjects', 'decisions'] as const;

export function findingsOfSecondDecisions(
  state: Pick<CaseState, (typeof secondDecisionFields)[number]>,
): readonly Finding[] {
  return state.decisions
    .filter(({ at }) => at.codes?.includes('second-decision'))
    .map((second) => {
      const { subjectId, decisionId, organId, on, at } = second;
      const earlier = state.decisions.filter((one) => stoodBeside(one, second));
      const ended = earlier.map(({ revokedOn }) => revokedOn);
      const oneLeft = ended.every((day) => day !== undefined) ? ended.toSorted().at(-1) : undefined;
      const rectifiedOn = [second.revokedOn, oneLeft].filter((day) => day !== undefined).toSorted();
      return finding(state, {
        code: 'S-36',
        of: decisionId,
        subjectId,
        decisionId,
        organId,
        openFrom: on,
        rectifiedOn: rectifiedOn[0],
        facts: [...earlier.map((one) => one.at.eventId), at.eventId],
      });
    });
}

/** An earlier decision of the same round on the same subject that still stood on the day of the second one. */
function stoodBeside(one: Decision, second: Decision): boolean {
  return (
    one.subjectId === second.subjectId &&
    one.round === second.round &&
    isAfter(second, one) &&
    (one.revokedOn === undefined || one.revokedOn >= second.on)
  );
}

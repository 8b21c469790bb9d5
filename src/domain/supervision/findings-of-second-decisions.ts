// S-36 within a case: a second decision on a subject while one stood, be one of them the appointing
// organ's. It is mended when one of the two does not stand any more. Between cases:
// findings-of-person.ts.
import type { Act, CaseState, Decision } from '../case/state.js';
import type { LegalDate } from '../legal-date.js';
import { finding, isAfter, type Finding } from './finding.js';

/** All that these findings depend on. */
export const secondDecisionFields = [
  'at',
  'decisionId',
  'subjectId',
  'organId',
  'on',
  'round',
  'revokedOn',
  'replacedBy',
] as const;
export const besidesSecondDecision = ['caseId', 'subjects', 'outcomes'] as const;
type Ground = Pick<CaseState, (typeof besidesSecondDecision)[number]>;

/** A decision of ours, or what the appointing organ decided. */
interface Made extends Act {
  readonly subjectId: string;
  readonly decisionId: string;
  readonly organId: string;
  readonly round: number;
  readonly revokedOn?: LegalDate | undefined;
  readonly replacedBy?: string;
}

export function findingsOfSecondDecisions(
  decisions: readonly Pick<Decision, (typeof secondDecisionFields)[number]>[],
  state: Ground,
): readonly Finding[] {
  const made: readonly Made[] = [...decisions, ...outcomes(state)];
  return made
    .filter(({ at }) => at.codes?.includes('second-decision'))
    .map((second) => {
      const { subjectId, decisionId, organId, on, at } = second;
      const earlier = made.filter((one) => stoodBeside(one, second));
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

/** What the appointing organ says last on a subject in a round takes the place of what it said before. */
function outcomes({ outcomes: recorded }: Pick<Ground, 'outcomes'>): readonly Made[] {
  return recorded.map(({ subjectId, organId, on, at, round }) => {
    const next = recorded.find(
      (one) => one.subjectId === subjectId && one.round === round && isAfter(one, { at }),
    );
    return { subjectId, organId, on, at, round, decisionId: at.eventId, revokedOn: next?.on };
  });
}

/** An earlier decision of the same round on the same subject that still stood on the day of the second one. */
function stoodBeside(one: Made, second: Made): boolean {
  return (
    one.subjectId === second.subjectId &&
    one.round === second.round &&
    one.replacedBy !== second.decisionId &&
    isAfter(second, one) &&
    (one.revokedOn === undefined || one.revokedOn >= second.on)
  );
}

// What an appeal brings: its answer within 30 days, and the notice of it to both (M1 Art. 27).
import { duty, type Duty, type DutyKind } from './duty.js';
import type { Act, Appeal, CaseState } from './state.js';

type AppealKind = Extract<DutyKind, `appeal-${string}`>;

/** What the duties of an appeal depend on. */
export const appealFields = [
  'appealId',
  'decisionId',
  'on',
  'at',
  'withdrawal',
  'outcome',
  'notices',
] as const;
type AppealGround = Pick<Appeal, (typeof appealFields)[number]>;

/** Each kind of duty that an appeal brings, with the act that starts it; undefined before that act. */
const appealRules: {
  readonly [K in AppealKind]: (
    appeal: AppealGround,
  ) => { readonly started: Act; readonly met: Act | undefined } | undefined;
} = {
  'appeal-decision': (appeal) => ({ started: appeal, met: appeal.outcome ?? appeal.withdrawal }),
  'appeal-notice-appellant': ({ outcome, notices }) =>
    outcome && {
      started: outcome,
      met: notices.find(({ recipient }) => recipient === 'appellant'),
    },
  'appeal-notice-unit': ({ outcome, notices }) =>
    outcome && { started: outcome, met: notices.find(({ recipient }) => recipient === 'unit') },
};

const appealKinds = Object.keys(appealRules) as readonly AppealKind[];

/** The duties that an appeal brings. They stay when it revokes the decision, for its outcome must be told all the same. */
export function dutiesOfAppeal(
  appeal: AppealGround,
  { caseId, decisions }: Pick<CaseState, 'caseId' | 'decisions'>,
): readonly Duty[] {
  const { appealId, decisionId } = appeal;
  const appealed = decisions.find((decision) => decision.decisionId === decisionId);
  if (appealed === undefined) return [];
  const { subjectId, organId } = appealed;
  return appealKinds.flatMap((kind) => {
    const owed = appealRules[kind](appeal);
    if (owed === undefined) return [];
    const id = `${caseId}:${appealId}:${kind}`;
    return [duty({ id, kind, subjectId, decisionId, appealId, organId, ...owed })];
  });
}

// All duties of a case: before and beside its decisions, of each decision, of each appeal.
import type { Policy } from '../regulation/policy.js';
import { dutiesBeforeDecision } from './duties-before-decision.js';
import { dutiesOfAppeal } from './duties-of-appeal.js';
import { dutiesOfDecision } from './duties-of-decision.js';
import type { Duty } from './duty.js';
import type { CaseState } from './state.js';

/** Every duty of a case, met or not. */
export function dutiesOf(state: CaseState, policy: Policy): readonly Duty[] {
  return [
    ...dutiesBeforeDecision(state, policy),
    ...state.decisions.flatMap((decision) =>
      dutiesOfDecision.flatMap((rule) => rule.of(decision, state, policy)),
    ),
    ...state.appeals.flatMap((appeal) => dutiesOfAppeal(appeal, state, policy)),
  ];
}

// All duties of a case: before and beside its decisions, of each decision, of each appeal.
import { dutiesBeforeDecision } from './duties-before-decision.js';
import { dutiesOfAppeal } from './duties-of-appeal.js';
import { dutiesOfDecision } from './duties-of-decision.js';
import type { Duty } from './duty.js';
import type { CaseState } from './state.js';

/** Every duty of a case, met or not. */
export function dutiesOf(state: CaseState): readonly Duty[] {
  return [
    ...dutiesBeforeDecision.flatMap((rule) => rule.of(state)),
    ...state.decisions.flatMap((decision) =>
      dutiesOfDecision.flatMap((rule) => rule.of(decision, state)),
    ),
    ...state.appeals.flatMap((appeal) => dutiesOfAppeal(appeal, state)),
  ];
}

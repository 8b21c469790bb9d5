// What is owed after a history, of one kind of duty.
import type { CaseCommand } from '../../../src/domain/case/acts.js';
import { dutiesOf } from '../../../src/domain/case/duties.js';
import type { Duty, DutyKind } from '../../../src/domain/case/duty.js';
import { caseAfter } from '../../support/given.js';

/** What is said of each duty of a kind: its id after the case's, who answers for it, since when, when it was met. */
export function owed(kind: DutyKind, ...history: readonly CaseCommand[]) {
  return ofKind(kind, history).map(({ id, organId, started, met }) => [
    id.replace(/^C-1:/, ''),
    organId,
    started.on,
    met?.on,
  ]);
}

/** The duties of a kind, whole. */
export function ofKind(kind: DutyKind, history: readonly CaseCommand[]): readonly Duty[] {
  return dutiesOf(caseAfter(...history)).filter((duty) => duty.kind === kind);
}

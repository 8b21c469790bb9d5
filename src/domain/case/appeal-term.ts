// The term of an appeal (M1 Art. 27; I-10, I-11, I-24).
import type { LegalDate } from '../legal-date.js';
import { countedOnce, lastDay } from '../regulation/counted-once.js';
import { appealUntil } from '../regulation/periods.js';
import { receivedBySubjectOn, type Appeal, type Decision } from './state.js';

const lastDayToAppeal = countedOnce(lastDay(appealUntil));

/**
 * The last day to appeal, and whether an appeal is later than that. Before delivery an appeal is
 * always in time; posting by the last day is enough (I-10, I-11, I-24).
 */
export function appealTerm(
  decision: Pick<Decision, 'changes' | 'deliveries'>,
  { on, sentOn }: { readonly on: LegalDate; readonly sentOn?: LegalDate },
): { readonly late: boolean; readonly appealUntil?: LegalDate; readonly provisional?: boolean } {
  const receivedOn = receivedBySubjectOn(decision);
  const until = receivedOn === undefined ? undefined : lastDayToAppeal(receivedOn);
  return {
    // A provisional last day is not certain enough to call anybody late (I-9).
    late: until !== undefined && !until.provisional && (sentOn ?? on) > until.dueOn,
    ...(until ? { appealUntil: until.dueOn } : {}),
    ...(until?.provisional ? { provisional: true } : {}),
  };
}

/** The term of an appeal on record: a change that came after it, by its own outcome say, starts no days anew for it. */
export function termOfAppeal(
  { changes, deliveries }: Pick<Decision, 'changes' | 'deliveries'>,
  appeal: Pick<Appeal, 'at' | 'on' | 'sentOn'>,
): ReturnType<typeof appealTerm> {
  const position = Number(appeal.at.position);
  const before = changes.filter(({ at }) => Number(at.position) < position);
  return appealTerm({ changes: before, deliveries }, appeal);
}

// The answer to an act that has a meaning; a refusal is thrown.
import type { LegalDate } from '../legal-date.js';
import type { Irregularity } from '../refusal.js';
import type { CaseEvent } from './acts.js';
import { irregularity, type IrregularityCode } from './irregularities.js';

export interface Answer {
  /** What happened; empty when the case says so already. */
  readonly events: readonly CaseEvent[];
  /** Every rule it breaks. */
  readonly irregularities: readonly Irregularity<IrregularityCode>[];
}

/** The act happened; `broken` lists each rule with whether it was broken. */
export function happened(
  event: CaseEvent,
  broken: Partial<Record<IrregularityCode, boolean>> = {},
): Answer {
  const codes = (Object.keys(broken) as IrregularityCode[]).filter((code) => broken[code]);
  return { events: [event], irregularities: codes.map(irregularity) };
}

/** An act that follows from a decision happened; it cannot rightly be dated before it (M1-20). */
export function followedBy(
  decision: { readonly on: LegalDate },
  event: Extract<CaseEvent, { data: { decisionId: string } }>,
  broken: Partial<Record<IrregularityCode, boolean>> = {},
): Answer {
  return happened(event, { 'before-decision': event.data.on < decision.on, ...broken });
}

/** The case says so already: nothing is recorded twice. */
export const alreadySo: Answer = { events: [], irregularities: [] };

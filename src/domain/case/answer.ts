// The answer to an act that has a meaning; a refusal is thrown.
import type { LegalDate } from '../legal-date.js';
import type { Irregularity } from '../refusal.js';
import type { Policy } from '../regulation/policy.js';
import { sameContent } from '../same-content.js';
import type { CaseEvent } from './acts.js';
import { irregularity, type IrregularityCode } from './irregularities.js';
import { isRequirable, notice, requiredBy, type Notice, type NoticeCode } from './notices.js';

export interface Answer {
  /** What happened; empty when the case says so already. */
  readonly events: readonly CaseEvent[];
  /** Every rule it breaks. */
  readonly irregularities: readonly Irregularity<IrregularityCode>[];
  /** What is worth a look and stops nothing. */
  readonly notices: readonly Notice[];
}

/** Each rule with whether it was broken. */
export type Broken = Partial<Record<IrregularityCode, boolean>>;

/** Each notice with whether there is cause for it. */
export type Noticed = Partial<Record<NoticeCode, boolean>>;

/** The act happened; `broken` and `noticed` list what was looked at. */
export function happened(event: CaseEvent, broken: Broken = {}, noticed: Noticed = {}): Answer {
  return {
    events: [event],
    irregularities: named(broken).map(irregularity),
    notices: named(noticed).map(notice),
  };
}

function named<Code extends string>(looked: Partial<Record<Code, boolean>>): Code[] {
  return (Object.keys(looked) as Code[]).filter((code) => looked[code]);
}

/** The answer under a policy: what is worth a look by itself breaks a rule where the policy requires it. */
export function underPolicy(answer: Answer, policy: Policy): Answer {
  const required = answer.notices
    .map(({ code }) => code)
    .filter(isRequirable)
    .filter((code) => policy[requiredBy[code]]);
  const broken = new Set<NoticeCode>(required);
  return {
    events: answer.events,
    irregularities: [...answer.irregularities, ...required.map(irregularity)],
    notices: answer.notices.filter(({ code }) => !broken.has(code)),
  };
}

/** An act that follows from a decision happened; it cannot rightly be dated before it (M1-20). */
export function followedBy(
  decision: { readonly on: LegalDate },
  event: Extract<CaseEvent, { data: { decisionId: string } }>,
  broken: Broken = {},
  noticed: Noticed = {},
): Answer {
  return happened(event, { 'before-decision': event.data.on < decision.on, ...broken }, noticed);
}

/** Whether what was recorded says just this. */
export function saysSo(recorded: object | undefined, body: object): boolean {
  if (recorded === undefined) return false;
  const { at: _, ...said } = { at: undefined, ...recorded };
  return sameContent(said, body);
}

/** The case says so already: nothing is recorded twice. */
export const alreadySo: Answer = { events: [], irregularities: [], notices: [] };

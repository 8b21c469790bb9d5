// Adopting a policy (M1 Art. 28, M2 Art. 10): the discipline commission interprets the measures in
// consultation with the organisation department and the personnel bureau. A policy applies to
// decisions dated from its first day on and never changes whether a past one was regular.
import { z } from 'zod';
import { distinct, id, legalDate, line } from '../fields.js';
import type { LegalDate } from '../legal-date.js';
import { impossible, Unknown } from '../refusal.js';
import { sameContent } from '../same-content.js';
import type { Words } from '../words.js';
import type { OrganKindCode } from './organ-kinds.js';
import { defaultPolicy, policyChanges, type Adoption } from './policy.js';

/** The body of the act, and the data of the event it becomes. */
export const policyAdopted = z.strictObject({
  id,
  effectiveFrom: legalDate,
  adoptedBy: distinct(id),
  consulted: distinct(id),
  reference: line,
  changes: policyChanges,
}) satisfies z.ZodType<Adoption>;

export interface PolicyEvent {
  readonly type: 'PolicyAdopted';
  readonly data: Adoption;
}

/** What the keeper of the registers asks to record; `id` names the policy. */
export interface AdoptPolicy {
  readonly act: 'adopt-policy';
  readonly id: string;
  readonly body: Adoption;
}

/** What adopting a policy rests on. */
export interface AdoptionFacts {
  /** The date in Shanghai it is recorded on. */
  readonly today: LegalDate;
  /** Of the organs it names, the kinds of those that are registered. */
  readonly kinds: ReadonlyMap<string, OrganKindCode>;
}

/**
 * The event an adoption becomes; none where the policy is adopted already.
 * @param adopted every policy adopted so far
 * @throws Impossible where its id is used, it would reach into the past, or an organ without which
 * there is no interpretation has no part in it
 * @throws Unknown where it names an organ that is not registered
 */
export function decideAdoption(
  body: Adoption,
  adopted: readonly Adoption[],
  { today, kinds }: AdoptionFacts,
): readonly PolicyEvent[] {
  const before = adopted.find((policy) => policy.id === body.id);
  // Said again it is no other policy, also once its first day has passed.
  if (before !== undefined && sameContent(before, body)) return [];
  if (before !== undefined || body.id === defaultPolicy.id)
    throw impossible('id', {
      zh: '该编号已用于内容不同的政策',
      en: 'this id stands for a policy with other content',
    });
  if (body.effectiveFrom < today)
    throw impossible('effectiveFrom', {
      zh: `政策不能早于入账之日（${today}）生效，已作出的决定不受影响`,
      en: `a policy takes effect no earlier than the day it is recorded on (${today}): what was decided before stays as it was`,
    });
  for (const field of ['adoptedBy', 'consulted'] as const)
    for (const [index, organId] of body[field].entries())
      if (!kinds.has(organId)) throw new Unknown('organ', `${field}.${String(index)}`);
  requireTakingPart(body, kinds);
  return [{ type: 'PolicyAdopted', data: body }];
}

/** Who has to take part, and how it is said where nobody of the kind does. */
const takingPart: readonly {
  readonly field: 'adoptedBy' | 'consulted';
  readonly kind: OrganKindCode;
  readonly words: Words;
}[] = [
  {
    field: 'adoptedBy',
    kind: 'discipline-commission',
    words: {
      zh: '两个办法由纪律检查委员会负责解释，政策应由其制定',
      en: 'the right to interpret is that of a commission for discipline inspection, which has to adopt the policy',
    },
  },
  {
    field: 'consulted',
    kind: 'organization-department',
    words: {
      zh: '制定政策应会同组织部门',
      en: 'a policy is adopted in consultation with an organisation department',
    },
  },
  {
    field: 'consulted',
    kind: 'personnel-department',
    words: {
      zh: '制定政策应会同人事部门',
      en: 'a policy is adopted in consultation with a personnel department',
    },
  },
];

function requireTakingPart(body: Adoption, kinds: AdoptionFacts['kinds']): void {
  for (const { field, kind, words } of takingPart)
    if (!body[field].some((organId) => kinds.get(organId) === kind)) throw impossible(field, words);
}

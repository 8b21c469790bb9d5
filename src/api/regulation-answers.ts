// What the routes of the measures answer: the catalogue with the policy in force, and working days.
import { z } from 'zod';
import { dutyKinds } from '../domain/case/duty.js';
import { id, legalDate, means } from '../domain/fields.js';
import { policyChanges, type PolicyInForce } from '../domain/regulation/policy.js';
import { policyAdopted } from '../domain/regulation/policy-adoption.js';
import { readings } from '../domain/regulation/readings.js';
import { findingCodes, findingKinds } from '../domain/supervision/catalogue.js';

/** A policy with every value there is, and who adopted it. */
const policyInForce = z.strictObject({
  id,
  effectiveFrom: legalDate,
  adoptedBy: z.array(id).meta(means('制定机关，默认政策没有', 'nobody, of the default one')),
  consulted: z.array(id),
  reference: z.string().nullable(),
  ...z.strictObject(policyChanges.shape).required().shape,
}) satisfies z.ZodType<PolicyInForce>;

const words = z.strictObject({ zh: z.string(), en: z.string() });
const clause = { clause: z.string(), citation: words };

export const regulation = z.looseObject({
  measures: z.array(z.looseObject({})),
  clauses: z.array(z.looseObject({})),
  methods: z.array(z.looseObject({})),
  bands: z.array(z.looseObject({})),
  /** How the measures are read where their text is silent: what the codes `I-n` of a frame mean. */
  readings: z.array(
    z.looseObject({
      code: z.enum(readings.map(({ code }) => code)),
      ...clause,
      words,
      policy: z.array(z.string()),
    }),
  ),
  findings: z.array(
    z.strictObject({ code: z.enum(findingCodes), kind: z.enum(findingKinds), ...clause, words }),
  ),
  findingKinds: z.array(z.strictObject({ kind: z.enum(findingKinds), words })),
  duties: z.array(z.strictObject({ kind: z.enum(dutyKinds), ...clause, words })),
  events: z.array(z.strictObject({ type: z.string(), words })),
  policy: policyInForce,
  policies: z
    .array(policyAdopted)
    .meta(
      means(
        '迄今制定的每项政策，按入账次序',
        'every policy adopted so far, in the order of the ledger',
      ),
    ),
});

export const workingDays = z.looseObject({
  date: legalDate,
  provisional: z.boolean(),
  days: z.array(legalDate),
});

// The appeal of the person held to account (M1 Art. 27): other handlers, 30 days, told in writing.
import { z } from 'zod';
import { adjustmentCodes } from '../../regulation/circumstances.js';
import { eventId, id, knownPerson, legalDate, line, namedPerson, say, text } from '../../fields.js';
import { decisionMade } from './decision.js';
import { circumstancesRecorded, circumstancesSent, methods } from './investigation.js';

const lodged = {
  /** The day the appeal was received. */
  on: legalDate,
  sentOn: legalDate.exactOptional(),
  decisionId: id,
  appealId: id.exactOptional(),
  grounds: text,
  /** A string is the subject's own name. */
  lodgedBy: z.union([
    line.transform((name) => ({ name, capacity: 'subject' as const })),
    z.strictObject({
      personId: id.exactOptional(),
      name: line,
      capacity: z.enum(['subject', 'agent', 'near-relative', 'unit', 'other']),
    }),
  ]),
};

export const lodgeAppeal = z
  .strictObject(lodged)
  .refine(({ on, sentOn }) => sentOn === undefined || sentOn <= on, {
    path: ['sentOn'],
    ...say({ zh: '寄出日期晚于收到日期', en: 'it was sent after it was received' }),
  });

/** `late` says that the 15 days were over (I-10, I-11, I-24); `appealUntil` is the last day, absent before delivery. */
export const appealLodged = z.strictObject({
  ...lodged,
  appealId: id,
  lodgedBy: z.strictObject({
    personId: id.exactOptional(),
    name: line,
    capacity: z.enum(['subject', 'agent', 'near-relative', 'unit', 'other']),
  }),
  late: z.boolean(),
  appealUntil: legalDate.exactOptional(),
  /** The last day rests on a year whose rest days were not known (I-9). */
  provisional: z.boolean().exactOptional(),
});

export const assignAppealHandler = z.strictObject({
  on: legalDate,
  appealId: id,
  handlers: z.array(knownPerson).min(1).max(50),
});

const changedFields = {
  grounds: decisionMade.shape.grounds.exactOptional(),
  facts: text.exactOptional(),
  severity: decisionMade.shape.severity,
  adjustment: z.enum(adjustmentCodes).exactOptional(),
  methods: methods.min(1).exactOptional(),
  responsibility: decisionMade.shape.responsibility,
  effectiveOn: legalDate.exactOptional(),
  apology: decisionMade.shape.apology,
  publicationScopes: decisionMade.shape.publicationScopes,
};

/** What was found on appeal beside what was found before; first recorded with the second version. */
const alsoChanged = {
  otherConduct: decisionMade.shape.otherConduct,
  otherRule: decisionMade.shape.otherRule,
};

/** What a modification changes of a decision, as a caller sends it. */
export const changes = z.strictObject({
  ...changedFields,
  ...alsoChanged,
  mitigating: circumstancesSent.mitigating.exactOptional(),
  aggravating: circumstancesSent.aggravating.exactOptional(),
});

/** The same as it is recorded. */
export const changesRecorded = z.strictObject({
  ...changedFields,
  ...alsoChanged,
  mitigating: circumstancesRecorded.mitigating.exactOptional(),
  aggravating: circumstancesRecorded.aggravating.exactOptional(),
});

interface Changing {
  readonly outcome: string;
  readonly methods?: readonly string[] | undefined;
  readonly changes?: { readonly methods?: readonly string[] | undefined } | undefined;
}

/** A modification says what it changes, and nothing else does; methods are given once. */
export function changesFit(
  { outcome, methods: named, changes: changed }: Changing,
  context: z.RefinementCtx,
): void {
  if (named !== undefined && changed?.methods !== undefined)
    context.addIssue({
      code: 'custom',
      path: ['changes', 'methods'],
      ...say({ zh: '问责方式重复填写', en: 'the methods are given twice' }),
    });
  const given = named !== undefined || changed !== undefined;
  if (given === (outcome === 'modified')) return;
  context.addIssue({
    code: 'custom',
    path: ['changes'],
    ...(given
      ? say({ zh: '只有变更原决定时才填写变更内容', en: 'only a modification has changes' })
      : say({ zh: '变更原决定的应写明变更内容', en: 'a modification says what it changes' })),
  });
}

const answer = {
  on: legalDate,
  appealId: id,
  organId: id.exactOptional(),
  outcome: z.enum(['upheld', 'modified', 'revoked', 'not-admitted']),
  reasons: text,
  decidedBy: z.array(namedPerson).min(1).max(100),
  meeting: decisionMade.shape.meeting,
  approvalEventId: eventId.exactOptional(),
  methods: methods.min(1).exactOptional(),
};

export const decideAppeal = z
  .strictObject({ ...answer, changes: changes.exactOptional() })
  .superRefine(changesFit);

export const appealDecided = z.strictObject({
  ...answer,
  changes: changesRecorded.exactOptional(),
});

/** As it was recorded before circumstances and descriptions could be changed. */
export const appealDecidedV1 = z.strictObject({
  ...answer,
  changes: z.strictObject(changedFields).exactOptional(),
});

export const withdrawAppeal = z.strictObject({
  on: legalDate,
  appealId: id,
  by: line,
  reference: line,
});

export const notifyAppealOutcome = z.strictObject({
  on: legalDate,
  appealId: id,
  recipient: z.enum(['appellant', 'unit']),
  manner: line,
});

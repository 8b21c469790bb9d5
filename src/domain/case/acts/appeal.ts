// The appeal of the person held to account (M1 Art. 27): other handlers, 30 days, told in writing.
import { z } from 'zod';
import { adjustmentCodes } from '../../regulation/circumstances.js';
import { id, knownPerson, legalDate, line, namedPerson, say, text } from '../../fields.js';
import { decisionMade } from './decision.js';
import { methods } from './investigation.js';

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

const changes = z.strictObject({
  grounds: decisionMade.shape.grounds.exactOptional(),
  facts: text.exactOptional(),
  severity: decisionMade.shape.severity,
  adjustment: z.enum(adjustmentCodes).exactOptional(),
  methods: methods.min(1).exactOptional(),
  responsibility: decisionMade.shape.responsibility,
  effectiveOn: legalDate.exactOptional(),
  apology: decisionMade.shape.apology,
  publicationScopes: decisionMade.shape.publicationScopes,
});

export const decideAppeal = z
  .strictObject({
    on: legalDate,
    appealId: id,
    organId: id.exactOptional(),
    outcome: z.enum(['upheld', 'modified', 'revoked', 'not-admitted']),
    reasons: text,
    decidedBy: z.array(namedPerson).min(1).max(100),
    meeting: decisionMade.shape.meeting,
    approvalEventId: z.uuid().exactOptional(),
    methods: methods.min(1).exactOptional(),
    changes: changes.exactOptional(),
  })
  .superRefine((body, context) => {
    if (body.methods !== undefined && body.changes?.methods !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['changes', 'methods'],
        ...say({ zh: '问责方式重复填写', en: 'the methods are given twice' }),
      });
    const changed = body.methods !== undefined || body.changes !== undefined;
    if (changed === (body.outcome === 'modified')) return;
    context.addIssue({
      code: 'custom',
      path: ['changes'],
      ...(changed
        ? say({ zh: '只有变更原决定时才填写变更内容', en: 'only a modification has changes' })
        : say({ zh: '变更原决定的应写明变更内容', en: 'a modification says what it changes' })),
    });
  });

export const notifyAppealOutcome = z.strictObject({
  on: legalDate,
  appealId: id,
  recipient: z.enum(['appellant', 'unit']),
  manner: line,
});

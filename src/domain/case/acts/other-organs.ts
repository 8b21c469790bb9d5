// What other organs have to do with a case: directives of a superior (M1 Art. 19), the approval of
// the same level (Art. 22), proposals to the appointing organ (Art. 2), referrals (Art. 4).
import { z } from 'zod';
import { eventId, id, legalDate, line, say, text } from '../../fields.js';
import { methods, methodsFit } from './investigation.js';

export const issueDirective = z
  .strictObject({
    on: legalDate,
    /** The superior organ that orders. */
    organId: id,
    toOrganId: id,
    subjectId: id,
    dueOn: legalDate.exactOptional(),
    instruction: text,
  })
  .refine(({ organId, toOrganId }) => organId !== toOrganId, {
    path: ['toOrganId'],
    ...say({ zh: '责成机关与被责成机关相同', en: 'an organ does not direct itself' }),
  })
  .refine(({ on, dueOn }) => dueOn === undefined || on <= dueOn, {
    path: ['dueOn'],
    ...say({ zh: '期限早于责成日期', en: 'it is due before it was issued' }),
  });

export const refuseDirective = z.strictObject({
  on: legalDate,
  organId: id,
  directiveId: eventId,
  reasons: text,
});

export const recordApproval = z
  .strictObject({
    on: legalDate,
    /** The committee or government of the same level. */
    organId: id,
    subjectId: id,
    outcome: z.enum(['approved', 'refused']).default('approved'),
    /** The methods it approved, where it says so. */
    methods: methods.min(1).exactOptional(),
    reference: line,
  })
  .refine(({ outcome, methods: named }) => outcome === 'approved' || named === undefined, {
    path: ['methods'],
    ...say({ zh: '未予同意的不应填写问责方式', en: 'a refusal approves no methods' }),
  });

export const peerApprovalRecorded = recordApproval.safeExtend({
  outcome: z.enum(['approved', 'refused']),
});

export const forwardProposal = z.strictObject({
  on: legalDate,
  organId: id,
  /** The appointing organ. */
  toOrganId: id,
  subjectId: id,
  methods: methods.min(1),
});

export const recordExternalOutcome = z
  .strictObject({
    on: legalDate,
    /** The appointing organ that decided. */
    organId: id,
    subjectId: id,
    accountable: z.boolean(),
    methods,
    decidedOn: legalDate.exactOptional(),
    effectiveOn: legalDate.exactOptional(),
    reference: line,
  })
  .superRefine(methodsFit)
  .refine(({ on, decidedOn }) => decidedOn === undefined || decidedOn <= on, {
    path: ['decidedOn'],
    ...say({ zh: '决定日期晚于登记日期', en: 'it was decided after it came back' }),
  });

const referral = z.strictObject({ on: legalDate, subjectId: id, toOrganId: id, reference: line });

export const referDiscipline = referral;
export const referJudicial = referral;

export const recordReferralOutcome = z.strictObject({
  on: legalDate,
  referralEventId: eventId,
  outcome: text,
  reference: line,
});

export const notify = z.strictObject({
  on: legalDate,
  recipient: z.enum(['subject', 'reporter', 'pleader']),
  about: z.enum([
    'receipt',
    'acceptance',
    'decline',
    'start',
    'no-accountability',
    'outcome',
    'correction',
    'record',
  ]),
  manner: line,
});

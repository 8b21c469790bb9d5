// Events never change; what was wrong is said by a later one (REGULATION.md, "Correction"): a
// decision is corrected in substance, a record in its letter, a record about the wrong case voided.
import { z } from 'zod';
import { digest, eventId, formed, id, legalDate, namedPerson, say, text } from '../../fields.js';
import { changes, changesFit, changesRecorded } from './appeal.js';
import { decisionMade } from './decision.js';
import { methods } from './investigation.js';

// An error found without an appeal: the decision is modified or revoked (M1 Art. 27).
const correction = {
  on: legalDate,
  decisionId: id,
  organId: id.exactOptional(),
  outcome: z.enum(['modified', 'revoked']),
  reasons: text,
  decidedBy: z.array(namedPerson).min(1).max(100).exactOptional(),
  meeting: decisionMade.shape.meeting,
  approvalEventId: eventId.exactOptional(),
  methods: methods.min(1).exactOptional(),
};

export const correctDecision = z
  .strictObject({ ...correction, changes: changes.exactOptional() })
  .superRefine(changesFit);

export const decisionCorrected = z.strictObject({
  ...correction,
  changes: changesRecorded.exactOptional(),
});

/** A value of a field: text, number, yes or no, a list of texts, or `null` where there is none. */
const fieldValue = z.union([
  z
    .string()
    .max(20_000)
    .refine(
      (value) => value.isWellFormed() && value.normalize('NFC') === value,
      say({ zh: '应采用 Unicode NFC 规范形式', en: 'expected text in Unicode form NFC' }),
    ),
  z.int(),
  z.boolean(),
  z.null(),
  z.array(z.string().max(300)).max(200),
]);

/** A clerical correction: one field of one event. */
export const correctRecord = z.strictObject({
  on: legalDate,
  eventId,
  /** JSON Pointer into the event's data (RFC 6901), `/pleader/name`. */
  field: formed(/^(?:\/(?:[^~/]|~[01])+)+$/, {
    zh: '应为 JSON Pointer（RFC 6901），例如 /pleader/name',
    en: 'expected a JSON Pointer (RFC 6901), as in /pleader/name',
  }).max(300),
  from: fieldValue,
  to: fieldValue,
  reasons: text,
  /** The document that shows it, an evidence of this case. */
  evidence: digest.exactOptional(),
});

/** The event was recorded about the wrong person or case, or twice. */
export const voidRecord = z.strictObject({
  on: legalDate,
  eventId,
  reasons: text,
  evidence: digest.exactOptional(),
});

// The decision and what must follow it: letter, delivery, archive, report for the record,
// publication, execution (M1 Art. 13–16, 20, 23–26).
import { z } from 'zod';
import {
  adjustmentCodes,
  aggravatingCodes,
  mitigatingCodes,
} from '../../regulation/circumstances.js';
import { bandCodes, methodCodes } from '../../regulation/methods.js';
import { organKindCodes } from '../../regulation/organ-kinds.js';
import { personnelCategoryCodes } from '../../regulation/personnel.js';
import { publicationScopes } from '../../regulation/publication-scopes.js';
import { rankCodes } from '../../regulation/ranks.js';
import { trackCodes } from '../../regulation/tracks.js';
import {
  digest,
  distinct,
  eventId,
  id,
  legalDate,
  line,
  namedPerson,
  say,
  text,
} from '../../fields.js';
import {
  circumstancesRecorded,
  circumstancesSent,
  findingFields,
  methods,
  methodsFit,
} from './investigation.js';

const scope = z.enum(publicationScopes);

const meeting = z.strictObject({ body: line, heldOn: legalDate, reference: line });

const decisionFields = {
  on: legalDate,
  organId: id,
  subjectId: id,
  accountable: z.boolean(),
  methods,
  adjustment: z.enum(adjustmentCodes),
  reasons: text,
  decidedBy: z.array(namedPerson).min(1).max(100),
  meeting: meeting.exactOptional(),
  executedBy: id.exactOptional(),
  apology: z
    .strictObject({ manner: line, scope: line, by: legalDate.exactOptional() })
    .exactOptional(),
  publicationScopes: distinct(scope).exactOptional(),
  replaces: id.exactOptional(),
};

const { facts, grounds, severity, ...otherFindings } = findingFields;

export const decide = z
  .strictObject({
    ...decisionFields,
    ...otherFindings,
    decisionId: id.exactOptional(),
    effectiveOn: legalDate.exactOptional(),
    facts: facts.exactOptional(),
    grounds: grounds.exactOptional(),
    severity: severity.exactOptional(),
    mitigating: circumstancesSent.mitigating.exactOptional(),
    aggravating: circumstancesSent.aggravating.exactOptional(),
  })
  .superRefine(methodsFit)
  .refine(({ accountable, adjustment }) => accountable || adjustment === 'none', {
    path: ['adjustment'],
    ...say({
      zh: '不予问责的决定没有从轻、减轻、从重或者加重',
      en: 'a decision not to hold to account has no adjustment',
    }),
  });

/** An earlier decision that counts as one time on the day of this one (I-1, I-2). */
const prior = z.strictObject({
  caseId: id,
  decisionId: id,
  /** The event that made it. */
  eventId,
  organId: id,
  effectiveOn: legalDate,
  methods,
});

/** What the register said of the subject on the day: later duties and findings rest on it. */
const subjectThen = z.strictObject({
  personId: id,
  organId: id,
  post: line,
  rank: z.enum(rankCodes),
  rankEquivalent: z.enum(rankCodes).exactOptional(),
  category: z.enum(personnelCategoryCodes),
  managedBy: id,
  leadingCadre: z.boolean().exactOptional(),
  partyMember: z.boolean().exactOptional(),
  fileKeeperOrganId: id.exactOptional(),
});

const drawn = { clause: z.string(), readings: z.array(z.string()) };
const drawnFrom = <T extends z.ZodType<string>>(code: T) =>
  z.strictObject({ code, computed: z.boolean(), ...drawn });

/** The frame the decision was made in, as it was shown (M1 Art. 14–16): regulation/frame.ts draws it. */
export const frame = z.strictObject({
  kind: z.enum(['person', 'team']),
  baseBand: z.enum(bandCodes).nullable(),
  mitigating: z.array(drawnFrom(z.enum(mitigatingCodes))),
  aggravating: z.array(drawnFrom(z.enum(aggravatingCodes))),
  adjustmentRequired: z.boolean(),
  adjustmentsPermitted: z.array(z.strictObject({ code: z.enum(adjustmentCodes), ...drawn })),
  permittedMethods: z.array(
    z.strictObject({
      adjustment: z.enum(adjustmentCodes),
      methods,
      band: z.enum(bandCodes),
      ...drawn,
    }),
  ),
  readings: z.array(z.string()),
});

/** As decided, with the findings it rests on written out and what was known of the person then. */
export const decisionMade = z.strictObject({
  ...decisionFields,
  ...otherFindings,
  ...circumstancesRecorded,
  decisionId: id,
  effectiveOn: legalDate,
  facts: facts.exactOptional(),
  grounds,
  severity: severity.exactOptional(),
  /** The registered person as of the day of the decision (I-42): unit, rank, who manages it. */
  subject: subjectThen.exactOptional(),
  /** The track it was decided on; absent before acceptance of an unregistered person's case. */
  track: z.enum(trackCodes).exactOptional(),
  priors: z.array(prior),
  /** The last event the read model had applied when the priors were read; absent when there was none, or nothing was read. */
  factsAsOf: eventId.exactOptional(),
  /** Absent only from decisions that were recorded before frames were kept. */
  frame: frame.exactOptional(),
});

export const issueLetter = z.strictObject({
  on: legalDate,
  decisionId: id,
  letterId: id.exactOptional(),
  number: line,
  appealTo: id,
  replaces: id.exactOptional(),
  copyTo: z.array(line).max(50).exactOptional(),
  otherRemedies: text.exactOptional(),
  document: digest.exactOptional(),
});

export const decisionLetterIssued = issueLetter.extend({ letterId: id });

export const recordDelivery = z.strictObject({
  on: legalDate,
  decisionId: id,
  letterId: id.exactOptional(),
  recipient: z.enum(['subject', 'unit']),
  manner: line,
  receivedBy: line,
  result: z
    .enum(['received', 'left-after-refusal', 'returned', 'public-notice'])
    .default('received'),
  witnesses: z.array(namedPerson).max(20).exactOptional(),
});

export const decisionDelivered = recordDelivery.extend({
  result: recordDelivery.shape.result.unwrap(),
});

export const archive = z.strictObject({
  on: legalDate,
  decisionId: id,
  keeperOrganId: id,
  kind: z.enum(['filing', 'reversal']).default('filing'),
});

export const decisionArchived = archive.extend({
  kind: archive.shape.kind.unwrap(),
});

export const reportForRecord = z.strictObject({ on: legalDate, decisionId: id, toOrganId: id });

/** With the kind of the organ it went to, for two are owed: discipline inspection and organisation (M1 Art. 25). */
export const decisionReportedForRecord = reportForRecord.extend({
  toKind: z.enum(organKindCodes).exactOptional(),
});

/** How the person is managed after being held to account (M1 Art. 17). */
export const recordFollowUp = z.strictObject({
  on: legalDate,
  decisionId: id,
  reference: line,
  until: legalDate.exactOptional(),
});

export const publish = z.strictObject({
  on: legalDate,
  decisionId: id,
  scope,
  place: line,
  until: legalDate.exactOptional(),
  kind: z.enum(['decision', 'correction', 'removal']).default('decision'),
  of: eventId.exactOptional(),
});

export const decisionPublished = publish.extend({
  kind: publish.shape.kind.unwrap(),
});

export const recordExecution = z.strictObject({
  on: legalDate,
  decisionId: id,
  method: z.enum(methodCodes),
  organId: id,
  reference: line,
  result: z.enum(['begun', 'done', 'refused', 'not-possible', 'ended', 'undone']).default('done'),
  from: legalDate.exactOptional(),
  until: legalDate.exactOptional(),
  reasons: text.exactOptional(),
});

export const sanctionExecuted = recordExecution.extend({
  result: recordExecution.shape.result.unwrap(),
});

// Intake: a complaint, instruction or find becomes a case, and somebody takes it or says why not
// (M1 Art. 18; M2 Art. 7; practice where the measures are silent).
import { z } from 'zod';
import { sourceCodes } from '../../regulation/sources.js';
import { citableCodes } from '../../regulation/clauses.js';
import { trackCodes } from '../../regulation/tracks.js';
import { digest, distinct, id, legalDate, line, say, text } from '../../fields.js';
import { sealed } from '../../sealed.js';

export const clauseCode = z.enum(citableCodes);
export const track = z.enum(trackCodes);

/** A person or a leadership team whose conduct the case is about; a person may still be unidentified. */
export const subjectFields = {
  subjectId: id,
  kind: z.enum(['person', 'team']),
  personId: id.exactOptional(),
  organId: id.exactOptional(),
};

interface Named {
  readonly kind: 'person' | 'team';
  readonly personId?: string | undefined;
  readonly organId?: string | undefined;
}

/** A team has a unit and is no person. */
export function teamFits({ kind, personId, organId }: Named, context: z.RefinementCtx): void {
  if (kind === 'person') return;
  if (personId !== undefined)
    context.addIssue({
      code: 'custom',
      path: ['personId'],
      ...say({ zh: '领导班子不能填写人员编号', en: 'a leadership team has no personId' }),
    });
  if (organId === undefined)
    context.addIssue({
      code: 'custom',
      path: ['organId'],
      ...say({ zh: '领导班子应填写所在单位', en: 'a leadership team needs its organId' }),
    });
}

const subject = z.strictObject(subjectFields).superRefine(teamFits);

const reporterMode = z.enum(['named', 'confidential', 'anonymous']);

/** What a caller says of a reporter. The name and contact are sealed before anything is stored. */
const reporterInClear = z
  .strictObject({ mode: reporterMode, name: line.exactOptional(), contact: line.exactOptional() })
  .refine(({ mode, name }) => mode !== 'anonymous' || name === undefined, {
    path: ['name'],
    ...say({ zh: '匿名举报不应填写姓名', en: 'an anonymous reporter has no name' }),
  });

/** A reporter as the ledger keeps it: the mode in clear, the rest under the case's key. */
const reporterSealed = z.strictObject({
  mode: reporterMode,
  name: sealed.exactOptional(),
  contact: sealed.exactOptional(),
});

const registered = {
  source: z.enum(sourceCodes),
  channel: z.enum(['letter', 'visit', 'hotline', 'network', 'other']).exactOptional(),
  summary: text,
  conductFrom: legalDate.exactOptional(),
  conductTo: legalDate.exactOptional(),
  receivedOn: legalDate,
  /** The organ that received it and answers for what becomes of it. */
  receivedBy: id,
  subjects: z.array(subject).min(1).max(100),
  suspectedGrounds: distinct(clauseCode).exactOptional(),
  origin: z.strictObject({ findingId: line }).exactOptional(),
};

export const register = z
  .strictObject({
    id: id.exactOptional(),
    ...registered,
    reporter: reporterInClear.exactOptional(),
  })
  .refine(
    ({ conductFrom, conductTo }) =>
      conductFrom === undefined || conductTo === undefined || conductFrom <= conductTo,
    {
      path: ['conductTo'],
      ...say({ zh: '行为结束日期早于开始日期', en: 'the conduct ends before it begins' }),
    },
  );

export const caseRegistered = z.strictObject({
  ...registered,
  caseId: id,
  reporter: reporterSealed.exactOptional(),
});

export const accept = z.strictObject({
  on: legalDate,
  organId: id,
  track,
  tracks: z
    .array(z.strictObject({ subjectId: id, track }))
    .max(100)
    .exactOptional(),
});

export const decline = z.strictObject({
  on: legalDate,
  organId: id,
  reasons: text,
  duplicateOf: id.exactOptional(),
});

export const transfer = z.strictObject({
  on: legalDate,
  fromOrganId: id,
  toOrganId: id,
  reasons: text,
  subjectIds: distinct(id).min(1).exactOptional(),
  directives: z.enum(['follow', 'return']).exactOptional(),
});

/** What a piece of evidence is, apart from when it came. */
const material = {
  title: line,
  digest,
  mediaType: line,
  size: z.int().min(0),
};

/** The bytes stand in the evidence store already; `sealed` keeps the material with the reporter's identity. */
export const evidence = z.strictObject({
  on: legalDate,
  ...material,
  sealed: z.literal('reporter').exactOptional(),
});

/** Of sealed material nothing is in clear, its digest neither: whoever guesses the document could test it. */
export const evidenceAdded = z.union([
  z.strictObject({ on: legalDate, ...material }),
  z.strictObject({ on: legalDate, sealed: z.literal('reporter'), material: sealed }),
]);

export const close = z.strictObject({ on: legalDate, reasons: text });
export const reopen = z.strictObject({ on: legalDate, reasons: text });

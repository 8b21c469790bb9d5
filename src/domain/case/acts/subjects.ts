// Whom a case is about, where that changes: a subject found by the investigation, one whose name
// becomes known, one for whom the case ends (REGULATION.md, "Who it covers"; I-42).
import { z } from 'zod';
import { id, legalDate, line, say, text } from '../../fields.js';
import { subjectFields, teamFits } from './intake.js';

export const addSubject = z.strictObject({
  on: legalDate,
  subject: z
    .strictObject({
      ...subjectFields,
      /** The team of this case whose member the person is (M1 Art. 14). */
      memberOf: id.exactOptional(),
    })
    .superRefine(teamFits)
    .refine(({ kind, memberOf }) => kind === 'person' || memberOf === undefined, {
      path: ['memberOf'],
      ...say({ zh: '领导班子不是其他班子的成员', en: 'a leadership team is no member of a team' }),
    }),
  reasons: text,
});

export const identifySubject = z.strictObject({
  on: legalDate,
  subjectId: id,
  personId: id,
  /** What shows that the person is the subject. */
  basis: text,
});

export const endForSubject = z
  .strictObject({
    on: legalDate,
    subjectId: id,
    reason: z.enum(['died', 'left-scope', 'merged', 'mistaken']),
    reference: line,
    /** The case it was merged into. */
    caseId: id.exactOptional(),
  })
  .refine(({ reason, caseId }) => (reason === 'merged') === (caseId !== undefined), {
    path: ['caseId'],
    ...say({
      zh: '并案的应填写并入的案件编号，其他情形不应填写',
      en: 'a merger names the case it is merged into, and nothing else does',
    }),
  });

// Who read which sensitive record, when (DESIGN.md, Confidentiality). Kept in a stream a day, apart
// from the cases; durable before the answer is sent. Names what was read, never what it said.
import { z } from 'zod';
import { line } from './fields.js';

/** One access names so many records at most. */
export const mostRecords = 1000;

export const recordAccessed = z.strictObject({
  /** Route of the API, with its placeholders. */
  route: line,
  /** What was read: `case/C-1`, `person/P-9`, `evidence/sha-256:…`; for a list what narrowed it. */
  records: z.array(line).min(1).max(mostRecords),
  /** Groups of fields shown: `case-file`, `history`, `priors` … */
  fields: z.array(line).min(1).max(50),
  purpose: line.exactOptional(),
  /** An event stream is recorded when it opens and when it closes. */
  phase: z.enum(['opened', 'closed']).exactOptional(),
});

export type AccessEvent = {
  readonly type: 'RecordAccessed';
  readonly data: z.output<typeof recordAccessed>;
};

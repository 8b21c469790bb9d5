// The transparency log ended and another one begun in its place: an older copy of the ledger was
// put back, so that what the log has signed can no longer be continued. Kept on the ledger itself,
// in a stream of its own; who accepted it is the event's actor. `wenze accept-backup` writes it.
import { z } from 'zod';
import { line, text } from './fields.js';

/** The one stream of these events. */
export const logRestartStream = 'log-restarts';

const root = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);

export const logRestarted = z.strictObject({
  /** The last checkpoint that is known of the log that ends: what it covers was there once. */
  ended: z.strictObject({
    origin: line,
    /** Events it covers. */
    size: z.int().min(0),
    /** RFC 9162 root in base64. */
    root,
    /** The signed note itself, with the cosignatures of witnesses where they are known. */
    checkpoint: z.string().min(1),
    /** What its signatures, and receipts of that log, are verified with. */
    verifierKeys: z.array(line).min(1),
  }),
  /** The events that are left of it, this one not among them. */
  left: z.strictObject({ size: z.int().min(0), root }),
  /** The log that begins: its name, which its keys bear. */
  origin: line,
  reasons: text,
});

export type LogRestart = z.output<typeof logRestarted>;

export type LogEvent = { readonly type: 'LogRestarted'; readonly data: LogRestart };

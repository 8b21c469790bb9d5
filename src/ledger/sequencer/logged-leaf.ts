// An event of the ledger as the log keeps it: the entry, and beside it enough of the event to say,
// should they ever disagree, which event it was and which part of it changed.
import { canonicalJson } from '../canonical-json.js';
import type { Position } from '../event.js';
import { entryOfTexts, type LoggedEvent, type LoggedTexts } from '../transparency/leaf.js';
import { sha256 } from '../transparency/merkle.js';

/** One leaf before it has an index. Only `entry` is part of the tree and ever published. */
export interface LoggedLeaf {
  readonly position: Position;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly entry: Uint8Array;
  /** The first 8 bytes of the SHA-256 of `data`: proves nothing, and tells whether it was `data` that changed. */
  readonly dataDigest: Uint8Array;
}

/** The leaf of an event whose `data` and `metadata` are canonical JSON already, as SQLite has them. */
export function leafOfTexts(position: Position, event: LoggedTexts): LoggedLeaf {
  const { id, stream, revision, type, data } = event;
  return {
    position,
    eventId: id,
    stream,
    revision,
    type,
    entry: entryOfTexts(event),
    dataDigest: sha256(data).subarray(0, 8),
  };
}

/** The leaf of an event as the ledger port gives it. @throws NotCanonical */
export function leafOf(event: LoggedEvent & { readonly position: Position }): LoggedLeaf {
  const { data, metadata, position, ...rest } = event;
  return leafOfTexts(position, {
    ...rest,
    data: canonicalJson(data),
    metadata: canonicalJson(metadata),
  });
}

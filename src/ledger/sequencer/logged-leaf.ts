// An event of the ledger as the log keeps it: the entry, and beside it enough of the event to say,
// should they ever disagree, which event it was and which part of it changed.
import { crc32 } from 'node:zlib';
import type { Position, RecordedTexts } from '../event.js';
import { entryOfTexts } from '../transparency/leaf.js';

/** One leaf before it has an index. Only `entry` is part of the tree and ever published. */
export interface LoggedLeaf {
  readonly position: Position;
  readonly eventId: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly entry: Uint8Array;
  /** The CRC-32 of `data`: proves nothing, and tells whether it was `data` that changed. */
  readonly dataCheck: number;
}

/** The leaf of an event. */
export function leafOf({ position, ...event }: RecordedTexts): LoggedLeaf {
  const { id, stream, revision, type, data } = event;
  return {
    position,
    eventId: id,
    stream,
    revision,
    type,
    entry: entryOfTexts(event),
    dataCheck: crc32(data),
  };
}

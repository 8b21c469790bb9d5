// What makes an event this event and no other, as writer and audit both reckon it.
import { createHash } from 'node:crypto';
import { canonicalJson } from '../../src/ledger/canonical-json.js';
import type { EventToAppend } from '../../src/ledger/event.js';

/** SHA-256 in hex over the canonical JSON of all that was handed to the ledger. */
export function digestOfEvent({ id, type, data, metadata }: EventToAppend): string {
  return createHash('sha256')
    .update([id, type, canonicalJson(data), canonicalJson(metadata)].join('\n'))
    .digest('hex');
}

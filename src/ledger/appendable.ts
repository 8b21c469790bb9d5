// What must hold of an append before any engine sees it, and the texts that are stored.
import { canonicalJson } from './canonical-json.js';
import {
  isEventId,
  isEventType,
  isMetadata,
  isStreamName,
  metadataSchema,
  type EventToAppend,
} from './event.js';
import type { ExpectedRevision } from './ledger.js';

/** An event as it is stored: data and metadata as canonical JSON. */
export interface StoredTexts {
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** @throws Error when the caller made a mistake of ours: a name, a revision or an id that cannot be one */
export function requireWellFormed(
  stream: string,
  expected: ExpectedRevision,
  events: readonly EventToAppend[],
): void {
  if (!isStreamName(stream)) throw new Error(`bug: ${stream} cannot name a stream`);
  if (typeof expected === 'number' && !(Number.isSafeInteger(expected) && expected >= 0)) {
    throw new Error(`bug: ${expected} is no revision`);
  }
  if (events.length === 0) throw new Error('bug: no event to append');
  for (const { id, type } of events) {
    if (!isEventId(id)) throw new Error(`bug: ${id} is no event id`);
    if (!isEventType(type)) throw new Error(`bug: ${type} cannot name an event type`);
  }
  if (events.length > 1 && new Set(events.map(({ id }) => id)).size < events.length) {
    throw new Error('bug: two events of one append have the same id');
  }
}

/** @throws NotCanonical; Error when the metadata is not as it must be, which is a mistake of ours */
export function textsOf(event: EventToAppend): StoredTexts {
  const data = canonicalJson(event.data);
  const metadata = canonicalJson(event.metadata);
  if (!isMetadata(event.metadata)) {
    const path = metadataSchema.safeParse(event.metadata).error?.issues[0]?.path.join('.') ?? '';
    throw new Error(`bug: metadata of ${event.id} at "${path}"`);
  }
  return { id: event.id, type: event.type, data, metadata };
}

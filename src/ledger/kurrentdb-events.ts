// How an event of ours stands in KurrentDB: data and metadata as canonical JSON, with correlation
// and causation under the names its own tools know ($by_correlation_id, the event browser). The
// names are changed on the way in and back on the way out; nothing else is.
import { canonicalJson, isJsonObject } from './canonical-json.js';
import { textsOf, type StoredTexts } from './appendable.js';
import {
  isEventId,
  isEventType,
  isMetadata,
  isPosition,
  isStreamName,
  type EventMetadata,
  type EventToAppend,
  type RecordedEvent,
} from './event.js';
import type { ClientEvent } from './kurrentdb-client.js';
import { LedgerDamaged, LedgerUnavailable } from './ledger.js';

/** The texts KurrentDB stores. @throws NotCanonical; Error for a mistake of ours */
export function kurrentDbTexts(event: EventToAppend): StoredTexts {
  const texts = textsOf(event);
  const { correlationId, causationId, ...others } = event.metadata;
  const renamed = { ...others, $correlationId: correlationId, $causationId: causationId };
  return { ...texts, metadata: canonicalJson(renamed) };
}

/**
 * An event of a database that holds others' events too; `undefined` when it is not ours: the
 * stream, the type or the metadata has another form.
 * @throws LedgerDamaged, LedgerUnavailable
 */
export function ourEvent(event: ClientEvent): RecordedEvent | undefined {
  const { streamId, id, type, metadata: stored } = event;
  if (!isStreamName(streamId) || !isEventType(type) || !isEventId(id)) return undefined;
  const metadata = metadataIn(stored);
  return metadata && recorded(event, metadata);
}

/** An event of a stream that is ours, where no other's may stand. @throws LedgerDamaged, LedgerUnavailable */
export function eventOfOurs(event: ClientEvent): RecordedEvent {
  const ours = ourEvent(event);
  if (ours === undefined)
    throw new LedgerDamaged(positionOf(event), 'metadata is not as it must be');
  return ours;
}

/** Field by field: taking the object apart and putting it together again costs three times as much. */
function metadataIn(stored: unknown): EventMetadata | undefined {
  if (!isJsonObject(stored)) return undefined;
  const metadata: Record<string, unknown> = {};
  for (const field in stored) {
    const value = stored[field];
    if (field === '$correlationId') metadata['correlationId'] = value;
    else if (field === '$causationId') metadata['causationId'] = value;
    else if (notStored.has(field)) return undefined;
    else metadata[field] = value;
  }
  return isMetadata(metadata) ? metadata : undefined;
}

/** Names that stand in our form of metadata only, and one that would vanish. */
const notStored = new Set(['correlationId', 'causationId', '__proto__']);

function recorded(event: ClientEvent, metadata: EventMetadata): RecordedEvent {
  const position = positionOf(event);
  const { streamId: stream, id, type, data, isJson } = event;
  if (!isJson || !isJsonObject(data)) throw new LedgerDamaged(position, 'data is not an object');
  return { position, stream, revision: Number(event.revision), id, type, data, metadata };
}

/** Where an event stands in the whole log. */
export function positionOf({ position }: ClientEvent): string {
  const commit = String(position?.commit);
  // An older server answers a read of a stream without it: 2^64-1.
  if (!isPosition(commit))
    throw new LedgerUnavailable('the server does not say where events stand: 22.6 is the oldest');
  return commit;
}

// A case's full history: every event in order, as stored, without what unseals or unblinds it.
import { withoutCiphertext } from '../domain/sealed.js';
import type { EventMetadata, Position, RecordedEvent } from '../ledger/event.js';

/** An event as history and event stream show it (API.md, `GET /cases/{id}/history`). */
export interface HistoryEntry {
  readonly eventId: string;
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: Omit<EventMetadata, 'salt' | 'requestHash'>;
}

/** Shows one event; the salt stays in the ledger, sealed fields are shown as sealed. */
export function historyEntry(event: RecordedEvent): HistoryEntry {
  const { id, position, stream, revision, type, data } = event;
  const { salt: _, requestHash: __, ...metadata } = event.metadata;
  return { eventId: id, position, stream, revision, type, data: withoutCiphertext(data), metadata };
}

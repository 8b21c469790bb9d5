// A case's full history: every event in order, as stored, without what unseals or unblinds it, with
// marks where a later event voids or corrects it.
import { inOrder, marksOf } from '../domain/case/effective.js';
import type { CaseState } from '../domain/case/state.js';
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
  /** The event that says this one is void. */
  readonly voidedBy?: string;
  /** The events that correct a field of this one, in order. */
  readonly correctedBy?: readonly string[];
}

/** Shows one event; the salt stays in the ledger, sealed fields are shown as sealed. */
export function historyEntry(event: RecordedEvent): HistoryEntry {
  const { id, position, stream, revision, type, data } = event;
  const { salt: _, requestHash: __, ...metadata } = event.metadata;
  return { eventId: id, position, stream, revision, type, data: withoutCiphertext(data), metadata };
}

/** The history of a case, with the marks its corrections and voidings leave on it. */
export function historyOf(
  events: readonly RecordedEvent[],
  { log }: CaseState,
): readonly HistoryEntry[] {
  const { voidedBy, correctedBy } = marksOf(inOrder(log));
  return events.map((event) => {
    const voiding = voidedBy.get(event.id);
    const corrections = correctedBy.get(event.id)?.map(({ at }) => at.eventId);
    return {
      ...historyEntry(event),
      ...(voiding === undefined ? {} : { voidedBy: voiding }),
      ...(corrections === undefined ? {} : { correctedBy: corrections }),
    };
  });
}

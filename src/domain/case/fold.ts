// From stored events to the state of a case: the one way, for commands, projections and readers.
import { decodeEvent, isCaseEvent } from '../catalogue.js';
import { evolveCase } from './evolve.js';
import type { CaseState, Standing } from './state.js';

/** What the fold needs of an event as the ledger keeps it. */
export interface StoredCaseEvent {
  readonly id: string;
  readonly position: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: {
    readonly organ: string;
    readonly schemaVersion: number;
    readonly recordedAt: string;
    readonly irregularities?: readonly { readonly code: string }[];
    readonly notices?: readonly { readonly code: string }[];
  };
}

/**
 * Applies one stored event of a case's stream.
 * @throws UndecodableEvent for an event this program cannot read
 * @throws Error for an event that does not belong in a case, or not at this place
 */
export function foldCase(state: CaseState | undefined, stored: StoredCaseEvent): CaseState {
  const event = decodeEvent(stored);
  if (!isCaseEvent(event)) throw new Error(`${event.type} does not belong in a case`);
  return evolveCase(state, { ...event, at: standingOf(stored) });
}

function standingOf({ id: eventId, position, metadata }: StoredCaseEvent): Standing {
  const { organ, recordedAt, irregularities = [], notices = [] } = metadata;
  if (irregularities.length + notices.length === 0) return { eventId, position, organ, recordedAt };
  const codes = [...irregularities, ...notices].map(({ code }) => code);
  return { eventId, position, organ, recordedAt, codes };
}

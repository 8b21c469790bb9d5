// How far the read models have come, told to whoever waits for them: by the projector in its own
// process, or by watching the store that a projector elsewhere writes.
import type { Position } from '../ledger/event.js';

/** Where the read models stand. */
export interface ReadModelStatus {
  /** The last event applied. */
  readonly position: Position;
  /** Whether the store has caught up with where the ledger stood at the start of the one who keeps it. */
  readonly caughtUp: boolean;
  /** Set for good once an event could not be applied; the event stands right after `position`, or at it when its stream is damaged. */
  readonly halted?: { readonly position: Position; readonly reason: string };
  /** Set while the store cannot be asked. */
  readonly away?: true;
}

export interface ReadModelProgress {
  status(): ReadModelStatus;

  /**
   * Resolves once the store has applied everything up to a position.
   * @throws ReadModelBehind after the time-out, at once when nothing more will be applied
   */
  reached(position: Position, timeoutMs: number): Promise<void>;
}

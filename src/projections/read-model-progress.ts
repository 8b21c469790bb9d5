// How far the read models have come, told to whoever waits for them: by the projector in its own
// process, or by watching the store that a projector elsewhere writes.
import type { Position } from '../ledger/event.js';

/** Where the read models stand. */
export interface ReadModelStatus {
  readonly position: Position;
  /** Whether everything that stood in the ledger at the start has been applied. */
  readonly caughtUp: boolean;
  /** Present when an event could not be applied: nothing more will be until the program is mended. */
  readonly halted?: { readonly position: Position; readonly reason: string };
}

export interface ReadModelProgress {
  status(): ReadModelStatus;

  /**
   * Resolves once the store has applied everything up to a position.
   * @throws ReadModelBehind after the time-out, at once when nothing more will be applied
   */
  reached(position: Position, timeoutMs: number): Promise<void>;
}

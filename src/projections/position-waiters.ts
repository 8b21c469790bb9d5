// Those who wait until the read models have come to a position.
import { comparePositions, type Position } from '../ledger/event.js';
import { ReadModelBehind } from './read-store.js';

interface Waiter {
  readonly position: Position;
  readonly wake: () => void;
  readonly giveUp: () => void;
}

export class PositionWaiters {
  private readonly waiting = new Set<Waiter>();
  private inVain = false;

  /** @param reached the position the read models have come to */
  constructor(private readonly reached: () => Position) {}

  /**
   * Resolves once the read models have come to a position.
   * @throws ReadModelBehind after the time-out, at once when they will come no further
   */
  until(position: Position, timeoutMs: number): Promise<void> {
    const { waiting } = this;
    if (comparePositions(this.reached(), position) >= 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const done = (tell: () => void) => (): void => {
        clearTimeout(timer);
        waiting.delete(waiter);
        tell();
      };
      const waiter: Waiter = {
        position,
        wake: done(resolve),
        giveUp: done(() => reject(new ReadModelBehind(position, this.reached()))),
      };
      const timer = setTimeout(waiter.giveUp, timeoutMs);
      waiting.add(waiter);
      if (this.inVain) waiter.giveUp();
    });
  }

  /** Wakes whoever waited for this position or one before it. */
  advanced(position: Position): void {
    for (const waiter of this.waiting)
      if (comparePositions(position, waiter.position) >= 0) waiter.wake();
  }

  /** Nothing more will come, or for a long time: lets down whoever waits, and at once whoever comes. */
  letDown(): void {
    this.inVain = true;
    for (const waiter of this.waiting) waiter.giveUp();
  }

  /** There may be more to come again. */
  hope(): void {
    this.inVain = false;
  }
}

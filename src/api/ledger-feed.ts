// Where event streams take their events from: the ledger, no further than the read models have come.
import type { Position, RecordedEvent } from '../ledger/event.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ReadModelProgress } from '../projections/read-model-progress.js';

// A read model that has not moved for so long has halted; the client comes back later.
const longestWaitMs = 60_000;

export class LedgerFeed {
  private readonly shutdown = new AbortController();
  private readonly open = new Set<Promise<void>>();

  constructor(
    private readonly ledger: Pick<Ledger, 'follow' | 'head'>,
    private readonly readModels: Pick<ReadModelProgress, 'reached'>,
  ) {}

  head(): Promise<Position> {
    return this.ledger.head();
  }

  /** Events after a position as the read models apply them, until the signal. @throws ReadModelBehind when they stand still */
  async *applied(
    after: Position,
    signal: AbortSignal,
  ): AsyncGenerator<RecordedEvent, void, undefined> {
    for await (const batch of this.ledger.follow(after, signal))
      for (const event of batch) {
        await this.appliedOrEnded(event.position, signal);
        if (signal.aborted) return;
        yield event;
      }
  }

  /** @throws ReadModelBehind */
  private appliedOrEnded(position: Position, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const ended = (): void => resolve();
      if (signal.aborted) ended();
      signal.addEventListener('abort', ended, { once: true });
      void this.readModels
        .reached(position, longestWaitMs)
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', ended));
    });
  }

  /** Keeps account of a stream, so that the service waits for its end; its signal tells it to end. */
  async whileOpen(stream: (shutdown: AbortSignal) => Promise<void>): Promise<void> {
    const running = stream(this.shutdown.signal);
    this.open.add(running);
    try {
      await running;
    } finally {
      this.open.delete(running);
    }
  }

  /** Ends all streams and waits until each has recorded its closing. */
  async close(): Promise<void> {
    this.shutdown.abort();
    await Promise.allSettled(this.open);
  }
}

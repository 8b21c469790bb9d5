// Following KurrentDB: one subscription after another, each beginning after the last event that
// was yielded. A subscription fails by an error, by ending, or by silence; the client calls only
// the first of these a failure.
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { comparePositions, isPosition, type Position, type RecordedEvent } from './event.js';
import type { KurrentDbConnection, Subscription } from './kurrentdb-client.js';
import { ourEvent, positionOf } from './kurrentdb-events.js';
import { LedgerDamaged, LedgerUnavailable } from './ledger.js';

export interface Following {
  readonly connection: KurrentDbConnection;
  readonly after: Position;
  /** The consumer's. */
  readonly signal: AbortSignal;
  /** Aborted when the ledger is closed. */
  readonly closing: AbortSignal;
  /** How long a new subscription may take to be confirmed. */
  readonly confirmMs: number;
  /** How long a standing one may be silent before another takes its place. */
  readonly heartbeatMs: number;
}

/** Events of one batch; more wait in the client, and behind it in the server. */
const mostInBatch = 500;

/** Turns of the event loop without another event after which a batch is complete: well under a millisecond. */
const lingerTurns = 3;

/** Pauses between subscriptions that fail without getting any further; after the last one, the follower fails. */
const pausesMs = [0, 50, 200, 1_000];

/** The port's `follow`. */
export async function* followKurrentDb(
  following: Following,
): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
  const { connection, after, signal, closing } = following;
  if (!isPosition(after)) throw new Error(`bug: ${after} is not a position`);
  const stopping = AbortSignal.any([signal, closing]);
  let reached = after;
  let failures = 0;
  while (!stopping.aborted) {
    const used = connection.current;
    const turn = new Turn(following, reached, stopping);
    const before = reached;
    try {
      for await (const batch of turn.batches()) {
        yield batch;
        // A consumer that never waits itself would keep the whole process from its other work.
        await nextTurn();
        if (stopping.aborted) break;
      }
    } finally {
      turn.end();
      reached = turn.reached;
    }
    if (stopping.aborted) break;
    if (turn.wasIdle) {
      failures = 0;
      continue;
    }
    connection.renew(used);
    failures = comparePositions(reached, before) > 0 ? 1 : failures + 1;
    const pauseMs = pausesMs[failures - 1];
    if (pauseMs === undefined)
      throw new LedgerUnavailable('the ledger cannot be followed', { cause: turn.failure });
    await delay(pauseMs, undefined, { signal: stopping }).catch(() => undefined);
  }
  if (!signal.aborted) throw new LedgerUnavailable('the ledger is closed');
}

/** One subscription, from its beginning until it fails or falls silent. */
class Turn {
  /** The position up to which there is nothing more to come: of an event, or of a checkpoint among others' events. */
  reached: Position;
  failure: Error | undefined;
  /** It was confirmed, and then there was nothing to tell for so long that it may be dead: no failure, but reason for another. */
  wasIdle = false;

  readonly #following: Following;
  readonly #stopping: AbortSignal;
  readonly #subscription: Subscription;
  /** Of the last checkpoint: everything before it has arrived, though perhaps not been taken. */
  #checkpoint: Position;
  #confirmed = false;
  #wake: () => void = () => undefined;

  constructor(following: Following, after: Position, stopping: AbortSignal) {
    this.#following = following;
    this.#stopping = stopping;
    this.reached = after;
    this.#checkpoint = after;
    this.#subscription = following.connection.subscribe(after, {
      arrived: () => this.#wake(),
      heard: (position) => {
        this.#confirmed = true;
        if (position !== undefined) this.#checkpoint = position;
        this.#wake();
      },
      ended: (reason) => {
        this.failure = reason;
        this.#wake();
      },
    });
  }

  /** @throws LedgerDamaged, when the events before the damaged one have been yielded */
  async *batches(): AsyncGenerator<readonly RecordedEvent[], void, undefined> {
    while (!this.#stopping.aborted) {
      const batch: RecordedEvent[] = [];
      let damage = this.#takeArrived(batch);
      // The client hands out a few events a turn: a consumer is better served by what comes close together.
      let quietTurns = 0;
      while (
        batch.length > 0 &&
        batch.length < mostInBatch &&
        !damage &&
        quietTurns < lingerTurns
      ) {
        const before = batch.length;
        await nextTurn();
        damage = this.#takeArrived(batch);
        quietTurns = batch.length > before ? 0 : quietTurns + 1;
      }
      if (batch.length > 0) yield batch;
      if (damage !== undefined) throw damage;
      if (batch.length > 0) continue;
      if (this.failure !== undefined || this.wasIdle) return;
      await this.#somethingToHear();
    }
  }

  end(): void {
    this.#subscription.cancel();
  }

  /** Adds to a batch what has arrived, up to an event that is damaged. */
  #takeArrived(batch: RecordedEvent[]): LedgerDamaged | undefined {
    while (batch.length < mostInBatch) {
      const event = this.#subscription.next();
      if (event === undefined) {
        // A checkpoint comes in line with the events: with none left, we are past it.
        if (comparePositions(this.#checkpoint, this.reached) > 0) this.reached = this.#checkpoint;
        break;
      }
      const position = positionOf(event);
      if (comparePositions(position, this.reached) <= 0) continue;
      try {
        const ours = ourEvent(event);
        if (ours !== undefined) batch.push(ours);
      } catch (error) {
        if (!(error instanceof LedgerDamaged)) throw error;
        return error;
      }
      this.reached = position;
    }
    return undefined;
  }

  /** Resolves at the next sign of life, at its absence for too long, and at the end. */
  async #somethingToHear(): Promise<void> {
    const { confirmMs, heartbeatMs } = this.#following;
    await new Promise<void>((resolve) => {
      const silent = setTimeout(
        () => {
          if (this.#confirmed) this.wasIdle = true;
          else this.failure = new Error('the server did not confirm the subscription');
          wake();
        },
        this.#confirmed ? heartbeatMs : confirmMs,
      );
      const wake = (): void => {
        clearTimeout(silent);
        this.#wake = () => undefined;
        this.#stopping.removeEventListener('abort', wake);
        resolve();
      };
      this.#wake = wake;
      this.#stopping.addEventListener('abort', wake);
      if (this.#stopping.aborted) wake();
    });
  }
}

// How far the read models have come, for a process that only reads them: their store is watched
// while a projector in another process keeps it.
import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, type Position } from '../ledger/event.js';
import { connectionOf, whileAvailable } from './postgres-connection.js';
import { openQueries, type Queries } from './postgres-queries.js';
import { progressChannel, progressOf, type ProgressRow } from './postgres-read-store.js';
import { schemaOf } from './postgres-tables.js';
import { PositionWaiters } from './position-waiters.js';
import type { ReadModelProgress, ReadModelStatus } from './read-model-progress.js';
import { storeName, type Progress, type ReadStoreReader } from './read-store.js';
import type { StoreDefinition } from './store-definition.js';

/** Longest the store is not looked at although nobody told of news, in milliseconds. */
const lookEveryMs = 500;

/** Pause before the server is tried again. */
const tryAgainMs = 250;

/** A statement that reads one row and is not answered within this means that the server is away. */
const answerMs = 3_000;

export class StoreWatch implements ReadStoreReader, ReadModelProgress {
  readonly name: string;
  private readonly schema: string;
  private readonly reading: Queries;
  private readonly stopping = new AbortController();
  private readonly waiting = new PositionWaiters(() => this.seen.position);
  private seen: Progress = { position: beforeAll, recordedMs: 0 };
  private told: Omit<ReadModelStatus, 'position'> = { caughtUp: false, away: true };
  private running: Promise<void> = Promise.resolve();
  private look: () => void = () => undefined;

  /**
   * @param url the database
   * @param failed told each time the store could not be watched; another attempt follows
   */
  constructor(
    private readonly url: string,
    definition: StoreDefinition,
    private readonly failed: (error: unknown) => void,
  ) {
    this.name = storeName(definition.tables, definition.versions);
    this.schema = schemaOf(this.name);
    this.reading = openQueries(url, this.schema);
  }

  start(): void {
    this.running = this.run();
  }

  get queries(): ReadStoreReader['queries'] {
    return this.reading.queries;
  }

  progress(): Progress {
    return this.seen;
  }

  position(): Promise<Position> {
    return this.reading.position();
  }

  reached(position: Position, timeoutMs: number): Promise<void> {
    return this.waiting.until(position, timeoutMs);
  }

  /** The stream a command was recorded on, as far as the store has come. @throws ReadStoreUnavailable */
  streamOfCommand(commandId: string): Promise<string | undefined> {
    return this.reading.streamOfCommand(commandId);
  }

  status(): ReadModelStatus {
    return { position: this.seen.position, ...this.told };
  }

  async close(): Promise<void> {
    this.stopping.abort();
    this.look();
    await this.running;
    this.waiting.letDown();
    await this.reading.close();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        await whileAvailable(() => this.watch());
      } catch (error) {
        if (signal.aborted) return;
        this.told = { caughtUp: false, away: true };
        this.failed(error);
        await sleep(tryAgainMs, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  /** Looks whenever there is news, and every now and then where none came, until the connection fails. */
  private async watch(): Promise<void> {
    const { signal } = this.stopping;
    const client = new pg.Client({
      ...connectionOf({ url: this.url, schema: this.schema, statementMs: answerMs }),
      query_timeout: answerMs,
    });
    let lost: Error | undefined;
    client.on('error', (error) => {
      lost = error;
      this.look();
    });
    client.on('notification', () => this.look());
    try {
      await client.connect();
      await client.query(`LISTEN ${progressChannel}`);
      while (!signal.aborted) {
        if (lost !== undefined) throw lost;
        const news = new Promise<void>((resolve) => (this.look = resolve));
        const { rows } = await client.query<ProgressRow>('SELECT * FROM progress');
        this.notice(rows[0]);
        const pause = new AbortController();
        await Promise.race([
          news,
          sleep(lookEveryMs, undefined, { signal: pause.signal }).catch(() => undefined),
        ]);
        pause.abort();
      }
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  private notice(row: ProgressRow | undefined): void {
    if (row === undefined) return;
    this.seen = progressOf(row);
    const { caught_up: caughtUp, halted_at: position, halted_reason: reason } = row;
    this.told =
      position === null || reason === null
        ? { caughtUp }
        : { caughtUp, halted: { position, reason } };
    if (this.told.halted === undefined) this.waiting.hope();
    this.waiting.advanced(this.seen.position);
    if (this.told.halted !== undefined) this.waiting.letDown();
  }
}

// The read store in PostgreSQL. One process writes it: the one that holds the store's advisory lock,
// on the very connection it writes with, so that whoever has lost the lock cannot write any more.
// Rows and position are one transaction. Reading goes through a pool of connections of its own.
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { beforeAll, type Position } from '../ledger/event.js';
import { computeKeys, deriveInto } from './postgres-derived.js';
import { asUnavailable, connectionOf, whileAvailable } from './postgres-connection.js';
import { openQueries, type Queries } from './postgres-queries.js';
import {
  closeOf,
  insertOf,
  schemaBeside,
  schemaOf,
  showStore,
  tablesOf,
} from './postgres-tables.js';
import {
  ReadStoreUnavailable,
  storeName,
  type Progress,
  type ReadStore,
  type Slice,
} from './read-store.js';
import { indexesOf, type StoreDefinition } from './store-definition.js';
import type { Value } from './rows.js';

/** How often the one who writes shows that it goes on, and after which silence the server ends its session. */
const beatMs = 750;
const silentMs = 3_000;

/** How often the one who stands by asks for the lock. */
const askAgainMs = 500;

/** The channel on which the one who writes tells those who read that there is more. */
export const progressChannel = 'wenze_progress';

/**
 * Opens the store of this definition in a database, or begins a new one beside those of other
 * definitions, which stay until this one has caught up. Nothing is written before `takeUp`.
 */
export function openPostgresReadStore(url: string, definition: StoreDefinition): ReadStore {
  return new PostgresReadStore(url, definition, 'kept');
}

/**
 * Begins the store of this definition anew, beside the one that stands, which is asked meanwhile:
 * `caughtUp` puts the new one in its place.
 */
export function beginPostgresReadStore(url: string, definition: StoreDefinition): ReadStore {
  return new PostgresReadStore(url, definition, 'being filled');
}

/** What stands in the table `progress`: one row. */
export interface ProgressRow {
  readonly position: number;
  readonly event_id: string;
  readonly recorded_ms: number;
  readonly caught_up: boolean;
  readonly halted_at: string | null;
  readonly halted_reason: string | null;
}

class PostgresReadStore implements ReadStore {
  readonly name: string;
  private readonly schema: string;
  private readonly reading: Queries;
  private writer: pg.Client | undefined;
  private beating: NodeJS.Timeout | undefined;
  private applied: Progress = { position: beforeAll, recordedMs: 0 };
  /** Keys whose derived rows are computed at the end of a filling. */
  private readonly waiting = new Map<string, Set<string>>();

  constructor(
    private readonly url: string,
    private readonly definition: StoreDefinition,
    private state: 'kept' | 'being filled',
  ) {
    this.name = storeName(definition.tables, definition.versions);
    this.schema = schemaOf(this.name);
    this.reading = openQueries(url, this.searched);
  }

  /** Where tables are looked for: while they are built, in the schema beside first, which has another name in the end. */
  private get searched(): string {
    return this.state === 'kept' ? this.schema : `${schemaBeside(this.schema)},${this.schema}`;
  }

  get queries(): ReadStore['queries'] {
    return this.reading.queries;
  }

  progress(): Progress {
    return this.applied;
  }

  position(): Promise<Position> {
    return this.reading.position();
  }

  async takeUp(signal: AbortSignal): Promise<void> {
    if (this.writer !== undefined) return;
    const writer = new pg.Client(
      connectionOf({ url: this.url, schema: this.searched, statementMs: 0 }),
    );
    // A connection that is lost between two transactions is met by the next of them.
    const lost = (): void => this.lose(writer);
    writer.on('error', lost);
    writer.on('end', lost);
    const giveUp = (): void => void writer.end().catch(() => undefined);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      await whileAvailable(() => writer.connect());
      await whileAvailable(() => this.prepare(writer, signal));
    } catch (error) {
      await writer.end().catch(() => undefined);
      throw error;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
    this.writer = writer;
    this.beat(writer);
  }

  /** Shows the server that this process goes on, also while there is nothing to write. */
  private beat(writer: pg.Client): void {
    let answered = true;
    this.beating = setInterval(() => {
      if (!answered) return;
      answered = false;
      writer.query('SELECT 1').then(
        () => (answered = true),
        () => {
          this.lose(writer);
        },
      );
    }, beatMs);
    this.beating.unref();
  }

  private async prepare(writer: pg.Client, signal: AbortSignal): Promise<void> {
    // The server must notice within seconds that the one who wrote is gone: its machine died
    // without a word, or it was stopped in the midst of its work. Only then is its lock free for
    // the one that stands by.
    await writer.query(
      `SET tcp_keepalives_idle = 1; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 2;
       SET tcp_user_timeout = ${String(silentMs)}; SET idle_session_timeout = ${String(silentMs)};
       SET idle_in_transaction_session_timeout = ${String(silentMs)}`,
    );
    await this.lock(writer, signal);
    const schema = this.state === 'kept' ? this.schema : schemaBeside(this.schema);
    if (this.state === 'being filled') {
      await writer.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      // A cut-off filling is begun anew: nothing of it has to last before its end. It may think for
      // long between two slices, and nobody stands by for it.
      await writer.query(
        'SET synchronous_commit = off; SET idle_session_timeout = 0; SET idle_in_transaction_session_timeout = 0',
      );
    }
    // As one statement it is one transaction: the tables are there whole or not at all.
    await writer.query(tablesOf(this.definition, schema));
    await writer.query(
      `INSERT INTO progress VALUES (1, 0, '', 0, false, NULL, NULL)
       ON CONFLICT (id) DO UPDATE SET halted_at = NULL, halted_reason = NULL`,
    );
    const { rows } = await writer.query<ProgressRow>('SELECT * FROM progress');
    const [row] = rows;
    if (row === undefined) throw new Error('bug: the store has no progress');
    this.applied = progressOf(row);
  }

  /** Asks for the lock until it is free: whoever waited in one statement would keep the server from clearing away what was deleted meanwhile. */
  private async lock(writer: pg.Client, signal: AbortSignal): Promise<void> {
    for (;;) {
      const { rows } = await writer.query<{ locked: boolean }>(
        'SELECT pg_try_advisory_lock($1) AS locked',
        [lockOf(this.schema)],
      );
      if (rows[0]?.locked === true) return;
      await sleep(askAgainMs, undefined, { signal });
    }
  }

  async apply(slice: Slice): Promise<void> {
    const { position, eventId, recordedMs } = slice;
    await this.inTransaction(async (writer) => {
      await this.write(writer, slice);
      const { rowCount } = await writer.query({
        name: 'progress',
        text: `UPDATE progress SET position = $1, event_id = $2, recorded_ms = $3
          WHERE id = 1 AND position = $4`,
        values: [position, eventId, recordedMs, this.applied.position],
      });
      // The lock keeps others away; this says so even where it did not.
      if (rowCount !== 1) throw new Error('another process has written to the read store');
      if (this.state === 'kept') await writer.query(`NOTIFY ${progressChannel}`);
    });
    this.applied = progressOf({ position, event_id: eventId, recorded_ms: recordedMs });
  }

  private async write(writer: pg.Client, slice: Slice): Promise<void> {
    for (const { table, opened, closed } of slice.tables) {
      // Closing first: a row that is closed and opened again in one slice keeps both spans.
      if (closed.length > 0) {
        const keys = closed.map(({ values, to }) => [...values.slice(0, table.keyLength), to]);
        const { rowCount } = await writer.query({
          name: `close ${table.name}`,
          text: closeOf(table),
          values: columnsOf(keys, table.keyLength + 1),
        });
        if (rowCount !== closed.length)
          throw new Error(`the read store does not hold the ${table.name} row it should close`);
      }
      if (opened.length > 0) {
        const rows = opened.map(({ values, from, to }) => [...values, from, to]);
        await writer.query({
          name: `open ${table.name}`,
          text: insertOf(table),
          values: columnsOf(rows, Object.keys(table.columns).length + 2),
        });
      }
    }
    await deriveInto(writer, this.definition.derived, slice, this.state, this.waiting);
    const { commands = [] } = slice;
    if (commands.length > 0)
      await writer.query({
        name: 'commands',
        text: `INSERT INTO commands SELECT * FROM unnest($1::text[], $2::text[])
          ON CONFLICT (command_id) DO NOTHING`,
        values: [
          commands.map(({ command_id }) => command_id),
          commands.map(({ stream }) => stream),
        ],
      });
    if (slice.instants.length > 0)
      await writer.query({
        name: 'instants',
        text: `INSERT INTO instants SELECT * FROM unnest($1::bigint[], $2::bigint[])
          ON CONFLICT (recorded_ms) DO UPDATE SET position = excluded.position`,
        values: [
          slice.instants.map(({ recorded_ms }) => recorded_ms),
          slice.instants.map(({ position }) => position),
        ],
      });
  }

  async caughtUp(): Promise<void> {
    const { definition } = this;
    for (const index of indexesOf(definition))
      await this.inTransaction((writer) => writer.query(index));
    if (this.state === 'being filled') {
      await this.inTransaction(async (writer) => {
        for (const derived of definition.derived)
          await computeKeys(writer, derived, this.waiting.get(derived.table.name) ?? new Set());
        // From here on every commit waits for the disk again, this one first.
        await writer.query('SET synchronous_commit = on');
      });
      this.waiting.clear();
    }
    await this.inTransaction(async (writer) => {
      await writer.query('UPDATE progress SET caught_up = true');
      if (this.state === 'being filled')
        await writer.query(
          `DROP SCHEMA IF EXISTS ${this.schema} CASCADE;
           ALTER SCHEMA ${schemaBeside(this.schema)} RENAME TO ${this.schema}`,
        );
      await showStore(writer, definition, this.schema);
    });
    this.state = 'kept';
    await this.using((writer) => writer.query('ANALYZE'));
  }

  async close(): Promise<void> {
    const { writer } = this;
    if (writer !== undefined) this.lose(writer);
    await writer?.end().catch(() => undefined);
    await this.reading.close();
  }

  /** The event that could not be applied, for the processes that only read this store. */
  async halted(position: Position, reason: string): Promise<void> {
    await this.using((writer) =>
      writer.query('UPDATE progress SET halted_at = $1, halted_reason = $2', [position, reason]),
    );
  }

  /** All of it or nothing; after an error the connection, and with it the lock, is given up: what is stored is looked at anew. */
  private inTransaction(work: (writer: pg.Client) => Promise<unknown>): Promise<void> {
    return this.using(async (writer) => {
      await writer.query('BEGIN');
      await work(writer);
      await writer.query('COMMIT');
    });
  }

  /** @throws ReadStoreUnavailable also where the connection was lost since the last work, or the store was never taken up */
  private async using(work: (writer: pg.Client) => Promise<unknown>): Promise<void> {
    const { writer } = this;
    if (writer === undefined)
      throw new ReadStoreUnavailable('no connection keeps the read models: `takeUp` comes first');
    try {
      await work(writer);
    } catch (error) {
      this.lose(writer);
      await writer.end().catch(() => undefined);
      throw asUnavailable(error);
    }
  }

  private lose(writer: pg.Client): void {
    if (this.writer !== writer) return;
    this.writer = undefined;
    clearInterval(this.beating);
  }
}

/** A lock of its own for each store: a new release fills its store while the old one is still kept. */
export function lockOf(schema: string): string {
  return createHash('sha256').update(schema).digest().readBigInt64BE().toString();
}

/** The last event applied, as a row of `progress` says. */
export function progressOf({
  position,
  event_id,
  recorded_ms,
}: {
  readonly position: number | Position;
  readonly event_id: string;
  readonly recorded_ms: number;
}): Progress {
  return {
    position: String(position),
    recordedMs: recorded_ms,
    ...(event_id === '' ? {} : { eventId: event_id }),
  };
}

/** Rows as columns. */
function columnsOf(rows: readonly (readonly Value[])[], width: number): Value[][] {
  return Array.from({ length: width }, (_, column) => rows.map((row) => row[column] ?? null));
}

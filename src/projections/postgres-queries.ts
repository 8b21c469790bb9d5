// Reading a store in PostgreSQL: a small pool of connections, and kysely upon it. A connection on
// which anything was not answered is given up, and one that has rested is asked whether it still
// stands before it is used: a network can go away without a word, and its connections with it.
import {
  CompiledQuery,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import { connectionOf, wasAnswered, whileAvailable } from './postgres-connection.js';
import { ReadStoreUnavailable, type ReadStoreReader, type StoreTables } from './read-store.js';

/** Connections of one process: each serves one query at a time. */
const mostConnections = 10;

/** Milliseconds a query may take before the server gives it up. */
const longestQueryMs = 15_000;

/** And a little longer before we do: the server is not there to say so. */
const longestWaitMs = longestQueryMs + 500;

/** A connection unused for so long is asked for a sign of life, which it must give within the other. */
const restedMs = 1_000;
const signOfLifeMs = 2_000;

export interface Queries extends Pick<ReadStoreReader, 'queries' | 'position'> {
  /** The stream a command was recorded on, as far as the store has come. @throws ReadStoreUnavailable */
  streamOfCommand(commandId: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Opens a pool; its first connection is made by the first query. */
export function openQueries(url: string, schema: string, most = mostConnections): Queries {
  const pool = new pg.Pool({
    ...connectionOf({ url, schema, statementMs: longestQueryMs }),
    query_timeout: longestWaitMs,
    max: most,
    idleTimeoutMillis: 30_000,
  });
  // A connection that is lost while nobody uses it is replaced by the next query.
  pool.on('error', () => undefined);
  // And one that is lost in the midst of a query says so to whoever asked; but the pool does not
  // listen to it meanwhile, and an error that nobody listens to would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const dialect: Dialect = {
    createAdapter: () => new PostgresAdapter(),
    createQueryCompiler: () => new PostgresQueryCompiler(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createDriver: () => new PoolDriver(pool),
  };
  const queries = new Kysely<StoreTables>({ dialect });
  return {
    queries,
    async position() {
      const asked = sql<{ position: number }>`SELECT position FROM progress`;
      const { rows } = await asked.execute(queries);
      return String(rows[0]?.position ?? 0);
    },
    async streamOfCommand(commandId) {
      const asked = sql<{
        stream: string;
      }>`SELECT stream FROM commands WHERE command_id = ${commandId}`;
      const { rows } = await asked.execute(queries);
      return rows[0]?.stream;
    },
    close: () => queries.destroy(),
  };
}

class PoolDriver implements Driver {
  private readonly lastUsed = new WeakMap<pg.PoolClient, number>();
  private lostAt = -Infinity;

  constructor(private readonly pool: pg.Pool) {}

  async init(): Promise<void> {
    // The pool connects when it is asked.
  }

  /** @throws ReadStoreUnavailable */
  async acquireConnection(): Promise<PoolConnection> {
    for (;;) {
      const client = await whileAvailable(() => this.pool.connect());
      if (await this.stands(client)) return new PoolConnection(client);
      client.release(true);
    }
  }

  async releaseConnection({ client, broken }: PoolConnection): Promise<void> {
    this.lastUsed.set(client, performance.now());
    client.release(broken);
  }

  async beginTransaction(connection: PoolConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('BEGIN'));
  }

  async commitTransaction(connection: PoolConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('COMMIT'));
  }

  async rollbackTransaction(connection: PoolConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('ROLLBACK'));
  }

  destroy(): Promise<void> {
    return this.pool.end();
  }

  private async stands(client: pg.PoolClient): Promise<boolean> {
    const used = this.lastUsed.get(client);
    if (used === undefined) return true;
    // What one of them has lost, the others that have rested since have lost with it.
    if (used < this.lostAt) return false;
    if (performance.now() - used < restedMs) return true;
    const asked: pg.QueryConfig & { query_timeout: number } = {
      text: 'SELECT 1',
      query_timeout: signOfLifeMs,
    };
    return client.query(asked).then(
      () => true,
      () => {
        this.lostAt = performance.now();
        return false;
      },
    );
  }
}

class PoolConnection implements DatabaseConnection {
  /** Something was not answered on it: whatever comes after would wait behind that. */
  broken = false;

  constructor(readonly client: pg.PoolClient) {}

  /** @throws ReadStoreUnavailable */
  async executeQuery<R>({ sql: text, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, rowCount, command } = await this.answered(() =>
      this.client.query(text, [...parameters]),
    );
    const changed = /^(INSERT|UPDATE|DELETE|MERGE)$/.test(command);
    return {
      rows: rows as R[],
      ...(changed ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}),
    };
  }

  async *streamQuery<R>(
    { sql: text, parameters }: CompiledQuery,
    chunkSize: number,
  ): AsyncIterableIterator<QueryResult<R>> {
    const cursor = this.client.query(new Cursor<R>(text, [...parameters]));
    try {
      for (;;) {
        const rows = await this.answered(() => cursor.read(chunkSize));
        if (rows.length === 0) break;
        yield { rows };
      }
    } finally {
      if (!this.broken) await this.answered(() => cursor.close());
    }
  }

  private async answered<T>(ask: () => Promise<T>): Promise<T> {
    try {
      return await whileAvailable(ask);
    } catch (error) {
      const cause = error instanceof ReadStoreUnavailable ? error.cause : error;
      if (!wasAnswered(cause)) this.broken = true;
      throw error;
    }
  }
}

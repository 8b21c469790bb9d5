// Reading a store in PostgreSQL: a small pool of connections, and kysely upon it.
import {
  Kysely,
  PostgresDialect,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
  type TransactionSettings,
} from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import type { Position } from '../ledger/event.js';
import { connectionOf, whileAvailable } from './postgres-connection.js';
import type { ReadStoreReader, StoreTables } from './read-store.js';

/** Connections of one process: each serves one query at a time. */
const mostConnections = 10;

/** Milliseconds a query may take before the server gives it up. */
const longestQueryMs = 15_000;

export interface Queries extends Pick<ReadStoreReader, 'queries' | 'position'> {
  /** The stream a command was recorded on, as far as the store has come. @throws ReadStoreUnavailable */
  streamOfCommand(commandId: string): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Opens a pool; its first connection is made by the first query. */
export function openQueries(url: string, schema: string, most = mostConnections): Queries {
  const pool = new pg.Pool({
    ...connectionOf({ url, schema, statementMs: longestQueryMs }),
    max: most,
    idleTimeoutMillis: 30_000,
  });
  // A connection that is lost while nobody uses it is replaced by the next query.
  pool.on('error', () => undefined);
  // And one that is lost in the midst of a query says so to whoever asked; but the pool does not
  // listen to it meanwhile, and an error that nobody listens to would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const queries = new Kysely<StoreTables>({ dialect: new Dialect({ pool, cursor: Cursor }) });
  return {
    queries,
    position: () =>
      whileAvailable(async (): Promise<Position> => {
        const { rows } = await pool.query<{ position: number }>({
          name: 'position',
          text: 'SELECT position FROM progress',
        });
        return String(rows[0]?.position ?? 0);
      }),
    streamOfCommand: (commandId) =>
      whileAvailable(async () => {
        const { rows } = await pool.query<{ stream: string }>({
          name: 'command',
          text: 'SELECT stream FROM commands WHERE command_id = $1',
          values: [commandId],
        });
        return rows[0]?.stream;
      }),
    close: () => queries.destroy(),
  };
}

/** kysely's own, with one error for every trouble with the server. */
class Dialect extends PostgresDialect {
  override createDriver(): Driver {
    return new WatchedDriver(super.createDriver());
  }
}

class WatchedDriver implements Driver {
  constructor(private readonly driver: Driver) {}

  init(): Promise<void> {
    return this.driver.init();
  }

  acquireConnection(): Promise<WatchedConnection> {
    return whileAvailable(async () => new WatchedConnection(await this.driver.acquireConnection()));
  }

  releaseConnection(connection: WatchedConnection): Promise<void> {
    return this.driver.releaseConnection(connection.watched);
  }

  beginTransaction(connection: WatchedConnection, settings: TransactionSettings): Promise<void> {
    return whileAvailable(() => this.driver.beginTransaction(connection.watched, settings));
  }

  commitTransaction(connection: WatchedConnection): Promise<void> {
    return whileAvailable(() => this.driver.commitTransaction(connection.watched));
  }

  rollbackTransaction(connection: WatchedConnection): Promise<void> {
    return whileAvailable(() => this.driver.rollbackTransaction(connection.watched));
  }

  destroy(): Promise<void> {
    return this.driver.destroy();
  }
}

class WatchedConnection implements DatabaseConnection {
  constructor(readonly watched: DatabaseConnection) {}

  executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return whileAvailable(() => this.watched.executeQuery<R>(query));
  }

  streamQuery<R>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    return this.watched.streamQuery<R>(query, chunkSize);
  }
}

// A read store in PostgreSQL as somebody sees it who only reads it once, beside whoever keeps it.
import { sql } from 'kysely';
import pg from 'pg';
import { connectionOf, whileAvailable } from './postgres-connection.js';
import { openQueries } from './postgres-queries.js';
import { lockOf, progressOf, type ProgressRow } from './postgres-read-store.js';
import { schemaOf } from './postgres-tables.js';
import { storeName, type ReadStoreReader } from './read-store.js';
import type { StoreDefinition } from './store-definition.js';

/**
 * Opens the store of this definition and changes nothing in it; its progress is what it was then.
 * Undefined where none has been made, or none that ever caught up.
 * @throws ReadStoreUnavailable
 */
export async function openPostgresReadStoreReader(
  url: string,
  { tables, versions }: StoreDefinition,
): Promise<ReadStoreReader | undefined> {
  const name = storeName(tables, versions);
  const reading = openQueries(url, schemaOf(name), 1);
  const { queries } = reading;
  try {
    const made = await sql<{ made: boolean }>`
      select to_regclass(${`${schemaOf(name)}.progress`}) is not null as made`.execute(queries);
    if (made.rows[0]?.made === true) {
      const { rows } = await sql<ProgressRow>`select * from progress`.execute(queries);
      const [row] = rows;
      if (row?.caught_up === true) {
        const progress = progressOf(row);
        return {
          name,
          queries,
          progress: () => progress,
          position: () => reading.position(),
          close: () => reading.close(),
        };
      }
    }
  } catch (error) {
    await reading.close();
    throw error;
  }
  await reading.close();
  return undefined;
}

/** Whether a process keeps the store of this definition now. @throws ReadStoreUnavailable */
export async function isKept(url: string, { tables, versions }: StoreDefinition): Promise<boolean> {
  const schema = schemaOf(storeName(tables, versions));
  const client = new pg.Client(connectionOf({ url, schema, statementMs: 3_000 }));
  client.on('error', () => undefined);
  try {
    return await whileAvailable(async () => {
      await client.connect();
      // Had for a moment it is given back with the connection.
      const { rows } = await client.query<{ free: boolean }>(
        'SELECT pg_try_advisory_lock($1) AS free',
        [lockOf(schema)],
      );
      return rows[0]?.free !== true;
    });
  } finally {
    await client.end().catch(() => undefined);
  }
}

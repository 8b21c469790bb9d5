// The tables of a read store in PostgreSQL: one schema for each store, named by what it holds, so
// that a new release fills its own beside the old one; and the schema `wenze_bi` of the views for
// dashboards, which always shows the store that has caught up.
import type pg from 'pg';
import { stillKnown, type Table } from './rows.js';
import { createTable, type StoreDefinition } from './store-definition.js';

/** Where readers outside this program find the views. */
const biSchema = 'wenze_bi';

/** The role that may read the views and nothing else, to be granted to whoever logs in for a dashboard; made when the store's own user may make roles. */
export const biRole = 'wenze_reader';

/** The schema of the store of a name. */
export function schemaOf(name: string): string {
  return `wenze_${name}`;
}

/** Where the store of a schema is built anew, beside the one that stands. */
export function schemaBeside(schema: string): string {
  return `${schema}_anew`;
}

/**
 * SQL that makes the tables of a store where there are none. Text is compared by its bytes, so that
 * order and cursors agree with SQLite's.
 */
export function tablesOf({ tables, views }: StoreDefinition, schema: string): string {
  return [
    `CREATE SCHEMA IF NOT EXISTS ${schema}`,
    ...tables.map((table) => createTable(table, { text: 'text COLLATE "C"', integer: 'bigint' })),
    ...views.map(({ name, select }) => `CREATE OR REPLACE VIEW ${name} AS ${select}`),
    'CREATE TABLE IF NOT EXISTS instants (recorded_ms bigint PRIMARY KEY, position bigint NOT NULL)',
    'CREATE TABLE IF NOT EXISTS commands (command_id text COLLATE "C" PRIMARY KEY, stream text NOT NULL)',
    // `halted_at`: the event that the projector could not apply, for the processes that only read.
    `CREATE TABLE IF NOT EXISTS progress (id smallint PRIMARY KEY CHECK (id = 1),
      position bigint NOT NULL, event_id text NOT NULL, recorded_ms bigint NOT NULL,
      caught_up boolean NOT NULL, halted_at text, halted_reason text)`,
  ].join(';\n');
}

/** SQL that appends rows given column by column: one parameter a column, however many rows there are. */
export function insertOf({ name, columns }: Table): string {
  const types = [...Object.values(columns).map(arrayType), 'bigint[]', 'bigint[]'];
  const values = types.map((type, index) => `$${String(index + 1)}::${type}`);
  return `INSERT INTO ${name} SELECT * FROM unnest(${values.join(', ')})`;
}

/** SQL that ends what is known of rows given by key, and the position it ends at, column by column. */
export function closeOf({ name, columns, keyLength }: Table): string {
  const key = Object.entries(columns).slice(0, keyLength);
  const values = [...key.map(([, type]) => arrayType(type)), 'bigint[]'].map(
    (type, index) => `$${String(index + 1)}::${type}`,
  );
  const names = [...key.map(([column]) => column), 'ended'];
  const same = key.map(([column]) => `t.${column} = e.${column}`);
  return `UPDATE ${name} AS t SET known_to = e.ended
    FROM unnest(${values.join(', ')}) AS e (${names.join(', ')})
    WHERE ${same.join(' AND ')} AND t.known_to = ${String(stillKnown)}`;
}

function arrayType(type: string): string {
  return type.startsWith('text') ? 'text[]' : 'bigint[]';
}

/**
 * Shows this store to readers outside, in place of the one shown before, and lets go of all others.
 * All at once: a reader finds the old views or the new ones.
 */
export async function showStore(
  client: pg.Client,
  { views }: StoreDefinition,
  schema: string,
): Promise<void> {
  // Roles are of the whole server: another database's store may be making it at this moment.
  await client.query(
    `DO $$ BEGIN CREATE ROLE ${biRole} NOLOGIN;
      EXCEPTION WHEN duplicate_object OR unique_violation OR insufficient_privilege THEN NULL; END $$`,
  );
  const { rows: roles } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [biRole]);
  const { rows: others } = await client.query<{ nspname: string }>(
    "SELECT nspname FROM pg_namespace WHERE nspname ~ '^wenze_[0-9a-f]{12}(_anew)?$' AND nspname <> $1",
    [schema],
  );
  const shown = views.map(
    ({ name }) => `CREATE VIEW ${biSchema}.${name} AS SELECT * FROM ${schema}.${name}`,
  );
  const granted =
    roles.length === 0
      ? []
      : [
          `GRANT USAGE ON SCHEMA ${biSchema} TO ${biRole}`,
          `GRANT SELECT ON ALL TABLES IN SCHEMA ${biSchema} TO ${biRole}`,
        ];
  await client.query(
    [
      `DROP SCHEMA IF EXISTS ${biSchema} CASCADE`,
      `CREATE SCHEMA ${biSchema}`,
      ...shown,
      ...granted,
      ...others.map(({ nspname }) => `DROP SCHEMA ${nspname} CASCADE`),
    ].join(';\n'),
  );
}

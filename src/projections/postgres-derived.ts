// Keeps the derived tables of a read store in PostgreSQL: in the transaction of the slice that
// reached a key, or, while a store is being filled, once at the end.
import type pg from 'pg';
import { keysReached, orderOf, type Derived, type StoredRow } from './derived.js';
import { insertOf } from './postgres-tables.js';
import type { Slice } from './read-store.js';

/** Keys looked up at once. */
const keysAtOnce = 500;

/**
 * Computes anew what a slice reaches; while a store is being filled, notes it for the end.
 * @param waiting what was noted, by derived table
 */
export async function deriveInto(
  writer: pg.Client,
  all: readonly Derived[],
  slice: Slice,
  state: 'kept' | 'being filled',
  waiting: Map<string, Set<string>>,
): Promise<void> {
  for (const derived of all) {
    const keys = keysReached(derived, slice, state === 'kept' ? 'all' : 'decisive');
    if (state === 'kept') {
      await computeKeys(writer, derived, keys);
      continue;
    }
    let noted = waiting.get(derived.table.name);
    if (noted === undefined) waiting.set(derived.table.name, (noted = new Set()));
    for (const key of keys) noted.add(key);
  }
}

/** Computes the derived rows of these keys anew. */
export async function computeKeys(
  writer: pg.Client,
  derived: Derived,
  keys: ReadonlySet<string>,
): Promise<void> {
  const all = [...keys];
  for (let from = 0; from < all.length; from += keysAtOnce)
    await compute(writer, derived, all.slice(from, from + keysAtOnce));
}

async function compute(
  writer: pg.Client,
  { table, sources, rowsOf }: Derived,
  keys: readonly string[],
): Promise<void> {
  const found = new Map<string, Map<string, StoredRow[]>>(keys.map((key) => [key, new Map()]));
  for (const { table: source, column } of sources) {
    const { rows } = await writer.query<StoredRow>({
      name: `derive ${table.name} from ${source.name}`,
      text: `SELECT * FROM ${source.name} WHERE ${column} = ANY($1::text[]) ORDER BY ${orderOf(source)}`,
      values: [keys],
    });
    for (const of of found.values()) of.set(source.name, []);
    for (const row of rows) found.get(String(row[column]))?.get(source.name)?.push(row);
  }
  const columns = [...Object.keys(table.columns), 'known_from', 'known_to'];
  const rows = [...found].flatMap(([key, versions]) => rowsOf(key, versions));
  await writer.query({
    name: `clear ${table.name}`,
    text: `DELETE FROM ${table.name} WHERE ${String(columns[0])} = ANY($1::text[])`,
    values: [keys],
  });
  if (rows.length > 0)
    await writer.query({
      name: `open ${table.name}`,
      text: insertOf(table),
      values: columns.map((column) => rows.map((row) => row[column] ?? null)),
    });
}

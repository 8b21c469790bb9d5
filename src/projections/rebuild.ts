// A read store built from the ledger alone, up to any position, and the comparison of two stores.
import { sql } from 'kysely';
import { comparePositions, type Position } from '../ledger/event.js';
import type { LedgerReader, StreamwiseLedger } from '../ledger/ledger.js';
import { fillInOrder } from './in-order.js';
import type { ReadStore, ReadStoreReader } from './read-store.js';
import { stillKnown, type Table, type Value } from './rows.js';
import {
  fillStreamByStream,
  type FillingOptions,
  type StreamwiseSource,
} from './stream-by-stream.js';
import { storeDefinition } from './streams.js';

export interface RebuildOptions extends FillingOptions {
  /** The last position to apply; the ledger's head at the start when left out. */
  readonly until?: Position | undefined;
}

/** What a rebuild reads: stream after stream where the ledger can be read so, in its own order where not. */
export type RebuildableLedger =
  | Pick<LedgerReader, 'follow' | 'head' | 'read'>
  | (StreamwiseSource & Pick<StreamwiseLedger, 'head'>);

/**
 * Fills a store that was just begun, which is then like one that followed the ledger. The caller
 * closes it, also where this fails.
 * @returns how many events were applied
 * @throws PoisonEvent when an event cannot be applied; nothing is built then
 */
export async function rebuild(
  ledger: RebuildableLedger,
  store: ReadStore,
  { until, ...filling }: RebuildOptions = {},
): Promise<number> {
  await store.takeUp(new AbortController().signal);
  const head = await ledger.head();
  const last = until !== undefined && comparePositions(until, head) < 0 ? until : head;
  const events =
    'byStream' in ledger
      ? await fillStreamByStream(ledger, store, last, filling)
      : await fillInOrder(ledger, store, last, filling.progressed);
  await store.caughtUp();
  return events;
}

/** How many rows the tables of a store hold, all spans of them. */
export async function countRows({ queries }: Pick<ReadStoreReader, 'queries'>): Promise<number> {
  let rows = 0;
  for (const { name } of storeDefinition.tables) {
    const counted = await sql<{ rows: number }>`
      select count(*) as rows from ${sql.table(name)}`.execute(queries);
    rows += counted.rows[0]?.rows ?? 0;
  }
  return rows;
}

/** A table in which two stores differ, and how many rows only one of them holds. */
export interface TableDifference {
  readonly table: string;
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

/**
 * The tables in which two stores differ, compared row by row in order of their keys; none when both
 * give the same answer to every question about every position up to `until`. A store that has come
 * further is taken as it was then: without the rows it learnt later, and with those it gave up
 * later still holding.
 * @param until position up to which they are compared; all that they hold when left out
 */
export async function compareStores(
  first: Pick<ReadStoreReader, 'queries'>,
  second: Pick<ReadStoreReader, 'queries'>,
  until?: Position,
): Promise<readonly TableDifference[]> {
  const last = until === undefined ? stillKnown - 1 : Number(until);
  const differences: TableDifference[] = [];
  const contents = [
    ...storeDefinition.tables.map((table) => ({
      table: table.name,
      of: (store: Pick<ReadStoreReader, 'queries'>) => rowsUpTo(store, table, last),
    })),
    {
      table: 'instants',
      of: (store: Pick<ReadStoreReader, 'queries'>) => instantsUpTo(store, last),
    },
  ];
  for (const { table, of } of contents) {
    const { onlyFirst, onlySecond } = await difference(of(first), of(second));
    if (onlyFirst > 0 || onlySecond > 0) differences.push({ table, onlyFirst, onlySecond });
  }
  return differences;
}

interface ComparedRow {
  readonly key: readonly Value[];
  readonly content: string;
}

async function* rowsUpTo(
  { queries }: Pick<ReadStoreReader, 'queries'>,
  { name, columns, keyLength }: Table,
  last: number,
): AsyncGenerator<ComparedRow> {
  const names = Object.keys(columns);
  const key = [...names.slice(0, keyLength), 'known_from'];
  // What no store could have learnt yet is not what it gave up later: it was put there.
  const until = sql<number>`case when known_to > ${last}
    and known_to <= (select position from progress) then ${stillKnown} else known_to end`;
  let query = queries
    .selectFrom(sql<Record<string, Value>>`${sql.table(name)}`.as('t'))
    .select([...names, 'known_from'].map((column) => sql<Value>`${sql.ref(column)}`.as(column)))
    .select(until.as('known_to'))
    .where('known_from', '<=', last);
  for (const column of key) query = query.orderBy(sql.ref(column));
  for await (const row of query.stream())
    yield { key: key.map((column) => row[column] ?? null), content: JSON.stringify(row) };
}

async function* instantsUpTo(
  { queries }: Pick<ReadStoreReader, 'queries'>,
  last: number,
): AsyncGenerator<ComparedRow> {
  if (last === 0) return;
  // The last row begins at or before `last` and may go on after it: it is cut there.
  const lastRow = sql<number>`coalesce(
    (select min(recorded_ms) from instants where position >= ${last}), ${stillKnown})`;
  const query = queries
    .selectFrom('instants')
    .select('recorded_ms')
    .select(sql<number>`case when position > ${last} then ${last} else position end`.as('position'))
    .where('recorded_ms', '<=', lastRow)
    .orderBy('recorded_ms');
  for await (const row of query.stream())
    yield { key: [row.recorded_ms], content: JSON.stringify(row) };
}

/** Walks two tables in order of their keys, as one merges sorted lists: neither is held in memory. */
async function difference(
  first: AsyncIterator<ComparedRow, undefined>,
  second: AsyncIterator<ComparedRow, undefined>,
): Promise<{ onlyFirst: number; onlySecond: number }> {
  const next = async (rows: typeof first): Promise<ComparedRow | undefined> =>
    (await rows.next()).value;
  const found = { onlyFirst: 0, onlySecond: 0 };
  let [a, b] = [await next(first), await next(second)];
  while (a !== undefined || b !== undefined) {
    const order = a === undefined ? 1 : b === undefined ? -1 : compareKeys(a.key, b.key);
    if (order < 0 || (order === 0 && a?.content !== b?.content)) found.onlyFirst += 1;
    if (order > 0 || (order === 0 && a?.content !== b?.content)) found.onlySecond += 1;
    if (order <= 0) a = await next(first);
    if (order >= 0) b = await next(second);
  }
  return found;
}

/** The order of the databases: by bytes, as both SQLite's default and COLLATE "C" have it. */
function compareKeys(a: readonly Value[], b: readonly Value[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index];
    if (typeof value === 'number' && typeof other === 'number' && value !== other)
      return value - other;
    if (typeof value === 'string' && typeof other === 'string' && value !== other)
      return Buffer.compare(Buffer.from(value), Buffer.from(other));
  }
  return 0;
}

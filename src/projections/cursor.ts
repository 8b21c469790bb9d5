// Pages of a list. The first page fixes the position it is known at, and the date it is asked for;
// its cursor carries both, so later pages show the same list however much is recorded meanwhile.
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { LegalDate } from '../domain/legal-date.js';
import { comparePositions, isPosition, type Position } from '../ledger/event.js';
import { ReadModelBehind, type ReadStoreReader } from './read-store.js';

/** What a caller asks of every list. */
export interface Paging {
  /** At most so many items. */
  readonly limit: number;
  readonly cursor?: string | undefined;
  /**
   * The moment as the caller named it, position or instant. A cursor belongs to these words; the
   * position they meant on the first page stands in the cursor.
   */
  readonly moment?: string | undefined;
  /** Answer a first page as known at this position instead of now. */
  readonly knownAt?: Position | undefined;
}

/** An answer of a list (API.md, "Conventions"). */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  /** The position the whole list is known at, and the date it is asked for, where it is one of a date. */
  readonly knownAt: Position;
  readonly on?: LegalDate;
}

/** The cursor was not made by this list with these filters for this caller. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
  constructor() {
    super('the cursor does not belong to this list');
  }
}

/** The position an answer is known at: the one asked for, but no later than the store has come. */
export function knownAt(store: Pick<ReadStoreReader, 'progress'>, asked?: Position): number {
  const reached = store.progress().position;
  return Number(asked !== undefined && comparePositions(asked, reached) < 0 ? asked : reached);
}

/**
 * Asks for what is known at a position. What is known now is an equality, which an index takes
 * past all that was known before; it holds only if nothing was applied while it was asked for.
 */
export async function askedAt<Answer>(
  store: Pick<ReadStoreReader, 'position'>,
  at: number,
  ask: (now: boolean) => Promise<Answer>,
): Promise<Answer> {
  const stands = async (): Promise<boolean> => Number(await store.position()) === at;
  if (await stands()) {
    const answer = await ask(true);
    if (await stands()) return answer;
  }
  return ask(false);
}

const form = z.strictObject({
  /** The list, its filters and its caller. */
  f: z.string(),
  /** Position of the first page. */
  p: z.string().refine(isPosition),
  /** The legal date of the first page, for lists that have one. */
  d: z.string().optional(),
  /** Key of the last item. */
  k: z.array(z.union([z.string(), z.number()])),
});

/** One page being answered: what it is known at, where it starts, and how it hands on. */
export interface OpenPage<Key extends readonly (string | number)[]> {
  /** The position the whole list is known at. */
  readonly at: number;
  /** The legal date the whole list is asked for; empty for lists without one. */
  readonly on: string;
  /** Key of the last item of the page before. */
  readonly after: Key | undefined;
  /** The answer when there is no row. */
  readonly nothing: Page<never>;
  /** Cuts the rows found, of which one more than the limit was asked for, and makes the cursor. */
  close<Row, Item>(
    rows: readonly Row[],
    keyOf: (row: Row) => Key,
    itemOf: (row: Row) => Item,
  ): Page<Item>;
}

/**
 * Opens the page a caller asks for.
 * @param list name of the list and everything it is filtered by, the caller's scope included
 * @param key schema of the last item's key
 * @param on legal date of the first page
 * @throws InvalidCursor
 * @throws ReadModelBehind when the first page was answered by a store that had come further
 */
export function openPage<Key extends readonly (string | number)[]>(
  list: readonly unknown[],
  key: z.ZodType<Key>,
  paging: Paging,
  store: Pick<ReadStoreReader, 'progress'>,
  on = '',
): OpenPage<Key> {
  const filter = createHash('sha256')
    .update(JSON.stringify([...list, paging.moment ?? paging.knownAt ?? null]))
    .digest('base64url')
    .slice(0, 16);
  const { position: reached } = store.progress();
  const from = paging.cursor === undefined ? undefined : read(paging.cursor, filter, key, reached);
  const position = from?.p ?? String(knownAt(store, paging.knownAt));
  const date = from?.d ?? on;
  const answered = { knownAt: position, ...(date === '' ? {} : { on: date }) };
  return {
    at: Number(position),
    on: date,
    after: from?.k,
    nothing: { items: [], nextCursor: null, ...answered },
    close(rows, keyOf, itemOf) {
      const shown = rows.slice(0, paging.limit);
      const last = shown.at(-1);
      const nextCursor =
        last === undefined || rows.length <= paging.limit
          ? null
          : Buffer.from(
              JSON.stringify({
                f: filter,
                p: position,
                ...(date === '' ? {} : { d: date }),
                k: keyOf(last),
              }),
            ).toString('base64url');
      return { items: shown.map(itemOf), nextCursor, ...answered };
    },
  };
}

function read<Key extends readonly (string | number)[]>(
  cursor: string,
  filter: string,
  key: z.ZodType<Key>,
  reached: Position,
): { p: Position; d: string | undefined; k: Key } {
  let parsed: unknown;
  try {
    parsed = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch (error) {
    if (error instanceof SyntaxError) throw new InvalidCursor();
    throw error;
  }
  const cursorRead = form.safeParse(parsed);
  if (!cursorRead.success || cursorRead.data.f !== filter) throw new InvalidCursor();
  const { p, d, k } = cursorRead.data;
  const last = key.safeParse(k);
  if (!last.success) throw new InvalidCursor();
  if (comparePositions(p, reached) > 0) throw new ReadModelBehind(p, reached);
  return { p, d, k: last.data };
}

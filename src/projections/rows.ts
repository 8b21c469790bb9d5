// What a read model is made of: tables, rows with the span of ledger positions they were known in,
// and parts, which say as pure functions what rows follow from a folded stream. Nothing here
// reads or writes; projector.ts diffs the rows, read-store.ts keeps them.
import { changedFields, touches, type ChangedFields } from './changed-fields.js';

/** `known_to` of a row that holds now: later than any position (2^53 - 1, exact in every client). */
export const stillKnown = 9007199254740991;

/** Stands where there is no date: later than every date, so that dates compare and sort without NULL. */
export const never = '9999-12-31';

type ColumnType = 'text' | 'text?' | 'integer' | 'integer?';

type ValueOf<T extends ColumnType> =
  (T extends 'text' | 'text?' ? string : number) | (T extends 'text?' | 'integer?' ? null : never);

/** Column names and types; a question mark allows NULL. Booleans are 0 and 1, dates and JSON are text, so that SQLite and PostgreSQL agree. */
export type Columns = Readonly<Record<string, ColumnType>>;

/** The row a table of these columns holds. */
export type RowOf<C extends Columns> = { readonly [Name in keyof C]: ValueOf<C[Name]> };

/** A row as stored: known from the event at `known_from` until, not including, the one at `known_to`. */
export type Known<Row> = Row & { readonly known_from: number; readonly known_to: number };

export type Value = string | number | null;

/** A table of rows with their known spans. The first columns are its key: one row per key is known at any position. */
export interface Table<C extends Columns = Columns> {
  readonly name: string;
  readonly columns: C;
  /** How many of the first columns make the key. */
  readonly keyLength: number;
  /** Secondary indexes; each serves a query that stands beside the table. */
  readonly indexes: readonly Index[];
}

/** The month of a day, as an index holds it: every query that is to use it says it in the same words. */
type MonthOf<Column extends string> = `substr(${Column}, 1, 7)`;

/** The month of the day in a column, in SQL: `2015-10`. */
export function monthOf<const Column extends string>(column: Column): MonthOf<Column> {
  return `substr(${column}, 1, 7)`;
}

/** An index of all rows, by its columns; or of those alone that fulfil a condition, which every query that is to use it says in the same words. */
export type Index<Column extends string = string> =
  | readonly (Column | MonthOf<Column>)[]
  | { readonly columns: readonly (Column | MonthOf<Column>)[]; readonly where: string };

/** The condition of an index that leaves out what is known no more. */
export const whereStillKnown = `known_to = ${String(stillKnown)}`;

/** A query of these tables that stands in the store under a name, for readers outside this program. */
export interface View {
  readonly name: string;
  readonly select: string;
}

type ColumnOf<C extends Columns> = (string & keyof C) | 'known_from' | 'known_to';

/** Declares a table; the columns named first are its key. */
export function table<const C extends Columns>(definition: {
  readonly name: string;
  readonly columns: C;
  readonly keyLength: number;
  readonly indexes: readonly Index<ColumnOf<C>>[];
}): Table<C> {
  return definition;
}

/**
 * Rows of one table that follow from a folded state, in pieces that are computed anew only when
 * what they are made of has changed.
 */
export interface Part<State> {
  readonly table: Table;
  /** The table's columns in their order. */
  readonly columns: readonly string[];
  /** How many pieces this state has: one, or one for each decision, say. */
  readonly pieces: (state: State) => number;
  /** Whether an event that changed these fields of the state may have changed any piece. */
  readonly isTouched: (changed: ChangedFields) => boolean;
  /** Of a part that is touched: whether an event that changed these fields may have changed every piece. */
  readonly isAnew: (changed: ChangedFields) => boolean;
  /** Of a part that is touched and not anew: whether two states are the same in all else that the piece at an index is made of. */
  readonly isSamePiece: (before: State, after: State, index: number) => boolean;
  /** Pure. Two pieces of one table must never give rows of one key. */
  readonly rowsOf: (state: State, index: number) => readonly RowOf<Columns>[];
}

/**
 * Declares parts that are one piece. The compiler shows `rowsOf` only the fields it declares to
 * read, so that it can be passed over when an event changed none of them.
 */
export function partsOf<State>(): <C extends Columns, const Field extends keyof State>(
  of: Table<C>,
  reads: readonly Field[] | 'everything',
  rowsOf: (state: Pick<State, Field>) => readonly RowOf<C>[],
) => Part<State> {
  return (of, reads, rowsOf) => ({
    table: of,
    columns: Object.keys(of.columns),
    pieces: () => 1,
    isTouched: touches(reads),
    isAnew: () => true,
    isSamePiece: () => false,
    rowsOf,
  });
}

/** Declares parts that have a piece for each item of a list in the state: each decision, each appeal. */
export function partsOfEach<
  State extends { readonly [Name in List]: readonly object[] },
  List extends keyof State,
>(
  list: List,
): <
  C extends Columns,
  const Field extends keyof State[List][number],
  const Besides extends keyof State,
>(
  of: Table<C>,
  reads: readonly Field[],
  besides: readonly Besides[],
  rowsOf: (
    item: Pick<State[List][number], Field>,
    state: Pick<State, Besides>,
  ) => readonly RowOf<C>[],
) => Part<State> {
  return (of, reads, besides, rowsOf) => {
    const touchesItem = touches(reads);
    return {
      table: of,
      columns: Object.keys(of.columns),
      pieces: (state) => state[list].length,
      isTouched: touches([list, ...besides]),
      isAnew: touches(besides),
      isSamePiece(before, after, index) {
        const a = before[list][index];
        const b = after[list][index];
        if (a === undefined || b === undefined) return false;
        return a === b || !touchesItem(changedFields(a, b));
      },
      rowsOf(state, index) {
        const item: State[List][number] | undefined = state[list][index];
        return item === undefined ? [] : rowsOf(item, state);
      },
    };
  };
}

/**
 * Declares parts that are one piece made of some fields of every item of a list: what most events
 * change of a decision, say its deliveries, then derives nothing anew.
 */
export function partsOfAll<
  State extends { readonly [Name in List]: readonly object[] },
  List extends keyof State,
>(
  list: List,
): <
  C extends Columns,
  const Field extends keyof State[List][number],
  const Besides extends keyof State,
>(
  of: Table<C>,
  reads: readonly Field[],
  besides: readonly Besides[],
  rowsOf: (
    items: readonly Pick<State[List][number], Field>[],
    state: Pick<State, Besides>,
  ) => readonly RowOf<C>[],
) => Part<State> {
  return (of, reads, besides, rowsOf) => {
    const touchesItem = touches(reads);
    return {
      table: of,
      columns: Object.keys(of.columns),
      pieces: () => 1,
      isTouched: touches([list, ...besides]),
      isAnew: touches(besides),
      isSamePiece(before, after) {
        const [earlier, later] = [before[list], after[list]];
        if (earlier.length !== later.length) return false;
        return later.every((item, index) => {
          const former = earlier[index];
          return former !== undefined && !touchesItem(changedFields(former, item));
        });
      },
      rowsOf(state) {
        const items: readonly State[List][number][] = state[list];
        return rowsOf(items, state);
      },
    };
  };
}

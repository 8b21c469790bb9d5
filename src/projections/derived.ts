// Rows about one thing that many streams speak of: a person, say. A part gives the rows of one
// stream; what is known across streams follows from those rows, of every version of them. So it is
// computed anew, whole and pure, whenever a row that bears its key changes, and "as known at" holds
// for it as for any other row (READ-MODEL.md).
import type { Slice } from './read-store.js';
import { stillKnown, type Columns, type RowOf, type Table, type Value } from './rows.js';

/** A row as stored, whatever its table. */
export type StoredRow = Readonly<Record<string, Value>> & {
  readonly known_from: number;
  readonly known_to: number;
};

/** A table that rows are derived from, and the column that bears the key. */
export interface Source {
  readonly table: Table;
  readonly column: string;
  /** Without a row of it no row is derived: a person is registered long before there is a question. */
  readonly decisive: boolean;
}

export interface Derived {
  /** Its first column is the key. */
  readonly table: Table;
  readonly sources: readonly Source[];
  /** Pure: all versions of the rows that bear a key, by table, to those that follow from them. */
  readonly rowsOf: (
    key: string,
    found: ReadonlyMap<string, readonly StoredRow[]>,
  ) => readonly StoredRow[];
}

/** The order rows of a source are handed over in, as SQL: the same whatever the engine, for what is derived from them may keep it. */
export function orderOf({ columns, keyLength }: Table): string {
  return [...Object.keys(columns).slice(0, keyLength), 'known_from'].join(', ');
}

/** The keys whose derived rows a slice reaches. */
export function keysReached(
  { sources }: Derived,
  { tables }: Pick<Slice, 'tables'>,
  which: 'all' | 'decisive',
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const { table, column, decisive } of sources) {
    const changed = tables.find((one) => one.table === table);
    if (changed === undefined || (which === 'decisive' && !decisive)) continue;
    const at = Object.keys(table.columns).indexOf(column);
    for (const rows of [changed.opened, changed.closed])
      for (const { values } of rows) {
        const key = values[at];
        if (typeof key === 'string') keys.add(key);
      }
  }
  return keys;
}

/**
 * Declares rows that follow, at any position, from the rows known at it; how they change along the
 * ledger follows from when those are known.
 */
export function derive<C extends Columns>(
  table: Table<C>,
  sources: readonly Source[],
  rowsAt: (
    key: string,
    known: (from: Table) => readonly Readonly<Record<string, Value>>[],
  ) => readonly RowOf<C>[],
): Derived {
  const columns = Object.keys(table.columns);
  return {
    table,
    sources,
    rowsOf(key, found) {
      const versions = [...found.values()].flat();
      const positions = new Set<number>();
      for (const { known_from, known_to } of versions) positions.add(known_from).add(known_to);
      positions.delete(stillKnown);
      const rows: StoredRow[] = [];
      let standing = new Map<string, StoredRow>();
      const close = (row: StoredRow, position: number): void => {
        rows.push({ ...row, known_to: position });
      };
      for (const position of [...positions].sort((a, b) => a - b)) {
        const at = (of: Table): readonly StoredRow[] =>
          (found.get(of.name) ?? []).filter(
            ({ known_from, known_to }) => known_from <= position && position < known_to,
          );
        const now = new Map<string, StoredRow>();
        for (const row of rowsAt(key, at)) {
          const values: Readonly<Record<string, Value>> = row;
          const id = JSON.stringify(columns.slice(0, table.keyLength).map((name) => values[name]));
          const before = standing.get(id);
          const same =
            before !== undefined && columns.every((name) => before[name] === values[name]);
          now.set(id, same ? before : { ...values, known_from: position, known_to: stillKnown });
        }
        for (const [id, row] of standing) if (now.get(id) !== row) close(row, position);
        standing = now;
      }
      return [...rows, ...standing.values()];
    },
  };
}

// Keeps one derived table in a SQLite read store: in the transaction of the slice that reached a
// key, or, while a store is being filled, once at the end.
import type Database from 'better-sqlite3';
import { setImmediate } from 'node:timers/promises';
import { keysReached, orderOf, type Derived, type StoredRow } from './derived.js';
import type { Slice } from './read-store.js';

/** Keys whose rows are computed before other work of the process has its turn. */
const keysAtOnce = 500;

export class DerivedWriter {
  private readonly find: readonly {
    readonly name: string;
    readonly rows: Database.Statement<[string], StoredRow>;
  }[];
  private readonly remove: Database.Statement<[string]>;
  private readonly insert: Database.Statement<[StoredRow]>;
  private readonly waiting = new Set<string>();

  constructor(
    database: Database.Database,
    private readonly derived: Derived,
  ) {
    const { table, sources } = derived;
    this.find = sources.map(({ table: source, column }) => ({
      name: source.name,
      rows: database.prepare(
        `SELECT * FROM ${source.name} WHERE ${column} = ? ORDER BY ${orderOf(source)}`,
      ),
    }));
    const columns = [...Object.keys(table.columns), 'known_from', 'known_to'];
    this.remove = database.prepare(`DELETE FROM ${table.name} WHERE ${String(columns[0])} = ?`);
    this.insert = database.prepare(
      `INSERT INTO ${table.name} VALUES (${columns.map((column) => `@${column}`).join(', ')})`,
    );
  }

  /** Computes anew what a slice reaches; while a store is being filled, notes it for the end. */
  reach(slice: Slice, now: boolean): void {
    const keys = keysReached(this.derived, slice, now ? 'all' : 'decisive');
    for (const key of keys)
      if (now) this.compute(key);
      else this.waiting.add(key);
  }

  /** Computes what was noted. */
  async fill(): Promise<void> {
    let computed = 0;
    for (const key of this.waiting) {
      this.compute(key);
      if (++computed % keysAtOnce === 0) await setImmediate();
    }
    this.waiting.clear();
  }

  private compute(key: string): void {
    const found = new Map(this.find.map(({ name, rows }) => [name, rows.all(key)]));
    this.remove.run(key);
    for (const row of this.derived.rowsOf(key, found)) this.insert.run(row);
  }
}

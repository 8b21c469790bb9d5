// The read store in a SQLite file: one writing connection with prepared statements, one read-only
// connection for kysely. `synchronous=NORMAL` is enough here, unlike for the ledger: rows and
// position are one transaction, so a power cut can only take back whole slices, and the projector
// applies them again from the ledger.
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, type Position } from '../ledger/event.js';
import {
  storeName,
  type OpenedRow,
  type Progress,
  type ReadStore,
  type ReadStoreReader,
  type Slice,
  type StoreTables,
} from './read-store.js';
import { createTable, indexesOf, type StoreDefinition } from './store-definition.js';
import { stillKnown, type Table, type Value } from './rows.js';
import { DerivedWriter } from './sqlite-derived.js';

/** Rows of one INSERT: fewer calls into SQLite, still far below its limit of bound values. */
const rowsAtOnce = 24;

/**
 * Opens the store of this definition in a data directory, or begins a new one beside those of
 * other definitions, which stay until this one has caught up.
 */
export function openSqliteReadStore(directory: string, definition: StoreDefinition): ReadStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return new SqliteReadStore(directory, definition, 'kept');
}

/**
 * Begins a store in a directory that holds none and is thrown away when this process dies: nothing
 * of it is safe until `caughtUp` has returned; from there on it is a store like any other.
 * @throws Error when the directory holds a store already
 */
export function beginSqliteReadStore(directory: string, definition: StoreDefinition): ReadStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (readdirSync(directory).some((file) => file.startsWith('read-')))
    throw new Error(`${directory} holds a read store already`);
  return new SqliteReadStore(directory, definition, 'being filled');
}

/**
 * Opens the store of this definition beside whoever writes to it, and changes nothing in it;
 * undefined where none has been made.
 */
export function openSqliteReadStoreReader(
  directory: string,
  { tables, versions }: StoreDefinition,
): ReadStoreReader | undefined {
  const name = storeName(tables, versions);
  const file = join(directory, storeFile(name));
  if (!existsSync(file)) return undefined;
  const database = new Database(file, { readonly: true, fileMustExist: true });
  const made = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (made === 0) {
    database.close();
    return undefined;
  }
  const queries = new Kysely<StoreTables>({ dialect: new SqliteDialect({ database }) });
  return {
    name,
    queries,
    progress: () => readProgress(database),
    position: () => Promise.resolve(readProgress(database).position),
    close: async () => {
      await queries.destroy();
      database.close();
    },
  };
}

/** The file of the store of a name, in its data directory. */
export function storeFile(name: string): string {
  return `read-${name}.sqlite`;
}

function readProgress(database: Database.Database): Progress {
  const row = database
    .prepare<[], { position: number; event_id: string; recorded_ms: number }>(
      'SELECT position, event_id, (SELECT max(recorded_ms) FROM instants) AS recorded_ms FROM progress',
    )
    .get();
  return row === undefined
    ? { position: beforeAll, recordedMs: 0 }
    : { position: String(row.position), eventId: row.event_id, recordedMs: row.recorded_ms };
}

class SqliteReadStore implements ReadStore {
  readonly name: string;
  readonly queries: Kysely<StoreTables>;
  private readonly writer: Database.Database;
  private readonly writers = new Map<string, TableWriter>();
  private readonly derived: readonly DerivedWriter[];
  private readonly instants: RowsInsert;
  private readonly saveProgress: Database.Statement<[number, string]>;
  private applied: Progress;

  constructor(
    private readonly directory: string,
    private readonly definition: StoreDefinition,
    private state: 'kept' | 'being filled',
  ) {
    this.name = storeName(definition.tables, definition.versions);
    const file = join(directory, storeFile(this.name));
    // For its owner alone, and so its -wal and -shm files: it holds names.
    closeSync(openSync(file, 'a', 0o600));
    this.writer = new Database(file);
    this.writer.pragma('cache_size = -65536');
    if (state === 'kept') this.keep();
    else {
      // Each page is written once, and nobody waits for the disk.
      this.writer.pragma('journal_mode = OFF');
      this.writer.pragma('synchronous = OFF');
    }
    this.writer.exec('BEGIN IMMEDIATE');
    this.createTables();
    // What is being filled is one transaction, which `caughtUp` commits.
    if (state === 'kept') this.writer.exec('COMMIT');

    for (const table of definition.tables)
      this.writers.set(table.name, new TableWriter(this.writer, table));
    this.derived = definition.derived.map((one) => new DerivedWriter(this.writer, one));
    this.instants = new RowsInsert(this.writer, 'INSERT OR REPLACE INTO instants', 2);
    this.saveProgress = this.writer.prepare(
      'INSERT OR REPLACE INTO progress (id, position, event_id) VALUES (1, ?, ?)',
    );
    this.applied = readProgress(this.writer);

    const reader = new Database(file, { readonly: true });
    this.queries = new Kysely({ dialect: new SqliteDialect({ database: reader }) });
  }

  progress(): Progress {
    return this.applied;
  }

  position(): Promise<Position> {
    return Promise.resolve(this.applied.position);
  }

  /** The ledger's lock says who writes here: the process that holds it. */
  takeUp(): Promise<void> {
    return Promise.resolve();
  }

  /** Whoever reads this store does so in the process that writes it, or knows nothing of halts. */
  halted(): Promise<void> {
    return Promise.resolve();
  }

  apply(slice: Slice): Promise<void> {
    const { position, eventId, recordedMs } = slice;
    if (this.state === 'being filled') this.write(slice);
    else this.writer.transaction(() => this.write(slice)).immediate();
    this.applied = { position, eventId, recordedMs };
    return Promise.resolve();
  }

  private write(slice: Slice): void {
    for (const { table, opened, closed } of slice.tables) {
      const writer = this.writers.get(table.name);
      if (writer === undefined) throw new Error(`bug: no table ${table.name} in this store`);
      // Closing first: a row that is closed and opened again in one slice keeps both spans.
      writer.close(closed);
      writer.open(opened);
    }
    for (const derived of this.derived) derived.reach(slice, this.state === 'kept');
    this.instants.all(slice.instants, ({ recorded_ms, position }, bound) => {
      bound.push(recorded_ms, position);
    });
    this.saveProgress.run(Number(slice.position), slice.eventId);
  }

  async caughtUp(): Promise<void> {
    for (const index of indexesOf(this.definition)) {
      this.writer.exec(index);
      await setImmediate();
    }
    if (this.state === 'being filled') {
      for (const derived of this.derived) await derived.fill();
      this.writer.exec('COMMIT');
      this.keep();
      const file = openSync(join(this.directory, storeFile(this.name)), 'r+');
      fsyncSync(file);
      closeSync(file);
      // The first write with a log makes its files: from here on it is like any other store.
      this.writer.exec('UPDATE progress SET position = position');
    }
    const own = storeFile(this.name);
    for (const file of readdirSync(this.directory))
      if (/^read-[0-9a-f]{12}\.sqlite(-wal|-shm)?$/.test(file) && !file.startsWith(own))
        rmSync(join(this.directory, file));
  }

  async close(): Promise<void> {
    await this.queries.destroy();
    this.writer.close();
  }

  /** From now on every slice is there whole or not at all, whatever happens. */
  private keep(): void {
    this.writer.pragma('journal_mode = WAL');
    this.writer.pragma('synchronous = NORMAL');
    // A checkpoint syncs the file: seldom is enough, the log in front of it stays below 64 MB.
    this.writer.pragma('wal_autocheckpoint = 16000');
    this.state = 'kept';
  }

  private createTables(): void {
    for (const table of this.definition.tables)
      this.writer.exec(`${createTable(table, { text: 'TEXT', integer: 'INTEGER' })} WITHOUT ROWID`);
    for (const { name, select } of this.definition.views)
      this.writer.exec(`CREATE VIEW IF NOT EXISTS ${name} AS ${select}`);
    this.writer.exec(
      `CREATE TABLE IF NOT EXISTS instants (recorded_ms INTEGER PRIMARY KEY, position INTEGER NOT NULL);
       CREATE TABLE IF NOT EXISTS progress
         (id INTEGER PRIMARY KEY CHECK (id = 1), position INTEGER NOT NULL, event_id TEXT NOT NULL)`,
    );
  }
}

/** Writes the rows of one table. */
class TableWriter {
  private readonly insert: RowsInsert;
  private readonly end: Database.Statement<Value[]>;

  constructor(
    database: Database.Database,
    private readonly table: Table,
  ) {
    const columns = Object.keys(table.columns);
    const key = columns.slice(0, table.keyLength).map((column) => `${column} = ?`);
    this.insert = new RowsInsert(database, `INSERT INTO ${table.name}`, columns.length + 2);
    this.end = database.prepare(
      `UPDATE ${table.name} SET known_to = ? WHERE ${key.join(' AND ')} AND known_to = ${String(stillKnown)}`,
    );
  }

  open(rows: Slice['tables'][number]['opened']): void {
    // In the order of the key: what stands together in the B-tree is written together.
    this.insert.all(rows.toSorted(byKey), ({ values, from, to }, bound) => {
      for (const value of values) bound.push(value);
      bound.push(from, to);
    });
  }

  close(rows: Slice['tables'][number]['closed']): void {
    for (const { values, to } of rows)
      if (this.end.run(to, ...values.slice(0, this.table.keyLength)).changes !== 1)
        throw new Error(`the read store does not hold the ${this.table.name} row it should close`);
  }
}

/** Rows of one key keep the order they were opened in: the sort is stable. */
function byKey(first: OpenedRow, second: OpenedRow): number {
  const a = first.values[0];
  const b = second.values[0];
  if (typeof a !== 'string' || typeof b !== 'string' || a === b) return 0;
  return a < b ? -1 : 1;
}

/** Inserts rows many at a time, and what is left over one at a time. */
class RowsInsert {
  private readonly many: Database.Statement<[readonly Value[]]>;
  private readonly one: Database.Statement<[readonly Value[]]>;

  constructor(
    database: Database.Database,
    into: string,
    private readonly width: number,
  ) {
    const row = `(${Array(width).fill('?').join(', ')})`;
    this.many = database.prepare(`${into} VALUES ${Array(rowsAtOnce).fill(row).join(', ')}`);
    this.one = database.prepare(`${into} VALUES ${row}`);
  }

  /** @param bind pushes the values of one row, in the order of the columns */
  all<Row>(rows: readonly Row[], bind: (row: Row, bound: Value[]) => void): void {
    let bound: Value[] = [];
    for (const row of rows) {
      bind(row, bound);
      if (bound.length < this.width * rowsAtOnce) continue;
      this.many.run(bound);
      bound = [];
    }
    for (let left = 0; left < bound.length; left += this.width)
      this.one.run(bound.slice(left, left + this.width));
  }
}

// How every SQLite file that must not lose an acknowledged write is opened.
import Database from 'better-sqlite3';
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Makes a directory for its owner alone, where there is none, and makes it last. */
export function ensureDirectory(directory: string): void {
  const first = mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  const parent = openSync(dirname(first), 'r');
  try {
    fsyncSync(parent);
  } finally {
    closeSync(parent);
  }
}

/**
 * Opens `<directory>/<name>` for writing, each commit on disk before it returns. `prepare` makes
 * or checks the tables, in a transaction.
 *
 * better-sqlite3 is compiled to fall back to `synchronous=NORMAL` in WAL mode unless told
 * otherwise, and shows it only after the first write (RELIABILITY 0.1). So FULL is set, a first
 * write is made at every start, and then the setting is read.
 * @throws Error when a commit would not be durable
 */
export function openDurable(
  directory: string,
  name: string,
  prepare: (database: Database.Database) => void,
): Database.Database {
  const path = join(directory, name);
  // SQLite gives its -wal and -shm files the mode of the database file.
  closeSync(openSync(path, 'a', 0o600));
  // Another program may hold the write lock for a moment; a second of a stopped event loop is what
  // we can spare it.
  const database = new Database(path, { timeout: 1_000 });
  try {
    const mode = database.pragma('journal_mode = WAL', { simple: true });
    if (mode !== 'wal') throw new Error(`${name}: journal_mode is ${String(mode)}, not wal`);
    database.pragma('synchronous = FULL');
    database.pragma('trusted_schema = OFF');
    database.pragma('journal_size_limit = 67108864');
    database
      .transaction(() => {
        prepare(database);
        // A write of page 1 even though the number stays the same: the honest first write of a
        // start that has nothing to store.
        const version = Number(database.pragma('user_version', { simple: true }));
        database.pragma(`user_version = ${version}`);
      })
      .immediate();
    const synchronous = database.pragma('synchronous', { simple: true });
    if (synchronous !== 2) {
      throw new Error(`${name}: synchronous is ${String(synchronous)} after a write, not 2 (FULL)`);
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * SQLite's name for what went wrong, as SQLITE_BUSY; `undefined` for an error that is not SQLite's.
 * Told by its form: the class is that of whoever loaded the native binding first in this process.
 */
export function sqliteCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  const { code } = error;
  return typeof code === 'string' && code.startsWith('SQLITE_') ? code : undefined;
}

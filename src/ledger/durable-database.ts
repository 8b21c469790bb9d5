// How every SQLite file that must not lose an acknowledged write is opened.
import Database from 'better-sqlite3';
import { closeSync, existsSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { flush } from './durable-file.js';

/**
 * Makes a directory for its owner alone, where there is none, with those above it, and makes them
 * last. From the top down, each safe before the next is made in it: if the process dies on the way,
 * only the lowest that stands may be unsafe, and the next start flushes the name of that one.
 */
export function ensureDirectory(directory: string): void {
  const parent = dirname(resolve(directory));
  if (existsSync(directory)) {
    flushNames(parent, 'as far as we may');
    return;
  }
  ensureDirectory(parent);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  flushNames(parent, 'in any case');
}

/** Flushes the names in a directory. One that this user may not flush, or that cannot be flushed, is not one he has made. */
function flushNames(directory: string, how: 'in any case' | 'as far as we may'): void {
  try {
    flush(directory);
  } catch (error) {
    if (how === 'in any case' || !cannotFlush.has(codeOf(error) ?? '')) throw error;
  }
}

const cannotFlush = new Set(['EACCES', 'EPERM', 'EROFS', 'EINVAL']);

/**
 * Opens `<directory>/<name>` for writing, each commit on disk before it returns. `prepare` makes
 * or checks the tables, in a transaction.
 *
 * better-sqlite3 is compiled to fall back to `synchronous=NORMAL` in WAL mode unless told
 * otherwise, and shows it only after the first write (RELIABILITY 0.1). So FULL is set, a first
 * write is made at every start, and then the setting is read. That write also makes safe what a
 * process before this one has left in the log without flushing it.
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
        writeAgain(`${path}-wal`);
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

const atOnce = 256 * 1024;

/**
 * Writes the log back over itself, as it reads, for the commit that follows to flush.
 *
 * When a flush fails, the system takes the pages for clean: a later flush does not write them, yet
 * whoever reads the file is shown them until the power is cut. A process that came after a failed
 * flush would find the rows, answer for them, and add to a log with a hole in it, behind which
 * nothing is found again. The write lock must be held: nobody else may add to the log or begin it anew.
 */
function writeAgain(log: string): void {
  const file = openSync(log, 'r+');
  try {
    const bytes = Buffer.allocUnsafe(atOnce);
    for (let at = 0; ;) {
      const read = readSync(file, bytes, 0, atOnce, at);
      if (read === 0) return;
      for (let written = 0; written < read;)
        written += writeSync(file, bytes, written, read - written, at + written);
      at += read;
    }
  } finally {
    closeSync(file);
  }
}

/**
 * SQLite's name for what went wrong, as SQLITE_BUSY; `undefined` for an error that is not SQLite's.
 * Told by its form: the class is that of whoever loaded the native binding first in this process.
 */
export function sqliteCode(error: unknown): string | undefined {
  const code = codeOf(error);
  return code?.startsWith('SQLITE_') === true ? code : undefined;
}

/** The name an error of Node's or SQLite's goes by, as EACCES. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

// One process writes to a data directory at a time. The lock is an SQLite transaction held open on
// `lock.sqlite`: the kernel frees it when the process dies, kill -9 included, and readers of the
// other files never meet it.
import Database from 'better-sqlite3';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteCode } from './durable-database.js';

export interface WriterLock {
  /** Lets the next process in. */
  release(): void;
}

/** Another process holds the writer's lock of this data directory. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';
  constructor(readonly directory: string) {
    super(`another process writes to the data directory ${directory}`);
  }
}

/**
 * Takes the writer's lock of a data directory, waiting (and blocking the thread, for nothing runs
 * yet) up to `patienceMs` for a process that is just ending.
 *
 * The lock is a POSIX lock of this process: nothing else in it may open and close `lock.sqlite`,
 * or the kernel drops it.
 * @throws DirectoryInUse
 */
export function takeWriterLock(directory: string, patienceMs = 5_000): WriterLock {
  const path = join(directory, 'lock.sqlite');
  closeSync(openSync(path, 'a', 0o600));
  const database = new Database(path, { timeout: patienceMs });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw sqliteCode(error) === 'SQLITE_BUSY' ? new DirectoryInUse(directory) : error;
  }
  return { release: () => void database.close() };
}

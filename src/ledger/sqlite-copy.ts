// A copy of an SQLite file that may be written to meanwhile.
import Database from 'better-sqlite3';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { flush } from './durable-file.js';

/**
 * Copies a file of a data directory as it stands at one moment, also what is in its log only, into
 * a file for its owner alone, on disk when this returns. Nobody waits for it: it reads one snapshot
 * (VACUUM INTO, https://sqlite.org/lang_vacuum.html), and what was deleted is not in it. The backup
 * API of SQLite would begin anew at each commit of the service.
 * @returns false when there is no such file
 * @throws SQLite's errors
 */
export function copySqliteFile(from: string, name: string, to: string): boolean {
  const source = join(from, name);
  if (!existsSync(source)) return false;
  const target = join(to, name);
  // SQLite takes an empty file and leaves it its mode.
  closeSync(openSync(target, 'wx', 0o600));
  const database = new Database(source, { readonly: true, timeout: 5_000 });
  try {
    database.prepare('VACUUM INTO ?').run(target);
  } finally {
    database.close();
  }
  flush(target);
  return true;
}

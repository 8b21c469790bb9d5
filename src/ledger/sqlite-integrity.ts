// What SQLite itself finds wrong with one of our files: pages that cannot be read, and indexes that
// do not say what their tables do, so that one reader is shown what another is not.
import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { sqliteCode } from './durable-database.js';
import { LedgerDamaged, LedgerUnavailable } from './ledger.js';
import { TreeIncomplete } from './sequencer/sqlite-tree.js';
import { NotOurs } from './sqlite-own-file.js';

/**
 * Everything that is wrong with a file of a data directory, in SQLite's words after its name; empty
 * when there is no such file. Opened for reading only, beside whoever writes it. Quotes no content.
 */
export function damageIn(directory: string, name: string): string[] {
  if (!existsSync(join(directory, name))) return [];
  try {
    const database = new Database(join(directory, name), { readonly: true, timeout: 5_000 });
    try {
      // Rows are looked up in an order that is none: pages that were read once are read again.
      database.pragma('cache_size = -65536');
      const found = database.pragma('integrity_check') as { integrity_check: string }[];
      return found
        .flatMap(({ integrity_check: said }) => said.split('\n'))
        .filter((said) => said !== 'ok')
        .map((said) => `${name}: ${said}`);
    } finally {
      database.close();
    }
  } catch (error) {
    return [`${name}: ${whyUnreadable(error)}`];
  }
}

/** Reads from a file, or reports that it cannot be read. */
export function readOrReported<T>(
  name: string,
  report: (fault: { readonly reason: string }) => void,
  read: () => T,
): T | undefined {
  try {
    return read();
  } catch (error) {
    report({ reason: `${name}: ${whyUnreadable(error)}` });
    return undefined;
  }
}

/** Why a file of ours cannot be read, as SQLite or we say it. @throws the error when it says something else */
export function whyUnreadable(error: unknown): string {
  if (error instanceof NotOurs || error instanceof TreeIncomplete) return error.message;
  if (error instanceof LedgerDamaged || error instanceof LedgerUnavailable)
    return sqliteCode(error.cause) === undefined ? error.message : messageOf(error.cause);
  if (sqliteCode(error) === undefined) throw error;
  return messageOf(error);
}

function messageOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error
    ? String(error.message)
    : '';
}

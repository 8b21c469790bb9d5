// The SQLite files of ours that stand beside the ledger: each marked as what it is, so that another
// file under its name is refused, and made by whoever comes first.
import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDurable } from './durable-database.js';

export interface OwnFile {
  readonly name: string;
  /** As an operator calls it: `a key store`. */
  readonly what: string;
  /** The mark in its header (https://sqlite.org/fileformat.html 1.3.13). */
  readonly applicationId: number;
  /** SQL that makes its tables. */
  readonly tables: string;
  /** Of the tables; 1 when left out. */
  readonly version?: number;
  /** Whether all it holds follows from the ledger: then one of another version is emptied. */
  readonly canBeMadeAgain?: boolean;
}

/** What stands under the name of a file of ours is something else. */
export class NotOurs extends Error {
  override readonly name = 'NotOurs';
}

/**
 * Opens a file of a data directory for writing, each commit on disk before it returns, and makes it
 * when there is none.
 * @throws Error when what stands there is something else, or a commit would not be durable
 */
export function openOwnFile(directory: string, file: OwnFile): Database.Database {
  return openDurable(directory, file.name, (database) => {
    if (markOf(database) !== 0) {
      requireOurs(database, file);
      if (isOfVersion(database, file)) return;
      if (file.canBeMadeAgain !== true) throw anotherVersion(file);
      dropTables(database);
    }
    database.pragma(`application_id = ${file.applicationId}`);
    database.pragma(`user_version = ${file.version ?? 1}`);
    database.exec(file.tables);
  });
}

/** Opens it for reading, beside whoever writes it; `undefined` when there is none. @throws NotOurs, and SQLite's errors */
export function openOwnFileForReading(
  directory: string,
  file: OwnFile,
): Database.Database | undefined {
  const path = join(directory, file.name);
  if (!existsSync(path)) return undefined;
  const database = new Database(path, { readonly: true, timeout: 5_000 });
  try {
    requireOurs(database, file);
    if (!isOfVersion(database, file)) throw anotherVersion(file);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function requireOurs(database: Database.Database, { name, what, applicationId }: OwnFile): void {
  if (markOf(database) !== applicationId) throw new NotOurs(`${name} is not ${what} of Wenze`);
}

function isOfVersion(database: Database.Database, { version = 1 }: OwnFile): boolean {
  return database.pragma('user_version', { simple: true }) === version;
}

function anotherVersion({ name, canBeMadeAgain }: OwnFile): NotOurs {
  const remedy = canBeMadeAgain === true ? ': the service makes it again when it starts' : '';
  return new NotOurs(`${name} is of another release${remedy}`);
}

function dropTables(database: Database.Database): void {
  const names = database
    .prepare<[], string>(
      `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
    )
    .pluck()
    .all();
  for (const name of names) database.exec(`DROP TABLE "${name.replaceAll('"', '""')}"`);
}

function markOf(database: Database.Database): unknown {
  return database.pragma('application_id', { simple: true });
}

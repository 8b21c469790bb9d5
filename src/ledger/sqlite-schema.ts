// `ledger.sqlite`: one table, text uncompressed, so that an auditor reads it with any SQLite tool.
// The database itself refuses whatever is not an append; the triggers hold for every program that
// opens the file, not only for ours.
import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDurable } from './durable-database.js';

/** A row of `event`; the names and the order are the table's. */
export interface EventRow {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

const ledgerFile = 'ledger.sqlite';

// "WENZ": tells our file from any other SQLite file (https://sqlite.org/fileformat.html 1.3.13).
const applicationId = 0x57454e5a;
const schemaVersion = 1;

// The delete trigger does not fire for the rows that INSERT OR REPLACE takes away (recursive
// triggers are off unless asked for), so the insert trigger must leave REPLACE nothing to replace:
// a position and a revision that are the next ones are free, and the id is looked up.
const schema = [
  {
    name: 'event',
    sql: `CREATE TABLE event (
  position INTEGER PRIMARY KEY,
  stream TEXT NOT NULL,
  revision INTEGER NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  data TEXT NOT NULL,
  metadata TEXT NOT NULL,
  UNIQUE (stream, revision),
  UNIQUE (id)
) STRICT`,
  },
  {
    name: 'event_follows',
    sql: `CREATE TRIGGER event_follows BEFORE INSERT ON event BEGIN
  SELECT RAISE(ABORT, 'not the next position of the ledger')
    WHERE NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM event);
  SELECT RAISE(ABORT, 'not the next revision of the stream')
    WHERE NEW.revision IS NOT
      (SELECT coalesce(max(revision), -1) + 1 FROM event WHERE stream = NEW.stream);
  SELECT RAISE(ABORT, 'the event id stands already')
    WHERE EXISTS (SELECT 1 FROM event WHERE id = NEW.id);
END`,
  },
  {
    name: 'event_is_not_changed',
    sql: `CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event BEGIN
  SELECT RAISE(ABORT, 'an event is never changed');
END`,
  },
  {
    name: 'event_is_not_deleted',
    sql: `CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event BEGIN
  SELECT RAISE(ABORT, 'an event is never deleted');
END`,
  },
];

/** Whether a ledger was ever begun in a folder. */
export function holdsLedger(directory: string): boolean {
  return existsSync(join(directory, ledgerFile));
}

/** Opens `ledger.sqlite` for writing and makes the table where there is none. */
export function openLedgerFile(directory: string): Database.Database {
  return openDurable(directory, ledgerFile, (database) => {
    if (isNew(database)) {
      database.pragma(`application_id = ${applicationId}`);
      database.pragma(`user_version = ${schemaVersion}`);
      for (const { sql } of schema) database.exec(sql);
    } else {
      requireSchema(database);
    }
  });
}

/** Opens `ledger.sqlite` for reading beside whoever writes to it. */
export function openLedgerFileForReading(directory: string): Database.Database {
  const database = new Database(join(directory, ledgerFile), {
    readonly: true,
    fileMustExist: true,
    timeout: 5_000,
  });
  try {
    database.pragma('synchronous = FULL');
    database.pragma('trusted_schema = OFF');
    requireSchema(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function isNew(database: Database.Database): boolean {
  const objects = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  return objects === 0 && database.pragma('application_id', { simple: true }) === 0;
}

/** Table and triggers must be ours to the letter: a ledger without its triggers is no ledger. */
function requireSchema(database: Database.Database): void {
  if (database.pragma('application_id', { simple: true }) !== applicationId) {
    throw new Error(`${ledgerFile} is not a Wenze ledger`);
  }
  const version = database.pragma('user_version', { simple: true });
  if (version !== schemaVersion) {
    throw new Error(
      `${ledgerFile} has schema ${String(version)}, this release knows ${schemaVersion}`,
    );
  }
  const found = database
    .prepare<[], { name: string; sql: string }>(
      'SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name',
    )
    .all();
  const expected = new Map(schema.map(({ name, sql }) => [name, sql]));
  for (const { name, sql } of found) {
    if (expected.get(name) !== sql) {
      throw new Error(`${ledgerFile}: ${name} is not as this release made it`);
    }
    expected.delete(name);
  }
  for (const name of expected.keys()) throw new Error(`${ledgerFile}: ${name} is missing`);
}

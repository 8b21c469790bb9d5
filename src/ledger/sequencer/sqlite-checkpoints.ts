// `checkpoint.sqlite`: one row, every change on disk before it is told (synchronous=FULL).
import type Database from 'better-sqlite3';
import { sqliteCode } from '../durable-database.js';
import { LedgerDamaged, LedgerUnavailable, OutcomeUnknown } from '../ledger.js';
import { reading } from '../sqlite-events.js';
import { openOwnFile, openOwnFileForReading, type OwnFile } from '../sqlite-own-file.js';
import { begun, type CheckpointReader, type CheckpointStore } from './checkpoint-store.js';

const file: OwnFile = {
  name: 'checkpoint.sqlite',
  what: 'a checkpoint',
  // "WENC"
  applicationId: 0x57454e43,
  tables: `CREATE TABLE checkpoint (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    note TEXT NOT NULL
  ) STRICT`,
};

/** Opens the checkpoint of a data directory for its sequencer, and makes the file when there is none. */
export function openSqliteCheckpoints(directory: string): CheckpointStore {
  const database = openOwnFile(directory, file);
  const reader = new SqliteCheckpointReader(database);
  const insert = database.prepare<[string]>(
    'INSERT INTO checkpoint (one, note) VALUES (1, ?) ON CONFLICT DO NOTHING',
  );
  const update = database.prepare<[string, string]>(
    'UPDATE checkpoint SET note = ? WHERE one = 1 AND note = ?',
  );
  return {
    read: () => reader.read(),
    close: () => reader.close(),
    async swap(expected, next) {
      try {
        const { changes } = expected === undefined ? insert.run(next) : update.run(next, expected);
        return changes === 1;
      } catch (error) {
        const code = sqliteCode(error);
        // As in the ledger: FULL means that the commit is not on disk.
        if (code === 'SQLITE_BUSY' || code === 'SQLITE_FULL')
          throw new LedgerUnavailable('the checkpoint cannot be written', { cause: error });
        throw new OutcomeUnknown('whether a checkpoint is on disk is unknown', { cause: error });
      }
    },
  };
}

/** The same for whoever only reads it, beside the sequencer; `undefined` when there is none. */
export function openSqliteCheckpointReader(directory: string): CheckpointReader | undefined {
  const database = openOwnFileForReading(directory, file);
  return database && new SqliteCheckpointReader(database);
}

/** The note that stands in a data directory, as `CheckpointReader.read` tells it; also `undefined` where there is no file. */
export async function readStandingNote(directory: string): Promise<string | undefined> {
  const reader = openSqliteCheckpointReader(directory);
  try {
    return await reader?.read();
  } finally {
    await reader?.close();
  }
}

/** The checkpoint that was signed last in a data directory; `undefined` where none was. */
export async function readSignedNote(directory: string): Promise<string | undefined> {
  const note = await readStandingNote(directory);
  return note === begun ? undefined : note;
}

class SqliteCheckpointReader implements CheckpointReader {
  readonly #database: Database.Database;
  readonly #select: Database.Statement<[], string>;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#select = database.prepare<[], string>('SELECT note FROM checkpoint').pluck();
  }

  async read(): Promise<string | undefined> {
    if (!this.#database.open) throw new LedgerUnavailable('closed');
    const note: unknown = reading(() => this.#select.get());
    if (note === undefined || typeof note === 'string') return note;
    throw new LedgerDamaged(undefined, 'the checkpoint is not a text');
  }

  async close(): Promise<void> {
    this.#database.close();
  }
}

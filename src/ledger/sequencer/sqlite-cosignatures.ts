// `cosignatures.sqlite`: what witnesses have said of the checkpoints of this log. Of each witness the
// last word, and of several the last checkpoint that they share; what is older says nothing more.
import type Database from 'better-sqlite3';
import { LedgerDamaged } from '../ledger.js';
import { reading } from '../sqlite-events.js';
import { openOwnFile, openOwnFileForReading, type OwnFile } from '../sqlite-own-file.js';
import { parseCheckpoint, type Checkpoint } from '../transparency/checkpoint.js';
import {
  parseNote,
  printNote,
  signNote,
  type NoteSignature,
  type NoteSigner,
} from '../transparency/note.js';
import { Malformed } from '../transparency/refused.js';

export const cosignaturesFile = 'cosignatures.sqlite';

const file: OwnFile = {
  name: cosignaturesFile,
  what: 'a store of cosignatures',
  // "WENW"
  applicationId: 0x57454e57,
  tables: `CREATE TABLE cosignature (
    size INTEGER NOT NULL,
    name TEXT NOT NULL,
    key_id TEXT NOT NULL,
    note TEXT NOT NULL,
    signature BLOB NOT NULL,
    PRIMARY KEY (size, name, key_id)
  ) STRICT, WITHOUT ROWID`,
};

interface Row {
  readonly size: number;
  readonly name: string;
  readonly key_id: string;
  /** The checkpoint as the log signed it. */
  readonly note: string;
  readonly signature: Buffer;
}

/** A checkpoint with the cosignatures that stand under it. */
export interface CosignedCheckpoint extends Checkpoint {
  /** The signed note: the log's own lines, then those of its witnesses. */
  readonly note: string;
  readonly text: string;
  /** Names of the witnesses. */
  readonly witnesses: readonly string[];
}

/** Opens the cosignatures of a data directory for whoever collects them, and makes the file when there is none. */
export function openSqliteCosignatures(directory: string): CosignatureStore {
  return new CosignatureStore(openOwnFile(directory, file));
}

/** The same for whoever only reads them; `undefined` when there is no file. */
export function openSqliteCosignatureReader(directory: string): CosignatureReader | undefined {
  const database = openOwnFileForReading(directory, file);
  return database && new CosignatureReader(database);
}

export class CosignatureReader {
  protected readonly database: Database.Database;
  readonly #select: Database.Statement<[], Row>;

  constructor(database: Database.Database) {
    this.database = database;
    this.#select = database.prepare('SELECT * FROM cosignature ORDER BY size DESC, name, key_id');
  }

  /** What is kept, the largest tree first. @throws LedgerUnavailable, LedgerDamaged */
  all(): readonly CosignedCheckpoint[] {
    const rows = this.rows();
    const sizes = new Set(rows.map(({ size }) => size));
    return [...sizes].map((size) => cosigned(rows.filter((row) => row.size === size)));
  }

  close(): void {
    this.database.close();
  }

  protected rows(): Row[] {
    return reading(() => this.#select.all());
  }
}

/** The same with the right to add. */
export class CosignatureStore extends CosignatureReader {
  readonly #keep: (signed: string, cosignature: NoteSignature) => void;
  readonly #signed: Database.Statement<[string, number]>;

  constructor(database: Database.Database) {
    super(database);
    const insert = database.prepare<[number, string, string, string, Uint8Array]>(
      'INSERT OR REPLACE INTO cosignature VALUES (?, ?, ?, ?, ?)',
    );
    const remove = database.prepare<[number]>('DELETE FROM cosignature WHERE size = ?');
    this.#signed = database.prepare('UPDATE cosignature SET note = ? WHERE size = ?');
    this.#keep = database.transaction((signed: string, cosignature: NoteSignature) => {
      const { text } = parseNote(signed);
      const { size } = parseCheckpoint(text);
      const { name, keyId, signature } = cosignature;
      const [standing] = this.rows().filter((row) => row.size === size);
      // The same text may have been signed by another key of the log meanwhile.
      const same = standing !== undefined && parseNote(standing.note).text === text;
      if (!same) remove.run(size);
      const note = same ? withSignaturesOf(signed, standing.note) : signed;
      insert.run(size, name, keyId, note, signature);
      this.#signed.run(note, size);
      for (const older of saidAgain(this.rows(), size)) remove.run(older);
    });
  }

  /**
   * Keeps a cosignature that has been verified. Durable when it returns.
   * @param signed the checkpoint as the log signed it
   * @throws SQLite's errors: then nothing was kept, or it may have been, and it can be asked for again
   */
  keep(signed: string, cosignature: NoteSignature): void {
    this.#keep(signed, cosignature);
  }

  /** Puts other signatures of the log itself under a checkpoint that is kept; what witnesses said of its text stays. */
  signAgain({ size, text }: CosignedCheckpoint, signers: readonly NoteSigner[]): void {
    this.#signed.run(signNote(text, signers), size);
  }
}

/** A note with the signatures of another of the same text beside its own. */
function withSignaturesOf(note: string, other: string): string {
  const { text, signatures } = parseNote(note);
  const more = parseNote(other).signatures.filter(
    ({ name, keyId }) => !signatures.some((one) => one.name === name && one.keyId === keyId),
  );
  return more.length === 0 ? note : printNote({ text, signatures: [...signatures, ...more] });
}

/** Sizes smaller than one whose cosigners have all cosigned that one. */
function saidAgain(rows: readonly Row[], size: number): number[] {
  const cosigners = (of: number): Set<string> =>
    new Set(rows.filter((row) => row.size === of).map((row) => `${row.key_id} ${row.name}`));
  const now = cosigners(size);
  const smaller = new Set(rows.map((row) => row.size).filter((other) => other < size));
  return [...smaller].filter((other) => [...cosigners(other)].every((one) => now.has(one)));
}

function cosigned(rows: readonly Row[]): CosignedCheckpoint {
  try {
    const { text, signatures } = parseNote(rows[0]?.note ?? '');
    const lines = rows.map(({ name, key_id, signature }) => ({ name, keyId: key_id, signature }));
    const note = printNote({ text, signatures: [...signatures, ...lines] });
    return { ...parseCheckpoint(text), text, note, witnesses: rows.map(({ name }) => name) };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    throw new LedgerDamaged(undefined, `${cosignaturesFile}: ${error.message}`);
  }
}

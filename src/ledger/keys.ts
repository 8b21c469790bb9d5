// One random key a case, apart from the ledger and its backups: what it seals is erased by
// destroying the key, and the ledger stays whole.
import type Database from 'better-sqlite3';
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { ensureDirectory, sqliteCode } from './durable-database.js';
import { LedgerDamaged, LedgerUnavailable, OutcomeUnknown } from './ledger.js';
import { openOwnFile, openOwnFileForReading, type OwnFile } from './sqlite-own-file.js';

/** The key of a case. The bytes stay inside the KeyObject, which no log prints. */
export interface CaseKey {
  /** 128 random bits in base64url: stands beside every ciphertext and says nothing about the case. */
  readonly keyId: string;
  /** AES-256. */
  readonly key: KeyObject;
}

/** The keys of all cases. Several processes of one machine may have them open: the first to need a case's key makes it for all. */
export interface CaseKeys {
  /** The case's key; `undefined` when it never had one. */
  get(caseId: string): CaseKey | undefined;
  /**
   * The case's key, made when there is none yet. It is on disk when this returns, so that nothing
   * is ever sealed under a key that a power cut could take away.
   * @throws LedgerUnavailable when it could not be stored now
   * @throws OutcomeUnknown after `onFatal`: the process must end
   */
  ensure(caseId: string): CaseKey;
  close(): void;
}

export interface CaseKeysOptions {
  readonly directory: string;
  /** Called when a write of a key failed in an unknown way; the process must end with an error. */
  readonly onFatal: (error: OutcomeUnknown) => void;
}

/** Of AES-256. */
const keyBytes = 32;

interface KeyRow {
  readonly key_id: string;
  readonly key: Buffer;
}

const file: OwnFile = {
  name: 'keys.sqlite',
  what: 'a key store',
  // "WENK"
  applicationId: 0x57454e4b,
  tables: `CREATE TABLE case_key (
    case_id TEXT PRIMARY KEY,
    key_id TEXT NOT NULL UNIQUE,
    key BLOB NOT NULL CHECK (length(key) = 32)
  ) STRICT`,
};

/** Opens `keys.sqlite` in the data directory and makes it when there is none. */
export function openCaseKeys({ directory, onFatal }: CaseKeysOptions): CaseKeys {
  ensureDirectory(directory);
  const database = openOwnFile(directory, file);
  const select = selectKey(database);
  const insert = database.prepare<[string, string, Buffer]>(
    'INSERT INTO case_key (case_id, key_id, key) VALUES (?, ?, ?) ON CONFLICT (case_id) DO NOTHING',
  );
  // After a failed write the page cache may show what the disk does not have (RELIABILITY a.4):
  // such a store hands out no key any more.
  let broken: OutcomeUnknown | undefined;

  const get = (caseId: string): CaseKey | undefined => {
    if (broken !== undefined) throw broken;
    return keyIn(select.get(caseId));
  };

  const ensure = (caseId: string): CaseKey => {
    const standing = get(caseId);
    if (standing !== undefined) return standing;
    const keyId = randomBytes(16).toString('base64url');
    const bytes = randomBytes(keyBytes);
    let made: boolean;
    try {
      made = insert.run(caseId, keyId, bytes).changes === 1;
    } catch (error) {
      throw failure(error);
    }
    // Another process came first; its key is on disk, and nothing was sealed under this one.
    if (!made) return ensure(caseId);
    return { keyId, key: createSecretKey(new Uint8Array(bytes)) };
  };

  const failure = (cause: unknown): LedgerUnavailable | OutcomeUnknown => {
    const code = sqliteCode(cause);
    if (code === 'SQLITE_BUSY' || code === 'SQLITE_FULL') {
      return new LedgerUnavailable('the key store cannot be written', { cause });
    }
    broken = new OutcomeUnknown('whether a key is on disk is unknown', { cause });
    onFatal(broken);
    return broken;
  };

  return { get, ensure, close: () => void database.close() };
}

/**
 * The keys that there are, for whoever makes none, beside a service that may; `undefined` when
 * there is no `keys.sqlite`. What it throws is SQLite's.
 * @throws NotOurs
 */
export function openCaseKeysForReading(
  directory: string,
): Pick<CaseKeys, 'get' | 'close'> | undefined {
  const database = openOwnFileForReading(directory, file);
  if (database === undefined) return undefined;
  const select = selectKey(database);
  return { get: (caseId) => keyIn(select.get(caseId)), close: () => void database.close() };
}

function selectKey(database: Database.Database): Database.Statement<[string], KeyRow> {
  return database.prepare('SELECT key_id, key FROM case_key WHERE case_id = ?');
}

/** @throws LedgerDamaged when the file has been spoilt */
function keyIn(row: KeyRow | undefined): CaseKey | undefined {
  if (row === undefined) return undefined;
  if (!Buffer.isBuffer(row.key) || row.key.length !== keyBytes)
    throw new LedgerDamaged(undefined, `${file.name} holds a key that is none`);
  return { keyId: row.key_id, key: createSecretKey(new Uint8Array(row.key)) };
}

// One random key a case, apart from the ledger and its backups: what it seals is erased by
// destroying the key, and the ledger stays whole.
import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto';
import { ensureDirectory, sqliteCode } from './durable-database.js';
import { LedgerUnavailable, OutcomeUnknown } from './ledger.js';
import { openOwnFile, type OwnFile } from './sqlite-own-file.js';

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
  const select = database.prepare<[string], KeyRow>(
    'SELECT key_id, key FROM case_key WHERE case_id = ?',
  );
  const insert = database.prepare<[string, string, Buffer]>(
    'INSERT INTO case_key (case_id, key_id, key) VALUES (?, ?, ?) ON CONFLICT (case_id) DO NOTHING',
  );
  // After a failed write the page cache may show what the disk does not have (RELIABILITY a.4):
  // such a store hands out no key any more.
  let broken: OutcomeUnknown | undefined;

  const get = (caseId: string): CaseKey | undefined => {
    if (broken !== undefined) throw broken;
    const row = select.get(caseId);
    return row === undefined
      ? undefined
      : { keyId: row.key_id, key: createSecretKey(new Uint8Array(row.key)) };
  };

  const ensure = (caseId: string): CaseKey => {
    const standing = get(caseId);
    if (standing !== undefined) return standing;
    const keyId = randomBytes(16).toString('base64url');
    const bytes = randomBytes(32);
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

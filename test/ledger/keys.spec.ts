import Database from 'better-sqlite3';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openCaseKeys } from '../../src/ledger/keys.js';
import { LedgerUnavailable } from '../../src/ledger/ledger.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const onFatal = (error: Error) => {
  throw error;
};

const bytesOf = (key: { key: { export(): Buffer } } | undefined) => key?.key.export();

describe('the keys of cases', () => {
  it('are made on first use, one a case, and stay the same after a restart', () => {
    const directory = temporaryDirectory();
    const keys = openCaseKeys({ directory, onFatal });
    expect(keys.get('one')).toBeUndefined();
    const one = keys.ensure('one');
    const other = keys.ensure('other');
    expect(bytesOf(one)).toHaveLength(32);
    expect(bytesOf(one)).not.toStrictEqual(bytesOf(other));
    expect(one.keyId).not.toBe(other.keyId);
    for (const again of [keys.ensure('one'), keys.get('one')]) {
      expect(again?.keyId).toBe(one.keyId);
      expect(bytesOf(again)).toStrictEqual(bytesOf(one));
    }
    keys.close();

    const reopened = openCaseKeys({ directory, onFatal });
    expect(bytesOf(reopened.get('one'))).toStrictEqual(bytesOf(one));
    reopened.close();
  });

  it('are on disk before they are handed out', () => {
    const directory = temporaryDirectory();
    const keys = openCaseKeys({ directory, onFatal });
    const { keyId } = keys.ensure('one');
    // Another process sees what is committed; that commits are flushed is durable-database.spec.ts.
    const beside = new Database(join(directory, 'keys.sqlite'), { readonly: true });
    expect(beside.prepare('SELECT key_id FROM case_key').pluck().all()).toStrictEqual([keyId]);
    beside.close();
    keys.close();
  });

  it('are those of the process that came first, when two need one at once', () => {
    const directory = temporaryDirectory();
    const keys = openCaseKeys({ directory, onFatal });
    // The other process stores its key between this one's look and its insert.
    const another = new Database(join(directory, 'keys.sqlite'));
    another.exec(`CREATE TRIGGER first BEFORE INSERT ON case_key BEGIN
      INSERT INTO case_key VALUES (NEW.case_id, 'theirs', zeroblob(32)); END`);
    expect(keys.ensure('one').keyId).toBe('theirs');
    expect(keys.get('one')?.keyId).toBe('theirs');
    another.close();
    keys.close();
  });

  it('are for their owner alone', () => {
    const directory = temporaryDirectory();
    const keys = openCaseKeys({ directory, onFatal });
    keys.ensure('one');
    for (const name of ['keys.sqlite', 'keys.sqlite-wal', 'keys.sqlite-shm']) {
      expect(statSync(join(directory, name)).mode & 0o777).toBe(0o600);
    }
    keys.close();
  });

  it('are not handed out when they could not be stored', () => {
    const directory = temporaryDirectory();
    const keys = openCaseKeys({ directory, onFatal });
    const another = new Database(join(directory, 'keys.sqlite'));
    another.exec('BEGIN IMMEDIATE');
    expect(() => keys.ensure('one')).toThrow(LedgerUnavailable);
    another.exec('ROLLBACK');
    another.close();
    expect(keys.get('one')).toBeUndefined();
    keys.ensure('one');
    keys.close();
  });

  it('stop being handed out for good when it is unknown whether one was stored', () => {
    const directory = temporaryDirectory();
    const told: Error[] = [];
    const keys = openCaseKeys({ directory, onFatal: (error) => void told.push(error) });
    keys.ensure('one');
    const another = new Database(join(directory, 'keys.sqlite'));
    // A table that refuses: to the key store, an error like any other it cannot explain.
    another.exec(`CREATE TRIGGER t BEFORE INSERT ON case_key BEGIN SELECT RAISE(FAIL, 'no'); END`);
    another.close();
    expect(() => keys.ensure('two')).toThrow('unknown');
    expect(() => keys.get('one')).toThrow('unknown');
    expect(() => keys.ensure('two')).toThrow('unknown');
    expect(told).toHaveLength(1);
    keys.close();
  });

  it('do not open a file that is something else', () => {
    const directory = temporaryDirectory();
    const other = new Database(join(directory, 'keys.sqlite'));
    other.pragma('application_id = 7');
    other.close();
    expect(() => openCaseKeys({ directory, onFatal })).toThrow('not a key store');
  });
});

import Database from 'better-sqlite3';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDirectory, openDurable } from '../../src/ledger/durable-database.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const synchronous = (database: Database.Database) =>
  database.pragma('synchronous', { simple: true });

describe('a database that must not lose an acknowledged write', () => {
  it('flushes each commit, at the first opening and at every later one', () => {
    const directory = temporaryDirectory();
    for (let opening = 0; opening < 3; opening += 1) {
      const database = openDurable(directory, 'some.sqlite', (db) => {
        if (opening === 0) db.exec('CREATE TABLE t (n INTEGER) STRICT');
      });
      database.exec('INSERT INTO t VALUES (1)');
      expect(synchronous(database)).toBe(2);
      database.close();
    }
  });

  it('has to ask for that: left alone, better-sqlite3 stops flushing after the first write', () => {
    const path = join(temporaryDirectory(), 'some.sqlite');
    const database = new Database(path);
    database.pragma('journal_mode = WAL');
    expect(synchronous(database)).toBe(2);
    database.exec('CREATE TABLE t (n INTEGER) STRICT');
    expect(synchronous(database)).toBe(1);
    database.close();
  });

  it('is written to at every start, so that the setting is seen after a write', () => {
    const directory = temporaryDirectory();
    openDurable(directory, 'some.sqlite', (db) => db.pragma('user_version = 5')).close();
    const database = openDurable(directory, 'some.sqlite', () => undefined);
    expect(statSync(join(directory, 'some.sqlite-wal')).size).toBeGreaterThan(4096);
    expect(database.pragma('user_version', { simple: true })).toBe(5);
    database.close();
  });

  it('does not open when a commit would not be flushed', () => {
    expect(() =>
      openDurable(temporaryDirectory(), 'some.sqlite', (db) => {
        db.exec('COMMIT; PRAGMA synchronous = NORMAL; BEGIN IMMEDIATE');
      }),
    ).toThrow('synchronous is 1 after a write, not 2 (FULL)');
  });

  it('is for its owner alone, and so is a directory made for it', () => {
    const directory = join(temporaryDirectory(), 'deep/down');
    ensureDirectory(directory);
    ensureDirectory(directory);
    expect(statSync(directory).mode & 0o777).toBe(0o700);
    openDurable(directory, 'some.sqlite', () => undefined).close();
    expect(statSync(join(directory, 'some.sqlite')).mode & 0o777).toBe(0o600);
  });
});

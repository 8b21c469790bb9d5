import Database from 'better-sqlite3';
import { copyFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareStores, rebuild } from '../../src/projections/rebuild.js';
import { whyNotFrom } from '../../src/projections/same-ledger.js';
import { storeName } from '../../src/projections/read-store.js';
import {
  beginSqliteReadStore,
  openSqliteReadStore,
  openSqliteReadStoreReader,
  storeFile,
} from '../../src/projections/sqlite-read-store.js';
import { storeDefinition } from '../../src/projections/streams.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { History, Workplace } from './history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

const file = storeFile(storeName(storeDefinition.tables, storeDefinition.versions));

describe('the name of the read store', () => {
  afterEach(() => {
    jest.resetModules();
    for (const table of ['clauses', 'methods', 'ranks'])
      jest.dontMock(`../../src/domain/regulation/${table}.js`);
  });

  it.each([
    ['clauses', 'grounds'],
    ['clauses', 'bases'],
    ['methods', 'methods'],
    ['methods', 'bands'],
    ['ranks', 'ranks'],
  ])('is another when the catalogue differs: %s, %s', async (table, list) => {
    const path = `../../src/domain/regulation/${table}.js`;
    jest.resetModules();
    jest.doMock(path, (): unknown => {
      const whole = jest.requireActual<Record<string, readonly unknown[]>>(path);
      return { ...whole, [list]: whole[list]?.slice(0, -1) };
    });
    const { storeDefinition: other } = await import('../../src/projections/streams.js');
    expect(other.tables).toEqual(storeDefinition.tables);
    expect(storeFile(storeName(other.tables, other.versions))).not.toBe(file);
  });
});

describe('the files of the read store', () => {
  it('are for their owner alone from the first byte on', async () => {
    const ledger = await workplace.ledgerOf(new History().on('C-1', 'register'));
    const directory = workplace.directory();
    await rebuild(ledger, workplace.keep(beginSqliteReadStore(directory, storeDefinition)));
    const modes = readdirSync(directory).map((name) => [
      name,
      statSync(join(directory, name)).mode & 0o777,
    ]);
    expect(modes.toSorted()).toEqual(
      [file, `${file}-shm`, `${file}-wal`].map((name) => [name, 0o600]),
    );
  });
});

describe('a read store opened for reading', () => {
  it('says what stands and keeps up, beside the one who writes', async () => {
    const history = new History().on('C-1', 'register');
    const ledger = await workplace.ledgerOf(history);
    const directory = workplace.directory();
    const store = workplace.keep(beginSqliteReadStore(directory, storeDefinition));
    await rebuild(ledger, store);
    const reader = openSqliteReadStoreReader(directory, storeDefinition);
    if (reader === undefined) throw new Error('there is a store');
    workplace.keep(reader);
    expect(reader.progress()).toStrictEqual(store.progress());
    expect(await compareStores(store, reader)).toStrictEqual([]);
    await store.apply({ position: '2', eventId: 'next', recordedMs: 1, tables: [], instants: [] });
    expect(reader.progress()).toMatchObject({ position: '2', eventId: 'next' });
  });

  it('leaves every byte as it is, also when it is let go of last', async () => {
    const ledger = await workplace.ledgerOf(new History().on('C-1', 'register'));
    const built = workplace.directory();
    await rebuild(ledger, workplace.keep(beginSqliteReadStore(built, storeDefinition)));
    // As after kill -9: rows in the log that no checkpoint has taken over yet.
    const directory = temporaryDirectory();
    for (const name of [file, `${file}-wal`])
      copyFileSync(join(built, name), join(directory, name));
    const contents = () =>
      [file, `${file}-wal`].map(
        (name) => statSync(join(directory, name), { bigint: true }).mtimeNs,
      );
    const before = contents();
    const reader = openSqliteReadStoreReader(directory, storeDefinition);
    expect(reader?.progress().position).toBe('1');
    await reader?.close();
    expect(contents()).toEqual(before);
  });

  it('is not there where none was made, or none finished its first step', () => {
    const directory = temporaryDirectory();
    expect(openSqliteReadStoreReader(directory, storeDefinition)).toBeUndefined();
    expect(readdirSync(directory)).toEqual([]);
    writeFileSync(join(directory, file), '');
    expect(openSqliteReadStoreReader(directory, storeDefinition)).toBeUndefined();
    expect(statSync(join(directory, file)).size).toBe(0);
  });

  it('cannot be written to', async () => {
    const directory = workplace.directory();
    await openSqliteReadStore(directory, storeDefinition).close();
    const reader = openSqliteReadStoreReader(directory, storeDefinition);
    if (reader === undefined) throw new Error('there is a store');
    workplace.keep(reader);
    await expect(
      reader.queries.insertInto('instants').values({ recorded_ms: 1, position: 1 }).execute(),
      // Errors of native code are of another realm here: their code tells them.
    ).rejects.toMatchObject({ code: 'SQLITE_READONLY' });
    const database = new Database(join(directory, file));
    expect(database.prepare('SELECT count(*) FROM instants').pluck().get()).toBe(0);
    database.close();
  });
});

describe('read models and the ledger they are from', () => {
  const ledger = () =>
    workplace.ledgerOf(new History().on('C-1', 'register').on('C-1', 'accept').on('C-1', 'decide'));
  const idAt = (position: number) =>
    `00000000-0000-8000-8000-${String(position).padStart(12, '0')}`;

  it.each([1, 2, 3])('agree where the ledger has the event they saw last: %i', async (seen) => {
    const progress = { position: String(seen), eventId: idAt(seen), recordedMs: 0 };
    expect(await whyNotFrom(await ledger(), progress)).toBeUndefined();
  });

  it('agree before the first event', async () => {
    expect(await whyNotFrom(await ledger(), { position: '0', recordedMs: 0 })).toBeUndefined();
  });

  it('do not agree when the ledger ends before it', async () => {
    const progress = { position: '4', eventId: idAt(4), recordedMs: 0 };
    expect(await whyNotFrom(await ledger(), progress)).toContain('the ledger ends at 3');
  });

  it('do not agree when another event stands there', async () => {
    const progress = { position: '2', eventId: idAt(3), recordedMs: 0 };
    expect(await whyNotFrom(await ledger(), progress)).toContain('another event at position 2');
  });
});

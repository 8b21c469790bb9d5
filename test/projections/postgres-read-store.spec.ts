// The read store in PostgreSQL as it is written: the same rows as in SQLite, one process that keeps it
// at a time, and whatever the server does, nothing lost and nothing doubled.
import { sql } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import { accountability } from '../../src/projections/accountability-counts.js';
import { biViews } from '../../src/projections/bi-views.js';
import {
  beginPostgresReadStore,
  openPostgresReadStore,
} from '../../src/projections/postgres-read-store.js';
import { biRole, schemaOf } from '../../src/projections/postgres-tables.js';
import { Projector } from '../../src/projections/projector.js';
import { compareStores, rebuild } from '../../src/projections/rebuild.js';
import { ReadStoreUnavailable, storeName } from '../../src/projections/read-store.js';
import { storeDefinition } from '../../src/projections/streams.js';
import type { LedgerReader, StreamwiseLedger } from '../../src/ledger/ledger.js';
import { PostgresServer, testServer } from '../support/postgres.js';
import { History, record } from './history.js';
import { manyCases } from './many-cases.js';
import {
  home,
  inSqlite,
  keeping,
  patienceMs,
  until,
  watching,
  workplace,
} from './postgres-workplace.js';

const name = storeName(storeDefinition.tables, storeDefinition.versions);

afterEach(() => workplace.clear());

const otherThanAway = (failure: unknown) => !(failure instanceof ReadStoreUnavailable);

const connections = (server: PostgresServer, database: string) =>
  server.ask(
    'postgres',
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = '${database.split('/').at(-1) ?? ''}' AND pid <> pg_backend_pid()`,
  );

describe('a read store in PostgreSQL', () => {
  it('holds row for row what one in SQLite holds, filled at once or kept while following', async () => {
    const ledger = await workplace.ledgerOf(manyCases(80, 11));
    const sqlite = await inSqlite(ledger);
    const server = await testServer();
    const filled = workplace.keep(beginPostgresReadStore(await server.database(), storeDefinition));
    await rebuild(ledger, filled);
    expect(await compareStores(sqlite, filled)).toStrictEqual([]);
    expect(filled.progress()).toStrictEqual(sqlite.progress());

    const kept = workplace.keep(openPostgresReadStore(await server.database(), storeDefinition));
    const { projector, failures } = keeping(ledger, kept);
    await projector.reached(await ledger.head(), patienceMs);
    expect(await compareStores(sqlite, kept)).toStrictEqual([]);
    expect(failures).toStrictEqual([]);
  });

  it('goes on where it stood, after it was closed', async () => {
    const history = new History().decided('C-1', 'jia', '2015-03-10');
    const ledger = await workplace.ledgerOf(history);
    const url = await (await testServer()).database();
    const first = openPostgresReadStore(url, storeDefinition);
    const before = new Projector(ledger, first, { halted: fail, failed: fail });
    before.start();
    await before.reached(history.position, patienceMs);
    await before.stop();
    await first.close();

    const soFar = history.told.length;
    await record(ledger, history.decided('C-2', 'jia', '2015-04-10'), soFar);
    const again = workplace.keep(openPostgresReadStore(url, storeDefinition));
    const { projector } = keeping(ledger, again);
    await projector.reached(history.position, patienceMs);
    expect(await accountability(again, 'jia', '2015-12-01')).toMatchObject({ count: 2 });
    expect(await compareStores(await inSqlite(ledger), again)).toStrictEqual([]);
  });

  it('begins a filling that was cut off anew', async () => {
    const ledger = await workplace.ledgerOf(new History().decided('C-1', 'jia', '2015-03-10'));
    const url = await (await testServer()).database();
    const cut = beginPostgresReadStore(url, storeDefinition);
    await expect(
      rebuild({ ...readerOf(ledger), head: () => Promise.reject(new Error('cut off')) }, cut),
    ).rejects.toThrow('cut off');
    await cut.close();
    const store = workplace.keep(beginPostgresReadStore(url, storeDefinition));
    await rebuild(ledger, store);
    expect(await compareStores(await inSqlite(ledger), store)).toStrictEqual([]);
  });

  it('is asked as before while it is built anew beside', async () => {
    const history = new History().decided('C-1', 'jia', '2015-03-10');
    const ledger = await workplace.ledgerOf(history);
    const url = await (await testServer()).database();
    const standing = beginPostgresReadStore(url, storeDefinition);
    await rebuild(ledger, standing);
    await standing.close();
    const asked = watching(url);
    const filling = workplace.keep(beginPostgresReadStore(url, storeDefinition));
    const counted = () => accountability(asked, 'jia', '2015-12-01');

    await filling.takeUp(new AbortController().signal);
    expect(await counted()).toMatchObject({ count: 1 });
    await filling.close();
    const soFar = history.told.length;
    await record(ledger, history.decided('C-2', 'jia', '2015-04-10'), soFar);
    await rebuild(ledger, workplace.keep(beginPostgresReadStore(url, storeDefinition)));
    await asked.reached(history.position, patienceMs);
    expect(await counted()).toMatchObject({ count: 2 });
  });

  it('is found by an address that has options of its own', async () => {
    const ledger = await workplace.ledgerOf(new History().decided('C-1', 'jia', '2015-03-10'));
    const url = new URL(await (await testServer()).database());
    url.searchParams.set('options', '-c work_mem=8MB -c search_path=elsewhere');
    const store = workplace.keep(beginPostgresReadStore(url.href, storeDefinition));
    await rebuild(ledger, store);
    expect(await accountability(store, 'jia', '2015-12-01')).toMatchObject({ count: 1 });
    const { rows } = await sql<{ work_mem: string }>`show work_mem`.execute(store.queries);
    expect(rows).toEqual([{ work_mem: '8MB' }]);
  });

  it('stands beside that of another release until it has caught up, and then alone', async () => {
    const ledger = await workplace.ledgerOf(new History().on('C-1', 'register'));
    const server = await testServer();
    const url = await server.database();
    const older = { ...storeDefinition, versions: ['older'] };
    const old = beginPostgresReadStore(url, older);
    await rebuild(ledger, old);
    await old.close();
    const schemas = async () =>
      (
        await server.ask(
          url,
          "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'wenze_%' ORDER BY 1",
        )
      ).map(({ nspname }) => nspname);
    const both = [
      schemaOf(storeName(older.tables, older.versions)),
      schemaOf(name),
      'wenze_bi',
    ].toSorted();

    const store = workplace.keep(openPostgresReadStore(url, storeDefinition));
    await store.takeUp(new AbortController().signal);
    expect(await schemas()).toEqual(both);
    await store.caughtUp();
    expect(await schemas()).toEqual([schemaOf(name), 'wenze_bi'].toSorted());
  });

  it('shows a dashboard’s role the views, and nothing else', async () => {
    const ledger = await workplace.ledgerOf(manyCases(20, 7));
    const server = await testServer();
    const url = await server.database();
    await rebuild(ledger, workplace.keep(beginPostgresReadStore(url, storeDefinition)));
    await server.ask(
      url,
      `DROP ROLE IF EXISTS dashboard; CREATE ROLE dashboard LOGIN IN ROLE ${biRole}`,
    );
    const asReader = url.replace('wenze@', 'dashboard@');
    for (const { name: view } of biViews) {
      const [counted] = await server.ask(asReader, `SELECT count(*) AS n FROM wenze_bi.${view}`);
      expect(Number(counted?.['n'])).toBeGreaterThan(0);
    }
    for (const statement of [
      `SELECT * FROM ${schemaOf(name)}.persons`,
      `DELETE FROM wenze_bi.bi_cases`,
      `CREATE TABLE wenze_bi.mine (id int)`,
    ])
      await expect(server.ask(asReader, statement)).rejects.toThrow('permission denied');
  });
});

describe('two processes that would keep it', () => {
  it('do so one after the other: the second stands by, and takes over within seconds', async () => {
    const history = manyCases(10, 3);
    const ledger = await workplace.ledgerOf(history);
    const server = await testServer();
    const url = await server.database();
    const active = openPostgresReadStore(url, storeDefinition);
    await active.takeUp(new AbortController().signal);
    const standby = keeping(ledger, workplace.keep(openPostgresReadStore(url, storeDefinition)));
    await delay(700);
    // Who stands by holds no snapshot, which would keep the server from clearing away old rows.
    const waiting = await server.ask(
      url,
      `SELECT state, backend_xmin FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND query ~ 'pg_try_advisory_lock'`,
    );
    expect(waiting).toEqual([{ state: 'idle', backend_xmin: null }]);
    expect(standby.projector.status()).toMatchObject({ position: '0', caughtUp: false });

    await active.close();
    const began = performance.now();
    await standby.projector.reached(history.position, patienceMs);
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(standby.failures).toStrictEqual([]);
  });

  it('never write both: whoever has lost the lock writes nothing more', async () => {
    const history = manyCases(30, 5);
    const ledger = await workplace.ledgerOf(history);
    const server = await testServer();
    const url = await server.database();
    const one = keeping(ledger, workplace.keep(openPostgresReadStore(url, storeDefinition)));
    const two = keeping(ledger, workplace.keep(openPostgresReadStore(url, storeDefinition)));
    // The connections of both are cut again and again, in the midst of their work.
    for (let cut = 0; cut < 12; cut += 1) {
      await delay(60);
      await connections(server, url);
    }
    const head = await ledger.head();
    await Promise.any([one, two].map(({ projector }) => projector.reached(head, patienceMs)));
    const rebuilt = await inSqlite(ledger);
    const shown = workplace.keep(openPostgresReadStore(url, storeDefinition));
    expect(await compareStores(rebuilt, shown)).toStrictEqual([]);
    expect([...one.failures, ...two.failures].filter(otherThanAway)).toStrictEqual([]);
    expect(one.failures.length + two.failures.length).toBeGreaterThan(0);
  });
});

describe('a store whose connection is lost between two slices', () => {
  it('says at the next that the server is away, and is taken up again', async () => {
    const server = await testServer();
    const url = await server.database();
    const store = workplace.keep(openPostgresReadStore(url, storeDefinition));
    const { signal } = new AbortController();
    await store.takeUp(signal);
    await connections(server, url);
    await delay(200);
    await expect(store.caughtUp()).rejects.toThrow(ReadStoreUnavailable);
    await store.takeUp(signal);
    await store.caughtUp();
  });
});

describe('a projector whose server is killed', () => {
  it('loses nothing and doubles nothing, and goes on by itself', async () => {
    const history = manyCases(40, 13);
    const ledger = await workplace.ledgerOf(history);
    const server = await PostgresServer.start(home(), { durable: true });
    const url = await server.database();
    const { projector, failures } = keeping(
      ledger,
      workplace.keep(openPostgresReadStore(url, storeDefinition)),
    );
    for (let kill = 0; kill < 3; kill += 1) {
      await delay(250);
      server.kill();
      await until(() => {
        try {
          server.startAgain();
          return true;
        } catch {
          return false;
        }
      });
    }
    await projector.reached(await ledger.head(), patienceMs);
    const shown = workplace.keep(openPostgresReadStore(url, storeDefinition));
    expect(await compareStores(await inSqlite(ledger), shown)).toStrictEqual([]);
    expect(failures.filter(otherThanAway)).toStrictEqual([]);
    await workplace.clear();
    server.stop('immediate');
  });
});

/** Where the servers of this run live. */
function fail(error: unknown): never {
  throw error;
}

function readerOf(ledger: StreamwiseLedger): Pick<LedgerReader, 'follow' | 'head' | 'read'> {
  return {
    head: () => ledger.head(),
    read: (stream) => ledger.read(stream),
    follow: (after, signal) => ledger.follow(after, signal),
  };
}

// The read store in PostgreSQL: the same rows as in SQLite, one process that keeps it at a time, and
// whatever the server does, nothing lost, nothing doubled, and nobody left waiting.
import { sql } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import { accountability } from '../../src/projections/accountability-counts.js';
import { biViews } from '../../src/projections/bi-views.js';
import { openQueries } from '../../src/projections/postgres-queries.js';
import {
  beginPostgresReadStore,
  openPostgresReadStore,
} from '../../src/projections/postgres-read-store.js';
import { biRole, schemaOf } from '../../src/projections/postgres-tables.js';
import { Projector } from '../../src/projections/projector.js';
import { compareStores, rebuild } from '../../src/projections/rebuild.js';
import {
  ReadModelBehind,
  ReadStoreUnavailable,
  storeName,
  type ReadStore,
} from '../../src/projections/read-store.js';
import { beginSqliteReadStore } from '../../src/projections/sqlite-read-store.js';
import { StoreWatch } from '../../src/projections/store-watch.js';
import { storeDefinition } from '../../src/projections/streams.js';
import type { LedgerReader, StreamwiseLedger } from '../../src/ledger/ledger.js';
import { PostgresServer, testServer } from '../support/postgres.js';
import { TcpGate } from '../support/tcp-gate.js';
import { History, record, Workplace } from './history.js';
import { manyCases } from './many-cases.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

/** Longest anybody here waits for something that must come. */
const patienceMs = 30_000;

const name = storeName(storeDefinition.tables, storeDefinition.versions);

function keeping(
  ledger: LedgerReader,
  store: ReadStore,
): { readonly projector: Projector; readonly failures: unknown[] } {
  const failures: unknown[] = [];
  const projector = new Projector(ledger, store, {
    halted: (poison) => failures.push(poison),
    failed: (error) => failures.push(error),
  });
  projector.start();
  workplace.keep({ close: () => projector.stop() });
  return { projector, failures };
}

function watching(url: string): StoreWatch {
  const watch = workplace.keep(new StoreWatch(url, storeDefinition, () => undefined));
  watch.start();
  return watch;
}

async function inSqlite(ledger: Parameters<typeof rebuild>[0]): Promise<ReadStore> {
  const store = workplace.keep(beginSqliteReadStore(workplace.directory(), storeDefinition));
  await rebuild(ledger, store);
  return store;
}

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const late = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > late) throw new Error('waited in vain');
    await delay(20);
  }
}

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

describe('a process that only reads it', () => {
  it('learns at once how far the read models have come, and waits for what is to come', async () => {
    const history = new History().on('C-1', 'register');
    const ledger = await workplace.ledgerOf(history);
    const url = await (await testServer()).database();
    const watch = watching(url);
    expect(watch.status()).toMatchObject({ position: '0', caughtUp: false });
    const { projector } = keeping(
      ledger,
      workplace.keep(openPostgresReadStore(url, storeDefinition)),
    );
    await watch.reached('1', patienceMs);
    await until(() => watch.status().caughtUp);
    expect(watch.progress()).toStrictEqual({
      position: '1',
      eventId: history.last,
      recordedMs: Date.parse(History.recordedAt(1)),
    });
    await expect(watch.reached('2', 30)).rejects.toThrow(new ReadModelBehind('2', '1'));
    const soon = watch.reached('2', patienceMs);
    await record(ledger, history.on('C-1', 'accept'), 1);
    await soon;
    await projector.reached('2', patienceMs);
    expect(await watch.position()).toBe('2');
  });

  it('learns that the read models have halted, and why, and that they go on again', async () => {
    const ledger = await workplace.ledgerOf(new History().on('C-1', 'register'));
    const url = await (await testServer()).database();
    const store = workplace.keep(openPostgresReadStore(url, storeDefinition));
    const { projector } = keeping(ledger, store);
    await projector.reached('1', patienceMs);
    const watch = watching(url);
    await watch.reached('1', patienceMs);
    await store.halted('2', 'unknown type');
    await until(() => watch.status().halted !== undefined);
    expect(watch.status()).toMatchObject({ halted: { position: '2', reason: 'unknown type' } });
    await expect(watch.reached('2', patienceMs)).rejects.toThrow(ReadModelBehind);

    await projector.stop();
    await store.close();
    const mended = workplace.keep(openPostgresReadStore(url, storeDefinition));
    await mended.takeUp(new AbortController().signal);
    await until(() => watch.status().halted === undefined);
    await expect(watch.reached('2', 30)).rejects.toThrow(ReadModelBehind);
  });

  it('says that the server is away, within seconds, and comes back with it', async () => {
    const server = await PostgresServer.start(home());
    const url = await server.database();
    const ledger = await workplace.ledgerOf(new History().decided('C-1', 'jia', '2015-03-10'));
    await rebuild(ledger, workplace.keep(beginPostgresReadStore(url, storeDefinition)));
    const watch = watching(url);
    await until(() => watch.status().caughtUp);
    expect(await accountability(watch, 'jia', '2015-12-01')).toMatchObject({ count: 1 });

    server.stop('immediate');
    await until(() => watch.status().away === true);
    const began = performance.now();
    await expect(accountability(watch, 'jia', '2015-12-01')).rejects.toThrow(ReadStoreUnavailable);
    expect(performance.now() - began).toBeLessThan(10_000);

    server.startAgain();
    await until(() => watch.status().caughtUp);
    expect(await accountability(watch, 'jia', '2015-12-01')).toMatchObject({ count: 1 });
    await workplace.clear();
    server.stop('immediate');
  });

  it('is told within seconds that the network is gone, also where nobody says so', async () => {
    const server = await testServer();
    const url = new URL(await server.database());
    const ledger = await workplace.ledgerOf(new History().decided('C-1', 'jia', '2015-03-10'));
    await rebuild(ledger, workplace.keep(beginPostgresReadStore(url.href, storeDefinition)));
    const gate = new TcpGate(Number(url.port));
    await gate.open();
    workplace.keep({ close: () => gate.close() });
    url.port = String(gate.port);
    const watch = watching(url.href);
    const counted = () => accountability(watch, 'jia', '2015-12-01');
    await until(() => watch.status().caughtUp);
    await Promise.all([counted(), counted(), counted()]);
    await delay(1_200);

    gate.swallow();
    const began = performance.now();
    await expect(counted()).rejects.toThrow(ReadStoreUnavailable);
    await until(() => watch.status().away === true);
    expect(performance.now() - began).toBeLessThan(8_000);

    gate.letThrough();
    await until(() => watch.status().caughtUp);
    expect(await counted()).toMatchObject({ count: 1 });
  });

  it('is told of the network that went in the midst of its question, when the longest question is over', async () => {
    const server = await testServer();
    const url = new URL(await server.database());
    const gate = new TcpGate(Number(url.port));
    await gate.open();
    workplace.keep({ close: () => gate.close() });
    url.port = String(gate.port);
    const one = workplace.keep(openQueries(url.href, 'public', 1));
    const asked = sql`select pg_sleep(1)`.execute(one.queries);
    const refused = expect(asked).rejects.toThrow(ReadStoreUnavailable);
    await delay(500);
    gate.swallow();
    await refused;
    gate.letThrough();
    await sql`select 1`.execute(one.queries);
  });

  it('outlives the server being killed in the midst of its question, which is answered as away', async () => {
    const server = await PostgresServer.start(home());
    const queries = openQueries(await server.database(), 'public', 1);
    const uncaught: unknown[] = [];
    const note = (error: unknown): void => void uncaught.push(error);
    process.on('uncaughtException', note);
    try {
      const asked = sql`select pg_sleep(20)`.execute(queries.queries);
      const refused = expect(asked).rejects.toThrow(ReadStoreUnavailable);
      await delay(500);
      server.kill();
      await refused;
      await delay(200);
    } finally {
      process.off('uncaughtException', note);
      await queries.close();
    }
    expect(uncaught).toStrictEqual([]);
  });

  it('is told after a bounded wait where every connection is taken', async () => {
    const url = await (await testServer()).database();
    const ledger = await workplace.ledgerOf(new History().on('C-1', 'register'));
    await rebuild(ledger, workplace.keep(beginPostgresReadStore(url, storeDefinition)));
    const few = workplace.keep(openQueries(url, schemaOf(name), 2));
    const sleeping = [1, 2].map(() => sql`select pg_sleep(8)`.execute(few.queries));
    await expect(sql`select 1`.execute(few.queries)).rejects.toThrow(ReadStoreUnavailable);
    await Promise.all(sleeping);
    await sql`select 1`.execute(few.queries);
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
    for (const { failures } of [one, two])
      for (const failure of failures) expect(failure).toBeInstanceOf(ReadStoreUnavailable);
    expect(one.failures.length + two.failures.length).toBeGreaterThan(0);
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
    for (const failure of failures) expect(failure).toBeInstanceOf(ReadStoreUnavailable);
    await workplace.clear();
    server.stop('immediate');
  });
});

/** Where the servers of this run live. */
function home(): string {
  return process.env['WENZE_TEST_RUN'] ?? fail(new Error('bug: no run is set up'));
}

function fail(error: unknown): never {
  throw error;
}

function readerOf(ledger: StreamwiseLedger): Pick<StreamwiseLedger, 'byStream' | 'head' | 'read'> {
  return {
    head: () => ledger.head(),
    read: (stream) => ledger.read(stream),
    byStream: (last) => ledger.byStream(last),
  };
}

// The read store in PostgreSQL as a process sees it that only reads it: whatever happens to server and
// network, nobody is left waiting.
import { sql } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import { accountability } from '../../src/projections/accountability-counts.js';
import { openQueries } from '../../src/projections/postgres-queries.js';
import {
  beginPostgresReadStore,
  openPostgresReadStore,
} from '../../src/projections/postgres-read-store.js';
import { schemaOf } from '../../src/projections/postgres-tables.js';
import { rebuild } from '../../src/projections/rebuild.js';
import {
  ReadModelBehind,
  ReadStoreUnavailable,
  storeName,
} from '../../src/projections/read-store.js';
import { storeDefinition } from '../../src/projections/streams.js';
import { PostgresServer, testServer } from '../support/postgres.js';
import { TcpGate } from '../support/tcp-gate.js';
import { History, record } from './history.js';
import { home, keeping, patienceMs, until, watching, workplace } from './postgres-workplace.js';

const name = storeName(storeDefinition.tables, storeDefinition.versions);

afterEach(() => workplace.clear());

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

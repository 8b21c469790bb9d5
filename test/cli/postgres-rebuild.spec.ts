// `wenze rebuild` and the read models of `wenze verify` where settings name a ledger on KurrentDB
// (the double) and a PostgreSQL.
import { openKurrentDbLedger, type KurrentDbLedger } from '../../src/ledger/kurrentdb-ledger.js';
import { openPostgresReadStore } from '../../src/projections/postgres-read-store.js';
import { schemaOf } from '../../src/projections/postgres-tables.js';
import { Projector } from '../../src/projections/projector.js';
import { compareStores, countRows } from '../../src/projections/rebuild.js';
import { storeName, type ReadStore } from '../../src/projections/read-store.js';
import { openSqliteReadStore } from '../../src/projections/sqlite-read-store.js';
import { storeDefinition } from '../../src/projections/streams.js';
import { History, record, Workplace } from '../projections/history.js';
import { manyCases } from '../projections/many-cases.js';
import { KurrentDbDouble } from '../support/kurrentdb-double.js';
import { testServer } from '../support/postgres.js';
import { dataDirOf, startWenze, twoCases, wenze } from './command-line.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

const schema = schemaOf(storeName(storeDefinition.tables, storeDefinition.versions));
const patienceMs = 60_000;

function fail(error: unknown): never {
  throw error;
}

const newDatabase = async (): Promise<string> => (await testServer()).database();

/** A ledger on a server of its own that tells a history. */
async function onServer(
  history: History,
): Promise<{ readonly ledger: KurrentDbLedger; readonly url: string }> {
  const double = await KurrentDbDouble.start();
  workplace.keep({ close: () => double.stop() });
  const ledger = workplace.keep(await openKurrentDbLedger({ url: double.url }));
  await record(ledger, history);
  return { ledger, url: double.url };
}

/** A store that a projector keeps, up to where the ledger is now. */
async function followedBy(store: ReadStore, ledger: KurrentDbLedger): Promise<ReadStore> {
  workplace.keep(store);
  const projector = new Projector(ledger, store, { halted: fail, failed: fail });
  projector.start();
  workplace.keep({ close: () => projector.stop() });
  await projector.reached(await ledger.head(), patienceMs);
  return store;
}

const inFile = (ledger: KurrentDbLedger): Promise<ReadStore> =>
  followedBy(openSqliteReadStore(workplace.directory(), storeDefinition), ledger);

const inDatabase = (database: string, ledger: KurrentDbLedger): Promise<ReadStore> =>
  followedBy(openPostgresReadStore(database, storeDefinition), ledger);

/** Runs `wenze rebuild` as an operator does who has set the addresses. */
async function rebuild(
  [ledger, database]: readonly [string, string],
  ...options: readonly string[]
) {
  const { code, out, errors } = await startWenze(['rebuild', ...options], {
    LEDGER_URL: ledger,
    READ_STORE_URL: database,
    DATA_DIR: workplace.directory(),
  }).said;
  return { code, out, errors };
}

/** Takes a row away that the read models should have. */
async function forget(database: string): Promise<void> {
  const server = await testServer();
  await server.ask(database, `DELETE FROM ${schema}.sanctions WHERE case_id = 'C-1'`);
}

describe('wenze rebuild, with a ledger on KurrentDB and read models in PostgreSQL', () => {
  it('fills an empty database, says how many events and rows, and a projector goes on from there', async () => {
    const history = manyCases(30, 7);
    const { ledger, url } = await onServer(history);
    const database = await newDatabase();
    const kept = await inFile(ledger);
    expect(await rebuild([url, database])).toEqual({
      code: 0,
      out: [
        `built up to position ${await ledger.head()}`,
        `${String(history.told.length)} events, ${String(await countRows(kept))} rows`,
        'the rebuilt ones stand now',
        '',
      ].join('\n'),
      errors: '',
    });

    const soFar = history.told.length;
    await record(ledger, history.decided('C-late', 'jia', '2016-03-10'), soFar);
    const store = await inDatabase(database, ledger);
    expect(await compareStores(await inFile(ledger), store)).toStrictEqual([]);
  });

  it('builds in place of read models that lost a row; up to a position it only finds that out', async () => {
    const { ledger, url } = await onServer(twoCases());
    const database = await newDatabase();
    const head = await ledger.head();
    await rebuild([url, database]);
    await forget(database);
    const compared = ['--until', head, '--json'];
    const found = await rebuild([url, database], ...compared);
    expect([found.code, JSON.parse(found.out)]).toEqual([
      1,
      {
        position: head,
        differences: [{ table: 'sanctions', onlyFirst: 0, onlySecond: 1 }],
        notFrom: null,
        replaced: false,
      },
    ]);
    const mended = await rebuild([url, database], '--json');
    expect([mended.code, JSON.parse(mended.out)]).toEqual([
      0,
      expect.objectContaining({ position: head, events: 12, notFrom: null, replaced: true }),
    ]);
    expect(await rebuild([url, database], ...compared)).toMatchObject({ code: 0 });
  });

  it('only compares beside a projector that keeps them', async () => {
    const { ledger, url } = await onServer(twoCases());
    const database = await newDatabase();
    const store = await inDatabase(database, ledger);
    expect(await rebuild([url, database])).toMatchObject({
      code: 0,
      out: expect.stringContaining(
        'those that stood were the same up to there\ncompared only\n',
      ) as string,
    });
    await forget(database);
    expect(await rebuild([url, database])).toMatchObject({
      code: 1,
      out: expect.stringContaining('sanctions: 0 rows only in those that stood, 1 only') as string,
    });
    expect(await store.position()).toBe(await ledger.head());
  });

  it('says that those that stood were from another ledger, exits 1, and still replaces them', async () => {
    const other = await onServer(new History().decided('C-9', 'yi', '2015-03-10'));
    const { ledger, url } = await onServer(twoCases());
    const database = await newDatabase();
    await rebuild([other.url, database]);
    const { code, out } = await rebuild([url, database]);
    expect([code, out]).toEqual([1, expect.stringContaining('the read models know')]);
    expect(out).toContain('the rebuilt ones stand now');
    expect(await rebuild([url, database], '--until', await ledger.head())).toMatchObject({
      code: 0,
    });
  });

  it('leaves nothing that anybody takes for read models when an event cannot be applied', async () => {
    const history = twoCases();
    history.tell('case-C-2', 'CaseForgotten', {});
    const { url } = await onServer(history);
    const database = await newDatabase();
    const { code, out, errors } = await rebuild([url, database]);
    expect([code, out, errors]).toEqual([1, '', expect.stringContaining('CaseForgotten')]);
    const compared = await rebuild([url, database], '--until', '0');
    expect(compared.out).toContain('none stood here before');
  });

  it.each([
    ['the ledger', ['esdb://127.0.0.1:9?tls=false', 'postgres://wenze:pw@127.0.0.1:9/wenze']],
    ['the database', ['', 'postgres://wenze:pw@127.0.0.1:9/wenze']],
  ] as const)(
    'says in one line that %s is away, without its address',
    async (_, [ledger, store]) => {
      const url = ledger === '' ? (await onServer(twoCases())).url : ledger;
      const database = ledger === '' ? store : await newDatabase();
      const { code, out, errors } = await rebuild([url, database]);
      expect([code, out]).toEqual([1, '']);
      expect(errors).toMatch(/^wenze: [^\n]+\n$/);
      expect(errors).not.toMatch(/pw|127\.0\.0\.1/);
    },
  );

  it('is told wrongly where a ledger on a server has its read models in a file', async () => {
    const { code, errors } = await rebuild(['esdb://127.0.0.1:9', '']);
    expect([code, errors]).toEqual([2, expect.stringContaining('READ_STORE_URL')]);
  });
});

describe('a ledger in a data directory with read models in PostgreSQL', () => {
  it('is rebuilt by `wenze rebuild` and compared by `wenze verify`', async () => {
    const dataDir = await dataDirOf(twoCases());
    const database = await newDatabase();
    const set = { DATA_DIR: dataDir, READ_STORE_URL: database };
    expect(wenze(['verify'], set).out).toContain('read models: none');
    const built = wenze(['rebuild'], set);
    expect([built.code, built.out]).toEqual([0, expect.stringMatching(/^12 events, \d+ rows$/m)]);
    expect(wenze(['verify'], set)).toMatchObject({
      code: 0,
      out: expect.stringContaining('read models: same') as string,
    });
    await forget(database);
    expect(wenze(['verify'], set)).toMatchObject({
      code: 1,
      out: expect.stringContaining('read models: differ') as string,
    });
    expect(wenze(['rebuild'], set).code).toBe(0);
    expect(wenze(['verify'], set).code).toBe(0);
  });

  it('is not what is meant by a directory that is named', async () => {
    const dataDir = await dataDirOf(twoCases());
    const unreachable = { READ_STORE_URL: 'postgres://127.0.0.1:9/none' };
    expect(wenze(['rebuild', '--data', dataDir], unreachable).code).toBe(0);
    expect(wenze(['verify', '--data', dataDir], unreachable).code).toBe(0);
  });
});

describe('wenze verify, with a ledger on KurrentDB', () => {
  it('says which commands check it, and exits 2', () => {
    const set = { LEDGER_URL: 'esdb://127.0.0.1:9', READ_STORE_URL: 'postgres://127.0.0.1:9/none' };
    const { code, errors } = wenze(['verify'], set);
    expect([code, errors]).toEqual([2, expect.stringContaining('--url')]);
  });
});

import fc from 'fast-check';
import { compareStores, rebuild } from '../../src/projections/rebuild.js';
import { Projector } from '../../src/projections/projector.js';
import type { ReadStore } from '../../src/projections/read-store.js';
import { openSqliteReadStore } from '../../src/projections/sqlite-read-store.js';
import { storeDefinition } from '../../src/projections/streams.js';
import type { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { History, record, Workplace } from './history.js';
import { randomHistory } from './random-history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

const reports = {
  halted: (poison: Error) => {
    throw poison;
  },
  failed: (error: unknown) => {
    throw error;
  },
};

function emptyStore(): ReadStore {
  return workplace.keep(openSqliteReadStore(workplace.directory(), storeDefinition));
}

/** A store that was kept while the events came in a few at a time, with a restart in between. */
async function keptLive(history: History, ledger: SqliteLedger): Promise<ReadStore> {
  const store = emptyStore();
  const restart = Math.floor(history.told.length / 2);
  for (const [from, to] of [
    [0, restart],
    [restart, history.told.length],
  ] as const) {
    const projector = new Projector(ledger, store, reports);
    projector.start();
    for (let next = from; next < to; next += 3) {
      await record(ledger, history, next, Math.min(next + 3, to));
      await projector.reached(await ledger.head(), 5_000);
    }
    await projector.stop();
  }
  return store;
}

describe('a rebuild of the read models', () => {
  it('gives the same rows as keeping them live, restarts included', async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory(60), async (history) => {
        const ledger = await workplace.ledgerOf(new History());
        const live = await keptLive(history, ledger);
        const rebuilt = workplace.keep(await rebuild(ledger, workplace.directory()));
        expect(rebuilt.progress()).toStrictEqual(live.progress());
        expect(await compareStores(live, rebuilt)).toStrictEqual([]);
      }),
      { numRuns: 20, plugins: [fc.afterEach(() => workplace.clear())] },
    );
  });

  it('stopped at a position says what the whole store says as known at that position', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomHistory(80),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (history, part) => {
          const ledger = await workplace.ledgerOf(history);
          const until = String(Math.floor(part * history.told.length));
          const whole = workplace.keep(await rebuild(ledger, workplace.directory()));
          const then = workplace.keep(await rebuild(ledger, workplace.directory(), { until }));
          expect(then.progress().position).toBe(until);
          expect(await compareStores(whole, then, until)).toStrictEqual([]);
        },
      ),
      { numRuns: 30, plugins: [fc.afterEach(() => workplace.clear())] },
    );
  });

  it('tells stores apart that differ in a single row, and names the table', async () => {
    const history = new History().decided('C-1', 'jia', '2015-03-10');
    const ledger = await workplace.ledgerOf(history);
    const one = workplace.keep(await rebuild(ledger, workplace.directory()));
    await record(ledger, history.on('C-1', 'record-intervention'), history.told.length - 1);
    const other = workplace.keep(await rebuild(ledger, workplace.directory()));
    expect(await compareStores(one, other)).toStrictEqual([
      { table: 'pleadings', onlyFirst: 0, onlySecond: 1 },
      { table: 'instants', onlyFirst: 0, onlySecond: 1 },
    ]);
  });

  it('does not write into a directory that holds a read store', async () => {
    const ledger = await workplace.ledgerOf(new History().on('C-1', 'register'));
    const directory = workplace.directory();
    workplace.keep(await rebuild(ledger, directory));
    await expect(rebuild(ledger, directory)).rejects.toThrow('holds a read store already');
  });
});

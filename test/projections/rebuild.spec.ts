import fc from 'fast-check';
import { foldCase } from '../../src/domain/case/fold.js';
import type { CaseState } from '../../src/domain/case/state.js';
import { accountabilityParts } from '../../src/projections/accountability-counts.js';
import { caseListParts } from '../../src/projections/case-list.js';
import { decisionParts } from '../../src/projections/decisions.js';
import { evidenceParts } from '../../src/projections/evidence-cases.js';
import { findingParts } from '../../src/projections/finding-rows.js';
import { interventionParts } from '../../src/projections/intervention-log.js';
import { letterParts } from '../../src/projections/letters.js';
import { obligationParts } from '../../src/projections/obligations.js';
import { compareStores, rebuild } from '../../src/projections/rebuild.js';
import { handlerParts } from '../../src/projections/person-findings.js';
import { Projector } from '../../src/projections/projector.js';
import type { ReadStore } from '../../src/projections/read-store.js';
import {
  stillKnown,
  type Columns,
  type Known,
  type Part,
  type RowOf,
  type Table,
} from '../../src/projections/rows.js';
import {
  beginSqliteReadStore,
  openSqliteReadStore,
} from '../../src/projections/sqlite-read-store.js';
import { storeDefinition } from '../../src/projections/streams.js';
import type { LedgerReader } from '../../src/ledger/ledger.js';
import type { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { History, record, Workplace } from './history.js';
import { manyCases } from './many-cases.js';
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

/** Everything that is projected of a case. */
const caseParts: readonly Part<CaseState>[] = [
  ...caseListParts,
  ...accountabilityParts,
  ...decisionParts,
  ...interventionParts,
  ...obligationParts,
  ...letterParts,
  ...findingParts,
  ...handlerParts,
  ...evidenceParts,
];

/** A row as text, its columns in their order. */
function rowText({ columns }: Table, row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.keys(columns).map((column) => row[column] ?? null));
}

/** The rows of a table that hold now. */
async function standingRows(store: ReadStore, table: Table): Promise<string[]> {
  const rows = await store.queries
    .withTables<Readonly<Record<string, Known<RowOf<Columns>>>>>()
    .selectFrom(table.name)
    .selectAll()
    .where('known_to', '=', stillKnown)
    .execute();
  return rows.map((row) => rowText(table, row)).toSorted();
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
      await projector.reached(await ledger.head(), 30_000);
    }
    await projector.stop();
  }
  return store;
}

/** A ledger as one on a server is: not to be read stream after stream. */
function onlyInOrder(ledger: SqliteLedger): Pick<LedgerReader, 'follow' | 'head' | 'read'> {
  return {
    head: () => ledger.head(),
    read: (stream) => ledger.read(stream),
    follow: (after, signal) => ledger.follow(after, signal),
  };
}

describe('a rebuild of the read models', () => {
  it('gives the same rows as keeping them live, restarts included', async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory(80), async (history) => {
        const ledger = await workplace.ledgerOf(new History());
        const live = await keptLive(history, ledger);
        const rebuilt = await workplace.rebuilt(ledger);
        expect(rebuilt.progress()).toStrictEqual(live.progress());
        expect(await compareStores(live, rebuilt)).toStrictEqual([]);
      }),
      { numRuns: 20, plugins: [fc.afterEach(() => workplace.clear())] },
    );
  });

  it('gives the same rows in the order of the ledger, where that is the only one, whole or up to a position', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomHistory(80),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (history, part) => {
          const ledger = await workplace.ledgerOf(history);
          for (const until of [Math.floor(part * history.told.length), history.told.length]) {
            const options = { until: String(until) };
            const byStream = await workplace.rebuilt(ledger, options);
            const inOrder = workplace.keep(
              beginSqliteReadStore(workplace.directory(), storeDefinition),
            );
            expect(await rebuild(onlyInOrder(ledger), inOrder, options)).toBe(until);
            expect(inOrder.progress()).toStrictEqual(byStream.progress());
            expect(await compareStores(byStream, inOrder)).toStrictEqual([]);
          }
        },
      ),
      { numRuns: 10, plugins: [fc.afterEach(() => workplace.clear())] },
    );
  });

  it('in the order of the ledger says that it has applied nothing until it is done', async () => {
    const history = manyCases(300, 3);
    const ledger = await workplace.ledgerOf(history);
    const store = workplace.keep(beginSqliteReadStore(workplace.directory(), storeDefinition));
    const said = new Set<string>();
    const events = await rebuild(onlyInOrder(ledger), store, {
      progressed: () => said.add(store.progress().position),
    });
    expect(events).toBeGreaterThan(1_000);
    expect([...said]).toEqual(['0']);
    expect(store.progress()).toMatchObject({ position: history.position, eventId: history.last });
  });

  it('in the order of the ledger names the first event that cannot be applied', async () => {
    const history = new History().decided('C-1', 'jia', '2015-03-10');
    history.tell('case-C-1', 'CaseForgotten', {});
    history.decided('C-2', 'jia', '2015-06-01').tell('case-C-2', 'CaseForgotten', {});
    const ledger = await workplace.ledgerOf(history);
    const store = workplace.keep(beginSqliteReadStore(workplace.directory(), storeDefinition));
    await expect(rebuild(onlyInOrder(ledger), store)).rejects.toThrow('position 7');
  });

  it('stopped at a position says what the whole store says as known at that position', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomHistory(80),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (history, part) => {
          const ledger = await workplace.ledgerOf(history);
          const until = String(Math.floor(part * history.told.length));
          const whole = await workplace.rebuilt(ledger);
          const then = await workplace.rebuilt(ledger, { until });
          expect(then.progress().position).toBe(until);
          expect(await compareStores(whole, then, until)).toStrictEqual([]);
        },
      ),
      { numRuns: 30, plugins: [fc.afterEach(() => workplace.clear())] },
    );
  });

  it('has the rows of each case that its last state gives: no part reads more than it says', async () => {
    await fc.assert(
      fc.asyncProperty(randomHistory(120), async (history) => {
        const ledger = await workplace.ledgerOf(history);
        const store = await workplace.rebuilt(ledger);
        const given = new Map<string, string[]>();
        for (const stream of new Set(history.told.map((told) => told.stream))) {
          if (!stream.startsWith('case-')) continue;
          const fold = foldCase(history.policies);
          const state = (await ledger.read(stream)).reduce<CaseState | undefined>(
            (held, event) => fold(held, event),
            undefined,
          );
          if (state === undefined) throw new Error('bug: a case without events');
          for (const { table, pieces, rowsOf } of caseParts)
            for (let index = 0; index < pieces(state); index += 1)
              given.set(table.name, [
                ...(given.get(table.name) ?? []),
                ...rowsOf(state, index).map((row) => rowText(table, row)),
              ]);
        }
        for (const table of new Set(caseParts.map((part) => part.table)))
          expect([table.name, await standingRows(store, table)]).toStrictEqual([
            table.name,
            (given.get(table.name) ?? []).toSorted(),
          ]);
      }),
      { numRuns: 30, plugins: [fc.afterEach(() => workplace.clear())] },
    );
  });

  it('tells stores apart that differ in a single row, and names the table', async () => {
    const history = new History().decided('C-1', 'jia', '2015-03-10');
    const ledger = await workplace.ledgerOf(history);
    const one = await workplace.rebuilt(ledger);
    // Recorded in time, so that it leaves nothing but its own row.
    const pleaded = history.on('C-1', 'record-intervention', { on: '2016-01-01' });
    await record(ledger, pleaded, history.told.length - 1);
    const other = await workplace.rebuilt(ledger);
    expect(await compareStores(one, other)).toStrictEqual([
      { table: 'pleadings', onlyFirst: 0, onlySecond: 1 },
      { table: 'instants', onlyFirst: 0, onlySecond: 1 },
    ]);
  });

  it('does not write into a directory that holds a read store', async () => {
    const ledger = await workplace.ledgerOf(new History().on('C-1', 'register'));
    const directory = workplace.directory();
    await rebuild(ledger, workplace.keep(beginSqliteReadStore(directory, storeDefinition)));
    expect(() => beginSqliteReadStore(directory, storeDefinition)).toThrow(
      'holds a read store already',
    );
  });
});

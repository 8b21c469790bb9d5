// How long the questions of the read store take at a large ledger, on random persons and dates.
//   node bench/queries.js [events = 1000000] [directory]
// In a directory of its own, which it makes, ledger and store are kept and found again by the next
// run; a store of other tables than this program's is built beside it. Without, nothing is kept.
// Goals at the 99th percentile: 5 ms for a person, 20 ms for a page, 250 ms for a whole city.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addDays } from '../src/domain/legal-date.js';
import { openSqliteLedgerReader } from '../src/ledger/sqlite-ledger.js';
import { accountability, listCounts } from '../src/projections/accountability-counts.js';
import { listCases } from '../src/projections/case-list.js';
import { listBodies } from '../src/projections/bodies.js';
import { listFindings } from '../src/projections/findings.js';
import { listPleaders } from '../src/projections/intervention-log.js';
import { listObligations } from '../src/projections/obligations.js';
import { rebuild } from '../src/projections/rebuild.js';
import {
  beginSqliteReadStore,
  openSqliteReadStoreReader,
} from '../src/projections/sqlite-read-store.js';
import { storeName, type ReadStoreReader } from '../src/projections/read-store.js';
import { storeDefinition } from '../src/projections/streams.js';
import { city, fillLedger } from './synthetic-ledger.js';

const asked = Number(process.argv[2] ?? 1_000_000);
const kept = process.argv[3];
const directory = kept ?? mkdtempSync(join(tmpdir(), 'wenze-bench-'));

interface Measured {
  readonly p50ms: string;
  readonly p99ms: string;
}

async function measure(times: number, ask: (index: number) => Promise<unknown>): Promise<Measured> {
  const took: number[] = [];
  for (let index = 0; index < times; index++) {
    const begun = performance.now();
    await ask(index);
    took.push(performance.now() - begun);
  }
  took.sort((a, b) => a - b);
  const at = (part: number): string => (took[Math.floor(part * took.length)] ?? 0).toFixed(2);
  return { p50ms: at(0.5), p99ms: at(0.99) };
}

/** The store of the ledger, built unless it was kept. */
async function readStore(): Promise<ReadStoreReader> {
  const name = storeName(storeDefinition.tables, storeDefinition.versions);
  const of = join(directory, name);
  const built = existsSync(of) ? openSqliteReadStoreReader(of, storeDefinition) : undefined;
  if (built !== undefined) return built;
  const ledger = openSqliteLedgerReader(directory);
  const store = beginSqliteReadStore(of, storeDefinition);
  await rebuild(ledger, store);
  await ledger.close();
  return store;
}

try {
  mkdirSync(directory, { recursive: true });
  if (!existsSync(join(directory, 'ledger.sqlite'))) await fillLedger(directory, asked);
  const store = await readStore();
  const events = Number(await store.position());
  const day = (index: number): string => addDays('2015-06-01', (index * 37) % 4_000);
  const person = (index: number): string => `P-${String((index * 7_919) % city.persons)}`;
  const position = (index: number): string => String(1 + ((index * 104_729) % events));
  const today = '2026-06-01';
  const page = { limit: 50 };
  const known = (index: number) => ({ limit: 50, knownAt: position(index) });
  const viewer = { organ: 'O-3', wide: false };
  const supervisor = (index: number) => ({ organ: `O-${String(index % 12)}`, wide: true });

  console.table({
    'count of a person': await measure(2_000, (i) => accountability(store, person(i), day(i))),
    'count as known at a position': await measure(2_000, (i) =>
      accountability(store, person(i), day(i), position(i)),
    ),
    'persons with two or more': await measure(200, (i) =>
      listCounts(store, 'everything', { min: 2, on: day(i) }, page, today),
    ),
    'all duties, everywhere': await measure(50, () =>
      listObligations(store, 'everything', {}, page, today),
    ),
    'all duties, in sight of a superior': await measure(50, (i) =>
      listObligations(store, supervisor(i), {}, page, today),
    ),
    'duties done, in sight of one organ': await measure(50, () =>
      listObligations(store, viewer, { state: 'done' }, page, today),
    ),
    'overdue today, everywhere': await measure(100, () =>
      listObligations(store, 'everything', { state: 'overdue' }, page, today),
    ),
    'overdue today, in sight of one organ': await measure(100, () =>
      listObligations(store, viewer, { state: 'overdue' }, page, today),
    ),
    'overdue on a day long ago, everywhere': await measure(50, (i) =>
      listObligations(store, 'everything', { state: 'overdue', on: day(i) }, page, today),
    ),
    'overdue on a day, as known at a position': await measure(50, (i) =>
      listObligations(store, 'everything', { state: 'overdue', on: day(i) }, known(i), today),
    ),
    'open on a day, as known at a position': await measure(50, (i) =>
      listObligations(store, 'everything', { state: 'open', on: day(i) }, known(i), today),
    ),
    'cases as known at a position': await measure(50, (i) =>
      listCases(store, 'everything', {}, known(i)),
    ),
    'cases, in sight of one organ': await measure(50, () => listCases(store, viewer, {}, page)),
    'open findings, everywhere': await measure(100, () =>
      listFindings(store, 'everything', { state: 'open' }, page, today),
    ),
    'open findings a superior may act on': await measure(100, (i) =>
      listFindings(store, supervisor(i), { state: 'open' }, page, today),
    ),
    'findings of one code': await measure(100, () =>
      listFindings(store, 'everything', { code: 'S-01' }, page, today),
    ),
    'findings of a person': await measure(100, (i) =>
      listFindings(store, 'everything', { person: person(i) }, page, today),
    ),
    'findings on a day, as known at a position': await measure(50, (i) =>
      listFindings(store, 'everything', { on: day(i) }, known(i), today),
    ),
    'findings of one kind, everywhere': await measure(50, () =>
      listFindings(store, 'everything', { kind: 'frame' }, page, today),
    ),
    'findings escalated, everywhere': await measure(50, () =>
      listFindings(store, 'everything', { state: 'escalated' }, page, today),
    ),
    'how every body stands': await measure(20, () =>
      listBodies(store, 'everything', {}, { limit: 500 }, today),
    ),
    pleaders: await measure(50, () => listPleaders(store, { min: 2 }, page, today)),
  });
  await store.close();
} finally {
  if (kept === undefined) rmSync(directory, { recursive: true });
}

// How fast the read store is rebuilt from the ledger, with every row of every question, beside
// what fetching and parsing the same events costs by itself in the same run.
//   node bench/rebuild.js [events = 200000]
// Goal: 50,000 events/s (PERFORMANCE.md 8, row 6), memory flat.
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLedgerReader } from '../src/ledger/sqlite-ledger.js';
import { rebuild } from '../src/projections/rebuild.js';
import { beginSqliteReadStore } from '../src/projections/sqlite-read-store.js';
import { storeDefinition } from '../src/projections/streams.js';
import { fillLedger } from './synthetic-ledger.js';

const asked = Number(process.argv[2] ?? 200_000);
const directory = mkdtempSync(join(tmpdir(), 'wenze-bench-'));

interface Measured {
  readonly eventsPerSecond: number;
  readonly cpuUsPerEvent: number;
}

async function measure(events: number, work: () => Promise<void> | void): Promise<Measured> {
  const cpu = process.cpuUsage();
  const begun = performance.now();
  await work();
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    eventsPerSecond: Math.round(events / seconds),
    cpuUsPerEvent: Number(((user + system) / events).toFixed(2)),
  };
}

/** The floor: the same pages of rows, both JSON texts parsed, nothing done with them. */
function fetchAndParse(): void {
  const database = new Database(join(directory, 'ledger.sqlite'), { readonly: true });
  const page = database.prepare<[number], { position: number; data: string; metadata: string }>(
    'SELECT * FROM event WHERE position > ? ORDER BY position LIMIT 500',
  );
  let last = 0;
  for (;;) {
    const rows = page.all(last);
    for (const { position, data, metadata } of rows) {
      JSON.parse(data);
      JSON.parse(metadata);
      last = position;
    }
    if (rows.length === 0) break;
  }
  database.close();
}

try {
  const { events, bytesPerEvent } = await fillLedger(directory, asked);
  console.log(`ledger: ${String(events)} events, ${String(bytesPerEvent)} bytes each`);

  const floor = await measure(events, fetchAndParse);
  const ledger = openSqliteLedgerReader(directory);
  const onlyFollow = await measure(events, async () => {
    const enough = new AbortController();
    for await (const batch of ledger.follow('0', enough.signal))
      if (batch.at(-1)?.position === String(events)) break;
  });

  /** Rebuilds into a folder of its own; memory is that of the whole process, threads included. */
  const rebuilt = async (name: string, threads?: number): Promise<Measured> => {
    const memory: string[] = [];
    const every = Math.max(1, Math.floor(events / 10));
    let noted = 0;
    const target = join(directory, name);
    let reached = 0;
    const measured = await measure(events, async () => {
      const store = beginSqliteReadStore(target, storeDefinition);
      await rebuild(ledger, store, {
        threads,
        progressed: (applied) => {
          reached = performance.now();
          if (applied < noted + every) return;
          noted = applied;
          memory.push(String(Math.round(process.memoryUsage().rss / 2 ** 20)));
        },
      });
      console.log(`indexes and instants: ${((performance.now() - reached) / 1_000).toFixed(1)} s`);
      console.log(
        `store: ${(statSync(join(target, `read-${store.name}.sqlite`)).size / 2 ** 20).toFixed(0)} MB`,
      );
      await store.close();
    });
    console.log(`RSS in MB at each tenth: ${memory.join(' ')}`);
    return measured;
  };
  const alone = await rebuilt('alone', 0);
  const inThreads = await rebuilt('in-threads');
  await ledger.close();

  console.table({
    'fetch and parse (floor)': floor,
    'follow only': onlyFollow,
    'rebuild by one thread': alone,
    'rebuild, others fold and one stores': inThreads,
  });
  for (const [name, one] of Object.entries({ alone, inThreads }))
    console.log(
      `${name}: ${(floor.eventsPerSecond / one.eventsPerSecond).toFixed(1)} times the floor by the clock, ` +
        `${(one.cpuUsPerEvent / floor.cpuUsPerEvent).toFixed(1)} by CPU`,
    );
} finally {
  rmSync(directory, { recursive: true });
}

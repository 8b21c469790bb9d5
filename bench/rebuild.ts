// How fast the read store is rebuilt from the ledger, with every row of every question, beside two
// floors in the same run: fetching and parsing the same events, and a bare insert of the same rows
// into the same tables with the same indexes, in a loop that does nothing else.
//   node bench/rebuild.js [events = 200000]
// Goal: 50,000 events/s (PERFORMANCE.md 8, row 6), memory flat.
import Database from 'better-sqlite3';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLedgerReader } from '../src/ledger/sqlite-ledger.js';
import { storeName } from '../src/projections/read-store.js';
import { rebuild } from '../src/projections/rebuild.js';
import type { Value } from '../src/projections/rows.js';
import { beginSqliteReadStore, storeFile } from '../src/projections/sqlite-read-store.js';
import { createTable, indexesOf } from '../src/projections/store-definition.js';
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
    cpuUsPerEvent: rounded((user + system) / events),
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

/** Rows taken from the standing store at once, off the clock. */
const rowsTaken = 10_000;

/** Rows of one INSERT, as ours. */
const rowsAtOnce = 24;

/** The other floor: the rows of a rebuilt store inserted into a new one. */
function insertBare(from: string, events: number): Measured & { readonly rows: number } {
  const source = new Database(from, { readonly: true });
  const target = new Database(join(directory, 'bare.sqlite'));
  for (const setting of ['cache_size = -65536', 'journal_mode = OFF', 'synchronous = OFF'])
    target.pragma(setting);
  target.exec('BEGIN');
  for (const table of storeDefinition.tables)
    target.exec(`${createTable(table, { text: 'TEXT', integer: 'INTEGER' })} WITHOUT ROWID`);
  let [ms, us, rows] = [0, 0, 0];
  const timed = (work: () => void): void => {
    const cpu = process.cpuUsage();
    const begun = performance.now();
    work();
    ms += performance.now() - begun;
    const { user, system } = process.cpuUsage(cpu);
    us += user + system;
  };
  for (const { name, columns } of storeDefinition.tables) {
    const row = `(${Array(Object.keys(columns).length + 2)
      .fill('?')
      .join(', ')})`;
    const insert = (many: number): Database.Statement =>
      target.prepare(`INSERT INTO ${name} VALUES ${Array(many).fill(row).join(', ')}`);
    const [many, one] = [insert(rowsAtOnce), insert(1)];
    let some: Value[][] = [];
    const store = (): void => {
      rows += some.length;
      timed(() => {
        let next = 0;
        for (; next + rowsAtOnce <= some.length; next += rowsAtOnce)
          many.run(some.slice(next, next + rowsAtOnce).flat());
        for (const left of some.slice(next)) one.run(left);
      });
      some = [];
    };
    for (const values of source.prepare<[], Value[]>(`SELECT * FROM ${name}`).raw().iterate()) {
      some.push(values);
      if (some.length === rowsTaken) store();
    }
    store();
  }
  timed(() => {
    for (const index of indexesOf(storeDefinition)) target.exec(index);
    target.exec('COMMIT');
  });
  source.close();
  target.close();
  return {
    rows,
    eventsPerSecond: Math.round(events / (ms / 1_000)),
    cpuUsPerEvent: rounded(us / events),
  };
}

function rounded(us: number): number {
  return Number(us.toFixed(2));
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

  const fileIn = (name: string): string =>
    join(directory, name, storeFile(storeName(storeDefinition.tables, storeDefinition.versions)));

  /** Rebuilds into a folder of its own; memory is that of the whole process, threads included. */
  const rebuilt = async (name: string, threads?: number): Promise<Measured> => {
    const memory: string[] = [];
    const every = Math.max(1, Math.floor(events / 10));
    let noted = 0;
    let reached = 0;
    const measured = await measure(events, async () => {
      const store = beginSqliteReadStore(join(directory, name), storeDefinition);
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
      console.log(`store: ${(statSync(fileIn(name)).size / 2 ** 20).toFixed(0)} MB`);
      await store.close();
    });
    console.log(`RSS in MB at each tenth: ${memory.join(' ')}`);
    return measured;
  };
  const alone = await rebuilt('alone', 0);
  const inThreads = await rebuilt('in-threads');
  await ledger.close();
  const { rows, ...bare } = insertBare(fileIn('alone'), events);
  console.log(`${String(rows)} rows`);

  console.table({
    'fetch and parse (floor)': floor,
    'bare insert of the same rows (floor)': bare,
    'follow only': onlyFollow,
    'rebuild by one thread': alone,
    'rebuild, others fold and one stores': inThreads,
  });
  // Whatever is done with them, events are fetched and parsed and their rows are stored.
  const together = floor.cpuUsPerEvent + bare.cpuUsPerEvent;
  console.log(
    `both floors: ${together.toFixed(1)} us, ${String(Math.round(1e6 / together))} events/s`,
  );
  for (const [name, one] of Object.entries({ alone, inThreads }))
    console.log(
      `${name}: ${(floor.eventsPerSecond / one.eventsPerSecond).toFixed(1)} times fetching and parsing by the clock, ` +
        `${(one.eventsPerSecond / (1e6 / together)).toFixed(2)} of both floors`,
    );
} finally {
  rmSync(directory, { recursive: true });
}

// How fast the read models are rebuilt into PostgreSQL, beside a bare insert of the very same rows in
// the same batches, tables and indexes by plain pg, in turns; and what folding alone costs, which a
// bare insert does not have. The server is one of its own, from Debian's binaries, that flushes.
//   npm run bench -- postgres [events = 60000] [rounds = 5]
// Goal: 0.6 of the bare insert.
import pg from 'pg';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteLedgerReader } from '../src/ledger/sqlite-ledger.js';
import { connectionOf } from '../src/projections/postgres-connection.js';
import { beginPostgresReadStore } from '../src/projections/postgres-read-store.js';
import { tablesOf } from '../src/projections/postgres-tables.js';
import { indexesOf } from '../src/projections/store-definition.js';
import { countRows, rebuild } from '../src/projections/rebuild.js';
import type { ReadStore, Slice } from '../src/projections/read-store.js';
import type { Table, Value } from '../src/projections/rows.js';
import { fillStreamByStream } from '../src/projections/stream-by-stream.js';
import { storeDefinition } from '../src/projections/streams.js';
import { PostgresServer } from '../test/support/postgres.js';
import { fillLedger } from './synthetic-ledger.js';

const goal = 0.6;
/** What the protocol takes in one statement. */
const mostParameters = 65_535;

const [asked = 60_000, rounds = 5] = process.argv.slice(2).map(Number);
const home = mkdtempSync(join(tmpdir(), 'wenze-bench-'));
const directory = mkdtempSync(join(tmpdir(), 'wenze-bench-'));

interface Batch {
  readonly table: string;
  readonly columns: number;
  readonly rows: readonly (readonly Value[])[];
}

/** A store that only takes, for what folding costs by itself. */
function taking(apply: (slice: Slice) => void): ReadStore {
  const nothing = () => Promise.resolve();
  const unused = (): never => {
    throw new Error('bug: nobody reads this store');
  };
  return {
    name: 'none',
    get queries() {
      return unused();
    },
    progress: () => ({ position: '0', recordedMs: 0 }),
    position: unused,
    takeUp: nothing,
    halted: nothing,
    caughtUp: nothing,
    close: nothing,
    apply(slice) {
      apply(slice);
      return nothing();
    },
  };
}

/** The rows of a slice, table by table, as the bare insert writes them. */
function batchesOf({ tables, instants }: Slice): Batch[] {
  return [
    ...tables.map(({ table, opened }) => ({
      table: table.name,
      columns: widthOf(table),
      rows: opened.map(({ values, from, to }) => [...values, from, to]),
    })),
    {
      table: 'instants',
      columns: 2,
      rows: instants.map(({ recorded_ms, position }) => [recorded_ms, position]),
    },
  ].filter(({ rows }) => rows.length > 0);
}

function widthOf({ columns }: Table): number {
  return Object.keys(columns).length + 2;
}

/** INSERT … VALUES (…), (…), …: as many rows of a batch as a statement takes. */
async function insertBare(client: pg.Client, { table, columns, rows }: Batch): Promise<void> {
  const most = Math.floor(mostParameters / columns);
  for (let from = 0; from < rows.length; from += most) {
    const some = rows.slice(from, from + most);
    let parameter = 0;
    const places = some
      .map((row) => `(${row.map(() => `$${String((parameter += 1))}`).join(',')})`)
      .join(',');
    await client.query(
      `INSERT INTO ${table} VALUES ${places}${table === 'instants' ? ' ON CONFLICT DO NOTHING' : ''}`,
      some.flat(),
    );
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const begun = performance.now();
  await work();
  return (performance.now() - begun) / 1_000;
}

const median = (numbers: readonly number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

// The server runs as another user, who must come through to its own folder.
chmodSync(home, 0o755);
const server = await PostgresServer.start(home, { durable: true });
const ledger = openSqliteLedgerReader(
  await fillLedger(directory, asked).then(({ events }) => {
    console.log(`ledger: ${String(events)} events`);
    return directory;
  }),
);
try {
  const head = await ledger.head();
  const slices: Batch[][] = [];
  await fillStreamByStream(
    ledger,
    taking((slice) => slices.push(batchesOf(slice))),
    head,
    { threads: 0 },
  );

  /** Rebuilds into a database of its own; what follows from rows of several streams is kept for the bare insert. */
  const ours = async (): Promise<{ seconds: number; rows: number; derived: Batch[] }> => {
    const url = await server.database();
    const store = beginPostgresReadStore(url, storeDefinition);
    const took = await seconds(async () => {
      await rebuild(ledger, store);
    });
    const rows = await countRows(store);
    const derived: Batch[] = [];
    for (const { table } of storeDefinition.derived)
      derived.push({
        table: table.name,
        columns: widthOf(table),
        rows: (await server.ask(url, `SELECT * FROM ${schemaIn(store)}.${table.name}`)).map((row) =>
          Object.values(row).map((value) => value as Value),
        ),
      });
    await store.close();
    await server.ask('postgres', `DROP DATABASE ${url.split('/').at(-1) ?? ''}`);
    return { seconds: took, rows, derived };
  };

  const bare = async (derived: readonly Batch[]): Promise<{ seconds: number; rows: number }> => {
    const url = await server.database();
    const client = new pg.Client(connectionOf({ url, schema: 'bare', statementMs: 0 }));
    await client.connect();
    await client.query(tablesOf(storeDefinition, 'bare'));
    await client.query('SET synchronous_commit = off');
    const took = await seconds(async () => {
      for (const slice of [...slices, derived]) {
        await client.query('BEGIN');
        for (const batch of slice) await insertBare(client, batch);
        await client.query('COMMIT');
      }
      for (const index of indexesOf(storeDefinition)) await client.query(index);
    });
    let rows = 0;
    for (const { name } of storeDefinition.tables)
      rows += Number(
        (await client.query<{ n: number }>(`SELECT count(*) AS n FROM ${name}`)).rows[0]?.n,
      );
    await client.end();
    await server.ask('postgres', `DROP DATABASE ${url.split('/').at(-1) ?? ''}`);
    return { seconds: took, rows };
  };

  const folding = (): Promise<number> =>
    seconds(async () => {
      await fillStreamByStream(
        ledger,
        taking(() => undefined),
        head,
        { threads: 0 },
      );
    });

  // Each goes first every other time; the first round warms up.
  const figures: { fold: number; bare: number; ours: number }[] = [];
  const { derived } = await ours();
  for (let round = 0; round <= rounds; round += 1) {
    const fold = await folding();
    const turns = { bare: () => bare(derived), ours };
    const first = await (round % 2 === 0 ? turns.bare : turns.ours)();
    const second = await (round % 2 === 0 ? turns.ours : turns.bare)();
    const [floor, built] = round % 2 === 0 ? [first, second] : [second, first];
    if (floor.rows !== built.rows)
      throw new Error(`${String(floor.rows)} bare rows beside ${String(built.rows)}`);
    if (round === 0) console.log(`${String(built.rows)} rows in ${String(slices.length)} slices`);
    else figures.push({ fold, bare: floor.seconds, ours: built.seconds });
    const told = { fold, bare: floor.seconds, ours: built.seconds, rows: built.rows };
    console.log(JSON.stringify(told, (_, value: unknown) => rounded(value)));
    if (round === rounds) report(figures, built.rows);
  }
} finally {
  await ledger.close();
  server.stop();
  rmSync(home, { recursive: true });
  rmSync(directory, { recursive: true });
}

function rounded(value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toFixed(2)) : value;
}

function schemaIn({ name }: ReadStore): string {
  return `wenze_${name}`;
}

function report(
  figures: readonly { readonly fold: number; readonly bare: number; readonly ours: number }[],
  rows: number,
): void {
  const rates = (of: 'fold' | 'bare' | 'ours'): string => {
    const all = figures.map((round) => Math.round(rows / round[of]));
    return `${String(median(all))} rows/s [${String(Math.min(...all))}-${String(Math.max(...all))}]`;
  };
  const ratios = figures.map(({ bare, ours }) => bare / ours);
  const ratio = median(ratios);
  const [least, most] = [Math.min(...ratios).toFixed(2), Math.max(...ratios).toFixed(2)];
  console.log(`read, parse and fold, no database  ${rates('fold')}`);
  console.log(`bare multi-row insert (floor)      ${rates('bare')}`);
  console.log(`rebuild, all of it                 ${rates('ours')}`);
  console.log(
    `ratio ${ratio.toFixed(2)} [${least}-${most}] (goal ${goal.toFixed(2)}) ${ratio >= goal ? 'holds' : 'MISSED'}`,
  );
  if (ratio < goal) process.exitCode = 1;
}

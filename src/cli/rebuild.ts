// `wenze rebuild`: the read models from the ledger alone, in place of those that stand.
import { rename, rm } from 'node:fs/promises';
import { readConfig } from '../config.js';
import { isPosition } from '../ledger/event.js';
import { openLedgerReader } from '../ledger/open-ledger.js';
import { takeWriterLock, DirectoryInUse, type WriterLock } from '../ledger/writer-lock.js';
import { parts, requireEngines } from '../parts.js';
import { isKept } from '../projections/postgres-reader.js';
import { beginPostgresReadStore } from '../projections/postgres-read-store.js';
import { countRows, rebuild, type RebuildOptions } from '../projections/rebuild.js';
import { whyNotFrom } from '../projections/same-ledger.js';
import { storeDefinition } from '../projections/streams.js';
import {
  allIn,
  openStanding,
  readModelsFile,
  rebuilt,
  type Places,
  type Rebuilt,
} from './read-models.js';
import { Misused, optionsOf, type Subcommand } from './subcommand.js';

export const rebuildCommand: Subcommand = {
  name: 'rebuild',
  purpose: 'build the read models anew from the ledger',
  help: `wenze rebuild [--data DIR] [--until POSITION] [--threads N] [--json]

Builds the read models from the ledger and compares them with those that stand. When no service
writes to the data directory, the new ones take their place; beside a running service, and with
--until, they are only compared. Exit 1 when those that stood were not a rebuild's, or were not
from this ledger, as when an older copy of it was put back.

Ledger and read models are those in DIR or, without --data, those that the settings name: DATA_DIR,
LEDGER_URL (esdb://…), READ_STORE_URL (postgres://…). In PostgreSQL, when no projector keeps them, the
read models are built beside those that stand and take their place, without being compared, and the
numbers of events and rows are told; beside a projector, and with --until, those that stand are
compared with what is built in a file of the data directory, which goes again.

Of a long ledger in a file, the cases are folded in as many threads as there are cores, four at most,
while one more stores the rows; N says how many, 0 that one does all.
`,
  async run(options) {
    const { data, json, ...asked } = optionsOf(options, {
      data: { type: 'string' },
      until: { type: 'string' },
      threads: { type: 'string' },
      json: { type: 'boolean' },
    });
    const { until } = asked;
    if (until !== undefined && !isPosition(until))
      throw new Misused('--until: expected a position of the ledger');
    const threads = threadsIn(asked.threads);
    const places = data === undefined ? readConfig() : allIn(data);
    requireEngines(parts, places);
    const { readStore } = places;
    const found =
      readStore.engine === 'sqlite'
        ? await inFile(places, readStore.directory, { until, threads })
        : until === undefined && !(await isKept(readStore.url, storeDefinition))
          ? await inPostgres(places, readStore.url, threads)
          : await comparedOnly(places, { until, threads });
    process.stdout.write(json ? `${JSON.stringify(found)}\n` : told(found));
    return found.notFrom === null && (found.differences ?? []).length === 0 ? 0 : 1;
  },
};

/** @throws Misused */
function threadsIn(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (!/^\d{1,2}$/.test(given)) throw new Misused('--threads: expected a number from 0 to 99');
  return Number(given);
}

interface Found {
  readonly position: string;
  readonly notFrom: string | null;
  readonly replaced: boolean;
  /** Absent when nothing was compared, null when there was nothing to compare with. */
  readonly differences?: NonNullable<Rebuilt['differences']> | null;
  /** How many events were applied, and how many rows they gave; where they were built in the database. */
  readonly events?: number;
  readonly rows?: number;
}

async function inFile(places: Places, directory: string, options: RebuildOptions): Promise<Found> {
  const lock = options.until === undefined ? lockIfFree(directory) : undefined;
  try {
    return await rebuilt(places, options, async (anew) => ({
      ...foundIn(anew),
      replaced: lock !== undefined && (await putInPlace(directory, anew)),
    }));
  } finally {
    lock?.release();
  }
}

/** Builds in the database itself. What stood there is asked for its last event and no more. */
async function inPostgres(
  { ledger: address, readStore }: Places,
  url: string,
  threads: number | undefined,
): Promise<Found> {
  const ledger = await openLedgerReader(address);
  try {
    const standing = await openStanding(readStore);
    const notFrom = standing && (await whyNotFrom(ledger, standing.progress()));
    await standing?.close();
    const store = beginPostgresReadStore(url, storeDefinition);
    try {
      const events = await rebuild(ledger, store, { threads });
      const rows = await countRows(store);
      const { position } = store.progress();
      return { position, events, rows, notFrom: notFrom ?? null, replaced: true };
    } finally {
      await store.close();
    }
  } finally {
    await ledger.close();
  }
}

function comparedOnly(places: Places, options: RebuildOptions): Promise<Found> {
  return rebuilt(places, options, (anew) => ({ ...foundIn(anew), replaced: false }));
}

function foundIn({ position, differences, notFrom }: Rebuilt) {
  return { position, differences: differences ?? null, notFrom: notFrom ?? null };
}

function lockIfFree(dataDir: string): WriterLock | undefined {
  try {
    return takeWriterLock(dataDir, 0);
  } catch (error) {
    if (error instanceof DirectoryInUse) return undefined;
    throw error;
  }
}

/** The file is whole before it gets its name; a service that starts meets the old one, the new, or none and builds its own. */
async function putInPlace(dataDir: string, { directory }: Rebuilt): Promise<true> {
  const file = readModelsFile(dataDir);
  // The log last: SQLite throws away one that it finds beside no file.
  for (const part of ['', '-wal', '-shm']) await rm(`${file}${part}`, { force: true });
  await rename(readModelsFile(directory), file);
  return true;
}

function told({ position, differences, notFrom, replaced, events, rows }: Found): string {
  const lines = [`built up to position ${position}`];
  if (events !== undefined && rows !== undefined)
    lines.push(`${String(events)} events, ${String(rows)} rows`);
  if (notFrom !== null) lines.push(notFrom);
  if (differences === null) lines.push('none stood here before');
  else if (differences?.length === 0) lines.push('those that stood were the same up to there');
  for (const { table, onlyFirst, onlySecond } of differences ?? [])
    lines.push(
      `${table}: ${String(onlyFirst)} rows only in those that stood, ${String(onlySecond)} only in the rebuilt`,
    );
  lines.push(replaced ? 'the rebuilt ones stand now' : 'compared only');
  return `${lines.join('\n')}\n`;
}

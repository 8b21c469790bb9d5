// What `rebuild` and `verify` share: the read models that stand, and the same built anew.
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.js';
import type { Position } from '../ledger/event.js';
import { openLedgerReader } from '../ledger/open-ledger.js';
import type { ReadStoreAddress } from '../projections/address.js';
import { openPostgresReadStoreReader } from '../projections/postgres-reader.js';
import { storeName, type ReadStoreReader } from '../projections/read-store.js';
import {
  compareStores,
  rebuild,
  type RebuildOptions,
  type TableDifference,
} from '../projections/rebuild.js';
import { whyNotFrom } from '../projections/same-ledger.js';
import {
  beginSqliteReadStore,
  openSqliteReadStoreReader,
  storeFile,
} from '../projections/sqlite-read-store.js';
import { storeDefinition } from '../projections/streams.js';

/** Where a ledger is, where its read models are, and the folder of everything else. */
export type Places = Pick<Config, 'ledger' | 'readStore' | 'dataDir'>;

/** The same with the ledger in a file. */
export interface LedgerInFile extends Places {
  readonly ledger: Extract<Config['ledger'], { readonly engine: 'sqlite' }>;
}

/** A data directory with ledger and read models in it. */
export function allIn(directory: string): LedgerInFile {
  const here = { engine: 'sqlite', directory } as const;
  return { ledger: here, readStore: here, dataDir: directory };
}

/** The file of the read models that this release makes of a data directory. */
export function readModelsFile(directory: string): string {
  const name = storeName(storeDefinition.tables, storeDefinition.versions);
  return join(directory, storeFile(name));
}

/** The read models that stand there, for reading only; undefined where there are none. @throws ReadStoreUnavailable */
export async function openStanding(
  readStore: ReadStoreAddress,
): Promise<ReadStoreReader | undefined> {
  return readStore.engine === 'sqlite'
    ? openSqliteReadStoreReader(readStore.directory, storeDefinition)
    : openPostgresReadStoreReader(readStore.url, storeDefinition);
}

export interface Rebuilt {
  /** The position up to which they were built. */
  readonly position: Position;
  /** The tables in which what stands differs; undefined when nothing stands. */
  readonly differences: readonly TableDifference[] | undefined;
  /** Why those that stand cannot be from this ledger. */
  readonly notFrom: string | undefined;
  /** The directory they were built in. */
  readonly directory: string;
}

/**
 * Builds the read models anew from the ledger, in a file whatever keeps those that stand, beside a
 * service that may be running, and compares them with those that stand, which are only read. They
 * hold names, so they are built in a folder for its owner alone, inside the data directory, which
 * goes again whatever happens.
 * @param until the last position to apply; where the standing ones stand, or the ledger's head
 * @param threads as `rebuild` has it
 * @param use is given the result before the directory of it goes
 */
export async function rebuilt<T>(
  { ledger: address, readStore, dataDir }: Places,
  { until, threads }: Pick<RebuildOptions, 'until' | 'threads'>,
  use: (rebuilt: Rebuilt) => Promise<T> | T,
): Promise<T> {
  const open: { close(): Promise<void> }[] = [];
  const kept = <C extends { close(): Promise<void> }>(closable: C): C => {
    open.push(closable);
    return closable;
  };
  // mkdtemp makes it for its owner alone. Beside the file that stands, so that the new one can take
  // its name.
  const home = readStore.engine === 'sqlite' ? readStore.directory : dataDir;
  const directory = await mkdtemp(join(home, 'rebuild-'));
  try {
    const ledger = kept(await openLedgerReader(address));
    const found = await openStanding(readStore);
    const standing = found && kept(found);
    const stood = standing?.progress();
    const notFrom = stood && (await whyNotFrom(ledger, stood));
    const last = until ?? stood?.position;
    const anew = beginSqliteReadStore(directory, storeDefinition);
    let differences: Rebuilt['differences'];
    let position: Position;
    try {
      await rebuild(ledger, anew, { until: last, threads });
      ({ position } = anew.progress());
      differences = standing && (await compareStores(standing, anew, position));
    } finally {
      await anew.close();
    }
    return await use({ position, differences, notFrom, directory });
  } finally {
    for (const closable of open.toReversed()) await closable.close();
    await rm(directory, { recursive: true, force: true });
  }
}

// What the tests of the read store in PostgreSQL share: whoever keeps a store or watches it is let go
// of after the test.
import { setTimeout as delay } from 'node:timers/promises';
import { Projector } from '../../src/projections/projector.js';
import { rebuild } from '../../src/projections/rebuild.js';
import type { ReadStore } from '../../src/projections/read-store.js';
import { beginSqliteReadStore } from '../../src/projections/sqlite-read-store.js';
import { StoreWatch } from '../../src/projections/store-watch.js';
import { storeDefinition } from '../../src/projections/streams.js';
import type { LedgerReader } from '../../src/ledger/ledger.js';
import { Workplace } from './history.js';

export const workplace = new Workplace();
/** Longest anybody here waits for something that must come. */
export const patienceMs = 30_000;

export function keeping(
  ledger: LedgerReader,
  store: ReadStore,
): { readonly projector: Projector; readonly failures: unknown[] } {
  const failures: unknown[] = [];
  const projector = new Projector(ledger, store, {
    halted: (poison) => failures.push(poison),
    failed: (error) => failures.push(error),
  });
  projector.start();
  workplace.keep({ close: () => projector.stop() });
  return { projector, failures };
}

export function watching(url: string): StoreWatch {
  const watch = workplace.keep(new StoreWatch(url, storeDefinition, () => undefined));
  watch.start();
  return watch;
}

export async function inSqlite(ledger: Parameters<typeof rebuild>[0]): Promise<ReadStore> {
  const store = workplace.keep(beginSqliteReadStore(workplace.directory(), storeDefinition));
  await rebuild(ledger, store);
  return store;
}

export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  const late = performance.now() + patienceMs;
  while (!(await holds())) {
    if (performance.now() > late) throw new Error('waited in vain');
    await delay(20);
  }
}

/** Where a server of a test's own keeps its files. */
export function home(): string {
  const { WENZE_TEST_RUN: run } = process.env;
  if (run === undefined) throw new Error('bug: no run is set up');
  return run;
}

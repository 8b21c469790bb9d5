// A data directory with a ledger and a sequencer of its own, for tests: written to, signed,
// stopped, copied, and looked at from outside.
import Database from 'better-sqlite3';
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CheckpointStore } from '../../../src/ledger/sequencer/checkpoint-store.js';
import { readVerifierKeys } from '../../../src/ledger/sequencer/log-key.js';
import {
  Sequencer,
  type SequencerNeeds,
  type SequencerStatus,
} from '../../../src/ledger/sequencer/sequencer.js';
import { openSqliteCheckpoints } from '../../../src/ledger/sequencer/sqlite-checkpoints.js';
import { openSqliteTree } from '../../../src/ledger/sequencer/sqlite-tree.js';
import { openSqliteLedger, type SqliteLedger } from '../../../src/ledger/sqlite-ledger.js';
import { checkpointIn, entryOf, leafHashOf, rootOf } from '../../support/outsider.js';
import { acts } from '../../support/recorded-acts.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';

export const origin = 'test.example/ledger';

/** Longest a run may take on a loaded machine. */
const patienceMs = 20_000;

/** Appends so many events to the ledger of a directory that nobody else writes to. */
export async function grow(directory: string, events: number): Promise<void> {
  const ledger = openSqliteLedger({ directory, onFatal: fail });
  await Promise.all(
    acts(events).map((event) => ledger.append(`case-${event.id}`, 'none', [event])),
  );
  await ledger.close();
}

function fail(error: unknown): never {
  throw error;
}

/** How a run of the sequencer ended. */
export interface Run {
  readonly status: SequencerStatus;
  readonly failures: readonly string[];
  readonly fatal: string | undefined;
  /** Every note it swapped in. */
  readonly notes: readonly string[];
}

export interface RunOptions extends Partial<Pick<SequencerNeeds, 'recheck' | 'origin'>> {
  /** Stands between the sequencer and its lock. */
  readonly lock?: (store: CheckpointStore, ledger: SqliteLedger) => CheckpointStore;
  /** Over when this is so; when it signs all there is, unless told otherwise. */
  readonly until?: (run: Run) => boolean;
}

/** Runs a sequencer on a directory until it has signed all there is, will sign no more, or is dead. */
export async function sign(directory: string, options: RunOptions = {}): Promise<Run> {
  const ledger = openSqliteLedger({ directory, onFatal: fail });
  const store = openSqliteCheckpoints(directory);
  const tree = openSqliteTree(directory);
  const notes: string[] = [];
  const failures: string[] = [];
  let fatal: string | undefined;
  const inner = options.lock?.(store, ledger) ?? store;
  const sequencer = new Sequencer({
    directory,
    origin,
    ledger,
    tree,
    intervalMs: 0,
    ...options,
    checkpoints: {
      read: () => inner.read(),
      close: () => inner.close(),
      async swap(expected, next) {
        const swapped = await inner.swap(expected, next);
        if (swapped && next !== '') notes.push(next);
        return swapped;
      },
    },
    reports: {
      refused: () => undefined,
      failed: (error) => void failures.push(String(error)),
      fatal: (error) => (fatal = String(error)),
    },
  });
  sequencer.start();
  const head = Number(await ledger.head());
  const run = (): Run => ({ status: sequencer.status(), failures, fatal, notes });
  const signedAll = ({ notes: [...signed] }: Run): boolean =>
    sequencer.status().state === 'signing' &&
    Number(signed.at(-1)?.split('\n')[1] ?? noteOf(directory)?.split('\n')[1]) === head;
  const over = options.until ?? signedAll;
  const began = performance.now();
  while (!over(run()) && fatal === undefined && sequencer.status().state !== 'refused') {
    if (performance.now() - began > patienceMs)
      throw new Error(`the sequencer does not come to an end: ${JSON.stringify(run())}`);
    await delay(2);
  }
  const last = run();
  await sequencer.stop();
  tree.close();
  await store.close();
  await ledger.close();
  return last;
}

/** The note that stands in the lock of a directory. */
export function noteOf(directory: string): string | undefined {
  const database = new Database(join(directory, 'checkpoint.sqlite'), { readonly: true });
  const note = database.prepare<[], string>('SELECT note FROM checkpoint').pluck().get();
  database.close();
  return note;
}

/** Entries of the ledger as an outsider makes them from its rows. */
export function entriesOf(directory: string): Buffer[] {
  const database = new Database(join(directory, 'ledger.sqlite'), { readonly: true });
  const rows = database
    .prepare<
      [],
      { id: string; stream: string; revision: number; type: string; data: string; metadata: string }
    >('SELECT * FROM event ORDER BY position')
    .all();
  database.close();
  return rows.map(({ data, metadata, ...row }) =>
    entryOf({ ...row, data: JSON.parse(data), metadata: JSON.parse(metadata) }),
  );
}

/** Checks a note against the ledger of a directory, as an outsider who has its key; answers its size. */
export function noteHolds(directory: string, note = noteOf(directory) ?? ''): number {
  const [key = ''] = readVerifierKeys(directory);
  const { size, root } = checkpointIn(note, key);
  const leaves = entriesOf(directory).slice(0, size).map(leafHashOf);
  if (leaves.length < size) throw new Error(`the ledger has only ${String(leaves.length)} events`);
  if (!rootOf(leaves).equals(root)) throw new Error(`the root of ${String(size)} does not hold`);
  return size;
}

/** A copy of the files of a directory whose names begin so; of all of them when left out. */
export function copyOf(directory: string, ...beginning: readonly string[]): string {
  const copy = temporaryDirectory();
  putInto(copy, directory, ...beginning);
  return copy;
}

/** Puts those files of one directory in the place of those of another. */
export function putInto(target: string, source: string, ...beginning: readonly string[]): void {
  const meant = (name: string): boolean =>
    beginning.length === 0 || beginning.some((start) => name.startsWith(start));
  for (const name of readdirSync(target)) if (meant(name)) rmSync(join(target, name));
  for (const name of readdirSync(source))
    if (meant(name)) cpSync(join(source, name), join(target, name));
}

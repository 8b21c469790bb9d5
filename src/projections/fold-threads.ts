// Streams folded in threads beside the one that stores their rows. Each thread reads the ledger for
// itself and comes for the next range when it is done with one; it folds a slice ahead of the one
// that is asked for, and no further.
import { on } from 'node:events';
import { Worker } from 'node:worker_threads';
import { LedgerDamaged } from '../ledger/ledger.js';
import {
  together,
  type FoldedSlice,
  type FoldedStreams,
  type FoldingWork,
} from './fold-streams.js';
import { PoisonEvent } from './projector.js';
import type { ClosedRow, OpenedRow } from './read-store.js';
import type { Table, Value } from './rows.js';
import { storeDefinition } from './streams.js';

/** What a thread is given when it starts. */
export interface ThreadData {
  readonly directory: string;
  readonly work: FoldingWork;
}

/** A slice as it goes from one thread to another: little else than the values. */
export interface SentSlice {
  readonly events: number;
  readonly tables: readonly SentTable[];
}

interface SentTable {
  readonly name: string;
  /** The values of one row after the other, each with the positions it is known from and to. */
  readonly opened: readonly Value[];
  /** The keys of one row after the other, each with the position it is known to. */
  readonly closed: readonly Value[];
}

/** What a thread says: a slice each time it is asked for one, and at last what it came to. */
export type ThreadMessage =
  | { readonly slice: SentSlice }
  | {
      readonly last: FoldedStreams['last'];
      readonly poison: Pick<PoisonEvent, 'position' | 'reason'> | undefined;
    }
  | { readonly damaged: Pick<LedgerDamaged, 'position' | 'reason'> };

/** Slices that are asked of a thread before the first of them has come. */
const askedAhead = 2;

/**
 * Folds all ranges of the work.
 * @param directory of the ledger
 * @param apply stores a slice; called again when it is done with the one before
 * @throws LedgerDamaged, and what `apply` throws
 */
export async function foldInThreads(
  directory: string,
  work: FoldingWork,
  threads: number,
  apply: (slice: FoldedSlice) => Promise<void>,
): Promise<FoldedStreams> {
  const workers = Array.from(
    { length: threads },
    () =>
      new Worker(new URL('./fold-thread.js', import.meta.url), {
        workerData: { directory, work } satisfies ThreadData,
      }),
  );
  let applied: Promise<void> = Promise.resolve();
  const inTurn = (slice: FoldedSlice): Promise<void> =>
    (applied = applied.then(() => apply(slice)));
  try {
    const came = await Promise.all(workers.map((worker) => folded(worker, inTurn)));
    return came.reduce(together);
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Asks a thread for one slice after the other. */
async function folded(
  worker: Worker,
  apply: (slice: FoldedSlice) => Promise<void>,
): Promise<FoldedStreams> {
  const ask = (): void => worker.postMessage('next');
  for (let asked = 0; asked < askedAhead; asked++) ask();
  for await (const [said] of on(worker, 'message', { close: ['exit'] })) {
    const message = said as ThreadMessage;
    if ('damaged' in message)
      throw new LedgerDamaged(message.damaged.position, message.damaged.reason);
    if (!('slice' in message)) {
      const { last, poison } = message;
      return { last, poison: poison && new PoisonEvent(poison.position, poison.reason) };
    }
    await apply(received(message.slice));
    ask();
  }
  throw new Error('a thread that folds streams ended before its work');
}

const tables = new Map<string, Table>(storeDefinition.tables.map((table) => [table.name, table]));

function widthOf({ columns }: Table): number {
  return Object.keys(columns).length;
}

/** A slice made ready for another thread. */
export function sent({ events, tables: changed }: FoldedSlice): SentSlice {
  return {
    events,
    tables: changed.map(({ table: { name, keyLength }, opened, closed }) => {
      const cells = { opened: [] as Value[], closed: [] as Value[] };
      for (const { values, from, to } of opened) {
        for (const value of values) cells.opened.push(value);
        cells.opened.push(from, to);
      }
      for (const { values, to } of closed) cells.closed.push(...values.slice(0, keyLength), to);
      return { name, ...cells };
    }),
  };
}

function received({ events, tables: changed }: SentSlice): FoldedSlice {
  return {
    events,
    tables: changed.map(({ name, opened, closed }) => {
      const table = tables.get(name);
      if (table === undefined) throw new Error(`bug: no table ${name}`);
      return { table, opened: openedRows(table, opened), closed: closedRows(table, closed) };
    }),
  };
}

function openedRows(table: Table, cells: readonly Value[]): OpenedRow[] {
  const width = widthOf(table);
  const rows: OpenedRow[] = [];
  for (let at = 0; at < cells.length; at += width + 2)
    rows.push({
      values: cells.slice(at, at + width),
      from: Number(cells[at + width]),
      to: Number(cells[at + width + 1]),
    });
  return rows;
}

function closedRows({ keyLength }: Table, cells: readonly Value[]): ClosedRow[] {
  const rows: ClosedRow[] = [];
  for (let at = 0; at < cells.length; at += keyLength + 1)
    rows.push({ values: cells.slice(at, at + keyLength), to: Number(cells[at + keyLength]) });
  return rows;
}

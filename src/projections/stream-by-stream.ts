// Fills an empty store one stream after the other (fold-streams.ts): by itself, or in threads where
// there are cores and events enough.
import { availableParallelism } from 'node:os';
import { beforeAll, type Position, type RecordedEvent } from '../ledger/event.js';
import type { StreamwiseLedger } from '../ledger/ledger.js';
import { Changes } from './followed-stream.js';
import {
  foldStreams,
  type FoldedSlice,
  type FoldedStreams,
  type FoldingWork,
} from './fold-streams.js';
import { foldInThreads } from './fold-threads.js';
import type { ReadStore } from './read-store.js';

/** Ranges of streams for each thread: enough that all threads end at about the same time. */
const rangesAThread = 32;

/** Instants of a slice. */
const instantsAtOnce = 10_000;

/** What is asked of a ledger that is read stream after stream. */
export type StreamwiseSource = Pick<
  StreamwiseLedger,
  'byStream' | 'directory' | 'read' | 'streamRanges'
>;

export interface FillingOptions {
  /**
   * Threads that fold streams beside this one, where the ledger can be read so; 0: this one does
   * all. When left out, as many as there are cores, for a ledger long enough to be worth it.
   */
  readonly threads?: number | undefined;
  /** Told from time to time how many events have been applied. */
  readonly progressed?: ((events: number) => void) | undefined;
}

/** Events that are worth a thread, which has to compile the program for itself. */
const eventsAThread = 50_000;

/** More of them would wait for the one that stores. */
const mostThreads = 4;

function threadsFor(until: Position): number {
  const cores = availableParallelism();
  return cores === 1 ? 0 : Math.min(cores, mostThreads, Math.floor(Number(until) / eventsAThread));
}

/**
 * Applies all events up to a position to a store that holds nothing. Until it returns the store
 * says that it has applied none: one that was left half-filled is worth nothing.
 * @param until the position of an event, not beyond the ledger's head
 * @returns how many events were applied
 * @throws PoisonEvent naming the first event in ledger order that cannot be applied
 */
export async function fillStreamByStream(
  ledger: StreamwiseSource,
  store: ReadStore,
  until: Position,
  { threads = threadsFor(until), progressed = () => undefined }: FillingOptions = {},
): Promise<number> {
  const work: FoldingWork = {
    until,
    ranges: ledger.streamRanges(until, Math.max(1, threads * rangesAThread)),
    taken: new Int32Array(new SharedArrayBuffer(4)),
    recordedMs: new Float64Array(new SharedArrayBuffer(8 * (Number(until) + 1))),
  };
  let events = 0;
  const apply = async ({ events: folded, tables }: FoldedSlice): Promise<void> => {
    await store.apply({ position: beforeAll, eventId: '', recordedMs: 0, tables, instants: [] });
    events += folded;
    progressed(events);
  };
  const { last, poison } =
    threads > 0
      ? await foldInThreads(ledger.directory, work, threads, apply)
      : await foldHere(ledger, work, apply);
  if (poison !== undefined) throw poison;
  if (last !== undefined) await storeInstants(store, work.recordedMs, last);
  return events;
}

async function foldHere(
  ledger: StreamwiseSource,
  work: FoldingWork,
  apply: (slice: FoldedSlice) => Promise<void>,
): Promise<FoldedStreams> {
  const slices = foldStreams(ledger, work);
  for (;;) {
    const { done, value } = await slices.next();
    if (done) return value;
    await apply(value);
  }
}

/** Stores when every event was recorded. */
async function storeInstants(
  store: ReadStore,
  recordedMs: Float64Array,
  last: Pick<RecordedEvent, 'position' | 'id'>,
): Promise<void> {
  const changes = new Changes(0);
  for (const [position, ms] of recordedMs.entries()) {
    if (ms > 0) changes.recorded(ms, position);
    if (position % instantsAtOnce === 0) await store.apply(changes.cut(beforeAll, ''));
  }
  await store.apply(changes.cut(last.position, last.id));
}

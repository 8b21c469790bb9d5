// Fills an empty store in the order of the ledger, as the projector does but in longer slices: for a
// ledger that cannot be read one stream after the other.
import { beforeAll, comparePositions, type Position } from '../ledger/event.js';
import type { LedgerReader } from '../ledger/ledger.js';
import { SliceWriter } from './projector.js';
import type { ReadStore, Slice } from './read-store.js';

/** Events of a slice: a row that is known and given up within one is written once. */
const sliceLength = 1_000;

/**
 * Applies all events up to a position to a store that holds nothing. Until it returns the store
 * says that it has applied none: one that was left half-filled is worth nothing.
 * @param until not beyond the ledger's head
 * @returns how many events were applied
 * @throws PoisonEvent naming the first event that cannot be applied
 */
export async function fillInOrder(
  ledger: Pick<LedgerReader, 'follow' | 'read'>,
  store: ReadStore,
  until: Position,
  progressed: (events: number) => void = () => undefined,
): Promise<number> {
  if (until === beforeAll) return 0;
  let last = undefined as Slice | undefined;
  const unsaid: Pick<ReadStore, 'apply' | 'progress'> = {
    progress: () => store.progress(),
    apply(slice) {
      last = slice;
      return store.apply({ ...slice, position: beforeAll, eventId: '' });
    },
  };
  const writer = new SliceWriter(ledger, unsaid, sliceLength);
  const enough = new AbortController();
  let events = 0;
  try {
    for await (const batch of ledger.follow(beforeAll, enough.signal)) {
      const wanted = batch.filter(({ position }) => comparePositions(position, until) <= 0);
      await writer.take(wanted);
      events += wanted.length;
      progressed(events);
      const reached = batch.at(-1)?.position ?? beforeAll;
      if (comparePositions(reached, until) >= 0) break;
    }
  } finally {
    enough.abort();
  }
  await writer.commit();
  if (last !== undefined) await store.apply({ ...last, tables: [], instants: [], commands: [] });
  return events;
}

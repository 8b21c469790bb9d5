// Fills an empty store one stream after the other. Rows follow from one stream each, and from the
// policies its events were recorded under, which are read first; so the order of the streams does
// not matter: each is folded once, from its first event to its last, and is done with. The projector, which must keep to the order of the ledger, gives the same rows; a test
// holds the two together.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { policiesIn, policyStream } from '../domain/adopted-policies.js';
import { beforeAll, comparePositions, type Position, type RecordedEvent } from '../ledger/event.js';
import type { StreamwiseLedger } from '../ledger/ledger.js';
import { Changes, type FollowedStream } from './followed-stream.js';
import type { PoisonEvent } from './projector.js';
import { poisonFrom } from './projector.js';
import type { ReadStore, Slice } from './read-store.js';
import { beginStream } from './streams.js';

/** Events of a slice: few enough that their rows are gone before they grow old in memory. */
const sliceLength = 500;

/** Events folded before a slice that is being stored on a server gets its turn: few, for it asks and is answered many times. */
const eventsATurn = 4;

/** Instants of a slice. */
const instantsAtOnce = 10_000;

/**
 * Applies all events up to a position to a store that holds nothing. Until it returns the store
 * says that it has applied none: one that was left half-filled is worth nothing.
 * @param until the position of an event, not beyond the ledger's head
 * @returns how many events were applied
 * @throws PoisonEvent naming the first event in ledger order that cannot be applied
 */
export async function fillStreamByStream(
  ledger: Pick<StreamwiseLedger, 'byStream' | 'read'>,
  store: ReadStore,
  until: Position,
  progressed: (events: number) => void = () => undefined,
): Promise<number> {
  const policies = policiesIn(await ledger.read(policyStream));
  const changes = new Changes(0);
  const recordedMs = new Float64Array(Number(until) + 1);
  let last: RecordedEvent | undefined;
  let poison: PoisonEvent | undefined;
  let stream: string | undefined;
  let followed: FollowedStream | undefined;
  let events = 0;
  let folded = 0;
  // One slice is stored while the next one is folded: a server works while this process does.
  const storing = new Storing(store);
  for (const page of ledger.byStream(until)) {
    for (const event of page) {
      recordedMs[Number(event.position)] = Date.parse(event.metadata.recordedAt);
      if (last === undefined || comparePositions(event.position, last.position) > 0) last = event;
      try {
        if (event.stream !== stream) {
          stream = event.stream;
          followed = undefined;
          followed = beginStream(stream, () => policies);
        }
        followed?.take(event, changes);
      } catch (error) {
        // Of each stream the first one is met first; of all streams the first is named.
        followed = undefined;
        const met = poisonFrom(event, error);
        if (poison === undefined || comparePositions(met.position, poison.position) < 0)
          poison = met;
      }
      folded += 1;
      if (storing.underWay && folded % eventsATurn === 0) await nextTurn();
    }
    events += page.length;
    if (events % sliceLength < page.length) {
      await storing.next(changes.cut(beforeAll, ''));
      progressed(events);
    }
  }
  await storing.done();
  if (poison !== undefined) throw poison;
  if (last === undefined) return events;
  for (const [position, ms] of recordedMs.entries()) {
    if (ms > 0) changes.recorded(ms, position);
    if (position % instantsAtOnce === 0) await store.apply(changes.cut(beforeAll, ''));
  }
  await store.apply(changes.cut(last.position, last.id));
  return events;
}

/** Hands slices to a store, one at a time, without waiting for the last of them. */
class Storing {
  underWay = false;
  private last: Promise<void> = Promise.resolve();

  constructor(private readonly store: ReadStore) {}

  /** @throws what the slice before this one failed with */
  async next(slice: Slice): Promise<void> {
    await this.last;
    this.underWay = true;
    this.last = this.store.apply(slice).then(() => {
      this.underWay = false;
    });
    // Looked at by whoever comes next; until then it is nobody's unhandled rejection.
    this.last.catch(() => undefined);
  }

  /** @throws what the last slice failed with */
  done(): Promise<void> {
    return this.last;
  }
}

// Folds streams one after the other. Rows follow from one stream each, and from the policies its
// events were recorded under, which are read first; so the order of the streams does not matter, nor
// does who folds them: each is folded once, from its first event to its last, and is done with.
// The projector, which must keep to the order of the ledger, gives the same rows; a test holds the
// two together.
import { policiesIn, policyStream } from '../domain/adopted-policies.js';
import type { Policies } from '../domain/regulation/policy.js';
import { beforeAll, comparePositions, type Position, type RecordedEvent } from '../ledger/event.js';
import type { StreamRange, StreamwiseLedger } from '../ledger/ledger.js';
import { Changes, type FollowedStream } from './followed-stream.js';
import { poisonFrom, type PoisonEvent } from './projector.js';
import type { Slice } from './read-store.js';
import { beginStream } from './streams.js';

/** Events of a slice: few enough that their rows are gone before they grow old in memory. */
const sliceLength = 500;

/** The rows that a run of events gives. */
export interface FoldedSlice {
  readonly events: number;
  readonly tables: Slice['tables'];
}

/** What folding came to, besides rows. */
export interface FoldedStreams {
  /** The last event in ledger order, whether it was applied or not. */
  readonly last: Pick<RecordedEvent, 'position' | 'id'> | undefined;
  /** The first event in ledger order that cannot be applied; there are no rows of it. */
  readonly poison: PoisonEvent | undefined;
}

/** What two that shared the work came to together. */
export function together(one: FoldedStreams, other: FoldedStreams): FoldedStreams {
  return {
    last: inOrder(one.last, other.last)[1],
    poison: inOrder(one.poison, other.poison)[0],
  };
}

/** The first and the last in ledger order of two of which either may be missing. */
function inOrder<T extends { readonly position: Position }>(
  one: T | undefined,
  other: T | undefined,
): [T | undefined, T | undefined] {
  if (one === undefined || other === undefined) return [one ?? other, one ?? other];
  return comparePositions(one.position, other.position) < 0 ? [one, other] : [other, one];
}

/** Streams to be folded, by whoever comes for the next of them. */
export interface FoldingWork {
  /** The last position that is applied. */
  readonly until: Position;
  readonly ranges: readonly StreamRange[];
  /** How many ranges have been taken; its memory may be shared between threads. */
  readonly taken: Int32Array;
  /** By position, when each event was recorded: filled in on the way, in memory that may be shared too. */
  readonly recordedMs: Float64Array;
}

/** Folds the ranges that nobody has taken yet, one after the other. */
export async function* foldStreams(
  ledger: Pick<StreamwiseLedger, 'byStream' | 'read'>,
  { until, ranges, taken, recordedMs }: FoldingWork,
): AsyncGenerator<FoldedSlice, FoldedStreams, undefined> {
  const policies = policiesIn(await ledger.read(policyStream));
  const folding = new Folding(policies);
  for (;;) {
    const range = ranges[Atomics.add(taken, 0, 1)];
    if (range === undefined) return folding.come;
    let gathered = 0;
    for (const page of ledger.byStream(until, range)) {
      for (const event of page) {
        recordedMs[Number(event.position)] = Date.parse(event.metadata.recordedAt);
        folding.take(event);
      }
      gathered += page.length;
      if (gathered < sliceLength) continue;
      yield { events: gathered, tables: folding.changes.cut(beforeAll, '').tables };
      gathered = 0;
    }
    if (gathered > 0) yield { events: gathered, tables: folding.changes.cut(beforeAll, '').tables };
  }
}

/** Streams, one after the other. */
class Folding {
  readonly changes = new Changes(0);
  come: FoldedStreams = { last: undefined, poison: undefined };
  private stream: string | undefined;
  /** Undefined from an event on that cannot be applied. */
  private followed: FollowedStream | undefined;

  constructor(private readonly policies: Policies) {}

  take(event: RecordedEvent): void {
    const { last } = this.come;
    if (last === undefined || comparePositions(event.position, last.position) > 0)
      this.come = { ...this.come, last: event };
    try {
      if (event.stream !== this.stream) {
        this.stream = event.stream;
        this.followed = undefined;
        this.followed = beginStream(event.stream, () => this.policies);
      }
      this.followed?.take(event, this.changes);
    } catch (error) {
      // Of each stream the first one is met first.
      this.followed = undefined;
      this.come = together(this.come, { last: event, poison: poisonFrom(event, error) });
    }
  }
}

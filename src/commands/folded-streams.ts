// The newest state of a stream, folded. What was folded before is kept, and only what came since
// is read, so a state is never older than the moment it was asked for.
import { LRUCache } from 'lru-cache';
import type { EventMetadata, RecordedEvent } from '../ledger/event.js';
import { LedgerDamaged, type Ledger } from '../ledger/ledger.js';

/** Where an event that a command caused stands. */
export interface EventPlace {
  readonly eventId: string;
  readonly type: string;
  readonly revision: number;
  readonly position: string;
}

/** A notice as it stands with an event. */
export type Noted = NonNullable<EventMetadata['notices']>[number];

/** What one command did to a stream. */
export interface Carried {
  readonly requestHash: string;
  readonly notices: readonly Noted[];
  readonly events: readonly EventPlace[];
}

/** A stream folded up to a revision. */
export interface Folded<S> {
  readonly state: S | undefined;
  /** `none` while the stream does not exist. */
  readonly revision: number | 'none';
  /** Position of its last event; undefined while it does not exist. */
  readonly position: string | undefined;
  /** Command id → what it did here: how a repeated command finds itself. */
  readonly carried: ReadonlyMap<string, Carried>;
}

/** Decodes one event of a stream and applies it to its state. */
export type Fold<S> = (state: S | undefined, event: RecordedEvent) => S;

export class FoldedStreams<S> {
  private readonly kept: LRUCache<string, Folded<S>>;

  /**
   * @param folding how their events are folded; asked once these are read, so that what the fold
   * knows is not older than they are
   * @param most how many streams are kept; those asked for longest ago go first
   */
  constructor(
    private readonly ledger: Pick<Ledger, 'read'>,
    private readonly folding: () => Fold<S> | Promise<Fold<S>>,
    most: number,
  ) {
    this.kept = new LRUCache({ max: most });
  }

  /**
   * The stream as it stands now.
   * @throws LedgerUnavailable, LedgerDamaged
   */
  async newest(stream: string): Promise<Folded<S>> {
    const before = this.kept.get(stream) ?? nothing<S>();
    const since = await this.ledger.read(
      stream,
      before.revision === 'none' ? 0 : before.revision + 1,
    );
    if (since.length === 0) return before;
    const folded = apply(before, since, await this.folding());
    this.kept.set(stream, folded);
    return folded;
  }
}

function apply<S>(before: Folded<S>, since: readonly RecordedEvent[], fold: Fold<S>): Folded<S> {
  const carried = new Map(before.carried);
  let { state, revision, position } = before;
  for (const event of since) {
    state = folded(state, event, fold);
    ({ revision, position } = event);
    const { commandId, requestHash, notices = [] } = event.metadata;
    const place = { eventId: event.id, type: event.type, revision, position };
    const events = [...(carried.get(commandId)?.events ?? []), place];
    carried.set(commandId, { requestHash, notices, events });
  }
  return { state, revision, position, carried };
}

function folded<S>(state: S | undefined, event: RecordedEvent, fold: Fold<S>): S {
  try {
    return fold(state, event);
  } catch (cause) {
    throw new LedgerDamaged(event.position, 'the event does not fit its stream', { cause });
  }
}

function nothing<S>(): Folded<S> {
  return { state: undefined, revision: 'none', position: undefined, carried: new Map() };
}

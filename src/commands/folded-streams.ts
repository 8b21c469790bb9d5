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
  /** Command id → what it did here: how a repeated command finds itself. It may know of commands that came after this revision. */
  readonly carried: ReadonlyMap<string, Carried>;
}

/** The same as it is kept: what commands did is noted in one map, which only grows. */
interface Kept<S> extends Folded<S> {
  readonly carried: Map<string, Carried>;
  /** Events right after it that are known and not folded yet. */
  readonly appended: readonly RecordedEvent[];
}

/** Decodes one event of a stream and applies it to its state. */
export type Fold<S> = (state: S | undefined, event: RecordedEvent) => S;

export class FoldedStreams<S> {
  private readonly kept: LRUCache<string, Kept<S>>;

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
    const end = endOf(before);
    const read = await this.ledger.read(stream, end === 'none' ? 0 : end + 1);
    const since = [...before.appended, ...read];
    if (since.length === 0) return before;
    const folded = apply(before, since, await this.folding());
    this.kept.set(stream, folded);
    return folded;
  }

  /**
   * Takes up events that were appended to a stream right after a revision: nobody else can have
   * written in between, so they need not be read. They are folded when the stream is asked for.
   */
  add(stream: string, after: number | 'none', events: readonly RecordedEvent[]): void {
    const kept = this.kept.get(stream) ?? nothing<S>();
    if (endOf(kept) === after)
      this.kept.set(stream, { ...kept, appended: [...kept.appended, ...events] });
  }
}

/** Revision of the last event that is known. */
function endOf<S>({ revision, appended }: Kept<S>): number | 'none' {
  return appended.at(-1)?.revision ?? revision;
}

function apply<S>(before: Kept<S>, since: readonly RecordedEvent[], fold: Fold<S>): Kept<S> {
  const { carried } = before;
  let { state, revision, position } = before;
  for (const event of since) {
    state = folded(state, event, fold);
    ({ revision, position } = event);
    const { commandId, requestHash, notices = [] } = event.metadata;
    const place = { eventId: event.id, type: event.type, revision, position };
    const noted = carried.get(commandId)?.events ?? [];
    // Two who asked at once have read the same events.
    if (noted.some((other) => other.revision === place.revision)) continue;
    carried.set(commandId, { requestHash, notices, events: [...noted, place] });
  }
  return { state, revision, position, carried, appended: [] };
}

function folded<S>(state: S | undefined, event: RecordedEvent, fold: Fold<S>): S {
  try {
    return fold(state, event);
  } catch (cause) {
    throw new LedgerDamaged(event.position, 'the event does not fit its stream', { cause });
  }
}

function nothing<S>(): Kept<S> {
  return {
    state: undefined,
    revision: 'none',
    position: undefined,
    carried: new Map(),
    appended: [],
  };
}

// The one follower of the ledger that keeps the read store (DESIGN.md, "One road"): every event in
// order, in slices short enough to leave the event loop to the requests, each slice one
// transaction with the position. An event it cannot apply stops it, loudly and for good: a
// skipped event would falsify every count after it.
import { LRUCache } from 'lru-cache';
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { policiesIn, policyStream } from '../domain/adopted-policies.js';
import { UndecodableEvent } from '../domain/catalogue.js';
import { policiesOf, type Policies } from '../domain/regulation/policy.js';
import { beforeAll, comparePositions, type Position, type RecordedEvent } from '../ledger/event.js';
import { LedgerDamaged, type LedgerReader } from '../ledger/ledger.js';
import { Changes, type FollowedStream } from './followed-stream.js';
import { PositionWaiters } from './position-waiters.js';
import type { ReadModelProgress, ReadModelStatus } from './read-model-progress.js';
import type { CommandRow, ReadStore } from './read-store.js';
import { whyNotFrom } from './same-ledger.js';
import { beginStream } from './streams.js';

/** Events of a slice beside a service: with the commit about 3 ms, then the event loop goes on (DESIGN.md, "One road"). */
const shortSlice = 64;

/** Streams kept folded between their events; others are folded again when they move. */
const streamsKept = 5_000;

/** Waits between attempts after the ledger or the store failed, growing while none gets any further. */
const pausesMs = [50, 200, 1_000];
const longestPauseMs = 5_000;

/** The event at a position cannot be applied: unknown type, schema not met, or a stream that makes no sense. */
export class PoisonEvent extends Error {
  override readonly name = 'PoisonEvent';
  constructor(
    readonly position: Position,
    /** What is wrong with it, without anything it says. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`position ${position}: ${reason}`, options);
  }
}

/** Applies events to a store, in slices. Idempotent: an event at or below the store's position changes nothing. */
export class SliceWriter {
  private readonly streams = new LRUCache<string, FollowedStream>({ max: streamsKept });
  private changes: Changes;
  private gathered: RecordedEvent[] = [];
  private taken: Position;
  /** What cases are folded with; undefined until the first slice is. */
  private policies: Policies | undefined;

  /**
   * @param most events of one slice
   * @param committed told after each commit
   */
  constructor(
    private readonly ledger: Pick<LedgerReader, 'read'>,
    private readonly store: Pick<ReadStore, 'apply' | 'progress'>,
    private readonly most: number,
    private readonly committed: (position: Position) => void = () => undefined,
  ) {
    const { position, recordedMs } = store.progress();
    this.changes = new Changes(recordedMs);
    this.taken = position;
  }

  /**
   * Takes events in ledger order and commits each slice that is full; `commit` commits the rest.
   * @throws PoisonEvent when everything before the poison event is committed
   */
  async take(batch: readonly RecordedEvent[]): Promise<void> {
    for (const event of batch) {
      if (comparePositions(event.position, this.taken) <= 0) continue;
      this.taken = event.position;
      this.gathered.push(event);
      if (this.gathered.length < this.most) continue;
      await this.commit();
      await setImmediate();
    }
  }

  /** Commits what was taken, with its position. @throws PoisonEvent as `take` does */
  async commit(): Promise<void> {
    const events = this.gathered;
    this.gathered = [];
    await this.apply(events);
  }

  /**
   * Applies a slice stream by stream: the rows of a stream follow from that stream alone, and its
   * state is close at hand while its events are folded one after the other.
   */
  private async apply(events: readonly RecordedEvent[]): Promise<void> {
    const last = events.at(-1);
    if (last === undefined) return;
    const poison = await this.fold(events);
    if (poison === undefined) {
      for (const { position, metadata } of events)
        this.changes.recorded(Date.parse(metadata.recordedAt), Number(position));
      const slice = this.changes.cut(last.position, last.id);
      await this.store.apply({ ...slice, commands: commandsOf(events) });
      this.committed(last.position);
      return;
    }
    // Other streams may have been folded beyond the poison event: begin again, up to it. If there
    // is another one before it, that one is met then.
    this.streams.clear();
    this.changes = new Changes(this.store.progress().recordedMs);
    const { position } = poison.event;
    await this.apply(events.filter((event) => comparePositions(event.position, position) < 0));
    throw poisonFrom(poison.event, poison.error);
  }

  private async fold(
    events: readonly RecordedEvent[],
  ): Promise<{ readonly event: RecordedEvent; readonly error: unknown } | undefined> {
    await this.knowPolicies(events);
    for (const [first, ...others] of byStream(events)) {
      const stream = this.streams.get(first.stream);
      const earlier =
        stream !== undefined || first.revision === 0 ? [] : await this.ledger.read(first.stream);
      let event = first;
      try {
        const folded = stream ?? recalled(first, earlier, () => this.policies ?? policiesOf([]));
        this.streams.set(first.stream, folded);
        folded.take(first, this.changes);
        for (event of others) folded.take(event, this.changes);
      } catch (error) {
        return { event, error };
      }
    }
    return undefined;
  }

  /** Before any case of a slice is folded, the policies its events may have been recorded under are known: these stand before them in the ledger. */
  private async knowPolicies(events: readonly RecordedEvent[]): Promise<void> {
    if (this.policies === undefined || events.some(({ stream }) => stream === policyStream))
      this.policies = policiesIn(await this.ledger.read(policyStream));
  }
}

/** Each command once: its events stand in one stream. */
function commandsOf(events: readonly RecordedEvent[]): readonly CommandRow[] {
  const streams = new Map(events.map(({ metadata, stream }) => [metadata.commandId, stream]));
  return [...streams].map(([command_id, stream]) => ({ command_id, stream }));
}

type EventsOfOneStream = [RecordedEvent, ...RecordedEvent[]];

function byStream(events: readonly RecordedEvent[]): Iterable<EventsOfOneStream> {
  const streams = new Map<string, EventsOfOneStream>();
  for (const event of events) {
    const others = streams.get(event.stream);
    if (others === undefined) streams.set(event.stream, [event]);
    else others.push(event);
  }
  return streams.values();
}

/** A stream folded up to the event before this one. */
function recalled(
  event: RecordedEvent,
  earlier: readonly RecordedEvent[],
  policies: () => Policies,
): FollowedStream {
  const stream = beginStream(event.stream, policies);
  for (const one of earlier) {
    if (one.revision >= event.revision) break;
    stream.recall(one);
  }
  return stream;
}

/** What decoding, folding or a part threw of an event. */
export function poisonFrom(event: RecordedEvent, error: unknown): PoisonEvent {
  return new PoisonEvent(event.position, reasonOf(event, error), { cause: error });
}

/** Names what is wrong without quoting the event: only messages that are ours are passed on. */
function reasonOf(event: RecordedEvent, error: unknown): string {
  if (error instanceof UndecodableEvent) return error.message;
  const why = error instanceof Error ? error.message : 'unknown reason';
  return `${event.type} in ${event.stream} cannot be applied: ${why}`;
}

/** What the projector tells whoever keeps the log. */
export interface ProjectorReports {
  halted(poison: PoisonEvent): void;
  /** The ledger or the store failed; another attempt follows. */
  failed(error: unknown): void;
}

/** Keeps a store at the ledger's head for as long as the service runs. */
export class Projector implements ReadModelProgress {
  private readonly stopping = new AbortController();
  private readonly waiting = new PositionWaiters(() => this.store.progress().position);
  private running: Promise<void> = Promise.resolve();
  private target: Position | undefined;
  private halt: ReadModelStatus['halted'];
  private caughtUp = false;
  /** The last position this projector applied itself. */
  private own: Position | undefined;

  constructor(
    private readonly ledger: Pick<LedgerReader, 'read' | 'follow' | 'head'>,
    private readonly store: ReadStore,
    private readonly reports: ProjectorReports,
  ) {}

  start(): void {
    this.running = this.run();
  }

  /** Ends after the slice under way is committed; waits for it. Those who wait for a position are let down. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
    this.waiting.letDown();
  }

  status(): ReadModelStatus {
    const { position } = this.store.progress();
    const status = { position, caughtUp: this.caughtUp };
    return this.halt === undefined ? status : { ...status, halted: this.halt };
  }

  reached(position: Position, timeoutMs: number): Promise<void> {
    return this.waiting.until(position, timeoutMs);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let failures = 0;
    while (!signal.aborted) {
      const before = this.store.progress().position;
      try {
        await this.follow();
        if (signal.aborted) return;
        throw new Error('the ledger ended the subscription by itself');
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof PoisonEvent || error instanceof LedgerDamaged) {
          this.halted(
            error instanceof PoisonEvent ? error : poisonOf(error, this.store.progress().position),
          );
          return;
        }
        this.reports.failed(error);
        failures = this.store.progress().position === before ? failures + 1 : 1;
        const pause = pausesMs[failures - 1] ?? longestPauseMs;
        await sleep(pause, undefined, { signal }).catch(ignoreAbort);
      }
    }
  }

  /** Follows until the signal or an error. State is folded anew each time, so a failed slice leaves nothing behind. */
  private async follow(): Promise<void> {
    await this.store.takeUp(this.stopping.signal);
    const progress = this.store.progress();
    const { position } = progress;
    // What this projector applied itself is of this ledger; what stood before, or another one wrote, may not be.
    const notFrom = position === this.own ? undefined : await whyNotFrom(this.ledger, progress);
    if (notFrom !== undefined) throw new PoisonEvent(position, notFrom);
    const writer = new SliceWriter(this.ledger, this.store, shortSlice, (at) => this.advanced(at));
    this.target ??= await this.ledger.head();
    await this.noteCaughtUp(position);
    for await (const batch of this.ledger.follow(position, this.stopping.signal)) {
      await writer.take(batch);
      await writer.commit();
      await this.noteCaughtUp(this.store.progress().position);
    }
  }

  private async noteCaughtUp(position: Position): Promise<void> {
    if (this.caughtUp || comparePositions(position, this.target ?? beforeAll) < 0) return;
    await this.store.caughtUp();
    this.caughtUp = true;
  }

  private advanced(position: Position): void {
    this.own = position;
    this.waiting.advanced(position);
  }

  private halted(poison: PoisonEvent): void {
    const { position, reason } = poison;
    this.halt = { position, reason };
    this.waiting.letDown();
    this.reports.halted(poison);
    // Those who only read the store learn it from there; where it cannot be told now, they wait in vain.
    this.store.halted(position, reason).catch((error: unknown) => this.reports.failed(error));
  }
}

/** Damage that has no place of its own is named by the last event that was whole. */
function poisonOf(damage: LedgerDamaged, reached: Position): PoisonEvent {
  return new PoisonEvent(damage.position ?? reached, damage.message, { cause: damage });
}

/** Being told to stop during a pause is no failure. Told by its form: the timer's errors are of whatever realm it runs in. */
function ignoreAbort(error: unknown): void {
  const isAbort =
    typeof error === 'object' && error !== null && 'name' in error && error.name === 'AbortError';
  if (!isAbort) throw error;
}

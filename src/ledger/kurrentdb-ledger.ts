// The KurrentDB (EventStoreDB) adapter of the ledger port. The server keeps order and revisions;
// this adapter adds what the port promises beyond that: a bounded wait, an answer that tells
// whether events stood already, and a head and followers that see nobody's events but ours.
import { setTimeout as delay } from 'node:timers/promises';
import { canonicalJson } from './canonical-json.js';
import { requireWellFormed, type StoredTexts } from './appendable.js';
import {
  beforeAll,
  comparePositions,
  type EventToAppend,
  type Position,
  type RecordedEvent,
  type RecordedTexts,
} from './event.js';
import { KurrentDbConnection, type ClientEvent } from './kurrentdb-client.js';
import { eventOfOurs, kurrentDbTexts, ourEvent, positionOf } from './kurrentdb-events.js';
import { followKurrentDb } from './kurrentdb-follow.js';
import { encodedAppend } from './kurrentdb-messages.js';
import { AppendSender, type Sent } from './kurrentdb-sender.js';
import {
  LedgerDamaged,
  LedgerUnavailable,
  OutcomeUnknown,
  RevisionConflict,
  type Appended,
  type ExpectedRevision,
  type Ledger,
} from './ledger.js';

export interface KurrentDbLedgerOptions {
  /**
   * `esdb://host:2113`, or `esdb+discover://…` for a cluster. TLS is on unless `?tls=false`;
   * `tlsCAFile`, `userCertFile` and `userKeyFile` name files; user and password stand before the
   * host and are sent over TLS only.
   */
  readonly url: string;
  /**
   * How long an append, with its repetitions, or a silent read keeps its caller waiting. An append
   * is repeated once half of it has passed without an answer. Default 5,000 ms.
   */
  readonly timeoutMs?: number;
  /** How long a follower hears nothing before it subscribes again. Default 15,000 ms. */
  readonly heartbeatMs?: number;
}

/**
 * Opens the ledger that a KurrentDB server keeps, for reading and writing; any number of processes
 * may. The server must be of version 22.6 or later, and the user may read `$all`.
 * @throws LedgerUnavailable when the server does not answer
 * @throws Error when the URL is not one
 */
export async function openKurrentDbLedger(
  options: KurrentDbLedgerOptions,
): Promise<KurrentDbLedger> {
  const ledger = new KurrentDbLedger(options);
  try {
    await ledger.head();
  } catch (error) {
    await ledger.close();
    throw error;
  }
  return ledger;
}

const firstPage = 32;
const laterPages = 256;
const mostDoubts = 10_000;
const lookAgainMs = 100;

/**
 * The port on KurrentDB. Where it differs from SQLite:
 * - An `OutcomeUnknown` is not fatal. Nothing of this process is damaged by it: whoever appends the
 *   same ids at the same expected revision again meets what was stored, or stores it now. The
 *   command's caller repeats with its key, and the process goes on.
 * - Ids are known stream by stream, so nothing throws `EventIdTaken`. At `any` revision the server
 *   remembers ids for a while only, in memory: an append is stored once however often it is
 *   repeated within one call, and soon after; not for ever.
 * - Two processes that append the same ids at once are both told that the events are theirs
 *   (`stoodAlready` false), whichever content was stored. Within one process it is told apart.
 */
export class KurrentDbLedger implements Ledger {
  readonly #connection: KurrentDbConnection;
  readonly #sender: AppendSender;
  readonly #timeoutMs: number;
  readonly #heartbeatMs: number;
  readonly #closing = new AbortController();
  /** Appends under way, by the ids of their events. */
  readonly #writing = new Map<string, Promise<Appended>>();
  /** Appends whose outcome was not known, by their first id, and the newest event when they were sent. */
  readonly #doubts = new Map<string, Position>();
  /** The newest event of ours that this process knows of. What is sent now and is new comes after it. */
  #newest: Position = beforeAll;

  constructor({ url, timeoutMs = 5_000, heartbeatMs = 15_000 }: KurrentDbLedgerOptions) {
    this.#timeoutMs = timeoutMs;
    this.#heartbeatMs = heartbeatMs;
    this.#connection = new KurrentDbConnection(url, timeoutMs);
    this.#sender = new AppendSender(this.#connection, timeoutMs / 2);
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
  ): Promise<Appended> {
    requireWellFormed(stream, expected, events);
    // The bytes are made now: what the caller does to its objects later changes nothing.
    const texts = events.map(kurrentDbTexts);
    this.#requireOpen();
    // The server says yes to the second of two equal appends as it does to the first. One after
    // the other, the second is known by its position.
    const equals = texts.flatMap(({ id }) => this.#writing.get(id) ?? []);
    const work =
      equals.length === 0
        ? this.#carryOut(stream, expected, texts)
        : Promise.allSettled(equals).then(() => this.#carryOut(stream, expected, texts));
    for (const { id } of texts) this.#writing.set(id, work);
    const forget = (): void => {
      for (const { id } of texts) if (this.#writing.get(id) === work) this.#writing.delete(id);
    };
    work.then(forget, forget);
    return work;
  }

  async read(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    this.#requireOpen();
    const stored = await this.#connection.readStream(stream, { from: fromRevision });
    return inSequence(stored, fromRevision);
  }

  follow(after: Position, signal: AbortSignal): AsyncIterable<readonly RecordedEvent[]> {
    return followKurrentDb({
      connection: this.#connection,
      after,
      signal,
      closing: this.#closing.signal,
      confirmMs: this.#timeoutMs,
      heartbeatMs: this.#heartbeatMs,
    });
  }

  async *followTexts(
    after: Position,
    signal: AbortSignal,
  ): AsyncIterable<readonly RecordedTexts[]> {
    for await (const batch of this.follow(after, signal))
      yield batch.map(({ data, metadata, ...event }) => ({
        ...event,
        data: canonicalJson(data),
        metadata: canonicalJson(metadata),
      }));
  }

  async head(): Promise<Position> {
    this.#requireOpen();
    await this.#newestAfter(this.#newest);
    return this.#newest;
  }

  /** When the newest event was recorded, for a clock that must not go back behind it; `undefined` in an empty ledger. @throws LedgerUnavailable */
  async lastRecordedAt(): Promise<string | undefined> {
    this.#requireOpen();
    return (await this.#newestAfter(beforeAll))?.metadata.recordedAt;
  }

  /** The server's version, as it tells it. @throws LedgerUnavailable */
  async serverVersion(): Promise<string> {
    return this.#connection.serverVersion();
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await Promise.allSettled(this.#writing.values());
    this.#sender.close();
    await this.#connection.close();
  }

  async #carryOut(
    stream: string,
    expected: ExpectedRevision,
    texts: readonly StoredTexts[],
  ): Promise<Appended> {
    const before = this.#newest;
    const deadline = performance.now() + this.#timeoutMs;
    const [firstId = ''] = texts.map(({ id }) => id);
    const doubt = this.#doubts.get(firstId);
    try {
      const stood =
        doubt === undefined ? undefined : await this.#found(stream, texts, doubt, deadline);
      // At any revision the server may not know the ids again, so we do not ask it.
      const sent =
        stood !== undefined && expected === 'any'
          ? ({ kind: 'stands', revision: stood, position: undefined, repeated: false } as const)
          : await this.#send(stream, expected, texts, { before, deadline });
      this.#doubts.delete(firstId);
      if (sent.kind === 'conflict') throw new RevisionConflict(stream, expected, sent.actual);

      const { revision, position, repeated } = sent;
      const isNew =
        stood === undefined &&
        !repeated &&
        position !== undefined &&
        comparePositions(position, before) > 0;
      if (position !== undefined) this.#reached(position);
      if (isNew && texts.length === 1) {
        return { revision, position, positions: [position], stoodAlready: false };
      }
      const stored = await this.#stored(stream, revision, texts, deadline);
      const positions = stored.map((event) => event.position);
      const last = positions.at(-1) ?? beforeAll;
      this.#reached(last);
      // What was sent more than once is ours if it is the same to the last byte: the salt is random.
      const stoodAlready = !isNew && !(repeated && stood === undefined && isSame(stored, texts));
      return { revision, position: last, positions, stoodAlready };
    } catch (error) {
      if (error instanceof OutcomeUnknown) this.#doubt(firstId, doubt ?? before);
      throw error;
    }
  }

  /** Sends an append until its answer is known. @throws LedgerUnavailable, OutcomeUnknown */
  async #send(
    stream: string,
    expected: ExpectedRevision,
    texts: readonly StoredTexts[],
    { before, deadline }: { readonly before: Position; readonly deadline: number },
  ): Promise<Exclude<Sent, { kind: 'lost' }>> {
    const append = encodedAppend(stream, expected, texts);
    const once = expected === 'any';
    let sent = await this.#sender.send({ append, deadline, once });
    while (sent.kind === 'lost') {
      const revision = await this.#found(stream, texts, before, deadline);
      if (revision !== undefined)
        return { kind: 'stands', revision, position: undefined, repeated: true };
      sent = await this.#sender.send({ append, deadline, once, uncertain: true });
    }
    return sent;
  }

  /** What stands where the server said that these events do. @throws OutcomeUnknown */
  async #stored(
    stream: string,
    revision: number,
    texts: readonly StoredTexts[],
    deadline: number,
  ): Promise<readonly RecordedEvent[]> {
    const from = revision - texts.length + 1;
    const page = await lookUntil(deadline, () =>
      this.#connection.readStream(stream, { from, count: texts.length }),
    );
    const stored = inSequence(page, from);
    if (stored.length !== texts.length || stored.some(({ id }, at) => id !== texts[at]?.id))
      throw new LedgerDamaged(undefined, `${stream} does not hold at ${revision} what was stored`);
    return stored;
  }

  /**
   * Looks in a stream, from its end backwards, for events that were sent when the newest event was
   * `before`; gives the revision of the last one.
   * @throws OutcomeUnknown
   */
  async #found(
    stream: string,
    texts: readonly StoredTexts[],
    before: Position,
    deadline: number,
  ): Promise<number | undefined> {
    let from: number | 'end' = 'end';
    for (;;) {
      const page: ClientEvent[] = await lookUntil(deadline, () =>
        this.#connection.readStream(stream, { from, backwards: true, count: laterPages }),
      );
      for (const event of page) {
        if (comparePositions(positionOf(event), before) <= 0) return undefined;
        if (event.id === texts[0]?.id) return Number(event.revision) + texts.length - 1;
      }
      const oldest = Number(page.at(-1)?.revision ?? 0);
      if (page.length < laterPages || oldest === 0) return undefined;
      from = oldest - 1;
    }
  }

  #doubt(firstId: string, before: Position): void {
    this.#doubts.set(firstId, before);
    const [oldest] = this.#doubts.keys();
    if (this.#doubts.size > mostDoubts && oldest !== undefined) this.#doubts.delete(oldest);
  }

  /** Our newest event after a position, found from the end of the whole log backwards, past all that is not ours. */
  async #newestAfter(after: Position): Promise<RecordedEvent | undefined> {
    let before: Position | undefined;
    for (let size = firstPage; ; size = laterPages) {
      const page = await this.#connection.readBackwards(before, size);
      for (const event of page) {
        if (comparePositions(positionOf(event), after) <= 0) return undefined;
        const ours = ourEvent(event);
        if (ours === undefined) continue;
        this.#reached(ours.position);
        return ours;
      }
      const oldest = page.at(-1);
      if (oldest === undefined || page.length < size) return undefined;
      before = positionOf(oldest);
    }
  }

  #reached(position: Position): void {
    if (comparePositions(position, this.#newest) > 0) this.#newest = position;
  }

  #requireOpen(): void {
    if (this.#closing.signal.aborted) throw new LedgerUnavailable('the ledger is closed');
  }
}

/** Events of a stream of ours from a revision on. @throws LedgerDamaged when one is not ours, or one is missing */
function inSequence(stored: readonly ClientEvent[], from: number): RecordedEvent[] {
  return stored.map((event, at) => {
    const ours = eventOfOurs(event);
    if (ours.revision !== from + at)
      throw new LedgerDamaged(ours.position, `revision ${from + at} of ${ours.stream} is missing`);
    return ours;
  });
}

/** Looks at what was sent until the server can be read. @throws OutcomeUnknown when the time is over */
async function lookUntil<T>(deadline: number, look: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof LedgerUnavailable)) throw error;
      if (performance.now() >= deadline)
        throw new OutcomeUnknown('whether the events are stored could not be read', {
          cause: error,
        });
      await delay(lookAgainMs);
    }
  }
}

function isSame(stored: readonly RecordedEvent[], texts: readonly StoredTexts[]): boolean {
  return stored.every((event, at) => {
    const sent = texts[at];
    return (
      event.type === sent?.type &&
      canonicalJson(event.data) === sent.data &&
      kurrentDbTexts(event).metadata === sent.metadata
    );
  });
}

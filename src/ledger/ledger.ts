// The ledger port: the one point of commitment. Two adapters implement it, SQLite and KurrentDB;
// both pass the contract suite in test/ledger/ledger.contract.ts unchanged.
import type { EventToAppend, Position, RecordedEvent, RecordedTexts } from './event.js';

/**
 * What a writer expects of a stream: the revision of its last event, `none` when the stream must
 * not exist yet, `any` when it does not matter (only the access log may say so).
 */
export type ExpectedRevision = number | 'none' | 'any';

/** Where the appended events stand. */
export interface Appended {
  /** Revision of the last event appended. */
  readonly revision: number;
  /** Position of the last event appended. */
  readonly position: Position;
  /** One position for each event, in order. */
  readonly positions: readonly Position[];
  /**
   * True when these very ids stood there already: an earlier attempt had been committed, and
   * nothing was written now. The caller must read the stream before it calls the answer its own:
   * the ids say which command it was, not that its content is the same.
   */
  readonly stoodAlready: boolean;
}

/**
 * An append-only store of events in named streams with one total order over all of them, as
 * somebody who only reads sees it: a CLI process beside the running service, say.
 */
export interface LedgerReader {
  /**
   * The events of a stream in order, from a revision on (0 unless told); empty when there is no
   * such stream or nothing at or after that revision.
   * @throws LedgerUnavailable, LedgerDamaged
   */
  read(stream: string, fromRevision?: number): Promise<readonly RecordedEvent[]>;

  /**
   * All events after a position in ledger order, at first those that stand, then each as it is
   * committed. Yields batches that are never empty; asks for the next batch only when the
   * consumer has taken the last one, and lets the event loop turn in between. Ends only by the
   * signal or by throwing: a follower whose loop ends for another reason has failed.
   * @throws LedgerUnavailable, LedgerDamaged
   */
  follow(after: Position, signal: AbortSignal): AsyncIterable<readonly RecordedEvent[]>;

  /**
   * The same with data and metadata as their canonical JSON, for whoever hashes them. An engine
   * that stores these very texts gives them as they are, also where they are damaged.
   * @throws LedgerUnavailable, LedgerDamaged
   */
  followTexts(after: Position, signal: AbortSignal): AsyncIterable<readonly RecordedTexts[]>;

  /**
   * Position of the newest event; `'0'` when there is none.
   * @throws LedgerUnavailable
   */
  head(): Promise<Position>;

  /** Waits for appends under way, then lets go of files and connections. Followers still waiting throw LedgerUnavailable. */
  close(): Promise<void>;
}

/**
 * A ledger that can also be read stream after stream, as one in a table of its own can: a rebuild
 * folds each stream once and is done with it.
 */
export interface StreamwiseLedger extends LedgerReader {
  /** Where it is kept, for another thread that opens it for itself. */
  readonly directory: string;

  /**
   * All events of a range of streams up to a position in pages: the streams in any order, each one's
   * events together and in order.
   * @throws LedgerUnavailable, LedgerDamaged
   */
  byStream(until: Position, range: StreamRange): Iterable<readonly RecordedEvent[]>;

  /**
   * All streams in ranges that hold about as many events each; fewer ranges where there are few streams.
   * @throws LedgerUnavailable, LedgerDamaged
   */
  streamRanges(until: Position, most: number): readonly StreamRange[];
}

/** Streams by their names, in the order of their bytes. */
export interface StreamRange {
  /** The first name that belongs to it, if there is a stream of that name. */
  readonly from: string;
  /** The first name that does not; absent in the last range. */
  readonly before?: string;
}

/**
 * The same with the right to write. It has no update, no delete and no way round the expected
 * revision.
 */
export interface Ledger extends LedgerReader {
  /**
   * Appends one or more events to a stream, all or none. Durable when it returns: a power cut
   * after that loses nothing. Appends of one process are committed in the order of their calls,
   * so a clock read in the turn of the call never decreases along the ledger.
   *
   * Appending ids that already stand right after the expected revision (with `any`: that stand
   * one after the other in the stream) answers where they stand (`stoodAlready`) and writes
   * nothing; when only some of them do, it is a RevisionConflict.
   * @throws RevisionConflict when the stream is not where the caller thought
   * @throws EventIdTaken when an id stands elsewhere in the ledger; the engine must know ids for
   * that: SQLite does, for KurrentDB the read store finds a key that was used on another stream
   * @throws NotCanonical when an event would not survive being stored as canonical JSON
   * @throws LedgerUnavailable when nothing was written
   * @throws OutcomeUnknown when it cannot be said whether it was written
   */
  append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
  ): Promise<Appended>;
}

/** The stream is not at the revision the writer expected. `actual` is the revision found, `none` when it does not exist. */
export class RevisionConflict extends Error {
  override readonly name = 'RevisionConflict';
  constructor(
    readonly stream: string,
    readonly expected: ExpectedRevision,
    readonly actual: number | 'none',
  ) {
    super(`stream ${stream} is at revision ${actual}, expected ${expected}`);
  }
}

/** An event id stands in the ledger already, but not where this append would have put it. */
export class EventIdTaken extends Error {
  override readonly name = 'EventIdTaken';
  constructor(readonly eventId: string) {
    super(`event id ${eventId} is taken by another event`);
  }
}

/** The ledger cannot be reached, is closed, or refuses to write; nothing was written by this call. */
export class LedgerUnavailable extends Error {
  override readonly name = 'LedgerUnavailable';
}

/**
 * A write failed in a way that leaves open whether it is stored (RELIABILITY 0.4); the caller
 * repeats with the same key. In SQLite the file itself is in doubt: the only right answer is to
 * stop writing and end the process. In KurrentDB only the answer was lost: the next append of the
 * same ids meets what was stored, and the process goes on.
 */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** What is stored is not what this ledger would have stored. Nobody catches it; an operator looks. */
export class LedgerDamaged extends Error {
  override readonly name = 'LedgerDamaged';
  constructor(
    /** `undefined` when the storage itself is damaged and no position can be named. */
    readonly position: Position | undefined,
    /** What is wrong there, without anything that stands there. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(position === undefined ? reason : `position ${position}: ${reason}`, options);
  }
}

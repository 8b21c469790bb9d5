// The SQLite adapter of the ledger port. Appends that arrive together are committed together in one
// durable transaction (group commit); followers read committed rows.
import type Database from 'better-sqlite3';
import { requireWellFormed, textsOf, type StoredTexts } from './appendable.js';
import type { EventToAppend, Position, RecordedEvent, RecordedTexts } from './event.js';
import {
  EventIdTaken,
  LedgerUnavailable,
  OutcomeUnknown,
  RevisionConflict,
  type Appended,
  type ExpectedRevision,
  type Ledger,
  type StreamRange,
  type StreamwiseLedger,
} from './ledger.js';
import { ensureDirectory, sqliteCode } from './durable-database.js';
import { EventQueries } from './sqlite-events.js';
import { CommitNews, CommitWatch, followPages } from './sqlite-follow.js';
import { openLedgerFile, openLedgerFileForReading } from './sqlite-schema.js';
import { StreamEnds } from './stream-ends.js';
import { takeWriterLock, type WriterLock } from './writer-lock.js';

export interface SqliteLedgerOptions {
  /** Data directory; made when it does not exist. */
  readonly directory: string;
  /**
   * Called once when the outcome of a commit cannot be known. The ledger does nothing any more;
   * the process must end with an error and start again, which recovers what is on disk.
   */
  readonly onFatal: (error: OutcomeUnknown) => void;
}

/**
 * Opens the ledger of a data directory for writing and takes its writer's lock.
 * @throws DirectoryInUse, or Error when the file is not a ledger of this release or would not be
 * durable
 */
export function openSqliteLedger(options: SqliteLedgerOptions): SqliteLedger {
  ensureDirectory(options.directory);
  const lock = takeWriterLock(options.directory);
  try {
    return new SqliteLedger(options, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Opens the ledger of a data directory for reading only, beside a service that may be writing.
 * `follow` learns of new commits by asking five times a second.
 * @throws Error when there is no ledger, or none of this release
 */
export function openSqliteLedgerReader(directory: string): StreamwiseLedger {
  return new SqliteLedgerReader(directory);
}

/** Turns of the event loop that a commit waits while each brings more appends. */
const mostTurns = 8;

/** An append that waits for the next commit; everything that can be refused without the database has been checked. */
interface Waiting {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly StoredTexts[];
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

/** What became of an append inside a transaction; told to its caller once the transaction stands. */
type Verdict = Appended | RevisionConflict | EventIdTaken;

/** A transaction under way. */
interface Writing {
  /** Position of the newest event. */
  head: number;
  /** The last revisions of the streams written to. */
  readonly ends: Map<string, number>;
}

interface Place {
  readonly stream: string;
  readonly revision: number;
  readonly position: number;
}

export class SqliteLedger implements Ledger, StreamwiseLedger {
  readonly directory: string;
  readonly #onFatal: (error: OutcomeUnknown) => void;
  readonly #lock: WriterLock;
  readonly #writing: Database.Database;
  readonly #following: Database.Database;
  readonly #events: EventQueries;
  readonly #followed: EventQueries;
  readonly #news = new CommitNews();

  readonly #begin: Database.Statement<[]>;
  readonly #commit: Database.Statement<[]>;
  readonly #insert: Database.Statement<[number, string, number, string, string, string, string]>;
  readonly #placeOf: Database.Statement<[string], Place>;
  readonly #ends: StreamEnds;

  #queue: Waiting[] = [];
  #commits = 0;
  #unusable: 'closed' | 'the outcome of a commit is unknown' | undefined;

  constructor(options: SqliteLedgerOptions, lock: WriterLock) {
    this.directory = options.directory;
    this.#onFatal = options.onFatal;
    this.#lock = lock;
    this.#writing = openLedgerFile(options.directory);
    this.#following = openLedgerFileForReading(options.directory);
    // Single streams are read on the writing connection, whose page cache stays warm over our own
    // commits; followers page through a connection of their own, so that they cannot push it out.
    this.#events = new EventQueries(this.#writing);
    this.#followed = new EventQueries(this.#following);
    this.#begin = this.#writing.prepare('BEGIN IMMEDIATE');
    this.#commit = this.#writing.prepare('COMMIT');
    this.#insert = this.#writing.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)');
    this.#placeOf = this.#writing.prepare(
      'SELECT stream, revision, position FROM event WHERE id = ?',
    );
    this.#ends = new StreamEnds((stream) => this.#events.lastRevision(stream));
  }

  async read(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    this.#requireUsable();
    // Nearly always there is nothing new.
    if (fromRevision > this.#ends.lastRevision(stream)) return [];
    return this.#events.ofStream(stream, fromRevision);
  }

  follow(after: Position, signal: AbortSignal): AsyncIterable<readonly RecordedEvent[]> {
    return followPages((last) => this.#followed.after(last), this.#news, after, signal);
  }

  followTexts(after: Position, signal: AbortSignal): AsyncIterable<readonly RecordedTexts[]> {
    return followPages((last) => this.#followed.textsAfter(last), this.#news, after, signal);
  }

  byStream(until: Position, range: StreamRange): Iterable<readonly RecordedEvent[]> {
    return this.#followed.byStream(until, range);
  }

  streamRanges(until: Position, most: number): readonly StreamRange[] {
    return this.#followed.streamRanges(until, most);
  }

  async head(): Promise<Position> {
    this.#requireUsable();
    return this.#events.head();
  }

  /** When the newest event was recorded, for a clock that must not go back behind it; `undefined` in an empty ledger. */
  lastRecordedAt(): string | undefined {
    this.#requireUsable();
    return this.#events.newest()?.metadata.recordedAt;
  }

  /** Transactions that wrote events since the ledger was opened: each cost one flush of the disk. */
  get commits(): number {
    return this.#commits;
  }

  async append(
    stream: string,
    expected: ExpectedRevision,
    events: readonly EventToAppend[],
  ): Promise<Appended> {
    requireWellFormed(stream, expected, events);
    // The bytes are made now: what the caller does to its objects later changes nothing.
    const texts = events.map(textsOf);
    this.#requireUsable();
    return new Promise((resolve, reject) => {
      this.#queue.push({ stream, expected, events: texts, resolve, reject });
      if (this.#queue.length === 1) this.#gather(mostTurns);
    });
  }

  async close(): Promise<void> {
    if (this.#unusable === 'closed') return;
    this.#commitQueue();
    this.#unusable = 'closed';
    this.#news.end(new LedgerUnavailable('the ledger is closed'));
    this.#following.close();
    this.#writing.close();
    this.#lock.release();
  }

  /** Commits what waits at the end of the first turn that brings no more: a commit has its price, however many share it. */
  #gather(turns: number): void {
    const { length } = this.#queue;
    setImmediate(() => {
      if (this.#queue.length > length && turns > 0) this.#gather(turns - 1);
      else this.#commitQueue();
    });
  }

  /**
   * One transaction for all that waits, top to bottom. Nobody is told anything before it stands:
   * also a conflict may rest on an event of this very batch.
   */
  #commitQueue(): void {
    const batch = this.#queue;
    if (batch.length === 0) return;
    this.#queue = [];

    try {
      this.#begin.run();
    } catch (error) {
      // Somebody holds the write lock although the writer's lock is ours (an SQLite tool, say):
      // no transaction began, nothing was written. Anything else is not ours to explain.
      if (sqliteCode(error) !== 'SQLITE_BUSY') return this.#stop(batch, error);
      return refuse(batch, new LedgerUnavailable('the ledger is locked', { cause: error }));
    }

    const verdicts: Verdict[] = [];
    try {
      const head = this.#events.headNumber();
      this.#ends.beginAt(head);
      const writing: Writing = { head, ends: new Map() };
      for (const waiting of batch) verdicts.push(this.#carryOut(waiting, writing));
      // If the process dies before COMMIT has returned, none or all of the batch is found at the
      // next start, and no caller was told either way: each repeats with its key.
      this.#commit.run();
      this.#ends.committed(writing.head, writing.ends);
      if (writing.head > head) this.#commits += 1;
    } catch (error) {
      return this.#abandon(batch, error);
    }

    for (const [index, verdict] of verdicts.entries()) {
      const waiting = batch[index];
      if (verdict instanceof Error) waiting?.reject(verdict);
      else waiting?.resolve(verdict);
    }
    this.#news.tell();
  }

  #carryOut({ stream, expected, events }: Waiting, writing: Writing): Verdict {
    const last = writing.ends.get(stream) ?? this.#ends.lastRevision(stream);
    const wanted = expected === 'any' ? last : expected === 'none' ? -1 : expected;
    if (wanted !== last) {
      return (
        this.#standing(stream, wanted + 1, events) ??
        new RevisionConflict(stream, expected, last === -1 ? 'none' : last)
      );
    }
    for (const { id } of events) {
      const place = this.#placeOf.get(id);
      if (place === undefined) continue;
      const first = place.revision;
      const stands =
        expected === 'any' && id === events[0]?.id && place.stream === stream
          ? this.#standing(stream, first, events)
          : undefined;
      return stands ?? new EventIdTaken(id);
    }
    const positions = events.map(({ id, type, data, metadata }, index) => {
      writing.head += 1;
      this.#insert.run(writing.head, stream, last + 1 + index, id, type, data, metadata);
      return String(writing.head);
    });
    const revision = last + events.length;
    writing.ends.set(stream, revision);
    return { revision, position: String(writing.head), positions, stoodAlready: false };
  }

  /** Where these ids stand, if all do, one after the other from a revision of the stream on. */
  #standing(
    stream: string,
    fromRevision: number,
    events: readonly StoredTexts[],
  ): Appended | undefined {
    const positions: Position[] = [];
    for (const [index, { id }] of events.entries()) {
      const place = this.#placeOf.get(id);
      if (place?.stream !== stream || place.revision !== fromRevision + index) return undefined;
      positions.push(String(place.position));
    }
    const position = positions.at(-1);
    if (position === undefined) return undefined;
    const revision = fromRevision + events.length - 1;
    return { revision, position, positions, stoodAlready: true };
  }

  /**
   * A transaction failed. After SQLITE_FULL we know that it is not on disk: SQLite answers FULL
   * only when a write came back short for want of space, a commit is one append to the WAL whose
   * last frame carries the commit mark, nothing is written after that frame, and a frame that is
   * cut off fails its checksum at recovery. (A disk that is full only at fsync answers IOERR.) So
   * we roll back, refuse, and go on when there is space again. Every other error leaves open
   * whether the commit is on disk (RELIABILITY 0.4: it was, after an exit; it was not, after
   * going on), and we stop.
   */
  #abandon(batch: readonly Waiting[], error: unknown): void {
    if (sqliteCode(error) !== 'SQLITE_FULL') return this.#stop(batch, error);
    try {
      if (this.#writing.inTransaction) this.#writing.exec('ROLLBACK');
    } catch (rollbackError) {
      return this.#stop(batch, rollbackError);
    }
    refuse(batch, new LedgerUnavailable('the disk is full', { cause: error }));
  }

  #stop(batch: readonly Waiting[], cause: unknown): void {
    const fatal = new OutcomeUnknown('a commit failed; whether it is on disk is unknown', {
      cause,
    });
    // Reading stops too: the connection may still show the rows of the transaction that failed.
    this.#unusable = 'the outcome of a commit is unknown';
    refuse(batch, fatal);
    this.#news.end(new LedgerUnavailable(this.#unusable));
    this.#onFatal(fatal);
  }

  #requireUsable(): void {
    if (this.#unusable !== undefined) throw new LedgerUnavailable(this.#unusable);
  }
}

class SqliteLedgerReader implements StreamwiseLedger {
  readonly #database: Database.Database;
  readonly #events: EventQueries;
  readonly #news: CommitWatch;

  constructor(readonly directory: string) {
    this.#database = openLedgerFileForReading(directory);
    this.#events = new EventQueries(this.#database);
    this.#news = new CommitWatch(this.#database);
  }

  async read(stream: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    this.#requireUsable();
    return this.#events.ofStream(stream, fromRevision);
  }

  follow(after: Position, signal: AbortSignal): AsyncIterable<readonly RecordedEvent[]> {
    return followPages((last) => this.#events.after(last), this.#news, after, signal);
  }

  followTexts(after: Position, signal: AbortSignal): AsyncIterable<readonly RecordedTexts[]> {
    return followPages((last) => this.#events.textsAfter(last), this.#news, after, signal);
  }

  byStream(until: Position, range: StreamRange): Iterable<readonly RecordedEvent[]> {
    return this.#events.byStream(until, range);
  }

  streamRanges(until: Position, most: number): readonly StreamRange[] {
    return this.#events.streamRanges(until, most);
  }

  async head(): Promise<Position> {
    this.#requireUsable();
    return this.#events.head();
  }

  async close(): Promise<void> {
    this.#database.close();
  }

  #requireUsable(): void {
    if (!this.#database.open) throw new LedgerUnavailable('closed');
  }
}

function refuse(batch: readonly Waiting[], error: Error): void {
  for (const waiting of batch) waiting.reject(error);
}

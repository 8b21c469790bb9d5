// Reading `ledger.sqlite`: the SELECTs, and the way from a row to an event.
import type Database from 'better-sqlite3';
import { isJsonObject } from './canonical-json.js';
import {
  isMetadata,
  type EventMetadata,
  type JsonObject,
  type Position,
  type RecordedEvent,
  type RecordedTexts,
} from './event.js';
import { sqliteCode } from './durable-database.js';
import { LedgerDamaged, LedgerUnavailable, type StreamRange } from './ledger.js';

const columns = 'position, stream, revision, id, type, data, metadata';

/** Comes behind every name there can be, in the order of bytes. */
const behindAllNames = '\u{10FFFF}';

/** Events looked at for each range of streams, so that the ranges come out about as large. */
const samplesARange = 16;

/** A row as better-sqlite3's `raw()` gives it, which is a tenth cheaper than an object we would take apart. */
type EventColumns = [
  position: number,
  stream: string,
  revision: number,
  id: string,
  type: string,
  data: string,
  metadata: string,
];

/**
 * What is asked of the table on one connection.
 * @throws LedgerUnavailable, LedgerDamaged
 */
export class EventQueries {
  readonly #ofStream: Database.Statement<[string, number], EventColumns>;
  readonly #after: Database.Statement<[number], EventColumns>;
  readonly #byStream: Database.Statement<[string, number, string, number], EventColumns>;
  readonly #streamsAt: Database.Statement<[string], string>;
  readonly #newest: Database.Statement<[], EventColumns>;
  readonly #head: Database.Statement<[], number>;
  readonly #lastRevision: Database.Statement<[string], number>;

  constructor(database: Database.Database) {
    this.#ofStream = database
      .prepare<[string, number], EventColumns>(
        `SELECT ${columns} FROM event WHERE stream = ? AND revision >= ? ORDER BY revision`,
      )
      .raw();
    this.#after = database
      .prepare<[number], EventColumns>(
        `SELECT ${columns} FROM event WHERE position > ? ORDER BY position LIMIT 500`,
      )
      .raw();
    this.#byStream = database
      .prepare<[string, number, string, number], EventColumns>(
        `SELECT ${columns} FROM event
         WHERE (stream, revision) > (?, ?) AND stream < ? AND position <= ?
         ORDER BY stream, revision LIMIT 500`,
      )
      .raw();
    this.#streamsAt = database
      .prepare<[string], string>(
        'SELECT stream FROM event WHERE position IN (SELECT value FROM json_each(?)) ORDER BY stream',
      )
      .pluck();
    this.#newest = database
      .prepare<[], EventColumns>(`SELECT ${columns} FROM event ORDER BY position DESC LIMIT 1`)
      .raw();
    this.#head = database
      .prepare<[], number>('SELECT coalesce(max(position), 0) FROM event')
      .pluck();
    this.#lastRevision = database
      .prepare<[string], number>(
        'SELECT revision FROM event WHERE stream = ? ORDER BY revision DESC LIMIT 1',
      )
      .pluck();
  }

  /** Revision of the last event of a stream; -1 where there is none. */
  lastRevision(stream: string): number {
    return reading(() => this.#lastRevision.get(stream)) ?? -1;
  }

  ofStream(stream: string, fromRevision: number): RecordedEvent[] {
    return reading(() => this.#ofStream.all(stream, fromRevision)).map(recorded);
  }

  /** The next page of the ledger after a position. */
  after(position: Position): RecordedEvent[] {
    return reading(() => this.#after.all(Number(position))).map(recorded);
  }

  /** The same as it is stored. */
  textsAfter(position: Position): RecordedTexts[] {
    return reading(() => this.#after.all(Number(position))).map(texts);
  }

  /** All events of a range of streams up to a position, stream after stream, page by page. */
  *byStream(
    until: Position,
    { from, before = behindAllNames }: StreamRange,
  ): Generator<readonly RecordedEvent[], void, undefined> {
    let last = { stream: from, revision: -1 };
    for (;;) {
      const { stream, revision } = last;
      const page = reading(() => this.#byStream.all(stream, revision, before, Number(until)));
      const events = page.map(recorded);
      const next = events.at(-1);
      if (next === undefined) return;
      yield events;
      last = next;
    }
  }

  /** The names between the ranges are those of the streams of events at even distances. */
  streamRanges(until: Position, most: number): StreamRange[] {
    const samples = Math.min(most * samplesARange, Number(until));
    const positions = Array.from({ length: samples }, (_, index) =>
      Math.ceil(((index + 1) * Number(until)) / samples),
    );
    const streams = reading(() => this.#streamsAt.all(JSON.stringify(positions)));
    const names = Array.from(
      { length: most - 1 },
      (_, index) => streams[Math.floor(((index + 1) * samples) / most)] ?? '',
    );
    const bounds = ['', ...new Set(names.filter((name) => name !== ''))];
    return bounds.map((name, index) => {
      const before = bounds[index + 1];
      return before === undefined ? { from: name } : { from: name, before };
    });
  }

  newest(): RecordedEvent | undefined {
    const row = reading(() => this.#newest.get());
    return row === undefined ? undefined : recorded(row);
  }

  head(): Position {
    return String(this.headNumber());
  }

  headNumber(): number {
    return reading(() => this.#head.get()) ?? 0;
  }
}

function texts(row: EventColumns): RecordedTexts {
  const [position, stream, revision, id, type, data, metadata] = row;
  return { position: String(position), stream, revision, id, type, data, metadata };
}

function recorded(row: EventColumns): RecordedEvent {
  const [number, stream, revision, id, type, data, metadata] = row;
  const position = String(number);
  return {
    position,
    stream,
    revision,
    id,
    type,
    data: dataOf(data, position),
    metadata: metadataOf(metadata, position),
  };
}

function dataOf(text: string, position: Position): JsonObject {
  const data = parse(text, 'data', position);
  if (!isJsonObject(data)) throw new LedgerDamaged(position, 'data is not an object');
  return data;
}

function metadataOf(text: string, position: Position): EventMetadata {
  const metadata = parse(text, 'metadata', position);
  if (!isMetadata(metadata)) throw new LedgerDamaged(position, 'metadata is not as it must be');
  return metadata;
}

function parse(text: string, column: string, position: Position): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Without the parser's error as its cause: that quotes the text, and logs carry no names.
    throw new LedgerDamaged(position, `${column} is not JSON`);
  }
}

/** Runs a SELECT and says in the port's words what went wrong. */
export function reading<T>(select: () => T): T {
  try {
    return select();
  } catch (error) {
    const code = sqliteCode(error);
    if (code === undefined) throw error;
    if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
      throw new LedgerDamaged(undefined, 'the ledger file is damaged', { cause: error });
    }
    throw new LedgerUnavailable('the ledger cannot be read', { cause: error });
  }
}

// Checks what stands in `ledger.sqlite` without the code that wrote it: every row in order, its
// bytes, its place, its envelope. sequencer/verify-log.ts holds the same rows against the log.
import { z } from 'zod';
import { sqliteCode } from './durable-database.js';
import { NotCanonical, parseCanonical, type JsonObject } from './canonical-json.js';
import { metadataSchema, type EventMetadata } from './event.js';
import { whyUnreadable } from './sqlite-integrity.js';
import { openLedgerFileForReading, type EventRow } from './sqlite-schema.js';

/** Something that does not hold, and where. */
export interface Fault {
  /** Position of the row; absent when the file as a whole is wrong. */
  readonly position?: number;
  readonly stream?: string;
  readonly revision?: number;
  /** Which part of the row. */
  readonly field?: keyof EventRow;
  readonly reason: string;
}

/** What was read, and how much of it. */
export interface Verified {
  readonly events: number;
  readonly streams: number;
}

/** A row whose texts are JSON and whose metadata is such. */
export interface ParsedRow extends Omit<EventRow, 'data' | 'metadata'> {
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

/** Says why an event cannot be read, or nothing. */
export type Readable = (event: ParsedRow) => string | undefined;

/**
 * Reads a ledger from the first row to the last and reports every fault, not only the first.
 * @param readable asks the domain whether it knows the event, of each in the order of the ledger
 * @param progressed told every 10,000 rows
 * @param met given each row as it stands, whatever is wrong with it
 */
export function verifySqliteLedger(
  directory: string,
  readable: Readable,
  report: (fault: Fault) => void,
  progressed: (events: number) => void = () => undefined,
  met: (row: EventRow) => void = () => undefined,
): Verified {
  let database;
  try {
    database = openLedgerFileForReading(directory);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    report({ reason: sqliteCode(error) === undefined ? said : `ledger.sqlite: ${said}` });
    return { events: 0, streams: 0 };
  }
  const last = new Map<string, number>();
  let events = 0;
  let before = { position: 0, recordedAt: '' };
  try {
    const rows = database.prepare<[], EventRow>('SELECT * FROM event ORDER BY position').iterate();
    for (const found of rows) {
      const row = asDeclared(found, report);
      met(row);
      const { position, stream, revision } = row;
      const at = { position, stream, revision };
      if (position !== before.position + 1)
        report({ ...at, field: 'position', reason: `follows position ${String(before.position)}` });
      const expected = (last.get(stream) ?? -1) + 1;
      if (revision !== expected)
        report({ ...at, field: 'revision', reason: `revision ${String(expected)} was expected` });
      const recordedAt = verifyRow(row, readable, before.recordedAt, (field, reason) => {
        report({ ...at, field, reason });
      });
      last.set(stream, revision);
      before = { position, recordedAt };
      events += 1;
      if (events % 10_000 === 0) progressed(events);
    }
    return { events, streams: last.size };
  } catch (error) {
    const reason = whyUnreadable(error);
    report({ reason: `ledger.sqlite: after position ${String(before.position)}: ${reason}` });
    return { events, streams: last.size };
  } finally {
    database.close();
  }
}

/** Checks one row for itself and against the instant before it; answers its own instant. */
function verifyRow(
  row: EventRow,
  readable: Readable,
  before: string,
  wrong: (field: keyof EventRow, reason: string) => void,
): string {
  const data = parsed(row.data, (reason) => {
    wrong('data', reason);
  });
  const envelope = envelopeSchema.safeParse(
    parsed(row.metadata, (reason) => {
      wrong('metadata', reason);
    }),
  );
  if (!envelope.success) {
    const paths = envelope.error.issues.map(({ path }) => path.join('.') || '(root)');
    wrong('metadata', `does not fit at ${paths.join(', ')}`);
    return before;
  }
  const metadata = envelope.data;
  if (metadata.recordedAt < before) wrong('metadata', 'recorded before the event in front of it');
  const why = data === undefined ? undefined : readable({ ...row, data, metadata });
  if (why !== undefined) wrong('data', why);
  return metadata.recordedAt > before ? metadata.recordedAt : before;
}

/** Every event has one. */
const envelopeSchema = z.compile(metadataSchema);

const texts = ['stream', 'id', 'type', 'data', 'metadata'] as const;

/** What a column holds in a file that nobody has spoilt. Where it holds something else it is reported and taken as nothing. */
function asDeclared(row: EventRow, report: (fault: Fault) => void): EventRow {
  const wrong = texts.filter((field) => typeof row[field] !== 'string');
  const revision = Number.isSafeInteger(row.revision) ? row.revision : -1;
  if (wrong.length === 0 && revision === row.revision) return row;
  const blank = Object.fromEntries(wrong.map((field) => [field, '']));
  const declared = { ...row, ...blank, revision };
  const { position, stream } = declared;
  for (const field of wrong) report({ position, stream, revision, field, reason: 'is not a text' });
  if (revision !== row.revision)
    report({ position, stream, revision, field: 'revision', reason: 'is not a number' });
  return declared;
}

function parsed(text: string, wrong: (reason: string) => void): JsonObject | undefined {
  try {
    return parseCanonical(text);
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error;
    wrong(error.message);
    return undefined;
  }
}

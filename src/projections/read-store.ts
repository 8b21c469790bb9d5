// The read store's port: tables of rows with their known spans, one position for all of them,
// written by one projector and read by kysely. Everything in it can be computed again from the
// ledger, so it is rebuilt, never migrated.
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Position } from '../ledger/event.js';
import type { Table, Value } from './rows.js';

/** A row that an event of this slice made known; closed again within the slice when `to` is below `stillKnown`. */
export interface OpenedRow {
  /** In the order of the table's columns. */
  readonly values: readonly Value[];
  readonly from: number;
  to: number;
}

/** A row known before this slice that stops being known at a position of it. */
export interface ClosedRow {
  /** In the order of the table's columns; the first ones are its key. */
  readonly values: readonly Value[];
  readonly to: number;
}

/** What a run of events changes, applied all at once or not at all. */
export interface Slice {
  /** The last event of the slice; the store has applied everything up to it afterwards. */
  readonly position: Position;
  readonly eventId: string;
  readonly recordedMs: number;
  readonly tables: readonly {
    readonly table: Table;
    readonly opened: readonly OpenedRow[];
    readonly closed: readonly ClosedRow[];
  }[];
  /** For each instant at which the clock moved on: the last position recorded by then. */
  readonly instants: readonly InstantRow[];
  /** Commands of the slice, for a store beside a ledger that does not know them across streams. */
  readonly commands?: readonly CommandRow[];
}

/** The stream a command was recorded on. Rows are added, never closed. */
export interface CommandRow {
  readonly command_id: string;
  readonly stream: string;
}

/** The last event a store has applied. */
export interface Progress {
  readonly position: Position;
  /** Absent before the first event. */
  readonly eventId?: string;
  /** Running maximum of `recordedAt` up to there, in milliseconds since 1970 UTC; 0 before the first event. */
  readonly recordedMs: number;
}

/**
 * Which position stood at an instant: one row for each value the running maximum of `recordedAt`
 * took, with the last position that had it. Rows are added, never closed.
 */
export interface InstantRow {
  /** Milliseconds since 1970 UTC. */
  readonly recorded_ms: number;
  readonly position: number;
}

/** The tables that belong to the store itself; every question adds its own by `withTables`. */
export interface StoreTables {
  readonly instants: InstantRow;
}

/** A store as somebody who only reads sees it: a CLI process beside the running service, say. */
export interface ReadStoreReader {
  /** Tells stores of different definitions apart; equal names hold equal tables. */
  readonly name: string;

  /** Queries in the common subset of SQL; they see whole slices only. */
  readonly queries: Kysely<StoreTables>;

  /** The last event known to be applied with its rows; where another process writes the store, it may have come further. */
  progress(): Progress;

  /** The position of the last event applied, as the store says now. */
  position(): Promise<Position>;

  close(): Promise<void>;
}

/** The same with the right to write. */
export interface ReadStore extends ReadStoreReader {
  /**
   * Makes sure that this process is the one that writes, and waits for that as long as another one
   * does; `progress()` is then what is stored. Called before the first `apply`, and again after
   * one that failed.
   * @throws ReadStoreUnavailable
   */
  takeUp(signal: AbortSignal): Promise<void>;

  /**
   * Commits the rows of a slice and its position together: after a crash the store stands at the
   * end of a slice, never inside one.
   * @throws Error when a row to be closed is not there, which means that the store was tampered with or the projection is not pure
   */
  apply(slice: Slice): Promise<void>;

  /** Notes for whoever only reads the store that the event at a position cannot be applied; forgotten by the next `takeUp`. */
  halted(position: Position, reason: string): Promise<void>;

  /** Called once the store has caught up with the ledger: makes the indexes a rebuild left out, and lets go of stores of other definitions. */
  caughtUp(): Promise<void>;
}

/** The store cannot be asked or written now: its server is away, or has no connection to spare. What was under way was done whole or not at all. */
export class ReadStoreUnavailable extends Error {
  override readonly name = 'ReadStoreUnavailable';
}

/** The read model did not reach a position in time. */
export class ReadModelBehind extends Error {
  override readonly name = 'ReadModelBehind';
  constructor(
    readonly awaited: Position,
    readonly reached: Position,
  ) {
    super(`the read model stands at ${reached}, ${awaited} was asked for`);
  }
}

/**
 * The name of a store: equal for equal tables, indexes, projection code, calendar, catalogue and policy
 * (DESIGN.md, "Time"), so that a program never reads rows another program computed otherwise.
 */
export function storeName(tables: readonly Table[], versions: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([tables, versions]))
    .digest('hex')
    .slice(0, 12);
}

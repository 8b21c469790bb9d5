// One stream as the projector knows it: its folded state and the rows that follow from it. Each
// event moves both on; what differs between the rows before and after is what the event made
// known, or no longer so (READ-MODEL.md). Revocation and correction need no code of their own.
import type { RecordedEvent } from '../ledger/event.js';
import { changedFields, type ChangedFields } from './changed-fields.js';
import { stillKnown, type Part, type Table, type Value } from './rows.js';
import type { ClosedRow, OpenedRow, Slice } from './read-store.js';

/** A stream being followed, event by event. */
export interface FollowedStream {
  /** Folds an event whose rows the store holds already. */
  recall(event: RecordedEvent): void;
  /**
   * Folds the next event and notes what it changes.
   * @throws what decoding, folding or a part throws; then nothing is noted
   */
  take(event: RecordedEvent, changes: Changes): void;
}

/** A part among those of its kind of stream. */
interface PlacedPart<State> {
  readonly place: number;
  readonly part: Part<State>;
}

/** All parts of one kind of stream. An act always changes the same few fields of a state: which parts are made of any of them is found once. */
export class Parts<State extends object> {
  private readonly placed: readonly PlacedPart<State>[];
  private readonly touched = new Map<ChangedFields, readonly PlacedPart<State>[]>();

  constructor(readonly all: readonly Part<State>[]) {
    this.placed = all.map((part, place) => ({ place, part }));
  }

  /** The parts that may have changed; all of them where nothing was before. */
  touchedBy(changed: ChangedFields | undefined): readonly PlacedPart<State>[] {
    if (changed === undefined) return this.placed;
    let parts = this.touched.get(changed);
    if (parts === undefined) {
      parts = this.placed.filter(({ part }) => part.isTouched(changed));
      this.touched.set(changed, parts);
    }
    return parts;
  }
}

/** How streams of one kind are folded, and what rows they give. */
export interface StreamKind<State extends object> {
  readonly evolve: (state: State | undefined, event: RecordedEvent) => State;
  readonly parts: Parts<State>;
  /** Every event adds rows of its own and closes none: its state is the event, nothing is folded. */
  readonly addsOnly?: true;
}

/** The values a part gives for one row, in the order of the table's columns. */
type Values = readonly Value[];

/** A row that holds now, with whether the store has it already. */
interface HeldRow extends OpenedRow {
  stored: boolean;
}

/** The rows of one part that hold now, piece by piece. */
type HeldPieces = readonly (readonly HeldRow[])[];

/** What a part's pieces give after an event; undefined for a piece that stays as it is. */
type ChangedPieces = readonly (readonly Values[] | undefined)[];

/** Begins to follow a stream of a kind at its start. */
export function followStream<State extends object>({
  parts,
  evolve,
  addsOnly,
}: StreamKind<State>): FollowedStream {
  let state: State | undefined;
  // The rows of each part; undefined when events were recalled and nobody has asked for them yet.
  let held: HeldPieces[] | undefined = [];

  return {
    recall(event) {
      if (addsOnly) return;
      state = evolve(state, event);
      held = undefined;
    },
    take(event, changes) {
      const before = addsOnly ? undefined : state;
      const rows =
        before === undefined ? [] : (held ?? parts.all.map((part) => storedPieces(part, before)));
      const after = evolve(before, event);
      const changed: { place: number; table: Table; pieces: ChangedPieces }[] = [];
      const fields = before && changedFields(before, after);
      for (const { place, part } of parts.touchedBy(fields)) {
        const pieces = changedPieces(part, before, after, fields);
        if (pieces !== undefined) changed.push({ place, table: part.table, pieces });
      }
      // From here on nothing throws: an event is noted whole or not at all.
      const position = Number(event.position);
      for (const { place, table, pieces } of changed)
        rows[place] = changes.notePart(table, rows[place] ?? [], pieces, position);
      held = rows;
      state = after;
    },
  };
}

/** Undefined when no piece of the part has changed. */
function changedPieces<State>(
  part: Part<State>,
  before: State | undefined,
  after: State,
  fields: ChangedFields | undefined,
): ChangedPieces | undefined {
  const earlier = before === undefined ? 0 : part.pieces(before);
  const now = part.pieces(after);
  // Asked once of all pieces: a case may have hundreds.
  const former = fields === undefined || part.isAnew(fields) ? undefined : before;
  const pieces: (readonly Values[] | undefined)[] = [];
  let changed = now < earlier;
  for (let index = 0; index < now; index++) {
    const same = former !== undefined && index < earlier && part.isSamePiece(former, after, index);
    pieces.push(same ? undefined : valuesOf(part, after, index));
    changed ||= !same;
  }
  // A piece that is no more gives no rows.
  while (pieces.length < earlier) pieces.push([]);
  return changed ? pieces : undefined;
}

function valuesOf<State>(
  { columns, rowsOf }: Part<State>,
  state: State,
  index: number,
): readonly Values[] {
  return rowsOf(state, index).map((row) => {
    const values: Value[] = [];
    for (const column of columns) values.push(row[column] ?? null);
    return values;
  });
}

function storedPieces<State>(part: Part<State>, state: State): HeldPieces {
  return Array.from({ length: part.pieces(state) }, (_, index) =>
    valuesOf(part, state, index).map(storedRow),
  );
}

function storedRow(values: Values): HeldRow {
  return { values, from: 0, to: stillKnown, stored: true };
}

/** What a run of events changes, gathered until it is committed as one slice. */
export class Changes {
  private readonly tables = new Map<Table, { opened: HeldRow[]; closed: ClosedRow[] }>();
  private readonly instants: { recorded_ms: number; position: number }[] = [];

  /** @param recordedMs running maximum of `recordedAt` before the first event to come */
  constructor(private recordedMs: number) {}

  /** Notes what the event at a position changed in the pieces of one part; answers the rows that hold from there on. */
  notePart(table: Table, before: HeldPieces, after: ChangedPieces, position: number): HeldPieces {
    return after.map((values, index) => {
      const held = before[index] ?? [];
      return values === undefined ? held : this.note(table, held, values, position);
    });
  }

  private note(
    table: Table,
    before: readonly HeldRow[],
    after: readonly Values[],
    position: number,
  ): readonly HeldRow[] {
    // Nearly always rows keep their places and new ones come last: they are compared in pairs.
    if (keepTheirPlaces(table, before, after))
      return after.map((values, index) => this.change(table, before[index], values, position));

    const gone = new Map(before.map((row) => [keyOf(table, row.values), row]));
    const rows = after.map((values) => {
      const key = keyOf(table, values);
      const row = this.change(table, gone.get(key), values, position);
      gone.delete(key);
      return row;
    });
    for (const row of gone.values()) this.close(table, row, position);
    return rows;
  }

  /** Notes when the event at a position was recorded. */
  recorded(recordedMs: number, position: number): void {
    const last = this.instants.at(-1);
    this.recordedMs = Math.max(this.recordedMs, recordedMs);
    if (last?.recorded_ms === this.recordedMs) last.position = position;
    else this.instants.push({ recorded_ms: this.recordedMs, position });
  }

  /** Hands over what was gathered, to be stored, and begins anew. */
  cut(position: string, eventId: string): Slice {
    const tables = [...this.tables].map(([table, { opened, closed }]) => {
      for (const row of opened) row.stored = true;
      return { table, opened, closed };
    });
    this.tables.clear();
    const { recordedMs } = this;
    return { position, eventId, recordedMs, tables, instants: this.instants.splice(0) };
  }

  private change(
    table: Table,
    before: HeldRow | undefined,
    after: Values,
    position: number,
  ): HeldRow {
    if (before !== undefined) {
      if (same(before.values, after)) return before;
      this.close(table, before, position);
    }
    const row = { values: after, from: position, to: stillKnown, stored: false };
    this.of(table).opened.push(row);
    return row;
  }

  /** A row opened in this very slice is written once, with its end. */
  private close(table: Table, row: HeldRow, to: number): void {
    if (row.stored) this.of(table).closed.push({ values: row.values, to });
    else row.to = to;
  }

  private of(table: Table): { opened: HeldRow[]; closed: ClosedRow[] } {
    let changes = this.tables.get(table);
    if (changes === undefined) this.tables.set(table, (changes = { opened: [], closed: [] }));
    return changes;
  }
}

function keyOf({ keyLength }: Table, values: Values): string {
  return keyLength === 1 ? String(values[0]) : values.slice(0, keyLength).join('\u0000');
}

function keepTheirPlaces(
  table: Table,
  before: readonly HeldRow[],
  after: readonly Values[],
): boolean {
  for (const [index, { values }] of before.entries())
    if (!sameKey(table, values, after[index])) return false;
  return true;
}

function sameKey({ keyLength }: Table, a: Values, b: Values | undefined): boolean {
  if (b === undefined) return false;
  for (let index = 0; index < keyLength; index++) if (a[index] !== b[index]) return false;
  return true;
}

function same(a: Values, b: Values): boolean {
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

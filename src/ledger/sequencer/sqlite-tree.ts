// `tree.sqlite`: the leaves of the log by their dense index, the tiles above those of the leaves, and
// where the leaf of an event is. Everything in it can be made again from the ledger, so it is not
// flushed at each commit (WAL, synchronous=NORMAL): a power cut may take its end away, never its
// order.
import type Database from 'better-sqlite3';
import { beforeAll, comparePositions, type Position } from '../event.js';
import { sqliteCode } from '../durable-database.js';
import { reading } from '../sqlite-events.js';
import { openOwnFile, openOwnFileForReading, type OwnFile } from '../sqlite-own-file.js';
import {
  hashBytes,
  leafHash,
  leafHashes,
  treeRoot,
  type SubtreeReader,
} from '../transparency/merkle.js';
import { TileNodes } from '../transparency/tile-nodes.js';
import { parseTile, tileWidth, widthIn, type Tile } from '../transparency/tiles.js';
import { leavesIn, runOf, type IndexedLeaf, type LeafRun } from './leaf-run.js';
import type { LoggedLeaf } from './logged-leaf.js';

const file: OwnFile = {
  name: 'tree.sqlite',
  what: 'a tree',
  // "WENT"
  applicationId: 0x57454e54,
  version: 2,
  canBeMadeAgain: true,
  tables: `CREATE TABLE leaves (
    first_index INTEGER PRIMARY KEY,
    last_position INTEGER NOT NULL,
    entries BLOB NOT NULL,
    events TEXT NOT NULL
  ) STRICT;
  CREATE TABLE tile (
    level INTEGER NOT NULL CHECK (level > 0),
    tile_index INTEGER NOT NULL,
    hashes BLOB NOT NULL,
    PRIMARY KEY (level, tile_index)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE leaf_of_event (
    block INTEGER NOT NULL,
    id_end INTEGER NOT NULL,
    leaf_index INTEGER NOT NULL,
    PRIMARY KEY (block, id_end, leaf_index)
  ) STRICT, WITHOUT ROWID`,
};

/** Leaves added and not committed: about a second's, at the most. */
const mostUncommitted = 4_096;

/**
 * Leaves of a block of the index by event id. Ids come in no order: those of one block are few
 * enough that a commit does not write much of the index again, and looking into each block costs
 * microseconds.
 */
export const blockWidth = tileWidth ** 2;

/** Tiles whose nodes are kept, 24 KB each. A log of ten million leaves has 153 above those of its leaves. */
const mostKept = 256;

/** Levels of the tree that one level of tiles spans. */
const tileLevels = Math.log2(tileWidth);

/** Opens the tree of a data directory beside the sequencer; `undefined` when there is none. */
export function openSqliteTreeReader(directory: string): TreeReader | undefined {
  const database = openOwnFileForReading(directory, file);
  return database && new TreeReader(database);
}

/** Opens the tree of a data directory for its sequencer, and makes the file when there is none. */
export function openSqliteTree(directory: string): TreeWriter {
  const database = openOwnFile(directory, file);
  database.pragma('synchronous = NORMAL');
  return new TreeWriter(database);
}

/** What is asked of the tree. @throws LedgerUnavailable, LedgerDamaged, TreeIncomplete */
export class TreeReader {
  protected readonly database: Database.Database;
  readonly #size: Database.Statement<[], number>;
  readonly #lastPosition: Database.Statement<[], number>;
  readonly #runAt: Database.Statement<[number], LeafRun>;
  readonly #runFrom: Database.Statement<[number], LeafRun>;
  readonly #endOfRunAt: Database.Statement<[number], [first: number, lastPosition: number]>;
  readonly #entries: Database.Statement<[number, number], [first: number, entries: Buffer]>;
  readonly #tile: Database.Statement<[number, number], Buffer>;
  readonly #tileHashes: Database.Statement<[], number>;
  readonly #eventsIndexed: Database.Statement<[], number>;
  readonly #leafOfEvent: Database.Statement<[number, number], number>;
  readonly #eventsOfBlock: Database.Statement<[number], [idEnd: number, index: number]>;
  /** Tiles that were asked for last, with the entries or roots that their nodes were made of. */
  readonly #kept = new Map<string, { readonly of: Uint8Array; readonly nodes: TileNodes }>();

  constructor(database: Database.Database) {
    this.database = database;
    this.#size = database
      .prepare<[], number>(
        `SELECT first_index + length(entries) / ${hashBytes} FROM leaves
         ORDER BY first_index DESC LIMIT 1`,
      )
      .pluck();
    this.#lastPosition = database
      .prepare<[], number>('SELECT last_position FROM leaves ORDER BY first_index DESC LIMIT 1')
      .pluck();
    this.#runAt = database.prepare(
      'SELECT * FROM leaves WHERE first_index <= ? ORDER BY first_index DESC LIMIT 1',
    );
    this.#runFrom = database.prepare(
      'SELECT * FROM leaves WHERE first_index >= ? ORDER BY first_index LIMIT 1',
    );
    this.#endOfRunAt = database
      .prepare<[number], [number, number]>(
        `SELECT first_index, last_position FROM leaves WHERE first_index <= ?
         ORDER BY first_index DESC LIMIT 1`,
      )
      .raw();
    this.#entries = database
      .prepare<[number, number], [number, Buffer]>(
        `SELECT first_index, entries FROM leaves WHERE first_index >= ? AND first_index < ?
         ORDER BY first_index`,
      )
      .raw();
    this.#tile = database
      .prepare<[number, number], Buffer>(
        'SELECT hashes FROM tile WHERE level = ? AND tile_index = ?',
      )
      .pluck();
    this.#tileHashes = database
      .prepare<[], number>(`SELECT coalesce(sum(length(hashes)), 0) / ${hashBytes} FROM tile`)
      .pluck();
    this.#eventsIndexed = database
      .prepare<[], number>('SELECT count(*) FROM leaf_of_event')
      .pluck();
    this.#leafOfEvent = database
      .prepare<[number, number], number>(
        'SELECT leaf_index FROM leaf_of_event WHERE block = ? AND id_end = ?',
      )
      .pluck();
    this.#eventsOfBlock = database
      .prepare<[number], [number, number]>(
        'SELECT id_end, leaf_index FROM leaf_of_event WHERE block = ?',
      )
      .raw();
  }

  /** From now on answers as things are when it is first asked, whatever is written meanwhile; until it is closed. */
  atOneMoment(): void {
    this.database.exec('BEGIN');
  }

  /** Leaves of the tree. */
  size(): number {
    return reading(() => this.#size.get()) ?? 0;
  }

  /** Position of the last event that has a leaf; the one before all when there is none. */
  lastPosition(): Position {
    const last = reading(() => this.#lastPosition.get());
    return last === undefined ? beforeAll : String(last);
  }

  leaf(index: number): IndexedLeaf | undefined {
    const run = reading(() => this.#runAt.get(index));
    return run === undefined ? undefined : decoded(run)[index - run.first_index];
  }

  /** How many leaves the index by event id names. */
  eventsIndexed(): number {
    return reading(() => this.#eventsIndexed.get()) ?? 0;
  }

  /** How many hashes the tiles above those of the leaves hold. */
  tileHashes(): number {
    return reading(() => this.#tileHashes.get()) ?? 0;
  }

  /** Leaves from an index on, as they stand when each is asked for. */
  *leavesFrom(index: number): Generator<IndexedLeaf, void, undefined> {
    const first = reading(() => this.#endOfRunAt.get(index))?.[0] ?? index;
    for (let next = first; ;) {
      const from = next;
      const run = reading(() => this.#runFrom.get(from));
      if (run === undefined) return;
      for (const leaf of decoded(run)) if (leaf.index >= index) yield leaf;
      next = run.first_index + 1;
    }
  }

  indexOfEvent(eventId: string): number | undefined {
    const idEnd = endOf(eventId);
    if (Number.isNaN(idEnd)) return undefined;
    for (let block = blockOf(this.size()); block >= 0; block -= 1)
      for (const index of reading(() => this.#leafOfEvent.all(block, idEnd)))
        if (this.leaf(index)?.eventId === eventId) return index;
    return undefined;
  }

  /** What a block of the index by event id says: the ends of ids, and the indexes of their leaves. */
  eventsOfBlock(block: number): IterableIterator<[idEnd: number, index: number]> {
    return this.#eventsOfBlock.iterate(block);
  }

  /** Positions increase with the index and need not be dense. */
  indexOfPosition(position: Position): number | undefined {
    // The last run but those that end at the position or behind it: what is sought begins the next one.
    let [low, high] = [0, this.size()];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const [first, last] = reading(() => this.#endOfRunAt.get(middle)) ?? [0, 0];
      if (comparePositions(String(last), position) < 0) low = middle + 1;
      else high = Math.min(middle, first);
    }
    const run = reading(() => this.#runFrom.get(low));
    return run && decoded(run).find((leaf) => leaf.position === position)?.index;
  }

  /** The entries of leaves that stand one after the other. */
  entries(start: number, count: number): Uint8Array[] {
    return parseTile(this.#entriesOf(start, count), count);
  }

  /** The hashes of a tile of some level, or a part of one: of leaves, or the roots of full tiles below. */
  hashes(level: number, start: number, count: number): Uint8Array[] {
    if (level === 0) return this.entries(start, count).map(leafHash);
    return parseTile(this.#rootsOf(level, start, count), count);
  }

  #entriesOf(start: number, count: number): Uint8Array {
    // No run begins in one tile and ends in another.
    const from = start - (start % tileWidth);
    const rows = reading(() => this.#entries.all(from, start + count));
    let expected = from;
    for (const [first, entries] of rows) {
      if (first !== expected || !Buffer.isBuffer(entries) || entries.length % hashBytes !== 0)
        throw new TreeIncomplete(`${file.name} lacks leaves in its middle`);
      expected += entries.length / hashBytes;
    }
    const [only] = rows;
    const bytes = rows.length === 1 && only ? only[1] : Buffer.concat(rows.map(([, each]) => each));
    return part(bytes, start - from, count);
  }

  #rootsOf(level: number, start: number, count: number): Uint8Array {
    const index = Math.floor(start / tileWidth);
    const hashes: unknown = reading(() => this.#tile.get(level, index));
    const bytes = Buffer.isBuffer(hashes) ? hashes : new Uint8Array(0);
    return part(bytes, start - index * tileWidth, count);
  }

  /** The root of a tree of so many leaves, no more than stand. */
  rootAt(size: number): Uint8Array {
    return treeRoot(size, this.subtreesOf(size));
  }

  /**
   * The subtrees of a tree of so many leaves, for one question: each tile is read once. One of 2^level
   * leaves is a part of one tile: levels 0 to 7 of the leaves', 8 to 15 of the next one's.
   */
  subtreesOf(size: number): SubtreeReader {
    const read = new Map<string, TileNodes>();
    return (level, index) => {
      const height = level % tileLevels;
      const tile = { level: (level - height) / tileLevels, index: 0 };
      tile.index = Math.floor((index * 2 ** height) / tileWidth);
      const name = `${tile.level}/${tile.index}`;
      const nodes = read.get(name) ?? this.#nodesOf({ ...tile, width: widthIn(size, tile) }, name);
      read.set(name, nodes);
      const root = nodes.root(height, index - tile.index * 2 ** (tileLevels - height));
      if (root === undefined) throw new RangeError(`no such subtree in a tree of ${size}`);
      return root;
    };
  }

  /** Nodes of a tile, made again unless what they were made of stands as it did: nothing is believed because it was so before. */
  #nodesOf(tile: Tile & { level: number }, name: string): TileNodes {
    const of = this.hashesOrEntries(tile);
    const kept = this.#kept.get(name);
    // What was asked for last stands at the end; the first is the one that nobody has asked for longest.
    this.#kept.delete(name);
    const nodes =
      kept !== undefined && Buffer.compare(kept.of, of) === 0
        ? kept.nodes
        : new TileNodes(tile.level === 0 ? leafHashes(of) : of);
    this.#kept.set(name, { of, nodes });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    return nodes;
  }

  /** What stands of a tile: of level 0 its entries, of others its hashes. */
  protected hashesOrEntries({ level, index, width }: Tile & { level: number }): Uint8Array {
    const start = index * tileWidth;
    return level === 0 ? this.#entriesOf(start, width) : this.#rootsOf(level, start, width);
  }

  close(): void {
    this.database.close();
  }
}

/** The same with the right to add leaves at its end. */
export class TreeWriter extends TreeReader {
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #rollback: Database.Statement;
  readonly #insertRun: Database.Statement<[number, number, Uint8Array, string]>;
  readonly #insertEvent: Database.Statement<[number, number, number]>;
  readonly #putTile: Database.Statement<[number, number, Uint8Array]>;
  /** Added and not yet in the file: the next run. */
  #pending: LoggedLeaf[] = [];
  #uncommitted = 0;

  constructor(database: Database.Database) {
    super(database);
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#rollback = database.prepare('ROLLBACK');
    this.#insertRun = database.prepare('INSERT INTO leaves VALUES (?, ?, ?, ?)');
    this.#insertEvent = database.prepare('INSERT INTO leaf_of_event VALUES (?, ?, ?)');
    this.#putTile = database.prepare('INSERT OR REPLACE INTO tile VALUES (?, ?, ?)');
  }

  /** Leaves of the tree, those just added too, of which nothing else is answered before `commit()`. */
  override size(): number {
    return super.size() + this.#pending.length;
  }

  override lastPosition(): Position {
    return this.#pending.at(-1)?.position ?? super.lastPosition();
  }

  /**
   * Adds leaves in the order of the ledger, with the roots of the tiles that they fill. Others see
   * them at the next `commit()`, or when there are many: each transaction writes a row of leaves
   * and pages of the index by event id, and a few leaves at a time would write one for each.
   */
  append(leaves: readonly LoggedLeaf[]): void {
    let size = this.size();
    for (const leaf of leaves) {
      this.#pending.push(leaf);
      size += 1;
      if (size % tileWidth === 0) this.#change(() => this.#write());
    }
    this.#uncommitted += leaves.length;
    if (this.#uncommitted >= mostUncommitted) this.commit();
  }

  /** Throws everything away, to be made again from the ledger. */
  clear(): void {
    this.#pending = [];
    this.#change(() => {
      this.database.exec('DELETE FROM leaves; DELETE FROM tile; DELETE FROM leaf_of_event');
    });
    this.commit();
  }

  /** Lets others see what was added. */
  commit(): void {
    if (this.#pending.length > 0) this.#change(() => this.#write());
    if (this.database.inTransaction) this.#change(() => this.#commit.run());
    this.#uncommitted = 0;
  }

  override close(): void {
    this.commit();
    super.close();
  }

  /** Within the transaction under way, which is undone when anything fails: what it held is made again. */
  #change(step: () => void): void {
    if (!this.database.inTransaction) this.#begin.run();
    try {
      step();
    } catch (error) {
      this.#uncommitted = 0;
      this.#pending = [];
      if (this.database.inTransaction) this.#rollback.run();
      if (sqliteCode(error)?.startsWith('SQLITE_CONSTRAINT') !== true) throw error;
      throw new TreeIncomplete(`${file.name} holds rows beyond its end`, { cause: error });
    }
  }

  /** The next run, all of it in one tile. */
  #write(): void {
    const first = super.size();
    const run = runOf(first, this.#pending);
    this.#insertRun.run(run.first_index, run.last_position, run.entries, run.events);
    for (const [at, { eventId }] of this.#pending.entries())
      this.#insertEvent.run(blockOf(first + at), endOf(eventId), first + at);
    this.#fill(first + this.#pending.length);
    this.#pending = [];
  }

  /** The tiles that the last of so many leaves has filled, from below: the root of each goes into the one above it. */
  #fill(size: number): void {
    let hashes = size;
    for (let level = 0; hashes > 0 && hashes % tileWidth === 0; level += 1) {
      hashes /= tileWidth;
      const full = this.hashesOrEntries({ level, index: hashes - 1, width: tileWidth });
      const root = new TileNodes(level === 0 ? leafHashes(full) : full).root(tileLevels, 0);
      if (root === undefined) throw new Error('bug: a full tile without a root');
      const above = { level: level + 1, index: Math.floor((hashes - 1) / tileWidth) };
      const before = this.hashesOrEntries({ ...above, width: (hashes - 1) % tileWidth });
      this.#putTile.run(above.level, above.index, Buffer.concat([before, root]));
    }
  }
}

/** The leaves of a run. */
function decoded(run: LeafRun): IndexedLeaf[] {
  const leaves = leavesIn(run);
  if (leaves === undefined)
    throw new TreeIncomplete(`${file.name}: the leaves from ${run.first_index} on are spoilt`);
  return leaves;
}

/** Some of the hashes of a tile; if they are not there, they have been taken away or spoilt. */
function part(hashes: Uint8Array, from: number, count: number): Uint8Array {
  const bytes = hashes.subarray(from * hashBytes, (from + count) * hashBytes);
  if (bytes.length !== count * hashBytes)
    throw new TreeIncomplete(`${file.name} lacks hashes in its middle`);
  return bytes;
}

/** The tree is not whole: it is made again from the ledger. */
export class TreeIncomplete extends Error {
  override readonly name = 'TreeIncomplete';
}

/** Which block of the index by event id a leaf is in. */
function blockOf(index: number): number {
  return Math.floor(index / blockWidth);
}

/** The last 48 bits of an event's id, by which it is indexed: the first ones of some ids are a time. */
export function endOf(eventId: string): number {
  return /^[0-9a-f-]{36}$/.test(eventId) ? parseInt(eventId.slice(-12), 16) : NaN;
}

// `tree.sqlite`: the leaves of the log by their dense index, and the roots of its full tiles; all
// other hashes follow from these when they are asked for. Everything in it can be made again from
// the ledger, so it is not flushed at each commit (WAL, synchronous=NORMAL): a power cut may take
// its end away, never its order.
import type Database from 'better-sqlite3';
import { beforeAll, comparePositions, type Position } from '../event.js';
import { reading } from '../sqlite-events.js';
import { openOwnFile, openOwnFileForReading, type OwnFile } from '../sqlite-own-file.js';
import { hashBytes, leafHash, treeRoot, type SubtreeReader } from '../transparency/merkle.js';
import { rootOver, tileWidth } from '../transparency/tiles.js';
import type { LoggedLeaf } from './logged-leaf.js';

const file: OwnFile = {
  name: 'tree.sqlite',
  what: 'a tree',
  // "WENT"
  applicationId: 0x57454e54,
  tables: `CREATE TABLE leaf (
    leaf_index INTEGER PRIMARY KEY,
    position INTEGER NOT NULL,
    event_id BLOB NOT NULL UNIQUE CHECK (length(event_id) = 16),
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    type TEXT NOT NULL,
    entry BLOB NOT NULL CHECK (length(entry) = 32),
    data_digest BLOB NOT NULL
  ) STRICT;
  CREATE TABLE full_tile (
    level INTEGER NOT NULL,
    tile_index INTEGER NOT NULL,
    root BLOB NOT NULL CHECK (length(root) = 32),
    PRIMARY KEY (level, tile_index)
  ) STRICT, WITHOUT ROWID`,
};

/** Leaves added and not committed: about a second's, at the most. */
const mostUncommitted = 4_096;

/** A leaf with its place in the tree. */
export interface IndexedLeaf extends LoggedLeaf {
  readonly index: number;
}

interface LeafRow {
  readonly leaf_index: number;
  readonly position: number;
  readonly event_id: Buffer;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly entry: Buffer;
  readonly data_digest: Buffer;
}

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

/** What is asked of the tree. @throws LedgerUnavailable, LedgerDamaged */
export class TreeReader {
  protected readonly database: Database.Database;
  readonly #size: Database.Statement<[], number>;
  readonly #leaf: Database.Statement<[number], LeafRow>;
  readonly #leaves: Database.Statement<[number], LeafRow>;
  readonly #indexOf: Database.Statement<[Buffer], number>;
  readonly #entries: Database.Statement<[number, number], Buffer>;
  readonly #tileRoots: Database.Statement<[number, number, number], Buffer>;
  readonly #fullTiles: Database.Statement<[], number>;

  constructor(database: Database.Database) {
    this.database = database;
    this.#size = database
      .prepare<[], number>('SELECT coalesce(max(leaf_index) + 1, 0) FROM leaf')
      .pluck();
    this.#leaf = database.prepare('SELECT * FROM leaf WHERE leaf_index = ?');
    this.#leaves = database.prepare('SELECT * FROM leaf WHERE leaf_index >= ? ORDER BY leaf_index');
    this.#indexOf = database
      .prepare<[Buffer], number>('SELECT leaf_index FROM leaf WHERE event_id = ?')
      .pluck();
    this.#entries = database
      .prepare<[number, number], Buffer>(
        'SELECT entry FROM leaf WHERE leaf_index >= ? ORDER BY leaf_index LIMIT ?',
      )
      .pluck();
    this.#tileRoots = database
      .prepare<[number, number, number], Buffer>(
        `SELECT root FROM full_tile WHERE level = ? AND tile_index >= ?
         ORDER BY tile_index LIMIT ?`,
      )
      .pluck();
    this.#fullTiles = database.prepare<[], number>('SELECT count(*) FROM full_tile').pluck();
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
    return this.leaf(this.size() - 1)?.position ?? beforeAll;
  }

  leaf(index: number): IndexedLeaf | undefined {
    const row = reading(() => this.#leaf.get(index));
    return row === undefined ? undefined : indexed(row);
  }

  /** How many tiles have a root here. */
  fullTiles(): number {
    return reading(() => this.#fullTiles.get()) ?? 0;
  }

  /** Leaves from an index on, as they stand when the first one is asked for. @throws also SQLite's errors */
  *leavesFrom(index: number): Generator<IndexedLeaf, void, undefined> {
    for (const row of this.#leaves.iterate(index)) yield indexed(row);
  }

  indexOfEvent(eventId: string): number | undefined {
    return reading(() => this.#indexOf.get(uuidBytes(eventId)));
  }

  /** Positions increase with the index and need not be dense. */
  indexOfPosition(position: Position): number | undefined {
    let [low, high] = [0, this.size() - 1];
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const found = this.leaf(middle)?.position ?? beforeAll;
      const order = comparePositions(found, position);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return undefined;
  }

  /** The entries of leaves that stand one after the other. */
  entries(start: number, count: number): Uint8Array[] {
    return complete(
      reading(() => this.#entries.all(start, count)),
      count,
    );
  }

  /** The hashes of a tile of some level, or a part of them: of leaves, or the roots of full tiles below. */
  hashes(level: number, start: number, count: number): Uint8Array[] {
    if (level === 0) return this.entries(start, count).map(leafHash);
    return complete(
      reading(() => this.#tileRoots.all(level - 1, start, count)),
      count,
    );
  }

  /** The root of a tree of so many leaves, no more than stand. */
  rootAt(size: number): Uint8Array {
    return treeRoot(size, this.subtree);
  }

  /** A subtree of 2^level leaves is a part of one tile: levels 0 to 7 of the leaves', 8 to 15 of the next one's. */
  readonly subtree: SubtreeReader = (level, index) => {
    const height = level % 8;
    return rootOver(this.hashes((level - height) / 8, index * 2 ** height, 2 ** height));
  };

  close(): void {
    this.database.close();
  }
}

/** The same with the right to add leaves at its end. */
export class TreeWriter extends TreeReader {
  readonly #begin: Database.Statement;
  readonly #commit: Database.Statement;
  readonly #rollback: Database.Statement;
  readonly #insertLeaf: Database.Statement;
  #uncommitted = 0;
  readonly #insertTile: Database.Statement<[number, number, Uint8Array]>;

  constructor(database: Database.Database) {
    super(database);
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#rollback = database.prepare('ROLLBACK');
    this.#insertLeaf = database.prepare('INSERT INTO leaf VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    this.#insertTile = database.prepare('INSERT INTO full_tile VALUES (?, ?, ?)');
  }

  /**
   * Adds leaves in the order of the ledger, with the roots of the tiles that they fill. Others see
   * them at the next `commit()`, or when there are many: each transaction writes the pages of an
   * index by event id again, and a few leaves at a time would write one for each.
   */
  append(leaves: readonly LoggedLeaf[]): void {
    this.#change(() => {
      let size = this.size();
      for (const leaf of leaves) {
        this.#insertLeaf.run(
          size,
          Number(leaf.position),
          uuidBytes(leaf.eventId),
          leaf.stream,
          leaf.revision,
          leaf.type,
          leaf.entry,
          leaf.dataDigest,
        );
        size += 1;
        this.#fill(size);
      }
      this.#uncommitted += leaves.length;
    });
    if (this.#uncommitted >= mostUncommitted) this.commit();
  }

  /** Throws everything away, to be made again from the ledger. */
  clear(): void {
    this.#change(() => {
      this.database.exec('DELETE FROM leaf; DELETE FROM full_tile');
    });
    this.commit();
  }

  /** Lets others see what was added. */
  commit(): void {
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
      if (this.database.inTransaction) this.#rollback.run();
      throw error;
    }
  }

  /** The tiles that the last of so many leaves has filled, from below. */
  #fill(size: number): void {
    let hashes = size;
    for (let level = 0; hashes > 0 && hashes % tileWidth === 0; level += 1) {
      hashes /= tileWidth;
      const root = rootOver(this.hashes(level, (hashes - 1) * tileWidth, tileWidth));
      this.#insertTile.run(level, hashes - 1, root);
    }
  }
}

/** Where bytes are no bytes, the row is damaged: they are shown as none, which differ from all. */
function indexed(row: LeafRow): IndexedLeaf {
  return {
    index: row.leaf_index,
    position: String(row.position),
    eventId: uuidText(bytesIn(row.event_id)),
    stream: row.stream,
    revision: row.revision,
    type: row.type,
    entry: bytesIn(row.entry),
    dataDigest: bytesIn(row.data_digest),
  };
}

function bytesIn(column: unknown): Buffer {
  return Buffer.isBuffer(column) ? column : Buffer.alloc(0);
}

/** What was asked for was in the tree's size; if it is not there, rows have been taken away or spoilt. */
function complete(rows: Buffer[], count: number): Buffer[] {
  if (rows.length !== count) throw new TreeIncomplete(`${file.name} lacks rows in its middle`);
  if (!rows.every((hash) => Buffer.isBuffer(hash) && hash.length === hashBytes))
    throw new TreeIncomplete(`${file.name} holds a hash that is none`);
  return rows;
}

/** Rows of the tree are missing: it is made again from the ledger. */
export class TreeIncomplete extends Error {
  override readonly name = 'TreeIncomplete';
}

function uuidBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function uuidText(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

// What anybody may ask of the log: the last checkpoint, its tiles, and proofs under it. Reads what
// the sequencer has written, beside it or in another process; nothing beyond the last checkpoint is
// ever shown.
import { setTimeout as sleep } from 'node:timers/promises';
import { comparePositions, type Position } from '../event.js';
import { parseCheckpoint, type Checkpoint } from '../transparency/checkpoint.js';
import { consistencyProof, inclusionProof, sameHash } from '../transparency/merkle.js';
import { parseNote } from '../transparency/note.js';
import { printBundle, printTile, widthIn, type Tile } from '../transparency/tiles.js';
import { printTlogProof } from '../transparency/tlog-proof.js';
import { begun, type CheckpointReader } from './checkpoint-store.js';
import { readVerifierKeys } from './log-key.js';
import { openSqliteCheckpointReader } from './sqlite-checkpoints.js';
import {
  openSqliteCosignatureReader,
  type CosignatureReader,
  type CosignedCheckpoint,
} from './sqlite-cosignatures.js';
import { openSqliteTreeReader, type TreeReader } from './sqlite-tree.js';

/** A checkpoint as it was published. */
export interface PublishedCheckpoint extends Checkpoint {
  /** The signed note, with the cosignatures of witnesses where there are any yet. */
  readonly note: string;
}

/** That an entry stands in the tree of a checkpoint. */
export interface Inclusion {
  readonly index: number;
  readonly entry: Uint8Array;
  /** From the leaf's sibling up to the root's child. */
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: PublishedCheckpoint;
}

/** No checkpoint covers what was asked for yet, and the wait is over. */
export class NotPublished extends Error {
  override readonly name = 'NotPublished';
}

/** How long a proof may wait for the checkpoint that covers it, and how often it looks. */
const patienceMs = 5_000;
const lookMs = 25;

export class PublishedLog {
  /** @throws Error when the files are not there: the sequencer makes them */
  static of(dataDir: string): PublishedLog {
    const log = PublishedLog.ifAny(dataDir);
    if (log === undefined) throw new Error('there is no log in the data directory yet');
    return log;
  }

  /** Undefined where no sequencer has ever run. */
  static ifAny(dataDir: string): PublishedLog | undefined {
    const tree = openSqliteTreeReader(dataDir);
    const checkpoints = openSqliteCheckpointReader(dataDir);
    if (tree === undefined || checkpoints === undefined) return undefined;
    const cosignatures = openSqliteCosignatureReader(dataDir);
    return new PublishedLog(tree, checkpoints, cosignatures, () => readVerifierKeys(dataDir));
  }

  readonly #tree: TreeReader;
  readonly #checkpoints: CheckpointReader;
  /** Absent in the directory of a log that never had any. */
  readonly #cosignatures: CosignatureReader | undefined;
  /** What its checkpoints are verified with, the present key first; two while a rotation lasts. */
  readonly verifierKeys: () => readonly string[];

  constructor(
    tree: TreeReader,
    checkpoints: CheckpointReader,
    cosignatures: CosignatureReader | undefined,
    verifierKeys: () => readonly string[],
  ) {
    this.#tree = tree;
    this.#checkpoints = checkpoints;
    this.#cosignatures = cosignatures;
    this.verifierKeys = verifierKeys;
  }

  /** The last checkpoint, as soon as it is signed; cosignatures come later. @throws NotPublished before the first one */
  async checkpoint(): Promise<PublishedCheckpoint> {
    const last = await this.#last();
    const { text } = parseNote(last.note);
    return this.#cosignatures?.all().find((cosigned) => cosigned.text === text) ?? last;
  }

  /**
   * The last checkpoint that a witness has cosigned: under load not the last one there is.
   * @returns undefined when there is none
   * @throws NotPublished
   */
  async checkpointCosignedBy(witness: string): Promise<PublishedCheckpoint | undefined> {
    const within = this.#cosignedWithin(await this.#covered());
    return within.find(({ witnesses }) => witnesses.includes(witness));
  }

  async #last(): Promise<PublishedCheckpoint> {
    const note = await this.#checkpoints.read();
    if (note === undefined || note === begun) throw new NotPublished('no checkpoint yet');
    return { ...parseCheckpoint(parseNote(note).text), note };
  }

  /**
   * The bytes of a tile or bundle.
   * @returns undefined where the tree of the last checkpoint has none of this width
   * @throws NotPublished
   */
  async tile(tile: Tile): Promise<Uint8Array | undefined> {
    const { size } = await this.#covered();
    if (tile.width > widthIn(size, tile)) return undefined;
    const start = tile.index * 256;
    return tile.level === 'entries'
      ? printBundle(this.#tree.entries(start, tile.width))
      : printTile(this.#tree.hashes(tile.level, start, tile.width));
  }

  /**
   * The proof that a tree of so many leaves begins another.
   * @throws RangeError unless `from` is no more than `to`, and that no more than the last checkpoint's size
   * @throws NotPublished
   */
  async consistency(from: number, to: number): Promise<readonly Uint8Array[]> {
    const { size } = await this.#covered();
    if (to > size) throw new RangeError(`no tree of ${to} is published`);
    return consistencyProof(from, to, this.#tree.subtreesOf(to));
  }

  /**
   * That the event at a position is in the log, once a checkpoint covers it.
   * @returns undefined when no event stands there
   * @throws NotPublished when no checkpoint covers it in time
   */
  async inclusionAt(position: Position): Promise<Inclusion | undefined> {
    return this.#included(() => this.#tree.indexOfPosition(position), position);
  }

  /**
   * The receipt of an event (`.tlog-proof`), once a checkpoint covers it.
   * @param head the ledger's head: an event that has no leaf when that one has is none
   * @returns undefined when there is no such event
   * @throws NotPublished when no checkpoint covers it in time
   */
  async receipt(eventId: string, head: Position): Promise<string | undefined> {
    const included = await this.#included(() => this.#tree.indexOfEvent(eventId), head);
    if (included === undefined) return undefined;
    const { index, entry, hashes, checkpoint } = included;
    return printTlogProof({ extra: entry, index, hashes, checkpoint: checkpoint.note });
  }

  /**
   * That events of the ledger are in the log, all under one checkpoint, once one covers them.
   * @throws NotPublished when none covers them in time
   */
  async inclusions(
    events: readonly { readonly id: string; readonly position: Position }[],
  ): Promise<{
    readonly checkpoint: PublishedCheckpoint;
    readonly proofs: readonly Pick<Inclusion, 'index' | 'hashes'>[];
  }> {
    const indexes: number[] = [];
    for (const { id, position } of events) {
      const included = await this.#included(() => this.#tree.indexOfEvent(id), position);
      if (included === undefined) throw new NotPublished(`event ${id} is not in the log`);
      indexes.push(included.index);
    }
    const checkpoint = await this.#covered();
    const subtrees = this.#tree.subtreesOf(checkpoint.size);
    const proofs = indexes.map((index) => ({
      index,
      hashes: inclusionProof(index, checkpoint.size, subtrees),
    }));
    return { checkpoint, proofs };
  }

  close(): Promise<void> {
    this.#tree.close();
    this.#cosignatures?.close();
    return this.#checkpoints.close();
  }

  /** @param until where the log must have come for the leaf to be missing for good */
  async #included(
    indexOf: () => number | undefined,
    until: Position,
  ): Promise<Inclusion | undefined> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      // The tree first: what is missing in it although it has come far enough is not there.
      const reached = this.#tree.lastPosition();
      const index = indexOf();
      const last = await this.#coveredIfAny();
      if (index !== undefined && last !== undefined && index < last.size) {
        const checkpoint = this.#mostWitnessed(index, last);
        const [entry] = this.#tree.entries(index, 1);
        if (entry === undefined) throw new Error('bug: a leaf without its entry');
        const hashes = inclusionProof(
          index,
          checkpoint.size,
          this.#tree.subtreesOf(checkpoint.size),
        );
        return { index, entry, hashes, checkpoint };
      }
      if (index === undefined && comparePositions(reached, until) >= 0) return undefined;
      if (performance.now() > deadline) throw new NotPublished('no checkpoint covers it yet');
      await sleep(lookMs);
    }
  }

  /** Of the checkpoints over a leaf the one with the most cosignatures; the last where none has any. */
  #mostWitnessed(index: number, last: PublishedCheckpoint): PublishedCheckpoint {
    const [first, ...others] = this.#cosignedWithin(last).filter(({ size }) => index < size);
    if (first === undefined) return last;
    return others.reduce(
      (most, one) => (one.witnesses.length > most.witnesses.length ? one : most),
      first,
    );
  }

  /** Cosigned checkpoints of the tree that stands, the largest first: those of another copy of it, or of a log that ended, are left out. */
  #cosignedWithin(last: PublishedCheckpoint): readonly CosignedCheckpoint[] {
    const all = this.#cosignatures?.all() ?? [];
    return all.filter(
      ({ origin, size, root }) =>
        origin === last.origin && size <= last.size && sameHash(this.#tree.rootAt(size), root),
    );
  }

  /** The last checkpoint, when all its leaves stand: after a power cut they are being made again. */
  async #covered(): Promise<PublishedCheckpoint> {
    const checkpoint = await this.#last();
    if (this.#tree.size() < checkpoint.size) throw new NotPublished('the tree is being made again');
    return checkpoint;
  }

  async #coveredIfAny(): Promise<PublishedCheckpoint | undefined> {
    try {
      return await this.#covered();
    } catch (error) {
      if (error instanceof NotPublished) return undefined;
      throw error;
    }
  }
}

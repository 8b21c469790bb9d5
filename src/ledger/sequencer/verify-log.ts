// Holds a ledger against its log: every leaf is made again from the stored row and compared with
// the leaf that stands, the root over all of them with the signed checkpoint and with any that was
// kept from before. Row by row beside the check of the rows themselves, in a flat amount of memory.
import type { EventRow } from '../sqlite-schema.js';
import type { Fault } from '../sqlite-verify.js';
import { openCheckpoint, type Checkpoint } from '../transparency/checkpoint.js';
import { GrowingTree, leafHash, sameHash } from '../transparency/merkle.js';
import { ed25519Verifier, type NoteVerifier } from '../transparency/note.js';
import { DoesNotHold, Malformed } from '../transparency/refused.js';
import { printTilePath, rootOver, tilesOf, tileWidth } from '../transparency/tiles.js';
import { begun } from './checkpoint-store.js';
import { readVerifierKeys } from './log-key.js';
import { leafOf, type LoggedLeaf } from './logged-leaf.js';
import { openSqliteCheckpointReader } from './sqlite-checkpoints.js';
import {
  openSqliteTreeReader,
  TreeIncomplete,
  type IndexedLeaf,
  type TreeReader,
} from './sqlite-tree.js';

export interface LogToVerify {
  readonly dataDir: string;
  /** What checkpoints are verified with; the directory's own word when empty. */
  readonly verifierKeys: readonly string[];
  /** Signed checkpoints from before, each with the name it is reported by. */
  readonly kept: readonly { readonly name: string; readonly note: string }[];
  readonly report: (fault: Fault) => void;
}

/** What there was to hold the ledger against. */
export interface VerifiedLog {
  /** Leaves under the signed checkpoint. */
  readonly size: number;
  /** Hexadecimal. */
  readonly root: string;
}

/** A checkpoint and what it is called in a report. */
interface Named extends Checkpoint {
  readonly name: string;
}

export class LogVerification {
  /**
   * Begins, before the first row of the ledger is read: what the log has by now the ledger must
   * have then. Undefined where no log was ever begun and nothing was kept.
   */
  static async begin(needs: LogToVerify): Promise<LogVerification | undefined> {
    const { dataDir, report } = needs;
    const reader = openSqliteCheckpointReader(dataDir);
    const note = await reader?.read();
    await reader?.close();
    const own = readVerifierKeys(dataDir);
    const given = needs.verifierKeys.length > 0 ? needs.verifierKeys : own;
    if (note === undefined && own.length > 0)
      report({ reason: 'the key of the log is here and its last checkpoint is missing' });
    const verifiers = given.map(ed25519Verifier);
    const opened = [
      ...needs.kept,
      ...(note === undefined || note === begun ? [] : [{ name: 'the signed checkpoint', note }]),
    ].flatMap((one) => openedOrReported(one, verifiers, report));
    const tree = openSqliteTreeReader(dataDir);
    if (opened.length === 0 && tree === undefined) return undefined;
    return new LogVerification(tree, opened, report);
  }

  readonly #tree: TreeReader | undefined;
  readonly #standing: Iterator<IndexedLeaf>;
  readonly #report: (fault: Fault) => void;
  /** By size; the signed one that stands, if any, is the last of its size. */
  readonly #checkpoints: readonly Named[];
  readonly #made = new GrowingTree();
  /** The next leaf that stands; undefined after the last. */
  #next: IndexedLeaf | undefined;

  private constructor(
    tree: TreeReader | undefined,
    checkpoints: readonly Named[],
    report: (fault: Fault) => void,
  ) {
    this.#tree = tree;
    this.#checkpoints = checkpoints;
    this.#report = report;
    this.#standing = (tree?.leavesFrom(0) ?? [])[Symbol.iterator]();
    this.#advance();
    this.#compareRoots();
  }

  /** Takes the rows of the ledger in their order. */
  take(row: EventRow): void {
    const made = leafOf({ ...row, position: String(row.position) });
    this.#made.add(leafHash(made.entry));
    this.#compareRoots();
    const { position, stream, revision } = row;
    while (this.#next !== undefined && Number(this.#next.position) < position)
      this.#missing(this.#next);
    if (this.#next === undefined) return;
    const standing = this.#next;
    if (Number(standing.position) > position) {
      this.#report({
        position,
        stream,
        revision,
        reason: 'stands in the ledger and was not logged',
      });
      return;
    }
    this.#advance();
    if (sameHash(standing.entry, made.entry)) return;
    for (const field of changedFields(standing, made))
      this.#report({
        position,
        stream,
        revision,
        field,
        reason: `is not what was logged as leaf ${standing.index}`,
      });
  }

  /** After the last row: what the ledger has lost, the tiles, and the roots. */
  finish(): VerifiedLog | undefined {
    while (this.#next !== undefined) this.#missing(this.#next);
    for (const { name, size } of this.#checkpoints)
      if (size > this.#made.size)
        this.#report({
          reason: `${name} covers ${size} events and the ledger has ${this.#made.size}`,
        });
    const signed = this.#checkpoints.at(-1);
    for (const { name, size } of this.#checkpoints)
      if (signed !== undefined && size > signed.size)
        this.#report({ reason: `${name} covers ${size} events and ${signed.name} ${signed.size}` });
    if (this.#tree !== undefined) this.#compareTiles(this.#tree);
    this.#tree?.close();
    return signed && { size: signed.size, root: Buffer.from(signed.root).toString('hex') };
  }

  /** A leaf whose event is not where it was. */
  #missing({ position, stream, revision, index }: IndexedLeaf): void {
    const reason = `logged as leaf ${index} and missing in the ledger`;
    this.#report({ position: Number(position), stream, revision, reason });
    this.#advance();
  }

  #advance(): void {
    const found = this.#standing.next();
    this.#next = found.done === true ? undefined : found.value;
  }

  #compareRoots(): void {
    for (const { name, size, root } of this.#checkpoints)
      if (size === this.#made.size && !sameHash(root, this.#made.root()))
        this.#report({ reason: `the first ${size} events are not those of ${name}` });
  }

  /** The roots of full tiles, which others are served, against what stands below them. */
  #compareTiles(tree: TreeReader): void {
    let hashes = tree.size();
    for (let level = 0; hashes >= tileWidth; level += 1) {
      for (const tile of tilesOf(hashes, 0)) {
        if (tile.width < tileWidth) break;
        if (!tileHolds(tree, level, tile.index))
          this.#report({
            reason: `tile ${printTilePath({ ...tile, level })} of the log does not hold`,
          });
      }
      hashes = Math.floor(hashes / tileWidth);
    }
  }
}

function tileHolds(tree: TreeReader, level: number, index: number): boolean {
  try {
    const [root] = tree.hashes(level + 1, index, 1);
    const below = rootOver(tree.hashes(level, index * tileWidth, tileWidth));
    return root !== undefined && sameHash(root, below);
  } catch (error) {
    if (error instanceof TreeIncomplete) return false;
    throw error;
  }
}

/** Which parts of an event differ from what was logged of it; metadata where it is none of the others. */
function changedFields(standing: LoggedLeaf, made: LoggedLeaf): (keyof EventRow)[] {
  const changed: (keyof EventRow)[] = [];
  if (standing.eventId !== made.eventId) changed.push('id');
  if (standing.stream !== made.stream) changed.push('stream');
  if (standing.revision !== made.revision) changed.push('revision');
  if (standing.type !== made.type) changed.push('type');
  if (!sameHash(standing.dataDigest, made.dataDigest)) changed.push('data');
  return changed.length === 0 ? ['metadata'] : changed;
}

function openedOrReported(
  { name, note }: { readonly name: string; readonly note: string },
  verifiers: readonly NoteVerifier[],
  report: (fault: Fault) => void,
): Named[] {
  try {
    const { origin, size, root } = openCheckpoint(note, verifiers);
    return [{ name, origin, size, root }];
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof DoesNotHold)) throw error;
    report({ reason: `${name}: ${error.message}` });
    return [];
  }
}

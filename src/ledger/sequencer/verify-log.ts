// Holds a ledger against its log: every leaf is made again from the stored row and compared with
// the leaf that stands, the root over all of them with the signed checkpoint and with any that was
// kept from before. Row by row beside the check of the rows themselves, in a flat amount of memory.
import { readOrReported, whyUnreadable } from '../sqlite-integrity.js';
import type { EventRow } from '../sqlite-schema.js';
import type { Fault } from '../sqlite-verify.js';
import { fromBase64 } from '../transparency/base64.js';
import { openCheckpoint, type Checkpoint } from '../transparency/checkpoint.js';
import { cosignatureVerifier } from '../transparency/cosignature.js';
import { GrowingTree, hashBytes, leafHash, sameHash } from '../transparency/merkle.js';
import { ed25519Verifier, type NoteVerifier } from '../transparency/note.js';
import { DoesNotHold, Malformed } from '../transparency/refused.js';
import { printTilePath, rootOver, tileWidth } from '../transparency/tiles.js';
import { openWitnessed, type Witnessed } from '../transparency/witnessed.js';
import { begun } from './checkpoint-store.js';
import { KeyUnusable, readLogKeys, readVerifierKeys } from './log-key.js';
import { leafOf, type LoggedLeaf } from './logged-leaf.js';
import { openSqliteCheckpointReader } from './sqlite-checkpoints.js';
import {
  cosignaturesFile,
  openSqliteCosignatureReader,
  type CosignedCheckpoint,
} from './sqlite-cosignatures.js';
import type { IndexedLeaf } from './leaf-run.js';
import { blockWidth, endOf, openSqliteTreeReader, type TreeReader } from './sqlite-tree.js';

export interface LogToVerify {
  readonly dataDir: string;
  /** What checkpoints are verified with; the directory's own word when empty. */
  readonly verifierKeys: readonly string[];
  /** Keys of witnesses who must have cosigned a checkpoint of it. */
  readonly witnessKeys?: readonly string[];
  /** Signed checkpoints from before, each with the name it is reported by. */
  readonly kept: readonly { readonly name: string; readonly note: string }[];
  /** Logs that ended before this one began, as the ledger has them on record; none when left out. */
  readonly ended?: readonly EndedLogOnRecord[];
  readonly report: (fault: Fault) => void;
}

/** A log that ended, and what went on in its place. */
export interface EndedLogOnRecord {
  readonly origin: string;
  /** Each of the form of one. */
  readonly verifierKeys: readonly string[];
  /** Events under the last checkpoint that is known of it. */
  readonly signed: number;
  /** What was left of its events, which the ledger must begin with; the root in base64. */
  readonly left: { readonly size: number; readonly root: string };
  /** Name of the log that began. */
  readonly next: string;
}

/** What there was to hold the ledger against. */
export interface VerifiedLog {
  /** Leaves under the signed checkpoint. */
  readonly size: number;
  /** Hexadecimal. */
  readonly root: string;
  /** The last checkpoint of each witness that was asked for. */
  readonly witnessed?: readonly Witnessed[];
}

/** A checkpoint and what it is called in a report. */
interface Named extends Checkpoint {
  readonly name: string;
}

/** Levels of the tree that one level of tiles spans. */
const tileLevels = Math.log2(tileWidth);

export class LogVerification {
  /**
   * Begins, before the first row of the ledger is read: what the log has by now the ledger must
   * have then. Undefined where no log was ever begun and nothing was kept.
   */
  static async begin(needs: LogToVerify): Promise<LogVerification | undefined> {
    const { dataDir, report, ended = [] } = needs;
    const before = ended.flatMap(({ verifierKeys }) => verifierKeys);
    const own = [...verifiersIn(dataDir, report), ...before.map(ed25519Verifier)];
    // Before the last checkpoint: what was cosigned then must be in it. Of a log that ended it need not.
    const byWitnesses = cosignedIn(dataDir, report).filter(
      ({ origin }) => !ended.some((one) => one.origin === origin),
    );
    const note = await noteIn(dataDir, report);
    const given = needs.verifierKeys.map(ed25519Verifier);
    const verifiers = given.length > 0 ? given : own;
    const witnessed = needs.witnessKeys?.flatMap((key) =>
      witnessedOrReported(byWitnesses, verifiers, cosignatureVerifier(key), report),
    );
    if (note === undefined && readVerifierKeys(dataDir).length > 0)
      report({ reason: 'the key of the log is here and its last checkpoint is missing' });
    const cosigned = byWitnesses.map((one) => ({
      name: `the checkpoint of ${one.size} events that witnesses cosigned`,
      note: one.note,
    }));
    const kept = [...cosigned, ...needs.kept]
      .flatMap((one) => openedOrReported(one, verifiers, report))
      .filter((one) => !isLost(one, ended, report));
    if (note === begun)
      for (const { name, size } of kept)
        if (size > 0)
          report({ reason: `${name} covers ${size} events and no checkpoint is signed here` });
    const signed =
      note === undefined || note === begun
        ? []
        : openedOrReported({ name: 'the signed checkpoint', note }, verifiers, report);
    const tree = readOrReported('tree.sqlite', report, () => openSqliteTreeReader(dataDir));
    if (kept.length + signed.length === 0 && tree === undefined) return undefined;
    const next = ended.at(-1)?.next;
    if (next !== undefined && signed[0] !== undefined && signed[0].origin !== next)
      report({ reason: `the log goes on as ${next}, and the signed checkpoint is of another` });
    const checkpoints = [...ended.map(leftAsCheckpoint), ...kept, ...signed];
    return new LogVerification(tree, checkpoints, signed[0]?.size ?? 0, witnessed, report);
  }

  readonly #tree: TreeReader | undefined;
  readonly #standing: Iterator<IndexedLeaf>;
  readonly #report: (fault: Fault) => void;
  /** The signed one that stands, if any, is the last. */
  readonly #checkpoints: readonly Named[];
  /** Leaves under the checkpoint that stands here. */
  readonly #signedHere: number;
  readonly #witnessed: readonly Witnessed[] | undefined;
  readonly #made = new GrowingTree();
  /** The next leaf that stands; undefined after the last. */
  #next: IndexedLeaf | undefined;
  /** Leaves met. */
  #met = 0;
  /** Tiles whose root is not that of the leaves made again: at fault itself, or an event below it is. */
  readonly #suspected = new Set<string>();
  #unreadable = false;
  /** Of the block of leaves that is being met, what the index by event id must say. */
  readonly #idEnds = new Float64Array(blockWidth);

  private constructor(
    tree: TreeReader | undefined,
    checkpoints: readonly Named[],
    signedHere: number,
    witnessed: readonly Witnessed[] | undefined,
    report: (fault: Fault) => void,
  ) {
    this.#tree = tree;
    this.#signedHere = signedHere;
    this.#witnessed = witnessed;
    this.#checkpoints = checkpoints;
    this.#report = report;
    tree?.atOneMoment();
    this.#standing = (tree?.leavesFrom(0) ?? [])[Symbol.iterator]();
    this.#advance();
    this.#compareRoots();
  }

  /** Takes the rows of the ledger in their order. */
  take(row: EventRow): void {
    const made = leafOf({ ...row, position: String(row.position) });
    this.#made.add(leafHash(made.entry), this.#completed);
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
    const same = sameHash(standing.entry, made.entry);
    const changed = changedFields(standing, made);
    if (same && changed.length > 0)
      this.#report({
        position,
        stream,
        revision,
        reason: `tree.sqlite: leaf ${standing.index} has another ${changed.join(', ')} than its event`,
      });
    if (same) return;
    for (const field of changed.length === 0 ? (['metadata'] as const) : changed)
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
    if (this.#tree !== undefined && this.#signedHere > this.#met && !this.#unreadable)
      this.#report({
        reason: `tree.sqlite has ${this.#met} leaves, the signed checkpoint covers ${this.#signedHere}`,
      });
    readOrReported('tree.sqlite', this.#report, () => {
      if (!this.#unreadable) this.#compareIndex(this.#met % blockWidth);
    });
    if (this.#tree !== undefined) this.#compareTiles(this.#tree);
    this.#tree?.close();
    return (
      signed && {
        size: signed.size,
        root: Buffer.from(signed.root).toString('hex'),
        ...(this.#witnessed && { witnessed: this.#witnessed }),
      }
    );
  }

  /** A leaf whose event is not where it was. */
  #missing({ position, stream, revision, index }: IndexedLeaf): void {
    const reason = `logged as leaf ${index} and missing in the ledger`;
    this.#report({ position: Number(position), stream, revision, reason });
    this.#advance();
  }

  #advance(): void {
    this.#next = undefined;
    try {
      const found = this.#standing.next();
      if (found.done === true) return;
      this.#next = found.value;
      if (found.value.index !== this.#met)
        this.#report({
          reason: `tree.sqlite: leaf ${found.value.index} stands where leaf ${this.#met} should`,
        });
      this.#idEnds[this.#met % blockWidth] = endOf(found.value.eventId);
      this.#met += 1;
      if (this.#met % blockWidth === 0) this.#compareIndex(blockWidth);
    } catch (error) {
      this.#unreadable = true;
      this.#report({ reason: `tree.sqlite: after ${this.#met} leaves: ${whyUnreadable(error)}` });
    }
  }

  #compareRoots(): void {
    for (const { name, size, root } of this.#checkpoints)
      if (size === this.#made.size && !sameHash(root, this.#made.root()))
        this.#report({ reason: `the first ${size} events are not those of ${name}` });
  }

  /** A full tile, which others are served, has the root of the leaves made again, or is looked at later. */
  readonly #completed = (treeLevel: number, made: Uint8Array): void => {
    if (this.#tree === undefined || treeLevel % tileLevels !== 0) return;
    const level = treeLevel / tileLevels - 1;
    const index = (this.#made.size + 1) / tileWidth ** (level + 1) - 1;
    const standing = rootOf(this.#tree, level, index);
    if (standing === undefined || !sameHash(standing, made))
      this.#suspected.add(`${level}/${index}`);
  };

  #compareTiles(tree: TreeReader): void {
    let expected = 0;
    let hashes = this.#met;
    for (let level = 0; hashes >= tileWidth; level += 1) {
      hashes = Math.floor(hashes / tileWidth);
      expected += hashes;
      const compared = Math.floor(this.#made.size / tileWidth ** (level + 1));
      for (let index = 0; index < hashes; index += 1) {
        const holds = index < compared && !this.#suspected.has(`${level}/${index}`);
        if (holds || tileHolds(tree, level, index)) continue;
        const path = printTilePath({ level, index, width: tileWidth });
        this.#report({ reason: `tile ${path} of the log does not hold` });
      }
    }
    const found = readOrReported('tree.sqlite', this.#report, () => tree.tileHashes());
    if (found !== undefined && found > expected && !this.#unreadable)
      this.#report({
        reason: `tree.sqlite has the roots of ${found} full tiles, and leaves for ${expected}`,
      });
    const indexed = readOrReported('tree.sqlite', this.#report, () => tree.eventsIndexed());
    if (indexed !== undefined && indexed > this.#met && !this.#unreadable)
      this.#report({
        reason: `tree.sqlite has ${indexed} events in its index, and leaves for ${this.#met}`,
      });
  }

  /** The last leaves met, all of one block: that each event is found by its id, and no other. */
  #compareIndex(leaves: number): void {
    if (leaves === 0) return;
    const first = this.#met - leaves;
    let found = 0;
    for (const [idEnd, index] of this.#tree?.eventsOfBlock(first / blockWidth) ?? [])
      if (index < this.#met && this.#idEnds[index - first] === idEnd) found += 1;
      else found = NaN;
    if (found !== leaves)
      this.#report({
        reason: `tree.sqlite: the index by event id does not hold for leaves ${first} to ${this.#met - 1}`,
      });
  }
}

/** The root that stands of a full tile; undefined where none does that could be one. */
function rootOf(tree: TreeReader, level: number, index: number): Uint8Array | undefined {
  try {
    return tree.hashes(level + 1, index, 1)[0];
  } catch (error) {
    whyUnreadable(error);
    return undefined;
  }
}

function tileHolds(tree: TreeReader, level: number, index: number): boolean {
  try {
    const root = rootOf(tree, level, index);
    const below = rootOver(tree.hashes(level, index * tileWidth, tileWidth));
    return root !== undefined && sameHash(root, below);
  } catch (error) {
    whyUnreadable(error);
    return false;
  }
}

/** Which columns beside the entry differ; none where it was the metadata, which the entry alone covers. */
function changedFields(standing: LoggedLeaf, made: LoggedLeaf): (keyof EventRow)[] {
  const changed: (keyof EventRow)[] = [];
  if (standing.position !== made.position) changed.push('position');
  if (standing.eventId !== made.eventId) changed.push('id');
  if (standing.stream !== made.stream) changed.push('stream');
  if (standing.revision !== made.revision) changed.push('revision');
  if (standing.type !== made.type) changed.push('type');
  if (standing.dataCheck !== made.dataCheck) changed.push('data');
  return changed;
}

/** The keys that the directory tells, each checked against its id, and those that it signs with. */
function verifiersIn(dataDir: string, report: (fault: Fault) => void): NoteVerifier[] {
  const told = readVerifierKeys(dataDir);
  const verifiers = told.flatMap((key) => {
    try {
      return [ed25519Verifier(key)];
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      report({ reason: `log-key.pub: ${error.message}` });
      return [];
    }
  });
  const [first] = verifiers;
  if (first === undefined || verifiers.length < told.length) return verifiers;
  try {
    const signing = readLogKeys(dataDir, first.name)?.map(({ verifierKey }) => verifierKey);
    if (signing !== undefined && signing.join() !== told.join())
      report({ reason: 'log-key.pem is not the key that log-key.pub tells' });
  } catch (error) {
    if (!(error instanceof KeyUnusable)) throw error;
    report({ reason: error.message });
  }
  return verifiers;
}

/** The note that stands in the lock. */
async function noteIn(
  dataDir: string,
  report: (fault: Fault) => void,
): Promise<string | undefined> {
  const name = 'checkpoint.sqlite';
  const reader = readOrReported(name, report, () => openSqliteCheckpointReader(dataDir));
  try {
    return await reader?.read();
  } catch (error) {
    report({ reason: `${name}: ${whyUnreadable(error)}` });
    return undefined;
  } finally {
    await reader?.close();
  }
}

/** What witnesses have cosigned, the largest tree first. */
function cosignedIn(
  dataDir: string,
  report: (fault: Fault) => void,
): readonly CosignedCheckpoint[] {
  const cosigned = readOrReported(cosignaturesFile, report, () => {
    const reader = openSqliteCosignatureReader(dataDir);
    try {
      return reader?.all();
    } finally {
      reader?.close();
    }
  });
  return cosigned ?? [];
}

function witnessedOrReported(
  cosigned: readonly CosignedCheckpoint[],
  verifiers: readonly NoteVerifier[],
  witness: NoteVerifier,
  report: (fault: Fault) => void,
): Witnessed[] {
  const said = cosigned.find(({ witnesses }) => witnesses.includes(witness.name));
  try {
    if (said !== undefined) return [openWitnessed(said.note, verifiers, witness).witnessed];
    report({ reason: `no checkpoint that ${witness.name} cosigned` });
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof DoesNotHold)) throw error;
    report({ reason: `no checkpoint that ${witness.name} cosigned: ${error.message}` });
  }
  return [];
}

/** What the ledger says was left when a log ended. */
function leftAsCheckpoint({ origin, left }: EndedLogOnRecord): Named {
  const root = fromBase64(left.root, 'root', hashBytes);
  return { name: `what was left of ${origin}`, origin, size: left.size, root };
}

/** Whether a checkpoint covers events that were lost, as the ledger itself has on record; reports it. */
function isLost(
  { name, origin, size }: Named,
  ended: readonly EndedLogOnRecord[],
  report: (fault: Fault) => void,
): boolean {
  const log = ended.find((one) => one.origin === origin);
  if (log === undefined || size <= log.left.size) return false;
  report({
    reason: `${name} covers ${size} events of ${origin}, which ended with ${log.left.size} of them left`,
  });
  return true;
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

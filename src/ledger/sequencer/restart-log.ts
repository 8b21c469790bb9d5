// Ends a log that cannot go on and begins the next one. What was signed is never contradicted: the
// new log has another name, and its first checkpoint covers the record of what was lost.
import { beforeAll } from '../event.js';
import type { LedgerReader } from '../ledger.js';
import { NotOurs } from '../sqlite-own-file.js';
import { openCheckpoint, printCheckpoint } from '../transparency/checkpoint.js';
import { entryOf } from '../transparency/leaf.js';
import { GrowingTree, leafHash, sameHash } from '../transparency/merkle.js';
import { ed25519Verifier, signNote } from '../transparency/note.js';
import { DoesNotHold, Malformed } from '../transparency/refused.js';
import { appendUntil, upTo } from './fill-tree.js';
import {
  hasLogKey,
  makeLogKey,
  readLogKeys,
  readVerifierKeys,
  writeVerifierKeys,
} from './log-key.js';
import { begunInName, logNamedIn } from './log-names.js';
import { openSqliteCheckpoints, readSignedNote, readStandingNote } from './sqlite-checkpoints.js';
import { openSqliteCosignatureReader } from './sqlite-cosignatures.js';
import {
  openSqliteTree,
  openSqliteTreeReader,
  TreeIncomplete,
  type TreeReader,
} from './sqlite-tree.js';

/** A number of events from the first one on, and the root over their leaves. */
interface Covered {
  readonly size: number;
  readonly root: Uint8Array;
}

/** A log that ends, by the last checkpoint that is known of it. */
export interface EndedLog extends Covered {
  readonly origin: string;
  /** The signed note, with the cosignatures of witnesses where they are known. */
  readonly checkpoint: string;
  /** The keys of the log that signed it. */
  readonly verifierKeys: readonly string[];
}

/** What a restart is about. */
interface Restart {
  readonly ended: EndedLog;
  /** What the ledger has. */
  readonly left: Covered;
}

/** There is nothing that ends a log, or too little is known of it; the message says which. */
export class NoRestart extends Error {
  override readonly name = 'NoRestart';
}

export interface RestartNeeds {
  readonly directory: string;
  /** The name that the settings give. */
  readonly origin: string;
  readonly ledger: Pick<LedgerReader, 'follow' | 'head'>;
  /** Signed checkpoints that were kept elsewhere. */
  readonly kept: readonly string[];
  /** Verifier keys beside those of the directory. */
  readonly verifierKeys: readonly string[];
}

/**
 * The checkpoints that are known, the newest first: the one that stands in the lock, those that
 * witnesses have cosigned, those that were kept. Of two that say the same, that with more signatures.
 * @throws NoRestart where none is known, or one that was kept is none of this log
 */
export async function knownCheckpoints(
  needs: RestartNeeds,
): Promise<readonly [EndedLog, ...EndedLog[]]> {
  const { directory, origin, kept } = needs;
  const signed = await readSignedNote(directory);
  const notes = signed === undefined ? kept : [signed, ...kept];
  // What is cosigned under a key that is gone since does not matter where a newer one is known.
  const cosigned = cosignedIn(directory).flatMap((note) => openedIfAny(note, needs) ?? []);
  const [newest, ...others] = [...notes.map((note) => opened(note, needs)), ...cosigned].toSorted(
    (a, b) =>
      sortedAs(b, a, origin) || b.size - a.size || b.checkpoint.length - a.checkpoint.length,
  );
  if (newest === undefined)
    throw new NoRestart(
      'no signed checkpoint of this log is here: give the newest one that anybody has kept, by --checkpoint',
    );
  return [newest, ...others];
}

/**
 * What is left of a log that ends. Changes nothing.
 * @param known its checkpoints, the newest first
 * @throws NoRestart unless the ledger has lost signed events, or the last checkpoint or the key is
 * lost; also when the ledger holds other events than were signed: that is no older copy of it
 */
export async function foreseeRestart(
  needs: RestartNeeds,
  [ended, ...others]: readonly [EndedLog, ...EndedLog[]],
): Promise<Restart> {
  const { directory, ledger } = needs;
  const ofThisLog = [ended, ...others.filter(({ origin }) => origin === ended.origin)];
  const { left, roots } = await coveredBy(ledger, new Set(ofThisLog.map(({ size }) => size)));
  const lost = left.size < ended.size;
  const holds = ofThisLog.every(({ size, root }) => {
    const now = roots.get(size);
    return now === undefined || sameHash(now, root);
  });
  if (!holds || (lost && !beginsAsSigned(directory, ended, left)))
    throw new NoRestart(
      'the ledger holds other events than were signed: it is no older copy of what the log has signed',
    );
  const standing = await readStandingNote(directory);
  const own = new Set((readLogKeys(directory, ended.origin) ?? []).map((key) => key.verifierKey));
  const canSign = ended.verifierKeys.some((key) => own.has(key));
  if (!lost && standing !== undefined && canSign)
    throw new NoRestart('the ledger has all that was signed: the log goes on as it is');
  return { ended, left };
}

/**
 * Signs the ledger as it is, which has the record of this already, under a new name in place of what
 * was signed last. The key stays; where it is lost, one is made. May be done again after it was
 * broken off at any step.
 * @returns the events that the first checkpoint covers
 * @throws NoRestart when somebody else signs for the same directory
 */
export async function beginLog(
  directory: string,
  origin: string,
  ledger: Pick<LedgerReader, 'followTexts' | 'head'>,
): Promise<number> {
  if (!hasLogKey(directory)) makeLogKey(directory);
  const signers = readLogKeys(directory, origin) ?? [];
  const checkpoints = openSqliteCheckpoints(directory);
  try {
    const standing = await checkpoints.read();
    // Leaves of events that are lost must not be served under the new name.
    const begins = await makeTreeAgain(directory, ledger);
    const note = signNote(printCheckpoint({ origin, ...begins }), signers);
    if (!(await checkpoints.swap(standing, note)))
      throw new NoRestart('another program signs for the same log');
    writeVerifierKeys(
      directory,
      signers.map(({ verifierKey }) => verifierKey),
    );
    return begins.size;
  } finally {
    await checkpoints.close();
  }
}

async function makeTreeAgain(
  directory: string,
  ledger: Pick<LedgerReader, 'followTexts' | 'head'>,
): Promise<Covered> {
  const tree = openSqliteTree(directory);
  try {
    tree.clear();
    await appendUntil(tree, ledger, await ledger.head(), new AbortController().signal);
    tree.commit();
    const size = tree.size();
    return { size, root: tree.rootAt(size) };
  } finally {
    tree.close();
  }
}

/** By when the logs were begun. */
function sortedAs(a: EndedLog, b: EndedLog, origin: string): number {
  const [one = '', other = ''] = [a, b].map((log) => begunInName(log.origin, origin));
  return one < other ? -1 : Number(one > other);
}

function cosignedIn(directory: string): readonly string[] {
  const reader = openSqliteCosignatureReader(directory);
  try {
    return reader?.all().map(({ note }) => note) ?? [];
  } finally {
    reader?.close();
  }
}

/** @throws NoRestart for a note that is not a checkpoint of this log, signed by a key that is known */
function opened(note: string, needs: RestartNeeds): EndedLog {
  try {
    const name = logNamedIn(note);
    if (begunInName(name, needs.origin) === undefined)
      throw new NoRestart(`a checkpoint is of the log ${name}, not of ${needs.origin}`);
    return openedOf(name, note, needs);
  } catch (error) {
    if (error instanceof DoesNotHold)
      throw new NoRestart(
        `a checkpoint is not signed by a key that is known here (--key): ${error.message}`,
      );
    if (error instanceof Malformed) throw new NoRestart(error.message);
    throw error;
  }
}

function openedIfAny(note: string, needs: RestartNeeds): EndedLog | undefined {
  try {
    return opened(note, needs);
  } catch (error) {
    if (error instanceof NoRestart) return undefined;
    throw error;
  }
}

/** @throws Malformed, DoesNotHold */
function openedOf(name: string, note: string, { directory, verifierKeys }: RestartNeeds): EndedLog {
  const own = (readLogKeys(directory, name) ?? []).map(({ verifierKey }) => verifierKey);
  const keys = [...new Set([...verifierKeys, ...readVerifierKeys(directory), ...own])];
  const { origin, size, root, by } = openCheckpoint(note, keys.map(ed25519Verifier));
  return {
    origin,
    size,
    root,
    checkpoint: note,
    verifierKeys: by.map(({ verifierKey }) => verifierKey),
  };
}

/** Where the tree still has all that was signed, whether what is left of the ledger begins it; else nobody can say. */
function beginsAsSigned(directory: string, ended: Covered, left: Covered): boolean {
  let tree: TreeReader | undefined;
  try {
    tree = openSqliteTreeReader(directory);
    if (tree === undefined || tree.size() < ended.size) return true;
    if (!sameHash(tree.rootAt(ended.size), ended.root)) return true;
    return sameHash(tree.rootAt(left.size), left.root);
  } catch (error) {
    // Of another release, or spoilt: it says nothing.
    if (error instanceof NotOurs || error instanceof TreeIncomplete) return true;
    throw error;
  } finally {
    tree?.close();
  }
}

/** @param sizes the numbers of events over whose leaves a root is wanted, as far as there are so many */
async function coveredBy(
  ledger: Pick<LedgerReader, 'follow' | 'head'>,
  sizes: ReadonlySet<number>,
): Promise<{ left: Covered; roots: ReadonlyMap<number, Uint8Array> }> {
  const tree = new GrowingTree();
  const roots = new Map([[0, tree.root()]]);
  const head = await ledger.head();
  const events = ledger.follow(beforeAll, new AbortController().signal);
  for await (const event of upTo(head, beforeAll, events)) {
    tree.add(leafHash(entryOf(event)));
    if (sizes.has(tree.size)) roots.set(tree.size, tree.root());
  }
  return { left: { size: tree.size, root: tree.root() }, roots };
}

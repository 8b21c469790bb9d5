// Ends a log that cannot go on and begins the next one. What was signed is never contradicted: the
// new log has another name, and its first checkpoint covers the record of what was lost.
import type { LedgerReader } from '../ledger.js';
import { eventsUpTo } from '../migration.js';
import { openCheckpoint, printCheckpoint } from '../transparency/checkpoint.js';
import { entryOf } from '../transparency/leaf.js';
import { GrowingTree, leafHash, sameHash } from '../transparency/merkle.js';
import { ed25519Verifier, signNote } from '../transparency/note.js';
import { DoesNotHold, Malformed } from '../transparency/refused.js';
import { begun } from './checkpoint-store.js';
import {
  hasLogKey,
  makeLogKey,
  readLogKeys,
  readVerifierKeys,
  writeVerifierKeys,
} from './log-key.js';
import { logNamedIn, nextLogName, numberOfLog } from './log-names.js';
import { openSqliteCheckpointReader, openSqliteCheckpoints } from './sqlite-checkpoints.js';
import { openSqliteTreeReader } from './sqlite-tree.js';

/** A number of events from the first one on, and the root over their leaves. */
interface Covered {
  readonly size: number;
  readonly root: Uint8Array;
}

/** A log that ends, by the last checkpoint that is known of it. */
export interface EndedLog extends Covered {
  readonly origin: string;
  /** The signed note. */
  readonly checkpoint: string;
  /** The keys that signed it. */
  readonly verifierKeys: readonly string[];
}

export interface Restart {
  readonly ended: EndedLog;
  /** What the ledger has. */
  readonly left: Covered;
  /** Name of the log that would begin. */
  readonly origin: string;
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
  /** Names of logs that the ledger's own record speaks of. */
  readonly used: readonly string[];
}

/**
 * What would end and what would begin. Changes nothing.
 * @throws NoRestart unless the ledger has lost signed events, or the last checkpoint or the key is
 * lost; also when the ledger holds other events than were signed: that is no older copy of it
 */
export async function foreseeRestart(needs: RestartNeeds): Promise<Restart> {
  const { directory, origin, ledger, kept, used } = needs;
  const standing = await standingNote(directory);
  const known = [...(standing === undefined ? [] : [standing]), ...kept].map((note) =>
    opened(note, needs),
  );
  const [ended] = known.toSorted(
    (a, b) =>
      (numberOfLog(b.origin, origin) ?? 0) - (numberOfLog(a.origin, origin) ?? 0) ||
      b.size - a.size,
  );
  if (ended === undefined)
    throw new NoRestart(
      'the last signed checkpoint is not here: give the newest one that anybody has kept, by --checkpoint',
    );
  const { left, upToEnded } = await coveredBy(ledger, ended.size);
  const lost = left.size < ended.size;
  if (lost ? !beginsAsSigned(directory, ended, left) : !sameHash(upToEnded, ended.root))
    throw new NoRestart(
      'the ledger holds other events than were signed: it is not an older copy of what the log has signed',
    );
  if (!lost && standing !== undefined && hasLogKey(directory))
    throw new NoRestart('the ledger has all that was signed: the log goes on as it is');
  const names = [...used, ...known.map((checkpoint) => checkpoint.origin)];
  return { ended, left, origin: nextLogName(origin, names) };
}

/**
 * Signs the ledger as it is under a new name, in place of what was signed last. The key stays; where
 * it is lost, one is made.
 * @returns the events that the first checkpoint covers
 * @throws NoRestart when somebody else signs for the same directory
 */
export async function beginLog(
  directory: string,
  origin: string,
  ledger: Pick<LedgerReader, 'follow' | 'head'>,
): Promise<number> {
  const { left } = await coveredBy(ledger, 0);
  if (!hasLogKey(directory)) makeLogKey(directory);
  const signers = readLogKeys(directory, origin) ?? [];
  const checkpoints = openSqliteCheckpoints(directory);
  try {
    const note = signNote(printCheckpoint({ origin, ...left }), signers);
    if (!(await checkpoints.swap(await checkpoints.read(), note)))
      throw new NoRestart('another program signs for the same log');
  } finally {
    await checkpoints.close();
  }
  writeVerifierKeys(
    directory,
    signers.map(({ verifierKey }) => verifierKey),
  );
  return left.size;
}

async function standingNote(directory: string): Promise<string | undefined> {
  const reader = openSqliteCheckpointReader(directory);
  const note = await reader?.read();
  await reader?.close();
  return note === begun ? undefined : note;
}

/** @throws NoRestart for a note that is not a checkpoint of this log, signed by a key that is known */
function opened(note: string, { directory, origin, verifierKeys }: RestartNeeds): EndedLog {
  try {
    const name = logNamedIn(note);
    if (numberOfLog(name, origin) === undefined)
      throw new NoRestart(`a checkpoint is of the log ${name}, not of ${origin}`);
    const own = (readLogKeys(directory, name) ?? []).map(({ verifierKey }) => verifierKey);
    const keys = [...new Set([...verifierKeys, ...readVerifierKeys(directory), ...own])];
    const { size, root, by } = openCheckpoint(note, keys.map(ed25519Verifier));
    const signedBy = new Set(by.map(({ keyId }) => keyId));
    return {
      origin: name,
      size,
      root,
      checkpoint: note,
      verifierKeys: keys.filter((key) => signedBy.has(ed25519Verifier(key).keyId)),
    };
  } catch (error) {
    if (error instanceof DoesNotHold)
      throw new NoRestart(
        `a checkpoint is not signed by a key that is known here (--key): ${error.message}`,
      );
    if (error instanceof Malformed) throw new NoRestart(error.message);
    throw error;
  }
}

/** Where the tree still has all that was signed, whether what is left of the ledger begins it; else nobody can say. */
function beginsAsSigned(directory: string, ended: Covered, left: Covered): boolean {
  const tree = openSqliteTreeReader(directory);
  try {
    if (tree === undefined || tree.size() < ended.size) return true;
    if (!sameHash(tree.rootAt(ended.size), ended.root)) return true;
    return sameHash(tree.rootAt(left.size), left.root);
  } finally {
    tree?.close();
  }
}

async function coveredBy(
  ledger: Pick<LedgerReader, 'follow' | 'head'>,
  upTo: number,
): Promise<{ left: Covered; upToEnded: Uint8Array }> {
  const tree = new GrowingTree();
  let upToEnded = tree.root();
  const head = await ledger.head();
  for await (const event of eventsUpTo(ledger, head)) {
    tree.add(leafHash(entryOf(event)));
    if (tree.size === upTo) upToEnded = tree.root();
  }
  return { left: { size: tree.size, root: tree.root() }, upToEnded };
}

// Checkpoints (c2sp.org/tlog-checkpoint v1.0.0): how many leaves a log has and the root over them,
// as the text of a signed note.
//
//   wenze.local/ledger
//   20852163
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//
// There is no time in it: that comes from cosignatures.
import { fromBase64, toBase64 } from './base64.js';
import { hashBytes } from './merkle.js';
import { openNote, type NoteSignature, type NoteVerifier } from './note.js';
import { DoesNotHold, Malformed } from './refused.js';

/** The head of a tree. */
export interface Checkpoint {
  /** Which log: a name that its key bears too. */
  readonly origin: string;
  /** Leaves of the tree. */
  readonly size: number;
  readonly root: Uint8Array;
}

const what = 'checkpoint';
const longestOrigin = 500;

/** The text that is signed. Extension lines are never written. */
export function printCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${String(size)}\n${toBase64(root)}\n`;
}

/**
 * Reads the text of a checkpoint. Extension lines are passed over, as the specification asks.
 * @throws Malformed; also for a size beyond 2^53-1, which would be rounded here
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n');
  if (lines.pop() !== '') throw new Malformed(what, 'does not end with a newline');
  const [origin, size, root] = lines;
  if (origin === undefined || size === undefined || root === undefined)
    throw new Malformed(what, 'has fewer than three lines');
  if (lines.includes('')) throw new Malformed(what, 'has an empty line');
  if (origin.length > longestOrigin) throw new Malformed(what, 'has too long an origin');
  return { origin, size: parseSize(size, what), root: fromBase64(root, what, hashBytes) };
}

/** A size or an index in its one decimal form. @throws Malformed */
export function parseSize(text: string, of: string): number {
  const size = /^(0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(size)) throw new Malformed(of, 'is no number this program takes');
  return size;
}

/** A checkpoint whose signature has been verified. */
export interface OpenedCheckpoint<V extends NoteVerifier = NoteVerifier> extends Checkpoint {
  /** The keys of the log that have signed it. */
  readonly by: readonly [V, ...V[]];
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/**
 * Opens a signed checkpoint with the keys of its log. The origin must be the name of the key.
 * @throws Malformed, DoesNotHold
 */
export function openCheckpoint<V extends NoteVerifier>(
  signed: string,
  verifiers: readonly V[],
): OpenedCheckpoint<V> {
  const { text, by, note } = openNote(signed, verifiers);
  const checkpoint = parseCheckpoint(text);
  if (by.some(({ name }) => name !== checkpoint.origin))
    throw new DoesNotHold('the checkpoint is signed by the key of another log');
  return { ...checkpoint, by, text, signatures: note.signatures };
}

// Receipts (c2sp.org/tlog-proof, `.tlog-proof`): that an entry stands in a log, for somebody who
// has nothing but the log's key.
//
//   c2sp.org/tlog-proof@v1
//   extra <base64, optional, not authenticated>
//   index <n>
//   <base64 of each hash of the inclusion proof, from the leaf's sibling up>
//
//   <the signed checkpoint, to the letter>
//
// In a receipt of this ledger `extra` is the 32-byte entry itself, so that it verifies on its own;
// it names nobody, and only the event with its salt opens it (leaf.ts).
import { fromBase64, toBase64 } from './base64.js';
import { openCheckpoint, parseSize, type OpenedCheckpoint } from './checkpoint.js';
import { hashBytes, includes, leafHash, longestProof } from './merkle.js';
import { parseNote, type NoteVerifier } from './note.js';
import { DoesNotHold, Malformed } from './refused.js';

/** A receipt taken apart; nothing of it is verified. */
export interface TlogProof {
  /** Opaque to the format. */
  readonly extra?: Uint8Array;
  /** Of the entry in the log, counted from 0. */
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  /** The signed note as the log published it. */
  readonly checkpoint: string;
}

const what = 'tlog-proof';
const firstLine = 'c2sp.org/tlog-proof@v1';
const longestExtra = 64 * 1024;

/** The text of a receipt. */
export function printTlogProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const lines = [
    firstLine,
    ...(extra === undefined ? [] : [`extra ${toBase64(extra)}`]),
    `index ${String(index)}`,
    ...hashes.map(toBase64),
  ];
  return `${lines.join('\n')}\n\n${checkpoint}`;
}

/** @throws Malformed when it is no receipt, to the last character */
export function parseTlogProof(text: string): TlogProof {
  // The first empty line ends the proof; the note after it may hold more of them.
  const split = text.indexOf('\n\n');
  if (split === -1) throw new Malformed(what, 'has no checkpoint');
  const [first, ...lines] = text.slice(0, split).split('\n');
  if (first !== firstLine) throw new Malformed(what, `does not begin with ${firstLine}`);
  const extra = lines[0]?.startsWith('extra ') ? lines.shift()?.slice('extra '.length) : undefined;
  if (extra !== undefined && extra.length > longestExtra)
    throw new Malformed(what, 'has too much beside it');
  const [, index] = /^index (.+)$/.exec(lines.shift() ?? '') ?? [];
  if (index === undefined) throw new Malformed(what, 'has no index');
  if (lines.length > longestProof) throw new Malformed(what, 'is too long');
  const checkpoint = text.slice(split + 2);
  parseNote(checkpoint);
  return {
    ...(extra === undefined ? {} : { extra: fromBase64(extra, what) }),
    index: parseSize(index, what),
    hashes: lines.map((line) => fromBase64(line, what, hashBytes)),
    checkpoint,
  };
}

/**
 * Verifies that an entry stands where a receipt says, in a tree that the log has signed.
 * @param entry what was logged, from whoever wants to know; the receipt's own `extra` when left out
 * @throws DoesNotHold; Malformed when the checkpoint is none, or there is no entry at all
 */
export function verifyTlogProof<V extends NoteVerifier>(
  { extra, index, hashes, checkpoint }: TlogProof,
  verifiers: readonly V[],
  entry: Uint8Array | undefined = extra,
): OpenedCheckpoint<V> {
  if (entry === undefined) throw new Malformed(what, 'does not say of which entry it is');
  const opened = openCheckpoint(checkpoint, verifiers);
  if (!includes(index, opened.size, leafHash(entry), hashes, opened.root))
    throw new DoesNotHold('the entry does not stand in the log where the proof says');
  return opened;
}

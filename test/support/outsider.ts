// What an outsider writes who has the specifications and none of our code: RFC 9162 section 2.1,
// C2SP signed notes, checkpoints and receipts, and the words of docs/transparency.md on leaves.
// Tests of the log check it with this, so that it cannot merely agree with itself.
import canonicalize from 'canonicalize';
import { createHash, createPublicKey, verify, type KeyObject } from 'node:crypto';

export function sha256(...parts: readonly (Uint8Array | string)[]): Buffer {
  const digest = createHash('sha256');
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** MTH of a list of leaf hashes. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return only;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(Buffer.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)));
}

export function leafHashOf(entry: Uint8Array): Buffer {
  return sha256(Buffer.of(0), entry);
}

/** The entry of an event as it is stored. */
export function entryOf(event: {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: unknown;
}): Buffer {
  const { id, stream, revision, type, data, metadata } = event;
  return sha256(
    `wenze/event/v1\n${String(canonicalize({ id, stream, revision, type, data, metadata }))}`,
  );
}

export interface ReadCheckpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

/** Checks the signature of a note under a verifier key, and reads the checkpoint in it. */
export function checkpointIn(note: string, verifierKey: string): ReadCheckpoint {
  const text = textOf(note);
  const publicKey = publicKeyIn(verifierKey);
  const signed = signaturesOf(note, verifierKey).some((bytes) =>
    verify(null, Buffer.from(text), publicKey, bytes),
  );
  if (!signed) throw new Error('the checkpoint is not signed by this key');
  const [origin = '', size = '', root = ''] = text.split('\n');
  return { origin, size: Number(size), root: Buffer.from(root, 'base64') };
}

/** When a witness says that it cosigned a checkpoint, in seconds since 1970, once its cosignature holds. */
export function cosignedAt(note: string, verifierKey: string): number {
  const publicKey = publicKeyIn(verifierKey);
  const [bytes, ...more] = signaturesOf(note, verifierKey);
  if (bytes === undefined) throw new Error('the checkpoint is not cosigned by this key');
  if (more.length > 0) throw new Error('the checkpoint is cosigned twice by this key');
  const time = bytes.readBigUInt64BE();
  const message = `cosignature/v1\ntime ${String(time)}\n${textOf(note)}`;
  if (!verify(null, Buffer.from(message), publicKey, bytes.subarray(8)))
    throw new Error('the cosignature does not hold');
  return Number(time);
}

/** The text of a note: all before the last empty line. */
export function textOf(note: string): string {
  return note.slice(0, note.lastIndexOf('\n\n') + 1);
}

/** The signatures under a note that are of a key's name and id. */
function signaturesOf(note: string, verifierKey: string): Buffer[] {
  const [, name = '', id = '', key = ''] = partsOf(verifierKey);
  const material = Buffer.from(key, 'base64');
  if (sha256(`${name}\n`, material).subarray(0, 4).toString('hex') !== id) return [];
  return note
    .slice(note.lastIndexOf('\n\n') + 2)
    .split('\n')
    .flatMap((line) => {
      const [dash, signer, encoded = ''] = line.split(' ');
      const bytes = Buffer.from(encoded, 'base64');
      const its = dash === '—' && signer === name && bytes.subarray(0, 4).toString('hex') === id;
      return its ? [bytes.subarray(4)] : [];
    });
}

function publicKeyIn(verifierKey: string): KeyObject {
  const [, , , key = ''] = partsOf(verifierKey);
  const x = Buffer.from(key, 'base64').subarray(1).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

function partsOf(verifierKey: string): readonly string[] {
  return /^([^+]+)\+([^+]+)\+(.+)$/.exec(verifierKey) ?? [];
}

/** The root that an inclusion path leads to, by the recursion of RFC 9162 2.1.3.1 turned round. */
export function rootFrom(
  index: number,
  size: number,
  leaf: Buffer,
  path: readonly Buffer[],
): Buffer {
  if (size === 1) {
    if (path.length > 0) throw new Error('the path is too long');
    return leaf;
  }
  const last = path.at(-1);
  if (last === undefined) throw new Error('the path is too short');
  let k = 1;
  while (k * 2 < size) k *= 2;
  const rest = path.slice(0, -1);
  return index < k
    ? sha256(Buffer.of(1), rootFrom(index, k, leaf, rest), last)
    : sha256(Buffer.of(1), last, rootFrom(index - k, size - k, leaf, rest));
}

/** RFC 9162 2.1.4.2, step by step: the roots that a consistency proof leads to. */
export function rootsFrom(
  first: number,
  second: number,
  proof: readonly Buffer[],
  firstRoot: Buffer,
): { readonly first: Buffer; readonly second: Buffer } {
  const node = (left: Buffer, right: Buffer): Buffer => sha256(Buffer.of(1), left, right);
  const path = Number.isInteger(Math.log2(first)) ? [firstRoot, ...proof] : [...proof];
  let [fn, sn] = [BigInt(first) - 1n, BigInt(second) - 1n];
  while (fn % 2n === 1n) [fn, sn] = [fn / 2n, sn / 2n];
  let [fr, sr] = [path[0]!, path[0]!];
  for (const c of path.slice(1)) {
    if (sn === 0n) throw new Error('the proof is too long');
    if (fn % 2n === 1n || fn === sn) {
      [fr, sr] = [node(c, fr), node(c, sr)];
      while (fn % 2n === 0n && fn !== 0n) [fn, sn] = [fn / 2n, sn / 2n];
    } else sr = node(sr, c);
    [fn, sn] = [fn / 2n, sn / 2n];
  }
  if (sn !== 0n) throw new Error('the proof is too short');
  return { first: fr, second: sr };
}

/** Reads a receipt and checks all it says; answers the checkpoint, the index and the entry. */
export function receiptHolds(
  receipt: string,
  verifierKey: string,
): ReadCheckpoint & { readonly index: number; readonly entry: Buffer } {
  const split = receipt.indexOf('\n\n');
  const [first, extra = '', position = '', ...lines] = receipt.slice(0, split).split('\n');
  if (first !== 'c2sp.org/tlog-proof@v1') throw new Error('this is no receipt');
  const entry = Buffer.from(extra.replace(/^extra /, ''), 'base64');
  const index = Number(position.replace(/^index /, ''));
  const checkpoint = checkpointIn(receipt.slice(split + 2), verifierKey);
  if (index >= checkpoint.size) throw new Error('there is no such leaf');
  const path = lines.map((line) => Buffer.from(line, 'base64'));
  const root = rootFrom(index, checkpoint.size, leafHashOf(entry), path);
  if (!root.equals(checkpoint.root)) throw new Error('the path leads to another root');
  return { ...checkpoint, index, entry };
}

// The Merkle tree of RFC 9162, section 2.1 (the same as RFC 6962's): hashes, roots, inclusion and
// consistency proofs, and their verification. Pure; proofs are made from any reader of subtrees.
//
// Sizes and indexes are JavaScript numbers up to 2^53-1; arithmetic is by division and remainder,
// for the bit operators of the language are of 32 bits. A larger tree is refused, never rounded.
import { hash } from 'node:crypto';

/** Bytes of a SHA-256 hash. */
export const hashBytes = 32;

/** No proof is longer: the height of the largest tree this code takes. */
export const longestProof = 53;

/** The root of the tree without leaves: SHA-256 of nothing. */
export const emptyRoot: Uint8Array = sha256(new Uint8Array(0));

/**
 * SHA-256 of some bytes, or of a text in UTF-8. Through a text of one character for each byte: Node
 * takes longer to make a buffer of its own for each hash than to hash a node of the tree.
 */
export function sha256(bytes: Uint8Array | string): Uint8Array {
  return Buffer.from(hash('sha256', bytes, 'binary'), 'binary');
}

// What is hashed is put together in the same bytes every time: nobody else sees them meanwhile.
const ofLeaf = new Uint8Array(1 + hashBytes);
const ofNode = Uint8Array.of(1, ...new Uint8Array(2 * hashBytes));

/** SHA-256(0x00 || entry), RFC 9162 2.1.1. */
export function leafHash(entry: Uint8Array): Uint8Array {
  const bytes = entry.length === hashBytes ? ofLeaf : new Uint8Array(1 + entry.length);
  bytes.set(entry, 1);
  return sha256(bytes);
}

/** SHA-256(0x01 || left || right), RFC 9162 2.1.1. @throws RangeError when they are no two hashes */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== hashBytes || right.length !== hashBytes)
    throw new RangeError('a node is over two hashes');
  ofNode.set(left, 1);
  ofNode.set(right, 1 + hashBytes);
  return sha256(ofNode);
}

/** The leaf hashes of entries that are hashes themselves, one after the other as the entries are. */
export function leafHashes(entries: Uint8Array): Uint8Array {
  const hashes = Buffer.allocUnsafe(entries.length);
  for (let at = 0; at < entries.length; at += hashBytes) {
    ofLeaf.set(entries.subarray(at, at + hashBytes), 1);
    hashes.write(hash('sha256', ofLeaf, 'binary'), at, 'binary');
  }
  return hashes;
}

/** The nodes over each two of a row of hashes, one after the other; the last of an odd number has none. */
export function nodesAbove(row: Uint8Array): Uint8Array {
  const nodes = Buffer.allocUnsafe(Math.floor(row.length / (2 * hashBytes)) * hashBytes);
  for (let at = 0; at < nodes.length; at += hashBytes) {
    ofNode.set(row.subarray(2 * at, 2 * at + 2 * hashBytes), 1);
    nodes.write(hash('sha256', ofNode, 'binary'), at, 'binary');
  }
  return nodes;
}

/** Whether two hashes are the same. Nothing here is secret, so time does not matter. */
export function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index += 1) if (one[index] !== other[index]) return false;
  return true;
}

/**
 * The hash of a complete subtree: the `index`-th run of 2^level leaves, counted from 0.
 * @throws whatever its storage throws; it is asked only for subtrees of the tree at hand
 */
export type SubtreeReader = (level: number, index: number) => Uint8Array;

/** MTH of the first `size` leaves. */
export function treeRoot(size: number, subtree: SubtreeReader): Uint8Array {
  return size === 0 ? emptyRoot : rangeRoot(0, size, subtree);
}

/** MTH(D[start : start + size]), size > 0, as the recursion of RFC 9162 2.1.1 meets it: start is a multiple of the power of two that covers size. */
function rangeRoot(start: number, size: number, subtree: SubtreeReader): Uint8Array {
  const k = largestPowerBelow(size);
  if (2 * k === size || size === 1) return subtree(Math.log2(size), start / size);
  return nodeHash(rangeRoot(start, k, subtree), rangeRoot(start + k, size - k, subtree));
}

/** The largest power of two strictly less than n; 1 for n = 1, where nothing is split. */
function largestPowerBelow(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * PATH(index, D[size]) of RFC 9162 2.1.3.1: from the leaf's sibling up to the root's child.
 * @throws RangeError when there is no such leaf
 */
export function inclusionProof(index: number, size: number, subtree: SubtreeReader): Uint8Array[] {
  if (!isIndex(index, size)) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  return path(index, 0, size, subtree);
}

function path(m: number, start: number, size: number, subtree: SubtreeReader): Uint8Array[] {
  if (size === 1) return [];
  const k = largestPowerBelow(size);
  return m < k
    ? [...path(m, start, k, subtree), rangeRoot(start + k, size - k, subtree)]
    : [...path(m - k, start + k, size - k, subtree), rangeRoot(start, k, subtree)];
}

/** Whether a leaf's hash stands at an index of the tree with this root: RFC 9162 2.1.3.2. False for whatever cannot be a proof. */
export function includes(
  index: number,
  size: number,
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!isIndex(index, size) || proof.length > longestProof) return false;
  if (leaf.length !== hashBytes) return false;
  let fn = index;
  let sn = size - 1;
  let r = leaf;
  for (const p of proof) {
    if (sn === 0 || p.length !== hashBytes) return false;
    if (isOdd(fn) || fn === sn) {
      r = nodeHash(p, r);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      r = nodeHash(r, p);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameHash(r, root);
}

/**
 * PROOF(first, D[second]) of RFC 9162 2.1.4.1; empty for equal sizes and for first = 0, with which
 * every tree is consistent.
 * @throws RangeError when first > second
 */
export function consistencyProof(
  first: number,
  second: number,
  subtree: SubtreeReader,
): Uint8Array[] {
  if (!isSize(first) || !isSize(second) || first > second)
    throw new RangeError(`no tree of ${first} in one of ${second}`);
  return first === 0 || first === second ? [] : subproof(first, 0, second, true, subtree);
}

/** SUBPROOF(m, D[start : start + size], whole). */
function subproof(
  m: number,
  start: number,
  size: number,
  whole: boolean,
  subtree: SubtreeReader,
): Uint8Array[] {
  if (m === size) return whole ? [] : [rangeRoot(start, size, subtree)];
  const k = largestPowerBelow(size);
  return m <= k
    ? [...subproof(m, start, k, whole, subtree), rangeRoot(start + k, size - k, subtree)]
    : [...subproof(m - k, start + k, size - k, false, subtree), rangeRoot(start, k, subtree)];
}

/** Whether the tree with the second root begins with all of the tree with the first: RFC 9162 2.1.4.2. False for whatever cannot be a proof. */
export function continues(
  first: number,
  second: number,
  proof: readonly Uint8Array[],
  firstRoot: Uint8Array,
  secondRoot: Uint8Array,
): boolean {
  if (!isSize(first) || !isSize(second) || first > second) return false;
  if (proof.length > longestProof + 1) return false;
  if ([firstRoot, ...proof].some((p) => p.length !== hashBytes)) return false;
  if (first === second) return proof.length === 0 && sameHash(firstRoot, secondRoot);
  if (first === 0) return proof.length === 0 && sameHash(firstRoot, emptyRoot);
  const [start, ...others] = isPowerOfTwo(first) ? [firstRoot, ...proof] : proof;
  if (start === undefined) return false;
  let fn = first - 1;
  let sn = second - 1;
  while (isOdd(fn)) {
    fn = half(fn);
    sn = half(sn);
  }
  let fr = start;
  let sr = start;
  for (const c of others) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (!isOdd(fn) && fn !== 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else {
      sr = nodeHash(sr, c);
    }
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameHash(fr, firstRoot) && sameHash(sr, secondRoot);
}

/** A tree that is only ever read from its first leaf on: a hash for each one in the binary form of its size, whatever the size. */
export class GrowingTree {
  #size = 0;
  /** Roots of complete subtrees, the largest first. */
  readonly #subtrees: Uint8Array[] = [];

  /** Leaves so far. */
  get size(): number {
    return this.#size;
  }

  /** @param complete told each subtree that this leaf completes, from below: its level and its hash */
  add(leaf: Uint8Array, complete?: (level: number, subtree: Uint8Array) => void): void {
    let right = leaf;
    let level = 0;
    // Each 1 at the end of the size is a subtree as large as the one now complete.
    for (let rest = this.#size; isOdd(rest); rest = half(rest)) {
      const left = this.#subtrees.pop();
      if (left === undefined) throw new Error('bug: a subtree is missing');
      right = nodeHash(left, right);
      level += 1;
      complete?.(level, right);
    }
    this.#subtrees.push(right);
    this.#size += 1;
  }

  root(): Uint8Array {
    return (
      this.#subtrees.reduceRight<Uint8Array | undefined>(
        (right, left) => (right === undefined ? left : nodeHash(left, right)),
        undefined,
      ) ?? emptyRoot
    );
  }
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function isIndex(index: number, size: number): boolean {
  return isSize(index) && isSize(size) && index < size;
}

function isOdd(n: number): boolean {
  return n % 2 === 1;
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function isPowerOfTwo(n: number): boolean {
  return Number.isInteger(Math.log2(n)) && 2 ** Math.log2(n) === n;
}

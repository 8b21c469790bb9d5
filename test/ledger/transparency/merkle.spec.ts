// The tree against values published by others, against the recursion of RFC 9162 written out here
// a second time, and against every proof that was changed in any place.
import { createHash } from 'node:crypto';
import {
  consistencyProof,
  continues,
  GrowingTree,
  includes,
  inclusionProof,
  leafHash,
  nodeHash,
  treeRoot,
  type SubtreeReader,
} from '../../../src/ledger/transparency/merkle.js';

jest.setTimeout(1_800_000);

/** Every tree up to this size is gone through in all its pairs; TREES=300 for the long run. */
const largest = Number(process.env['TREES'] ?? 64);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

/** The definitions of RFC 9162 2.1, by nobody's code but this. */
const published = {
  sha256: (...parts: readonly Uint8Array[]): Uint8Array => {
    const digest = createHash('sha256');
    for (const part of parts) digest.update(part);
    return new Uint8Array(digest.digest());
  },
  leaf: (entry: Uint8Array): Uint8Array => published.sha256(Uint8Array.of(0), entry),
  split: (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1),
  root(leaves: readonly Uint8Array[]): Uint8Array {
    const [first] = leaves;
    if (first === undefined) return published.sha256();
    if (leaves.length === 1) return first;
    const k = published.split(leaves.length);
    const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
    return published.sha256(Uint8Array.of(1), published.root(left), published.root(right));
  },
  path(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
    if (leaves.length === 1) return [];
    const k = published.split(leaves.length);
    const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
    return m < k
      ? [...published.path(m, left), published.root(right)]
      : [...published.path(m - k, right), published.root(left)];
  },
  proof(m: number, leaves: readonly Uint8Array[], whole = true): Uint8Array[] {
    if (m === leaves.length) return whole ? [] : [published.root(leaves)];
    const k = published.split(leaves.length);
    const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
    return m <= k
      ? [...published.proof(m, left, whole), published.root(right)]
      : [...published.proof(m - k, right, false), published.root(left)];
  },
};

function subtreesOf(leaves: readonly Uint8Array[]): SubtreeReader {
  const known = new Map<string, Uint8Array>();
  return (level, index) => {
    const name = `${String(level)}/${String(index)}`;
    const found =
      known.get(name) ?? published.root(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));
    known.set(name, found);
    return found;
  };
}

function leavesOf(size: number): Uint8Array[] {
  return Array.from({ length: size }, (_, index) =>
    leafHash(Buffer.from(`entry ${String(index)}`)),
  );
}

// transparency-dev/merkle, testonly/constants.go (the leaves of the Certificate Transparency tests).
const entries = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map(bytes);
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const nodes = {
  '0/0': '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  '0/1': '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
  '0/4': 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
  '1/0': 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  '1/1': '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  '1/2': '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
  '1/3': 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  '2/0': 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '2/1': '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
} as const;
type NodeName = keyof typeof nodes;

describe('the tree of the published leaves', () => {
  const leaves = entries.map(leafHash);
  const subtree = subtreesOf(leaves);

  it.each(roots.map((root, size) => [size, root] as const))(
    'has, at size %d, the published root',
    (size, root) => {
      expect(hex(treeRoot(size, subtree))).toBe(root);
      const growing = new GrowingTree();
      for (const leaf of leaves.slice(0, size)) growing.add(leaf);
      expect([growing.size, hex(growing.root())]).toEqual([size, root]);
    },
  );

  it('has the published nodes', () => {
    for (const [name, node] of Object.entries(nodes)) {
      const [level = 0, index = 0] = name.split('/').map(Number);
      expect(hex(subtree(level, index))).toBe(node);
    }
  });

  // As the tests of Certificate Transparency name them, in the nodes above.
  it.each([
    [0, 1, []],
    [0, 8, ['0/1', '1/1', '2/1']],
    [5, 8, ['0/4', '1/3', '2/0']],
    [2, 3, ['1/0']],
    [1, 5, ['0/0', '1/1', '0/4']],
  ] as const satisfies [number, number, readonly NodeName[]][])(
    'proves leaf %d of %d by the published path',
    (index, size, path) => {
      const proof = inclusionProof(index, size, subtree);
      expect(proof.map(hex)).toEqual(path.map((name: NodeName) => nodes[name]));
      expect(includes(index, size, leaves[index]!, proof, bytes(roots[size]!))).toBe(true);
    },
  );

  it.each([
    [1, 1, []],
    [1, 8, ['0/1', '1/1', '2/1']],
    [6, 8, ['1/2', '1/3', '2/0']],
    [2, 5, ['1/1', '0/4']],
  ] as const satisfies [number, number, readonly NodeName[]][])(
    'proves that %d leaves begin %d by the published path',
    (first, second, path) => {
      const proof = consistencyProof(first, second, subtree);
      expect(proof.map(hex)).toEqual(path.map((name: NodeName) => nodes[name]));
      const [one, other] = [bytes(roots[first]!), bytes(roots[second]!)];
      expect(continues(first, second, proof, one, other)).toBe(true);
    },
  );
});

/** The same proof with something wrong, in every way there is. */
function wrongProofs(proof: readonly Uint8Array[]): Uint8Array[][] {
  const flipped = proof.map((_, at) =>
    proof.map((hash, index) => (index === at ? flip(hash, (at * 7) % 256) : hash)),
  );
  const other = leafHash(Buffer.from('of no tree'));
  return [
    ...flipped,
    [...proof, other],
    [other, ...proof],
    ...(proof.length === 0 ? [] : [proof.slice(1), proof.slice(0, -1)]),
    ...(proof.length === 0 ? [] : [[proof[0]!.subarray(1), ...proof.slice(1)]]),
  ];
}

function flip(hash: Uint8Array, bit: number): Uint8Array {
  const changed = Uint8Array.from(hash);
  changed[bit >> 3]! ^= 1 << (bit & 7);
  return changed;
}

describe(`every tree up to ${String(largest)} leaves`, () => {
  const leaves = leavesOf(largest);
  const subtree = subtreesOf(leaves);
  const rootsHere = Array.from({ length: largest + 1 }, (_, size) =>
    published.root(leaves.slice(0, size)),
  );

  it('has the root of the definition, grown leaf by leaf too', () => {
    const growing = new GrowingTree();
    for (let size = 0; size <= largest; size += 1) {
      expect(treeRoot(size, subtree)).toEqual(rootsHere[size]);
      expect(growing.root()).toEqual(rootsHere[size]);
      if (size < largest) growing.add(leaves[size]!);
    }
  });

  it('proves each of its leaves by the path of the definition, and by no other', () => {
    const wrong: string[] = [];
    for (let size = 1; size <= largest; size += 1)
      for (let index = 0; index < size; index += 1) {
        const [leaf, root] = [leaves[index]!, rootsHere[size]!];
        const proof = inclusionProof(index, size, subtree);
        const name = `${String(index)} of ${String(size)}`;
        if (size <= 64) expect(proof).toEqual(published.path(index, leaves.slice(0, size)));
        if (!includes(index, size, leaf, proof, root)) wrong.push(`${name} is not proved`);
        const taken = [
          ...wrongProofs(proof).map((bad) => includes(index, size, leaf, bad, root)),
          includes(index, size, flip(leaf, 3), proof, root),
          includes(index, size, leaf, proof, flip(root, 5)),
          includes(index + size, size, leaf, proof, root),
          ...(size > 1 ? [includes((index + 1) % size, size, leaf, proof, root)] : []),
        ];
        if (taken.includes(true)) wrong.push(`${name} by a wrong proof`);
      }
    expect(wrong).toEqual([]);
  });

  it('proves that each smaller tree begins it by the path of the definition, and by no other', () => {
    const wrong: string[] = [];
    for (let second = 0; second <= largest; second += 1)
      for (let first = 0; first <= second; first += 1) {
        const [one, other] = [rootsHere[first]!, rootsHere[second]!];
        const proof = consistencyProof(first, second, subtree);
        const name = `${String(first)} in ${String(second)}`;
        if (first > 0 && second <= 64)
          expect(proof).toEqual(published.proof(first, leaves.slice(0, second)));
        if (!continues(first, second, proof, one, other)) wrong.push(`${name} is not proved`);
        // Every tree begins with the empty one, so there the second root is free.
        const taken = [
          ...wrongProofs(proof).map((bad) => continues(first, second, bad, one, other)),
          continues(first, second, proof, flip(one, 9), other),
          ...(first > 0 ? [continues(first, second, proof, one, flip(other, 9))] : []),
          ...(first < second ? [continues(second, first, proof, other, one)] : []),
        ];
        if (taken.includes(true)) wrong.push(`${name} by a wrong proof`);
      }
    expect(wrong).toEqual([]);
  });
});

describe('a proof that cannot be one', () => {
  const root = leafHash(Buffer.from('root'));

  it('is refused, whatever its numbers', () => {
    const numbers = [-1, 0.5, NaN, Infinity, 2 ** 53, -0.5];
    for (const number of numbers) {
      expect(includes(number, 8, root, [], root)).toBe(false);
      expect(includes(0, number, root, [], root)).toBe(false);
      expect(continues(number, 8, [], root, root)).toBe(false);
      expect(continues(1, number, [], root, root)).toBe(false);
    }
    expect(includes(0, 1, root, Array<Uint8Array>(200).fill(root), root)).toBe(false);
    expect(continues(1, 2, Array<Uint8Array>(200).fill(root), root, root)).toBe(false);
  });

  it('is refused when it begins above the leaves, or goes on beyond the root', () => {
    const leaves = leavesOf(8);
    const subtree = subtreesOf(leaves);
    const whole = treeRoot(8, subtree);
    // An inner node given out as a leaf, with the true rest of its path.
    const above = [subtree(1, 1), subtree(2, 1)];
    for (let index = 0; index < 8; index += 1)
      expect(includes(index, 8, subtree(1, 0), above, whole)).toBe(false);
    const [one, other] = [leaves[0]!, leaves[1]!];
    expect(includes(0, 1, one, [other], nodeHash(other, one))).toBe(false);
    expect(includes(0, 1, one, [other], nodeHash(one, other))).toBe(false);
    // The root of two leaves given out as one of eight.
    expect(continues(1, 8, [other], one, nodeHash(one, other))).toBe(false);
    const longer = [other, nodeHash(other, one), nodeHash(other, one)];
    expect(continues(1, 2, [other, root], one, nodeHash(one, other))).toBe(false);
    expect(continues(1, 2, longer, one, nodeHash(one, other))).toBe(false);
  });

  it('is not made', () => {
    const none: SubtreeReader = () => root;
    expect(() => inclusionProof(8, 8, none)).toThrow(RangeError);
    expect(() => inclusionProof(0, 0, none)).toThrow(RangeError);
    expect(() => inclusionProof(0, 2 ** 53, none)).toThrow(RangeError);
    expect(() => consistencyProof(9, 8, none)).toThrow(RangeError);
  });

  it('is made and taken in trees whose sizes are beyond 32 bits', () => {
    const size = 2 ** 52 + 2 ** 33 + 1;
    // A tree of equal leaves has but one complete subtree at each level.
    const levels = [leafHash(Buffer.from('one'))];
    while (levels.length < 53) levels.push(nodeHash(levels.at(-1)!, levels.at(-1)!));
    const equal: SubtreeReader = (level) => levels[level]!;
    const whole = treeRoot(size, equal);
    for (const index of [0, 2 ** 33, 2 ** 52 - 1, 2 ** 52 + 5, size - 1]) {
      const proof = inclusionProof(index, size, equal);
      expect(includes(index, size, levels[0]!, proof, whole)).toBe(true);
      expect(includes(index, size, levels[0]!, proof.slice(1), whole)).toBe(false);
    }
    for (const first of [1, 2 ** 33, 2 ** 33 + 3, 2 ** 52, size - 1]) {
      const proof = consistencyProof(first, size, equal);
      expect(continues(first, size, proof, treeRoot(first, equal), whole)).toBe(true);
      expect(continues(first, size, proof, treeRoot(first + 1, equal), whole)).toBe(false);
    }
  });
});

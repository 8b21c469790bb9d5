import { generateKeyPairSync } from 'node:crypto';
import { printCheckpoint } from '../../../src/ledger/transparency/checkpoint.js';
import { inclusionProof, leafHash, treeRoot } from '../../../src/ledger/transparency/merkle.js';
import { ed25519Signer, ed25519Verifier, signNote } from '../../../src/ledger/transparency/note.js';
import { DoesNotHold, Malformed } from '../../../src/ledger/transparency/refused.js';
import { rootOver } from '../../../src/ledger/transparency/tiles.js';
import {
  parseTlogProof,
  printTlogProof,
  verifyTlogProof,
  type TlogProof,
} from '../../../src/ledger/transparency/tlog-proof.js';

const log = ed25519Signer('log.example/a', generateKeyPairSync('ed25519').privateKey);
const key = ed25519Verifier(log.verifierKey);
const entries = Array.from({ length: 11 }, (_, n) => Buffer.alloc(32, n));
const leaves = entries.map(leafHash);
const subtree = (level: number, index: number): Uint8Array =>
  rootOver(leaves.slice(index * 2 ** level, (index + 1) * 2 ** level));
const size = entries.length;
const checkpoint = signNote(
  printCheckpoint({ origin: log.name, size, root: treeRoot(size, subtree) }),
  [log],
);
const receipts = entries.map((extra, index): TlogProof => ({
  extra: new Uint8Array(extra),
  index,
  hashes: inclusionProof(index, size, subtree),
  checkpoint,
}));
const receipt = receipts[6]!;
const text = printTlogProof(receipt);

describe('a receipt', () => {
  it('is read back as it was written, and verifies with the key of the log alone', () => {
    for (const one of receipts) {
      const read = parseTlogProof(printTlogProof(one));
      expect(read).toEqual(one);
      expect(verifyTlogProof(read, [key])).toMatchObject({ size, origin: log.name });
    }
  });

  it('is the format of the specification, line for line', () => {
    const [first, extra, index, ...rest] = text.split('\n');
    expect([first, extra, index]).toEqual([
      'c2sp.org/tlog-proof@v1',
      `extra ${Buffer.alloc(32, 6).toString('base64')}`,
      'index 6',
    ]);
    expect(rest.indexOf('')).toBe(receipt.hashes.length);
    expect(text.endsWith(`\n\n${checkpoint}`)).toBe(true);
  });

  it('needs no extra where the entry is known', () => {
    const { extra, ...bare } = receipt;
    const read = parseTlogProof(printTlogProof(bare));
    expect(verifyTlogProof(read, [key], extra).size).toBe(size);
    expect(() => verifyTlogProof(read, [key])).toThrow(Malformed);
  });

  it('of the only entry has no hashes', () => {
    const one = signNote(printCheckpoint({ origin: log.name, size: 1, root: leaves[0]! }), [log]);
    const read = parseTlogProof(printTlogProof({ index: 0, hashes: [], checkpoint: one }));
    expect(verifyTlogProof(read, [key], entries[0]).size).toBe(1);
  });

  it('does not hold for another entry, index, path, tree or log', () => {
    const other = ed25519Signer(log.name, generateKeyPairSync('ed25519').privateKey);
    const wrong: TlogProof[] = [
      { ...receipt, extra: Buffer.alloc(32, 7) },
      { ...receipt, index: 7 },
      { ...receipt, index: size },
      { ...receipt, hashes: receipt.hashes.slice(1) },
      { ...receipt, hashes: receipt.hashes.toReversed() },
      { ...receipt, hashes: [...receipt.hashes, receipt.hashes[0]!] },
      ...receipt.hashes.map((_, at) => ({
        ...receipt,
        hashes: receipt.hashes.map((hash, place) => (place === at ? leafHash(hash) : hash)),
      })),
      {
        ...receipt,
        checkpoint: signNote(printCheckpoint({ origin: log.name, size, root: leaves[0]! }), [log]),
      },
    ];
    for (const one of wrong)
      expect(() => verifyTlogProof(parseTlogProof(printTlogProof(one)), [key])).toThrow(
        DoesNotHold,
      );
    expect(() => verifyTlogProof(receipt, [ed25519Verifier(other.verifierKey)])).toThrow(
      DoesNotHold,
    );
  });

  const line = (at: number, changed: string): string =>
    text.split('\n').with(at, changed).join('\n');
  it.each([
    ['empty', ''],
    ['of another version', line(0, 'c2sp.org/tlog-proof@v2')],
    ['with the index first', text.replace(/(extra .*)\n(index 6)/, '$2\n$1')],
    ['with two extras', text.replace(/(extra .*\n)/, '$1$1')],
    ['with an extra that is not base64', line(1, 'extra !!!!')],
    ['with an extra of 100 kB', line(1, `extra ${'AAAA'.repeat(25_000)}`)],
    ['without an index', text.replace('index 6\n', '')],
    ['with an index below 0', line(2, 'index -1')],
    ['with a zero before the index', line(2, 'index 06')],
    ['with an index beyond 2^53', line(2, 'index 9007199254740993')],
    ['with a hash of 31 bytes', line(3, Buffer.alloc(31).toString('base64'))],
    ['with a hash for the web', line(3, `_${text.split('\n')[3]!.slice(1)}`)],
    ['with a carriage return', text.replace('index 6\n', 'index 6\r\n')],
    [
      'with 100 hashes',
      text.replace('index 6\n', `index 6\n${`${text.split('\n')[3]!}\n`.repeat(100)}`),
    ],
    ['without a checkpoint', text.slice(0, text.indexOf('\n\n'))],
    ['with an empty checkpoint', text.slice(0, text.indexOf('\n\n') + 2)],
    ['with a checkpoint that is no note', `${text.slice(0, text.indexOf('\n\n') + 2)}hello\n`],
  ])('%s is none', (_, bad) => {
    expect(() => {
      verifyTlogProof(parseTlogProof(bad), [key]);
    }).toThrow(Malformed);
  });

  // RELIABILITY b.3, B4: whatever was changed, the answer is one of two refusals.
  it('is refused by name after any change of its bytes, 20,000 times', () => {
    let seed = 20_260_722;
    const below = (n: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      return seed % n;
    };
    const letters = Array.from('\n—+/=0123456789abcdefxyzAZ. \u0000\u00e9\ud800');
    const bad: string[] = [];
    for (let trial = 0; trial < 20_000; trial += 1) {
      const at = below(text.length);
      const change = [
        () => text.slice(0, at) + letters[below(letters.length)]! + text.slice(at + 1),
        () => text.slice(0, at) + letters[below(letters.length)]! + text.slice(at),
        () => text.slice(0, at) + text.slice(at + 1 + below(40)),
        () => text.slice(0, at),
        () => text.slice(at) + text.slice(0, at),
      ][below(5)]!;
      const changed = change();
      if (changed === text) continue;
      try {
        verifyTlogProof(parseTlogProof(changed), [key]);
        bad.push(`taken: ${JSON.stringify(changed)}`);
      } catch (error) {
        if (!(error instanceof Malformed || error instanceof DoesNotHold)) bad.push(String(error));
      }
    }
    expect(bad).toEqual([]);
  });
});

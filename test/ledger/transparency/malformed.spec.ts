// Whatever is read from others, changed in any way (RELIABILITY B4): never taken for what it was,
// refused by name, and at once. 3,000 changes of each thing; FUZZ=50000 for the long run. Receipts
// have theirs in tlog-proof.spec.ts, proofs in merkle.spec.ts, addresses of tiles in tiles.spec.ts.
import { generateKeyPairSync } from 'node:crypto';
import { openCheckpoint, printCheckpoint } from '../../../src/ledger/transparency/checkpoint.js';
import { cosignatureVerifier, cosigner } from '../../../src/ledger/transparency/cosignature.js';
import { leafHash, sameHash } from '../../../src/ledger/transparency/merkle.js';
import {
  ed25519Signer,
  ed25519Verifier,
  openNote,
  printNote,
} from '../../../src/ledger/transparency/note.js';
import { DoesNotHold, Malformed } from '../../../src/ledger/transparency/refused.js';
import {
  parseBundle,
  parseTile,
  printBundle,
  printTile,
  rootOver,
} from '../../../src/ledger/transparency/tiles.js';
import { seeded } from '../../support/seeded.js';

const changes = Number(process.env['FUZZ'] ?? 3_000);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

const log = ed25519Signer('log.example/a', generateKeyPairSync('ed25519').privateKey);
const witness = cosigner('witness.example/w', generateKeyPairSync('ed25519').privateKey);
const logKey = ed25519Verifier(log.verifierKey);
const witnessKey = cosignatureVerifier(witness.verifierKey);

const entries = Array.from({ length: 256 }, (_, n) => new Uint8Array(Buffer.alloc(32, n)));
const leaves = entries.map(leafHash);
const root = rootOver(leaves);
const text = printCheckpoint({ origin: log.name, size: 256, root });
const checkpoint = printNote({
  text,
  signatures: [log.sign(text), witness.sign(text, 1_700_000_000)],
});

/** Says whether bytes are taken for the true thing; throws what refuses them. */
type Taken = (bytes: Buffer) => boolean;

/** As text, in the only way in which bytes are ever read as text here. */
const textOf = (bytes: Buffer): string =>
  new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

const things: readonly (readonly [what: string, bytes: Buffer, taken: Taken])[] = [
  [
    'note',
    Buffer.from(checkpoint),
    (bytes) => openNote(textOf(bytes), [logKey, witnessKey]).by.length === 2,
  ],
  [
    'checkpoint',
    Buffer.from(printNote({ text, signatures: [log.sign(text)] })),
    (bytes) => openCheckpoint(textOf(bytes), [logKey]).size >= 0,
  ],
  [
    'cosignature',
    Buffer.from(printNote({ text, signatures: [witness.sign(text, 1_700_000_000)] })),
    (bytes) => openNote(textOf(bytes), [witnessKey]).by.length > 0,
  ],
  [
    'verifier key',
    Buffer.from(log.verifierKey),
    (bytes) => ed25519Verifier(textOf(bytes)).keyId !== '',
  ],
  [
    'tile',
    Buffer.from(printTile(leaves)),
    (bytes) => sameHash(rootOver(parseTile(bytes, 256)), root),
  ],
  [
    'bundle',
    Buffer.from(printBundle(entries)),
    (bytes) => sameHash(rootOver(parseBundle(bytes, 256).map(leafHash)), root),
  ],
];

/** Changes bytes in one of the ways in which things come to be wrong. */
function changed(bytes: Buffer, below: (n: number) => number): Buffer {
  const at = below(bytes.length);
  const length = 1 + below(40);
  const noise = Buffer.from(Array.from({ length }, () => below(256)));
  const letters = Buffer.from('\n— +/=0123456789abcdefABCDEFxyz.\r\t\u00a0\u3000\ufeff');
  const letter = letters.subarray(below(letters.length));
  const ways: readonly (() => readonly Uint8Array[])[] = [
    () => [bytes.subarray(0, at), Buffer.of(bytes[at]! ^ (1 << below(8))), bytes.subarray(at + 1)],
    () => [bytes.subarray(0, at), letter.subarray(0, 1), bytes.subarray(at + 1)],
    () => [bytes.subarray(0, at), letter.subarray(0, 3), bytes.subarray(at)],
    () => [bytes.subarray(0, at), bytes.subarray(at + length)],
    () => [bytes.subarray(0, at)],
    () => [bytes.subarray(at)],
    () => [bytes.subarray(at), bytes.subarray(0, at)],
    () => [bytes, noise],
    () => [noise],
    () => [bytes.subarray(0, at), noise, bytes.subarray(at + length)],
    () => [bytes, bytes],
    () => [
      bytes.subarray(0, at),
      ...Array<Buffer>(2_000).fill(bytes.subarray(at, at + length)),
      bytes.subarray(at),
    ],
  ];
  return Buffer.concat((ways[below(ways.length)] ?? (() => []))());
}

describe('what comes from others and was changed', () => {
  it.each(things)(
    `is never taken for the %s that it was, ${String(changes)} times`,
    (_, bytes, taken) => {
      const chance = seeded(seed);
      const below = (n: number): number => Math.floor(chance() * n);
      const wrong: string[] = [];
      let slowest = 0;
      for (let time = 0; time < changes; time += 1) {
        const bad = changed(bytes, below);
        if (bad.equals(bytes)) continue;
        const begun = performance.now();
        try {
          if (taken(bad)) wrong.push(`taken: ${bad.toString('base64').slice(0, 1_000)}`);
        } catch (error) {
          if (!(error instanceof Malformed || error instanceof DoesNotHold))
            wrong.push(`${String(error)}: ${bad.toString('base64').slice(0, 1_000)}`);
        }
        slowest = Math.max(slowest, performance.now() - begun);
      }
      process.stdout.write(`SEED=${String(seed)}: the slowest took ${slowest.toFixed(1)} ms\n`);
      expect(wrong).toEqual([]);
    },
  );

  it.each(things)('is told to be the %s when nothing was changed', (_, bytes, taken) => {
    expect(taken(bytes)).toBe(true);
  });
});

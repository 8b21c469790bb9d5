// `wenze verify --url` against a log that is served true, and served false in every way a hostile
// or broken server can.
import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyService } from '../../src/cli/verify-service.js';
import { readLogKeys, readVerifierKeys } from '../../src/ledger/sequencer/log-key.js';
import { PublishedLog } from '../../src/ledger/sequencer/published-log.js';
import { printCheckpoint } from '../../src/ledger/transparency/checkpoint.js';
import { cosigner } from '../../src/ledger/transparency/cosignature.js';
import {
  ed25519Signer,
  parseNote,
  printNote,
  signNote,
} from '../../src/ledger/transparency/note.js';
import { parseTilePath } from '../../src/ledger/transparency/tiles.js';
import { grow, noteOf, sign } from '../ledger/sequencer/signed-ledger.js';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Served = Buffer | number | undefined;

const directory = mkdtempSync(join(tmpdir(), 'wenze-'));
const earlier: string[] = [];
let log: PublishedLog;
let key: string;
let server: Server;
let url: URL;
const witness = cosigner('witness.example/w1', generateKeyPairSync('ed25519').privateKey);
/** What is served as cosigned by the witness. */
let cosigned: string;
/** What the server makes of a file before it sends it: other bytes, a status, or nothing special. */
let change: (path: string, bytes: Buffer) => Served;

beforeAll(async () => {
  await grow(directory, 100);
  await sign(directory);
  earlier.push(noteOf(directory) ?? '');
  await grow(directory, 470);
  await sign(directory);
  log = PublishedLog.of(directory);
  [key = ''] = readVerifierKeys(directory);
  server = createServer((request, response) => {
    void answer(request.url?.slice('/log/'.length) ?? '').then((served) => {
      if (typeof served === 'number')
        response.writeHead(served, { location: '/elsewhere' }).end('not this time');
      else if (served === undefined) response.writeHead(404).end();
      else response.end(served);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = new URL(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/log/`);
}, 120_000);

afterAll(async () => {
  server.close();
  await log.close();
  rmSync(directory, { recursive: true });
});

beforeEach(() => {
  change = (_, bytes) => bytes;
});

async function answer(path: string): Promise<Served> {
  const bytes = await fileAt(path);
  return bytes === undefined ? undefined : change(path, bytes);
}

async function fileAt(path: string): Promise<Buffer | undefined> {
  if (path === `checkpoint?witness=${encodeURIComponent(witness.name)}`)
    return Buffer.from(cosigned);
  if (path === 'key') return Buffer.from(`${key}\n`);
  if (path === 'checkpoint') return Buffer.from((await log.checkpoint()).note);
  const bytes = await log.tile(parseTilePath(path.slice('tile/'.length)));
  return bytes && Buffer.from(bytes);
}

async function verify(
  verifierKeys: readonly string[] = [key],
  kept: readonly { name: string; note: string }[] = [],
  witnessKeys: readonly string[] = [],
) {
  const told: string[] = [];
  const found = await verifyService(
    { url, verifierKeys, witnessKeys, kept, report: (reason) => void told.push(reason) },
    () => undefined,
  );
  expect(told).toEqual(found.faults);
  expect(found.holds).toBe(told.length === 0);
  return found;
}

/** Flips one bit of a byte. */
function flipped(bytes: Buffer, at: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[at]! ^= 0x10;
  return changed;
}

describe('a log that is served true', () => {
  it('holds, with the key known from elsewhere or believed', async () => {
    expect(await verify()).toMatchObject({ holds: true, size: 570, faults: [], believedKey: null });
    expect(await verify([])).toMatchObject({ holds: true, believedKey: key });
  });

  it('holds where the service kept the full tile and let go of the partial ones', async () => {
    // An old checkpoint, whose partial tiles have been filled since.
    change = (path, bytes) => {
      if (path === 'checkpoint') return Buffer.from(earlier[0]!);
      return path.includes('.p/') ? undefined : bytes;
    };
    expect(await verify()).toMatchObject({ holds: true, size: 100 });
  });

  it('goes on from a checkpoint that was kept', async () => {
    expect(await verify([key], [{ name: 'kept', note: earlier[0]! }])).toMatchObject({
      holds: true,
    });
  });
});

describe('a log that a witness is demanded of', () => {
  const verifyWitnessed = () => verify([key], [], [witness.verifierKey]);
  /** A note with the word of the witness, said of its text or of another. */
  const cosign = (note: string, text = parseNote(note).text): string => {
    const { signatures, text: own } = parseNote(note);
    return printNote({ text: own, signatures: [...signatures, witness.sign(text, 1_700_000_000)] });
  };

  it('holds where the witness has cosigned a part of it, which is said with the time', async () => {
    cosigned = cosign(earlier[0]!);
    const witnessed = [{ witness: witness.name, size: 100, at: '2023-11-14T22:13:20.000Z' }];
    expect(await verifyWitnessed()).toMatchObject({ holds: true, size: 570, witnessed });
  });

  it('does not hold where the word is missing, of another text or of another log', async () => {
    const last = noteOf(directory)!;
    const another = signNote(
      printCheckpoint({ origin: 'other.example', size: 1, root: new Uint8Array(32) }),
      [ed25519Signer('other.example', generateKeyPairSync('ed25519').privateKey)],
    );
    for (const [note, reason] of [
      [last, 'no key that is trusted has signed the note'],
      [cosign(last, parseNote(earlier[0]!).text), 'the signature of witness.example/w1 does not'],
      [cosign(another), 'no key that is trusted has signed the note'],
      ['', 'note: has no empty line'],
    ] as const) {
      cosigned = note;
      const { faults, witnessed } = await verifyWitnessed();
      expect([faults.length, witnessed]).toEqual([1, []]);
      expect(faults[0]).toContain(`no checkpoint that witness.example/w1 cosigned: ${reason}`);
    }
  });

  it('does not hold where the witness has seen another history, or a longer one', async () => {
    const signer = readLogKeys(directory, 'test.example/ledger')!;
    const other = (size: number): string =>
      cosign(
        signNote(
          printCheckpoint({ origin: 'test.example/ledger', size, root: new Uint8Array(32) }),
          signer,
        ),
      );
    cosigned = other(100);
    const name = 'the checkpoint that witness.example/w1 cosigned';
    expect((await verifyWitnessed()).faults).toEqual([
      `the first 100 leaves are not those of ${name}`,
    ]);
    cosigned = other(571);
    expect((await verifyWitnessed()).faults).toEqual([
      `${name} covers 571 leaves and the log has 570`,
    ]);
  });
});

describe('a log that is served false', () => {
  const on = (file: string, changed: (bytes: Buffer) => Served) => {
    change = (path, bytes) => (path === file ? changed(bytes) : bytes);
  };

  it('is found out by every entry that was changed, by its place', async () => {
    on('tile/entries/000', (bytes) => flipped(flipped(bytes, 34 * 7 + 5), 34 * 200 + 9));
    expect((await verify()).faults).toEqual([
      'entry 7 of tile/entries/000 is not leaf 7 of its tile',
      'entry 200 of tile/entries/000 is not leaf 200 of its tile',
      'the first 570 leaves are not those of the checkpoint',
      'hash 0 of tile/1/000.p/2 is not the root below it',
    ]);
  });

  it('is found out by a leaf that was changed, though the entry was not', async () => {
    on('tile/0/001', (bytes) => flipped(bytes, 32 * 3));
    expect((await verify()).faults).toEqual([
      'entry 3 of tile/entries/001 is not leaf 259 of its tile',
    ]);
  });

  it('is found out by a tile above the leaves', async () => {
    on('tile/1/000.p/2', (bytes) => flipped(bytes, 32));
    expect((await verify()).faults).toEqual(['hash 1 of tile/1/000.p/2 is not the root below it']);
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['empty', () => Buffer.alloc(0)],
    ['longer', (bytes: Buffer) => Buffer.concat([bytes, bytes])],
    ['of 20 MB', () => Buffer.alloc(20_000_000)],
    ['of other bytes', (bytes: Buffer) => Buffer.alloc(bytes.length, 255)],
    ['an error', () => 500],
    ['a redirect', () => 302],
    ['not there', () => undefined],
  ] as const)('is refused by name where a file is %s', async (_, changed) => {
    for (const file of ['checkpoint', 'tile/0/000', 'tile/entries/001', 'tile/1/000.p/2']) {
      on(file, changed);
      const { holds, faults } = await verify();
      expect([file, holds, faults.length > 0]).toEqual([file, false, true]);
    }
  });

  it('is refused where its key is none', async () => {
    for (const served of [500, undefined, Buffer.alloc(0), Buffer.alloc(40, 255)]) {
      on('key', () => served);
      expect((await verify([])).faults).toHaveLength(1);
    }
  });

  it('is refused with a key that is not its own, or a checkpoint that is not its own', async () => {
    const other = key.replace('test.example', 'other.example');
    on('checkpoint', () => Buffer.from(noteOf(directory)!.replace('\n570\n', '\n571\n')));
    expect((await verify()).faults).toEqual(['the signature of test.example/ledger does not hold']);
    change = (_, bytes) => bytes;
    expect((await verify([other])).faults).toEqual(['verifier key: has another id']);
  });

  it('is refused where it has lost or changed what was kept', async () => {
    on('checkpoint', () => Buffer.from(earlier[0]!));
    const kept = [{ name: 'kept', note: noteOf(directory)! }];
    expect((await verify([key], kept)).faults).toEqual([
      'kept covers 570 leaves and the log has 100',
    ]);
    change = (_, bytes) => bytes;
    expect((await verify([key], [{ name: 'kept', note: 'no note' }])).faults).toEqual([
      'kept: note: has no empty line before its signatures',
    ]);
  });

  it('that is nowhere is said to be nowhere', async () => {
    const { origin } = url;
    const found = await verifyService(
      {
        url: new URL(`${origin.replace(/:\d+$/, ':1')}/`),
        verifierKeys: [key],
        kept: [],
        report: () => undefined,
      },
      () => undefined,
    );
    expect(found.faults).toEqual(['checkpoint: cannot be fetched']);
  });
});

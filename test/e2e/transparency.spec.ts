// The transparency log of a running service, seen by an outsider who has its key and the
// specifications: test/support/outsider.ts, which shares no code with it.
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { consistency, inclusion } from '../../src/api/ledger-answers.js';
import { basePath } from '../../src/api/routes.js';
import { wenze } from '../cli/command-line.js';
import { problemIn, refusal, type Answer } from '../support/caller.js';
import { fictionalNames, registerCity, registration, walk, type City } from '../support/city.js';
import {
  checkpointIn,
  leafHashOf,
  receiptHolds,
  rootFrom,
  rootOf,
  rootsFrom,
} from '../support/outsider.js';
import { RunningService } from '../support/running-service.js';

const prefix = `${basePath}/ledger`;

let service: RunningService;
let city: City;
let key: string;

beforeAll(async () => {
  service = await RunningService.start();
  key = (await service.ask(`${prefix}/key`)).text.trimEnd();
  city = await registerCity(service);
}, 60_000);

async function checkpoint(of = service) {
  const { status, text } = await of.ask(`${prefix}/checkpoint`);
  expect(status).toBe(200);
  return { ...checkpointIn(text, key), text };
}

/** The checkpoint as soon as it covers the ledger as it stands now. */
async function covering(of = service) {
  const head = await of.head();
  for (;;) {
    const found = await checkpoint(of);
    if (found.size >= head) return found;
    await delay(20);
  }
}

async function tile(path: string, of = service): Promise<Buffer> {
  const response = await fetch(`${of.origin}${prefix}/tile/${path}`);
  expect([path, response.status]).toEqual([path, 200]);
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('cache-control')).toContain('immutable');
  return Buffer.from(await response.arrayBuffer());
}

const chunks = (bytes: Buffer, of: number): Buffer[] =>
  Array.from({ length: bytes.length / of }, (_, at) => bytes.subarray(at * of, (at + 1) * of));

/** All leaf hashes of a tree, from bundles and from tiles, which must agree. */
async function leavesOf(size: number): Promise<Buffer[]> {
  const leaves: Buffer[] = [];
  for (let index = 0; index * 256 < size; index += 1) {
    const width = Math.min(256, size - index * 256);
    const name = `${String(index).padStart(3, '0')}${width < 256 ? `.p/${String(width)}` : ''}`;
    const entries = chunks(await tile(`entries/${name}`), 34);
    const hashes = chunks(await tile(`0/${name}`), 32);
    expect(entries.every((entry) => entry.readUInt16BE() === 32)).toBe(true);
    expect(entries.map((entry) => leafHashOf(entry.subarray(2)))).toEqual(hashes);
    leaves.push(...hashes);
  }
  return leaves;
}

const fromBase64 = (text: string): Buffer => Buffer.from(text, 'base64');

describe('whoever was told that an event is recorded', () => {
  it('gets a checkpoint that covers it, and a receipt that holds without the service', async () => {
    const { events } = await walk(city.clerk, 'C-1', 'accept');
    const { eventId, position } = events[0]!;
    const answer = await city.clerk.ask(`/ledger/receipts/${eventId}`);
    expect([answer.status, answer.headers.get('content-disposition')]).toEqual([
      200,
      `attachment; filename="${eventId}.tlog-proof"`,
    ]);
    const { index, size, entry } = receiptHolds(answer.text, key);
    expect([entry.length, index < size]).toEqual([32, true]);
    expect((await checkpoint()).size).toBeGreaterThanOrEqual(Number(position));
    expect(() => receiptHolds(answer.text.replace('index ', 'index 1'), key)).toThrow();
    const other = answer.text.replace(
      /^extra ./m,
      (start) => `extra ${start.endsWith('A') ? 'B' : 'A'}`,
    );
    expect(() => receiptHolds(other, key)).toThrow('another root');
  });

  it('gets the same as a proof by position', async () => {
    const { events } = await city.clerk.did('C-2', 'register', registration);
    const { eventId, position } = events[0]!;
    const found = await city.clerk.get(`/ledger/proofs/inclusion?position=${position}`, inclusion);
    const { size, root } = checkpointIn(found.checkpoint, key);
    expect(found).toMatchObject({ position, size, index: Number(position) - 1 });
    const leaf = leafHashOf(fromBase64(found.entry));
    expect(rootFrom(found.index, size, leaf, found.hashes.map(fromBase64))).toEqual(root);
    const receipt = (await city.clerk.ask(`/ledger/receipts/${eventId}`)).text;
    expect(receiptHolds(receipt, key).entry).toEqual(fromBase64(found.entry));
  });

  it('gets no receipt for an event that nobody recorded', async () => {
    const none = '00000000-0000-8000-8000-000000000000';
    expect(refusal(await city.clerk.ask(`/ledger/receipts/${none}`))).toBe('404 event-not-found');
    expect(refusal(await city.clerk.ask('/ledger/proofs/inclusion?position=0'))).toBe(
      '404 event-not-found',
    );
  });
});

describe('an outsider', () => {
  it('computes the root of the checkpoint from the entries alone, over more than one tile', async () => {
    for (let n = 0; n < 300; n += 20)
      await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          city.clerk.did(`T-${String(n + at)}`, 'register', registration),
        ),
      );
    const { size, root } = await covering();
    expect(size).toBeGreaterThan(300);
    const leaves = await leavesOf(size);
    expect(rootOf(leaves)).toEqual(root);
    // Level 1: the root of the one full tile.
    expect(await tile(`1/000.p/${String(Math.floor(size / 256))}`)).toEqual(
      Buffer.concat(
        Array.from({ length: Math.floor(size / 256) }, (_, at) =>
          rootOf(leaves.slice(at * 256, (at + 1) * 256)),
        ),
      ),
    );
  });

  it('sees that each checkpoint goes on from the one before, by a proof', async () => {
    const before = await covering();
    await city.clerk.did('C-3', 'register', registration);
    const after = await covering();
    expect(after.size).toBeGreaterThan(before.size);
    const range = `from=${String(before.size)}&to=${String(after.size)}`;
    const { hashes } = await city.clerk.get(`/ledger/proofs/consistency?${range}`, consistency);
    const { first, second } = rootsFrom(
      before.size,
      after.size,
      hashes.map(fromBase64),
      before.root,
    );
    expect([first, second]).toEqual([before.root, after.root]);
    const same = await city.clerk.get(
      `/ledger/proofs/consistency?from=${String(after.size)}&to=${String(after.size)}`,
      consistency,
    );
    expect(same.hashes).toEqual([]);
    const open = await city.clerk.get('/ledger/proofs/consistency?from=0', consistency);
    expect([open.hashes, open.to >= after.size]).toEqual([[], true]);
  });

  it('needs no token for checkpoint, key and tiles, and learns no name from them', async () => {
    const { size, text } = await covering();
    const { events } = await city.clerk.did('C-5', 'register', registration);
    const receipt = (await city.clerk.ask(`/ledger/receipts/${events[0]!.eventId}`)).text;
    const bundle = await tile('entries/000');
    const shown = `${text}${key}${receipt}${bundle.toString('utf8')}`;
    expect(fictionalNames.filter((name) => shown.includes(name))).toEqual([]);
    expect(size).toBeGreaterThan(256);
  });

  it.each([
    ['a tile that the tree does not have', 'tile/0/999', '404 tile-not-found'],
    ['a width beyond the tree', 'tile/1/000.p/255', '404 tile-not-found'],
    ['a bundle beyond the tree', 'tile/entries/900.p/1', '404 tile-not-found'],
    ['a level far above the tree', 'tile/63/000', '404 tile-not-found'],
    ['a width of 0', 'tile/0/000.p/0', '400 invalid-request'],
    ['a width of 256', 'tile/0/000.p/256', '400 invalid-request'],
    ['a level of 64', 'tile/64/000', '400 invalid-request'],
    ['an index that is not padded', 'tile/0/0', '400 invalid-request'],
    ['an index with an x too many', 'tile/0/x000/001', '400 invalid-request'],
    ['an empty path', 'tile/', '400 invalid-request'],
    ['a way out of it', 'tile/..%2f..%2fkeys.sqlite', '400 invalid-request'],
    ['a query', 'checkpoint?size=1', '400 invalid-request'],
  ])('is told what is wrong with %s', async (_, path, expected) => {
    const answer = await service.ask(`${prefix}/${path}`);
    expect(refusal(answer)).toBe(expected);
    if (answer.status === 400 && path.startsWith('tile'))
      expect(problemIn(answer).errors?.[0]?.path).toBe('tile');
  });

  it.each([
    ['from', 'from=999999'],
    ['to', 'from=1&to=999999'],
    ['from', 'from=3&to=2'],
    ['from', 'from=-1'],
    ['to', 'from=1&to=01'],
  ])('is told which size is wrong: %s in %s', async (path, query) => {
    const answer = await city.clerk.ask(`/ledger/proofs/consistency?${query}`);
    expect([refusal(answer), problemIn(answer).errors?.map((error) => error.path)]).toEqual([
      '400 invalid-request',
      [path],
    ]);
  });

  it('is told that the ledger ends before a position', async () => {
    const answer = await city.clerk.ask('/ledger/proofs/inclusion?position=99999999');
    expect(problemIn(answer).errors?.map((error) => error.path)).toEqual(['position']);
  });
});

describe('wenze verify, beside the running service', () => {
  it('says that everything holds, by its address and in its directory', async () => {
    const { size, text } = await covering();
    const kept = join(service.dataDir, 'kept');
    writeFileSync(kept, text);
    const byUrl = wenze(['verify', '--url', service.origin, '--key', key, '--checkpoint', kept]);
    expect(byUrl.out).toMatch(/^\d+ leaves: everything holds\n$/);
    const inPlace = wenze(['verify', '--data', service.dataDir, '--key', key]);
    expect(inPlace.out).toMatch(/everything holds; read models: same; log: \d+ signed\n$/);
    expect(size).toBeGreaterThan(300);
    expect([byUrl.code, inPlace.code]).toEqual([0, 0]);
    rmSync(kept);
  });
});

describe('a service that is killed', () => {
  it('goes on from the checkpoint it had published, with the same key', async () => {
    const before = await covering();
    const leaves = await leavesOf(before.size);
    await Promise.all(
      Array.from({ length: 10 }, (_, at) =>
        city.clerk.did(`K-${String(at)}`, 'register', registration),
      ),
    );
    await service.kill();
    await service.startAgain();
    expect((await service.ask(`${prefix}/key`)).text.trimEnd()).toBe(key);
    const after = await covering();
    expect(after.size).toBeGreaterThanOrEqual(before.size);
    const now = await leavesOf(after.size);
    expect(now.slice(0, before.size)).toEqual(leaves);
    expect([rootOf(now.slice(0, before.size)), rootOf(now)]).toEqual([before.root, after.root]);
  });
});

describe('a service that has lost its key', () => {
  it('says so in both languages, signs nothing, and does everything else', async () => {
    const before = await covering();
    await service.stop();
    rmSync(join(service.dataDir, 'log-key.pem'));
    await service.startAgain({ until: 'live' });
    const ready = (language: string): Promise<Answer> =>
      service.ask('/health/ready', { headers: { 'accept-language': language } });
    await until(async () => refusal(await ready('en')) === '503 not-ready');
    await until(async () => (await ready('en')).text.includes('transparency-log'));
    await until(async () => (await ready('en')).text.includes('key that signed it is missing'));
    expect((await ready('zh-CN')).text).toContain('签名密钥缺失');
    await city.clerk.did('C-4', 'register', registration);
    expect((await city.clerk.ask('/cases/C-4')).status).toBe(200);
    expect((await checkpoint()).text).toBe(before.text);
    const said = service.logLines().filter((line) => line.includes('the log will not sign'));
    expect(said.map((line) => z.looseObject({}).parse(JSON.parse(line)))).toMatchObject([
      { level: 60, code: 'key-missing' },
    ]);
  });
});

async function until(so: () => Promise<boolean>): Promise<void> {
  while (!(await so())) await delay(20);
}

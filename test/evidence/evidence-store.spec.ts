import { createDecipheriv, createHash, createSecretKey, randomBytes } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  EvidenceDamaged,
  EvidenceMissing,
  EvidenceTooLarge,
  openEvidenceStore,
  type EvidenceStore,
} from '../../src/evidence/evidence-store.js';
import type { CaseKey } from '../../src/ledger/keys.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const mebibyte = 1024 * 1024;
const document = Buffer.from('举报信（虚构）\n');
const hexOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const digestOf = (bytes: Buffer) => `sha-256:${hexOf(bytes)}`;
const none = digestOf(Buffer.from('nobody stored this'));
const aKey = (): CaseKey => ({
  keyId: randomBytes(16).toString('base64url'),
  key: createSecretKey(new Uint8Array(randomBytes(32))),
});

describe('the evidence store', () => {
  let directory: string;
  let store: EvidenceStore;

  beforeEach(async () => {
    directory = temporaryDirectory();
    store = await openEvidenceStore(directory);
  });

  const put = (bytes: Buffer, limit = mebibyte) => store.put(Readable.from(chunks(bytes)), limit);
  const pathOf = (bytes: Buffer) => {
    const hex = hexOf(bytes);
    return join(directory, 'evidence', hex.slice(0, 2), hex.slice(2, 4), hex);
  };
  const incoming = () => readdirSync(join(directory, 'evidence/incoming'));
  const read = async (digest: string) => {
    const found = await store.get(digest);
    return found === undefined ? undefined : buffer(found.stream);
  };

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a letter', document],
    ['a recording', randomBytes(300_001)],
  ])('keeps %s under its digest and gives it back', async (_, bytes) => {
    expect(await put(bytes)).toStrictEqual({ digest: digestOf(bytes), size: bytes.length });
    expect(await store.size(digestOf(bytes))).toBe(bytes.length);
    const found = await store.get(digestOf(bytes));
    expect(found?.size).toBe(bytes.length);
    expect(found && (await buffer(found.stream))).toStrictEqual(bytes);
    expect(incoming()).toStrictEqual([]);
  });

  it('keeps the same bytes once, also when they come many times at once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => put(document)));
    expect(await read(digestOf(document))).toStrictEqual(document);
    expect(readdirSync(join(pathOf(document), '..'))).toHaveLength(1);
    expect(incoming()).toStrictEqual([]);
  });

  it('is for its owner alone', async () => {
    await put(document);
    expect(statSync(pathOf(document)).mode & 0o777).toBe(0o600);
    expect(statSync(join(pathOf(document), '..')).mode & 0o777).toBe(0o700);
  });

  it('refuses what is longer than the limit, keeps nothing of it and reads no further', async () => {
    expect((await put(document, document.length)).size).toBe(document.length);
    await expect(put(randomBytes(101), 100)).rejects.toThrow(EvidenceTooLarge);
    let asked = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          asked += 1;
          yield Buffer.alloc(1000);
        }
      })(),
    );
    await expect(store.put(endless, 5_000)).rejects.toThrow(EvidenceTooLarge);
    expect(endless.destroyed).toBe(true);
    expect(asked).toBeLessThan(40);
    expect(incoming()).toStrictEqual([]);
  });

  it('keeps nothing of an upload that breaks off', async () => {
    const broken = Readable.from(
      (function* () {
        yield document;
        throw new Error('the line went dead');
      })(),
    );
    await expect(store.put(broken, mebibyte)).rejects.toThrow('the line went dead');
    expect(await store.size(digestOf(document))).toBeUndefined();
    expect(incoming()).toStrictEqual([]);
  });

  it('clears away at the start what a crash left half-written, and nothing else', async () => {
    await put(document);
    writeFileSync(join(directory, 'evidence/incoming/half'), 'half');
    store = await openEvidenceStore(directory);
    expect(incoming()).toStrictEqual([]);
    expect(await read(digestOf(document))).toStrictEqual(document);
  });

  it('leaves what other processes are writing, and clears away what nobody wrote to for a day', async () => {
    const half = join(directory, 'evidence/incoming/half');
    const old = join(directory, 'evidence/incoming/old');
    writeFileSync(half, 'half');
    writeFileSync(old, 'old');
    const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
    utimesSync(old, longAgo, longAgo);
    store = await openEvidenceStore(directory, 'with others');
    expect(incoming()).toStrictEqual(['half']);
  });

  it('has no answer for a digest nobody stored, and takes no path for a digest', async () => {
    expect(await store.get(none)).toBeUndefined();
    expect(await store.size(none)).toBeUndefined();
    await expect(store.get('sha-256:../../keys.sqlite')).rejects.toThrow(/^bug:/);
    await expect(store.size(none.toUpperCase())).rejects.toThrow(/^bug:/);
  });

  it.each([
    [
      'a bit of it flipped',
      (bytes: Buffer) => Buffer.from([bytes.readUInt8(0) ^ 1, ...bytes.subarray(1)]),
    ],
    ['its end cut off', (bytes: Buffer) => bytes.subarray(0, -1)],
    ['more at its end', (bytes: Buffer) => Buffer.concat([bytes, bytes])],
  ])('gives out not one byte of a file with %s', async (_, damage) => {
    const { digest } = await put(document);
    writeFileSync(pathOf(document), damage(document));
    await expect(store.get(digest)).rejects.toThrow(EvidenceDamaged);
    await expect(store.sealFor(digest, aKey())).rejects.toThrow(EvidenceDamaged);
    expect(incoming()).toStrictEqual([]);
    // Handing the document in again mends it.
    await put(document);
    expect(await read(digest)).toStrictEqual(document);
  });

  describe('keeping a material with the identity of its reporter', () => {
    /** The one file of a case's key; its name says nothing of the document. */
    function sealedPath(bytes: Buffer, { keyId }: CaseKey): string {
      const folder = join(directory, 'evidence', 'sealed', keyId);
      const [name = '', ...others] = readdirSync(folder);
      expect(others).toStrictEqual([]);
      expect(name).not.toContain(basename(pathOf(bytes)));
      return join(folder, name);
    }

    /** As the file's form is described at the head of evidence-store.ts, without its code. */
    function unsealed(bytes: Buffer, digest: string, key: CaseKey): Buffer {
      const decipher = createDecipheriv('aes-256-gcm', key.key, bytes.subarray(0, 12));
      decipher.setAAD(Buffer.from(`{"digest":"${digest}","keyId":"${key.keyId}"}`));
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
    }

    it.each([
      ['a letter', document],
      ['a recording', randomBytes(200_000)],
    ])('seals %s for its case, and then the plain bytes can go', async (_, bytes) => {
      const key = aKey();
      const { digest } = await put(bytes);
      await store.sealFor(digest, key);
      const sealed = readFileSync(sealedPath(bytes, key));
      expect(unsealed(sealed, digest, key)).toStrictEqual(bytes);
      expect(sealed.includes(bytes.subarray(0, 16))).toBe(false);
      expect(statSync(sealedPath(bytes, key)).mode & 0o777).toBe(0o600);
      expect(() => unsealed(sealed, none, key)).toThrow();
      expect(() => unsealed(sealed, digest, aKey())).toThrow();

      await store.removePlain(digest);
      await store.removePlain(digest);
      expect(existsSync(pathOf(bytes))).toBe(false);
      expect(await store.get(digest)).toBeUndefined();
      expect(await store.size(digest)).toBeUndefined();
      expect(existsSync(sealedPath(bytes, key))).toBe(true);
    });

    it('may be asked for again when it is done, but not for another case', async () => {
      const key = aKey();
      const { digest } = await put(document);
      await store.sealFor(digest, key);
      await store.removePlain(digest);
      await store.sealFor(digest, key);
      await expect(store.sealFor(digest, aKey())).rejects.toThrow(EvidenceMissing);
      await expect(store.sealFor(none, key)).rejects.toThrow(EvidenceMissing);
    });

    it('leaves the plain bytes to a case that has them on record unsealed', async () => {
      const { digest } = await put(document);
      await store.keepPlain(digest);
      await store.sealFor(digest, aKey());
      await store.removePlain(digest);
      expect(await read(digest)).toStrictEqual(document);
      store = await openEvidenceStore(directory);
      await store.removePlain(digest);
      expect(await read(digest)).toStrictEqual(document);
    });

    it('finishes taking the plain bytes away at the next start', async () => {
      const key = aKey();
      const { digest } = await put(document);
      await store.sealFor(digest, key);
      store = await openEvidenceStore(directory);
      expect(await store.size(digest)).toBeUndefined();
      expect(await store.sealedSize(digest, key)).toBe(document.length);
      expect(await store.sealedSize(digest, aKey())).toBeUndefined();
    });

    it('keeps no promise about bytes that were not there', async () => {
      await expect(store.keepPlain(none)).rejects.toThrow(EvidenceMissing);
      const { digest } = await put(document);
      await store.removePlain(digest);
      await expect(store.keepPlain(digest)).rejects.toThrow(EvidenceMissing);
      await put(document);
      await store.removePlain(digest);
      expect(await store.size(digest)).toBeUndefined();
    });

    it('does not promise to keep what is gone', async () => {
      await expect(store.keepPlain(none)).rejects.toThrow(EvidenceMissing);
      const { digest } = await put(document);
      await store.removePlain(digest);
      await expect(store.keepPlain(digest)).rejects.toThrow(EvidenceMissing);
    });

    it('lets exactly one of keeping and removing win when they come together', async () => {
      for (let round = 0; round < 30; round += 1) {
        const bytes = Buffer.from(`document ${String(round)}`);
        const { digest } = await put(bytes);
        const [kept] = await Promise.allSettled([
          store.keepPlain(digest),
          new Promise((resolve) => setTimeout(resolve, round % 4)).then(() =>
            store.removePlain(digest),
          ),
        ]);
        expect((await store.size(digest)) !== undefined).toBe(kept.status === 'fulfilled');
      }
    });
  });
});

function* chunks(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
}

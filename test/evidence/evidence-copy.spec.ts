// Evidence copied beside an office that goes on bringing, sealing and losing it.
import { createHash, createSecretKey } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { copyEvidence, dropSealedEvidence, hasEvidence } from '../../src/evidence/evidence-copy.js';
import { openEvidenceStore, type EvidenceStore } from '../../src/evidence/evidence-store.js';
import { bytesOf } from '../support/put-back.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const key = { keyId: 'k'.repeat(22), key: createSecretKey(new Uint8Array(32)) };

async function office(): Promise<{ directory: string; store: EvidenceStore; copy: string }> {
  const directory = temporaryDirectory();
  return { directory, store: await openEvidenceStore(directory), copy: temporaryDirectory() };
}

async function brought(store: EvidenceStore, text: string): Promise<string> {
  return (await store.put(Readable.from([Buffer.from(text)]), 1_000)).digest;
}

function pathOf(directory: string, digest: string): string {
  const hex = digest.slice('sha-256:'.length);
  return join(directory, 'evidence', hex.slice(0, 2), hex.slice(2, 4), hex);
}

const digestOf = (text: string): string =>
  `sha-256:${createHash('sha256').update(text).digest('hex')}`;

describe('a copy of evidence', () => {
  it('has every file, plain and sealed, and the next one copies only what is new', async () => {
    const { directory, store, copy } = await office();
    await brought(store, 'one');
    const sealed = await brought(store, 'to be sealed');
    await store.sealFor(sealed, key);
    await store.removePlain(sealed);
    expect(await copyEvidence(directory, copy)).toEqual({ files: 2, copied: 2, bytes: 3 + 40 });
    expect(bytesOf(join(copy, 'evidence'))).toEqual(bytesOf(join(directory, 'evidence')));
    await brought(store, 'three');
    expect(await copyEvidence(directory, copy)).toMatchObject({ files: 3, copied: 1 });
    expect(bytesOf(join(copy, 'evidence'))).toEqual(bytesOf(join(directory, 'evidence')));
  });

  it('of a data directory that never had any is empty', async () => {
    const copy = temporaryDirectory();
    expect(await copyEvidence(temporaryDirectory(), copy)).toMatchObject({ files: 0 });
  });

  it('begins anew after one that died, and takes nothing half-written for whole', async () => {
    const { directory, store, copy } = await office();
    const digest = await brought(store, 'whole');
    mkdirSync(join(copy, 'evidence', 'incoming'), { recursive: true });
    writeFileSync(join(copy, 'evidence', 'incoming', 'half'), 'who');
    mkdirSync(join(pathOf(copy, digest), '..'), { recursive: true });
    writeFileSync(pathOf(copy, digest), 'who');
    expect(await copyEvidence(directory, copy)).toMatchObject({ files: 1, copied: 1 });
    expect(Object.values(bytesOf(copy))).toEqual([digest.slice('sha-256:'.length)]);
    expect(readdirSync(join(copy, 'evidence'))).not.toContain('incoming');
  });

  it('does not take bytes that are not those of their name, and keeps what it has', async () => {
    const { directory, store, copy } = await office();
    const kept = await brought(store, 'kept before');
    await copyEvidence(directory, copy);
    const late = await brought(store, 'damaged before');
    for (const digest of [kept, late]) {
      chmodSync(pathOf(directory, digest), 0o600);
      writeFileSync(pathOf(directory, digest), 'other bytes, of another length');
    }
    await copyEvidence(directory, copy);
    expect([await hasEvidence(copy, kept), await hasEvidence(copy, late)]).toEqual([true, false]);
    expect(bytesOf(copy)).toMatchObject({
      [pathOf('', kept)]: kept.slice('sha-256:'.length),
    });
  });
});

describe('what goes from a copy', () => {
  it('is plain bytes that were sealed since, and nothing that the ledger names in clear', async () => {
    const { directory, store, copy } = await office();
    const [clear, sealed, uploaded] = [
      await brought(store, 'in clear'),
      await brought(store, 'sealed since'),
      await brought(store, 'uploaded and not yet named'),
    ];
    await copyEvidence(directory, copy);
    await store.sealFor(sealed, key);
    await store.removePlain(sealed);
    rmSync(pathOf(directory, clear));
    await copyEvidence(directory, copy);
    await dropSealedEvidence(directory, copy, new Set([clear]));
    const has = [clear, sealed, uploaded].map((digest) => existsSync(pathOf(copy, digest)));
    expect(has).toEqual([true, false, true]);
    expect(readdirSync(join(copy, 'evidence', 'sealed', key.keyId))).toHaveLength(1);
  });

  it('is a note that bytes are to go which the data directory has no more', async () => {
    const { directory, store, copy } = await office();
    const digest = await brought(store, 'sealed, and handed in again');
    await store.sealFor(digest, key);
    await copyEvidence(directory, copy);
    expect(readdirSync(join(copy, 'evidence', 'going'))).toHaveLength(1);
    await store.removePlain(digest);
    await brought(store, 'sealed, and handed in again');
    await store.keepPlain(digest);
    await copyEvidence(directory, copy);
    await dropSealedEvidence(directory, copy, new Set([digest]));
    const putBack = await openEvidenceStore(copy);
    expect(await putBack.size(digestOf('sealed, and handed in again'))).toBe(27);
  });
});

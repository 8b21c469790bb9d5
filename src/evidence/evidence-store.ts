// The bytes behind the evidence digests in the ledger: a folder, content-addressed by SHA-256.
//   evidence/ab/cd/<hex>                  plain bytes
//   evidence/ab/cd/<hex>.kept             empty: some case has these bytes on record unsealed
//   evidence/sealed/<keyId>/<name>        under a case's key: nonce (12) | ciphertext | tag (16),
//                                         AES-256-GCM, AAD = canonical JSON of {digest, keyId};
//                                         the name is a MAC of the digest: without the key nobody
//                                         can test whether a certain document is among them
//   evidence/going/<hex>                  empty: the plain bytes of that digest are to go
//   evidence/incoming/<random>            being written; of no worth after a crash
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { existsSync, unlinkSync } from 'node:fs';
import { open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { canonicalJson } from '../ledger/canonical-json.js';
import type { CaseKey } from '../ledger/keys.js';
import {
  chunksOf,
  codeOf,
  hexOf,
  isMissing,
  makeDirectory,
  openToRead,
  plainPath,
  sizeOfFile,
  syncDirectory,
  writeAll,
} from './evidence-files.js';

/** What an upload became. */
export interface StoredEvidence {
  /** `sha-256:<hex>`. */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

/** The upload is longer than the limit; nothing of it was kept. */
export class EvidenceTooLarge extends Error {
  override readonly name = 'EvidenceTooLarge';
  constructor(readonly limitBytes: number) {
    super(`the upload is longer than ${limitBytes} bytes`);
  }
}

/** There is no space for evidence now; nothing of it was kept. */
export class EvidenceDiskFull extends Error {
  override readonly name = 'EvidenceDiskFull';
}

/** The bytes on disk are not those the digest names. Nobody catches it; an operator looks. */
export class EvidenceDamaged extends Error {
  override readonly name = 'EvidenceDamaged';
  constructor(readonly digest: string) {
    super(`the bytes of ${digest} are not those of that digest`);
  }
}

/** The plain bytes of that digest do not stand. */
export class EvidenceMissing extends Error {
  override readonly name = 'EvidenceMissing';
  constructor(readonly digest: string) {
    super(`there are no plain bytes of ${digest}`);
  }
}

const nonceBytes = 12;
const tagBytes = 16;

/** An upload that nothing was written to for so long belongs to no living process, in milliseconds. */
const abandonedAfter = 24 * 60 * 60 * 1000;

/**
 * Opens the evidence of a data directory, clears away what a crash left half-written, and finishes
 * taking away what was sealed.
 * @param sharing whether other processes may have it open and be writing to it: then only what has
 * lain half-written for a day is cleared away
 */
export async function openEvidenceStore(
  directory: string,
  sharing: 'alone' | 'with others' = 'alone',
): Promise<EvidenceStore> {
  const root = join(directory, 'evidence');
  for (const name of ['incoming', 'going']) await makeDirectory(join(root, name));
  await syncDirectory(root);
  await syncDirectory(directory);
  for (const name of await readdir(join(root, 'incoming'))) {
    const path = join(root, 'incoming', name);
    if (sharing === 'alone' || (await isAbandoned(path))) await rm(path, { force: true });
  }
  const store = new EvidenceStore(root);
  for (const hex of await readdir(join(root, 'going'))) await store.removePlain(`sha-256:${hex}`);
  return store;
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > abandonedAfter;
  } catch (error) {
    // Another process was done with it.
    if (isMissing(error)) return false;
    throw error;
  }
}

export class EvidenceStore {
  /** @param root the folder `evidence` itself */
  constructor(private readonly root: string) {}

  /**
   * Stores the bytes of a stream; they are on disk when this returns. The same bytes twice are
   * stored once.
   * @throws EvidenceTooLarge when there are more than `limitBytes`; the stream is destroyed
   * @throws EvidenceDiskFull, as everything that stores something does
   */
  async put(stream: Readable, limitBytes: number): Promise<StoredEvidence> {
    return this.write(async (file) => {
      const hash = createHash('sha256');
      let size = 0;
      for await (const chunk of stream) {
        const bytes = bytesOf(chunk);
        size += bytes.length;
        if (size > limitBytes) throw new EvidenceTooLarge(limitBytes);
        hash.update(bytes);
        await writeAll(file, bytes);
      }
      const digest = `sha-256:${hash.digest('hex')}`;
      // Where the bytes stand already they are replaced by themselves, which mends a damaged copy.
      return { path: this.plainPath(digest), result: { digest, size } };
    });
  }

  /**
   * How many plain bytes stand, `undefined` when none do. Says nothing of sealed copies: whether
   * a certain document was handed in by a reporter is nobody's to ask.
   */
  async size(digest: string): Promise<number | undefined> {
    return sizeOfFile(this.plainPath(digest));
  }

  /**
   * The plain bytes, `undefined` when they do not stand. They are read twice, first to check them:
   * an answer that has begun cannot be taken back, and a reader who takes half a document for the
   * whole is worse off than one who waits. The stream must be consumed or destroyed.
   * @throws EvidenceDamaged
   */
  async get(digest: string): Promise<{ size: number; stream: Readable } | undefined> {
    const file = await openToRead(this.plainPath(digest));
    if (file === undefined) return undefined;
    try {
      const read = await digestOf(chunksOf(file));
      if (read.digest !== digest) throw new EvidenceDamaged(digest);
      return { size: read.size, stream: file.createReadStream({ start: 0 }) };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /**
   * Stores the bytes once more, under a case's key. On disk when this returns, with a note that the
   * plain bytes are to go: the caller records the event and then takes them away (`removePlain`);
   * if it dies before, the next start does. Where only the sealed bytes stand, that work was done.
   * @throws EvidenceMissing, EvidenceDamaged
   */
  async sealFor(digest: string, key: CaseKey): Promise<void> {
    const plain = await openToRead(this.plainPath(digest));
    if (plain === undefined) {
      if ((await this.sealedSize(digest, key)) !== undefined) return;
      throw new EvidenceMissing(digest);
    }
    try {
      await this.write(async (file) => {
        const nonce = randomBytes(nonceBytes);
        const cipher = createCipheriv('aes-256-gcm', key.key, nonce);
        cipher.setAAD(boundTo(digest, key));
        const hash = createHash('sha256');
        await writeAll(file, nonce);
        for await (const bytes of chunksOf(plain)) {
          hash.update(bytes);
          await writeAll(file, cipher.update(bytes));
        }
        if (`sha-256:${hash.digest('hex')}` !== digest) throw new EvidenceDamaged(digest);
        await writeAll(file, Buffer.concat([cipher.final(), cipher.getAuthTag()]));
        return { path: this.sealedPath(digest, key), result: undefined };
      });
    } finally {
      await plain.close();
    }
    await this.write(() => Promise.resolve({ path: this.goingPath(digest), result: undefined }));
  }

  /** What the plain bytes of that digest are by now; `undefined` when none stand. */
  async check(digest: string): Promise<StoredEvidence | undefined> {
    const file = await openToRead(this.plainPath(digest));
    if (file === undefined) return undefined;
    try {
      return await digestOf(chunksOf(file));
    } finally {
      await file.close();
    }
  }

  /** Where the bytes of that digest stand sealed under a key, below the data directory. Says nothing of the digest. */
  sealedName(digest: string, key: CaseKey): string {
    return relative(dirname(this.root), this.sealedPath(digest, key));
  }

  /** Whether the bytes sealed under a key open, and are those of the digest; `undefined` when none stand. */
  async sealedHolds(digest: string, key: CaseKey): Promise<boolean | undefined> {
    const file = await openToRead(this.sealedPath(digest, key));
    if (file === undefined) return undefined;
    try {
      const { size } = await file.stat();
      const sealed = size - nonceBytes - tagBytes;
      if (sealed < 0) return false;
      const [nonce, tag] = [Buffer.alloc(nonceBytes), Buffer.alloc(tagBytes)];
      await file.read(nonce, 0, nonceBytes, 0);
      await file.read(tag, 0, tagBytes, nonceBytes + sealed);
      const decipher = createDecipheriv('aes-256-gcm', key.key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(boundTo(digest, key)).setAuthTag(tag);
      const hash = createHash('sha256');
      for await (const bytes of chunksOf(file, nonceBytes, sealed))
        hash.update(decipher.update(bytes));
      try {
        hash.update(decipher.final());
      } catch {
        return false;
      }
      return `sha-256:${hash.digest('hex')}` === digest;
    } finally {
      await file.close();
    }
  }

  /** How many bytes of that digest stand sealed under a key, `undefined` when none do. */
  async sealedSize(digest: string, key: CaseKey): Promise<number | undefined> {
    const size = await sizeOfFile(this.sealedPath(digest, key));
    return size === undefined ? undefined : size - nonceBytes - tagBytes;
  }

  /**
   * Makes the plain bytes stay, since a case is about to have them on record unsealed: another
   * case that seals the same bytes must not take them from this one.
   * @throws EvidenceMissing
   */
  async keepPlain(digest: string): Promise<void> {
    await this.write(async () => ({ path: this.keptPath(digest), result: undefined }));
    // In one turn, as in removePlain: whichever of the two comes second sees what the first did.
    if (existsSync(this.plainPath(digest))) return;
    unlinkSync(this.keptPath(digest));
    throw new EvidenceMissing(digest);
  }

  /** Takes the plain bytes away, unless they are kept; nothing happens when they are gone. */
  async removePlain(digest: string): Promise<void> {
    const path = this.plainPath(digest);
    if (!existsSync(this.keptPath(digest)) && existsSync(path)) {
      unlinkSync(path);
      await syncDirectory(dirname(path));
    }
    await rm(this.goingPath(digest), { force: true });
    // If a power cut brought the note back, the next start would take away what was handed in since.
    await syncDirectory(join(this.root, 'going'));
  }

  /**
   * Writes a file aside and gives it its name only once its bytes are on disk: at each moment a
   * name stands for the whole bytes or for nothing. What is left in `incoming` after a crash goes
   * at the next start.
   */
  private async write<T>(
    fill: (file: FileHandle) => Promise<{ path: string; result: T }>,
  ): Promise<T> {
    const incoming = join(this.root, 'incoming', randomUUID());
    try {
      const file = await open(incoming, 'wx', 0o600);
      let filled;
      try {
        filled = await fill(file);
        await file.sync();
      } finally {
        await file.close();
      }
      const directory = dirname(filled.path);
      await makeDirectory(directory);
      await rename(incoming, filled.path);
      // Also the names of directories that stood already: another upload, or a process that died,
      // may have made them and not flushed them yet.
      for (let above = directory; above.length >= this.root.length; above = dirname(above))
        await syncDirectory(above);
      return filled.result;
    } catch (error) {
      await rm(incoming, { force: true });
      if (isDiskFull(error)) throw new EvidenceDiskFull('the disk is full', { cause: error });
      throw error;
    }
  }

  private plainPath(digest: string): string {
    return plainPath(this.root, digest);
  }

  private keptPath(digest: string): string {
    return `${this.plainPath(digest)}.kept`;
  }

  private goingPath(digest: string): string {
    return join(this.root, 'going', hexOf(digest));
  }

  private sealedPath(digest: string, { keyId, key }: CaseKey): string {
    const naming = new Uint8Array(hkdfSync('sha256', key, '', 'wenze/evidence-name/v1', 32));
    const name = createHmac('sha256', naming).update(hexOf(digest)).digest('hex');
    return join(this.root, 'sealed', keyId, name);
  }
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new Error('bug: evidence comes as bytes');
}

/** The additional authenticated data of sealed bytes. */
function boundTo(digest: string, { keyId }: CaseKey): Buffer {
  return Buffer.from(canonicalJson({ digest, keyId }));
}

async function digestOf(chunks: AsyncIterable<Uint8Array>): Promise<StoredEvidence> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const bytes of chunks) {
    hash.update(bytes);
    size += bytes.length;
  }
  return { digest: `sha-256:${hash.digest('hex')}`, size };
}

function isDiskFull(error: unknown): boolean {
  return codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT';
}

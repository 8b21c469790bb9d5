// The evidence of a data directory copied beside the running service into a folder that may hold an
// earlier copy. Plain bytes never change under their name, and sealed ones stay those of the same
// digest, so what is there already in its size is kept. Where bytes of a plain file are not those of
// its name they are not copied: what an earlier copy has in good order is not given up for them.
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { open, readdir, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  chunksOf,
  isMissing,
  makeDirectory,
  openToRead,
  plainPath,
  sizeOfFile,
  syncDirectory,
  writeAll,
} from './evidence-files.js';

export interface CopiedEvidence {
  /** Files of the data directory, and how many of them were new to the copy. */
  readonly files: number;
  readonly copied: number;
  readonly bytes: number;
}

/**
 * Copies what a copy lacks; on disk when this returns.
 * @param from the data directory
 * @param to where the folder `evidence` of the copy is
 */
export async function copyEvidence(from: string, to: string): Promise<CopiedEvidence> {
  const [source, target] = [join(from, 'evidence'), join(to, 'evidence')];
  const incoming = join(target, 'incoming');
  // It is there while a copy is made: names that one gave before it died may not be on disk.
  const diedBefore = existsSync(incoming);
  await rm(incoming, { recursive: true, force: true });
  await makeDirectory(incoming);
  const named = new Set([to, target]);
  let [files, copied, bytes] = [0, 0, 0];
  // Notes of what is to go come last: what they are about may have been copied just before.
  for (const path of (await filesIn(source)).toSorted(goingLast)) {
    const size = await sizeOfFile(join(source, path));
    // Sealed meanwhile.
    if (size === undefined) continue;
    files += 1;
    bytes += size;
    const stands = (await sizeOfFile(join(target, path))) === size;
    if (!stands && !(await copyFile(source, path, target))) continue;
    if (!stands) copied += 1;
    if (!stands || diedBefore)
      for (let above = dirname(join(target, path)); above.length > target.length;) {
        named.add(above);
        above = dirname(above);
      }
  }
  for (const directory of named) await syncDirectory(directory);
  await rm(incoming, { recursive: true });
  return { files, copied, bytes };
}

/**
 * Takes away from a copy plain bytes that the data directory has no more since they were sealed,
 * and notes of what is to go that it has no more.
 * @param inClear digests (`sha-256:<hex>`) that the ledger names in clear: their bytes stay, also
 * where the data directory has lost them
 */
export async function dropSealedEvidence(
  from: string,
  to: string,
  inClear: ReadonlySet<string>,
): Promise<void> {
  const [source, target] = [join(from, 'evidence'), join(to, 'evidence')];
  for (const path of await filesIn(target)) {
    const digest = digestIn(path);
    const meant = path.startsWith('going') || (digest !== undefined && !inClear.has(digest));
    if (!meant || (await sizeOfFile(join(source, path))) !== undefined) continue;
    await rm(join(target, path), { force: true });
    await syncDirectory(dirname(join(target, path)));
  }
}

/** Whether plain bytes of a digest, `sha-256:<hex>`, stand in a copy or a data directory. */
export async function hasEvidence(directory: string, digest: string): Promise<boolean> {
  return (await sizeOfFile(plainPath(join(directory, 'evidence'), digest))) !== undefined;
}

/** The digest of a file of plain bytes, or of the note that they are kept. */
function digestIn(path: string): string | undefined {
  const hex = /^[0-9a-f]{2}\/[0-9a-f]{2}\/([0-9a-f]{64})(?:\.kept)?$/.exec(path)?.[1];
  return hex && `sha-256:${hex}`;
}

function goingLast(a: string, b: string): number {
  return Number(a.startsWith('going')) - Number(b.startsWith('going'));
}

/** Paths of all files below a folder of evidence but those being written. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    },
  );
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('incoming'));
}

/** Under its name it stands whole or not at all. Answers whether it stands: not where it is gone meanwhile, or is not what its name says. */
async function copyFile(source: string, path: string, target: string): Promise<boolean> {
  const from = await openToRead(join(source, path));
  if (from === undefined) return false;
  const draft = join(target, 'incoming', randomUUID());
  try {
    const sha256 = await copyBytes(from, draft);
    if (digestIn(path) === `sha-256:${basename(path)}` && sha256 !== basename(path)) return false;
  } finally {
    await from.close();
  }
  const place = join(target, path);
  await makeDirectory(dirname(place));
  await rename(draft, place);
  return true;
}

/** Copies a file into a new one, which is on disk when this returns; answers its SHA-256. */
async function copyBytes(from: FileHandle, draft: string): Promise<string> {
  const hash = createHash('sha256');
  const to = await open(draft, 'wx', 0o600);
  try {
    for await (const bytes of chunksOf(from)) {
      hash.update(bytes);
      await writeAll(to, bytes);
    }
    await to.sync();
  } finally {
    await to.close();
  }
  return hash.digest('hex');
}

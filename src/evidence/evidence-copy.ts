// The evidence of a data directory copied beside the running service. A file never changes under its
// name, so what an earlier copy has is kept; what was taken away since, as plain bytes that were
// sealed, is taken away there too.
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface CopiedEvidence {
  /** Files that the copy has, and how many of them are new. */
  readonly files: number;
  readonly copied: number;
  readonly bytes: number;
  /** Plain bytes that are not those of their digest; they were copied as they are. */
  readonly damaged: readonly string[];
}

/**
 * Copies what a copy lacks; on disk when this returns.
 * @param from the data directory
 * @param to where the folder `evidence` of the copy is
 */
export async function copyEvidence(from: string, to: string): Promise<CopiedEvidence> {
  const [source, target] = [join(from, 'evidence'), join(to, 'evidence')];
  await rm(join(target, 'incoming'), { recursive: true, force: true });
  await mkdir(join(target, 'incoming'), { recursive: true, mode: 0o700 });
  const touched = new Set([to, target]);
  const damaged: string[] = [];
  let [files, copied, bytes] = [0, 0, 0];
  // Notes of what is to go come last: what they are about may have been copied just before.
  for (const path of (await filesIn(source)).toSorted(goingLast)) {
    const size = await sizeOf(join(source, path));
    // Sealed meanwhile.
    if (size === undefined) continue;
    files += 1;
    bytes += size;
    if ((await sizeOf(join(target, path))) === size) continue;
    const sha256 = await copyFile(source, path, target, touched);
    copied += 1;
    if (/^[0-9a-f]{64}$/.test(basename(path)) && isPlain(path) && sha256 !== basename(path))
      damaged.push(`sha-256:${basename(path)}`);
  }
  for (const directory of touched) await flush(directory);
  return { files, copied, bytes, damaged };
}

/** Takes away from a copy what the data directory has no more. */
export async function dropGoneEvidence(from: string, to: string): Promise<void> {
  const [source, target] = [join(from, 'evidence'), join(to, 'evidence')];
  for (const path of await filesIn(target)) {
    if ((await sizeOf(join(source, path))) !== undefined) continue;
    await rm(join(target, path), { force: true });
    await flush(dirname(join(target, path)));
  }
}

/** Whether the plain bytes of a digest, `sha-256:<hex>`, stand in a copy. */
export async function hasEvidence(copy: string, digest: string): Promise<boolean> {
  const hex = digest.slice('sha-256:'.length);
  const path = join(copy, 'evidence', hex.slice(0, 2), hex.slice(2, 4), hex);
  return (await sizeOf(path)) !== undefined;
}

function isPlain(path: string): boolean {
  return !path.startsWith('sealed') && !path.startsWith('going');
}

function goingLast(a: string, b: string): number {
  return Number(a.startsWith('going')) - Number(b.startsWith('going'));
}

/** Paths of all files below a folder of evidence but those being written. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(absent);
  return (entries ?? [])
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .filter((path) => !path.startsWith('incoming'));
}

async function sizeOf(path: string): Promise<number | undefined> {
  return (await stat(path).catch(absent))?.size;
}

/** Under its name it stands whole or not at all. Answers the SHA-256 of what was copied. */
async function copyFile(
  source: string,
  path: string,
  target: string,
  touched: Set<string>,
): Promise<string> {
  const draft = join(target, 'incoming', randomUUID());
  const hash = createHash('sha256');
  const from = await open(join(source, path), 'r');
  try {
    const to = await open(draft, 'wx', 0o600);
    try {
      await pipeline(
        from.createReadStream({ autoClose: false }),
        async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            hash.update(chunk);
            yield chunk;
          }
        },
        to.createWriteStream({ autoClose: false, flush: false }),
      );
      await to.sync();
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
  const place = join(target, path);
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  await rename(draft, place);
  for (let above = dirname(place); above.length > target.length; above = dirname(above))
    touched.add(above);
  return hash.digest('hex');
}

async function flush(directory: string): Promise<void> {
  const names = await open(directory, 'r');
  try {
    await names.sync();
  } finally {
    await names.close();
  }
}

function absent(error: unknown): undefined {
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT')
    return undefined;
  throw error;
}

// The files of the evidence folder: where the plain bytes of a digest are, and how a file is read
// and put on disk.
import { mkdir, open, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

const digestForm = /^sha-256:([0-9a-f]{64})$/;
const chunkBytes = 64 * 1024;

/** The digits of a digest, `sha-256:<hex>`. */
export function hexOf(digest: string): string {
  const hex = digestForm.exec(digest)?.[1];
  if (hex === undefined) throw new Error(`bug: ${digest} is no digest`);
  return hex;
}

/** Where the plain bytes of a digest are. @param root the folder `evidence` itself */
export function plainPath(root: string, digest: string): string {
  const hex = hexOf(digest);
  return join(root, hex.slice(0, 2), hex.slice(2, 4), hex);
}

export async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += (await file.write(bytes, written)).bytesWritten;
  }
}

/** Bytes of a file, from its beginning to its end unless told otherwise; the file stays open. */
export async function* chunksOf(
  file: FileHandle,
  from = 0,
  count = Infinity,
): AsyncGenerator<Uint8Array, void, undefined> {
  const buffer = Buffer.allocUnsafe(chunkBytes);
  for (let done = 0; done < count;) {
    const most = Math.min(chunkBytes, count - done);
    const { bytesRead } = await file.read(buffer, 0, most, from + done);
    if (bytesRead === 0) return;
    done += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Undefined where there is no such file. */
export async function openToRead(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Bytes; undefined where there is no such file. */
export async function sizeOfFile(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Makes a directory for its owner alone, with those above it. */
export async function makeDirectory(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
}

/** Puts the names in a directory on disk. */
export async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

export function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
}

// A folder that a backup is kept in: files get their names when all of them are whole, and
// `manifest.json` says last that they are. An earlier backup in it stands until then.
import { createHash } from 'node:crypto';
import {
  closeSync,
  createReadStream,
  fsyncSync,
  openSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ensureDirectory } from '../ledger/durable-database.js';
import { Misused } from './subcommand.js';

const manifestFile = 'manifest.json';

const manifest = z.looseObject({
  format: z.literal('wenze-backup/1'),
  /** False while names are being changed: what lies there is no backup. */
  whole: z.boolean(),
});

export class BackupFolder {
  /**
   * Takes a folder that is not there, is empty, or holds an earlier backup.
   * @throws Misused for any other
   */
  static async at(directory: string): Promise<BackupFolder> {
    ensureDirectory(directory);
    const names = await readdir(directory);
    const folder = new BackupFolder(directory);
    if (names.length === 0) folder.#say({ whole: false });
    else if (!(await isOurs(join(directory, manifestFile))))
      throw new Misused(
        `${directory} is not empty and no backup of Wenze: choose another directory`,
      );
    return folder;
  }

  private constructor(readonly directory: string) {}

  /** Where files are put until all of them are whole. */
  get incoming(): string {
    return join(this.directory, 'incoming');
  }

  async begin(): Promise<void> {
    await this.abandon();
    await mkdir(this.incoming, { mode: 0o700 });
  }

  /** Throws away what was put there. */
  async abandon(): Promise<void> {
    await rm(this.incoming, { recursive: true, force: true });
  }

  /** Takes away from the earlier backup its claim to be one, and gives the new files their names. */
  async change(): Promise<void> {
    this.#say({ whole: false });
    for (const name of await readdir(this.incoming))
      await rename(join(this.incoming, name), join(this.directory, name));
    await rm(this.incoming, { recursive: true });
    flushed(this.directory);
  }

  /** Says that it is whole: the last step. */
  async finish(facts: object): Promise<void> {
    const files: Record<string, { size: number; sha256: string }> = {};
    for (const entry of await readdir(this.directory, { withFileTypes: true })) {
      if (!entry.isFile() || entry.name === manifestFile || entry.name === 'lock.sqlite') continue;
      const path = join(this.directory, entry.name);
      files[entry.name] = { size: (await stat(path)).size, sha256: await sha256Of(path) };
    }
    this.#say({ whole: true, ...facts, files });
  }

  #say(facts: { readonly whole: boolean }): void {
    const path = join(this.directory, manifestFile);
    const file = openSync(`${path}.new`, 'w', 0o600);
    try {
      writeFileSync(file, `${JSON.stringify({ format: 'wenze-backup/1', ...facts }, null, 2)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(`${path}.new`, path);
    flushed(this.directory);
  }
}

async function isOurs(path: string): Promise<boolean> {
  try {
    return manifest.safeParse(JSON.parse(await readFile(path, 'utf8'))).success;
  } catch {
    return false;
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(z.instanceof(Buffer).parse(chunk));
  return hash.digest('hex');
}

function flushed(directory: string): void {
  const names = openSync(directory, 'r');
  try {
    fsyncSync(names);
  } finally {
    closeSync(names);
  }
}

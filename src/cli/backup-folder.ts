// A folder that a part of a backup is kept in. New files lie in `incoming` until all of them are
// verified; an earlier backup stands until then. `manifest.json` says whether what lies there is
// whole, and takes that back before the first name changes.
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ensureDirectory } from '../ledger/durable-database.js';
import { flush, writeWhole } from '../ledger/durable-file.js';
import { Misused } from './subcommand.js';

/** The last signed checkpoint as the note that it is: what stands in no lock signs nothing. */
export const checkpointFile = 'checkpoint';

const manifestFile = 'manifest.json';

const manifest = z.looseObject({ format: z.literal('wenze-backup/1'), whole: z.boolean() });

/** What no backup has and every data directory that has served. */
const lockOfTheLog = 'checkpoint.sqlite';

export class BackupFolder {
  /**
   * Takes a folder that is not there, is empty, or holds an earlier backup.
   * @param names what this part of a backup consists of, beside what is added to it file by file
   * @throws Misused for any other folder
   */
  static async at(directory: string, names: readonly string[]): Promise<BackupFolder> {
    ensureDirectory(directory);
    const standing = (await readdir(directory)).filter((name) => name !== 'lost+found');
    const folder = new BackupFolder(directory, names);
    if (standing.length === 0) folder.#say({ whole: false });
    else if (existsSync(join(directory, lockOfTheLog)) || !(await isOurs(directory)))
      throw new Misused(
        `${directory} is not empty and no backup of Wenze: choose another directory`,
      );
    return folder;
  }

  private constructor(
    readonly directory: string,
    private readonly names: readonly string[],
  ) {}

  /** Where files are put until all of them are whole. */
  get incoming(): string {
    return join(this.directory, 'incoming');
  }

  /** Throws away what an earlier run has left there. */
  async begin(): Promise<void> {
    await this.abandon();
    await mkdir(this.incoming, { mode: 0o700 });
  }

  async abandon(): Promise<void> {
    await rm(this.incoming, { recursive: true, force: true });
  }

  /** Puts the new files in the place of the earlier ones. What dies on the way is not whole, and says so. */
  async change(): Promise<void> {
    this.#say({ whole: false });
    const arrived = await readdir(this.incoming);
    for (const name of this.names)
      if (!arrived.includes(name)) await rm(join(this.directory, name), { force: true });
    for (const name of arrived) await rename(join(this.incoming, name), join(this.directory, name));
    await rm(this.incoming, { recursive: true });
    flush(this.directory);
  }

  /** Says that it is whole: the last step. */
  finish(facts: object): void {
    this.#say({ whole: true, ...facts });
  }

  #say(facts: { readonly whole: boolean }): void {
    const text = JSON.stringify({ format: 'wenze-backup/1', ...facts }, null, 2);
    writeWhole(join(this.directory, manifestFile), `${text}\n`);
  }
}

async function isOurs(directory: string): Promise<boolean> {
  try {
    const said: unknown = JSON.parse(await readFile(join(directory, manifestFile), 'utf8'));
    return manifest.safeParse(said).success;
  } catch {
    return false;
  }
}

// Keys are for the owner of the data directory alone. They are made so; put back by `cp` or reached
// through a shared folder they may not be, and a key that others can read is no secret any more.
import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Others can read a key or change what stands in the data directory; the message says what to do. */
export class NotPrivate extends Error {
  override readonly name = 'NotPrivate';
}

/** Files that hold keys: of the cases, of the log, of the tokens. */
const keyFiles = ['keys.sqlite', 'keys.sqlite-wal', 'log-key.pem', 'issuer.json'];

const byOthers = { anything: 0o077, writing: 0o022, reading: 0o055 } as const;

/**
 * Looks at the permissions of a data directory and of the keys in it, as far as they are there.
 * @returns what others may see and need not: a warning, in a sentence
 * @throws NotPrivate when others may read or write a key file, or write in the directory itself
 */
export function requirePrivate(directory: string): string | undefined {
  // Windows has no such modes.
  if (process.platform === 'win32') return undefined;
  for (const name of keyFiles)
    if ((modeOf(join(directory, name)) & byOthers.anything) !== 0)
      throw new NotPrivate(
        `others may read or write ${name}: \`chmod 600\` it in the data directory, and replace the key if they have`,
      );
  const mode = modeOf(directory);
  if ((mode & byOthers.writing) !== 0)
    throw new NotPrivate('others may write in the data directory: `chmod 700` it');
  return (mode & byOthers.reading) === 0
    ? undefined
    : 'others may look into the data directory; 700 would be enough for it';
}

function modeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
}

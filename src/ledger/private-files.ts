// Keys are for the owner of the data directory alone. They are made so; put back from a backup or
// reached through a shared folder they may not be, and a key that others can read is no secret.
import { statSync } from 'node:fs';
import { join } from 'node:path';

/** Others can read a key, or put another in its place; the message says what to do. */
export class NotPrivate extends Error {
  override readonly name = 'NotPrivate';
}

/** Files that hold keys: of the cases, of the log, of the tokens. */
const keyFiles = ['keys.sqlite', 'keys.sqlite-wal', 'log-key.pem', 'issuer.json'];

/**
 * Looks at the permissions of a data directory and of the keys in it, as far as they are there.
 * @throws NotPrivate when group or others may read or write a key file, or others may write in the directory
 */
export function requirePrivate(directory: string): void {
  // Windows has no such modes.
  if (process.platform === 'win32') return;
  for (const name of keyFiles)
    if ((modeOf(join(directory, name)) & 0o077) !== 0)
      throw new NotPrivate(
        `其他用户可以读写密钥文件 ${name}：请执行 chmod 600；如已被他人读取，应更换密钥\n` +
          `others may read or write ${name}: \`chmod 600\` it, and replace the key if they have`,
      );
  if ((modeOf(directory) & 0o002) !== 0)
    throw new NotPrivate(
      '其他用户可以写入数据目录：请执行 chmod 700\n' +
        'others may write in the data directory: `chmod 700` it',
    );
}

function modeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mode ?? 0;
}

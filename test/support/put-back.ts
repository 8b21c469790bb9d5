// A backup put back into a data directory, step by step as docs/backup.md tells it.
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';

const ledgerParts = ['ledger.sqlite', 'tree.sqlite', 'cosignatures.sqlite', 'evidence'];
const keyParts = ['keys.sqlite', 'log-key.pem', 'log-key.pub', 'checkpoint'];

/** Puts ledger, tree, cosignatures and evidence in the place of those that stand. */
export function putBackLedger(backup: string, dataDir: string): void {
  putBack(backup, dataDir, ledgerParts);
}

/** Puts keys and last checkpoint in the place of those that stand. */
export function putBackKeys(apart: string, dataDir: string): void {
  putBack(apart, dataDir, keyParts);
}

function putBack(from: string, to: string, names: readonly string[]): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of names) {
    for (const ending of ['', '-wal', '-shm'])
      rmSync(join(to, name + ending), { recursive: true, force: true });
    if (existsSync(join(from, name)))
      cpSync(join(from, name), join(to, name), { recursive: true, preserveTimestamps: true });
  }
}

/** Every file below a directory with the SHA-256 of its bytes; without what SQLite makes for whoever reads, an index and an empty log. */
export function bytesOf(directory: string): Record<string, string> {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('-shm'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.endsWith('-wal') || statSync(file).size > 0)
    .sort();
  return Object.fromEntries(
    files.map((file) => [
      file.slice(directory.length + 1),
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    ]),
  );
}

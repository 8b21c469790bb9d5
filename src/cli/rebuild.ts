// `wenze rebuild`: the read models from the ledger alone, in place of those that stand.
import { rename, rm } from 'node:fs/promises';
import { readConfig } from '../config.js';
import { isPosition } from '../ledger/event.js';
import { takeWriterLock, DirectoryInUse, type WriterLock } from '../ledger/writer-lock.js';
import { readModelsFile, rebuilt, type Rebuilt } from './read-models.js';
import { Misused, optionsOf, type Subcommand } from './subcommand.js';

export const rebuildCommand: Subcommand = {
  name: 'rebuild',
  purpose: 'build the read models anew from the ledger',
  help: `wenze rebuild [--data DIR] [--until POSITION] [--json]

Builds the read models from the ledger and compares them with those that stand. When no service
writes to the data directory, the new ones take their place; beside a running service, and with
--until, they are only compared. Exit 1 when those that stood were not a rebuild's, or were not
from this ledger, as when an older copy of it was put back.
`,
  async run(options) {
    const { data, until, json } = optionsOf(options, {
      data: { type: 'string' },
      until: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (until !== undefined && !isPosition(until))
      throw new Misused('--until: expected a position of the ledger');
    const dataDir = data ?? readConfig().dataDir;
    const lock = until === undefined ? lockIfFree(dataDir) : undefined;
    try {
      const result = await rebuilt(dataDir, { until }, async (anew) => ({
        position: anew.position,
        differences: anew.differences ?? null,
        notFrom: anew.notFrom ?? null,
        replaced: lock !== undefined && (await putInPlace(dataDir, anew)),
      }));
      process.stdout.write(json ? `${JSON.stringify(result)}\n` : told(result));
      return result.notFrom === null && (result.differences ?? []).length === 0 ? 0 : 1;
    } finally {
      lock?.release();
    }
  },
};

function lockIfFree(dataDir: string): WriterLock | undefined {
  try {
    return takeWriterLock(dataDir, 0);
  } catch (error) {
    if (error instanceof DirectoryInUse) return undefined;
    throw error;
  }
}

/** The file is whole before it gets its name; a service that starts meets the old one, the new, or none and builds its own. */
async function putInPlace(dataDir: string, { directory }: Rebuilt): Promise<true> {
  const file = readModelsFile(dataDir);
  // The log last: SQLite throws away one that it finds beside no file.
  for (const part of ['', '-wal', '-shm']) await rm(`${file}${part}`, { force: true });
  await rename(readModelsFile(directory), file);
  return true;
}

function told({
  position,
  differences,
  notFrom,
  replaced,
}: {
  position: string;
  differences: NonNullable<Rebuilt['differences']> | null;
  notFrom: string | null;
  replaced: boolean;
}): string {
  const lines = [`built up to position ${position}`];
  if (notFrom !== null) lines.push(notFrom);
  if (differences === null) lines.push('none stood here before');
  else if (differences.length === 0) lines.push('those that stood were the same up to there');
  else
    for (const { table, onlyFirst, onlySecond } of differences)
      lines.push(
        `${table}: ${String(onlyFirst)} rows only in those that stood, ${String(onlySecond)} only in the rebuilt`,
      );
  lines.push(replaced ? 'the rebuilt ones stand now' : 'compared only');
  return `${lines.join('\n')}\n`;
}

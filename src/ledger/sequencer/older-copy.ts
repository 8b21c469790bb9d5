// Whether the ledger of a data directory has lost what its log has signed. Asked at a start before
// anything is written: one event recorded behind the gap would be one more to lose.
import type { Position } from '../event.js';
import { parseCheckpoint } from '../transparency/checkpoint.js';
import { parseNote } from '../transparency/note.js';
import { Malformed } from '../transparency/refused.js';
import { begun } from './checkpoint-store.js';
import { hasLogKey } from './log-key.js';
import { openSqliteCheckpointReader } from './sqlite-checkpoints.js';

/** The ledger was put back from a backup, and nobody has accepted that yet. */
export class OlderCopy extends Error {
  override readonly name = 'OlderCopy';
}

const whatNow = '`wenze accept-backup` puts that on record (docs/backup.md).';

/**
 * Compares a ledger in a file, whose positions have no gaps, with the checkpoint that was signed
 * last. That its events are those that were signed is for the sequencer to say.
 * @throws OlderCopy
 */
export async function requireNotOlder(directory: string, head: Position): Promise<void> {
  const reader = openSqliteCheckpointReader(directory);
  const note = await reader?.read();
  await reader?.close();
  if (note === undefined && hasLogKey(directory))
    throw new OlderCopy(
      `the log's key is here and the last checkpoint that it signed is not: a backup was put back without it. ${whatNow}`,
    );
  if (note === undefined || note === begun) return;
  const size = sizeIn(note);
  if (size > Number(head))
    throw new OlderCopy(
      `the signed checkpoint covers ${String(size)} events and the ledger has ${head}: an older copy of it was put back. ${whatNow}`,
    );
}

/** Leaves that a note speaks of; none when it is damaged, which the sequencer says. */
function sizeIn(note: string): number {
  try {
    return parseCheckpoint(parseNote(note).text).size;
  } catch (error) {
    if (error instanceof Malformed) return 0;
    throw error;
  }
}

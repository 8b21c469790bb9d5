// Whether the ledger of a data directory has lost what its log has signed. Asked at a start before
// anything is opened for writing: one event recorded behind the gap would be one more to lose.
import type { LedgerAddress } from '../address.js';
import { beforeAll, comparePositions, type Position } from '../event.js';
import { openLedgerReader } from '../open-ledger.js';
import { NotOurs } from '../sqlite-own-file.js';
import { holdsLedger } from '../sqlite-schema.js';
import { parseCheckpoint } from '../transparency/checkpoint.js';
import { parseNote } from '../transparency/note.js';
import { Malformed } from '../transparency/refused.js';
import { begun } from './checkpoint-store.js';
import { hasLogKey } from './log-key.js';
import { readStandingNote } from './sqlite-checkpoints.js';
import { openSqliteTreeReader, type TreeReader } from './sqlite-tree.js';

/** The ledger was put back from a backup, and nobody has accepted that yet. */
export class OlderCopy extends Error {
  override readonly name = 'OlderCopy';
  constructor(zh: string, en: string) {
    super(
      `${zh}。尚未确认接受，服务不启动；请执行 wenze accept-backup 入账后再启动（docs/backup.md）\n` +
        `${en}. Nothing was started: \`wenze accept-backup\` puts that on record (docs/backup.md)`,
    );
  }
}

/**
 * Compares a ledger with the checkpoint that was signed last. That its events are those that were
 * signed is for the sequencer to say.
 * @throws OlderCopy
 * @throws LedgerUnavailable when the ledger's server does not answer
 */
export async function requireNotOlder(dataDir: string, ledger: LedgerAddress): Promise<void> {
  // Before the ledger: whoever is just being told that another process writes here is told that.
  const note = await readStandingNote(dataDir);
  if (note === undefined) {
    if (hasLogKey(dataDir) || fromTree(dataDir, (tree) => tree.size() > 0, true) === true)
      throw new OlderCopy(
        '账本曾经签名，而最近签名的检查点（checkpoint.sqlite）不在：数据目录是用备份恢复的',
        'the log has signed, and the last checkpoint that it signed is not here: a backup was put back',
      );
    return;
  }
  const size = note === begun ? 0 : sizeIn(note);
  if (size === 0) return;
  const head = await headOf(ledger);
  // Positions in a file have no gaps; on a server the tree knows where the last leaf came from.
  const last =
    ledger.engine === 'sqlite'
      ? String(size)
      : (fromTree(dataDir, (tree) => tree.leaf(size - 1)?.position, undefined) ?? beforeAll);
  if (comparePositions(last, head) > 0)
    throw new OlderCopy(
      `已签名的检查点涵盖 ${String(size)} 条记录，账本只到位置 ${head}：账本是较早的备份`,
      `the signed checkpoint covers ${String(size)} events and the ledger ends at position ${head}: an older copy of it was put back`,
    );
}

/** What the tree of a data directory answers; undefined where there is none. @param otherwise for a tree of another release */
function fromTree<T>(dataDir: string, ask: (tree: TreeReader) => T, otherwise: T): T | undefined {
  let tree: TreeReader | undefined;
  try {
    tree = openSqliteTreeReader(dataDir);
    return tree && ask(tree);
  } catch (error) {
    if (error instanceof NotOurs) return otherwise;
    throw error;
  } finally {
    tree?.close();
  }
}

/** Of the newest event; nothing is made where there is no ledger yet. */
async function headOf(address: LedgerAddress): Promise<Position> {
  if (address.engine === 'sqlite' && !holdsLedger(address.directory)) return beforeAll;
  const ledger = await openLedgerReader(address);
  try {
    return await ledger.head();
  } finally {
    await ledger.close();
  }
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

// What the ledger itself has on record of logs that ended and of those that took their place.
import { decodeEvent } from '../domain/catalogue.js';
import { logRestartStream, type LogRestart } from '../domain/log-restart.js';
import type { LedgerReader } from '../ledger/ledger.js';
import { openSqliteLedgerReader } from '../ledger/sqlite-ledger.js';
import type { EndedLogOnRecord } from '../ledger/sequencer/verify-log.js';
import { fromBase64 } from '../ledger/transparency/base64.js';
import { hashBytes } from '../ledger/transparency/merkle.js';
import { ed25519Verifier } from '../ledger/transparency/note.js';

/** Every restart of the log, in order. @throws UndecodableEvent */
export async function restartsIn(ledger: Pick<LedgerReader, 'read'>): Promise<LogRestart[]> {
  return (await ledger.read(logRestartStream)).map((stored) => {
    const event = decodeEvent(stored);
    if (event.type !== 'LogRestarted') throw new Error('bug: it does not belong in this stream');
    return event.data;
  });
}

/** The logs that ended, as a ledger in a file has them on record. None where that cannot be read: whoever verifies meets the same rows and names what is wrong with them. */
export async function endedLogsIn(directory: string): Promise<EndedLogOnRecord[]> {
  try {
    const ledger = openSqliteLedgerReader(directory);
    try {
      return (await restartsIn(ledger)).map(onRecord);
    } finally {
      await ledger.close();
    }
  } catch {
    return [];
  }
}

function onRecord({ ended, left, origin }: LogRestart): EndedLogOnRecord {
  // Their forms, which the schema does not know.
  for (const key of ended.verifierKeys) ed25519Verifier(key);
  fromBase64(left.root, 'root', hashBytes);
  const { origin: name, size: signed, verifierKeys } = ended;
  return { origin: name, signed, verifierKeys, left, next: origin };
}

// A thread that folds streams (fold-threads.ts).
import { parentPort, workerData } from 'node:worker_threads';
import { LedgerDamaged } from '../ledger/ledger.js';
import { openSqliteLedgerReader } from '../ledger/sqlite-ledger.js';
import { foldStreams } from './fold-streams.js';
import { sent, type ThreadData, type ThreadMessage } from './fold-threads.js';

const { directory, work } = workerData as ThreadData;
const slices = foldStreams(openSqliteLedgerReader(directory), work);

/** The next slice, or what it all came to. */
async function next(): Promise<ThreadMessage> {
  try {
    const { done, value } = await slices.next();
    if (!done) return { slice: sent(value) };
    const { last, poison } = value;
    return {
      last: last && { position: last.position, id: last.id },
      poison: poison && { position: poison.position, reason: poison.reason },
    };
  } catch (error) {
    if (!(error instanceof LedgerDamaged)) throw error;
    return { damaged: { position: error.position, reason: error.reason } };
  }
}

let over = false;

async function answer(): Promise<void> {
  // What was asked ahead when the work was done already.
  if (over) return;
  const message = await next();
  over = !('slice' in message);
  parentPort?.postMessage(message);
}

let answered: Promise<void> = Promise.resolve();
parentPort?.on('message', () => {
  answered = answered.then(answer);
});

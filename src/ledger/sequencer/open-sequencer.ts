// The sequencer with what it holds open: one call for a process of its own or one beside the API.
import type { LedgerReader } from '../ledger.js';
import { PublishedLog } from './published-log.js';
import { Sequencer, type SequencerReports, type SequencerStatus } from './sequencer.js';
import { openSqliteCheckpoints } from './sqlite-checkpoints.js';
import { openSqliteTree } from './sqlite-tree.js';

export interface RunningSequencer {
  status(): SequencerStatus;
  /** Ends after the step under way and lets go of the files. */
  close(): Promise<void>;
}

/**
 * Begins to sign the ledger of a data directory. One process at a time: of two, the second stops
 * at its first checkpoint. The ledger stays the caller's to close, after this.
 * @param origin the name of the log, for ever
 */
export function openSequencer({
  dataDir,
  origin,
  ledger,
  reports,
}: {
  readonly dataDir: string;
  readonly origin: string;
  readonly ledger: Pick<LedgerReader, 'follow' | 'followTexts' | 'head'>;
  readonly reports: SequencerReports;
}): RunningSequencer {
  const checkpoints = openSqliteCheckpoints(dataDir);
  const tree = openSqliteTree(dataDir);
  const sequencer = new Sequencer({
    directory: dataDir,
    origin,
    ledger,
    tree,
    checkpoints,
    reports,
  });
  sequencer.start();
  return {
    status: () => sequencer.status(),
    async close() {
      await sequencer.stop();
      tree.close();
      await checkpoints.close();
    },
  };
}

/** Opens what a sequencer publishes, for a process that may have been started before it: then there is nothing yet. */
export async function openPublishedLog(dataDir: string): Promise<PublishedLog> {
  await openSqliteCheckpoints(dataDir).close();
  openSqliteTree(dataDir).close();
  return PublishedLog.of(dataDir);
}

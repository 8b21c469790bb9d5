// The sequencer with what it holds open: one call for a process of its own or one beside the API.
import type { LedgerReader } from '../ledger.js';
import { PublishedLog } from './published-log.js';
import { Sequencer, type SequencerReports, type SequencerStatus } from './sequencer.js';
import { openSqliteCheckpoints } from './sqlite-checkpoints.js';
import { openSqliteCosignatures } from './sqlite-cosignatures.js';
import { openSqliteTree } from './sqlite-tree.js';
import { Witnesses, type WitnessesNeeds, type WitnessStatus } from './witnesses.js';

export interface RunningSequencer {
  status(): SequencerStatus;
  /** Of each witness of the log. */
  witnesses(): readonly WitnessStatus[];
  /** Ends after the step under way and lets go of the files. */
  close(): Promise<void>;
}

/** Who cosigns the checkpoints of a log, and who is told of them. */
export type WitnessesOfLog = Pick<WitnessesNeeds, 'witnesses' | 'reports' | 'now'>;

/**
 * Begins to sign the ledger of a data directory, and to ask its witnesses. One process at a time:
 * of two, the second stops at its first checkpoint. The ledger stays the caller's to close, after this.
 * @param origin the name of the log, for ever
 */
export function openSequencer({
  dataDir,
  origin,
  ledger,
  reports,
  witnesses: asked,
}: {
  readonly dataDir: string;
  readonly origin: string;
  readonly ledger: Pick<LedgerReader, 'follow' | 'followTexts' | 'head'>;
  readonly reports: SequencerReports;
  /** None when left out. */
  readonly witnesses?: WitnessesOfLog;
}): RunningSequencer {
  const checkpoints = openSqliteCheckpoints(dataDir);
  const tree = openSqliteTree(dataDir);
  const cosignatures = openSqliteCosignatures(dataDir);
  const sequencer = new Sequencer({
    directory: dataDir,
    origin,
    ledger,
    tree,
    checkpoints,
    cosignatures,
    reports,
  });
  const witnesses = asked && new Witnesses({ ...asked, checkpoints, tree, cosignatures });
  sequencer.start();
  witnesses?.start();
  return {
    status: () => sequencer.status(),
    witnesses: () => witnesses?.status() ?? [],
    async close() {
      await witnesses?.stop();
      await sequencer.stop();
      cosignatures.close();
      tree.close();
      await checkpoints.close();
    },
  };
}

/** Opens what a sequencer publishes, for a process that may have been started before it: then there is nothing yet. */
export async function openPublishedLog(dataDir: string): Promise<PublishedLog> {
  await openSqliteCheckpoints(dataDir).close();
  openSqliteTree(dataDir).close();
  openSqliteCosignatures(dataDir).close();
  return PublishedLog.of(dataDir);
}

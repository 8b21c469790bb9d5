// A signed data directory beside the witnesses it asks, for tests: asked until something is so.
import { setTimeout as delay } from 'node:timers/promises';
import { openSqliteCheckpoints } from '../../../src/ledger/sequencer/sqlite-checkpoints.js';
import { openSqliteCosignatures } from '../../../src/ledger/sequencer/sqlite-cosignatures.js';
import { openSqliteTree } from '../../../src/ledger/sequencer/sqlite-tree.js';
import { PublishedLog } from '../../../src/ledger/sequencer/published-log.js';
import {
  Witnesses,
  type Contradiction,
  type WitnessPauses,
  type WitnessStatus,
} from '../../../src/ledger/sequencer/witnesses.js';
import type { Witness } from '../../support/witness.js';

/** Longest a run may take on a loaded machine. */
const patienceMs = 20_000;

/** What was told of witnesses so far. */
export interface Told {
  readonly cosigning: (readonly [witness: string, size: number])[];
  readonly failed: (readonly [witness: string, reason: string])[];
  readonly contradicted: (readonly [witness: string, contradiction: Contradiction])[];
  readonly halted: unknown[];
  status: () => readonly WitnessStatus[];
}

export interface AskOptions {
  readonly pauses?: Partial<WitnessPauses>;
  /** Seconds since 1970. */
  readonly now?: () => number;
  /** Done once the witnesses are being asked. */
  readonly meanwhile?: (told: Told) => Promise<void>;
}

/** Asks witnesses for the checkpoint of a directory until something is so; told what came of it. */
export async function ask(
  directory: string,
  witnesses: readonly Pick<Witness, 'name' | 'verifierKey' | 'url'>[],
  until: (told: Told) => boolean,
  { pauses, now = () => Date.now() / 1000, meanwhile }: AskOptions = {},
): Promise<Told> {
  const checkpoints = openSqliteCheckpoints(directory);
  const tree = openSqliteTree(directory);
  const cosignatures = openSqliteCosignatures(directory);
  const told: Told = {
    cosigning: [],
    failed: [],
    contradicted: [],
    halted: [],
    status: () => asking.status(),
  };
  const asking = new Witnesses({
    witnesses: witnesses.map(({ name, verifierKey, url }) => ({ name, verifierKey, url })),
    checkpoints,
    tree,
    cosignatures,
    now,
    pauses: { look: 2, rest: 10, longest: 40, ...pauses },
    reports: {
      cosigning: (...said) => void told.cosigning.push(said),
      failed: (witness, { message }) => void told.failed.push([witness, message]),
      contradicted: (...said) => void told.contradicted.push(said),
      halted: (error) => void told.halted.push(error),
    },
  });
  asking.start();
  try {
    await meanwhile?.(told);
    const began = performance.now();
    while (!until(told)) {
      if (performance.now() - began > patienceMs)
        throw new Error(`it does not become so: ${JSON.stringify([told, asking.status()])}`);
      await delay(2);
    }
  } finally {
    await asking.stop();
    cosignatures.close();
    tree.close();
    await checkpoints.close();
  }
  const status = asking.status();
  return { ...told, status: () => status };
}

/** All of the witnesses have cosigned so many leaves. */
export function cosigned(size: number): (told: Told) => boolean {
  return ({ status }) => status().every((witness) => witness.size === size);
}

/** Looks at what a directory serves. */
export async function served<T>(
  directory: string,
  look: (log: PublishedLog) => Promise<T>,
): Promise<T> {
  const log = PublishedLog.of(directory);
  try {
    return await look(log);
  } finally {
    await log.close();
  }
}

// Everything a process of the embedded shape has open: made in this order, let go of in reverse.
// The only place where parts are put together; app.module.ts hands them to Nest.
import { AccessLog } from './commands/access-log.js';
import { CaseCommands } from './commands/case-command.js';
import type { BasesReader, LettersReader, PriorsReader } from './commands/case-facts.js';
import { FindingCommands, type FindingReader, type SeenCase } from './commands/finding-command.js';
import { RecordingClock, type Clock } from './commands/clock.js';
import { newSalt } from './commands/randomness.js';
import { FactsUnavailable } from './commands/refusals.js';
import { RegisterCommands } from './commands/register-command.js';
import { Registers } from './commands/registers.js';
import { organsOf } from './domain/case/state.js';
import { openEvidenceStore, type EvidenceStore } from './evidence/evidence-store.js';
import { openCaseKeys } from './ledger/keys.js';
import { openSequencer, type RunningSequencer } from './ledger/sequencer/open-sequencer.js';
import { PublishedLog } from './ledger/sequencer/published-log.js';
import type { SequencerReports } from './ledger/sequencer/sequencer.js';
import { openSqliteLedger, type SqliteLedger } from './ledger/sqlite-ledger.js';
import { priorsFor } from './projections/accountability-counts.js';
import { listFindings } from './projections/findings.js';
import { lettersNumbered } from './projections/letters.js';
import { Projector, type ProjectorReports } from './projections/projector.js';
import { whyNotFrom } from './projections/rebuild.js';
import { ReadModelBehind, type ReadStore } from './projections/read-store.js';
import { openSqliteReadStore } from './projections/sqlite-read-store.js';
import { basesAgainst } from './projections/capacities.js';
import { storeDefinition } from './projections/streams.js';

export interface Service {
  readonly ledger: SqliteLedger;
  /** Signs the ledger; what it has signed is read from the log. */
  readonly sequencer: RunningSequencer;
  readonly log: PublishedLog;
  readonly store: ReadStore;
  readonly projector: Projector;
  readonly evidence: EvidenceStore;
  readonly registers: Registers;
  readonly cases: CaseCommands;
  readonly registerCommands: RegisterCommands;
  readonly findingCommands: FindingCommands;
  readonly accesses: AccessLog;
  readonly clock: Clock;
  /** Finishes what is under way and lets go of everything. */
  close(): Promise<void>;
}

/** The read models are of another ledger, or of a later state of this one. */
export class ReadModelsAhead extends Error {
  override readonly name = 'ReadModelsAhead';
}

export interface ServiceNeeds {
  readonly dataDir: string;
  /** Name of the transparency log. */
  readonly origin: string;
  readonly clock: Clock;
  readonly reports: ProjectorReports;
  readonly signing: Omit<SequencerReports, 'fatal'>;
  /** Told once that the outcome of a write is unknown: the process must end and start again (RELIABILITY 0.4). */
  readonly fatal: (error: Error) => void;
}

// How far behind the read model may be when a decision asks for priors or a letter for its number, before it is refused.
const longestWaitMs = 5_000;

/**
 * Opens a data directory as its one writer and begins to follow the ledger.
 * @throws DirectoryInUse when another process writes to it
 * @throws ReadModelsAhead when what was projected does not follow from the ledger as it is
 */
export async function openService({
  dataDir,
  origin,
  clock,
  reports,
  signing,
  fatal,
}: ServiceNeeds): Promise<Service> {
  const ledger = openSqliteLedger({ directory: dataDir, onFatal: fatal });
  const keys = openCaseKeys({ directory: dataDir, onFatal: fatal });
  const evidence = await openEvidenceStore(dataDir);
  const store = openSqliteReadStore(dataDir, storeDefinition);
  const notFrom = await whyNotFrom(ledger, store.progress());
  if (notFrom !== undefined)
    throw new ReadModelsAhead(
      `${notFrom}: another copy of the ledger was put back. \`wenze rebuild\` builds them anew.`,
    );
  const projector = new Projector(ledger, store, reports);
  projector.start();
  const sequencer = openSequencer({ dataDir, origin, ledger, reports: { ...signing, fatal } });
  const log = PublishedLog.of(dataDir);

  const writing = {
    ledger,
    clock: new RecordingClock(clock, ledger.lastRecordedAt()),
    salt: newSalt,
  };
  const registers = new Registers(ledger);
  const caughtUp = async (): Promise<void> => {
    try {
      await projector.reached(await ledger.head(), longestWaitMs);
    } catch (error) {
      if (error instanceof ReadModelBehind) throw new FactsUnavailable(error.message);
      throw error;
    }
  };
  const priors: PriorsReader = async (personId, on) => {
    await caughtUp();
    const asOf = store.progress().eventId;
    const sanctions = await priorsFor(store, personId, on);
    return { sanctions, asOf };
  };
  const letters: LettersReader = async (organId, numbers) => {
    await caughtUp();
    return lettersNumbered(store, organId, numbers);
  };
  const bases: BasesReader = async (personId) => {
    await caughtUp();
    return basesAgainst(store, personId);
  };
  const findings: FindingReader = async (id, organ, today) => {
    await caughtUp();
    const asOf = store.progress().eventId;
    const { items } = await listFindings(store, { organ, wide: true }, { id }, { limit: 1 }, today);
    const [found] = items;
    return found && asOf !== undefined
      ? { finding: { ...found, heads: found.head }, asOf }
      : undefined;
  };
  const cases = new CaseCommands({
    ledger,
    writing,
    clock,
    registers,
    keys,
    evidence,
    priors,
    letters,
    bases,
  });
  const seenCase: SeenCase = async (caseId, organ) => {
    const { state } = await cases.newest(caseId);
    const seen = state !== undefined && (await registers.reaches(organ, organsOf(state), true));
    return seen ? state : undefined;
  };
  return {
    ledger,
    sequencer,
    log,
    store,
    projector,
    evidence,
    registers,
    clock,
    cases,
    registerCommands: new RegisterCommands(writing, registers, clock),
    findingCommands: new FindingCommands({ ledger, writing, clock, registers, findings, seenCase }),
    accesses: new AccessLog(writing, registers),
    async close() {
      await log.close();
      await sequencer.close();
      await projector.stop();
      await store.close();
      await ledger.close();
      keys.close();
    },
  };
}

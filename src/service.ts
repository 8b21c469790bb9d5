// Everything a process of the service has open, by the parts it runs and the engines it runs them
// on: made in this order, let go of in reverse. The only place where parts are put together;
// app.module.ts hands them to Nest.
import { AccessLog } from './commands/access-log.js';
import { CaseCommands } from './commands/case-command.js';
import type { BasesReader, LettersReader, PriorsReader } from './commands/case-facts.js';
import { FindingCommands, type FindingReader, type SeenCase } from './commands/finding-command.js';
import { RecordingClock, type Clock } from './commands/clock.js';
import { knowingKeys, type CommandFinder } from './commands/keys-of-commands.js';
import { newSalt } from './commands/randomness.js';
import { FactsUnavailable } from './commands/refusals.js';
import { RegisterCommands } from './commands/register-command.js';
import { Registers } from './commands/registers.js';
import type { Config } from './config.js';
import { organsOf } from './domain/case/state.js';
import { openEvidenceStore, type EvidenceStore } from './evidence/evidence-store.js';
import { openCaseKeys } from './ledger/keys.js';
import type { Ledger } from './ledger/ledger.js';
import { openLedger } from './ledger/open-ledger.js';
import {
  openPublishedLog,
  openSequencer,
  type RunningSequencer,
} from './ledger/sequencer/open-sequencer.js';
import { requireNotOlder } from './ledger/sequencer/older-copy.js';
import { PublishedLog } from './ledger/sequencer/published-log.js';
import type { SequencerReports } from './ledger/sequencer/sequencer.js';
import type { WitnessReports } from './ledger/sequencer/witnesses.js';
import { requireEngines, type Part } from './parts.js';
import { priorsFor } from './projections/accountability-counts.js';
import { basesAgainst } from './projections/capacities.js';
import { listFindings } from './projections/findings.js';
import { lettersNumbered } from './projections/letters.js';
import { openPostgresReadStore } from './projections/postgres-read-store.js';
import { Projector, type ProjectorReports } from './projections/projector.js';
import type { ReadModelProgress } from './projections/read-model-progress.js';
import {
  ReadModelBehind,
  ReadStoreUnavailable,
  type ReadStore,
  type ReadStoreReader,
} from './projections/read-store.js';
import { whyNotFrom } from './projections/same-ledger.js';
import { openSqliteReadStore } from './projections/sqlite-read-store.js';
import { StoreWatch } from './projections/store-watch.js';
import { storeDefinition } from './projections/streams.js';

/** What the API works with. */
export interface ApiService {
  readonly ledger: Ledger;
  readonly store: ReadStoreReader;
  readonly readModels: ReadModelProgress;
  readonly evidence: EvidenceStore;
  readonly registers: Registers;
  readonly cases: CaseCommands;
  readonly registerCommands: RegisterCommands;
  readonly findingCommands: FindingCommands;
  readonly accesses: AccessLog;
  /** What the sequencer has signed, here or in another process. */
  readonly log: PublishedLog;
  readonly clock: Clock;
  /** How far the clock is behind what is recorded, in milliseconds: it was ahead, or was set back. */
  readonly clockBehindMs: () => number;
}

export interface Service {
  readonly ledger: Ledger;
  /** As this process sees them; absent where it neither keeps nor reads them. */
  readonly readModels?: ReadModelProgress;
  /** Absent where this process signs nothing. */
  readonly sequencer?: RunningSequencer;
  /** Absent where this process takes no commands and answers no questions. */
  readonly api?: ApiService;
  /** Finishes what is under way and lets go of everything. */
  close(): Promise<void>;
}

/** The read models are of another ledger, or of a later state of this one. */
export class ReadModelsAhead extends Error {
  override readonly name = 'ReadModelsAhead';
}

export interface ServiceNeeds {
  readonly config: Pick<Config, 'dataDir' | 'ledger' | 'origin' | 'readStore' | 'witnesses'>;
  /** What this process runs. */
  readonly running: readonly Part[];
  readonly clock: Clock;
  readonly reports: {
    readonly projector: ProjectorReports;
    readonly sequencer: Omit<SequencerReports, 'fatal'>;
    readonly witnesses: WitnessReports;
  };
  /** Told once that the outcome of a write to a file or of a checkpoint is unknown: the process must end and start again (RELIABILITY 0.4). */
  readonly fatal: (error: Error) => void;
}

/** How what is open is let go of, the last opened first. */
type Closing = (() => void | Promise<void>)[];

// How far behind the read model may be when a decision asks for priors or a letter for its number, before it is refused.
const longestWaitMs = 5_000;

/**
 * Opens what the parts need, and begins to keep the read models where that is among them.
 * @throws InvalidConfig when the engines cannot do what is asked of them
 * @throws DirectoryInUse when another process writes to the ledger's file
 * @throws LedgerUnavailable when the ledger's server does not answer
 * @throws OlderCopy when the ledger has lost what its log has signed
 * @throws ReadModelsAhead when what was projected does not follow from the ledger as it is
 */
export async function openService(needs: ServiceNeeds): Promise<Service> {
  const { config, running, reports, clock, fatal } = needs;
  requireEngines(running, config);
  const closing: Closing = [];
  const close = async (): Promise<void> => {
    for (const letGo of closing.splice(0).toReversed()) await letGo();
  };
  try {
    await requireNotOlder(config.dataDir, config.ledger);
    const ledger = await openLedger(config.ledger, fatal);
    closing.push(() => ledger.close());
    const kept = running.includes('projector')
      ? await keepReadModels(ledger, config, reports.projector, closing)
      : undefined;
    const sequencer = running.includes('sequencer')
      ? openSequencer({
          dataDir: config.dataDir,
          origin: config.origin,
          ledger,
          reports: { ...reports.sequencer, fatal },
          witnesses: {
            witnesses: config.witnesses,
            reports: reports.witnesses,
            now: () => clock.now().getTime() / 1000,
          },
        })
      : undefined;
    if (sequencer) closing.push(() => sequencer.close());
    const own = { ledger, ...(sequencer && { sequencer }), close };
    if (!running.includes('api')) return { ...own, ...(kept && { readModels: kept.progress }) };

    const seen =
      config.readStore.engine === 'postgres'
        ? watchReadModels(config, reports.projector, closing)
        : kept;
    if (seen === undefined) throw new Error('bug: the API has no read models');
    // A sequencer of this process has made its files already; one elsewhere may not have yet.
    const log = sequencer
      ? PublishedLog.of(config.dataDir)
      : await openPublishedLog(config.dataDir);
    closing.push(() => log.close());
    const lastRecordedAt = await ledger.lastRecordedAt();
    const api = await openApi(needs, {
      ledger,
      lastRecordedAt,
      store: seen.store,
      readModels: seen.progress,
      log,
      ...(config.ledger.engine === 'kurrentdb' && { commandFinder: seen.streamOfCommand }),
      closing,
    });
    return { ...own, readModels: seen.progress, api };
  } catch (error) {
    await close();
    throw error;
  }
}

interface SeenReadModels {
  readonly store: ReadStoreReader;
  readonly progress: ReadModelProgress;
  /** Where the store knows it. */
  readonly streamOfCommand?: CommandFinder;
}

/** Keeps the read models, or stands by while another process does. @throws ReadModelsAhead */
async function keepReadModels(
  ledger: Ledger,
  { readStore }: ServiceNeeds['config'],
  reports: ProjectorReports,
  closing: Closing,
): Promise<SeenReadModels> {
  const store: ReadStore =
    readStore.engine === 'sqlite'
      ? openSqliteReadStore(readStore.directory, storeDefinition)
      : openPostgresReadStore(readStore.url, storeDefinition);
  closing.push(() => store.close());
  const notFrom = await whyNotFrom(ledger, store.progress());
  if (notFrom !== undefined)
    throw new ReadModelsAhead(
      `${notFrom}: another copy of the ledger was put back. \`wenze rebuild\` builds them anew.`,
    );
  const projector = new Projector(ledger, store, reports);
  projector.start();
  closing.push(() => projector.stop());
  return { store, progress: projector };
}

/** Reads what a projector keeps in PostgreSQL, in this process or another: who is active is for the database to say. */
function watchReadModels(
  { readStore }: ServiceNeeds['config'],
  reports: ProjectorReports,
  closing: Closing,
): SeenReadModels {
  if (readStore.engine !== 'postgres') throw new Error('bug: only PostgreSQL is watched');
  const watch = new StoreWatch(readStore.url, storeDefinition, (error) => reports.failed(error));
  watch.start();
  closing.push(() => watch.close());
  return {
    store: watch,
    progress: watch,
    // The ledger is the truth: it takes commands while the read models are away.
    streamOfCommand: (commandId) =>
      watch.streamOfCommand(commandId).catch((error: unknown) => {
        if (error instanceof ReadStoreUnavailable) return undefined;
        throw error;
      }),
  };
}

interface ApiNeeds {
  readonly ledger: Ledger;
  readonly lastRecordedAt: string | undefined;
  readonly store: ReadStoreReader;
  readonly readModels: ReadModelProgress;
  readonly log: PublishedLog;
  readonly commandFinder?: CommandFinder | undefined;
  readonly closing: Closing;
}

async function openApi(
  { config, running, clock, fatal }: ServiceNeeds,
  { ledger, lastRecordedAt, store, readModels, log, commandFinder, closing }: ApiNeeds,
): Promise<ApiService> {
  const keys = openCaseKeys({ directory: config.dataDir, onFatal: fatal });
  closing.push(() => keys.close());
  const alone = config.ledger.engine === 'sqlite' && running.includes('projector');
  const evidence = await openEvidenceStore(config.dataDir, alone ? 'alone' : 'with others');
  const recording = new RecordingClock(clock, lastRecordedAt);
  const writing = {
    ledger: commandFinder === undefined ? ledger : knowingKeys(ledger, commandFinder),
    clock: recording,
    salt: newSalt,
  };
  const registers = new Registers(ledger);
  /** Facts as of the ledger's head. @throws FactsUnavailable */
  const facts = async <T>(read: () => Promise<T>): Promise<T> => {
    try {
      await readModels.reached(await ledger.head(), longestWaitMs);
      return await read();
    } catch (error) {
      if (error instanceof ReadModelBehind || error instanceof ReadStoreUnavailable)
        throw new FactsUnavailable(error.message, { cause: error });
      throw error;
    }
  };
  const priors: PriorsReader = (personId, on) =>
    facts(async () => {
      const asOf = store.progress().eventId;
      const sanctions = await priorsFor(store, personId, on);
      return { sanctions, asOf };
    });
  const letters: LettersReader = (organId, numbers) =>
    facts(() => lettersNumbered(store, organId, numbers));
  const bases: BasesReader = (personId) => facts(() => basesAgainst(store, personId));
  const findings: FindingReader = (id, organ, today) =>
    facts(async () => {
      const asOf = store.progress().eventId;
      const scope = { organ, wide: true };
      const { items } = await listFindings(store, scope, { id }, { limit: 1 }, today);
      const [found] = items;
      return found && asOf !== undefined
        ? { finding: { ...found, heads: found.head }, asOf }
        : undefined;
    });
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
    store,
    readModels,
    evidence,
    registers,
    clock,
    cases,
    registerCommands: new RegisterCommands(writing, registers, clock),
    findingCommands: new FindingCommands({ ledger, writing, clock, registers, findings, seenCase }),
    accesses: new AccessLog(writing, registers),
    log,
    clockBehindMs: () => recording.behindMs(),
  };
}

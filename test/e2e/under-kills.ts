// A service under HTTP load that is killed again and again (kill -9), and the audit of what it
// leaves on disk. Every request ends in one of three ways: acknowledged, refused, or unanswered;
// what is unanswered is sent again with the same key until it is one of the other two.
import { setTimeout as delay } from 'node:timers/promises';
import { decodeEvent } from '../../src/domain/catalogue.js';
import type { RecordedEvent } from '../../src/ledger/event.js';
import { openSqliteLedgerReader } from '../../src/ledger/sqlite-ledger.js';
import { verifySqliteLedger } from '../../src/ledger/sqlite-verify.js';
import { compareStores, rebuild } from '../../src/projections/rebuild.js';
import {
  beginSqliteReadStore,
  openSqliteReadStore,
} from '../../src/projections/sqlite-read-store.js';
import { storeDefinition } from '../../src/projections/streams.js';
import type { CaseAct } from '../../src/domain/case/acts.js';
import { recordedIn, type Answer, type Caller, type Recorded } from '../support/caller.js';
import { registerCity, registration } from '../support/city.js';
import { acts } from '../support/office.js';
import {
  emptyDataDir,
  exitOf,
  NoAnswer,
  RunningService,
  spawnService,
} from '../support/running-service.js';
import { seeded } from '../support/seeded.js';
import { everyEvent } from '../support/every-event.js';

const writers = 8;
/** Longest a service lives under load before it is killed, in milliseconds. */
const longestLife = 1_500;

/** One command. Its label is its Idempotency-Key and stands in its body, so that the audit finds it without trusting ids. */
interface Command {
  readonly label: string;
  readonly act: CaseAct;
  readonly caseId: string;
  readonly body: object;
}

/** What is known of what was sent. */
export interface Account {
  readonly acknowledged: Map<string, Recorded>;
  readonly refused: Set<string>;
  /** Sent and not answered: to be sent again. */
  readonly unanswered: Command[];
  /** Commands that were sent more than once. */
  readonly repeated: Set<string>;
  /** Request ids of the sensitive answers that arrived. */
  readonly shown: Set<string>;
  /** Cases known to be registered. */
  readonly cases: string[];
}

export function emptyAccount(): Account {
  return {
    acknowledged: new Map(),
    refused: new Set(),
    unanswered: [],
    repeated: new Set(),
    shown: new Set(),
    cases: [],
  };
}

/** What the audit found; everything but the counts is wrong. */
export interface Audit {
  readonly acknowledged: number;
  readonly refused: number;
  readonly repeated: number;
  readonly shown: number;
  /** Acknowledged, and not in the ledger at the place that was told. */
  readonly lost: readonly string[];
  /** In the ledger more than once. */
  readonly doubled: readonly string[];
  /** Refused, and in the ledger all the same. */
  readonly recordedThoughRefused: readonly string[];
  /** Sensitive answers that arrived without an access on the ledger. */
  readonly shownUnrecorded: readonly string[];
  /** What `wenze verify` would say: gaps, order, form, recordedAt. */
  readonly faults: readonly object[];
  /** Tables in which the read store differs from a rebuild. */
  readonly differences: readonly object[];
}

/** What an audit finds wrong where all is well. */
export const nothingWrong = {
  lost: [],
  doubled: [],
  recordedThoughRefused: [],
  shownUnrecorded: [],
  faults: [],
  differences: [],
} as const satisfies Partial<Audit>;

export interface KillsWanted {
  readonly kills: number;
  readonly seed: number;
  /** Another build than ours. */
  readonly program?: string;
  /** Milliseconds of load before any kill. */
  readonly leastLife?: number;
}

/** Runs a service under load, kills it so many times, and audits its data directory. */
export async function auditAfterKills({
  kills,
  seed,
  program,
  leastLife = 0,
}: KillsWanted): Promise<Audit> {
  const chance = seeded(seed);
  const options = program === undefined ? {} : { program };
  const service = await RunningService.start(options);
  const { clerk } = await registerCity(service);
  const account = emptyAccount();
  const next = commandSource(account, chance);

  for (let kill = 0; kill < kills; kill += 1) {
    const killed = new AbortController();
    const load = Array.from({ length: writers }, () => write(clerk, account, next));
    load.push(read(clerk, account, chance, killed.signal));
    await delay(leastLife + chance() * (longestLife - leastLife));
    await service.kill();
    killed.abort();
    await Promise.all(load);
    if (chance() < 0.3) await killAtStart(service.dataDir, chance, options);
    await service.startAgain();
  }
  await repeatUnanswered(clerk, account);
  // Whatever the followers have seen is committed.
  const seen = await clerk.ask(`/cases?limit=1&atLeast=${String(await service.head())}`);
  if (seen.status !== 200) throw new Error(`the read models do not follow: ${seen.text}`);
  await service.stop();
  return audit(service.dataDir, account);
}

/** Starts the program and kills it at a random moment of its start: recovery must bear being cut off too. */
async function killAtStart(dataDir: string, chance: () => number, options: object): Promise<void> {
  const { child } = spawnService({ ...options, dataDir });
  await delay(chance() * 600);
  child.kill('SIGKILL');
  await exitOf(child);
}

/** Sends commands one after the other until one is not answered. */
async function write(clerk: Caller, account: Account, next: () => Command): Promise<void> {
  for (;;) {
    const command = account.unanswered.pop() ?? next();
    if (!(await send(clerk, account, command))) return;
  }
}

async function repeatUnanswered(clerk: Caller, account: Account): Promise<void> {
  for (let command = account.unanswered.pop(); command; command = account.unanswered.pop())
    if (!(await send(clerk, account, command)))
      throw new Error('a request was not answered although nobody killed the service');
}

/** Whether it was answered. */
async function send(clerk: Caller, account: Account, command: Command): Promise<boolean> {
  const { label, act, caseId, body } = command;
  let answer: Answer;
  try {
    answer = await clerk.act(caseId, act, body, { key: label });
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    account.unanswered.push(command);
    account.repeated.add(label);
    return false;
  }
  if (answer.status === 201) {
    account.acknowledged.set(label, recordedIn(answer));
    if (act === 'register') account.cases.push(caseId);
  } else if (answer.status < 500) {
    account.refused.add(label);
  } else {
    throw new Error(`${act}: ${answer.status} ${answer.text}`);
  }
  return true;
}

/** Opens case files, which must not be shown without being recorded; where the service was killed before there was one, no answer tells it so. */
async function read(
  clerk: Caller,
  account: Account,
  chance: () => number,
  killed: AbortSignal,
): Promise<void> {
  while (!killed.aborted) {
    const caseId = one(account.cases, chance);
    if (caseId === undefined) await delay(5);
    else
      try {
        const { status, headers } = await clerk.ask(`/cases/${caseId}`);
        const requestId = headers.get('x-request-id');
        if (status === 200 && requestId !== null) account.shown.add(requestId);
      } catch (error) {
        if (error instanceof NoAnswer) return;
        throw error;
      }
  }
}

/** A source of new commands: mostly on cases that stand, some that will be refused. */
function commandSource(account: Account, chance: () => number): () => Command {
  let made = 0;
  return () => {
    const label = `label-${String((made += 1))}`;
    const caseId = one(account.cases, chance);
    const kind = chance();
    if (caseId === undefined || kind < 0.2) {
      const confidential = kind < 0.1 ? { reporter: { mode: 'named', name: '子某' } } : {};
      const body = { ...registration, ...confidential, summary: label };
      return { label, act: 'register', caseId: `C-${label}`, body };
    }
    if (kind < 0.25)
      return { label, act: 'close', caseId, body: { ...acts.close, reasons: label } };
    if (kind < 0.35)
      return { label, act: 'transfer', caseId, body: { ...acts.transfer, reasons: label } };
    const body = { ...acts['record-intervention'], content: label };
    return { label, act: 'record-intervention', caseId, body };
  };
}

/** Holds a data directory that nobody writes to against what is known. */
export async function audit(dataDir: string, account: Account): Promise<Audit> {
  const faults: object[] = [];
  verifySqliteLedger(dataDir, undecodable, (fault) => faults.push(fault));
  const ledger = openSqliteLedgerReader(dataDir);
  const events = await everyEvent(ledger);
  const byId = new Map(events.map((event) => [event.id, event]));
  const times = new Map<string, number>();
  for (const event of events) {
    const label = labelOf(event);
    if (label !== undefined) times.set(label, (times.get(label) ?? 0) + 1);
  }
  const standsAsTold = ([label, { events: told }]: [string, Recorded]): boolean =>
    told.length > 0 &&
    told.every(({ eventId, type, revision, position }) => {
      const event = byId.get(eventId);
      return (
        event?.type === type &&
        event.revision === revision &&
        event.position === position &&
        labelOf(event) === label
      );
    });
  const accesses = new Set(
    events
      .filter(({ type }) => type === 'RecordAccessed')
      .map(({ metadata }) => metadata.correlationId),
  );
  const { acknowledged, refused, repeated, shown } = account;
  const found = {
    acknowledged: acknowledged.size,
    refused: refused.size,
    repeated: repeated.size,
    shown: shown.size,
    lost: [...acknowledged].filter((one) => !standsAsTold(one)).map(([label]) => label),
    doubled: [...times].filter(([, count]) => count > 1).map(([label]) => label),
    recordedThoughRefused: [...refused].filter((label) => times.has(label)),
    shownUnrecorded: [...shown].filter((requestId) => !accesses.has(requestId)),
    faults,
    differences: await differencesFromRebuild(ledger, dataDir),
  };
  await ledger.close();
  return found;
}

async function differencesFromRebuild(
  ledger: ReturnType<typeof openSqliteLedgerReader>,
  dataDir: string,
): Promise<readonly object[]> {
  const rebuilt = beginSqliteReadStore(emptyDataDir(), storeDefinition);
  await rebuild(ledger, rebuilt);
  const live = openSqliteReadStore(dataDir, storeDefinition);
  const differences = await compareStores(live, rebuilt);
  await live.close();
  await rebuilt.close();
  return differences;
}

function undecodable(event: Parameters<typeof decodeEvent>[0]): string | undefined {
  try {
    decodeEvent(event);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'cannot be read';
  }
}

/** The label of the command an event came from; undefined for the registers and for accesses. */
function labelOf({ data }: RecordedEvent): string | undefined {
  return [data['summary'], data['reasons'], data['content']].find(
    (text): text is string => typeof text === 'string' && text.startsWith('label-'),
  );
}

function one<T>(among: readonly T[], chance: () => number): T | undefined {
  return among[Math.floor(chance() * among.length)];
}

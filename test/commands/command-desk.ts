// The command side over a real ledger, key store and evidence store in a directory of its own, with
// the organs and persons of office.ts registered; the clock stands at a fixed instant.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Caller } from '../../src/commands/caller.js';
import {
  CaseCommands,
  type CaseOutcome,
  type CaseRequest,
} from '../../src/commands/case-command.js';
import { RecordingClock } from '../../src/commands/clock.js';
import type { CaseRequestBody } from '../../src/commands/completed-command.js';
import { newSalt } from '../../src/commands/randomness.js';
import { RegisterCommands } from '../../src/commands/register-command.js';
import { Registers } from '../../src/commands/registers.js';
import { caseAct, type CaseAct } from '../../src/domain/case/acts.js';
import type { KnownPriors, Prior } from '../../src/domain/case/facts.js';
import { decodeEvent } from '../../src/domain/catalogue.js';
import { oneYearWindow } from '../../src/domain/regulation/periods.js';
import { openEvidenceStore, type EvidenceStore } from '../../src/evidence/evidence-store.js';
import type { RecordedEvent } from '../../src/ledger/event.js';
import { openCaseKeys, type CaseKeys } from '../../src/ledger/keys.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { openSqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { sentBody } from '../support/given.js';
import { organs, persons } from '../support/office.js';

export const clerk: Caller = {
  issuer: 'test',
  sub: 'clerk',
  organ: 'commission',
  roles: ['intake', 'investigator'],
};

/** How an act is sent, where it differs from the clerk's plain way. */
export interface Manner {
  readonly caseId?: string;
  readonly key?: string;
  readonly ifMatch?: number;
  readonly acknowledge?: { readonly codes: string[]; readonly justification: string };
  readonly caller?: Caller;
  /** Free of the bounds of the caller's organ. */
  readonly unbound?: boolean;
}

/** Runs tasks just before the next appends, as another process would in between. */
class InterruptedLedger implements Ledger {
  private readonly interruptions: (() => Promise<unknown>)[] = [];

  constructor(private readonly ledger: Ledger) {}

  beforeNextAppend(task: () => Promise<unknown>): void {
    this.interruptions.push(task);
  }

  async append(...args: Parameters<Ledger['append']>): ReturnType<Ledger['append']> {
    await this.interruptions.shift()?.();
    return this.ledger.append(...args);
  }

  read(...args: Parameters<Ledger['read']>): ReturnType<Ledger['read']> {
    return this.ledger.read(...args);
  }

  follow(...args: Parameters<Ledger['follow']>): ReturnType<Ledger['follow']> {
    return this.ledger.follow(...args);
  }

  followTexts(...args: Parameters<Ledger['followTexts']>): ReturnType<Ledger['followTexts']> {
    return this.ledger.followTexts(...args);
  }

  head(): Promise<string> {
    return this.ledger.head();
  }

  close(): Promise<void> {
    return this.ledger.close();
  }
}

/** One process of the service, as far as commands go. */
export class Desk {
  readonly cases: CaseCommands;
  readonly registers: Registers;
  readonly registerCommands: RegisterCommands;
  private readonly interrupted: InterruptedLedger;

  constructor(
    readonly ledger: Ledger,
    readonly keys: CaseKeys,
    readonly evidence: EvidenceStore,
    now: () => Date,
  ) {
    const clock = { now };
    this.interrupted = new InterruptedLedger(ledger);
    const writing = { ledger: this.interrupted, clock: new RecordingClock(clock), salt: newSalt };
    this.registers = new Registers(ledger);
    this.registerCommands = new RegisterCommands(writing, this.registers, clock);
    this.cases = new CaseCommands({
      ledger: this.interrupted,
      writing,
      clock,
      registers: this.registers,
      keys,
      evidence,
      priors: (personId, on) => priorsIn(ledger, personId, on),
      letters: () => Promise.resolve([]),
      bases: () => Promise.resolve(new Set()),
    });
  }

  /** Lets somebody else in just before the next append of this desk. */
  interruptOnce(task: () => Promise<unknown>): void {
    this.interrupted.beforeNextAppend(task);
  }

  /** Sends the regular act, with what a test changes of its body. */
  send(
    name: CaseAct,
    changed: Readonly<Record<string, unknown>> = {},
    manner: Manner = {},
  ): Promise<CaseOutcome> {
    const received = sentBody(name, changed);
    const { caseId = 'C-1', key, ifMatch, acknowledge, caller = clerk, unbound = false } = manner;
    const asked = { act: name, body: caseAct(name).body.parse(received) } as CaseRequestBody;
    const request: CaseRequest = {
      ...asked,
      received,
      caller,
      ownOnly: !unbound,
      correlationId: 'request-1',
      ...(name === 'register' ? {} : { caseId }),
      ...(key === undefined ? {} : { idempotencyKey: key }),
      ...(ifMatch === undefined ? {} : { ifMatch }),
      ...(acknowledge ? { acknowledge } : {}),
    };
    return this.cases.carryOut(request);
  }

  /** The events of a case as they stand. */
  events(caseId = 'C-1'): Promise<readonly RecordedEvent[]> {
    return this.ledger.read(`case-${caseId}`);
  }

  /** Types of the events of a case, in order. */
  async types(caseId = 'C-1'): Promise<readonly string[]> {
    return (await this.events(caseId)).map(({ type }) => type);
  }
}

/** A data directory with its stores, and desks that work on it. */
export class Premises {
  /** The clock of every desk; a test may set it. */
  now = new Date('2016-12-31T02:00:00.000Z');

  private constructor(
    readonly ledger: Ledger,
    readonly keys: CaseKeys,
    readonly evidence: EvidenceStore,
    private readonly directory: string,
  ) {}

  static async open(): Promise<Premises> {
    const directory = mkdtempSync(join(tmpdir(), 'wenze-commands-'));
    const onFatal = (error: Error) => {
      throw error;
    };
    const premises = new Premises(
      openSqliteLedger({ directory, onFatal }),
      openCaseKeys({ directory, onFatal }),
      await openEvidenceStore(directory),
      directory,
    );
    await premises.registerOffice();
    return premises;
  }

  /** Another process on the same ledger. */
  desk(): Desk {
    return new Desk(this.ledger, this.keys, this.evidence, () => this.now);
  }

  /** Puts bytes into the evidence store, as an upload does. */
  upload(text: string): Promise<{ digest: string; size: number }> {
    return this.evidence.put(Readable.from([Buffer.from(text)]), 1_000_000);
  }

  /** Names of the files in which a text stands in clear. */
  filesShowing(text: string): readonly string[] {
    const bytes = Buffer.from(text);
    return readdirSync(this.directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => readFileSync(file).includes(bytes));
  }

  async close(): Promise<void> {
    await this.ledger.close();
    this.keys.close();
    rmSync(this.directory, { recursive: true });
  }

  private async registerOffice(): Promise<void> {
    const { registerCommands } = this.desk();
    const caller: Caller = { ...clerk, sub: 'keeper', roles: ['admin'] };
    const by = { caller, correlationId: 'request-0' };
    await Promise.all(
      Object.values(organs).map(({ organId: id, heads: _, ...fields }) => {
        const body = { id, ...fields };
        const command = { act: 'register-organ' as const, id, body };
        return registerCommands.carryOut({ ...by, command, received: body });
      }),
    );
    await Promise.all(
      Object.values(persons).map(({ personId: id, changes: _, ...fields }) => {
        const body = { id, ...fields };
        const command = { act: 'register-person' as const, id, body };
        return registerCommands.carryOut({ ...by, command, received: body });
      }),
    );
  }
}

/** The decisions on a person among all that stands, as a read model that has caught up tells them. */
async function priorsIn(ledger: Ledger, personId: string, on: string): Promise<KnownPriors> {
  const sanctions: Prior[] = [];
  let asOf: string | undefined;
  const { from, to } = oneYearWindow(on);
  const head = await ledger.head();
  const done = new AbortController();
  for await (const batch of ledger.follow('0', done.signal)) {
    for (const recorded of batch) {
      asOf = recorded.id;
      const event = decodeEvent(recorded);
      if (event.type !== 'DecisionMade' || event.data.subject?.personId !== personId) continue;
      const { decisionId, organId, effectiveOn, methods } = event.data;
      if (effectiveOn < from || effectiveOn > to) continue;
      const caseId = recorded.stream.slice('case-'.length);
      sanctions.push({ caseId, decisionId, eventId: recorded.id, organId, effectiveOn, methods });
    }
    if (batch.at(-1)?.position === head) break;
  }
  done.abort();
  return { sanctions, asOf };
}

// A history of the office, told act by act and then put into a ledger: what the read models are
// asked about. Acts are those of test/support/office.ts; rules they break are recorded with them.
import { toStringMethod } from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseAct, CaseCommand, CommandBody } from '../../src/domain/case/acts.js';
import type { AccessEvent } from '../../src/domain/access.js';
import { storedForms } from '../../src/domain/catalogue.js';
import { decideCase } from '../../src/domain/case/decide.js';
import type { Answer } from '../../src/domain/case/answer.js';
import { foldCase } from '../../src/domain/case/fold.js';
import type { Irregularity } from '../../src/domain/refusal.js';
import { type CaseState } from '../../src/domain/case/state.js';
import { policyStream } from '../../src/domain/adopted-policies.js';
import {
  policiesOf,
  policyOn,
  type Adoption,
  type Policies,
} from '../../src/domain/regulation/policy.js';
import { decideAdoption } from '../../src/domain/regulation/policy-adoption.js';
import type { RegisterEvent } from '../../src/domain/register/acts.js';
import type { EventToAppend, JsonObject } from '../../src/ledger/event.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { openSqliteLedger, type SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import {
  beginPostgresReadStore,
  openPostgresReadStore,
} from '../../src/projections/postgres-read-store.js';
import { rebuild, type RebuildOptions } from '../../src/projections/rebuild.js';
import type { ReadStore } from '../../src/projections/read-store.js';
import {
  beginSqliteReadStore,
  openSqliteReadStore,
} from '../../src/projections/sqlite-read-store.js';
import { storeDefinition } from '../../src/projections/streams.js';
import { act, facts } from '../support/office.js';
import { onPostgres, testServer } from '../support/postgres.js';

/** An event with its stream, before it is recorded. */
export interface Told {
  readonly stream: string;
  readonly revision: number;
  readonly event: EventToAppend;
}

/** The first event is recorded at this instant, each later one a minute after the one before. */
const began = Date.parse('2016-01-04T01:00:00.000Z');

export class History {
  readonly told: Told[] = [];
  private readonly cases = new Map<string, CaseState>();
  private readonly revisions = new Map<string, number>();
  private readonly adoptions: Adoption[] = [];
  /** The latest legal date of an act told. */
  private latest = '2015-02-04';

  /** The position of the last event told, once it is recorded in an empty ledger. */
  get position(): string {
    return String(this.told.length);
  }

  /** The id of the last event told. */
  get last(): string {
    const last = this.told.at(-1);
    if (last === undefined) throw new Error('nothing is told yet');
    return last.event.id;
  }

  /** How fast-check shows a history that breaks a rule. */
  [toStringMethod](): string {
    return this.told
      .map(({ stream, event: { type, data } }) => `${stream} ${type} ${JSON.stringify(data)}`)
      .join('\n');
  }

  /** The instant the event at a position is recorded at. */
  static recordedAt(position: number): string {
    return new Date(began + position * 60_000).toISOString();
  }

  /** An act on a case, with what differs from the regular one. */
  on<A extends CaseAct>(caseId: string, name: A, changed: Partial<CommandBody<A>> = {}): this {
    const command = { ...act(name, changed) } as CaseCommand;
    if (command.act === 'register') Object.assign(command.body, { caseId });
    const date = command.act === 'register' ? command.body.receivedOn : command.body.on;
    const policy = policyOn(this.policies, date);
    const known = { ...facts({ today: '2999-12-31' }), policy };
    const { events, ...rules } = decideCase(command, this.cases.get(caseId), known);
    for (const event of events) {
      if (date > this.latest) this.latest = date;
      const circumstances = { rules, policyVersion: policy.id };
      const told = this.tell(`case-${caseId}`, event.type, event.data, circumstances);
      this.cases.set(
        caseId,
        foldCase(this.policies)(this.cases.get(caseId), { ...told, position: this.position }),
      );
    }
    return this;
  }

  /** A policy, adopted by the organs that have to; the day it is recorded on is the latest any act has had. */
  adopts(id: string, effectiveFrom: string, changes: Adoption['changes']): this {
    const body = {
      id,
      effectiveFrom,
      adoptedBy: ['commission'],
      consulted: ['organization', 'personnel'],
      reference: `虚构纪发〔2016〕${id}号`,
      changes,
    };
    for (const { type, data } of decideAdoption(body, this.adoptions, {
      today: this.latest,
      kinds: new Map([
        ['commission', 'discipline-commission'],
        ['organization', 'organization-department'],
        ['personnel', 'personnel-department'],
      ]),
    })) {
      this.tell(policyStream, type, data);
      this.adoptions.push(data);
    }
    return this;
  }

  /** Every policy there is by now. */
  get policies(): Policies {
    return policiesOf(this.adoptions);
  }

  /** What the case is now, as a guide for what may come next. */
  case(caseId: string): CaseState | undefined {
    return this.cases.get(caseId);
  }

  /** A case led to a decision on a person, effective on a date. */
  decided(
    caseId: string,
    personId: string,
    effectiveOn: string,
    changed: Partial<CommandBody<'decide'>> = {},
  ): this {
    return this.on(caseId, 'register', {
      receivedOn: '2015-02-04',
      subjects: [{ subjectId: 's1', kind: 'person', personId }],
    })
      .on(caseId, 'accept', { on: '2015-02-04' })
      .on(caseId, 'initiate', { on: '2015-02-04' })
      .on(caseId, 'file-report', { on: '2015-02-05' })
      .on(caseId, 'recommend', { on: '2015-02-06' })
      .on(caseId, 'decide', {
        decisionId: `D-${caseId}`,
        on: effectiveOn,
        effectiveOn,
        ...changed,
      });
  }

  /** An event of the registers. */
  registered(id: string, { type, data }: RegisterEvent): this {
    const kind = type.startsWith('Organ') ? 'organ' : 'person';
    this.tell(`${kind}-${id}`, type, data);
    return this;
  }

  /** A sensitive record read by somebody. */
  accessed(day: string, sub: string, data: AccessEvent['data']): this {
    this.tell(`access-${day}`, 'RecordAccessed', data, { sub });
    return this;
  }

  /** Any event at all, also one that makes no sense. */
  tell(
    stream: string,
    type: string,
    data: JsonObject,
    {
      sub = 'clerk',
      organ = 'commission',
      policyVersion = 'default',
      rules = {},
    }: Circumstances = {},
  ): EventToAppend {
    const number = this.told.length + 1;
    const revision = (this.revisions.get(stream) ?? -1) + 1;
    this.revisions.set(stream, revision);
    const id = `00000000-0000-8000-8000-${String(number).padStart(12, '0')}`;
    const event: EventToAppend = {
      id,
      type,
      data,
      metadata: {
        salt: '0'.repeat(64),
        actor: { issuer: 'test', sub },
        organ,
        roles: ['registrar'],
        correlationId: id,
        causationId: id,
        commandId: id,
        requestHash: '0'.repeat(64),
        recordedAt: History.recordedAt(number),
        schemaVersion: storedForms.get(type)?.version ?? 1,
        policyVersion,
        ...codesOf(rules),
      },
    };
    this.told.push({ stream, revision, event });
    return event;
  }
}

/** What an event carries besides its data. */
interface Circumstances {
  readonly sub?: string;
  readonly organ?: string;
  readonly policyVersion?: string;
  readonly rules?: Partial<Pick<Answer, 'irregularities' | 'notices'>>;
}

/** The irregularities, acknowledged, and the notices of an act, as the command side keeps them. */
function codesOf({ irregularities = [], notices = [] }: Required<Circumstances>['rules']) {
  const kept = (rules: readonly Irregularity[]) =>
    rules.map(({ code, clause }) => ({ code, clause }));
  return {
    ...(irregularities.length === 0
      ? {}
      : { irregularities: kept(irregularities), justification: '如实记录。' }),
    ...(notices.length === 0 ? {} : { notices: kept(notices) }),
  };
}

/** Records what a history tells from an index on, all in one go. */
export async function record(
  ledger: Pick<Ledger, 'append'>,
  history: History,
  from = 0,
  to = history.told.length,
): Promise<void> {
  await Promise.all(
    history.told
      .slice(from, to)
      .map(({ stream, revision, event }) =>
        ledger.append(stream, revision === 0 ? 'none' : revision - 1, [event]),
      ),
  );
}

/** Directories and ledgers of a test file, let go of after each test. */
export class Workplace {
  private readonly open: { close(): Promise<void> }[] = [];
  private readonly directories: string[] = [];

  directory(): string {
    const directory = mkdtempSync(join(tmpdir(), 'wenze-projections-'));
    this.directories.push(directory);
    return directory;
  }

  /** Closes something when the test is over. */
  keep<T extends { close(): Promise<void> }>(closable: T): T {
    this.open.push(closable);
    return closable;
  }

  async ledgerOf(history: History): Promise<SqliteLedger> {
    const ledger = this.keep(
      openSqliteLedger({
        directory: this.directory(),
        onFatal: (error) => {
          throw error;
        },
      }),
    );
    await record(ledger, history);
    return ledger;
  }

  /** A store built from a ledger, in the engine these tests are run on. */
  async rebuilt(
    ledger: Parameters<typeof rebuild>[0],
    options: RebuildOptions = {},
  ): Promise<ReadStore> {
    const store = this.keep(await this.begun());
    await rebuild(ledger, store, options);
    return store;
  }

  /** A store that holds nothing and is to be filled, in the engine these tests are run on. */
  async begun(): Promise<ReadStore> {
    return onPostgres
      ? beginPostgresReadStore(await (await testServer()).database(), storeDefinition)
      : beginSqliteReadStore(this.directory(), storeDefinition);
  }

  /** A store that holds nothing and follows a ledger, in the engine these tests are run on. */
  async opened(): Promise<ReadStore> {
    return this.keep(
      onPostgres
        ? openPostgresReadStore(await (await testServer()).database(), storeDefinition)
        : openSqliteReadStore(this.directory(), storeDefinition),
    );
  }

  async clear(): Promise<void> {
    for (const closable of this.open.splice(0).toReversed()) await closable.close();
    for (const directory of this.directories.splice(0)) rmSync(directory, { recursive: true });
  }
}

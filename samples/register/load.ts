// Sends the planned cases to a running service: a person's cases one after the other, so that the
// one-year count finds them in order, and several persons at once. Every command has a key of its
// own, so that a second run meets what the first one recorded and changes nothing.
import { z } from 'zod';
import { Refused, type Client } from '../client.js';
import { frame, loader, organOf } from './frame.js';
import { loadedRow, type LoadedRow, type SentAct } from './loaded.js';
import type { PlannedAct, PlannedCase } from './planned-case.js';

/** The first legal date there is: the register does not say who headed what, only the office is named. */
const headsSince = '1900-01-01';

/** So many persons at once; the service commits together what arrives together. */
const atOnce = 8;

/** @returns every row, in the order of the register's cases */
export async function load(
  client: Client,
  cases: readonly PlannedCase[],
): Promise<readonly LoadedRow[]> {
  for (const { id, name, kind, superiorId, head } of frame)
    await client.command(
      loader,
      '/api/v1/organs',
      {
        id,
        name: name.zh,
        kind,
        ...(superiorId === undefined ? {} : { superiorId, supervisedBy: [loader.organ] }),
        ...(head === undefined ? {} : { head: { name: head.zh, since: headsSince } }),
      },
      { idempotencyKey: `wenze-register/organ/${id}` },
    );
  const rows = new Map<string, readonly LoadedRow[]>();
  const waiting = [...byPerson(cases)];
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await registerPerson(client, next);
      for (const planned of next) rows.set(planned.caseId, await loadCase(client, planned));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return cases.flatMap(({ caseId }) => rows.get(caseId) ?? []);
}

/** The cases of each person by the day of their first act; those that become nothing last. */
function byPerson(cases: readonly PlannedCase[]): readonly (readonly PlannedCase[])[] {
  const persons = new Map<string, readonly PlannedCase[]>();
  for (const one of cases) persons.set(one.personId, [...(persons.get(one.personId) ?? []), one]);
  return [...persons.values()].map((own) =>
    own.toSorted((a, b) => (firstDay(a) < firstDay(b) ? -1 : firstDay(a) > firstDay(b) ? 1 : 0)),
  );
}

function firstDay({ rows }: PlannedCase): string {
  return rows.find(({ acts }) => acts.length > 0)?.date ?? '9999';
}

/** Under a number, never a name; a member of another chamber later is managed by that one since. */
async function registerPerson(client: Client, cases: readonly PlannedCase[]): Promise<void> {
  const acting = cases.filter(({ rows }) => rows.some(({ acts }) => acts.length > 0));
  const [first] = acting;
  if (first === undefined) return;
  const { personId } = first;
  await client.command(
    loader,
    '/api/v1/persons',
    {
      id: personId,
      name: personId,
      // The schema asks for it and the register does not say: of no meaning here.
      sex: 'female',
      post: '议员',
      rank: 'none',
      category: 'party-government',
      track: 'leading-cadre',
      ...managedIn(first),
    },
    { idempotencyKey: `wenze-register/person/${personId}` },
  );
  for (const [at, later] of acting.entries()) {
    if (at === 0 || acting[at - 1]?.chamber === later.chamber) continue;
    await client.command(
      loader,
      `/api/v1/persons/${personId}/changes`,
      { since: firstDay(later), ...managedIn(later) },
      { idempotencyKey: `wenze-register/person/${personId}/${later.caseId}` },
    );
  }
}

function managedIn({ chamber }: PlannedCase): { organId: string; managedBy: string } {
  const organId = organOf('chamber', chamber);
  return { organId, managedBy: organId };
}

/** Sends a case's acts in order. */
async function loadCase(client: Client, planned: PlannedCase): Promise<readonly LoadedRow[]> {
  const sender = new CaseSender(client, planned.caseId);
  const rows: LoadedRow[] = [];
  for (const row of planned.rows)
    rows.push(loadedRow(planned, row, await sender.send(row.row, row.acts)));
  return rows;
}

const historyForm = z.object({
  items: z.array(
    z.object({
      revision: z.int(),
      metadata: z.object({
        irregularities: z.array(z.object({ code: z.string() })).default([]),
        justification: z.string().default(''),
      }),
    }),
  ),
});

type Acknowledged = z.output<typeof historyForm>['items'][number]['metadata'];

interface Answered {
  readonly eventId: string;
  readonly irregularities: readonly string[];
  readonly replayed: boolean;
}

class CaseSender {
  /** Ids of events, by what the plan calls them. */
  private readonly called = new Map<string, string>();
  /** Where the case stands after what this run sent, or met. */
  private revision = -1;
  /** What stood before this run, by revision; read once, and only by a run that meets an irregular act. */
  private stood: ReadonlyMap<number, Acknowledged> | undefined;
  /** The registration was refused: nothing more can be recorded. */
  private unregistered = false;

  constructor(
    private readonly client: Client,
    private readonly caseId: string,
  ) {}

  async send(row: string, acts: readonly PlannedAct[]): Promise<readonly SentAct[]> {
    const sent: SentAct[] = [];
    for (const [index, act] of acts.entries())
      sent.push(await this.sendOne(act, `${row}/${String(index)}-${act.act}`));
    return sent;
  }

  private async sendOne({ act, body, as, refers }: PlannedAct, key: string): Promise<SentAct> {
    const nothing = { act, irregularities: [], replayed: false };
    const named = refers === undefined ? undefined : this.called.get(refers.to);
    if (this.unregistered) return { ...nothing, outcome: 'not-sent', because: 'no-registration' };
    if (refers !== undefined && named === undefined)
      return { ...nothing, outcome: 'not-sent', because: 'no-referral' };
    const complete = refers === undefined ? body : { ...body, [refers.field]: named };
    try {
      const { eventId, irregularities, replayed } = await this.record(act, complete, key);
      if (as !== undefined) this.called.set(as, eventId);
      return { act, outcome: 'recorded', irregularities, replayed };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.unregistered ||= act === 'register';
      return { ...nothing, outcome: 'refused', because: reasonOf(error) };
    }
  }

  /** Records an act; one that is irregular with its codes acknowledged. */
  private async record(act: string, body: object, key: string): Promise<Answered> {
    try {
      return await this.command(act, body, key, []);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, irregularities = [] } = error.problem;
      if (code === 'irregular') {
        const codes = irregularities.map((irregularity) => irregularity.code);
        const justification = `外部登记册所载，不依本办法办理，如实登记；不符之处：${codes.join('、')}。`;
        return this.command(act, { ...body, acknowledge: { codes, justification } }, key, codes);
      }
      // An earlier run recorded it with its irregularities acknowledged: the same words meet it again.
      const stood = code === 'idempotency-key-reused' ? await this.next() : undefined;
      if (stood === undefined) throw error;
      const codes = stood.irregularities.map((irregularity) => irregularity.code);
      const { justification } = stood;
      return this.command(act, { ...body, acknowledge: { codes, justification } }, key, codes);
    }
  }

  private async next(): Promise<Acknowledged | undefined> {
    if (this.stood === undefined) {
      const path = `/api/v1/cases/${this.caseId}/history`;
      const { items } = await this.client.question(loader, path, {}, historyForm);
      this.stood = new Map(items.map(({ revision, metadata }) => [revision, metadata]));
    }
    return this.stood.get(this.revision + 1);
  }

  private async command(
    act: string,
    body: object,
    key: string,
    irregularities: readonly string[],
  ): Promise<Answered> {
    const path = act === 'register' ? '/api/v1/cases' : `/api/v1/cases/${this.caseId}/${act}`;
    const sent = { idempotencyKey: `wenze-register/${key}` };
    const { revision, events, replayed } = await this.client.command(loader, path, body, sent);
    this.revision = revision;
    const [event] = events;
    // What is so already answers without an event, and the plan has no such act.
    if (event === undefined) throw new Error(`${this.caseId}: ${key} changed nothing`);
    return { eventId: event.eventId, irregularities, replayed };
  }
}

function reasonOf({ problem: { code, errors } }: Refused): string {
  return [code, ...(errors ?? []).map(({ path }) => path)].join(' ');
}

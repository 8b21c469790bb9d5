// Plays the story into a running service. Every command carries a key of its own, so that playing
// it again records nothing twice; what the service refused the first time was never recorded, and
// is told again from the catalogue.
import type { Act } from './acts.js';
import { clerks, organs, persons } from './city.js';
import { Refused, type Client, type Recorded } from './client.js';
import { story } from './story.js';

/** Something the service would not record as it was sent. */
export interface Refusal {
  readonly of: Act & { readonly refusedFirst: NonNullable<Act['refusedFirst']> };
}

export interface Played {
  /** Events of registers and cases. */
  readonly events: number;
  /** Those of them that an earlier run had recorded. */
  readonly stoodAlready: number;
  readonly refusals: readonly Refusal[];
}

/** @throws Refused when the service answers otherwise than the story says */
export async function play(client: Client): Promise<Played> {
  const recorder = new Recorder(client);
  for (const organ of organs) {
    const { id, name, head, headId, kind, superiorId, supervisedBy } = organ;
    await recorder.command(clerks.admin, '/api/v1/organs', `organ/${id}`, {
      id,
      name: name.zh,
      kind,
      ...(superiorId === undefined ? {} : { superiorId }),
      ...(supervisedBy === undefined ? {} : { supervisedBy }),
      ...(head === undefined
        ? {}
        : {
            head: {
              ...(headId === undefined ? {} : { personId: headId }),
              name: head,
              since: '2024-01-02',
            },
          }),
    });
  }
  for (const { name, post, ...fields } of persons)
    await recorder.command(clerks.admin, '/api/v1/persons', `person/${fields.id}`, {
      ...fields,
      name: name.zh,
      post: post.zh,
      category: 'party-government',
    });
  const refusals: Refusal[] = [];
  for (const [index, act] of story.entries()) {
    await recorder.act(act, index);
    const { refusedFirst } = act;
    if (refusedFirst !== undefined) refusals.push({ of: { ...act, refusedFirst } });
  }
  return { events: recorder.events, stoodAlready: recorder.stoodAlready, refusals };
}

class Recorder {
  events = 0;
  stoodAlready = 0;
  private readonly revisions = new Map<string, number>();
  /** Ids of events, by what the story calls them. */
  private readonly called = new Map<string, string>();

  constructor(private readonly client: Client) {}

  async act(act: Act, index: number): Promise<void> {
    const { by, caseId, act: name, findingId, file, refusedFirst } = act;
    if (findingId !== undefined) {
      const path = `/api/v1/supervision/findings/${findingId}/${name}`;
      await this.command(by, path, `${findingId}/${name}`, act.body);
      return;
    }
    const path = name === 'register' ? '/api/v1/cases' : `/api/v1/cases/${caseId}/${name}`;
    if (file !== undefined) await this.client.upload(by, file, 'text/plain');
    if (refusedFirst !== undefined) await this.refused(act, path, refusedFirst);
    const key = `${String(index)}/${caseId}/${name}`;
    const { revision, events } = await this.command(by, path, key, this.bodyOf(act));
    this.revisions.set(caseId, revision);
    const [first] = events;
    if (act.as !== undefined && first !== undefined) this.called.set(act.as, first.eventId);
  }

  /** The body of an act with the ids of the events it names. */
  private bodyOf({ body, refers = {} }: Act): object {
    const named = Object.entries(refers).map(([field, name]): [string, string] => {
      const eventId = this.called.get(name);
      if (eventId === undefined) throw new Error(`nothing in the story is called ${name}`);
      return [field, eventId];
    });
    return { ...body, ...Object.fromEntries(named) };
  }

  async command(by: Act['by'], path: string, key: string, body: object): Promise<Recorded> {
    const idempotencyKey = `wenze-demo/${key}`;
    const recorded = await this.client.command(by, path, body, { idempotencyKey });
    this.events += recorded.events.length;
    if (recorded.replayed) this.stoodAlready += recorded.events.length;
    return recorded;
  }

  /** Tries what the service must refuse. Bound to the revision before it: when the story was played before, nothing can be recorded by it. */
  private async refused(
    { by, caseId }: Act,
    path: string,
    { body, codes }: NonNullable<Act['refusedFirst']>,
  ): Promise<void> {
    const ifMatch = this.revisions.get(caseId) ?? 0;
    try {
      await this.client.command(by, path, body, { ifMatch });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, irregularities } = error.problem;
      if (code === 'revision-mismatch') return;
      const found = (irregularities ?? []).map((irregularity) => irregularity.code);
      if (code === 'irregular' && found.join() === codes.join()) return;
      throw error;
    }
    throw new Error(`${path} was expected to be refused: ${codes.join()}`);
  }
}

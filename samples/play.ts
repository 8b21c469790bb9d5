// Plays the story into a running service. Every command carries a key of its own, so that playing
// it again records nothing twice; what the service refused the first time was never recorded, and
// is told again from the catalogue.
import type { Act } from './acts.js';
import { clerks, organs, persons } from './city.js';
import { Refused, type Client } from './client.js';
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
    const { id, name, head, kind, superiorId, supervisedBy } = organ;
    await recorder.command(clerks.admin, '/api/v1/organs', `organ/${id}`, {
      id,
      name: name.zh,
      kind,
      ...(superiorId === undefined ? {} : { superiorId }),
      ...(supervisedBy === undefined ? {} : { supervisedBy }),
      ...(head === undefined ? {} : { head: { name: head, since: '2024-01-02' } }),
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

  constructor(private readonly client: Client) {}

  async act(act: Act, index: number): Promise<void> {
    const { by, caseId, act: name, body, file, refusedFirst } = act;
    const path = name === 'register' ? '/api/v1/cases' : `/api/v1/cases/${caseId}/${name}`;
    if (file !== undefined) await this.client.upload(by, file, 'text/plain');
    if (refusedFirst !== undefined) await this.refused(act, path, refusedFirst);
    const revision = await this.command(by, path, `${String(index)}/${caseId}/${name}`, body);
    this.revisions.set(caseId, revision);
  }

  async command(by: Act['by'], path: string, key: string, body: object): Promise<number> {
    const idempotencyKey = `wenze-demo/${key}`;
    const { events, revision, replayed } = await this.client.command(by, path, body, {
      idempotencyKey,
    });
    this.events += events.length;
    if (replayed) this.stoodAlready += events.length;
    return revision;
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

// Organs, persons and the policies adopted as their own streams tell them: exact, without a
// projection in between.
import { adoptionIn, policyStream } from '../domain/adopted-policies.js';
import { decodeEvent, isRegisterEvent } from '../domain/catalogue.js';
import { evolveOrgan, evolvePerson, type Organ, type Person } from '../domain/register/entries.js';
import type { RegisterEvent } from '../domain/register/acts.js';
import { policiesOf, type Adoption, type Policies } from '../domain/regulation/policy.js';
import type { RecordedEvent } from '../ledger/event.js';
import type { Ledger } from '../ledger/ledger.js';
import { FoldedStreams, type Folded } from './folded-streams.js';

/** An entry and the event that registered it. */
export interface Registered<E> {
  readonly entry: E;
  readonly first: RegisterEvent;
}

/** Every policy as it was adopted, and what they make together. */
export interface AdoptedPolicies {
  readonly adoptions: readonly Adoption[];
  readonly policies: Policies;
}

const most = 20_000;

/** What holds where nobody has adopted a policy. */
const noneAdopted = policiesOf([]);

export class Registers {
  private readonly organs: FoldedStreams<Registered<Organ>>;
  private readonly persons: FoldedStreams<Registered<Person>>;
  private readonly adopted: FoldedStreams<AdoptedPolicies>;

  constructor(ledger: Pick<Ledger, 'read'>) {
    this.organs = new FoldedStreams(
      ledger,
      () => (held, event) => evolved(evolveOrgan, held, event),
      most,
    );
    this.persons = new FoldedStreams(
      ledger,
      () => (held, event) => evolved(evolvePerson, held, event),
      most,
    );
    this.adopted = new FoldedStreams(ledger, () => withAdoption, 1);
  }

  organStream(organId: string): Promise<Folded<Registered<Organ>>> {
    return this.organs.newest(`organ-${organId}`);
  }

  personStream(personId: string): Promise<Folded<Registered<Person>>> {
    return this.persons.newest(`person-${personId}`);
  }

  policyStream(): Promise<Folded<AdoptedPolicies>> {
    return this.adopted.newest(policyStream);
  }

  /** Every policy there is now. */
  async policies(): Promise<Policies> {
    return (await this.policyStream()).state?.policies ?? noneAdopted;
  }

  /** The organ as registered now; undefined when nobody registered it. */
  async organ(organId: string): Promise<Organ | undefined> {
    return (await this.organStream(organId)).state?.entry;
  }

  async person(personId: string): Promise<Person | undefined> {
    return (await this.personStream(personId)).state?.entry;
  }

  /** Those of the named organs that are registered. */
  async organsAmong(ids: Iterable<string>): Promise<ReadonlyMap<string, Organ>> {
    return registeredAmong(ids, (id) => this.organ(id));
  }

  /** The same, with every organ above them. */
  async organsWithSuperiors(ids: Iterable<string>): Promise<ReadonlyMap<string, Organ>> {
    const found = new Map<string, Organ>();
    for (const id of ids)
      for (let at: string | undefined = id; at !== undefined && !found.has(at);) {
        const organ: Organ | undefined = await this.organ(at);
        if (organ === undefined) break;
        found.set(at, organ);
        at = organ.superiorId;
      }
    return found;
  }

  async personsAmong(ids: Iterable<string>): Promise<ReadonlyMap<string, Person>> {
    return registeredAmong(ids, (id) => this.person(id));
  }

  /**
   * Whether one of the organs lies in the viewer's scope (API.md, Identity): it is the viewer's
   * organ or stands below it; for those who supervise (`widely`) also where it, or an organ above
   * it, names the viewer's organ in `supervisedBy`.
   */
  async reaches(viewer: string, organIds: readonly string[], widely: boolean): Promise<boolean> {
    const seen = new Set<string>();
    for (const organId of organIds) {
      let at: string | undefined = organId;
      while (at !== undefined && !seen.has(at)) {
        if (at === viewer) return true;
        seen.add(at);
        const organ: Organ | undefined = await this.organ(at);
        if (widely && organ?.supervisedBy?.includes(viewer)) return true;
        at = organ?.superiorId;
      }
    }
    return false;
  }
}

function withAdoption(held: AdoptedPolicies | undefined, stored: RecordedEvent): AdoptedPolicies {
  const adoptions = [...(held?.adoptions ?? []), adoptionIn(stored)];
  return { adoptions, policies: policiesOf(adoptions) };
}

function evolved<E>(
  evolve: (entry: E | undefined, event: RegisterEvent) => E,
  held: Registered<E> | undefined,
  stored: RecordedEvent,
): Registered<E> {
  const event = decodeEvent(stored);
  if (!isRegisterEvent(event)) throw new Error(`${event.type} does not belong in a register`);
  return { entry: evolve(held?.entry, event), first: held?.first ?? event };
}

async function registeredAmong<E>(
  ids: Iterable<string>,
  find: (id: string) => Promise<E | undefined>,
): Promise<ReadonlyMap<string, E>> {
  const found = new Map<string, E>();
  for (const id of new Set(ids)) {
    const entry = await find(id);
    if (entry !== undefined) found.set(id, entry);
  }
  return found;
}

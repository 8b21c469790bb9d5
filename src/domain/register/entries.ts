// An organ's and a person's entry, folded from its own stream, with what held on any date.
import type { LegalDate } from '../legal-date.js';
import type { z } from 'zod';
import type {
  appointHead,
  changePerson,
  RegisterEvent,
  registerOrgan,
  registerPerson,
} from './acts.js';

type Fields<T extends z.ZodType> = z.output<T>;
type OrganFields = Omit<Fields<typeof registerOrgan>, 'id' | 'head'>;
type PersonFields = Omit<Fields<typeof registerPerson>, 'id'>;
export type Head = Fields<typeof appointHead>;

/** An organ as registered and changed since. Fields are the newest; heads are dated. */
export interface Organ extends OrganFields {
  readonly organId: string;
  readonly heads: readonly Head[];
}

/** A person as registered, with every change and the date since when it holds. */
export interface Person extends PersonFields {
  readonly personId: string;
  readonly changes: readonly Fields<typeof changePerson>[];
}

/** Applies one event to an entry; total, no rules. @throws Error when an event other than a registration comes first: the stream is damaged. */
export function evolveOrgan(organ: Organ | undefined, event: RegisterEvent): Organ {
  switch (event.type) {
    case 'OrganRegistered': {
      const { id, head, ...fields } = event.data;
      return { ...fields, organId: id, heads: head ? [head] : [] };
    }
    case 'OrganChanged': {
      const { since: _, superiorId, ...changed } = event.data;
      const { superiorId: former, ...rest } = begun(organ, event.type);
      const superior = superiorId === undefined ? former : superiorId;
      return { ...rest, ...changed, ...(superior == null ? {} : { superiorId: superior }) };
    }
    case 'OrganHeadAppointed':
      return {
        ...begun(organ, event.type),
        heads: [...begun(organ, event.type).heads, event.data],
      };
    case 'PersonRegistered':
    case 'PersonChanged':
      throw new Error(`${event.type} does not belong in an organ's stream`);
  }
}

/** As evolveOrgan, for a person. */
export function evolvePerson(person: Person | undefined, event: RegisterEvent): Person {
  switch (event.type) {
    case 'PersonRegistered': {
      const { id, ...fields } = event.data;
      return { ...fields, personId: id, changes: [] };
    }
    case 'PersonChanged': {
      const before = begun(person, event.type);
      return { ...before, changes: [...before.changes, event.data] };
    }
    case 'OrganRegistered':
    case 'OrganChanged':
    case 'OrganHeadAppointed':
      throw new Error(`${event.type} does not belong in a person's stream`);
  }
}

function begun<T>(entry: T | undefined, type: string): T {
  if (entry === undefined) throw new Error(`${type} before its registration`);
  return entry;
}

/** A person's fields as they were on a date (I-42): the registration, then every change that held by then, by date and order of record. */
export function personOn(person: Person, on: LegalDate): PersonFields {
  const { personId: _, changes, ...fields } = person;
  return changes
    .filter(({ since }) => since <= on)
    .toSorted((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0))
    .reduce<PersonFields>((held, { since: __, rankEquivalent, ...changed }) => {
      const { rankEquivalent: former, ...rest } = held;
      const equivalent = rankEquivalent === undefined ? former : rankEquivalent;
      return {
        ...rest,
        ...changed,
        ...(equivalent == null ? {} : { rankEquivalent: equivalent }),
      };
    }, fields);
}

/** Whether somebody leads: as the register says, else by the track (I-17). */
export function isLeadingCadre({
  leadingCadre,
  track,
}: Pick<PersonFields, 'leadingCadre' | 'track'>): boolean {
  return leadingCadre ?? track === 'leading-cadre';
}

/** Whether a person leads, by the day from which it holds; the first holds from the beginning on. */
export function leadingCadreSince(person: Person): readonly (readonly [LegalDate, boolean])[] {
  const days = ['0001-01-01', ...person.changes.map(({ since }) => since)];
  return [...new Set(days)]
    .toSorted()
    .map((day) => [day, isLeadingCadre(personOn(person, day))] as const)
    .filter(([, leads], index, all) => all[index - 1]?.[1] !== leads);
}

/** The heads of an organ on a date: the last one appointed by then for each role (Party, administrative, or the one head). */
export function headsOn(organ: Pick<Organ, 'heads'>, on: LegalDate): readonly Head[] {
  const byRole = new Map<string, Head>();
  for (const head of organ.heads) {
    const role = head.role ?? 'one';
    const standing = byRole.get(role);
    if (head.since <= on && (standing === undefined || standing.since <= head.since))
      byRole.set(role, head);
  }
  return [...byRole.values()];
}

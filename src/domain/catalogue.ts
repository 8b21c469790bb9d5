// Every event type the ledger may hold, with its data schema per version. Reading decodes through
// this table and nowhere else; an event that is not in it, or does not fit, stops the reader.
// A changed schema is a new version with an upcaster; the golden files in test/golden show the old.
import type { z } from 'zod';
import { storedForm } from './stored-form.js';
import { type AccessEvent, recordAccessed } from './access.js';
import { caseActs, type CaseEvent } from './case/acts.js';
import { registerEventData, type RegisterEvent } from './register/acts.js';

export type DomainEvent = CaseEvent | RegisterEvent | AccessEvent;
export type EventType = DomainEvent['type'];

/** The version written now, and the schema of its data. */
export interface StoredForm {
  readonly version: number;
  readonly data: z.ZodType;
}

const caseEventData: Record<string, z.ZodType> = Object.fromEntries(
  Object.values(caseActs).map(({ event, data }) => [event, data]),
);
const dataSchemas = { ...caseEventData, ...registerEventData, RecordAccessed: recordAccessed };

/** Event type → its stored form. All are at their first version. */
export const storedForms: ReadonlyMap<string, StoredForm> = new Map(
  Object.entries(dataSchemas).map(([type, data]) => [type, { version: 1, data: storedForm(data) }]),
);

/** What stands in the ledger cannot be read as an event this program knows. */
export class UndecodableEvent extends Error {
  override readonly name = 'UndecodableEvent';
}

/** The version an event of this type is stored with now. */
export function schemaVersionOf(type: EventType): number {
  const form = storedForms.get(type);
  if (form === undefined) throw new Error(`bug: no stored form for ${type}`);
  return form.version;
}

/**
 * Reads a stored event as a domain event.
 * @throws UndecodableEvent naming the type, the version and the path that does not fit, never a value
 */
export function decodeEvent(stored: {
  readonly type: string;
  readonly data: unknown;
  readonly metadata: { readonly schemaVersion: number };
}): DomainEvent {
  const form = storedForms.get(stored.type);
  if (form === undefined) throw new UndecodableEvent(`unknown event type ${stored.type}`);
  if (stored.metadata.schemaVersion !== form.version)
    throw new UndecodableEvent(
      `${stored.type} version ${String(stored.metadata.schemaVersion)} is not known here`,
    );
  const parsed = form.data.safeParse(stored.data);
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path }) => path.join('.') || '(root)');
    throw new UndecodableEvent(`${stored.type} does not fit its schema at ${paths.join(', ')}`);
  }
  return { type: stored.type, data: parsed.data } as DomainEvent;
}

export function isCaseEvent(event: DomainEvent): event is CaseEvent {
  return event.type in caseEventData;
}

export function isRegisterEvent(event: DomainEvent): event is RegisterEvent {
  return event.type in registerEventData;
}

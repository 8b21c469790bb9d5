// Every event type the ledger may hold, with its data schema per version. Reading decodes through
// this table and nowhere else; an event that is not in it, or does not fit, stops the reader.
// A changed schema is a new version; the golden files in test/golden show every one.
import { z } from 'zod';
import { storedForm } from './stored-form.js';
import { type AccessEvent, recordAccessed } from './access.js';
import { caseActs, type CaseEvent } from './case/acts.js';
import { appealDecidedV1 } from './case/acts/appeal.js';
import { decisionMade, decisionReportedForRecord } from './case/acts/decision.js';
import { recommendationMade, recuseInvestigator } from './case/acts/investigation.js';
import { logRestarted, type LogEvent } from './log-restart.js';
import { registerEventData, type RegisterEvent } from './register/acts.js';
import { dispositionEventData, type DispositionEvent } from './supervision/acts.js';
import { policyAdopted, type PolicyEvent } from './regulation/policy-adoption.js';

export type DomainEvent =
  CaseEvent | RegisterEvent | PolicyEvent | AccessEvent | DispositionEvent | LogEvent;
export type EventType = DomainEvent['type'];

/** The version written now, and the schemas of its data. */
export interface StoredForm {
  readonly version: number;
  readonly data: z.ZodType;
  /** The schemas of the versions before it, the first one first: they stand in ledgers. */
  readonly earlier: readonly z.ZodType[];
}

const caseEventData: Record<string, z.ZodType> = Object.fromEntries(
  Object.values(caseActs).map(({ event, data }) => [event, data]),
);
const { recommendations } = recommendationMade.shape;
const withoutProposal = recommendations.element.omit({ byProposal: true });
const withoutAwaited = withoutProposal.omit({ awaitedFrom: true });

const dataSchemas = {
  ...caseEventData,
  ...registerEventData,
  ...dispositionEventData,
  PolicyAdopted: policyAdopted,
  RecordAccessed: recordAccessed,
  LogRestarted: logRestarted,
};

/**
 * Versions that are written no more, the first one first. Each came before a field that may be
 * absent, so what stands in them is data of the newest form as it is, and nothing is upcast.
 */
const earlierForms: Readonly<Record<string, readonly z.ZodType[]>> = {
  InvestigatorRecused: [recuseInvestigator.omit({ misconduct: true })],
  RecommendationMade: [
    recommendationMade.extend({ recommendations: z.array(withoutAwaited) }),
    recommendationMade.extend({ recommendations: z.array(withoutProposal) }),
  ],
  DecisionMade: [decisionMade.omit({ frame: true })],
  AppealDecided: [appealDecidedV1],
  DecisionReportedForRecord: [decisionReportedForRecord.omit({ toKind: true })],
};

/** Event type → its stored form. */
export const storedForms: ReadonlyMap<string, StoredForm> = new Map(
  Object.entries(dataSchemas).map(([type, data]) => {
    const earlier = (earlierForms[type] ?? []).map((form) => storedForm(form));
    return [type, { version: earlier.length + 1, data: storedForm(data), earlier }];
  }),
);

/** What stands in the ledger cannot be read as an event this program knows. */
export class UndecodableEvent extends Error {
  override readonly name = 'UndecodableEvent';
}

const compiledForms = new Map<z.ZodType, z.ZodType>();

/** Every event is decoded by its form, in a rebuild all of them; a form is compiled when its first event comes. */
function compiledOnce(schema: z.ZodType): z.ZodType {
  let compiled = compiledForms.get(schema);
  if (compiled === undefined) compiledForms.set(schema, (compiled = z.compile(schema)));
  return compiled;
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
  const { schemaVersion } = stored.metadata;
  const schema = schemaVersion === form.version ? form.data : form.earlier[schemaVersion - 1];
  if (schema === undefined)
    throw new UndecodableEvent(`${stored.type} version ${String(schemaVersion)} is not known here`);
  const parsed = compiledOnce(schema).safeParse(stored.data);
  if (!parsed.success) {
    const paths = parsed.error.issues.map(({ path }) => path.join('.') || '(root)');
    throw new UndecodableEvent(`${stored.type} does not fit its schema at ${paths.join(', ')}`);
  }
  return { type: stored.type, data: parsed.data } as DomainEvent;
}

const caseEventTypes = new Set(Object.keys(caseEventData));
const registerEventTypes = new Set(Object.keys(registerEventData));

export function isCaseEvent(event: DomainEvent): event is CaseEvent {
  return caseEventTypes.has(event.type);
}

export function isRegisterEvent(event: DomainEvent): event is RegisterEvent {
  return registerEventTypes.has(event.type);
}

/** Whether something was done about a finding. */
export function isDispositionEvent(event: DomainEvent): event is DispositionEvent {
  return event.type in dispositionEventData;
}

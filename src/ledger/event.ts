// The form of an event, final from the first one on: what a writer hands in, what a reader gets
// back. The ledger knows nothing of what events mean; types and data schemas are the domain's.
import { z } from 'zod';
import type { JsonObject } from './canonical-json.js';

/** Place of an event in the whole ledger: an increasing integer as a decimal string, `'0'` before the first. Compare, never subtract: it is dense in SQLite and sparse in KurrentDB. */
export type Position = string;

/** The position before the first event. */
export const beforeAll: Position = '0';

const positionForm = /^(0|[1-9][0-9]{0,17})$/;

/** Whether a text is a position in its one form (no sign, no leading zero). */
export function isPosition(text: string): boolean {
  return positionForm.test(text);
}

/** Negative, zero or positive as `a` stands before, at or after `b`. */
export function comparePositions(a: Position, b: Position): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

const streamForm = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,254}$/;

/** The form of event types as a pattern, for an engine that filters by it. */
export const typePattern = '^[A-Z][A-Za-z0-9]{0,99}$';
const typeForm = new RegExp(typePattern);

/** Whether a text can name a stream: ASCII, so that it reads the same in every engine and URL; not beginning with `$`, which KurrentDB keeps for itself. */
export function isStreamName(text: string): boolean {
  return streamForm.test(text);
}

/** Whether a text can name an event type, as `CaseRegistered`. */
export function isEventType(text: string): boolean {
  return typeForm.test(text);
}

export type { Json, JsonObject } from './canonical-json.js';

// Lower case, for two spellings of one id would be two ids.
const rfcUuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const hashForm = /^[0-9a-f]{64}$/;
const uuid = z.string().regex(rfcUuidForm);
const hash = z.string().regex(hashForm);

/** Who did it, under whose authority, by which command, and when it was recorded. */
export const metadataSchema = z.strictObject({
  /** 32 random bytes in hex: blinds the event's leaf in the transparency log, never shown. */
  salt: hash,
  /** The caller: the token's issuer and subject. */
  actor: z.strictObject({ issuer: z.string().min(1), sub: z.string().min(1) }),
  /** The caller's organ and roles as the token stated them. */
  organ: z.string().min(1),
  roles: z.array(z.string().min(1)),
  correlationId: z.string().min(1),
  causationId: z.string().min(1),
  /** From (issuer, sub, Idempotency-Key), else a UUIDv7; event ids derive from it. */
  commandId: uuid,
  /** Hash of what was asked: tells a repeated command from another one under the same key. */
  requestHash: hash,
  /** The server's clock in UTC; never decreases along the ledger. */
  recordedAt: z.iso.datetime({ precision: 3 }),
  schemaVersion: z.int().min(1),
  policyVersion: z.string().min(1),
  /** Rules that were broken in life and acknowledged (REGULATION.md, "Record, do not refuse"). */
  irregularities: z
    .array(z.strictObject({ code: z.string().min(1), clause: z.string().min(1) }))
    .min(1)
    .exactOptional(),
  justification: z.string().min(1).exactOptional(),
  /** What was worth a look when it was recorded, and stopped nothing. */
  notices: z
    .array(z.strictObject({ code: z.string().min(1), clause: z.string().min(1) }))
    .min(1)
    .exactOptional(),
});

export type EventMetadata = z.infer<typeof metadataSchema>;

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Whether a text can be an event's id: a UUID in lower case. */
export function isEventId(text: string): boolean {
  return uuidForm.test(text);
}

const instantForm = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$/;
const fieldsOfMetadata = new Set(Object.keys(metadataSchema.shape));

/**
 * Whether a value is metadata, as `metadataSchema` says, by hand: the schema itself costs 2.8 us
 * an event, which made loading a case half as slow again as the database alone. A test holds the
 * two against each other; the calendar (30 February) is left to the schema and `wenze verify`.
 */
export function isMetadata(value: unknown): value is EventMetadata {
  if (!isRecord(value)) return false;
  const { actor, roles, irregularities, justification, notices } = value;
  if (!isRecord(actor) || !isText(actor.issuer) || !isText(actor.sub)) return false;
  for (const field in actor) if (field !== 'issuer' && field !== 'sub') return false;
  for (const field in value) if (!fieldsOfMetadata.has(field)) return false;
  return (
    matches(hashForm, value.salt) &&
    isText(value.organ) &&
    Array.isArray(roles) &&
    roles.every(isText) &&
    isText(value.correlationId) &&
    isText(value.causationId) &&
    matches(rfcUuidForm, value.commandId) &&
    matches(hashForm, value.requestHash) &&
    matches(instantForm, value.recordedAt) &&
    Number.isSafeInteger(value.schemaVersion) &&
    Number(value.schemaVersion) >= 1 &&
    isText(value.policyVersion) &&
    (irregularities === undefined ? !('irregularities' in value) : areRules(irregularities)) &&
    (notices === undefined ? !('notices' in value) : areRules(notices)) &&
    (justification === undefined ? !('justification' in value) : isText(justification))
  );
}

/** Irregularities and notices have one form. */
function areRules(value: unknown): boolean {
  return metadataSchema.shape.irregularities.safeParse(value).success;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function matches(form: RegExp, value: unknown): boolean {
  return typeof value === 'string' && form.test(value);
}

/** An event a writer hands to the ledger. */
export interface EventToAppend {
  /** UUID in lower case; derived from the command, so that the same command appends the same ids. */
  readonly id: string;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
}

/** An event as it stands. `data` and `metadata` are the parsed bytes, never an upcast form. */
export interface RecordedEvent extends EventToAppend {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
}

/** The same with `data` and `metadata` as their canonical JSON. */
export interface RecordedTexts extends Omit<RecordedEvent, 'data' | 'metadata'> {
  readonly data: string;
  readonly metadata: string;
}

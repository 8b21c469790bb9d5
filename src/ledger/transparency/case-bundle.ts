// A case bundle: the events of one case as they were recorded, with the policies adopted, each with
// the proof that it stands in the log, under one signed checkpoint. Whoever holds the file verifies
// it with this code alone: no server, no network, no data directory. The file is canonical JSON
// (RFC 8785) to the last byte. What it shows and what it cannot is in docs/bundles.md.
import {
  canonicalJson,
  isJsonObject,
  NotCanonical,
  parseCanonical,
  type Json,
} from '../canonical-json.js';
import { fromBase64 } from './base64.js';
import { openCheckpoint, type OpenedCheckpoint } from './checkpoint.js';
import { entryOf, type LoggedEvent } from './leaf.js';
import { hashBytes, includes, leafHash, longestProof, sameHash, sha256 } from './merkle.js';
import { ed25519Verifier } from './note.js';
import { DoesNotHold, Malformed } from './refused.js';

/** The first field of every bundle of this form. */
export const bundleFormat = 'wenze-case-bundle/v1';

/** An event and where it stands in the log. */
export interface BundledEvent {
  readonly index: number;
  /** The inclusion proof, from the leaf's sibling up. */
  readonly hashes: readonly Uint8Array[];
  readonly event: LoggedEvent;
  /** Of its fields, when the bundle was made: nothing proves them, and they tell which one was changed by mistake. */
  readonly digests: FieldDigests;
}

/** The fields of an event that are objects, each as the SHA-256 of its canonical JSON. */
export type FieldDigests = Readonly<Record<'data' | 'metadata', Uint8Array>>;

/** What stands beside an event in a bundle. */
export function fieldDigests({
  data,
  metadata,
}: Pick<LoggedEvent, 'data' | 'metadata'>): FieldDigests {
  return { data: sha256(canonicalJson(data)), metadata: sha256(canonicalJson(metadata)) };
}

export interface CaseBundle {
  readonly caseId: string;
  /** The verifier keys that the log itself names: to be compared with one had from elsewhere. */
  readonly keys: readonly string[];
  /** The signed note. */
  readonly checkpoint: string;
  /** The case's stream from its first event on. */
  readonly events: readonly BundledEvent[];
  /** The stream of the policies adopted. */
  readonly policies: readonly BundledEvent[];
  /** The notices on rest days that dates were counted by: this program's own, and in no ledger. */
  readonly calendar: Json;
}

/** The policy that every program begins with: no event adopts it. */
const policyBegunWith = 'default';

/** Something in a bundle that does not hold. */
export interface BundleFault {
  readonly stream?: string;
  readonly revision?: number;
  readonly field?: string;
  readonly reason: string;
}

export interface VerifiedBundle {
  readonly caseId: string;
  /** Of the case, as many as the bundle holds. */
  readonly events: number;
  /** When its first and last event were recorded. */
  readonly recorded: readonly [string, string] | null;
  /** The digest (`sha-256:…`) of each piece of evidence that its events name in clear. */
  readonly evidence: readonly string[];
  /** The log it was held against; null when the checkpoint does not hold. */
  readonly log: { readonly origin: string; readonly size: number; readonly keyId: string } | null;
  /** The kept checkpoints of which only the log could tell: of another size, or of a log before it. */
  readonly notTold: readonly string[];
  readonly faults: readonly BundleFault[];
}

const what = 'bundle';

/** @throws Malformed naming the path of what is not as it must be */
export function parseCaseBundle(text: string): CaseBundle {
  const read = fields(parsed(text), '', [
    'format',
    'caseId',
    'keys',
    'checkpoint',
    'events',
    'policies',
    'calendar',
  ]);
  if (read['format'] !== bundleFormat) throw malformed('/format', `expected ${bundleFormat}`);
  return {
    caseId: textAt(read['caseId'], '/caseId'),
    keys: listAt(read['keys'], '/keys').map((key, n) => keyAt(key, `/keys/${String(n)}`)),
    checkpoint: textAt(read['checkpoint'], '/checkpoint'),
    events: bundledAt(read['events'], '/events'),
    policies: bundledAt(read['policies'], '/policies'),
    calendar: read['calendar'] ?? null,
  };
}

/**
 * Computes everything in a bundle again and tells all that does not hold.
 * @param given the keys to verify with and the checkpoints kept from before; without keys the
 * bundle's own are believed
 */
export function verifyCaseBundle(
  bundle: CaseBundle,
  given: {
    readonly verifierKeys: readonly string[];
    readonly kept: readonly { readonly name: string; readonly note: string }[];
  },
): VerifiedBundle {
  const { caseId, keys, checkpoint, events, policies } = bundle;
  const faults: BundleFault[] = [];
  const notTold: string[] = [];
  const verifiers = () =>
    (given.verifierKeys.length > 0 ? given.verifierKeys : keys).map(ed25519Verifier);
  const opened = openedOrTold(checkpoint, 'the checkpoint', faults, verifiers);
  if (opened !== undefined) {
    for (const { name, note } of given.kept) {
      const kept = openedOrTold(note, name, faults, verifiers);
      if (kept === undefined) continue;
      // A log that took the place of another says nothing of what that one had beyond its end.
      if (kept.size !== opened.size || kept.origin !== opened.origin) notTold.push(name);
      else if (!sameHash(kept.root, opened.root))
        faults.push({
          reason: `${name} has another root for the same ${String(kept.size)} leaves`,
        });
    }
    for (const one of [...events, ...policies])
      if (!stands(one, opened)) faults.push(...notThatLeaf(one));
  }
  faults.push(...ofOneStream(events, `case-${caseId}`), ...ofOneStream(policies, 'policy-adopted'));
  if (events.length === 0) faults.push({ reason: 'the case has no event' });
  faults.push(...ofKnownPolicies(events, policies));
  const times = events.flatMap(({ event }) => textIn(event.metadata['recordedAt']));
  const [first, last] = [times[0], times.at(-1)];
  return {
    caseId,
    events: events.length,
    recorded: first === undefined || last === undefined ? null : [first, last],
    evidence: [...new Set(events.flatMap(({ event }) => evidenceOf(event)))],
    log: opened === undefined ? null : logOf(opened),
    notTold,
    faults,
  };
}

function logOf({ origin, size, by }: OpenedCheckpoint) {
  return { origin, size, keyId: by[0].keyId };
}

function stands({ index, hashes, event }: BundledEvent, { size, root }: OpenedCheckpoint): boolean {
  return includes(index, size, leafHash(entryOf(event)), hashes, root);
}

/** A proof cannot be wrong in part. Where a digest beside the event tells a field that was changed, that one is named. */
function notThatLeaf(one: BundledEvent): BundleFault[] {
  const place = placeOf(one);
  const reason = `is not what was logged as leaf ${String(one.index)}`;
  const now = fieldDigests(one.event);
  const changed = (['data', 'metadata'] as const).filter(
    (field) => !sameHash(now[field], one.digests[field]),
  );
  return changed.length === 0
    ? [{ ...place, reason }]
    : changed.map((field) => ({ ...place, field, reason }));
}

/** From its first event on, none left out, in the order of the log. */
function ofOneStream(events: readonly BundledEvent[], stream: string): BundleFault[] {
  return events.flatMap((one, n) => {
    const { index, event } = one;
    const before = events[n - 1];
    const faults: BundleFault[] = [];
    const fault = (field: string, reason: string) =>
      faults.push({ ...placeOf(one), field, reason });
    if (event.stream !== stream) fault('stream', `does not belong in ${stream}`);
    if (event.revision !== n) fault('revision', `${String(n)} was expected: one is left out`);
    if (before !== undefined && before.index >= index)
      fault('index', 'stands in the log before the event it follows');
    const [now = '', then = ''] = [event, before?.event].map(
      (of) => textIn(of?.metadata['recordedAt'])[0],
    );
    if (now < then) fault('metadata', 'was recorded before the event it follows');
    return faults;
  });
}

/** Each event is of a policy that had been adopted by then, or of the one that stands without. */
function ofKnownPolicies(
  events: readonly BundledEvent[],
  policies: readonly BundledEvent[],
): BundleFault[] {
  return events.flatMap((one) => {
    const [named] = textIn(one.event.metadata['policyVersion']);
    const adopted = policies.some(
      ({ index, event }) => index < one.index && textIn(event.data['id'])[0] === named,
    );
    return named === policyBegunWith || adopted
      ? []
      : [{ ...placeOf(one), field: 'metadata', reason: 'of a policy that nobody had adopted' }];
  });
}

function placeOf({ event: { stream, revision } }: BundledEvent) {
  return { stream, revision };
}

function evidenceOf({ type, data }: LoggedEvent): string[] {
  return type === 'EvidenceAdded' ? textIn(data['digest']) : [];
}

function textIn(value: Json | undefined): string[] {
  return typeof value === 'string' ? [value] : [];
}

function openedOrTold(
  note: string,
  name: string,
  faults: BundleFault[],
  verifiers: () => Parameters<typeof openCheckpoint>[1],
): OpenedCheckpoint | undefined {
  try {
    return openCheckpoint(note, verifiers());
  } catch (error) {
    if (!(error instanceof Malformed || error instanceof DoesNotHold)) throw error;
    faults.push({ reason: `${name}: ${error.message}` });
    return undefined;
  }
}

function bundledAt(value: Json | undefined, path: string): BundledEvent[] {
  return listAt(value, path).map((one, n) => {
    const at = `${path}/${String(n)}`;
    const read = fields(one, at, ['index', 'hashes', 'event', 'digests']);
    const digests = fields(read['digests'], `${at}/digests`, ['data', 'metadata']);
    const hashes = listAt(read['hashes'], `${at}/hashes`);
    if (hashes.length > longestProof) throw malformed(`${at}/hashes`, 'is too long');
    return {
      index: countAt(read['index'], `${at}/index`),
      hashes: hashes.map((hash, m) => hashAt(hash, `${at}/hashes/${String(m)}`)),
      event: eventAt(read['event'], `${at}/event`),
      digests: {
        data: hashAt(digests['data'], `${at}/digests/data`),
        metadata: hashAt(digests['metadata'], `${at}/digests/metadata`),
      },
    };
  });
}

function eventAt(value: Json | undefined, path: string): LoggedEvent {
  const read = fields(value, path, ['id', 'stream', 'revision', 'type', 'data', 'metadata']);
  const { data, metadata } = read;
  if (!isJsonObject(data)) throw malformed(`${path}/data`, 'expected an object');
  if (!isJsonObject(metadata)) throw malformed(`${path}/metadata`, 'expected an object');
  return {
    id: textAt(read['id'], `${path}/id`),
    stream: textAt(read['stream'], `${path}/stream`),
    revision: countAt(read['revision'], `${path}/revision`),
    type: textAt(read['type'], `${path}/type`),
    data,
    metadata,
  };
}

function keyAt(value: Json | undefined, path: string): string {
  const key = textAt(value, path);
  try {
    ed25519Verifier(key);
  } catch (error) {
    if (error instanceof Malformed) throw malformed(path, error.reason);
    throw error;
  }
  return key;
}

function hashAt(value: Json | undefined, path: string): Uint8Array {
  return fromBase64(textAt(value, path), `${what}${path}`, hashBytes);
}

function parsed(text: string): Json {
  try {
    return parseCanonical(text.replace(/\n$/, ''));
  } catch (error) {
    if (error instanceof NotCanonical) throw malformed(error.path, error.reason);
    throw error;
  }
}

/** An object of these fields and no others. */
function fields(
  value: Json | undefined,
  path: string,
  names: readonly string[],
): Readonly<Record<string, Json>> {
  if (!isJsonObject(value)) throw malformed(path, 'expected an object');
  for (const name of names)
    if (!Object.hasOwn(value, name)) throw malformed(`${path}/${name}`, 'is missing');
  for (const name of Object.keys(value))
    if (!names.includes(name)) throw malformed(`${path}/${name}`, 'is not a field of a bundle');
  return value;
}

function textAt(value: Json | undefined, path: string): string {
  if (typeof value !== 'string' || value === '') throw malformed(path, 'expected a text');
  return value;
}

function countAt(value: Json | undefined, path: string): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0)
    throw malformed(path, 'expected a whole number from 0 on');
  return value;
}

function listAt(value: Json | undefined, path: string): readonly Json[] {
  if (!Array.isArray(value)) throw malformed(path, 'expected a list');
  return value as readonly Json[];
}

function malformed(path: string, reason: string): Malformed {
  return new Malformed(`${what}${path}`, reason);
}

// How commands, events and new things get their ids: all derived from the command, so that the
// same command meets its own events. UUIDs of hashes are version 8 (RFC 9562, 5.8).
import { createHmac, hash, hkdfSync } from 'node:crypto';
import { v7 } from 'uuid';
import { canonicalJson } from '../ledger/canonical-json.js';
import type { JsonObject } from '../ledger/event.js';
import type { CaseKey } from '../ledger/keys.js';
import type { Caller } from './caller.js';
import { randomBytesOf } from './randomness.js';

/** The id of a command: of the caller and its Idempotency-Key, or a new one that sorts by time. */
export function commandIdOf({ issuer, sub }: Caller, idempotencyKey: string | undefined): string {
  return idempotencyKey === undefined
    ? v7({ rng: () => randomBytesOf(16) })
    : uuidOf(['command', issuer, sub, idempotencyKey]);
}

/** The id of the event at an index of a command's result. */
export function eventIdOf(commandId: string, index: number): string {
  return uuidOf(['event', commandId, String(index)]);
}

/** The id of a new thing (a case, a decision, a letter, an appeal) whose caller chose none. */
export function newIdOf(commandId: string): string {
  return uuidOf(['new', commandId]);
}

/**
 * What tells a repeated command from another one under the same key. A request that names a
 * reporter is hashed under a key derived from the case's: a plain hash would let anybody who knows
 * the rest of the body try names against it, even after the key that seals them was destroyed.
 */
export function requestHashOf(asked: object, confidential: CaseKey | undefined): string {
  const canonical = canonicalJson(asked as JsonObject);
  if (confidential === undefined) return hash('sha256', canonical, 'hex');
  const key = hkdfSync('sha256', confidential.key, '', 'wenze/request-hash/v1', 32);
  return createHmac('sha256', new Uint8Array(key)).update(canonical).digest('hex');
}

// Parts are length-prefixed by JSON, so that no two lists of parts give the same bytes.
function uuidOf(parts: readonly string[]): string {
  const hex = hash('sha256', JSON.stringify(parts), 'hex');
  const variant = ((Number.parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(18, 20)}-${hex.slice(20, 32)}`;
}

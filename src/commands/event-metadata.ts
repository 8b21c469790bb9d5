// The envelope of every event: who caused it, by which command, when it was recorded.
import { schemaVersionOf, type EventType } from '../domain/catalogue.js';
import type { EventMetadata } from '../ledger/event.js';
import type { Caller } from './caller.js';

export interface Cause {
  readonly caller: Caller;
  readonly commandId: string;
  readonly requestHash: string;
  /** The HTTP request it came with. */
  readonly correlationId: string;
  readonly policyVersion: string;
  readonly recordedAt: string;
  readonly salt: string;
}

/** Metadata of an event without irregularities, its fields in the order of canonical JSON: there is nothing left to sort. */
export function eventMetadata(type: EventType, cause: Cause): EventMetadata {
  const { caller, commandId } = cause;
  return {
    actor: { issuer: caller.issuer, sub: caller.sub },
    causationId: commandId,
    commandId,
    correlationId: cause.correlationId,
    organ: caller.organ,
    policyVersion: cause.policyVersion,
    recordedAt: cause.recordedAt,
    requestHash: cause.requestHash,
    roles: [...caller.roles],
    salt: cause.salt,
    schemaVersion: schemaVersionOf(type),
  };
}

// What every command shares: meet its own events first, decide on the newest state, append once.
// A lost race is decided again; an unknown outcome is never guessed.
import type { DomainEvent } from '../domain/catalogue.js';
import {
  Impossible,
  Irregular,
  requireAcknowledged,
  type Acknowledgement,
  type Irregularity,
} from '../domain/refusal.js';
import type { EventToAppend, RecordedEvent } from '../ledger/event.js';
import {
  EventIdTaken,
  LedgerUnavailable,
  RevisionConflict,
  type Ledger,
} from '../ledger/ledger.js';
import type { Caller } from './caller.js';
import type { RecordingClock } from './clock.js';
import { eventMetadata } from './event-metadata.js';
import type { Carried, EventPlace, Folded, Noted } from './folded-streams.js';
import { eventIdOf } from './identity.js';
import { CaseMovedOn, IdempotencyKeyReused, RevisionMismatch } from './refusals.js';

/** What a command did, or had done when it was first sent. */
export interface Outcome {
  /** Revision of the last event in the stream. */
  readonly revision: number;
  /** Position of the last event of the command; of the stream, when the command changed nothing. */
  readonly position: string;
  /** Empty when it was so already. */
  readonly events: readonly EventPlace[];
  /** What is worth a look, as it was noted when it was recorded. */
  readonly notices: readonly Noted[];
  /** True when the same request had been carried out before, and this is its first answer again. */
  readonly replayed: boolean;
}

/** What the ledger is written with. */
export interface Writing {
  readonly ledger: Pick<Ledger, 'append'>;
  readonly clock: RecordingClock;
  /** 32 random bytes in hex. */
  readonly salt: () => string;
}

/** What was decided on one state, ready to be stored. */
export interface Decided {
  readonly events: readonly DomainEvent[];
  readonly irregularities: readonly Irregularity[];
  readonly notices: readonly Irregularity[];
  readonly policyVersion: string;
}

/** One command on one stream. */
export interface StreamCommand<S> {
  readonly stream: string;
  readonly commandId: string;
  readonly caller: Caller;
  readonly correlationId: string;
  readonly acknowledge?: Acknowledgement;
  /** The revision the caller saw. */
  readonly ifMatch?: number;
  /** Hash of the request; undefined once the key it was made under is destroyed. */
  readonly requestHash: () => string | undefined;
  /** Where there is no such hash: whether what was carried out under this command's id may have been this request. Left out: it was not. */
  readonly mayHaveBeen?: (earlier: Carried) => Promise<boolean>;
  /** Reads and folds the stream as it stands now. */
  readonly newest: () => Promise<Folded<S>>;
  /** Told what was appended right after a revision of the stream. It is durable: nothing may be thrown. */
  readonly appended?: (after: number | 'none', events: readonly RecordedEvent[]) => void;
  /** Throws when the stream is not there for this caller. */
  readonly admit: (state: S | undefined) => Promise<void>;
  /** Decides on a state; asked again after a lost race. */
  readonly decide: (state: S | undefined) => Promise<Decided>;
}

// More lost races than this in a row: somebody writes to the stream without pause.
const mostRaces = 20;

/**
 * Carries out a command on one stream.
 * @throws RevisionMismatch, CaseMovedOn, IdempotencyKeyReused; whatever `admit` and `decide` throw;
 * Irregular when a broken rule is not acknowledged; the ledger's errors
 */
export async function appendCommand<S>(
  { ledger, clock, salt }: Writing,
  command: StreamCommand<S>,
): Promise<Outcome> {
  const { stream, commandId } = command;
  for (let races = 0; races < mostRaces; races++) {
    const folded = await command.newest();
    await command.admit(folded.state);
    const earlier = folded.carried.get(commandId);
    if (earlier) return firstAnswer(earlier, command);
    if (command.ifMatch !== undefined && command.ifMatch !== folded.revision)
      throw new RevisionMismatch(folded.revision);

    const decided = await decidedOn(folded.state, command, races);
    if (decided.events.length === 0) return unchanged(folded);
    const events = toAppend(decided, command, clock.next(), salt);
    try {
      const appended = await ledger.append(stream, folded.revision, events);
      // The ids stood already: another attempt of this command won. Read what it did.
      if (appended.stoodAlready) continue;
      const first = appended.revision - events.length + 1;
      const recorded = events.map((event, index) => ({
        ...event,
        stream,
        revision: first + index,
        position: appended.positions[index] ?? appended.position,
      }));
      command.appended?.(folded.revision, recorded);
      return {
        revision: appended.revision,
        position: appended.position,
        events: recorded.map(({ id, type, revision, position }) => ({
          eventId: id,
          type,
          revision,
          position,
        })),
        notices: events[0]?.metadata.notices ?? [],
        replayed: false,
      };
    } catch (error) {
      if (error instanceof RevisionConflict) continue;
      if (!(error instanceof EventIdTaken)) throw error;
      // Either this very command won a race here, or its key was used on another stream.
      if (!(await command.newest()).carried.has(commandId)) throw new IdempotencyKeyReused();
    }
  }
  throw new LedgerUnavailable(`stream ${stream} is written to without pause`);
}

async function firstAnswer<S>(earlier: Carried, command: StreamCommand<S>): Promise<Outcome> {
  const { requestHash, events, notices } = earlier;
  const hash = command.requestHash();
  const last = events.at(-1);
  if (last === undefined) throw new Error('bug: a command that left no event was found');
  const same =
    hash === undefined ? (await command.mayHaveBeen?.(earlier)) === true : hash === requestHash;
  if (!same) throw new IdempotencyKeyReused();
  return { revision: last.revision, position: last.position, events, notices, replayed: true };
}

async function decidedOn<S>(
  state: S | undefined,
  { decide, acknowledge }: StreamCommand<S>,
  races: number,
): Promise<Decided> {
  try {
    const decided = await decide(state);
    requireAcknowledged(decided.irregularities, acknowledge);
    return decided;
  } catch (error) {
    if (races > 0 && (error instanceof Impossible || error instanceof Irregular))
      throw new CaseMovedOn(error.message, { cause: error });
    throw error;
  }
}

function unchanged<S>({ revision, position }: Folded<S>): Outcome {
  if (revision === 'none' || position === undefined)
    throw new Error('bug: a command changed nothing on a stream that does not exist');
  return { revision, position, events: [], notices: [], replayed: false };
}

function toAppend<S>(
  { events, irregularities, notices, policyVersion }: Decided,
  { caller, commandId, correlationId, acknowledge, requestHash: hashOf }: StreamCommand<S>,
  recordedAt: string,
  salt: () => string,
): EventToAppend[] {
  const requestHash = hashOf();
  if (requestHash === undefined) throw new Error('bug: a request was decided without its key');
  const acknowledged =
    irregularities.length > 0 && acknowledge
      ? {
          irregularities: irregularities.map(({ code, clause }) => ({ code, clause })),
          justification: acknowledge.justification,
        }
      : {};
  const noted =
    notices.length === 0 ? {} : { notices: notices.map(({ code, clause }) => ({ code, clause })) };
  return events.map((event, index) => ({
    id: eventIdOf(commandId, index),
    type: event.type,
    data: event.data,
    metadata: {
      ...eventMetadata(event.type, {
        caller,
        commandId,
        correlationId,
        requestHash,
        policyVersion,
        recordedAt,
        salt: salt(),
      }),
      ...acknowledged,
      ...noted,
    },
  }));
}

// What of a case's events is in force (REGULATION.md, "Correction"): voided ones are dropped,
// corrected ones patched. Decider, case file, `asOf` and projections all fold this, so a correction
// reaches every reader at once.
import type { LegalDate } from '../legal-date.js';
import type { CaseEventData } from './acts.js';
import type { EventLog, StandingCaseEvent } from './state.js';

type Correction = CaseEventData<'RecordCorrected'>;

/** The value of a field as a correction names it; null where there is none. */
export type FieldValue = Correction['to'];

/** The events of a log in the order they were recorded. */
export function inOrder(log: EventLog | undefined): readonly StandingCaseEvent[] {
  const events: StandingCaseEvent[] = [];
  for (let at = log; at !== undefined; at = at.earlier) events.push(at.event);
  return events.reverse();
}

/** What later events say of each event by its id: that it is void, and how it is corrected. */
export interface Marks {
  /** Event id → the voiding in force that names it. */
  readonly voidedBy: ReadonlyMap<string, string>;
  /** Event id → the corrections in force that name it, in order. */
  readonly correctedBy: ReadonlyMap<string, readonly CorrectingEvent[]>;
}

type CorrectingEvent = StandingCaseEvent & { readonly type: 'RecordCorrected' };

/** A voided correction corrects nothing; a voiding is not voided itself. */
export function marksOf(events: readonly StandingCaseEvent[]): Marks {
  const voidedBy = new Map<string, string>();
  const correctedBy = new Map<string, readonly CorrectingEvent[]>();
  // From the last one back: whether an event is in force is known before what it says is heeded.
  for (const event of events.toReversed()) {
    if (voidedBy.has(event.at.eventId)) continue;
    if (event.type === 'RecordVoided') voidedBy.set(event.data.eventId, event.at.eventId);
    if (event.type === 'RecordCorrected') {
      const { eventId } = event.data;
      correctedBy.set(eventId, [event, ...(correctedBy.get(eventId) ?? [])]);
    }
  }
  return { voidedBy, correctedBy };
}

/** The events in force, in order, each as corrected; what corrected a voided event went with it. */
export function effective(events: readonly StandingCaseEvent[]): readonly StandingCaseEvent[] {
  const { voidedBy, correctedBy } = marksOf(events);
  return events
    .filter(
      ({ type, data, at }) =>
        !voidedBy.has(at.eventId) && !(type === 'RecordCorrected' && voidedBy.has(data.eventId)),
    )
    .map((event) =>
      (correctedBy.get(event.at.eventId) ?? []).reduce(
        (before, { data }) => corrected(before, data),
        event,
      ),
    );
}

/**
 * One event with one field corrected; where that is its legal date, the first one is kept beside
 * it. A decision that took effect on the day it was made does so still (I-13).
 */
export function corrected(
  event: StandingCaseEvent,
  { field, to }: Pick<Correction, 'field' | 'to'>,
): StandingCaseEvent {
  const inEffect =
    event.type === 'DecisionMade' && field === '/on' && event.data.effectiveOn === event.data.on
      ? withField(event.data, '/effectiveOn', to)
      : event.data;
  const data = withField(inEffect as object, field, to);
  const recordedOn = dateOf(event);
  const dated =
    isDateOf(field) && event.at.recordedOn === undefined && recordedOn !== undefined
      ? { ...event.at, recordedOn }
      : event.at;
  // The decider lets a correction in only where the corrected data is the event's own form.
  return { ...event, data, at: dated } as StandingCaseEvent;
}

function isDateOf(field: string): boolean {
  return field === '/on' || field === '/receivedOn';
}

function dateOf({ data }: StandingCaseEvent): LegalDate | undefined {
  if ('on' in data) return data.on;
  return 'receivedOn' in data ? data.receivedOn : undefined;
}

/** The names and places in a JSON pointer (RFC 6901). */
export function segments(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at a pointer; undefined where it leads nowhere, or ends where a field could be and is not. */
export function fieldAt(data: unknown, pointer: string): unknown {
  return segments(pointer).reduce<unknown>((at, name) => {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    return new Map<string, unknown>(Object.entries(at)).get(name);
  }, data);
}

/** A copy with one field set, or left out where the value is null; the same where the way to it is not there. */
function withField(data: object, pointer: string, value: FieldValue): unknown {
  const [name, ...rest] = segments(pointer);
  return name === undefined ? data : set(data, name, rest, value);
}

function set(at: unknown, name: string, rest: readonly string[], value: FieldValue): unknown {
  // The way may be gone where what led there is void: then there is nothing to correct.
  if (typeof at !== 'object' || at === null) return at;
  const inner = new Map<string, unknown>(Object.entries(at)).get(name);
  const [next, ...others] = rest;
  const changed = next === undefined ? value : set(inner, next, others, value);
  if (Array.isArray(at))
    return at.map((item: unknown, index) => (String(index) === name ? changed : item));
  const { [name]: _, ...without } = at as Readonly<Record<string, unknown>>;
  return changed === null ? without : { ...without, [name]: changed };
}

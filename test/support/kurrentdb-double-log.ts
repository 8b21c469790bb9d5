// The log of the KurrentDB double: what is stored, and what the real server decides of an append
// (IndexWriter.CheckCommit in its sources), remembered ids included.
import { randomUUID } from 'node:crypto';

export interface LoggedEvent {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
  /** Milliseconds since 1970. */
  readonly created: number;
}

export type ProposedEvent = Pick<LoggedEvent, 'id' | 'type' | 'contentType' | 'data' | 'metadata'>;

export type Expected = number | 'none' | 'any' | 'exists';

export type Decision =
  | { readonly kind: 'stands'; readonly revision: number; readonly position: number }
  | { readonly kind: 'conflict'; readonly current: number | 'none' }
  | { readonly kind: 'deleted' };

interface StreamLog {
  readonly events: LoggedEvent[];
  /** Revision of the first event, after the stream was deleted and begun again. */
  from: number;
  /** Deleted for good. */
  tombstone: boolean;
}

const encoder = new TextEncoder();

export class DoubleLog {
  readonly events: LoggedEvent[] = [];
  private readonly streams = new Map<string, StreamLog>();
  /** Ids by which an append at any revision is known again; lost when the server restarts. */
  private remembered = new Map<string, { readonly stream: string; readonly revision: number }>();
  private end = 2_000;

  /** @param projections whether, as on a server with system projections, links follow every event */
  constructor(private readonly projections: boolean) {
    this.write('$users', { type: '$User', data: {} });
    this.write('$settings', { type: '$settings', data: {} });
  }

  /** The events of a stream that can be read; `undefined` when there are none, now or yet. */
  ofStream(name: string): readonly LoggedEvent[] | undefined {
    const stream = this.streams.get(name);
    const events = stream?.events.slice(stream.from);
    return events === undefined || events.length === 0 ? undefined : events;
  }

  isTombstone(name: string): boolean {
    return this.streams.get(name)?.tombstone === true;
  }

  append(name: string, expected: Expected, proposed: readonly ProposedEvent[]): Decision {
    const stream = this.stream(name);
    if (stream.tombstone) return { kind: 'deleted' };
    const current = stream.events.length - 1;
    const conflict = { kind: 'conflict', current: current === -1 ? 'none' : current } as const;
    const standing = this.standing(name, expected, proposed);
    if (standing === 'some') return conflict;
    if (standing !== undefined)
      return { kind: 'stands', revision: standing.revision, position: standing.position };
    if (expected === 'exists' && current === -1) return conflict;
    const deleted = this.ofStream(name) === undefined;
    if (expected === 'none' && current !== -1 && !deleted) return conflict;
    if (typeof expected === 'number' && expected !== current) return conflict;
    let last: LoggedEvent | undefined;
    for (const event of proposed) last = this.put(name, stream, event);
    if (last === undefined) throw new Error('an append without events');
    if (this.projections) {
      this.write(`$ce-${name.split('-')[0]}`, { type: '$>', data: `${last.revision}@${name}` });
      this.write(`$et-${last.type}`, { type: '$>', data: `${last.revision}@${name}` });
    }
    return { kind: 'stands', revision: last.revision, position: last.position };
  }

  /** An event of the server itself, or of another program in the same database. */
  write(
    name: string,
    { type, data, metadata = {} }: { type: string; data: unknown; metadata?: unknown },
  ): LoggedEvent {
    const text = (value: unknown) =>
      encoder.encode(typeof value === 'string' ? value : JSON.stringify(value));
    return this.put(name, this.stream(name), {
      id: randomUUID(),
      type,
      contentType: typeof data === 'string' ? 'application/octet-stream' : 'application/json',
      data: text(data),
      metadata: text(metadata),
    });
  }

  /** As a client deletes: the stream is not found any more, its events stay in the log. */
  delete(name: string): LoggedEvent {
    const stream = this.stream(name);
    stream.from = stream.events.length;
    return this.write(`$$${name}`, { type: '$metadata', data: { $tb: 2 ** 53 - 1 } });
  }

  tombstone(name: string): LoggedEvent {
    const stream = this.stream(name);
    stream.tombstone = true;
    return this.write(name, { type: '$streamDeleted', data: {} });
  }

  forgetIds(): void {
    this.remembered = new Map();
  }

  private stream(name: string): StreamLog {
    let stream = this.streams.get(name);
    if (stream === undefined) {
      stream = { events: [], from: 0, tombstone: false };
      this.streams.set(name, stream);
    }
    return stream;
  }

  private standing(
    name: string,
    expected: Expected,
    proposed: readonly ProposedEvent[],
  ): LoggedEvent | 'some' | undefined {
    const { events } = this.stream(name);
    const places = proposed.map(({ id }, at) => {
      if (expected === 'any' || expected === 'exists') {
        const place = this.remembered.get(id);
        return place?.stream === name ? events[place.revision] : undefined;
      }
      const event = events[(expected === 'none' ? 0 : expected + 1) + at];
      return event?.id === id ? event : undefined;
    });
    if (places[0] === undefined) return undefined;
    return places.includes(undefined) ? 'some' : places.at(-1);
  }

  private put(name: string, stream: StreamLog, event: ProposedEvent): LoggedEvent {
    const logged = {
      ...event,
      stream: name,
      revision: stream.events.length,
      position: this.end,
      created: Date.now(),
    };
    // A place in the log is an offset of bytes, not a count.
    this.end += 100 + event.data.length + event.metadata.length;
    stream.events.push(logged);
    this.events.push(logged);
    this.remembered.set(event.id, { stream: name, revision: logged.revision });
    return logged;
  }
}

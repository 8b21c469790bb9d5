// The only file that knows @eventstore/db-client, but for its generated messages
// (kurrentdb-messages.ts): what it takes to talk to a KurrentDB (or EventStoreDB) server, in words
// of ours. Nothing here waits for ever: the client itself has no time-outs for reads and for the
// call that carries appends (RELIABILITY a.2).
//
// Appends go out on the client's connection but not through its `appendToStream`. That one throws
// out of an event handler when the server answers an append it has forgotten, forgets the appends
// of every client in the process when one call fails, leaves rejections that nobody can catch when
// a call fails with writes queued, and writes JSON in another order than the canonical one. Here
// the same messages of the same protocol are sent, each answer is told to whoever sent the append,
// and the bytes stored are the canonical ones.
import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  START,
  AccessDeniedError,
  NotLeaderError,
  StreamDeletedError,
  StreamNotFoundError,
  eventTypeFilter,
  type StreamingRead,
} from '@eventstore/db-client';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type messages from '@eventstore/db-client/generated/streams_pb.js';
import { beforeAll, typePattern, type Position } from './event.js';
import { answerIn, type AppendAnswer, type EncodedAppend } from './kurrentdb-messages.js';
import { LedgerDamaged, LedgerUnavailable } from './ledger.js';

/** An event as the client hands it out: `data` and `metadata` parsed when they were JSON. */
export interface ClientEvent {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly isJson: boolean;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly position?: { readonly commit: bigint } | undefined;
}

/** The call all appends of a process go through: the server takes them in the order they are written. */
export interface AppendCall {
  write(append: EncodedAppend): void;
  cancel(): void;
}

export interface AppendCallEvents {
  readonly answered: (correlationId: string, answer: AppendAnswer) => void;
  /** The call is over, with an error or, which is no better, without. Told once. */
  readonly ended: (reason: Error) => void;
}

/** A subscription to all events after a position. */
export interface Subscription {
  /** The next event that has arrived; `undefined` when there is none yet. */
  next(): ClientEvent | undefined;
  cancel(): void;
}

export interface SubscriptionEvents {
  /** There may be something for `next`. */
  readonly arrived: () => void;
  /** The server said something that is not an event: it is alive, and past the position if it names one. */
  readonly heard: (position?: Position) => void;
  /** It is over, with an error or, which is no better, without. Told once; `next` may still have events. */
  readonly ended: (reason: Error) => void;
}

/** Where a stream is read, and how much of it. */
export interface StreamPage {
  readonly from: number | 'end';
  readonly backwards?: boolean;
  readonly count?: number;
}

/** @throws Error when this is no URL of KurrentDB; the message does not quote it, for it may hold a password */
export class KurrentDbConnection {
  readonly #url: string;
  readonly #silenceMs: number;
  #made = 0;
  #client: EventStoreDBClient;

  /** @param silenceMs how long a read may go without a word from the server */
  constructor(url: string, silenceMs: number) {
    requireUrl(url);
    this.#url = url;
    this.#silenceMs = silenceMs;
    try {
      this.#client = this.#connect();
    } catch {
      // Without the client's error as its cause: that quotes the URL.
      throw notAUrl();
    }
  }

  /** Which connection is in use, for `renew`. */
  get current(): unknown {
    return this.#client;
  }

  /** Leaves a connection that failed for a new one; does nothing when that has been done. */
  renew(failed: unknown): void {
    if (failed !== this.#client) return;
    const left = this.#client;
    this.#client = this.#connect();
    void closeChannel(left);
  }

  /**
   * Events of a stream; empty when there is no such stream.
   * @throws LedgerUnavailable, LedgerDamaged when the stream was deleted for good
   */
  async readStream(stream: string, page: StreamPage): Promise<ClientEvent[]> {
    const { from, backwards = false, count } = page;
    return this.#read((client) =>
      client.readStream(stream, {
        fromRevision: from === 'end' ? END : BigInt(from),
        direction: backwards ? BACKWARDS : FORWARDS,
        requiresLeader: true,
        ...(count === undefined ? {} : { maxCount: count }),
      }),
    );
  }

  /** Up to `count` events of the whole database before a position, the newest first, system events too. @throws LedgerUnavailable */
  async readBackwards(before: Position | undefined, count: number): Promise<ClientEvent[]> {
    return this.#read((client) =>
      client.readAll({
        direction: BACKWARDS,
        fromPosition: before === undefined ? END : placeOf(before),
        maxCount: count,
        requiresLeader: true,
      }),
    );
  }

  /** Subscribes to all events after a position whose types have our form. Silence is for the caller to notice. */
  subscribe(after: Position, told: SubscriptionEvents): Subscription {
    const subscription = this.#client.subscribeToAll(
      {
        fromPosition: after === beforeAll ? START : placeOf(after),
        filter: eventTypeFilter({
          regex: typePattern,
          maxSearchWindow: checkpointEvery,
          // The client waits for what this returns, and stalls for ever when it throws.
          checkpointReached: (_, { commit }) => told.heard(String(commit)),
        }),
      },
      { highWaterMark: readAhead },
    );
    const end = once(told.ended);
    for (const sign of ['confirmation', 'caughtUp']) subscription.on(sign, () => told.heard());
    subscription.on('readable', () => told.arrived());
    // Stays, so that what comes after our own cancelling harms nobody.
    subscription.on('error', end);
    subscription.on('end', () => end(new Error('the server ended the subscription')));
    subscription.on('close', () => end(new Error('the subscription was closed')));
    return {
      next() {
        for (;;) {
          const item = subscription.read() as { readonly event?: ClientEvent } | null;
          if (item === null || item.event !== undefined) return item?.event;
        }
      },
      cancel() {
        subscription.unsubscribe().catch(ignore);
        subscription.destroy();
      },
    };
  }

  /**
   * Opens a call for appends once there is a connection: what is not written to it cannot have
   * been stored.
   * @throws LedgerUnavailable when there is no connection within `waitMs`
   */
  async openAppendCall(waitMs: number, told: AppendCallEvents): Promise<AppendCall> {
    const client = this.#client;
    const opening = client['GRPCStreamCreator'](
      StreamsClient,
      'appendToStream',
      async (streams) => {
        await ready(streams, waitMs);
        return streams.batchAppend(
          ...client['callArguments']({ requiresLeader: true }, { deadline: Infinity }),
        );
      },
    )();
    const call = await within(waitMs + 50, opening, 'no connection');
    const end = once(told.ended);
    call.on('data', (response: messages.BatchAppendResp) => {
      told.answered(response.getCorrelationId()?.getString() ?? '', answerIn(response));
    });
    call.on('error', end);
    call.on('end', () => end(new Error('the server ended the call')));
    call.on('close', () => end(new Error('the call was closed')));
    return {
      write: ({ request }) => void call.write(request),
      cancel: () => call.cancel(),
    };
  }

  /** The server's version as it tells it. @throws LedgerUnavailable */
  async serverVersion(): Promise<string> {
    const capabilities = this.#client['capabilities'];
    const { serverVersion } = await within(this.#silenceMs, capabilities, 'no answer');
    return serverVersion;
  }

  async close(): Promise<void> {
    await Promise.race([this.#client.dispose(), silence(this.#silenceMs)]);
    await closeChannel(this.#client);
  }

  #connect(): EventStoreDBClient {
    this.#made += 1;
    // gRPC shares one socket, and the growing pause after failures (up to two minutes), among
    // channels whose settings are equal. A setting that differs by a millisecond begins anew.
    const [, asked] = /[?&]keepAliveInterval=(\d+)/i.exec(this.#url) ?? [];
    const interval = Number(asked ?? 10_000) + (this.#made % 100);
    const url = `${this.#url.replace(/\/+$/, '')}${this.#url.includes('?') ? '&' : '?'}`;
    const client = EventStoreDBClient.connectionString(`${url}keepAliveInterval=${interval}`);
    // The client calls it without waiting for it, so nobody could catch what it throws.
    const handleError = client['handleError'];
    client['handleError'] = (...failure) => handleError(...failure).catch(ignore);
    return client;
  }

  /** Reads once more, on a new connection, when the first one turns out to be dead. */
  async #read(
    begin: (client: EventStoreDBClient) => StreamingRead<{ event?: ClientEvent }>,
  ): Promise<ClientEvent[]> {
    for (let attempt = 1; ; attempt += 1) {
      const client = this.#client;
      try {
        return await taken(begin(client), this.#silenceMs);
      } catch (error) {
        if (error instanceof StreamNotFoundError) return [];
        if (error instanceof StreamDeletedError)
          throw new LedgerDamaged(undefined, `stream ${error.streamName} was deleted`);
        if (error instanceof AccessDeniedError)
          throw new LedgerUnavailable('the server denies access', { cause: error });
        // The client goes to the leader it was told of by itself.
        if (!(error instanceof NotLeaderError)) this.renew(client);
        if (attempt === 2 || error instanceof LedgerUnavailable)
          throw new LedgerUnavailable('the ledger cannot be read', { cause: error });
      }
    }
  }
}

// A checkpoint at least every so many events of others, while there are none of ours.
const checkpointEvery = 500;

/** Events the client may hold before the consumer has asked for them. */
const readAhead = 512;

/** A position is one number to us: our events were committed each at its own place in the log. */
function placeOf(position: Position): { commit: bigint; prepare: bigint } {
  return { commit: BigInt(position), prepare: BigInt(position) };
}

/** All that a read sends. One that falls silent has failed: the client would wait for ever. */
function taken(
  reading: StreamingRead<{ event?: ClientEvent }>,
  silenceMs: number,
): Promise<ClientEvent[]> {
  return new Promise((resolve, reject) => {
    const events: ClientEvent[] = [];
    const fail = (error: Error): void => {
      clearTimeout(silent);
      reject(error);
    };
    const silent = setTimeout(() => {
      fail(new LedgerUnavailable('the server does not answer'));
      reading.cancel().catch(ignore);
    }, silenceMs);
    // Stays, so that what comes after our own cancelling harms nobody.
    reading.on('error', fail);
    reading.on('data', ({ event }) => {
      silent.refresh();
      if (event !== undefined) events.push(event);
    });
    reading.on('end', () => {
      clearTimeout(silent);
      resolve(events);
    });
  });
}

/** Resolves when a connection stands. */
function ready(streams: StreamsClient, waitMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const deadline = new Date(Date.now() + waitMs);
    streams.waitForReady(deadline, (error?: Error) =>
      error === undefined ? resolve() : reject(error),
    );
  });
}

async function within<T>(ms: number, work: Promise<T>, otherwise: string): Promise<T> {
  work.catch(ignore);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(otherwise)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } catch (error) {
    throw new LedgerUnavailable('the ledger cannot be reached', { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function closeChannel(client: EventStoreDBClient): Promise<void> {
  try {
    (await client['getChannel']()).close();
  } catch {
    // There was no channel: no member of the cluster was found.
  }
}

function silence(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

function once(tell: (reason: Error) => void): (reason: Error) => void {
  let told = false;
  return (reason) => {
    if (!told) tell(reason);
    told = true;
  };
}

/** For what fails after its caller has been told already, or has left. */
function ignore(): void {
  // Nothing to do.
}

const options = new Set(
  (
    'tls tlsCAFile userCertFile userKeyFile connectionName defaultDeadline discoveryInterval ' +
    'gossipTimeout maxDiscoverAttempts nodePreference keepAliveInterval keepAliveTimeout'
  )
    .toLowerCase()
    .split(' '),
);

/** The client prints the whole URL, password and all, when an option is not one of its own. */
function requireUrl(url: string): void {
  const [hosts = '', query = ''] = url.split('?');
  if (!/^esdb(\+discover)?:\/\/[^/]+\/*$/.test(hosts)) throw notAUrl();
  const unknown = query
    .split('&')
    .map((pair) => pair.split('=')[0] ?? '')
    .filter((name) => name !== '' && !options.has(name.replace(/[_-]/g, '').toLowerCase()));
  if (unknown.length > 0)
    throw new Error(`the URL of KurrentDB has options that have no effect: ${unknown.join(', ')}`);
}

function notAUrl(): Error {
  return new Error('not a URL of KurrentDB: esdb://[user:password@]host[:port][,…][?tls=false]');
}

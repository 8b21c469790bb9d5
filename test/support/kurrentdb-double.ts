// A double of a KurrentDB server: the services of its protocol that the client calls, made from the
// client's own generated code, over a log in memory. It decides as the real server's sources say,
// and can be told to fail in every way that the adapter must survive.
import {
  Server,
  ServerCredentials,
  status,
  type ServerDuplexStream,
  type ServerWritableStream,
} from '@grpc/grpc-js';
import serverFeatures from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import {
  StreamsService,
  type IStreamsServer,
} from '@eventstore/db-client/generated/streams_grpc_pb.js';
import messages from '@eventstore/db-client/generated/streams_pb.js';
import { randomUUID } from 'node:crypto';
import { DoubleLog, type Decision, type LoggedEvent } from './kurrentdb-double-log.js';
import {
  appendResponse,
  batchResponse,
  caughtUp,
  checkpoint,
  confirmation,
  eventResponse,
  expectedIn,
  filterIn,
  largestAppend,
  nameIn,
  proposed,
  serverError,
  sizeOf,
  streamDeletedError,
  streamNotFound,
} from './kurrentdb-double-wire.js';
import { TcpGate } from './tcp-gate.js';

type BatchCall = ServerDuplexStream<messages.BatchAppendReq, messages.BatchAppendResp>;
type ReadCall = ServerWritableStream<messages.ReadReq, messages.ReadResp>;

/** What becomes of the next appends by the batch call; each is taken off once it has happened. */
export type AppendFault =
  /** Not stored, never answered. */
  | 'swallow'
  /** Stored, never answered. */
  | 'lose-answer'
  /** Stored; then the call ends as if all were well. */
  | 'end-call'
  /** Stored; then every connection is cut. */
  | 'cut'
  /** Stored; answered together with an append nobody sent, and twice. */
  | 'answer-strangers'
  /** Not stored; the server gave up waiting for itself. */
  | 'timeout'
  /** Not stored: busy. */
  | 'busy';

export interface DoubleOptions {
  /** Links after every event, as system projections write them. */
  readonly projections?: boolean;
}

export class KurrentDbDouble {
  readonly log: DoubleLog;
  /** What happens to the next appends. */
  readonly faults: AppendFault[] = [];
  /** Milliseconds before each append is decided. */
  delayMs = 0;
  /** Whether reads and subscriptions are taken and left without a word. */
  silentReads = false;
  /** Appends that were read off the wire, answered or not. */
  received = 0;
  /** The most appends that were read and not yet decided, at any moment. */
  mostUndecided = 0;
  /** Subscriptions that were opened. */
  subscribed = 0;
  /** `requires-leader` of the last call. */
  requiredLeader = false;

  private readonly server = new Server();
  private readonly batchCalls = new Set<BatchCall>();
  private readonly subscriptions = new Set<DoubleSubscription>();
  private gate: TcpGate | undefined;
  private undecided = 0;

  private constructor({ projections = true }: DoubleOptions) {
    this.log = new DoubleLog(projections);
    this.server.addService(serverFeatures.ServerFeaturesService, {
      getSupportedMethods: (_: unknown, answer: (error: null, value: unknown) => void) =>
        answer(null, this.supported()),
    });
    const streams: IStreamsServer = {
      batchAppend: (call: BatchCall) => this.batchAppend(call),
      append: (call, answer) => this.classicAppend(call, answer),
      read: (call: ReadCall) => this.read(call),
      delete: (call, answer) => {
        const { position } = this.log.delete(
          nameIn(call.request.getOptions()?.getStreamIdentifier()),
        );
        const at = new messages.DeleteResp.Position()
          .setCommitPosition(String(position))
          .setPreparePosition(String(position));
        answer(null, new messages.DeleteResp().setPosition(at));
      },
      tombstone: (call, answer) => {
        this.log.tombstone(nameIn(call.request.getOptions()?.getStreamIdentifier()));
        answer(null, new messages.TombstoneResp());
      },
    };
    this.server.addService(StreamsService, streams);
  }

  static async start(options: DoubleOptions = {}): Promise<KurrentDbDouble> {
    const double = new KurrentDbDouble(options);
    const port = await new Promise<number>((resolve, reject) =>
      double.server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error === null ? resolve(bound) : reject(error),
      ),
    );
    double.gate = new TcpGate(port);
    await double.gate.open();
    return double;
  }

  /** The way to the double: to be cut, closed and opened. */
  get way(): TcpGate {
    if (this.gate === undefined) throw new Error('not started');
    return this.gate;
  }

  /** Past the gate: what cannot be cut costs nothing on the way. */
  get straightUrl(): string {
    return `esdb://127.0.0.1:${this.way.behind}?tls=false`;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.way.port}?tls=false`;
  }

  /** Gone, with every connection, and what it kept in memory only. */
  async down(): Promise<void> {
    await this.way.close();
    this.log.forgetIds();
  }

  /** There again, on the same port, with all that was stored. */
  async up(): Promise<void> {
    await this.way.open();
  }

  /** Ends every subscription as if all were well. */
  endSubscriptions(): void {
    for (const { call } of this.subscriptions) call.end();
  }

  /** Tells the subscriptions of an event of another program, or of the server itself. */
  write(...event: Parameters<DoubleLog['write']>): LoggedEvent {
    const logged = this.log.write(...event);
    this.tell();
    return logged;
  }

  async stop(): Promise<void> {
    await this.way.close();
    this.server.forceShutdown();
  }

  private supported(): features.SupportedMethods {
    const methods = new features.SupportedMethods().setEventStoreServerVersion('0.0.0-double');
    for (const name of ['append', 'read', 'batchappend'])
      methods.addMethods(
        new features.SupportedMethod()
          .setServiceName('event_store.client.streams.streams')
          .setMethodName(name),
      );
    return methods;
  }

  private batchAppend(call: BatchCall): void {
    this.batchCalls.add(call);
    this.requiredLeader = call.metadata.get('requires-leader').includes('true');
    const gone = (): void => void this.batchCalls.delete(call);
    call.on('close', gone).on('cancelled', gone).on('error', gone);
    call.on('end', () => call.end());
    const unfinished = new Map<string, messages.BatchAppendReq[]>();
    call.on('data', (request: messages.BatchAppendReq) => {
      const correlationId = request.getCorrelationId()?.getString() ?? '';
      const parts = [...(unfinished.get(correlationId) ?? []), request];
      unfinished.set(correlationId, parts);
      if (!request.getIsFinal()) return;
      unfinished.delete(correlationId);
      this.received += 1;
      this.undecided += 1;
      this.mostUndecided = Math.max(this.mostUndecided, this.undecided);
      if (this.delayMs === 0) this.decideBatch(call, correlationId, parts);
      else setTimeout(() => this.decideBatch(call, correlationId, parts), this.delayMs);
    });
  }

  private decideBatch(
    call: BatchCall,
    correlationId: string,
    parts: readonly messages.BatchAppendReq[],
  ): void {
    this.undecided -= 1;
    const options = parts[0]?.getOptions();
    if (options === undefined) throw new Error('a batch without options');
    const stream = nameIn(options.getStreamIdentifier());
    const answer = (decision: Parameters<typeof batchResponse>[2]): void => {
      if (this.batchCalls.has(call)) call.write(batchResponse(correlationId, stream, decision));
    };
    const fault = this.faults.shift();
    if (fault === 'swallow') return;
    if (fault === 'timeout' || fault === 'busy') return answer(fault);
    const events = parts.flatMap((part) => part.getProposedMessagesList()).map(proposed);
    if (events.reduce((sum, event) => sum + sizeOf(event), 0) > largestAppend)
      return answer('too large');
    const decision = this.log.append(stream, expectedIn(options), events);
    this.tell();
    if (fault === 'lose-answer') return;
    if (fault === 'end-call') return void call.end();
    if (fault === 'cut') return this.way.cut();
    answer(decision);
    if (fault !== 'answer-strangers') return;
    answer(decision);
    call.write(batchResponse(randomUUID(), stream, decision));
  }

  private classicAppend(
    call: AsyncIterable<messages.AppendReq>,
    answer: (error: Error | null, response?: messages.AppendResp) => void,
  ): void {
    void (async () => {
      const parts: messages.AppendReq[] = [];
      for await (const part of call) parts.push(part);
      const options = parts[0]?.getOptions();
      if (options === undefined) throw new Error('an append without options');
      this.received += 1;
      const events = parts.slice(1).flatMap((part) => part.getProposedMessage() ?? []);
      const expected = expectedIn(options);
      const stream = nameIn(options.getStreamIdentifier());
      const decision: Decision = this.log.append(stream, expected, events.map(proposed));
      this.tell();
      if (decision.kind === 'deleted') answer(streamDeletedError(stream));
      else answer(null, appendResponse(decision, expected));
    })();
  }

  private read(call: ReadCall): void {
    this.requiredLeader = call.metadata.get('requires-leader').includes('true');
    const options = call.request.getOptions();
    if (options === undefined) throw new Error('a read without options');
    if (options.hasSubscription()) {
      this.subscribed += 1;
      if (this.silentReads) return;
      const subscription = new DoubleSubscription(call, options, this.log.events);
      this.subscriptions.add(subscription);
      const gone = (): void => void this.subscriptions.delete(subscription);
      call.on('close', gone).on('cancelled', gone).on('error', gone);
      subscription.tell();
      return;
    }
    if (this.silentReads) return;
    const stream = options.getStream();
    if (stream !== undefined) this.readStream(call, options, stream);
    else send(call, pageOfAll(this.log.events, options).map(eventResponse));
  }

  private readStream(
    call: ReadCall,
    options: messages.ReadReq.Options,
    stream: messages.ReadReq.Options.StreamOptions,
  ): void {
    const name = nameIn(stream.getStreamIdentifier());
    if (this.log.isTombstone(name)) {
      call.emit('error', streamDeletedError(name));
      return;
    }
    const events = this.log.ofStream(name);
    if (events === undefined) {
      send(call, [streamNotFound(name)]);
      return;
    }
    const backwards =
      options.getReadDirection() === messages.ReadReq.Options.ReadDirection.BACKWARDS;
    const from = stream.hasRevision() ? Number(stream.getRevision()) : backwards ? Infinity : 0;
    const wanted = backwards
      ? events.filter(({ revision }) => revision <= from).toReversed()
      : events.filter(({ revision }) => revision >= from);
    send(call, wanted.slice(0, Number(options.getCount())).map(eventResponse));
  }

  private tell(): void {
    for (const subscription of this.subscriptions) subscription.tell();
  }
}

/** A page of the whole log: forwards from a position on, backwards before it. */
function pageOfAll(
  events: readonly LoggedEvent[],
  options: messages.ReadReq.Options,
): readonly LoggedEvent[] {
  const all = options.getAll();
  const count = Number(options.getCount());
  const at = Number(all?.getPosition()?.getCommitPosition());
  if (options.getReadDirection() === messages.ReadReq.Options.ReadDirection.FORWARDS) {
    const from = all?.hasPosition() === true ? firstFrom(events, at) : 0;
    return events.slice(from, from + count);
  }
  const end = all?.hasPosition() === true ? firstFrom(events, at) : events.length;
  return events.slice(Math.max(0, end - count), end).toReversed();
}

/** Index of the first event at or after a position. */
function firstFrom(events: readonly LoggedEvent[], position: number): number {
  let [low, high] = [0, events.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((events[middle]?.position ?? Infinity) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function send(call: ReadCall, responses: readonly messages.ReadResp[]): void {
  for (const response of responses) call.write(response);
  call.end();
}

/** One subscriber to the whole log: told as fast as it takes. */
class DoubleSubscription {
  private at: number;
  private considered = 0;
  private wasLive = false;
  private blocked = false;
  private readonly tells: ReturnType<typeof filterIn>;
  private readonly interval: number;

  constructor(
    readonly call: ReadCall,
    options: messages.ReadReq.Options,
    private readonly events: readonly LoggedEvent[],
  ) {
    const all = options.getAll();
    const filter = options.getFilter();
    this.tells = filterIn(options);
    this.interval =
      (filter?.hasMax() === true ? filter.getMax() : 32) *
      (filter?.getCheckpointintervalmultiplier() ?? Infinity);
    // A subscription begins after the position it names, a read at it.
    const position = Number(all?.getPosition()?.getCommitPosition());
    this.at = all?.hasPosition() === true ? firstFrom(events, position + 1) : 0;
    if (all?.hasEnd() === true) this.at = events.length;
    if (all?.hasPosition() === true && position > (events.at(-1)?.position ?? 0))
      call.emit('error', serverError(status.UNKNOWN, 'Unexpected FilteredReadAllResult: Error'));
    call.write(confirmation(randomUUID()));
  }

  tell(): void {
    if (this.blocked) return;
    for (; this.at < this.events.length; this.at += 1) {
      const event = this.events[this.at];
      if (event === undefined) break;
      this.considered += 1;
      let taken = true;
      if (this.tells(event)) taken = this.call.write(eventResponse(event));
      else if (this.considered >= this.interval) this.mark(event.position);
      if (!taken) {
        this.at += 1;
        this.blocked = true;
        this.call.once('drain', () => {
          this.blocked = false;
          this.tell();
        });
        return;
      }
    }
    if (this.wasLive) return;
    this.wasLive = true;
    if (Number.isFinite(this.interval)) this.mark(this.events.at(-1)?.position ?? 0);
    this.call.write(caughtUp());
  }

  private mark(position: number): void {
    this.considered = 0;
    this.call.write(checkpoint(position));
  }
}

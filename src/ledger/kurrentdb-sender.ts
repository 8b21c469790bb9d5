// Sends appends to KurrentDB: in the order of their calls, through one call at a time, no more in
// flight than the server can be owed, each until its answer is known or its time is over.
//
// When a call fails (an error, an end, an answer that does not come) everything unanswered on it
// is sent again on the next one, in the same order, with the same event ids and expected
// revisions. The server had taken them in that order, so it has stored a beginning of them; those
// meet themselves, the rest is written now. An append to a stream at `any` revision is the
// exception: the server may have forgotten its ids, so its caller looks first.
import type { AppendCall, KurrentDbConnection } from './kurrentdb-client.js';
import type { AppendAnswer, EncodedAppend } from './kurrentdb-messages.js';
import { LedgerUnavailable, OutcomeUnknown } from './ledger.js';

/** What became of an append. */
export type Sent =
  /** As the server answered; `repeated` when it had been sent before, and the answer may be about that. */
  | (Extract<AppendAnswer, { kind: 'stands' | 'conflict' }> & { readonly repeated: boolean })
  /** Sent, and never answered: look whether it stands before sending it again. */
  | { readonly kind: 'lost' };

export interface ToSend {
  readonly append: EncodedAppend;
  /** Until when (performance.now()) the caller waits. */
  readonly deadline: number;
  /** An earlier sending may have been stored. */
  readonly uncertain?: boolean;
  /** Tell the caller when it is lost, and do not send it again. */
  readonly once: boolean;
}

interface Sending extends Omit<ToSend, 'uncertain'> {
  uncertain: boolean;
  /** When its present sending counts as unanswered. */
  attemptEnds: number;
  readonly resolve: (sent: Sent) => void;
  readonly reject: (error: Error) => void;
}

const mostInFlight = 64;
const mostBytesInFlight = 4 * 1024 * 1024;
const mostWaiting = 1_000;
const mostBytesWaiting = 64 * 1024 * 1024;
/** A gRPC message may have 4 MiB; the server's own limit for one append is 1 MiB unless set. */
const mostBytesInOne = 3 * 1024 * 1024;

/** Pauses before a new call, growing while none is answered. */
const pausesMs = [0, 50, 200, 500];

export class AppendSender {
  readonly #connection: KurrentDbConnection;
  /** How long one sending may go unanswered. */
  readonly #attemptMs: number;

  /** What waits, in the order of the calls; those sent before come first. */
  #waiting: Sending[] = [];
  #bytesWaiting = 0;
  /** What is on its way, by correlation id, in order. */
  readonly #inFlight = new Map<string, Sending>();
  #bytesInFlight = 0;

  #call: AppendCall | undefined;
  #busy: 'opening a call' | 'pausing' | undefined;
  #failures = 0;
  #lastFailure: Error | undefined;
  #watch: NodeJS.Timeout | undefined;

  constructor(connection: KurrentDbConnection, attemptMs: number) {
    this.#connection = connection;
    this.#attemptMs = attemptMs;
  }

  /**
   * Sends one append.
   * @throws LedgerUnavailable when nothing was written
   * @throws OutcomeUnknown when its time is over and it may have been
   */
  async send(toSend: ToSend): Promise<Sent> {
    const { bytes } = toSend.append;
    if (bytes > mostBytesInOne) throw new LedgerUnavailable('the append is larger than 3 MiB');
    if (this.#waiting.length >= mostWaiting || this.#bytesWaiting + bytes > mostBytesWaiting)
      throw new LedgerUnavailable('too many appends are waiting already');
    return new Promise((resolve, reject) => {
      const { uncertain = false } = toSend;
      this.#waiting.push({ ...toSend, uncertain, attemptEnds: 0, resolve, reject });
      this.#bytesWaiting += bytes;
      this.#sendWaiting();
    });
  }

  /** Ends the call; nothing may be on its way. */
  close(): void {
    this.#call?.cancel();
    this.#call = undefined;
    clearTimeout(this.#watch);
  }

  #sendWaiting(): void {
    if (this.#busy !== undefined) return;
    for (;;) {
      const [next] = this.#waiting;
      if (next === undefined || !this.#hasRoomFor(next)) break;
      if (this.#call === undefined) {
        void this.#openCall(next.deadline);
        return;
      }
      this.#waiting.shift();
      this.#bytesWaiting -= next.append.bytes;
      next.attemptEnds = Math.min(performance.now() + this.#attemptMs, next.deadline);
      this.#inFlight.set(next.append.correlationId, next);
      this.#bytesInFlight += next.append.bytes;
      this.#call.write(next.append);
    }
    this.#watchOldest();
  }

  #hasRoomFor({ append }: Sending): boolean {
    const { size } = this.#inFlight;
    if (size === 0) return true;
    return size < mostInFlight && this.#bytesInFlight + append.bytes <= mostBytesInFlight;
  }

  async #openCall(deadline: number): Promise<void> {
    this.#busy = 'opening a call';
    const connection = this.#connection.current;
    const opened: { call?: AppendCall; over?: Error } = {};
    const isCurrent = (): boolean => opened.call !== undefined && opened.call === this.#call;
    try {
      // A new connection tries at once; one that failed waits longer and longer.
      const waitMs = Math.max(1, Math.min(this.#attemptMs, deadline - performance.now()));
      opened.call = await this.#connection.openAppendCall(waitMs, {
        answered: (correlationId, answer) => {
          if (isCurrent()) this.#answered(correlationId, answer);
        },
        ended: (reason) => {
          opened.over = reason;
          if (isCurrent()) this.#failed(reason);
        },
      });
      if (opened.over !== undefined) throw opened.over;
      this.#call = opened.call;
      this.#busy = undefined;
      this.#sendWaiting();
    } catch (error) {
      this.#lastFailure = error instanceof Error ? error : undefined;
      this.#connection.renew(connection);
      this.#pause();
    }
  }

  #answered(correlationId: string, answer: AppendAnswer): void {
    const sending = this.#inFlight.get(correlationId);
    // An answer to nothing of ours, or a second one.
    if (sending === undefined) return;
    this.#inFlight.delete(correlationId);
    this.#bytesInFlight -= sending.append.bytes;
    switch (answer.kind) {
      case 'stands':
      case 'conflict':
        this.#failures = 0;
        sending.resolve({ ...answer, repeated: sending.uncertain });
        break;
      case 'refused':
        giveUp(sending, new Error(answer.reason));
        break;
      case 'unclear':
      case 'busy':
        this.#lastFailure = new Error(answer.reason);
        sending.uncertain ||= answer.kind === 'unclear';
        this.#sendAgain([sending]);
        return;
    }
    this.#sendWaiting();
  }

  /** The call is of no use any more: what is unanswered on it goes out again on the next one. */
  #failed(reason: Error): void {
    this.#lastFailure = reason;
    this.#call?.cancel();
    this.#call = undefined;
    this.#connection.renew(this.#connection.current);
    const unanswered = [...this.#inFlight.values()];
    this.#inFlight.clear();
    this.#bytesInFlight = 0;
    for (const sending of unanswered) sending.uncertain = true;
    this.#sendAgain(unanswered);
  }

  #sendAgain(unanswered: readonly Sending[]): void {
    const again = unanswered.filter((sending) => {
      if (sending.once && sending.uncertain) sending.resolve({ kind: 'lost' });
      return !(sending.once && sending.uncertain);
    });
    this.#waiting.unshift(...again);
    this.#bytesWaiting += again.reduce((sum, { append }) => sum + append.bytes, 0);
    this.#pause();
  }

  #pause(): void {
    this.#giveUpOverdue();
    const pauseMs = pausesMs[this.#failures] ?? pausesMs.at(-1);
    this.#failures += 1;
    if (this.#busy === 'pausing') return;
    this.#busy = 'pausing';
    setTimeout(() => {
      this.#busy = undefined;
      this.#giveUpOverdue();
      this.#sendWaiting();
    }, pauseMs);
  }

  #giveUpOverdue(): void {
    const now = performance.now();
    const overdue = this.#waiting.filter(({ deadline }) => deadline <= now);
    if (overdue.length === 0) return;
    this.#waiting = this.#waiting.filter(({ deadline }) => deadline > now);
    for (const sending of overdue) {
      this.#bytesWaiting -= sending.append.bytes;
      giveUp(sending, this.#lastFailure);
    }
  }

  /** The oldest on its way is the first whose time is over. */
  #watchOldest(): void {
    if (this.#watch !== undefined || this.#inFlight.size === 0) return;
    const [oldest] = this.#inFlight.values();
    const waitMs = Math.max(1, (oldest?.attemptEnds ?? 0) - performance.now());
    this.#watch = setTimeout(() => {
      this.#watch = undefined;
      const [still] = this.#inFlight.values();
      if (still === undefined) return;
      if (still.attemptEnds > performance.now()) this.#watchOldest();
      else this.#failed(new Error('an append was not answered in time'));
    }, waitMs);
  }
}

function giveUp({ uncertain, reject }: Sending, cause: Error | undefined): void {
  const options = cause === undefined ? {} : { cause };
  reject(
    uncertain
      ? new OutcomeUnknown('the server did not say whether it stored the events', options)
      : new LedgerUnavailable('the server did not take the events', options),
  );
}

// The one follower of the ledger that makes it a transparency log: every event gets a leaf, and
// what stands is published as a signed checkpoint. Start and recovery are the same code.
//
// The order of each publication: leaves committed from committed events, root from committed
// leaves, compared with what was signed before, signed, swapped into the lock, and thereby
// published. Tiles need no step of their own: they follow from the leaves.
import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { NotCanonical } from '../canonical-json.js';
import { beforeAll, comparePositions, type Position, type RecordedTexts } from '../event.js';
import { LedgerDamaged, OutcomeUnknown, type LedgerReader } from '../ledger.js';
import { openCheckpoint, printCheckpoint } from '../transparency/checkpoint.js';
import { entryOf, entryOfTexts } from '../transparency/leaf.js';
import { emptyRoot, GrowingTree, leafHash, sameHash } from '../transparency/merkle.js';
import { ed25519Verifier, signNote, type NoteSigner } from '../transparency/note.js';
import { DoesNotHold, Malformed } from '../transparency/refused.js';
import { begun, type CheckpointStore } from './checkpoint-store.js';
import { appendTo, appendUntil, slice, upTo } from './fill-tree.js';
import { KeyUnusable, makeLogKey, readLogKeys, writeVerifierKeys } from './log-key.js';
import { begunInName, logNamedIn } from './log-names.js';
import { signCosignedAgain, signedByAll } from './sign-again.js';
import type { CosignatureStore } from './sqlite-cosignatures.js';
import { TreeIncomplete, type TreeWriter } from './sqlite-tree.js';
import { willNotSign, WillNotSign, type Reason } from './will-not-sign.js';

export interface SequencerNeeds {
  /** Where the key is. */
  readonly directory: string;
  /** The name of the log, for ever; one that took its place has the time of that behind it. */
  readonly origin: string;
  readonly ledger: Pick<LedgerReader, 'follow' | 'followTexts' | 'head'>;
  readonly tree: TreeWriter;
  readonly checkpoints: CheckpointStore;
  /** What witnesses have cosigned, where there are any. */
  readonly cosignatures?: Pick<CosignatureStore, 'all' | 'signAgain'>;
  readonly reports: SequencerReports;
  /** Least milliseconds between two checkpoints; 1,000 when left out. */
  readonly intervalMs?: number;
  /** How many of the last leaves are made again from the ledger at a start; 65,536 when left out. */
  readonly recheck?: number;
}

/** What the sequencer tells whoever keeps the log. */
export interface SequencerReports {
  /** It signs no more until the next start. */
  refused(reason: Reason): void;
  /** Something failed; another attempt follows. */
  failed(error: unknown): void;
  /** What the lock holds is unknown: the process must end and start again. */
  fatal(error: OutcomeUnknown): void;
}

export interface SequencerStatus {
  readonly state: 'starting' | 'signing' | 'refused';
  /** Set when refused. */
  readonly reason?: Reason;
}

/** The last checkpoint and the note it stands in. */
interface Signed {
  readonly note: string;
  readonly size: number;
  readonly root: Uint8Array;
}

/** How long a small batch is waited for to become a larger one, while no checkpoint is due. */
const gatheringMs = 25;

/** Waits between attempts after the ledger or a store failed, growing while none succeeds. */
const pausesMs = [50, 200, 1_000];
const longestPauseMs = 5_000;

export class Sequencer {
  readonly #needs: SequencerNeeds;
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #status: SequencerStatus = { state: 'starting' };
  /** The log that is signed: the one of the settings, or one that had to begin after it. */
  #origin: string;

  constructor(needs: SequencerNeeds) {
    this.#needs = needs;
    this.#origin = needs.origin;
  }

  start(): void {
    this.#running = this.#run();
  }

  /** Ends after the step under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  status(): SequencerStatus {
    return this.#status;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    let failures = 0;
    while (!signal.aborted) {
      try {
        const { last, signers } = await this.#recover();
        failures = 0;
        this.#status = { state: 'signing' };
        await this.#publishAsItGrows(last, signers);
        if (!signal.aborted) throw new Error('the ledger ended the subscription by itself');
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof OutcomeUnknown) {
          this.#needs.reports.fatal(error);
          return;
        }
        const refusal = refusalIn(error);
        if (refusal !== undefined) {
          this.#refuse(refusal);
          return;
        }
        this.#needs.reports.failed(error);
        const pause = pausesMs[failures] ?? longestPauseMs;
        failures += 1;
        await this.#pause(pause);
      }
    }
  }

  /** Ends early when the sequencer is stopped. */
  async #pause(ms: number): Promise<void> {
    const { signal } = this.#stopping;
    await sleep(ms, undefined, { signal }).catch((interrupted: unknown) => {
      if (!signal.aborted) throw interrupted;
    });
  }

  #refuse(refusal: WillNotSign): void {
    this.#status = { state: 'refused', reason: refusal.reason };
    this.#needs.reports.refused(refusal.reason);
  }

  /** What was signed, who signs, and a tree that is the ledger's and continues what was signed. */
  async #recover(): Promise<{ last: Signed; signers: readonly NoteSigner[] }> {
    const { directory } = this.#needs;
    const note = await this.#begin();
    if (note !== begun) this.#origin = nameIn(note, this.#needs.origin);
    const origin = this.#origin;
    let signers = keysOf(directory, origin);
    if (signers === undefined && note === begun) {
      makeLogKey(directory);
      signers = keysOf(directory, origin);
    }
    if (signers === undefined)
      throw willNotSign(
        'key-missing',
        '已有签名的检查点，但其签名密钥缺失',
        'a checkpoint has been signed, and the key that signed it is missing',
      );
    const signed = note === begun ? undefined : opened(note, signers);
    writeVerifierKeys(
      directory,
      signers.map(({ verifierKey }) => verifierKey),
    );
    await this.#makeTreeTheLedgers(signed);
    // A key that was added since signs what stands, also where no event comes for long: whoever has
    // that key alone must not be left without a checkpoint.
    const last =
      signed === undefined || !signedByAll(signed.note, signers)
        ? await this.#publish(signed ?? { note, size: 0, root: emptyRoot }, signers)
        : signed;
    try {
      signCosignedAgain(this.#needs, { origin, size: last.size }, signers);
    } catch (error) {
      // Cosignatures are of use to others; the log itself goes on.
      this.#needs.reports.failed(error);
    }
    return { last, signers };
  }

  /** The note that stands; a log that was never begun is begun, unless its key says that it was. */
  async #begin(): Promise<string> {
    const { directory, origin, checkpoints } = this.#needs;
    const note = await checkpoints.read();
    if (note !== undefined) return note;
    if (keysOf(directory, origin) !== undefined)
      throw willNotSign(
        'checkpoint-missing',
        '签名密钥已经用过，但最近签名的检查点缺失',
        'the key has signed before, and the last checkpoint it signed is missing',
      );
    // Dead before this: nothing is begun. Dead after it: the next start makes the key.
    await checkpoints.swap(undefined, begun);
    return begun;
  }

  /**
   * Compares the leaves that stand with the ledger, adds those that are missing, and compares the
   * root with the one signed last. Where something differs, the ledger alone is asked: if it still
   * gives what was signed, the tree was at fault and is made again.
   */
  async #makeTreeTheLedgers(signed: Signed | undefined): Promise<void> {
    const { ledger, tree } = this.#needs;
    const head = await ledger.head();
    // Leaves added before an error stand like all others, to be compared with the ledger.
    tree.commit();
    if (await this.#treeHolds(head, signed)) return;
    if (signed !== undefined) await this.#requireSignedBy(head, signed);
    tree.clear();
    await this.#appendUntil(head);
    tree.commit();
  }

  async #treeHolds(head: Position, signed: Signed | undefined): Promise<boolean> {
    const { tree } = this.#needs;
    try {
      if (signed !== undefined && signed.size <= tree.size() && !this.#continues(signed))
        return false;
      if (tree.eventsIndexed() !== tree.size()) return false;
      if (!(await this.#lastLeavesAreTheLedgers(head))) return false;
      await this.#appendUntil(head);
      tree.commit();
      return signed === undefined || (signed.size <= tree.size() && this.#continues(signed));
    } catch (error) {
      if (error instanceof TreeIncomplete) return false;
      throw error;
    }
  }

  #continues({ size, root }: Signed): boolean {
    return sameHash(this.#needs.tree.rootAt(size), root);
  }

  /** Makes the last leaves again from the ledger: another ledger, or a younger one, gives others. */
  async #lastLeavesAreTheLedgers(head: Position): Promise<boolean> {
    const { tree, recheck = 65_536 } = this.#needs;
    const size = tree.size();
    if (comparePositions(tree.lastPosition(), head) > 0) return false;
    let index = Math.max(0, size - recheck);
    const after = tree.leaf(index - 1)?.position ?? beforeAll;
    const leaves = tree.leavesFrom(index);
    for await (const event of this.#textsUntil(after, tree.lastPosition())) {
      const standing = leaves.next().value;
      if (standing?.position !== event.position || standing.eventId !== event.id) return false;
      if (!sameHash(standing.entry, entryOfTexts(event))) return false;
      index += 1;
    }
    return index === size;
  }

  #appendUntil(head: Position): Promise<void> {
    const { tree, ledger } = this.#needs;
    return appendUntil(tree, ledger, head, this.#stopping.signal);
  }

  /** @throws WillNotSign unless the ledger, read from its first event on, gives the root signed last */
  async #requireSignedBy(head: Position, { size, root }: Signed): Promise<void> {
    const anew = new GrowingTree();
    // Parsed, which is slower and tells a ledger that is damaged from one that is another.
    const events = this.#needs.ledger.follow(beforeAll, this.#stopping.signal);
    for await (const event of upTo(head, beforeAll, events)) {
      if (anew.size === size) break;
      anew.add(leafHash(entryOf(event)));
    }
    const [n, m] = [String(size), String(anew.size)];
    if (anew.size < size)
      throw willNotSign(
        'ledger-behind',
        `已签名的检查点涵盖 ${n} 条记录，账本只有 ${m} 条：账本是较早的备份`,
        `the signed checkpoint covers ${n} events and the ledger has ${m}: an older copy of it was put back`,
      );
    if (!sameHash(anew.root(), root))
      throw willNotSign(
        'ledger-differs',
        `账本前 ${n} 条记录与已签名的检查点不符`,
        `the first ${n} events of the ledger are not those that were signed`,
      );
  }

  #textsUntil(after: Position, last: Position): AsyncIterable<RecordedTexts> {
    return upTo(last, after, this.#needs.ledger.followTexts(after, this.#stopping.signal));
  }

  /** Until the signal or an error: leaves at once, a checkpoint whenever there are new ones and the last is old enough. */
  async #publishAsItGrows(from: Signed, signers: readonly NoteSigner[]): Promise<void> {
    const { ledger, tree, intervalMs = 1_000 } = this.#needs;
    const following = new AbortController();
    const signal = AbortSignal.any([this.#stopping.signal, following.signal]);
    const batches = ledger.followTexts(tree.lastPosition(), signal)[Symbol.asyncIterator]();
    let last = from;
    let due = performance.now();
    let next = batches.next();
    try {
      for (;;) {
        const toBeSigned = tree.size() > last.size;
        // Before anything else is taken: a ledger that never rests must not keep it from signing.
        if (toBeSigned && performance.now() >= due) {
          last = await this.#publish(last, signers);
          due = performance.now() + intervalMs;
        }
        const arrived = toBeSigned ? await withinMs(next, due - performance.now()) : await next;
        if (arrived === 'not yet') continue;
        if (arrived.done) return;
        for (let at = 0; at < arrived.value.length; at += slice) {
          appendTo(tree, arrived.value.slice(at, at + slice));
          await setImmediate();
        }
        // Until the next checkpoint is due the ledger may as well gather more: a batch has its price.
        const early = Math.min(gatheringMs, due - performance.now());
        if (arrived.value.length < slice && early > 0) await this.#pause(early);
        next = batches.next();
      }
    } finally {
      // Whatever the subscription still says is not listened to any more.
      next.catch(() => undefined);
      following.abort();
    }
  }

  /** Signs what stands and swaps it into the lock. The order matters; each step says what is so if the process dies before the next. */
  async #publish(last: Signed, signers: readonly NoteSigner[]): Promise<Signed> {
    const { tree, checkpoints } = this.#needs;
    const origin = this.#origin;
    tree.commit();
    // Leaves are committed and can be made again: nothing is promised to anybody yet.
    const size = tree.size();
    const root = tree.rootAt(size);
    // The tree on disk, not what we remember of it, must go on from what was signed.
    if (size < last.size || !this.#continues(last))
      throw new TreeIncomplete('the tree does not continue the last checkpoint');
    const note = signNote(printCheckpoint({ origin, size, root }), signers);
    // Signed and shown to nobody: the next start signs the same text, or that of a larger tree.
    if (!(await checkpoints.swap(last.note, note)))
      throw willNotSign(
        'another-sequencer',
        '另有程序正在为同一日志签名',
        'another sequencer signs for the same log',
      );
    // The lock holds it: it is published, and the next start goes on from it.
    return { note, size, root };
  }
}

/** Waits for something no longer than so many milliseconds, none when that is below 0. */
async function withinMs<T>(what: Promise<T>, ms: number): Promise<T | 'not yet'> {
  const over = new AbortController();
  try {
    const pause = sleep(Math.max(0, ms), 'not yet' as const, { signal: over.signal });
    return await Promise.race([what, pause.catch(() => 'not yet' as const)]);
  } finally {
    over.abort();
  }
}

function keysOf(directory: string, origin: string): NoteSigner[] | undefined {
  try {
    return readLogKeys(directory, origin);
  } catch (error) {
    if (!(error instanceof KeyUnusable)) throw error;
    throw willNotSign('key-unusable', '签名密钥文件无法使用', error.message);
  }
}

/** The log that a note is of: the one of the settings or one that came after it. @throws WillNotSign */
function nameIn(note: string, origin: string): string {
  const named = ofNote(() => logNamedIn(note));
  if (begunInName(named, origin) === undefined)
    throw willNotSign(
      'origin-changed',
      `已签名的检查点属于日志 ${named}，不是 ${origin}`,
      `the signed checkpoint is of the log ${named}, not of ${origin}`,
    );
  return named;
}

/** The last checkpoint, which one of the present keys must have signed. @throws WillNotSign */
function opened(note: string, signers: readonly NoteSigner[]): Signed {
  const verifiers = signers.map(({ verifierKey }) => ed25519Verifier(verifierKey));
  const { size, root } = ofNote(() => openCheckpoint(note, verifiers));
  return { note, size, root };
}

function ofNote<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof DoesNotHold)
      throw willNotSign(
        'key-unknown',
        '最近的检查点不是由现有密钥签名的',
        'the last checkpoint was not signed by the key that is here',
      );
    if (error instanceof Malformed)
      throw willNotSign('checkpoint-damaged', '最近的检查点已损坏', error.message);
    throw error;
  }
}

/** The refusal that an error means, where it means one. */
function refusalIn(error: unknown): WillNotSign | undefined {
  if (error instanceof WillNotSign) return error;
  if (error instanceof LedgerDamaged || error instanceof NotCanonical)
    return willNotSign('ledger-damaged', '账本已损坏', error.message);
  return undefined;
}

// Asks the witnesses of a log for their cosignatures under its checkpoints, beside the sequencer and
// after it: what is published is published, whether a witness answers or not. Always the newest
// checkpoint is shown, to all who are due at once, so that their words meet under the same one.
//
// A witness remembers the last checkpoint it cosigned. One that holds more than was ever signed
// here, or another history, shows what nothing in a data directory can: that an older copy of it was
// put back, or that two copies of it are signing (docs/witnesses.md).
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCheckpoint, type Checkpoint } from '../transparency/checkpoint.js';
import type { Cosignature } from '../transparency/cosignature.js';
import { consistencyProof, sameHash } from '../transparency/merkle.js';
import { parseNote } from '../transparency/note.js';
import { begun, type CheckpointReader } from './checkpoint-store.js';
import type { CosignatureStore } from './sqlite-cosignatures.js';
import type { TreeReader } from './sqlite-tree.js';
import type { WitnessAddress } from './witness-address.js';
import { NotCosigned, WitnessClient, type WitnessAnswer } from './witness-client.js';

export interface WitnessesNeeds {
  readonly witnesses: readonly WitnessAddress[];
  readonly checkpoints: Pick<CheckpointReader, 'read'>;
  readonly tree: Pick<TreeReader, 'size' | 'rootAt' | 'subtreesOf'>;
  readonly cosignatures: CosignatureStore;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly reports: WitnessReports;
  readonly pauses?: Partial<WitnessPauses>;
}

/** Milliseconds. */
export interface WitnessPauses {
  /** How often the newest checkpoint is looked at. */
  readonly look: number;
  /** From one cosignature of a witness to the next, about. */
  readonly rest: number;
  /** Longest wait after failures; the first wait is `rest`, and each is twice the last. */
  readonly longest: number;
  /** How long an answer may take. */
  readonly patience: number;
}

const usualPauses: WitnessPauses = {
  look: 1_000,
  rest: 10_000,
  longest: 300_000,
  patience: 10_000,
};

/** What is told of witnesses, by their names. */
export interface WitnessReports {
  /** It has cosigned after it had not; also the first time. */
  cosigning(witness: string, size: number): void;
  /** It gave no cosignature; another attempt follows. */
  failed(witness: string, error: Error): void;
  /** It holds a history that is not the one here: an operator must look. Another attempt follows. */
  contradicted(witness: string, contradiction: Contradiction): void;
  /** Something here failed, no witness; another attempt follows. */
  halted(error: unknown): void;
}

/** What a witness holds against this log. */
export interface Contradiction {
  /** `ahead`: it has seen more leaves than were ever signed here. `differs`: other ones. */
  readonly code: 'ahead' | 'differs';
  /** Leaves under the checkpoint that it holds. */
  readonly held: number;
  /** Leaves under the one it was shown. */
  readonly shown: number;
}

export interface WitnessStatus {
  readonly name: string;
  /** Leaves under the last checkpoint it has cosigned here; 0 before the first. */
  readonly size: number;
  /** Attempts since the start that brought no cosignature. */
  readonly failures: number;
  /** Until it cosigns again. */
  readonly contradiction?: Contradiction;
}

/** One witness, as it was met last. */
interface Met {
  readonly name: string;
  readonly client: WitnessClient;
  /** Leaves it has cosigned here. */
  size: number;
  /** Leaves it holds, as far as is known. */
  held: number;
  /** Whether it has cosigned since the start; until then it is asked whatever is kept: it alone knows whether this is an older copy. */
  asked: boolean;
  notBefore: number;
  failures: number;
  inARow: number;
  contradiction: Contradiction | undefined;
}

interface Shown extends Checkpoint {
  readonly note: string;
}

/** A witness has another history. */
class Contradicted extends Error {
  override readonly name = 'Contradicted';
  constructor(readonly contradiction: Contradiction) {
    super(contradiction.code);
  }
}

export class Witnesses {
  readonly #needs: WitnessesNeeds;
  readonly #pauses: WitnessPauses;
  readonly #met: readonly Met[];
  readonly #stopping = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(needs: WitnessesNeeds) {
    this.#needs = needs;
    this.#pauses = { ...usualPauses, ...needs.pauses };
    const kept = needs.cosignatures.all();
    this.#met = needs.witnesses.map((address) => {
      const size = kept.find(({ witnesses }) => witnesses.includes(address.name))?.size ?? 0;
      return {
        name: address.name,
        client: new WitnessClient(address, needs.now, this.#pauses.patience),
        size,
        held: size,
        asked: false,
        notBefore: 0,
        failures: 0,
        inARow: 0,
        contradiction: undefined,
      };
    });
  }

  start(): void {
    if (this.#met.length > 0) this.#running = this.#run();
  }

  /** Breaks off what is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  status(): readonly WitnessStatus[] {
    return this.#met.map(({ name, size, failures, contradiction }) => ({
      name,
      size,
      failures,
      ...(contradiction && { contradiction }),
    }));
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      let pause = this.#pauses.look;
      try {
        const newest = await this.#newest();
        if (newest !== undefined) await this.#show(newest);
      } catch (error) {
        this.#needs.reports.halted(error);
        pause = this.#pauses.rest;
      }
      await sleep(pause, undefined, { signal }).catch((interrupted: unknown) => {
        if (!signal.aborted) throw interrupted;
      });
    }
  }

  /** The newest checkpoint, where it has leaves and they all stand: after a power cut they are being made again. */
  async #newest(): Promise<Shown | undefined> {
    const { checkpoints, tree } = this.#needs;
    const note = await checkpoints.read();
    if (note === undefined || note === begun) return undefined;
    const checkpoint = parseCheckpoint(parseNote(note).text);
    const { size, root } = checkpoint;
    if (size === 0 || tree.size() < size || !sameHash(tree.rootAt(size), root)) return undefined;
    return { ...checkpoint, note };
  }

  /** To each witness that is due. */
  async #show(newest: Shown): Promise<void> {
    const now = performance.now();
    const wanting = this.#met.filter(({ asked, size }) => !asked || size < newest.size);
    if (!wanting.some(({ notBefore }) => notBefore <= now)) return;
    // Who is nearly due comes along, so that they do not drift apart.
    const due = wanting.filter(({ notBefore }) => notBefore <= now + this.#pauses.rest / 2);
    await Promise.all(due.map((witness) => this.#ask(witness, newest, now)));
  }

  async #ask(witness: Met, newest: Shown, began: number): Promise<void> {
    const { reports } = this.#needs;
    const { rest, longest } = this.#pauses;
    try {
      const size = await this.#cosigned(witness, newest);
      if (!witness.asked || witness.inARow > 0) reports.cosigning(witness.name, size);
      Object.assign(witness, { size, asked: true, inARow: 0, contradiction: undefined });
    } catch (error) {
      // An end is no failure of the witness.
      if (this.#stopping.signal.aborted) return;
      witness.failures += 1;
      witness.inARow += 1;
      if (error instanceof Contradicted) {
        witness.contradiction = error.contradiction;
        reports.contradicted(witness.name, error.contradiction);
      } else if (error instanceof NotCosigned) reports.failed(witness.name, error);
      else reports.halted(error);
    } finally {
      witness.notBefore = began + Math.min(rest * 2 ** Math.max(0, witness.inARow - 1), longest);
    }
  }

  /**
   * Has a checkpoint cosigned, the one given or a newer one, and keeps the cosignature.
   * @returns its leaves
   * @throws NotCosigned, Contradicted
   */
  async #cosigned(witness: Met, shown: Shown): Promise<number> {
    const first = await this.#add(witness, shown);
    if (first.kind === 'cosigned') return this.#keep(witness, shown, first.cosignature);
    // It holds something else than we knew: another attempt from there.
    witness.held = first.size;
    const newer = first.size > shown.size ? await this.#newest() : shown;
    if (newer === undefined) throw new NotCosigned('the checkpoint is being made again here');
    if (first.size > newer.size)
      throw new Contradicted({ code: 'ahead', held: first.size, shown: newer.size });
    const second = await this.#add(witness, newer);
    if (second.kind === 'cosigned') return this.#keep(witness, newer, second.cosignature);
    throw new NotCosigned('what it holds changes while it is asked');
  }

  async #add(
    { client, held }: Met,
    { note, size }: Shown,
  ): Promise<Exclude<WitnessAnswer, { kind: 'inconsistent' }>> {
    // One that is ahead may have been put right since: it answers with what it holds.
    const old = held <= size ? held : 0;
    const proof = consistencyProof(old, size, this.#needs.tree.subtreesOf(size));
    const answer = await client.add({ old, proof, note }, this.#stopping.signal);
    if (answer.kind !== 'inconsistent') return answer;
    // Every tree goes on from none.
    if (old === 0) throw new NotCosigned('it finds a first checkpoint inconsistent (HTTP 422)');
    throw new Contradicted({ code: 'differs', held: old, shown: size });
  }

  #keep(witness: Met, { note, size }: Shown, { signature }: Cosignature): number {
    witness.held = size;
    this.#needs.cosignatures.keep(note, signature);
    return size;
  }
}

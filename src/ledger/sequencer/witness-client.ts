// One question to a witness (c2sp.org/tlog-witness v1.0.0, `add-checkpoint`). A checkpoint leaves this
// machine, which is public anyway; whatever comes back may be hostile: it is bounded in size and time,
// comes from the address that was configured and no other, and counts only where it verifies.
import { toBase64 } from '../transparency/base64.js';
import { boundedBody } from '../transparency/bounded-body.js';
import { parseSize } from '../transparency/checkpoint.js';
import {
  cosignatureVerifier,
  openCosignature,
  type Cosignature,
} from '../transparency/cosignature.js';
import { parseNote, type NoteVerifier } from '../transparency/note.js';
import { DoesNotHold, Malformed } from '../transparency/refused.js';
import type { WitnessAddress } from './witness-address.js';

/** A checkpoint with the proof that it goes on from what the witness holds. */
export interface Submission {
  /** Leaves under the checkpoint that the witness holds; 0 for none. */
  readonly old: number;
  /** From that tree to this one. */
  readonly proof: readonly Uint8Array[];
  /** As the log signed it. */
  readonly note: string;
}

/** What a witness answers when it answers by the protocol. */
export type WitnessAnswer =
  | { readonly kind: 'cosigned'; readonly cosignature: Cosignature }
  /** 409: it holds a checkpoint of another size than was said. */
  | { readonly kind: 'holds'; readonly size: number }
  /** 422: the checkpoint does not go on from the one it holds. */
  | { readonly kind: 'inconsistent' };

/** A witness gave no cosignature; `message` says why, by which nobody is named. */
export class NotCosigned extends Error {
  override readonly name = 'NotCosigned';
}

const patienceMs = 10_000;
/** A cosignature takes some 200 bytes. */
const mostBytes = 16 * 1024;
/** How far the clock of a witness may be from ours before its word is taken for an error. */
const mostSkewSeconds = 3_600;

const statuses: Readonly<Record<number, string>> = {
  400: 'takes the request for malformed (HTTP 400)',
  403: 'does not trust the key of this log (HTTP 403)',
  404: 'does not know this log (HTTP 404)',
};

export class WitnessClient {
  readonly #address: string;
  readonly #verifier: NoteVerifier;
  readonly #patienceMs: number;

  /** @param now seconds since 1970 */
  constructor(
    { url, verifierKey }: WitnessAddress,
    private readonly now: () => number,
    patience = patienceMs,
  ) {
    this.#address = `${url}/add-checkpoint`;
    this.#verifier = cosignatureVerifier(verifierKey);
    this.#patienceMs = patience;
  }

  /**
   * Asks for a cosignature.
   * @throws NotCosigned for whatever is no answer of the protocol
   */
  async add(submission: Submission, signal: AbortSignal): Promise<WitnessAnswer> {
    const { status, text } = await this.#post(bodyOf(submission), signal);
    try {
      if (status === 200)
        return { kind: 'cosigned', cosignature: this.#opened(submission.note, text) };
      if (status === 409) return { kind: 'holds', size: sizeIn(text) };
    } catch (error) {
      if (error instanceof Malformed || error instanceof DoesNotHold)
        throw new NotCosigned(`its answer is refused: ${error.message}`);
      throw error;
    }
    if (status === 422) return { kind: 'inconsistent' };
    throw new NotCosigned(`it ${statuses[status] ?? `answers HTTP ${status}`}`);
  }

  /** The one line of the answer that is of the witness's key; all others are passed over, as is asked. */
  #opened(note: string, lines: string): Cosignature {
    const signed = `${note}${lines}`;
    // An empty line in the answer would make another text of it, which the witness may well have signed.
    if (parseNote(signed).text !== parseNote(note).text)
      throw new Malformed('cosignature', 'is of another text');
    const cosignature = openCosignature(signed, this.#verifier);
    if (Math.abs(cosignature.seconds - this.now()) > mostSkewSeconds)
      throw new DoesNotHold('its time is more than an hour from ours');
    return cosignature;
  }

  async #post(body: string, signal: AbortSignal): Promise<{ status: number; text: string }> {
    const timeout = AbortSignal.timeout(this.#patienceMs);
    try {
      const response = await fetch(this.#address, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8' },
        body,
        // Not followed: 3xx is then an answer like any other that is none.
        redirect: 'manual',
        signal: AbortSignal.any([timeout, signal]),
      });
      const bytes = await boundedBody(response, mostBytes);
      const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      return { status: response.status, text };
    } catch (error) {
      if (error instanceof Malformed) throw new NotCosigned('its answer is too long');
      if (timeout.aborted)
        throw new NotCosigned(`no answer within ${String(this.#patienceMs / 1000)} s`);
      throw new NotCosigned('it cannot be reached', { cause: error });
    }
  }
}

function bodyOf({ old, proof, note }: Submission): string {
  return [`old ${old}\n`, ...proof.map((hash) => `${toBase64(hash)}\n`), '\n', note].join('');
}

/** @throws Malformed */
function sizeIn(text: string): number {
  const what = 'size';
  if (!text.endsWith('\n')) throw new Malformed(what, 'does not end with a newline');
  return parseSize(text.slice(0, -1), what);
}

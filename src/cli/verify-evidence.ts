// The evidence of a data directory, and what is sealed in its events, held against the ledger. What
// a case names by a digest in clear must stand with the bytes of it. What is sealed is checked as
// far as there is a key: a key that is gone was destroyed, or is kept apart.
import { join } from 'node:path';
import { z } from 'zod';
import { isCaseEvent, type DomainEvent } from '../domain/catalogue.js';
import { digest } from '../domain/fields.js';
import { sealedIn } from '../domain/sealed.js';
import { EvidenceStore } from '../evidence/evidence-store.js';
import { parseCanonical } from '../ledger/canonical-json.js';
import { openCaseKeysForReading, type CaseKey, type CaseKeys } from '../ledger/keys.js';
import { open, SealBroken } from '../ledger/sealing.js';
import { readOrReported, whyUnreadable } from '../ledger/sqlite-integrity.js';
import type { Fault } from '../ledger/sqlite-verify.js';

/** Where an event stands, and which it is. */
interface Place {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
}

/** A fault's own words for it. */
type At = Pick<Fault, 'position' | 'stream' | 'revision' | 'field'>;

const keysFile = 'keys.sqlite';

/** Files read side by side: one after the other would wait for the disk longer than it hashes. */
const filesAtOnce = 4;
const streamOfCase = /^case-/;
const sealedMaterial = z.looseObject({ digest });

export class EvidenceVerification {
  readonly #store: EvidenceStore;
  readonly #keys: Pick<CaseKeys, 'get' | 'close'> | undefined;
  readonly #report: (fault: Fault) => void;
  /** Digests in clear, and the event that named each first. */
  readonly #plain = new Map<string, At>();
  readonly #sealed: { readonly digest: string; readonly key: CaseKey; readonly at: At }[] = [];
  #keysReadable = true;

  constructor(dataDir: string, report: (fault: Fault) => void) {
    this.#store = new EvidenceStore(join(dataDir, 'evidence'));
    this.#report = report;
    this.#keys = readOrReported(keysFile, report, () => openCaseKeysForReading(dataDir));
  }

  /** Takes the events in the order of the ledger. */
  take({ id: eventId, position, stream, revision }: Place, event: DomainEvent): void {
    if (!isCaseEvent(event)) return;
    const at: At = { position, stream, revision, field: 'data' };
    if (
      event.type === 'EvidenceAdded' &&
      'digest' in event.data &&
      !this.#plain.has(event.data.digest)
    )
      this.#plain.set(event.data.digest, at);
    if (this.#keys === undefined) return;
    for (const [field, found] of sealedIn(event.data)) {
      const key = this.#keyOf(stream.replace(streamOfCase, ''));
      if (key === undefined) continue;
      try {
        const clear = open(found, key, { stream, eventId, field });
        if (event.type === 'EvidenceAdded')
          this.#sealed.push({ ...sealedMaterial.parse(parseCanonical(clear)), key, at });
      } catch (error) {
        if (!(error instanceof SealBroken)) throw error;
        const reason = `what is sealed at ${field} does not open with the key of its case`;
        this.#report({ ...at, reason });
      }
    }
  }

  /** After the last event: reads every piece of evidence that was named. */
  async finish(): Promise<void> {
    this.#keys?.close();
    let some: [named: string, at: At][] = [];
    for (const each of this.#plain) {
      some.push(each);
      if (some.length < filesAtOnce) continue;
      await this.#check(some);
      some = [];
    }
    await this.#check(some);
    for (const { digest: named, key, at } of this.#sealed) {
      const holds = await this.#store.sealedHolds(named, key);
      if (holds === true) continue;
      const what = holds === undefined ? 'is missing' : 'does not open as what was sealed';
      this.#report({ ...at, reason: `${this.#store.sealedName(named, key)} ${what}` });
    }
  }

  async #check(some: readonly [named: string, at: At][]): Promise<void> {
    const found = await Promise.all(some.map(([named]) => this.#store.check(named)));
    for (const [index, [named, at]] of some.entries()) {
      const digest = found[index]?.digest;
      if (digest === undefined) this.#report({ ...at, reason: `evidence ${named} is missing` });
      else if (digest !== named)
        this.#report({ ...at, reason: `evidence ${named} has other bytes than its digest says` });
    }
  }

  #keyOf(caseId: string): CaseKey | undefined {
    if (!this.#keysReadable) return undefined;
    try {
      return this.#keys?.get(caseId);
    } catch (error) {
      this.#keysReadable = false;
      this.#report({ reason: `${keysFile}: ${whyUnreadable(error)}` });
      return undefined;
    }
  }
}

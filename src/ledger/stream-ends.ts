// Where the streams of a ledger end, remembered by the process that alone writes to it (the writer's
// lock): whoever holds a stream up to its end is told without the database that nothing is new.

/** Streams whose ends are remembered. */
const streamsKnown = 10_000;

export class StreamEnds {
  /** Stream → revision of its last event; -1 where there is none. */
  readonly #ends = new Map<string, number>();
  /** Position of the ledger's newest event; undefined until it was heard of. */
  #head: number | undefined;

  /** @param revisionOf asks the database for the last revision of a stream; -1 where there is none */
  constructor(private readonly revisionOf: (stream: string) => number) {}

  /** Revision of the last event of a stream, -1 where there is none. */
  lastRevision(stream: string): number {
    const known = this.#ends.get(stream);
    if (known !== undefined) return known;
    const found = this.revisionOf(stream);
    this.#remember(stream, found);
    return found;
  }

  /**
   * Takes up where the ledger ends as a transaction begins. If that is not where this process left
   * it, another program has appended in spite of the lock, and all that was known is forgotten.
   */
  beginAt(head: number): void {
    if (head !== this.#head) this.#ends.clear();
    this.#head = head;
  }

  /** Takes up what the transaction has made durable: where the ledger ends, and the streams it wrote to. */
  committed(head: number, ends: ReadonlyMap<string, number>): void {
    this.#head = head;
    for (const [stream, revision] of ends) this.#remember(stream, revision);
  }

  /** What was heard of longest ago is forgotten: it can be asked for again. */
  #remember(stream: string, revision: number): void {
    this.#ends.delete(stream);
    this.#ends.set(stream, revision);
    if (this.#ends.size <= streamsKnown) return;
    const [oldest] = this.#ends.keys();
    if (oldest !== undefined) this.#ends.delete(oldest);
  }
}

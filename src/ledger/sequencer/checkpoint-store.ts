// The lock of the log: one checkpoint, the last one signed, changed only by compare-and-swap. It
// lives in a database of its own, is never restored with the ledger, and decides which of two
// sequencers goes on.

/** What stands there from the moment a log is begun until its first checkpoint is signed. */
export const begun = '';

/** Reading what was published last. */
export interface CheckpointReader {
  /**
   * The signed note that stands; `begun` before the first one; `undefined` when no log was ever
   * begun here.
   * @throws LedgerUnavailable
   */
  read(): Promise<string | undefined>;

  close(): Promise<void>;
}

export interface CheckpointStore extends CheckpointReader {
  /**
   * Puts a signed note in the place of the one expected. Durable when it answers true.
   * @returns false when something else stands there: another sequencer was faster
   * @throws LedgerUnavailable when nothing was written
   * @throws OutcomeUnknown when that cannot be said: the process must end
   */
  swap(expected: string | undefined, next: string): Promise<boolean>;
}

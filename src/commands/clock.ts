// The one clock. The ledger's instants never decrease: a clock that was set back is held at the
// last instant recorded until it has caught up (DESIGN.md, Time).

/** Where the service asks what time it is; tests put their own in its place. */
export interface Clock {
  now(): Date;
}

/** The instants events are recorded at: ISO 8601 in UTC with milliseconds, never before `last`. */
export class RecordingClock {
  constructor(
    private readonly clock: Clock,
    private last = '',
  ) {}

  next(): string {
    const now = this.clock.now().toISOString();
    if (now > this.last) this.last = now;
    return this.last;
  }
}

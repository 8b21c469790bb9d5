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

  /** How far the clock is behind what was recorded last, in milliseconds; 0 as long as all is well. */
  behindMs(): number {
    return this.last === '' ? 0 : Math.max(0, Date.parse(this.last) - this.clock.now().getTime());
  }
}

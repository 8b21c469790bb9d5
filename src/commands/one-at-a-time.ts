// Decisions on one person are handled one after the other (DESIGN.md, One road), so that each sees
// the one before it among the priors.

/** Runs tasks of one key in the order they came; tasks of different keys do not wait for each other. */
export class OneAtATime {
  private readonly last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.last.get(key) ?? Promise.resolve();
    // Whether the one before succeeded is its own caller's affair.
    const mine = before.then(task, task);
    this.last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.last.get(key) === mine) this.last.delete(key);
    }
  }
}

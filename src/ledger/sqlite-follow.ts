// Following `ledger.sqlite`: pages of what stands, then a wait for the next commit.
import type Database from 'better-sqlite3';
import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import { isPosition, type Position } from './event.js';
import { LedgerUnavailable } from './ledger.js';
import { reading } from './sqlite-events.js';

/** Tells followers of commits. `mark` is read before the rows are, so that no commit is missed in between. */
interface News {
  /** A number that another commit changes. @throws LedgerUnavailable when there will be no more */
  mark(): number;
  /** Resolves when the mark is not `seen` any more, or the signal is aborted. */
  change(seen: number, signal: AbortSignal): Promise<void>;
}

/** Commits of this process. */
export class CommitNews implements News {
  #commits = 0;
  #ended: LedgerUnavailable | undefined;
  readonly #waiting = new Set<() => void>();

  tell(): void {
    this.#commits += 1;
    for (const wake of this.#waiting) wake();
  }

  end(reason: LedgerUnavailable): void {
    this.#ended = reason;
    for (const wake of this.#waiting) wake();
  }

  mark(): number {
    if (this.#ended !== undefined) throw this.#ended;
    return this.#commits;
  }

  async change(seen: number, signal: AbortSignal): Promise<void> {
    if (this.#commits !== seen || this.#ended !== undefined || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}

/** Commits of another process, asked for every 200 ms: SQLite has no way to tell us. */
export class CommitWatch implements News {
  readonly #database: Database.Database;

  constructor(database: Database.Database) {
    this.#database = database;
  }

  mark(): number {
    if (!this.#database.open) throw new LedgerUnavailable('closed');
    return Number(reading(() => this.#database.pragma('data_version', { simple: true })));
  }

  async change(seen: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.mark() === seen) {
      try {
        await delay(200, undefined, { signal });
      } catch (error) {
        if (!signal.aborted) throw error;
      }
    }
  }
}

/** The port's `follow`, of events or of their texts. */
export async function* followPages<T extends { readonly position: Position }>(
  pageAfter: (position: Position) => readonly T[],
  news: News,
  after: Position,
  signal: AbortSignal,
): AsyncGenerator<readonly T[], void, undefined> {
  if (!isPosition(after)) throw new Error(`bug: ${after} is not a position`);
  let last = after;
  while (!signal.aborted) {
    const mark = news.mark();
    const page = pageAfter(last);
    const newest = page.at(-1);
    if (newest === undefined) {
      await news.change(mark, signal);
    } else {
      last = newest.position;
      yield page;
      // A consumer that never waits itself would keep the whole process from its other work.
      await nextTurn();
    }
  }
}

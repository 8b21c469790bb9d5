// What every reading route shares: its reader sees its own writes, a moment means a position, the
// reader's scope, and a sensitive answer leaves only after its access is on the ledger.
import type { AccessLog } from '../commands/access-log.js';
import type { Clock } from '../commands/clock.js';
import { mostRecords } from '../domain/access.js';
import { shanghaiDate, type LegalDate } from '../domain/legal-date.js';
import { comparePositions, isPosition, type Position } from '../ledger/event.js';
import type { LedgerReader } from '../ledger/ledger.js';
import type { Paging } from '../projections/cursor.js';
import { positionAt } from '../projections/instants.js';
import type { ReadModelProgress } from '../projections/read-model-progress.js';
import type { ReadStoreReader } from '../projections/read-store.js';
import type { Scope } from '../projections/registers.js';
import { askedOf, type AskedRequest } from './asked.js';
import { routeName } from './routes.js';
import { InvalidRequest } from './validation.js';

// A read model further behind than this is not caught up with in the time a reader waits.
const longestWaitMs = 5_000;

/** What every list takes besides what narrows it. */
interface ListQuery {
  readonly limit: number;
  readonly cursor?: string;
  readonly atLeast?: Position;
  readonly knownAt?: string;
}

export class Reading {
  constructor(
    readonly store: ReadStoreReader,
    private readonly ledger: Pick<LedgerReader, 'head'>,
    private readonly readModels: Pick<ReadModelProgress, 'reached'>,
    private readonly accesses: AccessLog,
    private readonly clock: Clock,
  ) {}

  /** Shanghai's today: the date of a question that names none. */
  today(): LegalDate {
    return shanghaiDate(this.clock.now());
  }

  /** How long the caller's token still holds. */
  millisecondsLeft(request: AskedRequest): number {
    return Math.max(0, askedOf(request).until - this.clock.now().getTime());
  }

  /** Waits until the read model has reached the position a reader asks for. @throws ReadModelBehind */
  async reached(atLeast: Position | undefined): Promise<void> {
    if (atLeast !== undefined) await this.readModels.reached(atLeast, longestWaitMs);
  }

  /**
   * @throws InvalidRequest naming the parameter, when a moment is asked for that has not come: a
   * position that nothing stands at yet, or an instant after now
   */
  async requireRecorded(moment: string, parameter: string): Promise<void> {
    if (!isPosition(moment)) {
      await this.requireNotAfterNow(moment, parameter);
      return;
    }
    const head = await this.ledger.head();
    if (comparePositions(moment, head) > 0)
      throw new InvalidRequest([
        {
          path: parameter,
          words: {
            zh: `账本现止于位置 ${head}`,
            en: `the ledger ends at position ${head}`,
          },
        },
      ]);
  }

  private async requireNotAfterNow(instant: string, parameter: string): Promise<void> {
    const now = this.clock.now();
    const asked = Date.parse(instant);
    if (asked <= now.getTime()) return;
    // Where the clock was set back, or is another process's, what is recorded may be later than now.
    await this.readModels.reached(await this.ledger.head(), longestWaitMs);
    if (asked <= this.store.progress().recordedMs) return;
    const at = now.toISOString();
    throw new InvalidRequest([
      {
        path: parameter,
        words: { zh: `晚于现在（${at}）`, en: `lies after now (${at})` },
      },
    ]);
  }

  /**
   * The position a moment means: itself, or the last one recorded by an instant (DESIGN.md, Time).
   * What it means is known, and the read model has come that far, when it returns.
   * @throws InvalidRequest, ReadModelBehind
   */
  async positionOf(
    moment: string | undefined,
    parameter = 'knownAt',
  ): Promise<Position | undefined> {
    if (moment === undefined) return undefined;
    await this.requireRecorded(moment, parameter);
    if (isPosition(moment)) {
      await this.readModels.reached(moment, longestWaitMs);
      return moment;
    }
    // What is recorded after an event later than the instant is later too, so such an event settles it.
    if (this.store.progress().recordedMs <= Date.parse(moment))
      await this.readModels.reached(await this.ledger.head(), longestWaitMs);
    return positionAt(this.store, moment);
  }

  /** A page of a list, once the read model is far enough. A later page is as known at its cursor's position. */
  async paging(query: ListQuery): Promise<Paging> {
    await this.reached(query.atLeast);
    const { limit, cursor, knownAt: moment } = query;
    if (cursor !== undefined) return { limit, cursor, moment };
    return { limit, moment, knownAt: await this.positionOf(moment) };
  }

  /** A list's query taken apart: which page, and what narrows it. @throws as `paging` does */
  async listAsked<Q extends ListQuery>(
    query: Q,
  ): Promise<{ readonly paging: Paging; readonly filter: Omit<Q, keyof ListQuery> }> {
    const { limit: _, cursor: __, atLeast: ___, knownAt: ____, ...filter } = query;
    return { paging: await this.paging(query), filter };
  }

  /** What of the city this reader's lists may show. */
  scopeOf(request: AskedRequest): Scope {
    const { caller, right } = askedOf(request);
    return right === 'allowed' ? 'everything' : { organ: caller.organ, wide: right === 'wide' };
  }

  /**
   * Records that the caller is about to be shown these records; the answer may leave when it
   * returns. `records` are ids and codes (`case/C-1`), never what was searched for;
   * the most telling first, for one access names no more than `mostRecords`.
   * @throws the ledger's errors: then nothing may be shown
   */
  async showing(
    request: AskedRequest,
    records: readonly string[],
    phase?: 'opened' | 'closed',
  ): Promise<void> {
    const { caller, route } = askedOf(request);
    await this.accesses.record(
      caller,
      {
        route: routeName(route),
        records: records.length === 0 ? ['none'] : records.slice(0, mostRecords),
        fields: [...(route.sensitive ?? [])],
        ...(phase === undefined ? {} : { phase }),
      },
      request.id,
    );
  }
}

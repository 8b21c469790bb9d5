// The ledger as it grows: the history form of every event in the caller's scope, sent once the read
// models have applied it, so that what a client then asks them is not older than what it saw.
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Position, RecordedEvent } from '../ledger/event.js';
import { isCaseInScope } from '../projections/case-list.js';
import { historyEntry } from '../projections/history.js';
import { askedOf, type AskedRequest } from './asked.js';
import { resumeAfter, streamEvents, type StreamedEvent } from './event-stream.js';
import { languageOf } from './language.js';
import { LedgerFeed } from './ledger-feed.js';
import { queryOf } from './parsed.js';
import { streamQuery } from './queries.js';
import { Reading } from './reading.js';
import { historyTold } from './told.js';

/** Streams by what stands before the first hyphen of their names. */
const seenByAll: ReadonlySet<string> = new Set(['organ', 'person', 'policy', 'log']);

@Controller('api/v1/events')
export class EventsController {
  constructor(
    private readonly feed: LedgerFeed,
    private readonly reading: Reading,
  ) {}

  @Get('stream')
  async stream(@Req() request: AskedRequest, @Res() reply: FastifyReply): Promise<void> {
    const asked = resumeAfter(request, queryOf(request, streamQuery).after);
    const after = asked ?? (await this.feed.head());
    await this.reading.showing(request, ['events'], 'opened');
    await this.feed.whileOpen(async (shutdown) => {
      // Held by its timer, which a signal that only `any` knows of is not.
      const expired = new AbortController();
      const expiry = setTimeout(() => expired.abort(), this.reading.millisecondsLeft(request));
      try {
        const over = AbortSignal.any([shutdown, expired.signal]);
        await streamEvents(reply, over, (signal) => this.visible(request, after, signal));
      } finally {
        clearTimeout(expiry);
        await this.reading.showing(request, ['events'], 'closed');
      }
    });
  }

  private async *visible(
    request: AskedRequest,
    after: Position,
    signal: AbortSignal,
  ): AsyncGenerator<StreamedEvent, void, undefined> {
    const language = languageOf(request.headers['accept-language']);
    for await (const event of this.feed.applied(after, signal))
      if (await this.mayBeSeen(event, request))
        yield {
          position: event.position,
          json: JSON.stringify(historyTold(historyEntry(event), language)),
        };
  }

  /** Cases in the caller's scope at this moment, the registers with the policies, what became of the log, and nothing else: accesses have a route of their own. */
  private async mayBeSeen({ stream }: RecordedEvent, request: AskedRequest): Promise<boolean> {
    const category = stream.slice(0, stream.indexOf('-'));
    if (seenByAll.has(category)) return true;
    if (category !== 'case' || askedOf(request).right === 'registers') return false;
    const caseId = stream.slice('case-'.length);
    return isCaseInScope(this.reading.store, this.reading.scopeOf(request), caseId);
  }
}

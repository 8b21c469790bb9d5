// What supervisors come for: findings, how each body stands, and what was done about it.
import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { CarryOut } from '../commands/carry-out.js';
import { citation } from '../domain/regulation/citation.js';
import { dismiss, escalate, type DispositionCommand } from '../domain/supervision/acts.js';
import { findingRule } from '../domain/supervision/catalogue.js';
import { listBodies, type Body } from '../projections/bodies.js';
import { Unknown } from '../domain/refusal.js';
import type { Page } from '../projections/cursor.js';
import { listFindings, type FindingShown } from '../projections/findings.js';
import { askedOf, type AskedRequest } from './asked.js';
import { FindingEvents } from './finding-events.js';
import { KnownIds } from './known-ids.js';
import { languageOf } from './language.js';
import { bodyOf, queryOf } from './parsed.js';
import { bodiesQuery, findingQuery, findingsQuery } from './queries.js';
import { Reading } from './reading.js';
import { answered, type RecordedAnswer } from './recorded.js';
import type { FindingExplained, FindingTold } from './supervision-answers.js';

@Controller('api/v1/supervision')
export class SupervisionController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reading: Reading,
    private readonly knownIds: KnownIds,
    private readonly events: FindingEvents,
  ) {}

  @Get('findings')
  async findings(@Req() request: AskedRequest): Promise<Page<FindingTold>> {
    const { paging, filter } = await this.reading.listAsked(queryOf(request, findingsQuery));
    const scope = this.reading.scopeOf(request);
    const { store } = this.reading;
    const today = this.reading.today();
    const page = await listFindings(store, scope, filter, paging, today);
    // What an organ in sight answers for is shown, whichever case it is in.
    await this.knownIds.require(request, page, filter, (caseId) =>
      listFindings(store, scope, { case: caseId, on: endOfTime }, { limit: 1 }, today),
    );
    const cases = page.items.map(({ caseId }) => `case/${caseId}`);
    const persons = page.items.flatMap(({ personId }) => (personId ? [`person/${personId}`] : []));
    await this.reading.showing(request, [...new Set([...cases, ...persons])]);
    return { ...page, items: page.items.map((found) => told(found, request)) };
  }

  @Get('findings/:findingId')
  async finding(
    @Param('findingId') id: string,
    @Req() request: AskedRequest,
  ): Promise<FindingExplained> {
    const { paging, filter } = await this.reading.listAsked({
      ...queryOf(request, findingQuery),
      limit: 1,
    });
    const { store } = this.reading;
    const today = this.reading.today();
    const [there] = (await listFindings(store, 'everything', { id, ...filter }, paging, today))
      .items;
    if (there === undefined) throw new Unknown('finding');
    // As the list asked for its case: there also what others do in a case in scope is shown.
    const scope = this.reading.scopeOf(request);
    const seen = { id, case: there.caseId, ...filter };
    const page = await listFindings(store, scope, seen, paging, today);
    const [found] = page.items;
    if (found === undefined) throw new Unknown('finding');
    const { knownAt, on = today } = page;
    const events = await this.events.of(found, knownAt, request);
    const cases = [found, ...events].flatMap((one) =>
      'caseId' in one ? [`case/${one.caseId}`] : [],
    );
    const persons = found.personId === undefined ? [] : [`person/${found.personId}`];
    await this.reading.showing(request, [...new Set([...cases, ...persons])]);
    return { ...told(found, request), events, on, knownAt };
  }

  @Get('organs')
  async bodies(@Req() request: AskedRequest): Promise<Page<Body>> {
    const { paging, filter } = await this.reading.listAsked(queryOf(request, bodiesQuery));
    const scope = this.reading.scopeOf(request);
    const page = await listBodies(this.reading.store, scope, filter, paging, this.reading.today());
    await this.knownIds.require(request, page, filter);
    return page;
  }

  @Post('findings/:findingId/escalate')
  escalate(
    @Param('findingId') findingId: string,
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedOnFinding> {
    const command = { act: 'escalate', body: bodyOf(request, escalate) } as const;
    return this.carryOut(findingId, command, request, reply);
  }

  @Post('findings/:findingId/dismiss')
  dismiss(
    @Param('findingId') findingId: string,
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedOnFinding> {
    const command = { act: 'dismiss', body: bodyOf(request, dismiss) } as const;
    return this.carryOut(findingId, command, request, reply);
  }

  private async carryOut(
    findingId: string,
    command: DispositionCommand,
    request: AskedRequest,
    reply: FastifyReply,
  ): Promise<RecordedOnFinding> {
    const { caller, received, idempotencyKey } = askedOf(request);
    const outcome = await this.commands.execute(
      new CarryOut({
        on: 'finding',
        findingId,
        command,
        caller,
        received,
        correlationId: request.id,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      }),
    );
    const language = languageOf(request.headers['accept-language']);
    return { id: findingId, ...answered(outcome, reply, language) };
  }
}

/** Later than every date: whatever was found at any time. */
const endOfTime = '9999-12-31';

function told(found: FindingShown, request: AskedRequest): FindingTold {
  const language = languageOf(request.headers['accept-language']);
  // Those who answer learn that something was done, not which case was opened against whom.
  const own = askedOf(request).right === 'own';
  return {
    ...found,
    dispositions: own
      ? found.dispositions.map(({ kind, on, organId }) => ({ kind, on, organId }))
      : found.dispositions,
    title: findingRule(found.code).words[language],
    citation: citation(found.clause)[language],
  };
}

type RecordedOnFinding = RecordedAnswer & { readonly id: string };

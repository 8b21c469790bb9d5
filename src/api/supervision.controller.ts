// What supervisors come for: findings, how each body stands, and what was done about it.
import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { CarryOut } from '../commands/carry-out.js';
import { citation } from '../domain/regulation/citation.js';
import { dismiss, escalate, type DispositionCommand } from '../domain/supervision/acts.js';
import { findingRule } from '../domain/supervision/catalogue.js';
import { listBodies, type Body } from '../projections/bodies.js';
import type { Page } from '../projections/cursor.js';
import { listFindings } from '../projections/findings.js';
import { askedOf, type AskedRequest } from './asked.js';
import { languageOf } from './language.js';
import { bodyOf, queryOf } from './parsed.js';
import { bodiesQuery, findingsQuery } from './queries.js';
import { Reading } from './reading.js';
import { answered, type RecordedAnswer } from './recorded.js';
import type { FindingTold } from './supervision-answers.js';

@Controller('api/v1/supervision')
export class SupervisionController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reading: Reading,
  ) {}

  @Get('findings')
  async findings(@Req() request: AskedRequest): Promise<Page<FindingTold>> {
    const { paging, filter } = await this.reading.listAsked(queryOf(request, findingsQuery));
    const scope = this.reading.scopeOf(request);
    const page = await listFindings(
      this.reading.store,
      scope,
      filter,
      paging,
      this.reading.today(),
    );
    const cases = page.items.map(({ caseId }) => `case/${caseId}`);
    const persons = page.items.flatMap(({ personId }) => (personId ? [`person/${personId}`] : []));
    await this.reading.showing(request, [...new Set([...cases, ...persons])]);
    const language = languageOf(request.headers['accept-language']);
    // Those who answer learn that something was done, not which case was opened against whom.
    const own = askedOf(request).right === 'own';
    const told = page.items.map((found) => ({
      ...found,
      dispositions: own
        ? found.dispositions.map(({ kind, on, organId }) => ({ kind, on, organId }))
        : found.dispositions,
      title: findingRule(found.code).words[language],
      citation: citation(found.clause)[language],
    }));
    return { ...page, items: told };
  }

  @Get('organs')
  async bodies(@Req() request: AskedRequest): Promise<Page<Body>> {
    const { paging, filter } = await this.reading.listAsked(queryOf(request, bodiesQuery));
    const scope = this.reading.scopeOf(request);
    return listBodies(this.reading.store, scope, filter, paging, this.reading.today());
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

type RecordedOnFinding = RecordedAnswer & { readonly id: string };

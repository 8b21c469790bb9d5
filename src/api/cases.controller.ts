// Cases: acts on them, the list, the file as it stands or stood, the full history.
import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { CarryOut } from '../commands/carry-out.js';
import { CaseCommands } from '../commands/case-command.js';
import type { CaseRequestBody } from '../commands/completed-command.js';
import type { ShownFrame } from '../domain/case/decision-rules.js';
import { shanghaiDate, type LegalDate } from '../domain/legal-date.js';
import { Unknown } from '../domain/refusal.js';
import { isPosition, type RecordedEvent } from '../ledger/event.js';
import { caseFile } from '../projections/case-file.js';
import { listCases, type CaseListItem } from '../projections/case-list.js';
import type { Page } from '../projections/cursor.js';
import { historyOf } from '../projections/history.js';
import { askedOf, type AskedRequest } from './asked.js';
import { languageOf } from './language.js';
import { queryOf } from './parsed.js';
import { caseQuery, casesQuery, frameQuery, oneThing } from './queries.js';
import { KnownIds } from './known-ids.js';
import { Reading } from './reading.js';
import { answered, type RecordedAnswer } from './recorded.js';
import { SeenCases, type Standing } from './seen-cases.js';
import { fileTold, historyTold, type CaseFileTold, type HistoryTold } from './told.js';

@Controller('api/v1/cases')
export class CasesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly cases: CaseCommands,
    private readonly reading: Reading,
    private readonly seenCases: SeenCases,
    private readonly knownIds: KnownIds,
  ) {}

  @Post()
  register(
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedOnCase> {
    return this.carryOut('register', undefined, request, reply);
  }

  @Post(':caseId/:act')
  act(
    @Param('caseId') caseId: string,
    @Param('act') act: string,
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedOnCase> {
    return this.carryOut(act, caseId, request, reply);
  }

  @Get()
  async list(@Req() request: AskedRequest): Promise<Page<CaseListItem>> {
    const { paging, filter } = await this.reading.listAsked(queryOf(request, casesQuery));
    const scope = this.reading.scopeOf(request);
    const page = await listCases(this.reading.store, scope, filter, paging);
    await this.knownIds.require(request, page, filter);
    return page;
  }

  @Get(':caseId')
  async file(
    @Param('caseId') caseId: string,
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseFileTold & Pick<RecordedEvent, 'revision' | 'position'>> {
    const { asOf, atLeast } = queryOf(request, caseQuery);
    await this.reading.reached(atLeast);
    const now = await this.seenCases.standing(caseId, request);
    const { state, revision, position, on } =
      asOf === undefined
        ? { ...now, on: this.reading.today() }
        : await this.standingThen(caseId, asOf);
    await this.reading.showing(request, [`case/${caseId}`]);
    if (asOf === undefined) void reply.header('etag', `"${String(revision)}"`);
    const language = languageOf(request.headers['accept-language']);
    return { ...fileTold(caseFile(state, on), language), revision, position };
  }

  @Get(':caseId/decision-frame')
  async decisionFrame(
    @Param('caseId') caseId: string,
    @Req() request: AskedRequest,
  ): Promise<ShownFrame> {
    const { subjectId, on, atLeast } = queryOf(request, frameQuery);
    await this.reading.reached(atLeast);
    const { state } = await this.seenCases.standing(caseId, request);
    const date = on ?? this.reading.today();
    const frame = await this.cases.decisionFrame(state, subjectId, date);
    await this.reading.showing(request, [`case/${caseId}`]);
    return frame;
  }

  @Get(':caseId/history')
  async history(
    @Param('caseId') caseId: string,
    @Req() request: AskedRequest,
  ): Promise<{ caseId: string; items: readonly HistoryTold[] }> {
    await this.reading.reached(queryOf(request, oneThing).atLeast);
    const { state } = await this.seenCases.standing(caseId, request);
    const events = await this.cases.events(caseId);
    await this.reading.showing(request, [`case/${caseId}`]);
    const language = languageOf(request.headers['accept-language']);
    return { caseId, items: historyOf(events, state).map((entry) => historyTold(entry, language)) };
  }

  private async carryOut(
    act: string,
    caseId: string | undefined,
    request: AskedRequest,
    reply: FastifyReply,
  ): Promise<RecordedOnCase> {
    const { caller, right, received, acknowledge, idempotencyKey, ifMatch } = askedOf(request);
    // The guard has parsed the body by the schema of this very act.
    const asked = { act, body: request.body } as CaseRequestBody;
    const outcome = await this.commands.execute(
      new CarryOut({
        on: 'case',
        ...asked,
        caller,
        ownOnly: right !== 'allowed',
        received,
        correlationId: request.id,
        ...(caseId === undefined ? {} : { caseId }),
        ...(acknowledge === undefined ? {} : { acknowledge }),
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
        ...(ifMatch === undefined ? {} : { ifMatch }),
      }),
    );
    return {
      caseId: outcome.caseId,
      ...answered(outcome, reply, languageOf(request.headers['accept-language'])),
    };
  }

  /**
   * The case as it was known at a moment, and the date its duties are judged on: that of the
   * moment; of a position, that of the last event by then.
   * @throws Unknown where it was not registered yet
   */
  private async standingThen(
    caseId: string,
    asOf: string,
  ): Promise<Standing & { readonly on: LegalDate }> {
    await this.reading.requireRecorded(asOf, 'asOf');
    const then = await this.seenCases.asOf(caseId, asOf);
    if (then === undefined) throw new Unknown('case');
    const on = shanghaiDate(isPosition(asOf) ? then.recordedAt : asOf);
    return { ...then, on };
  }
}

type RecordedOnCase = RecordedAnswer & { readonly caseId: string | undefined };

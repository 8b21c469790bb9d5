// The registers of organs and persons: kept by the admin, read by those who work with them.
import { Controller, Get, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { CarryOut } from '../commands/carry-out.js';
import { Registers } from '../commands/registers.js';
import {
  appointHead,
  changeOrgan,
  changePerson,
  registerOrgan,
  registerPerson,
  type RegisterCommand,
} from '../domain/register/acts.js';
import { headsOn, personOn } from '../domain/register/entries.js';
import { Unknown } from '../domain/refusal.js';
import type { Page } from '../projections/cursor.js';
import {
  listOrgans,
  listPersons,
  type OrganListItem,
  type PersonListItem,
} from '../projections/registers.js';
import type { OrganShown, PersonShown } from './answers.js';
import { askedOf, type AskedRequest } from './asked.js';
import { languageOf } from './language.js';
import { KnownIds } from './known-ids.js';
import { bodyOf, queryOf } from './parsed.js';
import { oneThing, organsQuery, personsQuery } from './queries.js';
import { Reading } from './reading.js';
import { answered, type RecordedAnswer } from './recorded.js';

type RecordedEntry = RecordedAnswer & { readonly id: string };

@Controller('api/v1')
export class RegistersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly registers: Registers,
    private readonly reading: Reading,
    private readonly knownIds: KnownIds,
  ) {}

  @Post('organs')
  registerOrgan(
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedEntry> {
    const body = bodyOf(request, registerOrgan);
    return this.carryOut({ act: 'register-organ', id: body.id, body }, request, reply);
  }

  @Post('organs/:organId/head')
  appointHead(
    @Param('organId') id: string,
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedEntry> {
    return this.carryOut(
      { act: 'appoint-head', id, body: bodyOf(request, appointHead) },
      request,
      reply,
    );
  }

  @Post('organs/:organId/changes')
  changeOrgan(
    @Param('organId') id: string,
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedEntry> {
    return this.carryOut(
      { act: 'change-organ', id, body: bodyOf(request, changeOrgan) },
      request,
      reply,
    );
  }

  @Post('persons')
  registerPerson(
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedEntry> {
    const body = bodyOf(request, registerPerson);
    return this.carryOut({ act: 'register-person', id: body.id, body }, request, reply);
  }

  @Post('persons/:personId/changes')
  changePerson(
    @Param('personId') id: string,
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedEntry> {
    return this.carryOut(
      { act: 'change-person', id, body: bodyOf(request, changePerson) },
      request,
      reply,
    );
  }

  @Get('organs')
  async organs(@Req() request: AskedRequest): Promise<Page<OrganListItem>> {
    const { paging, filter } = await this.reading.listAsked(queryOf(request, organsQuery));
    const page = await listOrgans(this.reading.store, filter, paging);
    await this.knownIds.require(request, page, filter);
    return page;
  }

  @Get('organs/:organId')
  async organ(
    @Param('organId') organId: string,
    @Req() request: AskedRequest,
  ): Promise<OrganShown> {
    await this.reading.reached(queryOf(request, oneThing).atLeast);
    const organ = await this.registers.organ(organId);
    if (organ === undefined) throw new Unknown('organ');
    const { organId: id, heads, ...fields } = organ;
    return { id, ...fields, heads, head: headsOn(organ, this.reading.today()) };
  }

  @Get('persons')
  async persons(@Req() request: AskedRequest): Promise<Page<PersonListItem>> {
    const { paging, filter } = await this.reading.listAsked(queryOf(request, personsQuery));
    const page = await listPersons(
      this.reading.store,
      this.reading.scopeOf(request),
      filter,
      paging,
    );
    await this.knownIds.require(request, page, filter);
    await this.reading.showing(
      request,
      page.items.map(({ id }) => `person/${id}`),
    );
    return page;
  }

  @Get('persons/:personId')
  async person(
    @Param('personId') personId: string,
    @Req() request: AskedRequest,
  ): Promise<PersonShown> {
    await this.reading.reached(queryOf(request, oneThing).atLeast);
    const person = await this.registers.person(personId);
    if (person === undefined) throw new Unknown('person');
    await this.reading.showing(request, [`person/${personId}`]);
    return {
      id: personId,
      ...personOn(person, this.reading.today()),
      changes: person.changes,
    };
  }

  private async carryOut(
    command: RegisterCommand,
    request: AskedRequest,
    reply: FastifyReply,
  ): Promise<RecordedEntry> {
    const { caller, received, idempotencyKey } = askedOf(request);
    const outcome = await this.commands.execute(
      new CarryOut({
        on: 'register',
        command,
        caller,
        received,
        correlationId: request.id,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      }),
    );
    return {
      id: command.id,
      ...answered(outcome, reply, languageOf(request.headers['accept-language'])),
    };
  }
}

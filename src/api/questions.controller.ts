// The questions a commission and its supervisors ask of the read models: one-year counts, the
// intervention log, duties, and who read what.
import { Controller, Get, Param, Req } from '@nestjs/common';
import { Registers } from '../commands/registers.js';
import { Unknown } from '../domain/refusal.js';
import { listAccesses, type AccessListItem } from '../projections/accesses.js';
import {
  accountability,
  listCounts,
  type Accountability,
  type PersonCount,
} from '../projections/accountability-counts.js';
import type { Page } from '../projections/cursor.js';
import {
  listInterventions,
  listPleaders,
  type InterventionListItem,
  type PleaderCount,
} from '../projections/intervention-log.js';
import { listObligations } from '../projections/obligations.js';
import type { AskedRequest } from './asked.js';
import { KnownIds } from './known-ids.js';
import { languageOf } from './language.js';
import { queryOf } from './parsed.js';
import {
  accessesQuery,
  accountabilityQuery,
  countsQuery,
  interventionsQuery,
  obligationsQuery,
  pleadersQuery,
} from './queries.js';
import { Reading } from './reading.js';
import { obligationTold, type ObligationTold } from './told.js';

@Controller('api/v1')
export class QuestionsController {
  constructor(
    private readonly registers: Registers,
    private readonly reading: Reading,
    private readonly knownIds: KnownIds,
  ) {}

  @Get('persons/:personId/accountability')
  async accountability(
    @Param('personId') personId: string,
    @Req() request: AskedRequest,
  ): Promise<Accountability> {
    const { on, knownAt, atLeast } = queryOf(request, accountabilityQuery);
    await this.reading.reached(atLeast);
    if ((await this.registers.person(personId)) === undefined) throw new Unknown('person');
    const at = await this.reading.positionOf(knownAt);
    const date = on ?? this.reading.today();
    const answer = await accountability(this.reading.store, personId, date, at);
    await this.reading.showing(request, [`person/${personId}`]);
    return answer;
  }

  @Get('accountability-counts')
  async counts(@Req() request: AskedRequest): Promise<Page<PersonCount>> {
    const { on, min, organ } = queryOf(request, countsQuery);
    const { store } = this.reading;
    const paging = await this.reading.paging(queryOf(request, countsQuery));
    const filter = { on, min: min ?? 1, organ };
    const scope = this.reading.scopeOf(request);
    const page = await listCounts(store, scope, filter, paging, this.reading.today());
    await this.knownIds.require(request, page, { organ });
    await this.reading.showing(
      request,
      page.items.map(({ personId }) => `person/${personId}`),
    );
    return page;
  }

  @Get('interventions')
  async interventions(@Req() request: AskedRequest): Promise<Page<InterventionListItem>> {
    const { paging, filter } = await this.reading.listAsked(queryOf(request, interventionsQuery));
    const page = await listInterventions(
      this.reading.store,
      this.reading.scopeOf(request),
      filter,
      paging,
    );
    await this.knownIds.require(request, page, filter);
    await this.reading.showing(request, [
      ...new Set(page.items.map(({ caseId }) => `case/${caseId}`)),
    ]);
    return page;
  }

  @Get('interventions/pleaders')
  async pleaders(@Req() request: AskedRequest): Promise<Page<PleaderCount>> {
    const { min } = queryOf(request, pleadersQuery);
    const paging = await this.reading.paging(queryOf(request, pleadersQuery));
    const page = await listPleaders(
      this.reading.store,
      { min: min ?? 1 },
      paging,
      this.reading.today(),
    );
    const cases = page.items.flatMap((item) => item.cases.map((caseId) => `case/${caseId}`));
    await this.reading.showing(request, [
      ...page.items.map(({ personId }) => `person/${personId}`),
      ...new Set(cases),
    ]);
    return page;
  }

  @Get('obligations')
  async obligations(@Req() request: AskedRequest): Promise<Page<ObligationTold>> {
    const { paging, filter } = await this.reading.listAsked(queryOf(request, obligationsQuery));
    const { store } = this.reading;
    const scope = this.reading.scopeOf(request);
    const page = await listObligations(store, scope, filter, paging, this.reading.today());
    await this.knownIds.require(request, page, filter);
    const language = languageOf(request.headers['accept-language']);
    return { ...page, items: page.items.map((duty) => obligationTold(duty, language)) };
  }

  @Get('accesses')
  async accesses(@Req() request: AskedRequest): Promise<Page<AccessListItem>> {
    const { paging, filter } = await this.reading.listAsked(queryOf(request, accessesQuery));
    const { store } = this.reading;
    const scope = this.reading.scopeOf(request);
    const page = await listAccesses(store, scope, filter, paging);
    // Its own readers' accesses a reader sees, whichever case they were to.
    await this.knownIds.require(request, page, filter, (caseId) =>
      listAccesses(store, scope, { case: caseId }, { limit: 1 }),
    );
    return page;
  }
}

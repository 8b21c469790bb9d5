// The measures as a catalogue, and the working days that their clocks run on.
import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { CarryOut } from '../commands/carry-out.js';
import { dutyClauses, dutyKinds } from '../domain/case/duty.js';
import { dutyWords } from '../domain/case/duty-words.js';
import { irregularities } from '../domain/case/irregularities.js';
import { notices } from '../domain/case/notices.js';
import { dispositionNotices } from '../domain/supervision/disposition-notices.js';
import { eventWords } from '../domain/event-words.js';
import type { Irregularity } from '../domain/refusal.js';
import {
  adjustments,
  aggravatingCircumstances,
  mitigatingCircumstances,
} from '../domain/regulation/circumstances.js';
import { citation } from '../domain/regulation/citation.js';
import { bases, grounds } from '../domain/regulation/clauses.js';
import { articlesOfGrounds } from '../domain/regulation/ground-categories.js';
import { measures, repealedDocuments } from '../domain/regulation/measures.js';
import { bands, methods } from '../domain/regulation/methods.js';
import { organKinds } from '../domain/regulation/organ-kinds.js';
import { personnelCategories } from '../domain/regulation/personnel.js';
import {
  policiesOf,
  policyOn,
  type Adoption,
  type PolicyInForce,
} from '../domain/regulation/policy.js';
import { policyAdopted } from '../domain/regulation/policy-adoption.js';
import { ranks } from '../domain/regulation/ranks.js';
import { readings } from '../domain/regulation/readings.js';
import { sources } from '../domain/regulation/sources.js';
import { tracks } from '../domain/regulation/tracks.js';
import { findingKinds, findingKindWords, findingRules } from '../domain/supervision/catalogue.js';
import type { Words } from '../domain/words.js';
import { addWorkingDays, type Count } from '../domain/regulation/working-days.js';
import { adoptionsKnown } from '../projections/adopted-policies.js';
import { knownAt as positionKnown } from '../projections/cursor.js';
import { askedOf, type AskedRequest } from './asked.js';
import { languageOf } from './language.js';
import { bodyOf, queryOf } from './parsed.js';
import { regulationQuery, workingDaysQuery } from './queries.js';
import { Reading } from './reading.js';
import { answered, type RecordedAnswer } from './recorded.js';

/** An irregularity or a notice with its clause as users write it. */
function cited({ code, clause, words }: Irregularity): Irregularity & { readonly citation: Words } {
  return { code, clause, citation: citation(clause), words };
}

/** Every label in both languages: what a form offers and what a code means. */
const catalogue = {
  measures,
  repealedDocuments,
  articles: articlesOfGrounds,
  clauses: [...grounds, ...bases],
  methods,
  bands,
  mitigating: mitigatingCircumstances,
  aggravating: aggravatingCircumstances,
  adjustments,
  sources,
  tracks,
  personnelCategories,
  ranks,
  organKinds,
  irregularities: irregularities.map(cited),
  notices: [...notices, ...dispositionNotices].map(cited),
  findings: findingRules.map((rule) => ({ ...cited(rule), kind: rule.kind })),
  findingKinds: findingKinds.map((kind) => ({ kind, words: findingKindWords[kind] })),
  duties: dutyKinds.map((kind) => ({
    kind,
    clause: dutyClauses[kind],
    citation: citation(dutyClauses[kind]),
    words: dutyWords[kind],
  })),
  events: Object.entries(eventWords).map(([type, words]) => ({ type, words })),
  readings: readings.map(({ code, clause, words, policy }) => ({
    code,
    clause,
    citation: citation(clause),
    words,
    /** The fields of `policy` that hold its values. */
    policy,
  })),
};

/** The catalogue with the policy in force on a date, and every one adopted by then or for later. */
type Regulation = typeof catalogue & {
  readonly policy: PolicyInForce;
  /** In the order of the ledger; the default one, which nobody adopted, is not among them. */
  readonly policies: readonly Adoption[];
};

@Controller('api/v1')
export class RegulationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reading: Reading,
  ) {}

  @Get('regulation')
  async regulation(@Req() request: AskedRequest): Promise<Regulation> {
    const { on, knownAt, atLeast } = queryOf(request, regulationQuery);
    await this.reading.reached(atLeast);
    const { store } = this.reading;
    const at = positionKnown(store, await this.reading.positionOf(knownAt));
    const policies = await adoptionsKnown(store, at);
    const policy = policyOn(policiesOf(policies), on ?? this.reading.today());
    return { ...catalogue, policy, policies };
  }

  @Post('regulation/policies')
  async adopt(
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer & { readonly id: string }> {
    const body = bodyOf(request, policyAdopted);
    const { caller, received, idempotencyKey } = askedOf(request);
    const outcome = await this.commands.execute(
      new CarryOut({
        on: 'register',
        command: { act: 'adopt-policy', id: body.id, body },
        caller,
        received,
        correlationId: request.id,
        ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
      }),
    );
    const language = languageOf(request.headers['accept-language']);
    return { id: body.id, ...answered(outcome, reply, language) };
  }

  @Get('calendar/working-days')
  workingDays(@Req() request: AskedRequest): Count {
    const { from, days } = queryOf(request, workingDaysQuery);
    return addWorkingDays(from, days);
  }
}

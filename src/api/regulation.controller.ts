// The measures as a catalogue, and the working days that their clocks run on.
import { Controller, Get, Req } from '@nestjs/common';
import { irregularities } from '../domain/case/irregularities.js';
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
import { defaultPolicy } from '../domain/regulation/policy.js';
import { ranks } from '../domain/regulation/ranks.js';
import { sources } from '../domain/regulation/sources.js';
import { tracks } from '../domain/regulation/tracks.js';
import { addWorkingDays, type Count } from '../domain/regulation/working-days.js';
import type { AskedRequest } from './asked.js';
import { queryOf } from './parsed.js';
import { workingDaysQuery } from './queries.js';

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
  irregularities: irregularities.map(({ code, clause, words }) => ({
    code,
    clause,
    citation: citation(clause),
    words,
  })),
  policy: defaultPolicy,
};

@Controller('api/v1')
export class RegulationController {
  @Get('regulation')
  regulation(): typeof catalogue {
    return catalogue;
  }

  @Get('calendar/working-days')
  workingDays(@Req() request: AskedRequest): Count {
    const { from, days } = queryOf(request, workingDaysQuery);
    return addWorkingDays(from, days);
  }
}

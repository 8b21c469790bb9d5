// The measures as a catalogue, and the working days that their clocks run on.
import { Controller, Get, Req } from '@nestjs/common';
import { irregularities } from '../domain/case/irregularities.js';
import { notices } from '../domain/case/notices.js';
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
import { defaultPolicy } from '../domain/regulation/policy.js';
import { ranks } from '../domain/regulation/ranks.js';
import { readings } from '../domain/regulation/readings.js';
import { sources } from '../domain/regulation/sources.js';
import { tracks } from '../domain/regulation/tracks.js';
import type { Words } from '../domain/words.js';
import { addWorkingDays, type Count } from '../domain/regulation/working-days.js';
import type { AskedRequest } from './asked.js';
import { queryOf } from './parsed.js';
import { workingDaysQuery } from './queries.js';

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
  notices: notices.map(cited),
  readings: readings.map(({ code, clause, words, policy }) => ({
    code,
    clause,
    citation: citation(clause),
    words,
    /** The fields of `policy` that hold its values. */
    policy,
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

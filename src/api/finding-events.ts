// Why there is a finding: the events it rests on, one by one, as far as its reader may see them.
import { actingOrgan } from '../domain/case/acting-organ.js';
import { effective, inOrder } from '../domain/case/effective.js';
import type { StandingCaseEvent } from '../domain/case/state.js';
import { eventWords } from '../domain/event-words.js';
import type { Position } from '../ledger/event.js';
import { casesOfFacts } from '../projections/cases-of-facts.js';
import type { FindingShown } from '../projections/findings.js';
import type { AskedRequest } from './asked.js';
import { languageOf, type Language } from './language.js';
import type { Reading } from './reading.js';
import type { SeenCases } from './seen-cases.js';
import type { FactTold } from './supervision-answers.js';

export class FindingEvents {
  constructor(
    private readonly seenCases: SeenCases,
    private readonly reading: Pick<Reading, 'store'>,
  ) {}

  /** The events under `facts`, in that order, as known at a position. */
  async of(
    found: FindingShown,
    knownAt: Position,
    request: AskedRequest,
  ): Promise<readonly FactTold[]> {
    const language = languageOf(request.headers['accept-language']);
    const told = new Map<string, FactTold>();
    for (const caseId of await casesOfFacts(this.reading.store, found)) {
      if (found.facts.every((eventId) => told.has(eventId))) break;
      if ((await this.seenCases.find(caseId, request)) === undefined) continue;
      const then = await this.seenCases.asOf(caseId, knownAt);
      for (const event of effective(inOrder(then?.state.log)))
        told.set(event.at.eventId, fact(caseId, event, language));
    }
    return found.facts.map((eventId) => told.get(eventId) ?? { eventId, outOfSight: true });
  }
}

function fact(caseId: string, { type, data, at }: StandingCaseEvent, language: Language): FactTold {
  const on = 'on' in data ? data.on : data.receivedOn;
  const { eventId, position, recordedAt, recordedOn, organ } = at;
  return {
    ...{ eventId, type, title: eventWords[type][language], caseId, position, recordedAt, on },
    ...(recordedOn === undefined ? {} : { recordedOn }),
    organId: actingOrgan(data) ?? organ,
  };
}

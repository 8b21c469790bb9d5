// What the routes of supervision answer, for the OpenAPI document.
import { z } from 'zod';
import { id, legalDate } from '../domain/fields.js';
import type { LegalDate } from '../domain/legal-date.js';
import { appointHead } from '../domain/register/acts.js';
import { findingCodes, findingKinds } from '../domain/supervision/catalogue.js';
import type { Position } from '../ledger/event.js';
import type { Body } from '../projections/bodies.js';
import { findingStates, type FindingShown } from '../projections/findings.js';
import type { FactTold } from './finding-events.js';
import { knownAt, on, pageOn } from './pages.js';

/** A finding with its question and its clause in the reader's language. */
export type FindingTold = FindingShown & { readonly title: string; readonly citation: string };

/** The same with the events it rests on, and the moment it is told for. */
export interface FindingExplained extends FindingTold {
  readonly events: readonly FactTold[];
  readonly on: LegalDate;
  readonly knownAt: Position;
}

const finding = z
  .strictObject({
    id: z.string(),
    code: z.enum(findingCodes),
    kind: z.enum(findingKinds),
    state: z.enum(findingStates),
    title: z.string(),
    clause: z.string() as z.ZodType<FindingTold['clause']>,
    citation: z.string(),
    caseId: id,
    subjectId: id.exactOptional(),
    personId: id.exactOptional(),
    decisionId: z.string().exactOptional(),
    appealId: id.exactOptional(),
    organId: id.meta({ description: 'the organ that answers' }),
    head: z
      .array(appointHead)
      .meta({ description: 'who headed it on the day the failure was complete' }),
    superiors: z.array(id).meta({ description: 'the organs that may act (M2-9)' }),
    facts: z.array(z.uuid()).meta({ description: 'the events it rests on' }),
    openFrom: legalDate,
    rectifiedOn: legalDate.exactOptional(),
    dispositions: z.array(
      z.strictObject({
        kind: z.enum(['escalated', 'dismissed']),
        on: legalDate,
        organId: id,
        caseId: id.exactOptional().meta({ description: 'the case against the head' }),
        reasons: z.string().exactOptional(),
      }),
    ),
  })
  .meta({ id: 'Finding' }) satisfies z.ZodType<FindingTold>;

export const findings = pageOn(finding);

const fact = z.union([
  z.strictObject({
    eventId: z.uuid(),
    type: z.string(),
    caseId: id.meta({ description: 'the case it stands in' }),
    position: z.string().meta({ description: 'place in the whole ledger, in decimal' }),
    recordedAt: z.iso.datetime(),
    on: legalDate.exactOptional().meta({ description: 'its legal date, as corrected' }),
    recordedOn: legalDate
      .exactOptional()
      .meta({ description: 'the date first recorded, where it was corrected' }),
    organId: id.meta({ description: 'the organ of whoever recorded it' }),
  }),
  z
    .strictObject({ eventId: z.uuid(), outOfSight: z.literal(true) })
    .meta({ description: 'an event of a case that the caller cannot see' }),
]) satisfies z.ZodType<FactTold>;

export const explainedFinding = finding
  .extend({
    events: z.array(fact).meta({ description: 'what stands under facts, event by event' }),
    on,
    knownAt,
  })
  .meta({ id: 'ExplainedFinding' }) satisfies z.ZodType<FindingExplained>;

const times = z.int().min(0);

export const bodies = pageOn(
  z
    .strictObject({
      organId: id,
      name: z.string(),
      kind: z.string(),
      head: z.array(appointHead).meta({ description: 'who heads it on the date' }),
      superiors: z.array(id).meta({ description: 'the organs that may act (M2-9)' }),
      cases: times.meta({ description: 'cases it holds, received by the date' }),
      decisions: times,
      notHeldToAccount: times.meta({
        description: 'decided not to hold to account though it was recommended',
      }),
      overdue: times.meta({ description: 'duties whose last day is over' }),
      appealsDecided: times,
      reversedOnAppeal: times,
      openFindings: z.strictObject({
        inaction: times,
        frame: times,
        procedure: times,
        notice: times,
      }),
    })
    .meta({ id: 'Body' }) satisfies z.ZodType<Body>,
);

// What the routes of supervision answer, for the OpenAPI document.
import { z } from 'zod';
import { id, legalDate, means } from '../domain/fields.js';
import type { LegalDate } from '../domain/legal-date.js';
import { appointHead } from '../domain/register/acts.js';
import { findingCodes, findingKinds } from '../domain/supervision/catalogue.js';
import type { Position } from '../ledger/event.js';
import type { Body } from '../projections/bodies.js';
import { findingStates, type FindingShown } from '../projections/findings.js';
import { knownAt, on, pageOn } from './pages.js';

/** A finding with its question and its clause in the reader's language. */
export type FindingTold = FindingShown & { readonly title: string; readonly citation: string };

/** An event that a finding rests on. Of one in a case that the reader cannot see nothing is told but that it is one. */
export type FactTold =
  | {
      readonly eventId: string;
      readonly type: string;
      readonly title: string;
      readonly caseId: string;
      readonly position: Position;
      readonly recordedAt: string;
      /** Its legal date; the one first recorded, where that was corrected. */
      readonly on: LegalDate;
      readonly recordedOn?: LegalDate;
      /** Whose act it was; where the act does not say, the organ of whoever recorded it. */
      readonly organId: string;
    }
  | { readonly eventId: string; readonly outOfSight: true };

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
    organId: id.meta(means('答复机关', 'the organ that answers')),
    head: z
      .array(appointHead)
      .meta(means('问题构成之日的负责人', 'who headed it on the day the failure was complete')),
    superiors: z.array(id).meta(means('有权处理的机关（M2-9）', 'the organs that may act (M2-9)')),
    facts: z.array(z.uuid()).meta(means('所依据的记录', 'the events it rests on')),
    openFrom: legalDate,
    rectifiedOn: legalDate.exactOptional(),
    dispositions: z.array(
      z.strictObject({
        kind: z.enum(['escalated', 'dismissed']),
        on: legalDate,
        organId: id,
        caseId: id.exactOptional().meta(means('对负责人另立的案件', 'the case against the head')),
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
    title: z.string().meta(means('事项名称', 'what it is called')),
    caseId: id.meta(means('所在案件', 'the case it stands in')),
    position: z
      .string()
      .meta(means('在整个账本中的位置，十进制', 'place in the whole ledger, in decimal')),
    recordedAt: z.iso.datetime(),
    on: legalDate.meta(means('事项日期，有更正的为更正后的日期', 'its legal date, as corrected')),
    recordedOn: legalDate
      .exactOptional()
      .meta(means('有更正的，最初登记的日期', 'the date first recorded, where it was corrected')),
    organId: id.meta(
      means(
        '作出该事项的机关；事项未写明的为登记机关',
        'the organ whose act it was; where the act does not say, the one that recorded it',
      ),
    ),
  }),
  z
    .strictObject({ eventId: z.uuid(), outOfSight: z.literal(true) })
    .meta(means('查询人无权查看的案件中的记录', 'an event of a case that the caller cannot see')),
]) satisfies z.ZodType<FactTold>;

export const explainedFinding = finding
  .extend({
    events: z
      .array(fact)
      .meta(means('facts 所列记录，逐件列出', 'what stands under facts, event by event')),
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
      head: z.array(appointHead).meta(means('该日的负责人', 'who heads it on the date')),
      superiors: z
        .array(id)
        .meta(means('有权处理的机关（M2-9）', 'the organs that may act (M2-9)')),
      cases: times.meta(means('截至该日收到并承办的案件', 'cases it holds, received by the date')),
      decisions: times,
      notHeldToAccount: times.meta(
        means('建议问责而决定不予问责', 'decided not to hold to account though it was recommended'),
      ),
      overdue: times.meta(means('超过期限的事项', 'duties whose last day is over')),
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

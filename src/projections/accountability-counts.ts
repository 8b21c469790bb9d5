// How often somebody was held to account within one year, on any date, as known at any moment
// (M1 Art. 16-1-2; I-1, I-2, I-3, I-21). One effective decision is one time.
import { sql } from 'kysely';
import { z } from 'zod';
import type { CaseState } from '../domain/case/state.js';
import type { LegalDate } from '../domain/legal-date.js';
import { measuresInForceFrom } from '../domain/regulation/measures.js';
import { methodCodes, type MethodCode } from '../domain/regulation/methods.js';
import { oneYearWindow } from '../domain/regulation/periods.js';
import type { Policy } from '../domain/regulation/policy.js';
import type { Position } from '../ledger/event.js';
import { policyInForce } from './adopted-policies.js';
import { knownAt, openPage, type Page, type Paging } from './cursor.js';
import type { ReadStoreReader } from './read-store.js';
import { organsInScope, type RegisterTables, type Scope } from './registers.js';
import { partsOfAll, table, type Known, type RowOf } from './rows.js';

/** Decisions that are one time for a person. */
const sanctions = table({
  name: 'sanctions',
  columns: {
    case_id: 'text',
    decision_id: 'text',
    person_id: 'text',
    /** The event that made it. */
    event_id: 'text',
    /** Place of the decision in the ledger: orders decisions effective on one day (I-1). */
    decided_position: 'integer',
    effective_on: 'text',
    decided_on: 'text',
    /** The organ that decided. */
    organ_id: 'text',
    /** JSON list of the method codes it has now. */
    methods: 'text',
  },
  keyLength: 2,
  indexes: [
    ['person_id', 'effective_on'],
    ['effective_on', 'person_id', 'known_from', 'known_to', 'decided_on'],
  ],
});

const methodList = z.array(z.enum(methodCodes));

type SanctionTables = { readonly sanctions: Known<RowOf<typeof sanctions.columns>> };

/**
 * A decision that holds a person to account and stands, modified or not, is one time (I-2); so is
 * what the appointing organ decided on a proposal (I-21), under the id of the event that recorded
 * it. A revoked one has no row any more, so it stops counting also for the past. A team's decision
 * has no personId and counts for nobody. Decisions before the measures were in force do not
 * count, and a policy may leave out later ones: that is asked with the date (I-21).
 */
export const accountabilityParts = [
  partsOfAll<CaseState, 'decisions'>('decisions')(
    sanctions,
    [
      'at',
      'decisionId',
      'subjectId',
      'organId',
      'on',
      'effectiveOn',
      'accountable',
      'methods',
      'state',
    ],
    ['caseId', 'subjects', 'outcomes'],
    (decisions, { caseId, subjects, outcomes }) => {
      const ours = decisions
        .filter(({ state }) => state !== 'revoked')
        .map(({ at, decisionId, subjectId, organId, on, effectiveOn, accountable, methods }) => ({
          at,
          decisionId,
          subjectId,
          organId,
          decidedOn: on,
          effectiveOn,
          accountable,
          methods,
        }));
      // Of what the appointing organ said on a subject in a round the last word counts.
      const last = outcomes.filter(
        ({ subjectId, round }, index) =>
          !outcomes.some(
            (later, at) => at > index && later.subjectId === subjectId && later.round === round,
          ),
      );
      const theirs = last.map((outcome) => {
        const decidedOn = outcome.decidedOn ?? outcome.on;
        const effectiveOn = outcome.effectiveOn ?? decidedOn;
        return { ...outcome, decisionId: outcome.at.eventId, decidedOn, effectiveOn };
      });
      return [...ours, ...theirs].flatMap((decision) => {
        const subject = subjects.find(({ subjectId }) => subjectId === decision.subjectId);
        const counts = decision.accountable && decision.decidedOn >= measuresInForceFrom;
        if (!counts || subject?.personId === undefined) return [];
        return [
          {
            case_id: caseId,
            decision_id: decision.decisionId,
            person_id: subject.personId,
            event_id: decision.at.eventId,
            decided_position: Number(decision.at.position),
            effective_on: decision.effectiveOn,
            decided_on: decision.decidedOn,
            organ_id: decision.organId,
            methods: JSON.stringify(decision.methods),
          },
        ];
      });
    },
  ),
];

export interface Sanction {
  readonly caseId: string;
  readonly decisionId: string;
  readonly organId: string;
  readonly effectiveOn: LegalDate;
  readonly methods: readonly MethodCode[];
}

/** An earlier time, with the event that made it. */
export interface PriorSanction extends Sanction {
  readonly eventId: string;
}

/** A person's one-year count on a date (API.md, "Reading"). */
export interface Accountability {
  readonly personId: string;
  readonly on: LegalDate;
  readonly knownAt: Position;
  /** The effective dates that count: first and last day. */
  readonly window: { readonly from: LegalDate; readonly to: LegalDate };
  readonly count: number;
  /** A decision on this date would have to be aggravated (M1 Art. 16-1-2, I-3). */
  readonly aggravationRequired: boolean;
  /** By effective date, then by place in the ledger. */
  readonly sanctions: readonly Sanction[];
}

/**
 * The one-year count of a person on a date.
 * @param at position it is asked for as known at; now when left out
 */
export async function accountability(
  store: ReadStoreReader,
  personId: string,
  on: LegalDate,
  at?: Position,
): Promise<Accountability> {
  const known = knownAt(store, at);
  const policy = await policyInForce(store, on, known);
  const counted = await sanctionsWithinYear(store, personId, on, known, policy);
  return {
    personId,
    on,
    knownAt: String(known),
    window: oneYearWindow(on),
    count: counted.length,
    aggravationRequired: counted.length >= policy.priorsForAggravation,
    sanctions: counted.map(({ sanction }) => sanction),
  };
}

/**
 * The decisions that count as earlier times for a decision on a date that is not recorded yet, as
 * the read model knows them now: of those effective on its day all that are recorded (I-1).
 */
export async function priorsFor(
  store: ReadStoreReader,
  personId: string,
  on: LegalDate,
): Promise<readonly PriorSanction[]> {
  const at = knownAt(store);
  const policy = await policyInForce(store, on, at);
  const counted = await sanctionsWithinYear(store, personId, on, at, policy);
  return counted.map(({ sanction, eventId }) => ({ ...sanction, eventId }));
}

async function sanctionsWithinYear(
  store: ReadStoreReader,
  personId: string,
  on: LegalDate,
  at: number,
  { countsFrom }: Policy,
): Promise<readonly { sanction: Sanction; eventId: string }[]> {
  const { from, to } = oneYearWindow(on);
  const rows = await store.queries
    .withTables<SanctionTables>()
    .selectFrom('sanctions')
    .selectAll()
    .where('person_id', '=', personId)
    .where('effective_on', '>=', from)
    .where('effective_on', '<=', to)
    .where('decided_on', '>=', countsFrom)
    .where('known_from', '<=', at)
    .where('known_to', '>', at)
    .orderBy('effective_on')
    .orderBy('decided_position')
    .execute();
  return rows.map((row) => ({
    eventId: row.event_id,
    sanction: {
      caseId: row.case_id,
      decisionId: row.decision_id,
      organId: row.organ_id,
      effectiveOn: row.effective_on,
      methods: methodList.parse(JSON.parse(row.methods)),
    },
  }));
}

export interface CountsFilter {
  /** At least so many times. */
  readonly min: number;
  /** Persons of this organ, by the register as known at the same position. */
  readonly organ?: string | undefined;
  /** The date asked for; a later page keeps that of the first. */
  readonly on?: LegalDate | undefined;
}

export interface PersonCount {
  readonly personId: string;
  readonly count: number;
  readonly aggravationRequired: boolean;
}

const key = z.tuple([z.int(), z.string()]);

/**
 * Persons by their one-year count on a date, the highest first.
 * @param scope whose persons: those of the organs in sight
 * @param today the date when the filter names none
 * @throws InvalidCursor
 */
export async function listCounts(
  store: ReadStoreReader,
  scope: Scope,
  filter: CountsFilter,
  paging: Paging,
  today: LegalDate,
): Promise<Page<PersonCount>> {
  const page = openPage(['counts', scope, filter], key, paging, store, filter.on ?? today);
  const { from, to } = oneYearWindow(page.on);
  const policy = await policyInForce(store, page.on, page.at);
  const times = sql<number>`count(*)`;
  let query = store.queries
    .withTables<SanctionTables & RegisterTables>()
    .selectFrom('sanctions as s')
    .select(['s.person_id', times.as('count')])
    .where('s.effective_on', '>=', from)
    .where('s.effective_on', '<=', to)
    .where('s.decided_on', '>=', policy.countsFrom)
    .where('s.known_from', '<=', page.at)
    .where('s.known_to', '>', page.at);
  const { organ } = filter;
  if (organ !== undefined || scope !== 'everything')
    query = query.where('s.person_id', 'in', (of) => {
      let persons = of
        .selectFrom('persons as p')
        .select('p.person_id')
        .where('p.known_from', '<=', page.at)
        .where('p.known_to', '>', page.at);
      if (organ !== undefined) persons = persons.where('p.organ_id', '=', organ);
      if (scope !== 'everything') persons = persons.where('p.organ_id', 'in', organsInScope(scope));
      return persons;
    });
  let grouped = query.groupBy('s.person_id').having(times, '>=', filter.min);
  if (page.after !== undefined) {
    const [count, personId] = page.after;
    grouped = grouped.having((having) =>
      having.or([
        having(times, '<', count),
        having.and([having(times, '=', count), having('s.person_id', '>', personId)]),
      ]),
    );
  }
  const rows = await grouped
    .orderBy(times, 'desc')
    .orderBy('s.person_id')
    .limit(paging.limit + 1)
    .execute();
  return page.close(
    rows,
    (row) => [row.count, row.person_id],
    (row) => ({
      personId: row.person_id,
      count: row.count,
      aggravationRequired: row.count >= policy.priorsForAggravation,
    }),
  );
}

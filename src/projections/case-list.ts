// Which cases are there: by stage, by the organ that holds them, by person, ground and date.
// A case itself is read from its stream; only what lists and rights need is kept here.
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { z } from 'zod';
import { progressOf } from '../domain/case/progress.js';
import {
  holderOf,
  organsOf,
  phaseOf,
  type CasePhase,
  type CaseState,
} from '../domain/case/state.js';
import { earliestDay, type LegalDate } from '../domain/legal-date.js';
import { openPage, type Page, type Paging } from './cursor.js';
import { newestKnown, type ListedByDay } from './newest-known.js';
import type { ReadStoreReader } from './read-store.js';
import {
  isMoreThan,
  organsInScope,
  type RegisterTables,
  type Scope,
  type Viewer,
} from './registers.js';
import {
  monthOf,
  never,
  partsOf,
  partsOfAll,
  stillKnown,
  table,
  whereStillKnown,
  type Known,
  type RowOf,
} from './rows.js';

const cases = table({
  name: 'cases',
  columns: {
    case_id: 'text',
    /** The organ that holds it. */
    organ_id: 'text',
    status: 'text',
    track: 'text?',
    received_on: 'text',
    /** Where it came from (M1 Art. 18). */
    source: 'text',
    /** The furthest step it has taken, or `declined`: what a funnel counts. */
    progress: 'text',
  },
  keyLength: 1,
  indexes: [
    // All that lists ask of a case before it is shown.
    ['received_on', 'case_id', 'known_from', 'known_to', 'organ_id', 'status'],
    [monthOf('received_on'), 'known_from'],
    { columns: ['organ_id', 'received_on'], where: whereStillKnown },
    // All that a funnel asks of a case.
    ['known_to', 'received_on', 'organ_id', 'source', 'track', 'progress'],
  ],
});

const caseSubjects = table({
  name: 'case_subjects',
  columns: { case_id: 'text', subject_id: 'text', kind: 'text', person_id: 'text?' },
  keyLength: 2,
  indexes: [['person_id']],
});

/** The organs whose case it is: they, and those above them, work on it (API.md, Identity). */
const caseOrgans = table({
  name: 'case_organs',
  columns: { case_id: 'text', organ_id: 'text' },
  keyLength: 2,
  indexes: [['organ_id'], ['known_from', 'case_id']],
});

/** Grounds suspected, reported or decided. */
const caseGrounds = table({
  name: 'case_grounds',
  columns: { case_id: 'text', clause: 'text' },
  keyLength: 2,
  indexes: [['clause']],
});

export type CaseTables = {
  readonly cases: Known<RowOf<typeof cases.columns>>;
  readonly case_subjects: Known<RowOf<typeof caseSubjects.columns>>;
  readonly case_organs: Known<RowOf<typeof caseOrgans.columns>>;
  readonly case_grounds: Known<RowOf<typeof caseGrounds.columns>>;
};

const part = partsOf<CaseState>();
const ofAllDecisions = partsOfAll<CaseState, 'decisions'>('decisions');

export const caseListParts = [
  ofAllDecisions(
    cases,
    ['accountable', 'state'],
    [
      'caseId',
      'registration',
      'subjects',
      'acceptance',
      'acceptances',
      'declination',
      'transfers',
      'round',
      'initiations',
      'reports',
      'recommendations',
      'proposals',
      'outcomes',
      'rulings',
      'appeals',
      'closing',
    ],
    (decisions, state) => [
      {
        case_id: state.caseId,
        organ_id: holderOf(state),
        status: phaseOf(state),
        track: state.acceptance?.track ?? null,
        received_on: state.registration.receivedOn,
        source: state.registration.source,
        progress: progressOf(decisions, state),
      },
    ],
  ),
  part(caseSubjects, ['caseId', 'subjects'], ({ caseId, subjects }) =>
    subjects.map(({ subjectId, kind, personId }) => ({
      case_id: caseId,
      subject_id: subjectId,
      kind,
      person_id: personId ?? null,
    })),
  ),
  part(caseOrgans, ['caseId', 'registration', 'acceptances', 'transfers'], (state) =>
    organsOf(state).map((organId) => ({ case_id: state.caseId, organ_id: organId })),
  ),
  ofAllDecisions(
    caseGrounds,
    ['grounds'],
    ['caseId', 'registration', 'reports'],
    (decisions, { caseId, registration, reports }) => {
      const clauses = new Set<string>(registration.suspectedGrounds);
      for (const { findings } of reports)
        for (const { grounds } of findings) for (const clause of grounds) clauses.add(clause);
      for (const { grounds } of decisions) for (const clause of grounds) clauses.add(clause);
      return [...clauses].map((clause) => ({ case_id: caseId, clause }));
    },
  ),
];

export interface CaseFilter {
  readonly status?: CasePhase | undefined;
  /** The organ that holds the case. */
  readonly organ?: string | undefined;
  readonly person?: string | undefined;
  /** A clause suspected, reported or decided. */
  readonly ground?: string | undefined;
  /** First and last day of receipt. */
  readonly from?: LegalDate | undefined;
  readonly to?: LegalDate | undefined;
}

export interface CaseListItem {
  readonly caseId: string;
  readonly status: CasePhase;
  readonly track: string | null;
  readonly organId: string;
  readonly receivedOn: LegalDate;
  readonly subjects: readonly {
    readonly subjectId: string;
    readonly kind: string;
    readonly personId: string | null;
  }[];
}

const key = z.tuple([z.string(), z.string()]);

const byReceipt: ListedByDay = { table: 'cases', day: 'received_on' };

/**
 * Cases in a scope, received last first.
 * @throws InvalidCursor
 */
export async function listCases(
  store: ReadStoreReader,
  scope: Scope,
  filter: CaseFilter,
  paging: Paging,
): Promise<Page<CaseListItem>> {
  const db = store.queries.withTables<CaseTables & RegisterTables>();
  const page = openPage(['cases', scope, filter], key, paging, store);
  const seen = await casesSeen(store, scope);
  const upTo = earliestDay([filter.to, page.after?.[0]]) ?? never;
  const newest = await newestKnown(store, byReceipt, upTo, page.at);
  // The days of receipt are walked along until the page is full; by an index that holds all that is
  // asked, for most of what is looked at is not shown.
  let query = db
    .selectFrom('cases as c')
    .select(['c.case_id'])
    .where('c.known_from', '<=', page.at)
    .where(sql<number>`c.known_to + 0`, '>', page.at)
    .where('c.received_on', '<=', newest)
    .where(seen.condition('c.case_id'));
  if (filter.status !== undefined) query = query.where('c.status', '=', filter.status);
  if (filter.organ !== undefined) query = query.where('c.organ_id', '=', filter.organ);
  if (filter.from !== undefined) query = query.where('c.received_on', '>=', filter.from);
  const { person, ground } = filter;
  if (person !== undefined)
    query = query.where('c.case_id', 'in', (of) =>
      of
        .selectFrom('case_subjects as s')
        .select('s.case_id')
        .where('s.person_id', '=', person)
        .where('s.known_from', '<=', page.at)
        .where('s.known_to', '>', page.at),
    );
  if (ground !== undefined)
    query = query.where('c.case_id', 'in', (of) =>
      of
        .selectFrom('case_grounds as g')
        .select('g.case_id')
        .where('g.clause', '=', ground)
        .where('g.known_from', '<=', page.at)
        .where('g.known_to', '>', page.at),
    );
  if (page.after !== undefined) {
    const [receivedOn, caseId] = page.after;
    query = query.where((where) =>
      where.or([
        where('c.received_on', '<', receivedOn),
        where.and([where('c.received_on', '=', receivedOn), where('c.case_id', '>', caseId)]),
      ]),
    );
  }
  const keys = await query
    .orderBy('c.received_on', 'desc')
    .orderBy('c.case_id')
    .limit(paging.limit + 1)
    .execute();
  if (keys.length === 0) return page.nothing;
  const rows = await db
    .selectFrom('cases as c')
    .select(['c.case_id', 'c.status', 'c.track', 'c.organ_id', 'c.received_on'])
    .where(
      'c.case_id',
      'in',
      keys.map(({ case_id }) => case_id),
    )
    .where('c.known_from', '<=', page.at)
    .where(sql<number>`c.known_to + 0`, '>', page.at)
    .orderBy('c.received_on', 'desc')
    .orderBy('c.case_id')
    .execute();

  const subjects = await db
    .selectFrom('case_subjects')
    .select(['case_id', 'subject_id', 'kind', 'person_id'])
    .where(
      'case_id',
      'in',
      rows.map(({ case_id }) => case_id),
    )
    .where('known_from', '<=', page.at)
    .where('known_to', '>', page.at)
    .orderBy('case_id')
    .orderBy('subject_id')
    .execute();
  return page.close(
    rows,
    (row) => [row.received_on, row.case_id],
    (row) => ({
      caseId: row.case_id,
      status: row.status as CasePhase,
      track: row.track,
      organId: row.organ_id,
      receivedOn: row.received_on,
      subjects: subjects
        .filter(({ case_id }) => case_id === row.case_id)
        .map(({ subject_id, kind, person_id }) => ({
          subjectId: subject_id,
          kind,
          personId: person_id,
        })),
    }),
  );
}

/** The ids of the cases a viewer works on or sees, as it is now: rights are never those of the past. */
export function casesInScope(viewer: Viewer): RawBuilder<string> {
  return sql<string>`(select case_id from case_organs
    where known_to = ${sql.lit(stillKnown)} and organ_id in ${organsInScope(viewer)})`;
}

/**
 * The same scope, or everything where its viewer sees each case there is: then no case has to be
 * looked up. Whoever sees every organ that any case belongs to does.
 */
export async function widestScope(
  store: Pick<ReadStoreReader, 'queries'>,
  scope: Scope,
): Promise<Scope> {
  if (scope === 'everything') return scope;
  const { rows } = await sql`select 1 from (select distinct organ_id from case_organs) as any_organ
    where organ_id not in ${organsInScope(scope)} limit 1`.execute(store.queries);
  return rows.length === 0 ? 'everything' : scope;
}

/** So many cases are looked up one by one sooner than a list is searched for them. */
const fewCases = 1_000;

/** The cases a viewer sees. */
export interface CasesSeen {
  /** Of few the rows of each are looked for; of many, the rows of a list are tried in its order until the page is full. */
  readonly howMany: 'all' | 'many' | 'few';
  /** Of many the organs whose cases they are, as a subquery. */
  readonly organs?: RawBuilder<unknown>;
  /**
   * The condition that the case a column names is one of them.
   * @param organs the organs in sight, where the query has them at hand; a subquery
   */
  readonly condition: (column: string, organs?: RawBuilder<unknown>) => RawBuilder<SqlBool>;
}

/** What a viewer's scope comes to now, said in the way that is quick for this viewer. */
export async function casesSeen(store: ReadStoreReader, scope: Scope): Promise<CasesSeen> {
  if (scope === 'everything') return { howMany: 'all', condition: () => sql<SqlBool>`1 = 1` };
  const cases = casesInScope(scope);
  if (!(await isMoreThan(fewCases, cases, store)))
    return {
      howMany: 'few',
      condition: (column) => sql<SqlBool>`${sql.ref(column)} in ${cases}`,
    };
  const inSight = organsInScope(scope);
  return {
    howMany: 'many',
    organs: inSight,
    condition: (column, organs = inSight) => sql<SqlBool>`exists (
      select 1 from case_organs as own where own.case_id = ${sql.ref(column)}
        and own.known_to = ${sql.lit(stillKnown)} and own.organ_id in ${organs})`,
  };
}

/** All that was ever known of so many cases is looked through sooner than a list is searched for what was known of them once. */
const fewKnown = 200;

/**
 * The same of what was known at a position, which is all of a few cases where few had been registered
 * by then.
 */
export async function casesKnown(
  store: ReadStoreReader,
  seen: CasesSeen,
  at: number,
): Promise<CasesSeen> {
  if (seen.howMany === 'few') return seen;
  const cases = sql<string>`(select case_id from case_organs where known_from <= ${at})`;
  if (await isMoreThan(fewKnown, cases, store)) return seen;
  return {
    howMany: 'few',
    condition: (column) =>
      sql<SqlBool>`(${sql.ref(column)} in ${cases} and ${seen.condition(column)})`,
  };
}

/** Whether a viewer works on or sees a case. */
export async function isCaseInScope(
  store: ReadStoreReader,
  scope: Scope,
  caseId: string,
): Promise<boolean> {
  if (scope === 'everything') return true;
  const found = await store.queries
    .withTables<CaseTables>()
    .selectFrom('case_organs')
    .select('case_id')
    .where('case_id', '=', caseId)
    .where('known_to', '=', stillKnown)
    .where('organ_id', 'in', organsInScope(scope))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

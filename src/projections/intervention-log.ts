// Who pleaded for whom (M1 Art. 16-3; M2 Art. 6-9): the log, and how often each pleader did
// (I-15, I-35), with the case that was opened against them, if any was.
import { sql } from 'kysely';
import { z } from 'zod';
import type { CaseEventData } from '../domain/case/acts.js';
import type { CaseState } from '../domain/case/state.js';
import type { LegalDate } from '../domain/legal-date.js';
import { policyInForce } from './adopted-policies.js';
import { casesInScope, type CaseTables } from './case-list.js';
import { openPage, type Page, type Paging } from './cursor.js';
import type { ReadStoreReader } from './read-store.js';
import type { Scope } from './registers.js';
import { partsOfEach, table, type Known, type RowOf } from './rows.js';

type Intervention = CaseEventData<'InterventionRecorded'>;

export const pleadings = table({
  name: 'pleadings',
  columns: {
    case_id: 'text',
    event_id: 'text',
    position: 'integer',
    on_date: 'text',
    /** Absent where only a name or a description is known: shown, never added up (I-35). */
    pleader_id: 'text?',
    subject_id: 'text',
    subject_person_id: 'text?',
    /** Tells subjects apart across cases: the person, the team's organ, else the case's own subject. */
    subject_ref: 'text',
    /** JSON: the rest of what was recorded. */
    particulars: 'text',
    /** The organ that recorded it. */
    organ_id: 'text',
    /** By the policy it was recorded under (I-15): from so many times on the pleader answers for it, counted from this day on. */
    times_required: 'integer',
    counts_from: 'text',
  },
  keyLength: 2,
  indexes: [
    // All that is counted of a pleader.
    ['pleader_id', 'on_date', 'subject_ref', 'known_from', 'known_to'],
    ['on_date', 'position'],
    ['subject_person_id'],
  ],
});

type PleadingTables = { readonly pleadings: Known<RowOf<typeof pleadings.columns>> };

/** What a row of the log says besides its ids. */
type Particulars = Pick<
  Intervention,
  'pleader' | 'contacted' | 'channel' | 'content' | 'recordedBy'
>;

export const interventionParts = [
  partsOfEach<CaseState, 'interventions'>('interventions')(
    pleadings,
    ['at', 'on', 'subjectId', 'pleader', 'contacted', 'channel', 'content', 'recordedBy'],
    ['caseId', 'subjects'],
    ({ at, on, subjectId, ...said }, { caseId, subjects }) => {
      const subject = subjects.find((known) => known.subjectId === subjectId);
      const { pleader, contacted, channel, content, recordedBy } = said;
      const particulars: Particulars = { pleader, contacted, channel, content, recordedBy };
      return [
        {
          case_id: caseId,
          event_id: at.eventId,
          position: Number(at.position),
          on_date: on,
          pleader_id: pleader.personId ?? null,
          subject_id: subjectId,
          subject_person_id: subject?.personId ?? null,
          subject_ref: subjectRef(caseId, subjectId, subject),
          particulars: JSON.stringify(particulars),
          organ_id: at.organ,
          times_required: at.policy.pleadingsForAggravation,
          counts_from: at.policy.countsFrom,
        },
      ];
    },
  ),
];

function subjectRef(
  caseId: string,
  subjectId: string,
  subject: CaseState['subjects'][number] | undefined,
): string {
  if (subject?.personId !== undefined) return `person ${subject.personId}`;
  if (subject?.kind === 'team' && subject.organId !== undefined) return `team ${subject.organId}`;
  return `case ${caseId} ${subjectId}`;
}

export interface InterventionFilter {
  /** The pleader's personId. */
  readonly pleader?: string | undefined;
  /** A subject by its id in the case or by its person. */
  readonly subject?: string | undefined;
  readonly case?: string | undefined;
  readonly from?: LegalDate | undefined;
  readonly to?: LegalDate | undefined;
}

export interface InterventionListItem {
  readonly eventId: string;
  readonly position: string;
  readonly caseId: string;
  readonly on: LegalDate;
  readonly subjectId: string;
  readonly subjectPersonId: string | null;
  readonly pleader: Particulars['pleader'];
  /** Left out where the case is outside the caller's scope: that somebody pleaded is shown, the rest of the case is not (API.md, Identity). */
  readonly contacted?: Particulars['contacted'];
  readonly channel?: Particulars['channel'];
  readonly content?: Particulars['content'];
  readonly recordedBy?: Particulars['recordedBy'];
}

const logKey = z.tuple([z.string(), z.int()]);

/**
 * The intervention log, newest first. Asked for one pleader, it shows entries of every case;
 * otherwise those of the cases in scope.
 * @throws InvalidCursor
 */
export async function listInterventions(
  store: ReadStoreReader,
  scope: Scope,
  filter: InterventionFilter,
  paging: Paging,
): Promise<Page<InterventionListItem>> {
  const page = openPage(['interventions', scope, filter], logKey, paging, store);
  const inScope =
    scope === 'everything'
      ? sql<number>`1`
      : sql<number>`case when p.case_id in ${casesInScope(scope)} then 1 else 0 end`;
  let query = store.queries
    .withTables<PleadingTables>()
    .selectFrom('pleadings as p')
    .selectAll('p')
    .select(inScope.as('in_scope'))
    .where('p.known_from', '<=', page.at)
    .where('p.known_to', '>', page.at);
  const { subject } = filter;
  if (filter.pleader !== undefined) query = query.where('p.pleader_id', '=', filter.pleader);
  else if (scope !== 'everything') query = query.where('p.case_id', 'in', casesInScope(scope));
  if (subject !== undefined)
    query = query.where((where) =>
      where.or([where('p.subject_id', '=', subject), where('p.subject_person_id', '=', subject)]),
    );
  if (filter.case !== undefined) query = query.where('p.case_id', '=', filter.case);
  if (filter.from !== undefined) query = query.where('p.on_date', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('p.on_date', '<=', filter.to);
  if (page.after !== undefined) {
    const [on, position] = page.after;
    query = query.where((where) =>
      where.or([
        where('p.on_date', '<', on),
        where.and([where('p.on_date', '=', on), where('p.position', '<', position)]),
      ]),
    );
  }
  const rows = await query
    .orderBy('p.on_date', 'desc')
    .orderBy('p.position', 'desc')
    .limit(paging.limit + 1)
    .execute();
  return page.close(
    rows,
    (row) => [row.on_date, row.position],
    (row) => {
      const { pleader, ...rest } = JSON.parse(row.particulars) as Particulars;
      return {
        eventId: row.event_id,
        position: String(row.position),
        caseId: row.case_id,
        on: row.on_date,
        subjectId: row.subject_id,
        subjectPersonId: row.subject_person_id,
        pleader,
        ...(row.in_scope === 1 ? rest : {}),
      };
    },
  );
}

/** How often somebody pleaded, for whom and in which cases. */
export interface PleaderCount {
  readonly personId: string;
  /** Times: several contacts about one subject on one day are one (I-15). */
  readonly count: number;
  /** The persons pleaded for; where none is known, the subject's id in its case. */
  readonly subjects: readonly string[];
  readonly cases: readonly string[];
  /** The pleader is to be held to account, aggravated (M1 Art. 16-3). */
  readonly aggravationDue: boolean;
  /** The first case opened against the pleader for it. */
  readonly openedCaseId: string | null;
}

/** The grounds of a case against a pleader: the basis M1-16-3, and M2-6-9 for a leading cadre (I-19). */
const pleadingGrounds = ['M1-16-3', 'M2-6-9'] as const;

const pleaderKey = z.tuple([z.int(), z.string()]);

/**
 * Pleaders who are known by a personId, the most frequent first, across all subjects and cases and
 * without a time limit from the day on that the policy in force says (I-15, I-35).
 * @param today whose policy it is answered by; a later page keeps that of the first
 * @throws InvalidCursor
 */
export async function listPleaders(
  store: ReadStoreReader,
  filter: { readonly min: number },
  paging: Paging,
  today: LegalDate,
): Promise<Page<PleaderCount>> {
  const db = store.queries.withTables<PleadingTables & CaseTables>();
  const page = openPage(['pleaders', filter], pleaderKey, paging, store, today);
  const policy = await policyInForce(store, page.on, page.at);
  const times = sql<number>`count(*)`;
  let query = db
    .selectFrom((of) =>
      of
        .selectFrom('pleadings')
        .select(['pleader_id', 'subject_ref', 'on_date'])
        .distinct()
        .where('pleader_id', 'is not', null)
        // Said so that the database walks along the pleaders, in the order they are counted in.
        .where(sql`on_date || ''`, '>=', policy.countsFrom)
        .where('known_from', '<=', page.at)
        .where('known_to', '>', page.at)
        .as('t'),
    )
    .select((of) => [of.ref('t.pleader_id').$notNull().as('pleader_id'), times.as('count')])
    .groupBy('t.pleader_id')
    .having(times, '>=', filter.min);
  if (page.after !== undefined) {
    const [count, pleaderId] = page.after;
    query = query.having((having) =>
      having.or([
        having(times, '<', count),
        having.and([having(times, '=', count), having('t.pleader_id', '>', pleaderId)]),
      ]),
    );
  }
  const rows = await query
    .orderBy(times, 'desc')
    .orderBy('t.pleader_id')
    .limit(paging.limit + 1)
    .execute();
  if (rows.length === 0) return page.nothing;

  const ids = rows.map(({ pleader_id }) => pleader_id);
  const pleaded = await db
    .selectFrom('pleadings')
    .select(['pleader_id', 'case_id', 'subject_id', 'subject_person_id'])
    .where('pleader_id', 'in', ids)
    .where('on_date', '>=', policy.countsFrom)
    .where('known_from', '<=', page.at)
    .where('known_to', '>', page.at)
    .orderBy('position')
    .execute();
  const opened = await db
    .selectFrom('case_subjects as s')
    .innerJoin('case_grounds as g', 'g.case_id', 's.case_id')
    .innerJoin('cases as c', 'c.case_id', 's.case_id')
    .select(['s.person_id', 's.case_id'])
    .where('s.person_id', 'in', ids)
    .where('g.clause', 'in', pleadingGrounds)
    .where('s.known_from', '<=', page.at)
    .where('s.known_to', '>', page.at)
    .where('g.known_from', '<=', page.at)
    .where('g.known_to', '>', page.at)
    .where('c.known_from', '<=', page.at)
    .where('c.known_to', '>', page.at)
    .orderBy('c.received_on')
    .orderBy('c.case_id')
    .execute();
  return page.close(
    rows,
    (row) => [row.count, row.pleader_id],
    (row) => {
      const own = pleaded.filter(({ pleader_id }) => pleader_id === row.pleader_id);
      return {
        personId: row.pleader_id,
        count: row.count,
        subjects: [...new Set(own.map((p) => p.subject_person_id ?? p.subject_id))],
        cases: [...new Set(own.map(({ case_id }) => case_id))],
        aggravationDue: row.count >= policy.pleadingsForAggravation,
        openedCaseId: opened.find(({ person_id }) => person_id === row.pleader_id)?.case_id ?? null,
      };
    },
  );
}

// What bodies left undone or did otherwise than the measures say, on any date, as known at any
// moment (REGULATION.md, "Supervision"): the findings of each case, those about a person across
// cases (person-findings.ts), and every duty that was not done in time.
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { z } from 'zod';
import { earliestDay, type LegalDate } from '../domain/legal-date.js';
import { headsOn, type Head } from '../domain/register/entries.js';
import type { ClauseReference } from '../domain/regulation/citation.js';
import {
  findingCodes,
  findingRule,
  findingRules,
  type FindingCode,
  type FindingKind,
} from '../domain/supervision/catalogue.js';
import { headsOf } from './capacities.js';
import { dutyFailures } from '../domain/case/duty.js';
import { isCaseInScope } from './case-list.js';
import { askedAt, openPage, type Page, type Paging } from './cursor.js';
import { dispositionsOf, type DispositionShown } from './dispositions.js';
import { findingColumns, type FindingRow } from './finding-rows.js';
import { newestKnown, type ListedByDay } from './newest-known.js';
import type { ReadStoreReader } from './read-store.js';
import { isMoreThan, organsInScope, superiorsOf, type Scope, type Viewer } from './registers.js';
import { whereEverFailed } from './obligations.js';
import { stillKnown, whereStillKnown } from './rows.js';

export const findingStates = ['open', 'rectified', 'escalated', 'dismissed'] as const;
/** Open until the facts are otherwise or a superior organ has acted; what it did stands first. */
export type FindingState = (typeof findingStates)[number];

export interface FindingFilter {
  readonly id?: string | undefined;
  readonly code?: FindingCode | undefined;
  readonly kind?: FindingKind | undefined;
  /** The organ that answers. */
  readonly organ?: string | undefined;
  /** Findings of the organs that name this one in `supervisedBy`. */
  readonly superior?: string | undefined;
  readonly state?: FindingState | undefined;
  readonly case?: string | undefined;
  readonly person?: string | undefined;
  /** The date asked for; a later page keeps that of the first. */
  readonly on?: LegalDate | undefined;
}

/** A finding as clients read it (API.md, "Shapes"). */
export interface FindingShown {
  readonly id: string;
  readonly code: FindingCode;
  readonly kind: FindingKind;
  readonly state: FindingState;
  readonly clause: ClauseReference;
  readonly caseId: string;
  readonly subjectId?: string;
  readonly personId?: string;
  readonly decisionId?: string;
  readonly appealId?: string;
  /** The organ that answers. */
  readonly organId: string;
  /** Those who headed it on the day the failure was complete: of several roles, all. */
  readonly head: readonly Head[];
  /** The organs that may act (M2-9), as the register has it. */
  readonly superiors: readonly string[];
  /** Event ids. */
  readonly facts: readonly string[];
  readonly openFrom: LegalDate;
  readonly rectifiedOn?: LegalDate;
  /** What was done about it by the date asked for, in order. */
  readonly dispositions: readonly DispositionShown[];
}

const key = z.tuple([z.string(), z.string()]);

/** Where findings stand: two tables of their own, and the duties not done in time. */
export const findingArms = ['findings', 'person_findings', 'duties'] as const;
export type FindingArm = (typeof findingArms)[number];

const listedByDay: { readonly [Arm in FindingArm]: ListedByDay } = {
  findings: { table: 'findings', day: 'open_from' },
  person_findings: { table: 'person_findings', day: 'open_from' },
  duties: { table: 'duties', day: 'failed_on', where: whereEverFailed },
};

/**
 * Findings that were complete on a date, the newest first.
 * @param today the date when the filter names none
 * @throws InvalidCursor
 */
export async function listFindings(
  store: ReadStoreReader,
  scope: Scope,
  filter: FindingFilter,
  paging: Paging,
  today: LegalDate,
): Promise<Page<FindingShown>> {
  const page = openPage(['findings', scope, filter], key, paging, store, filter.on ?? today);
  const { on, at } = page;
  const upTo = earliestDay([on, page.after?.[0]]) ?? on;
  const conditions = [
    ...conditionsOf(filter, on, at),
    ...(page.after === undefined ? [] : [afterKey(page.after)]),
    ...(scope === 'everything' ? [] : [await inSight(store, scope, filter)]),
    ...(filter.superior === undefined
      ? []
      : [await answeredBy(store, supervisedOrgans(filter.superior, at))]),
  ];
  const rows = await askedAt(store, at, async (now) => {
    const keys = await Promise.all(
      armsFor(filter).map((arm) =>
        newestKeys(store, arm, { filter, conditions, most: paging.limit + 1, on, upTo, at, now }),
      ),
    );
    const first = keys
      .flat()
      .toSorted(byKey)
      .slice(0, paging.limit + 1);
    return rowsOf(store, first, { on, at, now });
  });
  if (rows.length === 0) return page.nothing;
  const ids = rows.map(({ id }) => id);
  const organIds = [...new Set(rows.map(({ organ_id }) => organ_id))];
  const done = await dispositionsOf(store, ids, on, at);
  const heads = await headsOf(store, organIds, at);
  const superiors = await superiorsOf(store, organIds, at);
  return page.close(
    rows,
    (row) => [row.open_from, row.id],
    (row) =>
      shown(row, on, {
        dispositions: done.get(row.id) ?? [],
        heads: heads.get(row.organ_id) ?? [],
        superiors: superiors.get(row.organ_id) ?? [],
      }),
  );
}

/** A finding of a page, before it is read whole: most that is looked at is not shown. */
interface FindingKey {
  readonly arm: FindingArm;
  readonly id: string;
  readonly open_from: LegalDate;
}

/** The first findings of one arm that fulfil conditions, in the order of the page. */
async function newestKeys(
  store: ReadStoreReader,
  arm: FindingArm,
  asked: MomentAsked & {
    readonly filter: FindingFilter;
    readonly conditions: readonly RawBuilder<SqlBool>[];
    readonly most: number;
    /** No finding of the page was complete after it. */
    readonly upTo: LegalDate;
  },
): Promise<readonly FindingKey[]> {
  const { filter, conditions, most, on, upTo, at, now } = asked;
  const newest = now ? upTo : await newestKnown(store, listedByDay[arm], upTo, at);
  const acted =
    filter.state === 'escalated' || filter.state === 'dismissed'
      ? actedOn({ on, at }, filter.state)
      : undefined;
  const { rows } = await sql<Omit<FindingKey, 'arm'>>`select f.id, f.open_from
    from (${findingRowsIn(arm, { on: newest, at, now }, { ...filter, acted })}) as f
    where ${sql.join(conditions, sql` and `)}
    order by f.open_from desc, f.id limit ${most}`.execute(store.queries);
  return rows.map((row) => ({ ...row, arm }));
}

/** The whole rows of the findings of a page, in its order. */
async function rowsOf(
  store: ReadStoreReader,
  keys: readonly FindingKey[],
  moment: MomentAsked,
): Promise<readonly FindingRow[]> {
  const found = await Promise.all(
    findingArms.map(async (arm) => {
      const ids = keys.filter((key) => key.arm === arm).map(({ id }) => id);
      if (ids.length === 0) return [];
      const { rows } = await sql<FindingRow>`${findingRowsIn(arm, moment, { ids })}`.execute(
        store.queries,
      );
      return rows;
    }),
  );
  return found.flat().toSorted(byKey);
}

/** So many organs are looked up one by one sooner than a list is searched for them. */
const fewOrgans = 20;

/** What an organ in sight answers for; of one case, where that is in scope, also what others do. */
async function inSight(
  store: ReadStoreReader,
  scope: Viewer,
  { case: caseId }: FindingFilter,
): Promise<RawBuilder<SqlBool>> {
  if (caseId !== undefined && (await isCaseInScope(store, scope, caseId)))
    return sql<SqlBool>`1 = 1`;
  return answeredBy(store, organsInScope(scope));
}

/** That one of these organs answers. Of few the rows are looked up; of many, rows are tried in the order of their days until the page is full. */
async function answeredBy(
  store: ReadStoreReader,
  organs: RawBuilder<unknown>,
): Promise<RawBuilder<SqlBool>> {
  const many = await isMoreThan(fewOrgans, organs, store);
  return sql<SqlBool>`${many ? sql`f.organ_id || ''` : sql`f.organ_id`} in ${organs}`;
}

/** The organs that name one in `supervisedBy`, as known at a position. */
function supervisedOrgans(superior: string, at: number): RawBuilder<unknown> {
  return sql`(select organ_id from organ_supervisors where supervisor_id = ${superior}
    and known_from <= ${at} and known_to > ${at})`;
}

const codesOfPersons: readonly FindingCode[] = ['S-14', 'S-15', 'S-17', 'S-21', 'S-36'];
const codesOfDuties: readonly FindingCode[] = [
  ...Object.values(dutyFailures),
  'S-16',
  'S-31',
  'S-34',
];

/** A finding is looked for where it can stand. */
function armsFor({ code: asked, id, kind }: FindingFilter): readonly FindingArm[] {
  const code = asked ?? findingCodes.find((one) => id?.startsWith(`${one}:`));
  const canBe = (codes: readonly FindingCode[]): boolean =>
    ofKind(codes, kind).some((one) => code === undefined || one === code);
  return [
    'findings',
    ...(canBe(codesOfPersons) ? (['person_findings'] as const) : []),
    ...(canBe(codesOfDuties) ? (['duties'] as const) : []),
  ];
}

function ofKind(
  codes: readonly FindingCode[],
  kind: FindingKind | undefined,
): readonly FindingCode[] {
  return kind === undefined ? codes : codes.filter((code) => findingRule(code).kind === kind);
}

/** The moment a question is asked for: a legal date, as known at a position. */
interface Moment {
  readonly on: LegalDate;
  readonly at: number;
}

interface MomentAsked extends Moment {
  /** Whether the position is that of what is known now. */
  readonly now: boolean;
}

/** The findings of one arm that were complete on a date, with the columns of a finding, as known at a position. */
export function findingRowsIn(
  arm: FindingArm,
  { on, at, now }: MomentAsked,
  {
    person,
    code,
    kind,
    id,
    ids = id === undefined ? undefined : [id],
    case: caseId,
    acted,
  }: Pick<FindingFilter, 'person' | 'code' | 'kind' | 'id' | 'case'> & {
    readonly ids?: readonly string[];
    /** A subquery of ids, as `actedOn` gives it. */
    readonly acted?: RawBuilder<unknown> | undefined;
  } = {},
): RawBuilder<unknown> {
  // Said so that the database walks along the days, newest first, and stops when a page is full.
  // Of duties, most of what was once known is known no more: where many are looked through, it is by
  // an index of what is.
  const many = [person, ids, caseId, acted].every((one) => one === undefined);
  const known = !now
    ? sql`known_from <= ${at} and known_to + 0 > ${at}`
    : arm === 'duties' && many
      ? sql.raw(whereStillKnown)
      : sql`known_to + 0 = ${sql.lit(stillKnown)}`;
  const among = (values: readonly string[]): RawBuilder<unknown> =>
    sql`and id in (${sql.join(values.map((one) => sql`${one}`))})`;
  if (arm !== 'duties')
    return sql`select ${sql.join(Object.keys(findingColumns).map((name) => sql.ref(name)))}
      from ${sql.table(arm)} where open_from <= ${on} and ${known}
      ${ids === undefined ? sql`` : among(ids)}
      ${acted === undefined ? sql`` : sql`and id in ${acted}`}`;
  const codes = code === undefined ? ofKind(codesOfDuties, kind) : [code];
  return sql`select failure || ':' || id as id, failure as code, ${kindOfDuties} as kind, case_id,
      subject_id, (select s.person_id from case_subjects s where s.case_id = duties.case_id
        and s.subject_id = duties.subject_id and s.known_from <= ${at} and s.known_to > ${at}) as person_id,
      decision_id, appeal_id, organ_id, failed_on as open_from, met_on as rectified_on,
      '["' || started_by || case when met_on <= ${on} then '","' || met_by else '' end || '"]' as facts
    from duties where ${sql.raw(whereEverFailed)} and failed_on <= ${on} and ${known}
      ${
        codes.length === codesOfDuties.length
          ? sql``
          : sql`and failure in (${sql.join(codes.map((one) => sql`${one}`))})`
      }
      ${ids === undefined ? sql`` : among(ids.map((one) => one.slice(codePrefix)))}
      ${
        acted === undefined
          ? sql``
          : sql`and id in (select substr(finding_id, ${sql.lit(codePrefix + 1)}) from ${acted} as acted)`
      }
      ${
        person === undefined
          ? sql``
          : sql`and case_id in (select case_id from case_subjects where person_id = ${person})`
      }`;
}

/** The id of a finding of a duty is its code, a colon and the id of the duty. */
const codePrefix = 'S-00:'.length;

const kindOfDuties = sql`case failure ${sql.join(
  findingRules.map(({ code, kind }) => sql`when ${sql.lit(code)} then ${sql.lit(kind)}`),
  sql` `,
)} end`;

function conditionsOf(
  { id, code, kind, organ, state, case: caseId, person }: FindingFilter,
  on: LegalDate,
  at: number,
): readonly RawBuilder<SqlBool>[] {
  const equal = (column: string, value: string | undefined): readonly RawBuilder<SqlBool>[] =>
    value === undefined ? [] : [sql<SqlBool>`${sql.ref(`f.${column}`)} = ${value}`];
  return [
    sql<SqlBool>`1 = 1`,
    ...equal('id', id),
    ...equal('code', code),
    ...equal('kind', kind),
    ...equal('organ_id', organ),
    ...equal('case_id', caseId),
    ...equal('person_id', person),
    ...(state === undefined ? [] : [inState(state, on, at)]),
  ];
}

/** The same as `stateOf`, said in SQL. */
function inState(state: FindingState, on: LegalDate, at: number): RawBuilder<SqlBool> {
  const done = (kind: 'escalated' | 'dismissed'): RawBuilder<SqlBool> =>
    disposed({ on, at }, sql`and x.kind = ${kind}`);
  switch (state) {
    case 'open':
      return sql<SqlBool>`f.rectified_on || '' > ${on} and ${notDisposedOf({ on, at })}`;
    case 'rectified':
      return sql<SqlBool>`f.rectified_on <= ${on} and ${notDisposedOf({ on, at })}`;
    case 'escalated':
      return done('escalated');
    case 'dismissed':
      return sql<SqlBool>`${done('dismissed')} and not ${done('escalated')}`;
  }
}

/** The condition that by a date no superior organ had acted on a finding, named `f`. */
function notDisposedOf(moment: Moment): RawBuilder<SqlBool> {
  return sql<SqlBool>`not ${disposed(moment, sql``)}`;
}

function disposed({ on, at }: Moment, more: RawBuilder<unknown>): RawBuilder<SqlBool> {
  return sql<SqlBool>`exists (select 1 from dispositions x where x.finding_id = f.id
    and x.on_date <= ${on} and x.known_from <= ${at} and x.known_to > ${at} ${more})`;
}

/** The ids of the findings that a superior organ had acted on by a date, as a subquery with the column `finding_id`. */
export function actedOn({ on, at }: Moment, kind?: 'escalated' | 'dismissed'): RawBuilder<unknown> {
  return sql`(select x.finding_id from dispositions x where x.on_date <= ${on}
    and x.known_from <= ${at} and x.known_to > ${at}
    ${kind === undefined ? sql`` : sql`and x.kind = ${kind}`})`;
}

function stateOf(
  { rectified_on }: FindingRow,
  dispositions: readonly DispositionShown[],
  on: LegalDate,
): FindingState {
  if (dispositions.some(({ kind }) => kind === 'escalated')) return 'escalated';
  if (dispositions.length > 0) return 'dismissed';
  return rectified_on <= on ? 'rectified' : 'open';
}

function afterKey([openFrom, id]: z.infer<typeof key>): RawBuilder<SqlBool> {
  return sql<SqlBool>`(f.open_from < ${openFrom} or (f.open_from = ${openFrom} and f.id > ${id}))`;
}

type Ordered = Pick<FindingRow, 'open_from' | 'id'>;

function byKey(a: Ordered, b: Ordered): number {
  if (a.open_from !== b.open_from) return a.open_from > b.open_from ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

const facts = z.array(z.string());

function shown(
  row: FindingRow,
  on: LegalDate,
  {
    dispositions,
    heads,
    superiors,
  }: {
    readonly dispositions: readonly DispositionShown[];
    readonly heads: readonly Head[];
    readonly superiors: readonly string[];
  },
): FindingShown {
  const code = row.code as FindingCode;
  return {
    id: row.id,
    code,
    kind: row.kind as FindingKind,
    state: stateOf(row, dispositions, on),
    clause: findingRule(code).clause,
    caseId: row.case_id,
    ...(row.subject_id === null ? {} : { subjectId: row.subject_id }),
    ...(row.person_id === null ? {} : { personId: row.person_id }),
    ...(row.decision_id === null ? {} : { decisionId: row.decision_id }),
    ...(row.appeal_id === null ? {} : { appealId: row.appeal_id }),
    organId: row.organ_id,
    head: headsOn({ heads }, row.open_from),
    superiors,
    facts: facts.parse(JSON.parse(row.facts)),
    openFrom: row.open_from,
    ...(row.rectified_on <= on ? { rectifiedOn: row.rectified_on } : {}),
    dispositions,
  };
}

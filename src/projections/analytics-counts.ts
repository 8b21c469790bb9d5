// What the datasets of the analytics count, read from the tables of the other questions: cases,
// decisions, appeals and duties, as known at a position, of the cases in a reader's sight.
import { sql, type RawBuilder } from 'kysely';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { dutyKinds, type DutyKind } from '../domain/case/duty.js';
import { progressCodes } from '../domain/case/progress.js';
import type { LegalDate } from '../domain/legal-date.js';
import { methodCodes } from '../domain/regulation/methods.js';
import { measuredSteps, type Grouping } from './analytics-columns.js';
import { casesInScope } from './case-list.js';
import { notLapsedBy } from './obligations.js';
import type { ReadStoreReader } from './read-store.js';
import { never } from './rows.js';
import type { Scope } from './registers.js';
import { Tally } from './tally.js';

/** What is asked of the counts, checked and with its defaults. */
export interface Counting {
  readonly store: Pick<ReadStoreReader, 'queries'>;
  readonly scope: Scope;
  /** The position it is known at. */
  readonly at: number;
  /** The first and the last day of the period. */
  readonly from: LegalDate | undefined;
  readonly to: LegalDate | undefined;
  readonly groupBy: Grouping | undefined;
  /** The day on which duties have the state they are counted in. */
  readonly on: LegalDate;
}

/** Tallies by what tells their rows apart: a clause, a step; one with an empty key where nothing does. */
export type Tallies = ReadonlyMap<string, Tally>;

/** So many duties of one kind do not stem from fewer than five cases: a case is registered with at most 100 subjects, and a kind is owed once or twice for each. */
const surelyEnough = 1_000;

function tallies(categories: number) {
  const found = new Map<string, Tally>();
  const of = (key: string): Tally => {
    let tally = found.get(key);
    if (tally === undefined) found.set(key, (tally = new Tally(categories)));
    return tally;
  };
  return { found: found as Tallies, of };
}

/** Rows of a table as known at the position, in the period by one of its dates, of cases in sight. */
function asked(
  { at, from, to, scope }: Counting,
  alias: string,
  date: string,
): RawBuilder<unknown> {
  const column = (name: string) => sql.ref(`${alias}.${name}`);
  return sql.join(
    [
      sql`${column('known_to')} > ${at} and ${column('known_from')} <= ${at}`,
      ...(from === undefined ? [] : [sql`${column(date)} >= ${from}`]),
      ...(to === undefined ? [] : [sql`${column(date)} <= ${to}`]),
      ...(scope === 'everything' ? [] : [sql`${column('case_id')} in ${casesInScope(scope)}`]),
    ],
    sql` and `,
  );
}

/** The label of the group a row belongs to; null where nothing is grouped, and where the row has none. */
function group(
  groupBy: Grouping | undefined,
  alias: string,
  date: string,
  of: Readonly<Record<string, string>> = {},
): RawBuilder<string | null> {
  const column = (name: string) => sql.ref(of[name] ?? `${alias}.${name}`);
  switch (groupBy) {
    case undefined:
      return sql<null>`null`;
    case 'organ':
      return sql<string>`${column('organ_id')}`;
    case 'month':
      return sql<string>`substr(${column(date)}, 1, 7)`;
    case 'year':
      return sql<string>`substr(${column(date)}, 1, 4)`;
    case 'severity':
    case 'track':
    case 'source':
      return sql<string>`coalesce(${column(groupBy)}, ${unknown})`;
  }
}

/** The group of what has no such mark: a case before its acceptance has no track. */
const unknown = 'none';

/** Cases received in the period, by the furthest step each has taken: categories as `progressCodes`. */
export async function countProgress(counting: Counting): Promise<Tally> {
  const tally = new Tally(progressCodes.length);
  const { rows } = await sql<{ label: string | null; progress: string; cases: number }>`
    select ${group(counting.groupBy, 'c', 'received_on')} as label, c.progress, count(*) as cases
    from cases as c where ${asked(counting, 'c', 'received_on')}
    group by 1, 2`.execute(counting.store.queries);
  for (const { label, progress, cases } of rows)
    tally.addDifferent(
      label,
      progressCodes.findIndex((one) => one === progress),
      cases,
    );
  return tally;
}

/** Cases received in the period. */
export async function countCases(counting: Counting): Promise<Tally> {
  const tally = new Tally(1);
  const { rows } = await sql<{ label: string | null; cases: number }>`
    select ${group(counting.groupBy, 'c', 'received_on')} as label, count(*) as cases
    from cases as c where ${asked(counting, 'c', 'received_on')}
    group by 1`.execute(counting.store.queries);
  for (const { label, cases } of rows) tally.addDifferent(label, 0, cases);
  return tally;
}

/** A decision as far as it is counted. */
interface DecisionRow {
  readonly label: string | null;
  readonly caseId: string;
  readonly subject: string;
  readonly kind: string;
  readonly accountable: number;
  readonly recommended: number | null;
  readonly severity: string | null;
  readonly heaviest: string | null;
  readonly grounds: string;
  readonly state: string;
}

/** Who a decision is about: the person, else the team or the unknown one, of this case alone. */
const subjectOfDecision = sql<string>`coalesce(d.person_id, d.case_id || ' ' || d.subject_id)`;

/** Decisions made in the period, those of appointing organs included. */
async function decisionsOf(counting: Counting): Promise<readonly DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    select ${group(counting.groupBy, 'd', 'on_date')} as label, d.case_id as "caseId",
      ${subjectOfDecision} as subject, d.kind, d.accountable, d.recommended, d.severity,
      d.heaviest, d.grounds, d.state
    from decisions as d where ${asked(counting, 'd', 'on_date')}`.execute(counting.store.queries);
  return rows;
}

const clauses = z.array(z.string());

/** The clauses of each list of grounds as stored; lists repeat, so each is parsed once. */
function clausesReader(): (grounds: string) => readonly string[] {
  const read = new Map<string, readonly string[]>();
  return (grounds) => {
    let found = read.get(grounds);
    if (found === undefined) read.set(grounds, (found = clauses.parse(JSON.parse(grounds))));
    return found;
  };
}

/** Decisions of ours that stand, by each clause they rest on: held to account, not held. */
export async function countGrounds(counting: Counting): Promise<Tallies> {
  const { found, of } = tallies(2);
  const clausesOf = clausesReader();
  for (const decision of await decisionsOf(counting)) {
    if (decision.state === 'revoked') continue;
    for (const clause of clausesOf(decision.grounds))
      of(clause).add(decision.label, decision.accountable === 1 ? 0 : 1, decision);
  }
  return found;
}

/** Decisions of ours to hold to account that stand, by clause and severity: categories as `methodCodes`, the heaviest of each decision. */
export async function countMethods(counting: Counting): Promise<Tallies> {
  const { found, of } = tallies(methodCodes.length);
  const clausesOf = clausesReader();
  for (const decision of await decisionsOf(counting)) {
    const { state, severity, heaviest, label } = decision;
    if (state === 'revoked' || severity === null || heaviest === null) continue;
    const category = methodCodes.findIndex((code) => code === heaviest);
    for (const clause of clausesOf(decision.grounds))
      of(`${clause} ${severity}`).add(label, category, decision);
  }
  return found;
}

/** What became of decisions; the first three hold to account. */
const rulingCategories = [
  'in-force',
  'modified',
  'revoked',
  'against-recommendation',
  'not-held',
] as const;

/** All decisions of the period, ours and those of appointing organs. */
export async function countRulings(counting: Counting): Promise<Tally> {
  const tally = new Tally(rulingCategories.length);
  for (const decision of await decisionsOf(counting)) {
    const { accountable, recommended, state, label } = decision;
    const category =
      accountable === 1 ? state : recommended === 1 ? 'against-recommendation' : 'not-held';
    tally.add(
      label,
      rulingCategories.findIndex((one) => one === category),
      decision,
    );
  }
  return tally;
}

export const appealCategories = [
  'pending',
  'withdrawn',
  'not-admitted',
  'upheld',
  'modified',
  'revoked',
] as const;

/** Appeals received in the period, by what became of them. */
export async function countAppeals(counting: Counting): Promise<Tally> {
  const tally = new Tally(appealCategories.length);
  const label = group(counting.groupBy, 'a', 'received_on', {
    severity: 'd.severity',
    track: 'd.track',
  });
  const { rows } = await sql<{
    label: string | null;
    caseId: string;
    subject: string;
    outcome: string | null;
    withdrawn: string | null;
  }>`
    select ${label} as label, a.case_id as "caseId", ${subjectOfDecision} as subject,
      a.outcome, a.withdrawn_on as withdrawn
    from appeals as a join decisions as d
      on d.case_id = a.case_id and d.decision_id = a.decision_id
      and d.known_to > ${counting.at} and d.known_from <= ${counting.at}
    where ${asked(counting, 'a', 'received_on')}`.execute(counting.store.queries);
  for (const appeal of rows) {
    const category = appeal.outcome ?? (appeal.withdrawn === null ? 'pending' : 'withdrawn');
    tally.add(
      appeal.label,
      appealCategories.findIndex((one) => one === category),
      appeal,
    );
  }
  return tally;
}

export const dutyCategories = ['done', 'done-late', 'open', 'overdue'] as const;

/** Names the cases where there are few enough for it to matter how many. */
const fewCases = sql<string | null>`case when count(*) < ${sql.lit(surelyEnough)}
  then string_agg(d.case_id, ' ') end`;

/** Counts what some cases brought: each of them, or all at once where they are surely enough. */
function addOfCases(
  tally: Tally,
  label: string | null,
  category: number,
  { count, cases }: { readonly count: number; readonly cases: string | null },
): void {
  if (cases === null) tally.addDifferent(label, category, count);
  else
    for (const caseId of cases.split(' ')) tally.add(label, category, { caseId, subject: caseId });
}

/**
 * Rows of duties, kind after kind: a whole city has some hundred thousand, and between two kinds
 * others get their turn. Who sees a part only is answered at once, for what is in sight is worked
 * out for each query. What is known at a position does not change meanwhile.
 */
async function ofEachKind<Row>(
  { store, scope }: Counting,
  kinds: readonly DutyKind[],
  query: (ofKinds: RawBuilder<unknown>) => RawBuilder<Row>,
): Promise<readonly Row[]> {
  const found: Row[] = [];
  for (const some of scope === 'everything' ? kinds.map((kind) => [kind]) : [kinds]) {
    // Named one by one, so that the index is searched for each.
    const named = sql`d.kind in (${sql.join(some.map((kind) => sql.lit(kind)))})`;
    const { rows } = await query(named).execute(store.queries);
    found.push(...rows);
    await setImmediate();
  }
  return found;
}

/**
 * Duties that began in the period and by the day they are asked for, by the state they have on it;
 * and whether any of a key, of all or of a group, has a date after which it is late.
 * @param keyOf under which key a kind is counted
 */
export async function countDuties(
  counting: Counting,
  keyOf: (kind: string) => string,
): Promise<{
  readonly duties: Tallies;
  readonly canBeLate: (key: string, group: string | null) => boolean;
}> {
  const { found, of } = tallies(dutyCategories.length);
  const dated = new Set<string>();
  const { on } = counting;
  // The same as `dutyStateOn`, said in SQL.
  const state = sql<string>`case
    when d.met_on <= ${on} then case when d.met_on > d.late_after then 'done-late' else 'done' end
    when d.late_after < ${on} then 'overdue' else 'open' end`;
  interface Row {
    readonly kind: string;
    readonly label: string | null;
    readonly state: string;
    readonly dated: number;
    readonly count: number;
    readonly cases: string | null;
  }
  const rows = await ofEachKind(
    counting,
    dutyKinds,
    (ofKinds) => sql<Row>`
    select d.kind, ${group(counting.groupBy, 'd', 'started_on')} as label, ${state} as state,
      max(case when d.late_after = ${never} then 0 else 1 end) as dated, count(*) as count, ${fewCases} as cases
    from duties as d
    where ${ofKinds} and ${asked(counting, 'd', 'started_on')} and d.started_on <= ${on}
      and ${notLapsedBy(on)}
    group by 1, 2, 3`,
  );
  for (const row of rows) {
    const category = dutyCategories.findIndex((one) => one === row.state);
    const key = keyOf(row.kind);
    addOfCases(of(key), row.label, category, row);
    if (row.dated === 1)
      for (const label of [null, row.label]) dated.add(JSON.stringify([key, label]));
  }
  return {
    duties: found,
    canBeLate: (key, label) => dated.has(JSON.stringify([key, label])),
  };
}

/** How many steps took how many days. */
export type Days = ReadonlyMap<number, number>;

/** Steps completed in the period, by step; and how long they took, by step, of all and of each group. */
export async function countDurations(counting: Counting): Promise<{
  readonly completed: Tallies;
  readonly daysOf: (step: string, group: string | null) => Days;
}> {
  const { found, of } = tallies(1);
  const days = new Map<string, Map<number, number>>();
  const note = (step: string, label: string | null, took: number, times: number): void => {
    const key = JSON.stringify([step, label]);
    const noted = days.get(key) ?? new Map<number, number>();
    days.set(key, noted.set(took, (noted.get(took) ?? 0) + times));
  };
  interface Row {
    readonly step: string;
    readonly label: string | null;
    readonly took: number;
    readonly count: number;
    readonly cases: string | null;
  }
  const rows = await ofEachKind(
    counting,
    measuredSteps,
    (ofKinds) => sql<Row>`
    select d.kind as step, ${group(counting.groupBy, 'd', 'met_on')} as label,
      d.took_days as took, count(*) as count, ${fewCases} as cases
    from duties as d
    where ${ofKinds} and ${asked(counting, 'd', 'met_on')} and d.took_days is not null
    group by 1, 2, 3`,
  );
  for (const { step, label, took, ...row } of rows) {
    addOfCases(of(step), label, 0, row);
    note(step, null, took, row.count);
    if (label !== null) note(step, label, took, row.count);
  }
  return {
    completed: found,
    daysOf: (step, label) => days.get(JSON.stringify([step, label])) ?? new Map(),
  };
}

// What has to be done, by whom and by when, and what was done late: the duties of every case, as
// they stand on any date, as known at any moment (M1 Art. 4, 19–27; M2 Art. 7).
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { dutiesBeforeDecision } from '../domain/case/duties-before-decision.js';
import { appealFields, dutiesOfAppeal } from '../domain/case/duties-of-appeal.js';
import { dutiesOfDecision } from '../domain/case/duties-of-decision.js';
import { dutiesOf } from '../domain/case/duties.js';
import {
  dutyClauses,
  dutyDerivation,
  dutyStateOn,
  failedOn,
  lateAfter,
  type Duty,
  type DutyKind,
  type DutyState,
} from '../domain/case/duty.js';
import type { CaseState } from '../domain/case/state.js';
import { daysBetween, type LegalDate } from '../domain/legal-date.js';
import type { Derivation } from '../domain/regulation/periods.js';
import { casesKnown, casesSeen, type CasesSeen } from './case-list.js';
import { askedAt, openPage, type Page, type Paging } from './cursor.js';
import { failureClass, notMetClass, rangesOf, walked, type DutyRange } from './failure-class.js';
import { newestKnown, type ListedByDay } from './newest-known.js';
import type { ReadStoreReader } from './read-store.js';
import type { Scope } from './registers.js';
import {
  monthOf,
  never,
  partsOf,
  partsOfEach,
  stillKnown,
  table,
  whereStillKnown,
  type Known,
  type RowOf,
} from './rows.js';

/** What a list in the order of due dates asks of a duty. */
const listed = ['due_on', 'id', 'kind', 'started_on', 'met_on', 'late_after', 'lapsed'] as const;

/** Duties that were a failure, or will be one if they are not done. Not said as a bound: of two bounds of a column SQLite takes the first alone. */
export const whereEverFailed = `failed_on <> '${never}'`;
/** Of these, what is known of them now. */
const whereFailed = `${whereStillKnown} and ${whereEverFailed}`;

/** Duties that have a date. */
const whereDated = `due_on <> '${never}'`;
const byDueDate: ListedByDay = { table: 'duties', day: 'due_on', where: whereDated };

/** Duties that nobody can be late with yet, though they have a date (I-9). */
const whereProvisional = 'provisional = 1';

const duties = table({
  name: 'duties',
  columns: {
    id: 'text',
    case_id: 'text',
    kind: 'text',
    subject_id: 'text?',
    decision_id: 'text?',
    appeal_id: 'text?',
    /** The organ that answers for it. */
    organ_id: 'text',
    started_on: 'text',
    /** Event ids. */
    started_by: 'text',
    /** The legal date first recorded, where a clerical correction changed it. */
    started_recorded_on: 'text?',
    /** `9999-12-31` where the measures give no date. */
    due_on: 'text',
    provisional: 'integer',
    /** From `due_on` on; `9999-12-31` where nobody can be late, as while the date is provisional (I-9). */
    late_after: 'text',
    watch_on: 'text?',
    /** `9999-12-31` until it is met. */
    met_on: 'text',
    met_by: 'text?',
    met_recorded_on: 'text?',
    /** 1 where it was not done, and is owed no longer from `met_on` on. */
    lapsed: 'integer',
    /** What supervision calls it, and since when: `9999-12-31` where it was done in time. */
    failure: 'text',
    failed_on: 'text',
    /** How long it was one (failure-class.ts). */
    failure_class: 'integer',
    /** Calendar days from its first day to the one it was met on, where it is. */
    took_days: 'integer?',
  },
  keyLength: 1,
  indexes: [
    ['case_id'],
    // In the order of a page, class by class: all that lists ask of a duty before it is shown.
    { columns: ['failure_class', ...listed], where: whereStillKnown },
    { columns: ['organ_id', 'failure_class', ...listed], where: whereStillKnown },
    // The same as known at a position.
    [...listed, 'known_from', 'known_to', 'organ_id'],
    {
      columns: [...listed, 'known_from', 'known_to', 'organ_id'],
      where: whereProvisional,
    },
    { columns: [monthOf('due_on'), 'known_from'], where: whereDated },
    // All that findings ask of a duty before it is shown; and which were known at a position. The
    // first column is the same in all rows: by it SQLite prefers the smaller index.
    {
      columns: ['known_to', 'failed_on', 'id', 'met_on', 'failure', 'organ_id'],
      where: whereFailed,
    },
    { columns: ['organ_id', 'failure', 'failed_on', 'met_on', 'id'], where: whereFailed },
    {
      columns: ['failed_on', 'known_from', 'known_to', 'met_on', 'failure', 'organ_id'],
      where: whereEverFailed,
    },
    { columns: [monthOf('failed_on'), 'known_from'], where: whereEverFailed },
    // All that statistics ask of a duty.
    [
      'kind',
      'known_to',
      'organ_id',
      'started_on',
      'met_on',
      'late_after',
      'took_days',
      'lapsed',
      'case_id',
    ],
  ],
});

export type DutyTables = { readonly duties: Known<RowOf<typeof duties.columns>> };

const ofTheCase = partsOf<CaseState>();
const ofEachDecision = partsOfEach<CaseState, 'decisions'>('decisions');
const ofEachAppeal = partsOfEach<CaseState, 'appeals'>('appeals');

export const obligationParts = [
  ...dutiesBeforeDecision.map(({ reads, of }) =>
    ofTheCase(duties, reads, (state) => of(state).map((duty) => dutyRow(state.caseId, duty))),
  ),
  ...dutiesOfDecision.map(({ reads, besides, of }) =>
    ofEachDecision(duties, reads, besides, (decision, state) =>
      of(decision, state).map((duty) => dutyRow(state.caseId, duty)),
    ),
  ),
  ofEachAppeal(duties, appealFields, ['caseId', 'decisions'], (appeal, state) =>
    dutiesOfAppeal(appeal, state).map((duty) => dutyRow(state.caseId, duty)),
  ),
];

function dutyRow(caseId: string, duty: Duty): RowOf<typeof duties.columns> {
  const failed = failedOn(duty);
  return {
    id: duty.id,
    case_id: caseId,
    kind: duty.kind,
    subject_id: duty.subjectId ?? null,
    decision_id: duty.decisionId ?? null,
    appeal_id: duty.appealId ?? null,
    organ_id: duty.organId,
    started_on: duty.started.on,
    started_by: duty.started.eventId,
    started_recorded_on: duty.started.recordedOn ?? null,
    due_on: duty.dueOn ?? never,
    provisional: duty.provisional ? 1 : 0,
    late_after: lateAfter(duty) ?? never,
    watch_on: duty.watchOn ?? null,
    met_on: duty.met?.on ?? never,
    met_by: duty.met?.eventId ?? null,
    met_recorded_on: duty.met?.recordedOn ?? null,
    lapsed: duty.lapsed ? 1 : 0,
    failure: duty.failure,
    failed_on: failed ?? never,
    failure_class: failureClass(failed, duty.met?.on),
    took_days: duty.met && !duty.lapsed ? daysBetween(duty.started.on, duty.met.on) : null,
  };
}

export interface ObligationFilter {
  readonly state?: DutyState | undefined;
  /** The organ that answers. */
  readonly organ?: string | undefined;
  readonly kind?: DutyKind | undefined;
  readonly case?: string | undefined;
  /** The date asked for; a later page keeps that of the first. */
  readonly on?: LegalDate | undefined;
}

/** A duty as clients read it (API.md, "Shapes"). */
export interface Obligation {
  readonly id: string;
  readonly kind: DutyKind;
  readonly caseId: string;
  /** Absent where the duty is one of the whole case. */
  readonly subjectId?: string;
  readonly decisionId?: string;
  readonly appealId?: string;
  readonly organId: string;
  readonly clause: string;
  readonly startedOn: LegalDate;
  readonly startedBy: string;
  /** The date first recorded, where it was corrected: both are shown. */
  readonly startedRecordedOn?: LegalDate;
  readonly dueOn: LegalDate | null;
  readonly provisional: boolean;
  readonly derivation: Derivation | null;
  readonly watchOn?: LegalDate;
  readonly metOn?: LegalDate;
  readonly metBy?: string;
  readonly metRecordedOn?: LegalDate;
  readonly state: DutyState;
}

/** All duties of one case with the state they have on a date, as the case file shows them. */
export function obligationsOf(state: CaseState, on: LegalDate): readonly Obligation[] {
  return dutiesOf(state)
    .filter(({ lapsed, met }) => !lapsed || met === undefined || met.on > on)
    .map((duty) => obligation(dutyRow(state.caseId, duty), on));
}

const key = z.tuple([z.string(), z.string()]);

/**
 * Duties that had begun on a date, the first due first, those without a date last.
 * @param today the date when the filter names none
 * @throws InvalidCursor
 */
export async function listObligations(
  store: ReadStoreReader,
  scope: Scope,
  filter: ObligationFilter,
  paging: Paging,
  today: LegalDate,
): Promise<Page<Obligation>> {
  const page = openPage(['obligations', scope, filter], key, paging, store, filter.on ?? today);
  const { on, at } = page;
  const seen = await casesSeen(store, scope);
  const rows = await askedAt(store, at, async (now) => {
    const ids = await idsOf(store, {
      filter,
      seen: now ? seen : await casesKnown(store, seen, at),
      after: page.after,
      most: paging.limit + 1,
      on,
      at,
      now,
      fromTodayOn: on >= today,
    });
    return ids.length === 0 ? [] : rowsOf(store, ids, at);
  });
  return page.close(
    rows,
    (row) => [row.due_on, row.id],
    (row) => obligation(row, on),
  );
}

interface Asked {
  readonly filter: ObligationFilter;
  readonly seen: CasesSeen;
  readonly after: z.infer<typeof key> | undefined;
  readonly most: number;
  readonly on: LegalDate;
  readonly at: number;
  /** Whether what is asked for is what is known now. */
  readonly now: boolean;
  /** Nothing is met after today. */
  readonly fromTodayOn: boolean;
}

/** The duties of a page in its order, before they are read whole: most that is looked at is not shown. */
async function idsOf(store: ReadStoreReader, asked: Asked): Promise<readonly string[]> {
  const { filter, seen, on, at, now, fromTodayOn, most } = asked;
  // The duties of a few cases are soon looked through, whatever their class.
  const few = filter.case !== undefined || seen.howMany === 'few';
  const known = now
    ? few
      ? sql`d.known_to + 0 = ${sql.lit(stillKnown)}`
      : sql.raw(`d.${whereStillKnown}`)
    : sql`d.known_from <= ${at} and d.known_to + 0 > ${at}`;
  const conditions = [...conditionsOf(asked), ...inSight(seen)];
  // Each comes in the order of the page: they are merged as far as it reaches.
  const ranges = few
    ? [{}]
    : now
      ? rangesOf(filter.state, on, fromTodayOn)
      : walked(filter.state, on, await newestKnown(store, byDueDate, never, at));
  const arms = ranges.map(
    (range) => sql`select d.due_on, d.id from duties as d
      where ${sql.join([known, ...within(range, asked), ...conditions], sql` and `)}`,
  );
  // Worked out once for all classes.
  const organs =
    seen.organs === undefined
      ? sql``
      : sql`with organs_in_sight (organ_id) as materialized ${seen.organs}`;
  const { rows } = await sql<{ id: string }>`${organs} ${sql.join(arms, sql` union all `)}
    order by due_on, id limit ${most}`.execute(store.queries);
  return rows.map(({ id }) => id);
}

function inSight({ howMany, condition }: CasesSeen): readonly RawBuilder<unknown>[] {
  switch (howMany) {
    case 'all':
      return [];
    case 'few':
      return [condition('d.case_id')];
    case 'many':
      // Whose case it is stands in the row alone, which is read where all that an index holds fits.
      return [
        sql`exists (select 1 from duties as whose where whose.id = d.id
          and whose.known_from = d.known_from
          and ${condition('whose.case_id', sql`(select organ_id from organs_in_sight)`)})`,
      ];
  }
}

function within(
  { class: of, dueFrom, dueTo, provisionalBefore }: DutyRange,
  { after }: Asked,
): readonly RawBuilder<unknown>[] {
  // One bound, for an index takes no more.
  const first = [dueFrom, after?.[0]]
    .filter((day) => day !== undefined)
    .toSorted()
    .at(-1);
  return [
    ...(of === undefined ? [] : [sql`d.failure_class = ${of}`]),
    ...(provisionalBefore === undefined
      ? []
      : [sql`${sql.raw(whereProvisional)} and d.due_on < ${provisionalBefore}`]),
    ...(first === undefined ? [] : [sql`d.due_on >= ${first}`]),
    ...(dueTo === undefined ? [] : [sql`d.due_on <= ${dueTo}`]),
  ];
}

function conditionsOf({
  filter: { state, organ, kind, case: caseId },
  after,
  on,
  now,
  fromTodayOn,
}: Asked): readonly RawBuilder<unknown>[] {
  const equal = (column: RawBuilder<unknown>, value: string | undefined) =>
    value === undefined ? [] : [sql`${column} = ${value}`];
  return [
    sql`d.started_on <= ${on}`,
    ...equal(sql`d.organ_id`, organ),
    // Not by the index of kinds, which is not in the order of the page.
    ...equal(sql`d.kind || ''`, kind),
    ...equal(sql`d.case_id`, caseId),
    notLapsedBy(on),
    ...(state === undefined ? [] : [dutyInState(state, on, now && fromTodayOn)]),
    ...(after === undefined ? [] : [sql`(d.due_on > ${after[0]} or d.id > ${after[1]})`]),
  ];
}

/** What lapsed is no duty any more from that day on: a condition of duties, named `d`. */
export function notLapsedBy(on: LegalDate): RawBuilder<unknown> {
  return sql`(d.lapsed = 0 or d.met_on > ${on})`;
}

/**
 * The same as `dutyStateOn`, said in SQL of duties, named `d`.
 * @param openNow nothing is recorded as having happened after today, so from today on what is not
 *   met yet has no date: one class
 */
export function dutyInState(
  state: DutyState,
  on: LegalDate,
  openNow: boolean,
): RawBuilder<unknown> {
  const unmet = openNow ? sql`d.failure_class = ${notMetClass}` : sql`d.met_on > ${on}`;
  switch (state) {
    case 'open':
      return sql`${unmet} and d.late_after >= ${on}`;
    case 'overdue':
      // The due date bounds what an index is searched for.
      return sql`${unmet} and d.due_on < ${on} and d.late_after < ${on}`;
    case 'done':
      return sql`d.met_on <= ${on} and d.met_on <= d.late_after`;
    case 'done-late':
      return sql`d.met_on <= ${on} and d.due_on < ${on} and d.met_on > d.late_after`;
  }
}

/** The whole rows of duties as known at a position, in the order of a page. */
async function rowsOf(
  store: ReadStoreReader,
  ids: readonly string[],
  at: number,
): Promise<readonly DutyTables['duties'][]> {
  return store.queries
    .withTables<DutyTables>()
    .selectFrom('duties')
    .selectAll()
    .where('id', 'in', ids)
    .where('known_from', '<=', at)
    .where(sql<number>`known_to + 0`, '>', at)
    .orderBy('due_on')
    .orderBy('id')
    .execute();
}

function obligation(row: RowOf<typeof duties.columns>, on: LegalDate): Obligation {
  const kind = row.kind as DutyKind;
  const date = (stored: LegalDate) => (stored === never ? undefined : stored);
  const metOn = date(row.met_on);
  return {
    id: row.id,
    kind,
    caseId: row.case_id,
    ...(row.subject_id === null ? {} : { subjectId: row.subject_id }),
    ...(row.decision_id === null ? {} : { decisionId: row.decision_id }),
    ...(row.appeal_id === null ? {} : { appealId: row.appeal_id }),
    organId: row.organ_id,
    clause: dutyClauses[kind],
    startedOn: row.started_on,
    startedBy: row.started_by,
    ...(row.started_recorded_on === null ? {} : { startedRecordedOn: row.started_recorded_on }),
    dueOn: date(row.due_on) ?? null,
    provisional: row.provisional === 1,
    derivation: dutyDerivation(kind, row.started_on) ?? null,
    ...(row.watch_on === null ? {} : { watchOn: row.watch_on }),
    ...(metOn === undefined || metOn > on || row.met_by === null
      ? {}
      : {
          metOn,
          metBy: row.met_by,
          ...(row.met_recorded_on === null ? {} : { metRecordedOn: row.met_recorded_on }),
        }),
    state: dutyStateOn(on, { late: date(row.late_after), metOn }),
  };
}

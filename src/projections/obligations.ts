// What has to be done, by whom and by when, and what was done late: the duties of every case, as
// they stand on any date, as known at any moment (M1 Art. 4, 19–27; M2 Art. 7).
import { sql, type ExpressionBuilder, type ExpressionWrapper, type SqlBool } from 'kysely';
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
import { inScope } from './case-list.js';
import { askedAt, openPage, type Page, type Paging } from './cursor.js';
import { failureClass, notMetClass, overdueRanges, type FailureRange } from './failure-class.js';
import type { ReadStoreReader } from './read-store.js';
import type { Scope } from './registers.js';
import { partsOf, partsOfEach, stillKnown, table, type Known, type RowOf } from './rows.js';

/** Stands where there is no date: later than every date, so that dates compare and sort without NULL. */
export const never = '9999-12-31';

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
    ['known_to', 'failure_class', 'due_on', 'id', 'met_on', 'late_after'],
    ['due_on', 'met_on', 'known_from', 'known_to', 'late_after'],
    ['organ_id', 'known_to', 'failure_class', 'due_on', 'id', 'met_on', 'late_after'],
    ['case_id'],
    // All that findings ask of a duty before it is shown; and which were known at a position.
    ['known_to', 'failed_on', 'id', 'met_on', 'failure', 'organ_id'],
    ['failed_on', 'known_from', 'known_to', 'met_on', 'failure', 'organ_id'],
    // All that statistics ask of a duty.
    ['kind', 'known_to', 'organ_id', 'started_on', 'met_on', 'late_after', 'took_days', 'case_id'],
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
    failure: duty.failure,
    failed_on: failed ?? never,
    failure_class: failureClass(failed, duty.met?.on),
    took_days: duty.met ? daysBetween(duty.started.on, duty.met.on) : null,
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
  return dutiesOf(state).map((duty) => obligation(dutyRow(state.caseId, duty), on));
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
  const { state, organ, kind, case: caseId } = filter;
  const sight = await inScope(store, scope, 'd.case_id');
  const fromTodayOn = on >= today;
  const asked = (now: boolean, range?: FailureRange) => {
    let query = store.queries
      .withTables<DutyTables>()
      .selectFrom('duties as d')
      .selectAll('d')
      .where('d.started_on', '<=', on)
      .where(sight);
    query = now
      ? query.where('d.known_to', '=', stillKnown)
      : // Said so that the database walks along the due dates and stops when the page is full.
        query.where('d.known_from', '<=', at).where(sql<number>`d.known_to + 0`, '>', at);
    if (state !== undefined) query = query.where((where) => inState(where, state, on, fromTodayOn));
    if (range !== undefined) query = query.where('d.failure_class', '=', range.class);
    if (range?.dueFrom !== undefined) query = query.where('d.due_on', '>=', range.dueFrom);
    if (organ !== undefined) query = query.where('d.organ_id', '=', organ);
    if (kind !== undefined) query = query.where('d.kind', '=', kind);
    if (caseId !== undefined) query = query.where('d.case_id', '=', caseId);
    if (page.after === undefined) return query;
    const [dueOn, id] = page.after;
    return (
      query
        // Said apart, for an index takes no more of the two.
        .where('d.due_on', '>=', dueOn)
        .where((where) => where.or([where('d.due_on', '>', dueOn), where('d.id', '>', id)]))
    );
  };
  const ask = (now: boolean): Promise<DutyTables['duties'][]> => {
    // The duties of one case are soon looked through, whatever their class.
    const ranges =
      now && state === 'overdue' && caseId === undefined ? overdueRanges(on, fromTodayOn) : [];
    const [first, ...more] = ranges.map((range) => asked(now, range));
    // Each class comes in the order of the page: they are merged as far as it reaches.
    return more
      .reduce((all, one) => all.unionAll(one), first ?? asked(now))
      .orderBy('due_on')
      .orderBy('id')
      .limit(paging.limit + 1)
      .execute();
  };
  const rows = await askedAt(store, at, ask);
  return page.close(
    rows,
    (row) => [row.due_on, row.id],
    (row) => obligation(row, on),
  );
}

type Duties = ExpressionBuilder<{ d: DutyTables['duties'] }, 'd'>;

/**
 * The same as `dutyStateOn`, said in SQL. Nothing is recorded as having happened after today, so
 * from today on what is not met yet has no date: one class, which an index gives in due order.
 */
function inState(
  where: Duties,
  state: DutyState,
  on: LegalDate,
  fromTodayOn: boolean,
): ExpressionWrapper<{ d: DutyTables['duties'] }, 'd', SqlBool> {
  const unmet = fromTodayOn
    ? where('d.failure_class', '=', notMetClass)
    : where('d.met_on', '>', on);
  const met = where('d.met_on', '<=', on);
  switch (state) {
    case 'open':
      return where.and([unmet, where('d.late_after', '>=', on)]);
    case 'overdue':
      // The due date bounds what an index is searched for.
      return where.and([unmet, where('d.due_on', '<', on), where('d.late_after', '<', on)]);
    case 'done':
      return where.and([met, where('d.met_on', '<=', where.ref('d.late_after'))]);
    case 'done-late':
      return where.and([met, where('d.met_on', '>', where.ref('d.late_after'))]);
  }
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

// The statistics once more, as simply as they can be said: fold every case, list everything that is
// counted, and count it. No SQL, no tables, nothing withheld.
import { foldCase } from '../../src/domain/case/fold.js';
import { dutiesOf } from '../../src/domain/case/duties.js';
import { dutyStateOn, lateAfter } from '../../src/domain/case/duty.js';
import type { CaseState } from '../../src/domain/case/state.js';
import { daysBetween } from '../../src/domain/legal-date.js';
import { heaviest } from '../../src/domain/regulation/methods.js';
import { policiesOf } from '../../src/domain/regulation/policy.js';
import type { Cell, Question } from '../../src/projections/analytics.js';
import { measuredSteps, type Grouping } from '../../src/projections/analytics-columns.js';
import type { History } from './history.js';

/** The cases as known at a position, of those that an organ in sight registered. */
export function casesKnown(
  history: History,
  position: number,
  sight: readonly string[],
): readonly CaseState[] {
  const states = new Map<string, CaseState>();
  const fold = foldCase(policiesOf([]));
  for (const [index, { stream, event }] of history.told.slice(0, position).entries())
    if (stream.startsWith('case-'))
      states.set(stream, fold(states.get(stream), { ...event, position: String(index + 1) }));
  return [...states.values()].filter(({ registration }) => sight.includes(registration.at.organ));
}

/** One thing that is counted. */
export interface Thing {
  readonly key: readonly string[];
  /** What it can be grouped by. */
  readonly labels: { readonly [G in Grouping]?: string };
  /** The date that the period bounds. */
  readonly date: string;
  /** Of all that is counted with it, each falls into one category. */
  readonly category: string;
  /** The measures it counts for, with its category's. */
  readonly counts: readonly string[];
  readonly caseId: string;
  readonly subject: string;
  readonly days?: number;
  readonly canBeLate?: boolean;
}

/** Everything a dataset counts; the tables of a dataset that has several. */
export function thingsOf(
  { dataset, on }: Question,
  states: readonly CaseState[],
): readonly (readonly Thing[])[] {
  const all = <T>(of: (state: CaseState) => readonly T[]): T[] => states.flatMap(of);
  switch (dataset) {
    case 'funnel':
      return [all(progress)];
    case 'grounds':
      return [
        all(rulings).flatMap((ruling) =>
          ruling.state === 'revoked'
            ? []
            : ruling.grounds.map((clause) => {
                const category = ruling.accountable ? 'heldToAccount' : 'notHeld';
                return { ...ruling, key: [clause], category, counts: ['decisions', category] };
              }),
        ),
      ];
    case 'methods':
      return [
        all(rulings).flatMap((ruling) => {
          const { state, accountable, severity, grounds, methods } = ruling;
          if (state === 'revoked' || !accountable || severity === undefined) return [];
          const category = heaviest(methods);
          return grounds.map((clause) => {
            return {
              ...ruling,
              key: [clause, severity],
              category,
              counts: ['decisions', category],
            };
          });
        }),
      ];
    case 'durations':
      return [
        all((state) =>
          duties(state).flatMap(({ kind, met, lapsed, started, organId, subject, caseId }) => {
            if (met === undefined || lapsed || !measuredSteps.some((step) => step === kind))
              return [];
            return {
              ...{
                key: [kind],
                caseId,
                subject,
                date: met.on,
                days: daysBetween(started.on, met.on),
              },
              ...{ labels: dated(met.on, organId), category: 'all', counts: ['completed'] },
            };
          }),
        ),
      ];
    case 'appeals':
      return [all(appeals)];
    case 'organs':
      return [
        all(progress).map((thing) => ({ ...thing, category: 'all', counts: ['cases'] })),
        all(rulings).map((ruling) => ({ ...ruling, ...whatBecameOf(ruling) })),
        dutyThings(states, on).map((thing) => ({ ...thing, key: [] })),
      ];
    case 'timeliness':
      return [dutyThings(states, on)];
  }
}

function dated(on: string, organ: string): Thing['labels'] {
  return { organ, month: on.slice(0, 7), year: on.slice(0, 4) };
}

function progress(state: CaseState): Thing[] {
  const { caseId, registration, acceptances, initiations, reports, recommendations } = state;
  const { proposals, rulings: ruled, decisions, outcomes, acceptance, declination } = state;
  const stands = decisions.some((decision) => decision.accountable && decision.state !== 'revoked');
  const lastWords = new Map(outcomes.map((one) => [`${String(one.round)} ${one.subjectId}`, one]));
  const taken = [
    ['received', true],
    ['accepted', acceptances.length > 0],
    ['initiated', initiations.length > 0],
    ['reported', reports.length > 0],
    ['recommended', recommendations.length + proposals.length > 0],
    ['decided', ruled.length > 0],
    ['heldToAccount', stands || [...lastWords.values()].some(({ accountable }) => accountable)],
  ] as const;
  const furthest = taken.findLastIndex(([, was]) => was);
  const declined = furthest === 0 && declination !== undefined;
  const labels = {
    ...dated(registration.receivedOn, acceptance?.organId ?? registration.receivedBy),
    source: registration.source,
    track: acceptance?.track ?? 'none',
  };
  return [
    {
      ...{ key: [], labels, date: registration.receivedOn, caseId, subject: caseId },
      category: declined ? 'declined' : String(furthest),
      counts: declined
        ? ['received', 'declined']
        : taken.slice(0, furthest + 1).map(([name]) => name),
    },
  ];
}

function rulings(state: CaseState) {
  const { caseId, subjects, decisions, outcomes } = state;
  const person = (subjectId: string) =>
    subjects.find((subject) => subject.subjectId === subjectId)?.personId ??
    `${caseId} ${subjectId}`;
  const recommended = (subjectId: string, before: string) =>
    state.recommendations
      .filter(({ at }) => Number(at.position) < Number(before))
      .flatMap((one) => one.recommendations)
      .findLast((one) => one.subjectId === subjectId)?.accountable === true;
  const ours = decisions.map((decision) => ({
    ...decision,
    labels: {
      ...dated(decision.on, decision.organId),
      severity: decision.severity ?? 'none',
      track: decision.track ?? 'none',
    },
    date: decision.on,
  }));
  const theirs = outcomes.map((outcome, index) => ({
    ...outcome,
    ...{ decisionId: outcome.at.eventId, grounds: [], severity: undefined },
    state: outcomes.some((one, at) => at > index && one.subjectId === outcome.subjectId)
      ? ('revoked' as const)
      : ('in-force' as const),
    labels: { ...dated(outcome.on, outcome.organId), severity: 'none', track: 'proposal-only' },
    date: outcome.on,
  }));
  return [...ours, ...theirs].map((one) => ({
    ...{ decisionId: one.decisionId, state: one.state, accountable: one.accountable },
    ...{ severity: one.severity, grounds: one.grounds, methods: one.methods },
    ...{ labels: one.labels, date: one.date, caseId, subject: person(one.subjectId), key: [] },
    recommended: recommended(one.subjectId, one.at.position),
  }));
}

function whatBecameOf({
  accountable,
  recommended,
  state,
}: ReturnType<typeof rulings>[number]): Pick<Thing, 'category' | 'counts'> {
  const category = accountable ? state : recommended ? 'againstRecommendation' : 'notHeld';
  return { category, counts: ['decisions', category, ...(accountable ? ['heldToAccount'] : [])] };
}

function appeals(state: CaseState): Thing[] {
  const decided = rulings(state);
  return state.appeals.map(({ decisionId, on, outcome, withdrawal }) => {
    const decision = decided.find((one) => one.decisionId === decisionId);
    const became =
      outcome?.outcome === 'not-admitted'
        ? 'notAdmitted'
        : (outcome?.outcome ?? (withdrawal ? 'withdrawn' : 'pending'));
    const { caseId } = state;
    const labels = { ...decision?.labels, ...dated(on, decision?.labels.organ ?? '') };
    const counts = ['lodged', became];
    const subject = decision?.subject ?? '';
    return { key: [], labels, date: on, category: became, counts, caseId, subject };
  });
}

function duties(state: CaseState) {
  const { caseId } = state;
  return dutiesOf(state).map((duty) => ({ ...duty, caseId, subject: caseId }));
}

function dutyThings(states: readonly CaseState[], on: string): Thing[] {
  return states.flatMap(duties).flatMap((duty): Thing[] => {
    const { kind, organId, started, met, lapsed, caseId, subject } = duty;
    if (started.on > on || (lapsed && met !== undefined && met.on <= on)) return [];
    const late = lateAfter(duty);
    const state = dutyStateOn(on, { late, metOn: met?.on });
    const category = state === 'done-late' ? 'doneLate' : state;
    const labels = dated(started.on, organId);
    const counts = ['duties', category];
    const canBeLate = late !== undefined;
    return [
      { key: [kind], labels, date: started.on, category, counts, caseId, subject, canBeLate },
    ];
  });
}

/** Of these things, how many count for a measure; a share or days of what they are made of. */
export function measured(things: readonly Thing[], measure: string): Cell {
  const count = (...names: readonly string[]) =>
    things.filter(({ counts }) => counts.some((name) => names.includes(name))).length;
  const rate = (part: number, whole: number) =>
    whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000;
  const within = (part: number): Cell => {
    const days = things.flatMap((thing) => thing.days ?? []).toSorted((a, b) => a - b);
    return days[Math.ceil(part * days.length) - 1] ?? null;
  };
  switch (measure) {
    case 'overturnRate':
      return rate(count('modified', 'revoked'), count('upheld', 'modified', 'revoked'));
    case 'inTimeRate':
      if (!things.some(({ canBeLate }) => canBeLate === true)) return null;
      return rate(count('done'), count('done', 'doneLate', 'overdue'));
    case 'medianDays':
      return within(0.5);
    case 'p90Days':
      return within(0.9);
    default:
      return count(measure);
  }
}

/** How few different cases or persons things stem from. */
export function stemFrom(things: readonly Thing[]): number {
  return Math.min(
    new Set(things.map(({ caseId }) => caseId)).size,
    new Set(things.map(({ subject }) => subject)).size,
  );
}

// What became of every row: the shape of the report, and how it is counted. No name of a person is
// in it and no word of the register's text, only numbers of rows and codes.
import type { PlannedCase, PlannedRow, Why } from './planned-case.js';

/** What the service did with one act. */
export interface SentAct {
  readonly act: string;
  readonly outcome: 'recorded' | 'refused' | 'not-sent';
  /** Rules of the measures that were broken, acknowledged and recorded with the act. */
  readonly irregularities: readonly string[];
  /** Code of the refusal, with the paths it names; of what was not sent, the act that failed before. */
  readonly because?: string;
  /** An earlier run had recorded it. */
  readonly replayed: boolean;
}

export interface LoadedRow {
  readonly row: string;
  readonly caseId: string;
  readonly date: string;
  readonly kinds: readonly string[];
  readonly outcome: 'recorded' | 'recorded-irregular' | 'refused' | 'not-recorded';
  readonly why?: Why;
  readonly acts: readonly SentAct[];
}

type Counts = Readonly<Record<string, number>>;

export interface Report {
  readonly register: {
    readonly cases: number;
    readonly rows: number;
    readonly persons: number;
  };
  readonly recorded: {
    readonly cases: number;
    readonly persons: number;
    readonly acts: number;
    readonly replayed: number;
  };
  readonly outcomes: Counts;
  readonly why: Counts;
  readonly refusals: Counts;
  readonly kinds: Counts;
  readonly acts: Counts;
  readonly irregularities: Counts;
  readonly rows: readonly LoadedRow[];
}

/** What became of one row, of all that was sent for it. */
export function loadedRow(
  { caseId }: PlannedCase,
  { row, date, kinds, why }: PlannedRow,
  acts: readonly SentAct[],
): LoadedRow {
  const common = { row, caseId, date, kinds, acts };
  if (why !== undefined) return { ...common, outcome: 'not-recorded', why };
  if (acts.some(({ outcome }) => outcome !== 'recorded')) return { ...common, outcome: 'refused' };
  const irregular = acts.some(({ irregularities }) => irregularities.length > 0);
  return { ...common, outcome: irregular ? 'recorded-irregular' : 'recorded' };
}

export function reportOf(cases: readonly PlannedCase[], rows: readonly LoadedRow[]): Report {
  const sent = rows.flatMap(({ acts }) => acts);
  const recorded = sent.filter(({ outcome }) => outcome === 'recorded');
  const stands = new Set(
    rows.filter(({ acts }) => acts.some(isRegistration)).map(({ caseId }) => caseId),
  );
  const persons = (some: readonly PlannedCase[]): number =>
    new Set(some.map(({ personId }) => personId)).size;
  return {
    register: { cases: cases.length, rows: rows.length, persons: persons(cases) },
    recorded: {
      cases: stands.size,
      persons: persons(cases.filter(({ caseId }) => stands.has(caseId))),
      acts: recorded.length,
      replayed: recorded.filter(({ replayed }) => replayed).length,
    },
    outcomes: counted(rows.map(({ outcome }) => outcome)),
    why: counted(rows.flatMap(({ why }) => why ?? [])),
    refusals: counted(sent.flatMap(({ because }) => because ?? [])),
    kinds: counted(rows.flatMap(({ kinds }) => (kinds.length === 0 ? ['free-text'] : kinds))),
    acts: counted(recorded.map(({ act }) => act)),
    irregularities: counted(recorded.flatMap(({ irregularities }) => irregularities)),
    rows,
  };
}

function isRegistration({ act, outcome }: SentAct): boolean {
  return act === 'register' && outcome === 'recorded';
}

/** How often each, the most frequent first. */
export function counted(codes: readonly string[]): Counts {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return Object.fromEntries(
    [...counts].toSorted(([a, many], [b, more]) => more - many || (a < b ? -1 : 1)),
  );
}

// Statistics for dashboards: aggregates of the cases in a reader's sight, in any period, as known
// at any position. Nobody is named in them, and no group of fewer than five cases or persons is
// shown (small-groups.ts), so that analysts may read them (API.md, Identity).
import { progressCodes } from '../domain/case/progress.js';
import type { LegalDate } from '../domain/legal-date.js';
import { methodCodes } from '../domain/regulation/methods.js';
import type { Position } from '../ledger/event.js';
import {
  dataset,
  groupColumns,
  type Column,
  type DatasetName,
  type Grouping,
} from './analytics-columns.js';
import {
  appealCategories,
  countAppeals,
  countCases,
  countDuties,
  countDurations,
  countGrounds,
  countMethods,
  countProgress,
  countRulings,
  dutyCategories,
  type Counting,
} from './analytics-counts.js';
import { widestScope } from './case-list.js';
import { knownAt } from './cursor.js';
import type { ReadStoreReader } from './read-store.js';
import type { Scope } from './registers.js';
import { daysWithin, share, Tally, together, type ShownLine, type ShownTally } from './tally.js';

/** What somebody wants to know. */
export interface Question {
  readonly dataset: DatasetName;
  /** First and last day of the period; what they bound: analytics-columns.ts. */
  readonly from?: LegalDate | undefined;
  readonly to?: LegalDate | undefined;
  /** One that the dataset can be grouped by. */
  readonly groupBy?: Grouping | undefined;
  /** The day on which duties have the state that is counted. */
  readonly on: LegalDate;
  /** Known at this position; now when left out. */
  readonly knownAt?: Position | undefined;
}

/** A code, a count, days or a share; null where it is withheld, and where there is nothing to say it of. */
export type Cell = string | number | null;

export interface Statistics {
  readonly dataset: DatasetName;
  readonly from: LegalDate | null;
  readonly to: LegalDate | null;
  /** Only where the dataset is one of a day. */
  readonly on?: LegalDate;
  readonly knownAt: Position;
  readonly groupBy: Grouping | null;
  readonly columns: readonly Column[];
  readonly rows: readonly Readonly<Record<string, Cell>>[];
  /** How many counts are withheld, those of rows that are left out included. */
  readonly suppressed: number;
}

/** The rows of one key: its codes, what may be shown of its tallies, and how measures follow from them. */
interface Block {
  readonly key: readonly string[];
  readonly tallies: readonly ShownTally[];
  /** The measures in the order of the columns, from a line of each tally. */
  readonly measures: (lines: readonly ShownLine[], label: string | null) => readonly Cell[];
}

/** Answers a question. The same question is answered alike to all who have the same cases in sight. */
export async function statistics(
  store: ReadStoreReader,
  scope: Scope,
  question: Question,
): Promise<Statistics> {
  const { dataset: name, from, to, on } = question;
  const { always, keys, measures, onADay } = dataset(name);
  const groupBy = question.groupBy ?? always;
  const at = knownAt(store, question.knownAt);
  const sight = await widestScope(store, scope);
  const blocks = await counted[name]({ store, scope: sight, at, from, to, groupBy, on });
  const columns = [...(groupBy === undefined ? [] : [groupColumns[groupBy]]), ...keys, ...measures];
  const rows = blocks.flatMap((block) => rowsOf(block, groupBy !== undefined));
  return {
    dataset: name,
    from: from ?? null,
    to: to ?? null,
    ...(onADay ? { on } : {}),
    knownAt: String(at),
    groupBy: groupBy ?? null,
    columns,
    rows: rows
      .toSorted(byCodes(columns.filter(({ unit }) => unit === 'code').length))
      .map((row) =>
        Object.fromEntries(columns.map(({ name: of }, index) => [of, row[index] ?? null])),
      ),
    suppressed: blocks
      .flatMap(({ tallies }) => tallies)
      .reduce(
        (sum, { withheldOfGroups, withheldOfTotal }) =>
          sum + (groupBy === undefined ? withheldOfTotal : withheldOfGroups),
        0,
      ),
  };
}

function rowsOf({ key, tallies, measures }: Block, grouped: boolean): (readonly Cell[])[] {
  if (!grouped) {
    const lines = tallies.map(({ total }) => total);
    const shows = lines.flat().some((count) => count !== null && count > 0);
    return shows || key.length === 0 ? [[...key, ...measures(lines, null)]] : [];
  }
  const labels = new Set(tallies.flatMap(({ groups }) => [...groups.keys()]));
  return [...labels].map((label) => {
    // Where nothing of a group is shown, nothing is said of it, not even that there is nought.
    const lines = tallies.map(({ groups, total }) => groups.get(label) ?? total.map(() => null));
    return [label, ...key, ...measures(lines, label)];
  });
}

function byCodes(codes: number) {
  return (a: readonly Cell[], b: readonly Cell[]): number => {
    for (let index = 0; index < codes; index += 1) {
      const [one, other] = [String(a[index]), String(b[index])];
      if (one !== other) return one < other ? -1 : 1;
    }
    return 0;
  };
}

/** How each dataset is counted. */
const counted: Readonly<Record<DatasetName, (counting: Counting) => Promise<readonly Block[]>>> = {
  async funnel(counting) {
    const tally = await countProgress(counting);
    const declined = progressCodes.indexOf('declined');
    // Steps that are not taken in order count as taken: what has come as far as a step or further.
    const asFarAs = (line: ShownLine, step: number) =>
      together(line, [...Array(declined).keys()].slice(step));
    return [
      one([tally.shown()], ([line = []]) => [
        line.at(-1) ?? null,
        line[declined] ?? null,
        ...[1, 2, 3, 4, 5, 6].map((step) => asFarAs(line, step)),
      ]),
    ];
  },

  async grounds(counting) {
    return [...(await countGrounds(counting))].map(([clause, tally]) => ({
      key: [clause],
      tallies: [tally.shown()],
      measures: ([line = []]) => [line.at(-1) ?? null, line[0] ?? null, line[1] ?? null],
    }));
  },

  async methods(counting) {
    return [...(await countMethods(counting))].map(([key, tally]) => ({
      key: key.split(' '),
      tallies: [tally.shown()],
      measures: ([line = []]) => [
        line.at(-1) ?? null,
        ...methodCodes.map((_, index) => line[index] ?? null),
      ],
    }));
  },

  async durations(counting) {
    const { completed, daysOf } = await countDurations(counting);
    return [...completed].map(([step, tally]) => ({
      key: [step],
      tallies: [tally.shown()],
      measures: ([line = []], label) => {
        const count = line[0] ?? null;
        if (count === null || count === 0) return [count, null, null];
        const days = daysOf(step, label);
        return [count, daysWithin(0.5, days) ?? null, daysWithin(0.9, days) ?? null];
      },
    }));
  },

  async appeals(counting) {
    const tally = await countAppeals(counting);
    return [
      one([tally.shown()], ([line = []]) => [
        line.at(-1) ?? null,
        ...appealCategories.map((_, index) => line[index] ?? null),
        share(together(line, [4, 5]), together(line, [3, 4, 5])),
      ]),
    ];
  },

  async organs(counting) {
    const cases = await countCases(counting);
    const rulings = await countRulings(counting);
    const { duties } = await countDuties(counting, () => '');
    const ofDuties = duties.get('') ?? new Tally(dutyCategories.length);
    const tallies = [cases, rulings, ofDuties].map((tally) => tally.shown());
    return [
      one(tallies, ([ofCases = [], ofRulings = [], ofDuties = []]) => [
        ofCases[0] ?? null,
        ofRulings.at(-1) ?? null,
        together(ofRulings, [0, 1, 2]),
        ...[1, 2, 3, 4].map((category) => ofRulings[category] ?? null),
        ...dutyMeasures(ofDuties),
      ]),
    ];
  },

  async timeliness(counting) {
    const { duties, canBeLate } = await countDuties(counting, (kind) => kind);
    return [...duties].map(([kind, tally]) => ({
      key: [kind],
      tallies: [tally.shown()],
      measures: ([line = []], label) => [
        ...dutyMeasures(line),
        // Where nothing can be late, nothing is in time.
        canBeLate(kind, label) ? share(line[0] ?? null, together(line, [0, 1, 3])) : null,
      ],
    }));
  },
};

function dutyMeasures(line: ShownLine): readonly Cell[] {
  return [line.at(-1) ?? null, ...dutyCategories.map((_, index) => line[index] ?? null)];
}

function one(tallies: readonly ShownTally[], measures: Block['measures']): Block {
  return { key: [], tallies, measures };
}

// Counting for statistics: so many of each category in each group, and from how few cases or
// persons each count stems. What of it may be shown: small-groups.ts.
import { leastShown, withhold, type Counted } from './small-groups.js';

/** What a count stems from: each case and each person is noticed once. */
export interface Unit {
  readonly caseId: string;
  /** Who it is about, across cases; the case itself where it is about nobody alone. */
  readonly subject: string;
}

/** Counts of one line, category by category, as shown: null where withheld. With more than one category their sum comes last. */
export type ShownLine = readonly (number | null)[];

/** What may be shown of a tally. */
export interface ShownTally {
  /** The groups of which anything is shown, by their label. */
  readonly groups: ReadonlyMap<string, ShownLine>;
  readonly total: ShownLine;
  /** How many counts of groups are withheld. */
  readonly withheldOfGroups: number;
  /** How many of the total. */
  readonly withheldOfTotal: number;
}

class Count {
  count = 0;
  /** How many there are at least that none of the sets names. */
  private others = 0;
  /** Different ones, noticed until there are enough. */
  private readonly cases = new Set<string>();
  private readonly subjects = new Set<string>();

  add({ caseId, subject }: Unit): void {
    this.count += 1;
    if (this.cases.size < leastShown) this.cases.add(caseId);
    if (this.subjects.size < leastShown) this.subjects.add(subject);
  }

  addDifferent(count: number): void {
    this.count += count;
    this.others += count;
  }

  counted(): Counted {
    const named = Math.min(this.cases.size, this.subjects.size);
    return { count: this.count, from: this.others + named };
  }
}

/** Counts of one thing in each category, by group and of all groups together. */
export class Tally {
  private readonly groups = new Map<string, readonly Count[]>();
  private readonly total: readonly Count[];

  /** @param categories how many; each thing counted falls into exactly one */
  constructor(private readonly categories: number) {
    this.total = this.line();
  }

  /** Counts one thing of a category; without a group where none is asked for. */
  add(group: string | null, category: number, unit: Unit): void {
    for (const one of this.places(group, category)) one.add(unit);
  }

  /** Counts so many things that stem from as many cases, or from enough for their number to be shown. */
  addDifferent(group: string | null, category: number, count: number): void {
    for (const one of this.places(group, category)) one.addDifferent(count);
  }

  shown(): ShownTally {
    const counts = [...this.groups.values()].map(countedLine);
    const total = countedLine(this.total);
    const hidden = withhold({ groups: counts, total });
    const groups = new Map<string, ShownLine>();
    for (const [index, label] of [...this.groups.keys()].entries()) {
      const line = shownLine(counts[index] ?? [], hidden.groups[index] ?? []);
      if (line.some((count) => count !== null && count > 0)) groups.set(label, line);
    }
    return {
      groups,
      total: shownLine(total, hidden.total),
      withheldOfGroups: hidden.groups.flat().filter(Boolean).length,
      withheldOfTotal: hidden.total.filter(Boolean).length,
    };
  }

  private line(): readonly Count[] {
    const width = this.categories > 1 ? this.categories + 1 : 1;
    return Array.from({ length: width }, () => new Count());
  }

  /** Of all together and of the group, each: the category and the sum. */
  private places(group: string | null, category: number): readonly Count[] {
    const lines = [this.total];
    if (group !== null) {
      let line = this.groups.get(group);
      if (line === undefined) this.groups.set(group, (line = this.line()));
      lines.push(line);
    }
    const places: Count[] = [];
    for (const line of lines) {
      const [one, sum] = [line[category], line[this.categories]];
      if (one) places.push(one);
      if (sum) places.push(sum);
    }
    return places;
  }
}

function countedLine(line: readonly Count[]): readonly Counted[] {
  return line.map((count) => count.counted());
}

function shownLine(counts: readonly Counted[], hidden: readonly boolean[]): ShownLine {
  return counts.map(({ count }, index) => (hidden[index] === true ? null : count));
}

/**
 * The sum of some categories of a line, where what is shown says it: they themselves, or the sum of
 * all with every other one. Only what is shown goes into it, so it gives nothing away.
 */
export function together(line: ShownLine, categories: readonly number[]): number | null {
  const all = line.slice(0, -1);
  const these = sumOf(all.filter((_, index) => categories.includes(index)));
  if (these !== null) return these;
  const others = sumOf(all.filter((_, index) => !categories.includes(index)));
  const sum = line.at(-1) ?? null;
  return others === null || sum === null ? null : sum - others;
}

function sumOf(counts: ShownLine): number | null {
  return counts.reduce<number | null>(
    (sum, count) => (sum === null || count === null ? null : sum + count),
    0,
  );
}

/** A share with four decimals, where both counts are shown and there is anything to share. */
export function share(part: number | null, whole: number | null): number | null {
  if (part === null || whole === null || whole === 0) return null;
  return Math.round((part / whole) * 10_000) / 10_000;
}

/**
 * The number of days within which a part of what was done was done: the least number that at least
 * this part of all does not exceed (nearest rank). Undefined of nothing.
 * @param days how often each number of days occurred
 */
export function daysWithin(part: number, days: ReadonlyMap<number, number>): number | undefined {
  const sorted = [...days].toSorted(([a], [b]) => a - b);
  const all = sorted.reduce((sum, [, times]) => sum + times, 0);
  let within = 0;
  return sorted.find(([, times]) => (within += times) >= part * all)?.[0];
}

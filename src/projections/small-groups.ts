// Which counts of a table may be shown when groups of fewer than five cases or persons may not:
// those that are too small, and as many others as it takes that no total gives a small one away.

/** The fewest cases, and the fewest persons, that a count shown stems from. */
export const leastShown = 5;

/** A count with how many different cases or persons it stems from, whichever are fewer. */
export interface Counted {
  readonly count: number;
  readonly from: number;
}

/**
 * The counts of each group, category by category, and those of all groups together. Where there is
 * more than one category, the last count of each line is the sum of the others.
 */
export interface CountTable {
  readonly groups: readonly (readonly Counted[])[];
  readonly total: readonly Counted[];
}

/** For each count of a table, in the same places, whether it is withheld. */
export interface Withheld {
  readonly groups: readonly (readonly boolean[])[];
  readonly total: readonly boolean[];
}

/**
 * Withholds every count that stems from one to four cases or persons (primary suppression), and
 * what would give one away (secondary suppression). Nought is shown: it speaks of nobody.
 *
 * Every line of the table, a group with its sum or a category over all groups, is a sum of which
 * the reader knows all that is shown. So in each line with anything withheld
 * - at least two counts are withheld, else the one is what the others leave of the total;
 * - those withheld add up to five at least, for together they are a group as well;
 * - they could have other values: not all of them one, the least that is withheld, and not all of
 *   them four, the most, unless a larger one is withheld among them.
 * The same holds of all counts of all groups and their sum. The next smallest count is withheld
 * until that is so, then the line's own total. Lines together
 * can still give a count away, where it is the only bridge between two parts of what is withheld:
 * then another one of its line goes too. What cannot be protected otherwise is not shown at all.
 *
 * The counts of all groups together are judged first, and by themselves: the same question without
 * groups shows them, so what is withheld of groups must hold against that answer. For the same
 * reason the answer is the same for every reader with the same cases in sight.
 */
export function withhold({ groups, total }: CountTable): Withheld {
  const counts = [...groups, total];
  const hidden = counts.map((line) => line.map(isSmall));
  const table = new HiddenTable(counts, hidden);
  table.protectTotals();
  if (!table.protectGroups()) table.hideGroups();
  return { groups: hidden.slice(0, -1), total: hidden.at(-1) ?? [] };
}

function isSmall({ from }: Counted): boolean {
  return from > 0 && from < leastShown;
}

/** Where a count stands: its line and its column. */
type Place = readonly [line: number, column: number];

/** A sum: its parts, and the place of their total; whether the total may be withheld too. */
interface Sum {
  readonly parts: readonly Place[];
  readonly total: Place;
  readonly totalGiven: boolean;
}

class HiddenTable {
  private readonly totals: number;
  private readonly width: number;

  constructor(
    private readonly counts: readonly (readonly Counted[])[],
    private readonly hidden: boolean[][],
  ) {
    this.totals = counts.length - 1;
    this.width = counts[this.totals]?.length ?? 0;
  }

  /** The line of all groups together, which nothing else is known about. */
  protectTotals(): void {
    if (this.width > 1) while (this.hideOneMore(this.across(this.totals)));
  }

  /** Withholds of the groups what has to be; false where that is not enough. */
  protectGroups(): boolean {
    const sums = [
      ...(this.width > 1 ? this.range(this.totals).map((line) => this.across(line)) : []),
      ...this.range(this.width).map((column) => this.down(column)),
      ...(this.width > 1 ? [this.whole()] : []),
    ];
    for (;;) {
      while (sums.map((sum) => this.hideOneMore(sum)).includes(true));
      if (sums.some((sum) => !this.isSafe(sum))) return false;
      const bridge = this.width > 1 ? this.bridge() : undefined;
      if (bridge === undefined) return true;
      const [line, column] = bridge;
      const beside = line === this.totals ? [] : [this.across(line)];
      const next = [...beside, this.down(column)].map((sum) => this.next(sum));
      const found = next.find((places) => places.length > 0);
      if (found === undefined) return false;
      for (const place of found) this.hide(place);
    }
  }

  hideGroups(): void {
    for (const line of this.hidden.slice(0, this.totals)) line.fill(true);
  }

  private range(length: number): number[] {
    return Array.from({ length }, (_, index) => index);
  }

  private across(line: number): Sum {
    const parts = this.range(this.width - 1).map((column): Place => [line, column]);
    return { parts, total: [line, this.width - 1], totalGiven: false };
  }

  private down(column: number): Sum {
    const parts = this.range(this.totals).map((line): Place => [line, column]);
    return { parts, total: [this.totals, column], totalGiven: true };
  }

  /** Every count of every group together. */
  private whole(): Sum {
    const parts = this.range(this.totals).flatMap((line) => this.across(line).parts);
    return { parts, total: [this.totals, this.width - 1], totalGiven: true };
  }

  private isHidden([line, column]: Place): boolean {
    return this.hidden[line]?.[column] ?? false;
  }

  private hide([line, column]: Place): void {
    const row = this.hidden[line];
    if (row) row[column] = true;
  }

  private at([line, column]: Place): Counted {
    return this.counts[line]?.[column] ?? { count: 0, from: 0 };
  }

  private isSafe({ parts, total }: Sum): boolean {
    const withheld = parts.filter((place) => this.isHidden(place)).map((place) => this.at(place));
    if (this.isHidden(total)) return withheld.length > 0;
    if (withheld.length === 0) return true;
    const sum = withheld.reduce((added, { count }) => added + count, 0);
    const from = withheld.reduce((added, counted) => added + counted.from, 0);
    const largerAmong = withheld.some((counted) => !isSmall(counted));
    return (
      withheld.length > 1 &&
      from >= leastShown &&
      sum > withheld.length &&
      (largerAmong || sum < withheld.length * (leastShown - 1))
    );
  }

  /** Withholds one more count of a sum that is not safe; false where it is, or nothing is left. */
  private hideOneMore(sum: Sum): boolean {
    if (this.isSafe(sum)) return false;
    const next = this.next(sum);
    for (const place of next) this.hide(place);
    return next.length > 0;
  }

  /** What is best withheld next of a sum: the smallest counts, then the total, then what is nought. Equal ones go together, for which of them went would tell where the small one is. */
  private next({ parts, total, totalGiven }: Sum): readonly Place[] {
    const shown = parts.filter((place) => !this.isHidden(place));
    const counted = shown.filter((place) => this.at(place).count > 0);
    const smallest = Math.min(...counted.map((place) => this.at(place).count));
    if (counted.length > 0) return counted.filter((place) => this.at(place).count === smallest);
    return totalGiven || this.isHidden(total) ? shown : [total];
  }

  /**
   * A withheld count that the sums together give away. In a table with all its sums a count is
   * determined by them exactly if it is a bridge of the graph that joins the line and the column
   * of each count withheld: found by depth-first search (Tarjan 1974).
   */
  private bridge(): Place | undefined {
    const vertices = this.counts.length + this.width;
    const joined = Array.from({ length: vertices }, (): number[] => []);
    for (const line of this.range(this.counts.length))
      for (const column of this.range(this.width))
        if (this.isHidden([line, column])) {
          joined[line]?.push(this.counts.length + column);
          joined[this.counts.length + column]?.push(line);
        }
    const reached: number[] = [];
    const lowest: number[] = [];
    let found: Place | undefined;
    let time = 0;
    const visit = (vertex: number, from: number): void => {
      const now = (reached[vertex] = lowest[vertex] = time++);
      for (const next of joined[vertex] ?? []) {
        if (next === from) continue;
        const before = reached[next];
        if (before === undefined) visit(next, vertex);
        lowest[vertex] = Math.min(lowest[vertex] ?? now, before ?? lowest[next] ?? now);
        if (before === undefined && (lowest[next] ?? 0) > now) {
          const [line, column] = vertex < next ? [vertex, next] : [next, vertex];
          found ??= [line, column - this.counts.length];
        }
      }
    };
    for (const vertex of this.range(vertices)) if (reached[vertex] === undefined) visit(vertex, -1);
    return found;
  }
}

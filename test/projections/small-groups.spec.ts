import fc from 'fast-check';
import {
  leastShown,
  withhold,
  type Counted,
  type CountTable,
} from '../../src/projections/small-groups.js';

/** A table of counts that each stem from as many cases. */
function tableOf(cells: readonly (readonly number[])[]): CountTable {
  const summed = cells.map((line) => (line.length > 1 ? [...line, sum(line)] : line));
  const width = summed[0]?.length ?? 0;
  const total = Array.from({ length: width }, (_, column) =>
    sum(summed.map((l) => l[column] ?? 0)),
  );
  const counted = (count: number): Counted => ({ count, from: count });
  return { groups: summed.map((line) => line.map(counted)), total: total.map(counted) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

/** What a reader sees of a table: null where a count is withheld; a group of which nothing is shown is not there. */
function shownOf(table: CountTable): { lines: (number | null)[][]; total: (number | null)[] } {
  const { groups, total } = withhold(table);
  const line = (counts: readonly Counted[], hidden: readonly boolean[] | undefined) =>
    counts.map(({ count }, index) => (hidden?.[index] === true ? null : count));
  return {
    lines: table.groups.map((counts, index) => line(counts, groups[index])),
    total: line(table.total, total),
  };
}

const single = (...cells: number[]) => shownOf(tableOf([cells])).total;

describe('counts of small groups', () => {
  it('are withheld from one to four on; nought and five are shown', () => {
    expect(shownOf(tableOf([[0], [5], [9]])).lines).toStrictEqual([[0], [5], [9]]);
    expect(single(4)).toStrictEqual([null]);
  });

  it('take the next smallest with them, so that the total does not give them away', () => {
    expect(single(3, 7, 20)).toStrictEqual([null, null, 20, 30]);
    expect(shownOf(tableOf([[3], [7], [20]]))).toStrictEqual({
      lines: [[null], [null], [20]],
      total: [30],
    });
  });

  it('need no other where two of them hide each other, unless together they are a small group as well', () => {
    expect(single(3, 4, 20)).toStrictEqual([null, null, 20, 27]);
    expect(single(1, 2, 20, 30)).toStrictEqual([null, null, null, 30, 53]);
  });

  it('take the total with them where every one is as small, or as large, as what is withheld can be', () => {
    expect(single(1, 1, 1, 1, 1)).toStrictEqual([null, null, null, null, null, null]);
    expect(single(4, 4)).toStrictEqual([null, null, null]);
    expect(single(4, 4, 9)).toStrictEqual([null, null, null, 17]);
  });

  it('are judged by persons or cases, not by what is counted', () => {
    const counted = { count: 12, from: 2 };
    expect(withhold({ groups: [[counted]], total: [counted] }).groups).toStrictEqual([[true]]);
  });

  it('are not shown at all where nothing else keeps them from being given away', () => {
    const ones = tableOf([[1], [1], [1], [1], [1], [1]]);
    expect(withhold(ones)).toStrictEqual({ groups: ones.groups.map(() => [true]), total: [false] });
  });
});

describe('what a table shows', () => {
  const cells = fc
    .tuple(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 2, max: 6 }))
    .chain(([lines, columns]) => {
      const count = fc.oneof(fc.nat(9), fc.nat(9), fc.constant(0), fc.integer({ min: 5, max: 60 }));
      const line = fc.array(count, { minLength: columns, maxLength: columns });
      return fc.array(line, { minLength: lines, maxLength: lines });
    });

  it('withholds every count of one to four', () => {
    fc.assert(
      fc.property(cells, (counts) => {
        const { lines, total } = shownOf(tableOf(counts));
        const small = [...lines, total].flat().filter((c) => c !== null && c > 0 && c < leastShown);
        expect(small).toStrictEqual([]);
      }),
    );
  });

  it('does not give away a withheld count by its sums, however they are combined', () => {
    fc.assert(
      fc.property(cells, (counts) => {
        const { lines, total } = shownOf(tableOf(counts));
        expect(givenAway([...lines, total])).toStrictEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['of one line', 1, 4, 12],
    ['of groups alone', 5, 1, 10],
    ['of groups and categories', 2, 2, 12],
    ['of three groups and two categories', 3, 2, 8],
  ])(
    'leaves every withheld count open to a reader who knows that nought is shown: %s',
    (_, lines, columns, most) => {
      const tables = allTables(lines, columns, most);
      const determined = tables.filter(({ numbers, places }) => {
        // Of a table of which no total is shown there are more than are tried here.
        if (places.at(-1) === null || nothingOfGroups(places, columns)) return false;
        const knows = numbers.every((number, at) => places[at] !== null || number > 0);
        const possible = tables.filter((other) =>
          places.every((shown, at) =>
            shown === null ? !knows || (other.numbers[at] ?? 0) > 0 : shown === other.numbers[at],
          ),
        );
        return places.some(
          (shown, at) =>
            shown === null && possible.every((other) => other.numbers[at] === numbers[at]),
        );
      });
      expect(determined.map(({ places }) => places)).toStrictEqual([]);
    },
  );

  it.each([
    ['of one line', 1, 4, 14],
    ['of groups alone', 4, 1, 14],
  ])(
    'leaves every small count open also to a reader who knows how counts are chosen: %s',
    (_, lines, columns, most) => {
      const tables = allTables(lines, columns, most);
      const alike = new Map<string, Tabled[]>();
      for (const table of tables) {
        const shown = JSON.stringify(table.places);
        alike.set(shown, [...(alike.get(shown) ?? []), table]);
      }
      const determined = [...alike.values()].filter((possible) => {
        const { numbers = [], places = [] } = possible[0] ?? {};
        if (places.at(-1) === null || nothingOfGroups(places, columns)) return false;
        return places.some(
          (shown, at) =>
            shown === null &&
            (numbers[at] ?? 0) < leastShown &&
            possible.every((other) => other.numbers[at] === numbers[at]),
        );
      });
      expect(determined.map(([first]) => first)).toStrictEqual([]);
    },
  );
});

/** A table as it is and as it is shown, place by place: the groups, then all of them together. */
interface Tabled {
  readonly numbers: readonly number[];
  readonly places: readonly (number | null)[];
}

/** Every table of so many groups and categories that adds up to no more than so much. */
function allTables(lines: number, columns: number, most: number): readonly Tabled[] {
  return [...countsUpTo(lines * columns, most)].map((flat) => {
    const at = (line: number) => flat.slice(line * columns, (line + 1) * columns);
    const table = tableOf(Array.from({ length: lines }, (_, line) => at(line)));
    const shown = shownOf(table);
    return {
      numbers: [...table.groups, table.total].flat().map(({ count }) => count),
      places: [...shown.lines, shown.total].flat(),
    };
  });
}

/** Groups of which nothing is shown are not in the answer: nobody sees which they are. */
function nothingOfGroups(places: readonly (number | null)[], columns: number): boolean {
  const width = columns > 1 ? columns + 1 : 1;
  const ofGroups = places.slice(0, -width);
  return ofGroups.length > width && ofGroups.every((shown) => shown === null);
}

/** Every list of so many counts that adds up to no more than so much. */
function* countsUpTo(length: number, most: number): Generator<number[]> {
  if (length === 0) yield [];
  else
    for (let first = 0; first <= most; first += 1)
      for (const rest of countsUpTo(length - 1, most - first)) yield [first, ...rest];
}

/**
 * The places of withheld counts that the sums determine, by elimination: a count is determined if
 * the sums, as linear equations of what is withheld, have a combination in which it stands alone.
 */
function givenAway(lines: readonly (readonly (number | null)[])[]): number[] {
  const width = lines[0]?.length ?? 0;
  const hidden = lines.flat().flatMap((count, place) => (count === null ? [place] : []));
  const equation = (parts: readonly number[], total: number): number[] =>
    hidden.map((place) => (place === total ? -1 : parts.includes(place) ? 1 : 0));
  const places = (length: number) => Array.from({ length }, (_, index) => index);
  const equations = [
    ...places(lines.length).map((line) =>
      equation(
        places(width - 1).map((column) => line * width + column),
        line * width + width - 1,
      ),
    ),
    ...places(width).map((column) =>
      equation(
        places(lines.length - 1).map((line) => line * width + column),
        (lines.length - 1) * width + column,
      ),
    ),
  ];
  const reduced = reducedRows(equations);
  return hidden.filter((_, column) =>
    reduced.some((row) => row.every((value, at) => Math.abs(value) < 1e-9 === (at !== column))),
  );
}

/** The reduced row echelon form. */
function reducedRows(equations: readonly (readonly number[])[]): number[][] {
  const rows = equations.map((row) => [...row]);
  let rank = 0;
  for (let column = 0; column < (rows[0]?.length ?? 0); column += 1) {
    const pivot = rows.findIndex(
      (row, index) => index >= rank && Math.abs(row[column] ?? 0) > 1e-9,
    );
    const found = rows[pivot];
    if (found === undefined) continue;
    rows.splice(pivot, 1);
    const leading = found[column] ?? 1;
    const scaled = found.map((value) => value / leading);
    for (const row of rows) {
      const factor = row[column] ?? 0;
      for (const [at, value] of scaled.entries()) row[at] = (row[at] ?? 0) - factor * value;
    }
    rows.splice(rank, 0, scaled);
    rank += 1;
  }
  return rows.slice(0, rank);
}

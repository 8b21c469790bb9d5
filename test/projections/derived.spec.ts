// Rows derived from rows of many streams: at every position they are those that follow from what was
// known at it, and a row that did not change is one row.
import * as fc from 'fast-check';
import { derive, keysReached, type StoredRow } from '../../src/projections/derived.js';
import { stillKnown, table, type Value } from '../../src/projections/rows.js';

const sources = {
  acts: table({
    name: 'acts',
    columns: { act_id: 'text', person_id: 'text?', weight: 'integer' },
    keyLength: 1,
    indexes: [],
  }),
  names: table({
    name: 'names',
    columns: { person_id: 'text', name: 'text' },
    keyLength: 1,
    indexes: [],
  }),
};
const sums = table({
  name: 'sums',
  columns: { person_id: 'text', parity: 'integer', sum: 'integer', name: 'text?' },
  keyLength: 2,
  indexes: [],
});

type Known = (
  from: (typeof sources)[keyof typeof sources],
) => readonly Readonly<Record<string, Value>>[];

/** Of a person's acts, the sums of the odd and of the even weights, where there is one, and the name. */
function sumsAt(key: string, known: Known) {
  const weights = known(sources.acts).map(({ weight }) => Number(weight));
  return [0, 1].flatMap((parity) => {
    const of = weights.filter((weight) => weight % 2 === parity);
    if (of.length === 0) return [];
    const name = known(sources.names)[0]?.['name'];
    return [
      {
        person_id: key,
        parity,
        sum: of.reduce((a, b) => a + b, 0),
        name: name === undefined ? null : String(name),
      },
    ];
  });
}

const derived = derive(
  sums,
  [
    { table: sources.acts, column: 'person_id', decisive: true },
    { table: sources.names, column: 'person_id', decisive: false },
  ],
  sumsAt,
);

/** The versions of one row: what it said from each position on, and that it was gone from some on. */
const versions = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.option(fc.nat(3))), {
    maxLength: 5,
    selector: ([position]) => position,
  })
  .map((said) => said.toSorted(([a], [b]) => a - b))
  .map((said) =>
    said.flatMap(([known_from, value], index) =>
      value === null ? [] : [{ value, known_from, known_to: said[index + 1]?.[0] ?? stillKnown }],
    ),
  );

const stored = fc
  .tuple(fc.array(versions, { maxLength: 4 }), versions)
  .map(([acts, named]): ReadonlyMap<string, readonly StoredRow[]> => {
    const rowsOfActs = acts.flatMap((one, index) =>
      one.map(({ value, ...span }): StoredRow => {
        return { act_id: `act-${String(index)}`, person_id: 'jia', weight: value, ...span };
      }),
    );
    const rowsOfNames = named.map(({ value, ...span }): StoredRow => {
      return { person_id: 'jia', name: value === 0 ? '甲某' : '乙某', ...span };
    });
    return new Map([
      ['acts', rowsOfActs],
      ['names', rowsOfNames],
    ]);
  });

function knownAt(position: number, rows: readonly StoredRow[]) {
  return rows
    .filter(({ known_from, known_to }) => known_from <= position && position < known_to)
    .map(({ known_from: _, known_to: __, ...values }) => values);
}

const positions = Array.from({ length: 32 }, (_, position) => position);

describe('derived rows', () => {
  it('are at every position those that follow from what was known at it', () => {
    fc.assert(
      fc.property(stored, (found) => {
        const rows = derived.rowsOf('jia', found);
        const expected = positions.map((position) =>
          sumsAt('jia', (from) => knownAt(position, found.get(from.name) ?? [])),
        );
        const derivedAt = positions.map((position) =>
          knownAt(position, rows).toSorted((a, b) => Number(a['parity']) - Number(b['parity'])),
        );
        expect(derivedAt).toStrictEqual(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('are known for a while, once at a time, and no two that follow each other say the same', () => {
    const merged = { yes: 0 };
    fc.assert(
      fc.property(stored, (found) => {
        const rows = derived.rowsOf('jia', found);
        for (const parity of [0, 1]) {
          const ofKey = rows
            .filter((row) => row['parity'] === parity)
            .toSorted((a, b) => a.known_from - b.known_from);
          ofKey.forEach(({ known_from, known_to, ...values }, index) => {
            expect(known_from).toBeLessThan(known_to);
            const next = ofKey[index + 1];
            if (next === undefined) return;
            expect(known_to).toBeLessThanOrEqual(next.known_from);
            const { known_from: from, known_to: _, ...nextValues } = next;
            if (from === known_to) expect(nextValues).not.toStrictEqual(values);
          });
          const changes = new Set([...found.values()].flat().map((row) => row.known_from));
          if (ofKey.length > 0 && ofKey.length < changes.size) merged.yes += 1;
        }
      }),
      { numRuns: 500 },
    );
    expect(merged.yes).toBeGreaterThan(50);
  });

  it('stay one row when what they are made of changes and says the same in sum', () => {
    const one = { act_id: 'act-0', person_id: 'jia' };
    const other = { act_id: 'act-1', person_id: 'jia' };
    const rows = derived.rowsOf(
      'jia',
      new Map<string, readonly StoredRow[]>([
        [
          'acts',
          [
            { ...one, weight: 2, known_from: 3, known_to: 8 },
            { ...other, weight: 2, known_from: 8, known_to: 12 },
          ],
        ],
      ]),
    );
    expect(rows).toStrictEqual([
      { person_id: 'jia', parity: 0, sum: 2, name: null, known_from: 3, known_to: 12 },
    ]);
  });

  it('are none where nothing is known', () => {
    expect(derived.rowsOf('jia', new Map())).toStrictEqual([]);
  });
});

describe('the keys a change reaches', () => {
  const opened = (...rows: readonly (readonly (string | number | null)[])[]) =>
    rows.map((values) => ({ values, from: 1, to: stillKnown }));
  const changed = {
    tables: [
      {
        table: sources.acts,
        opened: opened(['act-0', 'jia', 1], ['act-1', null, 2]),
        closed: [{ values: ['act-2', 'jia', 3], to: 1 }],
      },
      // Known no longer, and nothing in its place: its key is reached all the same.
      { table: sources.names, opened: [], closed: [{ values: ['yi', '乙某'], to: 1 }] },
      { table: sums, opened: opened(['staff', 0, 1, null]), closed: [] },
    ],
  };

  it('are those of every source, once each, and none where the row bears no key', () => {
    expect([...keysReached(derived, changed, 'all')]).toStrictEqual(['jia', 'yi']);
  });

  it('are of decisive sources those without which nothing is derived', () => {
    expect([...keysReached(derived, changed, 'decisive')]).toStrictEqual(['jia']);
  });
});

import fc from 'fast-check';
import {
  statistics,
  type Cell,
  type Question,
  type Statistics,
} from '../../src/projections/analytics.js';
import { dataset, datasetNames } from '../../src/projections/analytics-columns.js';
import type { ReadStore } from '../../src/projections/read-store.js';
import { leastShown } from '../../src/projections/small-groups.js';
import { daysWithin } from '../../src/projections/tally.js';
import { Workplace, type History } from './history.js';
import { cityOrgans, manyCases } from './many-cases.js';
import { casesKnown, measured, stemFrom, thingsOf, type Thing } from './naive-statistics.js';

const workplace = new Workplace();
let history: History;
let store: ReadStore;

beforeAll(async () => {
  history = manyCases(400, 20150204);
  const ledger = await workplace.ledgerOf(history);
  store = await workplace.rebuilt(ledger);
});
afterAll(() => workplace.clear());

/** The whole city, and an office that sees two of its four organs. */
const scopes = [
  { scope: 'everything', sight: cityOrgans },
  { scope: { organ: 'commission', wide: true }, sight: ['commission', 'bureau'] },
] as const;

const day = fc.constantFrom('2015-06-30', '2015-12-31', '2016-06-30', '2016-12-31', '2017-12-31');

const asked = fc.constantFrom(...datasetNames).chain((name) => {
  const { groupings, always } = dataset(name);
  const grouping = fc.constantFrom(...groupings);
  return fc.record({
    dataset: fc.constant(name),
    from: fc.option(fc.constantFrom('2015-02-04', '2015-10-01', '2016-03-01'), { nil: undefined }),
    to: fc.option(day, { nil: undefined }),
    groupBy: always ? fc.constant(always) : fc.option(grouping, { nil: undefined }),
    on: day,
  });
});

interface Counted {
  readonly things: readonly Thing[];
  /** Those of a table whose rows hold the same key. */
  readonly tables: readonly (readonly Thing[])[];
}

/** What is counted in each row of an answer, by its codes. */
function rowsExpected(
  question: Question,
  tables: readonly (readonly Thing[])[],
): Map<string, Counted> {
  const { groupBy, from, to } = question;
  const rows = new Map<string, Counted>();
  const counted = tables.map((things) =>
    things.filter(({ date }) => (from ?? date) <= date && date <= (to ?? date)),
  );
  for (const thing of counted.flat()) {
    const label = groupBy === undefined ? [] : [thing.labels[groupBy] ?? '?'];
    const codes = JSON.stringify([...label, ...thing.key]);
    const row = rows.get(codes);
    rows.set(codes, {
      things: [...(row?.things ?? []), thing],
      tables:
        row?.tables ??
        counted.map((all) => all.filter(({ key }) => key.join() === thing.key.join())),
    });
  }
  return rows;
}

/** Whether any count of a table stems from few enough for something to be withheld. */
function hasSmall({ tables }: Counted, { groupBy }: Question): boolean {
  return tables.some((things) => {
    const cells = new Map<string, Thing[]>();
    for (const thing of things) {
      const label = groupBy === undefined ? '' : (thing.labels[groupBy] ?? '?');
      for (const cell of [`${label} ${thing.category}`, `${label} *`, `* ${thing.category}`, '* *'])
        cells.set(cell, [...(cells.get(cell) ?? []), thing]);
    }
    return [...cells.values()].some((cell) => stemFrom(cell) < leastShown);
  });
}

function codesOf({ columns }: Statistics, row: Readonly<Record<string, Cell>>): string {
  return JSON.stringify(
    columns.filter(({ unit }) => unit === 'code').map(({ name }) => row[name] ?? null),
  );
}

describe('statistics', () => {
  it('are what the events say, counted one by one, or withheld', async () => {
    let shown = 0;
    let withheld = 0;
    await fc.assert(
      fc.asyncProperty(
        asked,
        fc.constantFrom(...scopes),
        fc.option(fc.double({ min: 0.2, max: 1, noNaN: true }), { nil: undefined }),
        async (question, { scope, sight }, part) => {
          const at = Math.floor((part ?? 1) * history.told.length);
          const knownAt = part === undefined ? undefined : String(at);
          const answer = await statistics(store, scope, { ...question, knownAt });
          const expected = rowsExpected(
            question,
            thingsOf(question, casesKnown(history, at, sight)),
          );
          expect(answer.knownAt).toBe(String(at));

          const rows = new Map(answer.rows.map((row) => [codesOf(answer, row), row]));
          const nothing = { things: [], tables: [] };
          for (const [codes, row] of rows)
            for (const { name, unit } of answer.columns) {
              const value = row[name] ?? null;
              if (unit === 'code' || value === null) continue;
              shown += 1;
              const { things } = expected.get(codes) ?? nothing;
              expect([codes, name, value]).toStrictEqual([codes, name, measured(things, name)]);
              const count = unit === 'days' || unit === 'share' ? 0 : Number(value);
              const small = count > 0 && count < leastShown;
              expect([codes, name, value, small]).toStrictEqual([codes, name, value, false]);
            }
          for (const [codes, counted] of expected)
            if (!hasSmall(counted, question))
              for (const { name } of dataset(question.dataset).measures) {
                const value = rows.get(codes)?.[name] ?? null;
                const counts = measured(counted.things, name);
                // Of a group that has nothing of a kind it is not even said that it has none.
                if (value === null && counts === 0) continue;
                expect([codes, name, value]).toStrictEqual([codes, name, counts]);
              }
          withheld += answer.suppressed;
        },
      ),
      { numRuns: 150 },
    );
    expect({ shown: shown > 1_000, withheld: withheld > 100 }).toStrictEqual({
      shown: true,
      withheld: true,
    });
  });

  it('say what they are of', async () => {
    const question = { dataset: 'funnel', groupBy: 'organ', on: '2017-12-31' } as const;
    expect(await statistics(store, 'everything', question)).toMatchObject({
      dataset: 'funnel',
      from: null,
      to: null,
      knownAt: history.position,
      groupBy: 'organ',
      columns: [
        { name: 'organ', unit: 'code' },
        { name: 'received', unit: 'cases' },
        { name: 'declined' },
        { name: 'accepted' },
        { name: 'initiated' },
        { name: 'reported' },
        { name: 'recommended' },
        { name: 'decided' },
        { name: 'heldToAccount' },
      ],
      rows: [...cityOrgans].toSorted().map((organ) => ({ organ })),
    });
  });

  it('count an appeal once at any position, whatever becomes of its decision later', async () => {
    for (const part of [0.4, 0.5, 0.6, 0.7, 0.8, 0.9]) {
      const at = Math.floor(part * history.told.length);
      const question = { dataset: 'appeals', on: '2017-12-31', knownAt: String(at) } as const;
      const { rows } = await statistics(store, 'everything', question);
      const lodged = thingsOf(question, casesKnown(history, at, cityOrgans)).flat();
      expect([part, rows[0]?.['lodged']]).toStrictEqual([part, lodged.length]);
    }
  });

  it('name nobody: no id of a person or a case is in any of them', async () => {
    for (const name of datasetNames)
      for (const groupBy of dataset(name).groupings) {
        const answer = await statistics(store, 'everything', {
          ...{ dataset: name, groupBy, on: '2017-12-31' },
        });
        expect(JSON.stringify(answer)).not.toMatch(/"(p-|inv-|C-|D-|A-)/);
      }
  });

  it('are of the cases in sight only, and of none to who sees none', async () => {
    const received = async (organ: string) => {
      const question = { dataset: 'funnel', on: '2017-12-31' } as const;
      const { rows } = await statistics(store, { organ, wide: true }, question);
      return rows[0]?.['received'];
    };
    const of = (...organs: readonly string[]) =>
      casesKnown(history, history.told.length, organs).length;
    expect(await received('commission')).toBe(of('commission', 'bureau'));
    expect(await received('bureau')).toBe(of('bureau'));
    expect(await received('stranger')).toBe(0);
  });
});

describe('the days within which a part was done', () => {
  it.each([
    [[3], 0.5, 3],
    [[1, 2, 3, 4], 0.5, 2],
    [[1, 2, 3, 4, 5], 0.5, 3],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0.9, 9],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 0.9, 10],
    [[0, 0, 0, 9], 0.9, 9],
  ])('of %j, for %d, are %d', (days, part, expected) => {
    const times = new Map<number, number>();
    for (const one of days) times.set(one, (times.get(one) ?? 0) + 1);
    expect(daysWithin(part, times)).toBe(expected);
  });
});

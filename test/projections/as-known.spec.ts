// A list as known at a position is found by other ways than one of what is known now, and where few
// cases had been registered by then by others again: each is the list of a ledger that ends there.
import type { SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { listCases, type CaseFilter } from '../../src/projections/case-list.js';
import type { Page } from '../../src/projections/cursor.js';
import { listFindings, type FindingFilter } from '../../src/projections/findings.js';
import { listObligations, type ObligationFilter } from '../../src/projections/obligations.js';
import type { ReadStore } from '../../src/projections/read-store.js';
import type { Scope } from '../../src/projections/registers.js';
import { Workplace, type History } from './history.js';
import { manyCases } from './many-cases.js';

const workplace = new Workplace();

const today = '2026-06-01';
const days = ['2015-03-01', '2016-03-10', today];
const scopes: readonly Scope[] = ['everything', { organ: 'commission', wide: true }];
const duties: readonly ObligationFilter[] = [
  {},
  { state: 'open' },
  { state: 'open', kind: 'delivery-unit' },
  { state: 'overdue' },
  { state: 'done' },
  { state: 'done-late', organ: 'county' },
];
const cases: readonly CaseFilter[] = [
  {},
  { from: '2015-06-10', to: '2016-01-05' },
  { status: 'registered', organ: 'bureau' },
  { person: 'p-7' },
  { ground: 'M1-8-1' },
];
const findings: readonly FindingFilter[] = [
  {},
  { state: 'open', kind: 'procedure' },
  { organ: 'county' },
  { superior: 'commission' },
];

/** The beginning of every list: whole, and the same page by page. */
async function answers(store: ReadStore, knownAt?: string) {
  const pages = async (ask: (paging: Paging) => Promise<Page<unknown>>) => {
    const { items } = await ask({ limit: 300, knownAt });
    const turned: unknown[] = [];
    let cursor: string | undefined;
    do {
      const page = await ask({ limit: 3, knownAt, cursor });
      turned.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined && turned.length < 9);
    expect(turned).toStrictEqual(items.slice(0, turned.length));
    return items;
  };
  const all: Record<string, unknown> = {};
  for (const scope of scopes) {
    const seen = JSON.stringify(scope);
    for (const filter of cases)
      all[`cases ${seen} ${JSON.stringify(filter)}`] = await pages((paging) =>
        listCases(store, scope, filter, paging),
      );
    for (const on of days) {
      for (const filter of duties)
        all[`duties ${seen} ${on} ${JSON.stringify(filter)}`] = await pages((paging) =>
          listObligations(store, scope, { ...filter, on }, paging, today),
        );
      for (const filter of findings)
        all[`findings ${seen} ${on} ${JSON.stringify(filter)}`] = await pages((paging) =>
          listFindings(store, scope, { ...filter, on }, paging, today),
        );
    }
  }
  return all;
}

interface Paging {
  readonly limit: number;
  readonly knownAt?: string | undefined;
  readonly cursor?: string | undefined;
}

/** The position at which so many cases had been registered. */
function registered(history: History, howMany: number): number {
  let found = 0;
  return (
    history.told.findIndex(({ event }) => event.type === 'CaseRegistered' && ++found === howMany) +
    1
  );
}

describe('every list as known at a position', () => {
  const history = manyCases(450, 7);
  let ledger: SqliteLedger;
  let whole: ReadStore;
  beforeAll(async () => {
    ledger = await workplace.ledgerOf(history);
    whole = await workplace.rebuilt(ledger);
  });
  afterAll(() => workplace.clear());

  it.each([
    ['only the registers were told', registered(history, 1) - 1],
    ['few cases were registered', registered(history, 50)],
    ['the last of few cases was registered', registered(history, 200)],
    ['the first of many cases was registered', registered(history, 201)],
    ['all but the last was told', history.told.length - 1],
  ])('is that of a ledger that ends when %s', async (_, position) => {
    const until = String(position);
    const then = await workplace.rebuilt(ledger, { until });
    expect(await answers(whole, until)).toStrictEqual(await answers(then));
  });
});

import { sql } from 'kysely';
import { biViews } from '../../src/projections/bi-views.js';
import type { ReadStore } from '../../src/projections/read-store.js';
import { Workplace } from './history.js';
import { manyCases } from './many-cases.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

async function rowsOf(store: ReadStore, name: string): Promise<readonly Record<string, unknown>[]> {
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(
    store.queries,
  );
  return rows;
}

it('shows a BI tool what is known now, and nobody by name or id', async () => {
  const history = manyCases(60, 7);
  const ledger = await workplace.ledgerOf(history);
  const store = await workplace.rebuilt(ledger);
  for (const { name } of biViews) {
    const rows = await rowsOf(store, name);
    expect([name, rows.length > 0]).toStrictEqual([name, true]);
    const columns = Object.keys(rows[0] ?? {});
    expect(columns.filter((column) => /person|subject|name|search|known/.test(column))).toEqual([]);
    expect(JSON.stringify(rows)).not.toMatch(/"(p-\d|inv-)|虚构/);
  }
  const cases = await rowsOf(store, 'bi_cases');
  expect(cases).toHaveLength(60);
});

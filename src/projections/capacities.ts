// In which capacities a person appears in the ledger: head of an organ, investigator, pleader. The three bases
// can be cited against nobody else (I-19: M2-9, M1-16-2, M1-16-3).
import { sql } from 'kysely';
import type { CaseState } from '../domain/case/state.js';
import type { Head, Organ } from '../domain/register/entries.js';
import { bases, type BasisCode } from '../domain/regulation/clauses.js';
import type { ReadStoreReader } from './read-store.js';
import { partsOf, stillKnown, table, type Known, type RowOf } from './rows.js';

const investigating = table({
  name: 'investigating',
  columns: { case_id: 'text', person_id: 'text' },
  keyLength: 2,
  indexes: [['person_id']],
});

const organHeads = table({
  name: 'organ_heads',
  columns: {
    organ_id: 'text',
    number: 'integer',
    person_id: 'text?',
    name: 'text',
    role: 'text?',
    since: 'text',
  },
  keyLength: 2,
  indexes: [['person_id']],
});

export const investigatingParts = [
  partsOf<CaseState>()(investigating, ['caseId', 'investigators'], ({ caseId, investigators }) =>
    [...new Set(investigators.map(({ personId }) => personId))].map((personId) => ({
      case_id: caseId,
      person_id: personId,
    })),
  ),
];

export const headParts = [
  partsOf<Organ>()(organHeads, ['organId', 'heads'], ({ organId, heads }) =>
    heads.map(({ personId, name, role, since }, number) => ({
      organ_id: organId,
      number,
      person_id: personId ?? null,
      name,
      role: role ?? null,
      since,
    })),
  ),
];

/** Where each basis shows: the table, and the column that names the person. */
const shownIn: Readonly<Record<BasisCode, readonly [table: string, person: string]>> = {
  'M2-9': ['organ_heads', 'person_id'],
  'M1-16-2': ['investigating', 'person_id'],
  'M1-16-3': ['pleadings', 'pleader_id'],
};

/** The bases that can be cited against a person, as the read model knows it now. */
export async function basesAgainst(
  store: ReadStoreReader,
  personId: string,
): Promise<ReadonlySet<BasisCode>> {
  const found = new Set<BasisCode>();
  for (const { code } of bases) {
    const [name, person] = shownIn[code];
    const { rows } = await sql`select 1 from ${sql.table(name)}
      where ${sql.ref(person)} = ${personId} and known_to = ${sql.lit(stillKnown)} limit 1`.execute(
      store.queries,
    );
    if (rows.length > 0) found.add(code);
  }
  return found;
}

type HeadTables = { readonly organ_heads: Known<RowOf<typeof organHeads.columns>> };

/** Everybody recorded as head of the organs, as known at a position: organ id → in order of record. */
export async function headsOf(
  store: ReadStoreReader,
  organIds: readonly string[],
  at: number,
): Promise<ReadonlyMap<string, readonly Head[]>> {
  const rows = await store.queries
    .withTables<HeadTables>()
    .selectFrom('organ_heads')
    .selectAll()
    .where('organ_id', 'in', organIds)
    .where('known_from', '<=', at)
    .where('known_to', '>', at)
    .orderBy('organ_id')
    .orderBy('number')
    .execute();
  const byOrgan = new Map<string, Head[]>();
  for (const { organ_id, person_id, name, role, since } of rows) {
    const head: Head = {
      ...(person_id === null ? {} : { personId: person_id }),
      name,
      ...(role === null ? {} : { role: role as NonNullable<Head['role']> }),
      since,
    };
    byOrgan.set(organ_id, [...(byOrgan.get(organ_id) ?? []), head]);
  }
  return byOrgan;
}

// In which capacities a person appears in the ledger: head of an organ, investigator, pleader. The three bases
// can be cited against nobody else (I-19: M2-9, M1-16-2, M1-16-3).
import type { CaseState } from '../domain/case/state.js';
import type { Organ } from '../domain/register/entries.js';
import type { BasisCode } from '../domain/regulation/clauses.js';
import type { PleadingTables } from './intervention-log.js';
import type { ReadStore } from './read-store.js';
import { partsOf, stillKnown, table, type Known, type RowOf } from './rows.js';

const investigating = table({
  name: 'investigating',
  columns: { case_id: 'text', person_id: 'text' },
  keyLength: 2,
  indexes: [['person_id']],
});

const organHeads = table({
  name: 'organ_heads',
  columns: { organ_id: 'text', number: 'integer', person_id: 'text?', since: 'text' },
  keyLength: 2,
  indexes: [['person_id']],
});

type CapacityTables = {
  readonly investigating: Known<RowOf<typeof investigating.columns>>;
  readonly organ_heads: Known<RowOf<typeof organHeads.columns>>;
};

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
    heads.map(({ personId, since }, number) => ({
      organ_id: organId,
      number,
      person_id: personId ?? null,
      since,
    })),
  ),
];

/** The bases that can be cited against a person, as the read model knows it now. */
export async function basesAgainst(
  store: ReadStore,
  personId: string,
): Promise<ReadonlySet<BasisCode>> {
  const tables = store.queries.withTables<CapacityTables & PleadingTables>();
  const [headed, investigated, pleaded] = await Promise.all([
    tables
      .selectFrom('organ_heads')
      .select('organ_id')
      .where('person_id', '=', personId)
      .where('known_to', '=', stillKnown)
      .limit(1)
      .execute(),
    tables
      .selectFrom('investigating')
      .select('case_id')
      .where('person_id', '=', personId)
      .where('known_to', '=', stillKnown)
      .limit(1)
      .execute(),
    tables
      .selectFrom('pleadings')
      .select('case_id')
      .where('pleader_id', '=', personId)
      .where('known_to', '=', stillKnown)
      .limit(1)
      .execute(),
  ]);
  const found: readonly (readonly [BasisCode, boolean])[] = [
    ['M2-9', headed.length > 0],
    ['M1-16-2', investigated.length > 0],
    ['M1-16-3', pleaded.length > 0],
  ];
  return new Set(found.flatMap(([basis, holds]) => (holds ? [basis] : [])));
}

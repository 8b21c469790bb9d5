// What superior organs did about findings: escalated or dismissed, when and why.
import type { Disposition } from '../domain/supervision/disposition.js';
import type { LegalDate } from '../domain/legal-date.js';
import type { ReadStoreReader } from './read-store.js';
import { partsOf, table, type Known, type RowOf } from './rows.js';

const dispositions = table({
  name: 'dispositions',
  columns: {
    finding_id: 'text',
    number: 'integer',
    /** escalated or dismissed. */
    kind: 'text',
    on_date: 'text',
    /** The superior organ that acted. */
    organ_id: 'text',
    /** The new case against the head. */
    case_id: 'text?',
    reasons: 'text?',
  },
  keyLength: 2,
  indexes: [],
});

type DispositionTables = { readonly dispositions: Known<RowOf<typeof dispositions.columns>> };

export const dispositionParts = [
  partsOf<Disposition>()(dispositions, ['events'], ({ events }) =>
    events.map(({ type, data }, number) => ({
      finding_id: data.finding.id,
      number,
      kind: type === 'FindingEscalated' ? 'escalated' : 'dismissed',
      on_date: data.on,
      organ_id: data.organId,
      case_id: 'caseId' in data ? data.caseId : null,
      reasons: 'reasons' in data ? data.reasons : null,
    })),
  ),
];

/** What was done about a finding, as clients read it. */
export interface DispositionShown {
  readonly kind: 'escalated' | 'dismissed';
  readonly on: LegalDate;
  readonly organId: string;
  /** The case against the head. */
  readonly caseId?: string;
  readonly reasons?: string;
}

/** What was done about findings by a date, as known at a position: finding id → in order. */
export async function dispositionsOf(
  store: ReadStoreReader,
  findingIds: readonly string[],
  on: LegalDate,
  at: number,
): Promise<ReadonlyMap<string, readonly DispositionShown[]>> {
  const rows = await store.queries
    .withTables<DispositionTables>()
    .selectFrom('dispositions')
    .selectAll()
    .where('finding_id', 'in', findingIds)
    .where('on_date', '<=', on)
    .where('known_from', '<=', at)
    .where('known_to', '>', at)
    .orderBy('finding_id')
    .orderBy('number')
    .execute();
  const byFinding = new Map<string, DispositionShown[]>();
  for (const row of rows) {
    const done: DispositionShown = {
      kind: row.kind as DispositionShown['kind'],
      on: row.on_date,
      organId: row.organ_id,
      ...(row.case_id === null ? {} : { caseId: row.case_id }),
      ...(row.reasons === null ? {} : { reasons: row.reasons }),
    };
    byFinding.set(row.finding_id, [...(byFinding.get(row.finding_id) ?? []), done]);
  }
  return byFinding;
}

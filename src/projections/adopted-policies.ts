// Which policies were adopted, as known at any moment: what a question about a date is answered by
// (M1 Art. 28, M2 Art. 10).
import type { LegalDate } from '../domain/legal-date.js';
import {
  policiesOf,
  policyOn,
  type Adoption,
  type PolicyInForce,
} from '../domain/regulation/policy.js';
import { policyAdopted } from '../domain/regulation/policy-adoption.js';
import { storedForm } from '../domain/stored-form.js';
import type { RecordedEvent } from '../ledger/event.js';
import type { ReadStoreReader } from './read-store.js';
import { partsOf, table, type Known, type RowOf } from './rows.js';

const policies = table({
  name: 'policies',
  columns: {
    policy_id: 'text',
    position: 'integer',
    /** What the event says, as JSON. */
    adoption: 'text',
  },
  keyLength: 1,
  indexes: [],
});

type PolicyTables = { readonly policies: Known<RowOf<typeof policies.columns>> };

/** One adoption, and where it stands. */
export interface RecordedAdoption {
  readonly adoption: Adoption;
  readonly recorded: Pick<RecordedEvent, 'position'>;
}

export const policyParts = [
  partsOf<RecordedAdoption>()(policies, 'everything', ({ adoption, recorded }) => [
    {
      policy_id: adoption.id,
      position: Number(recorded.position),
      adoption: JSON.stringify(adoption),
    },
  ]),
];

const stored = storedForm(policyAdopted);

/** Every policy adopted by a position, in the order of the ledger. */
export async function adoptionsKnown(
  store: ReadStoreReader,
  at: number,
): Promise<readonly Adoption[]> {
  const rows = await store.queries
    .withTables<PolicyTables>()
    .selectFrom('policies')
    .select('adoption')
    .where('known_from', '<=', at)
    .where('known_to', '>', at)
    .orderBy('position')
    .execute();
  return rows.map(({ adoption }) => stored.parse(JSON.parse(adoption)));
}

/** The policy in force on a date, as known at a position. */
export async function policyInForce(
  store: ReadStoreReader,
  on: LegalDate,
  at: number,
): Promise<PolicyInForce> {
  return policyOn(policiesOf(await adoptionsKnown(store, at)), on);
}

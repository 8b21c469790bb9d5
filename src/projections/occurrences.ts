// Whether an id that no register has occurs in what is recorded: organs that hold cases and persons
// who pleaded need not be registered. Asked where a list is empty, to tell "nothing of this" from
// "no such thing"; so it counts at whatever time it was known, and where the reader may see it.
import { sql, type RawBuilder } from 'kysely';
import { casesInScope } from './case-list.js';
import type { ReadStoreReader } from './read-store.js';
import type { Scope } from './registers.js';
import { whereStillKnown } from './rows.js';

/** Whether an organ is named by a register, or by a case in a reader's scope. */
export function organOccurs(
  store: ReadStoreReader,
  scope: Scope,
  organId: string,
): Promise<boolean> {
  const seen = inScope(scope);
  return anyOf(store, [
    sql`organs where superior_id = ${organId}`,
    sql`organ_supervisors where supervisor_id = ${organId}`,
    sql`persons where organ_id = ${organId} or managed_by = ${organId}`,
    sql`case_organs where organ_id = ${organId} and ${seen}`,
    sql`decisions where organ_id = ${organId} and ${seen}`,
    // Of duties the index by organ holds what is known now.
    sql`duties where organ_id = ${organId} and ${sql.raw(whereStillKnown)} and ${seen}`,
    sql`findings where organ_id = ${organId} and ${seen}`,
    sql`person_findings where organ_id = ${organId} and ${seen}`,
  ]);
}

/** Whether a person heads an organ or has pleaded, which everybody may know who reads persons, or is named by a case in a reader's scope. */
export function personOccurs(
  store: ReadStoreReader,
  scope: Scope,
  personId: string,
): Promise<boolean> {
  const seen = inScope(scope);
  return anyOf(store, [
    sql`organ_heads where person_id = ${personId}`,
    sql`pleadings where pleader_id = ${personId}`,
    sql`case_subjects where person_id = ${personId} and ${seen}`,
    sql`investigating where person_id = ${personId} and ${seen}`,
  ]);
}

function inScope(scope: Scope): RawBuilder<unknown> {
  return scope === 'everything' ? sql`1 = 1` : sql`case_id in ${casesInScope(scope)}`;
}

/** Whether any row is found, table after table. */
async function anyOf(
  { queries }: ReadStoreReader,
  places: readonly RawBuilder<unknown>[],
): Promise<boolean> {
  for (const place of places) {
    const { rows } = await sql`select 1 from ${place} limit 1`.execute(queries);
    if (rows.length > 0) return true;
  }
  return false;
}

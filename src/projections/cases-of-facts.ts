// In which cases the events stand that a finding rests on: its own, and for what goes across cases
// (S-14, S-15, S-17, S-21, S-36) those of the person it is about.
import { sql } from 'kysely';
import type { FindingShown } from './findings.js';
import type { ReadStoreReader } from './read-store.js';

/** The ids of the cases to look in, the finding's own first. */
export async function casesOfFacts(
  store: ReadStoreReader,
  { caseId, personId, facts }: Pick<FindingShown, 'caseId' | 'personId' | 'facts'>,
): Promise<readonly string[]> {
  if (personId === undefined) return [caseId];
  const events = sql.join(facts.map((eventId) => sql`${eventId}`));
  const { rows } = await sql<{ case_id: string }>`
    select case_id from pleadings where pleader_id = ${personId} and event_id in (${events})
    union select case_id from case_subjects where person_id = ${personId}
    order by case_id`.execute(store.queries);
  return [...new Set([caseId, ...rows.map(({ case_id }) => case_id)])];
}

// The organs in a viewer's sight, as the lists find them.
import { sql } from 'kysely';
import type { ReadStore } from '../../src/projections/read-store.js';
import { organsInScope, type Viewer } from '../../src/projections/registers.js';

export async function organsSeen(store: ReadStore, viewer: Viewer): Promise<readonly string[]> {
  const { rows } = await sql<{ organ_id: string }>`
    select organ_id from ${organsInScope(viewer)} as seen order by organ_id`.execute(store.queries);
  return rows.map(({ organ_id }) => organ_id);
}

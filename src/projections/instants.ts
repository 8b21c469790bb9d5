// Which position an instant means in `asOf` and `knownAt` (DESIGN.md, "Time"): the last one at
// which the running maximum of `recordedAt` is not after it.
import { beforeAll, type Position } from '../ledger/event.js';
import type { ReadStoreReader } from './read-store.js';

/**
 * The last position recorded by an instant (RFC 3339 with an offset); `'0'` when the ledger began
 * later. Final once the read model has applied an event recorded after it, or all there was then.
 */
export async function positionAt(store: ReadStoreReader, instant: string): Promise<Position> {
  const row = await store.queries
    .selectFrom('instants')
    .select('position')
    .where('recorded_ms', '<=', Date.parse(instant))
    .orderBy('recorded_ms', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row === undefined ? beforeAll : String(row.position);
}

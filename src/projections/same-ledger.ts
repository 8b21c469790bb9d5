// Whether read models are of the ledger at hand, or of another copy of it.
import { comparePositions, type RecordedEvent } from '../ledger/event.js';
import type { LedgerReader } from '../ledger/ledger.js';
import type { Progress } from './read-store.js';

/** Why read models cannot have been made from a ledger as it is now; undefined where they can. */
export async function whyNotFrom(
  ledger: Pick<LedgerReader, 'follow' | 'head'>,
  { position, eventId }: Progress,
): Promise<string | undefined> {
  if (eventId === undefined) return undefined;
  const head = await ledger.head();
  if (comparePositions(position, head) > 0)
    return `the read models know events up to position ${position}, the ledger ends at ${head}`;
  const enough = new AbortController();
  // To follow from right before an event on is to get it first, wherever the one before it stands.
  const before = String(BigInt(position) - 1n);
  let found: RecordedEvent | undefined;
  for await ([found] of ledger.follow(before, enough.signal)) break;
  enough.abort();
  if (found?.position === position && found.id === eventId) return undefined;
  return `the read models know another event at position ${position} than the ledger has there`;
}

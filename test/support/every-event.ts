// All that a ledger holds, as a follower gets it.
import type { RecordedEvent } from '../../src/ledger/event.js';
import type { LedgerReader } from '../../src/ledger/ledger.js';

/** Every event up to the ledger's head, in order; none of an empty one, which has nothing to wait for. */
export async function everyEvent(
  ledger: Pick<LedgerReader, 'follow' | 'head'>,
): Promise<readonly RecordedEvent[]> {
  const head = await ledger.head();
  const events: RecordedEvent[] = [];
  if (head === '0') return events;
  const enough = new AbortController();
  for await (const batch of ledger.follow('0', enough.signal)) {
    events.push(...batch);
    if (batch.at(-1)?.position === head) break;
  }
  return events;
}

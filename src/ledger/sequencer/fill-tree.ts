// From the events of the ledger to the leaves of the tree, a few at a time, so that the event loop
// gets its turns.
import { setImmediate } from 'node:timers/promises';
import { comparePositions, type Position, type RecordedTexts } from '../event.js';
import type { LedgerReader } from '../ledger.js';
import { leafOf } from './logged-leaf.js';
import type { TreeWriter } from './sqlite-tree.js';

/** Events of a slice: about 4 ms, then the event loop goes on. */
export const slice = 128;

/** What is followed after one position up to another, one by one, letting the event loop turn now and then. */
export async function* upTo<T extends { readonly position: Position }>(
  last: Position,
  after: Position,
  batches: AsyncIterable<readonly T[]>,
): AsyncGenerator<T, void, undefined> {
  if (comparePositions(after, last) >= 0) return;
  let taken = 0;
  for await (const batch of batches)
    for (const event of batch) {
      if (comparePositions(event.position, last) > 0) return;
      yield event;
      if (event.position === last) return;
      taken += 1;
      if (taken % slice === 0) await setImmediate();
    }
}

/** Adds the leaves of events. One at or before the last that has a leaf has been delivered twice. */
export function appendTo(tree: TreeWriter, events: readonly RecordedTexts[]): void {
  const last = tree.lastPosition();
  const fresh = events.filter(({ position }) => comparePositions(position, last) > 0);
  if (fresh.length > 0) tree.append(fresh.map(leafOf));
}

/** Adds the leaves of all events up to a position that have none; the caller commits them. */
export async function appendUntil(
  tree: TreeWriter,
  ledger: Pick<LedgerReader, 'followTexts'>,
  head: Position,
  signal: AbortSignal,
): Promise<void> {
  const after = tree.lastPosition();
  let batch: RecordedTexts[] = [];
  for await (const event of upTo(head, after, ledger.followTexts(after, signal))) {
    batch.push(event);
    if (batch.length < slice) continue;
    appendTo(tree, batch);
    batch = [];
  }
  appendTo(tree, batch);
}

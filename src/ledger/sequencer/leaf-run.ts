// Leaves that stand one after the other in one row of `tree.sqlite`, as they were committed together
// and never across a tile: a row for each leaf would cost more than its hashes.
import { z } from 'zod';
import { hashBytes } from '../transparency/merkle.js';
import type { LoggedLeaf } from './logged-leaf.js';

/** A row. */
export interface LeafRun {
  /** Index of the first leaf. */
  readonly first_index: number;
  /** Position of the last leaf's event. */
  readonly last_position: number;
  /** One after the other. */
  readonly entries: Uint8Array;
  /** Of each leaf what is not its entry: a JSON array of `[position, id, stream, revision, type, check of data]`. */
  readonly events: string;
}

/** A leaf with its place in the tree. */
export interface IndexedLeaf extends LoggedLeaf {
  readonly index: number;
}

/** The row of some leaves, at least one. */
export function runOf(first: number, leaves: readonly LoggedLeaf[]): LeafRun {
  const entries = Buffer.allocUnsafe(leaves.length * hashBytes);
  for (const [at, { entry }] of leaves.entries()) entries.set(entry, at * hashBytes);
  return {
    first_index: first,
    last_position: Number(leaves.at(-1)?.position),
    entries,
    events: JSON.stringify(
      leaves.map(({ position, eventId, stream, revision, type, dataCheck }) => [
        Number(position),
        eventId,
        stream,
        revision,
        type,
        dataCheck,
      ]),
    ),
  };
}

const events = z.compile(
  z.array(z.tuple([z.int(), z.string(), z.string(), z.int(), z.string(), z.int()])),
);

/** The leaves of a row; undefined when it is not one that `runOf` makes. */
export function leavesIn(run: LeafRun): IndexedLeaf[] | undefined {
  const { first_index: first, last_position: last, entries, events: text } = run;
  const parsed = eventsIn(text);
  if (parsed === undefined || parsed.length === 0 || !Buffer.isBuffer(entries)) return undefined;
  if (entries.length !== parsed.length * hashBytes || parsed.at(-1)?.[0] !== last) return undefined;
  return parsed.map(([position, eventId, stream, revision, type, dataCheck], at) => ({
    index: first + at,
    position: String(position),
    eventId,
    stream,
    revision,
    type,
    entry: entries.subarray(at * hashBytes, (at + 1) * hashBytes),
    dataCheck,
  }));
}

/** To the letter: what says the same in another spelling is not what was written. */
function eventsIn(text: string): z.output<typeof events> | undefined {
  try {
    const parsed = events.safeParse(JSON.parse(text));
    return parsed.success && JSON.stringify(parsed.data) === text ? parsed.data : undefined;
  } catch (error) {
    // The text is not JSON.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

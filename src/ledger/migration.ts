// Moving house: a ledger copied event for event into another one, of whatever engine, with ids,
// metadata and times as they are. Leaves do not depend on positions (TRANSPARENCY.md 7), so
// checkpoints, proofs and receipts hold for the copy as they did for the original.
import { beforeAll, type Position, type RecordedEvent } from './event.js';
import { RevisionConflict, type Ledger, type LedgerReader } from './ledger.js';
import { entryOf } from './transparency/leaf.js';
import { GrowingTree, leafHash, sameHash } from './transparency/merkle.js';

/** Most events of one append: a stream's events that stand side by side are copied together. */
const mostAtOnce = 100;

/** The two ledgers are not two states of one; the message names the first event that tells them apart. */
export class NotTheSameLedger extends Error {
  override readonly name = 'NotTheSameLedger';
}

/** Somebody wrote to one of the two while it was copied. */
export class LedgerInUse extends Error {
  override readonly name = 'LedgerInUse';
}

export interface Migrated {
  /** Events that both hold now. */
  readonly events: number;
  /** How many of them were copied by this run; the others stood there before. */
  readonly copied: number;
  /** The RFC 9162 root over the leaves of all of them, computed from each of the two by itself. */
  readonly root: Uint8Array;
}

export interface MigrationOptions {
  /**
   * Appends under way at once. 1 keeps the order whatever the engine does; more is for one that
   * commits in the order of the calls whatever happens, as a file of this machine does.
   */
  readonly inFlight: number;
  /** Told from time to time how many events stand in the copy, and how many were proved to. */
  readonly progressed?: (step: 'copied' | 'proved', events: number) => void;
}

/**
 * Copies what `to` does not hold yet, in order, then reads both from the beginning and compares
 * every leaf. What an earlier run copied is compared first and kept, so a run that was cut off is
 * simply started again.
 * @throws NotTheSameLedger when `to` holds something else, or more; nothing is written then, or no
 * more
 * @throws LedgerInUse when one of the two was written to meanwhile; starting again is safe
 * @throws the ledgers' errors
 */
export async function migrate(
  from: LedgerReader,
  to: Ledger,
  { inFlight, progressed }: MigrationOptions,
): Promise<Migrated> {
  const head = await from.head();
  const source = eventsUpTo(from, head);
  const stood = await requirePrefix(eventsUpTo(to, await to.head()), source);
  const copied = await copy(source, to, inFlight, (events) =>
    progressed?.('copied', stood + events),
  );
  const proved = await sameLeaves(
    eventsUpTo(from, head),
    eventsUpTo(to, await to.head()),
    (events) => progressed?.('proved', events),
  );
  if ((await from.head()) !== head)
    throw new LedgerInUse('the original was written to while it was copied: run it again');
  return { ...proved, copied };
}

/** All events up to a position, one by one; nothing is asked of an empty ledger. */
async function* eventsUpTo(
  ledger: Pick<LedgerReader, 'follow'>,
  head: Position,
): AsyncGenerator<RecordedEvent, undefined, undefined> {
  if (head === beforeAll) return;
  const enough = new AbortController();
  try {
    for await (const batch of ledger.follow(beforeAll, enough.signal))
      for (const event of batch) {
        yield event;
        if (event.position === head) return;
      }
  } finally {
    enough.abort();
  }
}

/** Takes from the original what the copy holds already. Answers how many events that are. */
async function requirePrefix(
  copy: AsyncIterable<RecordedEvent>,
  original: AsyncIterator<RecordedEvent, undefined>,
): Promise<number> {
  let stood = 0;
  for await (const event of copy) {
    requireSame((await original.next()).value, event);
    stood += 1;
  }
  return stood;
}

/** @throws NotTheSameLedger */
function requireSame(original: RecordedEvent | undefined, copy: RecordedEvent): Uint8Array {
  const entry = entryOf(copy);
  if (original === undefined)
    throw new NotTheSameLedger(`the copy holds ${placeOf(copy)}, which the original does not`);
  if (!sameHash(entryOf(original), entry))
    throw new NotTheSameLedger(
      `the copy holds ${placeOf(copy)} where the original has ${placeOf(original)}`,
    );
  return entry;
}

function placeOf({ position, stream, revision, id }: RecordedEvent): string {
  return `event ${id} (${stream} @ ${String(revision)}, position ${position})`;
}

async function copy(
  original: AsyncGenerator<RecordedEvent, undefined, undefined>,
  to: Ledger,
  inFlight: number,
  progressed: (events: number) => void,
): Promise<number> {
  let copied = 0;
  const underWay: Promise<unknown>[] = [];
  for await (const run of runsOfOneStream(original)) {
    const [first] = run;
    const expected = first.revision === 0 ? 'none' : first.revision - 1;
    const append = to.append(first.stream, expected, run);
    // Looked at below, in its turn; until then its failure is nobody's unhandled rejection.
    append.catch(() => undefined);
    underWay.push(append);
    copied += run.length;
    if (underWay.length >= inFlight) await settled(underWay.shift());
    progressed(copied);
  }
  for (const append of underWay) await settled(append);
  return copied;
}

async function settled(append: Promise<unknown> | undefined): Promise<void> {
  try {
    await append;
  } catch (error) {
    if (!(error instanceof RevisionConflict)) throw error;
    throw new LedgerInUse(
      `the copy was written to by somebody else: ${error.message}. Run it again.`,
      { cause: error },
    );
  }
}

type Run = readonly [RecordedEvent, ...RecordedEvent[]];

/** Events of one stream that stand side by side in the ledger: together they keep its order. */
async function* runsOfOneStream(events: AsyncIterable<RecordedEvent>): AsyncGenerator<Run> {
  let run: [RecordedEvent, ...RecordedEvent[]] | undefined;
  for await (const event of events) {
    if (run !== undefined && run[0].stream === event.stream && run.length < mostAtOnce) {
      run.push(event);
      continue;
    }
    if (run !== undefined) yield run;
    run = [event];
  }
  if (run !== undefined) yield run;
}

/** Reads both whole and compares leaf by leaf. @throws NotTheSameLedger */
async function sameLeaves(
  original: AsyncGenerator<RecordedEvent, undefined, undefined>,
  copy: AsyncIterable<RecordedEvent>,
  progressed: (events: number) => void,
): Promise<Pick<Migrated, 'events' | 'root'>> {
  const tree = new GrowingTree();
  for await (const event of copy) {
    tree.add(leafHash(requireSame((await original.next()).value, event)));
    progressed(tree.size);
  }
  const { value: missing } = await original.next();
  if (missing !== undefined)
    throw new NotTheSameLedger(`the copy lacks ${placeOf(missing)} of the original`);
  return { events: tree.size, root: tree.root() };
}

// Following, as every adapter must do it: a part of the contract of ledger.contract.ts.
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { canonicalJson } from '../../src/ledger/canonical-json.js';
import {
  comparePositions,
  type RecordedEvent,
  type RecordedTexts,
} from '../../src/ledger/event.js';
import { LedgerUnavailable, type Ledger, type LedgerReader } from '../../src/ledger/ledger.js';
import { act, acts } from '../support/recorded-acts.js';

/** @param opened the ledger of the test that runs */
export function followingContract(opened: () => Ledger): void {
  describe('following', () => {
    let ledger: Ledger;

    beforeEach(() => {
      ledger = opened();
    });

    it('tells what stands and then what comes, across all streams, in ledger order', async () => {
      const after = await ledger.head();
      const standing = acts(3);
      await ledger.append(aStream(), 'none', standing);
      const coming = acts(4);
      const following = collect(ledger, after, 7);
      for (const event of coming) await ledger.append(aStream(), 'none', [event]);
      const told = await following;
      expect(idsOf(told)).toStrictEqual(idsOf([...standing, ...coming]));
      expect(await ledger.read(told[6]?.stream ?? '')).toStrictEqual([told[6]]);
    });

    it('tells the texts of the same events to whoever hashes them', async () => {
      const after = await ledger.head();
      await ledger.append(aStream(), 'none', acts(3));
      const events = await collect(ledger, after, 3);
      const texts: RecordedTexts[] = [];
      for await (const batch of ledger.followTexts(after, new AbortController().signal)) {
        texts.push(...batch);
        if (texts.length >= events.length) break;
      }
      expect(texts).toStrictEqual(
        events.map(({ data, metadata, ...event }) => ({
          ...event,
          data: canonicalJson(data),
          metadata: canonicalJson(metadata),
        })),
      );
    });

    it('begins after the position it is given', async () => {
      const stream = aStream();
      const events = acts(6);
      const { positions } = await ledger.append(stream, 'none', events);
      const told = await collect(ledger, positions[3] ?? '', 2);
      expect(idsOf(told)).toStrictEqual(idsOf(events.slice(4)));
    });

    it('misses nothing and repeats nothing while 64 writers append', async () => {
      const after = await ledger.head();
      const prefix = aStream();
      const rounds = 25;
      const total = 64 * rounds;
      const early = collect(ledger, after, total);
      const written: { id: string; position: string }[] = [];
      const late = delay(5).then(() => collect(ledger, after, total));
      await Promise.all(
        Array.from({ length: 64 }, async (_, writer) => {
          for (let round = 0; round < rounds; round += 1) {
            const event = act({ writer, round });
            const expected = round === 0 ? 'none' : round - 1;
            const { position } = await ledger.append(`${prefix}-${writer}`, expected, [event]);
            written.push({ id: event.id, position });
          }
        }),
      );
      const inOrder = written.toSorted((a, b) => comparePositions(a.position, b.position));
      for (const told of [await early, await late]) {
        expect(told.map(({ id, position }) => ({ id, position }))).toStrictEqual(inOrder);
      }
    });

    it('waits for a consumer that takes its time, and hinders no writer meanwhile', async () => {
      const after = await ledger.head();
      const stream = aStream();
      await ledger.append(stream, 'none', acts(1));
      const batches: RecordedEvent[][] = [];
      const ended = new AbortController();
      let letGo = (): void => undefined;
      const held = new Promise<void>((resolve) => (letGo = resolve));
      const following = (async () => {
        for await (const batch of ledger.follow(after, ended.signal)) {
          batches.push([...batch]);
          await held;
          if (batches.flat().length === 3001) ended.abort();
        }
      })();
      await until(() => batches.length === 1);
      for (let revision = 0; revision < 3000; revision += 100) {
        await ledger.append(stream, revision, acts(100));
      }
      expect(batches).toHaveLength(1);
      letGo();
      await following;
      expect(batches.flat().map(({ revision }) => revision)).toStrictEqual(
        Array.from({ length: 3001 }, (_, revision) => revision),
      );
      expect(batches.every((batch) => batch.length > 0)).toBe(true);
    });

    it('leaves the process its other work while it catches up', async () => {
      const after = await ledger.head();
      await appendMany(ledger, 3000);
      let turns = 0;
      const counting = setInterval(() => (turns += 1), 0);
      let batches = 0;
      const ended = new AbortController();
      let seen = 0;
      for await (const batch of ledger.follow(after, ended.signal)) {
        batches += 1;
        seen += batch.length;
        // A consumer that works without ever waiting.
        const end = performance.now() + 3;
        while (performance.now() < end);
        if (seen === 3000) ended.abort();
      }
      clearInterval(counting);
      expect(batches).toBeGreaterThan(1);
      expect(turns).toBeGreaterThanOrEqual(batches - 1);
    });

    it('ends at the signal: while it waits, between batches, and before it began', async () => {
      const head = await ledger.head();
      const waiting = new AbortController();
      const ended = collectUntil(ledger, head, waiting.signal);
      await delay(20);
      const at = performance.now();
      waiting.abort();
      expect(await ended).toStrictEqual([]);
      expect(performance.now() - at).toBeLessThan(5_000);

      await appendMany(ledger, 2000);
      const between = new AbortController();
      let batches = 0;
      for await (const batch of ledger.follow(head, between.signal)) {
        expect(batch.length).toBeLessThan(2000);
        batches += 1;
        between.abort();
      }
      expect(batches).toBe(1);

      expect(await collectUntil(ledger, head, AbortSignal.abort())).toStrictEqual([]);
    });

    it('lets its consumer walk away in the middle', async () => {
      const after = await ledger.head();
      await ledger.append(aStream(), 'none', acts(2));
      for await (const batch of ledger.follow(after, new AbortController().signal)) {
        expect(batch.length).toBeGreaterThan(0);
        break;
      }
    });

    it('throws, and does not just end, when the ledger is closed under it', async () => {
      const following = collectUntil(ledger, await ledger.head(), new AbortController().signal);
      await delay(20);
      await ledger.close();
      await expect(following).rejects.toThrow(LedgerUnavailable);
    });
  });
}

export function aStream(): string {
  return `case-${randomUUID()}`;
}

export function idsOf(events: readonly { readonly id: string }[]): string[] {
  return events.map(({ id }) => id);
}

/** The first events after a position, as one follower is told them. */
export async function collect(
  ledger: LedgerReader,
  after: string,
  count: number,
): Promise<RecordedEvent[]> {
  const ended = new AbortController();
  const told: RecordedEvent[] = [];
  for await (const batch of ledger.follow(after, ended.signal)) {
    expect(batch.length).toBeGreaterThan(0);
    told.push(...batch);
    if (told.length >= count) ended.abort();
  }
  return told;
}

async function collectUntil(ledger: LedgerReader, after: string, signal: AbortSignal) {
  const told: RecordedEvent[] = [];
  for await (const batch of ledger.follow(after, signal)) told.push(...batch);
  return told;
}

/** Events of one stream, in appends that every engine takes: KurrentDB takes 1 MiB at once. */
async function appendMany(ledger: Ledger, count: number): Promise<void> {
  const stream = aStream();
  for (let written = 0; written < count; written += 500) {
    const expected = written === 0 ? 'none' : written - 1;
    await ledger.append(stream, expected, acts(Math.min(500, count - written)));
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(2);
}

// The KurrentDB adapter against the double, or against a real server when KURRENTDB_URL names one
// (`npm run test:kurrentdb`): the contract of every ledger, and what is KurrentDB's own.
import { binaryEvent, jsonEvent } from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { isStreamName, type RecordedEvent } from '../../src/ledger/event.js';
import type { KurrentDbLedger } from '../../src/ledger/kurrentdb-ledger.js';
import { LedgerDamaged, RevisionConflict } from '../../src/ledger/ledger.js';
import { ServerUnderTest, serverName } from '../support/kurrentdb-server.js';
import { act, acts } from '../support/recorded-acts.js';
import { aStream, collect, idsOf } from './following.contract.js';
import { ledgerContract } from './ledger.contract.js';

ledgerContract(serverName, async () => {
  const server = await ServerUnderTest.start();
  let ledger = await server.open();
  return {
    ledger,
    reopen: async () => {
      await ledger.close();
      ledger = await server.open();
      return ledger;
    },
    dispose: () => server.dispose(),
  };
});

describe(serverName, () => {
  let server: ServerUnderTest;
  let ledger: KurrentDbLedger;

  beforeEach(async () => {
    server = await ServerUnderTest.start();
    ledger = await server.open();
  });
  afterEach(() => server.dispose());

  it('says which version it is', async () => {
    const version = await ledger.serverVersion();
    console.info(`${serverName}: version ${version}`);
    expect(version).toMatch(/^\d+\.\d+/);
  });

  it('keeps an event as its own tools understand it', async () => {
    const stream = aStream();
    const event = act({ 甲: '一', 10: 'ten', 9: 'nine' });
    await ledger.append(stream, 'none', [event]);
    const { correlationId, causationId, ...others } = event.metadata;
    const stored = await all(server.client.readStream(stream));
    expect(stored).toHaveLength(1);
    expect(stored[0]?.event).toMatchObject({
      id: event.id,
      type: event.type,
      isJson: true,
      data: event.data,
    });
    expect(stored[0]?.event?.metadata).toStrictEqual({
      ...others,
      $correlationId: correlationId,
      $causationId: causationId,
    });
  });

  it.each([
    ['case-2025-0001', 'case'],
    ['person-P-1', 'person'],
    ['organ-commission', 'organ'],
    ['finding-f1', 'finding'],
    ['access-2025-03-01', 'access'],
    ['policy-adopted', 'policy'],
  ])('has %s in category %s: the text before the first hyphen', (stream, category) => {
    expect(isStreamName(stream)).toBe(true);
    expect(stream.split('-')[0]).toBe(category);
  });

  it('finds the head past events of the server and of other programs', async () => {
    const stream = aStream();
    const { position } = await ledger.append(stream, 'none', acts(2));
    await writeForeign(server, 300);
    await server.client.setStreamMetadata(stream, { purpose: 'a note of an operator' });
    expect(await ledger.head()).toBe(position);
    // Also for a process that knows of no position yet.
    expect(await (await server.open()).head()).toBe(position);
  });

  it('tells followers nothing of other programs, and goes on after them', async () => {
    const after = await ledger.head();
    const [one, other] = [act(), act()];
    await ledger.append(aStream(), 'none', [one]);
    await writeForeign(server, 20);
    const following = collect(ledger, after, 2);
    await writeForeign(server, 20);
    await ledger.append(aStream(), 'none', [other]);
    expect(idsOf(await following)).toStrictEqual([one.id, other.id]);
  });

  it('knows when its newest event was recorded', async () => {
    const event = act();
    const recordedAt = '2031-01-01T00:00:00.000Z';
    await ledger.append(aStream(), 'none', [
      act(),
      { ...event, metadata: { ...event.metadata, recordedAt } },
    ]);
    await writeForeign(server, 1);
    expect(await ledger.lastRecordedAt()).toBe(recordedAt);
  });

  it('serves several processes: one wins a revision, both see both', async () => {
    const another = await server.open();
    const stream = aStream();
    const after = await ledger.head();
    const following = collect(another, after, 3);
    await ledger.append(stream, 'none', acts(1));
    await another.append(stream, 0, acts(1));
    await expect(ledger.append(stream, 0, acts(1))).rejects.toThrow(RevisionConflict);
    const { position } = await ledger.append(stream, 1, acts(1));
    expect(await another.head()).toBe(position);
    expect(await following).toStrictEqual(await ledger.read(stream));
  });

  it('tells an append that another process made before from one of its own', async () => {
    const another = await server.open();
    const stream = aStream();
    const event = act();
    const first = await another.append(stream, 'none', [event]);
    // Something of its own, so that it knows how far the ledger is.
    await ledger.append(aStream(), 'none', acts(1));
    expect(await ledger.append(stream, 'none', [event])).toStrictEqual({
      ...first,
      stoodAlready: true,
    });
  });

  describe('finds a stream damaged', () => {
    it('that another program wrote to, while followers pass over that event', async () => {
      const stream = aStream();
      const after = await ledger.head();
      await ledger.append(stream, 'none', acts(1));
      await server.client.appendToStream(stream, [jsonEvent({ type: 'Note', data: { on: 'it' } })]);
      const last = await ledger.append(stream, 1, acts(1));
      await expect(ledger.read(stream)).rejects.toThrow(LedgerDamaged);
      expect((await collect(ledger, after, 2)).map(({ revision }) => revision)).toEqual([0, 2]);
      expect(last.revision).toBe(2);
    });

    it('whose event holds no object, and tells followers what stands before it', async () => {
      const stream = server.own(aStream());
      const after = await ledger.head();
      const whole = act();
      await ledger.append(stream, 'none', [whole]);
      const { correlationId, causationId, ...others } = whole.metadata;
      const metadata = { ...others, $correlationId: correlationId, $causationId: causationId };
      const { position } = await server.client.appendToStream(stream, [
        binaryEvent({ type: 'CaseAccepted', data: Buffer.from('{}'), metadata }),
      ]);
      const damage = { name: 'LedgerDamaged', position: String(position?.commit) };
      await expect(ledger.read(stream)).rejects.toMatchObject(damage);
      const told: RecordedEvent[] = [];
      const following = (async () => {
        for await (const batch of ledger.follow(after, new AbortController().signal))
          told.push(...batch);
      })();
      await expect(following).rejects.toMatchObject(damage);
      expect(idsOf(told)).toStrictEqual([whole.id]);
    });

    it('that was deleted and begun again', async () => {
      const stream = aStream();
      await ledger.append(stream, 'none', acts(2));
      await server.client.deleteStream(stream);
      await ledger.append(stream, 'none', acts(1));
      await expect(ledger.read(stream)).rejects.toThrow('revision 0');
    });

    it('that was deleted for good', async () => {
      const stream = aStream();
      await ledger.append(stream, 'none', acts(1));
      await server.client.tombstoneStream(stream);
      await expect(ledger.read(stream)).rejects.toThrow(LedgerDamaged);
    });
  });

  it('may be left by a follower at any moment', async () => {
    const after = await ledger.head();
    await ledger.append(aStream(), 'none', acts(500));
    for (const wait of [0, 1, 3]) {
      const leaving = new AbortController();
      const following = (async () => {
        for await (const batch of ledger.follow(after, leaving.signal))
          expect(batch.length).toBeGreaterThan(0);
      })();
      await delay(wait);
      leaving.abort();
      await following;
    }
  });
});

/** Events that are none of ours: the client writes them without our metadata. */
async function writeForeign(server: ServerUnderTest, count: number): Promise<void> {
  await server.client.appendToStream(
    server.own(`foreign-${randomUUID()}`),
    Array.from({ length: count }, (_, n) => jsonEvent({ type: 'Foreign', data: { n } })),
  );
}

async function all<T>(reading: AsyncIterable<T>): Promise<T[]> {
  const events: T[] = [];
  for await (const event of reading) events.push(event);
  return events;
}

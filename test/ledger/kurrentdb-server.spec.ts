// What the adapter takes for granted of a server, asked of it with the bare client: of the double,
// or of a real server when KURRENTDB_URL names one. Where the two differ, the double is wrong.
import {
  BACKWARDS,
  END,
  NO_STREAM,
  StreamDeletedError,
  StreamNotFoundError,
  WrongExpectedVersionError,
  eventTypeFilter,
  jsonEvent,
  streamNameFilter,
  type Position,
} from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import { ServerUnderTest, serverName } from '../support/kurrentdb-server.js';
import { aStream } from './following.contract.js';

describe(`What is taken for granted of ${serverName}`, () => {
  let server: ServerUnderTest;
  let stream: string;

  beforeEach(async () => {
    server = await ServerUnderTest.start();
    stream = server.own(aStream());
  });
  afterEach(() => server.dispose());

  const notes = (count: number) =>
    Array.from({ length: count }, (_, n) => jsonEvent({ type: 'Note', data: { n } }));

  describe.each(['batch', 'classic'])('its %s append', (way) => {
    beforeEach(() => {
      if (way === 'classic') server.client['supports'] = async () => false;
    });

    it('tells revision and position of the last event', async () => {
      const { nextExpectedRevision, position } = await server.client.appendToStream(
        stream,
        notes(3),
        { expectedRevision: NO_STREAM },
      );
      expect(nextExpectedRevision).toBe(2n);
      const stored = await all(server.client.readStream(stream));
      expect(stored.map(({ event }) => event?.revision)).toStrictEqual([0n, 1n, 2n]);
      expect(stored.at(-1)?.event?.position).toStrictEqual(position);
      expect(new Set(stored.map(({ event }) => event?.position?.commit)).size).toBe(3);
    });

    it('answers the same again to the same ids, at a revision and at any', async () => {
      const events = notes(2);
      for (const expectedRevision of [NO_STREAM, 'any'] as const) {
        const name = server.own(aStream());
        const first = await server.client.appendToStream(name, events, { expectedRevision });
        await server.client.appendToStream(name, notes(1));
        const again = await server.client.appendToStream(name, events, { expectedRevision });
        expect(again).toStrictEqual(first);
        expect(await all(server.client.readStream(name))).toHaveLength(3);
      }
    });

    it('refuses another revision, and ids of which only some stand there', async () => {
      const [one, two] = [notes(1), notes(1)];
      const expectedRevision = NO_STREAM;
      await server.client.appendToStream(stream, one, { expectedRevision });
      for (const events of [two, [...one, ...two]]) {
        const appending = server.client.appendToStream(stream, events, { expectedRevision });
        await expect(appending).rejects.toThrow(WrongExpectedVersionError);
        await expect(appending).rejects.toMatchObject({ actualVersion: 0n });
      }
      const none = server.client.appendToStream(aStream(), two, { expectedRevision: 4n });
      await expect(none).rejects.toMatchObject({ actualVersion: 'no_stream' });
    });
  });

  it('reads a stream from a revision in both directions, and nothing past its end', async () => {
    await server.client.appendToStream(stream, notes(5));
    const revisions = async (...options: Parameters<typeof server.client.readStream>[1][]) =>
      (await all(server.client.readStream(stream, ...options))).map(({ event }) => event?.revision);
    expect(await revisions({ fromRevision: 3n })).toStrictEqual([3n, 4n]);
    expect(await revisions({ fromRevision: 9n })).toStrictEqual([]);
    const backwards = { direction: BACKWARDS, maxCount: 2 } as const;
    expect(await revisions({ ...backwards, fromRevision: END })).toStrictEqual([4n, 3n]);
    expect(await revisions({ ...backwards, fromRevision: 2n })).toStrictEqual([2n, 1n]);
  });

  it('reads everything backwards from the end, or from before a position', async () => {
    const { position } = await server.client.appendToStream(stream, notes(2));
    await server.client.appendToStream(stream, notes(1));
    const direction = BACKWARDS;
    const before = await all(
      server.client.readAll({ direction, fromPosition: position ?? END, maxCount: 1 }),
    );
    expect(before[0]?.event).toMatchObject({ streamId: stream, revision: 0n });
    const newest = await all(server.client.readAll({ direction, fromPosition: END, maxCount: 50 }));
    const ours = newest.find(({ event }) => event?.streamId === stream);
    expect(ours?.event?.revision).toBe(2n);
  });

  it('tells a subscription what comes after its position, where it is, and that it has caught up', async () => {
    const type = `Type${randomUUID().replaceAll('-', '')}`;
    const typed = (n: number) => jsonEvent({ type, data: { n } });
    const first = await server.client.appendToStream(stream, [typed(0)]);
    await server.client.appendToStream(stream, [typed(1)]);
    const signs: string[] = [];
    const checkpoints: Position[] = [];
    const byType = eventTypeFilter({
      regex: `^${type}$`,
      checkpointReached: (_, position) => void checkpoints.push(position),
    });
    const subscription = server.client.subscribeToAll({
      fromPosition: first.position ?? 'start',
      filter: byType,
    });
    subscription.on('confirmation', () => signs.push('confirmed'));
    subscription.on('caughtUp', () => {
      signs.push('caught up');
      void server.client.appendToStream(stream, [typed(2)]);
    });
    const told: unknown[] = [];
    for await (const { event } of subscription) if (told.push(event?.data) === 2) break;
    await subscription.unsubscribe();
    expect(told).toStrictEqual([{ n: 1 }, { n: 2 }]);
    expect(signs).toStrictEqual(['confirmed', 'caught up']);
    expect(checkpoints.length).toBeGreaterThan(0);
  });

  it('filters a subscription by names of streams too', async () => {
    await server.client.appendToStream(stream, notes(1));
    const subscription = server.client.subscribeToAll({
      filter: streamNameFilter({ prefixes: [stream] }),
    });
    for await (const { event } of subscription) {
      expect(event?.streamId).toBe(stream);
      break;
    }
    await subscription.unsubscribe();
  });

  it('does not find a stream that was never written to, or deleted, and says deleted for good', async () => {
    await expect(all(server.client.readStream(stream))).rejects.toThrow(StreamNotFoundError);
    await server.client.appendToStream(stream, notes(1));
    await server.client.deleteStream(stream);
    await expect(all(server.client.readStream(stream))).rejects.toThrow(StreamNotFoundError);
    await server.client.appendToStream(stream, notes(1));
    expect((await all(server.client.readStream(stream)))[0]?.event?.revision).toBe(1n);
    await server.client.tombstoneStream(stream);
    await expect(all(server.client.readStream(stream))).rejects.toThrow(StreamDeletedError);
    await expect(server.client.appendToStream(stream, notes(1))).rejects.toThrow(
      StreamDeletedError,
    );
  });
});

async function all<T>(reading: AsyncIterable<T>): Promise<T[]> {
  const events: T[] = [];
  for await (const event of reading) events.push(event);
  return events;
}

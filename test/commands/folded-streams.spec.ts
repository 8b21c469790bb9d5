import { FoldedStreams } from '../../src/commands/folded-streams.js';
import type { RecordedEvent } from '../../src/ledger/event.js';
import { openSqliteLedger, type SqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { act, acts } from '../support/recorded-acts.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

describe('a stream that is kept folded', () => {
  let ledger: SqliteLedger;
  let read: number;
  let streams: FoldedStreams<readonly string[]>;
  beforeEach(() => {
    ledger = openSqliteLedger({
      directory: temporaryDirectory(),
      onFatal: (error) => {
        throw error;
      },
    });
    read = 0;
    const counted = {
      read: async (stream: string, from?: number) => {
        const events = await ledger.read(stream, from);
        read += events.length;
        return events;
      },
    };
    streams = new FoldedStreams(
      counted,
      () =>
        (ids, { id }) => [...(ids ?? []), id],
      10,
    );
  });
  afterEach(() => ledger.close());

  const stored = async (count: number, expected: number | 'none'): Promise<RecordedEvent[]> => {
    const { revision } = await ledger.append('case-1', expected, acts(count));
    return [...(await ledger.read('case-1', revision - count + 1))];
  };

  it('takes up what was appended without reading it', async () => {
    const first = await stored(2, 'none');
    streams.add('case-1', 'none', first);
    const second = await stored(1, 1);
    streams.add('case-1', 1, second);
    const { state, revision, carried } = await streams.newest('case-1');
    expect(state).toStrictEqual([...first, ...second].map(({ id }) => id));
    expect(revision).toBe(2);
    expect([...carried.values()].flatMap(({ events }) => events)).toHaveLength(3);
    expect(read).toBe(0);
  });

  it('reads for itself what it does not hold from the beginning', async () => {
    const first = await stored(2, 'none');
    const second = await stored(1, 1);
    streams.add('case-1', 1, second);
    expect((await streams.newest('case-1')).state).toStrictEqual(
      [...first, ...second].map(({ id }) => id),
    );
    expect(read).toBe(3);
  });

  it('takes up nothing twice, whoever comes first', async () => {
    await stored(1, 'none');
    await streams.newest('case-1');
    const second = await stored(1, 0);
    await Promise.all([streams.newest('case-1'), streams.newest('case-1')]);
    streams.add('case-1', 0, second);
    const { state, carried } = await streams.newest('case-1');
    expect(state).toHaveLength(2);
    expect([...carried.values()].flatMap(({ events }) => events)).toHaveLength(2);
  });

  it('tells each command what it did, of several that share a stream', async () => {
    const one = act();
    const other = { ...act(), metadata: { ...act().metadata, commandId: 'another' } };
    streams.add('case-1', 'none', [
      { ...one, stream: 'case-1', revision: 0, position: '1' },
      { ...other, stream: 'case-1', revision: 1, position: '2' },
    ]);
    const kept = await streams.newest('case-1');
    expect(kept.carried.get('another')?.events).toStrictEqual([
      { eventId: other.id, type: other.type, revision: 1, position: '2' },
    ]);
  });
});

import type { RecordedEvent } from '../../src/ledger/event.js';
import { LedgerUnavailable, type Ledger } from '../../src/ledger/ledger.js';
import { LedgerInUse, migrate, NotTheSameLedger } from '../../src/ledger/migration.js';
import { openSqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { entryOf } from '../../src/ledger/transparency/leaf.js';
import { GrowingTree, leafHash } from '../../src/ledger/transparency/merkle.js';
import { act, acts } from '../support/recorded-acts.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { everyEvent } from '../support/every-event.js';

const fail = (error: Error): never => {
  throw error;
};

/** An event without its position: the one thing that another ledger may say otherwise. */
const withoutPosition = ({ position: _, ...event }: RecordedEvent) => event;

function rootOf(events: readonly RecordedEvent[]): Uint8Array {
  const tree = new GrowingTree();
  for (const event of events) tree.add(leafHash(entryOf(event)));
  return tree.root();
}

/** A ledger that fails after so many appends, as one does whose process is killed. */
function failingAfter(ledger: Ledger, appends: number): Ledger {
  let left = appends;
  return Object.create(ledger, {
    append: {
      value: (...args: Parameters<Ledger['append']>) =>
        left-- > 0 ? ledger.append(...args) : Promise.reject(new LedgerUnavailable('cut off')),
    },
    read: { value: ledger.read.bind(ledger) },
    follow: { value: ledger.follow.bind(ledger) },
    head: { value: ledger.head.bind(ledger) },
  }) as Ledger;
}

const openFile = (): Ledger => openSqliteLedger({ directory: temporaryDirectory(), onFatal: fail });

describe('moving house', () => {
  let from: Ledger;
  let to: Ledger;

  beforeEach(async () => {
    from = openFile();
    to = openFile();
    // Streams that take turns, runs of one stream longer than one append of the copy, one event alone.
    for (let turn = 0; turn < 20; turn += 1)
      for (const [stream, count] of [
        ['case-C-1', 1],
        ['case-C-2', 3],
        ['person-jia', turn === 7 ? 250 : 1],
      ] as const) {
        const stood = (await from.read(stream)).length;
        await from.append(stream, stood === 0 ? 'none' : stood - 1, acts(count));
      }
  });
  afterEach(async () => {
    await from.close();
    await to.close();
  });

  it.each([1, 64])(
    'copies every event with its id, stream, revision, data and metadata, in order (%i at once)',
    async (inFlight) => {
      const moved = await migrate(from, to, { inFlight });
      const original = await everyEvent(from);
      expect(original).toHaveLength(349);
      expect((await everyEvent(to)).map(withoutPosition)).toStrictEqual(
        original.map(withoutPosition),
      );
      expect(moved).toStrictEqual({ events: 349, copied: 349, root: rootOf(original) });
    },
  );

  it('goes on where it was cut off, wherever that was', async () => {
    for (const appends of [0, 1, 2, 11, 30]) {
      const cut = migrate(from, failingAfter(to, appends), { inFlight: 4 });
      await expect(cut).rejects.toThrow(LedgerUnavailable);
    }
    const stood = (await everyEvent(to)).length;
    const moved = await migrate(from, to, { inFlight: 4 });
    expect(moved).toMatchObject({ events: 349, copied: 349 - stood });
    expect(stood).toBeGreaterThan(44);
    expect(await migrate(from, to, { inFlight: 4 })).toMatchObject({ events: 349, copied: 0 });
  });

  it('comes back by the same way', async () => {
    await migrate(from, to, { inFlight: 1 });
    const back = openFile();
    const { root } = await migrate(to, back, { inFlight: 1 });
    expect(root).toStrictEqual(rootOf(await everyEvent(from)));
    await back.close();
  });

  it('copies an empty ledger to an empty one', async () => {
    const [empty, another] = [openFile(), openFile()];
    expect(await migrate(empty, another, { inFlight: 1 })).toMatchObject({ events: 0, copied: 0 });
    await empty.close();
    await another.close();
  });

  it('refuses a ledger that holds something else, and writes nothing to it', async () => {
    await to.append('case-C-1', 'none', [act({ another: 'case' })]);
    const head = await to.head();
    await expect(migrate(from, to, { inFlight: 1 })).rejects.toThrow(NotTheSameLedger);
    expect(await to.head()).toBe(head);
  });

  it('tells one changed field of one event', async () => {
    const [first] = await everyEvent(from);
    if (first === undefined) throw new Error('bug: there are events');
    const { id, type, data, metadata } = first;
    const salt = metadata.salt.replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    await to.append(first.stream, 'none', [{ id, type, data, metadata: { ...metadata, salt } }]);
    await expect(migrate(from, to, { inFlight: 1 })).rejects.toThrow(
      `event ${id} (case-C-1 @ 0, position 1) where the original has event ${id}`,
    );
  });

  it('refuses a ledger that holds more', async () => {
    await migrate(from, to, { inFlight: 1 });
    await to.append('case-C-9', 'none', [act({})]);
    await expect(migrate(from, to, { inFlight: 1 })).rejects.toThrow('which the original does not');
  });

  it('says so where somebody writes to the copy meanwhile', async () => {
    const progressed = jest.fn(() => {
      if (progressed.mock.calls.length === 1)
        void to.append('case-C-2', 'any', [act({ from: 'somebody else' })]);
    });
    await expect(migrate(from, to, { inFlight: 1, progressed })).rejects.toThrow(
      /written to by somebody else|where the original has/,
    );
  });

  it('says so where somebody writes to the original meanwhile', async () => {
    const progressed = jest.fn((step: 'copied' | 'proved') => {
      if (step === 'copied' && progressed.mock.calls.length === 1)
        void from.append('case-C-9', 'none', [act({})]);
    });
    await expect(migrate(from, to, { inFlight: 1, progressed })).rejects.toThrow(LedgerInUse);
    expect(await migrate(from, to, { inFlight: 1 })).toMatchObject({ events: 350, copied: 1 });
  });
});

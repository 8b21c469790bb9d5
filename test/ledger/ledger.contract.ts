// What every adapter of the ledger port must do; each runs these same lines, without options. The
// ledger handed in need not be empty: each test keeps to streams of its own and follows from the
// head it found.
import { NotCanonical } from '../../src/ledger/canonical-json.js';
import { comparePositions, isPosition } from '../../src/ledger/event.js';
import {
  LedgerUnavailable,
  RevisionConflict,
  type Appended,
  type Ledger,
} from '../../src/ledger/ledger.js';
import { act, acts } from '../support/recorded-acts.js';
import { aStream, collect, followingContract, idsOf } from './following.contract.js';

export interface OpenedLedger {
  readonly ledger: Ledger;
  /** Closes the ledger if it is open, and opens it again on what is stored. */
  reopen(): Promise<Ledger>;
  /** Closes and removes everything. */
  dispose(): Promise<void>;
}

export function ledgerContract(name: string, open: () => Promise<OpenedLedger>): void {
  describe(`${name} as a ledger`, () => {
    let opened: OpenedLedger;
    let ledger: Ledger;

    beforeEach(async () => {
      opened = await open();
      ledger = opened.ledger;
    });
    afterEach(() => opened.dispose());

    describe('reading a stream', () => {
      it('finds nothing in a stream nobody wrote to', async () => {
        expect(await ledger.read(aStream())).toStrictEqual([]);
      });

      it('gives back exactly what was written, and where it stands', async () => {
        const stream = aStream();
        const written = [act(everyKindOfJson), { ...act({}), type: 'RecordVoided' }];
        const withAll = act({ 空: '' });
        const irregular = {
          ...withAll,
          metadata: {
            ...withAll.metadata,
            irregularities: [{ code: 'late', clause: 'M1-18' }],
            justification: '“三重一大”事项，已补正——𠮷',
          },
        };
        const appended = await ledger.append(stream, 'none', [...written, irregular]);
        expect(await ledger.read(stream)).toStrictEqual(
          [...written, irregular].map((event, revision) => ({
            ...event,
            stream,
            revision,
            position: appended.positions[revision],
          })),
        );
        expect(appended.revision).toBe(2);
        expect(appended.position).toBe(appended.positions[2]);
        expect(appended.stoodAlready).toBe(false);
      });

      it('begins at the revision asked for', async () => {
        const stream = aStream();
        const events = acts(5);
        await ledger.append(stream, 'none', events);
        expect(idsOf(await ledger.read(stream, 3))).toStrictEqual(idsOf(events.slice(3)));
        expect(await ledger.read(stream, 5)).toStrictEqual([]);
      });

      it('keeps streams apart, also those whose names begin alike', async () => {
        const prefix = aStream();
        const events = acts(300);
        await Promise.all(
          events.map((event, number) => ledger.append(`${prefix}-${number}`, 'none', [event])),
        );
        for (const number of [0, 1, 10, 100, 299]) {
          expect(idsOf(await ledger.read(`${prefix}-${number}`))).toStrictEqual([
            events[number]?.id,
          ]);
        }
        expect(await ledger.read(prefix)).toStrictEqual([]);
      });

      it('keeps what was handed over even when the caller changes its object afterwards', async () => {
        const stream = aStream();
        const data: Record<string, string> = { reasons: 'as decided' };
        const appending = ledger.append(stream, 'none', [act(data)]);
        data['reasons'] = 'changed later';
        await appending;
        expect((await ledger.read(stream))[0]?.data).toStrictEqual({ reasons: 'as decided' });
      });

      it('keeps events of 60 kB, several in one append', async () => {
        const stream = aStream();
        const large = [1, 2, 3].map((number) => act({ number, facts: '经'.repeat(20_000) }));
        await ledger.append(stream, 'none', large);
        expect((await ledger.read(stream)).map(({ data }) => data)).toStrictEqual(
          large.map(({ data }) => data),
        );
      });
    });

    describe('appending', () => {
      it('counts revisions from 0 in each stream, and positions upwards over all of them', async () => {
        const [one, other] = [aStream(), aStream()];
        const before = await ledger.head();
        const appended = [
          await ledger.append(one, 'none', acts(2)),
          await ledger.append(other, 'none', acts(1)),
          await ledger.append(one, 1, acts(3)),
        ];
        expect(appended.map(({ revision }) => revision)).toStrictEqual([1, 0, 4]);
        const positions = [before, ...appended.flatMap(({ positions: each }) => each)];
        expect(positions.every(isPosition)).toBe(true);
        expect(positions).toStrictEqual([...new Set(positions)].toSorted(comparePositions));
      });

      it('holds an append to the revision its writer expected', async () => {
        const stream = aStream();
        await expectConflict(ledger.append(stream, 0, acts(1)), 'none');
        await ledger.append(stream, 'none', acts(2));
        await expectConflict(ledger.append(stream, 'none', acts(1)), 1);
        await expectConflict(ledger.append(stream, 0, acts(1)), 1);
        await expectConflict(ledger.append(stream, 2, acts(1)), 1);
        expect(await ledger.read(stream)).toHaveLength(2);
        expect((await ledger.append(stream, 1, acts(1))).revision).toBe(2);
      });

      it('appends wherever the stream is when its writer does not mind', async () => {
        const stream = aStream();
        const many = await Promise.all(acts(20).map((e) => ledger.append(stream, 'any', [e])));
        expect(many.map(({ revision }) => revision).toSorted((a, b) => a - b)).toStrictEqual(
          Array.from({ length: 20 }, (_, revision) => revision),
        );
        expect((await ledger.append(stream, 'any', acts(2))).revision).toBe(21);
      });

      it('writes all events of an append or none', async () => {
        const stream = aStream();
        const head = (await ledger.append(stream, 'none', acts(1))).position;
        await expectConflict(ledger.append(stream, 'none', acts(3)), 0);
        await expect(
          ledger.append(stream, 0, [...acts(2), act({ name: 'half a character \ud800' })]),
        ).rejects.toThrow(NotCanonical);
        expect(await ledger.read(stream)).toHaveLength(1);
        expect(await ledger.head()).toBe(head);
      });

      it('lets one conflict in a crowd harm nobody else', async () => {
        const streams = Array.from({ length: 30 }, aStream);
        await ledger.append(streams[7] ?? '', 'none', acts(1));
        const results = await Promise.allSettled(
          streams.map((stream) => ledger.append(stream, 'none', acts(2))),
        );
        expect(results.flatMap(({ status }, n) => (status === 'rejected' ? [n] : []))).toEqual([7]);
      });

      it('commits appends in the order of their calls', async () => {
        const appended = await Promise.all(
          acts(100).map((event) => ledger.append(aStream(), 'none', [event])),
        );
        const positions = appended.map(({ position }) => position);
        expect(positions).toStrictEqual(positions.toSorted(comparePositions));
      });

      it('has exactly one winner for each revision when 64 writers storm one stream', async () => {
        const stream = aStream();
        const wins: Appended[] = [];
        const conflicts: RevisionConflict[] = [];
        const rounds = 10;
        await Promise.all(
          Array.from({ length: 64 }, async () => {
            let expected: number | 'none' = 'none';
            while (wins.length < rounds) {
              try {
                const won: Appended = await ledger.append(stream, expected, acts(1));
                wins.push(won);
                expected = won.revision;
              } catch (error) {
                if (!(error instanceof RevisionConflict)) throw error;
                conflicts.push(error);
                expected = error.actual;
              }
            }
          }),
        );
        const revisions = wins.map(({ revision }) => revision).toSorted((a, b) => a - b);
        expect(revisions).toStrictEqual(revisions.map((_, revision) => revision));
        expect(await ledger.read(stream)).toHaveLength(wins.length);
        expect(conflicts.length).toBeGreaterThanOrEqual(wins.length);
      });

      it.each([
        ['a lone surrogate', { reasons: 'a\udc00' }, '/reasons'],
        ['a key with a lone surrogate', { '\ud800': 1 }, '/\ud800'],
        ['a text that is not in NFC', { names: ['ok', 'e\u0301'] }, '/names/1'],
        ['an integer other readers would round', { amount: 2 ** 53 }, '/amount'],
        ['NaN', { amount: Number.NaN }, '/amount'],
        ['-0', { amount: -0 }, '/amount'],
      ])('refuses %s, names it, and begins no stream', async (_, data, path) => {
        const stream = aStream();
        await expect(ledger.append(stream, 'none', [act(data)])).rejects.toMatchObject({
          name: 'NotCanonical',
          path,
        });
        expect(await ledger.read(stream)).toStrictEqual([]);
      });

      it('takes a mistake of ours for a mistake of ours', async () => {
        const event = act();
        await expect(ledger.append('no stream', 'none', [event])).rejects.toThrow(/^bug:/);
        await expect(ledger.append(aStream(), 'none', [])).rejects.toThrow(/^bug:/);
        await expect(ledger.append(aStream(), -1, [event])).rejects.toThrow(/^bug:/);
        await expect(ledger.append(aStream(), 'none', [event, event])).rejects.toThrow(/^bug:/);
        await expect(
          ledger.append(aStream(), 'none', [{ ...event, id: event.id.toUpperCase() }]),
        ).rejects.toThrow(/^bug:/);
        await expect(
          ledger.append(aStream(), 'none', [
            { ...event, metadata: { ...event.metadata, salt: 'none' } },
          ]),
        ).rejects.toThrow(/^bug:/);
      });
    });

    describe('the same append again', () => {
      it('answers where the events stand and writes nothing', async () => {
        const stream = aStream();
        await ledger.append(stream, 'none', acts(1));
        const events = acts(3);
        const first = await ledger.append(stream, 0, events);
        const head = await ledger.head();
        expect(await ledger.append(stream, 0, events)).toStrictEqual({
          ...first,
          stoodAlready: true,
        });
        expect(await ledger.head()).toBe(head);
      });

      it('does so also when the stream has gone on, and after a restart', async () => {
        const stream = aStream();
        const events = acts(2);
        const first = await ledger.append(stream, 'none', events);
        await ledger.append(stream, 1, acts(4));
        expect(await ledger.append(stream, 'none', events)).toStrictEqual({
          ...first,
          stoodAlready: true,
        });
        ledger = await opened.reopen();
        expect(await ledger.append(stream, 'none', events)).toStrictEqual({
          ...first,
          stoodAlready: true,
        });
      });

      it('does so also for a writer to whom the revision does not matter', async () => {
        const stream = aStream();
        await ledger.append(stream, 'any', acts(1));
        const events = acts(2);
        const first = await ledger.append(stream, 'any', events);
        expect(await ledger.append(stream, 'any', events)).toStrictEqual({
          ...first,
          stoodAlready: true,
        });
        expect(await ledger.read(stream)).toHaveLength(3);
      });

      it('is written once when it is sent many times at once, and disturbs nobody', async () => {
        const stream = aStream();
        const events = acts(2);
        const others: Promise<Appended>[] = [];
        const answers = await Promise.all(
          Array.from({ length: 20 }, () => {
            const answer = ledger.append(stream, 'none', events);
            others.push(ledger.append(aStream(), 'none', acts(1)));
            return answer;
          }),
        );
        expect(answers.filter(({ stoodAlready }) => !stoodAlready)).toHaveLength(1);
        expect(new Set(answers.map(({ position }) => position)).size).toBe(1);
        expect(await ledger.read(stream)).toHaveLength(2);
        expect((await Promise.all(others)).every(({ revision }) => revision === 0)).toBe(true);
      });

      it('is a conflict when only some of the events stand there', async () => {
        const stream = aStream();
        const events = acts(2);
        await ledger.append(stream, 'none', events);
        await expectConflict(ledger.append(stream, 'none', [...events, act()]), 1);
        await expectConflict(ledger.append(stream, 'none', [events[0] ?? act(), act()]), 1);
        await expectConflict(ledger.append(stream, 'none', events.toReversed()), 1);
        expect(await ledger.read(stream)).toHaveLength(2);
      });

      it('is a conflict when the events stand at another revision', async () => {
        const stream = aStream();
        const events = acts(1);
        await ledger.append(stream, 'none', acts(2));
        await ledger.append(stream, 1, events);
        await expectConflict(ledger.append(stream, 0, events), 2);
      });
    });

    followingContract(() => ledger);

    describe('head', () => {
      it('is the position of the newest event', async () => {
        const { position } = await ledger.append(aStream(), 'none', acts(3));
        expect(await ledger.head()).toBe(position);
        const before = await ledger.head();
        await ledger.append(aStream(), 'none', acts(1));
        expect(comparePositions(before, await ledger.head())).toBeLessThan(0);
      });
    });

    describe('closing', () => {
      it('keeps everything for the next start', async () => {
        const after = await ledger.head();
        const stream = aStream();
        const { position } = await ledger.append(stream, 'none', acts(3));
        const before = await ledger.read(stream);
        ledger = await opened.reopen();
        expect(await ledger.read(stream)).toStrictEqual(before);
        expect(await ledger.head()).toBe(position);
        expect(await collect(ledger, after, 3)).toStrictEqual(before);
        expect((await ledger.append(stream, 2, acts(1))).revision).toBe(3);
      });

      it('finishes the appends under way and refuses later ones', async () => {
        const stream = aStream();
        const underWay = ledger.append(stream, 'none', acts(2));
        await ledger.close();
        expect((await underWay).revision).toBe(1);
        await expect(ledger.append(stream, 1, acts(1))).rejects.toThrow(LedgerUnavailable);
        await expect(ledger.read(stream)).rejects.toThrow(LedgerUnavailable);
        await expect(ledger.head()).rejects.toThrow(LedgerUnavailable);
        await ledger.close();
        ledger = await opened.reopen();
        expect(await ledger.read(stream)).toHaveLength(2);
      });
    });
  });
}

const everyKindOfJson = {
  text: '甲某 "quoted" \\ / \b\f\n\r\t \u0000 \u2028 é 😀 𠮷',
  empty: '',
  numbers: [0, -1, 0.1, 1e-7, 0.000001, 5e-324, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER],
  truth: [true, false, null],
  nested: { b: { a: [], c: {} }, a: [[1], [{ 丙: 1, 甲: 2 }]] },
  'a key with "quotes"': 1,
  '\u20ac': 1,
  '😀': 2,
  '\uac00': 3,
  10: 'ten',
  9: 'nine',
};

async function expectConflict(appending: Promise<Appended>, actual: number | 'none') {
  const error: unknown = await appending.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(RevisionConflict);
  expect(error).toMatchObject({ actual });
}

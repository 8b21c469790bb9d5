// What a KurrentDB server, its client and the network between can do to the ledger, one `it` each.
// Always against the double: a real server cannot be told to fail. Jest fails a test whose process
// sees a rejection that nobody handles; the last test looks at a process of its own.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { NotCanonical } from '../../src/ledger/canonical-json.js';
import type { RecordedEvent } from '../../src/ledger/event.js';
import { openKurrentDbLedger, type KurrentDbLedger } from '../../src/ledger/kurrentdb-ledger.js';
import {
  LedgerUnavailable,
  OutcomeUnknown,
  RevisionConflict,
  type ExpectedRevision,
} from '../../src/ledger/ledger.js';
import { KurrentDbDouble, type AppendFault } from '../support/kurrentdb-double.js';
import { act, acts } from '../support/recorded-acts.js';
import { aStream, collect, idsOf } from './following.contract.js';

const timeoutMs = 1_000;
const heartbeatMs = 200;
/** Longer than a test may take. */
const veryLong = 600_000;

describe('KurrentDB (always the double: a real server cannot be told to fail)', () => {
  let double: KurrentDbDouble;
  let ledger: KurrentDbLedger;

  beforeEach(async () => {
    double = await KurrentDbDouble.start();
    ledger = await openKurrentDbLedger({ url: double.url, timeoutMs, heartbeatMs });
  });
  afterEach(async () => {
    await ledger.close();
    await double.stop();
  });

  describe('appending', () => {
    it.each<[AppendFault, string, number]>([
      ['swallow', 'never answers', timeoutMs],
      ['lose-answer', 'stores and never answers', timeoutMs],
      // These can be noticed at once; whoever waited for an answer would wait beyond the test.
      ['end-call', 'stores and ends the call as if all were well', veryLong],
      ['cut', 'stores and loses the connection', veryLong],
      ['timeout', 'gives up waiting for itself', veryLong],
      ['busy', 'is busy', veryLong],
    ])('is stored once and answered, after %s: the server %s', async (fault, _, waitMs) => {
      const patient = await openKurrentDbLedger({ url: double.url, timeoutMs: waitMs });
      for (const expected of ['none', 'any'] satisfies ExpectedRevision[]) {
        const stream = aStream();
        const events = acts(2);
        double.faults.push(fault);
        const appended = await patient.append(stream, expected, events);
        expect(appended).toMatchObject({ revision: 1, stoodAlready: false });
        const stored = await ledger.read(stream);
        expect(idsOf(stored)).toStrictEqual(idsOf(events));
        expect(stored.map(({ position }) => position)).toStrictEqual(appended.positions);
      }
      await patient.close();
    });

    it('ends after its time when no answer comes, says so, and is met by its repetition', async () => {
      const stream = aStream();
      const events = acts(1);
      double.faults.push('lose-answer', 'lose-answer', 'lose-answer');
      await expect(ledger.append(stream, 'none', events)).rejects.toThrow(OutcomeUnknown);
      double.faults.length = 0;
      // The process goes on; the caller repeats, and finds what was stored.
      const repeated = await ledger.append(stream, 'none', events);
      expect(repeated).toMatchObject({ revision: 0, stoodAlready: true });
      expect(await ledger.read(stream)).toHaveLength(1);
    });

    it('is stored by its repetition when nothing had been', async () => {
      const stream = aStream();
      const events = acts(1);
      double.faults.push('swallow', 'swallow', 'swallow');
      await expect(ledger.append(stream, 'none', events)).rejects.toThrow(OutcomeUnknown);
      double.faults.length = 0;
      expect(await ledger.append(stream, 'none', events)).toMatchObject({ stoodAlready: false });
    });

    it('is a conflict when another process came first while its answer was lost', async () => {
      const another = await openKurrentDbLedger({ url: double.url });
      const stream = aStream();
      double.faults.push('swallow');
      const late = ledger.append(stream, 'none', acts(1));
      await until(() => double.received === 1);
      await another.append(stream, 'none', acts(1));
      await expect(late).rejects.toThrow(RevisionConflict);
      await another.close();
    });

    it('does not take for its own what another process stored under the same ids meanwhile', async () => {
      const another = await openKurrentDbLedger({ url: double.url });
      const stream = aStream();
      const { id } = act();
      double.faults.push('swallow');
      const late = ledger.append(stream, 'none', [act({ reasons: 'these' }, id)]);
      await until(() => double.received === 1);
      await another.append(stream, 'none', [act({ reasons: 'others' }, id)]);
      expect(await late).toMatchObject({ revision: 0, stoodAlready: true });
      await another.close();
    });

    it('keeps the order of its calls over a lost connection, each stored once', async () => {
      const patient = await openKurrentDbLedger({ url: double.url, timeoutMs: veryLong });
      const events = acts(150);
      double.faults.push(...Array<AppendFault>(40).fill('lose-answer'), 'cut');
      const streams = events.map(aStream);
      const appended = await Promise.all(
        events.map((event, n) => patient.append(streams[n] ?? '', 'none', [event])),
      );
      expect(appended.every(({ stoodAlready }) => !stoodAlready)).toBe(true);
      const told = await collect(ledger, '0', events.length);
      expect(idsOf(told)).toStrictEqual(idsOf(events));
      await patient.close();
    });

    it('survives a restart of the server, which then knows no ids any more', async () => {
      const [one, other] = [aStream(), aStream()];
      double.faults.push('lose-answer', 'lose-answer');
      const patient = await openKurrentDbLedger({ url: double.url, timeoutMs: 5_000 });
      const appending = [
        patient.append(one, 'none', acts(1)),
        patient.append(other, 'any', acts(1)),
      ];
      await until(() => double.received === 2);
      await double.down();
      await delay(100);
      await double.up();
      for (const { stoodAlready } of await Promise.all(appending)) expect(stoodAlready).toBe(false);
      expect(await ledger.read(one)).toHaveLength(1);
      expect(await ledger.read(other)).toHaveLength(1);
      await patient.close();
    });

    it('wrote nothing, and says so, while there is no server; and goes on when there is', async () => {
      await double.down();
      // The first one may be sent before the loss of the connection is noticed.
      await delay(50);
      // Longer than a connection is kept, so that the pauses between attempts have grown.
      for (let tries = 0; tries < 4; tries += 1)
        await expect(ledger.append(aStream(), 'none', acts(1))).rejects.toThrow(LedgerUnavailable);
      await double.up();
      expect(await ledger.append(aStream(), 'none', acts(1))).toMatchObject({ revision: 0 });
    });

    it('is not left waiting by a network that swallows everything', async () => {
      const stream = aStream();
      await ledger.append(stream, 'none', acts(1));
      double.way.swallow();
      const events = acts(1);
      await expect(ledger.append(stream, 0, events)).rejects.toThrow(OutcomeUnknown);
      await expect(ledger.read(stream)).rejects.toThrow(LedgerUnavailable);
      await expect(ledger.head()).rejects.toThrow(LedgerUnavailable);
      double.way.letThrough();
      expect(await ledger.append(stream, 0, events)).toMatchObject({ revision: 1 });
    });

    it('is not disturbed by answers to appends that nobody sent, nor by second answers', async () => {
      double.faults.push('answer-strangers', 'answer-strangers');
      const appended = await Promise.all(
        acts(5).map((event) => ledger.append(aStream(), 'none', [event])),
      );
      expect(appended.every(({ revision }) => revision === 0)).toBe(true);
      await delay(20);
      expect(await ledger.append(aStream(), 'none', acts(1))).toMatchObject({ revision: 0 });
    });

    it('goes on for everybody else in the process when the call of one ledger fails', async () => {
      const another = await KurrentDbDouble.start();
      const other = await openKurrentDbLedger({ url: another.url, timeoutMs });
      another.delayMs = 50;
      const slow = other.append(aStream(), 'none', acts(1));
      double.faults.push('cut');
      await ledger.append(aStream(), 'none', acts(1));
      expect(await slow).toMatchObject({ revision: 0 });
      expect(another.received).toBe(1);
      await other.close();
      await another.stop();
    });

    it('has no more than 64 on the way, and refuses when 1,000 wait', async () => {
      const patient = await openKurrentDbLedger({ url: double.url, timeoutMs: veryLong });
      // Long enough that a busy machine has sent all it may before the first one is answered.
      double.delayMs = 1_500;
      const results = Promise.allSettled(
        acts(1_100).map((event) => patient.append(aStream(), 'none', [event])),
      );
      await until(() => double.received > 64);
      double.delayMs = 0;
      const refused = (await results).filter(({ status }) => status === 'rejected');
      expect(refused).toHaveLength(1_100 - 1_000);
      expect(double.mostUndecided).toBe(64);
      for (const each of refused)
        expect(each).toMatchObject({ reason: { name: LedgerUnavailable.name } });
      await patient.close();
    });

    it('has no more than 4 MiB on the way', async () => {
      const patient = await openKurrentDbLedger({ url: double.url, timeoutMs: veryLong });
      double.delayMs = 500;
      const large = () => act({ facts: 'x'.repeat(900_000) });
      const results = Promise.all(
        Array.from({ length: 8 }, () => patient.append(aStream(), 'none', [large()])),
      );
      expect(await results).toHaveLength(8);
      expect(double.mostUndecided).toBe(4);
      await patient.close();
    });

    it.each([
      ['the server', 1_100_000],
      ['a message of the protocol', 4_000_000],
    ])('refuses at once what is larger than %s takes', async (_, size) => {
      const stream = aStream();
      const event = act({ facts: 'x'.repeat(size) });
      await expect(ledger.append(stream, 'none', [event])).rejects.toThrow(LedgerUnavailable);
      expect(await ledger.read(stream)).toStrictEqual([]);
    });

    it('never sends what is not canonical', async () => {
      const before = double.received;
      await expect(ledger.append(aStream(), 'none', [act({ n: Number.NaN })])).rejects.toThrow(
        NotCanonical,
      );
      expect(double.received).toBe(before);
    });

    it('asks the leader, and stores canonical bytes', async () => {
      const stream = aStream();
      await ledger.append(stream, 'none', [act({ b: 1, 10: 'ten', 9: 'nine', a: '甲' })]);
      expect(double.requiredLeader).toBe(true);
      const stored = double.log.ofStream(stream)?.[0];
      expect(Buffer.from(stored?.data ?? []).toString()).toBe(
        '{"10":"ten","9":"nine","a":"甲","b":1}',
      );
      expect(Buffer.from(stored?.metadata ?? []).toString()).toMatch(
        /^\{"\$causationId":"request-1","\$correlationId":"request-1","actor":/,
      );
      double.requiredLeader = false;
      await ledger.read(stream);
      expect(double.requiredLeader).toBe(true);
    });
  });

  describe('reading', () => {
    it('is not left waiting by a server that does not answer', async () => {
      double.silentReads = true;
      await expect(ledger.read(aStream())).rejects.toThrow(LedgerUnavailable);
      await expect(ledger.head()).rejects.toThrow(LedgerUnavailable);
      await expect(openKurrentDbLedger({ url: double.url, timeoutMs })).rejects.toThrow(
        LedgerUnavailable,
      );
    });

    it('is done again on a new connection when the old one was dead', async () => {
      const stream = aStream();
      await ledger.append(stream, 'none', acts(2));
      await double.down();
      await double.up();
      expect(await ledger.read(stream)).toHaveLength(2);
      expect(await ledger.head()).not.toBe('0');
    });
  });

  describe('following', () => {
    let told: RecordedEvent[];
    let leaving: AbortController;
    let following: Promise<void>;

    const follow = async (who: KurrentDbLedger) => {
      told = [];
      leaving = new AbortController();
      const after = await who.head();
      following = (async () => {
        for await (const batch of who.follow(after, leaving.signal)) told.push(...batch);
      })();
      following.catch(() => undefined);
    };
    beforeEach(() => follow(ledger));
    afterEach(() => leaving.abort());

    const another = async () => {
      const [event] = acts(1);
      await ledger.append(aStream(), 'none', event === undefined ? [] : [event]);
      return event?.id ?? '';
    };

    it('goes on, without gap or repetition, after the server ended the subscription', async () => {
      leaving.abort();
      const patient = await openKurrentDbLedger({ url: double.url, heartbeatMs: veryLong });
      await follow(patient);
      const ids: string[] = [];
      for (let round = 0; round < 6; round += 1) {
        ids.push(await another());
        await until(() => told.length === ids.length);
        double.endSubscriptions();
        ids.push(await another());
      }
      await until(() => told.length === ids.length);
      expect(idsOf(told)).toStrictEqual(ids);
      await patient.close();
    });

    it('goes on after a restart of the server', async () => {
      const ids = [await another()];
      await until(() => told.length === 1);
      await double.down();
      await double.up();
      ids.push(await another());
      await until(() => told.length === 2);
      expect(idsOf(told)).toStrictEqual(ids);
    });

    it('subscribes again when it hears nothing: the connection may be dead', async () => {
      const ids = [await another()];
      await until(() => told.length === 1);
      double.way.swallow();
      double.way.letThrough();
      ids.push(await another());
      await until(() => told.length === 2);
      expect(idsOf(told)).toStrictEqual(ids);
    });

    it('hears nothing for long without failing, and gets past what others write', async () => {
      for (let n = 0; n < 1_200; n += 1)
        double.write('foreign-1', { type: 'foreign', data: { n } });
      const before = double.subscribed;
      await until(() => double.subscribed >= before + 3);
      const id = await another();
      await until(() => told.length === 1);
      expect(idsOf(told)).toStrictEqual([id]);
    });

    it('throws when the subscription cannot be had, and whoever follows begins again', async () => {
      await double.down();
      await expect(following).rejects.toThrow(LedgerUnavailable);
      await double.up();
      const id = await another();
      const [event] = await collect(ledger, '0', 1);
      expect(event?.id).toBe(id);
    });

    it('throws when the server takes subscriptions and never confirms one', async () => {
      double.silentReads = true;
      double.endSubscriptions();
      await expect(following).rejects.toThrow(LedgerUnavailable);
    });
  });

  describe('its URL', () => {
    it.each([
      'http://127.0.0.1:2113',
      'esdb://user:secret@127.0.0.1:2113?tls=false&colour=blue',
      'esdb://user:secret@127.0.0.1:2113?tlsVerifyCert=false',
      'esdb://user:secret@127.0.0.1:port',
      'esdb://user:secret@',
    ])('is refused without being quoted: %s', async (url) => {
      const printed = jest.spyOn(console, 'warn').mockReturnValue();
      const opening = openKurrentDbLedger({ url }).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(await opening).toBeInstanceOf(Error);
      expect(JSON.stringify(Object.entries((await opening) as object))).not.toContain('secret');
      expect(String(await opening)).not.toContain('secret');
      expect(printed).not.toHaveBeenCalled();
      printed.mockRestore();
    });
  });

  it('leaves no rejection unhandled in a process whose connections are cut under load', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [
      '--import',
      join(__dirname, '../support/typescript.mjs'),
      join(__dirname, 'kurrentdb-storm.child.ts'),
    ]);
    expect(JSON.parse(stdout)).toStrictEqual({ unhandled: [], stored: 600, missing: 0, twice: 0 });
  }, 60_000);
});

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await delay(2);
}

// The log beside real witnesses over HTTP (test/support/witness.ts, written from the protocol): what
// it collects, keeps and serves, and that nothing a broken or hostile witness sends is ever served.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readVerifierKeys } from '../../../src/ledger/sequencer/log-key.js';
import { openSqliteCosignatureReader } from '../../../src/ledger/sequencer/sqlite-cosignatures.js';
import { openSqliteTreeReader } from '../../../src/ledger/sequencer/sqlite-tree.js';
import { checkpointIn, cosignedAt, receiptHolds, sha256, textOf } from '../../support/outsider.js';
import { temporaryDirectory } from '../../support/temporary-directory.js';
import { Witness, type Sent } from '../../support/witness.js';
import { copyOf, grow, noteOf, origin, putInto, sign } from './signed-ledger.js';
import { ask, cosigned, served } from './witnessed-log.js';

async function signed(events: number): Promise<string> {
  const directory = temporaryDirectory();
  await more(directory, events);
  return directory;
}

async function more(directory: string, events: number): Promise<void> {
  await grow(directory, events);
  await sign(directory);
}

/** A witness of the log of a directory. */
function witnessOf(directory: string, name?: string): Promise<Witness> {
  const [key = ''] = readVerifierKeys(directory);
  return Witness.start({
    directory: temporaryDirectory(),
    logs: { [origin]: key },
    ...(name === undefined ? {} : { name }),
  });
}

const checkpointOf = (directory: string): Promise<string> =>
  served(directory, async (log) => (await log.checkpoint()).note);

/** What an outsider finds in a note who has the keys of log and witness: leaves, and whether the time is ours. */
function found(directory: string, note: string, witness: Witness) {
  const [key = ''] = readVerifierKeys(directory);
  const { size } = checkpointIn(note, key);
  return { size, recent: Math.abs(cosignedAt(note, witness.verifierKey) - Date.now() / 1000) < 60 };
}

function receiptOf(directory: string, index: number): Promise<string | undefined> {
  const tree = openSqliteTreeReader(directory);
  const leaf = tree?.leaf(index);
  tree?.close();
  return served(directory, (log) => log.receipt(leaf?.eventId ?? '', leaf?.position ?? '0'));
}

/** The checkpoint in a receipt. */
const noteIn = (receipt: string): string => receipt.slice(receipt.indexOf('\n\n') + 2);

const oldSizes = ({ asked }: Witness): number[] =>
  asked.map((body) => Number(/^old (\d+)\n/.exec(body)?.[1]));

describe('a checkpoint that a witness has cosigned', () => {
  it('is served with the cosignature, which an outsider verifies, and so is a receipt', async () => {
    const directory = await signed(300);
    const witness = await witnessOf(directory);
    const before = await checkpointOf(directory);
    const { cosigning, failed } = await ask(directory, [witness], cosigned(300));
    expect([cosigning, failed]).toEqual([[[witness.name, 300]], []]);
    const after = await checkpointOf(directory);
    expect(after.startsWith(before)).toBe(true);
    expect(found(directory, after, witness)).toEqual({ size: 300, recent: true });
    const receipt = (await receiptOf(directory, 7)) ?? '';
    expect(receiptHolds(receipt, readVerifierKeys(directory)[0]!)).toMatchObject({ index: 7 });
    expect(found(directory, noteIn(receipt), witness).size).toBe(300);
  });

  it('is what the witness itself shows to whoever asks it', async () => {
    const directory = await signed(20);
    const witness = await witnessOf(directory);
    const at = `${witness.url}/${sha256(origin).toString('hex')}/checkpoint`;
    expect((await fetch(at)).status).toBe(404);
    await ask(directory, [witness], cosigned(20));
    const shown = await (await fetch(at)).text();
    expect(shown).toBe(await checkpointOf(directory));
  });

  it('goes on from the one before, at every size', async () => {
    const directory = temporaryDirectory();
    await more(directory, 0);
    const witness = await witnessOf(directory);
    let size = 0;
    for (const events of [1, 1, 1, 4, 250, 1, 300]) {
      await more(directory, events);
      size += events;
      const { failed, contradicted, halted } = await ask(directory, [witness], cosigned(size));
      expect([failed, contradicted, halted]).toEqual([[], [], []]);
      expect(found(directory, await checkpointOf(directory), witness).size).toBe(size);
    }
    // Each of these asked as a service that had been started anew, and knew what the witness held.
    expect(oldSizes(witness)).toEqual([0, 1, 2, 3, 7, 257, 258]);
    // What is older says nothing more.
    const cosignatures = openSqliteCosignatureReader(directory);
    expect(cosignatures?.all().map((kept) => kept.size)).toEqual([558]);
    cosignatures?.close();
  });

  it('is served for its leaves when there is a newer one that nobody has cosigned', async () => {
    const directory = await signed(20);
    const witness = await witnessOf(directory);
    await ask(directory, [witness], cosigned(20));
    await more(directory, 5);
    const newest = await checkpointOf(directory);
    expect([checkpointIn(newest, readVerifierKeys(directory)[0]!).size, newest]).toEqual([
      25,
      noteOf(directory),
    ]);
    const bySize = await served(directory, async (log) => [
      (await log.checkpointCosignedBy(witness.name))?.size,
      await log.checkpointCosignedBy('witness.example/other'),
    ]);
    expect(bySize).toEqual([20, undefined]);
    expect(found(directory, noteIn((await receiptOf(directory, 19)) ?? ''), witness).size).toBe(20);
    const young = (await receiptOf(directory, 20)) ?? '';
    expect(receiptHolds(young, readVerifierKeys(directory)[0]!).size).toBe(25);
    expect(() => cosignedAt(noteIn(young), witness.verifierKey)).toThrow('not cosigned');
  });

  it('is asked for no more often than a witness rests, and then it is the newest', async () => {
    const directory = await signed(10);
    const witness = await witnessOf(directory);
    const pauses = { rest: 60_000, longest: 60_000 };
    await ask(directory, [witness], cosigned(10), {
      pauses,
      meanwhile: async ({ cosigning }) => {
        while (cosigning.length === 0) await delay(2);
        for (let n = 0; n < 3; n += 1) await more(directory, 2);
      },
    });
    expect(oldSizes(witness)).toEqual([0]);
    await ask(directory, [witness], cosigned(16), { pauses });
    expect(oldSizes(witness)).toEqual([0, 10]);
  });
});

describe('several witnesses', () => {
  it('meet under the same checkpoint, though they do not answer at the same time', async () => {
    const directory = await signed(10);
    const [one, two] = [
      await witnessOf(directory, 'witness.example/one'),
      await witnessOf(directory, 'witness.example/two'),
    ];
    two.spoil = async (right) => {
      await delay(60);
      return right;
    };
    for (const size of [10, 15, 20]) {
      if (size > 10) await more(directory, 5);
      await ask(directory, [one, two], cosigned(size));
      const note = await checkpointOf(directory);
      expect([found(directory, note, one).size, found(directory, note, two).size]).toEqual([
        size,
        size,
      ]);
    }
  });

  it('each stand under the last checkpoint they cosigned; a receipt shows the one that most have', async () => {
    const directory = await signed(10);
    const one = await witnessOf(directory, 'witness.example/one');
    const two = await witnessOf(directory, 'witness.example/two');
    await ask(directory, [one, two], cosigned(10));
    await two.stop();
    await more(directory, 10);
    await ask(directory, [one], cosigned(20));
    const last = await served(directory, (log) =>
      Promise.all([one, two].map(async ({ name }) => (await log.checkpointCosignedBy(name))?.size)),
    );
    expect(last).toEqual([20, 10]);
    const early = noteIn((await receiptOf(directory, 3)) ?? '');
    expect([found(directory, early, one).size, found(directory, early, two).size]).toEqual([
      10, 10,
    ]);
    const late = noteIn((await receiptOf(directory, 15)) ?? '');
    expect(found(directory, late, one).size).toBe(20);
    expect(() => cosignedAt(late, two.verifierKey)).toThrow('not cosigned');
  });
});

describe('a witness that fails for a time', () => {
  it('holds up nothing, and cosigns when it is back with its memory', async () => {
    const directory = await signed(10);
    const first = await witnessOf(directory);
    await ask(directory, [first], cosigned(10));
    const { port, url, name, verifierKey } = first;
    await first.stop();
    await more(directory, 5);
    let second: Witness | undefined;
    const told = await ask(directory, [{ name, verifierKey, url }], cosigned(20), {
      meanwhile: async ({ failed }) => {
        while (failed.length < 3) await delay(2);
        // Signing goes on meanwhile.
        await more(directory, 5);
        second = await first.again(port);
      },
    });
    expect(new Set(told.failed.map(([, reason]) => reason))).toEqual(
      new Set(['it cannot be reached']),
    );
    expect(told.cosigning).toEqual([[first.name, 20]]);
    expect(oldSizes(second!)).toEqual([10]);
    expect(found(directory, await checkpointOf(directory), first).size).toBe(20);
  });

  it('is shown the way from what it holds when we have forgotten what that was', async () => {
    const directory = await signed(10);
    const witness = await witnessOf(directory);
    await ask(directory, [witness], cosigned(10));
    await more(directory, 7);
    for (const end of ['', '-wal', '-shm'])
      rmSync(join(directory, `cosignatures.sqlite${end}`), { force: true });
    const { failed } = await ask(directory, [witness], cosigned(17));
    expect([failed, oldSizes(witness)]).toEqual([[], [0, 0, 10]]);
  });

  it('and has lost its memory is shown the first checkpoint anew', async () => {
    const directory = await signed(10);
    const witness = await witnessOf(directory);
    await ask(directory, [witness], cosigned(10));
    await more(directory, 7);
    witness.forget();
    const { failed } = await ask(directory, [witness], cosigned(17));
    expect([failed, oldSizes(witness)]).toEqual([[], [0, 10, 0]]);
  });

  it('does not know the log, or not its key, until it does', async () => {
    const directory = await signed(10);
    const stranger = await signed(1);
    const [key = ''] = readVerifierKeys(stranger);
    for (const [logs, reason] of [
      [{}, 'it does not know this log (HTTP 404)'],
      [{ [origin]: key }, 'it does not trust the key of this log (HTTP 403)'],
    ] as const) {
      const witness = await Witness.start({ directory: temporaryDirectory(), logs });
      const { failed, status } = await ask(
        directory,
        [witness],
        (told) => told.failed.length === 2,
      );
      expect(failed).toEqual([
        [witness.name, reason],
        [witness.name, reason],
      ]);
      expect(status()).toEqual([{ name: witness.name, size: 0, failures: 2 }]);
    }
    expect(await checkpointOf(directory)).toBe(noteOf(directory));
  });

  it('is asked less and less often', async () => {
    const directory = await signed(10);
    const witness = await witnessOf(directory);
    witness.spoil = () => ({ status: 500, body: '' });
    const began = performance.now();
    await ask(directory, [witness], ({ failed }) => failed.length === 5, {
      pauses: { rest: 100, longest: 400 },
    });
    // 100, 200, 400 and 400 ms lie between five attempts; more on a machine that is slow.
    expect(performance.now() - began).toBeGreaterThan(1_090);
  });
});

describe('a witness that has seen another history', () => {
  it('shows that an older copy of the whole directory was put back, at the start already', async () => {
    const directory = await signed(10);
    const witness = await witnessOf(directory);
    await ask(directory, [witness], cosigned(10));
    const older = copyOf(directory);
    await more(directory, 5);
    await ask(directory, [witness], cosigned(15));
    putInto(directory, older);
    // Nothing here says so: the ledger is what was signed.
    expect((await sign(directory)).status.state).toBe('signing');
    const told = await ask(directory, [witness], ({ contradicted }) => contradicted.length > 0);
    const contradiction = { code: 'ahead', held: 15, shown: 10 };
    expect(told.contradicted[0]).toEqual([witness.name, contradiction]);
    expect(told.status()).toMatchObject([{ name: witness.name, contradiction }]);
    expect(told.cosigning).toEqual([]);
  });

  it('refuses the second of two copies that both sign, and the second says so (F15)', async () => {
    const directory = await signed(10);
    const witness = await witnessOf(directory);
    await ask(directory, [witness], cosigned(10));
    const copy = copyOf(directory);
    await more(directory, 5);
    await ask(directory, [witness], cosigned(15));
    for (const [events, code] of [
      [3, 'ahead'],
      [2, 'differs'],
      [4, 'differs'],
    ] as const) {
      await more(copy, events);
      const shown = checkpointIn(noteOf(copy)!, readVerifierKeys(copy)[0]!).size;
      const told = await ask(copy, [witness], ({ contradicted }) => contradicted.length > 1);
      expect(told.contradicted[0]).toEqual([witness.name, { code, held: 15, shown }]);
      expect(told.cosigning).toEqual([]);
      expect(await checkpointOf(copy)).toBe(noteOf(copy));
    }
    // The first goes on with its witness, and what both had in common stays cosigned in the second.
    await more(directory, 1);
    await ask(directory, [witness], cosigned(16));
    const held = await served(
      copy,
      async (log) => (await log.checkpointCosignedBy(witness.name))?.size,
    );
    expect(held).toBe(10);
    // Nor is it served what the first had cosigned when only that file is put beside it.
    putInto(copy, directory, 'cosignatures.sqlite');
    await more(copy, 10);
    const strange = await served(copy, (log) => log.checkpointCosignedBy(witness.name));
    expect(strange).toBeUndefined();
  });

  it('is believed again when it cosigns again', async () => {
    const directory = await signed(10);
    const witness = await witnessOf(directory);
    witness.spoil = (right, body) =>
      witness.asked.length > 4
        ? right
        : { status: 409, body: `${body.startsWith('old 0') ? 99 : 98}\n` };
    const told = await ask(directory, [witness], cosigned(10));
    expect(told.contradicted.length).toBeGreaterThan(1);
    expect(told.status()).toEqual([
      { name: witness.name, size: 10, failures: told.contradicted.length },
    ]);
  });
});

describe('nothing is served of what a witness sends', () => {
  let directory: string;
  let witness: Witness;
  let text: string;

  beforeEach(async () => {
    directory = await signed(10);
    witness = await witnessOf(directory);
    text = textOf(noteOf(directory)!);
  });

  const cosignature = (of: string, seconds = witness.now()): Sent => ({
    status: 200,
    body: witness.line(of, seconds),
  });
  const flipped = (line: string, at: number): string => {
    const [dash, name, encoded = ''] = line.trimEnd().split(' ');
    const bytes = Buffer.from(encoded, 'base64');
    bytes[at]! ^= 1;
    return `${dash ?? ''} ${name ?? ''} ${bytes.toString('base64')}\n`;
  };

  const bad: Readonly<Record<string, readonly [RegExp, (right: Sent) => Sent | Promise<Sent>]>> = {
    'a changed signature': [
      /does not hold/,
      ({ body }) => ({ status: 200, body: flipped(body, 40) }),
    ],
    'another time than was signed': [
      /does not hold/,
      ({ body }) => ({ status: 200, body: flipped(body, 11) }),
    ],
    'a cosignature over another checkpoint': [
      /does not hold/,
      () => cosignature(text.replace('\n10\n', '\n11\n')),
    ],
    'a cosignature over this checkpoint and more': [
      /is of another text/,
      ({ body }) => {
        const more = `\nmore\n`;
        const whole = `${noteOf(directory) ?? ''}${more}`;
        return { status: 200, body: `${more}\n${cosignature(whole).body}${body}` };
      },
    ],
    'a time of two hours ago': [/an hour/, () => cosignature(text, witness.now() - 7_200)],
    'a time in two hours': [/an hour/, () => cosignature(text, witness.now() + 7_200)],
    'no time': [/a time that is none/, () => cosignature(text, 0)],
    'a time of another age': [/a time that is none/, () => cosignature(text, 2 ** 50)],
    'a key of another name and id': [
      /no key that is trusted/,
      ({ body }) => ({ status: 200, body: body.replace('/w1', '/w2') }),
    ],
    'a key of another id': [
      /no key that is trusted/,
      ({ body }) => ({ status: 200, body: flipped(body, 0) }),
    ],
    'a signature of the log': [
      /no key that is trusted/,
      () => ({ status: 200, body: noteOf(directory)?.slice(text.length + 1) ?? '' }),
    ],
    nothing: [/no key that is trusted/, () => ({ status: 200, body: '' })],
    'a page': [/refused/, () => ({ status: 200, body: '<html>\n<p>Welcome</p>\n</html>\n' })],
    'a line without an end': [/refused/, ({ body }) => ({ status: 200, body: body.trimEnd() })],
    'a control character': [/refused/, ({ body }) => ({ status: 200, body: `${body}\u0000\n` })],
    'a thousand lines': [/refused/, ({ body }) => ({ status: 200, body: body.repeat(70) })],
    'more than is read': [
      /too long/,
      ({ body }) => ({ status: 200, body: body + 'x'.repeat(40_000) }),
    ],
    'a redirect to an address where it would be right': [
      /HTTP 307/,
      ({ body }) => ({
        status: 307,
        body,
        headers: { location: `${witness.url}/add-checkpoint` },
      }),
    ],
    'an error': [/HTTP 500/, ({ body }) => ({ status: 500, body })],
    'another success': [/HTTP 201/, ({ body }) => ({ status: 201, body })],
    'a size that is none': [/refused/, () => ({ status: 409, body: '007\n' })],
    'a size without an end': [/refused/, () => ({ status: 409, body: '7' })],
    'a size beyond all': [/refused/, () => ({ status: 409, body: '99999999999999999999\n' })],
    'ever the same size': [/changes while it is asked/, () => ({ status: 409, body: '3\n' })],
    'that a first checkpoint is inconsistent': [
      /finds a first checkpoint inconsistent/,
      () => ({ status: 422, body: '' }),
    ],
    'an answer that does not come': [
      /no answer within 0.3 s/,
      () => new Promise<never>(() => undefined),
    ],
  };

  it.each(Object.entries(bad))('that is %s', async (_, [reason, spoil]) => {
    witness.spoil = (right) => (witness.asked.length > 2 ? right : spoil(right));
    const pauses = { patience: 300, rest: 60_000, longest: 60_000 };
    const told = await ask(directory, [witness], ({ failed }) => failed.length > 0, { pauses });
    expect(told.failed).toEqual([[witness.name, expect.stringMatching(reason)]]);
    expect([told.cosigning, told.contradicted, told.halted]).toEqual([[], [], []]);
    expect(await checkpointOf(directory)).toBe(noteOf(directory));
    // The refusal is of what was sent, not of the witness.
    witness.spoil = (right) => right;
    await ask(directory, [witness], cosigned(10));
    expect(found(directory, await checkpointOf(directory), witness).size).toBe(10);
  });

  it('beside its own line: lines of keys that nobody has configured', async () => {
    const other = await witnessOf(directory, 'witness.example/uncalled');
    witness.spoil = (right) => ({
      status: right.status,
      body: `${other.line(text, witness.now())}${right.body}`,
    });
    await ask(directory, [witness], cosigned(10));
    const note = await checkpointOf(directory);
    expect([note.includes('uncalled'), found(directory, note, witness).size]).toEqual([false, 10]);
  });
});

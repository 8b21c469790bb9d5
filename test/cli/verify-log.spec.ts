// `wenze verify` on data directories that were signed and then changed, as somebody does who knows
// SQLite and our formats: every place is found and named.
import Database from 'better-sqlite3';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { readVerifierKeys } from '../../src/ledger/sequencer/log-key.js';
import { History } from '../projections/history.js';
import { copyOf, noteOf, putInto, sign } from '../ledger/sequencer/signed-ledger.js';
import { dataDirOf, tamper, twoCases, wenze } from './command-line.js';

const verified = z.strictObject({
  holds: z.boolean(),
  events: z.int(),
  streams: z.int(),
  faults: z.array(
    z.strictObject({
      position: z.int().optional(),
      stream: z.string().optional(),
      revision: z.int().optional(),
      field: z.string().optional(),
      reason: z.string(),
    }),
  ),
  readModels: z.enum(['none', 'same', 'differ']).nullable(),
  log: z.strictObject({ size: z.int(), root: z.string() }).nullable(),
});

function verify(dataDir: string, ...options: readonly string[]) {
  const { code, out } = wenze(['verify', '--data', dataDir, '--json', ...options]);
  return { code, ...verified.parse(JSON.parse(out)) };
}

/** Where something was found wrong by the log: `position field`. */
function placesIn({ faults }: ReturnType<typeof verify>): string[] {
  return faults
    .filter(({ reason }) => /logged|leaf/.test(reason))
    .map(({ position, field }) => `${String(position)} ${field ?? ''}`.trim());
}

async function signedDirOf(history: History): Promise<string> {
  const directory = await dataDirOf(history);
  await sign(directory);
  return directory;
}

/** 330 events: more than a tile of leaves. */
function manyCases(): History {
  const history = new History();
  for (let n = 0; n < 55; n += 1) history.decided(`C-${String(n)}`, 'jia', '2015-03-10');
  return history;
}

const root = (size: number): string =>
  `the first ${String(size)} events are not those of the signed checkpoint`;

describe('wenze verify, on a ledger that was signed', () => {
  it('says that everything holds, and what it was held against', async () => {
    const directory = await signedDirOf(twoCases());
    const { code, out, errors } = wenze(['verify', '--data', directory]);
    expect([code, out]).toEqual([
      0,
      '12 events in 2 streams: everything holds; read models: same; log: 12 signed\n',
    ]);
    expect(errors).toContain('no --key was given');
    const [key = ''] = readVerifierKeys(directory);
    expect(verify(directory, '--key', key)).toMatchObject({ code: 0, log: { size: 12 } });
  });

  it.each([
    ['its data', `data = replace(data, '2015-03-10', '2014-03-10')`, 'data'],
    ['its type', `type = 'CaseClosed'`, 'type'],
    ['its id', `id = '00000000-0000-8000-8000-999999999999'`, 'id'],
    ['who did it', `metadata = replace(metadata, '"sub":"', '"sub":"x')`, 'metadata'],
    ['its time', `metadata = replace(metadata, ':06:', ':05:')`, 'metadata'],
    ['its salt', `metadata = replace(metadata, '"salt":"', '"salt":"0')`, 'metadata'],
    ['its stream and revision', `stream = 'case-C-9', revision = 0`, 'stream'],
    ['its spelling', `data = ' ' || data`, 'data'],
  ])('finds an event of which somebody changed %s', async (_, change, field) => {
    const directory = await signedDirOf(twoCases());
    tamper(directory, `UPDATE event SET ${change} WHERE position = 6`);
    const found = verify(directory);
    expect([found.code, found.holds]).toEqual([1, false]);
    expect(placesIn(found)).toContain(`6 ${field}`);
    const at = found.faults.find(({ reason }) => reason === 'is not what was logged as leaf 5');
    expect(at).toMatchObject({
      position: 6,
      stream: expect.stringMatching(/^case-C-[19]$/) as string,
    });
    expect(found.faults.map(({ reason }) => reason)).toContain(root(12));
  });

  it('lists every event that was changed, not only the first', async () => {
    const directory = await signedDirOf(manyCases());
    const changed = [3, 77, 78, 256, 257, 330];
    tamper(
      directory,
      `UPDATE event SET metadata = replace(metadata, '"sub":"', '"sub":"x') WHERE position IN (${changed.join()})`,
    );
    expect(placesIn(verify(directory))).toEqual(changed.map((at) => `${String(at)} metadata`));
    const { out } = wenze(['verify', '--data', directory]);
    expect(out).toContain(
      'position 77 (case-C-12 @ 4) metadata: is not what was logged as leaf 76\n',
    );
    expect(out).toContain('does NOT hold');
  });

  it('names events taken out, put in, exchanged, and cut off at the end', async () => {
    const out = await signedDirOf(twoCases());
    tamper(out, 'DELETE FROM event WHERE position = 4');
    expect(placesIn(verify(out))).toEqual(['4']);

    const last = await signedDirOf(twoCases());
    tamper(last, 'DELETE FROM event WHERE position > 9');
    const cut = verify(last);
    expect(placesIn(cut)).toEqual(['10', '11', '12']);
    expect(cut.faults.map(({ reason }) => reason)).toContain(
      'the signed checkpoint covers 12 events and the ledger has 9',
    );

    const exchanged = await signedDirOf(twoCases());
    tamper(
      exchanged,
      'UPDATE event SET position = 100 WHERE position = 3',
      'UPDATE event SET position = 3 WHERE position = 8',
      'UPDATE event SET position = 8 WHERE position = 100',
    );
    expect(new Set(placesIn(verify(exchanged)).map((place) => place.split(' ')[0]))).toEqual(
      new Set(['3', '8']),
    );
  });

  it('is not fooled when the leaves were changed with the event: the root was signed', async () => {
    const directory = await signedDirOf(twoCases());
    tamper(directory, `UPDATE event SET type = 'CaseClosed' WHERE position = 6`);
    // The tree made again from the changed ledger, as the sequencer would make it.
    const forged = copyOf(directory);
    for (const file of ['checkpoint.sqlite', 'tree.sqlite', 'log-key.pem', 'log-key.pub'])
      rmSync(join(forged, file));
    await sign(forged);
    putInto(directory, forged, 'tree.sqlite');
    const found = verify(directory);
    expect(placesIn(found)).toEqual([]);
    expect(found.faults.map(({ reason }) => reason)).toContain(root(12));
  });

  it('finds a history signed anew with another key, by the key or by a checkpoint kept', async () => {
    const directory = await signedDirOf(twoCases());
    const [key = ''] = readVerifierKeys(directory);
    const kept = join(directory, 'kept');
    writeFileSync(kept, noteOf(directory) ?? '');
    tamper(
      directory,
      `UPDATE event SET data = replace(data, '2015-03-10', '2014-03-10') WHERE position = 6`,
    );
    for (const file of ['checkpoint.sqlite', 'tree.sqlite', 'log-key.pem', 'log-key.pub'])
      rmSync(join(directory, file));
    await sign(directory);
    // The directory alone is of one piece, but for what was made of it before.
    expect(verify(directory, '--without-read-models')).toMatchObject({
      faults: [],
      readModels: null,
      log: { size: 12 },
    });
    expect(verify(directory, '--key', key)).toMatchObject({
      code: 1,
      faults: [{ reason: 'the signed checkpoint: no key that is trusted has signed the note' }],
    });
    const [young = ''] = readVerifierKeys(directory);
    expect(
      verify(directory, '--key', key, '--key', young, '--checkpoint', kept).faults.map(
        ({ reason }) => reason,
      ),
    ).toEqual([`the first 12 events are not those of ${kept}`]);
  });

  it('finds a whole directory put back, by a checkpoint kept', async () => {
    const history = twoCases();
    const directory = await signedDirOf(history);
    const kept = join(directory, 'kept');
    writeFileSync(kept, noteOf(directory) ?? '');
    const younger = twoCases();
    younger.told.splice(9);
    const older = await dataDirOf(younger);
    putInto(older, directory, 'log-key');
    putInto(older, directory, 'kept');
    const [key = ''] = readVerifierKeys(directory);
    const found = verify(older, '--key', key, '--checkpoint', kept);
    expect([found.code, found.faults.map(({ reason }) => reason)]).toEqual([
      1,
      [
        'the key of the log is here and its last checkpoint is missing',
        `${kept} covers 12 events and the ledger has 9`,
      ],
    ]);
  });

  it('finds a checkpoint that was written by hand', async () => {
    const directory = await signedDirOf(twoCases());
    const database = new Database(join(directory, 'checkpoint.sqlite'));
    database.exec(`UPDATE checkpoint SET note = replace(note, char(10) || '12', char(10) || '11')`);
    database.close();
    expect(verify(directory)).toMatchObject({
      code: 1,
      faults: [
        { reason: `the signed checkpoint: the signature of test.example/ledger does not hold` },
      ],
    });
  });

  it.each([
    ['changed', `UPDATE tile SET hashes = zeroblob(32) WHERE level = 1`],
    ['taken out', `DELETE FROM tile`],
  ])('names a tile that was %s', async (_, statement) => {
    const directory = await signedDirOf(manyCases());
    expect(verify(directory).faults).toEqual([]);
    const database = new Database(join(directory, 'tree.sqlite'));
    database.exec(statement);
    database.close();
    expect(verify(directory)).toMatchObject({
      code: 1,
      faults: [{ reason: 'tile 0/000 of the log does not hold' }],
    });
  });

  it('is content with events that are recorded and not signed yet', async () => {
    const history = twoCases();
    const directory = await signedDirOf(history);
    const longer = await dataDirOf(twoCases().decided('C-3', 'yi', '2015-07-01'));
    putInto(directory, longer, 'ledger.sqlite', 'read-');
    const found = verify(directory);
    // The salts of a history are drawn from its events, so the longer one begins with the shorter.
    expect(found).toMatchObject({ code: 0, events: 18, faults: [], log: { size: 12 } });
  });

  it('is called wrongly with a key that is none, a file that is none, or two places at once', () => {
    for (const options of [
      ['--key', 'x'],
      ['--checkpoint', join(__dirname, 'not-there')],
      ['--data', '.', '--url', 'http://127.0.0.1:1'],
      ['--url', 'not an address'],
      ['--url', 'file:///etc'],
    ])
      expect(wenze(['verify', ...options]).code).toBe(2);
  });
});

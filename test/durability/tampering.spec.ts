// Somebody changes what stands on the disk (RELIABILITY F14): single bits anywhere, 200 of them in
// `npm test` and FLIPS=3000 in `npm run test:durability`, and alterations as they are made by one who
// knows SQLite and our formats. Every change of content must be found and named.
import Database from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifyDirectory } from '../../src/cli/verify-directory.js';
import { readVerifierKeys } from '../../src/ledger/sequencer/log-key.js';
import { tamper } from '../cli/command-line.js';
import { putInto, sign } from '../ledger/sequencer/signed-ledger.js';
import { seeded } from '../support/seeded.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { brokenService, type Breaking } from './build.js';
import { changesIn, contentsOf, playedDirectory, Stage, unreadable } from './tampering.js';

const flips = Number(process.env['FLIPS'] ?? 200);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

jest.setTimeout(flips > 200 ? 5 * 3_600_000 : 900_000);

interface Found {
  readonly holds: boolean;
  readonly faults: readonly { readonly position?: number; readonly reason: string }[];
}

/** Judges a directory by the log's key and a checkpoint that somebody kept. */
type Verifier = (directory: string, key: string, note: string) => Promise<Found>;

/** In this process; read models that nobody touched need no rebuild. */
function inProcess(readModels = true): Verifier {
  return (dataDir, key, note) =>
    verifyDirectory(
      {
        dataDir,
        verifierKeys: [key],
        kept: [{ name: 'the kept checkpoint', note }],
        readModels,
        report: () => undefined,
      },
      () => undefined,
    );
}

/** The command itself, of a build. */
function command(program: string): Verifier {
  return (dataDir, key, note) => {
    const kept = join(temporaryDirectory(), 'kept');
    writeFileSync(kept, note);
    const options = ['--data', dataDir, '--key', key, '--checkpoint', kept, '--json'];
    const ran = spawnSync(process.execPath, [program, 'verify', ...options], { encoding: 'utf8' });
    const found = JSON.parse(ran.stdout) as Found;
    if (ran.stderr !== '' || ran.status !== (found.holds ? 0 : 1))
      throw new Error(`exit ${String(ran.status)}: ${ran.stderr}`);
    return Promise.resolve(found);
  };
}

/** What a finding about a file says, where it is not about an event. */
const words: readonly (readonly [file: RegExp, said: RegExp])[] = [
  [/^ledger\.sqlite/, /ledger\.sqlite/],
  [/^tree\.sqlite/, /tree\.sqlite|tile|leaf/],
  [/^checkpoint\.sqlite/, /checkpoint/],
  [/^keys\.sqlite/, /keys\.sqlite|does not open/],
  [/^log-key/, /log-key/],
  [/^read-/, /read-|read models/],
];

/** The changes that a verifier has not named. */
function missed(stage: Stage, found: Found): string[] {
  const after = contentsOf(stage.directory);
  const changes = changesIn(stage.contents, after);
  if (changes.length > 0 && found.holds) return ['all is said to hold'];
  const said = found.faults.map(({ reason }) => reason).join('\n');
  const positions = new Set(found.faults.map(({ position }) => position));
  return changes.filter((place) => {
    const file = place.split(' ')[0] ?? '';
    const position = /^ledger\.sqlite event (\d+)$/.exec(place)?.[1];
    if (position !== undefined && after.get(file) !== unreadable)
      return !positions.has(Number(position));
    const word = words.find(([of]) => of.test(file))?.[1];
    // Evidence is named by its digest or its sealed name, which is the name of its file.
    return word === undefined ? !said.includes(file.split('/').at(-1) ?? file) : !word.test(said);
  });
}

describe('a data directory that somebody changed', () => {
  const base = mkdtempSync(join(tmpdir(), 'wenze-'));
  const original = join(base, 'original');
  let stage: Stage;
  let key: string;
  let note: string;

  beforeAll(async () => {
    await playedDirectory(original);
    stage = new Stage(original, join(base, 'stage'));
    [key = ''] = readVerifierKeys(stage.directory);
    note = stage.kept();
  });

  afterAll(() => {
    rmSync(base, { recursive: true });
  });

  beforeEach(() => {
    stage.restore();
  });

  const verify = (verifier: Verifier = inProcess()) => verifier(stage.directory, key, note);

  it('holds before that, and is left as it was', async () => {
    expect((await verify()).faults).toEqual([]);
    expect(changesIn(stage.contents, contentsOf(stage.directory))).toEqual([]);
    expect(stage.files.filter((name) => name.endsWith('-wal')).sort()).toEqual([
      'checkpoint.sqlite-wal',
      'ledger.sqlite-wal',
      'tree.sqlite-wal',
    ]);
  });

  it(`is found out by every bit whose change is a change of content, ${flips} times`, async () => {
    const chance = seeded(seed);
    const below = (n: number): number => Math.floor(chance() * n);
    const misses: string[] = [];
    const count = { changed: 0, found: 0, file: new Map<string, number>() };
    for (let time = 0; time < flips; time += 1) {
      const name = stage.files[below(stage.files.length)] ?? '';
      const bit = below(stage.sizeOf(name) * 8);
      stage.flip(name, bit);
      const flipped = `bit ${bit} of ${name}`;
      try {
        const found = await verify(inProcess(name.startsWith('read-')));
        const changed = changesIn(stage.contents, contentsOf(stage.directory)).length > 0;
        count.changed += Number(changed);
        count.found += Number(!found.holds);
        misses.push(...missed(stage, found).map((place) => `${flipped}: ${place}`));
      } catch (error) {
        misses.push(`${flipped}: ${String(error)}`);
      }
      stage.restore(name);
    }
    process.stdout.write(
      `${flips} bits (SEED=${seed}): ${count.changed} changed content, ${count.found} were found\n`,
    );
    expect(misses).toEqual([]);
  });

  const random = (n: number): number[] => {
    const chance = seeded(seed + 1);
    return Array.from({ length: n }, () => 2 + Math.floor(chance() * 250));
  };

  it.each([
    [
      'its data',
      (at: number) => [
        `UPDATE event SET data = replace(data, '2015', '2014') || ' ' WHERE position = ${at}`,
      ],
    ],
    ['its type', (at: number) => [`UPDATE event SET type = type || 'X' WHERE position = ${at}`]],
    [
      'its time',
      (at: number) => [
        `UPDATE event SET metadata = replace(metadata, 'Z"', '9Z"') WHERE position = ${at}`,
      ],
    ],
    [
      'who did it',
      (at: number) => [
        `UPDATE event SET metadata = replace(metadata, '"sub":"', '"sub":"x') WHERE position = ${at}`,
      ],
    ],
    [
      'its salt',
      (at: number) => [
        `UPDATE event SET metadata = replace(metadata, '"salt":"', '"salt":"0') WHERE position = ${at}`,
      ],
    ],
    [
      'its stream',
      (at: number) => [`UPDATE event SET stream = 'case-X-' || position WHERE position = ${at}`],
    ],
    [
      'its revision',
      (at: number) => [`UPDATE event SET revision = revision + 100 WHERE position = ${at}`],
    ],
    [
      'its id',
      (at: number) => [
        `UPDATE event SET id = '00000000-0000-8000-9000-' || printf('%012d', position) WHERE position = ${at}`,
      ],
    ],
    ['by being gone', (at: number) => [`DELETE FROM event WHERE position = ${at}`]],
    [
      'its place with the next',
      (at: number) => [
        `UPDATE event SET position = -1 WHERE position = ${at}`,
        `UPDATE event SET position = ${at} WHERE position = ${at + 1}`,
        `UPDATE event SET position = ${at + 1} WHERE position = -1`,
      ],
    ],
  ] as const)(
    'is found out by an event when it has changed %s, wherever it stands',
    async (_, change) => {
      const misses: string[] = [];
      for (const at of random(12)) {
        tamper(stage.directory, ...change(at));
        const found = await verify();
        misses.push(...missed(stage, found).map((place) => `at ${at}: ${place}`));
        expect(found.faults.map(({ position }) => position)).toContain(at);
        stage.restore();
      }
      expect(misses).toEqual([]);
    },
  );

  const fileIn = (path: RegExp): string =>
    join(stage.directory, stage.files.find((name) => path.test(name)) ?? '');
  const sql = (file: RegExp, statement: string) => () => {
    const database = new Database(fileIn(file));
    const { changes } = database.prepare(statement).run();
    database.close();
    if (changes === 0) throw new Error(`it changed nothing: ${statement}`);
  };
  const altered: readonly (readonly [string, () => unknown])[] = [
    [
      'an event put in at the end',
      () => {
        tamper(
          stage.directory,
          `INSERT INTO event SELECT position + 1, stream, revision + 1, '00000000-0000-8000-8000-0000000000ff', type, data, metadata FROM event ORDER BY position DESC LIMIT 1`,
        );
      },
    ],
    [
      'many events',
      () => {
        tamper(
          stage.directory,
          `UPDATE event SET metadata = replace(metadata, '"sub":"', '"sub":"x') WHERE position % 3 = 0`,
        );
      },
    ],
    [
      'the end cut off',
      () => {
        tamper(stage.directory, `DELETE FROM event WHERE position > 200`);
      },
    ],
    [
      'the entries of leaves',
      sql(/^tree.sqlite$/, `UPDATE leaves SET entries = zeroblob(length(entries))`),
    ],
    [
      'the stream of a leaf',
      sql(/^tree.sqlite$/, `UPDATE leaves SET events = replace(events, 'case-C-2', 'case-X')`),
    ],
    [
      'the first leaves taken out',
      sql(/^tree.sqlite$/, `DELETE FROM leaves WHERE first_index = 0`),
    ],
    [
      'the last leaves taken out',
      sql(/^tree.sqlite$/, `DELETE FROM leaves WHERE first_index > 99`),
    ],
    [
      'where the leaf of an event is',
      sql(/^tree.sqlite$/, `UPDATE leaf_of_event SET id_end = id_end + 1 WHERE leaf_index = 9`),
    ],
    [
      'an event put into the index',
      sql(/^tree.sqlite$/, `INSERT INTO leaf_of_event VALUES (7, 7, 7)`),
    ],
    ['a tile', sql(/^tree.sqlite$/, `UPDATE tile SET hashes = zeroblob(32)`)],
    ['a tile put in', sql(/^tree.sqlite$/, `INSERT INTO tile VALUES (1, 7, zeroblob(32))`)],
    [
      'the checkpoint by hand',
      sql(/^checkpoint.sqlite$/, `UPDATE checkpoint SET note = replace(note, 'test', 'tent')`),
    ],
    ['the checkpoint emptied', sql(/^checkpoint.sqlite$/, `UPDATE checkpoint SET note = ''`)],
    ['the checkpoint taken out', sql(/^checkpoint.sqlite$/, `DELETE FROM checkpoint`)],
    ['a key', sql(/^keys.sqlite$/, `UPDATE case_key SET key = zeroblob(32)`)],
    [
      'the evidence taken out',
      () => {
        rmSync(fileIn(/^evidence\/..\//));
      },
    ],
    [
      'the sealed evidence taken out',
      () => {
        rmSync(fileIn(/^evidence\/sealed/));
      },
    ],
    ['a read model', sql(/^read-.*e$/, `DELETE FROM sanctions WHERE case_id = 'C-3'`)],
  ];

  it.each(altered)('is found out by %s', async (_, alter) => {
    alter();
    expect(missed(stage, await verify())).toEqual([]);
  });

  /** The log made anew from what stands, by somebody without the key. */
  async function signAnew(): Promise<void> {
    for (const name of stage.files)
      if (/^(tree|checkpoint|log-key)/.test(name)) rmSync(join(stage.directory, name));
    await sign(stage.directory);
  }

  const change = `UPDATE event SET data = replace(data, '2015-03-10', '2014-03-10') WHERE position = 6`;

  it('is found out by a history signed anew with another key', async () => {
    tamper(stage.directory, change);
    await signAnew();
    const { holds, faults } = await verify();
    const said = faults.map(({ reason }) => reason).join('\n');
    expect([holds, said]).toEqual([false, expect.stringContaining('the kept checkpoint')]);
    expect(said).toContain('no key that is trusted has signed the note');
  });

  it('is found out by an older copy put back, by the checkpoint that was kept', async () => {
    tamper(stage.directory, 'DELETE FROM event WHERE position > 200');
    const older = join(base, 'older');
    cpSync(stage.directory, older, { recursive: true });
    stage.restore();
    putInto(stage.directory, older, 'ledger.sqlite');
    rmSync(join(older), { recursive: true });
    const { holds, faults } = await verify();
    expect([holds, faults.map(({ reason }) => reason).join('\n')]).toEqual([
      false,
      expect.stringMatching(/the kept checkpoint covers \d+ events and the ledger has 200/),
    ]);
  });

  it('is found out by the command itself, which exits 1 and throws nothing', async () => {
    const verifier = command(join(__dirname, '../../dist/cli/wenze.js'));
    expect((await verify(verifier)).holds).toBe(true);
    tamper(stage.directory, change);
    expect(missed(stage, await verify(verifier))).toEqual([]);
    stage.restore();
    // A page of the ledger that is none.
    const path = fileIn(/^ledger.sqlite$/);
    const bytes = readFileSync(path).fill(0xff, 3 * 4_096, 4 * 4_096);
    writeFileSync(path, bytes);
    const { faults } = await verify(verifier);
    expect(faults.map(({ reason }) => reason).join('\n')).toContain('ledger.sqlite: ');
  });

  const weak: readonly (readonly [string, Breaking])[] = [
    [
      'takes the leaf that stands for the one made again',
      {
        file: 'ledger/sequencer/verify-log.js',
        replace: [
          [
            'const made = leafOf({ ...row, position: String(row.position) });',
            'const made = this.#next ?? leafOf({ ...row, position: String(row.position) });',
          ],
        ],
      },
    ],
    [
      'does not read the evidence',
      { file: 'cli/verify-directory.js', replace: [['await evidence.finish();', '']] },
    ],
  ];

  it.each(weak)('shows up a verifier that %s', async (_, broken) => {
    const program = brokenService(temporaryDirectory(), [broken]);
    const verifier = command(join(program, '../cli/wenze.js'));
    expect((await verify(verifier)).holds).toBe(true);
    tamper(stage.directory, change);
    stage.flip(stage.files.find((name) => /^evidence\/..\//.test(name)) ?? '', 100);
    expect(missed(stage, await verify(verifier))).not.toEqual([]);
    expect(missed(stage, await verify())).toEqual([]);
  });

  it('shows up a verifier that stops at the first fault', async () => {
    tamper(stage.directory, change.replace('= 6', 'IN (6, 12)'));
    const first: Verifier = async (...asked) => {
      const { holds, faults } = await inProcess()(...asked);
      return { holds, faults: faults.slice(0, 1) };
    };
    expect(missed(stage, await verify(first))).not.toEqual([]);
    expect(missed(stage, await verify())).toEqual([]);
  });
});

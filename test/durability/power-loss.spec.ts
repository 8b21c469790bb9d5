// The power is cut at every moment of a recorded run, and what was promised by then must be there
// (RELIABILITY F4). IMAGES says how often; `npm run test:durability` does the long form.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '../support/seeded.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { makeBuild, type Breaking } from './build.js';
import { cutPower, eventsIn, record, type Session } from './power-loss.js';
import { canTrace } from './system-calls.js';

const images = Number(process.env['IMAGES'] ?? 2_000);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

jest.setTimeout(Math.max(300_000, images * 500));

const whereTraced = canTrace ? describe : () => undefined;

/** One life after the other on the same data, and their share of the images. */
interface Lives {
  readonly what: string;
  readonly share: number;
  readonly sessions: readonly Session[];
  /** What must be in the recording, lest it show something else. */
  readonly holds: Partial<ReturnType<typeof eventsIn>>;
}

const lives: readonly Lives[] = [
  {
    what: 'killed, started again, ended in order and started again',
    share: 0.6,
    sessions: [
      { name: 'a', rounds: 60, ends: { killedAtFlush: 75 } },
      { name: 'b', rounds: 6, ends: 'close' },
      { name: 'c', rounds: 6, ends: 'exit' },
    ],
    holds: { killed: true, failedFlushes: [] },
  },
  {
    what: 'whose log was copied back into the file on the way',
    share: 0.05,
    sessions: [
      { name: 'a', rounds: 25, characters: 19_000, ends: 'exit' },
      { name: 'b', rounds: 3, ends: 'exit' },
    ],
    holds: { killed: false, copiedBack: true },
  },
  {
    what: 'started again after a flush of the ledger had failed',
    share: 0.1,
    sessions: [
      { name: 'a', rounds: 20, ends: 'exit', fault: 'inject=fsync:error=EIO:when=40' },
      { name: 'b', rounds: 6, ends: 'exit' },
      { name: 'c', rounds: 6, ends: 'exit' },
    ],
    holds: { failedFlushes: ['ledger.sqlite-wal'] },
  },
  {
    what: 'started again after a flush of the keys had failed',
    share: 0.1,
    sessions: [
      { name: 'a', rounds: 20, ends: 'exit', fault: 'inject=fsync:error=EIO:when=41' },
      { name: 'b', rounds: 6, ends: 'exit' },
      { name: 'c', rounds: 6, ends: 'exit' },
    ],
    holds: { failedFlushes: ['keys.sqlite-wal'] },
  },
  {
    what: 'killed while it made its first directories for evidence',
    share: 0.1,
    sessions: [
      { name: 'a', rounds: 30, ends: 'exit', fault: 'inject=mkdir:signal=KILL:when=7' },
      { name: 'b', rounds: 6, ends: 'exit' },
    ],
    holds: { killed: true },
  },
  {
    what: 'handed the same documents again after it had sealed them',
    share: 0.05,
    sessions: [
      { name: 'a', rounds: 9, ends: 'exit' },
      { name: 'b', rounds: 9, ends: 'exit' },
    ],
    holds: {},
  },
];

/** Records and cuts in memory where there is such a folder: nothing there is ever flushed, nor need it be. */
async function cut(program: string, sessions: readonly Session[], times: number) {
  const directory = mkdtempSync(
    join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'wenze-power-'),
  );
  try {
    const recording = record(program, directory, sessions);
    return {
      holds: eventsIn(recording),
      ...(await cutPower(recording, times, seeded(seed))),
    };
  } finally {
    rmSync(directory, { recursive: true });
  }
}

whereTraced('a power cut', () => {
  it.each(lives)('takes nothing that was promised by a service $what', async (life) => {
    const { what, share, sessions, holds: wanted } = life;
    const times = Math.ceil(share * images);
    const { holds, ...found } = await cut(makeBuild(temporaryDirectory()), sessions, times);
    process.stdout.write(
      `power cut ${found.images} times (SEED=${seed}): ${found.withLosses} with losses, ` +
        `${found.promised} promises, ${what}\n`,
    );
    expect(holds).toMatchObject(wanted);
    expect({ seed, withLosses: found.withLosses, faults: found.faults }).toStrictEqual({
      seed,
      withLosses: 0,
      faults: [],
    });
    expect(found.images).toBe(times);
    expect(found.promised).toBeGreaterThan(20);
  });
});

const setTo = (synchronous: string): Breaking => ({
  file: 'ledger/durable-database.js',
  replace: [
    ["pragma('synchronous = FULL')", `pragma('synchronous = ${synchronous}')`],
    ['if (synchronous !== 2)', 'if (false)'],
  ],
});

const [plain, , failed] = lives;

/** Builds that break one promise each, and what of it must come to light. */
const broken: readonly {
  readonly what: string;
  readonly breaking: Breaking;
  readonly loses: RegExp;
  readonly sessions?: readonly Session[] | undefined;
}[] = [
  { what: 'leaves SQLite its own setting', breaking: setTo('NORMAL'), loses: /^event / },
  { what: 'never flushes the ledger', breaking: setTo('OFF'), loses: /^event / },
  { what: 'never flushes the keys', breaking: setTo('OFF'), loses: /^key / },
  {
    what: 'answers before the commit',
    breaking: {
      file: 'ledger/sqlite-ledger.js',
      replace: [
        ['this.#commit.run();', '/* later */'],
        [
          'this.#begin.run();',
          `if (!this.#writing.inTransaction) { this.#begin.run();
             setTimeout(() => { this.#commit.run(); }, 20); }`,
        ],
      ],
    },
    loses: /^event /,
  },
  {
    what: 'does not write the log again at its start',
    breaking: {
      file: 'ledger/durable-database.js',
      replace: [['writeAgain(`${path}-wal`);', '']],
    },
    loses: /^event /,
    sessions: failed?.sessions,
  },
  {
    what: 'does not flush the names of its directories',
    breaking: {
      file: 'ledger/durable-database.js',
      replace: [["flushNames(parent, 'in any case');", '']],
    },
    loses: /^event /,
  },
  {
    what: 'does not flush evidence',
    breaking: { file: 'evidence/evidence-store.js', replace: [['await file.sync();', '']] },
    loses: /^(sealed )?evidence /,
  },
  {
    what: 'flushes evidence and not its name',
    breaking: {
      file: 'evidence/evidence-store.js',
      replace: [['above.length >= this.root.length', 'false']],
    },
    loses: /^(sealed )?evidence /,
  },
];

whereTraced('the power cuts', () => {
  it.each(broken)(
    'show the loss of a build that $what',
    async ({ breaking, loses, sessions = plain?.sessions ?? [] }) => {
      const program = makeBuild(temporaryDirectory(), [breaking]);
      const { lost, withLosses, images: cuts } = await cut(program, sessions, 60);
      process.stdout.write(`${withLosses} of ${cuts} images with losses\n`);
      expect(lost.filter((one) => loses.test(one))).not.toStrictEqual([]);
    },
  );
});

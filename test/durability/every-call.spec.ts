// System calls on the data directory fail, or are the last before kill -9 (RELIABILITY F3): one of
// each kind in `npm test`, every single one with CALLS=all, as `npm run test:durability` does.
import { temporaryDirectory } from '../support/temporary-directory.js';
import { seeded } from '../support/seeded.js';
import { makeBuild, type Breaking } from './build.js';
import { Rehearsal, situations, type Played, type Situation } from './every-call.js';
import { canTrace, type Fault } from './system-calls.js';

const every = process.env['CALLS'] === 'all';
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

jest.setTimeout(every ? 5 * 3_600_000 : 300_000);

const whereTraced = canTrace ? describe : () => undefined;

function rehearsal(situation: Situation, broken: readonly Breaking[] = []): Rehearsal {
  return new Rehearsal(makeBuild(temporaryDirectory(), broken), temporaryDirectory(), situation);
}

/** Of each call and effect one, by chance; every other kind, so that two situations share them. */
function oneOfEachKind(faults: readonly Fault[], chance: () => number, odd: boolean): Fault[] {
  const kinds = new Set(faults.map(({ name, effect }) => `${name} ${effect}`));
  return [...kinds].sort().flatMap((kind, index) => {
    const ofKind = faults.filter(({ name, effect }) => `${name} ${effect}` === kind);
    const one = ofKind[Math.floor(chance() * ofKind.length)];
    return one !== undefined && (index % 2 === 1) === odd ? [one] : [];
  });
}

/** In words that lead to the call again. */
function named({ name, path, time, effect }: Fault): string {
  return `${name} of ${path.replace(/^.*\/root\//, '')}, time ${time}: ${effect}`;
}

whereTraced('a system call that fails, or is the last,', () => {
  it.each(situations)('costs nothing that was promised, in a session $what', async (situation) => {
    const stage = rehearsal(situation);
    const all = stage.faults();
    const faults = every ? all : oneOfEachKind(all, seeded(seed), situation.earlier);
    const played: (Played & { readonly fault: string })[] = [];
    for (const fault of faults) played.push({ fault: named(fault), ...(await stage.play(fault)) });

    const sum = (of: (one: Played) => number) => played.reduce((all, one) => all + of(one), 0);
    process.stdout.write(
      `${played.length} of ${all.length} faults (SEED=${seed}), ` +
        `${sum(({ fatal }) => Number(fatal))} ended the process; of ${sum(({ unknown }) => unknown)} ` +
        `unknown events ${sum(({ unknownAndThere }) => unknownAndThere)} were on disk\n`,
    );
    expect(played.filter(({ lost, wrong }) => lost.length + wrong.length > 0)).toStrictEqual([]);
    expect(played.filter(({ met }) => !met).map(({ fault }) => fault)).toStrictEqual([]);
    expect(faults.length).toBeGreaterThan(10);
  });
});

const answersAllTheSame: Breaking = {
  file: 'ledger/sqlite-ledger.js',
  replace: [
    [
      'return this.#abandon(batch, error);',
      `if (this.#writing.inTransaction) this.#writing.exec('ROLLBACK');
       for (const one of batch) one.resolve({ revision: 0, position: '0', positions: [] });
       return;`,
    ],
  ],
};

const goesOnAfterAnyError: Breaking = {
  file: 'ledger/sqlite-ledger.js',
  replace: [["if (sqliteCode(error) !== 'SQLITE_FULL')", 'if (false)']],
};

whereTraced('the failing of system calls', () => {
  /** The faults of one kind in the ledger's log, of a session that is cut off. */
  const inTheLog = (stage: Rehearsal, call: string) =>
    stage
      .faults()
      .filter(
        ({ name, path, effect }) =>
          name === call && effect === 'error=EIO' && path.endsWith('/ledger.sqlite-wal'),
      );

  it('shows the loss of a build that answers although the write has failed', async () => {
    const stage = rehearsal(situations[1], [answersAllTheSame]);
    const last = inTheLog(stage, 'pwrite64').at(-1);
    expect(last && (await stage.play(last)).lost).not.toStrictEqual([]);
  });

  it('shows that a build says "not written" of what is written', async () => {
    const stage = rehearsal(situations[1], [goesOnAfterAnyError]);
    const last = inTheLog(stage, 'fsync').at(-1);
    const { wrong } = (last && (await stage.play(last))) ?? { wrong: [] };
    expect(wrong.join('\n')).toContain('was refused as not written');
  });
});

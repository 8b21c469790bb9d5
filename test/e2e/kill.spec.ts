// kill -9 of the whole service under HTTP load: no acknowledged event is lost and none is doubled
// (RELIABILITY F2). KILLS says how often; `npm run test:kill` does the long form.
import { brokenService } from '../durability/build.js';
import { emptyDataDir } from '../support/running-service.js';
import { auditAfterKills, nothingWrong, type Audit } from './under-kills.js';

const kills = Number(process.env['KILLS'] ?? 5);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);

describe('a service that is killed under load', () => {
  it(
    `loses nothing it acknowledged and records nothing twice (${String(kills)} times)`,
    async () => {
      const { acknowledged, refused, repeated, shown, ...wrong } = await auditAfterKills({
        kills,
        seed,
      });
      process.stdout.write(
        `${String(kills)} kills (SEED=${String(seed)}): ${String(acknowledged)} acknowledged, ` +
          `${String(refused)} refused, ${String(repeated)} repeated, ${String(shown)} shown\n`,
      );
      expect({ seed, ...wrong }).toEqual({
        seed,
        ...nothingWrong,
      });
      expect(acknowledged).toBeGreaterThan(10 * kills);
      expect(repeated).toBeGreaterThan(0);
    },
    Math.max(300_000, kills * 30_000),
  );
});

describe('the audit', () => {
  it('finds the events that a build loses which answers before the commit', async () => {
    const { lost, faults }: Audit = await auditAfterKills({
      kills: 3,
      seed,
      program: buildThatAnswersEarly(),
      // Killed before, it would lose the organs themselves, and every command after that is refused.
      leastLife: 600,
    });
    expect(lost.length).toBeGreaterThan(0);
    // What did reach the disk is in order: nobody but the clients knows that something is missing.
    expect(faults).toEqual([]);
  });
});

/** A build that leaves its transaction open for a while after it has answered. */
function buildThatAnswersEarly(): string {
  // Each transaction is committed 300 ms after it began; until then it takes all that comes.
  const beginAndCommitLate =
    'if (!this.#writing.inTransaction) { this.#begin.run(); ' +
    'setTimeout(() => { this.#commit.run(); this.#news.tell(); }, 300); }';
  return brokenService(emptyDataDir(), [
    {
      file: 'ledger/sqlite-ledger.js',
      replace: [
        ['this.#commit.run();', '/* answered without it */'],
        ['this.#begin.run();', beginAndCommitLate],
      ],
    },
  ]);
}

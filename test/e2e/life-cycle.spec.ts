// Any sequence of acts, on several cases, persons and organs at once, sent over HTTP: whatever
// officials send, the service answers in the ways it says, records what it answers, and what it
// recorded reads back. SEQUENCES says how many; `npm run test:life-cycle` does the long form.
import fc from 'fast-check';
import { irregularities } from '../../src/domain/case/irregularities.js';
import { isRequirable, notices, requiredBy } from '../../src/domain/case/notices.js';
import { defaultPolicy } from '../../src/domain/regulation/policy.js';
import { caseActs } from '../../src/domain/case/acts.js';
import { closeOffice, Met, openOffice } from './life-cycle/office.js';
import { carryOut } from './life-cycle/run.js';
import { sequence } from './life-cycle/sequences.js';

const sequences = Number(process.env['SEQUENCES'] ?? 200);
const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
/** So many share one service: a ledger that is checked and rebuilt at the end of each. */
const aService = 250;
const services = Math.ceil(sequences / aService);
const long = sequences > 1_000;
/** Looks for the shortest sequence that fails: minutes, and seldom needed beside what was sent. */
const shrinks = process.env['SHRINK'] !== undefined;

const met = new Met();

describe(`${String(sequences)} sequences of acts (SEED=${String(seed)})`, () => {
  it.each([...Array(services).keys()])(
    'are answered as documented, recorded as answered and read back as recorded (service %i)',
    async (index) => {
      const numRuns = Math.min(aService, sequences - index * aService);
      const office = await openOffice(met);
      await fc.assert(
        fc.asyncProperty(sequence, (one) => carryOut(office, one)),
        { numRuns, seed: seed + index, endOnFailure: !shrinks },
      );
      expect(await closeOffice(office)).toMatchObject({
        ended: 0,
        failures: [],
        verified: { holds: true, faults: [], readModels: 'same' },
      });
    },
    660_000,
  );

  it('have met what a case can become and the rules it can break', () => {
    const events = missing(caseEventTypes, met.events);
    const codes = missing(reachable, met.codes);
    const looked = missing(reachableNotices, met.notices);
    process.stdout.write(
      [
        `${String(met.sequences)} sequences (SEED=${String(seed)}): ${String(met.sent)} commands sent, ${String(met.recorded)} recorded, ${String(met.unchanged)} so already, ${String(met.replayed)} replayed; ${String(met.read)} readings`,
        `refused: ${told(met.refused)}`,
        `event types of a case: ${String(caseEventTypes.length - events.length)} of ${String(caseEventTypes.length)}; not met: ${events.join(', ')}`,
        `irregularities: ${String(reachable.length - codes.length)} of ${String(reachable.length)}; not met: ${codes.join(', ')}`,
        `notices: ${String(reachableNotices.length - looked.length)} of ${String(reachableNotices.length)}; not met: ${looked.join(', ')}\n`,
      ].join('\n'),
    );
    if (long) expect({ events, codes, looked }).toEqual({ events: [], codes: [], looked: [] });
    expect(events.length).toBeLessThanOrEqual(caseEventTypes.length / 5);
  });
});

const caseEventTypes: readonly string[] = Object.values(caseActs).map(({ event }) => event);

/** What the policy in force makes no rule of is never broken (I-16, I-26, I-29, I-31, I-32, I-41). */
const reachable = irregularities
  .map(({ code }) => code)
  .filter((code) => code !== 'interventions-not-declared' || defaultPolicy.zeroReport)
  .filter((code) => !isRequirable(code) || defaultPolicy[requiredBy[code]]);
const reachableNotices = notices.map(({ code }) => code);

function missing(wanted: readonly string[], counts: ReadonlyMap<string, number>): string[] {
  return wanted.filter((one) => !counts.has(one));
}

function told(counts: ReadonlyMap<string, number>): string {
  return [...counts].map(([what, times]) => `${what} ${String(times)}`).join(', ');
}

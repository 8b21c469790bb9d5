// What a moment means to a reader, while the read models are still on their way.
import { Reading } from '../../src/api/reading.js';
import { InvalidRequest } from '../../src/api/validation.js';
import { AccessLog } from '../../src/commands/access-log.js';
import { Registers } from '../../src/commands/registers.js';
import { RecordingClock } from '../../src/commands/clock.js';
import { newSalt } from '../../src/commands/randomness.js';
import { History, Workplace } from '../projections/history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

/** A reading room whose read models stand at 2 of 4 events, and the positions it waited for. */
async function room(now = new Date()): Promise<{ reading: Reading; waited: string[] }> {
  const history = new History();
  for (const caseId of ['C-1', 'C-2', 'C-3', 'C-4']) history.on(caseId, 'register');
  const ledger = await workplace.ledgerOf(history);
  const store = await workplace.rebuilt(ledger, { until: '2' });
  const waited: string[] = [];
  const projector = {
    reached: (position: string) => {
      waited.push(position);
      return Promise.resolve();
    },
  };
  const clock = { now: () => now };
  const accesses = new AccessLog(
    { ledger, clock: new RecordingClock(clock), salt: newSalt },
    new Registers(ledger),
  );
  return { reading: new Reading(store, ledger, projector, accesses, clock), waited };
}

describe('a moment', () => {
  it('that the read models are past needs no waiting', async () => {
    const { reading, waited } = await room();
    const between = new Date(Date.parse(History.recordedAt(1)) + 30_000).toISOString();
    expect(await reading.positionOf(between)).toBe('1');
    expect(waited).toStrictEqual([]);
  });

  it('that more may have been recorded by is waited for', async () => {
    const { reading, waited } = await room();
    await reading.positionOf(History.recordedAt(2));
    await reading.positionOf(History.recordedAt(3));
    expect(waited).toStrictEqual(['4', '4']);
  });

  it('named by its position is waited for, and refused when nothing stands there yet', async () => {
    const { reading, waited } = await room();
    expect(await reading.positionOf('4')).toBe('4');
    expect(waited).toStrictEqual(['4']);
    await expect(reading.positionOf('5')).rejects.toMatchObject({
      constructor: InvalidRequest,
      troubles: [{ path: 'knownAt' }],
    });
    await expect(reading.requireRecorded('5', 'asOf')).rejects.toMatchObject({
      troubles: [{ path: 'asOf' }],
    });
    await reading.requireRecorded(History.recordedAt(4), 'asOf');
  });

  it('that is now has come, and one after it has not', async () => {
    const now = new Date(Date.parse(History.recordedAt(4)) + 60_000);
    const { reading } = await room(now);
    await reading.requireRecorded(now.toISOString(), 'asOf');
    await expect(
      reading.requireRecorded(new Date(now.getTime() + 1).toISOString(), 'asOf'),
    ).rejects.toMatchObject({ constructor: InvalidRequest, troubles: [{ path: 'asOf' }] });
    await expect(reading.positionOf('2999-01-01T00:00:00Z')).rejects.toMatchObject({
      troubles: [{ path: 'knownAt' }],
    });
  });

  it('that something is recorded at has come, also where the clock was set back since', async () => {
    const setBack = new Date(Date.parse(History.recordedAt(1)) - 60_000);
    const { reading } = await room(setBack);
    await reading.requireRecorded(History.recordedAt(2), 'asOf');
  });

  it('is resolved on the first page only', async () => {
    const { reading, waited } = await room();
    const query = { limit: 2, knownAt: '4' };
    expect(await reading.paging(query)).toStrictEqual({ limit: 2, moment: '4', knownAt: '4' });
    expect(waited).toStrictEqual(['4']);
    expect(await reading.paging({ ...query, cursor: 'c' })).toStrictEqual({
      limit: 2,
      moment: '4',
      cursor: 'c',
    });
    expect(waited).toStrictEqual(['4']);
  });
});

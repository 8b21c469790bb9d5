// The machine's clock is set back, ahead and over midnight while the service runs (RELIABILITY F8).
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { audit, emptyAccount } from '../e2e/under-kills.js';
import { recordedIn, refusal, type Answer, type Caller } from '../support/caller.js';
import { registerCity, registration, working } from '../support/city.js';
import { acts } from '../support/office.js';
import { emptyDataDir, RunningService } from '../support/running-service.js';
import { brokenService } from './build.js';

/** libfaketime, where it is installed; .ci/run does so. */
const library = ['/usr/lib', '/usr/lib64']
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))])
  .map((folder) => join(folder, 'faketime/libfaketimeMT.so.1'))
  .find((path) => existsSync(path));
const whereFaked = library === undefined ? () => undefined : describe;

/** The clock of one process: an offset in a file that is read at each question. What is measured, as time-outs, is not touched. */
class MachineClock {
  readonly #file = join(emptyDataDir(), 'offset');

  readonly environment = {
    LD_PRELOAD: library ?? '',
    FAKETIME_TIMESTAMP_FILE: this.#file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    // The day of the office is Shanghai's wherever the machine is, and whatever its zone does to it.
    TZ: 'America/New_York',
  };

  /** Sets it to an instant, from where it goes on. */
  set(instant: string): void {
    const seconds = (Date.parse(instant) - Date.now()) / 1000;
    writeFileSync(this.#file, `${seconds < 0 ? '' : '+'}${seconds.toFixed(3)}`);
  }
}

/** A service under such a clock with one open case, and what is known of its commands. */
async function startedAt(instant: string, program?: string) {
  const clock = new MachineClock();
  clock.set(instant);
  const service = await RunningService.start({
    environment: clock.environment,
    ...(program === undefined ? {} : { program }),
  });
  const { clerk } = await registerCity(service);
  await clerk.did('C-1', 'register', registration);
  return { clock, service, office: new Office(clerk), clerk };
}

class Office {
  readonly account = emptyAccount();
  #sent = 0;

  constructor(public clerk: Caller) {}

  /** Something that is said to have happened on a day. */
  async record(on: string): Promise<Answer> {
    const label = `label-${(this.#sent += 1)}`;
    const body = { ...acts['record-intervention'], on, content: label };
    const answer = await this.clerk.act('C-1', 'record-intervention', body, { key: label });
    if (answer.status === 201) this.account.acknowledged.set(label, recordedIn(answer));
    else this.account.refused.add(label);
    return answer;
  }
}

const history = z.looseObject({
  items: z.array(
    z.looseObject({ type: z.string(), metadata: z.object({ recordedAt: z.string() }) }),
  ),
});

const steps = [
  { what: 'ten minutes back', to: '2024-03-01T02:50:00Z' },
  { what: 'a day back', to: '2024-02-29T03:00:00Z' },
  { what: 'ahead to where it belongs', to: '2024-03-01T04:00:00Z' },
  { what: 'a year back', to: '2023-03-01T04:00:00Z' },
  { what: 'a day ahead of all', to: '2024-03-02T04:00:00Z' },
];

/** Moves the clock step by step, with two acts and a new token after each. */
async function moved({ clock, service, office }: Awaited<ReturnType<typeof startedAt>>) {
  for (const { to } of steps) {
    clock.set(to);
    // What was issued before has expired, or is of the future.
    office.clerk = await service.caller('commission', [...working], 'u-clerk');
    for (let time = 0; time < 2; time += 1)
      expect((await office.record('2022-05-01')).status).toBe(201);
  }
}

whereFaked('a service whose clock is moved', () => {
  it('has the day of Shanghai, over midnight and on a leap day', async () => {
    const { clock, service, office } = await startedAt('2024-02-29T15:50:00Z');
    expect((await office.record('2024-02-29')).status).toBe(201);
    expect(refusal(await office.record('2024-03-01'))).toBe('409 not-possible');
    clock.set('2024-02-29T16:00:10Z');
    expect((await office.record('2024-03-01')).status).toBe(201);
    expect(refusal(await office.record('2024-03-02'))).toBe('409 not-possible');
    await service.stop();
  });

  it('dates no event before the one in front of it, and answers what was known at each instant', async () => {
    const started = await startedAt('2024-03-01T03:00:00Z');
    const { service, office } = started;
    await moved(started);
    const { items } = await office.clerk.get('/cases/C-1/history', history);
    const instants = items.map(({ metadata }) => metadata.recordedAt);
    expect(instants).toHaveLength(1 + 2 * steps.length);
    expect(instants).toStrictEqual([...instants].sort());
    // Held while it was behind, going on once it had caught up.
    expect(new Set(instants.map((instant) => instant.slice(0, 13)))).toStrictEqual(
      new Set(['2024-03-01T03', '2024-03-01T04', '2024-03-02T04']),
    );
    for (const instant of new Set(instants)) {
      const known = await office.clerk.items(
        `/interventions?case=C-1&limit=100&knownAt=${instant}`,
        z.looseObject({}),
      );
      const recorded = items.filter(
        ({ type, metadata }) => type === 'InterventionRecorded' && metadata.recordedAt <= instant,
      );
      expect([instant, known.length]).toStrictEqual([instant, recorded.length]);
    }
    await service.stop();
    const { lost, faults, differences } = await audit(service.dataDir, office.account);
    expect({ lost, faults, differences }).toStrictEqual({ lost: [], faults: [], differences: [] });
  });

  it('holds to what is recorded also when it is started with a clock set back, and says so', async () => {
    const { clock, service, office } = await startedAt('2024-03-01T03:00:00Z');
    expect(await service.figure('wenze_clock_behind_seconds')).toBe(0);
    await service.stop();
    clock.set('2024-03-01T02:00:00Z');
    await service.startAgain();
    office.clerk = await service.caller('commission', [...working], 'u-clerk');
    expect((await office.record('2024-03-01')).status).toBe(201);
    const behind = await service.figure('wenze_clock_behind_seconds');
    expect(Math.abs(behind - 3_600)).toBeLessThan(300);
    expect(service.logLines().join('\n')).toContain('the clock is behind what is recorded');
    await service.stop();
    expect((await audit(service.dataDir, office.account)).faults).toStrictEqual([]);
  });

  it('lets no token live again that has expired, as long as the clock goes on', async () => {
    const { clock, service, clerk } = await startedAt('2024-03-01T03:00:00Z');
    clock.set('2024-03-02T12:00:00Z');
    expect(refusal(await clerk.ask('/cases'))).toBe('401 unauthenticated');
    clock.set('2024-03-02T11:58:00Z');
    expect(refusal(await clerk.ask('/cases'))).toBe('401 unauthenticated');
    await service.stop();
  });
});

whereFaked('the audit', () => {
  it('finds the events of a build that believes the clock', async () => {
    const program = brokenService(emptyDataDir(), [
      { file: 'commands/clock.js', replace: [['if (now > this.last)', 'if (true)']] },
    ]);
    const started = await startedAt('2024-03-01T03:00:00Z', program);
    await moved(started);
    await started.service.stop();
    const { faults } = await audit(started.service.dataDir, started.office.account);
    expect(JSON.stringify(faults)).toContain('recorded before the event in front of it');
  });
});

// An event that this program cannot read, as one of tomorrow might have written it: the read models
// stop at it, loudly, and everything goes on that does not rest on them.
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { problemIn, refusal, type Caller } from '../support/caller.js';
import { registerCity, registration, walk } from '../support/city.js';
import { EventStream } from '../support/event-stream.js';
import { acts } from '../support/office.js';
import { loose } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';

describe('an event that this program cannot read', () => {
  let service: RunningService;
  let clerk: Caller;
  let position: string;

  beforeAll(async () => {
    service = await RunningService.start();
    ({ clerk } = await registerCity(service));
    await walk(clerk, 'C-1', 'recommend');
    await clerk.did('C-2', 'register', registration);
    await service.stop();
    position = appendUnknownEvent(service.dataDir);
    await service.startAgain({ until: 'live' });
  });
  afterAll(() => service.stop());

  it('makes the service not ready, with the position and without the content', async () => {
    const answer = await untilAnswered(() => service.ask('/health/ready'), 503);
    expect(refusal(answer)).toBe('503 not-ready');
    expect(problemIn(answer).errors).toMatchObject([
      { path: 'projections', message: expect.stringContaining(position) as unknown },
    ]);
    expect(answer.text).not.toContain('甲某');
    expect(await service.figure('wenze_projection_position')).toBe(Number(position) - 1);
  });

  it('is told to the operator in the log, without its content', () => {
    const log = service.logLines().join('\n');
    expect(log).toContain(`"position":"${position}"`);
    expect(log).toContain('unknown event type NeverHeardOf');
    expect(log).not.toContain('甲某');
  });

  it('is no fault of each question whether the service is ready: a warning without a stack', async () => {
    await untilAnswered(() => service.ask('/health/ready'), 503);
    const said = service.logLines().filter((line) => line.includes('"code":"not-ready"'));
    expect(said.length).toBeGreaterThan(0);
    for (const line of said) {
      expect(line).toContain('"level":40');
      expect(line).not.toContain('stack');
    }
  });

  it('stops no question', async () => {
    expect((await service.ask('/health/live')).status).toBe(200);
    for (const path of [
      '/cases',
      '/cases/C-1',
      '/cases/C-1/history',
      '/obligations',
      '/interventions',
      '/persons/jia/accountability?on=2015-12-31',
      '/regulation',
    ])
      expect([path, (await clerk.ask(path)).status]).toEqual([path, 200]);
    expect(await clerk.items('/cases', loose)).toHaveLength(2);
  });

  it('stops no act that needs no facts from the read models', async () => {
    await clerk.did('C-2', 'accept', acts.accept);
    await clerk.did('C-2', 'record-intervention', acts['record-intervention']);
    await clerk.did('C-3', 'register', registration);
    expect(await clerk.get('/cases/C-3', loose)).toMatchObject({ phase: 'registered' });
  });

  it('lets no decision be made on facts that may be stale', async () => {
    const before = await service.head();
    const answer = await clerk.act('C-1', 'decide', acts.decide);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).not.toBeNull();
    expect(await service.head()).toBe(before);
  });

  it('sends no event to a stream that the lists do not show yet', async () => {
    const stream = await EventStream.open(service, clerk.token, '?after=0');
    await stream.until(() => stream.events.some(({ stream: name }) => name === 'case-C-2'));
    await clerk.did('C-4', 'register', registration);
    await delay(200);
    const positions = stream.events.map(({ id }) => Number(id));
    expect(Math.max(...positions)).toBe(Number(position) - 1);
    stream.leave();
  });

  it('tells a reader who waits for a later position at once', async () => {
    const began = performance.now();
    const answer = await clerk.ask(`/cases?atLeast=${position}`);
    expect(refusal(answer)).toBe('504 read-model-behind');
    expect(performance.now() - began).toBeLessThan(4_000);
  });

  it('does not keep the service from ending in order', async () => {
    expect((await service.stop()).code).toBe(0);
  });

  it('goes for a single case too: its own stream damaged is an error, others go on', async () => {
    appendUnknownEvent(service.dataDir, 'case-C-2');
    await service.startAgain({ until: 'live' });
    const answer = await clerk.ask('/cases/C-2');
    expect(answer.status).toBeGreaterThanOrEqual(500);
    expect(answer.text).not.toContain('甲某');
    expect((await clerk.ask('/cases/C-1')).status).toBe(200);
  });
});

async function untilAnswered<T extends { readonly status: number }>(
  ask: () => Promise<T>,
  status: number,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    const answer = await ask();
    if (answer.status === status || tries === 100) return answer;
    await delay(20);
  }
}

/** Writes an event of an unknown type as a program of tomorrow might; answers its position. */
function appendUnknownEvent(dataDir: string, stream = 'case-C-poison'): string {
  const row = z.object({ position: z.int(), metadata: z.string() });
  const database = new Database(join(dataDir, 'ledger.sqlite'));
  try {
    const last = row.parse(
      database.prepare('SELECT position, metadata FROM event ORDER BY position DESC LIMIT 1').get(),
    );
    const revision = z
      .int()
      .parse(
        database
          .prepare('SELECT coalesce(max(revision), -1) + 1 FROM event WHERE stream = ?')
          .pluck()
          .get(stream),
      );
    const position = last.position + 1;
    const id = `00000000-0000-8000-8000-${String(position).padStart(12, '0')}`;
    database
      .prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(position, stream, revision, id, 'NeverHeardOf', '{"name":"甲某"}', last.metadata);
    return String(position);
  } finally {
    database.close();
  }
}

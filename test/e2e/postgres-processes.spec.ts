// The service as several processes: two APIs, a projector and a second one that stands by, and a
// sequencer, on PostgreSQL and the double of KurrentDB. Whoever asks cannot tell which API answers.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { migrate } from '../../src/ledger/migration.js';
import { openKurrentDbLedger } from '../../src/ledger/kurrentdb-ledger.js';
import { openSqliteLedger } from '../../src/ledger/sqlite-ledger.js';
import { verifySqliteLedger } from '../../src/ledger/sqlite-verify.js';
import { listCases } from '../../src/projections/case-list.js';
import { rebuild } from '../../src/projections/rebuild.js';
import { openPostgresReadStore } from '../../src/projections/postgres-read-store.js';
import { beginSqliteReadStore } from '../../src/projections/sqlite-read-store.js';
import { storeDefinition } from '../../src/projections/streams.js';
import { recordedIn, refusal, Caller } from '../support/caller.js';
import { registerCity, registration, type City } from '../support/city.js';
import { KurrentDbDouble } from '../support/kurrentdb-double.js';
import { acts } from '../support/office.js';
import { testServer } from '../support/postgres.js';
import { emptyDataDir, RunningService, type StartOptions } from '../support/running-service.js';

let double: KurrentDbDouble;
let database: string;
let dataDir: string;
let one: RunningService;
let other: RunningService;
let projector: RunningService;
let standby: RunningService;
let sequencer: RunningService;
let city: City;
/** The same person, speaking to the other API. */
let clerkElsewhere: Caller;

const cases = z.object({
  items: z.array(z.object({ caseId: z.string() })),
  nextCursor: z.string().nullable(),
});

beforeAll(async () => {
  double = await KurrentDbDouble.start();
  database = await (await testServer()).database();
  dataDir = emptyDataDir();
  const start = (options: StartOptions): Promise<RunningService> =>
    RunningService.start({
      dataDir,
      environment: { LEDGER_URL: double.url, READ_STORE_URL: database },
      ...options,
    });
  projector = await start({ parts: ['projector'] });
  standby = await start({ parts: ['projector'], until: 'live' });
  sequencer = await start({ parts: ['sequencer'] });
  one = await start({ parts: ['api'] });
  other = await start({ parts: ['api'] });
  city = await registerCity(one);
  clerkElsewhere = new Caller(other, city.clerk.token);
});

afterAll(async () => {
  await double.stop();
});

describe('two APIs and a projector', () => {
  it('are one service: what one recorded, the other shows, by the position it was told', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const [here, there] = turn % 2 ? [city.clerk, clerkElsewhere] : [clerkElsewhere, city.clerk];
      const caseId = `C-${String(turn)}`;
      const { position } = await here.did(caseId, 'register', registration);
      const { text } = await there.ask(`/cases?limit=50&atLeast=${position}`);
      expect(text).toContain(`"caseId":"${caseId}"`);
      await there.did(caseId, 'accept', acts.accept);
    }
  });

  it('give the first answer to a key, whichever of them it is sent to again', async () => {
    const first = await city.clerk.act('K-1', 'register', registration, { key: 'k-1' });
    const again = await clerkElsewhere.act('K-1', 'register', registration, { key: 'k-1' });
    expect([first.status, again.status]).toEqual([201, 201]);
    expect(recordedIn(again).events).toEqual(recordedIn(first).events);
    const changed = { ...registration, summary: '另一份来信' };
    const reused = await clerkElsewhere.act('K-1', 'register', changed, { key: 'k-1' });
    expect(refusal(reused)).toBe('422 idempotency-key-reused');
  });

  it('know a key that was used on another case', async () => {
    const { position } = recordedIn(
      await city.clerk.act('K-2', 'register', registration, { key: 'k-2' }),
    );
    await clerkElsewhere.ask(`/cases?atLeast=${position}`);
    const elsewhere = await clerkElsewhere.act('K-3', 'register', registration, { key: 'k-2' });
    expect(refusal(elsewhere)).toBe('422 idempotency-key-reused');
  });

  it('record a key that is sent to both at once only once', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      const caseId = `B-${String(turn)}`;
      const both = await Promise.all(
        [city.clerk, clerkElsewhere].map((clerk, index) =>
          clerk.act(
            caseId,
            'register',
            { ...registration, summary: `来信之${String(index)}` },
            { key: caseId },
          ),
        ),
      );
      expect(both.map((answer) => answer.status).toSorted()).toEqual([201, 422]);
      expect(
        (await city.auditor.ask(`/cases/${caseId}/history`)).text.match(/"CaseRegistered"/g),
      ).toHaveLength(1);
    }
  });

  it('turn each other’s pages', async () => {
    const { position } = await city.clerk.did('P-1', 'register', registration);
    const read = async (clerk: Caller, path: string) =>
      cases.parse(JSON.parse((await clerk.ask(path)).text));
    const first = await read(city.clerk, `/cases?limit=4&atLeast=${position}`);
    const second = await read(clerkElsewhere, `/cases?limit=4&cursor=${first.nextCursor ?? ''}`);
    const whole = await read(city.clerk, '/cases?limit=8');
    expect([...first.items, ...second.items]).toEqual(whole.items);
  });

  it('record one of two equal acts on a case; to whoever sent the other it is so already', async () => {
    await city.clerk.did('R-1', 'register', registration);
    const both = await Promise.all(
      [city.clerk, clerkElsewhere].map((clerk) => clerk.act('R-1', 'accept', acts.accept)),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 201]);
  });

  it('say what they do: health and figures of each, and no questions to a projector', async () => {
    for (const service of [one, other, projector, sequencer])
      expect((await service.ask('/health/ready')).status).toBe(200);
    expect((await standby.ask('/health/ready')).status).toBe(503);
    expect(refusal(await projector.ask('/api/v1/cases'))).toBe('404 route-not-found');
    expect(await projector.figure('wenze_projection_position')).toBeGreaterThan(0);
  });

  it('go on when the projector is killed: the one that stands by takes over within 5 seconds', async () => {
    await projector.kill();
    const began = performance.now();
    const { position } = await city.clerk.did('T-1', 'register', registration);
    const seen = await clerkElsewhere.ask(`/cases?limit=50&atLeast=${position}`);
    expect(seen.status).toBe(200);
    expect(performance.now() - began).toBeLessThan(5_000);
    let ready = await standby.ask('/health/ready');
    for (let tries = 0; ready.status !== 200 && tries < 100; tries += 1) {
      await delay(100);
      ready = await standby.ask('/health/ready');
    }
    expect(ready.status).toBe(200);
    await projector.startAgain({ until: 'live' });
  });

  it('go on when the projector hangs, and are not disturbed when it wakes up again', async () => {
    // The one that stood by keeps the store now; the one that was killed stands by.
    standby.freeze();
    try {
      const began = performance.now();
      const { position } = await city.clerk.did('H-1', 'register', registration);
      const seen = await clerkElsewhere.ask(`/cases?limit=50&atLeast=${position}`);
      expect(seen.status).toBe(200);
      expect(performance.now() - began).toBeLessThan(5_500);
    } finally {
      standby.thaw();
    }
    const { position } = await city.clerk.did('H-2', 'register', registration);
    const seen = await clerkElsewhere.ask(`/cases?limit=50&atLeast=${position}`);
    expect(seen.text.split('"caseId":"H-')).toHaveLength(3);
  });

  it('answer 503 while the database is away, take commands all the same, and lose nothing', async () => {
    const server = await testServer();
    server.stop('immediate');
    try {
      expect(refusal(await city.clerk.ask('/cases'))).toBe('503 read-models-unavailable');
      await city.clerk.did('A-1', 'register', registration);
    } finally {
      server.startAgain();
    }
    const { position } = await city.clerk.did('A-2', 'register', registration);
    let answer = await clerkElsewhere.ask(`/cases?limit=50&atLeast=${position}`);
    for (let tries = 0; answer.status !== 200 && tries < 20; tries += 1)
      answer = await clerkElsewhere.ask(`/cases?limit=50&atLeast=${position}`);
    expect(answer.text).toContain('"caseId":"A-1"');
  });

  it('sign what they record', () => {
    expect(existsSync(join(dataDir, 'checkpoint.sqlite'))).toBe(true);
  });
});

describe('the ledger they wrote', () => {
  beforeAll(async () => {
    for (const service of [one, other, projector, standby, sequencer]) await service.stop();
  });

  it('moves into a file that holds in every row, and whose read models are theirs', async () => {
    const directory = emptyDataDir();
    const from = await openKurrentDbLedger({ url: double.url });
    const to = openSqliteLedger({
      directory,
      onFatal: (error) => {
        throw error;
      },
    });
    const { events } = await migrate(from, to, { inFlight: 64 });
    expect(events).toBeGreaterThan(40);
    const faults: object[] = [];
    verifySqliteLedger(
      directory,
      () => undefined,
      (fault) => faults.push(fault),
    );
    // Instants may go back where two processes write; everything else holds.
    expect(faults.filter((fault) => !/recordedAt/.test(JSON.stringify(fault)))).toEqual([]);

    const back = await KurrentDbDouble.start();
    const again = await openKurrentDbLedger({ url: back.url });
    expect(await migrate(to, again, { inFlight: 1 })).toMatchObject({ events });

    // Positions differ between engines; what is shown of the cases does not.
    const rebuilt = beginSqliteReadStore(emptyDataDir(), storeDefinition);
    await rebuild(to, rebuilt);
    const shown = openPostgresReadStore(database, storeDefinition);
    await shown.takeUp(new AbortController().signal);
    const [ours, theirs] = await Promise.all(
      [rebuilt, shown].map((store) => listCases(store, 'everything', {}, { limit: 100 })),
    );
    expect(ours?.items.length).toBeGreaterThan(20);
    expect(theirs?.items).toEqual(ours?.items);
    for (const closable of [rebuilt, shown, from, to, again]) await closable.close();
    await back.stop();
  });
});

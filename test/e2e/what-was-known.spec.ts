// The same question asked of the past: as known at a position or an instant, page after page, of a
// single case, and when the read models are not there yet.
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { shanghaiDate } from '../../src/domain/legal-date.js';
import { problemIn, refusal, type Caller } from '../support/caller.js';
import { registerCity, registration, walk } from '../support/city.js';
import { acts } from '../support/office.js';
import { loose, Readings } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';

let service: RunningService;
let clerk: Caller;
let reading: Readings;

beforeAll(async () => {
  service = await RunningService.start();
  ({ clerk } = await registerCity(service));
  reading = new Readings(service, clerk);
  await walk(clerk, 'C-1', 'decide');
  for (const on of ['2015-09-09', '2015-09-10', '2015-09-11', '2015-09-12'])
    await clerk.did('C-1', 'record-intervention', { ...acts['record-intervention'], on });
});

/** An instant later than all that is recorded, earlier than what is recorded next. */
async function instant(): Promise<string> {
  await delay(5);
  const between = new Date().toISOString();
  await delay(5);
  return between;
}

describe('a list as known at an instant', () => {
  it('is the same in pages of one, whatever is recorded between them', async () => {
    const known = await instant();
    const path = `/interventions?knownAt=${encodeURIComponent(known)}`;
    const whole = await clerk.everyItem(path, loose, 500);
    expect(whole).toHaveLength(4);
    await clerk.did('C-1', 'record-intervention', {
      ...acts['record-intervention'],
      on: '2015-09-13',
    });
    await clerk.ask(await reading.now('/cases'));
    expect(await clerk.everyItem(path, loose, 1)).toEqual(whole);
    expect(await clerk.everyItem('/interventions', loose, 2)).toHaveLength(5);
  });

  it('keeps the position of its first page, says which, and takes no cursor of another instant', async () => {
    const page = z.looseObject({ nextCursor: z.string().nullable(), knownAt: z.string() });
    const others = `/interventions?knownAt=${encodeURIComponent(await instant())}`;
    const path = `/interventions?limit=2&knownAt=${encodeURIComponent(await instant())}`;
    const before = String(await service.head());
    const { nextCursor, knownAt } = await clerk.get(path, page);
    expect(knownAt).toBe(before);
    await clerk.did('C-1', 'record-intervention', {
      ...acts['record-intervention'],
      on: '2015-09-01',
    });
    await clerk.ask(await reading.now('/cases'));
    const last = `${path.replace('=2&', '=9&')}&cursor=${String(nextCursor)}`;
    expect(await clerk.items(last, loose)).toHaveLength(3);
    expect(await clerk.get(last, page)).toMatchObject({ knownAt: before });
    expect(refusal(await clerk.ask(`${others}&cursor=${String(nextCursor)}`))).toBe(
      '400 invalid-request',
    );
  });

  it('has everything that was recorded by then, asked for right afterwards', async () => {
    for (let round = 0; round < 30; round += 1) {
      await clerk.did(`K-${String(round)}`, 'register', registration);
      await clerk.did(`K-${String(round)}`, 'accept', acts.accept);
      await clerk.did(`K-${String(round)}`, 'record-intervention', acts['record-intervention']);
      const found = `/interventions?case=K-${String(round)}&knownAt=${new Date().toISOString()}`;
      expect(await clerk.items(found, loose)).toHaveLength(1);
    }
  });
});

describe('a list', () => {
  const moment = z.looseObject({
    nextCursor: z.string().nullable(),
    knownAt: z.string(),
    on: z.string().optional(),
  });
  const dated = ['/supervision/findings', '/obligations', '/accountability-counts'] as const;

  it.each([...dated, '/interventions', '/cases', '/organs'])(
    'says the position it is known at, now as then: %s',
    async (path) => {
      const head = String(await service.head());
      expect(await clerk.get(await reading.now(path), moment)).toMatchObject({ knownAt: head });
      if (path === '/cases' || path === '/organs') return;
      expect(await clerk.get(`${path}?knownAt=9`, moment)).toMatchObject({ knownAt: '9' });
    },
  );

  it.each(dated)('says the day it is answered for, named or not: %s', async (path) => {
    expect(await clerk.get(`${path}?on=2015-12-31`, moment)).toMatchObject({ on: '2015-12-31' });
    const before = shanghaiDate(new Date());
    const { on } = await clerk.get(path, moment);
    expect([before, shanghaiDate(new Date())]).toContain(on);
  });

  it('says no day where it is one of no day', async () => {
    for (const path of ['/interventions', '/cases'])
      expect((await clerk.get(path, moment)).on).toBeUndefined();
  });

  it('says the same on its later pages, whatever is recorded meanwhile', async () => {
    const path = '/obligations?limit=1&on=2015-12-31';
    const { nextCursor, ...first } = await clerk.get(await reading.now(path), moment);
    await clerk.did('C-1', 'record-intervention', {
      ...acts['record-intervention'],
      on: '2015-09-14',
    });
    await clerk.ask(await reading.now('/cases'));
    const second = await clerk.get(`${path}&cursor=${String(nextCursor)}`, moment);
    expect([second.on, second.knownAt]).toEqual([first.on, first.knownAt]);
    expect(Number(second.knownAt)).toBeLessThan(await service.head());
  });
});

describe('a moment that has not come', () => {
  it.each([
    ['/interventions?knownAt=999999999', 'knownAt'],
    ['/obligations?knownAt=999999999', 'knownAt'],
    ['/persons/jia/accountability?knownAt=999999999', 'knownAt'],
    ['/accountability-counts?knownAt=999999999', 'knownAt'],
    ['/cases/C-1?asOf=999999999', 'asOf'],
    ['/interventions?knownAt=2999-01-01T00:00:00Z', 'knownAt'],
    ['/supervision/findings?knownAt=2999-01-01T00:00:00Z', 'knownAt'],
    ['/regulation?knownAt=2999-01-01T00:00:00%2B08:00', 'knownAt'],
    ['/cases/C-1?asOf=2999-01-01T00:00:00Z', 'asOf'],
  ])('is refused by the name of its parameter: %s', async (path, parameter) => {
    const before = await service.head();
    const answer = await clerk.ask(path);
    expect(refusal(answer)).toBe('400 invalid-request');
    expect(problemIn(answer).errors).toMatchObject([{ path: parameter }]);
    expect(await service.head()).toBe(before);
  });
});

describe('a case as it was known', () => {
  const file = z.looseObject({
    phase: z.string(),
    obligations: z.array(z.looseObject({ kind: z.string(), state: z.string() })),
  });
  const shanghai = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

  it('shows its duties as they stood on the day asked for', async () => {
    const today = shanghai(new Date());
    const { position } = await walk(clerk, 'C-2', 'register').then(async () => {
      for (const act of ['accept', 'initiate', 'file-report', 'hear-subject', 'recommend'] as const)
        await clerk.did('C-2', act, {
          ...acts[act],
          ...(act === 'file-report' ? { materials: await materialOf('C-2') } : {}),
        });
      return clerk.did('C-2', 'decide', { ...acts.decide, on: today });
    });
    const duty = async (path: string) => {
      const { obligations } = await clerk.get(path, file);
      return obligations.find(({ kind }) => kind === 'delivery-subject');
    };
    const moments = ['', `?asOf=${position}`, `?asOf=${encodeURIComponent(await instant())}`];
    for (const asOf of moments) {
      expect(await duty(`/cases/C-2${asOf}`)).toMatchObject({ state: 'open' });
      // Decided in 2015: of the day asked for, it was late long since.
      expect(await duty(`/cases/C-1${asOf}`)).toMatchObject({ state: 'overdue' });
    }
  });

  async function materialOf(caseId: string): Promise<string[]> {
    const answer = await clerk.upload(`审批台账 ${caseId}`, 'text/plain');
    return [z.object({ digest: z.string() }).parse(JSON.parse(answer.text)).digest];
  }
});

describe('read models that have halted', () => {
  let before: string;
  let halted: number;

  beforeAll(async () => {
    await clerk.did('H-1', 'register', registration);
    before = await instant();
    await service.stop();
    halted = appendUnknownEvent(service.dataDir);
    await service.startAgain({ until: 'live' });
    await clerk.did('H-1', 'accept', acts.accept);
  });

  it('do not keep a case from being shown as it was', async () => {
    const phase = async (asOf: string) =>
      (await clerk.get(`/cases/H-1?asOf=${encodeURIComponent(asOf)}`, loose))['phase'];
    expect(await phase(before)).toBe('registered');
    expect(await phase(String(halted))).toBe('registered');
    expect(await phase(await instant())).toBe('accepted');
  });

  it('answer for what they have applied, and for nothing later', async () => {
    const ask = async (knownAt: string) =>
      (await clerk.ask(`/obligations?knownAt=${encodeURIComponent(knownAt)}`)).status;
    expect(await ask(String(halted - 1))).toBe(200);
    expect(await ask(String(halted))).toBe(504);
    expect(await ask(await instant())).toBe(504);
    const refused = await clerk.ask(`/obligations?knownAt=${String((await service.head()) + 1)}`);
    expect(refusal(refused)).toBe('400 invalid-request');
  });
});

/** Writes an event of an unknown type as a program of tomorrow might; answers its position. */
function appendUnknownEvent(dataDir: string): number {
  const row = z.object({ position: z.int(), metadata: z.string() });
  const database = new Database(join(dataDir, 'ledger.sqlite'));
  try {
    const last = row.parse(
      database.prepare('SELECT position, metadata FROM event ORDER BY position DESC LIMIT 1').get(),
    );
    const position = last.position + 1;
    const id = `00000000-0000-8000-8000-${String(position).padStart(12, '0')}`;
    database
      .prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(position, 'case-C-poison', 0, id, 'NeverHeardOf', '{}', last.metadata);
    return position;
  } finally {
    database.close();
  }
}

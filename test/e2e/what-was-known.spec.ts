// The same question asked of the past: as known at a position or an instant, page after page, of a
// single case, and when the read models are not there yet.
import Database from 'better-sqlite3';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
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

  it('keeps the instant of its first page when it lies in the future', async () => {
    const page = z.object({ items: z.array(loose), nextCursor: z.string() });
    const path = '/interventions?limit=2&knownAt=2099-01-01T00:00:00Z';
    const { nextCursor } = await clerk.get(path, page);
    await clerk.did('C-1', 'record-intervention', {
      ...acts['record-intervention'],
      on: '2015-09-01',
    });
    await clerk.ask(await reading.now('/cases'));
    const rest = await clerk.items(`${path.replace('=2&', '=9&')}&cursor=${nextCursor}`, loose);
    expect(rest).toHaveLength(3);
    const others = `/interventions?knownAt=2098-01-01T00:00:00Z&cursor=${nextCursor}`;
    expect(refusal(await clerk.ask(others))).toBe('400 invalid-request');
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

describe('a position that nothing stands at yet', () => {
  it.each([
    ['/interventions?knownAt=999999999', 'knownAt'],
    ['/obligations?knownAt=999999999', 'knownAt'],
    ['/persons/jia/accountability?knownAt=999999999', 'knownAt'],
    ['/accountability-counts?knownAt=999999999', 'knownAt'],
    ['/cases/C-1?asOf=999999999', 'asOf'],
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
    obligations: z.array(
      z.looseObject({ kind: z.string(), state: z.string(), provisional: z.boolean() }),
    ),
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
    const duty = async (asOf: string) => {
      const { obligations } = await clerk.get(`/cases/C-2${asOf}`, file);
      return obligations.find(({ kind }) => kind === 'delivery-subject');
    };
    expect(await duty('')).toMatchObject({ state: 'open' });
    expect(await duty(`?asOf=${position}`)).toMatchObject({ state: 'open' });
    const later = await duty(`?asOf=${encodeURIComponent(`${nextYear(today)}T12:00:00+08:00`)}`);
    // In a year whose calendar is not known yet nobody is called late (I-9).
    expect(later?.state).toBe(later?.provisional === true ? 'open' : 'overdue');
  });

  async function materialOf(caseId: string): Promise<string[]> {
    const answer = await clerk.upload(`审批台账 ${caseId}`, 'text/plain');
    return [z.object({ digest: z.string() }).parse(JSON.parse(answer.text)).digest];
  }

  function nextYear(date: string): string {
    return String(Number(date.slice(0, 4)) + 1) + date.slice(4, 8) + '01';
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

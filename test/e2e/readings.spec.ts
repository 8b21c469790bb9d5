// What readers rely on: lists whose pages do not move, reading one's own writes, every sensitive
// answer on record, the catalogue, and the reader's language.
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { accesses } from '../../src/api/answers.js';
import { routeName } from '../../src/api/routes.js';
import { problemIn, recordedIn, refusal, type Caller } from '../support/caller.js';
import { registerCity, registration, walk, type City } from '../support/city.js';
import { acts } from '../support/office.js';
import { loose, Readings } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';
import { namedInTheCity, pathOf, regularQuery, routes } from './table-of-routes.js';

let service: RunningService;
let city: City;
let clerk: Caller;
let reading: Readings;

beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
  clerk = city.clerk;
  reading = new Readings(service, clerk);
  await walk(clerk, 'C-1', 'notify-appeal-outcome');
  for (const on of ['2015-09-09', '2015-09-10', '2015-09-11', '2015-09-12'])
    await clerk.did('C-1', 'record-intervention', { ...acts['record-intervention'], on });
  for (const [caseId, personId] of [
    ['E-1', 'yi'],
    ['E-2', 'staff'],
  ] as const)
    await clerk.did(caseId, 'register', {
      ...registration,
      receivedOn: '2015-02-10',
      suspectedGrounds: ['M1-7-9'],
      subjects: [{ subjectId: 's1', kind: 'person', personId }],
    });
});

describe('other cases', () => {
  it('are handed over, and the receiving organ works on them from then on', async () => {
    const there = await service.caller('organization', ['decider', 'intake'], 'u-there');
    await clerk.did('C-2', 'register', registration);
    expect(refusal(await there.ask('/cases/C-2'))).toBe('404 case-not-found');
    await clerk.did('C-2', 'accept', acts.accept);
    await clerk.did('C-2', 'transfer', acts.transfer);
    expect(await there.get('/cases/C-2', loose)).toMatchObject({
      phase: 'registered',
      organId: 'organization',
    });
    await there.did('C-2', 'accept', { ...acts.accept, on: '2015-09-04', organId: 'organization' });
    expect(await reading.file('C-2')).toMatchObject({ phase: 'accepted', organId: 'organization' });
    expect(await clerk.items(await reading.now('/cases?organ=organization'), loose)).toMatchObject([
      { caseId: 'C-2', status: 'accepted', track: 'leading-cadre' },
    ]);
  });

  it('are declined with reasons, and nothing more is done on them', async () => {
    await clerk.did('C-3', 'register', registration);
    await clerk.did('C-3', 'decline', acts.decline);
    expect(await reading.file('C-3')).toMatchObject({ phase: 'declined' });
    expect(refusal(await clerk.act('C-3', 'accept', acts.accept))).toBe('409 not-possible');
    await clerk.did('C-3', 'reopen', acts.reopen);
    await clerk.did('C-3', 'accept', acts.accept);
  });

  it('are named by the office when the caller does not', async () => {
    const { caseId = '' } = recordedIn(await clerk.post('/cases', registration));
    expect(await reading.file(caseId)).toMatchObject({ caseId });
  });
});

describe('the lists', () => {
  const caseItem = z.looseObject({
    caseId: z.string(),
    status: z.string(),
    receivedOn: z.string(),
  });
  const ids = (items: readonly { caseId: string }[]) => items.map(({ caseId }) => caseId);

  it('find cases by status, organ, person, ground and date', async () => {
    const found = async (query: string) =>
      ids(await clerk.items(await reading.now(`/cases?${query}`), caseItem));
    expect(await found('status=accepted')).toEqual(['C-2', 'C-3']);
    expect(await found('status=decided')).toEqual(['C-1']);
    expect(await found('person=yi')).toEqual(['E-1']);
    expect(await found('ground=M2-5-1')).toEqual(['C-1']);
    expect(await found('ground=M1-7-9')).toEqual(['E-1', 'E-2']);
    expect(await found('to=2015-03-01')).toEqual(['E-1', 'E-2']);
    expect(await found('from=2015-09-01&to=2015-09-01&status=closed')).toEqual([]);
    expect(await found('from=2030-01-01')).toEqual([]);
  });

  it('come in pages that do not move while new cases arrive', async () => {
    const whole = ids(await clerk.items(await reading.now('/cases?limit=500'), caseItem));
    const page = z.object({ items: z.array(caseItem), nextCursor: z.string().nullable() });
    const seen: string[] = [];
    let cursor: string | null = '';
    for (let turn = 0; cursor !== null; turn += 1) {
      const at: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const read: z.output<typeof page> = await clerk.get(
        await reading.now(`/cases?limit=2${at}`),
        page,
      );
      seen.push(...ids(read.items));
      cursor = read.nextCursor;
      // Would stand on the pages still to come.
      await clerk.did(`P-${String(turn)}`, 'register', {
        ...registration,
        receivedOn: '2015-02-20',
      });
    }
    expect(seen).toEqual(whole);
    expect(
      ids(await clerk.items(await reading.now('/cases?limit=500'), caseItem)).length,
    ).toBeGreaterThan(whole.length);
  });

  it('give the same in pages of any size', async () => {
    for (const path of ['/obligations?on=2016-01-01', '/interventions', '/persons', '/organs']) {
      const whole = await clerk.everyItem(path, loose, 500);
      expect(whole.length).toBeGreaterThan(3);
      expect(await clerk.everyItem(path, loose, 3)).toEqual(whole);
      expect(await clerk.everyItem(path, loose, 1)).toEqual(whole);
    }
  });

  it('hold fifty when nobody says how many', async () => {
    for (let more = 0; more < 50; more += 1)
      await clerk.did(`Q-${String(more)}`, 'register', {
        ...registration,
        receivedOn: '2015-02-21',
      });
    const page = z.object({ items: z.array(loose), nextCursor: z.string().nullable() });
    const { items, nextCursor } = await clerk.get(await reading.now('/cases'), page);
    expect([items.length, typeof nextCursor]).toEqual([50, 'string']);
  });
});

describe('a reader who asks for what it has just written', () => {
  it('waits until the read models have it', async () => {
    const after = (await service.head()) + 1;
    const waiting = clerk.ask(`/cases?person=jia&limit=500&atLeast=${String(after)}`);
    const first = await Promise.race([waiting.then(() => 'answered'), delay(200, 'waiting')]);
    expect(first).toBe('waiting');
    await clerk.did('W-1', 'register', registration);
    expect((await waiting).text).toContain('"caseId":"W-1"');
  });

  it('sees its write at once, a hundred times in a row', async () => {
    for (let round = 0; round < 100; round += 1) {
      const caseId = `W-2-${String(round)}`;
      const body = { ...registration, receivedOn: '2015-02-22' };
      const { position } = await clerk.did(caseId, 'register', body);
      const path = `/cases?from=2015-02-22&to=2015-02-22&limit=500&atLeast=${position}`;
      expect((await clerk.ask(path)).text).toContain(`"caseId":"${caseId}"`);
    }
  });

  it('is told after a bounded wait that they do not have it', async () => {
    const began = performance.now();
    const answer = await clerk.ask('/cases?atLeast=999999999');
    expect(refusal(answer)).toBe('504 read-model-behind');
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe('what was read', () => {
  const asked = routes.filter(
    ({ method, rights, answer }) =>
      method === 'GET' && rights !== 'public' && answer !== 'text/event-stream',
  );

  it.each(asked.map((route) => [routeName(route), route] as const))(
    'is recorded once where it is sensitive, and else not: %s',
    async (name, route) => {
      const digest = `sha-256:${createHash('sha256').update('审批台账 C-1').digest('hex')}`;
      const { text: history } = await city.auditor.ask('/cases/C-1/history');
      const [, eventId = 'none'] = /"(?:id|eventId)":"([0-9a-f-]{36})"/.exec(history) ?? [];
      const findingId = 'S-05:E-1:intake';
      const named = { ...namedInTheCity, caseId: 'C-1', digest, eventId, findingId };
      const query = `?${new URLSearchParams(regularQuery(route)).toString()}`;
      const reader = await service.caller(
        'commission',
        ['intake', 'supervisor', 'admin'],
        `u-reads-${String(asked.indexOf(route))}`,
      );
      const before = await service.head();
      const path = pathOf(route, named).replace('/api/v1', '') + query;
      const answer = await reader.ask(path);
      expect(answer.status).toBe(200);
      const after = await service.head();
      expect(after - before).toBe(route.sensitive === undefined ? 0 : 1);
      if (route.sensitive === undefined) return;
      const sub = `u-reads-${String(asked.indexOf(route))}`;
      const { items } = await city.auditor.get(await reading.now(`/accesses?sub=${sub}`), accesses);
      expect(items).toMatchObject([
        {
          sub,
          organId: 'commission',
          route: name,
          fields: route.sensitive,
          position: String(after),
        },
      ]);
      const [access] = items;
      expect(access?.records.length).toBeGreaterThan(0);
      for (const record of access?.records ?? [])
        expect(record).toMatch(/^(none|(case|person|evidence)\/[A-Za-z0-9:._-]+)$/);
    },
  );

  it('is found by case, by reader and by day', async () => {
    const found = async (query: string) => {
      const path = await reading.now(`/accesses?limit=500&${query}`);
      return (await city.auditor.get(path, accesses)).items;
    };
    const ofCase = await found('case=C-1');
    expect(ofCase.length).toBeGreaterThan(10);
    expect(ofCase.every(({ records }) => records.includes('case/C-1'))).toBe(true);
    expect((await found('sub=u-clerk')).every(({ sub }) => sub === 'u-clerk')).toBe(true);
    expect(await found('from=2015-01-01&to=2015-12-31')).toEqual([]);
    const positions = ofCase.map(({ position }) => Number(position));
    expect(positions).toEqual(positions.toSorted((a, b) => b - a));
    for (const caller of [clerk, await service.caller('commission', ['analyst'])])
      expect(refusal(await caller.ask('/accesses'))).toBe('403 forbidden');
  });

  it('is not recorded where it was refused', async () => {
    const before = await service.head();
    await city.stranger.ask('/cases/C-1');
    await clerk.ask('/cases/none');
    await clerk.ask('/persons/nobody');
    await clerk.ask('/cases/C-1?asOf=x');
    await clerk.ask('/persons?limit=0');
    expect(await service.head()).toBe(before);
  });
});

describe('the regulation and its calendar', () => {
  it('lists 87 grounds and 3 bases, 10 methods in 3 bands, with a label in both languages', async () => {
    const words = z.object({ zh: z.string().min(1), en: z.string().min(1) });
    const clause = z.looseObject({ code: z.string(), basis: z.boolean(), label: words });
    const catalogue = await clerk.get(
      '/regulation',
      z.looseObject({
        clauses: z.array(clause),
        methods: z.array(z.looseObject({ label: words })),
        bands: z.array(z.looseObject({ label: words })),
      }),
    );
    const grounds = catalogue.clauses.filter(({ basis }) => !basis);
    expect(grounds.filter(({ code }) => code.startsWith('M1-'))).toHaveLength(57);
    expect(grounds.filter(({ code }) => code.startsWith('M2-'))).toHaveLength(30);
    const bases = catalogue.clauses.filter(({ basis }) => basis).map(({ code }) => code);
    expect(bases.toSorted()).toEqual(['M1-16-2', 'M1-16-3', 'M2-9']);
    expect([catalogue.methods.length, catalogue.bands.length]).toEqual([10, 3]);
  });

  it('says how the measures are read, and where the policy holds the value', async () => {
    const words = z.object({ zh: z.string().min(1), en: z.string().min(1) });
    const reading = z.looseObject({
      code: z.string(),
      clause: z.string(),
      words,
      policy: z.array(z.string()),
    });
    const { readings, policy } = await clerk.get(
      '/regulation',
      z.looseObject({ readings: z.array(reading), policy: loose }),
    );
    expect(readings.find(({ code }) => code === 'I-3')).toMatchObject({
      clause: 'M1-16-1-2',
      citation: { zh: '《党政机关工作人员问责暂行办法》第十六条第（一）项第2目' },
      policy: ['priorsForAggravation'],
    });
    const values = readings.flatMap(({ policy: fields }) => fields.map((field) => policy[field]));
    expect(values).not.toContain(undefined);
  });

  it.each([
    ['2015-02-04', '2015-02-13'],
    ['2015-09-30', '2015-10-15'],
  ])('counts seven working days from %s to %s', async (from, date) => {
    const answer = await clerk.get(
      `/calendar/working-days?from=${from}&days=7`,
      z.looseObject({ days: z.array(z.string()) }),
    );
    expect(answer).toMatchObject({ date, provisional: false });
    expect([answer.days.length, answer.days.at(-1)]).toEqual([7, date]);
  });

  it('says when a date rests on a year that is not arranged yet', async () => {
    const answer = await clerk.get('/calendar/working-days?from=2099-12-20&days=30', loose);
    expect(answer).toMatchObject({ provisional: true });
  });
});

describe('the language of an answer', () => {
  it.each([
    [undefined, 'zh-CN', '没有该案件'],
    ['zh-CN', 'zh-CN', '没有该案件'],
    ['en', 'en', 'There is no such case'],
    ['en-GB,zh;q=0.5', 'en', 'There is no such case'],
    ['fr', 'zh-CN', '没有该案件'],
  ])('is the reader’s (%s), its code the same', async (asked, language, title) => {
    const answer = await clerk.ask('/cases/none', {
      headers: asked === undefined ? {} : { 'accept-language': asked },
    });
    expect(answer.headers.get('content-language')).toBe(language);
    expect(problemIn(answer)).toMatchObject({ code: 'case-not-found', title });
  });

  it('goes for irregularities and impossibilities too', async () => {
    const ask = (language: string) =>
      clerk.ask('/cases/W-1/decide', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'accept-language': language },
        body: JSON.stringify(acts.decide),
      });
    const [zh, en] = [problemIn(await ask('zh')), problemIn(await ask('en'))];
    expect(zh.irregularities?.map(({ code }) => code)).toEqual(
      en.irregularities?.map(({ code }) => code),
    );
    expect(zh.irregularities?.[0]?.message).toMatch(/\p{Script=Han}/u);
    expect(en.irregularities?.[0]?.message).not.toMatch(/\p{Script=Han}/u);
  });
});

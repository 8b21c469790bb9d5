// What a superior organ finds out by itself, and what it does about it (M1 Art. 19; M2 Art. 9), as
// a user of the service meets it.
import { z } from 'zod';
import { shanghaiDate } from '../../src/domain/legal-date.js';
import { problemIn, refusal, type Caller } from '../support/caller.js';
import { registerCity, registration, walk, type City } from '../support/city.js';
import { persons } from '../support/office.js';
import { Readings } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';
import { about } from './case-on-one-person.js';

let service: RunningService;
let city: City;
let clerk: Caller;
let supervisor: Caller;
let reading: Readings;

const finding = z.looseObject({
  id: z.string(),
  code: z.string(),
  kind: z.string(),
  state: z.string(),
  title: z.string(),
  organId: z.string(),
  facts: z.array(z.string()),
  openFrom: z.string(),
});

beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
  clerk = city.clerk;
  supervisor = await service.caller('inspectors', ['supervisor', 'intake'], 'u-supervisor');
  reading = new Readings(service, clerk);
  const { personId: _, changes: __, ...fields } = persons.jia;
  for (const [path, body] of [
    ['/persons', { ...fields, id: 'chen', name: '辰某', organId: 'commission' }],
    ['/persons', { ...fields, id: 'wu', name: '午某' }],
    ['/persons', { ...fields, id: 'wei', name: '未某' }],
    ['/organs/commission/changes', { since: '2015-01-01', supervisedBy: ['inspectors'] }],
    ['/organs/commission/head', { personId: 'chen', name: '辰某', since: '2015-01-01' }],
  ] as const) {
    const answer = await city.admin.post(path, body);
    if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  }
  await walk(clerk, 'C-1', 'recommend');
  await clerk.did('C-1', 'decide', notHeld);
});

const notHeld = {
  on: '2015-09-30',
  organId: 'commission',
  subjectId: 's1',
  decisionId: 'D-1',
  accountable: false,
  methods: [],
  adjustment: 'none',
  reasons: '情节轻微。',
  decidedBy: [{ name: '己某' }],
};

async function asked(caller: Caller, query: string): Promise<z.output<typeof finding>[]> {
  return caller.items(await reading.now(`/supervision/findings?${query}`), finding);
}

async function only(query: string): Promise<z.output<typeof finding>> {
  const [found, ...others] = await asked(supervisor, query);
  if (found === undefined || others.length > 0) throw new Error(`${query}: not one finding`);
  return found;
}

/** Acts on a finding, in the name of the inspectors unless told otherwise. */
function on(id: string, act: 'escalate' | 'dismiss', body: object, caller = supervisor) {
  const path = `/supervision/findings/${id}/${act}`;
  return caller.post(path, { on: '2015-12-01', organId: 'inspectors', ...body });
}

describe('a body that did not hold to account', () => {
  it('is found by the organ that supervises it, with its head, the clause and the events', async () => {
    const found = await only('code=S-01');
    const [recommended, decided] = (await reading.history('C-1'))
      .filter(({ type }) => type === 'RecommendationMade' || type === 'DecisionMade')
      .map(({ eventId }) => eventId);
    expect(found).toMatchObject({
      id: 'S-01:C-1:D-1',
      kind: 'inaction',
      state: 'open',
      title: '建议或者责成问责，决定不予问责',
      clause: 'M2-9',
      citation: expect.stringContaining('第九条') as unknown,
      caseId: 'C-1',
      personId: 'jia',
      decisionId: 'D-1',
      organId: 'commission',
      head: [{ personId: 'chen', name: '辰某', since: '2015-01-01' }],
      superiors: ['inspectors'],
      facts: [recommended, decided],
      openFrom: '2015-09-30',
      dispositions: [],
    });
  });

  it('is found on no day before it decided, and in nothing that was known before', async () => {
    expect(await asked(supervisor, 'code=S-01&on=2015-09-29')).toStrictEqual([]);
    const [decided] = (await reading.history('C-1')).filter(({ type }) => type === 'DecisionMade');
    const before = String(Number(decided?.position) - 1);
    expect(await asked(supervisor, `code=S-01&knownAt=${before}`)).toStrictEqual([]);
  });

  it('is seen by its own deciders, and by nobody who has nothing to do with it', async () => {
    expect(await asked(clerk, 'code=S-01')).toHaveLength(1);
    expect(await asked(city.stranger, 'code=S-01')).toStrictEqual([]);
  });

  it('is shown in English to who asks for it', async () => {
    const answer = await supervisor.ask('/supervision/findings?code=S-01', {
      headers: { 'accept-language': 'en' },
    });
    expect(answer.text).toContain('Recommended or directed to hold to account, decided not to');
  });

  it('stands in the table of bodies', async () => {
    const path = await reading.now('/supervision/organs?on=2015-10-01&superior=inspectors');
    const bodies = await supervisor.items(path, z.looseObject({ organId: z.string() }));
    expect(bodies.map(({ organId }) => organId)).toStrictEqual(['commission', 'committee']);
    expect(bodies[0]).toMatchObject({
      cases: 1,
      decisions: 1,
      notHeldToAccount: 1,
      openFindings: { inaction: 2 },
    });
  });
});

describe('what is done about a finding', () => {
  const id = 'S-01:C-1:D-1';

  beforeAll(async () => {
    const against = (personId: string, findingId: string) => ({
      source: 'organ-suggestion',
      summary: '对应当问责而未问责的，追究主要负责人责任。',
      receivedOn: '2015-11-30',
      receivedBy: 'inspectors',
      subjects: [{ subjectId: 's1', kind: 'person', personId }],
      suspectedGrounds: ['M2-9'],
      origin: { findingId },
    });
    await supervisor.did('H-1', 'register', against('chen', id));
    await supervisor.did('H-2', 'register', against('yi', id));
  });

  it.each<[string, 'escalate' | 'dismiss', object, string]>([
    ['a case that is not against the head', 'escalate', { caseId: 'H-2' }, '409 not-possible'],
    ['a case that is not there', 'escalate', { caseId: 'H-9' }, '404 case-not-found'],
    [
      'an organ that does not supervise',
      'escalate',
      { caseId: 'H-1', organId: 'committee' },
      '403 forbidden',
    ],
    [
      'a day before the failure',
      'dismiss',
      { reasons: '无。', on: '2015-09-29' },
      '409 not-possible',
    ],
    ['a day to come', 'dismiss', { reasons: '无。', on: '2999-01-01' }, '409 not-possible'],
    ['no reasons', 'dismiss', {}, '400 invalid-request'],
  ])('is refused with %s', async (_, act, body, expected) => {
    const before = await service.head();
    expect(refusal(await on(id, act, body))).toBe(expected);
    expect(await service.head()).toBe(before);
  });

  it('is refused to deciders, and to supervisors of other organs as if there were none', async () => {
    const reasons = '情况属实。';
    expect(refusal(await on(id, 'dismiss', { reasons }, clerk))).toBe('403 forbidden');
    const other = await service.caller('neighbour', ['supervisor'], 'u-other');
    const answer = await on(id, 'dismiss', { reasons, organId: 'neighbour' }, other);
    expect(refusal(answer)).toBe('404 finding-not-found');
    expect(refusal(await on('S-01:C-9:D-1', 'dismiss', { reasons }))).toBe('404 finding-not-found');
  });

  it('is escalated against the head, once, and the finding says by which case', async () => {
    const before = String(await service.head());
    const escalated = await on(id, 'escalate', { caseId: 'H-1' });
    expect(escalated.status).toBe(201);
    // Nobody has heard the head in that case.
    expect(escalated.text).toContain('"code":"head-not-heard"');
    expect((await on(id, 'escalate', { caseId: 'H-1' })).status).toBe(200);
    const again = await on(id, 'escalate', { caseId: 'H-1', on: '2015-12-02' });
    expect(refusal(again)).toBe('409 not-possible');
    expect(await only('code=S-01')).toMatchObject({
      state: 'escalated',
      dispositions: [{ kind: 'escalated', on: '2015-12-01', organId: 'inspectors', caseId: 'H-1' }],
    });
    // Those who answer for it learn that it was escalated, not by which case.
    expect(await asked(clerk, 'code=S-01')).toMatchObject([
      { dispositions: [{ kind: 'escalated', on: '2015-12-01', organId: 'inspectors' }] },
    ]);
    expect(JSON.stringify(await asked(clerk, 'code=S-01'))).not.toContain('H-1');
    expect(await asked(supervisor, 'code=S-01&state=open')).toStrictEqual([]);
    expect(await asked(supervisor, 'code=S-01&state=open&on=2015-11-30')).toHaveLength(1);
    expect(await asked(supervisor, `code=S-01&state=open&knownAt=${before}`)).toHaveLength(1);
  });

  it('is dismissed with reasons, and a failure of form is escalated against nobody', async () => {
    await walk(clerk, 'C-3', 'decide', about('yi'));
    const [late] = await asked(supervisor, 'code=S-08&case=C-3');
    expect(late).toMatchObject({ id: 'S-08:C-3:D-1:delivery-subject', openFrom: '2015-10-16' });
    const escalated = await on(late?.id ?? '', 'escalate', { caseId: 'H-1' });
    expect(problemIn(escalated).detail).toContain('主要负责人');
    const dismissed = await on(late?.id ?? '', 'dismiss', { reasons: '对象在外地，已说明情况。' });
    expect(dismissed.status).toBe(201);
    expect(await asked(supervisor, 'code=S-08&case=C-3&state=dismissed')).toMatchObject([
      { dispositions: [{ reasons: '对象在外地，已说明情况。' }] },
    ]);
  });
});

describe('a head whom the register knows by name alone', () => {
  const id = 'S-05:O-1:intake';
  const act = { caseId: 'H-3', on: '2015-12-01' };

  beforeAll(async () => {
    const office = {
      id: 'office',
      name: '虚构办事处',
      kind: 'department',
      supervisedBy: ['inspectors'],
      head: { name: '申某', since: '2015-01-01' },
    };
    expect((await city.admin.post('/organs', office)).status).toBe(201);
    const there = await service.caller('office', ['intake'], 'u-office');
    await there.did('O-1', 'register', { ...registration, receivedBy: 'office' });
    await supervisor.did('H-3', 'register', {
      source: 'organ-suggestion',
      summary: '对应当受理而未受理的，追究主要负责人责任。',
      receivedOn: '2015-11-30',
      receivedBy: 'inspectors',
      subjects: [{ subjectId: 's1', kind: 'person', personId: 'wu' }],
    });
  });

  it.each([
    ['zh-CN', '没有人员编号（personId）'],
    ['en', 'does not say by a personId who headed office'],
  ])('is said to lack the personId, and how to mend it: %s', async (language, said) => {
    const path = `/supervision/findings/${id}/escalate`;
    const body = { ...act, organId: 'inspectors' };
    const answer = await supervisor.post(path, body, { 'accept-language': language });
    expect(refusal(answer)).toBe('409 not-possible');
    expect(problemIn(answer).errors).toMatchObject([{ path: 'caseId' }]);
    expect(problemIn(answer).detail).toContain(said);
    expect(problemIn(answer).detail).toContain('POST /organs/office/head');
  });

  it('answers once the register has it', async () => {
    const head = { personId: 'wu', name: '申某', since: '2015-01-01' };
    expect((await city.admin.post('/organs/office/head', head)).status).toBe(201);
    expect((await on(id, 'escalate', act)).status).toBe(201);
  });
});

describe('a decision that rested on what was revoked since', () => {
  const heavier = {
    adjustment: 'increased',
    methods: ['suspension'],
    organId: 'committee',
    meeting: { body: '虚构市委常委会', heldOn: '2015-09-29', reference: '〔2015〕9号' },
  };

  beforeAll(async () => {
    await walk(clerk, 'P-1', 'decide', { ...about('wu'), decide: { decisionId: 'P1' } });
    await walk(clerk, 'P-2', 'decide', { ...about('wu'), decide: { decisionId: 'P2' } });
    await walk(clerk, 'P-3', 'recommend', about('wu'));
    const decide = { ...notHeld, accountable: true, decisionId: 'P3', ...heavier };
    await clerk.did('P-3', 'decide', decide);
  });

  it('is nothing to look at while they stand', async () => {
    expect(await asked(supervisor, 'code=S-17')).toStrictEqual([]);
  });

  it('is marked from the day one of them was revoked, until it was looked at again (S-17)', async () => {
    const before = String(await service.head());
    const done = await clerk.did('P-1', 'correct-decision', {
      on: '2015-11-20',
      decisionId: 'P1',
      outcome: 'revoked',
      reasons: '认定的事实有误。',
    });
    expect(done.events).toHaveLength(1);
    const found = await only('code=S-17');
    expect(found.facts).toContain(done.events[0]?.eventId);
    expect(found).toMatchObject({
      id: 'S-17:P-3:P3',
      kind: 'notice',
      personId: 'wu',
      openFrom: '2015-11-20',
      state: 'open',
    });
    expect(await asked(supervisor, `code=S-17&knownAt=${before}`)).toStrictEqual([]);
  });

  it('is rectified by taking the aggravation back, which is regular: what is revoked counts no more (I-2)', async () => {
    await clerk.did('P-3', 'correct-decision', {
      on: '2015-12-10',
      decisionId: 'P3',
      organId: 'committee',
      outcome: 'modified',
      changes: { adjustment: 'none', methods: ['circulated-criticism'] },
      reasons: '所依据的前次问责决定已撤销。',
      meeting: heavier.meeting,
    });
    expect(await only('code=S-17')).toMatchObject({
      state: 'rectified',
      rectifiedOn: '2015-12-10',
    });
    expect(await only('code=S-17&on=2015-12-09')).toMatchObject({ state: 'open' });
    expect(await asked(supervisor, 'code=S-03&case=P-3')).toStrictEqual([]);
  });

  it('is not dismissed any more once it is rectified', async () => {
    const before = await service.head();
    const late = { reasons: '已经纠正。', on: '2015-12-11' };
    const answer = await on('S-17:P-3:P3', 'dismiss', late);
    expect(refusal(answer)).toBe('409 not-possible');
    expect(problemIn(answer).detail).toContain('已于 2015-12-10 纠正');
    expect(await service.head()).toBe(before);
  });
});

describe('what came to light too late', () => {
  it('opens no decision again, and is a question to look at from the day it was recorded (S-21)', async () => {
    await walk(clerk, 'Q-3', 'decide', about('wei'));
    const before = String(await service.head());
    for (const number of ['1', '2']) {
      expect(await asked(supervisor, 'code=S-21')).toStrictEqual([]);
      const earlier = { on: '2015-09-29', decisionId: `Q${number}` };
      await walk(clerk, `Q-${number}`, 'decide', { ...about('wei'), decide: earlier });
    }
    const found = await only('code=S-21');
    expect(found).toMatchObject({ id: 'S-21:Q-3:D-1', kind: 'notice', state: 'open' });
    expect(found.facts).toHaveLength(3);
    expect(found.openFrom).toBe(shanghaiDate(new Date()));
    expect(await asked(supervisor, `code=S-21&knownAt=${before}`)).toStrictEqual([]);
    expect(await reading.file('Q-3')).toMatchObject({ decisions: [{ state: 'in-force' }] });
  });
});

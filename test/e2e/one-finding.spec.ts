// One finding and why there is one: the events it rests on, one by one, to who may see them.
import { z } from 'zod';
import { accesses } from '../../src/api/answers.js';
import { explainedFinding } from '../../src/api/supervision-answers.js';
import { refusal, type Caller } from '../support/caller.js';
import { registerCity, registration, uploaded, walk, type City } from '../support/city.js';
import { acts, persons } from '../support/office.js';
import { Readings } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';
import { about } from './case-on-one-person.js';

let service: RunningService;
let city: City;
let supervisor: Caller;
let reading: Readings;

const late = 'S-08:C-1:D-1:delivery-subject';

beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
  supervisor = await service.caller('inspectors', ['supervisor'], 'u-supervisor');
  reading = new Readings(service, city.clerk);
  const { personId: _, changes: __, ...fields } = persons.jia;
  const answer = await city.admin.post('/persons', { ...fields, id: 'wei', name: '未某' });
  if (answer.status !== 201) throw new Error(answer.text);
  await walk(city.clerk, 'C-1', 'decide');
});

async function one(caller: Caller, id: string, query = '') {
  return caller.get(await reading.now(`/supervision/findings/${id}${query}`), explainedFinding);
}

describe('one finding', () => {
  it('is told as in the list, with the day and the position it is told for, and every event it rests on', async () => {
    const [decided] = (await reading.history('C-1')).filter(({ type }) => type === 'DecisionMade');
    const [listed] = await supervisor.items(
      '/supervision/findings?case=C-1&code=S-08&on=2015-12-01',
      z.looseObject({ id: z.string() }),
    );
    const head = String(await service.head());
    expect(await one(supervisor, late, '?on=2015-12-01')).toStrictEqual({
      ...listed,
      id: late,
      on: '2015-12-01',
      knownAt: head,
      events: [
        {
          eventId: decided?.eventId,
          type: 'DecisionMade',
          title: '作出决定',
          caseId: 'C-1',
          position: decided?.position,
          recordedAt: decided?.metadata.recordedAt,
          on: '2015-09-30',
          organId: 'commission',
        },
      ],
    });
  });

  it('shows what mended it beside what it follows from, and a date with the one first recorded', async () => {
    const before = String(await service.head());
    await walkOn();
    const { state, rectifiedOn, events } = await one(supervisor, late);
    expect({ state, rectifiedOn }).toEqual({ state: 'rectified', rectifiedOn: '2015-11-19' });
    expect(events).toMatchObject([
      { type: 'DecisionMade', on: '2015-09-30' },
      { type: 'DecisionDelivered', on: '2015-11-19', recordedOn: '2015-11-20' },
    ]);
    const then = await one(supervisor, late, `?knownAt=${before}`);
    expect(then).toMatchObject({ state: 'open', knownAt: before, events: [{ on: '2015-09-30' }] });
  });

  /** The letter, a delivery far too late, and its date corrected by a day. */
  async function walkOn(): Promise<void> {
    await city.clerk.did('C-1', 'issue-letter', acts['issue-letter']);
    const { events } = await city.clerk.did(
      'C-1',
      'record-delivery',
      { ...acts['record-delivery'], on: '2015-11-20', recipient: 'subject' },
      { acknowledge: { codes: ['delivered-late'], justification: '对象在外地。' } },
    );
    const proof = await uploaded(city.clerk, '送达回证');
    await city.clerk.did('C-1', 'evidence', { ...acts.evidence, ...proof, on: '2015-11-21' });
    await city.clerk.did('C-1', 'correct-record', {
      on: '2015-11-21',
      eventId: events[0]?.eventId,
      field: '/on',
      from: '2015-11-20',
      to: '2015-11-19',
      reasons: '笔误。',
      evidence: proof.digest,
    });
  }

  it('is there from the day on that the failure was complete, and from the position on that it was recorded', async () => {
    for (const query of ['?on=2015-10-15', '?knownAt=1']) {
      const answer = await supervisor.ask(
        await reading.now(`/supervision/findings/${late}${query}`),
      );
      expect(refusal(answer)).toBe('404 finding-not-found');
    }
  });

  it.each([
    ['knownAt=2999-01-01T00:00:00Z', '400 invalid-request'],
    ['organ=commission', '400 invalid-request'],
    ['on=yesterday', '400 invalid-request'],
  ])(
    'is asked for by a day and a moment that have come, and by nothing else: %s',
    async (query, refused) => {
      expect(refusal(await supervisor.ask(`/supervision/findings/${late}?${query}`))).toBe(refused);
    },
  );

  it('is on record with its case and its person, each time before it is shown', async () => {
    const before = await service.head();
    await one(await service.caller('inspectors', ['auditor'], 'u-reads-one'), late);
    expect(await service.head()).toBe(before + 1);
    const { items } = await city.admin.get(
      await reading.now('/accesses?sub=u-reads-one'),
      accesses,
    );
    expect(items).toMatchObject([
      {
        route: 'GET /api/v1/supervision/findings/:findingId',
        records: ['case/C-1', 'person/jia'],
        fields: ['findings'],
      },
    ]);
  });
});

describe('one finding, to who may not see it', () => {
  it('looks like none, and nothing is recorded', async () => {
    const neighbour = await service.caller('neighbour', ['supervisor'], 'u-neighbour');
    const before = await service.head();
    for (const caller of [neighbour, city.stranger])
      expect(refusal(await caller.ask(`/supervision/findings/${late}`))).toBe(
        '404 finding-not-found',
      );
    const none = await supervisor.ask('/supervision/findings/S-08:C-9:D-1:delivery-subject');
    expect(refusal(none)).toBe('404 finding-not-found');
    expect(await service.head()).toBe(before);
  });

  it('is shown to the deciders who answer, and to no other role of theirs', async () => {
    const decider = await service.caller('commission', ['decider'], 'u-decider');
    expect(await one(decider, late)).toMatchObject({ id: late });
    const intake = await service.caller('commission', ['intake'], 'u-intake');
    expect(refusal(await intake.ask(`/supervision/findings/${late}`))).toBe('403 forbidden');
  });
});

describe('an event in a case that the reader cannot see', () => {
  // Somebody who pleads in a case of the commission, and once more in one of the neighbours.
  const pleading = { ...acts['record-intervention'], pleader: { personId: 'wei', name: '未某' } };
  const ids: string[] = [];

  beforeAll(async () => {
    await city.stranger.did('N-1', 'register', { ...registration, receivedBy: 'neighbour' });
    await city.clerk.did('C-2', 'register', { ...registration, ...about('yi').register });
    for (const [caller, caseId, on] of [
      [city.stranger, 'N-1', '2015-09-10'],
      [city.clerk, 'C-2', '2015-09-12'],
    ] as const) {
      const { events } = await caller.did(caseId, 'record-intervention', { ...pleading, on });
      ids.push(...events.map(({ eventId }) => eventId));
    }
  });

  it('is said to be one, and nothing more is', async () => {
    const [theirs, ours] = ids;
    const id = `S-14:wei:${String(ours)}`;
    const { events, facts } = await one(supervisor, id);
    expect(facts).toEqual([theirs, ours]);
    expect(events).toMatchObject([{}, { type: 'InterventionRecorded', caseId: 'C-2' }]);
    expect(events[0]).toStrictEqual({ eventId: theirs, outOfSight: true });
  });

  it('is told to who sees that case too', async () => {
    const [, ours] = ids;
    const answer = await city.admin.post('/organs/neighbour/changes', {
      since: '2015-01-01',
      supervisedBy: ['inspectors'],
    });
    expect(answer.status).toBe(201);
    const { events } = await one(supervisor, `S-14:wei:${String(ours)}`);
    expect(events).toMatchObject([
      { type: 'InterventionRecorded', caseId: 'N-1', on: '2015-09-10', organId: 'neighbour' },
      { type: 'InterventionRecorded', caseId: 'C-2', on: '2015-09-12', organId: 'commission' },
    ]);
  });
});

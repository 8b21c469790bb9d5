// One case with three subjects from intake to closing and reopening, beside it those that give its
// subjects priors. Tests stand in the order in which things happen; each says what the office may
// rely on from there on.
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { problemIn, refusal, type Caller } from '../support/caller.js';
import {
  fictionalNames,
  registerCity,
  registration,
  uploaded,
  type City,
} from '../support/city.js';
import { acts } from '../support/office.js';
import { loose, Readings } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';
import {
  committeeDecision,
  complaint,
  earlierDecision,
  earlierLetter,
  findings,
  letters,
  openDuties,
  pleas,
  readings,
  recommendations,
  secondInvestigation,
} from './three-subjects.js';

let service: RunningService;
let city: City;
let clerk: Caller;
let reading: Readings;

beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
  clerk = city.clerk;
  reading = new Readings(service, clerk);
});

/** An act of the regular road with what this case has of its own. */
const did = (act: Parameters<Caller['did']>[1], changed: object = {}, more = {}) =>
  clerk.did('C-1', act, { ...(act === 'register' ? registration : acts[act]), ...changed }, more);

const file = (query?: string) => reading.file('C-1', query);
const count = (personId: string, query: string) => reading.count(personId, query);
const obligations = (query: string) => reading.obligations('C-1', query);

describe('intake', () => {
  it('registers a complaint about two persons and a team, its reporter sealed', async () => {
    await earlierDecision(clerk, 'E-1', 'jia', '2015-03-10');
    await earlierDecision(clerk, 'E-2', 'jia', '2015-06-01');
    const recorded = await did('register', complaint);
    expect(recorded).toMatchObject({
      caseId: 'C-1',
      revision: 0,
      events: [{ type: 'CaseRegistered' }],
    });
    expect(await file()).toMatchObject({
      caseId: 'C-1',
      phase: 'registered',
      track: null,
      organId: 'commission',
      revision: 0,
      registration: {
        reporter: { mode: 'named', name: { sealed: true }, contact: { sealed: true } },
      },
    });
  });

  it('accepts it, each subject on its own track', async () => {
    await did('accept', { tracks: [{ subjectId: 's2', track: 'department-staff' }] });
    expect(await file()).toMatchObject({
      phase: 'accepted',
      track: 'leading-cadre',
      subjects: [
        { subjectId: 's1', track: 'leading-cadre' },
        { subjectId: 's2', track: 'department-staff' },
        { subjectId: 't1', track: 'leading-cadre' },
      ],
    });
  });
});

describe('the investigation', () => {
  it('starts, and its people come and go', async () => {
    const refused = await clerk.act('C-1', 'initiate', acts.initiate);
    expect(problemIn(refused).irregularities).toMatchObject([
      { code: 'start-not-approved', clause: 'M1-21' },
    ]);
    await did('initiate', { approvedBy: { organId: 'bureau', name: '寅某' } });
    await did('assign-investigators');
    await did('recuse-investigator');
    expect(await file()).toMatchObject({
      phase: 'under-investigation',
      investigators: [
        { personId: 'inv-1', recusedOn: '2015-09-07' },
        { personId: 'inv-2', since: '2015-09-06' },
      ],
    });
    const again = await clerk.act('C-1', 'recuse-investigator', acts['recuse-investigator']);
    expect(refusal(again)).toBe('409 not-possible');
  });

  it('logs who pleaded for whom; two contacts on one day are one time', async () => {
    for (const plea of pleas) await did('record-intervention', plea);
    const log = await clerk.items(await reading.now('/interventions?case=C-1'), loose);
    expect(log.map(({ on, subjectId }) => [on, subjectId])).toEqual([
      ['2015-09-11', 's1'],
      ['2015-09-10', 's2'],
      ['2015-09-10', 's1'],
      ['2015-09-09', 's1'],
      ['2015-09-09', 's1'],
    ]);
    expect(log[4]).toMatchObject({ pleader: { personId: 'pleader-1' }, content: '请求从轻处理。' });
    expect(await clerk.items('/interventions?subject=yi', loose)).toHaveLength(1);
    expect(
      await clerk.items('/interventions?pleader=pleader-1&from=2015-09-10', loose),
    ).toHaveLength(2);
    const nobody = await clerk.ask('/interventions?pleader=nobody');
    expect(refusal(nobody)).toBe('404 person-not-found');
  });

  it('counts pleaders whom it knows, and says when they are to be held to account', async () => {
    const counted = {
      personId: 'pleader-1',
      count: 3,
      subjects: ['jia', 'yi'],
      cases: ['C-1'],
      aggravationDue: true,
      openedCaseId: null,
    };
    expect(await clerk.items('/interventions/pleaders', loose)).toEqual([counted]);
    expect(await clerk.items('/interventions/pleaders?min=4', loose)).toEqual([]);
  });

  it('reports on each subject, hears them and recommends', async () => {
    const { digest } = await uploaded(clerk, '审批台账');
    await did('file-report', { materials: [digest], findings });
    for (const subjectId of ['s1', 's2', 't1']) await did('hear-subject', { subjectId });
    await did('recommend', { recommendations });
    expect(await file()).toMatchObject({ phase: 'reported' });
  });
});

describe('the decisions', () => {
  it('on somebody with two earlier times must be heavier: refused, then regular', async () => {
    expect(await count('jia', 'on=2015-09-30')).toEqual({ count: 2, aggravationRequired: true });
    const refused = await clerk.act('C-1', 'decide', committeeDecision);
    expect(refusal(refused)).toBe('422 irregular');
    expect(problemIn(refused).irregularities).toMatchObject([
      { code: 'aggravation-not-applied', clause: 'M1-16' },
    ]);
    const heavier = { ...committeeDecision, adjustment: 'heavier' };
    const lightest = await clerk.act('C-1', 'decide', { ...heavier, methods: ['suspension'] });
    expect(problemIn(lightest).irregularities).toMatchObject([{ code: 'heavier-not-shown' }]);
    await did('decide', heavier);
    const { decisions } = z.looseObject({ decisions: z.array(loose) }).parse(await file());
    expect(decisions).toMatchObject([
      {
        decisionId: 'D-1',
        state: 'in-force',
        effectiveOn: '2015-09-30',
        grounds: ['M2-5-1'],
        severity: 'serious',
        appealUntil: null,
        subject: { personId: 'jia', organId: 'bureau', rank: 'deputy-county' },
        priors: [
          { caseId: 'E-1', decisionId: 'D-E-1', effectiveOn: '2015-03-10' },
          { caseId: 'E-2', decisionId: 'D-E-2', effectiveOn: '2015-06-01' },
        ],
      },
    ]);
  });

  it('are made for each subject, with the priors of each', async () => {
    const ofTheBureau = { subjectId: 's2', organId: 'bureau', decisionId: 'D-2', on: '2015-10-08' };
    await did('decide', ofTheBureau);
    expect(await file()).toMatchObject({ phase: 'reported' });
    const personal = { ...acts.decide, subjectId: 't1', decisionId: 'D-3', methods: ['removal'] };
    expect(refusal(await clerk.act('C-1', 'decide', personal))).toBe('409 not-possible');
    await did('decide', { subjectId: 't1', decisionId: 'D-3' });
    expect(await file()).toMatchObject({
      phase: 'decided',
      decisions: [{}, { decisionId: 'D-2', priors: [] }, { decisionId: 'D-3', priors: [] }],
    });
  });

  it('count from their effective date for one year, both ends included', async () => {
    expect(await count('jia', 'on=2015-09-29')).toMatchObject({ count: 2 });
    expect(await count('jia', 'on=2015-09-30')).toMatchObject({ count: 3 });
    expect(await count('jia', 'on=2016-03-10')).toMatchObject({ count: 3 });
    expect(await count('jia', 'on=2016-03-11')).toMatchObject({ count: 2 });
    expect(await count('jia', 'on=2016-09-30')).toEqual({ count: 1, aggravationRequired: false });
    expect(await count('jia', 'on=2016-10-01')).toMatchObject({ count: 0 });
    const counts = await city.auditor.items(
      await reading.now('/accountability-counts?on=2015-12-31'),
      loose,
    );
    expect(counts).toEqual([
      { personId: 'jia', count: 3, aggravationRequired: true },
      { personId: 'yi', count: 1, aggravationRequired: false },
    ]);
    const many = await city.auditor.items('/accountability-counts?on=2015-12-31&min=2', loose);
    expect(many).toHaveLength(1);
  });
});

describe('what follows the decisions', () => {
  it('is due by the clocks of the measures, and overdue after them', async () => {
    const due = await obligations('on=2015-10-14&kind=delivery-subject');
    expect(due).toMatchObject([
      { id: 'C-1:D-1:delivery-subject', dueOn: '2015-10-15', state: 'open', clause: 'M1-24' },
      { id: 'C-1:D-3:delivery-subject', dueOn: '2015-10-15', state: 'open' },
      { id: 'C-1:D-2:delivery-subject', dueOn: '2015-10-16', state: 'open' },
    ]);
    expect(due[0]).toMatchObject({
      provisional: false,
      startedOn: '2015-09-30',
      derivation: { start: '2015-09-30', unit: 'working-days', days: expect.any(Array) as unknown },
    });
    const states = async (on: string) =>
      (await obligations(`on=${on}&kind=delivery-subject`)).map(({ state }) => state);
    expect(await states('2015-10-15')).toEqual(['open', 'open', 'open']);
    expect(await states('2015-10-16')).toEqual(['overdue', 'overdue', 'open']);
    expect(await obligations('on=2015-10-16&state=overdue')).toHaveLength(4);
    expect(await states('2015-09-29')).toEqual([]);
  });

  it('is done by letter, delivery, filing, report, publication and execution', async () => {
    for (const [decisionId, appealTo] of letters) {
      await did('issue-letter', { decisionId, letterId: `L-${decisionId}`, appealTo });
      await did('record-delivery', { decisionId, letterId: `L-${decisionId}` });
      await did('record-delivery', { decisionId, recipient: 'unit', receivedBy: '虚构局办公室' });
    }
    await did('archive');
    await did('report-for-record');
    const owed = await obligations('on=2015-10-20&state=open&kind=report-for-record');
    expect(owed.filter(({ id }) => id.startsWith('C-1:D-1:'))).toMatchObject([
      { id: 'C-1:D-1:report-for-record:organisation', clause: 'M1-25', organId: 'commission' },
    ]);
    await did('report-for-record', { toOrganId: 'organization' });
    const published = await did('publish', { scope: 'unit' });
    await did('publish', { scope: 'unit', kind: 'correction', of: published.events[0]?.eventId });
    await did('record-execution', { method: 'suspension', result: 'begun', from: '2015-10-15' });
    const open = await obligations('on=2015-10-20&state=open');
    expect(open.filter(({ id }) => id.startsWith('C-1:D-1:')).map(({ kind }) => kind)).toEqual([
      'execution',
      'execution',
      'publication-system',
    ]);
    expect(await file()).toMatchObject({
      decisions: [{ appealUntil: '2015-10-27' }, { appealUntil: '2015-10-27' }, {}],
    });
  });

  it('is recorded also where it came too late, once that is acknowledged', async () => {
    const late = { ...acts['record-delivery'], on: '2015-10-16', result: 'returned' };
    await did('record-delivery', late);
    await clerk.did('E-1', 'issue-letter', earlierLetter);
    const delivery = { ...acts['record-delivery'], on: '2015-03-20', decisionId: 'D-E-1' };
    const refused = await clerk.act('E-1', 'record-delivery', delivery);
    expect(problemIn(refused).irregularities).toMatchObject([{ code: 'delivered-late' }]);
    await clerk.did('E-1', 'record-delivery', delivery, {
      acknowledge: { codes: ['delivered-late'], justification: '当事人在外地，无法按时送达。' },
    });
    expect(await reading.obligations('E-1', 'kind=delivery-subject')).toMatchObject([
      { state: 'done-late', dueOn: '2015-03-19', metOn: '2015-03-20' },
    ]);
  });
});

describe('the appeals', () => {
  let beforeRevocation: string;
  let instantBefore: string;

  it('are handled by somebody who did not handle the case', async () => {
    await did('lodge-appeal', { decisionId: 'D-2', appealId: 'A-2', lodgedBy: '乙某' });
    await did('lodge-appeal');
    expect(await file()).toMatchObject({
      phase: 'under-appeal',
      appeals: [
        {
          appealId: 'A-2',
          lodgedOn: '2015-10-20',
          dueOn: '2015-11-19',
          late: false,
          lodgedBy: { name: '乙某', capacity: 'subject' },
        },
        { appealId: 'A-1' },
      ],
    });
    const handlers = [{ personId: 'inv-2', name: '丁某' }];
    const refused = await clerk.act('C-1', 'assign-appeal-handler', {
      ...acts['assign-appeal-handler'],
      handlers,
    });
    expect(problemIn(refused).irregularities).toMatchObject([
      { code: 'appeal-handler-not-independent', clause: 'M1-27' },
    ]);
    await did('assign-appeal-handler');
    const last = await did('assign-appeal-handler', { appealId: 'A-2' });
    beforeRevocation = last.position;
    instantBefore = (await reading.history('C-1')).at(-1)!.metadata.recordedAt;
    // So that the next event has an instant of its own.
    await delay(5);
  });

  it('may revoke a decision: it counts no more, also for the past', async () => {
    await did('decide-appeal');
    await did('decide-appeal', { appealId: 'A-2', outcome: 'revoked', reasons: '事实不清。' });
    expect(await file()).toMatchObject({
      phase: 'decided',
      decisions: [
        { decisionId: 'D-1', state: 'in-force' },
        { decisionId: 'D-2', state: 'revoked', revokedOn: '2015-11-10' },
        { decisionId: 'D-3', state: 'in-force' },
      ],
    });
    expect(await count('yi', 'on=2015-12-31')).toEqual({ count: 0, aggravationRequired: false });
    expect(await count('yi', 'on=2015-10-20')).toMatchObject({ count: 0 });
  });

  it('leave what was known before as it was known: by position and by instant', async () => {
    for (const known of [beforeRevocation, instantBefore]) {
      const knownAt = `knownAt=${known}`;
      expect(await count('yi', `on=2015-12-31&${knownAt}`)).toMatchObject({ count: 1 });
      const counts = await city.auditor.items(
        `/accountability-counts?on=2015-12-31&${knownAt}`,
        loose,
      );
      expect(counts).toHaveLength(2);
      const owed = await obligations(`on=2015-12-31&kind=execution&${knownAt}`);
      expect(owed.map(({ id }) => id)).toContain('C-1:D-2:execution:circulated-criticism');
      expect(await file(`?asOf=${known}`)).toMatchObject({
        phase: 'under-appeal',
        decisions: [{}, { decisionId: 'D-2', state: 'in-force' }, {}],
      });
    }
    const owed = await obligations('on=2015-12-31&kind=execution');
    expect(owed.map(({ id }) => id)).not.toContain('C-1:D-2:execution:circulated-criticism');
    expect(await count('yi', 'on=2015-12-31&knownAt=0')).toMatchObject({ count: 0 });
    expect(await count('yi', 'on=2015-12-31&knownAt=2015-01-01T00:00:00Z')).toMatchObject({
      count: 0,
    });
    expect(refusal(await clerk.ask('/cases/C-1?asOf=1'))).toBe('404 case-not-found');
  });

  it('take the same instant in another time zone for the same', async () => {
    const shifted = new Date(Date.parse(instantBefore) + 8 * 3_600_000).toISOString();
    const inShanghai = encodeURIComponent(shifted.replace('Z', '+08:00'));
    expect(await count('yi', `on=2015-12-31&knownAt=${inShanghai}`)).toMatchObject({ count: 1 });
  });

  it('are told to the appellant and the unit', async () => {
    for (const appealId of ['A-1', 'A-2'])
      for (const recipient of ['appellant', 'unit'])
        await did('notify-appeal-outcome', { appealId, recipient });
    const states = await Promise.all(
      ['appeal-decision', 'appeal-notice-appellant', 'appeal-notice-unit'].map(async (kind) =>
        (await obligations(`kind=${kind}`)).map(({ state }) => state),
      ),
    );
    expect(states.flat()).toEqual(Array(6).fill('done'));
  });
});

describe('the end of the case', () => {
  it('closes it; what comes later needs a reopening, but for duties and evidence', async () => {
    const refused = await clerk.act('C-1', 'close', acts.close);
    expect(problemIn(refused).irregularities).toMatchObject([
      { code: 'closed-with-open-duties', clause: 'M1-20' },
    ]);
    await did('close', {}, { acknowledge: openDuties });
    expect(await file()).toMatchObject({ phase: 'closed' });
    expect(refusal(await clerk.act('C-1', 'recommend', acts.recommend))).toBe('409 not-possible');
    await did('record-execution', { method: 'suspension', on: '2015-12-15', result: 'ended' });
    await did('evidence', { ...(await uploaded(clerk, '补充材料')), on: '2015-12-15' });
    await did('reopen');
    expect(await file()).toMatchObject({ phase: 'accepted' });
    await did('initiate', secondInvestigation);
    expect(await file()).toMatchObject({ phase: 'under-investigation' });
  });

  it('leaves a history in which every event stands as it was recorded', async () => {
    const events = await reading.history('C-1');
    expect(events.map(({ revision }) => revision)).toEqual([...events.keys()]);
    const positions = events.map(({ position }) => Number(position));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    const instants = events.map(({ metadata }) => metadata.recordedAt);
    expect(instants).toEqual(instants.toSorted());
    expect(new Set(events.map(({ type }) => type)).size).toBe(23);
    expect(events[0]).toMatchObject({
      type: 'CaseRegistered',
      stream: 'case-C-1',
      data: {
        reporter: { mode: 'named', name: { sealed: true } },
        summary: '反映虚构局审批拖延。',
      },
      metadata: { actor: { sub: 'u-clerk' }, organ: 'commission', schemaVersion: 1 },
    });
    const { text } = await clerk.ask('/cases/C-1/history');
    expect(text).not.toMatch(/salt|ciphertext|nonce|子某/);
    const last = events.at(-1)!;
    const answer = await clerk.ask('/cases/C-1');
    expect(answer.headers.get('etag')).toBe(`"${String(last.revision)}"`);
    expect(JSON.parse(answer.text)).toMatchObject({
      revision: last.revision,
      position: last.position,
    });
  });

  it('is the same after a restart', async () => {
    // What is read meanwhile goes on record, so the position a list is known at moves on.
    const all = () =>
      Promise.all(
        readings.map(async (path) =>
          (await clerk.ask(path)).text.replace(/"knownAt":"\d+"/, '"knownAt":"now"'),
        ),
      );
    const before = await all();
    expect((await service.stop()).code).toBe(0);
    await service.startAgain();
    expect(await all()).toEqual(before);
  });
});

describe('the log of all that', () => {
  it('names nobody and nothing', () => {
    const log = service.logLines().join('\n');
    expect(fictionalNames.filter((name) => log.includes(name))).toEqual([]);
    expect(log).not.toMatch(/虚构路|审批|C-1|Bearer|eyJ/);
  });
});

// A policy is adopted while the office is at work (M1 Art. 28, M2 Art. 10): who may record it, what it
// has to say, and what is judged, counted and looked at by which policy.
import { z } from 'zod';
import { addDays, shanghaiDate } from '../../src/domain/legal-date.js';
import { codesOf, problemIn, recordedIn, refusal, type Caller } from '../support/caller.js';
import { registerCity, registration, walk } from '../support/city.js';
import { acts } from '../support/office.js';
import { loose, Readings } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';
import { wenze } from '../cli/command-line.js';

const today = shanghaiDate(new Date());
const yesterday = addDays(today, -1);

const stricter = {
  id: 'P-1',
  effectiveFrom: today,
  adoptedBy: ['commission'],
  consulted: ['organization', 'personnel'],
  reference: '虚构纪发第1号',
  changes: { priorsForAggravation: 1, undatedDutyWatchDays: 10, pleadingsForAggravation: 1 },
};
const path = '/regulation/policies';

let service: RunningService;
let admin: Caller;
let clerk: Caller;
let reading: Readings;

beforeAll(async () => {
  service = await RunningService.start();
  ({ admin, clerk } = await registerCity(service));
  reading = new Readings(service, clerk);
  const personnel = { id: 'personnel', name: '虚构市人社局', kind: 'personnel-department' };
  expect((await admin.post('/organs', personnel)).status).toBe(201);
});

const inForce = z.looseObject({
  policy: z.looseObject({ id: z.string() }),
  policies: z.array(z.looseObject({ id: z.string() })),
});

async function policyOf(query: string): Promise<z.output<typeof inForce>> {
  return clerk.get(await reading.now(`/regulation?${query}`), inForce);
}

describe('adopting a policy', () => {
  it('is refused where it has no meaning, and says why', async () => {
    const refused = async (changed: object) => {
      const answer = await admin.post(path, { ...stricter, ...changed });
      return [refusal(answer), problemIn(answer).errors?.map((error) => error.path)];
    };
    expect([
      await refused({ effectiveFrom: yesterday }),
      await refused({ adoptedBy: ['bureau'] }),
      await refused({ consulted: ['organization'] }),
      await refused({ consulted: ['personnel', 'nobody'] }),
      await refused({ id: 'default' }),
      await refused({ changes: { priors: 1 } }),
      await refused({ changes: {} }),
    ]).toEqual([
      ['409 not-possible', ['effectiveFrom']],
      ['409 not-possible', ['adoptedBy']],
      ['409 not-possible', ['consulted']],
      ['404 organ-not-found', ['consulted.1']],
      ['409 not-possible', ['id']],
      ['400 invalid-request', expect.arrayContaining(['changes.priors'])],
      ['400 invalid-request', ['changes']],
    ]);
    expect(await policyOf('')).toMatchObject({ policy: { id: 'default' }, policies: [] });
  });

  it('is for the keeper of the registers', async () => {
    expect(refusal(await clerk.post(path, stricter))).toBe('403 forbidden');
  });
});

// In the order of the tests: what was known before the adoption is asked for afterwards.
describe('a policy adopted while cases are open', () => {
  let before: string;

  beforeAll(async () => {
    await walk(clerk, 'C-1', 'decide', { decide: { on: yesterday } });
    await walk(clerk, 'C-2', 'recommend');
    await clerk.did('C-1', 'record-intervention', acts['record-intervention']);
    before = String(await service.head());
    const adopted = await admin.post(path, stricter, { 'idempotency-key': 'adoption' });
    expect([adopted.status, recordedIn(adopted).events.map(({ type }) => type)]).toEqual([
      201,
      ['PolicyAdopted'],
    ]);
  });

  it('is recorded once, whoever repeats it', async () => {
    const again = await admin.post(path, stricter, { 'idempotency-key': 'adoption' });
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    const said = await admin.post(path, stricter);
    expect([said.status, recordedIn(said).events]).toEqual([200, []]);
    const other = { ...stricter, reference: '虚构纪发第2号' };
    expect(refusal(await admin.post(path, other))).toBe('409 not-possible');
  });

  it('is shown as the one in force from its first day on, with who adopted it', async () => {
    expect(await policyOf('')).toMatchObject({
      policy: { ...without(stricter, 'changes'), ...stricter.changes, suspensionWatchDays: 180 },
      policies: [stricter],
    });
    expect(await policyOf(`on=${yesterday}`)).toMatchObject({ policy: { id: 'default' } });
    expect(await policyOf(`on=${today}&knownAt=${before}`)).toMatchObject({
      policy: { id: 'default', reference: null, adoptedBy: [] },
      policies: [],
    });
  });

  it('counts by the policy in force on the date asked, as known at the moment asked', async () => {
    const required = async (query: string) =>
      (await reading.count('jia', query)).aggravationRequired;
    expect([
      await required(`on=${yesterday}`),
      await required(`on=${today}`),
      await required(`on=${today}&knownAt=${before}`),
    ]).toEqual([false, true, false]);
  });

  it('holds a pleader to the limit of today', async () => {
    const pleaders = await clerk.items(await reading.now('/interventions/pleaders'), loose);
    expect(pleaders).toMatchObject([{ personId: 'pleader-1', count: 1, aggravationDue: true }]);
  });

  it('judges a decision by the policy of its day', async () => {
    const decide = { ...acts.decide, decisionId: 'D-2' };
    const frame = async (on: string) =>
      clerk.get(await reading.now(`/cases/C-2/decision-frame?subjectId=s1&on=${on}`), loose);
    expect([await frame(yesterday), await frame(today)]).toMatchObject([
      { priorCount: 1, adjustmentRequired: false },
      { priorCount: 1, adjustmentRequired: true },
    ]);
    const ofToday = await clerk.act('C-2', 'decide', { ...decide, on: today });
    expect(codesOf(ofToday)).toEqual(['aggravation-not-applied']);
    await clerk.did('C-2', 'decide', { ...decide, on: yesterday });
    await walk(clerk, 'C-3', 'decide', {
      register: { ...registration, subjects: [subjectYi] },
      decide: { decisionId: 'D-3', on: today },
    });
    const policyOfDecision = async (caseId: string) =>
      z
        .looseObject({ decisions: z.array(z.looseObject({ policy: z.string() })) })
        .parse(await reading.file(caseId)).decisions[0]?.policy;
    expect([
      await policyOfDecision('C-1'),
      await policyOfDecision('C-2'),
      await policyOfDecision('C-3'),
    ]).toEqual(['default', 'default', 'P-1']);
  });

  it('is named by what was recorded under it, and by nothing else in a file', async () => {
    const under = z.looseObject({
      type: z.string(),
      metadata: z.looseObject({ policyVersion: z.string() }),
    });
    const history = await clerk.items('/cases/C-3/history', under);
    expect(history.map(({ type, metadata }) => [type, metadata.policyVersion]).slice(-2)).toEqual([
      ['RecommendationMade', 'default'],
      ['DecisionMade', 'P-1'],
    ]);
    expect(JSON.stringify(await reading.file('C-3'))).not.toContain('undatedDutyWatchDays');
  });

  it('gives its days to duties that begin under it', async () => {
    await clerk.did('C-4', 'register', { ...registration, receivedOn: yesterday });
    await clerk.did('C-5', 'register', { ...registration, receivedOn: today });
    const watched = async (caseId: string) =>
      (await reading.obligations(caseId, 'kind=intake')).map((duty) => duty['watchOn']);
    expect([await watched('C-4'), await watched('C-5')]).toEqual([
      [addDays(yesterday, 30)],
      [addDays(today, 10)],
    ]);
    const open = z.looseObject({ obligations: z.array(loose) });
    const then = open.parse(await reading.file('C-5', `?asOf=${await service.head()}`));
    expect(then.obligations[0]).toMatchObject({ kind: 'intake', watchOn: addDays(today, 10) });
  });

  it('is built upon by the next one', async () => {
    const next = {
      ...stricter,
      id: 'P-2',
      effectiveFrom: addDays(today, 30),
      changes: { hearingRequired: true },
    };
    expect((await admin.post(path, next)).status).toBe(201);
    expect(await policyOf(`on=${addDays(today, 29)}`)).toMatchObject({ policy: { id: 'P-1' } });
    expect(await policyOf(`on=${addDays(today, 30)}`)).toMatchObject({
      policy: { id: 'P-2', priorsForAggravation: 1, hearingRequired: true },
      policies: [{ id: 'P-1' }, { id: 'P-2' }],
    });
  });

  it('is kept by a restart, and by a rebuild from the ledger alone', async () => {
    await service.stop();
    await service.startAgain();
    expect(await policyOf('')).toMatchObject({ policy: { id: 'P-1' } });
    await clerk.did('C-6', 'register', { ...registration, receivedOn: today });
    expect((await reading.obligations('C-6', 'kind=intake'))[0]).toMatchObject({
      watchOn: addDays(today, 10),
    });
    await reading.count('jia', '');
    const { code, out } = wenze(['verify', '--data', service.dataDir, '--json']);
    expect([code, JSON.parse(out)]).toMatchObject([0, { holds: true, readModels: 'same' }]);
  });
});

const subjectYi = { subjectId: 's1', kind: 'person', personId: 'yi' };

function without<T extends object, K extends keyof T>(whole: T, key: K): Omit<T, K> {
  const { [key]: _, ...rest } = whole;
  return rest;
}

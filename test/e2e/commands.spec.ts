import { recordedIn, refusal, problemIn, type Answer, type Caller } from '../support/caller.js';
import { registerCity, registration, walk, type City } from '../support/city.js';
import { acts } from '../support/office.js';
import { RunningService } from '../support/running-service.js';
import { z } from 'zod';

let service: RunningService;
let city: City;
let clerk: Caller;

beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
  clerk = city.clerk;
});

const event = z.looseObject({ eventId: z.string(), type: z.string(), revision: z.int() });

/** The events of a case, in order. */
async function eventsOf(caseId: string) {
  return clerk.items(`/cases/${caseId}/history`, event);
}

/** How often each status was answered. */
function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** A decision whose findings are its own, where nobody has reported. */
const unreported = { ...acts.decide, grounds: ['M1-7-9'], severity: 'minor' };

/** The rules it breaks in a case about somebody nobody has identified, and the clauses of each. */
const broken = [
  ['decision-without-report', 'M1-20'],
  ['decision-without-recommendation', 'M1-20'],
  ['subject-not-identified', 'M1-23'],
] as const;
const everyCode = broken.map(([code]) => code);

/** A case about somebody nobody has identified: earlier decisions play no part. */
const unidentified = { ...registration, subjects: [{ subjectId: 's1', kind: 'person' }] };

const plead = (content: string) => ({ ...acts['record-intervention'], content });

describe('a command with an Idempotency-Key', () => {
  it('answers its first answer again and says that it does', async () => {
    const first = await clerk.act('K-1', 'register', registration, { key: 'k-1' });
    const again = await clerk.act('K-1', 'register', registration, { key: 'k-1' });
    expect([first.status, first.headers.get('idempotent-replayed')]).toEqual([201, null]);
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 'true']);
    expect(again.text).toBe(first.text);
    expect(again.headers.get('etag')).toBe('"0"');
    expect(await eventsOf('K-1')).toHaveLength(1);
  });

  it('answers the first answer also when the case has moved on', async () => {
    await clerk.did('K-2', 'register', registration);
    const first = await clerk.act('K-2', 'accept', acts.accept, { key: 'k-2' });
    await clerk.did('K-2', 'initiate', acts.initiate);
    await clerk.did('K-2', 'close', acts.close, {
      acknowledge: { codes: ['closed-with-open-duties'], justification: '事项并入他案。' },
    });
    const again = await clerk.act('K-2', 'accept', acts.accept, { key: 'k-2' });
    expect(again.text).toBe(first.text);
    expect(again.headers.get('etag')).toBe('"1"');
  });

  it('gives the same id to what the server names', async () => {
    const post = () => clerk.post('/cases', registration, { 'idempotency-key': 'k-3' });
    const [first, again] = [recordedIn(await post()), recordedIn(await post())];
    expect(first.caseId).toMatch(/^[0-9a-f-]{36}$/);
    expect(again).toEqual(first);
  });

  it('refuses the key for another body, another act and another case', async () => {
    await clerk.did('K-4', 'register', registration);
    await clerk.did('K-5', 'register', registration);
    await clerk.did('K-4', 'record-intervention', plead('请求从轻。'), { key: 'k-4' });
    const used = (caseId: string, act: 'record-intervention' | 'close', body: object) =>
      clerk.act(caseId, act, body, { key: 'k-4' }).then(refusal);
    const reused = '422 idempotency-key-reused';
    expect(await used('K-4', 'record-intervention', plead('请求不予追究。'))).toBe(reused);
    expect(await used('K-4', 'close', acts.close)).toBe(reused);
    expect(await used('K-5', 'record-intervention', plead('请求从轻。'))).toBe(reused);
    expect(await eventsOf('K-4')).toHaveLength(2);
    expect(await eventsOf('K-5')).toHaveLength(1);
  });

  it('keeps the keys of two callers apart', async () => {
    await clerk.did('K-6', 'register', registration);
    const colleague = await service.caller('commission', ['investigator'], 'u-colleague');
    await clerk.did('K-6', 'record-intervention', plead('请求从轻。'), { key: 'k-6' });
    await colleague.did('K-6', 'record-intervention', plead('请求从轻。'), { key: 'k-6' });
    expect(await eventsOf('K-6')).toHaveLength(3);
  });

  it('remembers no refusal: the same key succeeds once it can', async () => {
    const refused = await clerk.act('K-7', 'accept', acts.accept, { key: 'k-7' });
    expect(refusal(refused)).toBe('404 case-not-found');
    await clerk.did('K-7', 'register', registration);
    await clerk.did('K-7', 'accept', acts.accept, { key: 'k-7' });
  });

  it('is carried out once when it arrives fifty times at once', async () => {
    await clerk.did('K-8', 'register', registration);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () =>
        clerk.act('K-8', 'record-intervention', plead('请求从轻。'), { key: 'k-8' }),
      ),
    );
    expect(tally(answers)).toEqual({ 201: 50 });
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    const replayed = answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true');
    expect(replayed).toHaveLength(49);
    expect(await eventsOf('K-8')).toHaveLength(2);
  });

  it('takes one of fifty different bodies under one key at once', async () => {
    await clerk.did('K-9', 'register', registration);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, number) =>
        clerk.act('K-9', 'record-intervention', plead(`请求之 ${String(number)}。`), {
          key: 'k-9',
        }),
      ),
    );
    expect(tally(answers)).toEqual({ 201: 1, 422: 49 });
    expect(await eventsOf('K-9')).toHaveLength(2);
  });

  it('works on the registers too', async () => {
    const organ = { id: 'office', name: '虚构办公室', kind: 'department' };
    const send = (body: object) =>
      city.admin.post('/organs', body, { 'idempotency-key': 'register-office' });
    const [first, again] = [await send(organ), await send(organ)];
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(refusal(await send({ ...organ, id: 'office-2' }))).toBe('422 idempotency-key-reused');
  });

  it('replays after a restart, confidential registrations included', async () => {
    const named = {
      ...registration,
      reporter: { mode: 'named', name: '子某', contact: '虚构路 1 号' },
    };
    const first = await clerk.act('K-10', 'register', named, { key: 'k-10' });
    const decision = await walk(clerk, 'K-11', 'recommend').then(() =>
      clerk.act('K-11', 'decide', acts.decide, { key: 'k-11' }),
    );
    expect([first.status, decision.status]).toEqual([201, 201]);
    await service.stop();
    await service.startAgain();
    const again = await clerk.act('K-10', 'register', named, { key: 'k-10' });
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    const other = { ...named, reporter: { mode: 'named', name: '丑某' } };
    expect(refusal(await clerk.act('K-10', 'register', other, { key: 'k-10' }))).toBe(
      '422 idempotency-key-reused',
    );
    const decidedAgain = await clerk.act('K-11', 'decide', acts.decide, { key: 'k-11' });
    expect([decidedAgain.status, decidedAgain.text]).toEqual([201, decision.text]);
  });
});

describe('a command on a case that has moved on', () => {
  it('is refused with If-Match and says where the case stands', async () => {
    await clerk.did('M-1', 'register', registration);
    await clerk.did('M-1', 'accept', acts.accept, { ifMatch: 0 });
    const late = await clerk.act('M-1', 'initiate', acts.initiate, { ifMatch: 0 });
    expect(refusal(late)).toBe('412 revision-mismatch');
    expect(problemIn(late).detail).toContain('1');
    expect(await eventsOf('M-1')).toHaveLength(2);
  });

  it('answers with the ETag that the next If-Match needs', async () => {
    const registered = await clerk.act('M-2', 'register', registration);
    expect(registered.headers.get('etag')).toBe('"0"');
    const file = await clerk.ask('/cases/M-2');
    expect(file.headers.get('etag')).toBe('"0"');
    const accepted = await clerk.act('M-2', 'accept', acts.accept, { ifMatch: 0 });
    expect(accepted.headers.get('etag')).toBe('"1"');
    const asOf = await clerk.ask(`/cases/M-2?asOf=${recordedIn(registered).position}`);
    expect(asOf.headers.get('etag')).toBeNull();
  });

  it('lets exactly one of fifty through that saw the same revision', async () => {
    await clerk.did('M-3', 'register', registration);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, number) =>
        clerk.act('M-3', 'record-intervention', plead(`请求之 ${String(number)}。`), {
          ifMatch: 0,
        }),
      ),
    );
    expect(tally(answers)).toEqual({ 201: 1, 412: 49 });
    expect(await eventsOf('M-3')).toHaveLength(2);
  });
});

describe('a command that changes nothing', () => {
  it('answers 200 with no event and the present revision', async () => {
    await clerk.did('N-1', 'register', registration);
    await clerk.did('N-1', 'accept', acts.accept);
    const initiated = await clerk.did('N-1', 'initiate', acts.initiate);
    const again = await clerk.act('N-1', 'accept', acts.accept);
    expect([again.status, again.headers.get('etag')]).toEqual([200, '"2"']);
    expect(recordedIn(again)).toEqual({
      caseId: 'N-1',
      revision: 2,
      position: initiated.position,
      events: [],
    });
  });

  it('says no with If-Match before it says that nothing changes', async () => {
    const again = await clerk.act('N-1', 'accept', acts.accept, { ifMatch: 1 });
    expect(refusal(again)).toBe('412 revision-mismatch');
  });

  it('never takes a second contact, delivery or material for the first', async () => {
    await walk(clerk, 'N-2', 'record-delivery');
    await clerk.did('N-2', 'record-delivery', acts['record-delivery']);
    await clerk.did('N-2', 'record-intervention', acts['record-intervention']);
    await clerk.did('N-2', 'record-intervention', acts['record-intervention']);
    const types = (await eventsOf('N-2')).map(({ type }) => type);
    expect(types.filter((type) => type === 'DecisionDelivered')).toHaveLength(2);
    expect(types.filter((type) => type === 'InterventionRecorded')).toHaveLength(2);
  });
});

describe('fifty clerks on one case at once', () => {
  it('are all recorded, one after the other without a gap', async () => {
    await clerk.did('R-1', 'register', registration);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, number) =>
        clerk.act('R-1', 'record-intervention', plead(`请求之 ${String(number)}。`)),
      ),
    );
    const all = [...Array(51).keys()];
    const moved = answers.filter(({ status }) => status !== 201);
    expect(moved.map(refusal)).toEqual([]);
    const revisions = answers
      .map((answer) => recordedIn(answer).revision)
      .toSorted((a, b) => a - b);
    expect(revisions).toEqual(all.slice(1));
    expect((await eventsOf('R-1')).map(({ revision }) => revision)).toEqual(all);
  });

  it('accept it once; the others are told that it is so, or that somebody else did', async () => {
    await clerk.did('R-2', 'register', registration);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, number) =>
        clerk.act('R-2', 'accept', {
          ...acts.accept,
          organId: number % 2 === 0 ? 'commission' : 'organization',
        }),
      ),
    );
    expect(tally(answers)).toEqual({ 200: 24, 201: 1, 409: 25 });
    const refused = answers.filter(({ status }) => status === 409).map(refusal);
    expect(refused.filter((one) => !/^409 (not-possible|case-moved-on)$/.test(one))).toEqual([]);
    expect(await eventsOf('R-2')).toHaveLength(2);
  });

  it('register one id once, and one case each without an id', async () => {
    const same = await Promise.all(
      Array.from({ length: 20 }, () => clerk.act('R-3', 'register', registration)),
    );
    expect(tally(same)).toEqual({ 201: 1, 409: 19 });
    const own = await Promise.all(
      Array.from({ length: 20 }, () => clerk.post('/cases', registration)),
    );
    expect(new Set(own.map((answer) => recordedIn(answer).caseId)).size).toBe(20);
  });
});

describe('an irregular act', () => {
  const acknowledge = (...codes: string[]) => ({
    acknowledge: { codes, justification: '确有其事，如实登记。' },
  });

  it('is refused with every rule it breaks, then recorded when all are acknowledged', async () => {
    await clerk.did('I-1', 'register', unidentified);
    const refused = await clerk.act('I-1', 'decide', unreported);
    expect(refusal(refused)).toBe('422 irregular');
    const { irregularities = [], acknowledge: template } = problemIn(refused);
    const codes = irregularities.map(({ code }) => code);
    expect(irregularities.map(({ code, clause }) => [code, clause])).toEqual(broken);
    expect(template).toEqual({ codes });
    expect(await eventsOf('I-1')).toHaveLength(1);

    const recorded = await clerk.did('I-1', 'decide', unreported, acknowledge(...codes));
    expect(recorded.events.map(({ type }) => type)).toEqual(['DecisionMade']);
    const [, decision] = await clerk.items('/cases/I-1/history', z.unknown());
    expect(decision).toMatchObject({
      metadata: {
        irregularities: broken.map(([code, clause]) => ({ code, clause })),
        justification: '确有其事，如实登记。',
      },
    });
  });

  it.each([
    ['some of the codes', ['decision-without-report', 'subject-not-identified']],
    ['other codes', ['delivered-late', 'second-decision']],
    ['more than was found', [...everyCode, 'delivered-late']],
  ])('stays refused when %s are acknowledged', async (_, codes) => {
    await clerk.act('I-2', 'register', unidentified);
    const answer = await clerk.act('I-2', 'decide', unreported, acknowledge(...codes));
    expect(refusal(answer)).toBe('422 irregular');
    expect(problemIn(answer).irregularities).toHaveLength(broken.length);
    expect(await eventsOf('I-2')).toHaveLength(1);
  });

  it('stays impossible however much is acknowledged', async () => {
    await clerk.act('I-2', 'register', unidentified);
    const answer = await clerk.act(
      'I-2',
      'decide',
      { ...unreported, subjectId: 'nobody' },
      acknowledge(...everyCode),
    );
    expect(refusal(answer)).toBe('409 not-possible');
  });

  it('is the same command with the same key only with the same acknowledgement', async () => {
    await clerk.act('I-3', 'register', unidentified);
    const refused = await clerk.act('I-3', 'decide', unreported, { key: 'i-3' });
    expect(refusal(refused)).toBe('422 irregular');
    const codes = acknowledge(...everyCode);
    const first = await clerk.act('I-3', 'decide', unreported, { key: 'i-3', ...codes });
    const again = await clerk.act('I-3', 'decide', unreported, { key: 'i-3', ...codes });
    expect([first.status, again.text]).toEqual([201, first.text]);
    expect(refusal(await clerk.act('I-3', 'decide', unreported, { key: 'i-3' }))).toBe(
      '422 idempotency-key-reused',
    );
  });
});

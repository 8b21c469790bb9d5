// What was wrong is said by a later event (REGULATION.md, "Correction"): a decision changed on
// appeal or because an error was found, a record corrected in its letter, a record that is void.
// What was known before stays as it was known.
import { z } from 'zod';
import {
  codesOf,
  problemIn,
  recordedIn,
  refusal,
  type Answer,
  type Caller,
} from '../support/caller.js';
import { registerCity, uploaded, walk, type City } from '../support/city.js';
import { acts, persons } from '../support/office.js';
import { loose, Readings } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';
import { about } from './case-on-one-person.js';

let service: RunningService;
let city: City;
let clerk: Caller;
let reading: Readings;

beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
  clerk = city.clerk;
  reading = new Readings(service, clerk);
  const { personId: _, changes: __, ...fields } = persons.jia;
  const answer = await city.admin.post('/persons', { ...fields, id: 'wei', name: '未某' });
  if (answer.status !== 201) throw new Error(answer.text);
});

/** Where an act was refused as without meaning. */
function impossibleAt(answer: Answer): string | undefined {
  expect(refusal(answer)).toBe('409 not-possible');
  return problemIn(answer).errors?.[0]?.path;
}

/** The id of the only event of a type in a case. */
async function eventOf(caseId: string, type: string, nth = 0): Promise<string> {
  const found = (await reading.history(caseId)).filter((event) => event.type === type);
  return found[nth]!.eventId;
}

describe('a decision that an appeal modifies', () => {
  const did = (act: Parameters<Caller['did']>[1], changed: object = {}) =>
    clerk.did('M-1', act, { ...acts[act], ...changed });
  const modified = {
    ...acts['decide-appeal'],
    outcome: 'modified',
    changes: { methods: ['admonishing-talk'] },
  };
  let published: string;
  let before: string;

  beforeAll(async () => {
    before = (await walk(clerk, 'M-1', 'assign-appeal-handler')).position;
    published = await eventOf('M-1', 'DecisionPublished');
  });

  it('is not made heavier', async () => {
    const heavier = { ...modified, changes: { methods: ['suspension'] } };
    expect(codesOf(await clerk.act('M-1', 'decide-appeal', heavier))).toContain(
      'heavier-on-appeal',
    );
  });

  it('stands with what the appeal made of it, and counts from its first date', async () => {
    await did('decide-appeal', modified);
    expect(await reading.file('M-1')).toMatchObject({
      decisions: [
        {
          state: 'modified',
          methods: ['admonishing-talk'],
          methodsEver: ['circulated-criticism', 'admonishing-talk'],
          appealUntil: null,
          changes: [{ by: 'appeal', outcome: 'modified', methods: ['circulated-criticism'] }],
        },
      ],
    });
    expect(await reading.file('M-1', `?asOf=${before}`)).toMatchObject({
      decisions: [{ state: 'in-force', methods: ['circulated-criticism'], changes: [] }],
    });
    const counted = await clerk.get(
      await reading.now('/persons/jia/accountability?on=2016-09-30'),
      loose,
    );
    expect(counted).toMatchObject({
      count: 1,
      sanctions: [{ effectiveOn: '2015-09-30', methods: ['admonishing-talk'] }],
    });
  });

  it('brings its duties anew: letter, delivery by a new clock, filing, correction, restoration', async () => {
    const owed = await reading.obligations('M-1', 'on=2015-11-11&state=open');
    const anew = owed.filter(({ id }) => id.startsWith('M-1:D-1:'));
    expect(anew.map(({ id, dueOn }) => [id.slice('M-1:D-1:'.length), dueOn])).toEqual([
      ['delivery-subject:2', '2015-11-19'],
      ['delivery-unit:2', '2015-11-19'],
      ['archive:2', null],
      ['correction:publication-unit:2', null],
      ['execution:admonishing-talk:2', null],
      ['letter:2', null],
      ['restoration:circulated-criticism:2', null],
    ]);
    const known = `on=2015-11-11&state=open&knownAt=${before}`;
    const then = (await reading.obligations('M-1', known)).map(({ id }) => id);
    expect(then).toEqual(['M-1:A-1:appeal-decision']);
  });

  it('is delivered by the letter that was issued after it, within the new days', async () => {
    const delivery = { ...acts['record-delivery'], on: '2015-11-13' };
    expect(codesOf(await clerk.act('M-1', 'record-delivery', delivery))).toEqual([
      'delivery-without-letter',
    ]);
    await did('issue-letter', {
      on: '2015-11-12',
      letterId: 'L-2',
      replaces: 'L-1',
      number: '虚构问责决字（2015）第2号',
    });
    const late = { ...delivery, on: '2015-11-20' };
    expect(codesOf(await clerk.act('M-1', 'record-delivery', late))).toEqual(['delivered-late']);
    await did('record-delivery', { on: '2015-11-13', letterId: 'L-2' });
    await did('record-delivery', { on: '2015-11-19', recipient: 'unit' });
    expect(await reading.file('M-1')).toMatchObject({ decisions: [{ appealUntil: '2015-11-30' }] });
  });

  it('is corrected in public as widely as it was published, and undone where it was carried out', async () => {
    await did('publish', { on: '2015-11-16', kind: 'correction', of: published });
    await did('record-execution', { on: '2015-11-17', result: 'undone' });
    await did('record-execution', { on: '2015-11-18', method: 'admonishing-talk' });
    await did('archive', { on: '2015-11-18' });
    for (const recipient of ['appellant', 'unit'])
      await did('notify-appeal-outcome', { recipient });
    expect(await reading.obligations('M-1', 'on=2015-11-30&state=open')).toEqual([]);
    // Nothing is left to do: closing breaks no rule.
    await did('close');
  });
});

describe('a delivery recorded on the wrong day', () => {
  let delivery: string;
  let evidence: string;
  let before: string;
  const correction = () => ({
    ...acts['correct-record'],
    eventId: delivery,
    field: '/on',
    from: '2015-10-20',
    to: '2015-10-12',
    reasons: '送达回证所载日期为10月12日。',
    evidence,
  });
  const file = z.looseObject({
    decisions: z.array(z.looseObject({ deliveries: z.array(loose) })),
    corrections: z.array(loose),
  });
  const deliveries = async (query = '') =>
    file.parse(await reading.file('K-1', query)).decisions[0]!.deliveries;
  const duty = async (query: string) =>
    (await reading.obligations('K-1', `on=2015-12-01&kind=delivery-subject&${query}`))[0];

  beforeAll(async () => {
    await walk(clerk, 'K-1', 'issue-letter', {
      ...about('yi'),
      'issue-letter': { number: '虚构问责决字（2015）第3号' },
    });
    const late = { ...acts['record-delivery'], on: '2015-10-20' };
    await clerk.did('K-1', 'record-delivery', late, {
      acknowledge: { codes: ['delivered-late'], justification: '交接遗漏。' },
    });
    delivery = await eventOf('K-1', 'DecisionDelivered');
    const appeal = { ...acts['lodge-appeal'], on: '2015-11-02' };
    await clerk.did('K-1', 'lodge-appeal', appeal);
    const receipt = await uploaded(clerk, '送达回证');
    evidence = receipt.digest;
    before = (await clerk.did('K-1', 'evidence', { ...acts.evidence, ...receipt })).position;
  });

  it('is not corrected without the document that shows the day, nor from what it never said', async () => {
    const { evidence: _, ...bare } = correction();
    expect(impossibleAt(await clerk.act('K-1', 'correct-record', bare))).toBe('evidence');
    const unknown = { ...correction(), evidence: `sha-256:${'b'.repeat(64)}` };
    expect(impossibleAt(await clerk.act('K-1', 'correct-record', unknown))).toBe('evidence');
    const other = { ...correction(), from: '2015-10-19' };
    expect(impossibleAt(await clerk.act('K-1', 'correct-record', other))).toBe('from');
    const future = { ...correction(), to: '2999-01-01' };
    expect(impossibleAt(await clerk.act('K-1', 'correct-record', future))).toBe('to');
  });

  it('is shown with both dates, in the file and among the duties', async () => {
    expect(await duty('')).toMatchObject({ state: 'done-late', metOn: '2015-10-20' });
    await clerk.did('K-1', 'correct-record', correction());
    expect(await deliveries()).toMatchObject([
      { on: '2015-10-12', at: { eventId: delivery, recordedOn: '2015-10-20' } },
    ]);
    expect(await duty('')).toMatchObject({
      state: 'done',
      metOn: '2015-10-12',
      metBy: delivery,
      metRecordedOn: '2015-10-20',
    });
    expect(await reading.file('K-1')).toMatchObject({
      corrections: [{ eventId: delivery, field: '/on', from: '2015-10-20', to: '2015-10-12' }],
    });
  });

  it('moves the days of the appeal, which was in time by the wrong one', async () => {
    expect(await reading.file('K-1')).toMatchObject({
      decisions: [{ appealUntil: '2015-10-27' }],
      appeals: [{ lodgedOn: '2015-11-02', late: true }],
    });
    expect(await reading.file('K-1', `?asOf=${before}`)).toMatchObject({
      decisions: [{ appealUntil: '2015-11-04' }],
      appeals: [{ lodgedOn: '2015-11-02', late: false }],
    });
  });

  it('stands in the history as it was recorded, and is known before as it was known', async () => {
    const event = (await reading.history('K-1')).find(({ eventId }) => eventId === delivery);
    expect(event?.data).toMatchObject({ on: '2015-10-20' });
    const [then] = await deliveries(`?asOf=${before}`);
    expect(then).toMatchObject({ on: '2015-10-20' });
    expect(then?.['at']).not.toHaveProperty('recordedOn');
    const known = await duty(`knownAt=${before}`);
    expect(known).toMatchObject({ state: 'done-late', metOn: '2015-10-20' });
    expect(known).not.toHaveProperty('metRecordedOn');
  });

  it('is corrected once: the same again changes nothing', async () => {
    const again = await clerk.act('K-1', 'correct-record', correction());
    expect([again.status, recordedIn(again).events]).toEqual([200, []]);
  });
});

describe('other records', () => {
  it('move in the lists with their date, and stay there as known before', async () => {
    await walk(clerk, 'K-2', 'accept', about('staff'));
    const pleading = await clerk.did('K-2', 'record-intervention', acts['record-intervention']);
    const letter = await uploaded(clerk, '收文登记');
    await clerk.did('K-2', 'evidence', { ...acts.evidence, ...letter });
    const before = String(await service.head());
    for (const [eventId, field, from, to] of [
      [await eventOf('K-2', 'CaseRegistered'), '/receivedOn', '2015-09-01', '2015-08-31'],
      [pleading.events[0]!.eventId, '/on', '2015-09-09', '2015-09-08'],
    ] as const)
      await clerk.did('K-2', 'correct-record', {
        ...acts['correct-record'],
        ...{ eventId, field, from, to, evidence: letter.digest },
      });

    const cases = await clerk.items(await reading.now('/cases?to=2015-08-31'), loose);
    expect(cases).toMatchObject([{ caseId: 'K-2', receivedOn: '2015-08-31' }]);
    const intake = async (query: string) =>
      (await reading.obligations('K-2', `on=2015-12-31&kind=intake${query}`))[0];
    expect(await intake('')).toMatchObject({
      startedOn: '2015-08-31',
      startedRecordedOn: '2015-09-01',
      watchOn: '2015-09-30',
    });
    expect(await intake(`&knownAt=${before}`)).toMatchObject({
      startedOn: '2015-09-01',
      watchOn: '2015-10-01',
    });
    const log = async (query: string) =>
      clerk.items(await reading.now(`/interventions?case=K-2&to=2015-09-08${query}`), loose);
    expect(await log('')).toMatchObject([{ on: '2015-09-08' }]);
    expect(await log(`&knownAt=${before}`)).toEqual([]);
  });

  it('are not corrected in what was decided, nor in whom they name', async () => {
    const decision = await eventOf('M-1', 'DecisionMade');
    const correct = (field: string, from: string, to: string) =>
      clerk.act('M-1', 'correct-record', {
        ...acts['correct-record'],
        eventId: decision,
        field,
        from,
        to,
      });
    const methods = await correct('/methods/0', 'circulated-criticism', 'admonishing-talk');
    expect(impossibleAt(methods)).toBe('field');
    expect(impossibleAt(await correct('/organId', 'commission', 'committee'))).toBe('field');
    expect(impossibleAt(await correct('/effectiveOn', '2015-09-30', '2015-09-29'))).toBe('field');
  });
});

describe('a contact recorded about the wrong case', () => {
  let first: string;
  let before: number;
  const pleader = { personId: 'pleader-9', name: '巳某' };
  const log = async (query = '') =>
    (await clerk.items(await reading.now(`/interventions?pleader=pleader-9${query}`), loose)).map(
      (entry) => entry['eventId'],
    );
  const counted = async () =>
    (await clerk.items(await reading.now('/interventions/pleaders?min=1'), loose)).find(
      ({ personId }) => personId === 'pleader-9',
    );

  beforeAll(async () => {
    await walk(clerk, 'P-1', 'accept', about('yi'));
    for (const on of ['2015-09-09', '2015-09-10'])
      await clerk.did('P-1', 'record-intervention', {
        ...acts['record-intervention'],
        on,
        pleader,
      });
    first = await eventOf('P-1', 'InterventionRecorded');
    before = await service.head();
  });

  it('leaves the log and the count of the pleader once it is void', async () => {
    expect(await log()).toHaveLength(2);
    expect(await counted()).toMatchObject({ count: 2, aggravationDue: true });
    const voiding = { ...acts['void-record'], eventId: first };
    await clerk.did('P-1', 'void-record', voiding);
    expect(await log()).toEqual([await eventOf('P-1', 'InterventionRecorded', 1)]);
    expect(await counted()).toMatchObject({ count: 1, aggravationDue: false });
    expect(await reading.file('P-1')).toMatchObject({
      interventions: [{ on: '2015-09-10' }],
      voidings: [{ eventId: first }],
    });
    expect((await clerk.act('P-1', 'void-record', voiding)).status).toBe(200);
  });

  it('stays in the history, and in what was known before', async () => {
    const types = (await reading.history('P-1')).map(({ type }) => type);
    expect(types.filter((type) => type === 'InterventionRecorded')).toHaveLength(2);
    expect(types.at(-1)).toBe('RecordVoided');
    expect(await log(`&knownAt=${String(before)}`)).toHaveLength(2);
    expect(await reading.file('P-1', `?asOf=${String(before)}`)).toMatchObject({
      interventions: [{ on: '2015-09-09' }, { on: '2015-09-10' }],
      voidings: [],
    });
  });

  it('is no way to be rid of a decision, nor of what another record rests on', async () => {
    const voided = async (caseId: string, type: string) =>
      clerk.act(caseId, 'void-record', {
        ...acts['void-record'],
        eventId: await eventOf(caseId, type),
      });
    expect(impossibleAt(await voided('M-1', 'DecisionMade'))).toBe('eventId');
    expect(impossibleAt(await voided('M-1', 'AppealDecided'))).toBe('eventId');
    expect(impossibleAt(await voided('M-1', 'AppealLodged'))).toBe('eventId');
    expect(impossibleAt(await voided('P-1', 'CaseRegistered'))).toBe('eventId');
    const again = { ...acts['correct-record'], eventId: first, field: '/channel' };
    const ofVoid = await clerk.act('P-1', 'correct-record', { ...again, from: '电话', to: '当面' });
    expect(impossibleAt(ofVoid)).toBe('eventId');
  });
});

describe('a decision found wrong without an appeal', () => {
  let before: number;

  beforeAll(async () => {
    await walk(clerk, 'R-1', 'record-execution', {
      ...about('wei'),
      'issue-letter': { number: '虚构问责决字（2015）第4号' },
    });
    before = await service.head();
  });

  it('is revoked with the authority it was made with', async () => {
    const below = { ...acts['correct-decision'], organId: 'bureau' };
    expect(codesOf(await clerk.act('R-1', 'correct-decision', below))).toContain(
      'organ-without-authority',
    );
    await clerk.did('R-1', 'correct-decision', acts['correct-decision']);
    expect(await reading.file('R-1')).toMatchObject({
      decisions: [
        {
          state: 'revoked',
          revokedOn: '2015-11-20',
          changes: [{ by: 'correction', outcome: 'revoked' }],
        },
      ],
    });
    expect(impossibleAt(await clerk.act('R-1', 'correct-decision', acts['correct-decision']))).toBe(
      'decisionId',
    );
  });

  it('counts no more, also for the past, and as known before it did', async () => {
    for (const on of ['2015-10-01', '2015-12-31']) {
      expect(await reading.count('wei', `on=${on}`)).toMatchObject({ count: 0 });
      const known = `on=${on}&knownAt=${String(before)}`;
      expect(await reading.count('wei', known)).toMatchObject({ count: 1 });
    }
    const counts = async (query: string) =>
      (
        await city.auditor.items(
          await reading.now(`/accountability-counts?on=2015-12-31${query}`),
          loose,
        )
      ).map(({ personId }) => personId);
    expect(await counts('')).not.toContain('wei');
    expect(await counts(`&knownAt=${String(before)}`)).toContain('wei');
  });

  it('is told, taken back as widely as it was published, and undone', async () => {
    const owed = await reading.obligations('R-1', 'on=2015-11-21&state=open');
    expect(owed.map(({ id }) => id.slice('R-1:D-1:'.length))).toEqual([
      'delivery-subject:2',
      'delivery-unit:2',
      'correction:archive:2',
      'correction:publication-unit:2',
      'letter:2',
      'restoration:circulated-criticism:2',
    ]);
  });
});

// Who may decide what on whom (M1 Art. 2, 14, 16, 19–22), as a user of the service meets it: the
// frame that is shown before, what is refused, and what is recorded.
import { codesOf, problemIn, recordedIn, refusal, type Caller } from '../support/caller.js';
import { registerCity, registration, walk, type City } from '../support/city.js';
import { acts, persons } from '../support/office.js';
import { loose, Readings } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';
import { recommended } from './case-on-one-person.js';

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
  const chou = { id: 'chou', name: '丑某', organId: 'commission', track: 'discipline-organ-staff' };
  const answer = await city.admin.post('/persons', { ...fields, ...chou });
  if (answer.status !== 201) throw new Error(answer.text);
});

const severe = { severity: 'severe', severityReasons: '群众反映强烈，媒体持续报道。' };
const meeting = { body: '虚构市委常委会', heldOn: '2015-09-29', reference: '〔2015〕9号' };

describe('a severe case of a leading cadre', () => {
  beforeAll(() => recommended(clerk, 'L-1', 'jia', severe, ['removal']), 30_000);

  it('shows what the measures permit before anybody decides', async () => {
    const frame = await clerk.get('/cases/L-1/decision-frame?subjectId=s1&on=2015-09-30', loose);
    expect(frame).toMatchObject({
      subjectId: 's1',
      on: '2015-09-30',
      track: 'leading-cadre',
      baseBand: 'severe',
      grounds: ['M2-5-1'],
      priors: [],
      priorCount: 0,
      conductBeforePriors: null,
      adjustmentRequired: false,
      adjustmentsPermitted: [{ code: 'none', clause: 'M1-14' }],
      permittedMethods: [
        {
          adjustment: 'none',
          band: 'severe',
          methods: ['ordered-resignation', 'removal', 'demotion'],
        },
      ],
      authority: {
        managedBy: 'committee',
        byBand: {
          minor: { collective: false, clause: 'M1-20-3' },
          severe: { kinds: ['party-committee', 'government'], collective: true, approvalBy: null },
        },
      },
    });
  });

  it('awaits the decision of the Party committee', async () => {
    expect(await reading.obligations('L-1', 'on=2015-09-30&kind=decision')).toMatchObject([
      { id: 'L-1:s1:decision', organId: 'committee', subjectId: 's1', state: 'open' },
    ]);
  });

  it('is not for the commission to decide, nor for anybody without a meeting', async () => {
    const removal = { ...acts.decide, methods: ['removal'] };
    expect(codesOf(await clerk.act('L-1', 'decide', removal))).toEqual([
      'organ-without-authority',
      'no-collective-meeting',
    ]);
    const alone = { ...removal, organId: 'committee' };
    expect(codesOf(await clerk.act('L-1', 'decide', alone))).toEqual(['no-collective-meeting']);
    const talk = { ...alone, methods: ['admonishing-talk'], meeting };
    expect(codesOf(await clerk.act('L-1', 'decide', talk))).toContain('lighter-than-frame');
  });

  it('is decided by the Party committee in a meeting, within the frame that is kept with it', async () => {
    const answer = await clerk.act('L-1', 'decide', {
      ...acts.decide,
      organId: 'committee',
      methods: ['removal'],
      meeting,
    });
    expect(answer.status).toBe(201);
    expect(recordedIn(answer)).not.toHaveProperty('notices');
    expect(await reading.file('L-1')).toMatchObject({
      phase: 'decided',
      decisions: [
        {
          organId: 'committee',
          methods: ['removal'],
          meeting,
          track: 'leading-cadre',
          frame: { kind: 'person', baseBand: 'severe', aggravating: [], mitigating: [] },
        },
      ],
    });
    expect(await reading.obligations('L-1', 'on=2015-09-30&kind=decision')).toMatchObject([
      { state: 'done', metOn: '2015-09-30' },
    ]);
  });
});

describe('a case of a discipline inspection organ’s own staff', () => {
  const found = { grounds: ['M1-7-9'], severity: 'serious' };
  const decision = { ...acts.decide, methods: ['suspension'], meeting };
  const approval = { ...acts['record-approval'], methods: ['suspension'] };

  it('starts with the approval of the commission’s main leader', async () => {
    const start = { ...acts.initiate, approvedBy: { organId: 'commission', name: '辰某' } };
    await recommended(clerk, 'O-1', 'chou', found, ['suspension'], {
      accept: { track: 'discipline-organ-staff' },
      initiate: start,
    });
    await clerk.did('O-2', 'register', registration);
    await clerk.did('O-2', 'accept', { ...acts.accept, track: 'discipline-organ-staff' });
    expect(codesOf(await clerk.act('O-2', 'initiate', acts.initiate))).toEqual([
      'start-not-approved-by-commission',
    ]);
  });

  it('needs the approval of the committee that manages the person, where it is no light one', async () => {
    const frame = await clerk.get('/cases/O-1/decision-frame?subjectId=s1&on=2015-09-30', loose);
    expect(frame).toMatchObject({
      authority: {
        byBand: { minor: { approvalBy: null }, serious: { approvalBy: 'committee' } },
      },
    });
    expect(codesOf(await clerk.act('O-1', 'decide', decision))).toEqual(['approval-missing']);
    await clerk.did('O-1', 'record-approval', {
      ...acts['record-approval'],
      on: '2015-09-26',
      outcome: 'refused',
    });
    expect(codesOf(await clerk.act('O-1', 'decide', decision))).toEqual(['approval-missing']);
    await clerk.did('O-1', 'record-approval', approval);
    expect(await reading.file('O-1')).toMatchObject({
      approvals: [{ outcome: 'refused' }, { outcome: 'approved', methods: ['suspension'] }],
    });
  });

  it('is decided by the commission as far as was approved, and no further', async () => {
    const further = { ...decision, methods: ['transfer'] };
    expect(codesOf(await clerk.act('O-1', 'decide', further))).toEqual(['heavier-than-approved']);
    await clerk.did('O-1', 'decide', decision);
    expect(await reading.count('chou', 'on=2015-12-31')).toMatchObject({ count: 1 });
  });
});

describe('a case on which only a proposal can be made', () => {
  let outcome: string;

  it('is not decided here', async () => {
    await recommended(clerk, 'V-1', 'stationed', {}, ['circulated-criticism'], {
      accept: { track: 'proposal-only' },
    });
    const answer = await clerk.act('V-1', 'decide', acts.decide);
    expect(refusal(answer)).toBe('409 not-possible');
    expect(problemIn(answer).errors).toMatchObject([{ path: 'organId' }]);
  });

  it('goes to the appointing organ, whose outcome counts as one time from its own date', async () => {
    const elsewhere = { ...acts['forward-proposal'], toOrganId: 'neighbour' };
    expect(codesOf(await clerk.act('V-1', 'forward-proposal', elsewhere))).toEqual([
      'proposal-to-other-organ',
    ]);
    await clerk.did('V-1', 'forward-proposal', acts['forward-proposal']);
    const back = await clerk.did('V-1', 'record-external-outcome', acts['record-external-outcome']);
    outcome = back.events[0]!.eventId;
    expect(await reading.file('V-1')).toMatchObject({
      phase: 'decided',
      proposals: [{ toOrganId: 'ministry' }],
      outcomes: [{ organId: 'ministry', decidedOn: '2015-10-15' }],
    });
    expect(await reading.count('stationed', 'on=2015-10-14')).toMatchObject({ count: 0 });
    const counted = await clerk.get(
      await reading.now('/persons/stationed/accountability?on=2016-10-15'),
      loose,
    );
    expect(counted).toMatchObject({
      count: 1,
      sanctions: [
        {
          caseId: 'V-1',
          decisionId: outcome,
          organId: 'ministry',
          effectiveOn: '2015-10-15',
          methods: ['circulated-criticism'],
        },
      ],
    });
    expect(await reading.count('stationed', 'on=2016-10-16')).toMatchObject({ count: 0 });
  });

  it('is a prior in the frame of the next one', async () => {
    await recommended(clerk, 'V-2', 'stationed', {}, ['circulated-criticism'], {
      accept: { track: 'proposal-only' },
    });
    const frame = await clerk.get('/cases/V-2/decision-frame?subjectId=s1&on=2015-12-01', loose);
    expect(frame).toMatchObject({
      priorCount: 1,
      priors: [{ caseId: 'V-1', decisionId: outcome, eventId: outcome }],
      adjustmentRequired: false,
    });
  });

  it('counts no more once its record is void, and as known before it still does', async () => {
    const before = await service.head();
    await clerk.did('V-1', 'void-record', { ...acts['void-record'], eventId: outcome });
    expect(await reading.count('stationed', 'on=2015-12-31')).toMatchObject({ count: 0 });
    const known = `on=2015-12-31&knownAt=${String(before)}`;
    expect(await reading.count('stationed', known)).toMatchObject({ count: 1 });
    expect(await reading.file('V-1')).toMatchObject({ phase: 'reported', outcomes: [] });
  });
});

describe('a directive of a superior organ', () => {
  it('is for an organ that stands above', async () => {
    await walk(clerk, 'D-1', 'recommend');
    const upwards = { ...acts['issue-directive'], organId: 'bureau' };
    expect(codesOf(await clerk.act('D-1', 'issue-directive', upwards))).toEqual([
      'directive-from-non-superior',
    ]);
    await clerk.did('D-1', 'issue-directive', acts['issue-directive']);
  });

  it('is open until its day, overdue after it, and answered late by the decision', async () => {
    const states = async (on: string) =>
      (await reading.obligations('D-1', `on=${on}&kind=directive`)).map(({ state }) => state);
    expect(await reading.obligations('D-1', 'on=2015-10-31&kind=directive')).toMatchObject([
      { clause: 'M1-19', organId: 'commission', subjectId: 's1', dueOn: '2015-10-31' },
    ]);
    expect(await states('2015-10-31')).toEqual(['open']);
    expect(await states('2015-11-01')).toEqual(['overdue']);
    await clerk.did('D-1', 'decide', { ...acts.decide, on: '2015-11-05' });
    expect(await states('2015-11-04')).toEqual(['overdue']);
    expect(await states('2015-11-05')).toEqual(['done-late']);
  });

  it('is answered by a reasoned refusal too (I-37)', async () => {
    await walk(clerk, 'D-2', 'recommend');
    const { events } = await clerk.did('D-2', 'issue-directive', acts['issue-directive']);
    const directiveId = events[0]!.eventId;
    const refused = { ...acts['refuse-directive'], directiveId };
    const other = { ...refused, organId: 'bureau' };
    expect(refusal(await clerk.act('D-2', 'refuse-directive', other))).toBe('409 not-possible');
    await clerk.did('D-2', 'refuse-directive', refused);
    expect(await reading.obligations('D-2', 'on=2015-11-01&kind=directive')).toMatchObject([
      { state: 'done', metOn: '2015-09-25' },
    ]);
    expect((await clerk.act('D-2', 'refuse-directive', refused)).status).toBe(200);
  });
});

describe('the frame of a decision', () => {
  it('is that of today when no day is named, and of a day to come when it is', async () => {
    const today = await clerk.get('/cases/L-1/decision-frame?subjectId=s1', loose);
    expect(today['on']).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    const later = await clerk.get('/cases/L-1/decision-frame?subjectId=s1&on=2999-01-01', loose);
    expect(later).toMatchObject({ on: '2999-01-01', baseBand: 'severe' });
  });

  it('permits nothing yet where nothing is found, and knows no authority without a track', async () => {
    const unidentified = { ...registration, subjects: [{ subjectId: 's1', kind: 'person' }] };
    await clerk.did('F-1', 'register', unidentified);
    expect(await clerk.get('/cases/F-1/decision-frame?subjectId=s1', loose)).toMatchObject({
      track: null,
      baseBand: null,
      grounds: [],
      permittedMethods: [],
      authority: { managedBy: null, byBand: null },
    });
  });

  it.each([
    ['of somebody who is no subject', '/cases/L-1/decision-frame?subjectId=s9', '409 not-possible'],
    ['of no case', '/cases/none/decision-frame?subjectId=s1', '404 case-not-found'],
    ['of nobody', '/cases/L-1/decision-frame', '400 invalid-request'],
    ['on no day', '/cases/L-1/decision-frame?subjectId=s1&on=2015-02-30', '400 invalid-request'],
  ])('is refused when it is asked %s', async (_, path, told) => {
    const before = await service.head();
    expect(refusal(await clerk.ask(path))).toBe(told);
    expect(await service.head()).toBe(before);
  });

  it('is refused to who sees no cases, and to who does not see this one', async () => {
    const path = '/cases/L-1/decision-frame?subjectId=s1';
    for (const role of ['analyst', 'custodian', 'admin'] as const) {
      const nobody = await service.caller('commission', [role]);
      expect(refusal(await nobody.ask(path))).toBe('403 forbidden');
    }
    expect(refusal(await city.stranger.ask(path))).toBe('404 case-not-found');
    expect((await city.auditor.ask(path)).status).toBe(200);
  });
});

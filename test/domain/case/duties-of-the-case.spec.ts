// The duties before and beside a decision: what is owed by whom, from when, and how it is met
// (M1 Art. 4, 19, 20, 25; M2 Art. 7).
import type { CaseCommand, CommandBody } from '../../../src/domain/case/acts.js';
import { dutiesOf } from '../../../src/domain/case/duties.js';
import { caseAfter } from '../../support/given.js';
import { act, acts, eventIdAt, finding, recommendation, upTo } from '../../support/office.js';
import { ofKind, owed } from './duties-owed.js';

describe('to take a case or say why not (M2-7)', () => {
  it.each([
    ['acceptance', act('accept'), '2015-09-02'],
    ['declination', act('decline'), '2015-09-02'],
  ] as const)('is met by %s', (_, answer, on) => {
    expect(owed('intake', act('register'))).toStrictEqual([
      ['intake', 'commission', '2015-09-01', undefined],
    ]);
    expect(owed('intake', act('register'), answer)).toStrictEqual([
      ['intake', 'commission', '2015-09-01', on],
    ]);
    expect(ofKind('intake', [act('register')])[0]).toMatchObject({ watchOn: '2015-10-01' });
  });

  it('is met by a transfer, and begins for whoever receives it', () => {
    expect(owed('intake', act('register'), act('transfer'))).toStrictEqual([
      ['intake', 'commission', '2015-09-01', '2015-09-03'],
      ['intake:2', 'organization', '2015-09-03', undefined],
    ]);
  });

  it('does not begin where one of the subjects is transferred', () => {
    const partly = act('transfer', { subjectIds: ['s1'] });
    expect(owed('intake', act('register'), partly)).toStrictEqual([
      ['intake', 'commission', '2015-09-01', undefined],
    ]);
  });

  it.each([
    ['an investigation', act('initiate'), '2015-09-05'],
    ['a report', act('file-report'), '2015-09-15'],
    ['a decision', act('decide'), '2015-09-30'],
  ] as const)('is met by %s where nobody accepted before', (_, takenUp, on) => {
    expect(owed('intake', act('register'), takenUp)).toStrictEqual([
      ['intake', 'commission', '2015-09-01', on],
    ]);
  });

  it('is not met for whoever receives it by what the organ before did', () => {
    expect(owed('intake', act('register'), act('file-report'), act('transfer'))).toStrictEqual([
      ['intake', 'commission', '2015-09-01', '2015-09-03'],
      ['intake:2', 'organization', '2015-09-03', undefined],
    ]);
  });

  it('is owed no longer where the matter is over for everybody, and is where they left the scope', () => {
    const ended = (changed: Partial<CommandBody<'end-for-subject'>> = {}) =>
      owed('intake', act('register'), act('end-for-subject', changed));
    expect(ended()).toStrictEqual([]);
    expect(ended({ reason: 'left-scope' })).toHaveLength(1);
    expect(ended({ reason: 'mistaken' })).toHaveLength(1);
  });

  it('begins anew where a declined case is reopened', () => {
    expect(owed('intake', act('register'), act('decline'), act('reopen'))).toStrictEqual([
      ['intake', 'commission', '2015-09-01', '2015-09-02'],
      ['intake:2', 'commission', '2015-12-01', undefined],
    ]);
  });
});

describe('to initiate what was accepted (M1-20)', () => {
  it('follows the acceptance, and is met by the initiation', () => {
    expect(owed('initiation', ...upTo('accept'))).toStrictEqual([
      ['initiation', 'commission', '2015-09-02', undefined],
    ]);
    expect(owed('initiation', ...upTo('initiate'))).toStrictEqual([
      ['initiation', 'commission', '2015-09-02', '2015-09-05'],
    ]);
  });

  it.each([
    ['a report', act('file-report'), '2015-09-15'],
    ['a decision', act('decide'), '2015-09-30'],
  ] as const)('is met by %s where nobody began before', (_, done, on) => {
    expect(owed('initiation', ...upTo('accept'), done)).toStrictEqual([
      ['initiation', 'commission', '2015-09-02', on],
    ]);
  });

  it('goes with a transfer to whoever accepts then', () => {
    const handedOn = [...upTo('accept'), act('transfer')];
    expect(owed('initiation', ...handedOn)).toStrictEqual([]);
    const taken = act('accept', { on: '2015-09-04', organId: 'organization' });
    expect(owed('initiation', ...handedOn, taken)).toStrictEqual([
      ['initiation', 'organization', '2015-09-04', undefined],
    ]);
  });

  it('begins anew where a closed case is reopened', () => {
    expect(owed('initiation', ...upTo('initiate'), act('close'), act('reopen'))).toStrictEqual([
      ['initiation', 'commission', '2015-09-02', '2015-09-05'],
      ['initiation:2', 'commission', '2015-12-01', undefined],
    ]);
  });
});

describe('to report, to recommend and to decide (M1-20)', () => {
  const steps = (...history: readonly CaseCommand[]) =>
    (['report', 'recommendation', 'decision'] as const).flatMap((kind) => owed(kind, ...history));

  it('follow each other for each subject', () => {
    expect(steps(...upTo('initiate'))).toStrictEqual([
      ['s1:report', 'commission', '2015-09-05', undefined],
    ]);
    expect(steps(...upTo('file-report'))).toStrictEqual([
      ['s1:report', 'commission', '2015-09-05', '2015-09-15'],
      ['s1:recommendation', 'commission', '2015-09-15', undefined],
    ]);
    expect(steps(...upTo('decide'))).toStrictEqual([
      ['s1:report', 'commission', '2015-09-05', '2015-09-15'],
      ['s1:recommendation', 'commission', '2015-09-15', '2015-09-18'],
      ['s1:decision', 'commission', '2015-09-18', '2015-09-30'],
    ]);
  });

  it('are owed no longer where a decision was made without them', () => {
    expect(steps(...upTo('initiate'), act('decide'))).toStrictEqual([]);
  });

  it('are owed no longer for a subject for whom the case is over', () => {
    expect(steps(...upTo('file-report'), act('end-for-subject'))).toStrictEqual([
      ['s1:report', 'commission', '2015-09-05', '2015-09-15'],
    ]);
  });

  it('are owed no longer in a case that is declined', () => {
    const declined = [act('register'), act('file-report'), act('recommend'), act('decline')];
    expect(owed('decision', ...declined.slice(0, -1))).toHaveLength(1);
    expect(owed('decision', ...declined)).toStrictEqual([]);
  });

  it('are owed for a subject added later, from the day it was added on', () => {
    expect(owed('report', ...upTo('file-report'), act('add-subject'))).toStrictEqual([
      ['s1:report', 'commission', '2015-09-05', '2015-09-15'],
      ['s2:report', 'commission', '2015-09-10', undefined],
    ]);
  });

  it('are owed for a subject added before the investigation, from the initiation on', () => {
    const history = [...upTo('accept'), act('add-subject', { on: '2015-09-04' }), act('initiate')];
    expect(owed('report', ...history)).toStrictEqual([
      ['s1:report', 'commission', '2015-09-05', undefined],
      ['s2:report', 'commission', '2015-09-05', undefined],
    ]);
  });

  it('begin anew in a reopened case, and the former round stays as it was', () => {
    const closed = act('close', { on: '2015-10-10' });
    const reopened = [...upTo('file-report'), closed, act('reopen')];
    expect(steps(...reopened)).toStrictEqual([
      ['s1:report', 'commission', '2015-09-05', '2015-09-15'],
    ]);
    expect(steps(...reopened, act('initiate', { on: '2015-12-02' }))).toStrictEqual([
      ['s1:report', 'commission', '2015-09-05', '2015-09-15'],
      ['s1:report:2', 'commission', '2015-12-02', undefined],
    ]);
  });

  it('are those of the organ that investigates after a transfer', () => {
    const taken = [
      act('transfer', { on: '2015-09-10' }),
      act('accept', { on: '2015-09-11', organId: 'organization' }),
      act('initiate', { on: '2015-09-12', organId: 'organization' }),
    ];
    expect(owed('report', ...upTo('initiate'), ...taken)).toStrictEqual([
      ['s1:report', 'organization', '2015-09-12', undefined],
    ]);
    expect(owed('report', ...upTo('file-report'), ...taken)).toStrictEqual([
      ['s1:report', 'commission', '2015-09-05', '2015-09-15'],
    ]);
  });

  it('keep their first day where the same organ initiates again for one subject', () => {
    const again = act('initiate', { on: '2015-09-12', subjectIds: ['s1'] });
    expect(owed('report', ...upTo('initiate'), again)).toStrictEqual([
      ['s1:report', 'commission', '2015-09-05', undefined],
    ]);
  });

  it.each<[string, Partial<CommandBody<'recommend'>['recommendations'][number]>, string, string]>([
    ['the organ that recommends, for light methods', {}, 'leading-cadre', 'commission'],
    [
      'who manages the person, for heavy ones',
      { methods: ['suspension'] },
      'leading-cadre',
      'committee',
    ],
    [
      'the organ that recommends, for none',
      { accountable: false, methods: [] },
      'leading-cadre',
      'commission',
    ],
    [
      'the department, also where the committee manages the person',
      {},
      'department-staff',
      'bureau',
    ],
    ['who has the case, of the commission itself', {}, 'discipline-organ-staff', 'commission'],
  ])('the decision is awaited from %s', (_, changed, track, organId) => {
    const history = [
      act('register'),
      act('accept', { track: track as CommandBody<'accept'>['track'] }),
      ...upTo('file-report').slice(2),
      act('recommend', { recommendations: [{ ...recommendation, ...changed }] }),
    ];
    expect(owed('decision', ...history).map(([, organ]) => organ)).toStrictEqual([organId]);
  });

  it('the decision on somebody the city does not manage is met by the outcome that comes back', () => {
    const history = [
      act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'stationed' }] }),
      act('accept', { track: 'proposal-only' }),
      ...upTo('recommend').slice(2),
      act('forward-proposal'),
    ];
    expect(owed('decision', ...history)).toStrictEqual([
      ['s1:decision', 'ministry', '2015-09-18', undefined],
    ]);
    expect(owed('decision', ...history, act('record-external-outcome'))).toStrictEqual([
      ['s1:decision', 'ministry', '2015-09-18', '2015-10-20'],
    ]);
  });
});

describe('to answer a directive (M1-19)', () => {
  const history = [...upTo('recommend'), act('issue-directive')];
  const directiveId = eventIdAt(history.length - 1);
  const refused = act('refuse-directive', { directiveId });
  const id = `${directiveId}:directive`;

  it('is due when the directive says, and watched where it says nothing', () => {
    expect(ofKind('directive', history)).toMatchObject([
      { dueOn: '2015-10-31', provisional: false, organId: 'commission' },
    ]);
    const { dueOn: _, ...undated } = act('issue-directive').body;
    const [duty] = ofKind('directive', [
      ...upTo('recommend'),
      { act: 'issue-directive', body: undated },
    ]);
    expect([duty?.dueOn, duty?.watchOn]).toStrictEqual([undefined, '2015-10-19']);
  });

  it('is met by a decision after it, whatever it says, by a refusal, or by going back', () => {
    expect(owed('directive', ...history, act('decide'))).toStrictEqual([
      [id, 'commission', '2015-09-19', '2015-09-30'],
    ]);
    const no = act('decide', { accountable: false, methods: [] });
    expect(owed('directive', ...history, no)[0]?.[3]).toBe('2015-09-30');
    expect(owed('directive', ...history, refused)[0]?.[3]).toBe('2015-09-25');
    const back = act('transfer', { on: '2015-09-22', directives: 'return' });
    expect(owed('directive', ...history, back)[0]?.[3]).toBe('2015-09-22');
  });

  it('is not met by a decision that was made before it', () => {
    const late = [...upTo('decide'), act('issue-directive', { on: '2015-10-08' })];
    expect(owed('directive', ...late)[0]?.[3]).toBeUndefined();
  });

  it('goes on to the organ that receives the case with it', () => {
    const follow = act('transfer', { on: '2015-09-22', directives: 'follow' });
    expect(owed('directive', ...history, follow)).toStrictEqual([
      [id, 'organization', '2015-09-19', undefined],
    ]);
  });

  it('is owed no longer once the subject has died, and is after a subject left the scope', () => {
    expect(owed('directive', ...history, act('end-for-subject'))).toStrictEqual([]);
    const left = [...history, act('end-for-subject', { reason: 'left-scope' })];
    expect(owed('directive', ...left)).toStrictEqual([[id, 'commission', '2015-09-19', undefined]]);
    expect(owed('directive', ...left, refused)[0]?.[3]).toBe('2015-09-25');
  });
});

describe('to refer (M1-4)', () => {
  const found = (changed: object) => [
    ...upTo('evidence'),
    act('file-report', { findings: [{ ...finding, ...changed }] }),
  ];

  it.each([
    ['discipline-referral', { disciplineNeeded: true }, 'refer-discipline'],
    ['judicial-referral', { crimeSuspected: true }, 'refer-judicial'],
  ] as const)('%s follows the report that calls for it', (kind, changed, name) => {
    expect(owed(kind, ...found({}))).toStrictEqual([]);
    expect(owed(kind, ...found(changed))).toStrictEqual([
      [`s1:${kind}`, 'commission', '2015-09-15', undefined],
    ]);
    expect(owed(kind, ...found(changed), act(name))).toStrictEqual([
      [`s1:${kind}`, 'commission', '2015-09-15', '2015-09-22'],
    ]);
    expect(owed(kind, ...found(changed), act('end-for-subject'))).toStrictEqual([]);
    const left = act('end-for-subject', { reason: 'left-scope' });
    expect(owed(kind, ...found(changed), left)).toHaveLength(1);
  });
});

describe('to report for the record is two duties (M1-25)', () => {
  it('one to a discipline inspection organ, one to the organisation or personnel department', () => {
    const parts = ['D-1:report-for-record:discipline', 'D-1:report-for-record:organisation'];
    const met = (...more: readonly CaseCommand[]) =>
      owed('report-for-record', ...upTo('decide'), ...more).map(([id, , , on]) => [id, on]);
    expect(met()).toStrictEqual([
      [parts[0], undefined],
      [parts[1], undefined],
    ]);
    expect(met(act('report-for-record'))).toStrictEqual([
      [parts[0], '2015-10-13'],
      [parts[1], undefined],
    ]);
    expect(met(act('report-for-record', { toOrganId: 'organization' }))).toStrictEqual([
      [parts[0], undefined],
      [parts[1], '2015-10-13'],
    ]);
    expect(met(act('report-for-record', { toOrganId: 'bureau' }))).toStrictEqual([
      [parts[0], undefined],
      [parts[1], undefined],
    ]);
  });
});

describe('to execute', () => {
  const meeting = { body: '虚构市委常委会', heldOn: '2015-09-29', reference: '第1号' };
  const decidedAs = (changed: Partial<CommandBody<'decide'>>) => [
    ...upTo('recommend'),
    act('decide', { organId: 'committee', meeting, ...changed }),
  ];
  const suspended = decidedAs({ severity: 'serious', methods: ['suspension'] });
  const begun = (changed: Partial<CommandBody<'record-execution'>> = {}) =>
    act('record-execution', { method: 'suspension', result: 'begun', ...changed });
  const watch = (...history: readonly CaseCommand[]) => ofKind('execution', history)[0]?.watchOn;

  it('a suspension is looked at when its term is over, or after 180 days (I-41)', () => {
    expect(watch(...suspended)).toBe('2015-10-30');
    expect(watch(...suspended, begun())).toBe('2016-04-12');
    expect(watch(...suspended, begun({ from: '2015-10-10' }))).toBe('2016-04-07');
    expect(watch(...suspended, begun({ until: '2015-12-31' }))).toBe('2015-12-31');
  });

  it('a suspension is carried out when it has ended, not when it begins', () => {
    expect(owed('execution', ...suspended, begun())[0]?.[3]).toBeUndefined();
    const ended = begun({ on: '2016-01-01', result: 'ended' });
    expect(owed('execution', ...suspended, begun(), ended)[0]?.[3]).toBe('2016-01-01');
  });

  it('is watched from the day a decision takes effect, where that follows (I-44)', () => {
    const removal = { severity: 'severe' as const, methods: ['removal' as const] };
    expect(watch(...decidedAs({ ...removal, effectiveOn: '2015-11-10' }))).toBe('2015-12-10');
    expect(watch(...decidedAs(removal))).toBe('2015-10-30');
  });

  it('is not met by a refusal', () => {
    const resigned = decidedAs({ severity: 'serious', methods: ['resignation-taking-blame'] });
    const refusal = act('record-execution', {
      method: 'resignation-taking-blame',
      result: 'refused',
    });
    expect(owed('execution', ...resigned, refusal)[0]?.[3]).toBeUndefined();
  });
});

describe('a case with nothing decided', () => {
  it('owes nothing but its intake once it is declined', () => {
    const kinds = dutiesOf(caseAfter(act('register'), act('decline'))).map(({ kind, met }) => [
      kind,
      met?.on,
    ]);
    expect(kinds).toStrictEqual([['intake', acts.decline.on]]);
  });
});

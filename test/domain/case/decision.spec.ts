import type { CommandBody } from '../../../src/domain/case/acts.js';
import { given, recorded, refusedAt, understood } from '../../support/given.js';
import {
  act,
  before,
  facts,
  finding,
  recommendation,
  upTo,
  upToWithout,
} from '../../support/office.js';
import { frameWith, regularDecision } from './regular-decision.js';

const meeting = { body: '虚构市委常委会', heldOn: '2015-09-29', reference: '第1号' };

const decided = (changed: Partial<CommandBody<'decide'>>) => act('decide', changed);

describe('deciding on a person', () => {
  const recommended = given(...upTo('recommend'));

  it("records the decision with the report's findings and what was known of the person then", () => {
    recommended.when(act('decide')).then({ type: 'DecisionMade', data: regularDecision });
  });

  it("records the decision's own findings where it states them", () => {
    const own = {
      facts: '拖延审批两个月。',
      grounds: ['M1-7-10' as const],
      otherConduct: '擅离职守。',
      severity: 'serious' as const,
      responsibility: 'direct' as const,
      majorImpact: true,
      mitigating: [{ code: 'remedied-harm' as const }],
      aggravating: [{ code: 'retaliated' as const }],
      adjustment: 'heavier' as const,
      methods: ['transfer' as const],
      organId: 'committee',
      meeting,
      effectiveOn: '2015-10-09',
    };
    recommended.when(decided(own)).then({
      type: 'DecisionMade',
      data: { ...regularDecision, ...own, frame: frameWith(own)! },
    });
  });

  it('does not take over from the report what a decision cannot rest on', () => {
    const found = {
      ...finding,
      crimeSuspected: true,
      disciplineNeeded: true,
      conducts: [{ id: 'c1', facts: '拖延。', grounds: ['M2-5-1' as const] }],
    };
    given(
      ...before('file-report'),
      act('file-report', { findings: [found] }),
      act('hear-subject'),
      act('recommend'),
    )
      .when(act('decide'))
      .then({ type: 'DecisionMade', data: regularDecision });
  });

  it('rests on the latest report on the subject', () => {
    const supplement = act('file-report', {
      on: '2015-09-20',
      findings: [{ ...finding, facts: '拖延审批五个月。', grounds: ['M1-7-9'] }],
    });
    given(...upTo('recommend'), supplement)
      .when(act('decide'))
      .then({
        type: 'DecisionMade',
        data: { ...regularDecision, facts: '拖延审批五个月。', grounds: ['M1-7-9'] },
      });
  });

  it('records the person as it was on the day of the decision, not as it is now', () => {
    const known = facts();
    const jia = known.persons.get('jia')!;
    const moved = {
      ...jia,
      changes: [
        { since: '2015-09-30', post: '局长', rank: 'county' as const, partyMember: true },
        { since: '2015-10-01', organId: 'organization', managedBy: 'commission' },
      ],
    };
    recommended.when(act('decide'), { ...known, persons: new Map([['jia', moved]]) }).then({
      type: 'DecisionMade',
      data: {
        ...regularDecision,
        subject: { ...regularDecision.subject!, post: '局长', rank: 'county', partyMember: true },
      },
    });
  });

  it('records a decision not to hold to account', () => {
    recommended.when(decided({ accountable: false, methods: [] })).thenRegular();
  });

  it('records a decision on somebody who is not identified', () => {
    const { subject: _, ...unnamed } = regularDecision;
    const unidentified = act('register', { subjects: [{ subjectId: 's1', kind: 'person' }] });
    const history = [unidentified, ...upToWithout('recommend', 'register')];
    const nobody = { accountable: false, methods: [] };
    const { priors: __, ...unread } = facts();
    given(...history)
      .when(decided(nobody), unread)
      .then({ type: 'DecisionMade', data: { ...unnamed, ...nobody } });
    given(...history)
      .when(act('decide'), unread)
      .thenIrregular('subject-not-identified');
  });

  it('is irregular without a report, and without a recommendation', () => {
    const own = { facts: finding.facts, grounds: finding.grounds, severity: finding.severity };
    given(...upTo('initiate'))
      .when(decided(own))
      .thenIrregular('decision-without-report', 'decision-without-recommendation');
    given(...upTo('file-report'))
      .when(act('decide'))
      .thenIrregular('decision-without-recommendation');
    given(...upToWithout('recommend', 'file-report'))
      .when(decided(own))
      .thenIrregular('decision-without-report');
    given(...upToWithout('recommend', 'file-report'))
      .when(decided({}))
      .thenIrregular('decision-without-report', 'no-ground', 'severity-not-stated');
  });

  it('refuses an id in use, who is no subject, and unknown organs', () => {
    recommended.when(decided({ subjectId: 's9' })).thenImpossible('subjectId');
    recommended.when(decided({ organId: 'nowhere' })).thenUnknown('organ', 'organId');
    recommended.when(decided({ executedBy: 'nowhere' })).thenUnknown('organ', 'executedBy');
    given(...upTo('decide'))
      .when(act('decide'))
      .thenImpossible('decisionId');
  });

  it('refuses days to come, but not a decision that takes effect later', () => {
    const on30 = facts({ today: '2015-09-30' });
    const tomorrow = { ...meeting, heldOn: '2015-10-01' };
    recommended.when(decided({ on: '2015-10-01' }), on30).thenImpossible('on');
    recommended.when(decided({ meeting: tomorrow }), on30).thenImpossible('meeting.heldOn');
    recommended.when(decided({ effectiveOn: '2015-10-10' }), on30).thenRegular();
  });

  it('refuses a catch-all ground that neither the decision nor the report describes', () => {
    recommended.when(decided({ grounds: ['M1-7-10'] })).thenImpossible('otherConduct');
    recommended.when(decided({ grounds: ['M1-12'] })).thenImpossible('otherRule');
  });

  it('takes the description of a catch-all from the report', () => {
    const found = {
      ...finding,
      otherConduct: '擅离职守。',
      otherRule: { title: '虚构规定', clause: '第三条' },
    };
    given(...before('file-report'), act('file-report', { findings: [found] }), act('recommend'))
      .when(decided({ grounds: ['M1-7-10', 'M1-12'], adjustment: 'heavier' }))
      .thenRegular();
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['holding to account without a method', { methods: [] }, ['methods']],
    ['a method without holding to account', { accountable: false }, ['methods']],
    ['a method twice', { methods: ['removal', 'removal'] }, ['methods']],
    [
      'a computed circumstance: two in one year',
      { aggravating: ['two-in-one-year'] },
      ['aggravating.0'],
    ],
    [
      'a computed circumstance: several grounds',
      { aggravating: ['multiple-grounds'] },
      ['aggravating.0'],
    ],
    ['priors typed in', { priors: [] }, ['priors']],
    ['the track typed in', { track: 'leading-cadre' }, ['track']],
    ['nobody who decided', { decidedBy: [] }, ['decidedBy']],
    ['an unknown adjustment', { adjustment: 'slightly' }, ['adjustment']],
    ['a decision without reasons', { reasons: undefined }, ['reasons']],
  ])('does not let in %s', (_, changed, paths) => {
    expect(refusedAt('decide', changed)).toStrictEqual(paths);
  });

  it('lets in a decision that leaves its number to the service', () => {
    expect(refusedAt('decide', { decisionId: undefined })).toStrictEqual([]);
  });

  it('takes a bare code for a circumstance without a description', () => {
    expect(understood('decide', { mitigating: ['remedied-harm'] })).toMatchObject({
      mitigating: [{ code: 'remedied-harm' }],
    });
  });
});

describe('who decides, and how', () => {
  const recommended = given(...upTo('recommend'));
  const severe = { severity: 'severe' as const, severityReasons: '群众反映强烈，影响恶劣。' };

  it.each([
    ['suspension', { severity: 'serious' as const }],
    ['transfer', { severity: 'serious' as const }],
    ['removal', severe],
    ['demotion', severe],
  ] as const)(
    'is the committee, in a collective meeting, for %s of a leading cadre',
    (method, found) => {
      const heavy = { ...found, methods: [method] };
      recommended
        .when(decided({ ...heavy, organId: 'committee' }))
        .thenIrregular('no-collective-meeting');
      recommended.when(decided({ ...heavy, meeting })).thenIrregular('organ-without-authority');
      recommended.when(decided({ ...heavy, organId: 'committee', meeting })).thenRegular();
    },
  );

  it('goes by the heaviest of several methods', () => {
    const methods = ['admonishing-talk', 'suspension'] as const;
    recommended
      .when(decided({ methods: [...methods], severity: 'serious' }))
      .thenIrregular('no-collective-meeting', 'organ-without-authority');
  });

  it('needs neither committee nor meeting to hold nobody to account', () => {
    recommended
      .when(decided({ accountable: false, methods: [], severity: 'severe' }))
      .thenNoticed();
  });

  it("follows the subject's own track before the case's", () => {
    const tracks = [{ subjectId: 's1', track: 'department-staff' as const }];
    given(...before('accept'), act('accept', { tracks }), ...upTo('recommend').slice(2))
      .when(decided({ methods: ['suspension'], severity: 'serious', organId: 'bureau' }))
      .thenNoticed('no-leadership-meeting');
  });

  const ofStationed = [
    act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'stationed' }] }),
    act('accept', { track: 'proposal-only' }),
    ...upTo('recommend').slice(2),
  ];

  it('refuses a decision of ours on somebody on whom we can only propose', () => {
    given(...ofStationed)
      .when(act('decide'))
      .thenImpossible('organId');
  });

  it('records the decision of the organ that appoints', () => {
    given(...ofStationed)
      .when(decided({ organId: 'ministry' }))
      .thenRegular();
  });

  it("goes by the person's own track where the case was never accepted", () => {
    const [registered] = ofStationed;
    given(registered!).when(act('decide')).thenImpossible('organId');
  });
});

describe('deciding on a team', () => {
  const ofTeam = [
    act('register', { subjects: [{ subjectId: 't1', kind: 'team', organId: 'bureau' }] }),
    ...upTo('initiate').slice(1),
    act('file-report', { findings: [{ ...finding, subjectId: 't1' }] }),
    act('hear-subject', { subjectId: 't1' }),
    act('recommend', { recommendations: [{ ...recommendation, subjectId: 't1' }] }),
  ];

  it('records no person and no priors', () => {
    const { subject: _, ...ofNobody } = regularDecision;
    const { priors: __, ...unread } = facts();
    given(...ofTeam)
      .when(decided({ subjectId: 't1' }), unread)
      .then({
        type: 'DecisionMade',
        data: { ...ofNobody, subjectId: 't1', frame: frameWith({ kind: 'team' })! },
      });
  });

  it('refuses a method that only a person can receive', () => {
    given(...ofTeam)
      .when(decided({ subjectId: 't1', methods: ['circulated-criticism', 'suspension'] }))
      .thenImpossible('methods');
  });
});

describe('a case with several subjects', () => {
  const subjects = [
    { subjectId: 's1', kind: 'person' as const, personId: 'jia' },
    { subjectId: 's2', kind: 'person' as const, personId: 'staff' },
    { subjectId: 't1', kind: 'team' as const, organId: 'bureau' },
  ];
  const history = [
    act('register', { subjects }),
    act('accept', { tracks: [{ subjectId: 's2', track: 'department-staff' }] }),
    act('initiate'),
    act('file-report', {
      findings: subjects.map(({ subjectId }, index) => ({
        ...finding,
        subjectId,
        facts: `第${String(index + 1)}项事实。`,
      })),
    }),
    act('recommend', {
      recommendations: subjects.map(({ subjectId }) => ({ ...recommendation, subjectId })),
    }),
    decided({ decisionId: 'D-1', subjectId: 's1' }),
    decided({ decisionId: 'D-2', subjectId: 's2', organId: 'bureau', methods: ['suspension'] }),
    decided({ decisionId: 'D-3', subjectId: 't1' }),
  ];

  it('has a decision on each, with its own track, findings and person', () => {
    const decisions = recorded(history).flatMap((event) =>
      event.type === 'DecisionMade' ? [event.data] : [],
    );
    expect(
      decisions.map(({ decisionId, track, facts: found, subject }) => [
        decisionId,
        track,
        found,
        subject?.personId,
      ]),
    ).toStrictEqual([
      ['D-1', 'leading-cadre', '第1项事实。', 'jia'],
      ['D-2', 'department-staff', '第2项事实。', 'staff'],
      ['D-3', 'leading-cadre', '第3项事实。', undefined],
    ]);
  });
});

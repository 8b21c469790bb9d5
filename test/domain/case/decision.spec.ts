import type { CaseEventData, CommandBody } from '../../../src/domain/case/acts.js';
import { given, recorded, refusedAt, understood } from '../../support/given.js';
import {
  act,
  acts,
  before,
  eventIdAt,
  facts,
  finding,
  recommendation,
  upTo,
  upToWithout,
} from '../../support/office.js';

/** What is recorded of the regular decision: its own words, the report's findings, the person then. */
const regularDecision: CaseEventData<'DecisionMade'> = {
  ...acts.decide,
  effectiveOn: '2015-09-30',
  facts: finding.facts,
  grounds: ['M2-5-1'],
  severity: 'minor',
  mitigating: [],
  aggravating: [],
  subject: {
    personId: 'jia',
    organId: 'bureau',
    post: '副局长',
    rank: 'deputy-county',
    category: 'party-government',
    managedBy: 'committee',
    leadingCadre: true,
  },
  track: 'leading-cadre',
  priors: [],
};

type Prior = CaseEventData<'DecisionMade'>['priors'][number];

const prior = (number: number): Prior => ({
  caseId: `C-P${String(number)}`,
  decisionId: `D-P${String(number)}`,
  eventId: eventIdAt(900 + number),
  organId: 'commission',
  effectiveOn: '2015-03-10',
  methods: ['admonishing-talk'],
});

const withPriors = (...sanctions: Prior[]) =>
  facts({ priors: { sanctions, asOf: eventIdAt(990) } });

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
      effectiveOn: '2015-10-09',
    };
    recommended
      .when(decided(own))
      .then({ type: 'DecisionMade', data: { ...regularDecision, ...own } });
  });

  it('does not take over from the report what a decision cannot rest on', () => {
    const found = {
      ...finding,
      crimeSuspected: true,
      disciplineNeeded: true,
      conducts: [{ id: 'c1', facts: '拖延。', grounds: ['M2-5-1' as const] }],
    };
    given(...before('file-report'), act('file-report', { findings: [found] }), act('recommend'))
      .when(act('decide'))
      .then({ type: 'DecisionMade', data: regularDecision });
  });

  it('rests on the latest report on the subject', () => {
    const supplement = act('file-report', {
      on: '2015-09-20',
      findings: [{ ...finding, severity: 'serious', grounds: ['M1-7-9', 'M2-5-1'] }],
    });
    given(...upTo('recommend'), supplement)
      .when(act('decide'))
      .then({
        type: 'DecisionMade',
        data: { ...regularDecision, severity: 'serious', grounds: ['M1-7-9', 'M2-5-1'] },
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
    given(unidentified, ...upToWithout('recommend', 'register'))
      .when(act('decide'), { ...facts(), priors: undefined! })
      .then({ type: 'DecisionMade', data: unnamed });
  });

  it('is irregular without a report, and without a recommendation', () => {
    given(...upTo('initiate'))
      .when(act('decide'))
      .thenIrregular('decision-without-report', 'decision-without-recommendation');
    given(...upTo('file-report'))
      .when(act('decide'))
      .thenIrregular('decision-without-recommendation');
    given(...upToWithout('recommend', 'file-report'))
      .when(act('decide'))
      .thenIrregular('decision-without-report');
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
    const meeting = { body: '虚构市委常委会', heldOn: '2015-10-01', reference: '第1号' };
    recommended.when(decided({ on: '2015-10-01' }), on30).thenImpossible('on');
    recommended.when(decided({ meeting }), on30).thenImpossible('meeting.heldOn');
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
      .when(decided({ grounds: ['M1-7-10', 'M1-12'] }))
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

describe('two decisions within one year', () => {
  const recommended = given(...upTo('recommend'));
  const twice = withPriors(prior(1), prior(2));

  it('require aggravation of the third', () => {
    recommended.when(act('decide'), twice).thenIrregular('aggravation-not-applied');
    recommended
      .when(decided({ adjustment: 'lighter' }), twice)
      .thenIrregular('aggravation-not-applied');
    recommended
      .when(decided({ adjustment: 'reduced' }), twice)
      .thenIrregular('aggravation-not-applied');
  });

  it('are met by a decision that is heavier or increased', () => {
    recommended.when(decided({ adjustment: 'heavier' }), twice).thenRegular();
    recommended.when(decided({ adjustment: 'increased' }), twice).thenRegular();
  });

  it('may be outweighed by a mitigating circumstance', () => {
    recommended.when(decided({ mitigating: [{ code: 'remedied-harm' }] }), twice).thenRegular();
    const mitigated = { ...finding, mitigating: [{ code: 'cooperated-and-accepted' as const }] };
    given(...before('file-report'), act('file-report', { findings: [mitigated] }), act('recommend'))
      .when(act('decide'), twice)
      .thenRegular();
  });

  it('require nothing of a decision that holds nobody to account', () => {
    recommended.when(decided({ accountable: false, methods: [] }), twice).thenRegular();
  });

  it('are recorded with the decision, and how far the ledger was read for them', () => {
    recommended.when(decided({ adjustment: 'heavier' }), twice).then({
      type: 'DecisionMade',
      data: {
        ...regularDecision,
        adjustment: 'heavier',
        priors: [prior(1), prior(2)],
        factsAsOf: eventIdAt(990),
      },
    });
  });

  it('are not there when there was one', () => {
    recommended.when(act('decide'), withPriors(prior(1))).thenRegular();
  });

  it('do not count the decision that is replaced: it is the same time', () => {
    const [replacement, replaced] = [
      { decisionId: 'D-2', replaces: 'D-1', on: '2015-10-20' },
      { ...prior(2), caseId: 'C-1', decisionId: 'D-1' },
    ];
    const made = given(...upTo('decide'));
    made.when(decided(replacement), withPriors(prior(1), replaced)).thenRegular();
    made
      .when(decided(replacement), withPriors(prior(1), prior(2), replaced))
      .thenIrregular('aggravation-not-applied');
  });

  it("count a decision of another case that happens to have the replaced one's number", () => {
    const namesake = { ...prior(2), decisionId: 'D-1' };
    given(...upTo('decide'))
      .when(decided({ decisionId: 'D-2', replaces: 'D-1' }), withPriors(prior(1), namesake))
      .thenIrregular('aggravation-not-applied');
  });
});

describe('a second decision on the same subject', () => {
  const made = given(...upTo('decide'));
  const both = act('register', {
    subjects: [...acts.register.subjects, { subjectId: 's2', kind: 'person', personId: 'yi' }],
  });

  it('is irregular while the first one stands', () => {
    made.when(decided({ decisionId: 'D-2' })).thenIrregular('second-decision');
  });

  it('is regular when it replaces the first one', () => {
    made.when(decided({ decisionId: 'D-2', replaces: 'D-1' })).thenRegular();
  });

  it('is irregular when a third one stands beside the one it replaces', () => {
    given(...upTo('decide'), decided({ decisionId: 'D-2' }))
      .when(decided({ decisionId: 'D-3', replaces: 'D-1' }))
      .thenIrregular('second-decision');
  });

  it('is regular after the first one was revoked on appeal', () => {
    given(...before('decide-appeal'), act('decide-appeal', { outcome: 'revoked' }))
      .when(decided({ on: '2015-11-20', decisionId: 'D-2' }))
      .thenRegular();
  });

  it('is regular in a case that was reopened', () => {
    const anew = [act('file-report'), act('recommend')];
    given(...upTo('decide'), act('close'), act('reopen'), ...anew)
      .when(decided({ on: '2015-12-10', decisionId: 'D-2' }))
      .thenRegular();
  });

  it('is regular on another subject of the case', () => {
    given(
      both,
      ...upToWithout('initiate', 'register'),
      act('file-report', { findings: [finding, { ...finding, subjectId: 's2' }] }),
      act('recommend', {
        recommendations: [recommendation, { ...recommendation, subjectId: 's2' }],
      }),
      act('decide'),
    )
      .when(decided({ decisionId: 'D-2', subjectId: 's2' }))
      .thenRegular();
  });

  it('cannot replace a decision on somebody else, a revoked one, or none', () => {
    given(both, ...upToWithout('decide', 'register'))
      .when(decided({ decisionId: 'D-2', subjectId: 's2', replaces: 'D-1' }))
      .thenImpossible('replaces');
    given(...upTo('decide'), decided({ decisionId: 'D-2', replaces: 'D-1' }))
      .when(decided({ decisionId: 'D-3', replaces: 'D-1' }))
      .thenImpossible('replaces');
    made.when(decided({ decisionId: 'D-2', replaces: 'D-9' })).thenUnknown('decision', 'replaces');
  });
});

describe('who decides, and how', () => {
  const recommended = given(...upTo('recommend'));
  const meeting = { body: '虚构市委常委会', heldOn: '2015-09-29', reference: '第1号' };

  it.each(['suspension', 'transfer', 'removal', 'demotion'] as const)(
    'needs a collective meeting for %s of a leading cadre',
    (method) => {
      recommended.when(decided({ methods: [method] })).thenIrregular('no-collective-meeting');
      recommended.when(decided({ methods: [method], meeting })).thenRegular();
    },
  );

  it('goes by the heaviest of several methods', () => {
    const methods = ['admonishing-talk', 'suspension'] as const;
    recommended.when(decided({ methods: [...methods] })).thenIrregular('no-collective-meeting');
  });

  it("follows the subject's own track before the case's", () => {
    const tracks = [{ subjectId: 's1', track: 'department-staff' as const }];
    given(...before('accept'), act('accept', { tracks }), ...upTo('recommend').slice(2))
      .when(decided({ methods: ['suspension'] }))
      .thenRegular();
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
    act('recommend', { recommendations: [{ ...recommendation, subjectId: 't1' }] }),
  ];

  it('records no person and no priors', () => {
    const { subject: _, ...ofNobody } = regularDecision;
    given(...ofTeam)
      .when(decided({ subjectId: 't1' }), { ...facts(), priors: undefined! })
      .then({ type: 'DecisionMade', data: { ...ofNobody, subjectId: 't1' } });
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

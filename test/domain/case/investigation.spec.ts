import { given, refusedAt, understood } from '../../support/given.js';
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

const digest = `sha-256:${'a'.repeat(64)}`;
const secondSubject = { subjectId: 's2', kind: 'person' as const, personId: 'yi' };
const team = { subjectId: 't1', kind: 'team' as const, organId: 'bureau' };
const several = act('register', { subjects: [...acts.register.subjects, secondSubject, team] });

describe('initiating the investigation', () => {
  it('records who investigates', () => {
    given(...before('initiate'))
      .when(act('initiate'))
      .then({ type: 'InvestigationInitiated', data: acts.initiate });
  });

  it('records who approved the start', () => {
    const approvedBy = { organId: 'bureau', personId: 'chief', name: '癸某' };
    given(...before('initiate'))
      .when(act('initiate', { approvedBy }))
      .then({ type: 'InvestigationInitiated', data: { ...acts.initiate, approvedBy } });
  });

  it('is irregular before acceptance, and after a transfer before the new acceptance', () => {
    given(act('register')).when(act('initiate')).thenIrregular('initiated-without-acceptance');
    given(...upTo('accept'), act('transfer'))
      .when(act('initiate', { organId: 'organization' }))
      .thenIrregular('initiated-without-acceptance');
  });

  it('refuses to start twice what is under way', () => {
    given(...upTo('initiate'))
      .when(act('initiate'))
      .thenImpossible('');
  });

  it('starts anew after a transfer and after reopening', () => {
    given(
      ...upTo('initiate'),
      act('transfer'),
      act('accept', { on: '2015-09-10', organId: 'organization' }),
    )
      .when(act('initiate', { on: '2015-09-11', organId: 'organization' }))
      .thenRegular();
    given(...upTo('initiate'), act('close'), act('reopen'))
      .when(act('initiate', { on: '2015-12-02' }))
      .thenRegular();
  });

  it('starts for one subject beside the investigation of the others', () => {
    given(several, ...upToWithout('initiate', 'register'))
      .when(act('initiate', { subjectIds: ['s2'] }))
      .thenRegular();
  });

  it('refuses an unknown organ, an unknown subject and a day to come', () => {
    const accepted = given(...upTo('accept'));
    accepted.when(act('initiate', { organId: 'nowhere' })).thenUnknown('organ', 'organId');
    accepted.when(act('initiate', { subjectIds: ['s9'] })).thenImpossible('subjectIds.0');
    accepted.when(act('initiate'), facts({ today: '2015-09-04' })).thenImpossible('on');
  });

  it('does not let in an investigation by nobody', () => {
    expect(refusedAt('initiate', { investigators: [] })).toStrictEqual(['investigators']);
    expect(refusedAt('initiate', { investigators: [{ name: '丙某' }] })).toStrictEqual([
      'investigators.0.personId',
      'investigators.0.organId',
    ]);
  });
});

describe('assigning further investigators', () => {
  it('records them', () => {
    given(...upTo('initiate'))
      .when(act('assign-investigators'))
      .then({ type: 'InvestigatorsAssigned', data: acts['assign-investigators'] });
  });

  it('is irregular before the investigation is initiated', () => {
    given(...upTo('accept'))
      .when(act('assign-investigators'))
      .thenIrregular('investigators-without-initiation');
  });
});

describe('recusing an investigator', () => {
  it('records who and why', () => {
    given(...upTo('initiate'))
      .when(act('recuse-investigator'))
      .then({ type: 'InvestigatorRecused', data: acts['recuse-investigator'] });
  });

  it('refuses for somebody who does not investigate, or does no longer', () => {
    given(...upTo('initiate'))
      .when(act('recuse-investigator', { personId: 'inv-9' }))
      .thenImpossible('personId');
    given(...upTo('initiate'), act('recuse-investigator'))
      .when(act('recuse-investigator', { on: '2015-09-08' }))
      .thenImpossible('personId');
  });

  it('is possible again for somebody who was assigned again', () => {
    const again = act('assign-investigators', {
      investigators: [{ personId: 'inv-1', name: '丙某', organId: 'commission' }],
    });
    given(...upTo('initiate'), act('recuse-investigator'), again)
      .when(act('recuse-investigator', { on: '2015-09-20' }))
      .thenRegular();
  });
});

describe('recording an intervention', () => {
  it('records who pleaded, for whom, to whom and how', () => {
    given(...upTo('initiate'))
      .when(act('record-intervention'))
      .then({ type: 'InterventionRecorded', data: acts['record-intervention'] });
  });

  it('records every contact: a repeated one is not the same one', () => {
    given(...upTo('initiate'), act('record-intervention'))
      .when(act('record-intervention'))
      .then({ type: 'InterventionRecorded', data: acts['record-intervention'] });
  });

  it('is possible in every phase, also on a closed and on a declined case', () => {
    given(act('register')).when(act('record-intervention')).thenRegular();
    given(act('register'), act('decline')).when(act('record-intervention')).thenRegular();
    given(...upTo('close'))
      .when(act('record-intervention'))
      .thenRegular();
  });

  it('refuses a subject that the case does not have, and a day to come', () => {
    const initiated = given(...upTo('initiate'));
    initiated.when(act('record-intervention', { subjectId: 's9' })).thenImpossible('subjectId');
    initiated.when(act('record-intervention'), facts({ today: '2015-09-08' })).thenImpossible('on');
  });

  it('lets in a pleader known by name or description alone, and no pleader without any', () => {
    expect(refusedAt('record-intervention', { pleader: { name: '戊某' } })).toStrictEqual([]);
    expect(
      refusedAt('record-intervention', { pleader: { description: '自称是其同学' } }),
    ).toStrictEqual([]);
    expect(refusedAt('record-intervention', { pleader: { post: '处长' } })).toStrictEqual([
      'pleader',
    ]);
  });
});

describe('filing the report', () => {
  const initiated = given(...upTo('initiate'));
  const report = (changed: object) =>
    act('file-report', { findings: [{ ...finding, ...changed }] });

  it('records what is found', () => {
    initiated
      .when(act('file-report'))
      .then({ type: 'InvestigationReportFiled', data: acts['file-report'] });
  });

  it('records findings on each of several subjects', () => {
    const findings = [
      finding,
      { ...finding, subjectId: 's2', grounds: ['M1-7-9' as const], severity: 'serious' as const },
      { ...finding, subjectId: 't1', grounds: [], facts: '未发现班子集体责任。' },
    ];
    given(several, ...upToWithout('initiate', 'register'))
      .when(act('file-report', { findings }))
      .then({ type: 'InvestigationReportFiled', data: { ...acts['file-report'], findings } });
  });

  it('is irregular where no investigation was initiated', () => {
    given(...upTo('accept'))
      .when(act('file-report'))
      .thenIrregular('report-without-initiation');
  });

  it('is irregular where a ground is established and no material is linked', () => {
    initiated.when(act('file-report', { materials: [] })).thenIrregular('report-without-material');
  });

  it('is regular without materials where nothing is established', () => {
    initiated
      .when(act('file-report', { materials: [], findings: [{ ...finding, grounds: [] }] }))
      .thenRegular();
  });

  it('is regular without materials where the single act names its evidence', () => {
    const conduct = { id: 'c1', facts: '拖延。', grounds: ['M2-5-1' as const] };
    const filed = (evidence: string[]) =>
      act('file-report', {
        materials: [],
        findings: [{ ...finding, conducts: [{ ...conduct, evidence }] }],
      });
    initiated.when(filed([digest])).thenRegular();
    initiated.when(filed([])).thenIrregular('report-without-material');
  });

  it('supplements a report that stands', () => {
    const filed = given(...upTo('file-report'));
    const place = upTo('file-report').length - 1;
    filed.when(act('file-report', { supplements: eventIdAt(place) })).thenRegular();
  });

  it('refuses to supplement what is no report of the case', () => {
    const filed = given(...upTo('file-report'));
    filed.when(act('file-report', { supplements: eventIdAt(0) })).thenImpossible('supplements');
    filed.when(act('file-report', { supplements: eventIdAt(99) })).thenImpossible('supplements');
  });

  it('refuses findings on who is no subject, and two on the same subject', () => {
    initiated.when(report({ subjectId: 's9' })).thenImpossible('findings.0.subjectId');
    initiated
      .when(act('file-report', { findings: [finding, finding] }))
      .thenImpossible('findings.1.subjectId');
  });

  it('refuses an unknown organ, and days to come', () => {
    initiated.when(act('file-report', { organId: 'nowhere' })).thenUnknown('organ', 'organId');
    initiated.when(act('file-report'), facts({ today: '2015-09-14' })).thenImpossible('on');
    const conduct = { id: 'c1', facts: '拖延。', grounds: [] };
    initiated
      .when(report({ conducts: [conduct, { ...conduct, from: '2017-01-01' }] }))
      .thenImpossible('findings.0.conducts.1.from');
    initiated
      .when(report({ conducts: [{ ...conduct, to: '2017-01-01' }] }))
      .thenImpossible('findings.0.conducts.0.to');
  });

  const sent = (changed: object) => ({ findings: [{ ...finding, ...changed }] });
  it.each<[string, Record<string, unknown>, string[]]>([
    [
      'a catch-all without its description',
      sent({ grounds: ['M1-7-10'] }),
      ['findings.0.otherConduct'],
    ],
    [
      'M1-12 without the rule it stands for',
      sent({ grounds: ['M1-12'] }),
      ['findings.0.otherRule'],
    ],
    [
      'a computed circumstance: several grounds',
      sent({ aggravating: ['multiple-grounds'] }),
      ['findings.0.aggravating.0'],
    ],
    [
      'a computed circumstance: two in one year',
      sent({ aggravating: [{ code: 'two-in-one-year' }] }),
      ['findings.0.aggravating.0'],
    ],
    [
      'a single act with a ground that was not found',
      sent({ conducts: [{ id: 'c1', facts: '拖延。', grounds: ['M2-5-2'] }] }),
      ['findings.0.conducts.0.grounds'],
    ],
    ['an unknown ground', sent({ grounds: ['M2-6-11'] }), ['findings.0.grounds.0']],
    ['a ground twice', sent({ grounds: ['M2-5-1', 'M2-5-1'] }), ['findings.0.grounds']],
    ['an unknown band', sent({ severity: 'grave' }), ['findings.0.severity']],
    ['findings on nobody', { findings: [] }, ['findings']],
    ['no list of materials at all', { materials: undefined }, ['materials']],
    ['an unknown field deep inside', sent({ verdict: true }), ['findings.0.verdict']],
    ['a report that supplements no event', { supplements: 'R-1' }, ['supplements']],
  ])('does not let in %s', (_, changed, paths) => {
    expect(refusedAt('file-report', changed)).toStrictEqual(paths);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a catch-all that is described', sent({ grounds: ['M1-7-10'], otherConduct: '擅离职守。' })],
    [
      'M1-12 with its rule',
      sent({ grounds: ['M1-12'], otherRule: { title: '虚构规定', clause: '第三条' } }),
    ],
    [
      'single acts whose grounds are among those found',
      sent({
        grounds: ['M2-5-1', 'M1-7-9'],
        conducts: [{ id: 'c1', facts: '拖延。', grounds: ['M1-7-9'] }],
      }),
    ],
    [
      'an established circumstance, described',
      sent({ aggravating: [{ code: 'other-aggravating', description: '虚构条例第一条。' }] }),
    ],
  ])('lets in %s', (_, changed) => {
    expect(refusedAt('file-report', changed)).toStrictEqual([]);
  });

  it('takes a bare code for a circumstance without a description', () => {
    expect(
      understood(
        'file-report',
        sent({ mitigating: ['remedied-harm'], aggravating: ['retaliated'] }),
      ),
    ).toMatchObject({
      findings: [
        { mitigating: [{ code: 'remedied-harm' }], aggravating: [{ code: 'retaliated' }] },
      ],
    });
  });
});

describe('hearing the subject', () => {
  it('records how and by whom', () => {
    given(...before('hear-subject'))
      .when(act('hear-subject'))
      .then({ type: 'SubjectHeard', data: acts['hear-subject'] });
  });

  it('records a subject who waived, and one who was not reached', () => {
    const filed = given(...upTo('file-report'));
    filed.when(act('hear-subject', { manner: 'waived' })).thenRegular();
    filed.when(act('hear-subject', { manner: 'not-reached' })).thenRegular();
  });

  it('refuses somebody who is no subject, and a day to come', () => {
    const filed = given(...upTo('file-report'));
    filed.when(act('hear-subject', { subjectId: 's9' })).thenImpossible('subjectId');
    filed.when(act('hear-subject'), facts({ today: '2015-09-15' })).thenImpossible('on');
  });

  it('takes a bare name for whoever heard it', () => {
    expect(understood('hear-subject', { heardBy: '丙某' })).toStrictEqual(acts['hear-subject']);
  });
});

describe('recommending', () => {
  const filed = given(...upTo('file-report'));
  const recommended = (changed: object) =>
    act('recommend', { recommendations: [{ ...recommendation, ...changed }] });

  it('records what the investigating organ recommends, and whose decision is awaited', () => {
    filed.when(act('recommend')).then({
      type: 'RecommendationMade',
      data: {
        ...acts.recommend,
        recommendations: [{ ...recommendation, awaitedFrom: 'commission' }],
      },
    });
  });

  it('does not let in an awaited organ typed in', () => {
    expect(
      refusedAt('recommend', { recommendations: [{ ...recommendation, awaitedFrom: 'bureau' }] }),
    ).toStrictEqual(['recommendations.0.awaitedFrom']);
  });

  it('records a recommendation to hold nobody to account', () => {
    filed.when(recommended({ accountable: false, methods: [] })).thenRegular();
  });

  it('is irregular for a subject on whom no report speaks', () => {
    given(...upTo('initiate'))
      .when(act('recommend'))
      .thenIrregular('recommendation-without-report');
    given(several, ...upToWithout('file-report', 'register'))
      .when(recommended({ subjectId: 's2' }))
      .thenIrregular('recommendation-without-report');
  });

  it('refuses for a team a method that only a person can receive', () => {
    const found = act('file-report', { findings: [{ ...finding, subjectId: 't1' }] });
    const ofTeam = given(several, ...upToWithout('initiate', 'register'), found);
    ofTeam
      .when(recommended({ subjectId: 't1', methods: ['circulated-criticism', 'suspension'] }))
      .thenImpossible('recommendations.0.methods');
    ofTeam
      .when(recommended({ subjectId: 't1', methods: ['admonishing-talk', 'circulated-criticism'] }))
      .thenRegular();
  });

  it('refuses an unknown organ, an unknown subject and a day to come', () => {
    filed.when(act('recommend', { organId: 'nowhere' })).thenUnknown('organ', 'organId');
    filed.when(recommended({ subjectId: 's9' })).thenImpossible('recommendations.0.subjectId');
    filed.when(act('recommend'), facts({ today: '2015-09-17' })).thenImpossible('on');
  });

  it.each<[string, object, string[]]>([
    ['holding to account without a method', { methods: [] }, ['recommendations.0.methods']],
    ['a method without holding to account', { accountable: false }, ['recommendations.0.methods']],
    ['an unknown method', { methods: ['fine'] }, ['recommendations.0.methods.0']],
  ])('does not let in %s', (_, changed, paths) => {
    expect(
      refusedAt('recommend', { recommendations: [{ ...recommendation, ...changed }] }),
    ).toStrictEqual(paths);
  });
});

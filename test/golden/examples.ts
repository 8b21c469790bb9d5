// Examples of what each event type stores at its newest version, for the golden files: between them
// they show every field the type has. Only `write.ts` reads them; what was written stays.
import type { DomainEvent, EventType } from '../../src/domain/catalogue.js';

type DataOf<T extends EventType> = Extract<DomainEvent, { type: T }>['data'];

const digest = `sha-256:${'0123456789abcdef'.repeat(4)}`;
const eventId = '5f1d7a3e-4c2b-8d6f-9a01-23456789abcd';
const sealedText = {
  sealed: {
    alg: 'A256GCM' as const,
    keyId: 'AAAAAAAAAAAAAAAAAAAAAA',
    nonce: 'BBBBBBBBBBBBBBBB',
    ciphertext: 'CCCCCCCCCCCCCCCCCCCCCCCCCCCC',
  },
};
const meeting = { body: '虚构市委常委会', heldOn: '2015-09-29', reference: '虚构委纪〔2015〕9号' };
const otherRule = { title: '虚构市某规定', number: '虚构发〔2015〕1号', clause: '第三条' };
const apology = { manner: '书面', scope: '本单位', by: '2015-10-31' };
const mitigating = [
  { code: 'remedied-harm' as const },
  { code: 'other-mitigating' as const, description: '首次违反。' },
];
const aggravating = [
  { code: 'retaliated' as const },
  { code: 'other-aggravating' as const, description: '虚构条例第一条。' },
];

export const examples: { readonly [T in EventType]: readonly DataOf<T>[] } = {
  OrganRegistered: [
    { id: 'committee', name: '虚构市委', kind: 'party-committee' },
    {
      id: 'bureau',
      name: '虚构局',
      kind: 'department',
      superiorId: 'committee',
      supervisedBy: ['province-commission', 'province-organization'],
      head: { personId: 'chief', name: '癸某', role: 'administrative', since: '2014-01-01' },
    },
  ],
  OrganChanged: [
    { since: '2016-01-01', name: '虚构新局', superiorId: 'government', supervisedBy: [] },
    { since: '2016-02-01', superiorId: null },
  ],
  OrganHeadAppointed: [
    { personId: 'chief', name: '癸某', role: 'party', since: '2016-01-01' },
    { name: '子某', since: '2016-02-01' },
  ],
  PersonRegistered: [
    {
      id: 'jia',
      name: '甲某',
      sex: 'male',
      birthDate: '1970-05-06',
      ethnicity: '汉族',
      organId: 'bureau',
      post: '副局长',
      rank: 'deputy-county',
      rankEquivalent: 'county',
      category: 'party-government',
      managedBy: 'committee',
      track: 'leading-cadre',
      leadingCadre: true,
      partyMember: true,
      fileKeeperOrganId: 'organization',
    },
  ],
  PersonChanged: [
    {
      since: '2016-01-01',
      name: '甲某某',
      sex: 'female',
      birthDate: '1970-05-07',
      ethnicity: '汉族',
      organId: 'organization',
      post: '副部长',
      rank: 'county',
      rankEquivalent: 'deputy-bureau',
      category: 'by-reference',
      managedBy: 'committee',
      track: 'department-staff',
      leadingCadre: false,
      partyMember: false,
      fileKeeperOrganId: 'organization',
    },
    { since: '2016-02-01', rankEquivalent: null },
  ],
  CaseRegistered: [
    {
      caseId: 'C-1',
      source: 'inspection',
      summary: '督查发现虚构局审批拖延。',
      receivedOn: '2015-09-01',
      receivedBy: 'commission',
      subjects: [{ subjectId: 's1', kind: 'person' }],
    },
    {
      caseId: 'C-2',
      source: 'complaint',
      channel: 'letter',
      summary: '反映虚构局审批拖延。',
      conductFrom: '2015-05-01',
      conductTo: '2015-08-01',
      receivedOn: '2015-09-01',
      receivedBy: 'commission',
      subjects: [
        { subjectId: 's1', kind: 'person', personId: 'jia', organId: 'bureau' },
        { subjectId: 't1', kind: 'team', organId: 'bureau' },
      ],
      suspectedGrounds: ['M2-5-1', 'M1-12'],
      origin: { findingId: 'S-01:D-9:jia' },
      reporter: { mode: 'confidential', name: sealedText, contact: sealedText },
    },
  ],
  CaseAccepted: [
    {
      on: '2015-09-02',
      organId: 'commission',
      track: 'leading-cadre',
      tracks: [{ subjectId: 's2', track: 'department-staff' }],
    },
  ],
  CaseDeclined: [
    { on: '2015-09-02', organId: 'commission', reasons: '与另一案件重复。', duplicateOf: 'C-2' },
  ],
  CaseTransferred: [
    {
      on: '2015-09-03',
      fromOrganId: 'commission',
      toOrganId: 'organization',
      reasons: '按干部管理权限移送。',
      subjectIds: ['s1'],
      directives: 'follow',
    },
  ],
  InvestigationInitiated: [
    {
      on: '2015-09-05',
      organId: 'commission',
      approvedBy: { organId: 'bureau', personId: 'chief', name: '癸某' },
      investigators: [{ personId: 'inv-1', name: '丙某', organId: 'commission' }],
      subjectIds: ['s1'],
    },
  ],
  InvestigatorsAssigned: [
    {
      on: '2015-09-06',
      investigators: [{ personId: 'inv-2', name: '丁某', organId: 'commission' }],
    },
  ],
  InvestigatorRecused: [{ on: '2015-09-07', personId: 'inv-1', reasons: '与被调查对象有亲属关系。' }],
  EvidenceAdded: [
    { on: '2015-09-08', title: '审批台账复印件', digest, mediaType: 'application/pdf', size: 1024 },
    {
      on: '2015-09-08',
      material: sealedText,
      sealed: 'reporter',
    },
  ],
  InterventionRecorded: [
    {
      on: '2015-09-09',
      pleader: {
        personId: 'pleader-1',
        name: '戊某',
        description: '自称是其同学',
        organId: 'bureau',
        post: '处长',
      },
      subjectId: 's1',
      contacted: { personId: 'inv-1', name: '丙某' },
      channel: '电话',
      content: '请求从轻处理。',
      recordedBy: { personId: 'inv-2', name: '丁某' },
    },
  ],
  InvestigationReportFiled: [
    {
      on: '2015-09-15',
      organId: 'commission',
      authors: [{ personId: 'inv-1', name: '丙某' }],
      supplements: eventId,
      findings: [
        {
          subjectId: 's1',
          facts: '无正当理由拖延审批三个月。',
          grounds: ['M2-5-1', 'M2-5-11', 'M1-12'],
          conducts: [
            {
              id: 'c1',
              facts: '拖延审批。',
              grounds: ['M2-5-1'],
              from: '2015-05-01',
              to: '2015-08-01',
              evidence: [digest],
            },
          ],
          otherConduct: '未按规定答复。',
          otherRule,
          severity: 'severe',
          severityReasons: '群众反映强烈，造成恶劣影响。',
          majorImpact: true,
          responsibility: 'direct',
          mitigating,
          aggravating,
          crimeSuspected: false,
          disciplineNeeded: true,
        },
        {
          subjectId: 't1',
          facts: '未发现班子集体责任。',
          grounds: [],
          severity: 'minor',
          mitigating: [],
          aggravating: [],
        },
      ],
      materials: [digest],
    },
  ],
  SubjectHeard: [
    {
      on: '2015-09-16',
      subjectId: 's1',
      manner: 'written',
      statement: digest,
      heardBy: { personId: 'inv-1', name: '丙某' },
      answer: '不采纳。',
    },
  ],
  RecommendationMade: [
    {
      on: '2015-09-18',
      organId: 'commission',
      recommendations: [
        {
          subjectId: 's1',
          accountable: true,
          methods: ['circulated-criticism', 'suspension'],
          reasons: '事实清楚。',
        },
      ],
    },
  ],
  DecisionMade: [
    {
      on: '2015-09-30',
      organId: 'commission',
      subjectId: 't1',
      decisionId: 'D-0',
      accountable: false,
      methods: [],
      adjustment: 'none',
      reasons: '情形不成立。',
      decidedBy: [{ name: '己某' }],
      effectiveOn: '2015-09-30',
      grounds: [],
      mitigating: [],
      aggravating: [],
      priors: [],
    },
    {
      on: '2015-09-30',
      organId: 'committee',
      subjectId: 's1',
      decisionId: 'D-1',
      accountable: true,
      methods: ['ordered-public-apology', 'suspension'],
      adjustment: 'heavier',
      reasons: '事实清楚，依据充分。',
      decidedBy: [{ personId: 'secretary', name: '己某' }],
      meeting,
      executedBy: 'organization',
      apology,
      publicationScopes: ['unit', 'system', 'society'],
      replaces: 'D-0',
      effectiveOn: '2015-10-08',
      facts: '无正当理由拖延审批三个月。',
      grounds: ['M2-5-1', 'M2-5-11', 'M1-12'],
      otherConduct: '未按规定答复。',
      otherRule,
      severity: 'serious',
      severityReasons: '影响较大。',
      majorImpact: true,
      responsibility: 'main-leadership',
      mitigating,
      aggravating,
      subject: {
        personId: 'jia',
        organId: 'bureau',
        post: '副局长',
        rank: 'deputy-county',
        rankEquivalent: 'county',
        category: 'party-government',
        managedBy: 'committee',
        leadingCadre: true,
        partyMember: true,
        fileKeeperOrganId: 'organization',
      },
      track: 'leading-cadre',
      priors: [
        {
          caseId: 'C-0',
          decisionId: 'D-9',
          eventId,
          organId: 'commission',
          effectiveOn: '2015-03-10',
          methods: ['admonishing-talk'],
        },
      ],
      factsAsOf: eventId,
    },
  ],
  DecisionLetterIssued: [
    {
      on: '2015-10-08',
      decisionId: 'D-1',
      letterId: 'L-2',
      number: '虚构问责决字（2015）第1号',
      appealTo: 'commission',
      replaces: 'L-1',
      copyTo: ['虚构局'],
      otherRemedies: '可依法提出申诉。',
      document: digest,
    },
  ],
  DecisionDelivered: [
    {
      on: '2015-10-12',
      decisionId: 'D-1',
      letterId: 'L-2',
      recipient: 'subject',
      manner: '直接送达',
      receivedBy: '甲某',
      result: 'left-after-refusal',
      witnesses: [{ personId: 'w-1', name: '丑某' }],
    },
  ],
  DecisionArchived: [
    { on: '2015-10-13', decisionId: 'D-1', keeperOrganId: 'organization', kind: 'filing' },
  ],
  DecisionReportedForRecord: [
    { on: '2015-10-13', decisionId: 'D-1', toOrganId: 'province-commission' },
  ],
  DecisionPublished: [
    {
      on: '2015-10-14',
      decisionId: 'D-1',
      scope: 'society',
      place: '虚构市政府网站',
      until: '2016-10-14',
      kind: 'correction',
      of: eventId,
    },
  ],
  SanctionExecuted: [
    {
      on: '2015-10-15',
      decisionId: 'D-1',
      method: 'suspension',
      organId: 'organization',
      reference: '虚构组通〔2015〕1号',
      result: 'begun',
      from: '2015-10-15',
      until: '2016-04-15',
      reasons: '停职六个月。',
    },
  ],
  AppealLodged: [
    {
      on: '2015-10-20',
      sentOn: '2015-10-18',
      decisionId: 'D-1',
      appealId: 'A-1',
      grounds: '认为处理过重。',
      lodgedBy: { personId: 'jia', name: '甲某', capacity: 'subject' },
      late: false,
      appealUntil: '2015-10-27',
      provisional: true,
    },
  ],
  AppealHandlersAssigned: [
    { on: '2015-10-21', appealId: 'A-1', handlers: [{ personId: 'other-1', name: '庚某' }] },
  ],
  AppealDecided: [
    {
      on: '2015-11-10',
      appealId: 'A-1',
      organId: 'committee',
      outcome: 'modified',
      reasons: '情节有变化。',
      decidedBy: [{ personId: 'secretary', name: '己某' }],
      meeting,
      approvalEventId: eventId,
      changes: {
        grounds: ['M2-5-1'],
        facts: '拖延审批一个月。',
        severity: 'minor',
        adjustment: 'none',
        methods: ['circulated-criticism'],
        responsibility: 'important-leadership',
        effectiveOn: '2015-11-10',
        apology,
        publicationScopes: ['unit'],
      },
    },
    {
      on: '2015-11-10',
      appealId: 'A-2',
      outcome: 'modified',
      reasons: '处理过重。',
      decidedBy: [{ name: '己某' }],
      methods: ['admonishing-talk'],
    },
  ],
  AppealOutcomeNotified: [
    { on: '2015-11-11', appealId: 'A-1', recipient: 'appellant', manner: '书面' },
  ],
  CaseClosed: [{ on: '2015-11-30', reasons: '各项事项办理完毕。' }],
  CaseReopened: [{ on: '2015-12-01', reasons: '发现新的事实。' }],
  RecordAccessed: [
    {
      route: 'GET /api/v1/cases/:caseId',
      records: ['case/C-1'],
      fields: ['case-file', 'history'],
      purpose: '审计',
      phase: 'opened',
    },
  ],
};

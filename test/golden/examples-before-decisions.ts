// Examples of the registers and of what is recorded before a decision, of its subjects, and of what
// other organs direct, approve and decide.
import {
  aggravating,
  digest,
  eventId,
  mitigating,
  otherRule,
  sealedText,
  type Examples,
} from './example-values.js';

export const beforeDecisions = {
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
  InvestigatorRecused: [
    { on: '2015-09-07', personId: 'inv-1', reasons: '与被调查对象有亲属关系。' },
    { on: '2015-09-07', personId: 'inv-1', reasons: '调查中徇私，另行处理。', misconduct: true },
  ],
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
          awaitedFrom: 'committee',
        },
        {
          subjectId: 's2',
          accountable: true,
          methods: ['circulated-criticism'],
          reasons: '事实清楚，建议任免机关问责。',
          awaitedFrom: 'ministry',
          byProposal: true,
        },
      ],
    },
  ],
  SubjectAdded: [
    {
      on: '2015-09-10',
      subject: { subjectId: 's2', kind: 'person', personId: 'yi', organId: 'bureau', memberOf: 't1' },
      reasons: '调查中发现该人员负有直接责任。',
    },
  ],
  SubjectIdentified: [
    { on: '2015-09-10', subjectId: 's2', personId: 'yi', basis: '值班记录。' },
  ],
  SubjectEnded: [
    {
      on: '2015-09-20',
      subjectId: 's1',
      reason: 'merged',
      reference: '虚构纪〔2015〕3号',
      caseId: 'C-2',
    },
  ],
  ConflictDeclared: [
    { on: '2015-09-07', personId: 'inv-1', role: 'investigator', nature: '曾为同事。' },
  ],
  InterventionsDeclared: [
    { on: '2015-09-14', stage: 'report', by: { personId: 'inv-1', name: '丙某' }, none: true },
  ],
  DirectiveIssued: [
    {
      on: '2015-09-19',
      organId: 'committee',
      toOrganId: 'commission',
      subjectId: 's1',
      dueOn: '2015-10-31',
      instruction: '限期作出问责决定。',
    },
  ],
  DirectiveRefused: [
    { on: '2015-09-25', organId: 'commission', directiveId: eventId, reasons: '事实尚未查清。' },
  ],
  PeerApprovalRecorded: [
    {
      on: '2015-09-28',
      organId: 'committee',
      subjectId: 's1',
      outcome: 'approved',
      methods: ['suspension'],
      reference: '虚构委复〔2015〕1号',
    },
  ],
  ProposalForwarded: [
    {
      on: '2015-09-20',
      organId: 'commission',
      toOrganId: 'ministry',
      subjectId: 's1',
      methods: ['circulated-criticism'],
    },
  ],
  ExternalOutcomeRecorded: [
    {
      on: '2015-10-20',
      organId: 'ministry',
      subjectId: 's1',
      accountable: true,
      methods: ['circulated-criticism'],
      decidedOn: '2015-10-15',
      effectiveOn: '2015-10-16',
      reference: '虚构部人〔2015〕1号',
    },
  ],
} satisfies Partial<Examples>;

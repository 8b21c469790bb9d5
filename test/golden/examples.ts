// Examples of what each event type stores at its newest version, for the golden files: between them
// they show every field the type has. Only `write.ts` reads them; what was written stays.
import type { DispositionEvent } from '../../src/domain/supervision/acts.js';
import { beforeDecisions } from './examples-before-decisions.js';
import { ofDecisions } from './examples-of-decisions.js';
import { digest, eventId, type Examples } from './example-values.js';

type CaseFinding = DispositionEvent['data']['finding'];

/** A finding as it stood when something was done about it. */
const finding: CaseFinding = {
  id: 'S-04:C-1:s1:decision',
  code: 'S-04',
  kind: 'inaction',
  caseId: 'C-1',
  organId: 'committee',
  openFrom: '2015-11-20',
  facts: [eventId],
};

export const examples: Examples = {
  ...beforeDecisions,
  ...ofDecisions,
  RecordCorrected: [
    {
      on: '2015-11-20',
      eventId,
      field: '/summary',
      from: '反映审批拖延。',
      to: '反映审批拖延三个月。',
      reasons: '摘要漏字。',
      evidence: digest,
    },
    { on: '2015-11-20', eventId, field: '/size', from: 1024, to: 2048, reasons: '录入有误。' },
    {
      on: '2015-11-20',
      eventId,
      field: '/majorImpact',
      from: null,
      to: false,
      reasons: '漏填。',
    },
    {
      on: '2015-11-20',
      eventId,
      field: '/copyTo',
      from: ['虚构局'],
      to: ['虚构局', '虚构市委组织部'],
      reasons: '漏列。',
    },
  ],
  FindingEscalated: [
    { on: '2015-12-10', organId: 'city-commission', caseId: 'C-9', finding, factsAsOf: eventId },
  ],
  FindingDismissed: [
    {
      on: '2015-12-10',
      organId: 'city-commission',
      reasons: '负责人已说明情况，属实。',
      finding: { ...finding, id: 'S-08:C-1:D-1:delivery-unit', code: 'S-08', kind: 'procedure' },
      factsAsOf: eventId,
    },
  ],
  RecordVoided: [
    { on: '2015-11-20', eventId, reasons: '登记到了其他案件。', evidence: digest },
  ],
  DisciplineReferred: [
    {
      on: '2015-09-22',
      subjectId: 's1',
      toOrganId: 'commission',
      reference: '虚构移〔2015〕1号',
    },
  ],
  JudicialReferred: [
    {
      on: '2015-09-22',
      subjectId: 's1',
      toOrganId: 'procuratorate',
      reference: '虚构移〔2015〕2号',
    },
  ],
  ReferralOutcomeRecorded: [
    {
      on: '2015-11-22',
      referralEventId: eventId,
      outcome: '给予警告处分。',
      reference: '虚构处〔2015〕1号',
    },
  ],
  PartyNotified: [
    { on: '2015-10-13', recipient: 'reporter', about: 'outcome', manner: '书面' },
  ],
  CaseClosed: [{ on: '2015-11-30', reasons: '各项事项办理完毕。' }],
  CaseReopened: [{ on: '2015-12-01', reasons: '发现新的事实。' }],
  PolicyAdopted: [
    {
      id: 'P-2016-1',
      effectiveFrom: '2016-03-01',
      adoptedBy: ['commission'],
      consulted: ['organization', 'personnel'],
      reference: '虚构纪发〔2016〕1号',
      changes: {
        countsFrom: '2015-02-04',
        priorsForAggravation: 3,
        pleadingsForAggravation: 2,
        undatedDutyWatchDays: 20,
        recordingDays: 5,
        suspensionWatchDays: 90,
        hearingRequired: true,
        leadershipMeetingRequired: true,
        severityReasonsRequired: true,
        accidentRequired: false,
        suspensionTermRequired: true,
        zeroReport: true,
      },
    },
  ],
  RecordAccessed: [
    {
      route: 'GET /api/v1/cases/:caseId',
      records: ['case/C-1'],
      fields: ['case-file', 'history'],
      purpose: '审计',
      phase: 'opened',
    },
  ],
  LogRestarted: [
    {
      ended: {
        origin: 'test.example/ledger',
        size: 15,
        root: 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
        checkpoint:
          'test.example/ledger\n15\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n— test.example/ledger AAAAAA==\n',
        verifierKeys: ['test.example/ledger+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'],
      },
      left: { size: 10, root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' },
      origin: 'test.example/ledger/20270203T040506Z',
      reasons: '磁盘损坏，从昨日备份恢复。',
    },
  ],
};

// Person A, held to account three times within a year: the third time must be heavier, the second
// is revoked on appeal afterwards.
import {
  carriedOut,
  CaseStory,
  digestOf,
  discipline,
  finding,
  pleading,
  reportedForRecord,
  standingCommittee,
  team,
} from './acts.js';
import { clerks, handlers } from './city.js';

const { intake, investigator, decider, registrar, appeals, committee } = clerks;
const personA = { subjectId: 'a', kind: 'person', personId: 'demo-a' };

/** A reported matter that ends with A, B and the bureau's team each held to account on its own track. */
export function housing(): CaseStory {
  const story = new CaseStory('demo-2025-001')
    .register(intake, '2025-01-06', {
      source: 'complaint',
      channel: 'letter',
      reporter: { mode: 'confidential', name: '举报人（虚构）', contact: '000-0000' },
      summary: '老旧小区改造公开承诺逾期，居民入冬后无法供暖。',
      subjects: [
        personA,
        { subjectId: 'b', kind: 'person', personId: 'demo-b' },
        { subjectId: 'team', kind: 'team', organId: 'demo-housing' },
      ],
      suspectedGrounds: ['M1-8-1'],
    })
    .then(intake, '2025-01-09', 'accept', {
      ...discipline,
      track: 'leading-cadre',
      tracks: [{ subjectId: 'b', track: 'department-staff' }],
    })
    .then(investigator, '2025-01-10', 'initiate', {
      ...discipline,
      // B belongs to the bureau's own staff: its main leader approves the start (M1-21).
      approvedBy: { organId: 'demo-housing', name: '鹿某' },
      investigators: team,
    })
    .then(investigator, '2025-01-13', 'recuse-investigator', {
      personId: handlers.h.personId,
      reasons: '与被调查人曾为同事，申请回避。',
    })
    .evidence(investigator, '2025-01-20', '改造工程进度台账')
    .then(investigator, '2025-02-27', 'file-report', {
      ...discipline,
      authors: [handlers.g],
      findings: [
        finding('a', 'M1-8-1', 'minor', '分管改造工作，对进度滞后失察。'),
        finding('b', 'M1-8-1', 'minor', '未按要求上报进度。'),
        finding('team', 'M1-8-1', 'minor', '公开承诺的完工日期逾期三个月。'),
      ],
      materials: [digestOf('改造工程进度台账')],
    })
    .then(investigator, '2025-03-03', 'recommend', {
      ...discipline,
      recommendations: [
        {
          subjectId: 'a',
          accountable: true,
          methods: ['admonishing-talk'],
          reasons: '负领导责任。',
        },
        {
          subjectId: 'b',
          accountable: true,
          methods: ['written-self-criticism'],
          reasons: '负直接责任。',
        },
        {
          subjectId: 'team',
          accountable: true,
          methods: ['circulated-criticism'],
          reasons: '班子负集体责任。',
        },
      ],
    })
    .then(investigator, '2025-03-10', 'hear-subject', {
      subjectId: 'a',
      manner: 'oral',
      heardBy: '庚某',
      answer: '对事实无异议。',
    })
    .then(decider, '2025-03-20', 'decide', {
      ...discipline,
      subjectId: 'a',
      decisionId: 'demo-d1',
      accountable: true,
      methods: ['admonishing-talk'],
      adjustment: 'none',
      reasons: '逾期造成的影响已基本消除。',
      responsibility: 'important-leadership',
      decidedBy: standingCommittee,
    })
    .then(decider, '2025-03-20', 'decide', {
      organId: 'demo-housing',
      subjectId: 'b',
      decisionId: 'demo-d1-b',
      accountable: true,
      methods: ['written-self-criticism'],
      adjustment: 'none',
      reasons: '未及时上报，情节较轻。',
      responsibility: 'direct',
      decidedBy: [{ name: '市住建局党组' }],
    })
    .then(decider, '2025-03-20', 'decide', {
      ...discipline,
      subjectId: 'team',
      decisionId: 'demo-d1-team',
      accountable: true,
      methods: ['circulated-criticism'],
      adjustment: 'none',
      reasons: '公开承诺未兑现。',
      decidedBy: standingCommittee,
    });
  const on = {
    letter: '2025-03-21',
    delivered: '2025-03-24',
    filed: '2025-03-26',
    published: '2025-03-28',
  };
  carriedOut(story, 'demo-d1', { number: '虚纪问责决字（2025）第1号' }, on);
  carriedOut(
    story,
    'demo-d1-b',
    { number: '虚建问责决字（2025）第1号', appealTo: 'demo-housing' },
    on,
  );
  carriedOut(story, 'demo-d1-team', { number: '虚纪问责决字（2025）第2号' }, on);
  return reportedForRecord(story, 'demo-d1', '2025-03-27')
    .then(registrar, '2025-04-02', 'record-execution', {
      decisionId: 'demo-d1',
      method: 'admonishing-talk',
      ...discipline,
      reference: '谈话记录第1号',
    })
    .then(registrar, '2025-04-02', 'record-execution', {
      decisionId: 'demo-d1-b',
      method: 'written-self-criticism',
      organId: 'demo-housing',
      reference: '书面检查第1号',
    })
    .then(registrar, '2025-04-03', 'record-execution', {
      decisionId: 'demo-d1-team',
      method: 'circulated-criticism',
      ...discipline,
      reference: '虚纪通〔2025〕第2号',
    })
    .then(registrar, '2025-04-10', 'close', { reasons: '三名对象的决定均已执行。' });
}

/** A's second time; on appeal, handled by others than before, it is revoked. */
export function permits(): CaseStory {
  const decisionId = 'demo-d2';
  const story = new CaseStory('demo-2025-002')
    .register(intake, '2025-07-14', {
      source: 'inspection',
      summary: '窗口暗访：施工许可积压两月，群众多次往返。',
      subjects: [personA],
      suspectedGrounds: ['M1-7-2'],
    })
    .then(intake, '2025-07-16', 'accept', { ...discipline, track: 'leading-cadre' })
    .then(investigator, '2025-07-18', 'initiate', { ...discipline, investigators: team })
    .then(
      investigator,
      '2025-08-05',
      'record-intervention',
      pleading('a', '电话', '称年底考核在即，希望“点到为止”。'),
    )
    .evidence(investigator, '2025-08-20', '窗口暗访记录')
    .then(investigator, '2025-09-12', 'file-report', {
      ...discipline,
      authors: [handlers.g],
      findings: [finding('a', 'M1-7-2', 'minor', '对窗口积压未采取措施。')],
      materials: [digestOf('窗口暗访记录')],
    })
    .then(investigator, '2025-09-16', 'recommend', {
      ...discipline,
      recommendations: [
        {
          subjectId: 'a',
          accountable: true,
          methods: ['written-self-criticism'],
          reasons: '分管不力。',
        },
      ],
    })
    .then(investigator, '2025-09-22', 'hear-subject', {
      subjectId: 'a',
      manner: 'written',
      heardBy: '庚某',
    })
    .then(decider, '2025-10-09', 'decide', {
      ...discipline,
      subjectId: 'a',
      decisionId,
      accountable: true,
      methods: ['written-self-criticism'],
      adjustment: 'none',
      reasons: '积压持续两月，应予问责。',
      decidedBy: standingCommittee,
    });
  carriedOut(
    story,
    decisionId,
    { number: '虚纪问责决字（2025）第4号' },
    {
      letter: '2025-10-10',
      delivered: '2025-10-13',
      filed: '2025-10-15',
      published: '2025-10-16',
    },
  );
  return reportedForRecord(story, decisionId, '2025-10-15')
    .then(appeals, '2025-10-27', 'lodge-appeal', {
      decisionId,
      appealId: 'demo-appeal-2',
      grounds: '积压期间本人在外脱产培训，不分管窗口。',
      lodgedBy: '甲某',
    })
    .refused(
      appeals,
      '2025-10-29',
      'assign-appeal-handler',
      { appealId: 'demo-appeal-2', handlers: [handlers.j] },
      {
        told: {
          zh: '甲某申诉后，原调查人员庚某又被指派办理申诉：',
          en: 'A appeals, and 庚某, who investigated the case, is assigned to handle the appeal:',
        },
        // The one he investigated with was also pleaded with.
        codes: ['appeal-handler-not-independent', 'appeal-handler-not-impartial'],
        body: { appealId: 'demo-appeal-2', handlers: [handlers.g] },
        then: {
          zh: '改派未参与原案的癸某。',
          en: '癸某, who had no part in the case, is assigned instead.',
        },
      },
    )
    .then(appeals, '2025-11-24', 'decide-appeal', {
      appealId: 'demo-appeal-2',
      ...discipline,
      outcome: 'revoked',
      reasons: '培训属实，积压期间的分管责任不在申诉人。',
      decidedBy: [{ name: '市纪委申诉复查会议' }],
    })
    .then(registrar, '2025-11-25', 'notify-appeal-outcome', {
      appealId: 'demo-appeal-2',
      recipient: 'appellant',
      manner: '书面',
    })
    .then(registrar, '2025-11-25', 'notify-appeal-outcome', {
      appealId: 'demo-appeal-2',
      recipient: 'unit',
      manner: '书面',
    });
}

/** A's third time within a year: heavier, whether the office thought of it or not. */
export function demolition(): CaseStory {
  const decisionId = 'demo-d3';
  const decision = {
    organId: 'demo-party',
    subjectId: 'a',
    decisionId,
    accountable: true,
    decidedBy: [{ name: '虚构市委常委会' }],
    meeting: {
      body: '虚构市委常委会',
      heldOn: '2025-11-06',
      reference: '常委会纪要〔2025〕第31号',
    },
    publicationScopes: ['system'],
    executedBy: 'demo-organization',
  };
  return new CaseStory('demo-2025-003')
    .register(intake, '2025-08-18', {
      source: 'leader-instruction',
      summary: '某地块征收未公告先拆，三户居民财物受损。',
      conductFrom: '2025-06-01',
      conductTo: '2025-07-20',
      subjects: [personA],
      suspectedGrounds: ['M1-8-3'],
    })
    .then(intake, '2025-08-20', 'accept', { ...discipline, track: 'leading-cadre' })
    .then(investigator, '2025-08-21', 'initiate', { ...discipline, investigators: team })
    .evidence(investigator, '2025-09-10', '现场勘验笔录')
    .then(
      investigator,
      '2025-09-18',
      'record-intervention',
      pleading('a', '当面', '称拆迁是市里的任务，请求不予追究。'),
    )
    .then(investigator, '2025-10-20', 'file-report', {
      ...discipline,
      authors: [handlers.g],
      findings: [finding('a', 'M1-8-3', 'serious', '明知未公告仍签批进场拆除。')],
      materials: [digestOf('现场勘验笔录')],
    })
    .then(investigator, '2025-10-24', 'recommend', {
      ...discipline,
      recommendations: [
        { subjectId: 'a', accountable: true, methods: ['suspension'], reasons: '情节较重。' },
      ],
    })
    .then(investigator, '2025-10-28', 'hear-subject', {
      subjectId: 'a',
      manner: 'oral',
      heardBy: '辛某',
    })
    .refused(
      committee,
      '2025-11-06',
      'decide',
      {
        ...decision,
        methods: ['transfer'],
        adjustment: 'heavier',
        reasons: '一年内已两次被问责，依规从重。',
      },
      {
        told: {
          zh: '一年内第三次问责甲某，市委拟决定停职检查，未从重、加重：',
          en: 'The third decision on A within a year. The committee means to suspend him, no heavier:',
        },
        codes: ['aggravation-not-applied'],
        body: { ...decision, methods: ['suspension'], adjustment: 'none', reasons: '情节较重。' },
        then: {
          zh: '市委改为从重：调离岗位。',
          en: 'The committee decides heavier: transfer from the post.',
        },
      },
    )
    .then(registrar, '2025-11-10', 'issue-letter', {
      decisionId,
      letterId: 'demo-d3-letter',
      number: '虚委问责决字（2025）第1号',
      appealTo: 'demo-party',
    })
    .refused(
      registrar,
      '2025-11-19',
      'record-delivery',
      {
        ...deliveryToA(decisionId),
        acknowledge: {
          codes: ['delivered-late'],
          justification: '经办人休假，交接遗漏；已向监督室说明。',
        },
      },
      {
        told: {
          zh: '决定书迟至11月19日才送达本人（期限为11月17日）：',
          en: 'The letter reaches A on 19 November only; it was due on the 17th:',
        },
        codes: ['delivered-late'],
        body: deliveryToA(decisionId),
        then: {
          zh: '事实已经发生：写明理由，如实记录，违规与理由一并入账。',
          en: 'It did happen: acknowledged with a justification, it is recorded as it was, irregularity and all.',
        },
      },
    )
    .then(registrar, '2025-11-28', 'record-execution', {
      decisionId,
      method: 'transfer',
      organId: 'demo-organization',
      reference: '虚组调〔2025〕第40号',
    });
}

function deliveryToA(decisionId: string): object {
  return { decisionId, recipient: 'subject', manner: '直接送达', receivedBy: '本人' };
}

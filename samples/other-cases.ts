// The other cases of the city: an appeal nobody answers, a letter nobody delivers, a complaint that
// is declined, an investigation under way, and one that ends without accountability.
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

const { intake, investigator, decider, registrar, appeals } = clerks;
const { committee, environmentIntake, emergencyOffice } = clerks;

/** A complaint about the head of the bureau that received it; its appeal is never answered, and its delivery was put down a day too early. */
export function river(): CaseStory {
  const decisionId = 'demo-d4';
  const story = new CaseStory('demo-2025-004')
    .register(environmentIntake, '2025-06-03', {
      source: 'complaint',
      channel: 'hotline',
      reporter: { mode: 'confidential', name: '沿河居民（虚构）', contact: '000-1111' },
      summary: '反映局长对河道偷排长期不查处。',
      subjects: [{ subjectId: 'c', kind: 'person', personId: 'demo-c' }],
      suspectedGrounds: ['M1-11-4'],
    })
    .then(environmentIntake, '2025-06-04', 'transfer', {
      fromOrganId: 'demo-environment',
      toOrganId: 'demo-discipline',
      reasons: '涉及本局主要负责人，应由有管理权限的机关受理。',
    })
    .then(intake, '2025-06-06', 'accept', { ...discipline, track: 'leading-cadre' })
    .then(investigator, '2025-06-10', 'initiate', { ...discipline, investigators: team })
    .evidence(investigator, '2025-06-11', '举报信原件', 'reporter')
    .evidence(investigator, '2025-07-08', '水质监测报告')
    .then(investigator, '2025-08-28', 'record-intervention', pleading('c', '电话', '请求从宽。'))
    .then(
      investigator,
      '2025-08-28',
      'record-intervention',
      pleading('c', '饭局', '同日再次请求。'),
    )
    .then(investigator, '2025-09-05', 'file-report', {
      ...discipline,
      authors: [handlers.i],
      findings: [finding('c', 'M1-11-4', 'minor', '接到四次反映均未组织查处。')],
      materials: [digestOf('水质监测报告')],
    })
    .then(investigator, '2025-09-09', 'recommend', {
      ...discipline,
      recommendations: [
        {
          subjectId: 'c',
          accountable: true,
          methods: ['circulated-criticism'],
          reasons: '负主要领导责任。',
        },
      ],
    })
    .then(investigator, '2025-09-15', 'hear-subject', {
      subjectId: 'c',
      manner: 'oral',
      heardBy: '壬某',
    })
    .then(decider, '2025-09-25', 'decide', {
      ...discipline,
      subjectId: 'c',
      decisionId,
      accountable: true,
      methods: ['circulated-criticism'],
      adjustment: 'none',
      reasons: '查处不及时，影响较大。',
      majorImpact: true,
      responsibility: 'main-leadership',
      decidedBy: standingCommittee,
    });
  carriedOut(
    story,
    decisionId,
    { number: '虚纪问责决字（2025）第3号' },
    {
      letter: '2025-09-26',
      delivered: '2025-09-29',
      filed: '2025-09-30',
      published: '2025-10-09',
    },
  );
  return reportedForRecord(story, decisionId, '2025-09-30')
    .then(appeals, '2025-10-13', 'lodge-appeal', {
      decisionId,
      appealId: 'demo-appeal-4',
      grounds: '认为处理过重。',
      lodgedBy: '丙某',
    })
    .then(appeals, '2025-10-15', 'assign-appeal-handler', {
      appealId: 'demo-appeal-4',
      handlers: [handlers.j],
    })
    .evidence(registrar, '2025-10-16', '丙某送达回证')
    .then(
      registrar,
      '2025-10-16',
      'correct-record',
      {
        field: '/on',
        from: '2025-09-29',
        to: '2025-09-30',
        reasons: '送达回证所载日期为9月30日，登记时误填。',
        evidence: digestOf('丙某送达回证'),
      },
      { refers: { eventId: `${decisionId}-delivery` } },
    );
}

/** Decided by the department itself, and then forgotten: nobody was given the letter. */
export function hazards(): CaseStory {
  const organId = 'demo-emergency';
  return new CaseStory('demo-2025-005')
    .register(emergencyOffice, '2025-10-21', {
      source: 'inspection',
      summary: '督查发现某仓库消防隐患三次通报未跟踪整改。',
      subjects: [{ subjectId: 'd', kind: 'person', personId: 'demo-d' }],
      suspectedGrounds: ['M1-10-5'],
    })
    .then(emergencyOffice, '2025-10-22', 'accept', { organId, track: 'department-staff' })
    .then(emergencyOffice, '2025-10-23', 'initiate', {
      organId,
      approvedBy: { organId, name: '鹤某' },
      investigators: [{ personId: 'demo-k', name: '子某', organId }],
    })
    .evidence(emergencyOffice, '2025-10-30', '隐患通报三份')
    .then(emergencyOffice, '2025-11-20', 'file-report', {
      organId,
      findings: [finding('d', 'M1-10-5', 'minor', '三次通报后均未回访。')],
      materials: [digestOf('隐患通报三份')],
    })
    .then(emergencyOffice, '2025-11-25', 'recommend', {
      organId,
      recommendations: [
        {
          subjectId: 'd',
          accountable: true,
          methods: ['written-self-criticism'],
          reasons: '负直接责任。',
        },
      ],
    })
    .then(emergencyOffice, '2025-12-08', 'decide', {
      organId,
      subjectId: 'd',
      decisionId: 'demo-d5',
      accountable: true,
      methods: ['written-self-criticism'],
      adjustment: 'none',
      reasons: '隐患未酿成事故，情节较轻。',
      responsibility: 'direct',
      decidedBy: [{ name: '市应急局党组' }],
    })
    .then(emergencyOffice, '2025-12-09', 'issue-letter', {
      decisionId: 'demo-d5',
      letterId: 'demo-d5-letter',
      number: '虚应急问责决字（2025）第1号',
      appealTo: organId,
    });
}

/** Not a matter of these measures, and the record says why. */
export function contract(): CaseStory {
  return new CaseStory('demo-2025-006')
    .register(intake, '2025-05-12', {
      source: 'complaint',
      channel: 'network',
      reporter: { mode: 'anonymous' },
      summary: '反映某装修合同纠纷，要求问责住建局工作人员。',
      subjects: [{ subjectId: 'unknown', kind: 'person', organId: 'demo-housing' }],
    })
    .then(intake, '2025-05-14', 'decline', {
      ...discipline,
      reasons: '属民事合同争议，未反映工作人员履职问题，已告知诉讼途径。',
    });
}

/** Reported and not decided, although the committee had set a day; the same pleader again, and one nobody can name. */
export function relief(): CaseStory {
  return new CaseStory('demo-2025-007')
    .register(intake, '2025-10-30', {
      source: 'media',
      summary: '网络曝光低保资金分配优亲厚友。',
      subjects: [{ subjectId: 'e', kind: 'person', personId: 'demo-e' }],
      suspectedGrounds: ['M1-8-4'],
    })
    .then(intake, '2025-11-03', 'accept', { ...discipline, track: 'leading-cadre' })
    .then(investigator, '2025-11-05', 'initiate', { ...discipline, investigators: team })
    .then(investigator, '2025-11-21', 'record-intervention', {
      ...pleading('e', '短信', '提出“给一点好处”。'),
      pleader: { description: '自称某企业负责人，身份不明' },
    })
    .then(
      investigator,
      '2025-12-02',
      'record-intervention',
      pleading('e', '当面', '称其身体不好，请求缓办。'),
    )
    .then(committee, '2025-11-17', 'issue-directive', {
      organId: 'demo-party',
      toOrganId: 'demo-discipline',
      subjectId: 'e',
      dueOn: '2025-12-19',
      instruction: '群众关注，责成限期查清并依规问责。',
    })
    .evidence(investigator, '2025-12-05', '低保资金发放台账')
    .then(investigator, '2025-12-10', 'file-report', {
      ...discipline,
      authors: [handlers.i],
      findings: [
        {
          ...finding('e', 'M1-8-4', 'serious', '违规为三户亲属发放低保金，案发后追回。'),
          mitigating: [{ code: 'remedied-harm', description: '已主动追回全部资金。' }],
        },
      ],
      materials: [digestOf('低保资金发放台账')],
    })
    .then(investigator, '2025-12-12', 'recommend', {
      ...discipline,
      recommendations: [
        { subjectId: 'e', accountable: true, methods: ['suspension'], reasons: '情节较重。' },
      ],
    });
}

/** Looked into, and nobody is held to account. */
export function petition(): CaseStory {
  return new CaseStory('demo-2025-008')
    .register(intake, '2025-04-15', {
      source: 'organ-suggestion',
      summary: '信访件答复超期。',
      subjects: [{ subjectId: 'b', kind: 'person', personId: 'demo-b' }],
      suspectedGrounds: ['M1-7-2'],
    })
    .then(intake, '2025-04-17', 'accept', { ...discipline, track: 'department-staff' })
    .then(investigator, '2025-04-18', 'initiate', {
      ...discipline,
      approvedBy: { organId: 'demo-housing', name: '鹿某' },
      investigators: team,
    })
    .then(investigator, '2025-05-20', 'file-report', {
      ...discipline,
      findings: [
        { ...finding('b', 'M1-7-2', 'minor', '答复在期限内，系统登记有误。'), grounds: [] },
      ],
      materials: [],
    })
    .then(investigator, '2025-05-22', 'recommend', {
      ...discipline,
      recommendations: [
        { subjectId: 'b', accountable: false, methods: [], reasons: '情形不成立。' },
      ],
    })
    .then(decider, '2025-05-29', 'decide', {
      organId: 'demo-housing',
      subjectId: 'b',
      decisionId: 'demo-d8',
      accountable: false,
      methods: [],
      adjustment: 'none',
      reasons: '问责情形不成立。',
      decidedBy: [{ name: '市住建局党组' }],
    })
    .then(decider, '2025-05-30', 'close', { reasons: '不予问责，办结。' });
}

// The Party committee is told to hold the head of a bureau to account and does not; the provincial
// commission, which supervises it, asks why, opens a case against whoever headed it, and dismisses
// what turned out to be none.
import { CaseStory, digestOf, discipline, finding, team } from './acts.js';
import { clerks, handlers } from './city.js';

const { intake, investigator, committee, supervisor } = clerks;
const provincial = { organId: 'demo-upper-discipline' };

/** The finding this ends in, and the case it is escalated to. */
export const notHeldToAccount = 'S-01:demo-2025-009:demo-d9';
const caseOfTheHead = 'demo-2026-001';

/** Recommended to suspend the head of the bureau; the committee decides to hold nobody to account. */
export function unchecked(): CaseStory {
  return new CaseStory('demo-2025-009')
    .register(intake, '2025-09-15', {
      source: 'inspection',
      summary: '巡察发现：低保资金三年未核查，核查方案长期搁置。',
      subjects: [{ subjectId: 'y', kind: 'person', personId: 'demo-y' }],
      suspectedGrounds: ['M1-6-2'],
    })
    .then(intake, '2025-09-17', 'accept', { ...discipline, track: 'leading-cadre' })
    .then(investigator, '2025-09-19', 'initiate', { ...discipline, investigators: [team[1]] })
    .evidence(investigator, '2025-09-26', '低保资金核查方案及签批记录')
    .then(investigator, '2025-10-17', 'file-report', {
      ...discipline,
      authors: [handlers.h],
      findings: [
        finding('y', 'M1-6-2', 'serious', '三次收到核查方案均未签批，三年未核查低保资金。'),
      ],
      materials: [digestOf('低保资金核查方案及签批记录')],
    })
    .then(investigator, '2025-11-07', 'recommend', {
      ...discipline,
      recommendations: [
        {
          subjectId: 'y',
          accountable: true,
          methods: ['suspension'],
          reasons: '负主要领导责任，情节较重。',
        },
      ],
    })
    .then(investigator, '2025-11-12', 'hear-subject', {
      subjectId: 'y',
      manner: 'oral',
      heardBy: '辛某',
    })
    .then(committee, '2025-12-05', 'decide', {
      organId: 'demo-party',
      subjectId: 'y',
      decisionId: 'demo-d9',
      accountable: false,
      methods: [],
      adjustment: 'none',
      reasons: '年末保障任务重，先作谈话提醒，暂不问责。',
      decidedBy: [{ name: '虚构市委常委会' }],
      meeting: {
        body: '虚构市委常委会',
        heldOn: '2025-12-05',
        reference: '常委会纪要〔2025〕第35号',
      },
    });
}

/** What the provincial commission does about it: a case against the head, and two findings dismissed. */
export function secretary(): CaseStory {
  return new CaseStory(caseOfTheHead)
    .register(supervisor, '2026-01-19', {
      source: 'organ-suggestion',
      summary: '市委应当问责而未问责，经听取主要负责人说明，理由不成立。',
      subjects: [{ subjectId: 'm', kind: 'person', personId: 'demo-m' }],
      suspectedGrounds: ['M2-9'],
      origin: { findingId: notHeldToAccount },
    })
    .then(supervisor, '2026-01-20', 'accept', { ...provincial, track: 'leading-cadre' })
    .then(supervisor, '2026-01-20', 'hear-subject', {
      subjectId: 'm',
      manner: 'oral',
      heardBy: '省纪委监督检查室',
      answer: '所述理由不成立，不予采纳。',
    })
    .onFinding(supervisor, '2026-01-20', notHeldToAccount, 'escalate', {
      ...provincial,
      caseId: caseOfTheHead,
    })
    .onFinding(supervisor, '2026-01-20', 'S-24:demo-2025-009:demo-d9', 'dismiss', {
      ...provincial,
      reasons: `与 S-01 系同一决定，已由 ${caseOfTheHead} 一并追究，不另立案。`,
    })
    .onFinding(supervisor, '2026-01-22', 'S-26:demo-2025-001:demo-d1-team', 'dismiss', {
      ...provincial,
      reasons:
        '经调阅案卷：班子成员甲某（重要领导责任）、工作人员乙某（直接责任）已在同案分别问责；局长鹿某多次督办，不负主要领导责任。不再追究。',
    });
}

// What each type of event is called, where people read what was recorded: the title of an entry of
// a case's history. In Chinese an act and its record have one name, so the routes take theirs here.
import type { EventType } from './catalogue.js';
import type { Words } from './words.js';

/** Event type → its name, in the order of the procedure. */
export const eventWords = {
  OrganRegistered: { zh: '登记单位', en: 'Organ registered' },
  OrganChanged: { zh: '变更单位信息', en: 'Organ changed' },
  OrganHeadAppointed: { zh: '登记负责人', en: 'Head of an organ appointed' },
  PersonRegistered: { zh: '登记人员', en: 'Person registered' },
  PersonChanged: { zh: '变更人员信息', en: 'Person changed' },
  CaseRegistered: { zh: '登记问题线索', en: 'Case registered' },
  CaseAccepted: { zh: '受理', en: 'Case accepted' },
  SubjectAdded: { zh: '追加问责对象', en: 'Subject added' },
  SubjectIdentified: { zh: '确定对象身份', en: 'Subject identified' },
  SubjectEnded: { zh: '终结对该对象的办理', en: 'Case ended for a subject' },
  CaseDeclined: { zh: '不予受理', en: 'Case declined' },
  CaseTransferred: { zh: '移送其他机关办理', en: 'Case transferred' },
  InvestigationInitiated: { zh: '启动调查', en: 'Investigation started' },
  InvestigatorsAssigned: { zh: '指派调查人员', en: 'Investigators assigned' },
  InvestigatorRecused: { zh: '调查人员回避', en: 'Investigator recused' },
  ConflictDeclared: { zh: '声明利害关系', en: 'Conflict of interest declared' },
  EvidenceAdded: { zh: '提交证据材料', en: 'Evidence added' },
  InterventionRecorded: { zh: '登记请托、说情', en: 'Pleading recorded' },
  InterventionsDeclared: { zh: '声明有无说情（零报告）', en: 'Pleading or none declared' },
  InvestigationReportFiled: { zh: '出具调查报告', en: 'Investigation report filed' },
  SubjectHeard: { zh: '听取陈述申辩', en: 'Subject heard' },
  RecommendationMade: { zh: '提出问责建议', en: 'Recommendation made' },
  DirectiveIssued: { zh: '责成问责', en: 'Directive issued' },
  DirectiveRefused: { zh: '说明理由，不执行责成事项', en: 'Directive refused' },
  PeerApprovalRecorded: {
    zh: '记录同级党委、政府意见',
    en: 'Answer of the same level recorded',
  },
  DecisionMade: { zh: '作出决定', en: 'Decision made' },
  ProposalForwarded: { zh: '送交问责建议', en: 'Proposal forwarded' },
  ExternalOutcomeRecorded: {
    zh: '登记任免机关处理结果',
    en: 'Outcome of the appointing organ recorded',
  },
  DecisionLetterIssued: { zh: '下达问责决定书', en: 'Decision letter issued' },
  DecisionDelivered: { zh: '登记问责决定书送达情况', en: 'Delivery of the letter recorded' },
  DecisionArchived: { zh: '问责决定书归档', en: 'Decision letter filed' },
  DecisionReportedForRecord: { zh: '报送备案', en: 'Decision reported for the record' },
  DecisionPublished: { zh: '公开问责决定', en: 'Decision published' },
  SanctionExecuted: { zh: '登记问责决定执行情况', en: 'Execution recorded' },
  FollowUpRecorded: { zh: '登记后续管理情况', en: 'Follow-up recorded' },
  AppealLodged: { zh: '登记申诉', en: 'Appeal lodged' },
  AppealWithdrawn: { zh: '撤回申诉', en: 'Appeal withdrawn' },
  AppealHandlersAssigned: { zh: '指派申诉经办人', en: 'Handlers of the appeal assigned' },
  AppealDecided: { zh: '作出申诉处理决定', en: 'Appeal decided' },
  AppealOutcomeNotified: { zh: '告知申诉处理决定', en: 'Outcome of the appeal notified' },
  DecisionCorrected: { zh: '变更或者撤销决定', en: 'Decision modified or revoked' },
  RecordCorrected: { zh: '更正记录', en: 'Record corrected' },
  RecordVoided: { zh: '作废记录', en: 'Record voided' },
  DisciplineReferred: { zh: '移送追究纪律责任', en: 'Referred to discipline' },
  JudicialReferred: { zh: '移送司法机关', en: 'Referred to justice' },
  ReferralOutcomeRecorded: { zh: '登记移送后的处理结果', en: 'Outcome of a referral recorded' },
  PartyNotified: { zh: '告知有关人员', en: 'Party notified' },
  CaseClosed: { zh: '结案', en: 'Case closed' },
  CaseReopened: { zh: '重新启动', en: 'Case reopened' },
  FindingEscalated: { zh: '对主要负责人启动问责', en: 'Finding escalated against the head' },
  FindingDismissed: { zh: '不予追究', en: 'Finding dismissed' },
  PolicyAdopted: { zh: '登记制定的政策', en: 'Policy adopted' },
  RecordAccessed: { zh: '查阅敏感记录', en: 'Sensitive record read' },
  LogRestarted: { zh: '日志重新起始', en: 'Log begun anew' },
} as const satisfies Readonly<Record<EventType, Words>>;

const byType: ReadonlyMap<string, Words> = new Map(Object.entries(eventWords));

/** The name of a type as it stands in the ledger, where only decoded events are shown. */
export function eventTitle(type: string): Words {
  const words = byType.get(type);
  if (words === undefined) throw new Error(`bug: no words for events of type ${type}`);
  return words;
}

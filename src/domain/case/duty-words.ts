// What each kind of duty is called, in the words of the article that it follows from.
import type { Words } from '../words.js';
import type { DutyKind } from './duty.js';

/** Kind → what has to be done. */
export const dutyWords = {
  intake: {
    zh: '受理、答复或者移送问题线索',
    en: 'Accept, decline or transfer what was received',
  },
  initiation: { zh: '启动调查', en: 'Start the investigation' },
  report: { zh: '出具调查报告', en: 'File the investigation report' },
  recommendation: {
    zh: '提出是否问责和问责方式建议',
    en: 'Recommend whether and how to hold to account',
  },
  decision: { zh: '作出是否问责的决定', en: 'Decide whether to hold to account' },
  directive: { zh: '办理上级机关责成的事项', en: 'Answer the directive of a superior organ' },
  letter: { zh: '下达问责决定书', en: 'Issue the decision letter' },
  'delivery-subject': {
    zh: '问责决定书送达被问责人',
    en: 'Deliver the letter to the subject',
  },
  'delivery-unit': {
    zh: '问责决定书送达被问责人所在单位',
    en: 'Deliver the letter to the subject’s unit',
  },
  archive: {
    zh: '问责决定书归档，存入个人档案',
    en: 'File the letter in the subject’s personal file',
  },
  'report-for-record': { zh: '报上级机关备案', en: 'Report the decision for the record' },
  'publication-unit': {
    zh: '在被问责人所在单位公开问责决定',
    en: 'Publish the decision in the subject’s unit',
  },
  'publication-system': {
    zh: '在被问责人所在系统公开问责决定',
    en: 'Publish the decision in the subject’s system',
  },
  'publication-society': {
    zh: '向社会公开问责决定',
    en: 'Publish the decision to society',
  },
  execution: { zh: '执行问责决定', en: 'Execute the decision' },
  'appeal-decision': { zh: '作出申诉处理决定', en: 'Decide the appeal' },
  'appeal-notice-appellant': {
    zh: '申诉处理决定书面告知申诉人',
    en: 'Notify the outcome of the appeal to the appellant',
  },
  'appeal-notice-unit': {
    zh: '申诉处理决定书面告知申诉人所在单位',
    en: 'Notify the outcome of the appeal to the unit',
  },
  correction: {
    zh: '更正已公开或者归档的问责决定',
    en: 'Correct what was published or filed of the decision',
  },
  restoration: {
    zh: '撤销已执行的问责方式，恢复职务、待遇和名誉',
    en: 'Undo what was carried out: restore post, pay and name',
  },
  'discipline-referral': { zh: '移送追究纪律责任', en: 'Refer to discipline' },
  'judicial-referral': { zh: '移送司法机关', en: 'Refer to justice' },
} as const satisfies Readonly<Record<DutyKind, Words>>;

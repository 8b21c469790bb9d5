// What can be broken in life without making the record meaningless (REGULATION.md, "Record, do
// not refuse"): each with its code, the clause it breaks, and a sentence for the official.
import type { Irregularity } from '../refusal.js';

const rules = {
  'initiated-without-acceptance': {
    clause: 'M1-20',
    words: {
      zh: '案件尚未受理即启动调查。',
      en: 'The investigation was initiated before the case was accepted.',
    },
  },
  'investigators-without-initiation': {
    clause: 'M1-20',
    words: {
      zh: '调查尚未启动即指派调查人员。',
      en: 'Investigators were assigned before the investigation was initiated.',
    },
  },
  'report-without-initiation': {
    clause: 'M1-20',
    words: {
      zh: '调查尚未启动即提交调查报告。',
      en: 'A report was filed although no investigation was initiated.',
    },
  },
  'report-without-material': {
    clause: 'M1-3',
    words: {
      zh: '认定了问责情形，但未附调查材料。',
      en: 'Grounds are established without any material linked to them.',
    },
  },
  'recommendation-without-report': {
    clause: 'M1-20',
    words: {
      zh: '尚无调查报告即提出问责建议。',
      en: 'A recommendation was made without an investigation report on the subject.',
    },
  },
  'decision-without-report': {
    clause: 'M1-20',
    words: {
      zh: '尚无关于该对象的调查报告即作出决定。',
      en: 'The decision was made without an investigation report on the subject.',
    },
  },
  'decision-without-recommendation': {
    clause: 'M1-20',
    words: {
      zh: '调查机关尚未提出是否问责的建议即作出决定。',
      en: 'The decision was made before the investigating organ recommended whether to hold to account.',
    },
  },
  'second-decision': {
    clause: 'M1-14',
    words: {
      zh: '对同一对象已有一项有效决定，且未注明取代该决定。',
      en: 'A decision on the same subject stands already, and this one does not say that it replaces it.',
    },
  },
  'aggravation-not-applied': {
    clause: 'M1-16-1-2',
    words: {
      zh: '该人员一年内已受到两次以上问责，应当从重或者加重，本决定未予适用。',
      en: 'The person was held to account twice or more within one year; heavier or increased accountability is required and was not applied.',
    },
  },
  'no-collective-meeting': {
    clause: 'M1-20',
    words: {
      zh: '停职检查以上方式应由党委、政府集体研究决定，未注明会议。',
      en: 'Methods from suspension upward are decided collectively by the Party committee or government; no meeting is cited.',
    },
  },
  'decided-before-receipt': {
    clause: 'M1-20',
    words: {
      zh: '决定日期早于案件线索接收日期。',
      en: 'The decision is dated before the case was received.',
    },
  },
  'before-decision': {
    clause: 'M1-20',
    words: {
      zh: '该事项的日期早于其所依据的决定。',
      en: 'The act is dated before the decision it follows from.',
    },
  },
  'delivery-without-letter': {
    clause: 'M1-23',
    words: {
      zh: '尚未下达问责决定书即登记送达。',
      en: 'A delivery was recorded although no decision letter was issued.',
    },
  },
  'delivered-late': {
    clause: 'M1-24',
    words: {
      zh: '问责决定书送达超过7个工作日。',
      en: 'The decision letter was delivered after the 7 working days.',
    },
  },
  'refusal-without-witness': {
    clause: 'M1-24',
    words: {
      zh: '拒收留置送达未注明见证人。',
      en: 'The letter was left after a refusal and no witness is named.',
    },
  },
  'appeal-handler-not-independent': {
    clause: 'M1-27',
    words: {
      zh: '申诉由原承办人办理，应由原承办人以外的人员办理。',
      en: 'The appeal is handled by somebody who handled the case before; it needs others.',
    },
  },
  'appeal-decided-without-handler': {
    clause: 'M1-27',
    words: {
      zh: '未指派原承办人以外的人员办理即作出申诉处理决定。',
      en: 'The appeal was decided although no handler was assigned to it.',
    },
  },
  'appeal-decided-late': {
    clause: 'M1-27',
    words: {
      zh: '申诉处理决定超过30日期限。',
      en: 'The appeal was decided after the 30 days.',
    },
  },
  'heavier-on-appeal': {
    clause: 'M1-27',
    words: {
      zh: '申诉处理加重了原决定的问责方式。',
      en: 'The appeal made the decision heavier.',
    },
  },
} as const;

export type IrregularityCode = keyof typeof rules;

/** The irregularity of a code, ready to be shown or recorded. */
export function irregularity(code: IrregularityCode): Irregularity<IrregularityCode> {
  return { code, ...rules[code] };
}

/** Every irregularity the road knows, for the docs and the catalogue. */
export const irregularities: readonly Irregularity<IrregularityCode>[] = Object.entries(rules).map(
  ([code, rule]) => ({ code: code as IrregularityCode, ...rule }),
);

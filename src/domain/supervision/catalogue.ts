// What supervision looks for (REGULATION.md, "Supervision"): 38 questions put to the organs that
// may act (M1 Art. 19; M2 Art. 7, 9). None of them is a verdict.
import type { ClauseReference } from '../regulation/citation.js';
import type { Words } from '../words.js';

/**
 * - `inaction`: somebody should have been held to account and was not; may be escalated against
 *   the head of the organ (M2 Art. 9)
 * - `frame`: outside what the measures permit, too light or too heavy
 * - `procedure`: against a clause of its own
 * - `notice`: worth a look, no failure
 */
export const findingKinds = ['inaction', 'frame', 'procedure', 'notice'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** What the kinds are called. */
export const findingKindWords = {
  inaction: { zh: '应问责未问责', en: 'Failure to act' },
  frame: { zh: '幅度不当', en: 'Outside the frame' },
  procedure: { zh: '程序违规', en: 'Against procedure' },
  notice: { zh: '提示', en: 'Notice' },
} as const satisfies Readonly<Record<FindingKind, Words>>;

/** Code, kind, clause, Chinese, English; in the order of the codes. */
const rows = [
  [
    'S-01',
    'inaction',
    'M2-9',
    '建议或者责成问责，决定不予问责',
    'Recommended or directed to hold to account, decided not to',
  ],
  [
    'S-02',
    'frame',
    'M1-14',
    '没有从轻、减轻情节而轻于相应档次',
    'Below the permitted band without a mitigating circumstance',
  ],
  [
    'S-03',
    'frame',
    'M1-16',
    '应当从重、加重而未予适用',
    'Required aggravation not applied, by what was known then',
  ],
  [
    'S-04',
    'inaction',
    'M1-20',
    '已有调查报告和问责建议，逾期未作决定',
    'Report and recommendation filed, and no decision',
  ],
  [
    'S-05',
    'inaction',
    'M2-7',
    '收到问题线索，逾期未受理、未答复、未移送',
    'Received, and neither accepted, declined nor transferred',
  ],
  [
    'S-06',
    'inaction',
    'M1-19',
    '拒绝执行、未答复或者逾期未办理上级机关的责成',
    'Directive of a superior organ refused, unanswered or overdue',
  ],
  [
    'S-07',
    'frame',
    'M1-19',
    '超越权限作出决定，或者缺少集体研究、同级同意',
    'Decided outside the organ’s authority, or without the meeting or the approval it needs',
  ],
  ['S-08', 'procedure', 'M1-24', '决定书逾期送达或者未送达', 'Delivery late or missing'],
  [
    'S-09',
    'procedure',
    'M1-25',
    '未归档或者未报送备案',
    'Not filed, or not reported for the record',
  ],
  [
    'S-10',
    'procedure',
    'M1-26',
    '未公开，或者公开范围不足',
    'Not published, or not as widely as it has to be',
  ],
  [
    'S-11',
    'procedure',
    'M1-27',
    '申诉由原承办人办理，或者未指派经办人',
    'Appeal handled by an original handler, or by nobody assigned',
  ],
  ['S-12', 'procedure', 'M1-27', '申诉逾期未处理', 'Appeal not decided in time'],
  [
    'S-13',
    'procedure',
    'M1-27',
    '申诉结果未告知申诉人或者单位',
    'Appeal outcome not notified to both',
  ],
  [
    'S-14',
    'inaction',
    'M1-16-3',
    '一再请托、说情，未对说情人立案',
    'Pleaded repeatedly, and no case opened against the pleader',
  ],
  [
    'S-15',
    'inaction',
    'M1-16-2',
    '调查人员滥用职权、徇私或者失职，未对其立案',
    'Misconduct of an investigator recorded, and no case opened',
  ],
  [
    'S-16',
    'inaction',
    'M1-27',
    '决定变更或者撤销后，后续事项未办理',
    'Decision modified or revoked, and what follows not done',
  ],
  [
    'S-17',
    'notice',
    'M1-16-1-2',
    '从重、加重所依据的前次问责后来被撤销',
    'The aggravation rested on an earlier decision that was revoked later',
  ],
  ['S-18', 'procedure', 'M1-20', '问责方式未执行，或者拒绝执行', 'Method not executed, or refused'],
  [
    'S-19',
    'procedure',
    'M1-4',
    '涉嫌犯罪，未移送司法机关',
    'Crime suspected, no judicial referral',
  ],
  ['S-20', 'procedure', 'M1-20', '结案时尚有未办结事项', 'Closed with duties still open'],
  [
    'S-21',
    'notice',
    'M1-16-1-2',
    '决定作出后发现一年内另有前次问责',
    'An earlier decision came to light afterwards: aggravation would have been required',
  ],
  [
    'S-22',
    'frame',
    'M1-14',
    '重于相应档次，或者没有从重、加重情节而从重、加重',
    'Above the permitted band, or aggravated without an established circumstance',
  ],
  [
    'S-23',
    'frame',
    'M1-3',
    '没有认定问责情形，或者情形不适用于该人员',
    'Held to account without a ground, or on one that does not apply to the person',
  ],
  [
    'S-24',
    'inaction',
    'M2-9',
    '认定了问责情形，无人因此被问责',
    'A ground was established, and nobody was held to account for it',
  ],
  [
    'S-25',
    'inaction',
    'M1-20',
    '受理后未启动、启动后未报告、报告后未提出建议',
    'Accepted and not begun, begun and no report, report and no recommendation',
  ],
  [
    'S-26',
    'inaction',
    'M1-14',
    '领导班子被问责，成员责任未分别处理',
    'A team held to account, and no outcome for its members’ classes of responsibility',
  ],
  [
    'S-27',
    'procedure',
    'M2-3',
    '应当回避的人员参与办理',
    'Somebody took part who is the subject, pleaded, was pleaded with, or declared a conflict',
  ],
  ['S-28', 'frame', 'M1-23', '生效时间早于决定日期', 'Effective before it was decided'],
  [
    'S-29',
    'procedure',
    'M1-23',
    '未下达决定书，或者决定书内容不全',
    'Letter not issued, or lacking what it has to say',
  ],
  ['S-30', 'frame', 'M1-27', '因申诉而加重', 'Heavier on appeal'],
  [
    'S-31',
    'procedure',
    'M1-26',
    '公开范围超出决定，先于送达公开，或者更正不足',
    'Published wider than decided, before delivery, or not corrected as widely',
  ],
  [
    'S-32',
    'notice',
    'M1-16-3',
    '本案有人说情，处理结果轻于调查报告',
    'Outcome lighter than the report after somebody pleaded in the case',
  ],
  [
    'S-33',
    'procedure',
    'M1-18',
    '投诉举报转给了被反映的单位或者人员',
    'Complaint passed to its target',
  ],
  [
    'S-34',
    'notice',
    'M1-2',
    '问责建议未送交任免机关，或者任免机关未答复',
    'Proposal not forwarded, or unanswered',
  ],
  [
    'S-35',
    'notice',
    'M2-3',
    '事项发生后未及时登记',
    'Recorded long after its date, where something rests on that date',
  ],
  [
    'S-36',
    'frame',
    'M1-16',
    '同一人同一事项有两项决定，或者一事拆为数案',
    'Two decisions on one person for one matter, or one matter split into several cases',
  ],
  ['S-37', 'notice', 'M1-1', '未听取陈述申辩即予以问责', 'Decided without hearing the subject'],
  ['S-38', 'procedure', 'M1-4', '需要纪律处理，未移送', 'Discipline needed, no referral'],
] as const satisfies readonly (readonly [
  `S-${number}`,
  FindingKind,
  ClauseReference,
  string,
  string,
])[];

export type FindingCode = (typeof rows)[number][0];

/** What supervision looks for, with the clause it rests on. */
export interface FindingRule {
  readonly code: FindingCode;
  readonly kind: FindingKind;
  readonly clause: ClauseReference;
  readonly words: Words;
}

/** All 38 in the order of their codes. */
export const findingRules: readonly FindingRule[] = rows.map(([code, kind, clause, zh, en]) => ({
  code,
  kind,
  clause,
  words: { zh, en },
}));

export const findingCodes: readonly FindingCode[] = rows.map(([code]) => code);

const byCode = new Map(findingRules.map((rule) => [rule.code, rule]));

/** The rule of a code. */
export function findingRule(code: FindingCode): FindingRule {
  const rule = byCode.get(code);
  if (rule === undefined) throw new Error(`bug: no finding ${code}`);
  return rule;
}

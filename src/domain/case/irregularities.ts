// What can be broken in life without making the record meaningless (REGULATION.md, "Record, do
// not refuse"): each with its code, the clause it breaks, and a sentence for the official.
import type { Irregularity } from '../refusal.js';
import type { ClauseReference } from '../regulation/citation.js';
import { ofDecisions } from './irregularities-of-decisions.js';
import { isRequirable, notices, type RequirableCode } from './notices.js';

/** Code, clause, Chinese, English; in the order of the procedure. */
const rows = [
  // Intake and start
  [
    'complaint-to-its-target',
    'M1-18',
    '投诉举报材料转给了被反映的单位，或者由被反映人任主要负责人的单位。',
    'The complaint went to the organ complained of, or to an organ headed by the person complained of.',
  ],
  [
    'before-receipt',
    'M1-20',
    '该事项的日期早于问题线索接收日期。',
    'The act is dated before the case was received.',
  ],
  [
    'initiated-without-acceptance',
    'M1-20',
    '案件尚未受理即启动调查。',
    'The investigation was initiated before the case was accepted.',
  ],
  [
    'investigating-organ-without-authority',
    'M1-20',
    '启动调查的机关不是该类对象的调查机关。',
    'The organ that starts the investigation does not investigate on this track.',
  ],
  [
    'start-not-approved',
    'M1-21',
    '对部门内设机构和下属单位人员的问责，未注明部门主要领导批准启动。',
    "The procedure against a department's staff was started without the approval of the department's main leader.",
  ],
  [
    'start-not-approved-by-commission',
    'M1-22',
    '对纪检监察机关工作人员的问责，未注明纪委主要领导批准启动。',
    "The procedure against a discipline inspection organ's staff was started without the approval of the commission's main leader.",
  ],
  [
    'approver-is-subject',
    'M1-21',
    '批准启动的人员就是问责对象，应由上级机关批准。',
    'Whoever approved the start is a subject of the case; the superior organ approves then.',
  ],
  [
    'approver-not-impartial',
    'M2-3',
    '批准启动的人员是说情人、被请托人或者已声明有利害关系的人员。',
    'Whoever approved the start pleaded, was pleaded with, or declared a conflict of interest.',
  ],
  [
    'investigators-without-initiation',
    'M1-20',
    '调查尚未启动即指派调查人员。',
    'Investigators were assigned before the investigation was initiated.',
  ],
  [
    'investigator-not-impartial',
    'M2-3',
    '调查人员是问责对象、说情人、被请托人或者已声明有利害关系的人员。',
    'An investigator is a subject of the case, pleaded, was pleaded with, or declared a conflict of interest.',
  ],
  // Report, recommendation
  [
    'out-of-order',
    'M1-20',
    '该事项的日期早于应在其之前的步骤。',
    'The act is dated before a step that comes before it.',
  ],
  [
    'not-the-investigating-organ',
    'M1-20',
    '调查报告或者问责建议不是由启动调查的机关提出。',
    'The report or the recommendation is not that of an organ which investigates the case.',
  ],
  [
    'report-without-initiation',
    'M1-20',
    '调查尚未启动即提交调查报告。',
    'A report was filed although no investigation was initiated.',
  ],
  [
    'report-without-material',
    'M1-3',
    '认定了问责情形，但未附调查材料。',
    'Grounds are established without any material linked to them.',
  ],
  [
    'interventions-not-declared',
    'M1-16-3',
    '尚未声明有无请托、说情情况（零报告）。',
    'Nobody has declared whether somebody pleaded (zero report).',
  ],
  [
    'declared-none-though-logged',
    'M1-16-3',
    '声明无人请托、说情，但本案已有说情记录。',
    'It is declared that nobody pleaded, and the log of this case says otherwise.',
  ],
  [
    'recommendation-without-report',
    'M1-20',
    '尚无调查报告即提出问责建议。',
    'A recommendation was made without an investigation report on the subject.',
  ],
  [
    'directive-from-non-superior',
    'M1-19',
    '责成机关不是被责成机关的上级机关。',
    'The directing organ is not superior to the organ directed.',
  ],
  ['subject-ended', 'M1-2', '本案对该对象已经终结。', 'The case is over for this subject.'],
  ...ofDecisions,
  // Proposals
  [
    'proposal-off-track',
    'M1-2',
    '该对象不属于由任免机关研究决定的人员，不需要提出问责建议。',
    'The subject is not one on whom only a proposal can be made.',
  ],
  [
    'proposal-to-other-organ',
    'M1-2',
    '问责建议送交的机关不是该人员的任免机关。',
    'The proposal went to an organ that does not appoint the person.',
  ],
  [
    'outcome-by-other-organ',
    'M1-2',
    '作出处理的机关不是该人员的任免机关。',
    'The outcome is that of an organ which does not appoint the person.',
  ],
  // Letter, delivery, archive, publication
  [
    'before-decision',
    'M1-20',
    '该事项的日期早于其所依据的决定。',
    'The act is dated before the decision it follows from.',
  ],
  [
    'letter-without-subject',
    'M1-23',
    '问责决定书缺少被问责人员基本情况：该对象未登记。',
    "The letter lacks the subject's basic information: the person is not registered.",
  ],
  ['letter-without-facts', 'M1-23', '问责决定书缺少问责事实。', 'The letter lacks the facts.'],
  [
    'letter-without-basis',
    'M1-23',
    '问责决定书缺少问责依据。',
    'The letter lacks the clauses it rests on.',
  ],
  [
    'letter-without-apology',
    'M1-23',
    '责令公开道歉的，问责决定书应写明公开道歉的方式、范围。',
    'An ordered public apology needs its manner and scope in the letter.',
  ],
  [
    'letter-number-used-twice',
    'M1-23',
    '该机关的另一份问责决定书已使用此文号。',
    'Another letter of this organ has the same number.',
  ],
  [
    'appeal-to-other-organ',
    'M1-27',
    '申诉应向作出问责决定的机关提出，决定书所列受理机关为其他机关。',
    'An appeal goes to the organ that decided; the letter names another one.',
  ],
  [
    'delivery-without-letter',
    'M1-23',
    '尚未下达问责决定书即登记送达。',
    'A delivery was recorded although no decision letter was issued.',
  ],
  [
    'delivered-late',
    'M1-24',
    '问责决定书送达超过7个工作日。',
    'The decision letter was delivered after the 7 working days.',
  ],
  [
    'refusal-without-witness',
    'M1-24',
    '拒收留置送达未注明见证人。',
    'The letter was left after a refusal and no witness is named.',
  ],
  [
    'filing-without-letter',
    'M1-25',
    '尚未下达问责决定书即登记归档。',
    'A filing was recorded although no decision letter was issued.',
  ],
  [
    'reported-to-other-organ',
    'M1-25',
    '备案应报上级纪检监察机关和组织人事部门；报送的机关不属于其中之一，或者就是报送机关自身。',
    'Reports for the record go to the superior discipline inspection organ and to an organisation or personnel department; this is neither, or the very organ that reports.',
  ],
  [
    'published-before-delivery',
    'M1-26',
    '问责决定书尚未送达被问责人即公开。',
    'The decision was published before it was delivered to the subject.',
  ],
  [
    'published-wider-than-decided',
    'M1-26',
    '公开范围超出决定所定范围。',
    'The decision was published more widely than decided.',
  ],
  [
    'published-after-revocation',
    'M1-27',
    '决定已被撤销，不应再作为问责决定公开。',
    'The decision is revoked and was published as if it stood.',
  ],
  [
    'correction-narrower',
    'M1-27',
    '更正的公开范围窄于原公开范围。',
    'The correction was published less widely than what it corrects.',
  ],
  // Appeal and correction
  [
    'appeal-handler-not-independent',
    'M1-27',
    '申诉由原承办人办理，应由原承办人以外的人员办理。',
    'The appeal is handled by somebody who handled the case before; it needs others.',
  ],
  [
    'appeal-handler-not-impartial',
    'M1-27',
    '申诉经办人是问责对象、说情人、被请托人或者已声明有利害关系的人员。',
    'A handler of the appeal is a subject of the case, pleaded, was pleaded with, or declared a conflict of interest.',
  ],
  [
    'appeal-decided-without-handler',
    'M1-27',
    '未指派原承办人以外的人员办理即作出申诉处理决定。',
    'The appeal was decided although no handler was assigned to it.',
  ],
  [
    'appeal-decided-late',
    'M1-27',
    '申诉处理决定超过30日期限。',
    'The appeal was decided after the 30 days.',
  ],
  [
    'appeal-decided-by-other-organ',
    'M1-27',
    '申诉处理决定应由作出问责决定的机关作出。',
    'The appeal was decided by another organ than the one that decided.',
  ],
  [
    'appeal-by-other-admitted',
    'M1-27',
    '申诉由单位或者其他人提出，应不予受理。',
    'The appeal was lodged by the unit or by somebody else and can only be answered as not admitted.',
  ],
  [
    'second-appeal-admitted',
    'M1-27',
    '对该决定的申诉已处理过，决定未作变更，再次申诉应不予受理。',
    'An appeal against the decision was answered before and the decision not modified since; a further one can only be answered as not admitted.',
  ],
  [
    'heavier-on-appeal',
    'M1-27',
    '申诉处理加重了原决定的问责方式。',
    'The appeal made the decision heavier.',
  ],
  [
    'heavier-on-correction',
    'M1-27',
    '因申诉作出的更正加重了原决定的问责方式。',
    'A correction made because of an appeal made the decision heavier.',
  ],
  [
    'closed-with-open-duties',
    'M1-20',
    '尚有未办结的事项即结案。',
    'The case was closed with duties still open.',
  ],
] as const satisfies readonly (readonly [string, ClauseReference, string, string])[];

export type IrregularityCode = (typeof rows)[number][0] | RequirableCode;

/** Every irregularity the road knows, for the docs and the catalogue. */
export const irregularities: readonly Irregularity<IrregularityCode>[] = [
  ...rows.map(([code, clause, zh, en]) => ({ code, clause, words: { zh, en } })),
  // What is else a notice, where the policy in force requires it.
  ...notices.flatMap(({ code, ...rest }) => (isRequirable(code) ? [{ code, ...rest }] : [])),
];

const byCode = new Map(irregularities.map((rule) => [rule.code, rule]));

/** The irregularity of a code, ready to be shown or recorded. */
export function irregularity(code: IrregularityCode): Irregularity<IrregularityCode> {
  const rule = byCode.get(code);
  if (rule === undefined) throw new Error(`bug: no irregularity ${code}`);
  return rule;
}

// What is worth a look and stops no act (REGULATION.md: "A notice never stops a command"): kept
// with the event and shown to whoever recorded it. Some of it is irregular where the policy says so.
import type { Irregularity } from '../refusal.js';
import type { ClauseReference } from '../regulation/citation.js';
import type { Policy } from '../regulation/policy.js';

/** Code, clause, Chinese, English; in the order of the procedure. */
const rows = [
  [
    'held-by-its-target',
    'M1-18',
    '投诉举报由该对象任主要负责人的机关办理，应移送其他机关。',
    'The complaint is held by an organ that this subject heads, and is to be handed on.',
  ],
  [
    'accident-not-named',
    'M1-10',
    '引用违反安全生产规定的情形，事实中未写明责任事故。',
    'A ground of work safety is cited and the facts name no accident.',
  ],
  [
    'subject-not-heard',
    'M1-1',
    '作出问责决定前未听取该对象的陈述和申辩。',
    'The subject was not heard before the decision to hold to account.',
  ],
  [
    'severe-without-reasons',
    'M1-14',
    '认定为群众反映强烈、造成恶劣影响，未分别说明依据的事实。',
    'The case is found severe, and the public reaction and the impact are not shown.',
  ],
  [
    'aggravation-outweighed',
    'M1-16',
    '具有从重、加重情形，因有从轻、减轻情节未予适用，应在理由中说明。',
    'Aggravation was outweighed by a mitigating circumstance; the reasons say why.',
  ],
  [
    'no-leadership-meeting',
    'M1-21',
    '部门按停职检查以上方式问责，未注明领导班子会议。',
    'A department decided on suspension or more and cites no meeting of its leadership.',
  ],
  ['suspension-without-term', 'M1-13-5', '停职检查未写明期限。', 'The suspension states no term.'],
  [
    'letter-number-free-form',
    'M1-23',
    '决定书文号不是“××问责决字（年份）第n号”的式样。',
    'The number of the letter is not of the form of the model letter.',
  ],
  [
    'letter-number-gap',
    'M1-23',
    '该机关本年度的前一文号尚未使用。',
    'The number before this one has not been used by the organ this year.',
  ],
  [
    'filed-with-other-keeper',
    'M1-25',
    '归档机关不是登记的该人员档案管理机构。',
    "The letter was filed with another organ than the registered keeper of the person's file.",
  ],
  [
    'late-appeal-admitted',
    'M1-27',
    '申诉逾期提出仍予受理，应在理由中说明。',
    'A late appeal was admitted; the reasons say why.',
  ],
  [
    'relative-without-cause',
    'M1-27',
    '申诉由近亲属提出，登记中没有被问责人死亡的记载。',
    'A near relative appeals, and it is not recorded that the subject died.',
  ],
  [
    'appeal-decider-investigated',
    'M1-27',
    '参加申诉处理决定的人员办理过原案。',
    'Somebody who decided on the appeal had handled the case.',
  ],
] as const satisfies readonly (readonly [string, ClauseReference, string, string])[];

export type NoticeCode = (typeof rows)[number][0];

/** What the text does not ask for outright and a policy can (I-26, I-29, I-31, I-32, I-41): the notice, and the field of the policy that makes it an irregularity. */
export const requiredBy = {
  'accident-not-named': 'accidentRequired',
  'subject-not-heard': 'hearingRequired',
  'severe-without-reasons': 'severityReasonsRequired',
  'no-leadership-meeting': 'leadershipMeetingRequired',
  'suspension-without-term': 'suspensionTermRequired',
} as const satisfies { readonly [C in NoticeCode]?: keyof Policy };

export type RequirableCode = keyof typeof requiredBy;

export function isRequirable(code: string): code is RequirableCode {
  return Object.hasOwn(requiredBy, code);
}

/** Something worth a look: its code, its clause and a sentence for the official. */
export type Notice = Irregularity<NoticeCode>;

/** Every notice the road knows. */
export const notices: readonly Notice[] = rows.map(([code, clause, zh, en]) => ({
  code,
  clause,
  words: { zh, en },
}));

const byCode = new Map<string, Notice>(notices.map((known) => [known.code, known]));

/** The notice a stored code stands for; undefined for one that is not known here. */
export function noticeOf(code: string): Notice | undefined {
  return byCode.get(code);
}

/** The notice of a code. */
export function notice(code: NoticeCode): Notice {
  const found = byCode.get(code);
  if (found === undefined) throw new Error(`bug: no notice ${code}`);
  return found;
}

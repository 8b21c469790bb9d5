// The rules that a decision itself can break: its steps, grounds, frame and authority (M1 Art. 13–16,
// 19–23). The others: irregularities.ts.
import type { ClauseReference } from '../regulation/citation.js';

/** Code, clause, Chinese, English; in the order of the procedure. */
export const ofDecisions = [
  // Decision: steps
  [
    'decision-without-report',
    'M1-20',
    '尚无关于该对象的调查报告即作出决定。',
    'The decision was made without an investigation report on the subject.',
  ],
  [
    'decision-without-recommendation',
    'M1-20',
    '调查机关尚未提出是否问责的建议即作出决定。',
    'The decision was made before the investigating organ recommended whether to hold to account.',
  ],
  [
    'second-decision',
    'M1-14',
    '对同一对象已有一项有效决定，且未注明取代该决定。',
    'A decision on the same subject stands already, and this one does not say that it replaces it.',
  ],
  [
    'decider-not-impartial',
    'M2-3',
    '参加决定的人员是问责对象、说情人、被请托人或者已声明有利害关系的人员。',
    'Somebody who decided is a subject of the case, pleaded, was pleaded with, or declared a conflict of interest.',
  ],
  [
    'subject-not-identified',
    'M1-23',
    '被问责人员身份尚未确定。',
    'It is not known yet who the person held to account is.',
  ],
  // Decision: grounds
  [
    'no-ground',
    'M1-14',
    '予以问责，但未认定任何问责情形。',
    'Somebody is held to account and no ground is established.',
  ],
  [
    'basis-without-ground',
    'M1-12',
    '第十六条第（二）、（三）项和《领导干部不作为慢作为乱作为问责暂行办法》第九条只能与具体问责情形一并引用。',
    'M1-16-2, M1-16-3 and M2-9 can be cited only beside a ground.',
  ],
  [
    'basis-of-others',
    'M1-16',
    '所引条款只适用于应问责而未问责机关的主要负责人、调查人员或者说情人，现有记录中没有该人员属于上述人员的记载。',
    'The clause cited is for the head of a body, an investigator or a pleader, and nothing recorded says that the person is one.',
  ],
  [
    'ground-not-applicable',
    'M2-2',
    '《领导干部不作为慢作为乱作为问责暂行办法》所列情形不适用于该人员。',
    'A ground of the second measure does not apply to this person, who is no leading cadre.',
  ],
  [
    'ground-needs-membership',
    'M1-5',
    '该人员不是中共党员，所引情形以党员身份为前提。',
    'The ground presupposes Party membership, and the person is no member.',
  ],
  [
    'same-fact-twice',
    'M1-16',
    '同一事实既作为问责情形，又作为从重或者加重情节。',
    'One fact is used both as a ground and as an aggravating circumstance.',
  ],
  [
    'conduct-before-measures',
    'M1-29',
    '所涉行为全部发生在本办法施行（2015年2月4日）之前。',
    'All of the conduct lies before the measures came into force on 2015-02-04.',
  ],
  [
    'responsibility-class-missing',
    'M1-14',
    '领导班子成员被问责，未划分主要领导责任、重要领导责任或者直接责任。',
    'A member of a leadership team is held to account without a class of responsibility.',
  ],
  // Decision: frame
  [
    'severity-not-stated',
    'M1-14',
    '未认定情节轻重，无从确定问责方式的档次。',
    'Without a severity there is no band of methods.',
  ],
  [
    'lighter-than-frame',
    'M1-14',
    '问责方式轻于所认定情节和所适用从轻、减轻、从重、加重对应的档次。',
    'The methods lie below the band that severity and adjustment permit.',
  ],
  [
    'heavier-than-frame',
    'M1-14',
    '问责方式重于所认定情节和所适用从轻、减轻、从重、加重对应的档次。',
    'The methods lie above the band that severity and adjustment permit.',
  ],
  [
    'no-band-beyond',
    'M1-14',
    '最轻一档之下不能减轻，最重一档之上不能加重；领导班子不能加重。',
    'There is no band below the lightest or above the heaviest one, and none above for a team.',
  ],
  [
    'mitigation-not-established',
    'M1-15',
    '适用从轻或者减轻，但未认定从轻、减轻情节。',
    'Lighter or reduced accountability is applied without a mitigating circumstance.',
  ],
  [
    'aggravation-not-established',
    'M1-16',
    '适用从重或者加重，但没有从重、加重情节。',
    'Heavier or increased accountability is applied without an aggravating circumstance.',
  ],
  [
    'aggravation-not-applied',
    'M1-16',
    '具有应当从重或者加重的情形，本决定未予适用，也没有从轻、减轻情节。',
    'Heavier or increased accountability is required and was not applied, and no mitigating circumstance outweighs it.',
  ],
  [
    'heavier-not-shown',
    'M1-16',
    '适用从重，但只采用了该档最轻的一种方式。',
    'Heavier accountability is stated, and the lightest method of the band alone is used.',
  ],
  // Decision: authority
  [
    'organ-without-authority',
    'M1-19',
    '作出决定的机关对该人员或者该档问责方式没有相应的管理权限。',
    'The organ has no authority over this person, or not for these methods.',
  ],
  [
    'no-collective-meeting',
    'M1-20',
    '停职检查以上方式应由党委、政府集体研究决定，未注明会议。',
    'Methods from suspension upward are decided collectively by the Party committee or government; no meeting is cited.',
  ],
  [
    'approval-missing',
    'M1-22',
    '同级党委、政府管理的人员拟按停职检查以上方式问责，未经其同意。',
    'Methods from suspension upward need the approval of the Party committee or government that manages the person.',
  ],
  [
    'heavier-than-approved',
    'M1-22',
    '所采用的问责方式重于同级党委、政府同意的方式。',
    'The methods are heavier than what the committee or government approved.',
  ],
  [
    'effective-before-decision',
    'M1-23',
    '生效时间早于作出决定的日期。',
    'The decision takes effect before the day it was made.',
  ],
] as const satisfies readonly (readonly [string, ClauseReference, string, string])[];

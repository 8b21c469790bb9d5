// Where the text of the measures is silent or can be read two ways: the reading that is taken, by
// its number (REGULATION.md), in words of our own. Whoever shows a rule names the readings it
// rests on; those with a value have it in the policy.
import type { Words } from '../words.js';
import type { ClauseReference } from './citation.js';
import type { Policy } from './policy.js';

const table = [
  {
    code: 'I-1',
    clause: 'M1-16-1-2',
    zh: '前一问责决定自生效次日起满一年为止计算在内，次年同月同日仍算；同日生效的，以入账先后为序。',
    en: 'An earlier decision counts up to and including the same day of the next year; of those effective on one day, the order of the ledger decides.',
  },
  {
    code: 'I-2',
    clause: 'M1-16-1-2',
    zh: '一项生效的问责决定为一次，不论合并采用几种方式；撤销后不再计算，对过去也是如此；变更后仍自原生效时间起计算；对领导班子的决定不计入成员个人。',
    en: 'One effective decision is one time, however many methods it combines; revoked, it stops counting, also for the past; modified, it counts from its first effective date; a team’s decision counts for none of its members.',
  },
  {
    code: 'I-3',
    clause: 'M1-16-1-2',
    policy: ['priorsForAggravation'],
    zh: '本次决定之前已有两次的即为“两次以上”，本次不计在内。',
    en: 'Two earlier times are enough; the decision now being made is not one of them.',
  },
  {
    code: 'I-4',
    clause: 'M1-20-3',
    zh: '调离岗位未列入集体研究的方式，按停职检查以上方式对待，同样由党委、政府集体研究决定。',
    en: 'Transfer from the post, which the article on decisions leaves out, is decided collectively like suspension and what is heavier.',
  },
  {
    code: 'I-5',
    clause: 'M1-16-1-1',
    zh: '对同一人一并认定的不同条款，由不同行为构成的，为两种以上情形，两个办法的条款合并计算；报告载明一个行为触及数个条款的，为一种。',
    en: 'Different clauses established together against one person are several grounds, those of both measures taken together; clauses that one act meets by the report are one.',
  },
  {
    code: 'I-6',
    clause: 'M1-16',
    zh: '应当从重或者加重的，决定写明是哪一种：从重在本档之内，不能只用本档最轻的一种方式；加重为上一档；最重一档只有从重。',
    en: 'A decision that has to be aggravated says how: heavier within the band and not by its lightest method alone, or increased to the next band; in the highest band there is only the former.',
  },
  {
    code: 'I-7',
    clause: 'M1-15',
    zh: '从轻不出本档，减轻为下一档；最轻一档不能再减轻。',
    en: 'Lighter stays within the band, reduced is the next band down; below the lowest band there is none.',
  },
  {
    code: 'I-8',
    clause: 'M1-16',
    zh: '从轻减轻情节与从重加重情节并存的，可以从重加重；不从重加重的，在理由中说明何以抵消，并作提示。',
    en: 'Where circumstances of both kinds stand together, aggravation may be applied; where it is not, the reasons say what outweighed it, and the case is marked for a look.',
  },
  {
    code: 'I-9',
    clause: 'M1-24',
    zh: '决定之日后的第一个工作日为第1日，按国务院办公厅公布的放假调休安排计算；当年安排尚未公布的，期限暂定，不据以认定逾期；期间内安排有变动的，取较晚的日期。',
    en: 'The working day after the decision is day 1, by the State Council’s arrangement of the year; while that is not known the date is provisional and nobody is called late on it; where it was amended meanwhile, the later date holds.',
  },
  {
    code: 'I-10',
    clause: 'M1-27',
    zh: '15日和30日按自然日计算，收到当日不计；最后一日是休息日的，顺延到其后第一个工作日。',
    en: 'The 15 and the 30 days are calendar days, the day of receipt not counted; a last day that is a rest day moves to the next working day.',
  },
  {
    code: 'I-11',
    clause: 'M1-27',
    zh: '逾期的申诉照样登记并标明，可以不予受理，也可以写明理由予以受理；发现的错误仍予纠正。',
    en: 'A late appeal is recorded and marked; it is not admitted, or admitted with a stated reason; an error that is found is corrected all the same.',
  },
  {
    code: 'I-12',
    clause: 'M1-25',
    policy: ['undatedDutyWatchDays', 'recordingDays'],
    zh: '没有规定具体天数的事项没有法定期限，经过政策所定天数仍未办理的，由监督环节过问；入账晚于事项日期超过政策所定天数的，也由监督环节过问。',
    en: 'What has no number of days has no legal due date; supervision looks at it after the days that the policy sets, and at what was recorded later after its date than the policy allows.',
  },
  {
    code: 'I-13',
    clause: 'M1-23',
    zh: '生效时间以决定书写明的为准；没有写明的，为作出决定之日。',
    en: 'A decision takes effect on the date that is stated; where none is, on the day it was made.',
  },
  {
    code: 'I-14',
    clause: 'M1-29',
    policy: ['countsFrom'],
    zh: '行为全部发生在办法施行之前的，不适用本办法；跨越施行之日的，只看其后的部分。',
    en: 'Conduct wholly before the measures came into force is outside them; of conduct before and after, only the later part counts.',
  },
  {
    code: 'I-15',
    clause: 'M1-16-3',
    policy: ['countsFrom', 'pleadingsForAggravation'],
    zh: '请托、说情跨对象、跨案件累计，自办法施行之日起算，没有期限；同一天为同一对象的多次接触为一次。',
    en: 'Pleadings add up over all subjects and cases from the day the measures came into force, without a time limit; several contacts about one subject on one day are one time.',
  },
  {
    code: 'I-16',
    clause: 'M1-16-3',
    policy: ['zeroReport'],
    zh: '政策要求零报告的，提交报告、作出决定、处理申诉之前，经办人声明无人说情或者说情均已登记；默认不要求。',
    en: 'Where the policy asks for a zero report, a handler declares before report, decision and appeal decision that nobody pleaded or that all who did are logged; by default it does not.',
  },
  {
    code: 'I-17',
    clause: 'M2-2',
    zh: '不作为、慢作为、乱作为的情形适用于领导班子和领导干部，对列明的其他干部参照适用；用于其他人员的，为不合规。',
    en: 'The grounds of the second measure are for teams and leading cadres, by reference for the other cadres it lists; against anybody else they are irregular.',
  },
  {
    code: 'I-18',
    clause: 'M1-14',
    zh: '合并采用几种方式的，由列在最后的一种确定整个决定的档次和权限。',
    en: 'Of methods that are combined, the one that the list of methods names last decides band and authority for the whole decision.',
  },
  {
    code: 'I-19',
    clause: 'M2-9',
    zh: '调查人员违纪、一再说情、应问责而未问责三项是依据，与一项情形一并引用，只针对调查人员、说情人、机关负责人本人，不加重原案对象的问责。',
    en: 'An investigator’s abuse, repeated pleading and failure to hold to account are bases: cited beside a ground, against that very person, and never to aggravate the subject of the case in which they happened.',
  },
  {
    code: 'I-20',
    clause: 'M1-16',
    zh: '同一事实只用一次：不同时作为情形和情节，不用于两个案件，不据以作出两项决定。',
    en: 'One fact is used once: not as ground and circumstance, not in two cases, not for two decisions.',
  },
  {
    code: 'I-21',
    clause: 'M1-16-1-2',
    policy: ['countsFrom'],
    zh: '计次的是依两个办法予以问责的决定，包括任免机关对问责建议的处理；党纪政纪处分、依已废止文件作出的决定和办法施行之前的决定不计。',
    en: 'What counts is a decision to hold to account under these measures, an appointing organ’s outcome on a proposal included; discipline, decisions under the repealed documents and those before the measures do not.',
  },
  {
    code: 'I-22',
    clause: 'M1-27',
    zh: '原承办人是调查人员（更换、回避的也在内）、报告和建议以及决定稿的起草人、批准启动的人；参加会议研究的成员和收件、登记人员不是。',
    en: 'The original handlers are investigators (replaced and recused ones too), authors of report, recommendation and draft decision, and whoever approved the start; not the members of the meeting that decided, nor intake and registrars.',
  },
  {
    code: 'I-23',
    clause: 'M1-27',
    zh: '申诉处理和因申诉作出的更正不加重原决定；有新的事实的，重新启动案件，另行报告、听取意见和决定。',
    en: 'Neither an appeal nor a correction made because of one makes a decision heavier; new facts are a reopened case with its own report, hearing and decision.',
  },
  {
    code: 'I-24',
    clause: 'M1-27',
    zh: '最后一日以前递交或者寄出的为按期，送达以前提出的都为按期；单位或者其他人提出的照样登记，答复不予受理；本人死亡或者不能表达意思的，近亲属可以提出。',
    en: 'An appeal handed in or posted by the last day is in time, before delivery always; one by the unit or somebody else is recorded and not admitted; near relatives may appeal where the subject is dead or incapable.',
  },
  {
    code: 'I-25',
    clause: 'M1-24',
    zh: '拒收而有见证人在场留置的，当日为送达；邮寄的以回执日期为准；退回的没有送达。申诉期限从首次送达起算，以后的送达不另行起算，变更后的决定书除外。',
    en: 'A letter refused and left before a witness is delivered that day, one by post on the date of its receipt, a returned one not at all; the first delivery starts the days to appeal, later ones do not, but for the letter after a modification.',
  },
  {
    code: 'I-26',
    clause: 'M1-1',
    policy: ['hearingRequired'],
    zh: '予以问责之前听取对象的陈述并记明答复；没有听取的默认作提示，政策可以定为不合规。',
    en: 'Before a decision to hold to account the subject is heard and the answer recorded; a missing hearing is marked for a look, and irregular where the policy says so.',
  },
  {
    code: 'I-27',
    clause: 'M1-14',
    zh: '领导班子集体问责一律在最轻一档，与所认定的情节轻重无关。',
    en: 'A team is always in the lowest band, whatever severity is found.',
  },
  {
    code: 'I-29',
    clause: 'M1-21',
    policy: ['leadershipMeetingRequired'],
    zh: '部门采用停职检查以上方式的，注明本部门领导班子的会议；没有注明的默认作提示，政策可以定为不合规。',
    en: 'A department that decides on suspension or more cites a meeting of its leadership; a missing one is marked for a look, and irregular where the policy says so.',
  },
  {
    code: 'I-31',
    clause: 'M1-14',
    policy: ['severityReasonsRequired'],
    zh: '最重一档要求群众反映和影响两方面都具备，各有事实支持；没有写明的默认作提示，政策可以定为不合规。',
    en: 'The highest band needs both the public reaction and the impact, each with its fact; where they are not stated, the case is marked for a look, and it is irregular where the policy says so.',
  },
  {
    code: 'I-32',
    clause: 'M1-10',
    policy: ['accidentRequired'],
    zh: '引用安全生产方面的情形，以发生责任事故为前提，报告写明是哪一起事故；没有写明的默认作提示，政策可以定为不合规。',
    en: 'The grounds of work safety presuppose a liability accident, which the report names; where it does not, the case is marked for a look, and it is irregular where the policy says so.',
  },
  {
    code: 'I-34',
    clause: 'M1-5',
    zh: '政治纪律方面有两项以党员身份为前提，登记不是党员的人员引用的，为不合规。',
    en: 'Two grounds of political discipline presuppose Party membership; against somebody known to be no member they are irregular.',
  },
  {
    code: 'I-35',
    clause: 'M1-16-3',
    zh: '说情人有人员编号的才计次，只有姓名或者描述的只作展示；在程序之外要求从轻或者不问责的为说情，本人的陈述、申诉和有权机关的书面意见不是；说情人可以要求附上说明。',
    en: 'Only a pleader known by id is counted, others are shown; pleading is an approach outside the procedure for a lighter or no outcome, not the subject’s own statement or appeal nor a filed opinion of an organ with a right to be asked; the pleader may have a statement added.',
  },
  {
    code: 'I-37',
    clause: 'M1-19',
    zh: '责成要求按期调查并作出决定；说明理由的不同意也是答复，由监督环节告知责成机关。',
    en: 'A directive obliges to investigate and decide in time; a reasoned refusal answers it too, and supervision brings it before the directing organ.',
  },
  {
    code: 'I-39',
    clause: 'M1-21',
    zh: '有权批准启动的人自己是问责对象的，由上级机关批准。',
    en: 'Where whoever approves the start is a subject himself, the superior organ approves.',
  },
  {
    code: 'I-40',
    clause: 'M1-13-7',
    zh: '不肯引咎辞职的，该项执行仍未完成；可以改用责令辞职或者免职，按其权限决定，不是加重。',
    en: 'A refused resignation leaves its execution open; it may give way to ordered resignation or removal, with the authority that those need, which is no aggravation.',
  },
  {
    code: 'I-41',
    clause: 'M1-13-5',
    policy: ['suspensionWatchDays', 'suspensionTermRequired'],
    zh: '停职检查的期限由决定写明；没有写明的默认作提示，政策可以定为不合规，经过政策所定天数由监督环节过问。',
    en: 'A decision on suspension states its term; where none is stated the case is marked for a look, or irregular where the policy says so, and supervision looks at it after the days that the policy sets.',
  },
  {
    code: 'I-42',
    clause: 'M1-19',
    zh: '程序和权限看决定当日由谁管理，单位看当日所在单位；退休不终结案件，死亡终结案件，已作出的决定近亲属可以申诉。政府和它所属的同级党委为同一级；中间隔着下级党委、政府的机关是另一级，不对上级管理的人员作出决定。',
    en: 'Track and authority follow who manages the person on the day of the decision, and so does the unit; retirement ends no case, death does, and a near relative may appeal a decision already made. A government and the Party committee it stands below are of one level; an organ with a lower committee or government in between is of another, and does not decide on those the higher one manages.',
  },
  {
    code: 'I-44',
    clause: 'M1-23',
    zh: '由人民代表大会选举、任命的人员，免职、责令辞职经其程序生效，生效时间可以在后，执行事项随之等待。',
    en: 'For persons whom a people’s congress elects or appoints, removal and ordered resignation take effect by its procedure; the effective date may follow, and the execution waits for it.',
  },
  {
    code: 'I-45',
    clause: 'M1-21',
    zh: '不属于部门的单位，一般人员参照部门程序，由用人单位决定；法院、检察院、事业单位、国有企业的领导人员按管理权限适用领导干部程序。',
    en: 'Ordinary staff of an organ that is no department follow the department’s track with the employing organ in its place; leaders of courts, procuratorates, institutions and enterprises follow the track of leading cadres, by who manages them.',
  },
  {
    code: 'I-47',
    clause: 'M1-20',
    zh: '没有调查报告即作出决定的，为不合规。',
    en: 'A decision without an investigation report is irregular.',
  },
  {
    code: 'I-48',
    clause: 'M1-19',
    zh: '两个机关共同管理的，以登记的主要管理机关为准；借调人员由派出机关管理。',
    en: 'Of two managing organs the registered one is the main manager; a seconded person is managed by the organ that sent him.',
  },
  {
    code: 'I-49',
    clause: 'M1-27',
    zh: '一项决定申诉一次；再次提出的照样登记，答复不予受理，其间决定有变更的除外。',
    en: 'One appeal a decision; a further one is recorded and not admitted, unless the decision was modified since.',
  },
  {
    code: 'I-51',
    clause: 'M1-18-2',
    zh: '领导批示是线索来源，不是证明情形的材料；程序之外的干预记入说情登记。',
    en: 'A leader’s instruction is a source and never a material that proves a ground; pressure outside the procedure belongs in the log of interventions.',
  },
] as const satisfies readonly {
  readonly code: `I-${number}`;
  readonly clause: ClauseReference;
  readonly policy?: readonly (keyof Policy)[];
  readonly zh: string;
  readonly en: string;
}[];

/** The number of a reading: `I-6`. */
export type Reading = (typeof table)[number]['code'];

export interface ReadingEntry {
  readonly code: Reading;
  /** The clause whose text is read so. */
  readonly clause: ClauseReference;
  /** How it is taken where the organ with the right to interpret has said nothing else (M1 Art. 28). */
  readonly words: Words;
  /** The fields of the policy that hold its values. */
  readonly policy: readonly (keyof Policy)[];
}

/** In the order of their numbers. */
export const readings: readonly ReadingEntry[] = table.map(({ code, clause, zh, en, ...rest }) => ({
  code,
  clause,
  words: { zh, en },
  policy: 'policy' in rest ? rest.policy : [],
}));

/** Each reading once, in the order of their numbers. */
export function inOrder(named: readonly Reading[]): readonly Reading[] {
  return [...new Set(named)].sort((a, b) => Number(a.slice(2)) - Number(b.slice(2)));
}

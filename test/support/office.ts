// A small fictional city and named acts on its cases: tests show only what differs from these.
// Nobody here exists; organs are named after what they do in the tests.
import type { CaseAct, CaseCommand, CaseEvent, CommandBody } from '../../src/domain/case/acts.js';
import type { Facts, KnownPriors } from '../../src/domain/case/facts.js';
import { evolveCase } from '../../src/domain/case/evolve.js';
import type { CaseState, Standing } from '../../src/domain/case/state.js';
import { defaultPolicy, type Policy } from '../../src/domain/regulation/policy.js';
import type { Organ, Person } from '../../src/domain/register/entries.js';

export const organs = {
  committee: organ('committee', '虚构市委', 'party-committee'),
  commission: organ('commission', '虚构市纪委', 'discipline-commission', 'committee'),
  // What the commission reports for the record to.
  upper: organ('upper', '虚构省纪委', 'discipline-commission'),
  organization: organ('organization', '虚构市委组织部', 'organization-department', 'committee'),
  bureau: organ('bureau', '虚构局', 'department', 'committee'),
  // Manages those who are stationed in the city and belong to no organ of it.
  ministry: organ('ministry', '虚构部', 'other'),
};

export const persons = {
  jia: person('jia', '甲某'),
  yi: person('yi', '乙某'),
  stationed: person('stationed', '辛某', {
    category: 'vertically-managed',
    managedBy: 'ministry',
    track: 'proposal-only',
  }),
  staff: person('staff', '壬某', {
    post: '科员',
    rank: 'section-member',
    managedBy: 'bureau',
    track: 'department-staff',
    leadingCadre: false,
  }),
};

function organ(organId: string, name: string, kind: Organ['kind'], superiorId?: string): Organ {
  return { organId, name, kind, heads: [], ...(superiorId ? { superiorId } : {}) };
}

function person(personId: string, name: string, differing: Partial<Person> = {}): Person {
  return {
    personId,
    name,
    sex: 'male',
    organId: 'bureau',
    post: '副局长',
    rank: 'deputy-county',
    category: 'party-government',
    managedBy: 'committee',
    track: 'leading-cadre',
    leadingCadre: true,
    changes: [],
    ...differing,
  };
}

/** Facts on a day long after every date of these tests, unless told otherwise. */
export function facts(told: { today?: string; priors?: KnownPriors } = {}): Facts {
  return {
    today: told.today ?? '2016-12-31',
    policy: defaultPolicy,
    organs: new Map(Object.entries(organs)),
    persons: new Map(Object.entries(persons)),
    priors: told.priors ?? { sanctions: [], asOf: undefined },
  };
}

/** What the regular report finds. */
export const finding: CommandBody<'file-report'>['findings'][number] = {
  subjectId: 's1',
  facts: '无正当理由拖延审批三个月。',
  grounds: ['M2-5-1'],
  severity: 'minor',
  mitigating: [],
  aggravating: [],
};

/** What is regularly recommended. */
export const recommendation: CommandBody<'recommend'>['recommendations'][number] = {
  subjectId: 's1',
  accountable: true,
  methods: ['circulated-criticism'],
  reasons: '事实清楚。',
};

/** One regular act each; spread over it what a test is about. */
export const acts = {
  register: {
    caseId: 'C-1',
    source: 'complaint',
    summary: '反映虚构局审批拖延。',
    receivedOn: '2015-09-01',
    receivedBy: 'commission',
    subjects: [{ subjectId: 's1', kind: 'person', personId: 'jia' }],
  },
  accept: { on: '2015-09-02', organId: 'commission', track: 'leading-cadre' },
  'add-subject': {
    on: '2015-09-10',
    subject: { subjectId: 's2', kind: 'person', personId: 'yi' },
    reasons: '调查中发现该人员负有直接责任。',
  },
  'identify-subject': {
    on: '2015-09-10',
    subjectId: 's2',
    personId: 'yi',
    basis: '值班记录。',
  },
  'end-for-subject': {
    on: '2015-09-20',
    subjectId: 's1',
    reason: 'died',
    reference: '虚构医证〔2015〕1号',
  },
  decline: { on: '2015-09-02', organId: 'commission', reasons: '不属于本办法规定的情形。' },
  transfer: {
    on: '2015-09-03',
    fromOrganId: 'commission',
    toOrganId: 'organization',
    reasons: '按干部管理权限移送。',
  },
  initiate: {
    on: '2015-09-05',
    organId: 'commission',
    investigators: [{ personId: 'inv-1', name: '丙某', organId: 'commission' }],
  },
  'assign-investigators': {
    on: '2015-09-06',
    investigators: [{ personId: 'inv-2', name: '丁某', organId: 'commission' }],
  },
  'recuse-investigator': {
    on: '2015-09-07',
    personId: 'inv-1',
    reasons: '与被调查对象有亲属关系。',
  },
  'declare-conflict': {
    on: '2015-09-07',
    personId: 'inv-1',
    role: 'investigator',
    nature: '与被调查对象曾为同事。',
  },
  evidence: {
    on: '2015-09-08',
    title: '审批台账复印件',
    digest: `sha-256:${'a'.repeat(64)}`,
    mediaType: 'application/pdf',
    size: 1024,
  },
  'record-intervention': {
    on: '2015-09-09',
    pleader: { personId: 'pleader-1', name: '戊某' },
    subjectId: 's1',
    contacted: { personId: 'inv-1', name: '丙某' },
    channel: '电话',
    content: '请求从轻处理。',
    recordedBy: { name: '丙某' },
  },
  'declare-interventions': {
    on: '2015-09-14',
    stage: 'report',
    by: { personId: 'inv-1', name: '丙某' },
    none: true,
  },
  'file-report': {
    on: '2015-09-15',
    organId: 'commission',
    authors: [{ personId: 'inv-1', name: '丙某' }],
    findings: [finding],
    materials: [`sha-256:${'a'.repeat(64)}`],
  },
  'hear-subject': { on: '2015-09-16', subjectId: 's1', manner: 'oral', heardBy: { name: '丙某' } },
  recommend: {
    on: '2015-09-18',
    organId: 'commission',
    recommendations: [recommendation],
  },
  'issue-directive': {
    on: '2015-09-19',
    organId: 'committee',
    toOrganId: 'commission',
    subjectId: 's1',
    dueOn: '2015-10-31',
    instruction: '限期作出问责决定。',
  },
  'refuse-directive': {
    on: '2015-09-25',
    organId: 'commission',
    directiveId: eventIdAt(1),
    reasons: '事实尚未查清。',
  },
  'record-approval': {
    on: '2015-09-28',
    organId: 'committee',
    subjectId: 's1',
    outcome: 'approved',
    reference: '虚构委复〔2015〕1号',
  },
  decide: {
    on: '2015-09-30',
    organId: 'commission',
    subjectId: 's1',
    decisionId: 'D-1',
    accountable: true,
    methods: ['circulated-criticism'],
    adjustment: 'none',
    reasons: '事实清楚，依据充分。',
    decidedBy: [{ name: '己某' }],
  },
  'forward-proposal': {
    on: '2015-09-20',
    organId: 'commission',
    toOrganId: 'ministry',
    subjectId: 's1',
    methods: ['circulated-criticism'],
  },
  'record-external-outcome': {
    on: '2015-10-20',
    organId: 'ministry',
    subjectId: 's1',
    accountable: true,
    methods: ['circulated-criticism'],
    decidedOn: '2015-10-15',
    reference: '虚构部人〔2015〕1号',
  },
  'issue-letter': {
    on: '2015-10-08',
    decisionId: 'D-1',
    letterId: 'L-1',
    number: '虚构问责决字（2015）第1号',
    appealTo: 'commission',
  },
  'record-delivery': {
    on: '2015-10-12',
    decisionId: 'D-1',
    recipient: 'subject',
    manner: '直接送达',
    receivedBy: '甲某',
    result: 'received',
  },
  archive: { on: '2015-10-13', decisionId: 'D-1', keeperOrganId: 'organization', kind: 'filing' },
  'report-for-record': { on: '2015-10-13', decisionId: 'D-1', toOrganId: 'upper' },
  publish: {
    on: '2015-10-14',
    decisionId: 'D-1',
    scope: 'unit',
    place: '虚构局公告栏',
    kind: 'decision',
  },
  'record-execution': {
    on: '2015-10-15',
    decisionId: 'D-1',
    method: 'circulated-criticism',
    organId: 'organization',
    reference: '虚构组通〔2015〕1号',
    result: 'done',
  },
  'record-follow-up': {
    on: '2015-10-16',
    decisionId: 'D-1',
    reference: '虚构组通〔2015〕2号',
    until: '2016-10-15',
  },
  'lodge-appeal': {
    on: '2015-10-20',
    decisionId: 'D-1',
    appealId: 'A-1',
    grounds: '认为处理过重。',
    lodgedBy: { name: '甲某', capacity: 'subject' },
  },
  'withdraw-appeal': {
    on: '2015-10-22',
    appealId: 'A-1',
    by: '甲某',
    reference: '撤回申诉书',
  },
  'assign-appeal-handler': {
    on: '2015-10-21',
    appealId: 'A-1',
    handlers: [{ personId: 'other-1', name: '庚某' }],
  },
  'decide-appeal': {
    on: '2015-11-10',
    appealId: 'A-1',
    outcome: 'upheld',
    reasons: '原决定正确。',
    decidedBy: [{ name: '己某' }],
  },
  'notify-appeal-outcome': {
    on: '2015-11-11',
    appealId: 'A-1',
    recipient: 'appellant',
    manner: '书面',
  },
  'correct-decision': {
    on: '2015-11-20',
    decisionId: 'D-1',
    outcome: 'revoked',
    reasons: '认定的事实有误。',
  },
  'correct-record': {
    on: '2015-11-20',
    eventId: eventIdAt(0),
    field: '/summary',
    from: '反映虚构局审批拖延。',
    to: '反映虚构局审批拖延三个月。',
    reasons: '摘要漏字。',
  },
  'void-record': {
    on: '2015-11-20',
    eventId: eventIdAt(1),
    reasons: '登记到了其他案件。',
  },
  'refer-discipline': {
    on: '2015-09-22',
    subjectId: 's1',
    toOrganId: 'commission',
    reference: '虚构移〔2015〕1号',
  },
  'refer-judicial': {
    on: '2015-09-22',
    subjectId: 's1',
    toOrganId: 'ministry',
    reference: '虚构移〔2015〕2号',
  },
  'record-referral-outcome': {
    on: '2015-11-22',
    referralEventId: eventIdAt(1),
    outcome: '给予警告处分。',
    reference: '虚构处〔2015〕1号',
  },
  notify: { on: '2015-10-13', recipient: 'subject', about: 'outcome', manner: '书面' },
  close: { on: '2015-11-30', reasons: '各项事项办理完毕。' },
  reopen: { on: '2015-12-01', reasons: '发现新的事实。' },
} satisfies { [A in CaseAct]: CommandBody<A> };

/** An act with what a test changes of it. */
export function act<A extends CaseAct>(
  name: A,
  changed: Partial<CommandBody<A>> = {},
): { readonly act: A; readonly body: CommandBody<A> } {
  const regular: { [B in CaseAct]: CommandBody<B> } = acts;
  return { act: name, body: { ...regular[name], ...changed } };
}

/** The regular road of a case with one subject, act by act, from intake to reopening. */
const road: readonly CaseCommand[] = [
  act('register'),
  act('accept'),
  act('initiate'),
  act('evidence'),
  act('file-report'),
  act('hear-subject'),
  act('recommend'),
  act('decide'),
  act('issue-letter'),
  act('record-delivery'),
  act('record-delivery', { recipient: 'unit', receivedBy: '虚构局办公室' }),
  act('archive'),
  act('report-for-record'),
  act('report-for-record', { toOrganId: 'organization' }),
  act('publish'),
  act('record-execution'),
  act('lodge-appeal'),
  act('assign-appeal-handler'),
  act('decide-appeal'),
  act('notify-appeal-outcome'),
  act('notify-appeal-outcome', { recipient: 'unit' }),
  act('close'),
  act('reopen'),
];

/** What comes before an act on the regular road. */
export function before(name: CaseAct): readonly CaseCommand[] {
  return road.slice(0, placeOnRoad(name));
}

/** The regular road up to an act, that act included. */
export function upTo(name: CaseAct): readonly CaseCommand[] {
  return road.slice(0, placeOnRoad(name) + 1);
}

/** The regular road up to an act, with one act of it left out. */
export function upToWithout(name: CaseAct, leftOut: CaseAct): readonly CaseCommand[] {
  return upTo(name).filter((command) => command.act !== leftOut);
}

function placeOnRoad(name: CaseAct): number {
  const place = road.findIndex((command) => command.act === name);
  if (place < 0) throw new Error(`${name} is not on the regular road`);
  return place;
}

/** Where in a history an act stands, the last one of its name. */
export function placeIn(history: readonly CaseCommand[], name: CaseCommand['act']): number {
  const place = history.findLastIndex((command) => command.act === name);
  if (place < 0) throw new Error(`${name} is not in this history`);
  return place;
}

/** Folds events as if they stood in the ledger one after the other, all recorded under one policy. */
export function folded(
  events: readonly CaseEvent[],
  policy: Policy = defaultPolicy,
): CaseState | undefined {
  return events.reduce<CaseState | undefined>(
    (state, event, index) =>
      evolveCase(state, {
        ...event,
        at: standingAt(index, policy),
      }),
    undefined,
  );
}

/** Where `folded` puts the event at an index, and by whom. */
export function standingAt(index: number, policy: Policy = defaultPolicy): Standing {
  return {
    policy,
    eventId: eventIdAt(index),
    position: String(index + 1),
    organ: 'commission',
    recordedAt: '2015-10-15T02:00:00.000Z',
  };
}

/** The id `folded` gives the event at an index. */
export function eventIdAt(index: number): string {
  return `00000000-0000-8000-8000-${String(index).padStart(12, '0')}`;
}

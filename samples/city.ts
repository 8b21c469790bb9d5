// A city that does not exist: its organs, its people, and the clerks who work with the ledger.
// Whoever reads this: every name is made up, 甲某 to 癸某 are "person A" to "person J".
import type { Clerk } from './client.js';

export interface Words {
  readonly zh: string;
  readonly en: string;
}

interface SampleOrgan {
  readonly id: string;
  readonly name: Words;
  readonly kind: string;
  readonly superiorId?: string;
  readonly supervisedBy?: readonly string[];
  readonly head?: string;
  /** Where the head is in the register of persons too. */
  readonly headId?: string;
}

export const organs: readonly SampleOrgan[] = [
  {
    // Stands above the city: it supervises the committee and the commission (M2-9), and is reported
    // to for the record (M1-25).
    id: 'demo-upper-discipline',
    name: { zh: '虚构省纪委', en: 'Provincial Commission' },
    kind: 'discipline-commission',
  },
  {
    id: 'demo-party',
    name: { zh: '虚构市委', en: 'Party Committee' },
    kind: 'party-committee',
    supervisedBy: ['demo-upper-discipline'],
    head: '马某',
    headId: 'demo-m',
  },
  {
    id: 'demo-discipline',
    name: { zh: '虚构市纪委', en: 'Discipline Commission' },
    kind: 'discipline-commission',
    superiorId: 'demo-party',
    supervisedBy: ['demo-upper-discipline'],
    head: '牛某',
  },
  {
    id: 'demo-organization',
    name: { zh: '虚构市委组织部', en: 'Organisation Department' },
    kind: 'organization-department',
    superiorId: 'demo-party',
    supervisedBy: ['demo-discipline'],
    head: '羊某',
  },
  {
    id: 'demo-government',
    name: { zh: '虚构市政府', en: 'City Government' },
    kind: 'government',
    superiorId: 'demo-party',
    supervisedBy: ['demo-discipline', 'demo-organization'],
    head: '龙某',
  },
  ...(
    [
      ['demo-housing', '虚构市住建局', 'Housing Bureau', '鹿某'],
      ['demo-environment', '虚构市环保局', 'Environment Bureau', '丙某'],
      ['demo-emergency', '虚构市应急局', 'Emergency Bureau', '鹤某'],
      ['demo-civil', '虚构市民政局', 'Civil Affairs Bureau', '雁某'],
    ] as const
  ).map(([id, zh, en, head]) => ({
    id,
    name: { zh, en },
    kind: 'department',
    superiorId: 'demo-government',
    supervisedBy: ['demo-discipline', 'demo-organization'],
    head,
  })),
];

interface SamplePerson {
  readonly id: string;
  readonly name: Words;
  readonly organId: string;
  readonly post: Words;
  readonly rank: string;
  readonly managedBy: string;
  readonly track: string;
  readonly sex: 'male' | 'female';
}

const leader = { track: 'leading-cadre', managedBy: 'demo-party' } as const;

export const persons: readonly SamplePerson[] = [
  {
    id: 'demo-a',
    name: { zh: '甲某', en: 'A (甲某)' },
    organId: 'demo-housing',
    post: { zh: '副局长', en: 'deputy director' },
    rank: 'deputy-county',
    sex: 'male',
    ...leader,
  },
  {
    id: 'demo-b',
    name: { zh: '乙某', en: 'B (乙某)' },
    organId: 'demo-housing',
    post: { zh: '科员', en: 'clerk' },
    rank: 'section-member',
    sex: 'female',
    track: 'department-staff',
    managedBy: 'demo-housing',
  },
  {
    id: 'demo-c',
    name: { zh: '丙某', en: 'C (丙某)' },
    organId: 'demo-environment',
    post: { zh: '局长', en: 'director' },
    rank: 'county',
    sex: 'male',
    ...leader,
  },
  {
    id: 'demo-d',
    name: { zh: '丁某', en: 'D (丁某)' },
    organId: 'demo-emergency',
    post: { zh: '科长', en: 'section chief' },
    rank: 'section',
    sex: 'male',
    track: 'department-staff',
    managedBy: 'demo-emergency',
  },
  {
    id: 'demo-e',
    name: { zh: '戊某', en: 'E (戊某)' },
    organId: 'demo-civil',
    post: { zh: '副局长', en: 'deputy director' },
    rank: 'deputy-county',
    sex: 'female',
    ...leader,
  },
  {
    id: 'demo-f',
    name: { zh: '己某', en: 'F (己某)' },
    organId: 'demo-government',
    post: { zh: '副秘书长', en: 'deputy secretary-general' },
    rank: 'deputy-county',
    sex: 'male',
    ...leader,
  },
  {
    id: 'demo-y',
    name: { zh: '雁某', en: '雁某' },
    organId: 'demo-civil',
    post: { zh: '局长', en: 'director' },
    rank: 'county',
    sex: 'male',
    ...leader,
  },
  {
    id: 'demo-m',
    name: { zh: '马某', en: '马某' },
    organId: 'demo-party',
    post: { zh: '市委书记', en: 'secretary' },
    rank: 'bureau',
    sex: 'male',
    track: 'leading-cadre',
    managedBy: 'demo-upper-discipline',
  },
];

/** People who handle cases; they need no entry in the register. */
export const handlers = {
  g: { personId: 'demo-g', name: '庚某' },
  h: { personId: 'demo-h', name: '辛某' },
  i: { personId: 'demo-i', name: '壬某' },
  j: { personId: 'demo-j', name: '癸某' },
} as const;

function clerk(
  desk: string,
  organ: string,
  name: string,
  roles: readonly string[] = [desk],
): Clerk {
  return { sub: `${desk}@${organ}`, name, organ, roles };
}

export const clerks = {
  admin: clerk('admin', 'demo-discipline', '登记册管理员'),
  intake: clerk('intake', 'demo-discipline', '市纪委信访室'),
  investigator: clerk('investigator', 'demo-discipline', '市纪委调查组'),
  decider: clerk('decider', 'demo-discipline', '市纪委案件审理室'),
  registrar: clerk('registrar', 'demo-discipline', '市纪委文书'),
  appeals: clerk('appeals', 'demo-discipline', '市纪委申诉办理'),
  auditor: clerk('auditor', 'demo-discipline', '市纪委监督室'),
  supervisor: clerk('supervisor', 'demo-upper-discipline', '省纪委监督检查室', [
    'supervisor',
    'intake',
    'investigator',
  ]),
  committee: clerk('decider', 'demo-party', '市委常委会秘书'),
  environmentIntake: clerk('intake', 'demo-environment', '环保局信访科'),
  emergencyOffice: clerk('office', 'demo-emergency', '应急局办公室', [
    'intake',
    'investigator',
    'decider',
    'registrar',
  ]),
} as const;

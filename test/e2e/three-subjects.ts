// What the case of three subjects has of its own, and the earlier decisions that stand beside it.
import type { Caller } from '../support/caller.js';
import { registration } from '../support/city.js';
import { acts, finding, recommendation } from '../support/office.js';

/** A decision without report and recommendation, acknowledged: what was recorded of earlier years. */
export async function earlierDecision(
  clerk: Caller,
  caseId: string,
  personId: string,
  on: string,
): Promise<void> {
  await clerk.did(caseId, 'register', {
    ...registration,
    receivedOn: '2015-02-10',
    subjects: [{ subjectId: 's1', kind: 'person', personId }],
  });
  const codes = ['decision-without-report', 'decision-without-recommendation'];
  const own = { facts: '工作日饮酒。', grounds: ['M1-7-9'], severity: 'minor' };
  const decision = { ...acts.decide, ...own, on, decisionId: `D-${caseId}` };
  await clerk.did(caseId, 'decide', decision, {
    acknowledge: { codes, justification: '补录既往决定。' },
  });
}

/** Two persons and the team of their organ. */
export const complaint = {
  reporter: { mode: 'named', name: '子某', contact: '虚构路 1 号' },
  suspectedGrounds: ['M2-5-1', 'M1-7-9'],
  subjects: [
    { subjectId: 's1', kind: 'person', personId: 'jia' },
    { subjectId: 's2', kind: 'person', personId: 'yi' },
    { subjectId: 't1', kind: 'team', organId: 'bureau' },
  ],
};

/** Two contacts on one day for one subject, another day, another subject, and a pleader whom nobody knows. */
export const pleas: readonly object[] = [
  {},
  { channel: '当面' },
  { on: '2015-09-10' },
  { on: '2015-09-10', subjectId: 's2' },
  { on: '2015-09-11', pleader: { description: '自称上级领导的来电者' } },
];

export const findings: readonly object[] = [
  { ...finding, severity: 'serious' },
  { ...finding, subjectId: 's2', mitigating: ['cooperated-and-accepted'] },
  { ...finding, subjectId: 't1', grounds: ['M2-4-9'], otherConduct: '对群众来访不予答复。' },
];

export const recommendations: readonly object[] = [
  { ...recommendation, methods: ['suspension'] },
  { ...recommendation, subjectId: 's2' },
  { ...recommendation, subjectId: 't1' },
];

/** On the first subject, heavier than the lightest of its band. */
export const committeeDecision = {
  ...acts.decide,
  organId: 'committee',
  methods: ['suspension', 'transfer'],
  meeting: { body: '虚构市委常委会', heldOn: '2015-09-29', reference: '〔2015〕9号' },
  publicationScopes: ['unit', 'system'],
};

/** Each decision, and the organ that its letter sends an appeal to. */
export const letters = [
  ['D-1', 'committee'],
  ['D-2', 'bureau'],
  ['D-3', 'commission'],
] as const;

/** The letter of the first of the earlier decisions. */
export const earlierLetter = {
  ...acts['issue-letter'],
  on: '2015-03-12',
  decisionId: 'D-E-1',
  letterId: 'L-E-1',
  number: '虚构问责决字（2015）第2号',
};

/** Those who investigated before were pleaded with: others begin the second round. */
export const secondInvestigation = {
  on: '2015-12-16',
  approvedBy: { organId: 'bureau', name: '寅某' },
  investigators: [{ personId: 'inv-3', name: '卯某', organId: 'commission' }],
};

/** What is acknowledged where the case is closed before everything is done. */
export const openDuties = {
  codes: ['closed-with-open-duties'],
  justification: '余下事项继续办理。',
};

/** Where the case is read, alone and among others. */
export const readings = [
  '/cases/C-1',
  '/cases/C-1/history',
  '/cases',
  '/obligations?limit=500',
  '/interventions',
];

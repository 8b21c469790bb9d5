// The one table of routes: who may call them, what they take, what they answer. The guards, the
// check at the start and the OpenAPI document all read this; a route that is not here cannot be
// served, and a row that is not served stops the start.
import type { z } from 'zod';
import { caseActs, type CaseAct } from '../domain/case/acts.js';
import { eventWords } from '../domain/event-words.js';
import {
  appointHead,
  changeOrgan,
  changePerson,
  registerOrgan,
  registerPerson,
  type RegisterEventType,
} from '../domain/register/acts.js';
import { policyAdopted } from '../domain/regulation/policy-adoption.js';
import type { Words } from '../domain/words.js';
import { dismiss, escalate, type DispositionEventType } from '../domain/supervision/acts.js';
import { statistics } from './analytics-answers.js';
import * as answers from './answers.js';
import * as supervisionAnswers from './supervision-answers.js';
import {
  bringsEvidence,
  everybody,
  keepsRegisters,
  own,
  readsCases,
  readsPersons,
  readsRegisters,
  readsStatistics,
  wide,
  worksOnCases,
  type Rights,
} from './authorization.js';
import * as caseAnswers from './case-answers.js';
import { consistency, inclusion } from './ledger-answers.js';
import * as queries from './queries.js';
import { regulation, workingDays } from './regulation-answers.js';
import { tokenRequest } from './tokens.js';

export const basePath = '/api/v1';

/** One method of one path. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** With its parameters as `:name`. */
  readonly path: string;
  readonly summary: Words;
  readonly rights: Rights;
  /**
   * Groups of fields of the answer that are sensitive: it is sent only after a `RecordAccessed`
   * naming them is durable (DESIGN.md, Confidentiality). The controller records it.
   */
  readonly sensitive?: readonly string[];
  /** A command takes an Idempotency-Key; one on a case also If-Match and `acknowledge`. */
  readonly command?: 'case' | 'other';
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** Takes one file as multipart/form-data instead of JSON. */
  readonly upload?: true;
  /** The schema of the JSON it answers, or the media type of something else. */
  readonly answer: z.ZodType | string;
  /** Another media type that the same comes in where `Accept` asks for it. */
  readonly alsoAs?: string;
  /** Not there in production mode. */
  readonly developmentOnly?: true;
}

function get(
  path: string,
  zh: string,
  en: string,
  row: Omit<Route, 'method' | 'path' | 'summary'>,
): Route {
  return { method: 'GET', path, summary: { zh, en }, ...row };
}

function post(
  path: string,
  zh: string,
  en: string,
  row: Omit<Route, 'method' | 'path' | 'summary'>,
): Route {
  return { method: 'POST', path, summary: { zh, en }, ...row };
}

function registerAct(
  path: string,
  event: RegisterEventType | 'PolicyAdopted',
  en: string,
  body: z.ZodObject,
): Route {
  const { zh } = eventWords[event];
  const command = { command: 'other', body, answer: answers.recorded } as const;
  return post(`${basePath}${path}`, zh, en, { rights: keepsRegisters, ...command });
}

function onFinding(act: string, event: DispositionEventType, en: string, body: z.ZodObject): Route {
  const { zh } = eventWords[event];
  const path = `${basePath}/supervision/findings/:findingId/${act}`;
  const command = { command: 'other', body, answer: answers.recorded } as const;
  return post(path, zh, en, { rights: wide('supervisor'), ...command });
}

/** What an act on a case is called in English, and whose business it is. In Chinese its event and it have one name. */
const acts: { readonly [A in CaseAct]: readonly [en: string, rights: Rights] } = {
  register: ['Register a case', own('intake')],
  accept: ['Accept the case', own('intake', 'decider')],
  'add-subject': ['Add a subject', own('intake', 'investigator', 'decider')],
  'identify-subject': ['Identify a subject', own('intake', 'investigator', 'decider')],
  'end-for-subject': ['End the case for a subject', own('intake', 'investigator', 'decider')],
  decline: ['Decline the case', own('intake', 'decider')],
  transfer: ['Transfer the case', own('intake', 'investigator', 'decider')],
  initiate: ['Start the investigation', own('intake', 'investigator', 'decider')],
  'assign-investigators': ['Assign investigators', own('investigator', 'decider')],
  'recuse-investigator': ['Recuse an investigator', own('investigator', 'decider')],
  'declare-conflict': ['Declare a conflict of interest', worksOnCases],
  evidence: ['Add a piece of evidence', worksOnCases],
  'record-intervention': ['Record that somebody pleaded', worksOnCases],
  'declare-interventions': [
    'Declare whether somebody pleaded',
    own('investigator', 'decider', 'appeals'),
  ],
  'file-report': ['File the investigation report', own('investigator')],
  'hear-subject': ['Hear the subject', own('investigator', 'decider')],
  recommend: ['Recommend accountability', own('investigator', 'decider')],
  'issue-directive': ['Direct an organ to act', own('decider')],
  'refuse-directive': ['Refuse a directive', own('investigator', 'decider')],
  'record-approval': ['Record the approval of the same level', own('investigator', 'decider')],
  decide: ['Decide', own('decider')],
  'forward-proposal': ['Forward a proposal', own('investigator', 'decider')],
  'record-external-outcome': [
    'Record what the appointing organ decided',
    own('decider', 'registrar'),
  ],
  'issue-letter': ['Issue the decision letter', own('decider', 'registrar')],
  'record-delivery': ['Record a delivery', own('registrar')],
  archive: ['File the decision', own('registrar')],
  'report-for-record': ['Report the decision for the record', own('registrar')],
  publish: ['Publish the decision', own('registrar')],
  'record-execution': ['Record the execution', own('registrar')],
  'record-follow-up': ['Record the follow-up', own('registrar')],
  'lodge-appeal': ['Lodge an appeal', own('intake', 'appeals')],
  'withdraw-appeal': ['Withdraw an appeal', own('intake', 'appeals')],
  'assign-appeal-handler': ['Assign the appeal’s handlers', own('appeals', 'decider')],
  'decide-appeal': ['Decide the appeal', own('appeals', 'decider')],
  'notify-appeal-outcome': ['Notify the outcome', own('appeals', 'registrar')],
  'correct-decision': ['Modify or revoke a decision', own('decider', 'appeals')],
  'correct-record': ['Correct a record', worksOnCases],
  'void-record': ['Void a record', own('decider', 'registrar')],
  'refer-discipline': ['Refer to discipline', own('investigator', 'decider', 'registrar')],
  'refer-judicial': ['Refer to justice', own('investigator', 'decider', 'registrar')],
  'record-referral-outcome': [
    'Record what became of a referral',
    own('investigator', 'decider', 'registrar'),
  ],
  notify: ['Tell a party', own('intake', 'decider', 'registrar', 'appeals')],
  close: ['Close the case', own('intake', 'decider', 'registrar')],
  reopen: ['Reopen the case', own('intake', 'decider', 'appeals')],
};

function caseActRoute(act: CaseAct): Route {
  const [en, rights] = acts[act];
  const { zh } = eventWords[caseActs[act].event];
  const path = act === 'register' ? '/cases' : `/cases/:caseId/${act}`;
  const body: z.ZodObject = caseActs[act].body;
  const command = { command: 'case', body, answer: answers.recorded } as const;
  return post(`${basePath}${path}`, zh, en, { rights, ...command });
}

/** Those who answer, and those who watch over them. */
const readsFindings: Rights = { ...own('decider'), ...wide('supervisor', 'auditor') };

const inApi: readonly Route[] = [
  registerAct('/organs', 'OrganRegistered', 'Register an organ', registerOrgan),
  registerAct('/organs/:organId/head', 'OrganHeadAppointed', 'Appoint its head', appointHead),
  registerAct('/organs/:organId/changes', 'OrganChanged', 'Change an organ', changeOrgan),
  registerAct('/persons', 'PersonRegistered', 'Register a person', registerPerson),
  registerAct('/persons/:personId/changes', 'PersonChanged', 'Change a person', changePerson),
  registerAct('/regulation/policies', 'PolicyAdopted', 'Record a policy adopted', policyAdopted),

  get(`${basePath}/organs`, '单位列表', 'Organs', {
    rights: readsRegisters,
    query: queries.organsQuery,
    answer: answers.organs,
  }),
  get(`${basePath}/organs/:organId`, '单位', 'An organ', {
    rights: readsRegisters,
    query: queries.oneThing,
    answer: answers.organ,
  }),
  get(`${basePath}/persons`, '人员列表', 'Persons', {
    rights: readsRegisters,
    sensitive: ['register'],
    query: queries.personsQuery,
    answer: answers.persons,
  }),
  get(`${basePath}/persons/:personId`, '人员', 'A person', {
    rights: readsRegisters,
    sensitive: ['register'],
    query: queries.oneThing,
    answer: answers.person,
  }),
  get(`${basePath}/regulation`, '问责规定目录', 'The catalogue of the measures', {
    rights: everybody,
    query: queries.regulationQuery,
    answer: regulation,
  }),
  get(`${basePath}/calendar/working-days`, '工作日推算', 'Count working days', {
    rights: everybody,
    query: queries.workingDaysQuery,
    answer: workingDays,
  }),

  ...(Object.keys(acts) as CaseAct[]).map((act) => caseActRoute(act)),

  post(`${basePath}/evidence`, '上传证据文件', 'Bring the bytes of evidence', {
    rights: bringsEvidence,
    upload: true,
    answer: answers.storedEvidence,
  }),
  get(`${basePath}/evidence/:digest`, '下载证据文件', 'The bytes of evidence', {
    rights: readsCases,
    sensitive: ['evidence'],
    query: queries.oneThing,
    answer: 'application/octet-stream',
  }),

  get(`${basePath}/cases`, '案件列表', 'Cases', {
    rights: readsCases,
    query: queries.casesQuery,
    answer: answers.cases,
  }),
  get(`${basePath}/cases/:caseId`, '案件现状', 'A case as it stands', {
    rights: readsCases,
    sensitive: ['case-file'],
    query: queries.caseQuery,
    answer: caseAnswers.caseFile,
  }),
  get(`${basePath}/cases/:caseId/decision-frame`, '决定幅度', 'What a decision may be', {
    rights: readsCases,
    sensitive: ['decision-frame', 'priors'],
    query: queries.frameQuery,
    answer: caseAnswers.decisionFrame,
  }),
  get(`${basePath}/cases/:caseId/history`, '案件全部记录', 'Everything recorded of a case', {
    rights: readsCases,
    sensitive: ['history'],
    query: queries.oneThing,
    answer: caseAnswers.history,
  }),
  get(`${basePath}/persons/:personId/accountability`, '一年内问责次数', 'The one-year count', {
    rights: readsPersons,
    sensitive: ['priors'],
    query: queries.accountabilityQuery,
    answer: answers.accountability,
  }),
  get(`${basePath}/accountability-counts`, '按次数列出人员', 'Persons by count', {
    rights: { ...readsPersons, ...wide('analyst') },
    sensitive: ['priors'],
    query: queries.countsQuery,
    answer: answers.counts,
  }),
  get(`${basePath}/interventions`, '请托、说情记录', 'The intervention log', {
    rights: readsCases,
    sensitive: ['interventions'],
    query: queries.interventionsQuery,
    answer: answers.interventions,
  }),
  get(`${basePath}/interventions/pleaders`, '说情人统计', 'Pleaders by count', {
    rights: readsPersons,
    sensitive: ['pleaders'],
    query: queries.pleadersQuery,
    answer: answers.pleaders,
  }),
  get(`${basePath}/obligations`, '待办事项及期限', 'Duties and their clocks', {
    rights: readsCases,
    query: queries.obligationsQuery,
    answer: caseAnswers.obligations,
  }),
  get(`${basePath}/supervision/findings`, '监督发现的问题', 'Findings of supervision', {
    rights: readsFindings,
    sensitive: ['findings'],
    query: queries.findingsQuery,
    answer: supervisionAnswers.findings,
  }),
  get(
    `${basePath}/supervision/findings/:findingId`,
    '监督发现的一个问题及其依据',
    'A finding, with the events it rests on',
    {
      rights: readsFindings,
      sensitive: ['findings'],
      query: queries.findingQuery,
      answer: supervisionAnswers.explainedFinding,
    },
  ),
  get(`${basePath}/supervision/organs`, '各机关问责情况', 'How each body stands', {
    rights: wide('supervisor', 'auditor'),
    query: queries.bodiesQuery,
    answer: supervisionAnswers.bodies,
  }),
  onFinding('escalate', 'FindingEscalated', 'Escalate a finding against the head', escalate),
  onFinding('dismiss', 'FindingDismissed', 'Dismiss a finding', dismiss),
  get(`${basePath}/accesses`, '敏感记录查阅日志', 'Who read which sensitive record', {
    rights: { ...wide('supervisor', 'auditor'), admin: 'allowed' },
    query: queries.accessesQuery,
    answer: answers.accesses,
  }),
  get(`${basePath}/analytics/:dataset`, '统计', 'Statistics', {
    rights: readsStatistics,
    query: queries.analyticsQuery,
    answer: statistics,
    alsoAs: 'text/csv',
  }),
  get(`${basePath}/events/stream`, '事件流', 'Events as they are recorded', {
    rights: { ...readsCases, custodian: 'registers', admin: 'registers' },
    sensitive: ['events'],
    query: queries.streamQuery,
    answer: 'text/event-stream',
  }),

  get(
    `${basePath}/ledger/checkpoint`,
    '最近签名的检查点，附见证人已有的签署',
    'The last signed checkpoint, with the cosignatures it has by now',
    { rights: 'public', query: queries.checkpointQuery, answer: 'text/plain' },
  ),
  get(`${basePath}/ledger/key`, '日志的验证公钥', 'What its checkpoints are verified with', {
    rights: 'public',
    answer: 'text/plain',
  }),
  get(`${basePath}/ledger/tile/*`, '日志的分片或条目', 'A tile or entry bundle of the log', {
    rights: 'public',
    answer: 'application/octet-stream',
  }),
  get(`${basePath}/ledger/proofs/inclusion`, '记录在册的证明', 'That an event is in the log', {
    rights: everybody,
    query: queries.inclusionQuery,
    answer: inclusion,
  }),
  get(
    `${basePath}/ledger/proofs/consistency`,
    '日志只增不改的证明',
    'That a later tree begins with an earlier one',
    { rights: everybody, query: queries.consistencyQuery, answer: consistency },
  ),
  get(`${basePath}/ledger/receipts/:eventId`, '记录的回执', 'The receipt of an event', {
    rights: everybody,
    answer: 'text/plain',
  }),
];

/** What every process of the service answers, whatever parts it runs. */
export const operationRoutes: readonly Route[] = [
  get('/health/live', '存活检查', 'Whether the process runs', {
    rights: 'public',
    answer: answers.health,
  }),
  get('/health/ready', '就绪检查', 'Whether it can serve, and why not', {
    rights: 'public',
    answer: answers.health,
  }),
  get('/metrics', '运行指标', 'Figures for operators', { rights: 'public', answer: 'text/plain' }),
];

const outside: readonly Route[] = [
  get('/openapi.json', '接口说明（OpenAPI）', 'This document', {
    rights: 'public',
    answer: 'application/json',
  }),
  get('/docs', '接口说明（网页）', 'This document as a page', {
    rights: 'public',
    answer: 'text/html',
  }),
  ...operationRoutes,
  post('/dev/token', '开发用令牌', 'A token for development', {
    rights: 'public',
    body: tokenRequest,
    answer: answers.token,
    developmentOnly: true,
  }),
];

const allRoutes = [...inApi, ...outside];

/** The routes of a running service. */
export function routesOf({ production }: { readonly production: boolean }): readonly Route[] {
  return allRoutes.filter(({ developmentOnly }) => !(production && developmentOnly));
}

/** `POST /api/v1/cases/:caseId/accept`: what a route is called in tables, in the log and in the access log. */
export function routeName({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

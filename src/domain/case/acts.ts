// Every act on a case: its name in the URL, the body a caller sends, the event it becomes and that
// event's data, and whether a closed or declined case still takes it. Routes, commands, OpenAPI and events all come from this one table.
import type { z } from 'zod';
import * as appeal from './acts/appeal.js';
import * as correction from './acts/corrections.js';
import * as decision from './acts/decision.js';
import * as intake from './acts/intake.js';
import * as investigation from './acts/investigation.js';
import * as others from './acts/other-organs.js';
import * as subjects from './acts/subjects.js';

interface ActRow {
  readonly event: string;
  readonly body: z.ZodType;
  readonly data: z.ZodType;
  /** Which ended cases still take it (API.md, `close`): evidence, interventions, appeals and the recording of duties still open. */
  readonly after?: 'closing' | 'closing-or-declination';
}

/** An act whose event stores its body as it is. */
function asSent<E extends string, B extends z.ZodType>(
  event: E,
  body: B,
): { event: E; body: B; data: B } {
  return { event, body, data: body };
}

export const caseActs = {
  register: {
    event: 'CaseRegistered',
    body: intake.register,
    data: intake.caseRegistered,
  },
  accept: asSent('CaseAccepted', intake.accept),
  'add-subject': asSent('SubjectAdded', subjects.addSubject),
  'identify-subject': asSent('SubjectIdentified', subjects.identifySubject),
  'end-for-subject': { ...asSent('SubjectEnded', subjects.endForSubject), after: 'closing' },
  decline: { ...asSent('CaseDeclined', intake.decline), after: 'closing-or-declination' },
  transfer: asSent('CaseTransferred', intake.transfer),
  initiate: asSent('InvestigationInitiated', investigation.initiate),
  'assign-investigators': asSent('InvestigatorsAssigned', investigation.assignInvestigators),
  'recuse-investigator': asSent('InvestigatorRecused', investigation.recuseInvestigator),
  'declare-conflict': {
    ...asSent('ConflictDeclared', investigation.declareConflict),
    after: 'closing',
  },
  evidence: {
    event: 'EvidenceAdded',
    body: intake.evidence,
    data: intake.evidenceAdded,
    after: 'closing-or-declination',
  },
  'record-intervention': {
    ...asSent('InterventionRecorded', investigation.recordIntervention),
    after: 'closing-or-declination',
  },
  'declare-interventions': {
    ...asSent('InterventionsDeclared', investigation.declareInterventions),
    after: 'closing',
  },
  'file-report': {
    event: 'InvestigationReportFiled',
    body: investigation.fileReport,
    data: investigation.investigationReportFiled,
  },
  'hear-subject': {
    event: 'SubjectHeard',
    body: investigation.hearSubject,
    data: investigation.subjectHeard,
  },
  recommend: {
    event: 'RecommendationMade',
    body: investigation.recommend,
    data: investigation.recommendationMade,
  },
  'issue-directive': asSent('DirectiveIssued', others.issueDirective),
  'refuse-directive': {
    ...asSent('DirectiveRefused', others.refuseDirective),
    after: 'closing-or-declination',
  },
  'record-approval': {
    event: 'PeerApprovalRecorded',
    body: others.recordApproval,
    data: others.peerApprovalRecorded,
    after: 'closing',
  },
  decide: {
    event: 'DecisionMade',
    body: decision.decide,
    data: decision.decisionMade,
  },
  'forward-proposal': asSent('ProposalForwarded', others.forwardProposal),
  'record-external-outcome': {
    ...asSent('ExternalOutcomeRecorded', others.recordExternalOutcome),
    after: 'closing',
  },
  'issue-letter': {
    event: 'DecisionLetterIssued',
    body: decision.issueLetter,
    data: decision.decisionLetterIssued,
    after: 'closing',
  },
  'record-delivery': {
    event: 'DecisionDelivered',
    body: decision.recordDelivery,
    data: decision.decisionDelivered,
    after: 'closing',
  },
  archive: {
    event: 'DecisionArchived',
    body: decision.archive,
    data: decision.decisionArchived,
    after: 'closing',
  },
  'report-for-record': {
    event: 'DecisionReportedForRecord',
    body: decision.reportForRecord,
    data: decision.decisionReportedForRecord,
    after: 'closing',
  },
  publish: {
    event: 'DecisionPublished',
    body: decision.publish,
    data: decision.decisionPublished,
    after: 'closing',
  },
  'record-execution': {
    event: 'SanctionExecuted',
    body: decision.recordExecution,
    data: decision.sanctionExecuted,
    after: 'closing',
  },
  'record-follow-up': { ...asSent('FollowUpRecorded', decision.recordFollowUp), after: 'closing' },
  'lodge-appeal': {
    event: 'AppealLodged',
    body: appeal.lodgeAppeal,
    data: appeal.appealLodged,
    after: 'closing',
  },
  'withdraw-appeal': { ...asSent('AppealWithdrawn', appeal.withdrawAppeal), after: 'closing' },
  'assign-appeal-handler': {
    ...asSent('AppealHandlersAssigned', appeal.assignAppealHandler),
    after: 'closing',
  },
  'decide-appeal': {
    event: 'AppealDecided',
    body: appeal.decideAppeal,
    data: appeal.appealDecided,
    after: 'closing',
  },
  'notify-appeal-outcome': {
    ...asSent('AppealOutcomeNotified', appeal.notifyAppealOutcome),
    after: 'closing',
  },
  'correct-decision': {
    event: 'DecisionCorrected',
    body: correction.correctDecision,
    data: correction.decisionCorrected,
    after: 'closing',
  },
  'correct-record': {
    ...asSent('RecordCorrected', correction.correctRecord),
    after: 'closing-or-declination',
  },
  'void-record': {
    ...asSent('RecordVoided', correction.voidRecord),
    after: 'closing-or-declination',
  },
  'refer-discipline': {
    ...asSent('DisciplineReferred', others.referDiscipline),
    after: 'closing-or-declination',
  },
  'refer-judicial': {
    ...asSent('JudicialReferred', others.referJudicial),
    after: 'closing-or-declination',
  },
  'record-referral-outcome': {
    ...asSent('ReferralOutcomeRecorded', others.recordReferralOutcome),
    after: 'closing-or-declination',
  },
  notify: { ...asSent('PartyNotified', others.notify), after: 'closing-or-declination' },
  close: { ...asSent('CaseClosed', intake.close), after: 'closing' },
  reopen: { ...asSent('CaseReopened', intake.reopen), after: 'closing-or-declination' },
} as const satisfies Record<string, ActRow>;

export type CaseAct = keyof typeof caseActs;

/** An act's row, where the act is known only at run time. */
export function caseAct(act: CaseAct): ActRow {
  return caseActs[act];
}

export type CaseEventType = (typeof caseActs)[CaseAct]['event'];

/** The data of an event type. */
export type CaseEventData<T extends CaseEventType = CaseEventType> = z.output<
  Extract<(typeof caseActs)[CaseAct], { event: T }>['data']
>;

/** What happened on a case. */
export type CaseEvent = {
  [T in CaseEventType]: { readonly type: T; readonly data: CaseEventData<T> };
}[CaseEventType];

/** The body of an act as a caller sends it, after its defaults. */
export type ActBody<A extends CaseAct> = z.output<(typeof caseActs)[A]['body']>;

/** Acts whose body is completed before it is decided: server-made ids, sealed identities. */
interface Completed {
  register: CaseEventData<'CaseRegistered'>;
  evidence: CaseEventData<'EvidenceAdded'>;
  decide: ActBody<'decide'> & { readonly decisionId: string };
  'issue-letter': CaseEventData<'DecisionLetterIssued'>;
  'lodge-appeal': ActBody<'lodge-appeal'> & { readonly appealId: string };
}

/** What is decided: an act with its body, ids made and identities sealed. */
export type CommandBody<A extends CaseAct> = A extends keyof Completed ? Completed[A] : ActBody<A>;
export type CaseCommand = {
  [A in CaseAct]: { readonly act: A; readonly body: CommandBody<A> };
}[CaseAct];

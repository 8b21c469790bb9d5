// What the ledger answers to an act on a case: the event it becomes with every rule it breaks,
// nothing when it is so already, or a refusal. Pure: the state and the facts come from outside.
import { impossible, refuseFuture } from '../refusal.js';
import { caseAct, type CaseCommand } from './acts.js';
import { underPolicy, type Answer } from './answer.js';
import {
  decideAppeal,
  decideAppealHandlers,
  decideAppealNotice,
  decideLodging,
  decideWithdrawal,
} from './decide-appeal.js';
import {
  decideArchive,
  decideDelivery,
  decideExecution,
  decideFollowUp,
  decideLetter,
  decidePublication,
  decideRecordReport,
} from './decide-carrying-out.js';
import { decideCorrection, decideRecordCorrection } from './decide-corrections.js';
import { decideDecision } from './decide-decision.js';
import {
  decideAcceptance,
  decideClosing,
  decideDeclination,
  decideEvidence,
  decideRegistration,
  decideReopening,
  decideTransfer,
} from './decide-intake.js';
import {
  decideAssignment,
  decideConflict,
  decideDeclaration,
  decideHearing,
  decideInitiation,
  decideIntervention,
  decideRecommendation,
  decideRecusal,
  decideReport,
} from './decide-investigation.js';
import {
  decideApproval,
  decideDirective,
  decideNotification,
  decideOutcome,
  decideProposal,
  decideReferral,
  decideReferralOutcome,
  decideRefusal,
} from './decide-other-organs.js';
import { decideAddition, decideEnding, decideIdentification } from './decide-subjects.js';
import { decideVoiding } from './decide-voiding.js';
import type { Facts } from './facts.js';
import { happenedDates } from './happened-dates.js';
import type { CaseState } from './state.js';

/**
 * Decides one act on one case.
 * @throws Impossible when the record would have no meaning, naming the path and the reason
 * @throws Unknown when the act names an organ, person, decision or appeal that is not there
 */
export function decideCase(
  command: CaseCommand,
  state: CaseState | undefined,
  facts: Facts,
): Answer {
  return underPolicy(decided(command, state, facts), facts.policy);
}

function decided(command: CaseCommand, state: CaseState | undefined, facts: Facts): Answer {
  refuseFuture(happenedDates(command.body), facts.today);
  if (command.act === 'register') return decideRegistration(command.body, state, facts);
  if (state === undefined) throw new Error('bug: an act reached a case that is not registered');
  refuseWhereClosed(command, state);
  switch (command.act) {
    case 'accept':
      return decideAcceptance(command.body, state, facts);
    case 'decline':
      return decideDeclination(command.body, state, facts);
    case 'transfer':
      return decideTransfer(command.body, state, facts);
    case 'add-subject':
      return decideAddition(command.body, state, facts);
    case 'identify-subject':
      return decideIdentification(command.body, state, facts);
    case 'end-for-subject':
      return decideEnding(command.body, state, facts);
    case 'evidence':
      return decideEvidence(command.body);
    case 'initiate':
      return decideInitiation(command.body, state, facts);
    case 'assign-investigators':
      return decideAssignment(command.body, state);
    case 'recuse-investigator':
      return decideRecusal(command.body, state);
    case 'declare-conflict':
      return decideConflict(command.body);
    case 'record-intervention':
      return decideIntervention(command.body, state);
    case 'declare-interventions':
      return decideDeclaration(command.body, state);
    case 'file-report':
      return decideReport(command.body, state, facts);
    case 'hear-subject':
      return decideHearing(command.body, state);
    case 'recommend':
      return decideRecommendation(command.body, state, facts);
    case 'issue-directive':
      return decideDirective(command.body, state, facts);
    case 'refuse-directive':
      return decideRefusal(command.body, state);
    case 'record-approval':
      return decideApproval(command.body, state, facts);
    case 'decide':
      return decideDecision(command.body, state, facts);
    case 'forward-proposal':
      return decideProposal(command.body, state, facts);
    case 'record-external-outcome':
      return decideOutcome(command.body, state, facts);
    case 'issue-letter':
      return decideLetter(command.body, state, facts);
    case 'record-delivery':
      return decideDelivery(command.body, state);
    case 'archive':
      return decideArchive(command.body, state, facts);
    case 'report-for-record':
      return decideRecordReport(command.body, state, facts);
    case 'publish':
      return decidePublication(command.body, state);
    case 'record-execution':
      return decideExecution(command.body, state, facts);
    case 'record-follow-up':
      return decideFollowUp(command.body, state);
    case 'lodge-appeal':
      return decideLodging(command.body, state);
    case 'withdraw-appeal':
      return decideWithdrawal(command.body, state);
    case 'assign-appeal-handler':
      return decideAppealHandlers(command.body, state);
    case 'decide-appeal':
      return decideAppeal(command.body, state, facts);
    case 'notify-appeal-outcome':
      return decideAppealNotice(command.body, state);
    case 'correct-decision':
      return decideCorrection(command.body, state, facts);
    case 'correct-record':
      return decideRecordCorrection(command.body, state, facts);
    case 'void-record':
      return decideVoiding(command.body, state);
    case 'refer-discipline':
      return decideReferral('DisciplineReferred', command.body, state, facts);
    case 'refer-judicial':
      return decideReferral('JudicialReferred', command.body, state, facts);
    case 'record-referral-outcome':
      return decideReferralOutcome(command.body, state);
    case 'notify':
      return decideNotification(command.body, state);
    case 'close':
      return decideClosing(command.body, state);
    case 'reopen':
      return decideReopening(command.body, state);
  }
}

function refuseWhereClosed({ act }: CaseCommand, state: CaseState): void {
  const { after } = caseAct(act);
  if (state.closing && after === undefined)
    throw impossible('', {
      zh: '案件已办结；须先重新启动（reopen）方可进行此项操作',
      en: 'the case is closed; reopen it first',
    });
  if (state.declination && after !== 'closing-or-declination')
    throw impossible('', {
      zh: '案件已决定不予受理；须先重新启动（reopen）方可进行此项操作',
      en: 'the case was declined; reopen it first',
    });
}

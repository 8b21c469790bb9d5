// Acts that were recorded long after their date (M2 Art. 3; I-12): a date that a duty begins or ends with
// hides a failure where it is written down only later. The fold keeps them, so that nobody has to
// look through the whole case for them after every event.
import { shanghaiDate, type LegalDate } from '../legal-date.js';
import type { CaseEventType } from './acts.js';
import { watchDate } from './duty.js';
import { actingOrgan } from './acting-organ.js';
import type { Act, CaseState, RecordedLate, StandingCaseEvent } from './state.js';

/** Whether a duty begins or ends with the date of an act, or something is counted from it or told by it: who took part when, when a case was over. */
const dateMatters: { readonly [T in CaseEventType]: boolean } = {
  CaseRegistered: true,
  CaseAccepted: true,
  SubjectAdded: true,
  SubjectIdentified: false,
  SubjectEnded: true,
  CaseDeclined: true,
  CaseTransferred: true,
  InvestigationInitiated: true,
  InvestigatorsAssigned: true,
  InvestigatorRecused: true,
  ConflictDeclared: true,
  EvidenceAdded: false,
  InterventionRecorded: true,
  InterventionsDeclared: false,
  InvestigationReportFiled: true,
  SubjectHeard: true,
  RecommendationMade: true,
  DirectiveIssued: true,
  DirectiveRefused: true,
  PeerApprovalRecorded: true,
  DecisionMade: true,
  ProposalForwarded: true,
  ExternalOutcomeRecorded: true,
  DecisionLetterIssued: true,
  DecisionDelivered: true,
  DecisionArchived: true,
  DecisionReportedForRecord: true,
  DecisionPublished: true,
  SanctionExecuted: true,
  // Management after the decision is recorded and is no duty (M1 Art. 17).
  FollowUpRecorded: false,
  AppealLodged: true,
  AppealWithdrawn: true,
  AppealHandlersAssigned: true,
  AppealDecided: true,
  AppealOutcomeNotified: true,
  DecisionCorrected: true,
  RecordCorrected: false,
  RecordVoided: false,
  DisciplineReferred: true,
  JudicialReferred: true,
  ReferralOutcomeRecorded: false,
  PartyNotified: false,
  CaseClosed: true,
  CaseReopened: true,
};

/** The last day on which an act is recorded in time. */
export function lastDayToRecord({ on, at }: Act): LegalDate {
  return watchDate(on, at.policy.recordingDays);
}

/**
 * The event as an act that was recorded late; undefined where it was in time, or nothing rests on its date.
 * @param before the case without it
 */
export function recordedLate(
  before: Pick<CaseState, 'decisions' | 'appeals'> | undefined,
  event: StandingCaseEvent,
): RecordedLate | undefined {
  const { data, at } = event;
  const on = 'on' in data ? data.on : data.receivedOn;
  const last = lastDayToRecord({ on, at });
  // The day in UTC is Shanghai's or the one before: nearly every act ends here.
  if (at.recordedAt.slice(0, 10) < last || !dateMatters[event.type]) return undefined;
  if (shanghaiDate(at.recordedAt) <= last) return undefined;
  return { on, at, ...concerned(before, event) };
}

/** What an act is about, and whose act it was. */
function concerned(
  before: Pick<CaseState, 'decisions' | 'appeals'> | undefined,
  { type, data, at }: StandingCaseEvent,
): Omit<RecordedLate, 'on' | 'at'> {
  const appealId = 'appealId' in data ? data.appealId : undefined;
  const appeal = before?.appeals.find((one) => one.appealId === appealId);
  const named = 'decisionId' in data ? data.decisionId : appeal?.decisionId;
  const decisionId = type === 'ExternalOutcomeRecorded' ? at.eventId : named;
  const decision = before?.decisions.find((one) => one.decisionId === decisionId);
  const subjectId = 'subjectId' in data ? data.subjectId : decision?.subjectId;
  return {
    organId: actingOrgan(data) ?? decision?.organId ?? at.organ,
    subjectId,
    decisionId,
    appealId,
  };
}

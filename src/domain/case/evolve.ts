// How an event changes the state of a case. Total over the event types, and no rules: what stands
// in the ledger is so.
import type { CaseEventData } from './acts.js';
import { effective, inOrder } from './effective.js';
import {
  appealDecided,
  changed,
  decided,
  ofAppeal,
  ofDecision,
  recorded,
  withoutReplaced,
} from './evolve-decision.js';
import {
  holderOf,
  type Act,
  type CaseState,
  type Directive,
  type EventLog,
  type Investigator,
  type Ruling,
  type Standing,
  type StandingCaseEvent,
  type Subject,
} from './state.js';

/**
 * Applies one event. A correction or a voiding folds all events of the case anew, as they are in
 * force then.
 * @throws Error when the stream does not begin with its registration, or names a decision or
 * appeal that was never recorded: such a stream is damaged, and the follower must stop.
 */
export function evolveCase(state: CaseState | undefined, event: StandingCaseEvent): CaseState {
  const log: EventLog = { event, earlier: state?.log };
  if (event.type !== 'RecordCorrected' && event.type !== 'RecordVoided')
    return applied(state, event, log);
  return refolded(log);
}

/** All events of a log folded anew, as they are in force. @throws as evolveCase does */
export function refolded(log: EventLog): CaseState {
  const folded = effective(inOrder(log)).reduce<CaseState | undefined>(
    (before, one) => applied(before, one, log),
    undefined,
  );
  if (folded === undefined) throw new Error('no event of the case is in force');
  return folded;
}

function applied(
  before: CaseState | undefined,
  event: StandingCaseEvent,
  log: EventLog,
): CaseState {
  if (event.type === 'CaseRegistered') return begin(before, event, log);
  if (before === undefined) throw new Error(`${event.type} before CaseRegistered`);
  return change({ ...before, log }, event);
}

type Following = Exclude<StandingCaseEvent, { type: 'CaseRegistered' }>;

function change(state: CaseState, event: Following): CaseState {
  switch (event.type) {
    case 'CaseAccepted': {
      const acceptance = recorded(event);
      const { organId, on } = event.data;
      return {
        ...answeredIntake(state, event),
        acceptance,
        acceptances: [...state.acceptances, acceptance],
        openings: [...state.openings, { organId, on, at: event.at }],
      };
    }
    case 'CaseDeclined':
      return { ...answeredIntake(state, event), declination: recorded(event) };
    case 'CaseTransferred':
      return transferred(state, event);
    case 'SubjectAdded':
      return {
        ...state,
        subjects: [...state.subjects, { ...event.data.subject, added: event.at }],
      };
    case 'SubjectIdentified':
      return ofSubject(state, event, (s) => ({ ...s, personId: event.data.personId }));
    case 'SubjectEnded':
      return ofSubject(state, event, (s) => ({ ...s, ended: recorded(event) }));
    case 'InvestigationInitiated':
      return {
        ...state,
        ...(event.data.subjectIds ? {} : { investigatingOrgan: event.data.organId }),
        openings: state.openings.map((opening) =>
          opening.initiated ? opening : { ...opening, initiated: actOf(event) },
        ),
        initiations: [...state.initiations, inRound(state, event)],
        investigators: [...state.investigators, ...assigned(event)],
      };
    case 'InvestigatorsAssigned':
      return { ...state, investigators: [...state.investigators, ...assigned(event)] };
    case 'InvestigatorRecused':
      return {
        ...state,
        investigators: state.investigators.map((investigator) =>
          investigator.personId === event.data.personId && investigator.recusedOn === undefined
            ? {
                ...investigator,
                recusedOn: event.data.on,
                ...(event.data.misconduct ? { misconduct: recorded(event) } : {}),
              }
            : investigator,
        ),
      };
    case 'ConflictDeclared':
      return { ...state, conflicts: [...state.conflicts, recorded(event)] };
    case 'EvidenceAdded':
      return { ...state, evidence: [...state.evidence, recorded(event)] };
    case 'InterventionRecorded':
      return { ...state, interventions: [...state.interventions, recorded(event)] };
    case 'InterventionsDeclared':
      return { ...state, declarations: [...state.declarations, recorded(event)] };
    case 'InvestigationReportFiled':
      return { ...state, reports: [...state.reports, inRound(state, event)] };
    case 'SubjectHeard':
      return { ...state, hearings: [...state.hearings, inRound(state, event)] };
    case 'RecommendationMade':
      return { ...state, recommendations: [...state.recommendations, inRound(state, event)] };
    case 'DirectiveIssued': {
      const directive = { ...recorded(event), addressee: event.data.toOrganId };
      return { ...state, directives: [...state.directives, directive] };
    }
    case 'DirectiveRefused':
      return {
        ...state,
        directives: state.directives.map((directive) =>
          directive.at.eventId === event.data.directiveId
            ? { ...directive, refusal: recorded(event) }
            : directive,
        ),
      };
    case 'PeerApprovalRecorded':
      return { ...state, approvals: [...state.approvals, inRound(state, event)] };
    case 'DecisionMade':
      return {
        ...ruled(state, event),
        decisions: [...withoutReplaced(state, event.data), decided(event, state.round)],
      };
    case 'ProposalForwarded':
      return { ...state, proposals: [...state.proposals, inRound(state, event)] };
    case 'ExternalOutcomeRecorded':
      return {
        ...ruled(state, event),
        outcomes: [...state.outcomes, inRound(state, event)],
      };
    case 'DecisionLetterIssued':
      return ofDecision(state, event, (d) => ({ ...d, letters: [...d.letters, recorded(event)] }));
    case 'DecisionDelivered':
      return ofDecision(state, event, (d) => ({
        ...d,
        deliveries: [...d.deliveries, recorded(event)],
      }));
    case 'DecisionArchived':
      return ofDecision(state, event, (d) => ({ ...d, filings: [...d.filings, recorded(event)] }));
    case 'DecisionReportedForRecord':
      return ofDecision(state, event, (d) => ({
        ...d,
        recordReports: [...d.recordReports, recorded(event)],
      }));
    case 'DecisionPublished':
      return ofDecision(state, event, (d) => ({
        ...d,
        publications: [...d.publications, recorded(event)],
      }));
    case 'SanctionExecuted':
      return ofDecision(state, event, (d) => ({
        ...d,
        executions: [...d.executions, recorded(event)],
      }));
    case 'FollowUpRecorded':
      return ofDecision(state, event, (d) => ({
        ...d,
        followUps: [...d.followUps, recorded(event)],
      }));
    case 'AppealLodged':
      return {
        ...ofDecision(state, event, (d) => d),
        appeals: [...state.appeals, { ...recorded(event), handlers: [], notices: [] }],
      };
    case 'AppealWithdrawn':
      return ofAppeal(state, event, (a) => ({ ...a, withdrawal: recorded(event) }));
    case 'AppealHandlersAssigned':
      return ofAppeal(state, event, (a) => ({ ...a, handlers: [...a.handlers, recorded(event)] }));
    case 'AppealDecided':
      return appealDecided(state, event);
    case 'AppealOutcomeNotified':
      return ofAppeal(state, event, (a) => ({ ...a, notices: [...a.notices, recorded(event)] }));
    case 'DecisionCorrected':
      return ofDecision(state, event, (d) => changed(d, event.data, 'correction', event.at));
    case 'RecordCorrected':
      return { ...state, corrections: [...state.corrections, recorded(event)] };
    case 'RecordVoided':
      return { ...state, voidings: [...state.voidings, recorded(event)] };
    case 'DisciplineReferred':
      return {
        ...state,
        referrals: [...state.referrals, { ...recorded(event), kind: 'discipline' }],
      };
    case 'JudicialReferred':
      return {
        ...state,
        referrals: [...state.referrals, { ...recorded(event), kind: 'judicial' }],
      };
    case 'ReferralOutcomeRecorded':
      return {
        ...state,
        referrals: state.referrals.map((referral) =>
          referral.at.eventId === event.data.referralEventId
            ? { ...referral, outcome: recorded(event) }
            : referral,
        ),
      };
    case 'PartyNotified':
      return { ...state, notifications: [...state.notifications, recorded(event)] };
    case 'CaseClosed':
      return {
        ...state,
        closing: recorded(event),
        closings: [...state.closings, { ...inRound(state, event), organId: holderOf(state) }],
      };
    case 'CaseReopened':
      return reopened(state, event);
  }
}

function begin(
  state: CaseState | undefined,
  event: StandingCaseEvent & { type: 'CaseRegistered' },
  log: EventLog,
): CaseState {
  if (state !== undefined) throw new Error('CaseRegistered twice in one stream');
  const { caseId, subjects, receivedBy, receivedOn } = event.data;
  return {
    caseId,
    log,
    registration: recorded(event),
    subjects,
    intakes: [{ organId: receivedBy, on: receivedOn, at: event.at }],
    openings: [],
    acceptances: [],
    transfers: [],
    round: 0,
    initiations: [],
    investigators: [],
    conflicts: [],
    evidence: [],
    interventions: [],
    declarations: [],
    reports: [],
    hearings: [],
    recommendations: [],
    directives: [],
    approvals: [],
    decisions: [],
    proposals: [],
    outcomes: [],
    rulings: [],
    appeals: [],
    referrals: [],
    notifications: [],
    corrections: [],
    voidings: [],
    closings: [],
  };
}

function inRound<D extends object>(
  { round }: CaseState,
  event: { readonly data: D; readonly at: Standing },
): D & { readonly at: Standing; readonly round: number } {
  return { ...event.data, at: event.at, round };
}

function actOf({
  data,
  at,
}: {
  readonly data: { readonly on: string };
  readonly at: Standing;
}): Act {
  return { on: data.on, at };
}

function assigned({
  data,
  at,
}: {
  readonly data: Pick<CaseEventData<'InvestigatorsAssigned'>, 'on' | 'investigators'>;
  readonly at: Standing;
}): Investigator[] {
  return data.investigators.map((investigator) => ({ ...investigator, since: data.on, at }));
}

/** The organ that has the case on the table has answered: it accepted, declined or passed it on. */
function answeredIntake(
  state: CaseState,
  event: { readonly data: { readonly on: string }; readonly at: Standing },
): CaseState {
  const intakes = state.intakes.map((intake) =>
    intake.answered ? intake : { ...intake, answered: actOf(event) },
  );
  return { ...state, intakes };
}

function transferred(
  state: CaseState,
  event: StandingCaseEvent & { type: 'CaseTransferred' },
): CaseState {
  const transfer = recorded(event);
  const { toOrganId, subjectIds, directives: told, on } = event.data;
  const concerned = ({ subjectId, refusal, returned }: Directive): boolean =>
    !refusal && !returned && (subjectIds === undefined || subjectIds.includes(subjectId));
  const after = {
    ...state,
    transfers: [...state.transfers, transfer],
    directives: state.directives.map((directive): Directive => {
      if (told === undefined || !concerned(directive)) return directive;
      return told === 'follow'
        ? { ...directive, addressee: toOrganId }
        : { ...directive, returned: transfer };
    }),
  };
  if (subjectIds) return after;
  const { acceptance: _, investigatingOrgan: __, ...handedOver } = answeredIntake(after, event);
  return {
    ...handedOver,
    intakes: [...handedOver.intakes, { organId: toOrganId, on, at: event.at }],
    // What the former holder had accepted and not begun is the new holder's to accept.
    openings: handedOver.openings.filter(({ initiated }) => initiated),
  };
}

function reopened(
  state: CaseState,
  event: StandingCaseEvent & { type: 'CaseReopened' },
): CaseState {
  const { closing: _, declination, investigatingOrgan: __, ...open } = state;
  const { on } = event.data;
  const round = state.round + 1;
  const { acceptance } = open;
  if (acceptance === undefined) {
    const organId = declination?.organId ?? holderOf(state);
    return { ...open, round, intakes: [...open.intakes, { organId, on, at: event.at }] };
  }
  const { organId } = acceptance;
  return { ...open, round, openings: [...open.openings, { organId, on, at: event.at }] };
}

function ofSubject(
  state: CaseState,
  event: { readonly type: string; readonly data: { readonly subjectId: string } },
  altered: (subject: Subject) => Subject,
): CaseState {
  const { subjectId } = event.data;
  if (!state.subjects.some((subject) => subject.subjectId === subjectId))
    throw new Error(`${event.type} names a subject that was never recorded`);
  return {
    ...state,
    subjects: state.subjects.map((subject) =>
      subject.subjectId === subjectId ? altered(subject) : subject,
    ),
  };
}

function ruled(
  state: CaseState,
  {
    data,
    at,
  }: {
    readonly data: Omit<Ruling, 'at' | 'round' | 'decisionId'> & { readonly decisionId?: string };
    readonly at: Standing;
  },
): CaseState {
  const { subjectId, on, organId, accountable, methods, responsibility, decisionId } = data;
  const ruling: Ruling = {
    subjectId,
    on,
    organId,
    accountable,
    methods,
    ...(responsibility === undefined ? {} : { responsibility }),
    decisionId: decisionId ?? at.eventId,
    at,
    round: state.round,
  };
  return { ...state, rulings: [...state.rulings, ruling] };
}

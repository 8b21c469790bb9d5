// How an event changes the state of a case. Total over the event types, and no rules: what stands
// in the ledger is so.
import type { CaseEventData } from './acts.js';
import { afterChange, type CaseChange } from './case-change.js';
import { effective, inOrder } from './effective.js';
import {
  appealDecided,
  changed,
  decided,
  ofAppeal,
  ofDecision,
  published,
  recorded,
  withoutReplaced,
} from './evolve-decision.js';
import { recordedLate } from './recorded-late.js';
import {
  findingOn,
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
  const change = { ...changeBy(before, event), log };
  const late = recordedLate(before, event);
  if (late === undefined) return afterChange(before, change);
  return afterChange(before, { ...change, recordedLate: [...before.recordedLate, late] });
}

type Following = Exclude<StandingCaseEvent, { type: 'CaseRegistered' }>;

/** What an event that follows the registration changes, besides the log. */
function changeBy(state: CaseState, event: Following): CaseChange {
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
      return {
        ...answeredIntake(state, event),
        declination: recorded(event),
        declinations: [...state.declinations, inRound(state, event)],
      };
    case 'CaseTransferred':
      return transferred(state, event);
    case 'SubjectAdded':
      return {
        subjects: [
          ...state.subjects,
          { ...event.data.subject, added: event.at, addedOn: event.data.on },
        ],
      };
    case 'SubjectIdentified':
      return ofSubject(state, event, (s) => ({
        ...s,
        personId: event.data.personId,
        identified: actOf(event),
      }));
    case 'SubjectEnded':
      return ofSubject(state, event, (s) => ({
        ...s,
        ended: { organId: holderOf(state), ...inRound(state, event) },
      }));
    case 'InvestigationInitiated':
      return {
        ...(event.data.subjectIds ? {} : { investigatingOrgan: event.data.organId }),
        openings: state.openings.map((opening) =>
          opening.initiated ? opening : { ...opening, initiated: actOf(event) },
        ),
        initiations: [...state.initiations, inRound(state, event)],
        investigators: [...state.investigators, ...assigned(event)],
      };
    case 'InvestigatorsAssigned':
      return { investigators: [...state.investigators, ...assigned(event)] };
    case 'InvestigatorRecused':
      return {
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
      return { conflicts: [...state.conflicts, recorded(event)] };
    case 'EvidenceAdded':
      return { evidence: [...state.evidence, recorded(event)] };
    case 'InterventionRecorded':
      return { interventions: [...state.interventions, recorded(event)] };
    case 'InterventionsDeclared':
      return { declarations: [...state.declarations, recorded(event)] };
    case 'InvestigationReportFiled':
      return { reports: [...state.reports, inRound(state, event)] };
    case 'SubjectHeard':
      return { hearings: [...state.hearings, inRound(state, event)] };
    case 'RecommendationMade':
      return { recommendations: [...state.recommendations, inRound(state, event)] };
    case 'DirectiveIssued': {
      const directive = { ...recorded(event), addressee: event.data.toOrganId };
      return { directives: [...state.directives, directive] };
    }
    case 'DirectiveRefused':
      return {
        directives: state.directives.map((directive) =>
          directive.at.eventId === event.data.directiveId
            ? { ...directive, refusal: recorded(event) }
            : directive,
        ),
      };
    case 'PeerApprovalRecorded':
      return { approvals: [...state.approvals, inRound(state, event)] };
    case 'DecisionMade':
      return {
        ...ruled(state, event),
        decisions: [...withoutReplaced(state, event), decided(event, state.round)],
      };
    case 'ProposalForwarded':
      return { proposals: [...state.proposals, inRound(state, event)] };
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
      return published(state, event);
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
        appeals: [...state.appeals, { handlers: [], notices: [], ...recorded(event) }],
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
      return { corrections: [...state.corrections, recorded(event)] };
    case 'RecordVoided':
      return { voidings: [...state.voidings, recorded(event)] };
    case 'DisciplineReferred':
      return {
        referrals: [...state.referrals, { ...recorded(event), kind: 'discipline' }],
      };
    case 'JudicialReferred':
      return {
        referrals: [...state.referrals, { ...recorded(event), kind: 'judicial' }],
      };
    case 'ReferralOutcomeRecorded':
      return {
        referrals: state.referrals.map((referral) =>
          referral.at.eventId === event.data.referralEventId
            ? { ...referral, outcome: recorded(event) }
            : referral,
        ),
      };
    case 'PartyNotified':
      return { notifications: [...state.notifications, recorded(event)] };
    case 'CaseClosed':
      return {
        closing: recorded(event),
        closings: [...state.closings, { organId: holderOf(state), ...inRound(state, event) }],
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
  const late = recordedLate(undefined, event);
  return {
    caseId,
    log,
    registration: recorded(event),
    subjects,
    intakes: [{ organId: receivedBy, on: receivedOn, at: event.at }],
    openings: [],
    acceptance: undefined,
    declination: undefined,
    acceptances: [],
    transfers: [],
    round: 0,
    investigatingOrgan: undefined,
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
    closing: undefined,
    closings: [],
    declinations: [],
    recordedLate: late === undefined ? [] : [late],
  };
}

function inRound<D extends object>(
  { round }: CaseState,
  event: { readonly data: D; readonly at: Standing },
): D & { readonly at: Standing; readonly round: number } {
  return { at: event.at, round, ...event.data };
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
  return data.investigators.map((investigator) => ({ since: data.on, at, ...investigator }));
}

/** The organ that has the case on the table has answered: it accepted, declined or passed it on. */
function answeredIntake(
  state: CaseState,
  event: { readonly data: { readonly on: string }; readonly at: Standing },
): CaseChange & Pick<CaseState, 'intakes'> {
  const intakes = state.intakes.map((intake) =>
    intake.answered ? intake : { ...intake, answered: actOf(event) },
  );
  return { intakes };
}

function transferred(
  state: CaseState,
  event: StandingCaseEvent & { type: 'CaseTransferred' },
): CaseChange {
  const transfer = recorded(event);
  const { toOrganId, subjectIds, directives: told, on } = event.data;
  const concerned = ({ subjectId, refusal, returned }: Directive): boolean =>
    !refusal && !returned && (subjectIds === undefined || subjectIds.includes(subjectId));
  const handedOver: CaseChange = {
    transfers: [...state.transfers, transfer],
    directives: state.directives.map((directive): Directive => {
      if (told === undefined || !concerned(directive)) return directive;
      return told === 'follow'
        ? { ...directive, addressee: toOrganId }
        : { ...directive, returned: transfer };
    }),
  };
  if (subjectIds) return handedOver;
  const { intakes } = answeredIntake(state, event);
  return {
    ...handedOver,
    acceptance: undefined,
    investigatingOrgan: undefined,
    intakes: [...intakes, { organId: toOrganId, on, at: event.at }],
    // What the former holder had accepted and not begun is the new holder's to accept.
    openings: state.openings.filter(({ initiated }) => initiated),
  };
}

function reopened(
  state: CaseState,
  event: StandingCaseEvent & { type: 'CaseReopened' },
): CaseChange {
  const { acceptance, declination, intakes, openings } = state;
  const { on } = event.data;
  const reopening: CaseChange = {
    closing: undefined,
    closings: state.closings.map((closing) =>
      closing.round === state.round ? { ...closing, reopenedOn: on } : closing,
    ),
    declination: undefined,
    investigatingOrgan: undefined,
    round: state.round + 1,
  };
  if (acceptance === undefined) {
    const organId = declination?.organId ?? holderOf(state);
    return { ...reopening, intakes: [...intakes, { organId, on, at: event.at }] };
  }
  const { organId } = acceptance;
  return { ...reopening, openings: [...openings, { organId, on, at: event.at }] };
}

function ofSubject(
  state: CaseState,
  event: { readonly type: string; readonly data: { readonly subjectId: string } },
  altered: (subject: Subject) => Subject,
): CaseChange {
  const { subjectId } = event.data;
  if (!state.subjects.some((subject) => subject.subjectId === subjectId))
    throw new Error(`${event.type} names a subject that was never recorded`);
  return {
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
): CaseChange {
  const { subjectId, on, organId, accountable, methods, decisionId } = data;
  // The appointing organ's outcome names no class of responsibility: it is the report's (M1-14).
  const responsibility = data.responsibility ?? findingOn(state, subjectId)?.responsibility;
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
  return { rulings: [...state.rulings, ruling] };
}

// A case as its stream tells it. The state is made of what was recorded: each part is the data of
// the event that recorded it, with that event's id and place; nothing is retold in other words.
import type { LegalDate } from '../legal-date.js';
import type { MethodCode } from '../regulation/methods.js';
import type { CaseEvent, CaseEventData, CaseEventType } from './acts.js';

/** The event that recorded something: what the fold needs besides its data. */
export interface Standing {
  readonly eventId: string;
  /** Its place in the whole ledger. */
  readonly position: string;
  /** The organ of whoever recorded it. */
  readonly organ: string;
}

/** What an event recorded, with the event that recorded it. */
export type Recorded<T extends CaseEventType> = CaseEventData<T> & { readonly at: Standing };

/** An event on a case as it stands in the ledger. */
export type StandingCaseEvent = CaseEvent & { readonly at: Standing };

export type DecisionState = 'in-force' | 'modified' | 'revoked';

/**
 * A decision with everything that followed it. Its fields are those it has now; only
 * `effectiveOn` stays the original one, from which it counts (I-2).
 */
export interface Decision extends Recorded<'DecisionMade'> {
  readonly state: DecisionState;
  /** Every method it ever had: one taken back may still have to be undone. */
  readonly methodsEver: readonly MethodCode[];
  /** The effective date a modification gave it. */
  readonly modifiedEffectiveOn?: LegalDate;
  /** How many deliveries there were before it was modified: the letter after that starts the 15 days anew (I-25). */
  readonly deliveriesBefore: number;
  /** The round of the case it was made in: a reopened case has its own decisions (I-23). */
  readonly round: number;
  /** The decision that took its place, where one did. */
  readonly replacedBy?: string;
  /** When it ceased to stand, by appeal or replacement. */
  readonly revokedOn?: LegalDate;
  readonly letters: readonly Recorded<'DecisionLetterIssued'>[];
  readonly deliveries: readonly Recorded<'DecisionDelivered'>[];
  readonly filings: readonly Recorded<'DecisionArchived'>[];
  readonly recordReports: readonly Recorded<'DecisionReportedForRecord'>[];
  readonly publications: readonly Recorded<'DecisionPublished'>[];
  readonly executions: readonly Recorded<'SanctionExecuted'>[];
}

export interface Appeal extends Recorded<'AppealLodged'> {
  readonly handlers: readonly Recorded<'AppealHandlersAssigned'>[];
  readonly outcome?: Recorded<'AppealDecided'>;
  readonly notices: readonly Recorded<'AppealOutcomeNotified'>[];
}

export interface Investigator {
  readonly personId: string;
  readonly name: string;
  readonly organId: string;
  readonly since: LegalDate;
  readonly recusedOn?: LegalDate;
}

/** The folded state of one case. */
export interface CaseState {
  readonly caseId: string;
  readonly registration: Recorded<'CaseRegistered'>;
  readonly subjects: CaseEventData<'CaseRegistered'>['subjects'];
  /** The acceptance that stands; a transfer of the whole case ends it. */
  readonly acceptance?: Recorded<'CaseAccepted'>;
  readonly declination?: Recorded<'CaseDeclined'>;
  /** Every acceptance, also those a transfer ended: the organ keeps its access. */
  readonly acceptances: readonly Recorded<'CaseAccepted'>[];
  readonly transfers: readonly Recorded<'CaseTransferred'>[];
  /** How often the case was reopened: a new round has its own report and decision (I-23). */
  readonly round: number;
  /** How many reports and recommendations there were before this round. */
  readonly reportsBefore: number;
  readonly recommendationsBefore: number;
  /** The organ that investigates the whole case; none before initiation, after a transfer or a reopening. */
  readonly investigatingOrgan?: string;
  readonly initiations: readonly Recorded<'InvestigationInitiated'>[];
  readonly investigators: readonly Investigator[];
  readonly evidence: readonly Recorded<'EvidenceAdded'>[];
  readonly interventions: readonly Recorded<'InterventionRecorded'>[];
  readonly reports: readonly Recorded<'InvestigationReportFiled'>[];
  readonly hearings: readonly Recorded<'SubjectHeard'>[];
  readonly recommendations: readonly Recorded<'RecommendationMade'>[];
  readonly decisions: readonly Decision[];
  readonly appeals: readonly Appeal[];
  readonly closing?: Recorded<'CaseClosed'>;
}

export type CasePhase =
  | 'registered'
  | 'accepted'
  | 'declined'
  | 'under-investigation'
  | 'reported'
  | 'decided'
  | 'under-appeal'
  | 'closed';

/**
 * Applies one event. Total over the event types, and no rules: what stands in the ledger is so.
 * @throws Error when the stream does not begin with its registration, or names a decision or
 * appeal that was never recorded: such a stream is damaged, and the follower must stop.
 */
export function evolveCase(state: CaseState | undefined, event: StandingCaseEvent): CaseState {
  if (event.type === 'CaseRegistered') return begin(state, event);
  if (state === undefined) throw new Error(`${event.type} before CaseRegistered`);
  switch (event.type) {
    case 'CaseAccepted': {
      const acceptance = recorded(event);
      return { ...state, acceptance, acceptances: [...state.acceptances, acceptance] };
    }
    case 'CaseDeclined':
      return { ...state, declination: recorded(event) };
    case 'CaseTransferred': {
      const transfers = [...state.transfers, recorded(event)];
      if (event.data.subjectIds) return { ...state, transfers };
      const { acceptance: _, investigatingOrgan: __, ...handedOver } = state;
      return { ...handedOver, transfers };
    }
    case 'InvestigationInitiated':
      return {
        ...state,
        ...(event.data.subjectIds ? {} : { investigatingOrgan: event.data.organId }),
        initiations: [...state.initiations, recorded(event)],
        investigators: [...state.investigators, ...assigned(event.data)],
      };
    case 'InvestigatorsAssigned':
      return { ...state, investigators: [...state.investigators, ...assigned(event.data)] };
    case 'InvestigatorRecused':
      return {
        ...state,
        investigators: state.investigators.map((investigator) =>
          investigator.personId === event.data.personId && investigator.recusedOn === undefined
            ? { ...investigator, recusedOn: event.data.on }
            : investigator,
        ),
      };
    case 'EvidenceAdded':
      return { ...state, evidence: [...state.evidence, recorded(event)] };
    case 'InterventionRecorded':
      return { ...state, interventions: [...state.interventions, recorded(event)] };
    case 'InvestigationReportFiled':
      return { ...state, reports: [...state.reports, recorded(event)] };
    case 'SubjectHeard':
      return { ...state, hearings: [...state.hearings, recorded(event)] };
    case 'RecommendationMade':
      return { ...state, recommendations: [...state.recommendations, recorded(event)] };
    case 'DecisionMade':
      return {
        ...state,
        decisions: [...withoutReplaced(state, event.data), decided(event, state.round)],
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
    case 'AppealLodged':
      return {
        ...ofDecision(state, event, (d) => d),
        appeals: [...state.appeals, { ...recorded(event), handlers: [], notices: [] }],
      };
    case 'AppealHandlersAssigned':
      return ofAppeal(state, event, (a) => ({ ...a, handlers: [...a.handlers, recorded(event)] }));
    case 'AppealDecided':
      return appealDecided(state, event);
    case 'AppealOutcomeNotified':
      return ofAppeal(state, event, (a) => ({ ...a, notices: [...a.notices, recorded(event)] }));
    case 'CaseClosed':
      return { ...state, closing: recorded(event) };
    case 'CaseReopened': {
      const { closing: _, declination: __, investigatingOrgan: ___, ...open } = state;
      return {
        ...open,
        round: state.round + 1,
        reportsBefore: state.reports.length,
        recommendationsBefore: state.recommendations.length,
      };
    }
  }
}

/** What a clerk would call the stage of the case as a whole. */
export function phaseOf(state: CaseState): CasePhase {
  if (state.closing) return 'closed';
  if (state.declination) return 'declined';
  if (state.appeals.some((appeal) => !appeal.outcome)) return 'under-appeal';
  const decided = new Set(
    state.decisions.filter(({ round }) => round === state.round).map(({ subjectId }) => subjectId),
  );
  if (state.subjects.every(({ subjectId }) => decided.has(subjectId))) return 'decided';
  if (state.reports.length > state.reportsBefore) return 'reported';
  const begun = state.round === 0 ? state.initiations.length > 0 : state.investigatingOrgan;
  if (begun) return 'under-investigation';
  return state.acceptance ? 'accepted' : 'registered';
}

/** The organs whose case it is: they registered, accepted or received it by transfer (API.md, Identity). */
export function organsOf({ registration, acceptances, transfers }: CaseState): readonly string[] {
  return [
    ...new Set([
      registration.at.organ,
      registration.receivedBy,
      ...acceptances.map(({ organId }) => organId),
      ...transfers.map(({ toOrganId }) => toOrganId),
    ]),
  ];
}

/** The organ that has the case now: the one that accepted it, else the one it was transferred to last, else the one that received it. */
export function holderOf({ registration, acceptance, transfers }: CaseState): string {
  const handedTo = transfers.findLast(({ subjectIds }) => subjectIds === undefined)?.toOrganId;
  return acceptance?.organId ?? handedTo ?? registration.receivedBy;
}

/** The track of a subject: its own where the acceptance names one, else the case's; undefined before acceptance. */
export function trackOf(
  state: CaseState,
  subjectId: string,
): CaseEventData<'CaseAccepted'>['track'] | undefined {
  const own = state.acceptance?.tracks?.find((named) => named.subjectId === subjectId);
  return own?.track ?? state.acceptance?.track;
}

/** The latest findings on a subject in this round of the case, or undefined when no report of it speaks of the subject. A supplement takes the place of what it supplements. */
export function findingOn(
  state: CaseState,
  subjectId: string,
): CaseEventData<'InvestigationReportFiled'>['findings'][number] | undefined {
  return state.reports
    .slice(state.reportsBefore)
    .flatMap(({ findings }) => findings)
    .findLast((finding) => finding.subjectId === subjectId);
}

/** Whether somebody recommended on a subject in this round of the case. */
export function isRecommendedOn(state: CaseState, subjectId: string): boolean {
  return state.recommendations
    .slice(state.recommendationsBefore)
    .some(({ recommendations }) => recommendations.some((named) => named.subjectId === subjectId));
}

/** Whether a delivery put the letter into the recipient's hands (I-25): a returned one did not. */
export function delivers({ result }: CaseEventData<'DecisionDelivered'>): boolean {
  return result !== 'returned';
}

/** The day the subject first received the letter that stands: the 15 days of an appeal start with it (I-25). */
export function receivedBySubjectOn(decision: Decision): LegalDate | undefined {
  return decision.deliveries
    .slice(decision.deliveriesBefore)
    .filter((delivery) => delivery.recipient === 'subject' && delivers(delivery))
    .map(({ on }) => on)
    .reduce<LegalDate | undefined>(
      (first, on) => (first === undefined || on < first ? on : first),
      undefined,
    );
}

function begin(
  state: CaseState | undefined,
  event: StandingCaseEvent & { type: 'CaseRegistered' },
): CaseState {
  if (state !== undefined) throw new Error('CaseRegistered twice in one stream');
  return {
    caseId: event.data.caseId,
    registration: recorded(event),
    subjects: event.data.subjects,
    acceptances: [],
    transfers: [],
    round: 0,
    reportsBefore: 0,
    recommendationsBefore: 0,
    initiations: [],
    investigators: [],
    evidence: [],
    interventions: [],
    reports: [],
    hearings: [],
    recommendations: [],
    decisions: [],
    appeals: [],
  };
}

function recorded<D extends object>({
  data,
  at,
}: {
  readonly data: D;
  readonly at: Standing;
}): D & { readonly at: Standing } {
  return { ...data, at };
}

function assigned(data: CaseEventData<'InvestigatorsAssigned'>): Investigator[] {
  return data.investigators.map((investigator) => ({ ...investigator, since: data.on }));
}

function decided(event: StandingCaseEvent & { type: 'DecisionMade' }, round: number): Decision {
  return {
    ...recorded(event),
    state: 'in-force',
    methodsEver: event.data.methods,
    deliveriesBefore: 0,
    round,
    letters: [],
    deliveries: [],
    filings: [],
    recordReports: [],
    publications: [],
    executions: [],
  };
}

/** A decision that another one replaces ceases to stand: the same matter is one time (I-20). */
function withoutReplaced(
  state: CaseState,
  { replaces, decisionId, on }: CaseEventData<'DecisionMade'>,
): readonly Decision[] {
  if (replaces === undefined) return state.decisions;
  return state.decisions.map((decision) =>
    decision.decisionId === replaces
      ? { ...decision, state: 'revoked', replacedBy: decisionId, revokedOn: on }
      : decision,
  );
}

function ofDecision(
  state: CaseState,
  event: { readonly type: string; readonly data: { readonly decisionId: string } },
  change: (decision: Decision) => Decision,
): CaseState {
  const { decisionId } = event.data;
  if (!state.decisions.some((decision) => decision.decisionId === decisionId))
    throw new Error(`${event.type} names a decision that was never recorded`);
  return {
    ...state,
    decisions: state.decisions.map((decision) =>
      decision.decisionId === decisionId ? change(decision) : decision,
    ),
  };
}

function ofAppeal(
  state: CaseState,
  event: { readonly type: string; readonly data: { readonly appealId: string } },
  change: (appeal: Appeal) => Appeal,
): CaseState {
  const { appealId } = event.data;
  if (!state.appeals.some((appeal) => appeal.appealId === appealId))
    throw new Error(`${event.type} names an appeal that was never recorded`);
  return {
    ...state,
    appeals: state.appeals.map((appeal) =>
      appeal.appealId === appealId ? change(appeal) : appeal,
    ),
  };
}

/** The outcome changes the decision itself (REGULATION.md, "Correction"): revoked, or modified in what it names; the effective date it counts from stays (I-2). */
function appealDecided(
  state: CaseState,
  event: StandingCaseEvent & { type: 'AppealDecided' },
): CaseState {
  const answered = ofAppeal(state, event, (appeal) => ({ ...appeal, outcome: recorded(event) }));
  const { outcome, on, appealId } = event.data;
  const appealed = answered.appeals.find((appeal) => appeal.appealId === appealId);
  if (appealed === undefined || outcome === 'upheld' || outcome === 'not-admitted') return answered;
  return {
    ...answered,
    decisions: answered.decisions.map((decision): Decision => {
      if (decision.decisionId !== appealed.decisionId) return decision;
      if (outcome === 'revoked') return { ...decision, state: 'revoked', revokedOn: on };
      const deliveriesBefore = decision.deliveries.length;
      const changed = { ...decision, ...modification(event.data) };
      const methodsEver = [...new Set([...decision.methodsEver, ...changed.methods])];
      return { ...changed, state: 'modified', deliveriesBefore, methodsEver };
    }),
  };
}

/** What a modification changes of the decision; the effective date it counts from is kept (I-2). */
function modification({ methods, changes }: CaseEventData<'AppealDecided'>): Partial<Decision> {
  const { effectiveOn, methods: changed, ...rest } = changes ?? {};
  const resulting = changed ?? methods;
  return {
    ...rest,
    ...(resulting ? { methods: resulting } : {}),
    ...(effectiveOn === undefined ? {} : { modifiedEffectiveOn: effectiveOn }),
  };
}

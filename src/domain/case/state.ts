// A case as its stream tells it. The state is made of what was recorded: each part is the data of
// the event that recorded it, with that event's id and place; nothing is retold in other words.
// How events make it: evolve.ts.
import type { LegalDate } from '../legal-date.js';
import type { MethodCode } from '../regulation/methods.js';
import type { Policy } from '../regulation/policy.js';
import type { CaseEvent, CaseEventData, CaseEventType } from './acts.js';

/** The event that recorded something: what the fold needs besides its data. */
export interface Standing {
  readonly eventId: string;
  /** Its place in the whole ledger. */
  readonly position: string;
  /** The organ of whoever recorded it. */
  readonly organ: string;
  /** When it was recorded, an instant in UTC. */
  readonly recordedAt: string;
  /** Irregularities that were acknowledged with it; absent where there were none. */
  readonly codes?: readonly string[];
  /** What was worth a look and stopped nothing; absent where there was nothing. */
  readonly noticed?: readonly string[];
  /** The policy it was decided under: what follows from it goes by this one, whatever is adopted later (M1 Art. 28). */
  readonly policy: Policy;
  /** The legal date it was first recorded with, where a clerical correction gave it another one. */
  readonly recordedOn?: LegalDate;
}

/** What an event recorded, with the event that recorded it. */
export type Recorded<T extends CaseEventType> = CaseEventData<T> & { readonly at: Standing };

/** The same, with the round of the case it belongs to: a reopened case has its own report and decision (I-23). */
export type InRound<T extends CaseEventType> = Recorded<T> & { readonly round: number };

/** An event on a case as it stands in the ledger. */
export type StandingCaseEvent = CaseEvent & { readonly at: Standing };

/** Any act: its legal date and the event that recorded it. */
export interface Act {
  readonly on: LegalDate;
  readonly at: Standing;
}

/** A person or a leadership team the case is about. */
export interface Subject {
  readonly subjectId: string;
  readonly kind: 'person' | 'team';
  readonly personId?: string;
  readonly organId?: string;
  /** The team of this case whose member the person is (M1 Art. 14). */
  readonly memberOf?: string;
  /** Set where it was added later: an acceptance before that says nothing of it. */
  readonly added?: Standing;
  /** The day it was added on. */
  readonly addedOn?: LegalDate;
  /** Set where it was told only later who it is. */
  readonly identified?: Act;
  /** Set once the case is over for this subject alone. */
  readonly ended?: Ending;
}

/** The case is over for one subject: with the organ that had it then. */
export interface Ending extends InRound<'SubjectEnded'> {
  readonly organId: string;
}

/** Somebody has the case on the table and has to accept, decline or transfer it (M2 Art. 7). */
export interface Intake extends Act {
  readonly organId: string;
  readonly answered?: Act;
}

/** Somebody accepted the case, or reopened it, and has to start the investigation (M1 Art. 20). */
export interface Opening extends Act {
  readonly organId: string;
  readonly initiated?: Act;
}

export type DecisionState = 'in-force' | 'modified' | 'revoked';

/** A decision was modified or revoked, or another one took its place: duties begin anew with it (REGULATION.md, "Correction"). */
export interface DecisionChange extends Act {
  readonly outcome: 'modified' | 'revoked';
  readonly by: 'appeal' | 'correction' | 'replacement';
  readonly decidedBy?: CaseEventData<'DecisionCorrected'>['decidedBy'];
  /** The methods it had before. */
  readonly methods: readonly MethodCode[];
  /** What else it was before, as far as supervision asks how it stood on a day. */
  readonly former: Pick<CaseEventData<'DecisionMade'>, 'adjustment' | 'grounds'>;
  /** How many of each act there were before: those that come after belong to the change. */
  readonly before: { readonly [A in FollowingActs]: number };
}

/** Another decision took its place: `revoked` where that one holds nobody to account. */
export interface Replacement extends DecisionChange {
  /** The methods that the other decision used when it was made. */
  readonly inForce: readonly MethodCode[];
}

/** The acts that carry a decision out. */
export type FollowingActs =
  'letters' | 'deliveries' | 'filings' | 'recordReports' | 'publications' | 'executions';

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
  /** Each modification and revocation, in order. */
  readonly changes: readonly DecisionChange[];
  /** The round of the case it was made in: a reopened case has its own decisions (I-23). */
  readonly round: number;
  /** The decision that took its place, where one did. */
  readonly replacedBy?: string;
  /** The same as a change: what followed from this one is undone or corrected (M1 Art. 27). */
  readonly replacement?: Replacement;
  /** How the decision that took its place was published. */
  readonly publishedInItsPlace?: Decision['publications'];
  /** When it ceased to stand, by appeal, correction or replacement. */
  readonly revokedOn?: LegalDate;
  readonly letters: readonly Recorded<'DecisionLetterIssued'>[];
  readonly deliveries: readonly Recorded<'DecisionDelivered'>[];
  readonly filings: readonly Recorded<'DecisionArchived'>[];
  readonly recordReports: readonly Recorded<'DecisionReportedForRecord'>[];
  readonly publications: readonly Recorded<'DecisionPublished'>[];
  readonly executions: readonly Recorded<'SanctionExecuted'>[];
  readonly followUps: readonly Recorded<'FollowUpRecorded'>[];
}

export interface Appeal extends Recorded<'AppealLodged'> {
  readonly handlers: readonly Recorded<'AppealHandlersAssigned'>[];
  readonly withdrawal?: Recorded<'AppealWithdrawn'>;
  readonly outcome?: Recorded<'AppealDecided'>;
  readonly notices: readonly Recorded<'AppealOutcomeNotified'>[];
}

export interface Investigator {
  readonly personId: string;
  readonly name: string;
  readonly organId: string;
  readonly since: LegalDate;
  /** The event that assigned it. */
  readonly at: Standing;
  readonly recusedOn?: LegalDate;
  /** The recusal that says it was for misconduct (M1 Art. 16-2). */
  readonly misconduct?: Recorded<'InvestigatorRecused'>;
}

/** A superior organ's order to hold somebody to account (M1 Art. 19). */
export interface Directive extends Recorded<'DirectiveIssued'> {
  /** Who has to answer it now: a transfer may hand it on. */
  readonly addressee: string;
  readonly refusal?: Recorded<'DirectiveRefused'>;
  /** The transfer that gave it back to who issued it. */
  readonly returned?: Recorded<'CaseTransferred'>;
}

/** Handed to discipline or justice (M1 Art. 4). */
export interface Referral extends Recorded<'DisciplineReferred'> {
  readonly kind: 'discipline' | 'judicial';
  readonly outcome?: Recorded<'ReferralOutcomeRecorded'>;
}

/** A decision on a subject, ours or the appointing organ's: what answers a recommendation or a directive. */
export interface Ruling extends Act {
  readonly subjectId: string;
  /** The organ that decided. */
  readonly organId: string;
  readonly accountable: boolean;
  readonly methods: readonly MethodCode[];
  readonly responsibility?: CaseEventData<'DecisionMade'>['responsibility'];
  /** Of an appointing organ's outcome the id of the event that recorded it. */
  readonly decisionId: string;
  readonly round: number;
}

export interface Closing extends InRound<'CaseClosed'> {
  readonly organId: string;
  /** The day on which a reopening ended it. */
  readonly reopenedOn?: LegalDate;
}

/** An act that was recorded more than the policy's days after its date. */
export interface RecordedLate extends Act {
  /** Whose act it was; where the act does not say, the organ that decided, else the one that recorded it. */
  readonly organId: string;
  readonly subjectId?: string | undefined;
  /** Of an appointing organ's outcome the id of the event. */
  readonly decisionId?: string | undefined;
  readonly appealId?: string | undefined;
}

/** The events of a case, the newest first: a correction folds them all anew (effective.ts). */
export interface EventLog {
  readonly event: StandingCaseEvent;
  readonly earlier: EventLog | undefined;
}

/** The folded state of one case. */
export interface CaseState {
  readonly caseId: string;
  readonly log: EventLog;
  readonly registration: Recorded<'CaseRegistered'>;
  readonly subjects: readonly Subject[];
  readonly intakes: readonly Intake[];
  readonly openings: readonly Opening[];
  /** The acceptance that stands; a transfer of the whole case ends it. */
  readonly acceptance: Recorded<'CaseAccepted'> | undefined;
  readonly declination: Recorded<'CaseDeclined'> | undefined;
  /** Every declination, also those that were opened again. */
  readonly declinations: readonly InRound<'CaseDeclined'>[];
  /** Every acceptance, also those a transfer ended: the organ keeps its access. */
  readonly acceptances: readonly Recorded<'CaseAccepted'>[];
  readonly transfers: readonly Recorded<'CaseTransferred'>[];
  /** How often the case was reopened: a new round has its own report and decision (I-23). */
  readonly round: number;
  /** The organ that investigates the whole case; none before initiation, after a transfer or a reopening. */
  readonly investigatingOrgan: string | undefined;
  readonly initiations: readonly InRound<'InvestigationInitiated'>[];
  readonly investigators: readonly Investigator[];
  readonly conflicts: readonly Recorded<'ConflictDeclared'>[];
  readonly evidence: readonly Recorded<'EvidenceAdded'>[];
  readonly interventions: readonly Recorded<'InterventionRecorded'>[];
  readonly declarations: readonly Recorded<'InterventionsDeclared'>[];
  readonly reports: readonly InRound<'InvestigationReportFiled'>[];
  readonly hearings: readonly InRound<'SubjectHeard'>[];
  readonly recommendations: readonly InRound<'RecommendationMade'>[];
  readonly directives: readonly Directive[];
  readonly approvals: readonly InRound<'PeerApprovalRecorded'>[];
  readonly decisions: readonly Decision[];
  readonly proposals: readonly InRound<'ProposalForwarded'>[];
  readonly outcomes: readonly InRound<'ExternalOutcomeRecorded'>[];
  readonly rulings: readonly Ruling[];
  readonly appeals: readonly Appeal[];
  readonly referrals: readonly Referral[];
  readonly notifications: readonly Recorded<'PartyNotified'>[];
  readonly corrections: readonly Recorded<'RecordCorrected'>[];
  readonly voidings: readonly Recorded<'RecordVoided'>[];
  readonly closing: Recorded<'CaseClosed'> | undefined;
  /** Every closing, also those that a reopening ended, with the organ that had the case then. */
  readonly closings: readonly Closing[];
  /** The acts that were recorded long after their date. */
  readonly recordedLate: readonly RecordedLate[];
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

/** What a clerk would call the stage of the case as a whole. */
export function phaseOf(
  state: Pick<
    CaseState,
    | 'closing'
    | 'declination'
    | 'appeals'
    | 'rulings'
    | 'round'
    | 'subjects'
    | 'reports'
    | 'initiations'
    | 'acceptance'
  >,
): CasePhase {
  if (state.closing) return 'closed';
  if (state.declination) return 'declined';
  if (state.appeals.some(isPending)) return 'under-appeal';
  const decided = new Set(
    state.rulings.filter(({ round }) => round === state.round).map(({ subjectId }) => subjectId),
  );
  const settled = ({ subjectId, ended }: Subject): boolean =>
    ended !== undefined || decided.has(subjectId);
  if (decided.size > 0 && state.subjects.every(settled)) return 'decided';
  if (state.reports.at(-1)?.round === state.round) return 'reported';
  if (state.initiations.at(-1)?.round === state.round) return 'under-investigation';
  return state.acceptance ? 'accepted' : 'registered';
}

/**
 * Whether nothing is owed of a subject any more: the subject died, or another case has the matter
 * (I-42). Who left the scope, or was entered by mistake, is not looked into further; what was
 * established by then still wants an answer.
 */
export function isMatterOver({ ended }: Pick<Subject, 'ended'>): boolean {
  return ended?.reason === 'died' || ended?.reason === 'merged';
}

/** Whether an appeal still waits for its answer. */
function isPending({ outcome, withdrawal }: Appeal): boolean {
  return outcome === undefined && withdrawal === undefined;
}

/** The organs whose case it is: they registered, accepted or received it by transfer (API.md, Identity). */
export function organsOf({
  registration,
  acceptances,
  transfers,
}: Pick<CaseState, 'registration' | 'acceptances' | 'transfers'>): readonly string[] {
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
export function holderOf({
  registration,
  acceptance,
  transfers,
}: Pick<CaseState, 'registration' | 'acceptance' | 'transfers'>): string {
  const handedTo = transfers.findLast(({ subjectIds }) => subjectIds === undefined)?.toOrganId;
  return acceptance?.organId ?? handedTo ?? registration.receivedBy;
}

/**
 * The track of a subject: its own where the acceptance names one, else the case's; undefined before
 * acceptance, and for a subject that was added after it: then the register says (I-42).
 */
export function trackOf(
  { acceptance, subjects }: Pick<CaseState, 'acceptance' | 'subjects'>,
  subjectId: string,
): CaseEventData<'CaseAccepted'>['track'] | undefined {
  if (acceptance === undefined) return undefined;
  const own = acceptance.tracks?.find((named) => named.subjectId === subjectId);
  if (own !== undefined) return own.track;
  const added = subjects.find((subject) => subject.subjectId === subjectId)?.added;
  const later = added !== undefined && Number(added.position) > Number(acceptance.at.position);
  return later ? undefined : acceptance.track;
}

export type Finding = CaseEventData<'InvestigationReportFiled'>['findings'][number];

/** The latest findings on a subject in this round of the case, or undefined when no report of it speaks of the subject. A supplement takes the place of what it supplements. */
export function findingOn(
  state: CaseState,
  subjectId: string,
  ofRound: number = state.round,
): Finding | undefined {
  return state.reports
    .filter(({ round }) => round === ofRound)
    .flatMap(({ findings }) => findings)
    .findLast((finding) => finding.subjectId === subjectId);
}

/** The first report of this round that speaks of a subject. */
export function reportOn(
  state: CaseState,
  subjectId: string,
): InRound<'InvestigationReportFiled'> | undefined {
  return state.reports.find(
    ({ round, findings }) =>
      round === state.round && findings.some((finding) => finding.subjectId === subjectId),
  );
}

/** Whether a day lies before one of the acts. */
export function isBeforeAny(on: LegalDate, acts: readonly (Act | undefined)[]): boolean {
  return acts.some((act) => act !== undefined && on < act.on);
}

/** Whether somebody recommended on a subject in this round of the case; a proposal to the appointing organ is a recommendation (M1-2). */
export function isRecommendedOn(state: CaseState, subjectId: string): boolean {
  return (
    state.recommendations.some(
      ({ round, recommendations }) =>
        round === state.round && recommendations.some((named) => named.subjectId === subjectId),
    ) ||
    state.proposals.some(
      (proposal) => proposal.round === state.round && proposal.subjectId === subjectId,
    )
  );
}

/** Whether the subject was heard in this round of the case (I-26). */
export function isHeard(state: CaseState, subjectId: string): boolean {
  return state.hearings.some(
    (hearing) => hearing.round === state.round && hearing.subjectId === subjectId,
  );
}

/** Whether somebody has declared for a stage who pleaded (I-16). */
export function isDeclaredFor(
  { declarations }: CaseState,
  stage: CaseEventData<'InterventionsDeclared'>['stage'],
): boolean {
  return declarations.some((declaration) => declaration.stage === stage);
}

/** Whether a delivery put the letter into the recipient's hands (I-25): a returned one did not. */
export function delivers({ result }: CaseEventData<'DecisionDelivered'>): boolean {
  return result !== 'returned';
}

/** The last modification of a decision, which the letter and its delivery now follow; undefined while it stands as made. */
export function lastModification({
  changes,
}: Pick<Decision, 'changes'>): DecisionChange | undefined {
  return changes.findLast(({ outcome }) => outcome === 'modified');
}

/**
 * The change that letter and delivery follow now: the last modification, or a revocation that was
 * no answer to an appeal, be it by another decision; undefined while the letter is that of the
 * decision as made.
 */
export function changeToTell({
  changes,
  replacement,
}: Pick<Decision, 'changes' | 'replacement'>): DecisionChange | undefined {
  if (replacement?.outcome === 'revoked') return replacement;
  return changes.findLast(({ outcome, by }) => outcome === 'modified' || by === 'correction');
}

/** The day the subject first received the letter that stands: the 15 days of an appeal start with it (I-25). */
export function receivedBySubjectOn(
  decision: Pick<Decision, 'changes' | 'deliveries'>,
): LegalDate | undefined {
  return decision.deliveries
    .slice(lastModification(decision)?.before.deliveries ?? 0)
    .filter((delivery) => delivery.recipient === 'subject' && delivers(delivery))
    .map(({ on }) => on)
    .reduce<LegalDate | undefined>(
      (first, on) => (first === undefined || on < first ? on : first),
      undefined,
    );
}

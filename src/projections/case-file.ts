// The case file: what a case's stream says, folded and put in the order an office reads it. No
// document is stored; the file as of a position is the fold up to there.
import type { CaseEventData } from '../domain/case/acts.js';
import {
  holderOf,
  phaseOf,
  receivedBySubjectOn,
  trackOf,
  type Appeal,
  type CaseState,
  type Decision,
  type DecisionChange,
  type Standing,
  type Subject,
} from '../domain/case/state.js';
import type { LegalDate } from '../domain/legal-date.js';
import { appealDecisionDueOn, appealUntil } from '../domain/regulation/periods.js';
import { termOfAppeal } from '../domain/case/appeal-term.js';
import { withoutCiphertext, type Shown } from '../domain/sealed.js';
import { obligationsOf, type Obligation } from './obligations.js';

/** A decision as clients read it: with its state and the last day of its appeal. */
type DecisionShown = Omit<Decision, 'round' | 'changes' | 'replacement' | 'publishedInItsPlace'> & {
  /** The id of the policy it was made under. */
  readonly policy: string;
  /** Each modification and revocation, in order. */
  readonly changes: readonly Omit<DecisionChange, 'before' | 'former' | 'decidedBy'>[];
  /** Null until the letter is delivered to the subject. */
  readonly appealUntil: LegalDate | null;
  /** That day rests on a year whose calendar is not known yet (I-9). */
  readonly provisional: boolean;
};

type AppealShown = Appeal & {
  readonly lodgedOn: LegalDate;
  readonly dueOn: LegalDate;
  readonly provisional: boolean;
};

/** API.md, `GET /cases/{id}`. */
export interface CaseFile extends Omit<
  CaseState,
  | 'subjects'
  | 'decisions'
  | 'appeals'
  | 'log'
  | 'round'
  | 'investigatingOrgan'
  | 'intakes'
  | 'openings'
  | 'rulings'
  | 'declinations'
  | 'recordedLate'
> {
  readonly phase: ReturnType<typeof phaseOf>;
  /** The organ that has the case now. */
  readonly organId: string;
  readonly track: ReturnType<typeof trackOf> | null;
  readonly subjects: readonly (Omit<Subject, 'addedOn' | 'identified'> & {
    readonly track: CaseEventData<'CaseAccepted'>['track'] | null;
  })[];
  readonly decisions: readonly DecisionShown[];
  readonly appeals: readonly AppealShown[];
  readonly obligations: readonly Obligation[];
}

/** The file of a case with the state its duties have on a date; sealed fields are shown as sealed. */
export function caseFile(state: CaseState, on: LegalDate): Shown<WithoutPolicies<CaseFile>> {
  const {
    decisions,
    appeals,
    subjects,
    log: _,
    round: __,
    investigatingOrgan: ___,
    intakes: ____,
    openings: _____,
    rulings: ______,
    recordedLate: _______,
    declinations: ________,
    ...parts
  } = state;
  const file: CaseFile = {
    ...parts,
    phase: phaseOf(state),
    organId: holderOf(state),
    track: state.acceptance?.track ?? null,
    subjects: subjects.map(({ addedOn: _________, identified: __________, ...subject }) => ({
      ...subject,
      track: trackOf(state, subject.subjectId) ?? null,
    })),
    decisions: decisions.map(shownDecision),
    appeals: appeals.map((appeal) => shownAppeal(appeal, state)),
    obligations: obligationsOf(state, on),
  };
  return withoutCiphertext(withoutPolicies(file));
}

/** The type of a value once no act in it repeats the policy it was recorded under. */
type WithoutPolicies<T> = T extends Standing
  ? Omit<T, 'policy'>
  : T extends readonly (infer E)[]
    ? readonly WithoutPolicies<E>[]
    : T extends object
      ? { readonly [K in keyof T]: WithoutPolicies<T[K]> }
      : T;

function withoutPolicies<T>(value: T): WithoutPolicies<T> {
  return stripped(value) as WithoutPolicies<T>;
}

function stripped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(stripped);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !(key === 'policy' && 'eventId' in value))
      .map(([key, field]) => [key, stripped(field)]),
  );
}

function shownDecision(decision: Decision): DecisionShown {
  const {
    round: _,
    changes: changed,
    replacement: __,
    publishedInItsPlace: ___,
    ...rest
  } = decision;
  const changes = changed.map(
    ({ before: ____, former: _____, decidedBy: ______, ...change }) => change,
  );
  const shown = { ...rest, policy: decision.at.policy.id, changes };
  const receivedOn = receivedBySubjectOn(decision);
  if (receivedOn === undefined) return { ...shown, appealUntil: null, provisional: false };
  const { dueOn, provisional } = appealUntil(receivedOn);
  return { ...shown, appealUntil: dueOn, provisional };
}

function shownAppeal(appeal: Appeal, { decisions }: CaseState): AppealShown {
  const { dueOn, provisional } = appealDecisionDueOn(appeal.on);
  const decision = decisions.find(({ decisionId }) => decisionId === appeal.decisionId);
  // A date may have been corrected since: whether it is late is said of the dates that hold now.
  const term = decision === undefined ? {} : termOfAppeal(decision, appeal);
  return { ...appeal, ...term, lodgedOn: appeal.on, dueOn, provisional };
}

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

// What the fold keeps for itself.
const ofCase = [
  'log',
  'round',
  'investigatingOrgan',
  'intakes',
  'openings',
  'rulings',
  'declinations',
  'recordedLate',
] as const;
const ofSubject = ['addedOn', 'identified'] as const;
const ofDecision = ['round', 'replacement', 'publishedInItsPlace'] as const;
const ofChange = ['before', 'former', 'decidedBy'] as const;

/** A decision as clients read it: with its state and the last day of its appeal. */
type DecisionShown = Omit<Decision, (typeof ofDecision)[number] | 'changes'> & {
  /** The id of the policy it was made under. */
  readonly policy: string;
  /** Each modification and revocation, in order. */
  readonly changes: readonly Omit<DecisionChange, (typeof ofChange)[number]>[];
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
  (typeof ofCase)[number] | 'subjects' | 'decisions' | 'appeals'
> {
  readonly phase: ReturnType<typeof phaseOf>;
  /** The organ that has the case now. */
  readonly organId: string;
  readonly track: ReturnType<typeof trackOf> | null;
  readonly subjects: readonly (Omit<Subject, (typeof ofSubject)[number]> & {
    readonly track: CaseEventData<'CaseAccepted'>['track'] | null;
  })[];
  readonly decisions: readonly DecisionShown[];
  readonly appeals: readonly AppealShown[];
  readonly obligations: readonly Obligation[];
}

/** The file of a case with the state its duties have on a date; sealed fields are shown as sealed. */
export function caseFile(state: CaseState, on: LegalDate): Shown<WithoutPolicies<CaseFile>> {
  const { subjects, decisions, appeals } = state;
  const file: CaseFile = {
    ...without(state, ofCase),
    phase: phaseOf(state),
    organId: holderOf(state),
    track: state.acceptance?.track ?? null,
    subjects: subjects.map((subject) => ({
      ...without(subject, ofSubject),
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
  const changes = decision.changes.map((change) => without(change, ofChange));
  const shown = { ...without(decision, ofDecision), policy: decision.at.policy.id, changes };
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

function without<T extends object, K extends keyof T & string>(
  value: T,
  names: readonly K[],
): Omit<T, K> {
  const left = new Set<string>(names);
  return Object.fromEntries(Object.entries(value).filter(([name]) => !left.has(name))) as Omit<
    T,
    K
  >;
}

// Every decision and what became of it, and every appeal: the rows that statistics, and the
// supervision of the bodies that decide, are computed from (M1 Art. 13–16, 19, 27).
import type { CaseState, Recorded } from '../domain/case/state.js';
import { termOfAppeal } from '../domain/case/appeal-term.js';
import { shanghaiDate } from '../domain/legal-date.js';
import { decisionKey } from '../domain/supervision/findings-of-person.js';
import { heaviest, type MethodCode } from '../domain/regulation/methods.js';
import { partsOf, partsOfEach, table, type Known, type RowOf } from './rows.js';

/** Decisions of ours, and what appointing organs decided on proposals (M1 Art. 2). */
export const decisions = table({
  name: 'decisions',
  columns: {
    case_id: 'text',
    /** Of what an appointing organ decided: the id of the event that recorded it. */
    decision_id: 'text',
    /** `decision`, or `external` for an appointing organ's outcome. */
    kind: 'text',
    subject_id: 'text',
    /** Null for a team, and while nobody knows who the subject is. */
    person_id: 'text?',
    /** The organ that decided. */
    organ_id: 'text',
    /** The event that made it. */
    event_id: 'text',
    /** Place of that event in the ledger: orders decisions of one day (I-1). */
    decided_position: 'integer',
    /** The day it was decided. */
    on_date: 'text',
    /** The original effective date, also after a modification (I-2, I-13). */
    effective_on: 'text',
    /** 1 where it holds to account. */
    accountable: 'integer',
    /** What was last recommended on the subject in this round before it: 1 to hold to account, 0 not to; null where nothing was. A proposal to the appointing organ recommends as well (M1-2). */
    recommended: 'integer?',
    /** The band its findings put it in (M1 Art. 14). What an appointing organ decided states none. */
    severity: 'text?',
    /** none, lighter, reduced, heavier or increased (M1 Art. 15, 16). */
    adjustment: 'text?',
    /** JSON list of the method codes it has now. */
    methods: 'text',
    /** The heaviest of them, which decides for all (I-18); null where there is none. */
    heaviest: 'text?',
    /** JSON list of the clauses it rests on now; empty for what an appointing organ decided. */
    grounds: 'text',
    /** The track it was made on (M1 Art. 2, 20–22). */
    track: 'text?',
    /** The round of the case, from 0: each reopening begins another one (I-23). */
    round: 'integer',
    /** in-force, modified or revoked. Replaced is revoked, by whichever decision took its place. */
    state: 'text',
    /** The legal date of its last modification, revocation or replacement. */
    changed_on: 'text?',
    /** JSON list of what each modification and revocation found: its date, and adjustment and grounds until then. */
    changes: 'text',
    /** The legal date on which it ceased to stand. */
    revoked_on: 'text?',
    /** The event that revoked it, or that recorded the outcome which took its place. */
    revoked_by: 'text?',
    /** Shanghai's day on which it was recorded. */
    recorded_on: 'text',
    /** JSON list of the earlier decisions it was made in knowledge of, as `case:decision`. */
    priors: 'text',
    /** JSON list of the single acts that the report told of when it was made: the clauses of each, first and last day where known. */
    conducts: 'text',
    /** First and last day of the conduct that the case is about, where it was registered with them. */
    conduct_from: 'text?',
    conduct_to: 'text?',
    /** By the policy it was made under (I-3, I-21): so many earlier times require aggravation, counted from this day on. */
    priors_required: 'integer',
    counts_from: 'text',
  },
  keyLength: 2,
  indexes: [
    ['person_id'],
    // All that is counted of the decisions of a body.
    ['organ_id', 'on_date', 'known_from', 'known_to', 'accountable', 'recommended'],
  ],
});

/** Appeals against our decisions (M1 Art. 27). */
const appeals = table({
  name: 'appeals',
  columns: {
    case_id: 'text',
    appeal_id: 'text',
    decision_id: 'text',
    /** The organ that decided, to which the appeal goes. */
    organ_id: 'text',
    received_on: 'text',
    /** 1 where it came after the 15 days (I-10, I-11, I-24). */
    late: 'integer',
    /** upheld, modified, revoked or not-admitted; null until it is decided. */
    outcome: 'text?',
    outcome_on: 'text?',
    withdrawn_on: 'text?',
  },
  keyLength: 2,
  indexes: [],
});

export type DecisionTables = {
  readonly decisions: Known<RowOf<typeof decisions.columns>>;
  readonly appeals: Known<RowOf<typeof appeals.columns>>;
};

type Recommending = Pick<CaseState, 'recommendations' | 'proposals'>;

/** All that the row of a decision is made of. */
const decisionFields = [
  'at',
  'decisionId',
  'subjectId',
  'organId',
  'on',
  'effectiveOn',
  'accountable',
  'severity',
  'adjustment',
  'methods',
  'grounds',
  'track',
  'round',
  'state',
  'changes',
  'revokedOn',
  'priors',
] as const;

export const decisionParts = [
  partsOfEach<CaseState, 'decisions'>('decisions')(
    decisions,
    decisionFields,
    ['caseId', 'subjects', 'reports', 'recommendations', 'proposals', 'registration'],
    (decision, state) => {
      const { decisionId, severity, adjustment, grounds, track, changes, revokedOn } = decision;
      return [
        {
          case_id: state.caseId,
          decision_id: decisionId,
          kind: 'decision',
          ...ruling(decision, state),
          on_date: decision.on,
          effective_on: decision.effectiveOn,
          severity: severity ?? null,
          adjustment,
          ...weight(decision.methods),
          grounds: JSON.stringify(grounds),
          track: track ?? null,
          state: decision.state,
          changed_on: revokedOn ?? changes.at(-1)?.on ?? null,
          changes: JSON.stringify(changes.map(({ on, former }) => ({ on, ...former }))),
          revoked_on: revokedOn ?? null,
          revoked_by: changes.findLast(({ outcome }) => outcome === 'revoked')?.at.eventId ?? null,
          priors: JSON.stringify(
            decision.priors.map((prior) => decisionKey(prior.caseId, prior.decisionId)),
          ),
          conducts: JSON.stringify(conductsBefore(decision, state)),
        },
      ];
    },
  ),
  partsOf<CaseState>()(
    decisions,
    ['caseId', 'subjects', 'recommendations', 'proposals', 'outcomes', 'registration'],
    (state) =>
      state.outcomes.map((outcome, index) => {
        const decidedOn = outcome.decidedOn ?? outcome.on;
        // Of what the appointing organ said on a subject in a round the last word counts: it takes
        // the place of those before it, as in the one-year count.
        const later = state.outcomes.find(
          ({ subjectId, round }, at) =>
            at > index && subjectId === outcome.subjectId && round === outcome.round,
        );
        const revokedOn = later && (later.decidedOn ?? later.on);
        return {
          case_id: state.caseId,
          decision_id: outcome.at.eventId,
          kind: 'external',
          ...ruling(outcome, state),
          on_date: decidedOn,
          effective_on: outcome.effectiveOn ?? decidedOn,
          severity: null,
          adjustment: null,
          ...weight(outcome.methods),
          grounds: '[]',
          track: 'proposal-only',
          state: later === undefined ? 'in-force' : 'revoked',
          changed_on: revokedOn ?? null,
          changes: '[]',
          revoked_on: revokedOn ?? null,
          revoked_by: later?.at.eventId ?? null,
          priors: '[]',
          // What an appointing organ decided states no clause to compare.
          conducts: '[]',
        };
      }),
  ),
  partsOfEach<CaseState, 'appeals'>('appeals')(
    appeals,
    ['at', 'appealId', 'decisionId', 'on', 'sentOn', 'late', 'outcome', 'withdrawal'],
    ['caseId', 'decisions'],
    (appeal, { caseId, decisions: decided }) => {
      const { appealId, decisionId, on, outcome, withdrawal } = appeal;
      const decision = decided.find((one) => one.decisionId === decisionId);
      if (decision === undefined) return [];
      return [
        {
          case_id: caseId,
          appeal_id: appealId,
          decision_id: decisionId,
          organ_id: decision.organId,
          received_on: on,
          late: termOfAppeal(decision, appeal).late ? 1 : 0,
          outcome: outcome?.outcome ?? null,
          outcome_on: outcome?.on ?? null,
          withdrawn_on: withdrawal?.on ?? null,
        },
      ];
    },
  ),
];

type Ruled = Pick<
  Recorded<'ExternalOutcomeRecorded'>,
  'at' | 'subjectId' | 'organId' | 'accountable'
> & { readonly round: number };

/** What a decision of ours and one of an appointing organ have in common. */
function ruling(ruled: Ruled, state: Recommending & Pick<CaseState, 'subjects' | 'registration'>) {
  const { subjectId, organId, accountable, at, round } = ruled;
  const recommended = recommendedBefore(ruled, state);
  return {
    subject_id: subjectId,
    person_id: state.subjects.find((subject) => subject.subjectId === subjectId)?.personId ?? null,
    organ_id: organId,
    event_id: at.eventId,
    decided_position: Number(at.position),
    accountable: accountable ? 1 : 0,
    recommended: recommended === undefined ? null : recommended ? 1 : 0,
    round,
    recorded_on: shanghaiDate(at.recordedAt),
    conduct_from: state.registration.conductFrom ?? null,
    conduct_to: state.registration.conductTo ?? null,
    priors_required: at.policy.priorsForAggravation,
    counts_from: at.policy.countsFrom,
  };
}

/** The single acts by the last report on the subject in this round that was there when it was decided. */
function conductsBefore({ at, subjectId, round }: Ruled, { reports }: Pick<CaseState, 'reports'>) {
  const finding = reports
    .filter((report) => report.round === round && isBefore(report.at, at))
    .flatMap(({ findings }) => findings)
    .findLast((one) => one.subjectId === subjectId);
  return (finding?.conducts ?? []).map(({ grounds, from, to }) => ({ grounds, from, to }));
}

function weight(methods: readonly MethodCode[]) {
  return {
    methods: JSON.stringify(methods),
    heaviest: methods.length === 0 ? null : heaviest(methods),
  };
}

/** Whether the last recommendation before a decision was to hold its subject to account; undefined where there was none. */
function recommendedBefore(
  { at, subjectId, round }: Ruled,
  { recommendations, proposals }: Recommending,
): boolean | undefined {
  const said = [
    ...recommendations.flatMap((one) => {
      const named = one.recommendations.findLast((each) => each.subjectId === subjectId);
      return named === undefined ? [] : [{ ...one, accountable: named.accountable }];
    }),
    ...proposals.flatMap((one) =>
      one.subjectId === subjectId ? [{ ...one, accountable: true }] : [],
    ),
  ].filter((one) => one.round === round && isBefore(one.at, at));
  return said.toSorted((a, b) => Number(a.at.position) - Number(b.at.position)).at(-1)?.accountable;
}

function isBefore(
  one: { readonly position: string },
  other: { readonly position: string },
): boolean {
  return Number(one.position) < Number(other.position);
}

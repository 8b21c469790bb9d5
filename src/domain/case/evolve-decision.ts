// How an event changes the decisions and appeals of a case: a part of evolve.ts.
import type { MethodCode } from '../regulation/methods.js';
import type { CaseEventData } from './acts.js';
import type { CaseChange } from './case-change.js';
import type {
  Appeal,
  CaseState,
  Decision,
  DecisionChange,
  Standing,
  StandingCaseEvent,
} from './state.js';

/**
 * What an event recorded, with the event that recorded it. Here and elsewhere in the fold the fields
 * that are added come first: Node 20 takes several times as long where they follow a spread.
 */
export function recorded<D extends object>({
  data,
  at,
}: {
  readonly data: D;
  readonly at: Standing;
}): D & { readonly at: Standing } {
  return { at, ...data };
}

export function decided(
  event: StandingCaseEvent & { type: 'DecisionMade' },
  round: number,
): Decision {
  return {
    state: 'in-force',
    methodsEver: event.data.methods,
    changes: [],
    round,
    letters: [],
    deliveries: [],
    filings: [],
    recordReports: [],
    publications: [],
    executions: [],
    followUps: [],
    ...recorded(event),
  };
}

/** A decision that another one replaces ceases to stand: the same matter is one time (I-20). What followed from it is undone or corrected as after a change. */
export function withoutReplaced(
  state: CaseState,
  { data, at }: StandingCaseEvent & { type: 'DecisionMade' },
): readonly Decision[] {
  const { replaces, decisionId, on, accountable, methods } = data;
  if (replaces === undefined) return state.decisions;
  const outcome = accountable ? 'modified' : 'revoked';
  return state.decisions.map((decision) =>
    decision.decisionId === replaces
      ? {
          ...decision,
          state: 'revoked',
          replacedBy: decisionId,
          revokedOn: on,
          replacement: {
            ...changeOf(decision, { on, outcome }, 'replacement', at),
            inForce: methods,
          },
        }
      : decision,
  );
}

/** A publication of a decision; where that one took the place of another, it tells of both. */
export function published(
  state: CaseState,
  event: StandingCaseEvent & { type: 'DecisionPublished' },
): Pick<CaseState, 'decisions'> {
  const publication = recorded(event);
  const { decisions } = ofDecision(state, event, (decision) => ({
    ...decision,
    publications: [...decision.publications, publication],
  }));
  const { decisionId } = event.data;
  if (!decisions.some(({ replacedBy }) => replacedBy === decisionId)) return { decisions };
  return {
    decisions: decisions.map((decision) =>
      decision.replacedBy === decisionId
        ? {
            ...decision,
            publishedInItsPlace: [...(decision.publishedInItsPlace ?? []), publication],
          }
        : decision,
    ),
  };
}

export function ofDecision(
  state: CaseState,
  event: { readonly type: string; readonly data: { readonly decisionId: string } },
  altered: (decision: Decision) => Decision,
): Pick<CaseState, 'decisions'> {
  const { decisionId } = event.data;
  if (!state.decisions.some((decision) => decision.decisionId === decisionId))
    throw new Error(`${event.type} names a decision that was never recorded`);
  return {
    decisions: state.decisions.map((decision) =>
      decision.decisionId === decisionId ? altered(decision) : decision,
    ),
  };
}

export function ofAppeal(
  state: CaseState,
  event: { readonly type: string; readonly data: { readonly appealId: string } },
  altered: (appeal: Appeal) => Appeal,
): Pick<CaseState, 'appeals'> {
  const { appealId } = event.data;
  if (!state.appeals.some((appeal) => appeal.appealId === appealId))
    throw new Error(`${event.type} names an appeal that was never recorded`);
  return {
    appeals: state.appeals.map((appeal) =>
      appeal.appealId === appealId ? altered(appeal) : appeal,
    ),
  };
}

/** The outcome changes the decision itself (REGULATION.md, "Correction"). */
export function appealDecided(
  state: CaseState,
  event: StandingCaseEvent & { type: 'AppealDecided' },
): CaseChange {
  const answered = ofAppeal(state, event, (appeal) => ({ ...appeal, outcome: recorded(event) }));
  const { outcome, appealId } = event.data;
  const appealed = answered.appeals.find((appeal) => appeal.appealId === appealId);
  if (appealed === undefined || outcome === 'upheld' || outcome === 'not-admitted') return answered;
  return {
    ...answered,
    decisions: state.decisions.map((decision) =>
      decision.decisionId === appealed.decisionId
        ? changed(decision, { ...event.data, outcome }, 'appeal', event.at)
        : decision,
    ),
  };
}

type Outcome = Pick<
  CaseEventData<'DecisionCorrected'>,
  'on' | 'outcome' | 'methods' | 'changes' | 'decidedBy'
>;

/** A decision after it was revoked, or modified in what the outcome names. */
export function changed(
  decision: Decision,
  outcome: Outcome,
  by: DecisionChange['by'],
  at: Standing,
): Decision {
  const changes = [...decision.changes, changeOf(decision, outcome, by, at)];
  if (outcome.outcome === 'revoked')
    return { ...decision, changes, state: 'revoked', revokedOn: outcome.on };
  const modified = { ...decision, ...modification(outcome) };
  const methodsEver = [...new Set<MethodCode>([...decision.methodsEver, ...modified.methods])];
  return { ...modified, changes, state: 'modified', methodsEver };
}

/** The change, with what there was before it. */
function changeOf(
  decision: Decision,
  { on, outcome, decidedBy }: Pick<Outcome, 'on' | 'outcome' | 'decidedBy'>,
  by: DecisionChange['by'],
  at: Standing,
): DecisionChange {
  const { letters, deliveries, filings, recordReports, publications, executions } = decision;
  return {
    on,
    at,
    by,
    outcome,
    decidedBy,
    methods: decision.methods,
    former: { adjustment: decision.adjustment, grounds: decision.grounds },
    before: {
      letters: letters.length,
      deliveries: deliveries.length,
      filings: filings.length,
      recordReports: recordReports.length,
      publications: publications.length,
      executions: executions.length,
    },
  };
}

/** What a modification changes of the decision; the effective date it counts from is kept (I-2). */
export function modification({
  methods,
  changes,
}: Pick<Outcome, 'methods' | 'changes'>): Partial<Decision> {
  const { effectiveOn, methods: named, ...rest } = changes ?? {};
  const resulting = named ?? methods;
  return {
    ...rest,
    ...(resulting ? { methods: resulting } : {}),
    ...(effectiveOn === undefined ? {} : { modifiedEffectiveOn: effectiveOn }),
  };
}

// What must follow a decision and an appeal, by when, and how it was met (M1 Art. 20–27; I-9, I-10,
// I-12). One small rule per kind of duty. Whether a duty is open or overdue is a question of the
// date it is asked for: `dutyStateOn`.
import { addDays, type LegalDate } from '../legal-date.js';
import type { ClauseReference } from '../regulation/citation.js';
import {
  appealDecisionDueOn,
  deliveryDueOn,
  type Derivation,
  type DueDate,
} from '../regulation/periods.js';
import type { Policy } from '../regulation/policy.js';
import { isDeputySectionOrAbove } from '../regulation/ranks.js';
import { delivers, type Appeal, type CaseState, type Decision } from './state.js';

/** Every kind of duty that can be asked for, in the order of the procedure; not every kind is computed yet. */
export const dutyKinds = [
  'intake',
  'initiation',
  'report',
  'recommendation',
  'decision',
  'directive',
  'letter',
  'delivery-subject',
  'delivery-unit',
  'archive',
  'report-for-record',
  'publication-unit',
  'publication-system',
  'publication-society',
  'execution',
  'appeal-decision',
  'appeal-notice-appellant',
  'appeal-notice-unit',
  'correction',
  'restoration',
  'discipline-referral',
  'judicial-referral',
] as const;

/** The kinds that are computed, each with the clause that it follows from. */
export const dutyClauses = {
  letter: 'M1-23',
  'delivery-subject': 'M1-24',
  'delivery-unit': 'M1-24',
  archive: 'M1-25',
  'report-for-record': 'M1-25',
  'publication-unit': 'M1-26',
  'publication-system': 'M1-26',
  'publication-society': 'M1-26',
  execution: 'M1-20',
  'appeal-decision': 'M1-27',
  'appeal-notice-appellant': 'M1-27',
  'appeal-notice-unit': 'M1-27',
} as const satisfies { readonly [K in AskedDutyKind]?: ClauseReference };

/** A kind that may be asked for; duties of those that are not computed yet are never found. */
export type AskedDutyKind = (typeof dutyKinds)[number];

/** A kind that is computed. */
export type DutyKind = keyof typeof dutyClauses;

/** When an act of record was done, by its legal date, and the event that says so. */
export interface DatedEvent {
  readonly on: LegalDate;
  readonly eventId: string;
}

/** What a rule needs of anything recorded. */
interface Act {
  readonly on: LegalDate;
  readonly at: { readonly eventId: string };
}

/** Something an organ has to do because of a decision or an appeal. */
export interface Duty {
  /** Derived from what it follows from, so the same after a rebuild: `<caseId>:<decisionId>:delivery-subject`. */
  readonly id: string;
  readonly kind: DutyKind;
  readonly subjectId: string;
  readonly decisionId: string;
  readonly appealId: string | undefined;
  /** The organ that answers for it. */
  readonly organId: string;
  readonly started: DatedEvent;
  /** The last day, where the measures give one. */
  readonly dueOn: LegalDate | undefined;
  /** The due date rests on a year whose calendar is not known yet (I-9). */
  readonly provisional: boolean;
  /** Where they give none: the day from which supervision looks at it (I-12). */
  readonly watchOn: LegalDate | undefined;
  readonly met: DatedEvent | undefined;
}

export type DutyState = 'open' | 'done' | 'overdue' | 'done-late';
export const dutyStates: readonly DutyState[] = ['open', 'done', 'overdue', 'done-late'];

/** The date after which a duty is late: none while its due date is provisional, for nobody is called late on a date that is not certain (I-9). */
export function lateAfter({
  dueOn,
  provisional,
}: Pick<Duty, 'dueOn' | 'provisional'>): LegalDate | undefined {
  return provisional ? undefined : dueOn;
}

/**
 * The state of a duty on a date: what is met later is not met yet on that date.
 * @param duty `late` as `lateAfter` gives it
 */
export function dutyStateOn(
  on: LegalDate,
  { late, metOn }: { readonly late: LegalDate | undefined; readonly metOn: LegalDate | undefined },
): DutyState {
  if (metOn !== undefined && metOn <= on)
    return late !== undefined && metOn > late ? 'done-late' : 'done';
  return late !== undefined && late < on ? 'overdue' : 'open';
}

/** The kinds for which the measures give a last day. */
const clocks: { readonly [K in DutyKind]?: (start: LegalDate) => DueDate } = {
  'delivery-subject': deliveryDueOn,
  'delivery-unit': deliveryDueOn,
  'appeal-decision': appealDecisionDueOn,
};

/** How the due date of a kind of duty follows from its first day; undefined where the measures give none. */
export function dutyDerivation(kind: DutyKind, startedOn: LegalDate): Derivation | undefined {
  return clocks[kind]?.(startedOn).derivation;
}

/** What one rule says of one decision or appeal. */
interface Owed {
  readonly organId: string;
  readonly met: Act | undefined;
  /** Where one kind is owed more than once: what tells them apart. */
  readonly part?: string;
}

/** What every rule reads of a decision. */
const alwaysRead = [
  'decisionId',
  'subjectId',
  'organId',
  'on',
  'at',
  'accountable',
  'state',
] as const;
type AlwaysRead = (typeof alwaysRead)[number];

/** What tells which organ investigated and proposed. */
const implementationFields = ['recommendations', 'reports', 'initiations'] as const;
type Implementation = Pick<CaseState, (typeof implementationFields)[number]>;

/** One kind of duty that a decision to hold to account brings: nothing, one, or one per method. */
interface DecisionRule {
  /** All that it reads of a decision: while none of it changes, neither do the duties. */
  readonly reads: readonly (keyof Decision)[];
  readonly owed: (decision: Decision, of: Implementation) => readonly Owed[];
}

/** A rule sees the fields it declares, and no others. */
function rule<const Field extends keyof Decision>(
  fields: readonly Field[],
  owed: (decision: Pick<Decision, Field | AlwaysRead>, of: Implementation) => readonly Owed[],
): DecisionRule {
  return { reads: [...alwaysRead, ...fields], owed };
}

type DecisionKind = Exclude<DutyKind, `appeal-${string}`>;

const decisionRules: { readonly [K in DecisionKind]: DecisionRule } = {
  letter: rule(['letters'], ({ organId, letters }) => [{ organId, met: letters[0] }]),
  'delivery-subject': rule(['deliveries'], (decision) => [delivery(decision, 'subject')]),
  'delivery-unit': rule(['deliveries'], (decision) => [delivery(decision, 'unit')]),
  archive: rule(['filings'], (decision, of) => [
    {
      organId: implementingOrgan(decision, of),
      met: decision.filings.find(({ kind }) => kind === 'filing'),
    },
  ]),
  'report-for-record': rule(['subject', 'recordReports'], (decision, of) =>
    isReportedForRecord(decision)
      ? [{ organId: implementingOrgan(decision, of), met: decision.recordReports[0] }]
      : [],
  ),
  'publication-unit': rule(['publications'], (decision) => [publication(decision, 'unit')]),
  'publication-system': rule(['publications', 'publicationScopes'], (decision) =>
    decision.publicationScopes?.includes('system') ? [publication(decision, 'system')] : [],
  ),
  'publication-society': rule(['publications', 'publicationScopes', 'majorImpact'], (decision) =>
    decision.majorImpact === true || decision.publicationScopes?.includes('society')
      ? [publication(decision, 'society')]
      : [],
  ),
  execution: rule(['methods', 'executions', 'executedBy'], (decision) =>
    decision.methods.map((method) => ({
      part: method,
      organId: decision.executedBy ?? decision.organId,
      met: executed(decision, method),
    })),
  ),
};

type AppealKind = Extract<DutyKind, `appeal-${string}`>;

/** What the duties of an appeal depend on. */
type AppealGround = Pick<Appeal, 'appealId' | 'decisionId' | 'on' | 'at' | 'outcome' | 'notices'>;

/** Each kind of duty that an appeal brings, with the act that starts it; undefined before that act. */
const appealRules: {
  readonly [K in AppealKind]: (
    appeal: AppealGround,
  ) => { readonly started: Act; readonly met: Act | undefined } | undefined;
} = {
  'appeal-decision': (appeal) => ({ started: appeal, met: appeal.outcome }),
  'appeal-notice-appellant': ({ outcome, notices }) =>
    outcome && {
      started: outcome,
      met: notices.find(({ recipient }) => recipient === 'appellant'),
    },
  'appeal-notice-unit': ({ outcome, notices }) =>
    outcome && { started: outcome, met: notices.find(({ recipient }) => recipient === 'unit') },
};

type Ground = Pick<CaseState, 'caseId'>;

/** The duties of one kind that a decision brings. */
export interface DecisionDuties {
  /** All that they depend on: fields of the decision, and fields of the case besides. */
  readonly reads: readonly (keyof Decision)[];
  readonly besides: readonly ('caseId' | keyof Implementation)[];
  readonly of: (
    decision: Decision,
    state: Ground & Implementation,
    policy: Policy,
  ) => readonly Duty[];
}

/** One entry for each kind. Duties exist while the decision holds somebody to account and stands. */
export const dutiesOfDecision: readonly DecisionDuties[] = Object.entries(decisionRules).map(
  ([name, { reads, owed }]) => {
    const kind = name as DecisionKind;
    return {
      reads,
      besides: ['caseId', ...implementationFields],
      of: (decision, state, policy) =>
        decision.accountable && decision.state !== 'revoked'
          ? owed(decision, state).map(({ organId, met, part }) => {
              const suffix = part === undefined ? kind : `${kind}:${part}`;
              const id = `${state.caseId}:${decision.decisionId}:${suffix}`;
              return duty(id, kind, decision, undefined, organId, decision, met, policy);
            })
          : [],
    };
  },
);

const appealKinds = Object.keys(appealRules) as readonly AppealKind[];

/** The duties that an appeal brings. They stay when it revokes the decision, for its outcome must be told all the same. */
export function dutiesOfAppeal(
  appeal: AppealGround,
  { caseId, decisions }: Ground & Pick<CaseState, 'decisions'>,
  policy: Policy,
): readonly Duty[] {
  const appealed = decisions.find(({ decisionId }) => decisionId === appeal.decisionId);
  if (appealed === undefined) return [];
  return appealKinds.flatMap((kind) => {
    const owed = appealRules[kind](appeal);
    if (owed === undefined) return [];
    const { appealId } = appeal;
    const id = `${caseId}:${appealId}:${kind}`;
    return [duty(id, kind, appealed, appealId, appealed.organId, owed.started, owed.met, policy)];
  });
}

/** All duties of a case. */
export function dutiesOf(
  state: Ground & Implementation & Pick<CaseState, 'decisions' | 'appeals'>,
  policy: Policy,
): readonly Duty[] {
  return [
    ...state.decisions.flatMap((decision) =>
      dutiesOfDecision.flatMap((rule) => rule.of(decision, state, policy)),
    ),
    ...state.appeals.flatMap((appeal) => dutiesOfAppeal(appeal, state, policy)),
  ];
}

function duty(
  id: string,
  kind: DutyKind,
  { subjectId, decisionId }: Pick<Decision, 'subjectId' | 'decisionId'>,
  appealId: string | undefined,
  organId: string,
  started: Act,
  met: Act | undefined,
  { undatedDutyWatchDays }: Policy,
): Duty {
  const due = dueDates.get(kind)?.(started.on);
  return {
    id,
    kind,
    subjectId,
    decisionId,
    appealId,
    organId,
    started: { on: started.on, eventId: started.at.eventId },
    dueOn: due?.dueOn,
    provisional: due?.provisional ?? false,
    watchOn: due === undefined ? watchDate(started.on, undatedDutyWatchDays) : undefined,
    met: met && { on: met.on, eventId: met.at.eventId },
  };
}

// A count of days is the costly part of a duty and depends on its first day only: a rebuild meets
// the same few thousand days again and again, and counts from each of them once.
function countedOnce<Counted>(count: (start: LegalDate) => Counted): (start: LegalDate) => Counted {
  const counted = new Map<LegalDate, Counted>();
  return (start) => {
    let found = counted.get(start);
    if (found === undefined) counted.set(start, (found = count(start)));
    return found;
  };
}

function dueDate(clock: (start: LegalDate) => DueDate) {
  return countedOnce((start): Pick<DueDate, 'dueOn' | 'provisional'> => {
    const { dueOn, provisional } = clock(start);
    return { dueOn, provisional };
  });
}

const dueDates = new Map(
  Object.entries(clocks).map(([kind, clock]) => [kind, dueDate(clock)] as const),
);

const watchDates = new Map<number, (start: LegalDate) => LegalDate>();

function watchDate(start: LegalDate, days: number): LegalDate {
  let watch = watchDates.get(days);
  if (watch === undefined) watchDates.set(days, (watch = countedOnce((on) => addDays(on, days))));
  return watch(start);
}

/** The first delivery that put the letter into the recipient's hands; a returned one meets nothing (I-25). */
function delivery(
  { organId, deliveries }: Pick<Decision, 'organId' | 'deliveries'>,
  recipient: 'subject' | 'unit',
): Owed {
  const effective = deliveries.filter((one) => one.recipient === recipient && delivers(one));
  return { organId, met: earliest(effective) };
}

/** From 副科级 or what counts as it on, by the register of the day of the decision (M1-25). */
function isReportedForRecord({ subject }: Pick<Decision, 'subject'>): boolean {
  return [subject?.rank, subject?.rankEquivalent].some(
    (rank) => rank !== undefined && isDeputySectionOrAbove(rank),
  );
}

function publication(
  { organId, publications }: Pick<Decision, 'organId' | 'publications'>,
  scope: 'unit' | 'system' | 'society',
): Owed {
  const met = publications.find((one) => one.scope === scope && one.kind === 'decision');
  return { organId, met };
}

/** A method is carried out when it is done or has run its term, unless it was undone since. */
function executed({ executions }: Pick<Decision, 'executions'>, method: string): Act | undefined {
  const ofMethod = executions.filter((one) => one.method === method);
  const undone = ofMethod.findLastIndex(({ result }) => result === 'undone');
  return ofMethod.slice(undone + 1).find(({ result }) => result === 'done' || result === 'ended');
}

/** The organ that investigated and proposed (M1-25): the one that recommended, reported or initiated last; without any, the deciding one. */
function implementingOrgan(
  { subjectId, organId }: Pick<Decision, 'subjectId' | 'organId'>,
  { recommendations, reports, initiations }: Implementation,
): string {
  const recommended = recommendations.findLast((one) =>
    one.recommendations.some((named) => named.subjectId === subjectId),
  );
  const implementing = recommended ?? reports.at(-1) ?? initiations.at(-1);
  return implementing?.organId ?? organId;
}

function earliest<E extends Act>(events: readonly E[]): E | undefined {
  return events.reduce<E | undefined>(
    (first, event) => (first === undefined || event.on < first.on ? event : first),
    undefined,
  );
}

// What a decision to hold to account brings: letter, delivery, archive, report for the record,
// publication, execution (M1 Art. 20, 23–26); and what its modification or revocation brings anew:
// letter, delivery and archive again, correction as wide as the publication, restoration (Art. 27).
// Another decision that takes its place brings what it would itself: what is left is to undo and
// correct what was done, and to tell of it where nobody is held to account any more.
import type { MethodCode } from '../regulation/methods.js';
import type { Policy } from '../regulation/policy.js';
import { isAsWide, type PublicationScope } from '../regulation/publication-scopes.js';
import { isDeputySectionOrAbove } from '../regulation/ranks.js';
import { disciplineKinds, organisationKinds } from '../regulation/tracks.js';
import { beforeChange, versionsOf, within, type Version } from './decision-versions.js';
import { dutiesOwed, earliest, watchDate, type Duty, type DutyKind, type Owed } from './duty.js';
import { delivers, type Act, type CaseState, type Decision, type DecisionChange } from './state.js';

/** What every rule reads of a decision. */
const alwaysRead = [
  'decisionId',
  'subjectId',
  'organId',
  'on',
  'at',
  'accountable',
  'changes',
  'replacement',
  'round',
] as const;
type AlwaysRead = (typeof alwaysRead)[number];

/** What tells which organ investigated and proposed, and who the subject is. */
const implementationFields = ['recommendations', 'reports', 'initiations', 'subjects'] as const;
type Implementation = Pick<CaseState, (typeof implementationFields)[number]>;

/** What one rule says of one version of a decision. */
type OwedOfDecision = Pick<Owed, 'organId' | 'met' | 'watchFrom' | 'watchOn' | 'failure'> & {
  /** Where one kind is owed more than once: what tells them apart. */
  readonly part?: string;
};

interface DecisionRule {
  /** All that it reads of a decision: while none of it changes, neither do the duties. */
  readonly reads: readonly (keyof Decision)[];
  readonly owed: (
    version: Version,
    decision: Decision,
    of: Implementation,
  ) => readonly OwedOfDecision[];
}

/** A rule sees the fields it declares, and no others. */
function rule<const Field extends keyof Decision>(
  fields: readonly Field[],
  owed: (
    version: Version,
    decision: Pick<Decision, Field | AlwaysRead>,
    of: Implementation,
  ) => readonly OwedOfDecision[],
): DecisionRule {
  return { reads: [...alwaysRead, ...fields], owed };
}

/**
 * A letter says what was decided or modified; a revocation on appeal is told by the appeal's own
 * notices (`changeToTell`), and another decision in its place by that one's letter. Where that one
 * holds nobody to account it has none: whoever was told of the former one is told that it is over.
 * @param before the letters or deliveries there were before the change
 */
function isTold({ change }: Version, before: (change: DecisionChange) => number): boolean {
  if (change?.by === 'replacement') return change.outcome === 'revoked' && before(change) > 0;
  return change?.outcome !== 'revoked' || change.by === 'correction';
}

/** Whether what a version would bring anew is brought by the decision that took its place. */
function isElsewhere({ change }: Version): boolean {
  return change?.by === 'replacement';
}

type DecisionKind = Extract<
  DutyKind,
  | 'letter'
  | `delivery-${string}`
  | 'archive'
  | 'report-for-record'
  | `publication-${string}`
  | 'execution'
  | 'correction'
  | 'restoration'
>;

const decisionRules: { readonly [K in DecisionKind]: DecisionRule } = {
  letter: rule(['letters'], (version, decision) =>
    isTold(version, ({ before }) => before.letters)
      ? [{ organId: decision.organId, met: within(version, 'letters', decision.letters)[0] }]
      : [],
  ),
  'delivery-subject': rule(['deliveries'], (version, decision) =>
    delivery(version, decision, 'subject'),
  ),
  'delivery-unit': rule(['deliveries'], (version, decision) => delivery(version, decision, 'unit')),
  archive: rule(['filings'], (version, decision, of) =>
    // A team has no personal file.
    version.change?.outcome === 'revoked' || isElsewhere(version) || isTeam(decision, of)
      ? []
      : [
          {
            organId: implementingOrgan(decision, of),
            met: within(version, 'filings', decision.filings).find(({ kind }) => kind === 'filing'),
          },
        ],
  ),
  'report-for-record': rule(['subject', 'recordReports'], (version, decision, of) =>
    version.number === 0 && isReportedForRecord(decision) ? reportsForRecord(decision, of) : [],
  ),
  'publication-unit': rule(['publications'], (version, decision) =>
    publication(version, decision, 'unit', true),
  ),
  'publication-system': rule(['publications', 'publicationScopes'], (version, decision) =>
    publication(version, decision, 'system', decision.publicationScopes?.includes('system')),
  ),
  'publication-society': rule(
    ['publications', 'publicationScopes', 'majorImpact'],
    (version, decision) =>
      publication(
        version,
        decision,
        'society',
        decision.majorImpact === true || decision.publicationScopes?.includes('society'),
      ),
  ),
  execution: rule(
    ['methods', 'executions', 'executedBy', 'effectiveOn', 'modifiedEffectiveOn'],
    execution,
  ),
  correction: rule(['publications', 'filings', 'publishedInItsPlace'], correction),
  restoration: rule(['methods', 'executions'], restoration),
};

/** The duties of one kind that a decision brings. */
export interface DecisionDuties {
  /** All that they depend on: fields of the decision, and fields of the case besides. */
  readonly reads: readonly (keyof Decision)[];
  readonly besides: readonly ('caseId' | keyof Implementation)[];
  readonly of: (
    decision: Decision,
    state: Pick<CaseState, 'caseId'> & Implementation,
  ) => readonly Duty[];
}

/** One entry for each kind. What a version that stands no more left undone is owed no longer; what it did stays. */
export const dutiesOfDecision: readonly DecisionDuties[] = Object.entries(decisionRules).map(
  ([name, { reads, owed }]) => {
    const kind = name as DecisionKind;
    return {
      reads,
      besides: ['caseId', ...implementationFields],
      of: (decision, state) =>
        decision.accountable
          ? versionsOf(decision).flatMap((version) =>
              dutiesOwed(
                owed(version, decision, state).map((one) =>
                  owedOf(kind, version, decision, one, state),
                ),
              ),
            )
          : [],
    };
  },
);

/** The change that came next; and to somebody who died nothing is delivered and nothing is done any more (I-42), name and file are put right all the same. */
function endOf(
  kind: DecisionKind,
  next: DecisionChange | undefined,
  { subjectId }: Pick<Decision, 'subjectId'>,
  { subjects }: Pick<CaseState, 'subjects'>,
): Act | undefined {
  if (kind !== 'delivery-subject' && kind !== 'execution') return next;
  const ended = subjects.find((one) => one.subjectId === subjectId)?.ended;
  return earliest<Act>([...(next ? [next] : []), ...(ended?.reason === 'died' ? [ended] : [])]);
}

function owedOf(
  kind: DecisionKind,
  { number, started, next }: Version,
  decision: Pick<Decision, 'decisionId' | 'subjectId'>,
  { part, organId, met, watchFrom, watchOn, failure }: OwedOfDecision,
  state: Pick<CaseState, 'caseId' | 'subjects'>,
): Owed {
  const { decisionId, subjectId } = decision;
  const ofPart = part === undefined ? '' : `:${part}`;
  return {
    id: `${state.caseId}:${decisionId}:${kind}${ofPart}${number === 0 ? '' : `:${String(number + 1)}`}`,
    kind,
    subjectId,
    decisionId,
    organId,
    started,
    met,
    over: met === undefined ? endOf(kind, next, decision, state) : undefined,
    watchFrom,
    watchOn,
    // What a change brings is a failure of its own (S-16).
    failure: failure ?? (number === 0 ? undefined : 'S-16'),
  };
}

/** The first delivery that put the letter into the recipient's hands; a returned one meets nothing (I-25). */
function delivery(
  version: Version,
  decision: Pick<Decision, 'organId' | 'deliveries'>,
  recipient: 'subject' | 'unit',
): OwedOfDecision[] {
  const reached = (all: Decision['deliveries']): Decision['deliveries'] =>
    all.filter((one) => one.recipient === recipient && delivers(one));
  const before = (change: DecisionChange): number =>
    reached(beforeChange(change, 'deliveries', decision.deliveries)).length;
  if (!isTold(version, before)) return [];
  const effective = reached(within(version, 'deliveries', decision.deliveries));
  return [{ organId: decision.organId, met: earliest(effective) }];
}

/** From 副科级 or what counts as it on, by the register of the day of the decision (M1-25). */
function isReportedForRecord({ subject }: Pick<Decision, 'subject'>): boolean {
  return [subject?.rank, subject?.rankEquivalent].some(
    (rank) => rank !== undefined && isDeputySectionOrAbove(rank),
  );
}

/** To the superior discipline inspection organ, and to the organisation or personnel department (M1-25); nobody reports to itself. What was reported before the kind of the organ was kept meets both. */
function reportsForRecord(
  decision: Pick<Decision, 'recordReports' | 'subjectId' | 'organId' | 'round'>,
  of: Implementation,
): OwedOfDecision[] {
  const organId = implementingOrgan(decision, of);
  return [
    { part: 'discipline', kinds: disciplineKinds },
    { part: 'organisation', kinds: organisationKinds },
  ].map(({ part, kinds }) => ({
    part,
    organId,
    met: decision.recordReports.find(
      ({ toOrganId, toKind }) =>
        toOrganId !== organId && (toKind === undefined || kinds.includes(toKind)),
    ),
  }));
}

type Published = Decision['publications'][number];

/** Once: where it was published before a modification, the correction takes its place. What was published stays met when the scopes are narrowed. */
function publication(
  version: Version,
  decision: Pick<Decision, 'organId' | 'publications'>,
  scope: PublicationScope,
  due: boolean | undefined,
): OwedOfDecision[] {
  const { change } = version;
  if (change?.outcome === 'revoked' || isElsewhere(version)) return [];
  if (change && standing(change, decision).some((one) => one.scope === scope)) return [];
  const met = within(version, 'publications', decision.publications).find(
    ({ kind, scope: where }) =>
      where === scope && (kind === 'decision' || (kind === 'correction' && change !== undefined)),
  );
  return due === true || met !== undefined ? [{ organId: decision.organId, met }] : [];
}

/** What of a decision was public when it was changed. */
function standing(
  change: DecisionChange,
  decision: Pick<Decision, 'publications'>,
): readonly Published[] {
  const before = beforeChange(change, 'publications', decision.publications);
  const removed = new Set(
    before.flatMap(({ kind, of }) => (kind === 'removal' && of !== undefined ? [of] : [])),
  );
  return before.filter(({ kind, at }) => kind === 'decision' && !removed.has(at.eventId));
}

/** Corrected as widely and as long as it was published, the file reversed after a revocation (M1-27). */
function correction(
  version: Version,
  decision: Pick<Decision, 'organId' | 'publications' | 'filings' | 'publishedInItsPlace'>,
): OwedOfDecision[] {
  const { change } = version;
  if (change === undefined) return [];
  const { organId } = decision;
  const since = within(version, 'publications', decision.publications);
  const published = standing(change, decision);
  const inItsPlace = isElsewhere(version) ? (decision.publishedInItsPlace ?? []) : [];
  const ofScopes = [...new Set(published.map(({ scope }) => scope))].map((scope) => ({
    part: `publication-${scope}`,
    organId,
    failure: 'S-31' as const,
    met:
      since.find((one) =>
        published.every((former) => former.scope !== scope || corrects(one, former)),
      ) ??
      inItsPlace.find(
        (one) =>
          one.kind !== 'removal' &&
          published.every((former) => former.scope !== scope || isAsWideAndLong(one, former)),
      ),
  }));
  const filed = beforeChange(change, 'filings', decision.filings).some(
    ({ kind }) => kind === 'filing',
  );
  if (change.outcome !== 'revoked' || !filed) return ofScopes;
  const met = within(version, 'filings', decision.filings).find(({ kind }) => kind === 'reversal');
  return [...ofScopes, { part: 'archive', organId, met }];
}

function corrects(one: Published, former: Published): boolean {
  if (one.kind === 'decision') return false;
  if (one.kind === 'removal') return one.of === undefined || one.of === former.at.eventId;
  return isAsWideAndLong(one, former);
}

function isAsWideAndLong(one: Published, former: Published): boolean {
  const asLong =
    one.until === undefined || (former.until !== undefined && one.until >= former.until);
  return isAsWide(one.scope, former.scope) && asLong;
}

/** Each method that is in force, from the version that brought it; done again only where it is new. */
function execution(
  version: Version,
  decision: Pick<
    Decision,
    | 'organId'
    | 'methods'
    | 'changes'
    | 'executions'
    | 'executedBy'
    | 'on'
    | 'effectiveOn'
    | 'modifiedEffectiveOn'
  >,
): OwedOfDecision[] {
  const { change, next } = version;
  if (change?.outcome === 'revoked' || isElsewhere(version)) return [];
  const inForce = next?.methods ?? decision.methods;
  const brought = inForce.filter((method) => change?.methods.includes(method) !== true);
  const organId = decision.executedBy ?? decision.organId;
  // By a people's congress's procedure the effective date may follow; supervision waits for it (I-44).
  const effectiveOn = change ? decision.modifiedEffectiveOn : decision.effectiveOn;
  const { on, at } = version.started;
  const watchFrom = effectiveOn !== undefined && effectiveOn > on ? effectiveOn : undefined;
  return brought.map((method) => ({
    part: method,
    organId,
    met: executed(decision, method),
    watchFrom,
    watchOn:
      refusal(decision, method) ??
      (method === 'suspension' ? endOfSuspension(decision, at.policy) : undefined),
  }));
}

/** The day a method was refused, where that was the last word on it before it was carried out, if it was: it is looked at from then on (I-40). */
function refusal({ executions }: Pick<Decision, 'executions'>, method: string): string | undefined {
  const last = executions.findLast((one) => one.method === method && !ended.includes(one.result));
  return last?.result === 'refused' ? last.on : undefined;
}

/** The day a suspension that has begun ends by its own term; without one, when it is looked at (I-41). */
function endOfSuspension(
  { executions }: Pick<Decision, 'executions'>,
  { suspensionWatchDays }: Policy,
): string | undefined {
  const begun = executions.findLast(
    ({ method, result }) => method === 'suspension' && result === 'begun',
  );
  if (begun === undefined) return undefined;
  return begun.until ?? watchDate(begun.from ?? begun.on, suspensionWatchDays);
}

const ended = ['done', 'ended', 'not-possible'];

/** A method is carried out when it is done, has run its term or cannot be done, unless it was undone since. */
function executed({ executions }: Pick<Decision, 'executions'>, method: string): Act | undefined {
  const ofMethod = executions.filter((one) => one.method === method);
  const undone = ofMethod.findLastIndex(({ result }) => result === 'undone');
  return ofMethod.slice(undone + 1).find(({ result }) => ended.includes(result));
}

/** What was carried out and is not in force any more is undone: post, pay and name are restored (M1-27). */
function restoration(
  version: Version,
  decision: Pick<Decision, 'organId' | 'methods' | 'executions' | 'replacement'>,
): OwedOfDecision[] {
  const { change, next } = version;
  if (change === undefined) return [];
  const inForce: readonly MethodCode[] =
    change.outcome === 'revoked'
      ? []
      : isElsewhere(version)
        ? (decision.replacement?.inForce ?? [])
        : (next?.methods ?? decision.methods);
  const before = { executions: beforeChange(change, 'executions', decision.executions) };
  return change.methods
    .filter((method) => !inForce.includes(method) && wasCarriedOut(before, method))
    .map((method) => ({
      part: method,
      organId: decision.organId,
      met: within(version, 'executions', decision.executions).find(
        (one) => one.method === method && one.result === 'undone',
      ),
    }));
}

function wasCarriedOut({ executions }: Pick<Decision, 'executions'>, method: MethodCode): boolean {
  const last = executions.findLast((one) => one.method === method)?.result;
  return last === 'begun' || last === 'done' || last === 'ended';
}

/** The organ that investigated and proposed (M1-25): the one that recommended, reported or initiated last in the round of the decision; without any, the deciding one. */
export function implementingOrgan(
  { subjectId, organId, round: ofDecision }: Pick<Decision, 'subjectId' | 'organId' | 'round'>,
  { recommendations, reports, initiations }: Implementation,
): string {
  const here = ({ round }: { readonly round: number }): boolean => round === ofDecision;
  const recommended = recommendations
    .filter(here)
    .findLast((one) => one.recommendations.some((named) => named.subjectId === subjectId));
  const reported = reports
    .filter(here)
    .findLast(({ findings }) => findings.some((finding) => finding.subjectId === subjectId));
  const initiated = initiations
    .filter(here)
    .findLast(({ subjectIds }) => subjectIds?.includes(subjectId) ?? true);
  return (recommended ?? reported ?? initiated)?.organId ?? organId;
}

function isTeam(
  { subjectId }: Pick<Decision, 'subjectId'>,
  { subjects }: Pick<CaseState, 'subjects'>,
): boolean {
  return subjects.find((subject) => subject.subjectId === subjectId)?.kind === 'team';
}

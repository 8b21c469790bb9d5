// What a case brings before and beside its decisions: to take it or say why not, to investigate,
// report, recommend and decide (M1 Art. 20; M2 Art. 7), to answer a directive (M1 Art. 19), to hand
// over to discipline and justice (Art. 4). The measures give no days: supervision looks (I-12).
import { dutiesOwed, earliest, watchDate, type Duty, type Owed } from './duty.js';
import type { LegalDate } from '../legal-date.js';
import {
  isMatterOver,
  trackOf,
  type Act,
  type CaseState,
  type Finding,
  type Subject,
} from './state.js';

/** Duties of a case that follow from the same fields of it. */
interface CaseDuties {
  /** All that they depend on: while none of it changes, neither do they. */
  readonly reads: readonly (keyof CaseState)[];
  readonly of: (state: CaseState) => readonly Duty[];
}

/** A rule sees the fields it declares, and no others. */
function rule<const Field extends keyof CaseState>(
  reads: readonly Field[],
  owed: (state: Pick<CaseState, Field>) => readonly Owed[],
): CaseDuties {
  return { reads, of: (state) => dutiesOwed(owed(state)) };
}

/** What the steps of a subject follow from. */
const stepFields = [
  'caseId',
  'subjects',
  'initiations',
  'reports',
  'recommendations',
  'proposals',
  'transfers',
  'rulings',
  'round',
  'acceptance',
  'declinations',
  'closings',
] as const;
type Ground = Pick<CaseState, (typeof stepFields)[number]>;

/** The duties of the case itself and of each of its subjects. */
export const dutiesBeforeDecision: readonly CaseDuties[] = [
  rule(['caseId', 'subjects', 'intakes', 'initiations', 'reports', 'rulings'], intake),
  rule(['caseId', 'subjects', 'openings', 'reports', 'rulings'], initiation),
  rule(['caseId', 'subjects', 'transfers', 'initiations', 'reports', 'rulings'], handedOver),
  rule(stepFields, (state) => state.subjects.flatMap((subject) => procedure(subject, state))),
  rule(['caseId', 'subjects', 'reports', 'referrals'], (state) =>
    state.subjects.flatMap((subject) => referrals(subject, state)),
  ),
  rule(['caseId', 'subjects', 'directives', 'recommendations', 'rulings'], directives),
];

/** To accept, decline or transfer what was received (M2-7, M2-4-5). Whoever investigated, reported or decided before that has taken the matter up. */
function intake({
  caseId,
  intakes,
  initiations,
  reports,
  rulings,
  subjects,
}: Pick<
  CaseState,
  'caseId' | 'intakes' | 'initiations' | 'reports' | 'rulings' | 'subjects'
>): Owed[] {
  const owed = intakes.map(({ organId, on, at, answered }, index): Owed => ({
    id: numbered(`${caseId}:intake`, index),
    kind: 'intake',
    organId,
    started: { on, at },
    met: earliest([
      ...(answered ? [answered] : []),
      ...after(at, [...initiations, ...reports, ...rulings]),
    ]),
  }));
  return untilOver(subjects, isMatterOver, owed);
}

/** To start the investigation of what was accepted; a report or a decision without a start shows that it was looked into. */
function initiation({
  caseId,
  openings,
  reports,
  rulings,
  subjects,
}: Pick<CaseState, 'caseId' | 'openings' | 'reports' | 'rulings' | 'subjects'>): Owed[] {
  const owed = openings.map(({ organId, on, at, initiated }, index): Owed => ({
    id: numbered(`${caseId}:initiation`, index),
    kind: 'initiation',
    organId,
    started: { on, at },
    met: earliest([...(initiated ? [initiated] : []), ...after(at, [...reports, ...rulings])]),
  }));
  // What was taken ends without a start where nobody is left to look into.
  return untilOver(subjects, () => true, owed);
}

/** To start the investigation of the subjects that alone were transferred: nobody accepts a part of a case. Whoever passes them on has none to start. */
function handedOver({
  caseId,
  subjects,
  transfers,
  initiations,
  reports,
  rulings,
}: Pick<
  CaseState,
  'caseId' | 'subjects' | 'transfers' | 'initiations' | 'reports' | 'rulings'
>): Owed[] {
  return transfers.flatMap((transfer): Owed[] => {
    const { subjectIds, toOrganId, on, at } = transfer;
    if (subjectIds === undefined) return [];
    const concerned = (subjectId: string): boolean => subjectIds.includes(subjectId);
    const covers = (one: { readonly subjectIds?: readonly string[] }): boolean =>
      one.subjectIds?.some(concerned) ?? true;
    const met = earliest(
      after<Act>(at, [
        ...[...initiations, ...transfers].filter(covers),
        ...reports.filter(({ findings }) => findings.some((one) => concerned(one.subjectId))),
        ...rulings.filter((ruling) => concerned(ruling.subjectId)),
      ]),
    );
    const owed: Owed = {
      id: `${caseId}:${at.eventId}:initiation`,
      kind: 'initiation',
      organId: toOrganId,
      started: { on, at },
      met,
    };
    return untilOver(
      subjects.filter(({ subjectId }) => concerned(subjectId)),
      () => true,
      [owed],
    );
  });
}

function after<A extends Act>(at: Act['at'], acts: readonly A[]): readonly A[] {
  return acts.filter((act) => Number(act.at.position) > Number(at.position));
}

/** Once it is over for everybody there is nothing to take up or to start. */
function untilOver(
  subjects: readonly Subject[],
  isOver: (subject: Subject) => boolean,
  owed: Owed[],
): Owed[] {
  const endings = subjects.flatMap((subject) =>
    subject.ended !== undefined && isOver(subject) ? [subject.ended] : [],
  );
  if (endings.length === 0 || endings.length < subjects.length) return owed;
  const [last] = endings.toSorted((a, b) => Number(b.at.position) - Number(a.at.position));
  return owed.map((one) => ({ ...one, over: last }));
}

/** The steps that follow each other for one subject, in each round of the case; a decision made without one of them leaves it undone for good, and a failure until then. */
function procedure(subject: Subject, state: Ground): Owed[] {
  return Array.from({ length: state.round + 1 }, (_, round) => round).flatMap((round) =>
    stepsOf(subject, state, round),
  );
}

function stepsOf(subject: Subject, state: Ground, round: number): Owed[] {
  const { subjectId, ended } = subject;
  const here = (one: { readonly round: number }): boolean => one.round === round;
  const reported = state.reports
    .filter(here)
    .find(({ findings }) => findings.some((finding) => finding.subjectId === subjectId));
  const initiated = initiationFor(subjectId, state.initiations.filter(here), reported, state);
  const begun = initiated && begunFor(subject, initiated);
  const recommended = recommendationOn(subjectId, state, round);
  const ruled = state.rulings.filter(here).find((one) => one.subjectId === subjectId);

  // Once it is decided, declined or over for the subject, what was left out is owed no longer; nor
  // is what a former round left, which the next one begins with anew.
  const endings: Act[] = [
    ...(ruled ? [ruled] : []),
    ...(ended ? [ended] : []),
    ...state.declinations.filter(here),
    ...(round < state.round ? state.closings.filter(here) : []),
  ];
  const isOver = endings.length > 0 || round < state.round;
  const step = (
    kind: 'report' | 'recommendation' | 'decision',
    started: (Act & { readonly organId: string }) | undefined,
    met: Act | undefined,
    more: Pick<Owed, 'failure' | 'watchFrom'> = {},
  ): Owed[] => {
    if (started === undefined) return [];
    const over = met === undefined ? earliest(after(started.at, endings)) : undefined;
    if (isOver && met === undefined && over === undefined) return [];
    const id = numbered(`${state.caseId}:${subjectId}:${kind}`, round);
    return [{ id, kind, subjectId, organId: started.organId, started, met, over, ...more }];
  };
  return [
    ...step('report', begun, reported),
    ...step('recommendation', reported, recommended),
    ...step('decision', recommended && { ...recommended, ...recommended.awaits }, ruled, {
      ...(recommended?.byProposal === true ? { failure: 'S-34' } : {}),
      watchFrom: recommended?.forwardedOn,
    }),
  ];
}

/** The start that the report answers; before a report, the first one since the case or the subject was handed over. */
function initiationFor(
  subjectId: string,
  initiations: Ground['initiations'],
  reported: Act | undefined,
  { transfers }: Ground,
): Ground['initiations'][number] | undefined {
  const covering = initiations.filter(({ subjectIds }) => subjectIds?.includes(subjectId) ?? true);
  const since = (act: Act | undefined): number => Number(act?.at.position ?? 0);
  if (reported !== undefined)
    return covering.findLast((one) => since(one) < since(reported)) ?? covering[0];
  const handedOver = transfers.findLast(
    ({ subjectIds }) => subjectIds?.includes(subjectId) ?? true,
  );
  return covering.find((one) => since(one) > since(handedOver));
}

/** When the investigation began for a subject: of one that was found later, when it was added. */
function begunFor(
  { added, addedOn }: Subject,
  { organId, on, at }: Ground['initiations'][number],
): Act & { readonly organId: string } {
  const later = added !== undefined && addedOn !== undefined && addedOn > on;
  return later ? { organId, on: addedOn, at: added } : { organId, on, at };
}

interface Recommended extends Act {
  readonly organId: string;
  /** The organ whose decision it awaits, where another one decides. */
  readonly awaits: { readonly organId: string } | undefined;
  /** Only the appointing organ can decide. */
  readonly byProposal: boolean;
  /** The day on which it was handed to the appointing organ. */
  readonly forwardedOn: LegalDate | undefined;
}

/** The first recommendation on a subject in a round; a proposal to the appointing organ is one as well (M1-2). What only that organ can decide is the recommending organ's to forward until it has. */
function recommendationOn(
  subjectId: string,
  state: Ground,
  round: number,
): Recommended | undefined {
  const recommendation = state.recommendations.find(
    (one) =>
      one.round === round && one.recommendations.some((named) => named.subjectId === subjectId),
  );
  const proposals = state.proposals.filter(
    (one) => one.round === round && one.subjectId === subjectId,
  );
  // One that went to another organ is answered by none: the last one is awaited.
  const proposal = proposals.at(-1);
  const made = [recommendation, proposals[0]]
    .filter((one) => one !== undefined)
    .toSorted((a, b) => Number(a.at.position) - Number(b.at.position))[0];
  if (made === undefined) return undefined;
  const { on, at, organId } = made;
  const told = recommendation?.recommendations.findLast((named) => named.subjectId === subjectId);
  const track = trackOf(state, subjectId);
  const byProposal =
    told?.byProposal === true ||
    track === 'proposal-only' ||
    (track === undefined && proposal !== undefined);
  const awaitedFrom = proposal?.toOrganId ?? (byProposal ? undefined : told?.awaitedFrom);
  const awaits = awaitedFrom === undefined ? undefined : { organId: awaitedFrom };
  return { on, at, organId, awaits, byProposal, forwardedOn: proposal?.on };
}

const referralKinds = ['discipline', 'judicial'] as const;

/** To hand over where the report finds discipline or a crime (M1-4). */
function referrals(
  subject: Subject,
  state: Pick<CaseState, 'caseId' | 'reports' | 'referrals'>,
): Owed[] {
  const { subjectId } = subject;
  return referralKinds.flatMap((kind) => {
    // A supplement takes the place of what it supplements: it may withdraw the call.
    const said = state.reports.flatMap((report) => {
      const finding = report.findings.find((one) => one.subjectId === subjectId);
      return finding === undefined ? [] : [{ report, calling: calls(finding, kind) }];
    });
    const started =
      said.at(-1)?.calling === true ? said.find(({ calling }) => calling)?.report : undefined;
    const met = state.referrals.find(
      (referral) => referral.kind === kind && referral.subjectId === subjectId,
    );
    if (started === undefined) return [];
    return [
      {
        id: `${state.caseId}:${subjectId}:${kind}-referral`,
        kind: `${kind}-referral` as const,
        subjectId,
        organId: started.organId,
        started,
        met,
        over: isMatterOver(subject) ? subject.ended : undefined,
      },
    ];
  });
}

function calls(finding: Finding, kind: (typeof referralKinds)[number]): boolean {
  return (kind === 'discipline' ? finding.disciplineNeeded : finding.crimeSuspected) === true;
}

/**
 * Answered by a decision on the subject, by a refusal, or by going back with a transfer (I-37). An
 * addressee that can only recommend has answered by that where the decision is the directing
 * organ's own; where it is a third one's, that organ has to answer now.
 */
function directives({
  caseId,
  directives: issued,
  recommendations,
  rulings,
  subjects,
}: Pick<CaseState, 'caseId' | 'directives' | 'recommendations' | 'rulings' | 'subjects'>): Owed[] {
  return issued.map((directive): Owed => {
    const { subjectId, organId: directing, addressee, dueOn, at, refusal, returned } = directive;
    const handedOn = handedOnInTime(directive, recommendations);
    const met = earliest([
      ...after(at, rulings).filter((ruling) => ruling.subjectId === subjectId),
      ...(handedOn?.awaitedFrom === directing ? [handedOn] : []),
      ...(refusal ? [refusal] : []),
      ...(returned ? [returned] : []),
    ]);
    const subject = subjects.find((one) => one.subjectId === subjectId);
    // Where the subject only left the scope, the directive is refused with reasons, or goes back.
    const over = subject !== undefined && isMatterOver(subject) ? subject.ended : undefined;
    return {
      id: `${caseId}:${at.eventId}:directive`,
      kind: 'directive',
      subjectId,
      organId: handedOn?.awaitedFrom ?? addressee,
      started: directive,
      met,
      over,
      dueOn,
    };
  });
}

/** The recommendation by which the addressee of a directive handed the decision on before its last day, and to whom (M1 Art. 20–22). */
function handedOnInTime(
  { subjectId, addressee, on, dueOn, at }: CaseState['directives'][number],
  recommendations: CaseState['recommendations'],
): (Act & { readonly awaitedFrom: string }) | undefined {
  const lastDay = dueOn ?? watchDate(on, at.policy.undatedDutyWatchDays);
  return after(at, recommendations)
    .filter((one) => one.organId === addressee && one.on <= lastDay)
    .flatMap((one) => {
      const named = one.recommendations.find((said) => said.subjectId === subjectId);
      const awaitedFrom = named?.awaitedFrom;
      return awaitedFrom === undefined || awaitedFrom === addressee
        ? []
        : [{ on: one.on, at: one.at, awaitedFrom }];
    })
    .at(-1);
}

/** The first has no number of its own. */
function numbered(id: string, index: number): string {
  return index === 0 ? id : `${id}:${String(index + 1)}`;
}

// What the measures say of a decision: one about to be made, or one as an appeal or a correction
// would leave it (M1 Art. 13–16, 19–23; M2 Art. 2). The frame is shown; people decide.
import type { LegalDate } from '../legal-date.js';
import {
  authorityBreaches,
  authorityByBand,
  type AuthorityBasis,
} from '../regulation/authority.js';
import type { AdjustmentCode } from '../regulation/circumstances.js';
import { clause } from '../regulation/clauses.js';
import {
  conductBeforePriors,
  decisionFrame,
  frameBreaches,
  type Frame,
} from '../regulation/frame.js';
import { heaviest, methodNumber, type MethodCode } from '../regulation/methods.js';
import type { TrackCode } from '../regulation/tracks.js';
import { isLeadingCadre, personOn } from '../register/entries.js';
import type { CaseEventData, CommandBody } from './acts.js';
import type { Broken, Noticed } from './answer.js';
import type { Facts } from './facts.js';
import { accidentNotNamed, isWhollyBefore } from './finding-rules.js';
import { holderOf, trackOf, type CaseState, type Finding, type Subject } from './state.js';

type Made = CaseEventData<'DecisionMade'>;

/** A decision as it would stand. */
export interface ProposedDecision extends Pick<
  Made,
  | 'accountable'
  | 'methods'
  | 'adjustment'
  | 'grounds'
  | 'mitigating'
  | 'aggravating'
  | 'effectiveOn'
  | 'severityReasons'
  | 'responsibility'
  | 'facts'
> {
  readonly severity?: Made['severity'] | undefined;
  /** The day it is decided on. */
  readonly on: LegalDate;
  /** The day as of which the register says who manages the subject: that of the decision, also where it is changed later (I-42). */
  readonly registerOn: LegalDate;
  /** The organ that decides. */
  readonly organId: string;
  readonly subject: Subject;
  readonly conducts: Finding['conducts'];
  readonly priors: Made['priors'];
  readonly meeting: boolean;
  readonly approvals: readonly Pick<
    CaseEventData<'PeerApprovalRecorded'>,
    'organId' | 'outcome' | 'methods'
  >[];
  /** It takes the place of a resignation that was refused (I-40). */
  readonly replacesRefusedResignation: boolean;
  /** Methods it had before, whose authority a change of it needs as well. */
  readonly methodsBefore: readonly MethodCode[];
}

/** Who decides on a subject, as the register has it on a day (I-42, I-45). */
export function authorityBasis(
  subject: Subject,
  on: LegalDate,
  state: CaseState,
  { organs, persons }: Facts,
): AuthorityBasis | undefined {
  const entry = entryOn(subject, on, persons);
  const track = trackOf(state, subject.subjectId) ?? entry?.track ?? state.acceptance?.track;
  if (track === undefined) return undefined;
  const unit = entry?.organId ?? subject.organId;
  const superior = unit === undefined ? undefined : organs.get(unit)?.superiorId;
  const managedBy = entry?.managedBy ?? (subject.kind === 'team' ? superior : undefined);
  return { track, managedBy, unit, organs };
}

/** The register's entry of a subject as of a day; undefined for a team and for somebody not registered. */
export function entryOn(
  { personId }: Subject,
  on: LegalDate,
  persons: Facts['persons'],
): ReturnType<typeof personOn> | undefined {
  const person = personId === undefined ? undefined : persons.get(personId);
  return person && personOn(person, on);
}

/** What a recommendation awaits, as the register has it on the day (M1 Art. 2, 20–22). */
export function awaited(
  subject: Subject,
  {
    accountable,
    methods,
  }: { readonly accountable: boolean; readonly methods: readonly MethodCode[] },
  state: CaseState,
  facts: Facts,
  { on, organId }: CommandBody<'recommend'>,
): { readonly awaitedFrom?: string; readonly byProposal?: true } {
  const basis = authorityBasis(subject, on, state, facts);
  if (basis === undefined) return {};
  const awaitedFrom = decidingOrgan(basis, accountable && isHeavy(methods), organId, state);
  return {
    ...(awaitedFrom === undefined ? {} : { awaitedFrom }),
    ...(basis.track === 'proposal-only' ? { byProposal: true } : {}),
  };
}

/** The organ whose decision is awaited; undefined where the register does not say. */
function decidingOrgan(
  basis: AuthorityBasis,
  heavy: boolean,
  organId: string,
  state: CaseState,
): string | undefined {
  switch (basis.track) {
    case 'leading-cadre':
      return heavy ? basis.managedBy : organId;
    case 'department-staff': {
      // The department decides, also where a committee or government manages the person (M1-21).
      const { managedBy, unit, organs } = basis;
      const kind = managedBy === undefined ? undefined : organs.get(managedBy)?.kind;
      return kind === 'party-committee' || kind === 'government' ? unit : managedBy;
    }
    case 'proposal-only':
      return basis.managedBy;
    case 'discipline-organ-staff':
      return holderOf(state);
  }
}

/** Methods from suspension (no. 5) upward: collective decision, approval (M1-20, M1-22). */
function isHeavy(methods: readonly MethodCode[]): boolean {
  return methods.length > 0 && methodNumber(heaviest(methods)) >= methodNumber('suspension');
}

/** What the measures permit for a decision with these findings. */
function frameOf(
  {
    subject,
    severity,
    grounds,
    conducts,
    mitigating,
    aggravating,
    priors,
  }: Pick<
    ProposedDecision,
    'subject' | 'severity' | 'grounds' | 'conducts' | 'mitigating' | 'aggravating' | 'priors'
  >,
  { policy }: Facts,
): Frame {
  return decisionFrame(
    {
      kind: subject.kind,
      severity,
      grounds,
      conducts,
      mitigating,
      aggravating,
      priorCount: priors.length,
    },
    policy,
  );
}

/** Every rule of the measures that a decision would break, and what is worth a look. */
export function rulesOfDecision(
  proposed: ProposedDecision,
  state: CaseState,
  facts: Facts,
): { readonly frame: Frame; readonly broken: Broken; readonly noticed: Noticed } {
  const frame = frameOf(proposed, facts);
  const authority = rulesOfAuthority(proposed, state, facts);
  const { accountable, subject, on } = proposed;
  const steps: Broken = {
    'subject-ended': subject.ended !== undefined,
    'effective-before-decision': proposed.effectiveOn < on,
  };
  if (!accountable)
    return { frame, broken: { ...steps, ...authority.broken }, noticed: authority.noticed };
  return {
    frame,
    broken: {
      ...steps,
      ...authority.broken,
      ...rulesOfGrounds(proposed, state, facts),
      ...rulesOfFrame(proposed, frame),
      'subject-not-identified': subject.kind === 'person' && subject.personId === undefined,
      'responsibility-class-missing':
        subject.memberOf !== undefined && proposed.responsibility === undefined,
    },
    noticed: {
      ...authority.noticed,
      'accident-not-named': accidentNotNamed(proposed),
      'severe-without-reasons':
        proposed.severity === 'severe' && proposed.severityReasons === undefined,
      'aggravation-outweighed':
        frame.adjustmentRequired &&
        !isAggravated(proposed.adjustment) &&
        proposed.mitigating.length > 0,
    },
  };
}

function isAggravated(adjustment: AdjustmentCode): boolean {
  return adjustment === 'heavier' || adjustment === 'increased';
}

/** What an organ lacks to decide so (M1 Art. 19–22). */
export function rulesOfAuthority(
  proposed: ProposedDecision,
  state: CaseState,
  facts: Facts,
): { readonly broken: Broken; readonly noticed: Noticed } {
  const basis = authorityBasis(proposed.subject, proposed.registerOn, state, facts);
  if (basis === undefined) return { broken: {}, noticed: {} };
  const { organId, accountable, meeting, approvals } = proposed;
  const methods = [...new Set([...proposed.methods, ...proposed.methodsBefore])];
  const found = authorityBreaches(basis, { organId, methods, accountable, meeting, approvals });
  return { broken: asTrue(found.breaches), noticed: asTrue(found.notices) };
}

function rulesOfGrounds(
  { subject, grounds, aggravating, conducts, registerOn }: ProposedDecision,
  state: CaseState,
  { persons, policy, bases }: Facts,
): Broken {
  const entry = entryOn(subject, registerOn, persons);
  const cited = grounds.map(clause);
  const { conductTo } = state.registration;
  const leads = entry === undefined || entry.category === 'by-reference' || isLeadingCadre(entry);
  return {
    'no-ground': grounds.length === 0,
    'basis-without-ground': grounds.length > 0 && cited.every(({ basis }) => basis),
    'basis-of-others':
      bases !== undefined && cited.some((one) => one.basis && !bases.has(one.code)),
    // M2's grounds are for teams and leading cadres, by reference for those of M2-2 (I-17).
    'ground-not-applicable':
      !leads && cited.some(({ measure, basis }) => measure === 'M2' && !basis),
    // Two items of M1-5 presuppose Party membership (I-34).
    'ground-needs-membership':
      entry?.partyMember === false &&
      grounds.some((code) => code === 'M1-5-2' || code === 'M1-5-9'),
    // Retaliation is the ground M1-9-5 or it aggravates, unless these are two acts (I-20).
    'same-fact-twice':
      grounds.includes('M1-9-5') &&
      aggravating.some(({ code }) => code === 'retaliated') &&
      (conducts ?? []).length < 2,
    'conduct-before-measures':
      conducts === undefined || conducts.length === 0
        ? conductTo !== undefined && conductTo < policy.countsFrom
        : isWhollyBefore(policy.countsFrom, conducts),
  };
}

function rulesOfFrame(
  { adjustment, methods, replacesRefusedResignation }: ProposedDecision,
  frame: Frame,
): Broken {
  const breaches = new Set(frameBreaches(frame, { adjustment, methods }));
  const ordered = methods.some(
    (method) => method === 'ordered-resignation' || method === 'removal',
  );
  // A resignation that was refused may give way to method 8 or 9; that is no aggravation (I-40).
  if (replacesRefusedResignation && ordered && !methods.includes('demotion'))
    breaches.delete('heavier-than-frame');
  return asTrue([...breaches]);
}

function asTrue<Code extends string>(codes: readonly Code[]): Partial<Record<Code, boolean>> {
  const found: Partial<Record<Code, boolean>> = {};
  for (const code of codes) found[code] = true;
  return found;
}

/** What `GET /cases/{id}/decision-frame` shows (API.md, Reading). */
export interface ShownFrame extends Frame {
  readonly subjectId: string;
  readonly on: LegalDate;
  readonly track: TrackCode | null;
  readonly grounds: Made['grounds'];
  readonly priors: Made['priors'];
  readonly priorCount: number;
  /** Whether all known conduct ended before the earliest prior took effect; null where no date is known. */
  readonly conductBeforePriors: boolean | null;
  readonly authority: {
    readonly managedBy: string | null;
    readonly byBand: ReturnType<typeof authorityByBand> | null;
  };
}

/** The frame a decision on a subject would have on a day, by the findings of this round. */
export function frameShown(
  subject: Subject,
  finding: Finding | undefined,
  priors: Made['priors'],
  on: LegalDate,
  state: CaseState,
  facts: Facts,
): ShownFrame {
  const basis = authorityBasis(subject, on, state, facts);
  const grounds = finding?.grounds ?? [];
  const frame = frameOf(
    {
      subject,
      severity: finding?.severity,
      grounds,
      conducts: finding?.conducts,
      mitigating: finding?.mitigating ?? [],
      aggravating: finding?.aggravating ?? [],
      priors,
    },
    facts,
  );
  return {
    subjectId: subject.subjectId,
    on,
    track: basis?.track ?? null,
    ...frame,
    grounds,
    priors,
    priorCount: priors.length,
    conductBeforePriors: conductBeforePriors(
      finding?.conducts,
      state.registration.conductTo,
      priors,
    ),
    authority: {
      managedBy: basis?.managedBy ?? null,
      byBand: basis === undefined ? null : authorityByBand(basis),
    },
  };
}

/** The answers on a subject in a round of the case by a day: the decision is made only after the approval (M1-22). */
export function approvalsBefore(
  on: LegalDate,
  subjectId: string,
  round: number,
  { approvals }: CaseState,
): CaseState['approvals'] {
  return approvals.filter(
    (approval) => approval.subjectId === subjectId && approval.round === round && approval.on <= on,
  );
}

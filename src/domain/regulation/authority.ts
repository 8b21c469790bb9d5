// Who may decide what on which track (M1 Art. 2, 19–22): cadre-management authority first, then the
// kinds of organs the track names for the heaviest method.
import type { ClauseReference } from './citation.js';
import { bandCodes, bandOf, heaviest, methodNumber } from './methods.js';
import type { BandCode, MethodCode } from './methods.js';
import type { OrganKindCode } from './organ-kinds.js';
import { isAtOrBelow, isOfLevelOf, type OrganPlace } from './organ-tree.js';
import { inOrder, type Reading } from './readings.js';
import { disciplineKinds, mayInvestigate, organisationKinds, type TrackCode } from './tracks.js';

export interface AuthorityBasis {
  readonly track: TrackCode;
  /** The organ with cadre-management authority on the day, of a team its organ's superior; undefined where it is not known (I-42, I-48). */
  readonly managedBy: string | undefined;
  /** The unit on that day (I-42). */
  readonly unit: string | undefined;
  /** Every organ named, and all above it. */
  readonly organs: ReadonlyMap<string, OrganPlace>;
}

/** Who decides where the heaviest method is in a band, and under which conditions. */
export interface BandAuthority {
  /** These decide when they are the managing organ or of its level, below it (M1 Art. 19). */
  readonly kinds: readonly OrganKindCode[];
  /** These decide whatever their kind and place: the managing organ itself, the employing unit. */
  readonly organs: readonly string[];
  /** A meeting has to be cited (M1 Art. 20). */
  readonly collective: boolean;
  /** A meeting of the leadership is looked for; without one there is a notice (I-29). */
  readonly leadershipMeeting: boolean;
  /** The organ whose approval comes before the decision (M1 Art. 22). */
  readonly approvalBy: string | null;
  readonly clause: ClauseReference;
  readonly readings: readonly Reading[];
}

export type AuthorityBreach =
  | 'organ-without-authority'
  | 'no-collective-meeting'
  | 'approval-missing'
  | 'heavier-than-approved';
export type AuthorityNotice = 'no-leadership-meeting';

/** An answer of the Party committee or government that was asked (M1 Art. 22). */
export interface Approval {
  readonly organId: string;
  readonly outcome: 'approved' | 'refused';
  /** The methods it was given for, where it names them. */
  readonly methods?: readonly MethodCode[];
}

/** Of a decision, what its authority is judged by. */
export interface DecisionTaken {
  readonly organId: string;
  readonly methods: readonly MethodCode[];
  readonly accountable: boolean;
  /** Whether a meeting is cited. */
  readonly meeting: boolean;
  /** On the subject, in the order of the ledger. */
  readonly approvals: readonly Approval[];
}

const committeeOrGovernment: readonly OrganKindCode[] = ['party-committee', 'government'];

/** 部门, those of the Party committee for personnel among them. */
const departments: readonly OrganKindCode[] = ['department', ...organisationKinds];

/** Leaders of these follow Art. 20 by who manages them (I-45). */
const ledByReference: readonly OrganKindCode[] = [
  'court',
  'procuratorate',
  'public-institution',
  'state-owned-enterprise',
];

/** Who may decide each band (M1 Art. 20–22; Art. 2 for those the city does not manage). */
export function authorityByBand(basis: AuthorityBasis): Readonly<Record<BandCode, BandAuthority>> {
  return {
    minor: authorityFor(basis, false),
    serious: authorityFor(basis, true),
    severe: authorityFor(basis, true),
  };
}

/**
 * What a decision breaks of the authority to make it, and what is worth a look. The heaviest method
 * decides for all that are combined (I-18). Not holding to account is for any organ that could
 * decide some band on the track, and needs neither meeting nor approval.
 */
export function authorityBreaches(
  basis: AuthorityBasis,
  decision: DecisionTaken,
): { readonly breaches: readonly AuthorityBreach[]; readonly notices: readonly AuthorityNotice[] } {
  const byBand = authorityByBand(basis);
  if (!decision.accountable) {
    const able = bandCodes.some((band) => mayDecide(decision.organId, byBand[band], basis));
    return { breaches: able ? [] : ['organ-without-authority'], notices: [] };
  }
  const authority = byBand[bandOf(decision.methods)];
  const breaches: AuthorityBreach[] = [];
  if (!mayDecide(decision.organId, authority, basis)) breaches.push('organ-without-authority');
  if (authority.collective && !decision.meeting) breaches.push('no-collective-meeting');
  if (authority.approvalBy !== null)
    breaches.push(...approvalBreaches(authority.approvalBy, decision));
  const unmet = authority.leadershipMeeting && !decision.meeting;
  return { breaches, notices: unmet ? ['no-leadership-meeting'] : [] };
}

/** Methods 5 to 10 are `heavier`: 停职检查以上, and 6 with them although Art. 20(3) leaves it out (I-4). They are the bands above the minor one. */
function authorityFor(basis: AuthorityBasis, heavier: boolean): BandAuthority {
  const { track, managedBy, unit, organs } = basis;
  const unitKind = unit === undefined ? undefined : organs.get(unit)?.kind;
  const nobody = {
    kinds: [],
    organs: [],
    collective: false,
    leadershipMeeting: false,
    approvalBy: null,
  };
  const managing: readonly Reading[] = ['I-42', 'I-48'];
  switch (track) {
    case 'leading-cadre':
      return {
        ...nobody,
        kinds: heavier ? committeeOrGovernment : [...disciplineKinds, ...organisationKinds],
        collective: heavier,
        clause: 'M1-20-3',
        readings: inOrder([
          'I-18',
          ...managing,
          ...(heavier ? (['I-4'] as const) : []),
          ...(unitKind && ledByReference.includes(unitKind) ? (['I-45'] as const) : []),
        ]),
      };
    case 'department-staff':
      return {
        ...nobody,
        kinds: ['department'],
        // Of an organ that is no department the employing organ decides (I-45); elsewhere the department, not its unit, and not the host of a secondee (I-48).
        organs: named(managedBy, unitKind && !departments.includes(unitKind) ? unit : undefined),
        leadershipMeeting: heavier,
        clause: 'M1-21',
        readings: inOrder([
          'I-18',
          ...managing,
          ...(heavier ? (['I-29'] as const) : []),
          ...(unitKind && !departments.includes(unitKind) ? (['I-45'] as const) : []),
        ]),
      };
    case 'discipline-organ-staff': {
      const manager = managedBy === undefined ? undefined : organs.get(managedBy);
      const asked = heavier && manager && committeeOrGovernment.includes(manager.kind);
      return {
        ...nobody,
        kinds: disciplineKinds,
        organs: unitKind && disciplineKinds.includes(unitKind) ? named(unit) : [],
        approvalBy: asked ? manager.organId : null,
        clause: 'M1-22',
        readings: inOrder(['I-18', ...managing]),
      };
    }
    case 'proposal-only':
      return { ...nobody, organs: named(managedBy), clause: 'M1-2', readings: managing };
  }
}

function named(...organIds: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(organIds)].filter((organId) => organId !== undefined);
}

/**
 * Whether an organ acts within its authority: one the rule names, or of a kind it names and within
 * cadre-management authority. Where nobody knows who manages the person, kinds alone are looked at;
 * on the proposal-only track nothing is then left to look at.
 */
function mayDecide(organId: string, authority: BandAuthority, basis: AuthorityBasis): boolean {
  const { managedBy, organs } = basis;
  if (authority.organs.includes(organId)) return true;
  if (managedBy === undefined && authority.kinds.length === 0) return true;
  const kind = organs.get(organId)?.kind;
  if (kind === undefined || !authority.kinds.includes(kind)) return false;
  return (
    managedBy === undefined ||
    tops(managedBy, organs).some((top) => isOfLevelOf(organId, top, organs))
  );
}

/** Whether an organ investigates on a track, within cadre-management authority where that is known (M1 Art. 2, 19–22). */
export function investigates(basis: AuthorityBasis, organId: string): boolean {
  const { track, managedBy, unit, organs } = basis;
  const kind = organs.get(organId)?.kind;
  if (kind === undefined || !mayInvestigate(track, kind)) return false;
  if (managedBy === undefined) return true;
  return [...tops(managedBy, organs), ...named(unit)].some((top) =>
    isOfLevelOf(organId, top, organs),
  );
}

/** Whether an organ's main leader approves the start: the department's, the discipline commission's, or that of an organ above (M1 Art. 21, 22; I-39). */
export function approvesStart(
  { track, managedBy, unit, organs }: AuthorityBasis,
  organId: string,
): boolean {
  const above = named(managedBy, unit).some((below) => isAtOrBelow(below, organId, organs));
  const kind = organs.get(organId)?.kind;
  if (track === 'discipline-organ-staff')
    return above || (kind !== undefined && disciplineKinds.includes(kind));
  return above || (managedBy === undefined && unit === undefined);
}

/**
 * The managing organ; of a government also the Party committee that it stands below, for the
 * commission and the departments of one level stand below that committee (I-42).
 */
function tops(managedBy: string, organs: AuthorityBasis['organs']): readonly string[] {
  const manager = organs.get(managedBy);
  if (manager?.kind !== 'government') return [managedBy];
  const above = manager.superiorId === undefined ? undefined : organs.get(manager.superiorId);
  return above?.kind === 'party-committee' ? [managedBy, above.organId] : [managedBy];
}

/** The latest answer of the organ that has to approve counts; where it names methods, nothing heavier is covered (M1 Art. 22). */
function approvalBreaches(
  approvalBy: string,
  { methods, approvals }: DecisionTaken,
): readonly AuthorityBreach[] {
  const latest = approvals.findLast(({ organId }) => organId === approvalBy);
  if (latest?.outcome !== 'approved') return ['approval-missing'];
  const covered = latest.methods ?? [];
  if (covered.length === 0) return [];
  return methodNumber(heaviest(methods)) > methodNumber(heaviest(covered))
    ? ['heavier-than-approved']
    : [];
}

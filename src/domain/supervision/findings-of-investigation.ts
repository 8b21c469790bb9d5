// What supervision asks about a case before it is decided: whom a complaint was passed to (S-33),
// who took part in it (S-27), and whether a directive was refused (S-06).
import { holderOf, type Act, type CaseState, type Investigator } from '../case/state.js';
import {
  finding,
  irregularFindings,
  isAfter,
  isRegular,
  type Finding,
  type Found,
} from './finding.js';

/** All that these findings depend on. */
export const investigationFields = [
  'caseId',
  'subjects',
  'registration',
  'acceptance',
  'acceptances',
  'transfers',
  'initiations',
  'investigators',
  'interventions',
  'conflicts',
  'directives',
  'rulings',
  'reports',
] as const;
type Ground = Pick<CaseState, (typeof investigationFields)[number]>;

export function findingsOfInvestigation(state: Ground): readonly Finding[] {
  return [
    ...passedOn(state),
    ...approvals(state),
    ...investigators(state),
    ...refusedDirectives(state),
  ].map((found) => finding(state, found));
}

/** S-33: transferred to its target, or accepted by it; mended when the case leaves the organ complained of. */
function passedOn({ transfers, acceptances }: Ground): readonly Found[] {
  return [
    ...transfers.map((transfer) => ({ ...transfer, organId: transfer.fromOrganId })),
    ...acceptances,
  ].flatMap((act) =>
    irregularFindings(act, () => ({
      of: act.at.eventId,
      organId: act.organId,
      rectifiedOn: transfers.find((transfer) => isAfter(transfer, act))?.on,
    })),
  );
}

/** Who approved the start, and whether it was approved: mended by a start approved anew. */
function approvals({ initiations }: Ground): readonly Found[] {
  return initiations.flatMap((initiation, index) =>
    irregularFindings(initiation, () => ({
      of: `${initiation.at.eventId}:initiation`,
      organId: initiation.organId,
      rectifiedOn: initiations.slice(index + 1).find(isRegular)?.on,
    })),
  );
}

/**
 * S-27: an investigator who is the subject, pleaded, was pleaded with or declared a conflict, and
 * investigated on: whatever came first, the assignment or the reason.
 */
function investigators(state: Ground): readonly Found[] {
  const first = new Map<string, Found>();
  for (const investigator of state.investigators) {
    const { personId, at, since, recusedOn } = investigator;
    const reason = reasonAgainst(investigator, state);
    if (reason === undefined || first.has(personId)) continue;
    const openFrom = reason.on > since ? reason.on : since;
    // Whoever leaves on the day of the reason has not stayed.
    if (recusedOn !== undefined && recusedOn <= openFrom) continue;
    first.set(personId, {
      code: 'S-27',
      of: `${personId}:investigator`,
      organId:
        state.initiations.findLast((one) => !isAfter(one, investigator))?.organId ??
        holderOf(state),
      openFrom,
      rectifiedOn: recusedOn,
      facts: [...new Set([at.eventId, reason.at.eventId])],
    });
  }
  return [...first.values()];
}

/** The first reason for which somebody should not investigate; what is known only after the last report hinders nobody any more. */
function reasonAgainst({ personId, at, since }: Investigator, state: Ground): Act | undefined {
  const report = state.reports.at(-1);
  const { subjects, interventions, conflicts, registration } = state;
  const reasons: Act[] = [
    ...subjects
      .filter((subject) => subject.personId === personId)
      .map(({ added }) => ({ on: since, at: added ?? registration.at })),
    ...interventions.filter(({ pleader, contacted }) =>
      [pleader.personId, contacted.personId].includes(personId),
    ),
    ...conflicts.filter((one) => one.personId === personId && one.role === 'investigator'),
  ];
  return reasons
    .filter((reason) => report === undefined || !isAfter(reason, report) || isAfter({ at }, report))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))[0];
}

/** S-06: a refusal answers the directive and is put to the directing organ (I-37); mended by a decision on the subject after all. */
function refusedDirectives({ directives, rulings }: Ground): readonly Found[] {
  return directives.flatMap(({ refusal, at, subjectId, addressee }): Found[] => {
    if (refusal === undefined) return [];
    const later = rulings.find(
      (ruling) => ruling.subjectId === subjectId && isAfter(ruling, refusal),
    );
    return [
      {
        code: 'S-06',
        of: refusal.at.eventId,
        subjectId,
        organId: addressee,
        openFrom: refusal.on,
        rectifiedOn: later?.on,
        facts: [at.eventId, refusal.at.eventId],
      },
    ];
  });
}

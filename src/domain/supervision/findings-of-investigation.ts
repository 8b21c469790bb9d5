// What supervision asks about a case before it is decided: whom a complaint was passed to (S-33),
// who took part in it (S-27), and whether a directive was refused (S-06).
import { holderOf, type Act, type CaseState } from '../case/state.js';
import {
  finding,
  irregularFindings,
  isAfter,
  isRegular,
  type Finding,
  type Found,
} from './finding.js';
import { cameLater, isSaidOf, reasonAgainst } from './reasons-against.js';

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

/** S-33: transferred to its target, accepted by it, or in its hands when it came out who the target is; mended when the case leaves the organ complained of. */
function passedOn({
  registration,
  transfers,
  acceptances,
  subjects,
}: Pick<Ground, 'registration' | 'transfers' | 'acceptances' | 'subjects'>): readonly Found[] {
  const holderThen = (act: Pick<Act, 'at'>): string => {
    const until = <A extends Act>(acts: readonly A[]): readonly A[] =>
      acts.filter((one) => isAfter(act, one));
    const whole = until(transfers).filter(({ subjectIds }) => subjectIds === undefined);
    const acceptance = until(acceptances).findLast(
      (one) => !whole.some((transfer) => isAfter(transfer, one)),
    );
    return holderOf({ registration, acceptance, transfers: whole });
  };
  return [
    ...transfers.map((transfer) => ({ ...transfer, organId: transfer.fromOrganId })),
    ...acceptances,
    ...subjects
      .flatMap(({ added, addedOn, identified }): readonly Act[] => [
        ...(added && addedOn !== undefined ? [{ at: added, on: addedOn }] : []),
        ...(identified ? [identified] : []),
      ])
      .filter(({ at }) => at.noticed !== undefined)
      .map((act) => ({ ...act, organId: holderThen(act) })),
  ].flatMap((act) =>
    irregularFindings(act, () => ({
      of: act.at.eventId,
      organId: act.organId,
      rectifiedOn: transfers.find((transfer) => isAfter(transfer, act))?.on,
    })),
  );
}

/** Who approved the start, and whether it was approved: mended by a start approved anew, by somebody against whom there is no reason. */
function approvals(state: Ground): readonly Found[] {
  const { initiations } = state;
  const reasons = initiations.map((initiation) =>
    initiation.approvedBy === undefined || isSaidOf(initiation)
      ? undefined
      : reasonAgainst([initiation.approvedBy], 'approver', initiation, [initiation], state),
  );
  return initiations.flatMap((initiation, index) => {
    const { at, on, organId } = initiation;
    const of = `${at.eventId}:initiation`;
    const rectifiedOn = initiations.find(
      (later, place) => place > index && isRegular(later) && reasons[place] === undefined,
    )?.on;
    const found: readonly Found[] = irregularFindings(initiation, () => ({
      of,
      organId,
      rectifiedOn,
    }));
    const reason = reasons[index];
    if (reason === undefined) return found;
    const facts = [at.eventId, reason.at.eventId];
    return [...found, { code: 'S-27' as const, of, organId, openFrom: on, rectifiedOn, facts }];
  });
}

/**
 * S-27: an investigator who is the subject, pleaded, was pleaded with or declared a conflict, and
 * investigated on: whatever came first, the assignment or the reason.
 */
function investigators(state: Ground): readonly Found[] {
  const first = new Map<string, Found>();
  const report = state.reports.at(-1);
  for (const investigator of state.investigators) {
    const { personId, at, since, recusedOn } = investigator;
    const begun = { on: since, at };
    // Once it was reported, a reason hinders nobody any more who does not investigate on.
    const over = report === undefined || cameLater(begun, report) ? [] : [report];
    const reason = reasonAgainst([investigator], 'investigator', begun, over, state);
    if (reason === undefined || first.has(personId)) continue;
    const openFrom = reason.on;
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

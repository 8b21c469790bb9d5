// Who stands too near to a case to act on it (M1 Art. 27; M2 Art. 3; I-22), and to whom a complaint
// must not go (M1 Art. 18).
import type { LegalDate } from '../legal-date.js';
import { headsOn } from '../register/entries.js';
import type { CaseEventData } from './acts.js';
import type { Facts } from './facts.js';
import type { CaseState } from './state.js';

type Role = CaseEventData<'ConflictDeclared'>['role'];

/** Subjects, pleaders, those they contacted, and whoever has declared a conflict of interest in this role. */
export function tooNear(state: CaseState, role: Role): ReadonlySet<string> {
  return new Set(
    [
      ...state.subjects.map(({ personId }) => personId),
      ...state.interventions.flatMap(({ pleader, contacted }) => [
        pleader.personId,
        contacted.personId,
      ]),
      ...state.conflicts.flatMap((conflict) => (conflict.role === role ? conflict.personId : [])),
    ].filter((personId) => personId !== undefined),
  );
}

/** 原承办人 (I-22): investigators, recused ones too, authors of reports, and whoever approved the start. */
export function originalHandlers(state: CaseState): ReadonlySet<string> {
  return new Set([
    ...state.investigators.map(({ personId }) => personId),
    ...state.reports.flatMap(({ authors }) => (authors ?? []).map(({ personId }) => personId)),
    ...state.initiations.flatMap(({ approvedBy }) => approvedBy?.personId ?? []),
  ]);
}

/** Whether one of the named persons is among those known by id. */
export function anyOf(
  persons: readonly { readonly personId?: string }[] | undefined,
  known: ReadonlySet<string>,
): boolean {
  return (persons ?? []).some(({ personId }) => personId !== undefined && known.has(personId));
}

/** Whether a complaint would go to the organ complained of, or to one headed by the person complained of. */
export function isTarget(
  state: Pick<CaseState, 'registration' | 'subjects'>,
  organId: string,
  on: LegalDate,
  { organs }: Facts,
): boolean {
  const { source, reporter } = state.registration;
  if (source !== 'complaint' && reporter === undefined) return false;
  const organ = organs.get(organId);
  const heads = new Set(
    organ === undefined ? [] : headsOn(organ, on).map(({ personId }) => personId),
  );
  return state.subjects.some(({ kind, organId: unit, personId }) =>
    kind === 'team' ? unit === organId : personId !== undefined && heads.has(personId),
  );
}

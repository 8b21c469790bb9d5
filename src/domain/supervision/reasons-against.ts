// Why somebody should not have taken part in a case (S-27; M2 Art. 3): being the subject, having
// pleaded or been pleaded with, having declared a conflict. What counts is when it happened, not
// when it was recorded: whoever stays silent until it is over has taken part all the same.
import type { Act, CaseState } from '../case/state.js';
import { isAfter, openedBy } from './finding.js';

/** What the reasons are found in. */
export const reasonFields = ['subjects', 'registration', 'interventions', 'conflicts'] as const;
type Ground = Pick<CaseState, (typeof reasonFields)[number]>;

type Role = CaseState['conflicts'][number]['role'];

/** Whether an act came later: by its date, on one day by the order of the ledger. */
export function cameLater(one: Act, other: Act): boolean {
  return one.on > other.on || (one.on === other.on && isAfter(one, other));
}

/**
 * The first reason against any of some persons, with the day from which it stood against what they did.
 * @param since when they began; a reason that is older stands from that day on
 * @param over what ended it: what happened later hinders nobody any more
 */
export function reasonAgainst(
  persons: readonly { readonly personId?: string | undefined }[],
  role: Role,
  since: Act,
  over: readonly Act[],
  { subjects, registration, interventions, conflicts }: Ground,
): Act | undefined {
  const among = (personId: string | undefined): boolean =>
    personId !== undefined && persons.some((one) => one.personId === personId);
  let first: Act | undefined;
  const consider = ({ on, at }: Act): void => {
    const from = on > since.on ? on : since.on;
    if (first === undefined || from < first.on) first = { on: from, at };
  };
  for (const { personId, added, addedOn } of subjects) {
    // Whoever was added once it was over was no subject then.
    const later =
      added !== undefined &&
      addedOn !== undefined &&
      over.some((end) => cameLater({ on: addedOn, at: added }, end));
    if (!later && among(personId)) consider({ on: since.on, at: added ?? registration.at });
  }
  const inTime = (act: Act): boolean => !over.some((end) => cameLater(act, end));
  for (const one of interventions)
    if ((among(one.pleader.personId) || among(one.contacted.personId)) && inTime(one))
      consider(one);
  for (const one of conflicts)
    if (one.role === role && among(one.personId) && inTime(one)) consider(one);
  return first;
}

/** Whether S-27 was said of an act when it was recorded. */
export function isSaidOf({ at }: Pick<Act, 'at'>): boolean {
  return openedBy(at).some(({ code }) => code === 'S-27');
}

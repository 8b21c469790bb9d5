// Where an organ stands: what it is, and what it stands below (M1 Art. 19).
import type { OrganKindCode } from './organ-kinds.js';

/** An organ, what it is and what it stands below. */
export interface OrganPlace {
  readonly organId: string;
  readonly kind: OrganKindCode;
  readonly superiorId?: string;
}

/** Whether an organ is another one or stands below it. Organs that were registered in a circle end the climb. */
export function isAtOrBelow(
  organId: string,
  top: string,
  organs: ReadonlyMap<string, OrganPlace>,
): boolean {
  const passed = new Set<string>();
  let at: string | undefined = organId;
  while (at !== undefined && !passed.has(at)) {
    if (at === top) return true;
    passed.add(at);
    at = organs.get(at)?.superiorId;
  }
  return false;
}

/**
 * Whether an organ acts for the level whose head another one is: it is that organ, or stands below
 * it with no Party committee or government of another level on the way (M1 Art. 19: each level
 * holds to account those it manages, and a superior organ may order it to). The government that
 * stands right below a Party committee is of the committee's own level (I-42).
 */
export function isOfLevelOf(
  organId: string,
  top: string,
  organs: ReadonlyMap<string, OrganPlace>,
): boolean {
  if (organId === top) return true;
  if (!isAtOrBelow(organId, top, organs)) return false;
  const topKind = organs.get(top)?.kind;
  for (let at = organs.get(organId); at && at.organId !== top; at = organs.get(at.superiorId ?? ''))
    if (
      at.kind === 'party-committee' ||
      (at.kind === 'government' && !(at.superiorId === top && topKind === 'party-committee'))
    )
      return false;
  return true;
}

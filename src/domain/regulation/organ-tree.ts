// Where an organ stands: what it is, and what it stands below (M1 Art. 19).
import type { OrganKindCode } from './organ-kinds.js';

/** An organ, what it is and what it stands below. */
export interface OrganPlace {
  readonly organId: string;
  readonly kind: OrganKindCode;
  readonly superiorId?: string;
}

/** An organ and all above it, from below. Organs that were registered in a circle end the climb. */
function upwards(organId: string, organs: ReadonlyMap<string, OrganPlace>): readonly string[] {
  const passed = new Set<string>();
  let at: string | undefined = organId;
  while (at !== undefined && !passed.has(at)) {
    passed.add(at);
    at = organs.get(at)?.superiorId;
  }
  return [...passed];
}

/** Whether an organ is another one or stands below it. */
export function isAtOrBelow(
  organId: string,
  top: string,
  organs: ReadonlyMap<string, OrganPlace>,
): boolean {
  return upwards(organId, organs).includes(top);
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
  const way = upwards(organId, organs);
  const end = way.indexOf(top);
  const committeeOnTop = organs.get(top)?.kind === 'party-committee';
  return (
    end >= 0 &&
    way.slice(0, end).every((id) => {
      const place = organs.get(id);
      if (place?.kind === 'government') return committeeOnTop && place.superiorId === top;
      return place?.kind !== 'party-committee';
    })
  );
}

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

// Whose act it was that was recorded: often not the organ of whoever recorded it.
import type { StandingCaseEvent } from './state.js';

/** The organ that an act says did it; undefined where it names none. */
export function actingOrgan(data: StandingCaseEvent['data']): string | undefined {
  if ('receivedOn' in data) return data.receivedBy;
  if ('fromOrganId' in data) return data.fromOrganId;
  return 'organId' in data ? data.organId : undefined;
}

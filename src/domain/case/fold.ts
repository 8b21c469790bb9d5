// From stored events to the state of a case: the one way, for commands, projections and readers.
import { decodeEvent, isCaseEvent } from '../catalogue.js';
import { policyNamed, type Policies } from '../regulation/policy.js';
import { evolveCase } from './evolve.js';
import type { CaseState, Standing } from './state.js';

/** What the fold needs of an event as the ledger keeps it. */
export interface StoredCaseEvent {
  readonly id: string;
  readonly position: string;
  readonly type: string;
  readonly data: unknown;
  readonly metadata: {
    readonly organ: string;
    readonly schemaVersion: number;
    readonly recordedAt: string;
    readonly policyVersion: string;
    readonly irregularities?: readonly { readonly code: string }[];
    readonly notices?: readonly { readonly code: string }[];
  };
}

/** Applies one stored event of a case's stream. */
export type CaseFold = (state: CaseState | undefined, stored: StoredCaseEvent) => CaseState;

/**
 * How a case is folded, knowing the policies its events were recorded under. More of them do no
 * harm: an event names its own.
 * @throws UndecodableEvent (the fold) for an event this program cannot read
 * @throws Error (the fold) for an event that does not belong in a case, or not at this place, or is
 * of a policy that is not known
 */
export function foldCase(policies: Policies): CaseFold {
  return (state, stored) => {
    const event = decodeEvent(stored);
    if (!isCaseEvent(event)) throw new Error(`${event.type} does not belong in a case`);
    return evolveCase(state, Object.assign(event, { at: standingOf(stored, policies) }));
  };
}

function standingOf(
  { id: eventId, position, metadata }: StoredCaseEvent,
  policies: Policies,
): Standing {
  const { organ, recordedAt, policyVersion, irregularities, notices } = metadata;
  const policy = policyNamed(policies, policyVersion);
  const standing = { eventId, position, organ, recordedAt, policy };
  const codes = irregularities?.map(({ code }) => code);
  const noticed = notices?.map(({ code }) => code);
  if (codes === undefined) return noticed === undefined ? standing : { ...standing, noticed };
  return noticed === undefined ? { ...standing, codes } : { ...standing, codes, noticed };
}

// From stored events to the policies adopted: the one way, for commands, projections and readers.
// All of them stand in one stream, so that their order is that of its revisions.
import { decodeEvent, UndecodableEvent } from './catalogue.js';
import { policiesOf, type Adoption, type Policies } from './regulation/policy.js';

/** The stream of every policy. */
export const policyStream = 'policy-adopted';

/**
 * The adoption that an event of the stream records.
 * @throws UndecodableEvent for an event this program cannot read, or of another kind
 */
export function adoptionIn(stored: Parameters<typeof decodeEvent>[0]): Adoption {
  const event = decodeEvent(stored);
  if (event.type !== 'PolicyAdopted')
    throw new UndecodableEvent(`${event.type} does not belong in this stream`);
  return event.data;
}

/** The policies that the events of the stream make, up to one that cannot be read: whoever follows the stream halts there. */
export function policiesIn(stored: readonly Parameters<typeof decodeEvent>[0][]): Policies {
  const adoptions: Adoption[] = [];
  try {
    for (const event of stored) adoptions.push(adoptionIn(event));
  } catch (error) {
    if (!(error instanceof UndecodableEvent)) throw error;
  }
  return policiesOf(adoptions);
}

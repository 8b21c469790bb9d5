// Keys of commands across streams, for a ledger that knows ids stream by stream only (KurrentDB):
// the read models remember on which stream each was used.
import { EventIdTaken, type Ledger } from '../ledger/ledger.js';

/** The stream on which a command was recorded, as far as the read models have come; undefined where they know of none. */
export type CommandFinder = (commandId: string) => Promise<string | undefined>;

/**
 * The same ledger, refusing an append whose command was recorded on another stream. A key that is
 * used twice within the moment the read models are behind is not noticed: nothing is lost by it,
 * both commands are recorded as they were asked.
 */
export function knowingKeys(
  ledger: Pick<Ledger, 'append'>,
  find: CommandFinder,
): Pick<Ledger, 'append'> {
  return {
    async append(stream, expected, events) {
      const [first] = events;
      // A command without a key has an id of its own (version 7): nobody has used it before.
      if (first?.metadata.commandId[14] === '8') {
        const stood = await find(first.metadata.commandId);
        if (stood !== undefined && stood !== stream) throw new EventIdTaken(first.id);
      }
      return ledger.append(stream, expected, events);
    },
  };
}

// Keys of commands across streams and processes, for a ledger that knows ids stream by stream only
// (KurrentDB): the read models remember on which stream each was used.
import { EventIdTaken, type Ledger } from '../ledger/ledger.js';

/** The stream on which a command was recorded, as far as the read models have come; undefined where they know of none. */
export type CommandFinder = (commandId: string) => Promise<string | undefined>;

/**
 * The same ledger, refusing an append whose command was recorded on another stream, and telling
 * apart whose append it was that was stored, where one key was sent to two processes at once: the
 * server calls both successful. A key that is used on two streams within the moment the read models
 * are behind is not noticed: nothing is lost by it, both commands are recorded as they were asked.
 */
export function knowingKeys(
  ledger: Pick<Ledger, 'append' | 'read'>,
  find: CommandFinder,
): Pick<Ledger, 'append'> {
  return {
    async append(stream, expected, events) {
      const [first] = events;
      // A command without a key has an id of its own (version 7): nobody has used it before.
      if (first?.metadata.commandId[14] !== '8') return ledger.append(stream, expected, events);
      const used = await find(first.metadata.commandId);
      if (used !== undefined && used !== stream) throw new EventIdTaken(first.id);
      const appended = await ledger.append(stream, expected, events);
      if (appended.stoodAlready) return appended;
      const revision = appended.revision - events.length + 1;
      const [stood] = await ledger.read(stream, revision);
      // Salts are random: the same one is the same attempt.
      const isOurs = stood?.metadata.salt === first.metadata.salt;
      return isOurs ? appended : { ...appended, stoodAlready: true };
    },
  };
}

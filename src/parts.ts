// What a process of the service may run: all of it, or one part beside other processes that run the
// others. Which is said on the command line; whether it can be so, by the engines.
import { InvalidConfig, type Config } from './config.js';

/** The API takes commands and answers questions, the projector keeps the read models, the sequencer the transparency log. */
export const parts = ['api', 'projector', 'sequencer'] as const;

export type Part = (typeof parts)[number];

/**
 * Refuses what the engines cannot do: a ledger in a file has one process that writes it; one on a
 * server is written by many, whose read models, and the keys of commands in them, must be shared.
 * @throws InvalidConfig naming the setting to change
 */
export function requireEngines(
  running: readonly Part[],
  { ledger, readStore }: Pick<Config, 'ledger' | 'readStore'>,
): void {
  if (ledger.engine === 'sqlite' && running.length < parts.length)
    throw new InvalidConfig(
      'LEDGER_URL: a ledger in a file is for one process with all its parts; apart they need esdb://…',
    );
  if (ledger.engine === 'kurrentdb' && readStore.engine === 'sqlite')
    throw new InvalidConfig(
      'READ_STORE_URL: beside a ledger on a server the read models need postgres://…',
    );
}

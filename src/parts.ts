// What a process of the service may run: all of it, or one part beside other processes that run the
// others. Which is said on the command line; that it can be so is the engines'.
import type { Config } from './config.js';
import { InvalidConfig } from './config.js';

/** The API takes commands and answers questions, the projector keeps the read models, the sequencer the transparency log. */
export const parts = ['api', 'projector', 'sequencer'] as const;

export type Part = (typeof parts)[number];

/**
 * Refuses parts that the engines cannot run apart: a ledger in a file has one process that writes
 * it, and read models in a file one that keeps them.
 * @throws InvalidConfig naming the setting to change
 */
export function requireApart(
  running: readonly Part[],
  { ledger, readStore }: Pick<Config, 'ledger' | 'readStore'>,
): void {
  if (running.length === parts.length) return;
  if (ledger.engine === 'sqlite')
    throw new InvalidConfig(
      'LEDGER_URL: a ledger in a file is for one process with all its parts; apart they need esdb://…',
    );
  if (readStore.engine === 'sqlite' && running.includes('api') !== running.includes('projector'))
    throw new InvalidConfig(
      'READ_STORE_URL: read models in a file are for one process; API and projector apart need postgres://…',
    );
}

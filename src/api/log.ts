// JSON lines on standard output, UTC, ids only: never a query string, a body, a token or a name
// (RELIABILITY S9). What a line may say of a request is written here and nowhere else.
import type { LoggerService } from '@nestjs/common';
import { destination, pino, stdTimeFunctions, type DestinationStream, type Logger } from 'pino';
import type { Config } from '../config.js';

export type Log = Logger;

/** @param to where lines go instead of standard output */
export function openLog(level: Config['logLevel'], to?: DestinationStream): Log {
  const options = { level, base: null, timestamp: stdTimeFunctions.isoTime };
  return pino(options, to ?? standardOutput());
}

function standardOutput(): DestinationStream {
  const lines = onceATurn(destination(1));
  process.on('exit', () => lines.flushSync());
  return lines;
}

/**
 * Writes the lines of one turn of the event loop together: the commands of one commit are answered
 * in one turn, and a system call for the line of each would cost more than the line. `flushSync`,
 * which pino calls after a fatal line, writes at once what waits.
 */
export function onceATurn(to: DestinationStream): DestinationStream & { flushSync(): void } {
  let waiting = '';
  const flushSync = (): void => {
    if (waiting !== '') to.write(waiting);
    waiting = '';
  };
  return {
    write(line) {
      if (waiting === '') setImmediate(flushSync);
      waiting += line;
    },
    flushSync,
  };
}

/** What is said of an answered request; `route` is its pattern, never the address itself. */
export interface RequestLine {
  readonly requestId: string;
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  readonly sub?: string;
}

/** An error for the log: its name and where it happened, with its causes, and none of its other properties. */
export function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return `thrown: ${typeof error}`;
  const own = error.stack ?? `${error.name}: ${error.message}`;
  return error.cause === undefined ? own : `${own}\ncaused by ${stackOf(error.cause)}`;
}

/** Passes on what Nest warns of and fails with; what it tells of its start is left out. */
export function nestLog(log: Log): LoggerService {
  return {
    log: () => undefined,
    warn: (message: unknown) => log.warn({ nest: String(message) }),
    error: (message: unknown) =>
      log.error({ nest: typeof message === 'string' ? message : stackOf(message) }),
    fatal: (message: unknown) =>
      log.fatal({ nest: typeof message === 'string' ? message : stackOf(message) }),
  };
}

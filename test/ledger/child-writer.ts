// Starts writer.child.ts and reads what it reported.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const program = [
  '--import',
  join(__dirname, '../support/typescript.mjs'),
  join(__dirname, 'writer.child.ts'),
];

export interface ChildWriter {
  readonly process: ChildProcess;
  /** The report so far, split into words. */
  lines(): string[][];
  /** Resolves when the report has a line that begins with the word. */
  said(word: string): Promise<void>;
  /** kill -9, if it still runs; resolves with the exit code, `null` after a signal. */
  kill(): Promise<number | null>;
  ended(): Promise<number | null>;
}

/** @param around a command that runs the child, such as strace; empty for none */
export function startWriter(
  directory: string,
  report: string,
  what: readonly string[],
  around: readonly string[] = [],
): ChildWriter {
  const [command = '', ...args] = [...around, process.execPath, ...program];
  const child = spawn(command, [...args, directory, report, ...what], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const exit = once(child, 'exit').then(() => child.exitCode);
  const lines = () =>
    existsSync(report)
      ? readFileSync(report, 'utf8')
          .split('\n')
          .slice(0, -1)
          .map((line) => line.split(' '))
      : [];
  return {
    process: child,
    lines,
    async said(word) {
      while (!lines().some(([first]) => first === word)) {
        if (child.exitCode !== null) throw new Error(`the child ended: ${errors}`);
        await delay(5);
      }
    },
    kill() {
      child.kill('SIGKILL');
      return exit;
    },
    ended: () => exit,
  };
}

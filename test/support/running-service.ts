// The built service as a process of its own: spawned on a free port with a data directory of its
// own, spoken to over HTTP, stopped by signals, started again on the same data. Whatever a test
// file leaves running is killed, and its data removed, when the file is over.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { TokenRequest } from '../../src/api/tokens.js';
import type { Part } from '../../src/parts.js';
import { Caller, type Answer } from './caller.js';

/** What `npm test` has built before any test runs. */
const builtProgram = join(__dirname, '../../dist/main.js');

/** Longest a start may take on a loaded machine before the test fails; the bound itself is a test of its own. */
const patienceMs = 60_000;

export interface StartOptions {
  readonly dataDir?: string;
  /** Variables besides PORT and DATA_DIR. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Another build than ours. */
  readonly program?: string;
  /** The parts to run by `wenze serve`; as `npm start` does, all of them, when left out. */
  readonly parts?: readonly Part[];
  /** What to wait for: `live` for a service that is not expected to become ready. */
  readonly until?: 'ready' | 'live';
}

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Milliseconds from the signal to the end. */
  readonly ms: number;
}

const running = new Set<ChildProcess>();
const dataDirs = new Set<string>();

afterAll(async () => {
  for (const child of [...running]) {
    child.kill('SIGKILL');
    await exitOf(child);
  }
  for (const dataDir of dataDirs) rmSync(dataDir, { recursive: true, force: true });
});

/** A data directory for one service, gone when the test file is over. */
export function emptyDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'wenze-e2e-'));
  dataDirs.add(dataDir);
  return dataDir;
}

/** What a process has said so far. */
export interface Spawned {
  readonly child: ChildProcess;
  /** Lines of standard output. */
  readonly lines: string[];
  errors(): string;
  /** Milliseconds since it was started. */
  age(): number;
}

/** Starts the program and waits for nothing. */
export function spawnService({
  dataDir = emptyDataDir(),
  environment = {},
  program = builtProgram,
  parts,
}: StartOptions): Spawned {
  // Jest's own NODE_ENV would stand in for the default that a user has.
  const { NODE_ENV: _, NODE_OPTIONS: __, LOG_LEVEL: ___, ...inherited } = process.env;
  const began = performance.now();
  const child = spawn(process.execPath, commandOf(program, parts), {
    env: { ...inherited, PORT: '0', DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  const lines: string[] = [];
  let errors = '';
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  return { child, lines, errors: () => errors, age: () => performance.now() - began };
}

function commandOf(program: string, parts: readonly Part[] | undefined): string[] {
  return parts === undefined
    ? [program]
    : [program.replace(/main\.js$/, 'cli/wenze.js'), 'serve', ...parts.map((part) => `--${part}`)];
}

/** Resolves when the process is gone and all it said has been read. */
export async function exitOf(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await once(child, 'close');
}

/** The service took the request, or did not, and nothing or only a part of an answer came back. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const readyLine = z.looseObject({ msg: z.literal('ready'), url: z.url() });

export class RunningService {
  private constructor(
    readonly dataDir: string,
    private readonly options: StartOptions,
    private spawned: Spawned,
    /** Where it listens now; another port after each start. */
    public origin: string,
    private readonly earlierLines: string[] = [],
  ) {}

  /** @throws Error with what the process wrote to standard error, when it does not become ready */
  static async start(options: StartOptions = {}): Promise<RunningService> {
    const dataDir = options.dataDir ?? emptyDataDir();
    const spawned = spawnService({ ...options, dataDir });
    const origin = await untilServing(spawned, options.until ?? 'ready');
    return new RunningService(dataDir, options, spawned, origin);
  }

  /** Starts the program again on the same data, once it has ended. */
  async startAgain(changed: StartOptions = {}): Promise<void> {
    await exitOf(this.spawned.child);
    this.earlierLines.push(...this.spawned.lines);
    const options = { ...this.options, ...changed, dataDir: this.dataDir };
    this.spawned = spawnService(options);
    this.origin = await untilServing(this.spawned, options.until ?? 'ready');
  }

  /** A caller with a development token; what is left out is of no matter to the test. */
  async caller(
    organ: string,
    roles: TokenRequest['roles'],
    sub = `u-${roles.join('-')}`,
    name = '癸某',
  ): Promise<Caller> {
    const answer = await this.ask('/dev/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sub, name, organ, roles }),
    });
    const { token } = z.object({ token: z.string() }).parse(JSON.parse(answer.text));
    return new Caller(this, token);
  }

  /** One request as it is, without a token of our own. @throws NoAnswer when the answer did not arrive whole */
  async ask(path: string, init: RequestInit = {}): Promise<Answer> {
    try {
      const response = await fetch(this.origin + path, init);
      const text = await response.text();
      return { status: response.status, headers: response.headers, text };
    } catch (cause) {
      throw new NoAnswer(`${init.method ?? 'GET'} ${path} was not answered`, { cause });
    }
  }

  /** A figure of /metrics, without labels. */
  async figure(name: string): Promise<number> {
    const { text } = await this.ask('/metrics');
    const value = new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
    if (value === undefined) throw new Error(`/metrics has no ${name}`);
    return Number(value);
  }

  /** Position of the newest event, accesses included. */
  head(): Promise<number> {
    return this.figure('wenze_ledger_position');
  }

  /** Every line of the log since the first start. */
  logLines(): readonly string[] {
    return [...this.earlierLines, ...this.spawned.lines];
  }

  /** What the present process wrote to standard error. */
  errors(): string {
    return this.spawned.errors();
  }

  /** Ends the process by SIGTERM and waits for its end. */
  stop(): Promise<Ended> {
    return this.end('SIGTERM');
  }

  /** Stops the process in the midst of whatever it does, without ending it. */
  freeze(): void {
    this.spawned.child.kill('SIGSTOP');
  }

  /** Lets a frozen process go on. */
  thaw(): void {
    this.spawned.child.kill('SIGCONT');
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<Ended> {
    const { child } = this.spawned;
    const began = performance.now();
    child.kill(signal);
    await exitOf(child);
    return { code: child.exitCode, signal: child.signalCode, ms: performance.now() - began };
  }
}

async function untilServing(spawned: Spawned, until: 'ready' | 'live'): Promise<string> {
  const { child, lines, errors, age } = spawned;
  let origin: string | undefined;
  while (age() < patienceMs) {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`the service ended at its start: ${errors()}${lines.join('\n')}`);
    origin ??= originIn(lines);
    if (origin !== undefined) {
      const { status } = await fetch(`${origin}/health/${until}`);
      if (status === 200) return origin;
    }
    await delay(5);
  }
  throw new Error(`not ${until} within ${String(patienceMs)} ms: ${errors()}${lines.join('\n')}`);
}

function originIn(lines: readonly string[]): string | undefined {
  for (const line of lines) {
    const said = readyLine.safeParse(JSON.parse(line));
    if (said.success) return said.data.url;
  }
  return undefined;
}

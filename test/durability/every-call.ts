// Fails, one after the other, each system call that a run of the program makes on its files, and
// audits what is left: once as it stands, once after everything was sent again.
import { cpSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Account, audit } from './account.js';
import { runFreely, runWithFault, trace, type Fault } from './system-calls.js';

/** Calls that can be failed so that the program learns of it. */
const fallible = ['openat', 'pwrite64', 'write', 'fsync', 'ftruncate', 'rename', 'unlink', 'mkdir'];

const effects = ['error=EIO', 'error=ENOSPC', 'signal=KILL'] as const;

/** What a run begins with and how it ends. */
export const situations = [
  { what: 'that starts on an empty disk and ends in order', earlier: false, end: 'close' },
  {
    what: 'that starts after a session that was cut off, and is cut off',
    earlier: true,
    end: 'exit',
  },
] as const;

export type Situation = (typeof situations)[number];

/** A place on disk where the same run begins again and again from the same data. */
export class Rehearsal {
  readonly #root: string;
  readonly #dataDir: string;
  readonly #report: string;
  readonly #before: string;

  /** @param directory empty */
  constructor(
    private readonly program: string,
    private readonly directory: string,
    private readonly situation: Situation,
  ) {
    this.#root = join(directory, 'root');
    this.#dataDir = join(this.#root, 'data');
    this.#report = join(this.#root, 'report');
    this.#before = join(directory, 'before');
    mkdirSync(this.#root);
    if (situation.earlier) runFreely(this.#args('a', 'exit'));
    cpSync(this.#root, this.#before, { recursive: true });
  }

  /** Each call on the data directory in a run without a fault, as the faults that it could be. */
  faults(): Fault[] {
    this.#reset();
    const { calls, code, errors } = trace(this.#args('b', this.situation.end), {
      below: this.#dataDir,
      scratch: join(this.directory, 'strace'),
    });
    if (code !== 0) throw new Error(`the run without a fault failed: ${errors}`);
    const times = new Map<string, number>();
    const faults = new Map<string, Fault>();
    for (const { thread, name, paths, result } of calls) {
      const [path = ''] = paths;
      const time = (times.get(`${thread} ${name} ${path}`) ?? 0) + 1;
      times.set(`${thread} ${name} ${path}`, time);
      // What failed by itself needs no help.
      if (!fallible.includes(name) || result === -1) continue;
      for (const effect of effects)
        faults.set(`${name} ${path} ${time} ${effect}`, { name, path, time, effect });
    }
    return [...faults.values()];
  }

  /** Plays the run with a fault in it. */
  async play(fault: Fault): Promise<Played> {
    this.#reset();
    const account = new Account(true);
    const args = this.#args('b', this.situation.end);
    const { code, met } = runWithFault(args, fault, join(this.directory, 'strace'));
    const said = this.#said();
    for (const line of said) account.add(line);
    const { unknown, fatal } = account;
    const first = await audit(this.#dataDir, account);
    const wrong = [...first.wrong];
    if (code !== null && code !== (fatal ? 1 : 0) && account.started)
      wrong.push(`it ended with ${code}`);

    // The same commands again, by somebody who does not know what became of them.
    const again = runFreely(this.#args('b', 'exit'));
    if (again !== 0) wrong.push(`sent again, it ended with ${again ?? 'a signal'}`);
    for (const line of this.#said().slice(said.length)) account.add(line);
    const sent = [...account.tried.keys()];
    const second = await audit(this.#dataDir, account);
    for (const id of sent)
      if (!second.standing.has(id)) wrong.push(`${id} is not there although it was sent again`);
    return {
      met,
      fatal,
      lost: [...first.lost, ...second.lost],
      wrong: [...wrong, ...second.wrong],
      unknown: unknown.length,
      unknownAndThere: unknown.filter((id) => first.standing.has(id)).length,
    };
  }

  #reset(): void {
    rmSync(this.#root, { recursive: true });
    cpSync(this.#before, this.#root, { recursive: true });
  }

  #said(): string[] {
    return readFileSync(this.#report, 'utf8').split('\n').slice(0, -1);
  }

  #args(session: string, end: 'close' | 'exit'): string[] {
    return [this.program, this.#dataDir, this.#report, session, '5', '60', end];
  }
}

/** What became of a run with a fault in it. */
export interface Played {
  /** Whether the call that was to fail was made. */
  readonly met: boolean;
  readonly fatal: boolean;
  readonly lost: readonly string[];
  readonly wrong: readonly string[];
  /** Events whose writers got no answer, or "unknown". */
  readonly unknown: number;
  /** Those of them that were on disk all the same. */
  readonly unknownAndThere: number;
}

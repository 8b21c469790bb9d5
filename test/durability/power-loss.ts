// Cuts the power of a recorded run at every moment, again and again, and audits what is left.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Account, audit, type Audit } from './account.js';
import { Disk, manners, type Image } from './disk.js';
import { trace, type SystemCall } from './system-calls.js';

/** One life of the program, from its start to its end. */
export interface Session {
  readonly name: string;
  readonly rounds: number;
  /** Of the text of an event, at least; every tenth has 6,000. 60 unless told. */
  readonly characters?: number;
  /** How it ends: in order, without a word, or killed when it flushes for the so-manieth time. */
  readonly ends: 'close' | 'exit' | { readonly killedAtFlush: number };
  /** A fault on the way, as strace puts it. */
  readonly fault?: string;
}

/** A moment of a recorded run: a call begins or ends. What the report says by then is promised. */
type Moment = { readonly call: SystemCall } & (
  | { readonly what: 'begins' | 'ends' }
  | { readonly what: 'says'; readonly lines: readonly string[] }
);

export interface Recording {
  /** Is safe itself; the data directory is deep below it. */
  readonly root: string;
  readonly dataDir: string;
  readonly moments: readonly Moment[];
}

/** Runs the program once for each session on the same data, and records what it does to the disk. */
export function record(
  program: string,
  directory: string,
  sessions: readonly Session[],
): Recording {
  const root = join(directory, 'recorded');
  const report = join(root, 'report');
  // Made by the program, with all above it.
  const dataDir = join(root, 'srv', 'wenze');
  mkdirSync(root);
  const moments: Moment[] = [];
  for (const { name, rounds, characters = 60, ends, fault } of sessions) {
    const end = typeof ends === 'string' ? ends : 'exit';
    const inject =
      typeof ends === 'string' ? fault : `inject=fsync:signal=KILL:when=${ends.killedAtFlush}`;
    const args = [program, dataDir, report, name, String(rounds), String(characters), end];
    const { calls, errors } = trace(args, {
      below: root,
      scratch: join(directory, 'strace'),
      ...(inject === undefined ? {} : { inject }),
    });
    if (calls.length === 0) throw new Error(`nothing was recorded: ${errors}`);
    moments.push(...momentsOf(calls, report));
  }
  rmSync(root, { recursive: true });
  return { root, dataDir, moments };
}

/** In the order of time: a call ends at its place, and begins at another where others ended in between. */
function momentsOf(calls: readonly SystemCall[], report: string): Moment[] {
  const disk = calls.filter(({ paths }) => !paths.includes(report));
  const ordered = [
    ...disk.map((call) => ({
      line: call.began,
      order: 0,
      moment: { call, what: 'begins' } as const,
    })),
    ...disk.map((call) => ({
      line: call.ended,
      order: 1,
      moment: { call, what: 'ends' } as const,
    })),
    ...calls
      .filter(({ name, paths }) => name === 'write' && paths.includes(report))
      .map((call) => ({
        line: call.ended,
        order: 1,
        moment: { call, what: 'says', lines: call.bytes.toString().trimEnd().split('\n') } as const,
      })),
  ];
  return ordered.sort((a, b) => a.line - b.line || a.order - b.order).map(({ moment }) => moment);
}

/** What a recording holds, so that a test is not about something else unnoticed. */
export function eventsIn({ moments, dataDir }: Recording) {
  const ended = moments.filter(({ what }) => what === 'ends').map(({ call }) => call);
  const flushes = ended.filter(({ name }) => name === 'fsync');
  const ledger = join(dataDir, 'ledger.sqlite');
  return {
    /** Whether SQLite copied its log back: the first flush of the file is that of its first page. */
    copiedBack: flushes.filter(({ paths }) => paths[0] === ledger).length > 1,
    failedFlushes: flushes
      .filter(({ result }) => result === -1)
      .map(({ paths: [path = ''] }) => basename(path)),
    killed: ended.some(({ result }) => result === undefined),
  };
}

/** What a number of power cuts left. */
export interface Losses {
  readonly images: number;
  /** Images in which something promised was missing. */
  readonly withLosses: number;
  /** The most that one image had lost. */
  readonly mostLost: number;
  /** Promises there were when the last power was cut. */
  readonly promised: number;
  /** Up to 20 images with what is wrong with them, and how to cut that power again. */
  readonly faults: readonly object[];
  readonly lost: readonly string[];
}

/** Cuts the power so many times, spread evenly over the recording, and audits each image. */
export async function cutPower(
  { root, dataDir, moments }: Recording,
  images: number,
  chance: () => number,
): Promise<Losses> {
  const disk = new Disk(root);
  const account = new Account();
  const faults: object[] = [];
  const lost = new Set<string>();
  let [made, withLosses, mostLost] = [0, 0, 0];
  for (const [index, moment] of moments.entries()) {
    if (moment.what === 'says') for (const line of moment.lines) account.add(line);
    else if (moment.what === 'begins') disk.began(moment.call);
    else disk.ended(moment.call);
    // As many as this moment's share of the whole.
    for (; made < Math.floor((images * (index + 1)) / moments.length); made += 1) {
      const manner = manners[Math.floor(chance() * manners.length)] ?? 'nothing';
      write(disk.image({ chance, manner }));
      const found: Audit = await audit(dataDir, account, made % 10 === 0);
      for (const one of found.lost) lost.add(one);
      if (found.lost.length > 0) withLosses += 1;
      mostLost = Math.max(mostLost, found.lost.length);
      if (found.lost.length + found.wrong.length > 0 && faults.length < 20)
        faults.push({ moment: index, manner, lost: found.lost, wrong: found.wrong });
      rmSync(root, { recursive: true });
    }
  }
  return { images: made, withLosses, mostLost, promised: account.size, faults, lost: [...lost] };
}

function write(image: Image): void {
  for (const [path, bytes] of image)
    if (bytes === undefined) mkdirSync(path);
    else writeFileSync(path, bytes);
}

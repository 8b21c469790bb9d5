// Runs a program under strace and reads which system calls it made on the files below a directory.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

/** Every call that makes, changes, names or flushes a file; `disk.ts` knows each or throws. */
const watched = [
  ...['open', 'openat', 'creat', 'write', 'writev', 'pwrite64', 'pwritev', 'pwritev2'],
  ...['ftruncate', 'truncate', 'fallocate', 'copy_file_range', 'sendfile', 'mmap'],
  ...['rename', 'renameat', 'renameat2', 'link', 'linkat', 'symlink', 'symlinkat'],
  ...['unlink', 'unlinkat', 'mkdir', 'mkdirat', 'rmdir'],
  ...['fsync', 'fdatasync', 'sync_file_range', 'msync'],
];

/** One system call, as strace wrote it. */
export interface SystemCall {
  readonly thread: string;
  readonly name: string;
  /** Files by their path, in the order of the arguments, whether named or by descriptor. */
  readonly paths: readonly string[];
  /** The first descriptor among the arguments. */
  readonly descriptor: number | undefined;
  /** What was written. */
  readonly bytes: Buffer;
  /** The arguments that are neither files nor bytes, as `O_RDWR|O_CREAT` and `4096`. */
  readonly others: readonly string[];
  /** -1 when it failed; `undefined` when the process was killed in it. */
  readonly result: number | undefined;
  /** Line of the trace it began in and the one it ended in: what other threads did in between stands between. */
  readonly began: number;
  readonly ended: number;
}

/** Whether this machine lets a process be traced; .ci/run installs strace. */
export const canTrace =
  spawnSync('strace', ['-f', '--seccomp-bpf', '-e', 'trace=none', 'true']).status === 0;

/** How a traced program ended. */
export interface Traced {
  readonly calls: readonly SystemCall[];
  /** Exit code; `null` when it was killed. */
  readonly code: number | null;
  readonly errors: string;
}

export interface Tracing {
  /** Only calls on files below it are answered. */
  readonly below: string;
  /** Where strace may write. */
  readonly scratch: string;
  /** What strace is to do to the program, as `inject=fsync:signal=KILL:when=60`. */
  readonly inject?: string;
}

/** Runs Node with these arguments until it ends. */
export function trace(args: readonly string[], { below, scratch, inject }: Tracing): Traced {
  const strace = [
    ...following(inject),
    ...['-y', '-xx', '-s', '1000000', '-o', scratch, '-e', `trace=${watched.join(',')}`],
    ...(inject === undefined ? [] : ['-e', inject]),
  ];
  const { status, errors } = run(strace, args);
  const calls = callsIn(readFileSync(scratch, 'latin1'), below);
  rmSync(scratch);
  return { calls, code: status, errors };
}

/** A fault to put in the way of a program: which call on which file, which time. */
export interface Fault {
  readonly name: string;
  readonly path: string;
  /** The how-manieth such call of one thread on that file, from 1; strace counts by thread. */
  readonly time: number;
  /** `error=EIO`, `signal=KILL` and what else strace can do. */
  readonly effect: string;
}

/** Runs Node with one fault in its way; answers its exit code, `null` when it was killed, and whether the fault was met. */
export function runWithFault(
  args: readonly string[],
  { name, path, time, effect }: Fault,
  scratch: string,
): { readonly code: number | null; readonly met: boolean } {
  const strace = [
    ...following(effect),
    ...['-o', scratch, '-P', path, '-e', `trace=${name}`],
    ...['-e', `inject=${name}:${effect}:when=${time}`],
  ];
  const { status } = run(strace, args);
  const met = readFileSync(scratch, 'utf8').includes('(INJECTED)');
  return { code: status, met: status === null || met };
}

/** Runs Node with nothing in its way; answers its exit code. */
export function runFreely(args: readonly string[]): number | null {
  return run([], args).status;
}

/** With all its threads, and without stopping at calls nobody asks for, where strace can do so: with that it sends no signals. */
function following(inject = ''): string[] {
  const fast = inject.includes('signal=') ? [] : ['--seccomp-bpf'];
  return ['strace', '-f', ...fast, '-qq', '-e', 'signal=none'];
}

function run(around: readonly string[], args: readonly string[]) {
  const [command = '', ...rest] = [...around, process.execPath, ...args];
  const { status, stderr, error } = spawnSync(command, rest, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    // One thread for files beside the main one: the calls come in the same order each time.
    env: { ...process.env, NODE_OPTIONS: '', UV_THREADPOOL_SIZE: '1' },
  });
  if (error !== undefined) throw error;
  return { status, errors: stderr };
}

const whole = /^(\d+) +(\w+)\((.*)\) += (-?\d+|\?|0x[0-9a-f]+)/;
const unfinished = /^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$/;
const resumed = /^(\d+) +<\.\.\. (\w+) resumed>(.*)\) += (-?\d+|\?|0x[0-9a-f]+)/;

/** The calls of a trace on files below a directory, in the order they ended. */
function callsIn(text: string, below: string): SystemCall[] {
  // A path is written in hex, as all strings are.
  const mark = hexOf(below);
  const open = new Map<string, { line: number; name: string; args: string }>();
  const calls: SystemCall[] = [];
  const add = (
    [thread, name, args]: readonly [string, string, string],
    result: string,
    [began, ended]: readonly [number, number],
  ) => {
    if (!args.includes(mark)) return;
    calls.push({ ...argumentsIn(args), thread, name, began, ended, result: number(result) });
  };
  for (const [line, row] of text.split('\n').entries()) {
    const [, thread = '', name = '', args = '', result = ''] = whole.exec(row) ?? [];
    if (name !== '') {
      add([thread, name, args], result, [line, line]);
      continue;
    }
    const [, beginner = '', beginning = '', first = ''] = unfinished.exec(row) ?? [];
    if (beginner !== '') open.set(beginner, { line, name: beginning, args: first });
    const [, ender = '', , rest = '', outcome = ''] = resumed.exec(row) ?? [];
    const begun = open.get(ender);
    if (begun === undefined) continue;
    open.delete(ender);
    add([ender, begun.name, begun.args + rest], outcome, [begun.line, line]);
  }
  return calls;
}

function number(result: string): number | undefined {
  return result === '?' ? undefined : Number(result);
}

const argument =
  /"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?|(\w+)<((?:\\x[0-9a-f]{2})*)>|([^,\s<>"][^,<>"]*)/g;

function argumentsIn(args: string) {
  const paths: string[] = [];
  const others: string[] = [];
  let bytes: Buffer = Buffer.alloc(0);
  let descriptor: number | undefined;
  for (const [, text, cut, opened, path, other] of args.matchAll(argument)) {
    if (cut !== undefined) throw new Error('strace has cut a text short');
    if (other !== undefined) others.push(other);
    if (opened !== undefined && opened !== 'AT_FDCWD') {
      descriptor ??= Number(opened);
      paths.push(bytesOf(path ?? '').toString());
    }
    if (text === undefined) continue;
    bytes = bytesOf(text);
    // A file is named where no descriptor stands in front; what else is text is what is written.
    if (descriptor === undefined) paths.push(bytes.toString());
  }
  return { paths, others, bytes, descriptor };
}

function hexOf(text: string): string {
  return Buffer.from(text)
    .toString('hex')
    .replaceAll(/../g, (digits) => `\\x${digits}`);
}

function bytesOf(escaped: string): Buffer {
  return Buffer.from(escaped.replaceAll('\\x', ''), 'hex');
}

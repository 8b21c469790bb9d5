// How long `wenze verify` takes and how much memory, as the command itself: of a data directory with
// its log, with and without the comparison of its read models, and of the same log over HTTP.
//   node bench/verify.js [events = 100000] [directory, made or used again, and kept]
// Goal: a million events within 90 s and 300 MB, the read models left aside.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openSequencer } from '../src/ledger/sequencer/open-sequencer.js';
import { PublishedLog } from '../src/ledger/sequencer/published-log.js';
import { openSqliteLedgerReader } from '../src/ledger/sqlite-ledger.js';
import { parseTilePath } from '../src/ledger/transparency/tiles.js';
import { evidenceOf, fillLedger } from './synthetic-ledger.js';

const asked = Number(process.argv[2] ?? 100_000);
const given = process.argv[3];
const directory = given ?? mkdtempSync(join(tmpdir(), 'wenze-bench-'));
const program = 'dist/cli/wenze.js';

interface Ran {
  readonly seconds: string;
  /** Of the processor: steadier on a machine that is not idle. */
  readonly cpuSeconds: number;
  readonly peakMB: number;
  readonly said: string;
}

/** Puts the evidence there that the cases name; a case has far more than ten events. */
function bringEvidence(events: number): void {
  for (let number = 0; number < events / 10; number += 1) {
    const { bytes, hex } = evidenceOf(number);
    const folder = join(directory, 'evidence', hex.slice(0, 2), hex.slice(2, 4));
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, hex), bytes);
  }
}

/** Runs the command to its end; its largest resident memory is what the system says of it. */
async function run(...command: readonly string[]): Promise<Ran> {
  const begun = performance.now();
  const child = spawn(process.execPath, [program, ...command], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  let peak = 0;
  let cpu = 0;
  let over = false;
  child.on('close', () => (over = true));
  while (!over) {
    await delay(50);
    peak = Math.max(peak, residentAtMost(child.pid));
    cpu = Math.max(cpu, processorSeconds(child.pid));
  }
  return {
    seconds: ((performance.now() - begun) / 1_000).toFixed(1),
    cpuSeconds: cpu,
    peakMB: Math.round(peak / 1024),
    said: out.trim().split('\n').at(-1) ?? '',
  };
}

/** Kilobytes; Linux alone says so of a process that still runs. */
function residentAtMost(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Linux counts in hundredths. */
function processorSeconds(pid: number | undefined): number {
  try {
    const [, fields = ''] = readFileSync(`/proc/${String(pid)}/stat`, 'utf8').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13);
    return (Number(user) + Number(system)) / 100;
  } catch {
    return 0;
  }
}

/** Signs all there is, as the service does. */
async function sign(): Promise<void> {
  const ledger = openSqliteLedgerReader(directory);
  const fail = (why: unknown): never => {
    throw new Error(`the sequencer stopped: ${JSON.stringify(why)}`);
  };
  const sequencer = openSequencer({
    dataDir: directory,
    origin: 'bench.example/ledger',
    ledger,
    reports: { refused: fail, failed: fail, fatal: fail },
  });
  const log = PublishedLog.of(directory);
  const head = Number(await ledger.head());
  const size = async (): Promise<number> =>
    log.checkpoint().then(
      (checkpoint) => checkpoint.size,
      () => 0,
    );
  while ((await size()) < head) await delay(200);
  await log.close();
  await sequencer.close();
  await ledger.close();
}

/** Serves what anybody may ask of the log, from a process with nothing else to do. */
async function serve(log: PublishedLog, path: string, response: ServerResponse): Promise<void> {
  if (path === 'key') response.end(`${log.verifierKeys().join('\n')}\n`);
  else if (path === 'checkpoint') response.end((await log.checkpoint()).note);
  else {
    const bytes = await log.tile(parseTilePath(path.slice('tile/'.length)));
    if (bytes === undefined) response.writeHead(404);
    response.end(bytes);
  }
}

/** What hashing alone would take: an entry's text, a leaf and a node of the tree for each event. */
function floor(events: number): string {
  const [text, hash] = [Buffer.alloc(650, 'x'), Buffer.alloc(65)];
  const begun = performance.now();
  for (let index = 0; index < events; index += 1)
    for (const bytes of [text, hash.subarray(0, 33), hash])
      createHash('sha256').update(bytes).digest();
  return ((performance.now() - begun) / 1_000).toFixed(1);
}

try {
  if (!existsSync(join(directory, 'ledger.sqlite'))) {
    mkdirSync(directory, { recursive: true });
    const { events } = await fillLedger(directory, asked);
    bringEvidence(events);
    const begun = performance.now();
    await sign();
    console.log(`signed in ${((performance.now() - begun) / 1_000).toFixed(0)} s`);
    await run('rebuild', '--data', directory);
  }
  const log = PublishedLog.of(directory);
  const { size } = await log.checkpoint();
  const server = createServer((request, response) => {
    void serve(log, request.url?.slice('/log/'.length) ?? '', response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  console.log(`${String(size)} events; three hashes for each take ${floor(size)} s by themselves`);
  console.table({
    'ledger and log': await run('verify', '--data', directory, '--without-read-models'),
    'with the read models': await run('verify', '--data', directory),
    'public files, over HTTP': await run('verify', '--url', `http://127.0.0.1:${String(port)}/log`),
  });
  server.close();
  await log.close();
} finally {
  if (given === undefined) rmSync(directory, { recursive: true });
}

// What a durable command costs over HTTP, beside an echo of the same body by the same framework,
// interleaved in one run. The two cores are shared with the load: rates vary, the server's CPU time
// per request is what to trust (PERFORMANCE.md 5).
//   npm run bench -- http [seconds a round = 4] [rounds = 5]
import autocannon from 'autocannon';
import { fork, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const seconds = Number(process.argv[2] ?? 4);
const rounds = Number(process.argv[3] ?? 5);
const connections = 64;
/** Enough that a case does not grow beyond a real one in a run. */
const cases = 3_200;

/** About 650 bytes, as the events of PERFORMANCE.md's workload. */
const act = {
  on: '2016-05-04',
  pleader: { name: '某甲（虚构）', description: '自称为被调查对象的熟人。' },
  subjectId: 's1',
  contacted: { name: '某乙（虚构）' },
  channel: '电话',
  content: '来电询问案件进展并请求从轻处理，已当场说明规定并予以拒绝。'.repeat(4),
  recordedBy: { name: '某乙（虚构）' },
};

interface Round {
  readonly perSecond: number;
  readonly p99: number;
  readonly cpuUs: number;
}

const directory = mkdtempSync(join(tmpdir(), 'wenze-bench-'));
const echo = await started('build/bench/bench/echo-server.js', {});
const service = await started('dist/main.js', {
  DATA_DIR: directory,
  LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'info',
});
try {
  const token = await prepareCases();
  const floors: Round[] = [];
  const ours: Round[] = [];
  await round(echo, { path: () => '/echo', headers: {} });
  await round(service, commands(token));
  for (let number = 0; number < rounds; number++) {
    floors.push(await round(echo, { path: () => '/echo', headers: {} }));
    ours.push(await round(service, commands(token)));
  }
  console.log(
    `body ${String(JSON.stringify(act).length)} characters, ${String(connections)} connections, ${String(rounds)} rounds of ${String(seconds)} s`,
  );
  report('echo', floors);
  report('command', ours);
  const ratios = ours.map(({ cpuUs }, index) => cpuUs / (floors[index]?.cpuUs ?? NaN));
  console.log(`server CPU per command / echo: ${figures(ratios, 2)} (goal at most 2.2)`);
  console.log(`events per commit of the ledger: ${await eventsPerCommit()}`);
  console.log(`memory of the service: ${String(residentMegabytes(service.process))} MB`);
} finally {
  echo.process.kill();
  service.process.kill('SIGTERM');
  rmSync(directory, { recursive: true, force: true });
}

interface Started {
  readonly url: string;
  readonly process: ChildProcess;
}

async function started(script: string, env: Record<string, string>): Promise<Started> {
  const port = await freePort();
  const child = fork(script, [String(port)], {
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const url = `http://127.0.0.1:${String(port)}`;
  for (let tries = 0; tries < 200; tries++) {
    const answered = await fetch(`${url}/health/ready`).then(
      ({ status }) => status,
      () => 0,
    );
    // The echo server has no such route, but it answers.
    if (answered === 200 || answered === 404) return { url, process: child };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${script} did not start`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  });
}

async function prepareCases(): Promise<string> {
  const send = async (path: string, body: object, token = ''): Promise<unknown> => {
    const answer = await fetch(`${service.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${path}: ${String(answer.status)} ${await answer.text()}`);
    return answer.json();
  };
  const roles = ['admin', 'intake', 'investigator'];
  const asked = { sub: 'bench', name: 'bench', organ: 'commission', roles };
  const { token } = (await send('/dev/token', asked)) as { token: string };
  await send(
    '/api/v1/organs',
    { id: 'commission', name: '虚构市纪委', kind: 'discipline-commission' },
    token,
  );
  const register = (number: number): Promise<unknown> =>
    send(
      '/api/v1/cases',
      {
        id: `C-${String(number)}`,
        source: 'other',
        summary: '虚构',
        receivedOn: '2016-05-03',
        receivedBy: 'commission',
        subjects: [{ subjectId: 's1', kind: 'person' }],
      },
      token,
    );
  for (let first = 0; first < cases; first += connections)
    await Promise.all(Array.from({ length: connections }, (_, index) => register(first + index)));
  return token;
}

interface Load {
  readonly path: (count: number) => string;
  readonly headers: Record<string, string>;
}

function commands(token: string): Load {
  return {
    path: (count) => `/api/v1/cases/C-${String(count % cases)}/record-intervention`,
    headers: { authorization: `Bearer ${token}` },
  };
}

async function round({ url, process: child }: Started, { path, headers }: Load): Promise<Round> {
  let count = 0;
  const before = cpuSeconds(child);
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(act),
    requests: [
      {
        setupRequest: (request: autocannon.Request) => ({ ...request, path: path(count++) }),
      },
    ],
  });
  const answered = result['2xx'];
  if (result.non2xx + result.errors > 0)
    throw new Error(`${String(result.non2xx)} refused, ${String(result.errors)} failed`);
  return {
    perSecond: answered / result.duration,
    p99: result.latency.p99,
    cpuUs: ((cpuSeconds(child) - before) / answered) * 1e6,
  };
}

/** How well concurrent commands shared a commit, over the whole run. */
async function eventsPerCommit(): Promise<string> {
  const text = await (await fetch(`${service.url}/metrics`)).text();
  const value = (name: string): number =>
    Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
  return (value('wenze_ledger_position') / value('wenze_ledger_commits')).toFixed(1);
}

/** User and system time of a process so far (proc(5); a tick is 10 ms). */
function cpuSeconds({ pid }: ChildProcess): number {
  const fields =
    readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
      .split(') ')[1]
      ?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function residentMegabytes({ pid }: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

function report(name: string, all: readonly Round[]): void {
  console.log(
    `${name.padEnd(8)} ${figures(
      all.map(({ perSecond }) => perSecond),
      0,
    )}/s, p99 ${figures(
      all.map(({ p99 }) => p99),
      0,
    )} ms, server CPU ${figures(
      all.map(({ cpuUs }) => cpuUs),
      0,
    )} us each`,
  );
}

/** Median, smallest and largest. */
function figures(values: readonly number[], digits: number): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number): string => (sorted[index] ?? NaN).toFixed(digits);
  return `${at(Math.floor(sorted.length / 2))} [${at(0)}–${at(sorted.length - 1)}]`;
}

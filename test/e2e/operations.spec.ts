// What whoever runs the service relies on: starting, stopping, one writer, logs and figures that
// name nobody, files that nobody else reads, and an event it cannot read.
import Database from 'better-sqlite3';
import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { openSqliteLedgerReader } from '../../src/ledger/sqlite-ledger.js';
import { refusal } from '../support/caller.js';
import {
  fictionalNames,
  registerCity,
  registration,
  uploaded,
  walk,
  type City,
} from '../support/city.js';
import { EventStream } from '../support/event-stream.js';
import { acts } from '../support/office.js';
import { loose } from '../support/readings.js';
import {
  emptyDataDir,
  exitOf,
  NoAnswer,
  RunningService,
  spawnService,
} from '../support/running-service.js';

describe('a start', () => {
  // How soon it is ready is measured where nothing else runs: scripts/boot-check.mjs.
  it('makes data that nobody else can read, and is ready again after a stop and after a kill', async () => {
    const dataDir = join(emptyDataDir(), 'not', 'there', 'yet');
    const service = await RunningService.start({ dataDir });
    const { clerk } = await registerCity(service);
    await walk(clerk, 'C-1', 'close');
    const secret = await uploaded(clerk, '举报材料');
    await clerk.did('C-1', 'evidence', { ...acts.evidence, ...secret, sealed: 'reporter' });
    expect(openToOthers(dataDir)).toEqual([]);
    await service.stop();
    await service.startAgain();
    expect(openToOthers(dataDir)).toEqual([]);
    expect(await clerk.get('/cases/C-1', loose)).toMatchObject({ phase: 'closed' });
    await service.kill();
    await service.startAgain();
    expect(await clerk.get('/cases/C-1', loose)).toMatchObject({ phase: 'closed' });
    expect((await service.stop()).code).toBe(0);
  });

  it('is refused on data that another process writes to, which goes on undisturbed', async () => {
    const service = await RunningService.start();
    const { clerk } = await registerCity(service);
    const second = spawnService({ dataDir: service.dataDir });
    await exitOf(second.child);
    expect(second.child.exitCode).toBe(1);
    expect(second.errors()).toMatch(/^wenze: another process writes to the data directory .+\n$/);
    await clerk.did('C-1', 'register', registration);
    expect((await service.stop()).code).toBe(0);
  });

  it('is refused with a wrong setting, in one line that names it and does not repeat it', async () => {
    const wrong = { PORT: 'eighty', BODY_LIMIT: '-1', NODE_ENV: 'staging', LOG_LEVEL: 'loud' };
    const { child, errors, lines } = spawnService({ environment: wrong });
    await exitOf(child);
    expect(child.exitCode).toBe(1);
    for (const [name, value] of Object.entries(wrong)) {
      expect(errors()).toMatch(new RegExp(`^(wenze: )?${name}: .+$`, 'm'));
      expect(errors()).not.toContain(value);
    }
    expect(errors()).not.toMatch(/\n\s+at /);
    expect(lines).toEqual([]);
  });

  it('is refused on a file that is no ledger', async () => {
    const dataDir = emptyDataDir();
    const other = new Database(join(dataDir, 'ledger.sqlite'));
    other.exec('CREATE TABLE something (else_ TEXT)');
    other.close();
    const { child, errors } = spawnService({ dataDir });
    await exitOf(child);
    expect(child.exitCode).toBe(1);
    expect(errors()).toContain('ledger.sqlite');
  });

  it('clears away what a crash left of an upload', async () => {
    const dataDir = emptyDataDir();
    mkdirSync(join(dataDir, 'evidence', 'incoming'), { recursive: true, mode: 0o700 });
    writeFileSync(join(dataDir, 'evidence', 'incoming', 'half'), 'half');
    const service = await RunningService.start({ dataDir });
    expect(readdirSync(join(dataDir, 'evidence', 'incoming'))).toEqual([]);
    await service.stop();
  });
});

/** Files and folders below a data directory that others could read. */
function openToOthers(dataDir: string): string[] {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => {
      const info = statSync(path);
      return (info.mode & 0o777) !== (info.isDirectory() ? 0o700 : 0o600);
    })
    .map((path) => `${path.slice(dataDir.length)} ${(statSync(path).mode & 0o777).toString(8)}`);
}

describe('SIGTERM under load', () => {
  // Three-valued: what was answered 201 stands in the ledger, what was refused does not, and what
  // was not answered at all was never taken: for a request that is taken is answered.
  it('answers every request it took, records nothing unanswered, and exits 0 within 8 s', async () => {
    const service = await RunningService.start();
    const { clerk } = await registerCity(service);
    await clerk.did('C-1', 'register', registration);
    const answered = new Set<string>();
    const refused = new Map<string, string>();
    const unanswered = new Set<string>();
    const write = async (writer: number): Promise<void> => {
      for (let made = 0; ; made += 1) {
        const label = `label-${String(writer)}-${String(made)}`;
        const caseId = made % 3 === 0 ? `C-${label}` : 'C-1';
        try {
          const answer =
            caseId === 'C-1'
              ? await clerk.act(caseId, 'record-intervention', {
                  ...acts['record-intervention'],
                  content: label,
                })
              : await clerk.act(caseId, 'register', { ...registration, summary: label });
          if (answer.status === 201) answered.add(label);
          else refused.set(label, refusal(answer));
          if (answer.status !== 201) return;
        } catch (error) {
          if (!(error instanceof NoAnswer)) throw error;
          unanswered.add(label);
          return;
        }
      }
    };
    const load = Array.from({ length: 16 }, (_, writer) => write(writer));
    await untilTrue(() => answered.size > 200);
    const { code, ms } = await service.stop();
    await Promise.all(load);
    expect([code, ms < 8_000]).toEqual([0, true]);
    expect(new Set(refused.values())).toEqual(
      new Set(refused.size === 0 ? [] : ['503 shutting-down']),
    );
    const recorded = await labelsIn(service.dataDir);
    expect([...answered].filter((label) => !recorded.has(label))).toEqual([]);
    expect([...refused.keys(), ...unanswered].filter((label) => recorded.has(label))).toEqual([]);
    expect(recorded.size).toBe(answered.size);
  });

  it('answers the request whose body is still coming in', async () => {
    const service = await RunningService.start();
    const { clerk } = await registerCity(service);
    const body = JSON.stringify({ ...registration, id: 'C-slow' });
    const slow = request(`${service.origin}/api/v1/cases`, {
      method: 'POST',
      agent: false,
      headers: {
        authorization: `Bearer ${clerk.token}`,
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
      },
    });
    const answer = once(slow, 'response') as Promise<[IncomingMessage]>;
    slow.write(body.slice(0, 20));
    await delay(100);
    const stopped = service.stop();
    await delay(300);
    slow.end(body.slice(20));
    const [{ statusCode }] = await answer;
    const { code, ms } = await stopped;
    expect([statusCode, code, ms < 8_000]).toEqual([201, 0, true]);
    await service.startAgain();
    expect((await clerk.ask('/cases/C-slow')).status).toBe(200);
  });

  it('cuts off who never comes to an end, in time to exit 0', async () => {
    const service = await RunningService.start();
    const { clerk } = await registerCity(service);
    const endless = request(`${service.origin}/api/v1/cases`, {
      method: 'POST',
      agent: false,
      headers: {
        authorization: `Bearer ${clerk.token}`,
        'content-type': 'application/json',
        'content-length': 1_000,
      },
    });
    endless.once('error', () => undefined);
    endless.write('{');
    await delay(100);
    const { code, ms } = await service.stop();
    expect([code, ms < 8_000]).toEqual([0, true]);
  });

  it('ends open streams and idle connections, and does not wait for them', async () => {
    const service = await RunningService.start();
    const { clerk } = await registerCity(service);
    const streams = await Promise.all(
      Array.from({ length: 10 }, () => EventStream.open(service, clerk.token)),
    );
    const { code, ms } = await service.stop();
    expect(await Promise.all(streams.map((stream) => stream.ended()))).toEqual(
      Array(10).fill('ended'),
    );
    expect([code, ms < 3_000]).toEqual([0, true]);
  });
});

async function labelsIn(dataDir: string): Promise<Set<string>> {
  const ledger = openSqliteLedgerReader(dataDir);
  const [head, labels] = [await ledger.head(), new Set<string>()];
  for await (const batch of ledger.follow('0', new AbortController().signal)) {
    for (const { data } of batch)
      for (const text of [data['summary'], data['content']])
        if (typeof text === 'string' && text.startsWith('label-')) labels.add(text);
    if (batch.at(-1)?.position === head) break;
  }
  await ledger.close();
  return labels;
}

async function untilTrue(so: () => boolean): Promise<void> {
  while (!so()) await delay(10);
}

describe('the log and the figures', () => {
  let service: RunningService;
  let city: City;
  beforeAll(async () => {
    service = await RunningService.start();
    city = await registerCity(service);
    const { clerk } = city;
    const reporter = { mode: 'named', name: '子某', contact: '虚构路 1 号' };
    await clerk.did('C-secret', 'register', { ...registration, reporter });
    await walk(clerk, 'C-walked', 'close');
    await clerk.did('C-walked', 'record-intervention', acts['record-intervention']);
    // What goes wrong is where names slip into logs.
    await clerk.act('C-secret', 'register', { ...registration, 甲某: '乙某', summary: '' });
    await clerk.act('C-secret', 'decide', {
      ...acts.decide,
      decidedBy: [{ name: '己某', x: '庚某' }],
    });
    await clerk.act('C-secret', 'close', { ...acts.close, reasons: '甲某\u0000' });
    await clerk.ask(`/persons?q=${encodeURIComponent('甲某')}`);
    await clerk.ask(`/persons?q=${encodeURIComponent('甲某')}&x=${encodeURIComponent('乙某')}`);
    await clerk.ask(`/cases/${encodeURIComponent('甲某')}`);
    await service.ask(`/${encodeURIComponent('甲某')}`);
    await service.ask('/api/v1/cases', { headers: { authorization: 'Bearer secret-token' } });
    await service.ask('/dev/token', { method: 'POST', body: '{"name":"甲某"' });
    await clerk.ask('/cases/C-secret', {
      headers: { 'user-agent': 'agent-secret', 'x-forwarded-for': '203.0.113.9' },
    });
  });

  it('is JSON, a line for each thing that happened, in UTC', () => {
    const line = z.looseObject({ level: z.int(), time: z.iso.datetime(), msg: z.string() });
    const lines = service.logLines().map((one) => line.parse(JSON.parse(one)));
    const answers = lines.filter(({ msg }) => msg === 'answered');
    expect(answers.length).toBeGreaterThan(40);
    expect(answers.find(({ route }) => route === '/api/v1/cases/:caseId/decide')).toMatchObject({
      method: 'POST',
      status: expect.any(Number) as unknown,
      ms: expect.any(Number) as unknown,
      requestId: expect.any(String) as unknown,
      sub: 'u-clerk',
    });
  });

  it('names nobody, no case and no token, however requests went wrong', () => {
    const log = `${service.logLines().join('\n')}\n${service.errors()}`;
    const never = [
      ...fictionalNames,
      ...fictionalNames.map((name) => encodeURIComponent(name)),
      ...['虚构', 'C-secret', 'C-walked', 'secret-token', 'agent-secret', '203.0.113.9', 'eyJ'],
      ...[city.clerk.token, 'Bearer', '审批', 'pleader-1'],
    ];
    expect(never.filter((name) => log.includes(name))).toEqual([]);
  });

  it('counts by route, method and status, and by no id', async () => {
    const { text, headers } = await service.ask('/metrics');
    expect(headers.get('content-type')).toMatch(/^text\/plain/);
    expect(text).toMatch(/^wenze_ledger_position [1-9]\d*$/m);
    expect(text).toMatch(/route="\/api\/v1\/cases\/:caseId\/decide"/);
    expect(text).not.toMatch(/C-secret|C-walked|commission|u-clerk|jia\b|u-auditor/);
    expect(fictionalNames.filter((name) => text.includes(name))).toEqual([]);
    const labels = new Set([...text.matchAll(/[{,]([a-z_]+)="/g)].map(([, name]) => name));
    expect([...labels].filter((name) => /sub|organ|case|person/.test(name ?? ''))).toEqual([]);
  });

  it('come with a description of the API that a machine and a person can read', async () => {
    const document = z
      .looseObject({ openapi: z.string(), paths: z.record(z.string(), loose) })
      .parse(JSON.parse((await service.ask('/openapi.json')).text));
    expect(document.openapi).toMatch(/^3\.1/);
    expect(Object.keys(document.paths)).toContain('/api/v1/cases/{caseId}/decide');
    const page = await service.ask('/docs');
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      expect.stringMatching(/html/),
    ]);
  });

  it('stay small in routes, whatever addresses are asked for', async () => {
    for (let more = 0; more < 50; more += 1) await service.ask(`/nowhere/${String(more)}`);
    const { text } = await service.ask('/metrics');
    expect(text).not.toContain('nowhere');
  });
});

describe('production mode', () => {
  it('hands out no development tokens, and says so nowhere', async () => {
    const service = await RunningService.start({ environment: { NODE_ENV: 'production' } });
    const answer = await service.ask('/dev/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ sub: 'u-1', name: '甲某', organ: 'commission', roles: ['admin'] }),
    });
    expect(refusal(answer)).toBe('404 route-not-found');
    const { text } = await service.ask('/openapi.json');
    expect(text).toContain('/api/v1/cases');
    expect(text).not.toContain('/dev/token');
    expect((await service.stop()).code).toBe(0);
  });
});

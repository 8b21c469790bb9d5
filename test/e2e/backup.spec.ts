// Backups of a service that runs and is written to, and what becomes of them when they are put
// back: one that has lost nothing goes on; an older one is refused until somebody accepts it.
import { cpSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { basePath } from '../../src/api/routes.js';
import { startWenze, type Said } from '../cli/command-line.js';
import { registerCity, registration, uploaded, walk, type City } from '../support/city.js';
import { checkpointIn, receiptHolds } from '../support/outsider.js';
import { bytesOf, putBackKeys, putBackLedger } from '../support/put-back.js';
import { emptyDataDir, exitOf, RunningService, spawnService } from '../support/running-service.js';

const wenze = (...args: readonly string[]): Promise<Said> => startWenze(args).said;
const acceptance = [
  '--by',
  'u-admin',
  '--organ',
  'commission',
  '--reasons',
  '磁盘损坏，从备份恢复',
];

const backedUp = z.strictObject({
  whole: z.boolean(),
  events: z.int(),
  signed: z.object({ origin: z.string(), size: z.int() }),
  evidence: z.object({ files: z.int(), copied: z.int(), missing: z.array(z.string()) }),
  faults: z.array(z.unknown()),
});

async function backUp(dataDir: string, to: string, apart: string) {
  const { code, out, errors } = await wenze(
    ...['backup', to, '--apart', apart, '--data', dataDir, '--json'],
  );
  if (code !== 0) throw new Error(`${String(code)}: ${out}${errors}`);
  return backedUp.parse(JSON.parse(out));
}

const verify = (dataDir: string, ...options: readonly string[]): Promise<Said> =>
  wenze('verify', '--data', dataDir, ...options);

let service: RunningService;
let city: City;
let key: string;
/** What a party kept from before anything was lost. */
let receipt: string;
let kept: string;
const backup = emptyDataDir();
const apart = emptyDataDir();

beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
  key = (await service.ask(`${basePath}/ledger/key`)).text.trimEnd();
});

/** A case with plain and sealed evidence and a sealed reporter. */
async function recordCase(caseId: string): Promise<void> {
  await city.clerk.did(caseId, 'register', {
    ...registration,
    reporter: { mode: 'confidential', name: '寅某', contact: '000-0000' },
  });
  await city.clerk.did(caseId, 'accept', {
    on: '2015-09-02',
    organId: 'commission',
    track: 'leading-cadre',
  });
  for (const sealed of [{}, { sealed: 'reporter' }])
    await city.clerk.did(caseId, 'evidence', {
      on: '2015-09-08',
      title: '材料',
      ...(await uploaded(city.clerk, `材料 ${caseId} ${JSON.stringify(sealed)}`)),
      ...sealed,
    });
}

async function receiptOf(caseId: string): Promise<string> {
  const { events } = await city.clerk.did(caseId, 'register', registration);
  return (await city.clerk.ask(`/ledger/receipts/${events[0]!.eventId}`)).text;
}

describe('a backup of a service that is written to', () => {
  it('is whole, holds by itself, and has keys and checkpoint apart', async () => {
    let writing = true;
    const written = (async () => {
      for (let n = 0; writing; n += 1) await recordCase(`W-${String(n)}`);
    })();
    let first;
    let second;
    try {
      first = await backUp(service.dataDir, backup, apart);
      second = await backUp(service.dataDir, backup, apart);
    } finally {
      writing = false;
      await written;
    }
    expect([first.whole, second.whole, first.faults, second.evidence.missing]).toEqual([
      true,
      true,
      [],
      [],
    ]);
    expect(second.events).toBeGreaterThan(first.events);
    expect(second.signed.size).toBeGreaterThanOrEqual(first.signed.size);
    // What the first had is not copied again.
    expect(second.evidence.files - second.evidence.copied).toBeGreaterThanOrEqual(
      first.evidence.copied,
    );
    const note = readFileSync(join(apart, 'checkpoint'), 'utf8');
    expect(checkpointIn(note, key).size).toBe(second.signed.size);
    expect(
      await verify(backup, '--key', key, '--checkpoint', join(apart, 'checkpoint')),
    ).toMatchObject({ code: 0, errors: '' });
  });

  it('is for its owner alone, and no key lies with the ledger', () => {
    const files = [...Object.keys(bytesOf(backup)).map((name) => join(backup, name))];
    files.push(...Object.keys(bytesOf(apart)).map((name) => join(apart, name)));
    expect(files.filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([]);
    expect(Object.keys(bytesOf(backup)).filter((name) => !name.startsWith('evidence'))).toEqual([
      'cosignatures.sqlite',
      'ledger.sqlite',
      'lock.sqlite',
      'manifest.json',
      'tree.sqlite',
    ]);
    expect(Object.keys(bytesOf(apart))).toEqual([
      'checkpoint',
      'keys.sqlite',
      'log-key.pem',
      'log-key.pub',
      'manifest.json',
    ]);
  });
});

describe('a backup that has lost nothing', () => {
  it('goes on beside the checkpoint that survived: the same log, whose receipts hold', async () => {
    receipt = await receiptOf('R-1');
    await service.stop();
    await backUp(service.dataDir, backup, apart);
    for (const name of ['ledger.sqlite', 'tree.sqlite', 'evidence'])
      rmSync(join(service.dataDir, name), { recursive: true });
    putBackLedger(backup, service.dataDir);
    expect(await verify(service.dataDir, '--key', key)).toMatchObject({ code: 0, errors: '' });
    await service.startAgain();
    expect(receiptHolds(await receiptOf('R-2'), key).origin).toBe('wenze.local/ledger');
    expect((await verify(service.dataDir, '--key', key)).out).toContain('everything holds');
    expect(await service.ask(`${basePath}/ledger/key`)).toMatchObject({ text: `${key}\n` });
  });
});

async function startRefused(dataDir: string) {
  const { child, errors, lines } = spawnService({ dataDir });
  while (child.exitCode === null && lines.length === 0) await delay(20);
  // One that speaks has started.
  child.kill('SIGKILL');
  await exitOf(child);
  return { code: child.exitCode, errors: errors(), lines };
}

describe('an older backup', () => {
  const older = emptyDataDir();
  let lostAt: number;

  beforeAll(async () => {
    cpSync(backup, older, { recursive: true });
    await walk(city.clerk, 'LOST', 'decide');
    kept = (await service.ask(`${basePath}/ledger/checkpoint`)).text;
    while (checkpointIn(kept, key).size < (await service.head()))
      kept = (await service.ask(`${basePath}/ledger/checkpoint`)).text;
    lostAt = checkpointIn(kept, key).size;
    await service.stop();
  });

  it('is refused at the start, in Chinese and English, and not a byte is written', async () => {
    putBackLedger(older, service.dataDir);
    const bytes = bytesOf(service.dataDir);
    const { code, errors, lines } = await startRefused(service.dataDir);
    expect([code, lines]).toEqual([1, []]);
    expect(errors).toContain(`已签名的检查点涵盖 ${String(lostAt)} 条记录`);
    expect(errors).toContain(`the signed checkpoint covers ${String(lostAt)} events`);
    expect(errors).toContain('wenze accept-backup');
    expect(bytesOf(service.dataDir)).toEqual(bytes);
  });

  it('is accepted by somebody, with reasons: on the ledger, and a new log begins', async () => {
    const { code, out } = await wenze(
      ...['accept-backup', ...acceptance, '--data', service.dataDir, '--json'],
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      ended: { origin: 'wenze.local/ledger', size: lostAt },
      origin: expect.stringMatching(/^wenze\.local\/ledger\/20\d{6}T\d{6}\.\d{3}Z$/) as unknown,
    });
    // The read models have seen more than there is.
    const again = await startRefused(service.dataDir);
    expect([again.code, again.errors]).toEqual([1, expect.stringContaining('wenze rebuild')]);
    // It says that those that stood were not from this ledger, and puts others in their place.
    expect((await wenze('rebuild', '--data', service.dataDir)).code).toBe(1);
    await service.startAgain();
  });

  it('goes on under the new name; what was signed before holds as far as it was not lost', async () => {
    const [now = ''] = (await service.ask(`${basePath}/ledger/key`)).text.split('\n');
    expect(now).toMatch(/^wenze\.local\/ledger\/20\d{6}T\d{6}\.\d{3}Z\+/);
    const { origin } = receiptHolds(await receiptOf('R-3'), now);
    expect(now.startsWith(`${origin}+`)).toBe(true);
    expect(receiptHolds(receipt, key).origin).toBe('wenze.local/ledger');

    const holds = await verify(service.dataDir, '--key', now);
    expect([holds.code, holds.errors]).toEqual([0, '']);
    expect(holds.out).toContain(
      `the log wenze.local/ledger had signed ${String(lostAt)} events and ended with`,
    );
    // The checkpoint of the backup covers nothing that was lost, the one of a day later does.
    const lost = join(emptyDataDir(), 'kept');
    writeFileSync(lost, kept);
    for (const where of [
      ['--data', service.dataDir, '--without-read-models'],
      ['--url', service.origin],
    ]) {
      const against = ['verify', ...where, '--key', now, '--key', key, '--checkpoint'];
      expect(await wenze(...against, join(apart, 'checkpoint'))).toMatchObject({ code: 0 });
      const { code, out } = await wenze(...against, lost);
      expect([code, out]).toEqual([1, expect.stringContaining(String(lostAt))]);
    }
    expect((await verify(service.dataDir, '--checkpoint', lost)).out).toContain(
      `covers ${String(lostAt)} events of wenze.local/ledger, which ended with`,
    );
  });

  it('is not accepted twice, nor while the service runs', async () => {
    const accept = () => wenze('accept-backup', ...acceptance, '--data', service.dataDir);
    expect(await accept()).toMatchObject({
      code: 1,
      errors: expect.stringContaining('another process writes') as unknown,
    });
    await service.stop();
    expect(await accept()).toMatchObject({
      code: 1,
      errors: expect.stringContaining('the log goes on as it is') as unknown,
    });
  });
});

describe('a data directory that was lost as a whole', () => {
  const dataDir = emptyDataDir();

  it('starts from ledger and keys only when somebody has accepted what may be missing', async () => {
    putBackLedger(backup, dataDir);
    expect((await startRefused(dataDir)).errors).toContain('最近签名的检查点');
    putBackKeys(apart, dataDir);
    const bytes = bytesOf(dataDir);
    const { code, errors } = await startRefused(dataDir);
    expect([code, errors]).toEqual([1, expect.stringContaining('a backup was put back')]);
    expect(bytesOf(dataDir)).toEqual(bytes);
    expect((await verify(dataDir)).out).toContain(
      'the key of the log is here and its last checkpoint is missing',
    );
  });

  it('names what is known to be lost by the newest checkpoint that anybody has kept', async () => {
    const file = join(emptyDataDir(), 'kept');
    writeFileSync(file, kept);
    const { code, out } = await wenze(
      ...['accept-backup', ...acceptance, '--checkpoint', file, '--data', dataDir],
    );
    expect([code, out]).toEqual([
      0,
      expect.stringContaining(`had signed ${String(checkpointIn(kept, key).size)} events`),
    ]);
    const restored = await RunningService.start({ dataDir });
    const clerk = await restored.caller('commission', ['intake']);
    await clerk.did('R-4', 'register', registration);
    expect(await verify(dataDir)).toMatchObject({ code: 0 });
    expect((await restored.stop()).code).toBe(0);
  });
});

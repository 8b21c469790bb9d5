// A running service and the witness of an audit office, which shares no code with it.
import { cpSync, rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { basePath } from '../../src/api/routes.js';
import { startWenze, type Said } from '../cli/command-line.js';
import { refusal } from '../support/caller.js';
import { fictionalNames, registerCity, registration, type City } from '../support/city.js';
import { checkpointIn, cosignedAt, receiptHolds, sha256 } from '../support/outsider.js';
import { emptyDataDir, RunningService } from '../support/running-service.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { Witness } from '../support/witness.js';

const prefix = `${basePath}/ledger`;
const origin = 'wenze.local/ledger';

let logs: Record<string, string>;
let witness: Witness;
let service: RunningService;
let city: City;
let key: string;
const memory = emptyDataDir();

beforeAll(async () => {
  // The office learns the key of the log once the log has one.
  logs = {};
  witness = await Witness.start({ directory: memory, logs });
  service = await RunningService.start({ environment: { WITNESSES: asSetting(witness) } });
  key = (await service.ask(`${prefix}/key`)).text.trimEnd();
  city = await registerCity(service);
});

function asSetting(...witnesses: readonly Witness[]): string {
  return witnesses.map(({ verifierKey, url }) => `${verifierKey} ${url}`).join(' ');
}

async function until(so: () => Promise<boolean> | boolean): Promise<void> {
  while (!(await so())) await delay(50);
}

const byWitness = (of = service) =>
  of.ask(`${prefix}/checkpoint?witness=${encodeURIComponent(witness.name)}`);

/** The checkpoint that the witness has cosigned, once it covers so many leaves. */
async function witnessed(leaves: number): Promise<string> {
  for (;;) {
    const { status, text } = await byWitness();
    if (status === 200 && checkpointIn(text, key).size >= leaves) return text;
    await delay(50);
  }
}

function verify(...options: readonly string[]): Promise<Said> {
  return startWenze(['verify', '--key', key, ...options]).said;
}

const linesOf = (of: RunningService, message: RegExp): readonly string[] =>
  of.logLines().filter((line) => message.test(line));

describe('a log whose witness does not know it yet', () => {
  it('is signed and served all the same, and says that the witness is missing', async () => {
    const { events } = await city.clerk.did('C-1', 'register', registration);
    const receipt = (await city.clerk.ask(`/ledger/receipts/${events[0]!.eventId}`)).text;
    expect(receiptHolds(receipt, key).size).toBeGreaterThan(0);
    await until(() => linesOf(service, /does not know this log \(HTTP 404\)/).length > 0);
    expect(refusal(await byWitness())).toBe('404 not-cosigned');
    expect((await service.ask('/health/ready')).status).toBe(200);
    const { text } = await service.ask('/metrics');
    expect(text).toMatch(/wenze_witness_failures_total\{witness="witness.example\/w1"\} [1-9]/);
    expect(text).toContain('wenze_witness_cosigned_leaves{witness="witness.example/w1"} 0');
  });

  it('is cosigned as soon as it does', async () => {
    logs[origin] = key;
    const note = await witnessed(await service.head());
    expect(Math.abs(cosignedAt(note, witness.verifierKey) - Date.now() / 1000)).toBeLessThan(120);
    expect((await service.ask(`${prefix}/checkpoint`)).text).toBe(note);
    expect(linesOf(service, /a witness cosigns the log/)).toHaveLength(1);
  });
});

describe('whoever demands the witness', () => {
  it('gets a receipt that it stands under', async () => {
    const { events } = await city.clerk.did('C-2', 'register', registration);
    const { eventId, position } = events[0]!;
    await witnessed(Number(position));
    const receipt = (await city.clerk.ask(`/ledger/receipts/${eventId}`)).text;
    expect(receiptHolds(receipt, key).size).toBeGreaterThanOrEqual(Number(position));
    const note = receipt.slice(receipt.indexOf('\n\n') + 2);
    expect(cosignedAt(note, witness.verifierKey)).toBeGreaterThan(0);
  });

  it('is told by wenze verify how much the witness has seen, and when', async () => {
    const said = /^witness\.example\/w1 has cosigned \d+ leaves, at 20\d\d-[-0-9T:.]+Z$/m;
    const options = ['--witness', witness.verifierKey];
    for (const where of [
      ['--url', service.origin],
      ['--data', service.dataDir, '--without-read-models'],
    ]) {
      const { code, out } = await verify(...where, ...options);
      expect([code, out]).toEqual([0, expect.stringMatching(said)]);
      expect(out).toContain('everything holds');
    }
  });

  it('is told that a witness who was never asked has cosigned nothing', async () => {
    const other = await Witness.start({
      directory: temporaryDirectory(),
      logs,
      name: 'witness.example/other',
    });
    for (const where of [
      ['--url', service.origin],
      ['--data', service.dataDir, '--without-read-models'],
    ]) {
      const { code, out } = await verify(...where, '--witness', other.verifierKey);
      expect([code, out]).toEqual([
        1,
        expect.stringContaining('no checkpoint that witness.example/other cosigned'),
      ]);
    }
    // Another key under the name of the true one is found out too.
    const forged = await Witness.start({ directory: temporaryDirectory(), logs });
    const { code } = await verify('--url', service.origin, '--witness', forged.verifierKey);
    expect(code).toBe(1);
    expect((await verify('--url', service.origin, '--witness', key)).code).toBe(2);
  });

  it('is told what is wrong with a name that is none', async () => {
    for (const query of ['witness=', 'witness=a+b%20c', 'witness=a&witness=b', 'witnesses=a'])
      expect(refusal(await service.ask(`${prefix}/checkpoint?${query}`))).toBe(
        '400 invalid-request',
      );
  });
});

describe('what the witness sees', () => {
  it('is sizes and hashes: no name, no case', () => {
    const seen = witness.asked.join('\n');
    expect(seen).toContain(origin);
    expect(fictionalNames.filter((name) => seen.includes(name))).toEqual([]);
    expect(seen).not.toMatch(/C-1|jia|bureau/);
    const form =
      /^old \d+\n([A-Za-z0-9+/]{43}=\n)*\nwenze\.local\/ledger\n\d+\n[A-Za-z0-9+/]{43}=\n\n(— \S+ \S+\n)+$/;
    expect(witness.asked.filter((body) => !form.test(body))).toEqual([]);
  });
});

describe('a service that is killed', () => {
  it('goes on with its witness from where both stood', async () => {
    await service.kill();
    await service.startAgain();
    await city.clerk.did('C-3', 'register', registration);
    await witnessed(await service.head());
    expect(linesOf(service, /another history|more of this log/)).toEqual([]);
  });
});

describe('two services that sign from copies of one data directory (F15)', () => {
  it('are found out: the witness refuses the second, and the second says so', async () => {
    await service.stop();
    const copied = emptyDataDir();
    cpSync(service.dataDir, copied, { recursive: true });
    await service.startAgain();
    const second = await RunningService.start({
      dataDir: copied,
      environment: { WITNESSES: asSetting(witness) },
    });
    await city.clerk.did('C-4', 'register', registration);
    await city.clerk.did('C-5', 'register', registration);
    const held = await witnessed(await service.head());
    const clerk = await second.caller('commission', ['intake']);
    const before = linesOf(second, /another history|more of this log/).length;
    await clerk.did('X-1', 'register', registration);
    await until(() => linesOf(second, /another history|more of this log/).length > before);
    const [said = ''] = linesOf(second, /another history|more of this log/).slice(-1);
    expect(JSON.parse(said)).toMatchObject({ level: 50, witness: witness.name });
    const { text } = await second.ask('/metrics');
    expect(text).toContain('wenze_witness_contradicts{witness="witness.example/w1"} 1');
    // It goes on with its work; what it shows as cosigned is what both had in common.
    expect((await second.ask('/health/ready')).status).toBe(200);
    const common = (await byWitness(second)).text;
    expect(checkpointIn(common, key).size).toBeLessThan(checkpointIn(held, key).size);
    await second.stop();
    const at = `${witness.url}/${sha256(origin).toString('hex')}/checkpoint`;
    expect(checkpointIn(await (await fetch(at)).text(), key)).toEqual(checkpointIn(held, key));
    rmSync(copied, { recursive: true });
  });
});

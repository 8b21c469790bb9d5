// A rotation of the log's keys at a running service: whoever verifies with either key loses nothing
// as long as both sign.
import { setTimeout as delay } from 'node:timers/promises';
import { basePath } from '../../src/api/routes.js';
import { startWenze } from '../cli/command-line.js';
import { registerCity, registration, type City } from '../support/city.js';
import { checkpointIn, receiptHolds } from '../support/outsider.js';
import { emptyDataDir, RunningService } from '../support/running-service.js';
import { Witness } from '../support/witness.js';

const prefix = `${basePath}/ledger`;

let service: RunningService;
let city: City;
let old: string;
let young: string;
let witness: Witness;
const logs: Record<string, string> = {};

const wenze = (...args: readonly string[]) => startWenze(args).said;
const logKey = (...step: readonly string[]) => wenze('log-key', '--data', service.dataDir, ...step);
const served = async () => (await service.ask(`${prefix}/key`)).text.trimEnd().split('\n');
const checkpoint = async () => (await service.ask(`${prefix}/checkpoint`)).text;

/** Once the witness has cosigned all there is. */
async function cosigned(): Promise<void> {
  const size = async (query = '') =>
    (await service.ask(`${prefix}/checkpoint${query}`)).text.split('\n')[1];
  while ((await size(`?witness=${witness.name}`)) !== (await size())) await delay(100);
}

/** Exit codes of verifying by URL, by directory, with one key alone. */
async function verified(key: string): Promise<(number | null)[]> {
  const codes: (number | null)[] = [];
  for (const where of [
    ['--url', service.origin],
    ['--data', service.dataDir, '--without-read-models'],
  ])
    codes.push((await wenze('verify', ...where, '--key', key)).code);
  return codes;
}

async function receipt(caseId: string): Promise<string> {
  const { events } = await city.clerk.did(caseId, 'register', registration);
  return (await city.clerk.ask(`/ledger/receipts/${events[0]!.eventId}`)).text;
}

beforeAll(async () => {
  witness = await Witness.start({ directory: emptyDataDir(), logs });
  service = await RunningService.start({
    environment: { WITNESSES: `${witness.verifierKey} ${witness.url}` },
  });
  [old = ''] = await served();
  logs['wenze.local/ledger'] = old;
  city = await registerCity(service);
});

describe('a rotation at a running service', () => {
  it('tells the new key before it signs, and everything holds under the old one', async () => {
    const { code, out } = await logKey('--add');
    [young = ''] = out.split('\n');
    expect([code, await served()]).toEqual([0, [young, old]]);
    expect(receiptHolds(await receipt('C-1'), old).size).toBeGreaterThan(0);
    expect(await verified(old)).toEqual([0, 0]);
    expect((await logKey('--drop-old')).code).toBe(1);
  });

  it('has both sign from the next start on, the standing checkpoint too', async () => {
    // Cosigned before under the old key alone: the new one must be under it all the same.
    await cosigned();
    await service.stop();
    await service.startAgain();
    const note = await checkpoint();
    expect(checkpointIn(note, young)).toEqual(checkpointIn(note, old));
    expect(note).toContain(`— ${witness.name} `);
    expect([await verified(old), await verified(young)]).toEqual([
      [0, 0],
      [0, 0],
    ]);
    const both = await receipt('C-2');
    expect(receiptHolds(both, young)).toEqual(receiptHolds(both, old));
    // The office takes the new key while both sign.
    await cosigned();
    logs['wenze.local/ledger'] = young;
  });

  it('is over when the old one is dropped: it signs no more, and what it signed holds', async () => {
    const before = await checkpoint();
    const kept = await receipt('C-3');
    expect(await logKey('--drop-old')).toMatchObject({ code: 0, out: `${young}\n` });
    await service.stop();
    await service.startAgain();
    expect(await served()).toEqual([young]);
    expect(() => receiptHolds(kept, old)).not.toThrow();
    expect(checkpointIn(before, old).size).toBeGreaterThan(0);
    const after = await receipt('C-4');
    expect(receiptHolds(after, young).size).toBeGreaterThan(checkpointIn(before, old).size);
    expect(() => receiptHolds(after, old)).toThrow();
    expect(await verified(young)).toEqual([0, 0]);
    expect(await verified(old)).toEqual([1, 1]);
  });
});

// The disk is full in the middle of work, and has space again (RELIABILITY F6): a file system in
// memory is filled to the last byte under the running service. FILLS says how often.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { audit, emptyAccount, nothingWrong } from '../e2e/under-kills.js';
import { problemIn, recordedIn, refusal, type Answer, type Caller } from '../support/caller.js';
import { registerCity, registration } from '../support/city.js';
import { acts } from '../support/office.js';
import { emptyDataDir, RunningService } from '../support/running-service.js';
import { brokenService } from './build.js';

const fills = Number(process.env['FILLS'] ?? 5);

jest.setTimeout(Math.max(300_000, fills * 60_000));

const disk = mkdtempSync(join(tmpdir(), 'wenze-disk-'));
const mounts = (...words: string[]) => spawnSync(words[0] ?? '', words.slice(1)).status === 0;
// Only root may mount, and not in every container.
const canMount = mounts('mount', '-t', 'tmpfs', '-o', 'size=48m', 'none', disk);
const whereMounted = canMount ? describe : () => undefined;

afterAll(() => {
  if (canMount) mounts('umount', '--lazy', disk);
  rmSync(disk, { recursive: true, force: true });
});

const filler = join(disk, 'filler');
/** Leaves not one byte. */
const fill = () => void spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k']);
const makeRoom = () => unlinkSync(filler);

/** A service on the disk that may be filled, with one open case, and what is known of its commands. */
async function started(folder: string, options: { program?: string } = {}) {
  const service = await RunningService.start({ dataDir: join(disk, folder), ...options });
  const { clerk } = await registerCity(service);
  await clerk.did('C-1', 'register', registration);
  const account = emptyAccount();
  let made = 0;
  return {
    service,
    clerk,
    account,
    /** One command under a new key. */
    async act(): Promise<Answer> {
      const label = `label-${(made += 1)}`;
      const body = { ...acts['record-intervention'], content: label };
      const answer = await clerk.act('C-1', 'record-intervention', body, { key: label });
      if (answer.status === 201) account.acknowledged.set(label, recordedIn(answer));
      else account.refused.add(label);
      return answer;
    },
  };
}

const list = (clerk: Caller) => clerk.items('/cases', z.looseObject({ caseId: z.string() }));

/**
 * Acts until one is refused, and three times more. Before and after it some may be recorded:
 * SQLite uses again what its log has been allotted.
 */
async function untilRefused(act: () => Promise<Answer>): Promise<void> {
  let [refused, more] = [false, 3];
  while (!refused || more > 0) {
    const answer = await act();
    if (refused) more -= 1;
    if (answer.status === 201) continue;
    expect(refusal(answer)).toBe('503 ledger-unavailable');
    expect(answer.headers.has('retry-after')).toBe(true);
    refused = true;
  }
}

afterEach(() => {
  rmSync(filler, { force: true });
});

whereMounted('a service whose disk is full', () => {
  it('refuses what it cannot record, reads of cases included, and goes on when there is space', async () => {
    const { service, clerk, account, act } = await started('data');
    /** A case file: shown and recorded as read, or not shown. */
    const read = async (): Promise<'shown' | 'refused'> => {
      const answer = await clerk.ask('/cases/C-1');
      if (answer.status === 200) {
        account.shown.add(answer.headers.get('x-request-id') ?? '');
        return 'shown';
      }
      expect(refusal(answer)).toBe('503 ledger-unavailable');
      return 'refused';
    };
    const reads: string[] = [];
    for (let time = 1; time <= fills; time += 1) {
      fill();
      await untilRefused(act);
      reads.push(await read());
      // A list of cases is not recorded, and is answered.
      expect(await list(clerk)).not.toHaveLength(0);
      // A new key, or new evidence, takes space of its own.
      const confidential = { ...registration, reporter: { mode: 'named', name: '子某' } };
      const registered = await clerk.act(`S-${time}`, 'register', confidential);
      if (registered.status !== 201) expect(refusal(registered)).toBe('503 ledger-unavailable');
      const upload = await clerk.upload(`台账 ${time}`, 'text/plain');
      expect([refusal(upload), problemIn(upload).title]).toEqual([
        '503 evidence-unavailable',
        '暂无法存储材料',
      ]);

      makeRoom();
      for (let more = 0; more < 7; more += 1) expect((await act()).status).toBe(201);
      if (registered.status !== 201) await clerk.did(`S-${time}`, 'register', confidential);
      expect((await clerk.upload(`台账 ${time}`, 'text/plain')).status).toBe(201);
      expect(await read()).toBe('shown');
    }
    expect(reads).toContain('refused');
    await clerk.get(`/cases?limit=1&atLeast=${await service.head()}`, z.looseObject({}));
    expect((await service.ask('/health/ready')).status).toBe(200);
    expect(await service.stop()).toMatchObject({ code: 0 });

    const {
      acknowledged,
      refused,
      shown,
      repeated: _,
      ...wrong
    } = await audit(service.dataDir, account);
    process.stdout.write(
      `${fills} times full: ${refused} acts refused, ${acknowledged} recorded, ` +
        `${reads.filter((one) => one === 'refused').length} reads refused, ${shown} shown\n`,
    );
    expect(acknowledged).toBeGreaterThan(6 * fills);
    expect(refused).toBeGreaterThanOrEqual(fills);
    expect(wrong).toEqual(nothingWrong);
  });

  it('would be caught if it showed a case although the access was not recorded', async () => {
    const showsAnyway = {
      file: 'api/reading.js',
      replace: [['}, request.id);', '}, request.id).catch(() => undefined);']] as const,
    };
    const { service, clerk, account, act } = await started('broken', {
      program: brokenService(emptyDataDir(), [showsAnyway]),
    });
    fill();
    await untilRefused(act);
    const shown = await clerk.ask('/cases/C-1');
    makeRoom();
    expect(shown.status).toBe(200);
    account.shown.add(shown.headers.get('x-request-id') ?? '');
    await service.stop();
    expect((await audit(service.dataDir, account)).shownUnrecorded).toHaveLength(1);
  });
});

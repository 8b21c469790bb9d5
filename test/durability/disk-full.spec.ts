// The disk is full in the middle of work, and has space again (RELIABILITY F6): a file system in
// memory is filled to the last byte under the running service. FILLS says how often.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { audit, emptyAccount } from '../e2e/under-kills.js';
import { problemIn, recordedIn, refusal, type Answer, type Caller } from '../support/caller.js';
import { registerCity, registration } from '../support/city.js';
import { acts } from '../support/office.js';
import { emptyDataDir, RunningService } from '../support/running-service.js';
import { brokenService } from './build.js';

const fills = Number(process.env['FILLS'] ?? 5);

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

/** Nothing more fits into what is allotted already, or a little does: then until nothing does. */
async function untilRefused(act: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await act();
    if (answer.status !== 201) return answer;
  }
}

whereMounted('a service whose disk is full', () => {
  it('refuses what it cannot record, reads of cases included, and goes on when there is space', async () => {
    const { service, clerk, account, act } = await started('data');
    for (let time = 1; time <= fills; time += 1) {
      fill();
      const answer = await untilRefused(act);
      expect(refusal(answer)).toBe('503 ledger-unavailable');
      expect(answer.headers.has('retry-after')).toBe(true);
      for (let more = 0; more < 3; more += 1)
        expect(refusal(await act())).toBe('503 ledger-unavailable');

      // To be shown is to be recorded as having read; a list of cases is not.
      expect(refusal(await clerk.ask('/cases/C-1'))).toBe('503 ledger-unavailable');
      expect(await list(clerk)).not.toHaveLength(0);
      // Neither keys nor evidence fit.
      const confidential = { ...registration, reporter: { mode: 'named', name: '子某' } };
      const refused = await clerk.act(`S-${time}`, 'register', confidential);
      expect(refusal(refused)).toBe('503 ledger-unavailable');
      const upload = await clerk.upload(`台账 ${time}`, 'text/plain');
      expect([refusal(upload), problemIn(upload).title]).toEqual([
        '503 evidence-unavailable',
        '暂无法存储材料',
      ]);

      makeRoom();
      for (let more = 0; more < 7 * time; more += 1) expect((await act()).status).toBe(201);
      expect((await clerk.act(`S-${time}`, 'register', confidential)).status).toBe(201);
      expect((await clerk.upload(`台账 ${time}`, 'text/plain')).status).toBe(201);
      const shown = await clerk.ask('/cases/C-1');
      expect(shown.status).toBe(200);
      account.shown.add(shown.headers.get('x-request-id') ?? '');
    }
    await clerk.get(`/cases?limit=1&atLeast=${await service.head()}`, z.looseObject({}));
    expect((await service.ask('/health/ready')).status).toBe(200);
    expect(await service.stop()).toMatchObject({ code: 0 });

    const { acknowledged, refused, ...found } = await audit(service.dataDir, account);
    expect(acknowledged).toBeGreaterThan(6 * fills);
    expect(refused).toBe(4 * fills);
    expect(found).toEqual({
      repeated: 0,
      shown: fills,
      lost: [],
      doubled: [],
      recordedThoughRefused: [],
      shownUnrecorded: [],
      faults: [],
      differences: [],
    });
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

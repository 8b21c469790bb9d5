// A foreign register played into a running service: six cases that never happened, in the form of
// the real one (docs/real-register.md), which no test needs.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Client } from '../../samples/client.js';
import type { Figures } from '../../samples/register/figures.js';
import type { LoadedRow } from '../../samples/register/loaded.js';
import { NoRegister, playRegister } from '../../samples/register/play-register.js';
import type { Caller } from '../support/caller.js';
import { RunningService } from '../support/running-service.js';

const register = join(__dirname, '../samples/a-fictional-register');
const on = '2026-01-05';

/** Of the persons of the fictional register; none may be anywhere but there. */
const names = /Quillfeather|Thistlewood|Marmalade|Wobblethorpe|Dunderpatch|umbrella|Gazette/i;

interface Written {
  readonly recorded: Readonly<Record<string, number>>;
  readonly outcomes: unknown;
  readonly figures: Figures;
  readonly rows: readonly LoadedRow[];
}

let service: RunningService;
let auditor: Caller;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wenze-register-'));
  service = await RunningService.start();
  auditor = await service.caller('R-register', ['auditor']);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Plays it by a client that knows nothing of earlier runs. */
async function played(name: string): Promise<{ told: string; text: string; report: Written }> {
  const report = join(folder, name);
  const client = new Client(service.origin, 'en');
  const told = await playRegister(client, 'en', { path: register, report, on });
  const text = readFileSync(report, 'utf8');
  return { told, text, report: JSON.parse(text) as Written };
}

/** Each case with the number of its last event. */
async function revisions(): Promise<readonly (readonly [string, number])[]> {
  const listed = await auditor.items('/cases?limit=500', z.object({ caseId: z.string() }));
  const history = z.object({ items: z.array(z.unknown()) });
  return Promise.all(
    listed.map(async ({ caseId }): Promise<[string, number]> => {
      const { items } = await auditor.get(`/cases/${caseId}/history`, history);
      return [caseId, items.length];
    }),
  );
}

describe('a foreign register', () => {
  let first: Awaited<ReturnType<typeof played>>;
  let before: Awaited<ReturnType<typeof revisions>>;

  beforeAll(async () => {
    first = await played('first.json');
    before = await revisions();
  });

  it('says of every row what became of it', () => {
    const rows = first.report.rows.map(({ row, outcome, why, acts }) => {
      const done = acts.map(({ act, irregularities, because }) =>
        [act, ...irregularities, ...(because === undefined ? [] : [`(${because})`])].join(' '),
      );
      return [row, outcome, why ?? done.join('; ')].join(' | ');
    });
    expect(rows).toEqual([
      '1/1 | recorded | register',
      '1/2 | recorded | accept',
      '1/3 | recorded-irregular | file-report report-without-initiation report-without-material',
      '1/4 | recorded | initiate',
      '1/5 | recorded-irregular | file-report report-without-material; recommend',
      '1/6 | recorded | decide',
      '1/7 | not-recorded | partial-date',
      '2/1 | recorded | register',
      '2/2 | recorded | refer-judicial',
      '2/3 | recorded | record-referral-outcome',
      '2/4 | recorded-irregular | file-report report-without-initiation report-without-material conduct-before-measures; recommend',
      '2/5 | recorded-irregular | decide conduct-before-measures; record-execution',
      '2/6 | not-recorded | no-counterpart',
      '2/7 | not-recorded | partial-date',
      '3/1 | recorded | register; refer-discipline; record-referral-outcome',
      '3/2 | not-recorded | no-counterpart',
      '3/3 | recorded | record-referral-outcome',
      '3/4 | not-recorded | free-text',
      '4/1 | not-recorded | before-1900',
      '4/2 | not-recorded | before-1900',
      '5/1 | recorded | register; decline',
      '5/2 | recorded | reopen; accept; initiate',
      '5/3 | recorded | end-for-subject',
      '5/4 | recorded | close',
      '6/1 | refused | register (not-possible receivedOn); accept (no-registration); initiate (no-registration)',
      '6/2 | refused | close (no-registration)',
    ]);
  });

  it('is the same when it is played again, and nothing is recorded twice', async () => {
    const second = await played('second.json');
    expect(second.report.recorded).toEqual({
      ...first.report.recorded,
      replayed: first.report.recorded['acts'],
    });
    const asFirst = (rows: readonly LoadedRow[]): readonly LoadedRow[] =>
      rows.map((row) => ({ ...row, acts: row.acts.map((act) => ({ ...act, replayed: false })) }));
    expect(asFirst(second.report.rows)).toEqual(first.report.rows);
    expect(second.report.figures).toEqual(first.report.figures);
    expect(await revisions()).toEqual(before);
  });

  it('tells what supervision would look at', () => {
    expect(first.report.figures).toEqual({
      on,
      casesByPhase: { closed: 1, decided: 2, registered: 1 },
      decisions: {
        byOrgan: { 'R-house': 1, 'R-senate': 1 },
        heldToAccount: 1,
        notHeldToAccount: 1,
      },
      // No calendar is known for 2012: its dates are provisional, and nobody is late by one (I-9).
      overdue: {},
      doneLate: {},
      open: {
        archive: 1,
        'delivery-subject': 1,
        'delivery-unit': 1,
        intake: 1,
        letter: 1,
        'publication-unit': 1,
      },
      watchedByOrgan: { 'R-house-committee': 1, 'R-senate': 2, 'R-senate-committee': 1 },
      findings: expect.anything() as unknown,
    });
    expect(first.told).toContain('recorded, irregular and acknowledged');
  });

  it('finds the body that was told to hold to account and did not, by its office', async () => {
    const { findings } = first.report.figures;
    expect(findings.telling).toEqual([
      {
        caseId: 'R-1',
        codes: ['S-01', 'S-24'],
        organId: 'R-house',
        head: ['议长'],
        openFrom: '2019-10-01',
      },
    ]);
    expect(findings.codes.filter(({ code }) => code === 'S-01')).toEqual([
      {
        code: 'S-01',
        kind: 'inaction',
        title: 'Recommended or directed to hold to account, decided not to',
        open: 1,
        rectified: 0,
        disposedOf: 0,
      },
    ]);
    expect(findings.bodies.find(({ organId }) => organId === 'R-house')).toMatchObject({
      decisions: 1,
      notHeldToAccount: 1,
      openFindings: { inaction: 2 },
    });
    expect(first.told).toMatch(/R-1 +2019-10-01 +S-01 S-24 +House +Presiding officer/);

    // Why: the events it rests on stand in the history of the case.
    const found = await auditor.items(
      '/supervision/findings?code=S-01',
      z.object({ caseId: z.string(), facts: z.array(z.string()), superiors: z.array(z.string()) }),
    );
    const event = z.object({ eventId: z.string(), type: z.string() });
    const history = await auditor.get('/cases/R-1/history', z.object({ items: z.array(event) }));
    expect(
      found.map(({ superiors, facts }) => [
        superiors,
        history.items.filter(({ eventId }) => facts.includes(eventId)).map(({ type }) => type),
      ]),
    ).toEqual([[['R-register'], ['RecommendationMade', 'DecisionMade']]]);
  });

  it('names nobody: not in the report, not in the ledger, not in the log', async () => {
    expect(first.text).not.toMatch(names);
    expect(first.told).not.toMatch(names);
    for (const [caseId] of before) {
      const { text } = await auditor.ask(`/cases/${caseId}/history`);
      expect(text).toContain('M-90000');
      expect(text).not.toMatch(names);
    }
    const findings = await auditor.ask('/supervision/findings?limit=500');
    expect(findings.text).toContain('R-1');
    expect(findings.text).not.toMatch(names);
    const persons = await (await service.caller('R-register', ['admin'])).ask('/persons');
    expect(persons.text).toContain('"name":"M-900001"');
    expect(persons.text).not.toMatch(names);
    expect(`${service.logLines().join('\n')}${service.errors()}`).not.toMatch(names);
  });

  it('is refused without showing its text where it is no register', async () => {
    const client = new Client(service.origin, 'en');
    const play = (path: string, language: 'en' | 'zh-CN'): Promise<string> =>
      playRegister(client, language, { path, report: join(folder, 'none.json'), on });
    const other = join(folder, 'first.json');
    await expect(play(other, 'en')).rejects.toThrow(/no register of this form: see/);
    await expect(play(other, 'zh-CN')).rejects.toThrow(/不是这种格式的登记册/);
  });

  it.each([
    ['nowhere', 'no such path'],
    ['.', 'a folder without the file'],
  ])('says what was expected where there is none: %s, %s', async (path) => {
    const client = new Client(service.origin, 'en');
    const play = (language: 'en' | 'zh-CN'): Promise<string> =>
      playRegister(client, language, {
        ...{ path: join(folder, path), report: join(folder, 'none.json'), on },
      });
    await expect(play('en')).rejects.toThrow(NoRegister);
    await expect(play('en')).rejects.toThrow(
      /the YAML file of one, or a folder with misconduct\.yaml/,
    );
    await expect(play('zh-CN')).rejects.toThrow(
      /应为登记册的 YAML 文件，或者其中有 misconduct\.yaml/,
    );
  });
});

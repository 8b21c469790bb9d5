import Database from 'better-sqlite3';
import { cpSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { exitOf, spawnService } from '../support/running-service.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { dataDirOf, tamper, twoCases, wenze } from './command-line.js';

const verified = z.strictObject({
  holds: z.boolean(),
  events: z.int(),
  streams: z.int(),
  faults: z.array(z.looseObject({ position: z.int().optional(), reason: z.string() })),
  readModels: z.enum(['none', 'same', 'differ']).nullable(),
  log: z.null(),
});

function verify(dataDir: string) {
  const { code, out } = wenze(['verify', '--data', dataDir, '--json']);
  return { code, ...verified.parse(JSON.parse(out)) };
}

/** Puts a younger ledger in the place of a data directory's own. */
function putBack(dataDir: string, older: string): void {
  for (const file of readdirSync(dataDir).filter((name) => name.startsWith('ledger.sqlite')))
    rmSync(join(dataDir, file));
  for (const file of readdirSync(older).filter((name) => name.startsWith('ledger.sqlite')))
    cpSync(join(older, file), join(dataDir, file));
}

describe('wenze verify', () => {
  it('says that everything holds, and exits 0', async () => {
    const { code, out } = wenze(['verify', '--data', await dataDirOf(twoCases())]);
    expect(out).toBe('12 events in 2 streams: everything holds; read models: same; log: none\n');
    expect(code).toBe(0);
  });

  it('takes the data directory of the environment, and says the same for machines', async () => {
    const { code, out } = wenze(['verify', '--json'], { DATA_DIR: await dataDirOf(twoCases()) });
    expect(JSON.parse(out)).toStrictEqual({
      holds: true,
      events: 12,
      streams: 2,
      faults: [],
      readModels: 'same',
      log: null,
    });
    expect(code).toBe(0);
  });

  it('holds with policies in the history, adopted before what was recorded under them', async () => {
    const history = twoCases()
      .adopts('P-1', '2015-06-02', { undatedDutyWatchDays: 10 })
      .on('C-3', 'register', { receivedOn: '2015-06-02' });
    expect(verify(await dataDirOf(history))).toMatchObject({
      code: 0,
      events: 14,
      faults: [],
      readModels: 'same',
    });
  });

  it('holds where the read models are behind, or none were made', async () => {
    const behind = await dataDirOf(twoCases(), twoCasesUntil(8));
    expect(verify(behind)).toMatchObject({ code: 0, events: 12, readModels: 'same' });
    removeReadModels(behind);
    expect(verify(behind)).toMatchObject({ code: 0, readModels: 'none' });
  });

  it.each([
    ['another event than it was', `UPDATE event SET data = '{}' WHERE position = 6`, 6, 'data'],
    [
      'text that is not canonical',
      `UPDATE event SET data = ' ' || data WHERE position = 4`,
      4,
      'data',
    ],
    ['an unknown type', `UPDATE event SET type = 'CaseForgotten' WHERE position = 3`, 3, 'data'],
    [
      'a policy that nobody had adopted',
      `UPDATE event SET metadata = replace(metadata, '"policyVersion":"default"', '"policyVersion":"P-9"') WHERE position = 5`,
      5,
      'data',
    ],
    ['a position after a gap', `DELETE FROM event WHERE position = 12 - 6`, 7, 'position'],
    [
      'an instant before the last',
      `UPDATE event SET metadata = replace(metadata, '2016-01-04', '2016-01-03') WHERE position = 9`,
      9,
      'metadata',
    ],
  ])('names %s with its position, and exits 1', async (_, statement, position, field) => {
    const dataDir = await dataDirOf(twoCases());
    tamper(dataDir, statement);
    const found = verify(dataDir);
    expect(found).toMatchObject({ code: 1, holds: false, readModels: null });
    expect(found.faults[0]).toMatchObject({ position, field });
    const { code, out } = wenze(['verify', '--data', dataDir]);
    expect(code).toBe(1);
    expect(out).toContain(`position ${String(position)} (case-C-`);
    expect(out).toContain('does NOT hold');
  });

  it('names a gap among the revisions of a stream', async () => {
    const dataDir = await dataDirOf(twoCases());
    tamper(dataDir, 'UPDATE event SET revision = 9 WHERE position = 12');
    expect(verify(dataDir)).toMatchObject({
      code: 1,
      faults: [{ position: 12, field: 'revision', reason: 'revision 5 was expected' }],
    });
  });

  it('finds an event rewritten well by what the read models say', async () => {
    const dataDir = await dataDirOf(twoCases());
    tamper(
      dataDir,
      `UPDATE event SET data = replace(data, '"effectiveOn":"2015-03-10"', '"effectiveOn":"2014-03-10"') WHERE position = 6`,
    );
    const { code, faults, readModels } = verify(dataDir);
    expect([code, readModels, faults.length > 0]).toEqual([1, 'differ', true]);
    for (const { reason } of faults)
      expect(reason).toMatch(
        /^read-[0-9a-f]{12}\.sqlite: \w+ has \d+ rows that a rebuild does not/,
      );
    expect(faults.map(({ reason }) => reason).join()).toContain(': sanctions has 1 rows');
  });

  it('names a ledger without its triggers, and a directory without a ledger', async () => {
    const dataDir = await dataDirOf(twoCases());
    const database = new Database(join(dataDir, 'ledger.sqlite'));
    database.exec('DROP TRIGGER event_is_not_changed');
    database.close();
    expect(verify(dataDir)).toMatchObject({
      code: 1,
      faults: [{ reason: 'ledger.sqlite: event_is_not_changed is missing' }],
    });
    const empty = temporaryDirectory();
    expect(verify(empty)).toMatchObject({ code: 1, holds: false, events: 0 });
    expect(readdirSync(empty)).toEqual([]);
  });

  it('names the end that a ledger has lost, though all that is left holds', async () => {
    const dataDir = await dataDirOf(twoCases());
    putBack(dataDir, await dataDirOf(twoCasesUntil(9)));
    expect(verify(dataDir)).toMatchObject({
      code: 1,
      events: 9,
      readModels: 'differ',
      faults: [{ reason: 'the read models know events up to position 12, the ledger ends at 9' }],
    });
  });

  it('names another ledger that is as long', async () => {
    const dataDir = await dataDirOf(twoCases());
    tamper(
      dataDir,
      `UPDATE event SET id = '00000000-0000-8000-8000-999999999999' WHERE position = 12`,
    );
    const { code, faults } = verify(dataDir);
    expect([code, faults[0]?.reason]).toEqual([
      1,
      'the read models know another event at position 12 than the ledger has there',
    ]);
  });

  it('changes nothing in the data directory and leaves nothing in it, whatever it finds', async () => {
    const dataDir = await dataDirOf(twoCases());
    // Sidecar files that SQLite needs for reading hold no rows.
    const contents = () =>
      readdirSync(dataDir, { recursive: true })
        .map(String)
        .filter((name) => !/-(wal|shm)$/.test(name))
        .map((name) => [name, statSync(join(dataDir, name), { bigint: true }).mtimeNs]);
    const before = contents();
    verify(dataDir);
    expect(contents()).toEqual(before);
    // Read models that cannot be compared: it ends by an error.
    const [readModels = ''] = readdirSync(dataDir).filter((name) => /^read-.*e$/.test(name));
    const database = new Database(join(dataDir, readModels));
    database.exec('DROP TABLE duties');
    database.close();
    const damaged = contents();
    expect(wenze(['verify', '--data', dataDir]).code).toBe(1);
    expect(contents()).toEqual(damaged);
  });

  it('is told wrongly with other options, and exits 2', () => {
    const { code, errors } = wenze(['verify', '--fast']);
    expect([code, errors]).toEqual([2, expect.stringContaining('--fast')]);
  });
});

describe('the service, where another ledger was put back', () => {
  it('does not start, and says what to do', async () => {
    const dataDir = await dataDirOf(twoCases());
    tamper(
      dataDir,
      `UPDATE event SET id = '00000000-0000-8000-8000-999999999999' WHERE position = 12`,
    );
    const { child, errors, lines } = spawnService({ dataDir });
    await exitOf(child);
    expect(child.exitCode).not.toBe(0);
    expect(`${errors()}${lines.join('\n')}`).toContain('wenze rebuild');
  });
});

function twoCasesUntil(position: number) {
  const history = twoCases();
  history.told.splice(position);
  return history;
}

function removeReadModels(dataDir: string): void {
  for (const name of readdirSync(dataDir).filter((file) => file.startsWith('read-')))
    rmSync(join(dataDir, name));
}

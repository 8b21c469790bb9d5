import Database from 'better-sqlite3';
import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { takeWriterLock } from '../../src/ledger/writer-lock.js';
import { manyCases } from '../projections/many-cases.js';
import { dataDirOf, tamper, twoCases, wenze } from './command-line.js';

function rebuild(dataDir: string, ...options: readonly string[]) {
  const { code, out, errors } = wenze(['rebuild', '--data', dataDir, '--json', ...options]);
  if (errors !== '') throw new Error(errors);
  return { code, told: JSON.parse(out) as unknown };
}

function readModels(dataDir: string): string {
  const [name, ...others] = readdirSync(dataDir).filter((file) => /^read-.*\.sqlite$/.test(file));
  if (name === undefined || others.length > 0)
    throw new Error('one file of read models is expected');
  return join(dataDir, name);
}

/** Takes a row away that the read models should have. */
function forget(dataDir: string): void {
  const database = new Database(readModels(dataDir));
  database.exec("DELETE FROM sanctions WHERE case_id = 'C-1'");
  database.close();
}

describe('wenze rebuild', () => {
  it('puts the same in place of what stood, for its owner alone, and exits 0', async () => {
    const dataDir = await dataDirOf(twoCases());
    const before = statSync(readModels(dataDir)).ino;
    expect(rebuild(dataDir)).toEqual({
      code: 0,
      told: { position: '12', differences: [], notFrom: null, replaced: true },
    });
    const { ino, mode } = statSync(readModels(dataDir));
    expect([ino === before, mode & 0o777]).toEqual([false, 0o600]);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('rebuild-'))).toEqual([]);
  });

  it('makes read models where none stood', async () => {
    const dataDir = await dataDirOf(twoCases());
    rmSync(readModels(dataDir));
    const { code, out } = wenze(['rebuild', '--data', dataDir]);
    expect([code, out]).toEqual([
      0,
      'built up to position 12\nnone stood here before\nthe rebuilt ones stand now\n',
    ]);
  });

  it('names the table in which they differed, exits 1, and mends it', async () => {
    const dataDir = await dataDirOf(twoCases());
    forget(dataDir);
    expect(rebuild(dataDir)).toMatchObject({
      code: 1,
      told: { differences: [{ table: 'sanctions', onlyFirst: 0, onlySecond: 1 }], replaced: true },
    });
    expect(rebuild(dataDir).code).toBe(0);
  });

  it('only compares beside a process that writes, and up to a position', async () => {
    const dataDir = await dataDirOf(twoCases());
    forget(dataDir);
    const before = statSync(readModels(dataDir)).ino;
    const lock = takeWriterLock(dataDir);
    expect(rebuild(dataDir)).toMatchObject({ code: 1, told: { replaced: false } });
    lock.release();
    expect(rebuild(dataDir, '--until', '5')).toMatchObject({
      code: 0,
      told: { position: '5', differences: [], replaced: false },
    });
    expect(statSync(readModels(dataDir)).ino).toBe(before);
  });

  it('says that the ledger lost its end, exits 1, and still replaces', async () => {
    const dataDir = await dataDirOf(twoCases());
    tamper(dataDir, 'DELETE FROM event WHERE position > 9');
    const { code, out } = wenze(['rebuild', '--data', dataDir]);
    expect(code).toBe(1);
    expect(out).toContain('know events up to position 12, the ledger ends at 9');
    expect(out).toContain('the rebuilt ones stand now');
    expect(rebuild(dataDir)).toMatchObject({ code: 0, told: { position: '9', notFrom: null } });
    expect(wenze(['verify', '--data', dataDir]).code).toBe(0);
  });

  it('leaves nothing behind and what stood in place, when an event cannot be applied', async () => {
    const dataDir = await dataDirOf(twoCases());
    tamper(dataDir, "UPDATE event SET type = 'CaseForgotten' WHERE position = 3");
    const before = statSync(readModels(dataDir)).ino;
    const { code, errors } = wenze(['rebuild', '--data', dataDir]);
    expect([code, errors]).toEqual([1, expect.stringContaining('position 3')]);
    expect(readdirSync(dataDir).filter((name) => name.startsWith('rebuild-'))).toEqual([]);
    expect(statSync(readModels(dataDir)).ino).toBe(before);
  });

  describe('in threads', () => {
    it('gives the same rows as those that were kept event by event, whole or up to a position', async () => {
      const history = manyCases(60, 11);
      const dataDir = await dataDirOf(history);
      expect(rebuild(dataDir, '--threads', '3', '--until', '100')).toMatchObject({
        code: 0,
        told: { position: '100', differences: [] },
      });
      expect(rebuild(dataDir, '--threads', '3')).toEqual({
        code: 0,
        told: { position: history.position, differences: [], notFrom: null, replaced: true },
      });
      expect(wenze(['verify', '--data', dataDir]).code).toBe(0);
    });

    it('names the first event that cannot be applied, whoever comes upon another one before', async () => {
      const history = manyCases(60, 12);
      const dataDir = await dataDirOf(history);
      const forgotten = history.told.flatMap(({ revision }, index) =>
        revision === 2 ? [index + 1] : [],
      );
      tamper(
        dataDir,
        `UPDATE event SET type = 'CaseForgotten' WHERE position IN (${forgotten.join(', ')})`,
      );
      const { code, errors } = wenze(['rebuild', '--data', dataDir, '--threads', '4']);
      expect([forgotten.length > 20, code]).toEqual([true, 1]);
      expect(errors).toContain(`position ${String(forgotten[0])}:`);
    });

    it('says of an event that is damaged where it stands, and quotes nothing of it', async () => {
      const dataDir = await dataDirOf(twoCases());
      tamper(dataDir, 'UPDATE event SET data = \'{"name":"虚构\' WHERE position = 5');
      const { code, errors } = wenze(['rebuild', '--data', dataDir, '--threads', '2']);
      expect([code, errors]).toEqual([1, expect.stringContaining('position 5: data is not JSON')]);
      expect(errors).not.toContain('虚构');
    });
  });

  it.each([
    ['a position that is none', ['--until', 'yesterday']],
    ['a number of threads that is none', ['--threads', 'all']],
    ['an option that is none', ['--now']],
  ])('is told wrongly with %s, and exits 2', (_, options) => {
    expect(wenze(['rebuild', ...options]).code).toBe(2);
  });
});

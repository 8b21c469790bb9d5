// `wenze backup` on data directories as they are found: other people's folders, ledgers and keys
// that do not hold, evidence that is gone, a ledger on a server, and a death at every step.
import Database from 'better-sqlite3';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { openEvidenceStore } from '../../src/evidence/evidence-store.js';
import { makeLogKey } from '../../src/ledger/sequencer/log-key.js';
import { canTrace, runWithFault, trace, type Fault } from '../durability/system-calls.js';
import { noteOf, origin, sign } from '../ledger/sequencer/signed-ledger.js';
import { History } from '../projections/history.js';
import { bytesOf } from '../support/put-back.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { builtProgram, dataDirOf, tamper, wenze } from './command-line.js';

const environment = { LEDGER_ORIGIN: origin };
const material = '虚构审批台账';

interface Office {
  readonly dataDir: string;
  readonly to: string;
  readonly digest: string;
}

/** A signed data directory of seven events or more, one of which names evidence in clear, and a place for backups. */
async function office(events = 7): Promise<Office> {
  const scratch = temporaryDirectory();
  const evidence = await openEvidenceStore(scratch);
  const { digest, size } = await evidence.put(Readable.from([Buffer.from(material)]), 1_000);
  await evidence.keepPlain(digest);
  const history = new History().on('C-1', 'register').on('C-1', 'accept').on('C-1', 'initiate');
  history.on('C-1', 'evidence', { digest, size, mediaType: 'text/plain' });
  for (let n = 5; n <= events; n += 1) history.on(`C-${String(n)}`, 'register');
  const dataDir = await dataDirOf(history);
  cpSync(join(scratch, 'evidence'), join(dataDir, 'evidence'), { recursive: true });
  await sign(dataDir);
  return { dataDir, to: join(temporaryDirectory(), 'backup'), digest };
}

const backUp = ({ dataDir, to }: Office, ...options: readonly string[]) =>
  wenze(['backup', to, '--data', dataDir, ...options], environment);

const manifestIn = (to: string) =>
  z
    .looseObject({ whole: z.boolean(), events: z.int().nullish() })
    .parse(JSON.parse(readFileSync(join(to, 'manifest.json'), 'utf8')));

/** Holds a backup against its own keys and checkpoint. */
function verify(to: string) {
  const [key = ''] = readFileSync(join(to, 'apart', 'log-key.pub'), 'utf8').split('\n');
  return wenze(
    [
      ...['verify', '--data', to, '--without-read-models', '--key', key],
      ...['--checkpoint', join(to, 'apart', 'checkpoint')],
    ],
    environment,
  );
}

function pathOf(directory: string, digest: string): string {
  const hex = digest.slice('sha-256:'.length);
  return join(directory, 'evidence', hex.slice(0, 2), hex.slice(2, 4), hex);
}

describe('wenze backup', () => {
  it('says what it has copied and that it holds', async () => {
    const place = await office();
    const { code, out } = backUp(place);
    expect([code, out]).toEqual([
      0,
      '7 events, 7 signed\n2 files of evidence, 2 of them new\nbacked up, everything holds\n',
    ]);
    expect(manifestIn(place.to)).toMatchObject({ whole: true, events: 7 });
    expect(manifestIn(join(place.to, 'apart'))).toMatchObject({ whole: true });
    expect(readFileSync(join(place.to, 'apart', 'checkpoint'), 'utf8')).toBe(noteOf(place.dataDir));
    expect(verify(place.to).code).toBe(0);
  });

  it('is called wrongly without a place, or into a folder that is none of its own', async () => {
    const place = await office();
    const wrong = (...args: readonly string[]) =>
      wenze(['backup', ...args, '--data', place.dataDir], environment).code;
    expect([wrong(), wrong('a', 'b'), wrong(place.dataDir)]).toEqual([2, 2, 2]);
    expect(wrong(place.to, '--apart', place.to)).toBe(2);
    expect(wenze(['backup', place.to, '--data', temporaryDirectory()]).code).toBe(2);
    const others = temporaryDirectory();
    writeFileSync(join(others, 'letter.txt'), '');
    expect(wrong(others)).toBe(2);
    expect(readdirSync(others)).toEqual(['letter.txt']);
    // One that was put back and served: it is no backup any more, whatever else lies in it.
    backUp(place);
    cpSync(join(place.to, 'manifest.json'), join(place.dataDir, 'manifest.json'));
    const another = { ...(await office()), to: place.dataDir };
    const before = bytesOf(place.dataDir);
    expect(backUp(another).code).toBe(2);
    expect(bytesOf(place.dataDir)).toEqual(before);
  });

  it('goes into the root of a disk that is empty but for what its format puts there', async () => {
    const place = await office();
    mkdirSync(join(place.to, 'lost+found'), { recursive: true });
    expect(backUp(place).code).toBe(0);
  });

  it('is one at a time', async () => {
    const place = await office();
    backUp(place);
    const lock = new Database(join(place.to, 'lock.sqlite'));
    lock.exec('BEGIN EXCLUSIVE');
    expect(backUp(place)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('another process') as unknown,
    });
    lock.close();
    expect(backUp(place).code).toBe(0);
  });
});

describe('a backup that does not hold', () => {
  it.each<[string, string, (dataDir: string) => void]>([
    [
      'an event was changed',
      'position 2',
      (dataDir) => tamper(dataDir, `UPDATE event SET data = '{}' WHERE position = 2`),
    ],
    [
      'the ledger has lost its end',
      'missing in the ledger',
      (dataDir) => tamper(dataDir, 'DELETE FROM event WHERE position = 7'),
    ],
    [
      'the key is gone',
      'log-key.pem is missing',
      (dataDir) => rmSync(join(dataDir, 'log-key.pem')),
    ],
    ['the key is another', 'no key that is trusted', (dataDir) => makeLogKey(dataDir)],
    [
      'the key is none',
      'holds no Ed25519 key',
      (dataDir) => writeFileSync(join(dataDir, 'log-key.pem'), 'spoilt'),
    ],
  ])('is none when %s, and the one before stays as it was', async (_, said, spoil) => {
    const place = await office();
    backUp(place);
    const before = bytesOf(place.to);
    spoil(place.dataDir);
    const { code, out } = backUp(place);
    expect([code, out]).toEqual([1, expect.stringContaining(said)]);
    expect(out).toContain('NOT backed up');
    expect(bytesOf(place.to)).toEqual(before);
    expect(JSON.parse(backUp(place, '--json').out)).toMatchObject({ whole: false });
  });

  it('is made all the same when only evidence is missing or damaged, which is named', async () => {
    const place = await office();
    writeFileSync(pathOf(place.dataDir, place.digest), material.replace('虚', '真'));
    const { code, out } = backUp(place);
    expect([code, out]).toEqual([
      1,
      expect.stringContaining(`evidence ${place.digest} is missing or damaged`),
    ]);
    expect(manifestIn(place.to)).toMatchObject({ whole: true, events: 7 });
    // Found again, it is part of the next one.
    writeFileSync(pathOf(place.dataDir, place.digest), material);
    expect(backUp(place).code).toBe(0);
    // And lost since, it stays in the backup, which says where it is missing.
    rmSync(pathOf(place.dataDir, place.digest));
    const later = backUp(place);
    expect([later.code, later.out]).toEqual([
      0,
      expect.stringContaining(
        `evidence ${place.digest} is in the backup, and missing in the data directory`,
      ),
    ]);
    expect(existsSync(pathOf(place.to, place.digest))).toBe(true);
    expect(verify(place.to).code).toBe(0);
  });
});

describe('a backup of the keys of a ledger on a server', () => {
  it('has all but the ledger, and says so', async () => {
    const { dataDir, to } = await office();
    for (const part of ['', '-wal', '-shm'])
      rmSync(join(dataDir, `ledger.sqlite${part}`), { force: true });
    // No server stands there: it is not asked.
    const settings = {
      ...environment,
      DATA_DIR: dataDir,
      LEDGER_URL: 'esdb://127.0.0.1:1?tls=false',
      READ_STORE_URL: 'postgres://127.0.0.1:1/none',
    };
    const { code, out } = wenze(['backup', to], settings);
    expect([code, out]).toEqual([0, expect.stringContaining('NOT in this backup')]);
    expect(existsSync(join(to, 'ledger.sqlite'))).toBe(false);
    expect(manifestIn(to)).toMatchObject({ whole: true, events: null, signed: { size: 7 } });
    const tree = new Database(join(dataDir, 'tree.sqlite'));
    tree.exec('UPDATE leaves SET entries = zeroblob(length(entries))');
    tree.close();
    expect(wenze(['backup', to], settings)).toMatchObject({
      code: 1,
      out: expect.stringContaining('tree.sqlite is not what the signed checkpoint says') as unknown,
    });
  });
});

const every = process.env['CALLS'] === 'all';
const whereTraced = canTrace ? describe : () => undefined;

whereTraced('a backup that is killed', () => {
  it('at any step leaves the one before, or one that says that it is not whole', async () => {
    const { to } = await office();
    backUp({ ...(await office()), to });
    const place = { ...(await office(10)), to };
    const before = join(temporaryDirectory(), 'before');
    cpSync(place.to, before, { recursive: true });
    const reset = (): void => {
      rmSync(place.to, { recursive: true });
      cpSync(before, place.to, { recursive: true });
    };
    const args = [builtProgram, 'backup', place.to, '--data', place.dataDir];
    const scratch = join(temporaryDirectory(), 'strace');
    const seen = { whole: 0, notWhole: 0 };
    const all = stepsOf(args, place.to, scratch);
    // Every single one, 44 of them, with CALLS=all.
    const steps = every ? all : all.filter(({ name }) => name === 'rename');
    for (const fault of steps) {
      reset();
      const { met } = runWithFault(args, fault, scratch);
      expect([fault, met]).toEqual([fault, true]);
      const { whole, events } = manifestIn(place.to);
      seen[whole ? 'whole' : 'notWhole'] += 1;
      // Whatever says that it is whole holds, and is the one before or the new one.
      if (whole) {
        expect([7, 10]).toContain(events);
        if (events === 7) expect(bytesOf(place.to)).toMatchObject(ledgerIn(before));
      }
      // What is not whole is so after the next one.
      if (whole && !every) continue;
      expect([backUp(place).code, manifestIn(place.to)]).toMatchObject([
        0,
        { whole: true, events: 10 },
      ]);
      expect(readdirSync(place.to)).not.toContain('incoming');
    }
    expect(verify(place.to).code).toBe(0);
    process.stdout.write(`${String(steps.length)} steps: ${JSON.stringify(seen)}\n`);
    expect(seen.whole).toBeGreaterThan(3);
    expect(seen.notWhole).toBeGreaterThan(3);
  });
});

/** Each call that gives, takes or flushes a name in the backup, as the last one before a kill. */
function stepsOf(args: readonly string[], below: string, scratch: string): Fault[] {
  const { calls, code, errors } = trace(args, { below, scratch });
  if (code !== 0) throw new Error(errors);
  const times = new Map<string, number>();
  return calls.flatMap(({ thread, name, paths }) => {
    const [path = ''] = paths;
    const time = (times.get(`${thread} ${name} ${path}`) ?? 0) + 1;
    times.set(`${thread} ${name} ${path}`, time);
    // Drafts of evidence have another name each time.
    const again = !/evidence\/incoming\/./.test(path);
    return again && ['rename', 'unlink', 'rmdir', 'mkdir', 'fsync'].includes(name)
      ? [{ name, path, time, effect: 'signal=KILL' }]
      : [];
  });
}

const ledgerIn = (directory: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(bytesOf(directory)).filter(([name]) => name.endsWith('.sqlite')),
  );

describe('keys that others can read', () => {
  it('stop the start, and say which', async () => {
    const { dataDir } = await office();
    chmodSync(join(dataDir, 'log-key.pem'), 0o644);
    const { code, errors } = wenze(['serve'], { ...environment, DATA_DIR: dataDir, PORT: '0' });
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining('others may read or write log-key'),
    ]);
    expect(errors).toContain('其他用户可以读写密钥文件');
  });
});

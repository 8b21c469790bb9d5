// `wenze accept-backup` on ledgers that have lost what was signed, on those that have not, and on
// those that hold something else; broken off at each step, and repeated.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { logRestarted } from '../../src/domain/log-restart.js';
import { readVerifierKeys } from '../../src/ledger/sequencer/log-key.js';
import { openSqliteCheckpoints } from '../../src/ledger/sequencer/sqlite-checkpoints.js';
import { PublishedLog } from '../../src/ledger/sequencer/published-log.js';
import { openSqliteCosignatures } from '../../src/ledger/sequencer/sqlite-cosignatures.js';
import { openSqliteLedger, openSqliteLedgerReader } from '../../src/ledger/sqlite-ledger.js';
import { History, record } from '../projections/history.js';
import { entriesOf, noteHolds, noteOf, origin, sign } from '../ledger/sequencer/signed-ledger.js';
import { checkpointIn, leafHashOf, rootOf } from '../support/outsider.js';
import { bytesOf } from '../support/put-back.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { dataDirOf, tamper, wenze } from './command-line.js';

const environment = { LEDGER_ORIGIN: origin };
const reasons = '磁盘损坏，从昨日备份恢复。';
const acceptance = ['--by', 'u-admin', '--organ', 'commission', '--reasons', reasons];

const accept = (dataDir: string, ...options: readonly string[]) =>
  wenze(['accept-backup', ...acceptance, '--data', dataDir, ...options], environment);
const verify = (dataDir: string, ...options: readonly string[]) =>
  wenze(['verify', '--data', dataDir, '--without-read-models', ...options], environment);

const cases = (n: number): History => {
  const history = new History();
  for (let at = 0; at < n; at += 1) history.on(`C-${String(at)}`, 'register');
  return history;
};

/** A signed ledger of so many cases, one event each. */
async function signedDirOf(n: number): Promise<string> {
  const directory = await dataDirOf(cases(n));
  await sign(directory);
  return directory;
}

/** Records and signs so many cases more. */
async function recordMore(directory: string, n: number): Promise<void> {
  const ledger = openSqliteLedger({
    directory,
    onFatal: (error) => {
      throw error;
    },
  });
  const before = Number(await ledger.head());
  await record(ledger, cases(before + n), before);
  await ledger.close();
  await sign(directory);
}

/** Ten events were signed, and the ledger is back at the first six of them; the tree is as it was, unless told that it is lost. */
async function olderCopy(lost?: 'tree.sqlite'): Promise<string> {
  const directory = await signedDirOf(10);
  tamper(directory, 'DELETE FROM event WHERE position > 6');
  if (lost !== undefined) rmSync(join(directory, lost));
  return directory;
}

async function restartIn(dataDir: string) {
  const ledger = openSqliteLedgerReader(dataDir);
  const events = await ledger.read('log-restarts');
  await ledger.close();
  return events.map(({ data, metadata, type, position }) => ({
    type,
    position,
    metadata,
    data: logRestarted.parse(data),
  }));
}

describe('wenze accept-backup', () => {
  it('puts on record what was signed, what is left, who accepts it and why', async () => {
    const directory = await olderCopy();
    const [note, keys] = [noteOf(directory) ?? '', readVerifierKeys(directory)];
    const left = rootOf(entriesOf(directory).map(leafHashOf)).toString('base64');
    const { code, out } = accept(directory);
    expect([code, out]).toEqual([0, expect.stringContaining('had signed 10 events, 6 are left')]);
    const [restart, ...others] = await restartIn(directory);
    expect(others).toEqual([]);
    const root = checkpointIn(note, keys[0]!).root.toString('base64');
    expect(restart).toMatchObject({
      type: 'LogRestarted',
      position: '7',
      data: {
        ended: { origin, size: 10, root, checkpoint: note, verifierKeys: keys },
        left: { size: 6, root: left },
        reasons,
      },
      metadata: {
        actor: { issuer: 'urn:wenze:command-line', sub: 'u-admin' },
        organ: 'commission',
      },
    });
    expect(restart?.data.origin).toMatch(/^test\.example\/ledger\/\d{8}T\d{6}\.\d{3}Z$/);
  });

  it('begins a log that covers the record, under another name and the same key', async () => {
    const directory = await olderCopy();
    const [old = ''] = readVerifierKeys(directory);
    accept(directory);
    expect(noteHolds(directory)).toBe(7);
    const [young = '', ...others] = readVerifierKeys(directory);
    expect([others, young.slice(young.lastIndexOf('+'))]).toEqual([
      [],
      old.slice(old.lastIndexOf('+')),
    ]);
    const { notes, status } = await sign(directory);
    expect([notes, status.state]).toEqual([[], 'signing']);
    const { code, out } = verify(directory, '--key', young);
    expect([code, out]).toEqual([
      0,
      expect.stringContaining(`the log ${origin} had signed 10 events and ended with 6 of them`),
    ]);
  });

  it('is called wrongly without a person, an organ or reasons', async () => {
    const directory = await olderCopy();
    const before = bytesOf(directory);
    for (const left of [0, 2, 4]) {
      const without = acceptance.filter((_, n) => n !== left && n !== left + 1);
      expect(wenze(['accept-backup', ...without, '--data', directory], environment).code).toBe(2);
    }
    expect(accept(directory, '--checkpoint', join(directory, 'none')).code).toBe(2);
    expect(bytesOf(directory)).toEqual(before);
  });

  it('has nothing to accept where the ledger has all that was signed', async () => {
    const directory = await signedDirOf(4);
    const before = noteOf(directory);
    expect(accept(directory)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('the log goes on as it is') as unknown,
    });
    expect([noteOf(directory), await restartIn(directory)]).toEqual([before, []]);
  });

  it('does not accept a ledger that holds other events than were signed', async () => {
    const changed = await signedDirOf(4);
    tamper(changed, `UPDATE event SET type = 'CaseForgotten' WHERE position = 2`);
    // Shorter and changed: the tree that survived tells.
    const shorter = await olderCopy();
    tamper(shorter, `UPDATE event SET type = 'CaseForgotten' WHERE position = 2`);
    // Shorter and changed, and its tree lost: a checkpoint of what is left tells.
    const without = await signedDirOf(6);
    const early = noteOf(without) ?? '';
    await recordMore(without, 4);
    tamper(without, 'DELETE FROM event WHERE position > 6');
    tamper(without, `UPDATE event SET type = 'CaseForgotten' WHERE position = 2`);
    rmSync(join(without, 'tree.sqlite'));
    writeFileSync(join(without, 'checkpoint'), early);
    for (const directory of [changed, shorter, without]) {
      expect(accept(directory)).toMatchObject({
        code: 1,
        errors: expect.stringContaining('other events than were signed') as unknown,
      });
      expect(await restartIn(directory)).toEqual([]);
    }
  });
});

describe('what is known of a log that ended', () => {
  it('is the newest checkpoint that anybody has kept, by whatever key', async () => {
    const directory = await olderCopy('tree.sqlite');
    const kept = join(temporaryDirectory(), 'kept');
    writeFileSync(kept, noteOf(directory) ?? '');
    const [old = ''] = readVerifierKeys(directory);
    // Lock, key and public key are lost; a witness has the checkpoint, and an auditor the key.
    for (const name of ['checkpoint.sqlite', 'log-key.pem', 'log-key.pub'])
      rmSync(join(directory, name));
    expect(accept(directory)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('--checkpoint') as unknown,
    });
    expect(accept(directory, '--checkpoint', kept)).toMatchObject({
      code: 1,
      errors: expect.stringContaining('--key') as unknown,
    });
    expect(accept(directory, '--checkpoint', kept, '--key', old).code).toBe(0);
    const [restart] = await restartIn(directory);
    expect(restart?.data.ended).toMatchObject({ size: 10, verifierKeys: [old] });
    // A new key was made, and signs.
    expect(noteHolds(directory)).toBe(7);
    expect(verify(directory).code).toBe(0);
  });

  it('is the checkpoint of the backup itself where nobody has a newer one', async () => {
    const directory = await signedDirOf(5);
    writeFileSync(join(directory, 'checkpoint'), noteOf(directory) ?? '');
    rmSync(join(directory, 'checkpoint.sqlite'));
    const { code, out } = accept(directory);
    expect([code, out]).toEqual([0, expect.stringContaining('had signed 5 events, 5 are left')]);
  });

  it('is not the checkpoint of another log, nor one that says what nobody signed', async () => {
    const directory = await olderCopy();
    const forged = join(temporaryDirectory(), 'forged');
    writeFileSync(forged, (noteOf(directory) ?? '').replace('\n10\n', '\n11\n'));
    expect(accept(directory, '--checkpoint', forged).code).toBe(1);
    expect(
      wenze(['accept-backup', ...acceptance, '--data', directory], { LEDGER_ORIGIN: 'other' }),
    ).toMatchObject({ code: 1, errors: expect.stringContaining('not of other') as unknown });
    expect(await restartIn(directory)).toEqual([]);
  });
});

describe('what witnesses said of a log that ended', () => {
  const cosign = (directory: string, note: string): void => {
    const store = openSqliteCosignatures(directory);
    const signature = new Uint8Array(72);
    store.keep(note, { name: 'witness.example/w1', keyId: '00000001', signature });
    store.close();
  };

  it('stands in the record, and is not shown of the log that begins', async () => {
    const directory = await signedDirOf(6);
    const early = noteOf(directory) ?? '';
    await recordMore(directory, 4);
    // Of both there is the word of a witness: of what is left, and of what was signed last.
    const last = noteOf(directory) ?? '';
    cosign(directory, last);
    tamper(directory, 'DELETE FROM event WHERE position > 6');
    accept(directory);
    const [restart] = await restartIn(directory);
    expect(restart?.data.ended.checkpoint).toContain('— witness.example/w1 ');
    expect(restart?.data.ended).toMatchObject({ size: 10 });
    cosign(directory, early);
    const log = PublishedLog.of(directory);
    expect(await log.checkpointCosignedBy('witness.example/w1')).toBeUndefined();
    const included = await log.inclusionAt('2');
    await log.close();
    expect(included?.checkpoint.origin).toBe(restart?.data.origin);
    expect(verify(directory).code).toBe(0);
  });
});

describe('an acceptance that was broken off', () => {
  it('after its record is finished by the next one, and is on record once', async () => {
    const directory = await olderCopy();
    const [note = '', keys] = [noteOf(directory), readFileSync(join(directory, 'log-key.pub'))];
    accept(directory);
    // As if it had died before the lock was changed.
    const store = openSqliteCheckpoints(directory);
    await store.swap(noteOf(directory), note);
    await store.close();
    writeFileSync(join(directory, 'log-key.pub'), keys);
    expect(accept(directory).code).toBe(0);
    const [restart, ...others] = await restartIn(directory);
    expect(others).toEqual([]);
    expect(noteOf(directory)?.split('\n')[0]).toBe(restart?.data.origin);
    expect(noteHolds(directory)).toBe(7);
    expect(verify(directory).code).toBe(0);
  });

  it('does not stand for one that is needed later: another copy, another record, another name', async () => {
    const directory = await olderCopy();
    accept(directory);
    await sign(directory);
    const first = await restartIn(directory);
    tamper(directory, 'DELETE FROM event WHERE position > 5');
    expect(accept(directory)).toMatchObject({
      code: 0,
      out: expect.stringContaining('had signed 7 events, 5 are left') as unknown,
    });
    const [again, ...others] = await restartIn(directory);
    expect([others, again?.data.ended.origin]).toEqual([[], first[0]?.data.origin]);
    expect(again?.data.origin).not.toBe(first[0]?.data.origin);
    expect(verify(directory).code).toBe(0);
  });
});

describe('wenze verify, on a ledger whose log was restarted', () => {
  it('holds it against what was kept before, and says which events are lost', async () => {
    const directory = await olderCopy();
    const kept = temporaryDirectory();
    writeFileSync(join(kept, 'lost'), noteOf(directory) ?? '');
    accept(directory);
    const { code, out } = verify(directory, '--checkpoint', join(kept, 'lost'));
    expect([code, out]).toEqual([
      1,
      expect.stringContaining(`covers 10 events of ${origin}, which ended with 6 of them left`),
    ]);
  });

  it('finds a record that does not say what was left', async () => {
    const directory = await olderCopy();
    accept(directory);
    tamper(
      directory,
      'UPDATE event SET data = replace(data, \'"size":6\', \'"size":5\') WHERE position = 7',
    );
    expect(verify(directory)).toMatchObject({
      code: 1,
      out: expect.stringContaining(
        `the first 5 events are not those of what was left of ${origin}`,
      ) as unknown,
    });
  });

  it('says so when the log goes on under a name that is not the one on record', async () => {
    const directory = await olderCopy();
    const note = noteOf(directory);
    accept(directory);
    const store = openSqliteCheckpoints(directory);
    await store.swap(noteOf(directory), note ?? '');
    await store.close();
    expect(verify(directory)).toMatchObject({
      code: 1,
      out: expect.stringContaining('and the signed checkpoint is of another') as unknown,
    });
  });
});

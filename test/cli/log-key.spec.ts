// `wenze log-key`: a rotation of the log's keys, and what it will not do.
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readVerifierKeys } from '../../src/ledger/sequencer/log-key.js';
import { grow, noteHolds, noteOf, origin, sign } from '../ledger/sequencer/signed-ledger.js';
import { checkpointIn } from '../support/outsider.js';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { wenze } from './command-line.js';

async function signed(): Promise<string> {
  const directory = temporaryDirectory();
  await grow(directory, 3);
  await sign(directory);
  return directory;
}

const logKey = (directory: string, ...options: readonly string[]) =>
  wenze(['log-key', '--data', directory, ...options], { LEDGER_ORIGIN: origin });
const keysIn = (directory: string): string[] => logKey(directory).out.trimEnd().split('\n');

describe('wenze log-key', () => {
  it('lists the key that was made at the first start, for its owner alone', async () => {
    const directory = await signed();
    expect(keysIn(directory)).toEqual(readVerifierKeys(directory));
    expect(statSync(join(directory, 'log-key.pem')).mode & 0o777).toBe(0o600);
    expect(JSON.parse(logKey(directory, '--json').out)).toEqual({
      keys: readVerifierKeys(directory),
    });
  });

  it('rotates in two steps: both keys sign until the old ones are dropped', async () => {
    const directory = await signed();
    const [old = ''] = keysIn(directory);
    const { code, out, errors } = logKey(directory, '--add');
    const [young = '', ...others] = out.trimEnd().split('\n');
    expect([code, others, errors]).toEqual([0, [old], expect.stringContaining('restart')]);
    expect(statSync(join(directory, 'log-key.pem')).mode & 0o777).toBe(0o600);
    // Told before it signs, and not droppable into before it has.
    expect(readVerifierKeys(directory)).toEqual([young, old]);
    expect(logKey(directory, '--drop-old')).toMatchObject({
      code: 1,
      errors: expect.stringContaining('has not signed yet') as unknown,
    });
    expect(keysIn(directory)).toEqual([young, old]);

    // A start signs anew what stands, though no event has come.
    await sign(directory, { until: ({ notes }) => notes.length === 1 });
    const both = noteOf(directory) ?? '';
    expect([checkpointIn(both, old), checkpointIn(both, young)]).toMatchObject([
      { size: 3 },
      { size: 3 },
    ]);
    expect((await sign(directory)).notes).toEqual([]);

    expect(logKey(directory, '--drop-old')).toMatchObject({ code: 0, out: `${young}\n` });
    await grow(directory, 1);
    expect((await sign(directory)).status.state).toBe('signing');
    expect(noteHolds(directory)).toBe(4);
    expect(() => checkpointIn(noteOf(directory) ?? '', old)).toThrow('not signed');
    // What both had signed still holds under the old one.
    expect(checkpointIn(both, old).size).toBe(3);
  });

  it('changes nothing where there is no key, or none that can be used', async () => {
    const directory = await signed();
    writeFileSync(join(directory, 'log-key.pem'), 'spoilt');
    for (const options of [[], ['--add'], ['--drop-old']])
      expect(logKey(directory, ...options)).toMatchObject({
        code: 1,
        out: '',
        errors: 'wenze: log-key.pem holds no Ed25519 key\n',
      });
    expect(readFileSync(join(directory, 'log-key.pem'), 'utf8')).toBe('spoilt');
    rmSync(join(directory, 'log-key.pem'));
    for (const options of [[], ['--add'], ['--drop-old']])
      expect(logKey(directory, ...options)).toMatchObject({
        code: 1,
        errors: expect.stringContaining('there is no log-key.pem') as unknown,
      });
  });

  it('is called wrongly with both steps at once, and refuses a log of another name', async () => {
    const directory = await signed();
    expect(logKey(directory, '--add', '--drop-old').code).toBe(2);
    expect(wenze(['log-key', '--data', directory], { LEDGER_ORIGIN: 'another' })).toMatchObject({
      code: 1,
      errors: expect.stringContaining('LEDGER_ORIGIN') as unknown,
    });
  });
});

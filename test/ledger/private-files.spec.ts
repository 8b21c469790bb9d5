// Who may read the keys: their owner.
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NotPrivate, requirePrivate } from '../../src/ledger/private-files.js';
import { temporaryDirectory } from '../support/temporary-directory.js';

const withKey = (name: string, mode: number): string => {
  const directory = temporaryDirectory();
  writeFileSync(join(directory, name), '');
  chmodSync(join(directory, name), mode);
  return directory;
};

describe('the keys of a data directory', () => {
  it('are taken as they are made, and where there are none yet', () => {
    requirePrivate(join(temporaryDirectory(), 'not there yet'));
    for (const mode of [0o600, 0o400]) requirePrivate(withKey('log-key.pem', mode));
  });

  it.each(['keys.sqlite', 'log-key.pem', 'issuer.json'])(
    'are refused when group or others may read or write %s, in both languages',
    (name) => {
      for (const mode of [0o640, 0o604, 0o620, 0o644]) {
        const refused = () => requirePrivate(withKey(name, mode));
        expect(refused).toThrow(NotPrivate);
        expect(refused).toThrow(`其他用户可以读写密钥文件 ${name}`);
        expect(refused).toThrow(`others may read or write ${name}: \`chmod 600\``);
      }
    },
  );

  it('are refused when others could put others in their place', () => {
    const directory = withKey('log-key.pem', 0o600);
    chmodSync(directory, 0o777);
    expect(() => requirePrivate(directory)).toThrow('chmod 700');
  });

  it('do not include what anybody may read', () => {
    requirePrivate(withKey('log-key.pub', 0o644));
  });
});

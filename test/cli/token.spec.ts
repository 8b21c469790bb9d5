import { decodeJwt } from 'jose';
import { z } from 'zod';
import { temporaryDirectory } from '../support/temporary-directory.js';
import { wenze } from './command-line.js';

const asked = ['token', '--sub', 'u-1', '--organ', 'commission', '--roles', 'intake,decider'];

describe('wenze token', () => {
  it('issues a token that says who, of which organ, with which roles, for how long', () => {
    const data = temporaryDirectory();
    const { code, out } = wenze([...asked, '--name', '甲某', '--ttl', '60', '--data', data]);
    expect(code).toBe(0);
    const { iat = 0, exp, ...claims } = decodeJwt(out.trim());
    expect(claims).toMatchObject({ sub: 'u-1', organ: 'commission', roles: ['intake', 'decider'] });
    expect(exp).toBe(iat + 60);
  });

  it('says it as JSON for machines', () => {
    const { code, out } = wenze([...asked, '--json', '--data', temporaryDirectory()]);
    const { token } = z.strictObject({ token: z.string() }).parse(JSON.parse(out));
    expect([code, decodeJwt(token).sub]).toEqual([0, 'u-1']);
  });

  it.each([
    ['without a subject', ['--organ', 'commission', '--roles', 'intake'], '--sub'],
    ['with a role that is none', ['--sub', 'u', '--organ', 'o', '--roles', 'king'], '--roles'],
    ['with a time that is none', [...asked.slice(1), '--ttl', 'long'], '--ttl'],
    ['with an option that is none', [...asked.slice(1), '--forever'], '--forever'],
  ])('is told wrongly %s, and exits 2', (_, options, named) => {
    const { code, out, errors } = wenze(['token', ...options], { DATA_DIR: temporaryDirectory() });
    expect([code, out]).toEqual([2, '']);
    expect(errors).toContain(named);
  });

  it('exits 1 where it cannot keep its key', () => {
    expect(wenze([...asked, '--data', '/dev/null/nowhere']).code).toBe(1);
  });
});

describe('wenze', () => {
  it.each(['serve', 'token', 'rebuild', 'verify'])('explains %s, and exits 0', (command) => {
    const { code, out } = wenze([command, '--help']);
    expect([code, out]).toEqual([0, expect.stringContaining(`wenze ${command}`)]);
    expect(wenze(['--help']).out).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  });

  it('exits 2 without a command, with one that is none, and with a setting that is none', () => {
    expect(wenze([]).code).toBe(2);
    expect(wenze(['forget'])).toMatchObject({
      code: 2,
      errors: expect.stringContaining('unknown command forget') as string,
    });
    expect(wenze(['verify'], { PORT: 'none' }).code).toBe(2);
    expect(wenze(['serve', '--fast']).code).toBe(2);
  });
});

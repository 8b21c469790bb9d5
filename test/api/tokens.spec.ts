import { createHmac } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CompactSign, exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { InvalidToken, LocalIssuer, Tokens } from '../../src/api/tokens.js';

const official = {
  sub: 'u-1',
  name: '甲某',
  organ: 'district-discipline',
  roles: ['intake' as const, 'decider' as const],
};

let dataDir: string;
let issuer: LocalIssuer;
let ours: { key: CryptoKey; jwk: JWK; kid: string };
let theirs: { key: CryptoKey; jwk: JWK };

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'wenze-tokens-'));
  issuer = await LocalIssuer.of(dataDir);
  const jwk = JSON.parse(await readFile(join(dataDir, 'issuer.json'), 'utf8')) as JWK;
  ours = { key: (await importJWK(jwk, 'ES256')) as CryptoKey, jwk, kid: jwk.kid! };
  const other = await generateKeyPair('ES256', { extractable: true });
  theirs = { key: other.privateKey, jwk: await exportJWK(other.publicKey) };
});
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const now = (): number => Math.floor(Date.now() / 1000);

function goodClaims(): Record<string, unknown> {
  return {
    iss: issuer.trusted.issuer,
    aud: issuer.trusted.audience,
    ...official,
    iat: now(),
    exp: now() + 600,
  };
}

/** A token of these claims and header; by our key unless another is named. */
async function signed(
  claims: object | string,
  header: Record<string, unknown> = {},
  key: CryptoKey | Uint8Array = ours.key,
): Promise<string> {
  const payload = typeof claims === 'string' ? claims : JSON.stringify(claims);
  return new CompactSign(Buffer.from(payload))
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: ours.kid, ...header })
    .sign(key, { crit: { b64: true, secret: true } });
}

/** A token put together by hand, as no library would make it. */
function forged(header: Record<string, unknown>, claims: unknown, signature: string): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(claims)}.${signature}`;
}

function without(claim: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(goodClaims()).filter(([name]) => name !== claim));
}

function tokens(at: () => number = Date.now): Tokens {
  return new Tokens(issuer.trusted, { now: () => new Date(at()) });
}

describe('a token', () => {
  it('of the local issuer says who calls, and keeps the name to itself', async () => {
    const { caller } = await tokens().verifyToken(await issuer.issueToken(official));
    expect(caller).toStrictEqual({
      issuer: 'urn:wenze:local-issuer',
      sub: 'u-1',
      organ: 'district-discipline',
      roles: ['intake', 'decider'],
    });
  });

  it('by our key with sound claims is good, so that the cases below fail for their own reason', async () => {
    const { caller } = await tokens().verifyToken(await signed(goodClaims()));
    expect(caller).toMatchObject({ sub: 'u-1' });
  });

  it('is good until it expires, remembered or not', async () => {
    const begun = Date.now();
    let at = begun;
    const checked = tokens(() => at);
    const token = await issuer.issueToken(official, 60);
    const { until } = await checked.verifyToken(token);
    expect(Math.abs(until - begun - 60_000)).toBeLessThan(2_000);
    at = begun + 58_000;
    await expect(checked.verifyToken(token)).resolves.toBeDefined();
    at = begun + 61_000;
    await expect(checked.verifyToken(token)).rejects.toThrow(InvalidToken);
    await expect(tokens(() => at).verifyToken(token)).rejects.toThrow(InvalidToken);
  });

  it('is not remembered beyond the age at which it is refused', async () => {
    let at = Date.now();
    const checked = tokens(() => at);
    const token = await issuer.issueToken(official, 7 * 24 * 60 * 60);
    await checked.verifyToken(token);
    at += 24 * 60 * 60 * 1000 + 1_000;
    await expect(checked.verifyToken(token)).rejects.toThrow(InvalidToken);
  });

  const bad: Record<string, () => string | Promise<string>> = {
    'nothing at all': () => '',
    'one word': () => 'token',
    'two parts': () => 'a.b',
    'four parts': async () => `${await signed(goodClaims())}.x`,
    'five parts, as if encrypted': () => 'a.b.c.d.e',
    'algorithm none': () => forged({ alg: 'none', typ: 'at+jwt' }, goodClaims(), ''),
    'algorithm None': () => forged({ alg: 'None', typ: 'at+jwt', kid: ours.kid }, goodClaims(), ''),
    'no signature': async () => (await signed(goodClaims())).replace(/[^.]+$/, ''),
    'a signature of another token': async () => {
      const [, , signature = ''] = (await signed({ ...goodClaims(), sub: 'u-2' })).split('.');
      return (await signed(goodClaims())).replace(/[^.]+$/, signature);
    },
    'a changed payload': async () => {
      const [header = '', , signature = ''] = (await signed(goodClaims())).split('.');
      const claims = Buffer.from(JSON.stringify({ ...goodClaims(), roles: ['admin'] }));
      return `${header}.${claims.toString('base64url')}.${signature}`;
    },
    'a key of somebody else': () => signed(goodClaims(), {}, theirs.key),
    'a key of somebody else, sent along': () =>
      signed(goodClaims(), { jwk: theirs.jwk, kid: undefined }, theirs.key),
    'a key to be fetched (jku)': () =>
      signed(goodClaims(), { jku: 'https://example.org/keys' }, theirs.key),
    'a certificate to be fetched (x5u)': () =>
      signed(goodClaims(), { x5u: 'https://example.org/cert' }, theirs.key),
    'our public key as a shared secret': () => {
      const header = { alg: 'HS256', typ: 'at+jwt', kid: ours.kid };
      const body = forged(header, goodClaims(), '').slice(0, -1);
      const secret = JSON.stringify({ kty: 'EC', crv: 'P-256', x: ours.jwk.x, y: ours.jwk.y });
      return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
    },
    'another algorithm': () => forged({ alg: 'RS256', typ: 'at+jwt' }, goodClaims(), 'AAAA'),
    'an unknown key id': () => signed(goodClaims(), { kid: 'other' }),
    'a key id that is a path': () => signed(goodClaims(), { kid: '../../issuer.json' }),
    'a key id that is SQL': () => signed(goodClaims(), { kid: "' or 1=1 --" }),
    'a critical header we do not know': () => signed(goodClaims(), { crit: ['secret'], secret: 1 }),
    'the type of an ID token': () => signed(goodClaims(), { typ: 'JWT' }),
    'no type': () => signed(goodClaims(), { typ: undefined }),
    'another issuer': () => signed({ ...goodClaims(), iss: 'https://example.org' }),
    'no issuer': () => signed(without('iss')),
    'another audience': () => signed({ ...goodClaims(), aud: 'urn:other' }),
    'no audience': () => signed(without('aud')),
    'no expiry': () => signed(without('exp')),
    'an expiry that has passed': () => signed({ ...goodClaims(), exp: now() - 1 }),
    'an expiry in words': () => signed({ ...goodClaims(), exp: 'tomorrow' }),
    'no time of issue': () => signed(without('iat')),
    'a time of issue in the future': () => signed({ ...goodClaims(), iat: now() + 600 }),
    'a time of issue long ago': () => signed({ ...goodClaims(), iat: now() - 90_000 }),
    'a beginning in the future': () => signed({ ...goodClaims(), nbf: now() + 600 }),
    'no subject': () => signed(without('sub')),
    'an empty subject': () => signed({ ...goodClaims(), sub: '' }),
    'a subject with a line break': () => signed({ ...goodClaims(), sub: 'u-1\nu-2' }),
    'a subject that is a number': () => signed({ ...goodClaims(), sub: 1 }),
    'no organ': () => signed(without('organ')),
    'two organs': () => signed({ ...goodClaims(), organ: ['a', 'b'] }),
    'an organ that is no id': () => signed({ ...goodClaims(), organ: '../a' }),
    'no roles': () => signed(without('roles')),
    'roles as one word': () => signed({ ...goodClaims(), roles: 'admin' }),
    'roles as an object': () => signed({ ...goodClaims(), roles: { admin: true } }),
    'roles that are no words': () => signed({ ...goodClaims(), roles: [{ name: 'admin' }] }),
    'roles twice': () =>
      signed(JSON.stringify(goodClaims()).replace('"roles":', '"roles":["admin"],"roles":')),
    'a claim named __proto__': () =>
      signed(JSON.stringify(goodClaims()).replace('{', '{"__proto__":{"roles":["admin"]},')),
    'a payload that is no object': () => signed('["admin"]'),
    'a payload that is no JSON': () => signed('sub=u-1'),
    'more characters than a header takes': () =>
      signed({ ...goodClaims(), padding: 'x'.repeat(10_000) }),
  };

  it.each(Object.keys(bad))('with %s is refused, and stays refused', async (name) => {
    const checked = tokens();
    const token = await bad[name]!();
    await expect(checked.verifyToken(token)).rejects.toThrow(InvalidToken);
    await expect(checked.verifyToken(token)).rejects.toThrow(InvalidToken);
  });
});

describe('the local issuer', () => {
  it('keeps its key for itself and uses it again', async () => {
    const path = join(dataDir, 'issuer.json');
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const again = await LocalIssuer.of(dataDir);
    await expect(tokens().verifyToken(await again.issueToken(official))).resolves.toBeDefined();
  });

  it('is one even when two processes start at once', async () => {
    const fresh = join(dataDir, 'fresh');
    const [one, two] = await Promise.all([LocalIssuer.of(fresh), LocalIssuer.of(fresh)]);
    const checked = new Tokens(one.trusted, { now: () => new Date() });
    await expect(checked.verifyToken(await two.issueToken(official))).resolves.toBeDefined();
  });

  it('does not start with a key file that is not one', async () => {
    const broken = await mkdtemp(join(dataDir, 'broken-'));
    await writeFile(join(broken, 'issuer.json'), '{"kty":"EC"}');
    await expect(LocalIssuer.of(broken)).rejects.toThrow();
  });
});

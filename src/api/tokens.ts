// Who the caller is: access tokens (RFC 9068, `at+jwt`) checked against the issuer's key. The
// embedded default is its own issuer, with a key made at the first start.
import {
  createLocalJWKSet,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  jwtVerify,
  SignJWT,
  type CryptoKey,
  type JWTVerifyGetKey,
} from 'jose';
import { LRUCache } from 'lru-cache';
import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Caller } from '../commands/caller.js';
import type { Clock } from '../commands/clock.js';
import { formed, id, line } from '../domain/fields.js';
import { roles } from './authorization.js';
import { MalformedJson, parseStrictJson } from './strict-json.js';

const subjectForm = /^[\x21-\x7e]{1,200}$/;

/** What a development token is asked for with. */
export const tokenRequest = z.strictObject({
  sub: formed(subjectForm, {
    zh: '应为 1 至 200 个可见 ASCII 字符',
    en: 'expected 1 to 200 visible ASCII characters',
  }),
  name: line,
  organ: id,
  roles: z.array(z.enum(roles)).min(1).max(roles.length),
});

export type TokenRequest = z.output<typeof tokenRequest>;

const localIssuer = 'urn:wenze:local-issuer';
const audience = 'urn:wenze:api';
const algorithm = 'ES256';

/** Seconds a token of the local issuer holds unless told otherwise. */
const defaultTtl = 12 * 60 * 60;

/** A token issued so many seconds ago is refused whatever it says of itself. */
const oldest = 24 * 60 * 60;

/** A longer header field is no token of ours. */
const mostCharacters = 8192;

const keyFile = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string(),
  y: z.string(),
  d: z.string(),
  kid: z.string().min(1),
  alg: z.literal(algorithm),
});

/** Issues tokens that the same data directory's service takes. */
export class LocalIssuer {
  private constructor(
    private readonly key: CryptoKey,
    private readonly kid: string,
    /** What tokens are checked with. */
    readonly trusted: Trusted,
  ) {}

  /**
   * The issuer of a data directory; its key is made by whoever comes first.
   * @throws Error when the key file is there and is not one
   */
  static async of(dataDir: string): Promise<LocalIssuer> {
    const path = join(dataDir, 'issuer.json');
    const { d, ...publicKey } = keyFile.parse(
      JSON.parse((await readIfThere(path)) ?? (await makeKey(dataDir, path))),
    );
    const key = await importJWK({ ...publicKey, d }, algorithm);
    if (key instanceof Uint8Array) throw new Error('bug: a private key is not bytes');
    return new LocalIssuer(key, publicKey.kid, {
      issuer: localIssuer,
      audience,
      keys: createLocalJWKSet({ keys: [{ ...publicKey, use: 'sig' }] }),
    });
  }

  /** @param ttl seconds until it expires */
  issueToken({ sub, name, organ, roles: held }: TokenRequest, ttl = defaultTtl): Promise<string> {
    return new SignJWT({ name, organ, roles: held })
      .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid: this.kid })
      .setIssuer(localIssuer)
      .setAudience(audience)
      .setSubject(sub)
      .setIssuedAt()
      .setExpirationTime(`${ttl}s`)
      .setJti(randomUUID())
      .sign(this.key);
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isFileError(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function isFileError(error: unknown, code: 'ENOENT' | 'EEXIST'): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}

/** Writes a new key whole or not at all; of two processes at once, the first one's stands. */
async function makeKey(dataDir: string, path: string): Promise<string> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: algorithm };
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const draft = `${path}.${randomUUID()}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(JSON.stringify(jwk));
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(draft, path);
  } catch (error) {
    if (!isFileError(error, 'EEXIST')) throw error;
  } finally {
    await rm(draft);
  }
  return readFile(path, 'utf8');
}

/** An issuer we believe. */
export interface Trusted {
  readonly issuer: string;
  readonly audience: string;
  readonly keys: JWTVerifyGetKey;
}

/** The token does not say who calls: malformed, expired, not ours, not for us. Never says which, nor quotes it. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken';
}

const claims = z.object({
  iss: z.string(),
  sub: z.string().regex(subjectForm),
  name: line.optional(),
  organ: id,
  roles: z.array(z.string().min(1).max(100)).max(50),
  iat: z.int(),
  exp: z.int(),
});

/** Who a token says is calling, and how long it says so. */
export interface Verified {
  readonly caller: Caller;
  /** Milliseconds since 1970 at which it expires. */
  readonly until: number;
}

/** Checks tokens. A signature costs about 230 µs, so a token that was good is remembered until it expires. */
export class Tokens {
  private readonly verified = new LRUCache<string, Verified>({ max: 2000 });

  constructor(
    private readonly trusted: Trusted,
    private readonly clock: Clock,
  ) {}

  /**
   * Who a token says is calling, until when. The caller is known by issuer and `sub`; the name in
   * the token stays there.
   * @throws InvalidToken
   */
  async verifyToken(token: string): Promise<Verified> {
    const known = this.verified.get(token);
    if (known !== undefined && this.clock.now().getTime() < known.until) return known;
    if (token.length > mostCharacters) throw new InvalidToken();
    const { iss, sub, organ, roles: held, iat, exp } = await this.claimsOf(token);
    const verified = {
      caller: { issuer: iss, sub, organ, roles: held },
      until: Math.min(exp, iat + oldest) * 1000,
    };
    this.verified.set(token, verified);
    return verified;
  }

  private async claimsOf(token: string): Promise<z.output<typeof claims>> {
    const { issuer, audience: ours, keys } = this.trusted;
    try {
      await jwtVerify(token, keys, {
        algorithms: [algorithm],
        issuer,
        audience: ours,
        typ: 'at+jwt',
        requiredClaims: ['sub', 'exp', 'iat', 'organ', 'roles'],
        maxTokenAge: oldest,
        currentDate: this.clock.now(),
      });
      // Read once more, strictly: of a claim that stands twice, another reader may take the other.
      const [, payload = ''] = token.split('.');
      return claims.parse(parseStrictJson(Buffer.from(payload, 'base64url')));
    } catch (error) {
      if (
        error instanceof errors.JOSEError ||
        error instanceof z.ZodError ||
        error instanceof MalformedJson
      )
        throw new InvalidToken(undefined, { cause: error });
      throw error;
    }
  }
}

// The stored form of a sealed field: what stands in the ledger in place of a reporter's name.
// Sealing and opening are src/ledger/sealing.ts; here is only what an event's schema needs.
import { z } from 'zod';

/** AES-256-GCM under the case's key. Everything is base64url; the ciphertext ends with the 16-byte tag. */
export const sealed = z.strictObject({
  sealed: z.strictObject({
    alg: z.literal('A256GCM'),
    /** Names the key in the key store; says nothing about the case. */
    keyId: z.string().regex(/^[A-Za-z0-9_-]{22}$/),
    /** 96 bits. */
    nonce: z.string().regex(/^[A-Za-z0-9_-]{16}$/),
    ciphertext: z.string().regex(/^[A-Za-z0-9_-]{22,}$/),
  }),
});

export type Sealed = z.infer<typeof sealed>;

/** What is shown in place of a sealed field: that it is there, and no more. */
export const shownSealed = { sealed: true } as const;

/** A copy of a value in which every sealed field is shown as sealed; ciphertext leaves only in a bundle (API.md). */
export function withoutCiphertext<T>(value: T): Shown<T> {
  return shown(value) as Shown<T>;
}

/** The type of a value once its sealed fields are covered. */
export type Shown<T> = T extends Sealed
  ? typeof shownSealed
  : T extends readonly (infer E)[]
    ? readonly Shown<E>[]
    : T extends object
      ? { [K in keyof T]: Shown<T[K]> }
      : T;

/** The sealed fields of an event's data, each with its path, as `reporter.name`. */
export function* sealedIn(
  value: unknown,
  path: readonly string[] = [],
): Generator<[path: string, Sealed], void, undefined> {
  if (typeof value !== 'object' || value === null) return;
  if ('sealed' in value) {
    const found = sealed.safeParse(value);
    if (found.success) {
      yield [path.join('.'), found.data];
      return;
    }
  }
  for (const [name, field] of Object.entries(value)) yield* sealedIn(field, [...path, name]);
}

function shown(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(shown);
  if (sealed.safeParse(value).success) return shownSealed;
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, shown(field)]));
}

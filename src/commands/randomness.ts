// Random bytes, drawn from the system many at a time: a salt and an id for every command would
// otherwise be two system calls each.
import { randomBytes } from 'node:crypto';

const poolSize = 8_192;
let pool = randomBytes(0);
let used = 0;

/** So many random bytes, each given out once. */
export function randomBytesOf(length: number): Uint8Array {
  if (used + length > pool.length) {
    pool = randomBytes(poolSize);
    used = 0;
  }
  used += length;
  return pool.subarray(used - length, used);
}

/** 32 random bytes in hex: what blinds an event's leaf in the transparency log. */
export function newSalt(): string {
  return Buffer.from(randomBytesOf(32)).toString('hex');
}

// What every part of the verifying code throws, and nothing else: a text or a run of bytes that has
// not the form it must have, and a proof or a signature that does not hold.

/** The bytes are not what they are given out to be. `what` is the kind of thing: a note, a tile. */
export class Malformed extends Error {
  override readonly name = 'Malformed';
  constructor(
    readonly what: string,
    readonly reason: string,
  ) {
    super(`${what}: ${reason}`);
  }
}

/** The form is right and what it says is not so. Never says how near it came. */
export class DoesNotHold extends Error {
  override readonly name = 'DoesNotHold';
}

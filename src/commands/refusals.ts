// Refusals that come from the handling of a command, not from the rules of the domain.

/** The case has moved on since the caller looked (`If-Match`). */
export class RevisionMismatch extends Error {
  override readonly name = 'RevisionMismatch';
  constructor(readonly actual: number | 'none') {
    super(`the case stands at revision ${actual}`);
  }
}

/** A lost race: what was regular on the state first read is not so on the newest. */
export class CaseMovedOn extends Error {
  override readonly name = 'CaseMovedOn';
}

/** The Idempotency-Key was used before for another request. */
export class IdempotencyKeyReused extends Error {
  override readonly name = 'IdempotencyKeyReused';
}

/** What the decision needs to know of other cases cannot be had: the read models have not caught up. */
export class FactsUnavailable extends Error {
  override readonly name = 'FactsUnavailable';
}

/** The act is outside what the caller's organ may record. */
export class OutOfScope extends Error {
  override readonly name = 'OutOfScope';
}

// Who asks, as the token says: the actor of every event it causes.

export interface Caller {
  readonly issuer: string;
  readonly sub: string;
  readonly organ: string;
  readonly roles: readonly string[];
}

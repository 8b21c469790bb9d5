// What the guards have made of a request by the time a controller sees it.
import type { FastifyRequest } from 'fastify';
import type { Caller } from '../commands/caller.js';
import type { Acknowledgement } from '../domain/refusal.js';
import type { Right } from './authorization.js';
import type { Route } from './routes.js';

/** Who asks for what, on whose authority. */
export interface Asked {
  readonly route: Route;
  readonly caller: Caller;
  /** Milliseconds since 1970 at which the caller's token expires. */
  readonly until: number;
  /** `own` and `wide`: only what lies in the caller's scope, which the controller asks about. */
  readonly right: Right;
  readonly idempotencyKey?: string;
  readonly ifMatch?: number;
  readonly acknowledge?: Acknowledgement;
  /** The body as it came, before defaults: what a repeated command is compared by. Empty without one. */
  readonly received: object;
}

/** A request whose token, right, path, query and body have been checked. */
export type AskedRequest = FastifyRequest & {
  asked?: Asked;
  /** Who was refused for want of a right: the log names them. */
  denied?: Caller;
};

/** @throws Error on a public route, where nobody needs to say who they are */
export function askedOf({ asked }: AskedRequest): Asked {
  if (asked === undefined) throw new Error('bug: a public route has no caller');
  return asked;
}

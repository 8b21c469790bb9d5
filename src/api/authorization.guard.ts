// Nobody passes who is not in the table: finds the route's row, asks the token who calls, and
// grants the row's right or refuses (RELIABILITY b.4). Runs before every controller.
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import type { AskedRequest } from './asked.js';
import { rightOf } from './authorization.js';
import { HttpRefusal, problem } from './problem.js';
import type { Route } from './routes.js';
import type { ServedRoutes } from './served-routes.js';
import { InvalidToken, type Tokens, type Verified } from './tokens.js';

export class AuthorizationGuard implements CanActivate {
  constructor(
    private readonly routes: ServedRoutes,
    private readonly tokens: Pick<Tokens, 'verifyToken'>,
  ) {}

  async canActivate(context: ExecutionContext): Promise<true> {
    const request = context.switchToHttp().getRequest<AskedRequest>();
    const route = this.routes.of(request);
    if (route === undefined) throw new HttpRefusal(problem('route-not-found'));
    const { rights } = route;
    if (rights === 'public') return true;

    const { caller, until } = await this.verifiedOf(request);
    const right = rightOf(rights, caller.roles);
    if (right === undefined) {
      request.denied = caller;
      throw denied(route);
    }
    request.asked = { route, caller, until, right, received: {} };
    return true;
  }

  private async verifiedOf({ headers: { authorization } }: AskedRequest): Promise<Verified> {
    const token = /^Bearer +([\x21-\x7e]+)$/i.exec(authorization ?? '')?.[1];
    if (token === undefined) throw unauthenticated('Bearer realm="wenze"');
    try {
      return await this.tokens.verifyToken(token);
    } catch (error) {
      if (error instanceof InvalidToken)
        throw unauthenticated('Bearer realm="wenze", error="invalid_token"');
      throw error;
    }
  }
}

function unauthenticated(challenge: string): HttpRefusal {
  return new HttpRefusal(
    problem('unauthenticated', {
      detail: {
        zh: '请在 Authorization 头中提供有效的访问令牌（Bearer）。',
        en: 'Send a valid access token in the Authorization header (Bearer).',
      },
      headers: { 'www-authenticate': challenge },
    }),
  );
}

function denied({ rights }: Route): HttpRefusal {
  const needed = rights === 'public' ? [] : Object.keys(rights);
  return new HttpRefusal(
    problem('forbidden', {
      detail: {
        zh: `此操作需要以下角色之一：${needed.join('、')}。`,
        en: `This needs one of the roles ${needed.join(', ')}.`,
      },
    }),
  );
}

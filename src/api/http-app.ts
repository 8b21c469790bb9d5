// The Nest application on our server: guards, filter and the check of the table against what is
// really served. main.ts and the tests start the service through this one function.
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AuthorizationGuard } from './authorization.guard.js';
import { makeHttpServer, type ServerNeeds } from './http-server.js';
import { nestLog } from './log.js';
import { ProblemFilter } from './problem.filter.js';
import { RequestGuard } from './request.guard.js';
import type { Tokens } from './tokens.js';

export interface HttpAppNeeds extends ServerNeeds {
  readonly tokens: Pick<Tokens, 'verifyToken'>;
}

/**
 * The application, ready to listen.
 * @throws RoutesDisagree when a controller serves a route without a row in routes.ts, or a row is not served
 */
export async function makeHttpApp(
  module: Type | DynamicModule,
  needs: HttpAppNeeds,
): Promise<NestFastifyApplication> {
  const { routes, tokens, log } = needs;
  const { adapter, served } = makeHttpServer(needs);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    bodyParser: false,
    abortOnError: false,
    logger: nestLog(log),
  });
  app.useGlobalFilters(new ProblemFilter(log));
  app.useGlobalGuards(new AuthorizationGuard(routes, tokens), new RequestGuard(routes));
  await app.init();
  routes.requireSame(served);
  return app;
}

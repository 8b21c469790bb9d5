// After the caller's right, the request itself: path, query, headers and body are parsed by the
// schemas of the route's row, so that no controller can forget to, and what a controller gets is
// what the OpenAPI document describes.
import type { CanActivate, ExecutionContext } from '@nestjs/common';
import { z } from 'zod';
import { acknowledgement } from '../domain/refusal.js';
import type { AskedRequest } from './asked.js';
import { HttpRefusal, problem } from './problem.js';
import { schemasOf, type RouteSchemas } from './route-schemas.js';
import type { Route } from './routes.js';
import type { ServedRoutes } from './served-routes.js';
import { isMultipart } from './uploaded-file.js';
import { InvalidRequest, parseRequest, type FieldTrouble } from './validation.js';

export class RequestGuard implements CanActivate {
  private readonly schemas = new Map<Route, RouteSchemas>();

  constructor(private readonly routes: ServedRoutes) {}

  canActivate(context: ExecutionContext): true {
    const request = context.switchToHttp().getRequest<AskedRequest>();
    // Found already where a token was asked for.
    const route = request.asked?.route ?? this.routes.of(request);
    if (!route) throw new HttpRefusal(problem('route-not-found'));
    const schemas = this.schemasOf(route);
    if (isMultipart(request) !== (route.upload ?? false))
      throw new HttpRefusal(problem('unsupported-media-type'));

    const parts = new Parts();
    parts.parse(schemas.params, named(request.params));
    const query = parts.parse(schemas.query, request.query);
    const headers = parts.parse(schemas.headers, request.headers);
    const body = schemas.body && parts.parse(schemas.body, request.body);
    parts.requireSound();

    request.query = query;
    const received = request.body as object | undefined;
    const acknowledge = body?.['acknowledge'];
    if (body !== undefined)
      request.body = acknowledge === undefined ? body : withoutAcknowledgement(body);
    if (request.asked)
      request.asked = {
        ...request.asked,
        ...askedIn(headers),
        ...acknowledgedIn(acknowledge),
        ...(received === undefined ? {} : { received }),
      };
    return true;
  }

  /** Compiled when the route is first asked for: all of them at once would keep a start waiting. */
  private schemasOf(route: Route): RouteSchemas {
    let schemas = this.schemas.get(route);
    if (schemas === undefined) this.schemas.set(route, (schemas = compiled(schemasOf(route))));
    return schemas;
  }
}

/** The same schemas, for a parser that reads a request without going from field to field. */
function compiled({ params, query, headers, body }: RouteSchemas): RouteSchemas {
  return {
    params: z.compile(params),
    query: z.compile(query),
    headers: z.compile(headers),
    body: body && z.compile(body),
  };
}

/** Parses a request part by part, and complains of all of them at once. */
class Parts {
  private readonly troubles: FieldTrouble[] = [];

  parse(schema: z.ZodObject, value: unknown): Record<string, unknown> {
    try {
      return parseRequest(schema, value);
    } catch (error) {
      if (!(error instanceof InvalidRequest)) throw error;
      this.troubles.push(...error.troubles);
      return {};
    }
  }

  /** @throws InvalidRequest */
  requireSound(): void {
    if (this.troubles.length > 0) throw new InvalidRequest(this.troubles);
  }
}

// The act has found its row already; only the other parameters have schemas. The rest of a path is
// a tile's.
function named(params: unknown): unknown {
  if (typeof params !== 'object' || params === null) return {};
  const { act: _, '*': tile, ...others } = params as Readonly<Record<string, unknown>>;
  return tile === undefined ? others : { ...others, tile };
}

function withoutAcknowledgement({
  acknowledge: _,
  ...said
}: Record<string, unknown>): Record<string, unknown> {
  return said;
}

function askedIn({ 'idempotency-key': key, 'if-match': etag }: Record<string, unknown>) {
  return {
    ...(typeof key === 'string' ? { idempotencyKey: key } : {}),
    ...(typeof etag === 'string' ? { ifMatch: Number(etag.slice(1, -1)) } : {}),
  };
}

function acknowledgedIn(acknowledge: unknown) {
  return acknowledge === undefined ? {} : { acknowledge: acknowledgement.parse(acknowledge) };
}

// What the request guard has parsed, with its type: the schema named must be the one of the route's
// row, so that the type cannot lie.
import type { z } from 'zod';
import { askedOf, type AskedRequest } from './asked.js';

/** The query of a request, as the route's schema made it. */
export function queryOf<T extends z.ZodObject>(request: AskedRequest, schema: T): z.output<T> {
  if (askedOf(request).route.query !== schema) throw new Error('bug: another query was parsed');
  return request.query as z.output<T>;
}

/** The body of a request, as the route's schema made it. */
export function bodyOf<T extends z.ZodObject>(request: AskedRequest, schema: T): z.output<T> {
  if (askedOf(request).route.body !== schema) throw new Error('bug: another body was parsed');
  return request.body as z.output<T>;
}

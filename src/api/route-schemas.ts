// What a route takes, as schemas: read by the guard that parses requests and by the OpenAPI
// document, so that both say the same.
import { z } from 'zod';
import { formed, means } from '../domain/fields.js';
import { acknowledgement } from '../domain/refusal.js';
import { pathParameters } from './queries.js';
import type { Route } from './routes.js';

/** Everything a request to a route consists of. */
export interface RouteSchemas {
  readonly params: z.ZodObject;
  readonly query: z.ZodObject;
  readonly headers: z.ZodObject;
  readonly body: z.ZodObject | undefined;
}

const idempotencyKey = formed(/^[\x21-\x2b\x2d-\x7e]{1,200}$/, {
  zh: '应为 1 至 200 个可见 ASCII 字符，不含逗号',
  en: 'expected 1 to 200 visible ASCII characters without a comma',
})
  .exactOptional()
  .meta(
    means(
      '幂等键：同一键、同一内容的请求只登记一次，再次提交得到原来的答复',
      'the same key with the same body is answered once',
    ),
  );

const ifMatch = formed(/^"(0|[1-9][0-9]{0,14})"$/, {
  zh: '应为带引号的版本号，例如 "3"',
  en: 'expected a revision in quotes, as in "3"',
})
  .exactOptional()
  .meta(means('调用方所见的案件版本号，带引号', 'the revision the caller has seen, in quotes'));

const commandHeaders = z.object({ 'idempotency-key': idempotencyKey });
const caseCommandHeaders = commandHeaders.extend({ 'if-match': ifMatch });
const nothing = z.strictObject({});

export function schemasOf(route: Route): RouteSchemas {
  const { command, body } = route;
  return {
    params: paramsOf(route),
    query: route.query ?? nothing,
    headers:
      command === undefined
        ? z.object({})
        : command === 'case'
          ? caseCommandHeaders
          : commandHeaders,
    body: command === 'case' ? body?.safeExtend({ acknowledge: acknowledgement.optional() }) : body,
  };
}

/** The names of what a path leaves open, in order. Only a tile's path goes on over several segments. */
function parameterNames(path: string): string[] {
  const names = [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name = '']) => name);
  return path.endsWith(restOfPath) ? [...names, 'tile'] : names;
}

/** The end of a pattern that takes all segments that follow. */
export const restOfPath = '/*';

function paramsOf({ path }: Route): z.ZodObject {
  const known: Readonly<Record<string, z.ZodType>> = pathParameters;
  const names = parameterNames(path);
  return z.strictObject(
    Object.fromEntries(
      names.map((name) => {
        const schema = known[name];
        if (schema === undefined) throw new Error(`bug: no schema for :${name} of ${path}`);
        return [name, schema];
      }),
    ),
  );
}

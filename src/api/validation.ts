// What a request says is parsed by the route's schema before anything else looks at it. A schema's
// complaints are kept as zod made them; the reader's language is chosen when the answer is written.
import { z } from 'zod';
import type { Words } from '../domain/words.js';
import { issueWords } from './issue-words.js';

/** A field of the request and what is wrong with it. */
export interface FieldTrouble {
  /** As in `findings.0.grounds`; a header by its name; empty for the whole body. */
  readonly path: string;
  readonly words: Words;
}

/** The request does not meet the route's schema. */
export class InvalidRequest extends Error {
  override readonly name = 'InvalidRequest';
  constructor(readonly troubles: readonly FieldTrouble[]) {
    super(`invalid request: ${troubles.map(({ path }) => path).join(', ')}`);
  }
}

// A hostile body could make thousands.
const mostTroubles = 50;

const inChinese = z.locales.zhCN().localeError;

/**
 * What the schema makes of a value from outside.
 * @throws InvalidRequest naming every field that is wrong
 */
export function parseRequest<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const read = schema.safeParse(value, { reportInput: true });
  if (read.success) return read.data;
  // The same complaints in the same order, in the other language.
  const again = schema.safeParse(value, { reportInput: true, error: inChinese });
  const chinese = single(again.error?.issues ?? []);
  throw new InvalidRequest(
    single(read.error.issues)
      .slice(0, mostTroubles)
      .map((issue, index) => ({
        path: issue.path.map(String).join('.'),
        words: issueWords(issue, chinese[index]?.message ?? issue.message),
      })),
  );
}

type Issue = z.core.$ZodIssue;

/** One complaint for each field: unknown keys by name, and of alternatives the one that came closest. */
function single(issues: readonly Issue[], under: readonly PropertyKey[] = []): Issue[] {
  return issues.flatMap((issue) => {
    const path = [...under, ...issue.path];
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ ...issue, path: [...path, key.slice(0, 100)] }));
    if (issue.code === 'invalid_union' && issue.errors.length > 0)
      return single(nearest(issue.errors), path);
    return [{ ...issue, path }];
  });
}

/** Those that reach deepest, then the fewest: a wrong type at the top was another alternative. */
function nearest(alternatives: readonly Issue[][]): Issue[] {
  return alternatives.reduce((best, one) =>
    reach(one) > reach(best) || (reach(one) === reach(best) && one.length < best.length)
      ? one
      : best,
  );
}

function reach(issues: readonly Issue[]): number {
  return Math.max(
    ...issues.map(({ path, code }) => path.length + (code === 'invalid_type' ? 0 : 0.5)),
  );
}

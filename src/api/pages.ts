// The pages of lists, for the OpenAPI document (API.md, Conventions).
import { z } from 'zod';
import { legalDate, means } from '../domain/fields.js';

/** The moment an answer is of: the one asked for, or what was known when it was asked. */
export const knownAt = z
  .string()
  .meta(
    means(
      '以账本的这一位置为准，十进制；同一列表各页与首页相同',
      'the ledger position it is known at, in decimal; every page of a list has that of the first',
    ),
  );

/** The date an answer is of: the one asked for, or today. */
export const on = legalDate.meta(
  means(
    '以这一日期为准；同一列表各页与首页相同',
    'the date it is answered for; every page of a list has that of the first',
  ),
);

type Page<T extends z.ZodType, More> = z.ZodObject<
  {
    items: z.ZodArray<T>;
    nextCursor: z.ZodNullable<z.ZodString>;
    knownAt: typeof knownAt;
  } & More,
  z.core.$strict
>;

/** A page of a list. */
export function page<T extends z.ZodType>(items: T): Page<T, unknown> {
  return z.strictObject({ items: z.array(items), nextCursor: z.string().nullable(), knownAt });
}

/** A page of a list that is one of a date. */
export function pageOn<T extends z.ZodType>(items: T): Page<T, { on: typeof on }> {
  return page(items).extend({ on });
}

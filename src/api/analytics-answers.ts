// What the analytics answer, for the OpenAPI document.
import { z } from 'zod';
import { legalDate, means } from '../domain/fields.js';
import type { Statistics } from '../projections/analytics.js';
import { datasetNames, groupings, units } from '../projections/analytics-columns.js';

export const statistics = z.strictObject({
  dataset: z.enum(datasetNames),
  from: legalDate.nullable(),
  to: legalDate.nullable(),
  on: legalDate
    .exactOptional()
    .meta(means('统计该日应办事项的状态', 'the day whose state of duties is counted')),
  knownAt: z
    .string()
    .meta(means('统计所依据的账本位置，十进制', 'the ledger position it is known at, in decimal')),
  groupBy: z.enum(groupings).nullable(),
  columns: z.array(
    z.strictObject({
      name: z.string(),
      unit: z.enum(units),
      label: z.strictObject({ zh: z.string(), en: z.string() }),
    }),
  ),
  rows: z.array(
    z.record(
      z.string(),
      z
        .union([z.string(), z.number()])
        .nullable()
        .meta(
          means(
            '不予显示或者无从计算的为 null',
            'null where it is withheld, or where there is nothing to say it of',
          ),
        ),
    ),
  ),
  suppressed: z.int().min(0).meta(means('不予显示的数目个数', 'how many counts are withheld')),
}) satisfies z.ZodType<Statistics>;

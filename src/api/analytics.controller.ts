// Statistics for dashboards, as JSON or CSV. They name nobody, so reading them is no access to a
// sensitive record.
import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { statistics, type Statistics } from '../projections/analytics.js';
import { dataset, type DatasetName } from '../projections/analytics-columns.js';
import type { AskedRequest } from './asked.js';
import { csv, prefersCsv } from './csv.js';
import { queryOf } from './parsed.js';
import { analyticsQuery } from './queries.js';
import { Reading } from './reading.js';
import { InvalidRequest } from './validation.js';

@Controller('api/v1/analytics')
export class AnalyticsController {
  constructor(private readonly reading: Reading) {}

  @Get(':dataset')
  async statistics(
    @Param('dataset') name: DatasetName,
    @Req() request: AskedRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Statistics | string> {
    const { from, to, groupBy, on, knownAt, atLeast } = queryOf(request, analyticsQuery);
    requireFitting(name, { from, to, groupBy, on });
    await this.reading.reached(atLeast);
    const found = await statistics(this.reading.store, this.reading.scopeOf(request), {
      ...{ dataset: name, from, to, groupBy },
      on: on ?? this.reading.today(),
      knownAt: await this.reading.positionOf(knownAt),
    });
    void reply.header('vary', 'Accept');
    if (!prefersCsv(request.headers.accept)) return found;
    const { columns, rows } = found;
    const names = columns.map((column) => column.name);
    void reply.headers({
      'content-type': 'text/csv; charset=utf-8; header=present',
      'content-disposition': `attachment; filename="${name}.csv"`,
      // What the JSON says beside its rows and is not known from the request.
      'known-at': found.knownAt,
      ...(found.on === undefined ? {} : { on: found.on }),
      suppressed: String(found.suppressed),
    });
    return csv(
      names,
      rows.map((row) => names.map((column) => row[column] ?? null)),
    );
  }
}

/** @throws InvalidRequest naming what the dataset takes instead */
function requireFitting(
  name: DatasetName,
  asked: {
    readonly from: string | undefined;
    readonly to: string | undefined;
    readonly groupBy: string | undefined;
    readonly on: string | undefined;
  },
): void {
  const { groupings, onADay } = dataset(name);
  const { from, to, groupBy, on } = asked;
  const allowed = groupings.join(', ');
  const troubles = [
    ...(groupBy === undefined || groupings.some((grouping) => grouping === groupBy)
      ? []
      : [
          {
            path: 'groupBy',
            words: {
              zh: `该统计可用的分组：${allowed}`,
              en: `this dataset can be grouped by ${allowed}`,
            },
          },
        ]),
    ...(on === undefined || onADay
      ? []
      : [
          {
            path: 'on',
            words: {
              zh: '该统计不按某一日的状态计算',
              en: 'this dataset does not depend on the state of a day',
            },
          },
        ]),
    ...(from === undefined || to === undefined || from <= to
      ? []
      : [{ path: 'to', words: { zh: '早于起始日期', en: 'is earlier than from' } }]),
  ];
  if (troubles.length > 0) throw new InvalidRequest(troubles);
}

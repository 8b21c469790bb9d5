// For whoever runs the service: whether it lives, whether it is ready, and its figures.
import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Metrics } from './metrics.js';
import { HttpRefusal, problem } from './problem.js';
import { Readiness } from './readiness.js';

@Controller()
export class OperationsController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: Metrics,
  ) {}

  /** The process runs and answers; says nothing of its stores. */
  @Get('health/live')
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** @throws HttpRefusal 503 `not-ready` with a reason for each part that cannot serve */
  @Get('health/ready')
  ready(): { status: 'ok' } {
    const errors = this.readiness.troubles();
    if (errors.length > 0) throw new HttpRefusal(problem('not-ready', { errors }));
    return { status: 'ok' };
  }

  @Get('metrics')
  figures(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('content-type', this.metrics.registry.contentType);
    return this.metrics.registry.metrics();
  }
}

// A small application on the real server, guards and filter, with a controller that does what the
// test needs; spoken to over a socket on loopback.
import { Controller, Get, Module, Param, Post, Req, Res, type Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { askedOf, type AskedRequest } from '../../src/api/asked.js';
import { makeHttpApp } from '../../src/api/http-app.js';
import { openLog } from '../../src/api/log.js';
import { Metrics } from '../../src/api/metrics.js';
import { OperationsController } from '../../src/api/operations.controller.js';
import { Readiness } from '../../src/api/readiness.js';
import { routesOf, type Route } from '../../src/api/routes.js';
import { ServedRoutes } from '../../src/api/served-routes.js';
import { LocalIssuer, Tokens, type TokenRequest } from '../../src/api/tokens.js';
import { keepUploadedFile } from '../../src/api/uploaded-file.js';
import { streamEvents } from '../../src/api/event-stream.js';

/** What the small controller does; a test puts in what it needs. */
export interface Doings {
  act(request: AskedRequest): unknown;
  stream(reply: FastifyReply, request: AskedRequest): Promise<void>;
}

export const doings: Doings = {
  act: (request) => ({ act: request.params, body: request.body, ...askedOf(request) }),
  stream: (reply) =>
    streamEvents(reply, new AbortController().signal, async function* () {
      yield { position: '1', json: '{}' };
    }),
};

@Controller('api/v1')
class SmallController {
  @Post('cases/:caseId/:act')
  act(@Req() request: AskedRequest): unknown {
    return doings.act(request);
  }

  @Get('cases')
  cases(@Req() request: AskedRequest): unknown {
    return request.query;
  }

  @Post('evidence')
  evidence(@Req() request: AskedRequest): Promise<unknown> {
    return keepUploadedFile(request, async ({ bytes, mediaType }) => {
      let size = 0;
      for await (const chunk of bytes) size += (chunk as Buffer).length;
      return { size, mediaType };
    });
  }

  @Get('events/stream')
  stream(@Req() request: AskedRequest, @Res() reply: FastifyReply): Promise<void> {
    return doings.stream(reply, request);
  }

  @Get('evidence/:digest')
  broken(@Param('digest') digest: string): never {
    throw new Error(`the disk holding ${digest} is gone`);
  }
}

const served = new Set([
  'GET /api/v1/cases',
  'POST /api/v1/evidence',
  'GET /api/v1/evidence/:digest',
  'GET /api/v1/events/stream',
  'GET /health/live',
  'GET /health/ready',
  'GET /metrics',
]);

/** The real rows of what the small controller serves. */
export const smallTable: readonly Route[] = routesOf({ production: false }).filter(
  ({ method, path }) =>
    served.has(`${method} ${path}`) ||
    (path.startsWith('/api/v1/cases/:caseId/') && method === 'POST'),
);

export class EdgeApp {
  private constructor(
    private app: NestFastifyApplication | undefined,
    readonly origin: string,
    private readonly issuer: LocalIssuer,
    private readonly dataDir: string,
    readonly readiness: Readiness,
    /** What the service has logged. */
    readonly lines: string[],
  ) {}

  static async start(
    rows: readonly Route[] = smallTable,
    controllers: readonly Type[] = [SmallController, OperationsController],
    providers: readonly { provide: Type; useValue: unknown }[] = [],
  ): Promise<EdgeApp> {
    const dataDir = await mkdtemp(join(tmpdir(), 'wenze-edge-'));
    const issuer = await LocalIssuer.of(dataDir);
    const lines: string[] = [];
    const routes = new ServedRoutes(rows);
    const readiness = new Readiness();
    const metrics = new Metrics();

    @Module({
      controllers: [...controllers],
      providers: [
        { provide: Readiness, useValue: readiness },
        { provide: Metrics, useValue: metrics },
        { provide: ServedRoutes, useValue: routes },
        { provide: LocalIssuer, useValue: issuer },
        ...providers,
      ],
    })
    class SmallModule {}

    const log = openLog('info', { write: (line) => void lines.push(line) });
    const app = await makeHttpApp(SmallModule, {
      limits: { bodyLimit: 64 * 1024, evidenceLimit: 256 * 1024 },
      routes,
      tokens: new Tokens(issuer.trusted, { now: () => new Date() }),
      log,
      answered: (line) => {
        log.info(line, 'answered');
        metrics.answered(line);
      },
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return new EdgeApp(app, await app.getUrl(), issuer, dataDir, readiness, lines);
  }

  async stop(): Promise<void> {
    await this.app?.close();
    this.app = undefined;
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async authorization(...roles: TokenRequest['roles']): Promise<{ authorization: string }> {
    const token = await this.issuer.issueToken({
      sub: 'u-1',
      name: '甲某',
      organ: 'district-discipline',
      roles,
    });
    return { authorization: `Bearer ${token}` };
  }

  /** The answer to a request, with its body read. */
  async ask(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(this.origin + path, init);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  }

  /** What a raw socket gets back for these bytes until the server closes it. */
  speak(bytes: string | Buffer): Promise<string> {
    const { hostname, port } = new URL(this.origin);
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname, () => socket.write(bytes));
      const chunks: Buffer[] = [];
      socket.on('data', (chunk) => chunks.push(chunk));
      socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
      socket.on('error', reject);
      socket.setTimeout(5_000, () => socket.destroy());
    });
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export const problemForm = z.looseObject({
  type: z.string().startsWith('urn:wenze:problem:'),
  title: z.string().min(1),
  status: z.int(),
  code: z.string(),
  requestId: z.uuid(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

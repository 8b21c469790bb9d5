// The HTTP server below Nest: one strict JSON parser, bounds on everything, and problem documents
// for what goes wrong before a controller is reached, down to a request that is not HTTP.
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Config } from '../config.js';
import type { AskedRequest } from './asked.js';
import { languageOf, languageTag } from './language.js';
import type { Log, RequestLine } from './log.js';
import { answerProblem } from './problem.filter.js';
import { HttpRefusal, problem, problemDocument, type Problem } from './problem.js';
import type { ServedRoutes } from './served-routes.js';
import { parseStrictJson } from './strict-json.js';

/** Nothing the API answers may be kept, guessed at, framed or told to other sites. */
const securityHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

const milliseconds = {
  /** For all of a request to arrive; uploads of 100 MB included. */
  request: 120_000,
  headers: 15_000,
  keepAlive: 10_000,
  /** From the beginning of the shutdown until connections that still talk are cut. */
  drain: 5_000,
} as const;

export interface ServerNeeds {
  readonly limits: Pick<Config, 'bodyLimit' | 'evidenceLimit'>;
  readonly routes: ServedRoutes;
  readonly log: Log;
  /** Told of every answered request, for the log and the metrics. */
  readonly answered: (line: RequestLine) => void;
}

export interface HttpServer {
  readonly adapter: FastifyAdapter;
  /** Every route registered so far, but for the HEAD that comes with each GET. */
  readonly served: readonly { readonly method: string; readonly url: string }[];
}

/** The server, not listening yet, for NestFactory.create with `bodyParser: false`. */
export function makeHttpServer(needs: ServerNeeds): HttpServer {
  const { limits, log } = needs;
  const adapter = new FastifyAdapter({
    bodyLimit: limits.bodyLimit,
    routerOptions: { maxParamLength: 128 },
    // `beforeRouting` lets through those that the table serves.
    exposeHeadRoutes: true,
    trustProxy: false,
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    // Answered by our own hook, as a problem document.
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    requestTimeout: milliseconds.request,
    keepAliveTimeout: milliseconds.keepAlive,
    http: { headersTimeout: milliseconds.headers, maxHeaderSize: 16_384, requireHostHeader: false },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      void reply.headers({ ...securityHeaders, 'x-request-id': request.id });
      answerProblem(error, request, reply, log);
    },
    clientErrorHandler: (error, socket) => {
      answerRaw(socket, clientProblem(error));
    },
  });
  const server = adapter.getInstance<FastifyInstance>();
  const served: { method: string; url: string }[] = [];
  server.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) if (one !== 'HEAD') served.push({ method: one, url });
  });
  addRequestHooks(server, needs);
  cutLateConnections(server);
  refuseExpectations(server);
  takeBodies(server, limits);
  return { adapter, served };
}

/** JSON is parsed here; the bytes of an upload are left to the route that takes them. */
function takeBodies(server: FastifyInstance, limits: ServerNeeds['limits']): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    (request, body: Buffer, done) => {
      try {
        const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(
          request.headers['content-type'] ?? '',
        );
        if (charset && charset[1]?.toLowerCase() !== 'utf-8')
          throw new HttpRefusal(problem('unsupported-media-type'));
        done(null, parseStrictJson(body));
      } catch (error) {
        done(error as Error);
      }
    },
  );
  server.addContentTypeParser('multipart/form-data', (_request, _body, done) => done(null));
  server.decorateRequest('uploadLimit', limits.evidenceLimit);
}

function addRequestHooks(
  server: FastifyInstance,
  { routes, log, answered }: Pick<ServerNeeds, 'routes' | 'log' | 'answered'>,
): void {
  let closing = false;
  server.addHook('preClose', (done) => {
    closing = true;
    done();
  });
  // Before the body is read: what cannot be answered well is not worth reading.
  server.addHook('onRequest', (request, reply, done) => {
    void reply.headers({ ...securityHeaders, 'x-request-id': request.id });
    const refused = closing ? shuttingDown : beforeRouting(request, routes);
    if (refused === undefined) done();
    else answerProblem(new HttpRefusal(refused), request, reply, log);
  });
  server.addHook('onResponse', (request: AskedRequest, reply, done) => {
    const caller = request.asked?.caller ?? request.denied;
    const line = {
      requestId: request.id,
      method: request.method,
      route: (request.asked?.route ?? routes.of(request))?.path ?? 'unknown',
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 1000) / 1000,
      ...(caller ? { sub: caller.sub } : {}),
    };
    answered(line);
    // Its connection was not idle when the others were closed.
    if (closing) setImmediate(() => server.server.closeIdleConnections());
    done();
  });
}

const shuttingDown = problem('shutting-down', {
  headers: { 'retry-after': '5', connection: 'close' },
});

function beforeRouting(request: FastifyRequest, routes: ServedRoutes): Problem | undefined {
  if (request.headers.host === undefined && request.raw.httpVersion === '1.1')
    return problem('invalid-request', {
      errors: [{ path: 'host', words: { zh: '缺少必填项', en: 'is required' } }],
    });
  const unserved = request.method === 'HEAD' && routes.of(request) === undefined;
  if (!request.is404 && !unserved) return undefined;
  const [path = ''] = request.url.split('?', 1);
  const methods = routes.methodsAt(path);
  return methods.length === 0
    ? problem('route-not-found')
    : problem('method-not-allowed', { headers: { allow: methods.join(', ') } });
}

/** Idle connections are closed at once, those with a request when it is answered, and the rest cut in time to exit. */
function cutLateConnections(server: FastifyInstance): void {
  server.addHook('preClose', (done) => {
    setTimeout(() => server.server.closeAllConnections(), milliseconds.drain).unref();
    done();
  });
}

function refuseExpectations(server: FastifyInstance): void {
  server.server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    const language = languageOf(request.headers['accept-language']);
    const { status, headers, body } = rawAnswer(problem('expectation-failed'), language);
    response.writeHead(status, headers).end(body);
  });
}

/** What Node's parser found wrong with a request, before there is one. */
function clientProblem(error: Error & { readonly code?: string }): Problem {
  if (error.code === 'HPE_HEADER_OVERFLOW') return problem('headers-too-large');
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT') return problem('request-timeout');
  return problem('invalid-request', {
    detail: { zh: '请求不是有效的 HTTP 报文。', en: 'The request is not valid HTTP.' },
  });
}

function answerRaw(socket: Socket, answer: Problem): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, headers, body } = rawAnswer(answer, 'zh');
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${body}`);
}

function rawAnswer(answer: Problem, language: 'zh' | 'en') {
  const requestId = randomUUID();
  const body = JSON.stringify(problemDocument(answer, language, requestId));
  const headers: Record<string, string> = {
    ...securityHeaders,
    'content-type': 'application/problem+json',
    'content-language': languageTag[language],
    'content-length': String(Buffer.byteLength(body)),
    'x-request-id': requestId,
    connection: 'close',
  };
  return { status: answer.status, headers, body };
}

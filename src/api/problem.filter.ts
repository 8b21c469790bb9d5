// Answers every error of a request with its problem document: those thrown in controllers and
// guards come by Nest, those of the HTTP server by its hooks.
import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { languageOf, languageTag } from './language.js';
import { stackOf, type Log } from './log.js';
import { HttpRefusal, problemDocument, problemOf } from './problem.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    answerProblem(
      error,
      http.getRequest<FastifyRequest>(),
      http.getResponse<FastifyReply>(),
      this.log,
    );
  }
}

/** Sends the problem an error is. An answer that has begun cannot be taken back: its connection is cut, so that nobody takes it for whole. */
export function answerProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): void {
  const problem = problemOf(error);
  // A refusal of our own, as `not-ready` while the read models catch up, is no fault of the program.
  if (problem.status >= 500 && error instanceof HttpRefusal)
    log.warn({ requestId: request.id, code: problem.code }, 'refused for now');
  else if (problem.status >= 500)
    log.error(
      { requestId: request.id, code: problem.code, stack: stackOf(error) },
      'request failed',
    );
  if (reply.sent || reply.raw.headersSent) {
    reply.raw.destroy();
    return;
  }
  const language = languageOf(request.headers['accept-language']);
  void reply
    .code(problem.status)
    .headers({
      ...problem.headers,
      'content-type': 'application/problem+json',
      'content-language': languageTag[language],
    })
    .send(JSON.stringify(problemDocument(problem, language, request.id)));
}

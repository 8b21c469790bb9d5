// Server-sent events, written by hand: no event is taken from the source before the client has
// room for the last one, and every stream ends when the client leaves, its token expires or the service stops.
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { FastifyReply } from 'fastify';
import type { AskedRequest } from './asked.js';
import { lastEventId } from './queries.js';
import { parseRequest } from './validation.js';
import { z } from 'zod';

/** One event of a stream; `json` is one line. */
export interface StreamedEvent {
  readonly position: string;
  readonly json: string;
}

/** Where a stream goes on: after the last event the client has seen (API.md), else after what it asks for. */
export function resumeAfter(
  { headers }: Pick<AskedRequest, 'headers'>,
  after: string | undefined,
): string | undefined {
  const left = headers['last-event-id'];
  if (left === undefined || left === '') return after;
  return parseRequest(lastEventHeader, { 'last-event-id': left })['last-event-id'];
}

const lastEventHeader = z.object({ 'last-event-id': lastEventId });

const heartbeatMs = 15_000;

/** A client that takes nothing for so long has gone. */
const stalledMs = 30_000;

/** Milliseconds a client waits before it comes back. */
const comeBackMs = 2_000;

/**
 * Sends events until the client leaves, `over` is aborted or the source ends. When the source
 * fails the connection is cut and the error thrown: the client comes back with its Last-Event-ID.
 * @param source asked once, with a signal that tells it to end; its iterator is always closed
 */
export async function streamEvents(
  reply: FastifyReply,
  over: AbortSignal,
  source: (signal: AbortSignal) => AsyncIterable<StreamedEvent>,
): Promise<void> {
  reply.hijack();
  const response = reply.raw;
  const left = new AbortController();
  const leave = (): void => left.abort();
  response.once('close', leave);
  const ended = AbortSignal.any([left.signal, over]);

  response.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/event-stream; charset=utf-8',
    'x-accel-buffering': 'no',
  });
  response.write(`retry: ${comeBackMs}\n\n`);
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(':\n\n');
  }, heartbeatMs);
  try {
    for await (const { position, json } of source(ended)) {
      if (ended.aborted) break;
      if (!response.write(`id: ${position}\ndata: ${json}\n\n`)) await drained(response, ended);
    }
    response.end();
  } catch (error) {
    if (!ended.aborted) await delivered(response, ended);
    response.destroy();
    if (!ended.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
    response.off('close', leave);
  }
}

/** Waits until what was written is on its way, so that a client who comes back has come further; the stream is over; or the client has stalled. */
function delivered(response: ServerResponse, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stalled = setTimeout(resolve, stalledMs);
    const done = (): void => {
      clearTimeout(stalled);
      ended.removeEventListener('abort', done);
      resolve();
    };
    ended.addEventListener('abort', done, { once: true });
    response.write(':\n\n', done);
  });
}

/** Waits until the client has taken what was written, the stream is over, or the client has stalled. */
function drained(response: ServerResponse, ended: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stalled = setTimeout(() => response.destroy(), stalledMs);
    const done = (): void => {
      clearTimeout(stalled);
      response.off('drain', done);
      ended.removeEventListener('abort', done);
      resolve();
    };
    response.once('drain', done);
    ended.addEventListener('abort', done, { once: true });
    if (ended.aborted) done();
  });
}

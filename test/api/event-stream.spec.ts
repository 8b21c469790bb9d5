import { connect, type Socket } from 'node:net';
import { resumeAfter, streamEvents, type StreamedEvent } from '../../src/api/event-stream.js';
import type { AskedRequest } from '../../src/api/asked.js';
import { doings, EdgeApp } from './edge-app.js';

let edge: EdgeApp;
let headers: { authorization: string };

beforeAll(async () => {
  edge = await EdgeApp.start();
  headers = await edge.authorization('auditor');
});
afterAll(() => edge.stop());

const path = '/api/v1/events/stream';
const never = new AbortController().signal;

async function* endless(
  count: { pulled: number },
  signal: AbortSignal,
): AsyncGenerator<StreamedEvent> {
  for (let position = 1; !signal.aborted; position++) {
    count.pulled = position;
    yield { position: String(position), json: JSON.stringify({ text: 'x'.repeat(10_000) }) };
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function until(holds: () => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const began = Date.now();
    const look = setInterval(() => {
      if (!holds() && Date.now() - began < 30_000) return;
      clearInterval(look);
      if (holds()) resolve();
      else reject(new Error('waited 30 s in vain'));
    }, 10);
  });
}

function openByHand(): Promise<Socket> {
  const { hostname, port } = new URL(edge.origin);
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(
        `GET ${path} HTTP/1.1\r\nhost: x\r\nauthorization: ${headers.authorization}\r\n\r\n`,
      );
      resolve(socket);
    });
  });
}

describe('an event stream', () => {
  it('sends each event with its position', async () => {
    doings.stream = (reply) =>
      streamEvents(reply, never, async function* () {
        yield { position: '7', json: '{"type":"CaseAccepted"}' };
        yield { position: '9', json: '{"type":"DecisionMade"}' };
      });
    const answer = await edge.ask(path, { headers });
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(answer.text).toBe(
      'retry: 2000\n\nid: 7\ndata: {"type":"CaseAccepted"}\n\nid: 9\ndata: {"type":"DecisionMade"}\n\n',
    );
  });

  it('takes no event that the client has no room for', async () => {
    const count = { pulled: 0 };
    doings.stream = (reply) => streamEvents(reply, never, (signal) => endless(count, signal));
    const socket = await openByHand();
    socket.pause();
    await until(() => count.pulled > 10);
    let before = -1;
    await until(() => {
      const stands = before === count.pulled;
      before = count.pulled;
      return stands;
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(count.pulled).toBe(before);
    socket.resume();
    await until(() => count.pulled > before + 10);
    socket.destroy();
  });

  it('ends its source when the client leaves', async () => {
    let left: AbortSignal | undefined;
    let over = false;
    doings.stream = (reply) =>
      streamEvents(reply, never, async function* (signal) {
        left = signal;
        yield { position: '1', json: '{}' };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      }).finally(() => (over = true));
    const socket = await openByHand();
    await until(() => left !== undefined);
    socket.destroy();
    await until(() => left?.aborted === true && over);
  });

  it('ends when the service stops', async () => {
    const stop = new AbortController();
    doings.stream = (reply) =>
      streamEvents(reply, stop.signal, async function* (signal) {
        yield { position: '1', json: '{}' };
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      });
    const answer = edge.ask(path, { headers });
    setTimeout(() => stop.abort(), 50);
    expect((await answer).text).toContain('id: 1');
  });

  it('is cut, not ended, when its source fails: the client comes back', async () => {
    doings.stream = (reply) =>
      streamEvents(reply, never, async function* () {
        yield { position: '1', json: '{}' };
        throw new Error('the projection halted');
      });
    edge.lines.length = 0;
    await expect(edge.ask(path, { headers })).rejects.toThrow();
    await until(() => edge.lines.join('').includes('the projection halted'));
  });
});

describe('where a stream goes on', () => {
  const asked = (lastEventId?: string): Pick<AskedRequest, 'headers'> => ({
    headers: lastEventId === undefined ? {} : { 'last-event-id': lastEventId },
  });

  it('is after the last event the client has seen, which wins over what it asks for', () => {
    expect(resumeAfter(asked('12'), '3')).toBe('12');
    expect(resumeAfter(asked(), '3')).toBe('3');
    expect(resumeAfter(asked(), undefined)).toBeUndefined();
  });

  it.each(['x', '-1', '01', '1 2'])('is refused where it is no position: %s', (position) => {
    expect(() => resumeAfter(asked(position), undefined)).toThrow('last-event-id');
  });
});

describe('a service that stops', () => {
  it('answers what it has begun, refuses what comes after, and is gone', async () => {
    const stopping = await EdgeApp.start();
    let answerNow: () => void = () => undefined;
    doings.act = () => new Promise((resolve) => (answerNow = () => resolve({ done: true })));
    const begun = stopping.ask('/api/v1/cases/C-1/close', {
      method: 'POST',
      headers: {
        ...(await stopping.authorization('decider')),
        'content-type': 'application/json',
      },
      body: JSON.stringify({ on: '2026-03-02', reasons: '已办结' }),
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stopped = stopping.stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(fetch(`${stopping.origin}/health/live`)).rejects.toThrow();
    answerNow();
    expect((await begun).status).toBe(201);
    const answered = Date.now();
    await stopped;
    expect(Date.now() - answered).toBeLessThan(7_000);
  });
});

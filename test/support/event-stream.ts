// A client of the event stream: server-sent events as a browser would read them.
import { get, type IncomingMessage } from 'node:http';
import { z } from 'zod';
import { basePath } from '../../src/api/routes.js';
import type { RunningService } from './running-service.js';

const shape = z.looseObject({
  position: z.string(),
  stream: z.string(),
  revision: z.int(),
  type: z.string(),
  data: z.looseObject({}),
});

/** One event as it came. */
export interface Received {
  readonly id: string;
  readonly type: string;
  readonly stream: string;
  readonly data: z.output<typeof shape>;
  /** The very line. */
  readonly json: string;
}

/** An open stream. Whoever opens it leaves it. */
export class EventStream {
  readonly events: Received[] = [];
  comments = 0;
  private rest = '';
  private wake: () => void = () => undefined;

  private constructor(private readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      this.take(chunk);
      this.wake();
    });
    response.on('error', () => undefined);
    response.once('close', () => this.wake());
  }

  /** @throws Error with the status, when it is refused */
  static open(
    service: RunningService,
    token: string,
    query = '',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<EventStream> {
    const url = `${service.origin}${basePath}/events/stream${query}`;
    return new Promise((resolve, reject) => {
      const asked = { headers: { authorization: `Bearer ${token}`, ...headers }, agent: false };
      get(url, asked, (response) => {
        const type = response.headers['content-type'] ?? '';
        if (response.statusCode === 200 && type.startsWith('text/event-stream'))
          resolve(new EventStream(response));
        else reject(new Error(`the stream answered ${String(response.statusCode)} ${type}`));
      }).once('error', reject);
    });
  }

  /** The first so many events, once they are there. @throws Error when they do not come */
  async first(count: number, patienceMs = 30_000): Promise<readonly Received[]> {
    await this.until(() => this.events.length >= count, patienceMs);
    return this.events.slice(0, count);
  }

  /** Waits for something to be so of what was received. @throws Error when it does not become so */
  async until(so: () => boolean, patienceMs = 30_000): Promise<void> {
    const late = performance.now() + patienceMs;
    while (!so()) {
      const left = late - performance.now();
      if (left <= 0 || this.response.closed)
        throw new Error(`waited in vain; received ${JSON.stringify(this.events)}`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Resolves when the service has ended the stream; whether it did so by its own word. */
  ended(): Promise<'ended' | 'cut'> {
    return new Promise((resolve) => {
      const say = () => resolve(this.response.complete ? 'ended' : 'cut');
      if (this.response.closed) say();
      else this.response.once('close', say);
    });
  }

  leave(): void {
    this.response.destroy();
  }

  private take(chunk: string): void {
    const messages = (this.rest + chunk).split('\n\n');
    this.rest = messages.pop() ?? '';
    for (const message of messages) {
      const fields = new Map(
        message.split('\n').map((line) => {
          const [name = '', ...value] = line.split(': ');
          return [name, value.join(': ')];
        }),
      );
      const [id, json] = [fields.get('id'), fields.get('data')];
      if (message.startsWith(':')) this.comments += 1;
      if (id === undefined || json === undefined) continue;
      const data = shape.parse(JSON.parse(json));
      this.events.push({ id, json, data, type: data.type, stream: data.stream });
    }
  }
}

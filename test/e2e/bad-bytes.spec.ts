// What arrives as something else than it says, or breaks off: uploads that are none, and bytes that
// are not HTTP.
import { connect } from 'node:net';
import { z } from 'zod';
import { basePath } from '../../src/api/routes.js';
import { problemIn, type Caller } from '../support/caller.js';
import { registerCity } from '../support/city.js';
import { RunningService } from '../support/running-service.js';

let service: RunningService;
let official: Caller;

beforeAll(async () => {
  service = await RunningService.start();
  official = (await registerCity(service)).clerk;
});

const json = { 'content-type': 'application/json' };

describe('an upload', () => {
  const form = (...parts: (readonly [string, string | Blob])[]): FormData => {
    const made = new FormData();
    for (const [name, value] of parts) made.append(name, value);
    return made;
  };
  const file = new Blob(['x']);

  it.each<readonly [string, RequestInit, number]>([
    ['no file', { body: form(['other', 'x']) }, 400],
    ['a file by another name', { body: form(['files', file]) }, 400],
    ['two files', { body: form(['file', file], ['file', file]) }, 400],
    ['no part at all', { body: '--x--\r\n', headers: multipart('x') }, 400],
    ['no boundary', { body: 'x', headers: { 'content-type': 'multipart/form-data' } }, 400],
    ['half a part', { body: '--x\r\nContent-Disp', headers: multipart('x') }, 400],
    ['JSON', { body: '{}', headers: json }, 415],
    ['nothing', {}, 415],
  ])('of %s is refused', async (_, init, status) => {
    const before = await service.head();
    const answer = await official.ask('/evidence', { method: 'POST', ...init });
    expect([problemIn(answer).status, await service.head()]).toEqual([status, before]);
  });

  it('that breaks off keeps nothing', async () => {
    const head =
      'POST /api/v1/evidence HTTP/1.1\r\nHost: x\r\n' +
      `Authorization: Bearer ${official.token}\r\n` +
      'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n' +
      '--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\nhalf of it';
    await speak(head, { andLeave: true });
    expect((await service.ask('/health/ready')).status).toBe(200);
  });

  function multipart(boundary: string): Record<string, string> {
    return { 'content-type': `multipart/form-data; boundary=${boundary}` };
  }
});

describe('bytes that are not HTTP', () => {
  const ask = (more: string) => `GET /health/live HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
  const send = (more: string, body = '') =>
    `POST ${basePath}/cases HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}\r\n${body}`;

  it.each([
    ['rubbish', 'hello\r\n\r\n'],
    ['rubbish behind a good request', `${ask('')}rubbish\r\n\r\n`],
    ['binary', Buffer.from([0, 255, 22, 3, 1, 13, 10, 13, 10])],
    ['TLS', Buffer.from('160301020001000', 'hex')],
    ['a NUL in the address', 'GET /\0 HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['a NUL in a header', ask('X: a\0b\r\n')],
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: x\r\n\r\n'],
    ['an unknown version', 'GET / HTTP/9.9\r\nHost: x\r\n\r\n'],
    ['no host', 'GET /health/live HTTP/1.1\r\n\r\n'],
    ['a header without a colon', ask('rubbish\r\n')],
    ['a folded header', ask('X: a\r\n b\r\n')],
    ['64 KB of headers', ask(`X: ${'x'.repeat(65_536)}\r\n`)],
    [
      'length and chunks at once',
      send('Content-Length: 5\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n'),
    ],
    ['two lengths', send('Content-Length: 5\r\nContent-Length: 6\r\n', '{}')],
    ['a negative length', send('Content-Length: -1\r\n', '{}')],
    ['a chunk that is none', send('Transfer-Encoding: chunked\r\n', 'zz\r\n{}\r\n0\r\n\r\n')],
    ['an unknown transfer coding', send('Transfer-Encoding: rot13\r\n', '{}')],
    ['an expectation', send('Expect: the-impossible\r\nContent-Length: 2\r\n', '{}')],
  ])('get a problem document or nothing: %s', async (_, bytes) => {
    const before = await service.head();
    const heard = await speak(bytes);
    if (heard !== '') {
      expect(heard).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(heard).toMatch(/^content-type: application\/problem\+json/im);
    }
    expect(heard).not.toMatch(/node_modules|\n\s+at |HPE_/);
    expect((await service.ask('/health/ready')).status).toBe(200);
    expect(await service.head()).toBe(before);
  });
});

/** What a raw socket gets back until the server closes it, or has said nothing for a while. */
function speak(bytes: string | Buffer, { andLeave = false } = {}): Promise<string> {
  const { hostname, port } = new URL(service.origin);
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => {
      socket.write(bytes, () => {
        if (andLeave) socket.destroy();
      });
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(1_000, () => socket.destroy());
  });
}

describe('the service after all that', () => {
  it('has logged no stack and no error of its own', () => {
    const levels = service
      .logLines()
      .map((line) => z.looseObject({ level: z.int() }).parse(JSON.parse(line)));
    expect(levels.filter(({ level }) => level > 40)).toEqual([]);
    expect(service.errors()).toBe('');
  });
});

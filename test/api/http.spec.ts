import { Controller, Get, Post } from '@nestjs/common';
import { Impossible, Irregular, Unknown } from '../../src/domain/refusal.js';
import { EvidenceDiskFull } from '../../src/evidence/evidence-store.js';
import { LedgerUnavailable, OutcomeUnknown } from '../../src/ledger/ledger.js';
import { ReadStoreUnavailable } from '../../src/projections/read-store.js';
import { RoutesDisagree } from '../../src/api/served-routes.js';
import { doings, EdgeApp, problemForm, smallTable, type Answer } from './edge-app.js';

const accept = { on: '2026-03-02', organId: 'district-discipline', track: 'leading-cadre' };
const json = { 'content-type': 'application/json' };

let edge: EdgeApp;
const untouched = { ...doings };

beforeAll(async () => {
  edge = await EdgeApp.start();
});
afterEach(() => Object.assign(doings, untouched));
afterAll(() => edge.stop());

async function send(
  body: string | FormData,
  headers: Record<string, string> = json,
): Promise<Answer> {
  const authorization = await edge.authorization('intake');
  const url = '/api/v1/cases/C-1/accept';
  return edge.ask(url, { method: 'POST', headers: { ...authorization, ...headers }, body });
}

function problemIn(answer: Answer) {
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  const problem = problemForm.parse(JSON.parse(answer.text));
  expect(problem.status).toBe(answer.status);
  expect(problem.requestId).toBe(answer.headers.get('x-request-id'));
  return problem;
}

describe('a request that is not understood', () => {
  it('is answered in the terms of the field that is wrong', async () => {
    const answer = await send(JSON.stringify({ ...accept, on: '2026-02-30', extra: 1 }));
    expect(answer.status).toBe(400);
    expect(problemIn(answer)).toMatchObject({
      code: 'invalid-request',
      errors: [
        {
          path: 'on',
          message: '应为 1900-01-01 至 2999-12-31 之间实际存在的日期，格式 YYYY-MM-DD',
        },
        { path: 'extra', message: '未知字段' },
      ],
    });
    expect(answer.headers.get('content-language')).toBe('zh-CN');
  });

  it('is answered in English to a reader of English', async () => {
    const answer = await send(JSON.stringify({ ...accept, on: '2026-02-30', organId: undefined }), {
      ...json,
      'accept-language': 'en-GB,en;q=0.9',
    });
    expect(problemIn(answer)).toMatchObject({
      title: 'The request is not valid',
      errors: [
        { path: 'on', message: 'expected a real date from 1900-01-01 to 2999-12-31, YYYY-MM-DD' },
        { path: 'organId', message: 'is required' },
      ],
    });
    expect(answer.headers.get('content-language')).toBe('en');
  });

  it('names every wrong part at once: path, query, headers and body', async () => {
    const answer = await edge.ask('/api/v1/cases/-bad/accept?x=1', {
      method: 'POST',
      headers: {
        ...json,
        ...(await edge.authorization('intake')),
        'if-match': '3',
        'idempotency-key': 'a key',
      },
      body: '{}',
    });
    expect(problemIn(answer).errors?.map(({ path }) => path)).toEqual([
      'caseId',
      'x',
      'idempotency-key',
      'if-match',
      'on',
      'organId',
      'track',
    ]);
  });

  it.each([
    ['no body at all', ''],
    ['a body that breaks off', '{"on":'],
    ['a field twice', '{"on":"2026-03-02","on":"2026-03-03"}'],
    ['a key that reaches a prototype', '{"__proto__":{"admin":true}}'],
    ['a list instead of an object', '[]'],
    ['nesting without end', '['.repeat(30_000)],
  ])('is refused for %s', async (_, body) => {
    const answer = await send(body);
    expect([answer.status, problemIn(answer).code]).toEqual([400, 'invalid-request']);
  });

  it('is refused as too large beyond the limit', async () => {
    const answer = await send(JSON.stringify({ ...accept, x: 'y'.repeat(70_000) }));
    expect([answer.status, problemIn(answer).code]).toEqual([413, 'too-large']);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/xml',
    'application/json; charset=gbk',
    'multipart/form-data; boundary=x',
    'nonsense',
  ])('is refused as %s', async (type) => {
    const answer = await send(JSON.stringify(accept), { 'content-type': type });
    expect([answer.status, problemIn(answer).code]).toEqual([415, 'unsupported-media-type']);
  });
});

describe('a caller', () => {
  it('without a token is asked for one', async () => {
    const answer = await edge.ask('/api/v1/cases');
    expect([answer.status, problemIn(answer).code]).toEqual([401, 'unauthenticated']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer realm="wenze"');
  });

  it('with a token that is not ours is told so, without a word of the token', async () => {
    const headers = { authorization: 'Bearer xxxx.yyyy.zzzz' };
    const answer = await edge.ask('/api/v1/cases', { headers });
    expect([answer.status, problemIn(answer).code]).toEqual([401, 'unauthenticated']);
    expect(answer.headers.get('www-authenticate')).toContain('invalid_token');
    expect(edge.lines.join('') + answer.text).not.toContain('yyyy');
  });

  it('whose role has no right is refused', async () => {
    const headers = await edge.authorization('analyst', 'admin');
    const answer = await edge.ask('/api/v1/cases', { headers });
    expect([answer.status, problemIn(answer).code]).toEqual([403, 'forbidden']);
  });

  it('has its right, its words and its keys put on the request', async () => {
    const answer = await send(
      JSON.stringify({ ...accept, acknowledge: { codes: ['x'], justification: '已核实' } }),
      { ...json, 'idempotency-key': 'k-1', 'if-match': '"4"' },
    );
    expect(answer.status).toBe(201);
    expect(JSON.parse(answer.text)).toMatchObject({
      act: { caseId: 'C-1', act: 'accept' },
      body: accept,
      caller: { sub: 'u-1', organ: 'district-discipline', roles: ['intake'] },
      right: 'own',
      idempotencyKey: 'k-1',
      ifMatch: 4,
      acknowledge: { codes: ['x'], justification: '已核实' },
    });
    expect(answer.text).not.toContain('甲某');
  });
});

describe('an address', () => {
  it.each(['/', '/api/v1/nothing', '/api/v1/cases/C-1/forgive', '/API/v1/cases'])(
    'that leads nowhere is not found: %s',
    async (path) => {
      const method = path.endsWith('forgive') ? 'POST' : 'GET';
      const answer = await edge.ask(path, { method, headers: await edge.authorization('intake') });
      expect([answer.status, problemIn(answer).code]).toEqual([404, 'route-not-found']);
    },
  );

  it.each([
    ['DELETE', '/api/v1/cases', 'GET'],
    ['PUT', '/api/v1/evidence', 'POST'],
    ['OPTIONS', '/health/live', 'GET, HEAD'],
    ['GET', '/api/v1/cases/C-1/accept', 'POST'],
  ])('says which methods it takes when asked by %s %s', async (method, path, allowed) => {
    const body = method === 'PUT' ? 'not even JSON' : null;
    const answer = await edge.ask(path, { method, body });
    expect([answer.status, problemIn(answer).code]).toEqual([405, 'method-not-allowed']);
    expect(answer.headers.get('allow')).toBe(allowed);
  });

  it('answers HEAD as GET without the body, where it asks for no token', async () => {
    const page = await edge.ask('/health/live');
    const head = await edge.ask('/health/live', { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
    expect(head.headers.get('content-length')).toBe(String(page.text.length));
    const closed = await edge.ask('/api/v1/cases', { method: 'HEAD' });
    expect([closed.status, closed.headers.get('allow')]).toEqual([405, 'GET']);
  });

  it.each(['/%zz', '/api/v1/cases/%E0%A4%A/accept', `/api/v1/evidence/${'a'.repeat(200)}`])(
    'that cannot be read is refused as a problem: %s',
    async (path) => {
      const answer = await edge.ask(path, { headers: await edge.authorization('intake') });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      problemIn(answer);
    },
  );
});

describe('bytes that are not HTTP as we take it', () => {
  it.each([
    ['nonsense', 'hello\r\n\r\n', 400],
    ['an unknown method', 'BREW /pot HTTP/1.1\r\nhost: x\r\n\r\n', 400],
    ['a request without a host', 'GET /health/live HTTP/1.1\r\nconnection: close\r\n\r\n', 400],
    [
      'two ways to tell the length',
      'POST /api/v1/evidence HTTP/1.1\r\nhost: x\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['a NUL in a header', 'GET /health/live HTTP/1.1\r\nhost: x\r\nx-a: \0\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nhost: x\r\nx-a: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'an expectation nobody meets',
      'GET /health/live HTTP/1.1\r\nhost: x\r\nexpect: tea\r\nconnection: close\r\n\r\n',
      417,
    ],
    ['TRACE', 'TRACE /health/live HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', 405],
  ])('are refused as a problem: %s', async (_, bytes, status) => {
    const answer = await edge.speak(bytes);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(head.toLowerCase()).toContain('content-type: application/problem+json');
    expect(head.toLowerCase()).toContain('x-content-type-options: nosniff');
    expect(problemForm.parse(JSON.parse(body)).status).toBe(status);
  });
});

describe('every answer', () => {
  it('is kept by nobody, guessed at by nobody, and has an id', async () => {
    for (const path of ['/health/live', '/%zz', '/api/v1/cases']) {
      const { headers } = await edge.ask(path);
      expect(Object.fromEntries(headers)).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      });
      expect(headers.has('x-powered-by')).toBe(false);
    }
  });

  it('is logged by ids only', async () => {
    edge.lines.length = 0;
    await send(JSON.stringify({ ...accept, reasons: '秘密内容' }));
    await edge.ask('/api/v1/cases?person=P-secret', {
      headers: await edge.authorization('intake'),
    });
    const lines = edge.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines).toMatchObject([
      { method: 'POST', route: '/api/v1/cases/:caseId/accept', status: 400, sub: 'u-1' },
      { method: 'GET', route: '/api/v1/cases', status: 200, sub: 'u-1' },
    ]);
    expect(edge.lines.join('')).not.toMatch(/秘密内容|P-secret|C-1|甲某|Bearer/);
  });
});

describe('what the office refuses', () => {
  const words = { zh: '该案件尚未受理', en: 'the case has not been accepted' };

  it.each([
    [new Impossible({ path: 'subjectId', words }), 409, 'not-possible'],
    [new Unknown('decision', 'decisionId'), 404, 'decision-not-found'],
    [new Irregular([{ code: 'no-report', clause: 'M1-20', words }]), 422, 'irregular'],
    [new LedgerUnavailable('the file is locked'), 503, 'ledger-unavailable'],
    [new ReadStoreUnavailable('the server is away'), 503, 'read-models-unavailable'],
    [new OutcomeUnknown('EIO'), 503, 'outcome-unknown'],
    [new EvidenceDiskFull('ENOSPC'), 503, 'evidence-unavailable'],
  ])('comes with its status: %s', async (error, status, code) => {
    doings.act = () => {
      throw error;
    };
    const answer = await send(JSON.stringify(accept));
    expect([answer.status, problemIn(answer).code]).toEqual([status, code]);
    expect(answer.headers.has('retry-after')).toBe(status === 503);
    expect(answer.text).not.toMatch(/EIO|locked/);
  });

  it('lists every irregularity with the codes to acknowledge', async () => {
    doings.act = () => {
      throw new Irregular([{ code: 'no-report', clause: 'M1-20', words }]);
    };
    expect(problemIn(await send(JSON.stringify(accept)))).toMatchObject({
      irregularities: [{ code: 'no-report', clause: 'M1-20', message: words.zh }],
      acknowledge: { codes: ['no-report'] },
    });
  });

  it('says nothing of a fault of its own, but writes it down for the operator', async () => {
    const headers = await edge.authorization('auditor');
    edge.lines.length = 0;
    const digest = `sha-256:${'0'.repeat(64)}`;
    const answer = await edge.ask(`/api/v1/evidence/${digest}`, { headers });
    expect([answer.status, problemIn(answer).code]).toEqual([500, 'internal-error']);
    expect(answer.text).not.toMatch(/disk|stack|\.ts/);
    expect(edge.lines.join('')).toMatch(/the disk holding .*edge-app/s);
  });
});

describe('evidence', () => {
  async function upload(form: FormData): Promise<Answer> {
    const headers = await edge.authorization('investigator');
    return edge.ask('/api/v1/evidence', { method: 'POST', headers, body: form });
  }

  function formWith(name: string, bytes: number): FormData {
    const form = new FormData();
    form.set(name, new Blob([Buffer.alloc(bytes, 7)], { type: 'application/pdf' }), 'a.pdf');
    return form;
  }

  it('is taken as a stream', async () => {
    const answer = await upload(formWith('file', 200_000));
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      201,
      { size: 200_000, mediaType: 'application/pdf' },
    ]);
  });

  it('beyond its limit is refused', async () => {
    const answer = await upload(formWith('file', 300_000));
    expect([answer.status, problemIn(answer).code]).toEqual([413, 'too-large']);
  });

  it('under another name is refused', async () => {
    const answer = await upload(formWith('document', 10));
    expect([answer.status, problemIn(answer).errors?.[0]?.path]).toEqual([400, 'file']);
  });

  it.each([
    [
      'that breaks off',
      '--x\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc',
    ],
    ['that is empty', '--x--\r\n'],
    ['that is none', 'abc'],
  ])('in a form %s is refused', async (_, body) => {
    const answer = await edge.ask('/api/v1/evidence', {
      method: 'POST',
      headers: {
        ...(await edge.authorization('investigator')),
        'content-type': 'multipart/form-data; boundary=x',
      },
      body,
    });
    expect([answer.status, problemIn(answer).code]).toEqual([400, 'invalid-request']);
  });

  it('as JSON is refused', async () => {
    const answer = await edge.ask('/api/v1/evidence', {
      method: 'POST',
      headers: { ...(await edge.authorization('investigator')), ...json },
      body: '{}',
    });
    expect([answer.status, problemIn(answer).code]).toEqual([415, 'unsupported-media-type']);
  });
});

describe('the start', () => {
  @Controller('api/v1')
  class CasesOnly {
    @Get('cases')
    cases(): void {
      // Never asked.
    }
  }

  @Controller('api/v1')
  class WithBackDoor extends CasesOnly {
    @Post('back-door')
    enter(): void {
      // Never asked.
    }
  }

  const casesRow = smallTable.filter(
    ({ method, path }) => `${method} ${path}` === 'GET /api/v1/cases',
  );

  async function start(...of: Parameters<typeof EdgeApp.start>): Promise<void> {
    const started = await EdgeApp.start(...of);
    await started.stop();
  }

  it('is refused when a controller serves what no row allows', async () => {
    await expect(start(casesRow, [WithBackDoor])).rejects.toThrow(
      new RoutesDisagree('routes.ts and the server disagree: POST /api/v1/back-door has no row'),
    );
  });

  it('is refused when a row is served by nobody', async () => {
    const rows = smallTable.filter(({ path }) => path.endsWith('/cases') || path === '/metrics');
    await expect(start(rows, [CasesOnly])).rejects.toThrow('GET /metrics is not served');
  });
});

describe('readiness', () => {
  it('fails with the reason of each part that cannot serve', async () => {
    expect((await edge.ask('/health/ready')).text).toBe('{"status":"ok"}');
    edge.readiness.add('projections', () => ({ zh: '停在位置 7', en: 'halted at position 7' }));
    const answer = await edge.ask('/health/ready', { headers: { 'accept-language': 'en' } });
    expect(answer.status).toBe(503);
    expect(problemIn(answer)).toMatchObject({
      code: 'not-ready',
      errors: [{ path: 'projections', message: 'halted at position 7' }],
    });
    edge.readiness.add('projections', () => undefined);
    expect((await edge.ask('/health/ready')).status).toBe(200);
  });

  it('is counted by route and status, without an id', async () => {
    const { text } = await edge.ask('/metrics');
    expect(text).toContain('route="/health/ready",status="503"');
    expect(text).not.toContain('C-1');
  });
});

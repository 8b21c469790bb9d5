import { DocsController } from '../../src/api/docs.controller.js';
import { docsPage } from '../../src/api/docs-page.js';
import { openApiDocument } from '../../src/api/openapi.js';
import { routesOf } from '../../src/api/routes.js';
import { EdgeApp } from './edge-app.js';

const routes = routesOf({ production: false });
const document = openApiDocument(routes, 'en');
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

/** Every `$ref` of a value, wherever it stands. */
function refs(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refs(inner),
  );
}

function at(pointer: string): unknown {
  return pointer
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>(
      (value, key) => (value as Record<string, unknown> | undefined)?.[key],
      document,
    );
}

describe('the OpenAPI document', () => {
  it('describes every route, once', () => {
    expect(operations).toHaveLength(routes.length);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('leads nowhere in vain', () => {
    const all = [...new Set(refs(document))];
    expect(all).toEqual(expect.arrayContaining(['#/components/responses/Problem']));
    expect(all.filter((ref) => at(ref) === undefined)).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('says of each schema that has a name what it consists of', () => {
    const schemas = Object.entries(document.components['schemas'] ?? {});
    expect(schemas.map(([name]) => name)).toEqual(
      expect.arrayContaining(['CaseFile', 'Obligation', 'Problem', 'Recorded']),
    );
    const hollow = schemas.filter(
      ([, schema]) => !('properties' in (schema as object)) || 'id' in (schema as object),
    );
    expect(hollow.map(([name]) => name)).toEqual([]);
  });

  it('says how each operation ends, well and badly', () => {
    for (const { operation } of operations) {
      const statuses = Object.keys(operation.responses);
      expect(statuses.filter((status) => /^2/.test(status)).length).toBeGreaterThan(0);
      expect(statuses).toContain('default');
      for (const [status, response] of Object.entries(operation.responses))
        expect(status.startsWith('2') ? response : response['$ref']).toBeDefined();
    }
  });

  it('names each parameter of each path', () => {
    for (const { path, operation } of operations) {
      const inPath = operation.parameters.filter((parameter) => parameter['in'] === 'path');
      expect(inPath.map(({ name }) => `{${String(name)}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
      expect(inPath.every(({ required }) => required === true)).toBe(true);
    }
  });

  it('asks for a token wherever the table does', () => {
    const open = operations.filter(({ operation }) => operation.security.length === 0);
    expect(open.map(({ path }) => path)).toEqual([
      '/api/v1/ledger/checkpoint',
      '/api/v1/ledger/key',
      '/api/v1/ledger/tile/{tile}',
      '/openapi.json',
      '/docs',
      '/health/live',
      '/health/ready',
      '/metrics',
      '/dev/token',
    ]);
  });

  it('shows an act with its keys, its acknowledgement and what it answers', () => {
    const decide = document.paths['/api/v1/cases/{caseId}/decide']!['post']!;
    expect(decide.parameters.map(({ name }) => name)).toEqual([
      'caseId',
      'Idempotency-Key',
      'If-Match',
    ]);
    const body = JSON.stringify(decide.requestBody);
    for (const field of ['subjectId', 'methods', 'acknowledge', 'justification'])
      expect(body).toContain(`"${field}"`);
    expect(body).toContain('"additionalProperties":false');
    expect(Object.keys(decide.responses)).toEqual(
      expect.arrayContaining([
        '200',
        '201',
        '400',
        '401',
        '403',
        '404',
        '409',
        '412',
        '422',
        '503',
      ]),
    );
    expect(decide.responses['201']).toMatchObject({
      headers: { ETag: {} },
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Recorded' } } },
    });
  });

  it('does not ask for what has a default', () => {
    const delivery = document.paths['/api/v1/cases/{caseId}/record-delivery']!['post']!;
    const { schema } = (
      delivery.requestBody as { content: Record<string, { schema: { required: string[] } }> }
    ).content['application/json']!;
    expect(schema.required).toContain('receivedBy');
    expect(schema.required).not.toContain('result');
  });

  it('shows the other form of what comes in two', () => {
    const { content } = document.paths['/api/v1/analytics/{dataset}']!['get']!.responses['200'] as {
      content: object;
    };
    expect(Object.keys(content)).toEqual(['application/json', 'text/csv']);
  });

  it('is the same in Chinese but for its words', () => {
    const chinese = openApiDocument(routes, 'zh');
    expect(Object.keys(chinese.paths)).toEqual(Object.keys(document.paths));
    expect(chinese.paths['/api/v1/cases/{caseId}/decide']!['post']!.summary).toBe('作出决定');
  });
});

/** What a document says to people, and where; a field may be called `description` too. */
function spoken(value: unknown, at = '#'): { at: string; text: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' && /^(title|description|summary)$/.test(key)
      ? [{ at: `${at}/${key}`, text: inner }]
      : spoken(inner, `${at}/${key}`),
  );
}

describe('the words of the OpenAPI document', () => {
  const chinese = openApiDocument(routes, 'zh');
  const han = /\p{Script=Han}/u;

  it('are Chinese throughout, or English throughout', () => {
    const [zh, en] = [spoken(chinese), spoken(document)];
    expect(zh.length).toBeGreaterThan(400);
    expect(zh.filter(({ text }) => !han.test(text))).toEqual([]);
    expect(en.filter(({ text }) => han.test(text))).toEqual([]);
    expect(zh.map(({ at: place }) => place)).toEqual(en.map(({ at: place }) => place));
  });

  it('say of every parameter and every header what it means', () => {
    const unsaid = operations.flatMap(({ path, method, operation }) => {
      const headers = Object.values(operation.responses).flatMap((response) =>
        Object.entries((response['headers'] ?? {}) as Record<string, object>),
      );
      return [
        ...operation.parameters.map((parameter) => [parameter['name'], parameter] as const),
        ...headers,
      ]
        .filter(([, said]) => !('description' in said))
        .map(([name]) => `${method} ${path}: ${String(name)}`);
    });
    expect(unsaid).toEqual([]);
  });

  it('leave no trace of the other language beside them', () => {
    expect(JSON.stringify(document)).not.toMatch(/"zh":"/);
    expect(JSON.stringify(chinese)).not.toMatch(/"zh":"/);
  });
});

describe('the pages of the API', () => {
  const served = routes.filter(({ path }) => path === '/docs' || path === '/openapi.json');
  let edge: EdgeApp;

  beforeAll(async () => {
    edge = await EdgeApp.start(served, [DocsController]);
  });
  afterAll(() => edge.stop());

  it('are served in the reader’s language', async () => {
    const chinese = await edge.ask('/openapi.json');
    expect(JSON.parse(chinese.text)).toMatchObject({
      openapi: '3.1.0',
      info: { title: '问责账本接口' },
    });
    const english = await edge.ask('/docs', { headers: { 'accept-language': 'en' } });
    expect(english.text).toContain('<html lang="en">');
  });

  it('say what each parameter means', () => {
    const page = docsPage(openApiDocument(routes, 'zh'), 'zh');
    expect(page).toContain('<code>limit</code></td><td>query</td><td>每页条数，');
  });

  it('can be read offline, under a policy that lets nothing else in', async () => {
    const { text, headers } = await edge.ask('/docs');
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    expect(text).not.toMatch(/<script|src=|https?:/);
  });
});

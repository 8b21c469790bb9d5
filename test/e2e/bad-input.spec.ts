// Whatever is malformed is refused with a problem that names the path, nothing is recorded, and
// nothing of the program shows. Driven by the table of routes: a new row is tested by being there.
import { z } from 'zod';
import { routeName, type Route } from '../../src/api/routes.js';
import { problemIn, type Answer, type Caller } from '../support/caller.js';
import { registerCity, registration, uploaded, working } from '../support/city.js';
import { RunningService } from '../support/running-service.js';
import { namedInTheCity, pathOf, regularBody, routes } from './table-of-routes.js';

let service: RunningService;
/** Has every role, so that no refusal is for want of a right. */
let official: Caller;
/** A digest that stands in the evidence store. */
let digest: string;

beforeAll(async () => {
  service = await RunningService.start();
  const { clerk } = await registerCity(service);
  official = await service.caller('commission', [...working, 'admin', 'auditor'], 'u-official');
  await clerk.did(namedInTheCity.caseId, 'register', registration);
  ({ digest } = await uploaded(clerk, 'x'.repeat(1024)));
}, 30_000);

/** A request that must be refused, and the path its problem must name; empty where it is the body as a whole. */
interface Malformed {
  readonly what: string;
  readonly path: string;
  readonly status: number;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestInit['body'];
}

/** Sends them, and answers what was not refused as it should be; and whether anything was recorded. */
async function notRefused(route: Route, requests: readonly Malformed[]): Promise<string[]> {
  const before = await service.head();
  const wrong: string[] = [];
  const waiting = [...requests];
  const sender = async () => {
    for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
      const answer = await sent(route, one);
      const fault = faultOf(answer, one);
      if (fault !== undefined) wrong.push(`${one.what}: ${fault}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, sender));
  if ((await service.head()) !== before) wrong.push('something was recorded');
  return wrong;
}

function sent(route: Route, { query = '', headers = {}, body }: Malformed): Promise<Answer> {
  return service.ask(pathOf(route) + query, {
    method: route.method,
    headers: { authorization: `Bearer ${official.token}`, 'accept-language': 'en', ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

function faultOf(answer: Answer, { status, path }: Malformed): string | undefined {
  const problem = problemIn(answer);
  if (answer.status !== status) return `answered ${answer.text}`;
  if (status !== 400 && status !== 409) return undefined;
  const named = problem.errors?.map((error) => error.path) ?? [];
  return named.includes(path) ? undefined : `names ${JSON.stringify(named)}, not "${path}"`;
}

const json = { 'content-type': 'application/json' };

function asJson(body: unknown): Pick<Malformed, 'headers' | 'body' | 'status'> {
  return { status: 400, headers: json, body: JSON.stringify(body) };
}

type Path = readonly (string | number)[];

/** A copy of a value with something else at a path. */
function withAt(value: unknown, [first, ...rest]: Path, is: unknown): unknown {
  if (first === undefined) return is;
  if (Array.isArray(value))
    return value.map((element: unknown, index) =>
      index === first ? withAt(element, rest, is) : element,
    );
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [first]: withAt(fields[first], rest, is) };
}

/** Every field and element of a body with its path, containers included. */
function partsOf(value: unknown, at: Path = []): { readonly at: Path; readonly value: unknown }[] {
  const inside = Array.isArray(value)
    ? value.flatMap((element: unknown, index) => partsOf(element, [...at, index]))
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, field]) => partsOf(field, [...at, name]))
      : [];
  return at.length === 0 ? inside : [{ at, value }, ...inside];
}

/** Something of another type than the value. */
function ofAnotherType(value: unknown): unknown {
  if (typeof value === 'string') return 7;
  if (typeof value === 'number') return '7';
  if (typeof value === 'boolean') return 'true';
  return Array.isArray(value) ? {} : 7;
}

const decomposed = 'e\u0301';

/** What no field that takes text may hold. */
const noText: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['blank', ' '],
  ['a NUL', 'a\u0000b'],
  ['an escape character', 'a\u001bb'],
  ['text that is not in form NFC', decomposed],
  ['30,000 characters', 'x'.repeat(30_000)],
];

const noDate = [
  '2015-02-30',
  '2015-13-01',
  '2015-2-3',
  '20150203',
  '2015-02-03T00:00:00Z',
  'today',
];
const noClause = ['M1-99-1', 'M1-5-11', 'm1-5-1', 'M1-5', 'M3-1-1'];
const noId = ['../x', '-x', 'a b', 'a/b', '某', 'x'.repeat(65)];

/** Fields that name an organ by its id, where they do not hold a person's name. */
const organNames: ReadonlySet<string | number> = new Set([
  'receivedBy',
  'appealTo',
  'organ',
  'managedBy',
]);

/** What else is wrong for a text of this kind. */
function wrongForKind(name: string | number, value: string): readonly string[] {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return noDate;
  if (/^M[12]-/.test(value)) return noClause;
  const isId = /Id$|^id$/.test(String(name)) || (organNames.has(name) && /^[a-z-]+$/.test(value));
  return isId ? noId : [];
}

/** Each field of a regular body gone wrong, one at a time. */
function wrongFields(route: Route): Malformed[] {
  const body = regularBody(route);
  const fields = partsOf(body).flatMap(({ at, value }): Malformed[] => {
    const path = at.join('.');
    const name = at.findLast((part) => typeof part === 'string') ?? '';
    const put = (what: string, is: unknown, where = path): Malformed => ({
      what: `${path}: ${what}`,
      path: where,
      ...asJson(withAt(body, at, is)),
    });
    const wrong = [put('of another type', ofAnotherType(value)), put('null', null)];
    if (typeof value === 'string') {
      for (const [what, is] of noText) wrong.push(put(what, is));
      for (const is of wrongForKind(name, value)) wrong.push(put(is, is));
      const marked = JSON.stringify(withAt(body, at, 'MARK'));
      wrong.push({ ...put('half a surrogate pair', ''), body: marked.replace('MARK', '\\ud800') });
    }
    if (typeof value === 'number') {
      for (const is of [-1, 0.5, Number.MAX_SAFE_INTEGER + 1]) wrong.push(put(String(is), is));
      const marked = JSON.stringify(withAt(body, at, 'MARK'));
      wrong.push({ ...put('1e400', 0), body: marked.replace('"MARK"', '1e400') });
    }
    if (typeof value === 'object' && !Array.isArray(value))
      wrong.push(put('an unknown field', { ...value, unknownField: 1 }, `${path}.unknownField`));
    return wrong;
  });
  const required = z
    .object({ required: z.array(z.string()).default([]) })
    .parse(z.toJSONSchema(bodyOf(route), { io: 'input', unrepresentable: 'any' })).required;
  const missing = required.map((name): Malformed => {
    const { [name]: _, ...rest } = body;
    return { what: `without ${name}`, path: name, ...asJson(rest) };
  });
  const unknown = { what: 'an unknown field', path: 'unknownField' };
  return [...fields, ...missing, { ...unknown, ...asJson({ ...body, unknownField: 1 }) }];
}

function bodyOf({ body }: Route): z.ZodObject {
  if (body === undefined) throw new Error('not asked of a route without a body');
  return body;
}

const megabyte = 1024 * 1024;

/** Bodies that are no body of any route. */
function wrongBodies(route: Route): Malformed[] {
  const text = JSON.stringify(regularBody(route));
  const [first = ''] = Object.keys(regularBody(route));
  const inside = (more: string): Pick<Malformed, 'headers' | 'body' | 'status'> => ({
    status: 400,
    headers: json,
    body: `{${more},${text.slice(1)}`,
  });
  const raw = (body: RequestInit['body']) => ({ status: 400, headers: json, body, path: '' });
  const nested = (depth: number) => `"deep":${'['.repeat(depth)}${']'.repeat(depth)}`;
  const of = (type: string): Omit<Malformed, 'what'> => ({
    status: 415,
    headers: { 'content-type': type },
    body: text,
    path: '',
  });
  return [
    { what: 'a field twice', path: first, ...inside(`${JSON.stringify(first)}:1`) },
    { what: '__proto__', path: '__proto__', ...inside('"__proto__":{"isAdmin":true}') },
    { what: 'constructor', path: 'constructor', ...inside('"constructor":{"prototype":{}}') },
    { what: '65 levels', path: nestedPath(64), ...inside(nested(65)) },
    { what: '10,000 levels', path: nestedPath(64), ...inside(nested(10_000)) },
    { what: 'nothing', ...raw('') },
    { what: 'half an object', ...raw('{') },
    { what: 'a list', ...raw('[]') },
    { what: 'a text', ...raw('"x"') },
    { what: 'null', ...raw('null') },
    { what: 'two objects', ...raw(`${text}${text}`) },
    { what: 'a byte order mark', ...raw(`\ufeff${text}`) },
    { what: 'bytes that are not UTF-8', ...raw(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d])) },
    { what: 'JSON with a comment', ...raw(`/* x */${text}`) },
    { what: 'one byte more than 1 MB', ...raw(text.padEnd(megabyte + 1)), status: 413 },
    { what: 'no media type', ...of(''), body: new Uint8Array(Buffer.from(text)), headers: {} },
    { what: 'plain text', ...of('text/plain') },
    { what: 'a form', ...of('application/x-www-form-urlencoded') },
    { what: 'another charset', ...of('application/json; charset=gbk') },
    { what: 'multipart without parts', ...of('multipart/form-data; boundary=x') },
  ];
}

function nestedPath(depth: number): string {
  return ['deep', ...Array<number>(depth - 1).fill(0)].join('.');
}

/** What may stand wrong around a regular body. */
function wrongSurroundings(route: Route): Malformed[] {
  const regular = asJson(regularBody(route));
  const around = (what: string, path: string, name: string, value: string): Malformed => ({
    ...regular,
    what: `${name}: ${what}`,
    path,
    headers: { ...json, [name]: value },
  });
  const keys = ['a b', 'a,b', 'x'.repeat(201)];
  const etags = ['3', 'W/"3"', '"x"', '*', '"3", "4"', '"-1"', '"03"', `"${'9'.repeat(16)}"`];
  return [
    { ...regular, what: 'an unknown parameter', path: 'x', query: '?x=1' },
    { ...regular, what: 'an unknown parameter twice', path: 'x', query: '?x=1&x=2' },
    ...(route.command === undefined
      ? []
      : keys.map((key) => around(key.slice(0, 9), 'idempotency-key', 'idempotency-key', key))),
    ...(route.command === 'case'
      ? etags.map((etag) => around(etag, 'if-match', 'if-match', etag))
      : []),
  ];
}

/** Where an act says when it happened. */
const happenedOn = new Set(['on', 'since', 'receivedOn', 'birthDate', 'conductFrom', 'conductTo']);

/** The same act on a day that has not come. */
function inTheFuture(route: Route): Malformed[] {
  const sentBody = regularBody(route);
  const body = 'digest' in sentBody ? { ...sentBody, digest } : sentBody;
  return partsOf(body)
    .filter(({ at, value }) => happenedOn.has(String(at.at(-1))) && typeof value === 'string')
    .map(({ at }) => ({
      what: `${at.join('.')} in the future`,
      path: at.join('.'),
      // The last day of the conduct goes along with the first: only one thing is to be wrong.
      ...asJson(withAt({ ...body, ...conductEnds(body) }, at, '2999-01-01')),
      status: 409,
    }));
}

function conductEnds(body: object): object {
  return 'conductTo' in body ? { conductTo: '2999-01-01' } : {};
}

const taking = routes.filter(({ body }) => body !== undefined);
const byName = (among: readonly Route[]) =>
  among.map((route) => [routeName(route), route] as const);

describe.each(byName(taking))('%s', (_, route) => {
  it('refuses every field that is wrong, and names it', async () => {
    expect(await notRefused(route, wrongFields(route))).toEqual([]);
  });

  it('refuses what is no such body at all, and what stands around it', async () => {
    const wrong = [...wrongBodies(route), ...wrongSurroundings(route)];
    expect(await notRefused(route, wrong)).toEqual([]);
  });
});

const acting = taking.filter(({ command }) => command !== undefined);

describe('an act that lies in the future', () => {
  it.each(byName(acting))('is refused: %s', async (_, route) => {
    expect(inTheFuture(route)).not.toEqual([]);
    expect(await notRefused(route, inTheFuture(route))).toEqual([]);
  });
});

describe('an id in the address', () => {
  const withIds = routes.filter(({ path }) => path.includes(':'));
  const bad = ['-x', '%2e%2e%2fx', 'a%20b', '%00', '%E6%9F%90', 'x'.repeat(65), 'a%00b'];

  it.each(byName(withIds))('is refused when it is none: %s', async (_, route) => {
    const [, name = ''] = /:([A-Za-z]+)/.exec(route.path) ?? [];
    const before = await service.head();
    for (const id of bad) {
      const path = pathOf(route, { ...namedInTheCity, [name]: id });
      const body = route.body && JSON.stringify(regularBody(route));
      const answer = await service.ask(path, {
        method: route.method,
        headers: { authorization: `Bearer ${official.token}`, ...(body ? json : {}) },
        ...(body ? { body } : {}),
      });
      expect([id, answer.status, problemIn(answer).errors?.map((error) => error.path)]).toEqual([
        id,
        400,
        [name],
      ]);
    }
    expect(await service.head()).toBe(before);
  });

  it.each(['%', '%zz', '%c0%ae', 'x'.repeat(200), '..', 'a/b', '%ff'])(
    'is refused when nothing can be made of it: %s',
    async (id) => {
      const answer = await official.ask(`/cases/${id}`);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
    },
  );
});

/** Every parameter of a reading route gone wrong. */
function wrongParameters(route: Route): Malformed[] {
  const wrong = (what: string, path: string, query: string): Malformed => ({
    what: `${path}: ${what}`,
    path,
    query: `?${query}`,
    status: 400,
  });
  // What a parameter needs beside it: only one thing is to be wrong.
  const beside = route.path.endsWith('/working-days') ? { from: '2015-01-01', days: '3' } : {};
  const regular = (without: string) =>
    Object.entries(beside)
      .filter(([name]) => name !== without)
      .map(([name, value]) => `&${name}=${value}`)
      .join('');
  const names = Object.keys(route.query?.shape ?? {});
  return [
    wrong('unknown', 'x', `x=1${regular('')}`),
    ...names.flatMap((name) => {
      const put = (value: string) =>
        wrong(value.slice(0, 20), name, `${name}=${value}${regular(name)}`);
      return [
        put(''),
        put('%00'),
        put('e%CC%81'),
        wrong('twice', name, `${name}=1&${name}=1${regular(name)}`),
        ...(wrongValues[name] ?? []).map(put),
      ];
    }),
  ];
}

const noMoment = [
  'yesterday',
  '-1',
  '01',
  '2015-02-30T00:00:00Z',
  '2015-01-01T00:00:00',
  '2015-01-01',
];
const encoded = (cursor: unknown) => Buffer.from(JSON.stringify(cursor)).toString('base64url');

/** By name of the parameter; what it means is the same on every route. */
const wrongValues: Readonly<Record<string, readonly string[]>> = {
  limit: ['0', '501', '-1', '1.5', '1e2', '0x10', '%205', '99999999999999999999'],
  cursor: [
    'x',
    encoded({}),
    encoded(null),
    encoded({ f: 'x', p: '1', k: [1] }),
    encoded({ f: 'x', p: '-1', k: [] }),
    'A'.repeat(2001),
  ],
  atLeast: ['-1', '01', '1.5', 'x', '1e3', '9'.repeat(20)],
  after: ['-1', '01', 'x', '9'.repeat(20)],
  knownAt: noMoment,
  asOf: noMoment,
  on: noDate,
  from: noDate,
  to: noDate,
  min: ['-1', '1.5', 'x', '1234567'],
  days: ['0', '1001', '-1', '1.5'],
  status: ['open'],
  state: ['late'],
  kind: ['letters'],
  ground: noClause,
};

const reading = routes.filter(({ method, rights }) => method === 'GET' && rights !== 'public');

describe('a question', () => {
  it.each(byName(reading))('is refused when a parameter is wrong: %s', async (_, route) => {
    expect(await notRefused(route, wrongParameters(route))).toEqual([]);
  });

  it('does not take the cursor of another question, nor of other filters', async () => {
    const page = z.object({ nextCursor: z.string() });
    const { nextCursor } = await official.get('/organs?limit=1', page);
    const answers = await Promise.all(
      ['/persons?limit=1', '/cases?limit=1', '/organs?limit=1&superior=committee'].map((path) =>
        official.ask(`${path}&cursor=${nextCursor}`),
      ),
    );
    const problems = answers.map((answer) => problemIn(answer));
    expect(problems.map(({ status, errors }) => [status, errors?.[0]?.path])).toEqual([
      [400, 'cursor'],
      [400, 'cursor'],
      [400, 'cursor'],
    ]);
  });

  it('takes a Last-Event-ID only where it is a position', async () => {
    const answer = await official.ask('/events/stream', { headers: { 'last-event-id': 'x' } });
    expect(problemIn(answer).errors).toMatchObject([{ path: 'last-event-id' }]);
  });
});

describe('the service after all that', () => {
  it('has logged no stack and no error of its own', () => {
    const levels = service
      .logLines()
      .map((line) => z.looseObject({ level: z.int() }).parse(JSON.parse(line)));
    expect(levels.filter(({ level }) => level > 40)).toEqual([]);
    expect(service.errors()).toBe('');
  });
});

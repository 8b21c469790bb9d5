// Requests of a route that must be refused, made from its regular body and parameters by putting one
// thing wrong at a time.
import { z } from 'zod';
import type { Route } from '../../src/api/routes.js';
import { regularBody, regularQuery } from './table-of-routes.js';

/** A request that must be refused, and the path its problem must name; empty where it is the body as a whole. */
export interface Malformed {
  readonly what: string;
  readonly path: string;
  readonly status: number;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestInit['body'];
}

export const json = { 'content-type': 'application/json' };

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

const decomposedText = ['text that is not in form NFC', 'e\u0301'] as const;

/** What no field that takes text may hold. */
const noText: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['blank', ' '],
  ['a NUL', 'a\u0000b'],
  ['an escape character', 'a\u001bb'],
  decomposedText,
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

/** What a clerical correction was and is: any value there may be in a field; the form of the corrected record says which. */
function takesAnyValue({ path }: Route, [first]: Path): boolean {
  return path.endsWith('/correct-record') && (first === 'from' || first === 'to');
}

/** Each field of a regular body gone wrong, one at a time. */
export function wrongFields(route: Route): Malformed[] {
  const body = regularBody(route);
  const fields = partsOf(body).flatMap(({ at, value }): Malformed[] => {
    const path = at.join('.');
    const name = at.findLast((part) => typeof part === 'string') ?? '';
    const put = (what: string, is: unknown, where = path): Malformed => ({
      what: `${path}: ${what}`,
      path: where,
      ...asJson(withAt(body, at, is)),
    });
    if (takesAnyValue(route, at))
      return [put('an object', {}), put('half a number', 0.5), put(...decomposedText)];
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
export function wrongBodies(route: Route): Malformed[] {
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
export function wrongSurroundings(route: Route): Malformed[] {
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

/** The same act on a day that has not come; evidence by a digest that stands in the store. */
export function inTheFuture(route: Route, digest: string): Malformed[] {
  const sentBody = regularBody(route);
  const body = 'digest' in sentBody ? { ...sentBody, digest } : sentBody;
  return partsOf(body)
    .filter(({ at, value }) => happenedOn.has(String(at.at(-1))) && typeof value === 'string')
    .map(({ at }) => ({
      what: `${at.join('.')} in the future`,
      path: at.join('.'),
      // What must not come before it goes along with it: only one thing is to be wrong.
      ...asJson(withAt({ ...body, ...endsLater(body) }, at, '2999-01-01')),
      status: 409,
    }));
}

function endsLater(body: object): object {
  return Object.fromEntries(
    ['conductTo', 'dueOn'].filter((name) => name in body).map((name) => [name, '2999-01-01']),
  );
}

/** Every parameter of a reading route gone wrong. */
export function wrongParameters(route: Route): Malformed[] {
  const wrong = (what: string, path: string, query: string): Malformed => ({
    what: `${path}: ${what}`,
    path,
    query: `?${query}`,
    status: 400,
  });
  // What a parameter needs beside it: only one thing is to be wrong.
  const beside = regularQuery(route);
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
  position: ['-1', '01', '1.5', 'x', '1e3', '9'.repeat(18), '9'.repeat(20)],
  min: ['-1', '1.5', 'x', '1234567'],
  days: ['0', '1001', '-1', '1.5'],
  status: ['open'],
  state: ['late'],
  kind: ['letters'],
  ground: noClause,
  subjectId: ['-x', '..%2fx'],
};

// Whatever is malformed is refused with a problem that names the path, nothing is recorded, and
// nothing of the program shows. Driven by the table of routes: a new row is tested by being there.
import { z } from 'zod';
import { routeName, type Route } from '../../src/api/routes.js';
import { problemIn, type Answer, type Caller } from '../support/caller.js';
import { registerCity, registration, uploaded, working } from '../support/city.js';
import { RunningService } from '../support/running-service.js';
import {
  inTheFuture,
  json,
  wrongBodies,
  wrongFields,
  wrongParameters,
  wrongSurroundings,
  type Malformed,
} from './malformed-requests.js';
import { namedInTheCity, pathOf, regularBody, regularQuery, routes } from './table-of-routes.js';

let service: RunningService;
/** Has every role, so that no refusal is for want of a right. */
let official: Caller;
/** A digest that stands in the evidence store. */
let digest: string;

beforeAll(async () => {
  service = await RunningService.start();
  const { clerk } = await registerCity(service);
  official = await service.caller('commission', [...working, 'admin', 'supervisor'], 'u-official');
  await clerk.did(namedInTheCity.caseId, 'register', registration);
  ({ digest } = await uploaded(clerk, 'x'.repeat(1024)));
});

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

/** What a programmer would say: patterns, names of types, that something is invalid and not why. */
const unspeakable = /\/\^|pattern|string|boolean|[Ii]nvalid|^Too /;

function faultOf(answer: Answer, { status, path }: Malformed): string | undefined {
  const problem = problemIn(answer);
  if (answer.status !== status) return `answered ${answer.text}`;
  if (status !== 400 && status !== 409) return undefined;
  const unclear = problem.errors?.find(({ message }) => unspeakable.test(message));
  if (unclear !== undefined) return `says "${unclear.message}"`;
  const named = problem.errors?.map((error) => error.path) ?? [];
  return named.includes(path) ? undefined : `names ${JSON.stringify(named)}, not "${path}"`;
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

// A policy is the one thing recorded whose day may lie ahead.
const acting = taking.filter(
  ({ command, path }) => command !== undefined && !path.endsWith('/policies'),
);

describe('an act that lies in the future', () => {
  it.each(byName(acting))('is refused: %s', async (_, route) => {
    expect(inTheFuture(route, digest)).not.toEqual([]);
    expect(await notRefused(route, inTheFuture(route, digest))).toEqual([]);
  });
});

describe('an id in the address', () => {
  const withIds = routes.filter(({ path }) => path.includes(':'));
  const bad = ['-x', '%2e%2e%2fx', 'a%20b', '%00', '%E6%9F%90', 'x'.repeat(65), 'a%00b'];

  it.each(byName(withIds))('is refused when it is none: %s', async (_, route) => {
    const [, name = ''] = /:([A-Za-z]+)/.exec(route.path) ?? [];
    const before = await service.head();
    for (const id of bad) {
      const query = new URLSearchParams(regularQuery(route)).toString();
      const path = `${pathOf(route, { ...namedInTheCity, [name]: id })}?${query}`;
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

const anyDay = [
  '应为 1900-01-01 至 2999-12-31 之间实际存在的日期',
  'expected a real date from 1900-01-01 to 2999-12-31',
] as const;

const reading = routes.filter(({ method, rights }) => method === 'GET' && rights !== 'public');

describe('a question', () => {
  it.each(byName(reading))('is refused when a parameter is wrong: %s', async (_, route) => {
    expect(await notRefused(route, wrongParameters(route))).toEqual([]);
  });

  it.each([
    ['/organs?limit=0', '应为 1 至 500 的整数', 'expected a whole number from 1 to 500'],
    ['/organs?limit=501', '应为 1 至 500 的整数', 'expected a whole number from 1 to 500'],
    ['/obligations?on=1899-12-31', ...anyDay],
    ['/obligations?on=9999-12-31', ...anyDay],
    ['/organs?q=', '应不少于 1 个字符', 'expected at least 1 character'],
    ['/organs?q=a&q=b', '应为一个值，不是多个', 'expected one value, not several'],
    ['/obligations?state=late', '应为下列之一：open、done、', 'expected one of open, done, '],
  ])('that is refused is told what was expected: %s', async (path, zh, en) => {
    for (const [language, expected] of [
      ['zh-CN', zh],
      ['en', en],
    ] as const) {
      const answer = await official.ask(path, { headers: { 'accept-language': language } });
      const told = problemIn(answer).errors?.map(({ message }) => message);
      expect(told?.[0]).toContain(expected);
    }
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

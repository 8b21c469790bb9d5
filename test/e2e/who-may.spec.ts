// Who may call what: every route of the table without a token, with tokens that are none, and with
// each role; and what a caller can learn of the cases of other organs: nothing.
import { z } from 'zod';
import { roles, type Role } from '../../src/api/authorization.js';
import { basePath, routeName, type Route } from '../../src/api/routes.js';
import type { CaseAct } from '../../src/domain/case/acts.js';
import { problemIn, refusal, type Answer, type Caller } from '../support/caller.js';
import { registerCity, registration, uploaded, walk, type City } from '../support/city.js';
import { acts } from '../support/office.js';
import { RunningService } from '../support/running-service.js';
import { pathOf, regularBody, routes } from './table-of-routes.js';

let service: RunningService;
let city: City;
const byRole = new Map<Role, Caller>();

beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
  await city.clerk.did('B-1', 'register', registration);
  for (const role of roles) byRole.set(role, await service.caller('commission', [role]));
});

const closed = routes.filter(({ rights }) => rights !== 'public');
const open = routes.filter(({ rights }) => rights === 'public');
const byName = (among: readonly Route[]) =>
  among.map((route) => [routeName(route), route] as const);

/** A request that goes no further than the check of its parts: no route takes this parameter. */
function sent(route: Route, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const body = route.body && JSON.stringify(regularBody(route));
  return service.ask(`${pathOf(route)}?unknown-parameter=1`, {
    method: route.method,
    headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a caller who does not say who it is', () => {
  it.each(byName(closed))('is turned away: %s', async (_, route) => {
    const before = await service.head();
    const answer = await sent(route, {});
    expect(refusal(answer)).toBe('401 unauthenticated');
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(await service.head()).toBe(before);
  });

  it.each([
    ['no token', 'Bearer '],
    ['rubbish', 'Bearer rubbish'],
    ['three dots', 'Bearer a.b.c'],
    ['another scheme', 'Basic dTpw'],
    ['a token and more', 'Bearer a b'],
    ['two schemes', 'Bearer Bearer x'],
    ['20,000 characters', `Bearer ${'x'.repeat(10_000)}`],
  ])('is turned away with %s', async (_, authorization) => {
    const answer = await service.ask(`${basePath}/cases`, { headers: { authorization } });
    expect(refusal(answer)).toBe('401 unauthenticated');
    expect(answer.text).not.toContain('rubbish');
  });

  it('is turned away with a token that was altered, in any part', async () => {
    const { token } = city.clerk;
    const [head = '', claims = '', signature = ''] = token.split('.');
    const said = z.looseObject({}).parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
    const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const altered = [
      [head, encoded({ ...said, organ: 'neighbour' }), signature],
      [head, encoded({ ...said, exp: 4_000_000_000 }), signature],
      [encoded({ alg: 'none', typ: 'at+jwt' }), claims, ''],
      [encoded({ alg: 'HS256', typ: 'at+jwt' }), claims, signature],
      [head, claims, ''],
      [head, claims, `${signature}A`],
      [head, claims],
    ];
    for (const parts of altered) {
      const answer = await service.ask(`${basePath}/cases`, { headers: bearer(parts.join('.')) });
      expect(refusal(answer)).toBe('401 unauthenticated');
    }
  });

  it.each(byName(open))('is let in where no token is needed: %s', async (_, route) => {
    const answer = await sent(route, {});
    expect([200, 400]).toContain(answer.status);
  });
});

describe('whoever asks for the head of a page alone', () => {
  const read = (among: readonly Route[]) => byName(among.filter(({ method }) => method === 'GET'));

  it.each(read(open))('gets it where no token is needed: %s', async (_, route) => {
    const page = await service.ask(pathOf(route));
    const head = await service.ask(pathOf(route), { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([page.status, '']);
    for (const name of ['content-type', 'content-language', 'content-security-policy'])
      expect([name, head.headers.get(name)]).toEqual([name, page.headers.get(name)]);
    const other = await service.ask(pathOf(route), { method: 'PUT' });
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  // What is read there is put down with who read it; a look that shows nothing would be too.
  it.each(read(closed))('does not where a token is asked for: %s', async (_, route) => {
    const before = await service.head();
    const { status, headers } = await service.ask(pathOf(route), {
      method: 'HEAD',
      headers: bearer(city.clerk.token),
    });
    expect(status).toBe(405);
    expect(headers.get('allow')).toMatch(/^(POST, )?GET$/);
    expect(await service.head()).toBe(before);
  });
});

describe('a role', () => {
  // A right is seen by how far the request gets: to the check of its parts, which it fails.
  it.each(byName(closed))('gets as far as the table lets it: %s', async (_, route) => {
    const before = await service.head();
    const wrong: string[] = [];
    for (const [role, caller] of byRole) {
      const answer = await sent(route, bearer(caller.token));
      const { rights } = route;
      const may = rights !== 'public' && rights[role] !== undefined;
      // A route that takes a file complains of the lack of one first.
      const expected = may ? (route.upload ? [415] : [400]) : [403];
      if (!expected.includes(answer.status)) wrong.push(`${role}: ${answer.text}`);
      if (!may && problemIn(answer).code !== 'forbidden') wrong.push(`${role}: ${answer.text}`);
    }
    expect(wrong).toEqual([]);
    expect(await service.head()).toBe(before);
  });

  it('that nobody knows gives no right', async () => {
    const body = { sub: 'u-1', name: '癸某', organ: 'commission', roles: ['intake', 'emperor'] };
    const answer = await service.ask('/dev/token', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(problemIn(answer).errors).toMatchObject([{ path: 'roles.1' }]);
  });
});

describe('a case of another organ', () => {
  const taken = 'O-1';
  const free = 'O-2';
  let digest: string;

  beforeAll(async () => {
    await walk(city.clerk, taken, 'lodge-appeal');
    await city.clerk.did(taken, 'record-intervention', acts['record-intervention']);
    ({ digest } = await uploaded(city.clerk, `审批台账 ${taken}`));
  });

  /** What an answer says, whatever the case and the request are called. */
  function seen({ status, text, headers }: Answer): object {
    const words = text
      .replaceAll(taken, 'THE-CASE')
      .replaceAll(free, 'THE-CASE')
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'THE-REQUEST');
    const named = [...headers.keys()].filter((name) => name !== 'date').toSorted();
    return { status, words, named };
  }

  async function looksLikeNone(ask: (caseId: string) => Promise<Answer>): Promise<Answer> {
    const [others, none] = [await ask(taken), await ask(free)];
    expect(seen(others)).toEqual(seen(none));
    return others;
  }

  const onCases = (Object.keys(acts) as CaseAct[]).filter((act) => act !== 'register');

  it.each(onCases)('looks like no case to who would %s', async (act) => {
    const before = await service.head();
    const answer = await looksLikeNone((caseId) => city.stranger.act(caseId, act, acts[act]));
    expect(refusal(answer)).toBe('404 case-not-found');
    const guarded = await looksLikeNone((caseId) =>
      city.stranger.act(caseId, act, acts[act], { ifMatch: 0, key: `${caseId}-${act}` }),
    );
    expect(refusal(guarded)).toBe('404 case-not-found');
    expect(await service.head()).toBe(before);
  });

  it.each(['', '/history'])('looks like no case to who reads its file%s', async (part) => {
    const before = await service.head();
    const answer = await looksLikeNone((caseId) => city.stranger.ask(`/cases/${caseId}${part}`));
    expect(refusal(answer)).toBe('404 case-not-found');
    expect(await service.head()).toBe(before);
  });

  it('gives nobody its evidence', async () => {
    const absent = `sha-256:${'0'.repeat(64)}`;
    const [others, none] = [
      await city.stranger.ask(`/evidence/${digest}`),
      await city.stranger.ask(`/evidence/${absent}`),
    ];
    expect(seen(others)).toEqual(seen(none));
    expect(refusal(others)).toBe('404 evidence-not-found');
    expect((await city.clerk.ask(`/evidence/${digest}`)).status).toBe(200);
  });

  it.each(['/cases?limit=500', '/cases?person=jia', '/obligations?limit=500'])(
    'stands in no list of others: %s',
    async (path) => {
      expect(await city.stranger.items(path, z.unknown())).toEqual([]);
      expect(await city.auditor.items(path, z.unknown())).not.toEqual([]);
    },
  );

  it.each(['/obligations', '/interventions', '/supervision/findings'])(
    'looks like no case to who asks a list for it: %s',
    async (path) => {
      const answer = await looksLikeNone((caseId) => city.stranger.ask(`${path}?case=${caseId}`));
      expect(refusal(answer)).toBe('404 case-not-found');
      expect(problemIn(answer).errors).toMatchObject([{ path: 'case' }]);
      expect(await city.auditor.items(`${path}?case=${taken}`, z.unknown())).not.toEqual([]);
    },
  );

  it('counts for its person all the same, and shows no more than that', async () => {
    const path = '/persons/jia/accountability?on=2015-12-31';
    const counted = await city.stranger.get(path, z.looseObject({ sanctions: z.unknown() }));
    expect(counted).toMatchObject({
      count: 1,
      sanctions: [
        {
          caseId: taken,
          decisionId: 'D-1',
          organId: 'commission',
          effectiveOn: '2015-09-30',
          methods: ['circulated-criticism'],
        },
      ],
    });
    const [pleading] = await city.stranger.items(
      '/interventions?pleader=pleader-1',
      z.looseObject({}),
    );
    expect(Object.keys(pleading ?? {}).toSorted()).toEqual([
      'caseId',
      'eventId',
      'on',
      'pleader',
      'position',
      'subjectId',
      'subjectPersonId',
    ]);
  });

  it('is seen by the auditor of the organ that supervises the one above, who writes nothing', async () => {
    expect((await city.auditor.ask(`/cases/${taken}`)).status).toBe(200);
    expect(refusal(await city.auditor.act(taken, 'close', acts.close))).toBe('403 forbidden');
    const clerkThere = await service.caller('inspectors', ['intake'], 'u-there');
    expect(refusal(await clerkThere.ask(`/cases/${taken}`))).toBe('404 case-not-found');
  });

  it('is told of by its id alone when somebody would take that id', async () => {
    const inTheirOrgan = { ...registration, receivedBy: 'neighbour' };
    const answer = await city.stranger.act(taken, 'register', inTheirOrgan);
    expect(refusal(answer)).toBe('409 not-possible');
    expect(problemIn(answer).errors).toMatchObject([{ path: 'id' }]);
  });

  it('is not registered for an organ that is not the caller’s', async () => {
    const before = await service.head();
    const answer = await city.stranger.act(free, 'register', registration);
    expect([refusal(answer), await service.head()]).toEqual(['403 forbidden', before]);
  });
});

describe('a reader without cases', () => {
  it('such as the custodian or the admin reads registers and no case', async () => {
    for (const role of ['custodian', 'admin'] as const) {
      const caller = byRole.get(role)!;
      expect((await caller.ask('/persons/jia')).status).toBe(200);
      expect(refusal(await caller.ask('/cases/B-1'))).toBe('403 forbidden');
    }
  });

  it('such as the analyst sees no names', async () => {
    const analyst = byRole.get('analyst')!;
    for (const path of ['/persons', '/persons/jia', '/organs', '/cases', '/interventions'])
      expect(refusal(await analyst.ask(path))).toBe('403 forbidden');
    expect((await analyst.ask('/accountability-counts')).status).toBe(200);
  });
});

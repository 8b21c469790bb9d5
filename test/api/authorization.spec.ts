import { rightOf, roles, type Role } from '../../src/api/authorization.js';
import { routeName, routesOf } from '../../src/api/routes.js';
import { caseActs } from '../../src/domain/case/acts.js';

const routes = routesOf({ production: false });

/** Names of the routes a role may call. */
function open(to: Role): string[] {
  return routes
    .filter(({ rights }) => rights !== 'public' && rightOf(rights, [to]) !== undefined)
    .map((route) => routeName(route));
}

function on(act: string): string {
  return act === 'register' ? 'POST /api/v1/cases' : `POST /api/v1/cases/:caseId/${act}`;
}

/** Hashes and leaf indexes that name nobody: whoever has a token may ask for them. */
const proofsOfTheLog = [
  'GET /api/v1/ledger/proofs/inclusion',
  'GET /api/v1/ledger/proofs/consistency',
  'GET /api/v1/ledger/receipts/:eventId',
];

describe('the table of routes', () => {
  it('names every route once', () => {
    const names = routes.map((route) => routeName(route));
    expect(new Set(names).size).toBe(names.length);
  });

  it('has a row for every act on a case', () => {
    const names = new Set(routes.map((route) => routeName(route)));
    expect(Object.keys(caseActs).filter((act) => !names.has(on(act)))).toEqual([]);
  });

  it('asks nobody who they are only where there is nothing to protect', () => {
    const publicRoutes = routes.filter(({ rights }) => rights === 'public');
    expect(publicRoutes.map((route) => routeName(route))).toEqual([
      'GET /api/v1/ledger/checkpoint',
      'GET /api/v1/ledger/key',
      'GET /api/v1/ledger/tile/*',
      'GET /openapi.json',
      'GET /docs',
      'GET /health/live',
      'GET /health/ready',
      'GET /metrics',
      'POST /dev/token',
    ]);
  });

  it('gives out tokens in development only', () => {
    const production = routesOf({ production: true }).map((route) => routeName(route));
    expect(production).not.toContain('POST /dev/token');
    expect(production).toHaveLength(routes.length - 1);
  });

  it('lets nobody act on a case of another organ', () => {
    const acts = routes.filter(({ command }) => command === 'case');
    const beyond = acts.flatMap((route) =>
      route.rights === 'public'
        ? [routeName(route)]
        : Object.entries(route.rights)
            .filter(([, right]) => right !== 'own')
            .map(([role]) => `${role}: ${routeName(route)}`),
    );
    expect(beyond).toEqual([]);
  });
});

describe('an auditor or a supervisor', () => {
  it('writes nothing but, as a supervisor, what is done about findings', () => {
    const written = (role: 'auditor' | 'supervisor') =>
      open(role).filter((name) => name.startsWith('POST'));
    expect(written('auditor')).toEqual([]);
    expect(written('supervisor')).toEqual([
      'POST /api/v1/supervision/findings/:findingId/escalate',
      'POST /api/v1/supervision/findings/:findingId/dismiss',
    ]);
  });

  it('reads every history', () => {
    expect(open('auditor')).toContain('GET /api/v1/cases/:caseId/history');
  });
});

describe('an analyst', () => {
  it('sees counts and the catalogue, no case, no person, no event', () => {
    expect(open('analyst')).toEqual([
      'GET /api/v1/regulation',
      'GET /api/v1/calendar/working-days',
      'GET /api/v1/accountability-counts',
      'GET /api/v1/analytics/:dataset',
      ...proofsOfTheLog,
    ]);
  });

  it('reads statistics, and so do only those who watch over others', () => {
    const statistics = 'GET /api/v1/analytics/:dataset';
    const readers = roles.filter((role) => open(role).includes(statistics));
    expect(readers).toEqual(['supervisor', 'auditor', 'analyst']);
  });
});

describe('an admin', () => {
  it('keeps registers and policies for every organ, reads who read what, and reads no case', () => {
    expect(open('admin').filter((name) => !/organs|persons/.test(name))).toEqual([
      'POST /api/v1/regulation/policies',
      'GET /api/v1/regulation',
      'GET /api/v1/calendar/working-days',
      'GET /api/v1/accesses',
      'GET /api/v1/events/stream',
      ...proofsOfTheLog,
    ]);
    expect(open('admin')).not.toContain('GET /api/v1/persons/:personId/accountability');
    const stream = routes.find(({ path }) => path.endsWith('/events/stream'))!;
    expect(rightOf(stream.rights as Exclude<typeof stream.rights, 'public'>, ['admin'])).toBe(
      'registers',
    );
  });

  it('is the only one who does', () => {
    const keepers = (name: string) => roles.filter((role) => open(role).includes(name));
    expect(keepers('POST /api/v1/persons')).toEqual(['admin']);
    expect(keepers('POST /api/v1/regulation/policies')).toEqual(['admin']);
  });
});

describe('only a decider', () => {
  it('decides', () => {
    expect(roles.filter((role) => open(role).includes(on('decide')))).toEqual(['decider']);
  });
});

describe('a right', () => {
  it('is no wider for a role that has none on the route', () => {
    const rightsOf = (path: string) => {
      const { rights } = routes.find((route) => route.path === path && route.method === 'GET')!;
      return rights as Exclude<typeof rights, 'public'>;
    };
    const cases = rightsOf('/api/v1/cases');
    expect(rightOf(cases, ['intake'])).toBe('own');
    expect(rightOf(cases, ['intake', 'analyst', 'admin'])).toBe('own');
    expect(rightOf(cases, ['intake', 'supervisor'])).toBe('wide');
    expect(rightOf(rightsOf('/api/v1/accountability-counts'), ['analyst'])).toBe('wide');
    expect(rightOf(rightsOf('/api/v1/accesses'), ['auditor'])).toBe('wide');
    expect(rightOf(rightsOf('/api/v1/accesses'), ['auditor', 'admin'])).toBe('allowed');
    expect(rightOf(rightsOf('/api/v1/events/stream'), ['intake', 'admin'])).toBe('own');
  });

  it('is none where no role is known, and the better one where two are', () => {
    const rights = { intake: 'own', admin: 'allowed', custodian: 'registers' } as const;
    expect(rightOf(rights, [])).toBeUndefined();
    expect(rightOf(rights, ['Intake', 'root', '__proto__'])).toBeUndefined();
    expect(rightOf(rights, ['auditor'])).toBeUndefined();
    expect(rightOf(rights, ['custodian', 'intake'])).toBe('own');
    expect(rightOf(rights, ['intake', 'admin'])).toBe('allowed');
  });
});

describe('a sensitive record', () => {
  it('names the fields its access is recorded by, wherever the answer has one', () => {
    const sensitive = routes.filter((route) => route.sensitive).map((route) => routeName(route));
    expect(sensitive).toEqual([
      'GET /api/v1/persons',
      'GET /api/v1/persons/:personId',
      'GET /api/v1/evidence/:digest',
      'GET /api/v1/cases/:caseId',
      'GET /api/v1/cases/:caseId/decision-frame',
      'GET /api/v1/cases/:caseId/history',
      'GET /api/v1/persons/:personId/accountability',
      'GET /api/v1/accountability-counts',
      'GET /api/v1/interventions',
      'GET /api/v1/interventions/pleaders',
      'GET /api/v1/supervision/findings',
      'GET /api/v1/supervision/findings/:findingId',
      'GET /api/v1/events/stream',
    ]);
  });
});

// The table of routes as the tests walk it: every row with a regular request, so that a new row is
// tested by being there, or fails for want of a regular body.
import { basePath, routeName, routesOf, type Route } from '../../src/api/routes.js';
import type { CaseAct } from '../../src/domain/case/acts.js';
import { acts, organs, persons } from '../support/office.js';

export const routes: readonly Route[] = routesOf({ production: false });

/** What a path names besides the route. */
export interface Named {
  readonly caseId: string;
  readonly organId: string;
  readonly personId: string;
  readonly findingId: string;
  readonly digest: string;
  readonly dataset: string;
  readonly eventId: string;
  readonly tile: string;
}

export const namedInTheCity: Named = {
  caseId: 'B-1',
  organId: 'bureau',
  personId: 'jia',
  findingId: 'S-04:B-1:s1:decision',
  digest: `sha-256:${'0'.repeat(64)}`,
  dataset: 'funnel',
  eventId: '00000000-0000-8000-8000-000000000000',
  tile: '0/000.p/1',
};

/** The path of a route with ids in the places of its parameters. */
export function pathOf(route: Route, named: Named = namedInTheCity): string {
  const values: Readonly<Record<string, string>> = { ...named };
  return route.path.replace('*', ':tile').replaceAll(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`what stands for :${name} of ${route.path}?`);
    return value;
  });
}

/** What a route asks for beside its path, by the name of the parameter. */
export function regularQuery({ path }: Route): Readonly<Record<string, string>> {
  if (path.endsWith('/working-days')) return { from: '2015-01-01', days: '3' };
  if (path.endsWith('/proofs/inclusion')) return { position: '1' };
  if (path.endsWith('/proofs/consistency')) return { from: '1' };
  return path.endsWith('/decision-frame') ? { subjectId: 's1' } : {};
}

/** A body of ids, dates and words that the route takes. @throws Error for a new route without one */
export function regularBody(route: Route): Readonly<Record<string, unknown>> {
  const body = registerBodies[route.path] ?? caseBodies[route.path];
  if (body === undefined) throw new Error(`${routeName(route)} has no regular body yet: add one`);
  return { ...body };
}

const { heads: _, organId: __, ...bureau } = organs.bureau;
const { changes: ___, personId: ____, ...jia } = persons.jia;

const registerBodies: Readonly<Record<string, object>> = {
  [`${basePath}/organs`]: {
    id: 'new-bureau',
    ...bureau,
    supervisedBy: ['commission'],
    head: { personId: 'yi', name: '乙某', role: 'party', since: '2015-01-01' },
  },
  [`${basePath}/organs/:organId/head`]: { personId: 'yi', name: '乙某', since: '2015-01-01' },
  [`${basePath}/organs/:organId/changes`]: { since: '2015-03-01', name: '虚构新局' },
  [`${basePath}/persons`]: {
    id: 'new-person',
    ...jia,
    birthDate: '1970-01-01',
    ethnicity: '汉族',
    fileKeeperOrganId: 'organization',
  },
  [`${basePath}/persons/:personId/changes`]: { since: '2015-03-01', post: '局长' },
  [`${basePath}/supervision/findings/:findingId/escalate`]: {
    on: '2015-12-01',
    organId: 'commission',
    caseId: 'B-1',
  },
  [`${basePath}/supervision/findings/:findingId/dismiss`]: {
    on: '2015-12-01',
    organId: 'commission',
    reasons: '情况属实，已作说明。',
  },
  [`${basePath}/regulation/policies`]: {
    id: 'P-2099',
    effectiveFrom: '2099-01-01',
    adoptedBy: ['commission'],
    consulted: ['organization', 'personnel'],
    reference: '虚构纪发〔2099〕1号',
    changes: {
      countsFrom: '2015-02-04',
      priorsForAggravation: 2,
      pleadingsForAggravation: 2,
      undatedDutyWatchDays: 30,
      recordingDays: 7,
      suspensionWatchDays: 180,
      hearingRequired: false,
      leadershipMeetingRequired: false,
      severityReasonsRequired: false,
      accidentRequired: false,
      suspensionTermRequired: false,
      zeroReport: false,
    },
  },
  '/dev/token': { sub: 'u-1', name: '癸某', organ: 'commission', roles: ['intake'] },
};

const { caseId: _____, ...register } = acts.register;

// Typed by the acts of the domain: an act without a regular body does not compile.
const bodies: { readonly [A in CaseAct]: object } = {
  ...acts,
  register: {
    ...register,
    id: 'B-2',
    conductFrom: '2015-05-01',
    conductTo: '2015-06-01',
    suspectedGrounds: ['M2-5-1'],
    reporter: { mode: 'named', name: '子某', contact: '虚构路 1 号' },
  },
};

const caseBodies: Readonly<Record<string, object>> = Object.fromEntries(
  Object.entries<object>(bodies).map(([act, body]) => [
    act === 'register' ? `${basePath}/cases` : `${basePath}/cases/:caseId/${act}`,
    body,
  ]),
);

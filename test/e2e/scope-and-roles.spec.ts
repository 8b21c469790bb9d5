// A caller of several roles, each with its own reach: what one role may see is not seen through
// another, and nobody sees longer than the token says.
import { z } from 'zod';
import { accesses } from '../../src/api/answers.js';
import { LocalIssuer, type TokenRequest } from '../../src/api/tokens.js';
import { refusal, type Caller } from '../support/caller.js';
import { registerCity, registration, walk, type City } from '../support/city.js';
import { EventStream } from '../support/event-stream.js';
import { acts } from '../support/office.js';
import { loose } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';

let service: RunningService;
let city: City;

beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
  await walk(city.clerk, 'C-1', 'decide');
  await city.clerk.did('C-1', 'record-intervention', acts['record-intervention']);
});

/** Somebody of the organ that supervises the committee, above the commission. */
function inspector(...roles: TokenRequest['roles']): Promise<Caller> {
  return service.caller('inspectors', roles, `u-${roles.join('-')}`);
}

async function now(path: string): Promise<string> {
  return `${path}${path.includes('?') ? '&' : '?'}atLeast=${String(await service.head())}`;
}

const lists = ['/cases', '/obligations?on=2016-01-01', '/interventions'] as const;

describe('a role that gives no right on a route', () => {
  it.each(['analyst', 'custodian', 'admin'] as const)('widens nothing there: %s', async (role) => {
    const caller = await inspector('intake', role);
    expect(refusal(await caller.ask('/cases/C-1'))).toBe('404 case-not-found');
    expect(refusal(await caller.ask('/cases/C-1/history'))).toBe('404 case-not-found');
    for (const path of lists) expect(await caller.items(await now(path), loose)).toEqual([]);
  });

  it('widens no event stream either', async () => {
    const caller = await inspector('intake', 'analyst', 'admin');
    const stream = await EventStream.open(service, caller.token, '?after=0');
    const own = { ...registration, receivedBy: 'inspectors' };
    await caller.did('I-1', 'register', own);
    await stream.until(() => stream.events.some(({ stream: name }) => name === 'case-I-1'));
    stream.leave();
    const cases = stream.events.filter(({ stream: name }) => name.startsWith('case-'));
    expect(new Set(cases.map(({ stream: name }) => name))).toEqual(new Set(['case-I-1']));
  });
});

describe('a role that watches over others', () => {
  it('reaches as far beside a working role as alone', async () => {
    for (const caller of [await inspector('supervisor'), await inspector('intake', 'auditor')]) {
      expect((await caller.ask('/cases/C-1')).status).toBe(200);
      for (const path of lists) expect(await caller.items(await now(path), loose)).not.toEqual([]);
    }
  });

  it('does not let its holder act there', async () => {
    const caller = await inspector('decider', 'supervisor');
    expect(refusal(await caller.act('C-1', 'close', acts.close))).toBe('404 case-not-found');
  });
});

describe('who read what', () => {
  const subs = async (caller: Caller, query = '') => {
    const { items } = await caller.get(await now(`/accesses?limit=500${query}`), accesses);
    return new Set(items.map(({ sub }) => sub));
  };

  it('is told to who watches over the reader or over the case, to the admin in full', async () => {
    await city.clerk.ask('/cases/C-1');
    await city.auditor.ask('/cases/C-1');
    const stranger = city.stranger;
    await stranger.ask('/persons/jia');
    const ofCommission = await service.caller('commission', ['supervisor'], 'u-watch');
    const ofNeighbour = await service.caller('neighbour', ['auditor'], 'u-other');
    expect(await subs(ofNeighbour)).toEqual(new Set(['u-stranger']));
    // A case out of sight looks like none.
    const ofCase = await ofNeighbour.ask(await now('/accesses?case=C-1'));
    expect(refusal(ofCase)).toBe('404 case-not-found');
    expect(await subs(ofCommission, '&case=C-1')).toEqual(
      new Set(['u-clerk', 'u-auditor', 'u-supervisor', 'u-intake-auditor']),
    );
    expect(await subs(ofCommission)).not.toContain('u-stranger');
    expect(await subs(city.admin)).toEqual(
      new Set([...(await subs(city.auditor)), ...(await subs(ofNeighbour))]),
    );
  });
});

describe('what aggregates show', () => {
  async function lastAccessBy(sub: string): Promise<readonly string[]> {
    const path = await now(`/accesses?limit=1&sub=${sub}`);
    const { items } = await city.admin.get(path, accesses);
    return items[0]?.records ?? [];
  }

  it('is on record with the persons counted', async () => {
    const caller = await service.caller('commission', ['analyst'], 'u-counts');
    const reader = await service.caller('committee', ['supervisor'], 'u-reads-counts');
    const counts = await reader.items(
      await now('/accountability-counts?on=2015-12-31'),
      z.looseObject({ personId: z.string() }),
    );
    expect(counts.map(({ personId }) => personId)).toEqual(['jia']);
    expect(await lastAccessBy('u-reads-counts')).toEqual(['person/jia']);
    await caller.ask('/accountability-counts?on=2010-12-31');
    expect(await lastAccessBy('u-counts')).toEqual(['none']);
  });

  it('is on record with the pleaders and the cases they pleaded in', async () => {
    const reader = await service.caller('commission', ['supervisor'], 'u-reads-pleaders');
    await reader.items(await now('/interventions/pleaders'), loose);
    expect(await lastAccessBy('u-reads-pleaders')).toEqual(['person/pleader-1', 'case/C-1']);
  });
});

describe('an event stream', () => {
  it('ends with the token it was opened with, and cannot be opened again', async () => {
    const issuer = await LocalIssuer.of(service.dataDir);
    const token = await issuer.issueToken(
      { sub: 'u-short', name: '癸某', organ: 'commission', roles: ['intake'] },
      3,
    );
    const stream = await EventStream.open(service, token);
    const opened = performance.now();
    expect(await stream.ended()).toBe('ended');
    expect(performance.now() - opened).toBeLessThan(20_000);
    await expect(EventStream.open(service, token)).rejects.toThrow('401');
    const { items } = await city.admin.get(await now('/accesses?sub=u-short'), accesses);
    expect(items.map(({ phase }) => phase)).toEqual(['closed', 'opened']);
  });
});

// How each body stands, as those who supervise it read it over HTTP: what was reversed on appeal,
// what lies outside the frame, and which bodies each of them sees at all (M1 Art. 19; M2 Art. 9).
import { z } from 'zod';
import type { Caller } from '../support/caller.js';
import { registerCity, walk, type City } from '../support/city.js';
import { Readings } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';
import { about } from './case-on-one-person.js';

let service: RunningService;
let city: City;
let reading: Readings;

const body = z.looseObject({
  organId: z.string(),
  superiors: z.array(z.string()),
  cases: z.int(),
  decisions: z.int(),
  appealsDecided: z.int(),
  reversedOnAppeal: z.int(),
  openFindings: z.strictObject({
    inaction: z.int(),
    frame: z.int(),
    procedure: z.int(),
    notice: z.int(),
  }),
});

/** One revoked on appeal, one upheld, one lighter than the frame permits; and one of another city. */
beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
  reading = new Readings(service, city.clerk);
  const letter = (number: number) => ({ number: `虚构问责决字（2015）第${String(number)}号` });
  await walk(city.clerk, 'C-1', 'decide-appeal', {
    'issue-letter': letter(1),
    'decide-appeal': { outcome: 'revoked' },
  });
  await walk(city.clerk, 'C-2', 'decide-appeal', {
    ...about('yi'),
    'issue-letter': letter(2),
  });
  await walk(city.clerk, 'C-3', 'decide', {
    ...about('yi'),
    decide: {
      severity: 'serious',
      reasons: '情节较重，处理从宽。',
      acknowledge: { codes: ['lighter-than-frame'], justification: '按集体意见处理。' },
    },
  });
  await walk(city.stranger, 'N-1', 'register', {
    register: { receivedBy: 'neighbour' },
  });
});

async function bodies(caller: Caller, query = ''): Promise<readonly z.output<typeof body>[]> {
  return caller.items(await reading.now(`/supervision/organs?on=2015-11-30${query}`), body);
}

async function commission(on: string): Promise<z.output<typeof body> | undefined> {
  const path = await reading.now(`/supervision/organs?on=${on}`);
  const all = await city.auditor.items(path, body);
  return all.find(({ organId }) => organId === 'commission');
}

describe('a body in the table', () => {
  it('shows the appeals against its decisions that were decided by the date, and those reversed', async () => {
    const counted = async (on: string) => {
      const found = await commission(on);
      return [found?.appealsDecided, found?.reversedOnAppeal];
    };
    expect(await counted('2015-11-09')).toStrictEqual([0, 0]);
    expect(await counted('2015-11-10')).toStrictEqual([2, 1]);
  });

  it('shows what it decided outside the frame, from the day on which it did', async () => {
    const frame = async (on: string) => (await commission(on))?.openFindings.frame;
    expect(await frame('2015-09-29')).toBe(0);
    expect(await frame('2015-09-30')).toBe(1);
  });

  it('counts its cases and decisions, and none of another body', async () => {
    expect(await commission('2015-11-30')).toMatchObject({ cases: 3, decisions: 3 });
    const [neighbour] = await bodies(await service.caller('neighbour', ['supervisor']));
    expect(neighbour).toMatchObject({
      organId: 'neighbour',
      cases: 1,
      decisions: 0,
      appealsDecided: 0,
      reversedOnAppeal: 0,
    });
  });
});

describe('who sees which bodies', () => {
  const seen = async (caller: Caller, query = '') =>
    (await bodies(caller, query)).map(({ organId }) => organId);
  const below = ['bureau', 'commission', 'committee', 'organization'];

  it('is its own organ, and those that name it in supervisedBy with all below them', async () => {
    expect(await seen(city.auditor)).toStrictEqual([...below, 'inspectors'].toSorted());
    const supervisor = await service.caller('inspectors', ['supervisor']);
    expect(await seen(supervisor)).toStrictEqual([...below, 'inspectors'].toSorted());
    expect(await seen(await service.caller('neighbour', ['supervisor']))).toStrictEqual([
      'neighbour',
    ]);
  });

  it('is by superior only those that name that organ themselves', async () => {
    expect(await seen(city.auditor, '&superior=inspectors')).toStrictEqual(['committee']);
    expect(await seen(city.auditor, '&superior=neighbour')).toStrictEqual([]);
  });

  it('follows the register: who is named as supervisor since sees it too', async () => {
    const neighbour = await service.caller('neighbour', ['supervisor']);
    const changed = await city.admin.post('/organs/bureau/changes', {
      since: '2015-12-01',
      supervisedBy: ['neighbour'],
    });
    expect(changed.status).toBe(201);
    expect(await seen(neighbour)).toStrictEqual(['bureau', 'neighbour']);
    const [bureau] = await bodies(neighbour);
    expect(bureau?.superiors).toStrictEqual(['neighbour']);
  });
});

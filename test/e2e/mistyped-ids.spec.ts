// An id in a filter that nobody knows is told to be none: whoever mistyped it does not read "nothing
// found". What is known and has nothing to show is an empty list, also where no register has it.
import { problemIn, refusal, type Caller } from '../support/caller.js';
import { registerCity, registration, walk, type City } from '../support/city.js';
import { acts } from '../support/office.js';
import { loose, Readings } from '../support/readings.js';
import { RunningService } from '../support/running-service.js';

let service: RunningService;
let city: City;
let supervisor: Caller;
let reading: Readings;

beforeAll(async () => {
  service = await RunningService.start();
  city = await registerCity(service);
  supervisor = await service.caller('inspectors', ['supervisor'], 'u-supervisor');
  reading = new Readings(service, city.clerk);
  await walk(city.clerk, 'C-1', 'recommend');
  await city.clerk.did('C-1', 'record-intervention', acts['record-intervention']);
  // Organs that no register has: one is named as another's superior, one lent an investigator.
  const change = { since: '2015-01-01', supervisedBy: ['inspectors', 'unregistered-superior'] };
  expect((await city.admin.post('/organs/committee/changes', change)).status).toBe(201);
  await city.clerk.did('T-1', 'register', registration);
  await city.clerk.did('T-1', 'accept', acts.accept);
  const lent = { personId: 'lent-1', name: '巳某', organId: 'unregistered-office' };
  await city.clerk.did('T-1', 'initiate', { ...acts.initiate, investigators: [lent] });
  await city.clerk.did('T-1', 'recuse-investigator', {
    ...acts['recuse-investigator'],
    personId: 'lent-1',
    misconduct: true,
  });
  // And a case of others, with an investigator whom nothing else names.
  await city.stranger.did('N-1', 'register', { ...registration, receivedBy: 'neighbour' });
  await city.stranger.did('N-1', 'accept', { ...acts.accept, organId: 'neighbour' });
  await city.stranger.did('N-1', 'initiate', {
    ...acts.initiate,
    organId: 'neighbour',
    investigators: [{ personId: 'theirs', name: '亥某', organId: 'neighbour' }],
  });
});

const mistyped: readonly (readonly [path: string, code: string, parameter: string])[] = [
  ['/supervision/findings?organ=comission', 'organ-not-found', 'organ'],
  ['/supervision/findings?superior=inspektors', 'organ-not-found', 'superior'],
  ['/supervision/findings?person=jja', 'person-not-found', 'person'],
  ['/supervision/findings?case=C-l', 'case-not-found', 'case'],
  ['/supervision/organs?superior=inspektors', 'organ-not-found', 'superior'],
  ['/obligations?organ=comission', 'organ-not-found', 'organ'],
  ['/obligations?case=C-l', 'case-not-found', 'case'],
  ['/accountability-counts?organ=comission', 'organ-not-found', 'organ'],
  ['/interventions?pleader=pleader-l', 'person-not-found', 'pleader'],
  ['/interventions?case=C-l', 'case-not-found', 'case'],
  ['/cases?organ=comission', 'organ-not-found', 'organ'],
  ['/cases?person=jja', 'person-not-found', 'person'],
  ['/accesses?case=C-l', 'case-not-found', 'case'],
  ['/organs?superior=comission', 'organ-not-found', 'superior'],
  ['/persons?organ=comission', 'organ-not-found', 'organ'],
];

describe('an id that nobody knows', () => {
  it.each(mistyped)('is named: %s', async (path, code, parameter) => {
    const answer = await supervisor.ask(await reading.now(path));
    expect(refusal(answer)).toBe(`404 ${code}`);
    expect(problemIn(answer).errors).toMatchObject([{ path: parameter }]);
  });

  it('is named whatever else narrows the list', async () => {
    const answer = await supervisor.ask('/obligations?organ=comission&state=overdue&case=C-1');
    expect(refusal(answer)).toBe('404 organ-not-found');
  });

  it('is told of to a reader of everything too, and its question is not on record', async () => {
    const before = await service.head();
    const answer = await city.admin.ask('/accesses?case=C-l');
    expect(refusal(answer)).toBe('404 case-not-found');
    expect(refusal(await supervisor.ask('/interventions?case=C-l'))).toBe('404 case-not-found');
    expect(await service.head()).toBe(before);
  });
});

describe('an id that is known', () => {
  it.each([
    ['an organ without findings', '/supervision/findings?organ=organization'],
    ['an organ without bodies below', '/supervision/organs?superior=bureau'],
    ['a person without cases', '/cases?person=yi'],
    ['a case without pleadings', '/interventions?case=T-1'],
    ['a day before everything', '/supervision/findings?case=C-1&on=2015-01-01'],
    ['a position before it was registered', '/supervision/findings?organ=bureau&knownAt=0'],
    ['one of several that has nothing', '/obligations?case=C-1&state=done-late&organ=commission'],
    ['an organ of no register that is a superior', '/cases?organ=unregistered-superior'],
    [
      'an organ of no register that answers for something',
      '/obligations?organ=unregistered-office',
    ],
    ['an investigator of no register', '/supervision/findings?person=lent-1&code=S-08'],
    ['a pleader of no register', '/supervision/findings?person=pleader-1&code=S-08'],
    ['a pleader of no register who is no subject', '/cases?person=pleader-1'],
    ['the caller’s own organ', '/cases?organ=inspectors'],
    ['whatever a subject is called in its case', '/interventions?subject=s99'],
  ])('may have nothing to show: %s', async (_, path) => {
    expect(await supervisor.items(await reading.now(path), loose)).toEqual([]);
  });

  it('in a case out of sight alone is not known to its reader', async () => {
    const path = await reading.now('/cases?person=theirs');
    expect(refusal(await supervisor.ask(path))).toBe('404 person-not-found');
    expect(await city.stranger.items(path, loose)).toEqual([]);
  });
});

describe('a token of an organ that is not registered', () => {
  it('asks for its own organ', async () => {
    const newcomer = await service.caller('unregistered-commission', ['decider'], 'u-newcomer');
    for (const path of ['/cases', '/obligations', '/supervision/findings'])
      expect(await newcomer.items(`${path}?organ=unregistered-commission`, loose)).toEqual([]);
  });
});

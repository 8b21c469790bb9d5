import type { z } from 'zod';
import {
  appointHead,
  changeOrgan,
  changePerson,
  registerOrgan,
  registerPerson,
  type RegisterCommand,
  type RegisterEvent,
} from '../../../src/domain/register/acts.js';
import { decideRegister } from '../../../src/domain/register/decide.js';
import {
  evolveOrgan,
  evolvePerson,
  headsOn,
  personOn,
  type Organ,
  type Person,
} from '../../../src/domain/register/entries.js';
import { Impossible, Unknown } from '../../../src/domain/refusal.js';

const bureau = {
  id: 'bureau',
  name: '虚构局',
  kind: 'department' as const,
  superiorId: 'committee',
  head: { personId: 'chief', name: '癸某', since: '2014-01-01' },
};
const jia = {
  id: 'jia',
  name: '甲某',
  sex: 'male' as const,
  birthDate: '1970-05-06',
  organId: 'bureau',
  post: '副局长',
  rank: 'deputy-county' as const,
  category: 'party-government' as const,
  managedBy: 'committee',
  track: 'leading-cadre' as const,
};

const registerBureau: RegisterCommand = { act: 'register-organ', id: 'bureau', body: bureau };
const registerJia: RegisterCommand = { act: 'register-person', id: 'jia', body: jia };
const change = (body: z.output<typeof changePerson>): RegisterCommand => ({
  act: 'change-person',
  id: 'jia',
  body,
});

const today = '2016-12-31';

/** The events that commands on one entry leave. */
function recorded(...commands: RegisterCommand[]): RegisterEvent[] {
  return commands.reduce<RegisterEvent[]>(
    (events, command) => [...events, ...decideRegister(command, entryOf(events), events[0], today)],
    [],
  );
}

function entryOf(events: readonly RegisterEvent[]): Organ | Person | undefined {
  return events[0]?.type.startsWith('Organ') ? organOf(events) : personOf(events);
}

function organOf(events: readonly RegisterEvent[]): Organ {
  return events.reduce<Organ | undefined>((organ, event) => evolveOrgan(organ, event), undefined)!;
}

function personOf(events: readonly RegisterEvent[]): Person | undefined {
  return events.reduce<Person | undefined>(
    (person, event) => evolvePerson(person, event),
    undefined,
  );
}

/** The path of the refusal. */
function impossibleAt(...commands: RegisterCommand[]): string {
  try {
    recorded(...commands);
  } catch (error) {
    if (error instanceof Impossible) return error.trouble.path;
    throw error;
  }
  throw new Error('expected a refusal, and it was recorded');
}

describe('registering', () => {
  it('records an organ and a person as they were entered', () => {
    expect(recorded(registerBureau)).toStrictEqual([{ type: 'OrganRegistered', data: bureau }]);
    expect(recorded(registerJia)).toStrictEqual([{ type: 'PersonRegistered', data: jia }]);
  });

  it('says nothing new when the same is entered again, in whatever order of fields', () => {
    expect(recorded(registerBureau, registerBureau)).toHaveLength(1);
    const reversed = Object.fromEntries(Object.entries(jia).toReversed());
    const again: RegisterCommand = { ...registerJia, body: registerPerson.parse(reversed) };
    expect(recorded(registerJia, again)).toHaveLength(1);
  });

  it('says nothing new also after changes: the registration is as it was', () => {
    const moved = change({ since: '2016-01-01', post: '局长' });
    expect(recorded(registerJia, moved, registerJia)).toHaveLength(2);
  });

  it('refuses other content under an id that is registered', () => {
    expect(
      impossibleAt(registerBureau, { ...registerBureau, body: { ...bureau, name: '另一局' } }),
    ).toBe('id');
    expect(impossibleAt(registerJia, { ...registerJia, body: { ...jia, ethnicity: '汉族' } })).toBe(
      'id',
    );
  });

  it('refuses days to come', () => {
    const head = { ...bureau.head, since: '2017-01-01' };
    expect(impossibleAt({ ...registerBureau, body: { ...bureau, head } })).toBe('head.since');
    expect(impossibleAt({ ...registerJia, body: { ...jia, birthDate: '2017-01-01' } })).toBe(
      'birthDate',
    );
  });

  it('refuses an organ that stands below itself', () => {
    expect(impossibleAt({ ...registerBureau, body: { ...bureau, superiorId: 'bureau' } })).toBe(
      'superiorId',
    );
    expect(
      impossibleAt(registerBureau, {
        act: 'change-organ',
        id: 'bureau',
        body: { since: '2016-01-01', superiorId: 'bureau' },
      }),
    ).toBe('superiorId');
  });

  it.each([
    ['an organ of an unknown kind', registerOrgan, { ...bureau, kind: 'club' }],
    ['an organ with a field of our own', registerOrgan, { ...bureau, heads: [] }],
    [
      'an organ supervised twice by the same',
      registerOrgan,
      { ...bureau, supervisedBy: ['a', 'a'] },
    ],
    ['a person of an unknown rank', registerPerson, { ...jia, rank: 'minister' }],
    ['a person managed by nobody', registerPerson, { ...jia, managedBy: undefined }],
    ['a person without a track', registerPerson, { ...jia, track: undefined }],
    ['a person with changes', registerPerson, { ...jia, changes: [] }],
    ['a change of nothing', changePerson, { since: '2016-01-01' }],
    ['a change of an organ in nothing', changeOrgan, { since: '2016-01-01' }],
    ['a change without its day', changePerson, { post: '局长' }],
    [
      'a change that empties a field people must have',
      changePerson,
      { since: '2016-01-01', post: null },
    ],
    [
      'a head of an unknown role',
      appointHead,
      { name: '癸某', role: 'acting', since: '2016-01-01' },
    ],
  ])('does not let in %s', (_, schema, body) => {
    expect(schema.safeParse(JSON.parse(JSON.stringify(body))).success).toBe(false);
  });
});

describe('changing what is registered', () => {
  it('is recorded with the day since when it holds', () => {
    const body = { since: '2016-03-01', post: '局长', rank: 'county' as const };
    expect(recorded(registerJia, change(body))[1]).toStrictEqual({
      type: 'PersonChanged',
      data: body,
    });
  });

  it('is recorded again when it is told again: a change has no name of its own', () => {
    const body = { since: '2016-03-01', post: '局长' };
    expect(recorded(registerJia, change(body), change(body))).toHaveLength(3);
  });

  it.each<[string, string, RegisterCommand]>([
    [
      'organ',
      'change',
      { act: 'change-organ', id: 'x', body: { since: '2016-01-01', name: '某局' } },
    ],
    [
      'organ',
      'head',
      { act: 'appoint-head', id: 'x', body: { since: '2016-01-01', name: '癸某' } },
    ],
    [
      'person',
      'change',
      { act: 'change-person', id: 'x', body: { since: '2016-01-01', post: '局长' } },
    ],
  ])('refuses an unknown %s (%s)', (thing, _, command) => {
    expect(() => recorded(command)).toThrow(new Unknown(thing === 'organ' ? 'organ' : 'person'));
  });

  it('refuses a day to come', () => {
    expect(impossibleAt(registerJia, change({ since: '2017-01-01', post: '局长' }))).toBe('since');
    const appointed: RegisterCommand = {
      act: 'appoint-head',
      id: 'bureau',
      body: { name: '子某', since: '2017-01-01' },
    };
    expect(impossibleAt(registerBureau, appointed)).toBe('since');
  });
});

describe('a person on a day', () => {
  const person = personOf(
    recorded(
      { ...registerJia, body: { ...jia, rankEquivalent: 'county' } },
      change({ since: '2016-06-01', organId: 'organization', post: '部长' }),
      change({ since: '2016-06-01', post: '副部长', rankEquivalent: null }),
      // Told later, held earlier.
      change({ since: '2016-03-01', post: '局长', rank: 'county' }),
    ),
  )!;
  const { id: _, ...registered } = jia;

  it.each([
    ['1999-01-01', registered.post, 'bureau', 'deputy-county', 'county'],
    ['2016-02-29', '副局长', 'bureau', 'deputy-county', 'county'],
    ['2016-03-01', '局长', 'bureau', 'county', 'county'],
    ['2016-05-31', '局长', 'bureau', 'county', 'county'],
    ['2016-06-01', '副部长', 'organization', 'county', undefined],
  ])('on %s is %s of %s, rank %s, equivalent %s', (on, post, organId, rank, equivalent) => {
    const entry = personOn(person, on);
    expect([entry.post, entry.organId, entry.rank, entry.rankEquivalent]).toStrictEqual([
      post,
      organId,
      rank,
      equivalent,
    ]);
    expect(entry.name).toBe('甲某');
  });

  it('has no trace of what was ended', () => {
    expect(personOn(person, '2016-12-31')).not.toHaveProperty('rankEquivalent');
    expect(personOn(person, '2016-12-31')).not.toHaveProperty('since');
  });
});

describe('an organ', () => {
  const appointed = (
    name: string,
    since: string,
    role?: 'party' | 'administrative',
  ): RegisterCommand => ({
    act: 'appoint-head',
    id: 'bureau',
    body: { name, since, ...(role ? { role } : {}) },
  });
  const namesOn = (on: string, ...commands: RegisterCommand[]) =>
    headsOn(organOf(recorded(registerBureau, ...commands)), on).map(({ name }) => name);

  it('has the head that was appointed last by a day', () => {
    const later = appointed('子某', '2016-03-01');
    expect(namesOn('2013-12-31', later)).toStrictEqual([]);
    expect(namesOn('2016-02-29', later)).toStrictEqual(['癸某']);
    expect(namesOn('2016-03-01', later)).toStrictEqual(['子某']);
  });

  it('has a Party and an administrative head beside each other', () => {
    const withoutHead: RegisterCommand = {
      ...registerBureau,
      body: registerOrgan.parse({ id: 'bureau', name: '虚构局', kind: 'department' }),
    };
    const organ = organOf(
      recorded(
        withoutHead,
        appointed('子某', '2016-03-01', 'administrative'),
        appointed('丑某', '2015-03-01', 'party'),
        appointed('寅某', '2016-05-01', 'party'),
      ),
    );
    expect(headsOn(organ, '2016-04-01').map(({ name }) => name)).toStrictEqual(['子某', '丑某']);
    expect(headsOn(organ, '2016-05-01').map(({ name }) => name)).toStrictEqual(['子某', '寅某']);
  });

  it('goes by the order of record where two were appointed on the same day', () => {
    expect(
      namesOn('2016-03-01', appointed('子某', '2016-03-01'), appointed('丑某', '2016-03-01')),
    ).toStrictEqual(['丑某']);
  });

  it('stands below another organ, or below none any more', () => {
    const changed = (superiorId: string | null): RegisterCommand => ({
      act: 'change-organ',
      id: 'bureau',
      body: { since: '2016-01-01', superiorId },
    });
    expect(organOf(recorded(registerBureau, changed('government'))).superiorId).toBe('government');
    expect(organOf(recorded(registerBureau, changed(null)))).not.toHaveProperty('superiorId');
    const renamed: RegisterCommand = {
      act: 'change-organ',
      id: 'bureau',
      body: { since: '2016-01-01', name: '新局', supervisedBy: ['commission'] },
    };
    expect(organOf(recorded(registerBureau, renamed))).toStrictEqual({
      organId: 'bureau',
      name: '新局',
      kind: 'department',
      superiorId: 'committee',
      supervisedBy: ['commission'],
      heads: [bureau.head],
    });
  });
});

describe('a damaged register', () => {
  it('is a stream that begins with a change, or holds what belongs elsewhere', () => {
    const changed: RegisterEvent = {
      type: 'PersonChanged',
      data: { since: '2016-01-01', post: '局长' },
    };
    expect(() => personOf([changed])).toThrow('PersonChanged before its registration');
    expect(() => organOf([changed])).toThrow("does not belong in an organ's stream");
    expect(() => personOf(recorded(registerJia).concat(recorded(registerBureau)))).toThrow(
      "does not belong in a person's stream",
    );
  });
});

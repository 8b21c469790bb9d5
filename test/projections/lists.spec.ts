import { listAccesses } from '../../src/projections/accesses.js';
import { isCaseInScope, listCases } from '../../src/projections/case-list.js';
import { listObligations, type ObligationFilter } from '../../src/projections/obligations.js';
import type { ReadStore } from '../../src/projections/read-store.js';
import { listOrgans, listPersons } from '../../src/projections/registers.js';
import { History, Workplace } from './history.js';
import { organsSeen } from './organs-seen.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

const all = { limit: 50 };

async function storeOf(history: History): Promise<ReadStore> {
  const ledger = await workplace.ledgerOf(history);
  return await workplace.rebuilt(ledger);
}

/** committee ← commission ← office; organization below committee; the bureau names the commission its supervisor, and has a station below. */
function city(): History {
  const organ = (history: History, id: string, superiorId?: string, supervisedBy?: string[]) =>
    history.registered(id, {
      type: 'OrganRegistered',
      data: {
        id,
        name: `虚构 ${id.toUpperCase()}`,
        kind: 'department',
        ...(superiorId === undefined ? {} : { superiorId }),
        ...(supervisedBy === undefined ? {} : { supervisedBy }),
      },
    });
  const history = new History();
  organ(history, 'committee');
  organ(history, 'commission', 'committee');
  organ(history, 'office', 'commission');
  organ(history, 'organization', 'committee');
  organ(history, 'bureau', 'ministry', ['commission']);
  return organ(history, 'station', 'bureau');
}

describe('the list of cases', () => {
  const history = () =>
    city()
      .on('C-1', 'register', { receivedOn: '2015-03-01', suspectedGrounds: ['M2-4-1'] })
      .on('C-2', 'register', { receivedOn: '2015-03-03' })
      .on('C-3', 'register', {
        receivedOn: '2015-03-03',
        receivedBy: 'bureau',
        subjects: [{ subjectId: 's1', kind: 'person', personId: 'yi' }],
      })
      .on('C-2', 'accept')
      .on('C-2', 'file-report');

  it('shows the case received last first, with its stage, organ and subjects', async () => {
    const { items } = await listCases(await storeOf(history()), 'everything', {}, all);
    expect(items).toStrictEqual([
      {
        caseId: 'C-2',
        status: 'reported',
        track: 'leading-cadre',
        organId: 'commission',
        receivedOn: '2015-03-03',
        subjects: [{ subjectId: 's1', kind: 'person', personId: 'jia' }],
      },
      expect.objectContaining({ caseId: 'C-3', status: 'registered', track: null }),
      expect.objectContaining({ caseId: 'C-1', status: 'registered' }),
    ]);
  });

  it('is narrowed by stage, organ, person, ground and date of receipt', async () => {
    const store = await storeOf(history());
    const ask = async (filter: Parameters<typeof listCases>[2]) =>
      (await listCases(store, 'everything', filter, all)).items.map(({ caseId }) => caseId);
    expect(await ask({ status: 'registered' })).toStrictEqual(['C-3', 'C-1']);
    expect(await ask({ organ: 'bureau' })).toStrictEqual(['C-3']);
    expect(await ask({ person: 'jia' })).toStrictEqual(['C-2', 'C-1']);
    expect(await ask({ ground: 'M2-4-1' })).toStrictEqual(['C-1']);
    expect(await ask({ ground: 'M2-5-1' })).toStrictEqual(['C-2']);
    expect(await ask({ from: '2015-03-02' })).toStrictEqual(['C-2', 'C-3']);
    expect(await ask({ to: '2015-03-02' })).toStrictEqual(['C-1']);
    expect(await ask({ organ: 'nobody' })).toStrictEqual([]);
  });

  it('shows an organ the cases that it or an organ below it registered, accepted or received', async () => {
    const store = await storeOf(history().on('C-1', 'transfer', { toOrganId: 'organization' }));
    const seenBy = async (organ: string, wide = false) =>
      (await listCases(store, { organ, wide }, {}, all)).items.map(({ caseId }) => caseId);
    expect(await seenBy('committee')).toStrictEqual(['C-2', 'C-3', 'C-1']);
    expect(await seenBy('commission')).toStrictEqual(['C-2', 'C-3', 'C-1']);
    expect(await seenBy('organization')).toStrictEqual(['C-1']);
    expect(await seenBy('bureau')).toStrictEqual(['C-3']);
    expect(await seenBy('office')).toStrictEqual([]);
    expect(await seenBy('unregistered')).toStrictEqual([]);
    expect(await isCaseInScope(store, { organ: 'organization', wide: false }, 'C-1')).toBe(true);
    expect(await isCaseInScope(store, { organ: 'organization', wide: false }, 'C-2')).toBe(false);
  });

  it('shows an organ with many cases its own and their duties, and no others', async () => {
    const history = city();
    const elsewhere = (caseId: string) => {
      history.tell(
        `case-${caseId}`,
        'CaseRegistered',
        {
          caseId,
          source: 'complaint',
          summary: '反映他处机关的问题。',
          receivedOn: '2015-03-02',
          receivedBy: 'elsewhere',
          subjects: [{ subjectId: 's1', kind: 'person' }],
        },
        { organ: 'elsewhere' },
      );
    };
    elsewhere('X-1');
    history.on('C-1', 'register', { receivedOn: '2015-03-01' });
    const early = history.position;
    for (let number = 2; number <= 1_001; number++)
      history.on(`C-${String(number)}`, 'register', { receivedOn: '2015-03-01' });
    history.registered('bureau', {
      type: 'OrganChanged',
      data: { superiorId: 'committee', since: '2016-01-01' },
    });
    elsewhere('X-2');
    const store = await storeOf(history);
    const seenBy = async (organ: string) =>
      (await listCases(store, { organ, wide: false }, {}, { limit: 2 })).items.map(
        ({ caseId }) => caseId,
      );
    expect(await seenBy('committee')).toStrictEqual(['C-1', 'C-10']);
    expect(await seenBy('elsewhere')).toStrictEqual(['X-1', 'X-2']);
    const dutiesSeenBy = async (organ: string, filter: ObligationFilter, knownAt?: string) => {
      const scope = { organ, wide: false };
      const paging = { limit: 1_002, knownAt };
      const { items } = await listObligations(store, scope, filter, paging, '2015-05-01');
      return items.map(({ caseId }) => caseId).toSorted();
    };
    const own = Array.from({ length: 1_001 }, (_, index) => `C-${String(index + 1)}`).toSorted();
    for (const filter of [{}, { state: 'open' }, { on: '2015-04-01' }] as const) {
      expect(await dutiesSeenBy('committee', filter)).toStrictEqual(own);
      expect(await dutiesSeenBy('elsewhere', filter)).toStrictEqual(['X-1', 'X-2']);
    }
    const before = String(Number(history.position) - 1);
    expect(await dutiesSeenBy('committee', {}, before)).toStrictEqual(own);
    expect(await dutiesSeenBy('elsewhere', {}, before)).toStrictEqual(['X-1']);
    expect(await dutiesSeenBy('committee', {}, early)).toStrictEqual(['C-1']);
    expect(await dutiesSeenBy('elsewhere', {}, early)).toStrictEqual(['X-1']);
  });

  it('goes on where the page before ended, whatever is recorded meanwhile', async () => {
    const told = history();
    const ledger = await workplace.ledgerOf(told);
    const partly = await workplace.rebuilt(ledger, { until: '9' });
    const first = await listCases(partly, 'everything', {}, { limit: 2 });
    expect(first.items.map(({ caseId }) => caseId)).toStrictEqual(['C-2', 'C-3']);
    const whole = await workplace.rebuilt(ledger);
    const cursor = first.nextCursor ?? undefined;
    const status = (paging: { limit: number; cursor?: string | undefined }) =>
      listCases(whole, 'everything', { status: 'registered' }, paging);
    await expect(status({ limit: 2, cursor })).rejects.toThrow('does not belong to this list');
    const second = await listCases(whole, 'everything', {}, { limit: 2, cursor });
    expect(second.items.map(({ caseId }) => caseId)).toStrictEqual(['C-1']);
    expect(second.nextCursor).toBeNull();
  });

  it('is told as known at a position', async () => {
    const store = await storeOf(history());
    const then = await listCases(store, 'everything', {}, { ...all, knownAt: '8' });
    expect(then.items.map(({ caseId, status }) => [caseId, status])).toStrictEqual([
      ['C-2', 'registered'],
      ['C-1', 'registered'],
    ]);
  });
});

describe('the organs in sight', () => {
  it('are the own one and those below; for supervisors also those that name theirs, with those below', async () => {
    const store = await storeOf(city());
    const sees = async (organ: string, wide: boolean) => {
      const ids = ['committee', 'commission', 'office', 'organization', 'bureau', 'station'];
      const seen = await organsSeen(store, { organ, wide });
      return ids.filter((id) => seen.includes(id));
    };
    expect(await sees('commission', false)).toStrictEqual(['commission', 'office']);
    expect(await sees('commission', true)).toStrictEqual([
      'commission',
      'office',
      'bureau',
      'station',
    ]);
    expect(await sees('committee', false)).toStrictEqual([
      'committee',
      'commission',
      'office',
      'organization',
    ]);
    expect(await sees('unregistered', true)).toStrictEqual([]);
  });

  it('end, though the registers name two organs each other’s superior', async () => {
    const store = await storeOf(
      city().registered('committee', {
        type: 'OrganChanged',
        data: { superiorId: 'office', since: '2016-01-01' },
      }),
    );
    expect(await organsSeen(store, { organ: 'office', wide: false })).toContain('organization');
  });
});

describe('the registers', () => {
  it('list organs by id, below a superior, or by a part of the name', async () => {
    const store = await storeOf(city());
    const ask = async (filter: Parameters<typeof listOrgans>[1]) =>
      (await listOrgans(store, filter, all)).items.map(({ id }) => id);
    expect(await ask({})).toHaveLength(6);
    expect(await ask({ superior: 'committee' })).toStrictEqual(['commission', 'organization']);
    expect(await ask({ q: 'OFF' })).toStrictEqual(['office']);
    expect(await ask({ q: 'com' })).toStrictEqual(['commission', 'committee']);
    expect(await ask({ q: '%' })).toStrictEqual([]);
    expect(await ask({ q: "'; drop table organs" })).toStrictEqual([]);
    expect((await listOrgans(store, { q: 'bureau' }, all)).items).toStrictEqual([
      {
        id: 'bureau',
        name: '虚构 BUREAU',
        kind: 'department',
        superiorId: 'ministry',
        supervisedBy: ['commission'],
      },
    ]);
  });

  it('list persons as changed since, by organ and by name', async () => {
    const store = await storeOf(
      city()
        .registered('jia', {
          type: 'PersonRegistered',
          data: {
            id: 'jia',
            name: '甲某',
            sex: 'female',
            organId: 'bureau',
            post: '科长',
            rank: 'section',
            category: 'party-government',
            managedBy: 'bureau',
            track: 'department-staff',
            leadingCadre: true,
          },
        })
        .registered('jia', {
          type: 'PersonChanged',
          data: { organId: 'office', post: '处长', since: '2016-01-01' },
        }),
    );
    const { items } = await listPersons(store, 'everything', { q: '甲' }, all);
    expect(items).toStrictEqual([
      {
        id: 'jia',
        name: '甲某',
        organId: 'office',
        post: '处长',
        rank: 'section',
        category: 'party-government',
        managedBy: 'bureau',
        track: 'department-staff',
        leadingCadre: true,
      },
    ]);
    const of = async (organ: string) =>
      (await listPersons(store, 'everything', { organ }, all)).items.length;
    expect([await of('office'), await of('bureau')]).toStrictEqual([1, 0]);
    const seen = await listPersons(store, { organ: 'bureau', wide: false }, {}, all);
    expect(seen.items).toStrictEqual([]);
  });
});

describe('the record of accesses', () => {
  it('says who read what, newest first, by case, reader and day', async () => {
    const read = (caseId: string) => ({
      route: '/cases/{caseId}',
      records: [`case/${caseId}`],
      fields: ['case-file'],
    });
    const store = await storeOf(
      new History()
        .accessed('2016-01-04', 'auditor-1', read('C-1'))
        .accessed('2016-01-04', 'auditor-2', read('C-2'))
        .accessed('2016-01-05', 'auditor-1', { ...read('C-1'), purpose: '复查' }),
    );
    const ask = async (filter: Parameters<typeof listAccesses>[2]) =>
      (await listAccesses(store, 'everything', filter, all)).items.map(({ position }) => position);
    expect(await ask({})).toStrictEqual(['3', '2', '1']);
    expect(await ask({ case: 'C-1' })).toStrictEqual(['3', '1']);
    expect(await ask({ sub: 'auditor-2' })).toStrictEqual(['2']);
    expect(await ask({ from: '2016-01-05' })).toStrictEqual([]);
    expect(await ask({ to: '2016-01-04' })).toHaveLength(3);
    expect((await listAccesses(store, 'everything', { case: 'C-2' }, all)).items).toStrictEqual([
      {
        eventId: '00000000-0000-8000-8000-000000000002',
        position: '2',
        recordedAt: History.recordedAt(2),
        sub: 'auditor-2',
        issuer: 'test',
        organId: 'commission',
        route: '/cases/{caseId}',
        records: ['case/C-2'],
        fields: ['case-file'],
        purpose: null,
        phase: null,
      },
    ]);
  });

  it('is shown by who read it and by whose case it is', async () => {
    const read = (caseId: string) => ({
      route: '/cases/{caseId}',
      records: [`case/${caseId}`],
      fields: ['case-file'],
    });
    const history = city().on('C-1', 'register').on('C-2', 'register', { receivedBy: 'bureau' });
    const by = (organ: string, caseId: string) => {
      history.tell('access-2016-01-04', 'RecordAccessed', read(caseId), { sub: 'u-1', organ });
      return history.position;
    };
    const ofCommission = by('commission', 'C-1');
    const ofStation = by('station', 'C-1');
    const ofOthers = by('elsewhere', 'C-1');
    by('elsewhere', 'C-9');
    const store = await storeOf(history);
    const seen = async (organ: string, wide: boolean) =>
      (await listAccesses(store, { organ, wide }, {}, all)).items.map(({ position }) => position);
    expect(await seen('commission', true)).toStrictEqual([ofOthers, ofStation, ofCommission]);
    expect(await seen('bureau', true)).toStrictEqual([ofStation]);
    expect(await seen('office', true)).toStrictEqual([]);
    const first = await listAccesses(store, 'everything', {}, { limit: 1 });
    const cursor = first.nextCursor ?? undefined;
    await expect(
      listAccesses(store, { organ: 'office', wide: true }, {}, { limit: 1, cursor }),
    ).rejects.toThrow('does not belong to this list');
  });
});

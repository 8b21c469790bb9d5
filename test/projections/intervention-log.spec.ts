import { listInterventions, listPleaders } from '../../src/projections/intervention-log.js';
import type { ReadStore } from '../../src/projections/read-store.js';
import { History, Workplace } from './history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

const all = { limit: 50 };

async function storeOf(history: History): Promise<ReadStore> {
  const ledger = await workplace.ledgerOf(history);
  return await workplace.rebuilt(ledger);
}

/** Two cases against one person, a third against another. */
function cases(): History {
  return new History()
    .on('C-1', 'register')
    .on('C-2', 'register')
    .on('C-3', 'register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'yi' }] });
}

async function counts(history: History, min = 1) {
  return (await listPleaders(await storeOf(history), { min }, all, '2016-12-31')).items;
}

describe('the count of a pleader', () => {
  it('adds up over subjects and cases, and is due for aggravation from the second time on [I-15]', async () => {
    const once = cases().on('C-1', 'record-intervention', { on: '2015-03-01' });
    expect(await counts(once)).toStrictEqual([
      {
        personId: 'pleader-1',
        count: 1,
        subjects: ['jia'],
        cases: ['C-1'],
        aggravationDue: false,
        openedCaseId: null,
      },
    ]);
    expect(await counts(once, 2)).toStrictEqual([]);
    const twice = once.on('C-3', 'record-intervention', { on: '2016-12-01' });
    expect(await counts(twice, 2)).toMatchObject([
      { count: 2, subjects: ['jia', 'yi'], cases: ['C-1', 'C-3'], aggravationDue: true },
    ]);
  });

  it('takes several contacts about one subject on one day as one time, also in two cases [I-15]', async () => {
    const history = cases()
      .on('C-1', 'record-intervention', { on: '2015-03-01' })
      .on('C-1', 'record-intervention', { on: '2015-03-01', channel: '短信' })
      .on('C-2', 'record-intervention', { on: '2015-03-01' });
    expect(await counts(history)).toMatchObject([{ count: 1, cases: ['C-1', 'C-2'] }]);
  });

  it('takes two subjects on one day, and one subject on two days, as two times [I-15]', async () => {
    const subjects = cases()
      .on('C-1', 'record-intervention', { on: '2015-03-01' })
      .on('C-3', 'record-intervention', { on: '2015-03-01' });
    expect(await counts(subjects)).toMatchObject([{ count: 2 }]);
    const days = cases()
      .on('C-1', 'record-intervention', { on: '2015-03-01' })
      .on('C-1', 'record-intervention', { on: '2015-03-02' });
    expect(await counts(days)).toMatchObject([{ count: 2 }]);
  });

  it('begins on 2015-02-04 [I-15]', async () => {
    const history = cases()
      .on('C-1', 'record-intervention', { on: '2015-02-03' })
      .on('C-1', 'record-intervention', { on: '2015-02-04' });
    expect(await counts(history)).toMatchObject([{ count: 1 }]);
  });

  it('leaves out who is known by a name or description alone; the log shows them [I-35]', async () => {
    const history = cases()
      .on('C-1', 'record-intervention', { pleader: { name: '某领导' } })
      .on('C-1', 'record-intervention', { pleader: { description: '自称老乡的人' } });
    expect(await counts(history)).toStrictEqual([]);
    const log = await listInterventions(await storeOf(history), 'everything', {}, all);
    expect(log.items.map(({ pleader }) => pleader)).toStrictEqual([
      { description: '自称老乡的人' },
      { name: '某领导' },
    ]);
  });

  it.each(['M1-16-3', 'M2-6-9'] as const)(
    'names the case opened against the pleader on %s',
    async (clause) => {
      const history = cases()
        .on('C-1', 'record-intervention')
        .on('C-8', 'register', {
          subjects: [{ subjectId: 's1', kind: 'person', personId: 'jia' }],
          suspectedGrounds: [clause],
        })
        .on('C-1', 'record-intervention', { pleader: { personId: 'jia' } });
      expect(await counts(history)).toMatchObject([
        { personId: 'jia', openedCaseId: 'C-8' },
        { personId: 'pleader-1', openedCaseId: null },
      ]);
    },
  );

  it('does not take a case about something else for the one against the pleader', async () => {
    const history = new History()
      .on('C-1', 'register', { suspectedGrounds: ['M2-5-1'] })
      .on('C-2', 'register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'yi' }] })
      .on('C-2', 'record-intervention', { pleader: { personId: 'jia' } });
    expect(await counts(history)).toMatchObject([{ personId: 'jia', openedCaseId: null }]);
  });

  it('comes in pages, the most frequent first', async () => {
    const history = cases()
      .on('C-1', 'record-intervention', { pleader: { personId: 'a' } })
      .on('C-1', 'record-intervention', { pleader: { personId: 'b' } })
      .on('C-3', 'record-intervention', { pleader: { personId: 'b' } });
    const store = await storeOf(history);
    const first = await listPleaders(store, { min: 1 }, { limit: 1 }, '2016-12-31');
    const cursor = first.nextCursor ?? undefined;
    const second = await listPleaders(store, { min: 1 }, { limit: 1, cursor }, '2016-12-31');
    expect([...first.items, ...second.items].map(({ personId }) => personId)).toStrictEqual([
      'b',
      'a',
    ]);
    expect(second.nextCursor).toBeNull();
  });
});

describe('the intervention log', () => {
  const history = () =>
    cases()
      .on('C-1', 'record-intervention', { on: '2015-03-01' })
      .on('C-3', 'record-intervention', { on: '2015-03-05' })
      .on('C-2', 'record-intervention', { on: '2015-03-05', pleader: { personId: 'other' } });

  it('shows the newest first: who, for whom, to whom, when, how, what, and who recorded it', async () => {
    const { items } = await listInterventions(await storeOf(history()), 'everything', {}, all);
    expect(items.map(({ caseId, on }) => [caseId, on])).toStrictEqual([
      ['C-2', '2015-03-05'],
      ['C-3', '2015-03-05'],
      ['C-1', '2015-03-01'],
    ]);
    expect(items[2]).toStrictEqual({
      eventId: '00000000-0000-8000-8000-000000000004',
      position: '4',
      caseId: 'C-1',
      on: '2015-03-01',
      subjectId: 's1',
      subjectPersonId: 'jia',
      pleader: { personId: 'pleader-1', name: '戊某' },
      contacted: { personId: 'inv-1', name: '丙某' },
      channel: '电话',
      content: '请求从轻处理。',
      recordedBy: { name: '丙某' },
    });
  });

  it('is narrowed by pleader, subject, case and date', async () => {
    const store = await storeOf(history());
    const ask = async (filter: Parameters<typeof listInterventions>[2]) =>
      (await listInterventions(store, 'everything', filter, all)).items.map(({ caseId }) => caseId);
    expect(await ask({ pleader: 'pleader-1' })).toStrictEqual(['C-3', 'C-1']);
    expect(await ask({ subject: 'jia' })).toStrictEqual(['C-2', 'C-1']);
    expect(await ask({ subject: 's1' })).toStrictEqual(['C-2', 'C-3', 'C-1']);
    expect(await ask({ case: 'C-3' })).toStrictEqual(['C-3']);
    expect(await ask({ from: '2015-03-02' })).toStrictEqual(['C-2', 'C-3']);
    expect(await ask({ to: '2015-03-04' })).toStrictEqual(['C-1']);
  });

  it('is told as known at a position', async () => {
    const store = await storeOf(history());
    const log = await listInterventions(store, 'everything', {}, { ...all, knownAt: '5' });
    expect(log.items.map(({ caseId }) => caseId)).toStrictEqual(['C-3', 'C-1']);
  });

  it('shows an organ the entries of its cases, and of one pleader that there were others elsewhere', async () => {
    const store = await storeOf(
      history()
        .on('C-9', 'register', { receivedBy: 'bureau' })
        .on('C-9', 'record-intervention', { on: '2015-04-01' }),
    );
    const scope = { organ: 'bureau', wide: false };
    const own = await listInterventions(store, scope, {}, all);
    expect(own.items.map(({ caseId }) => caseId)).toStrictEqual(['C-9']);
    const { items } = await listInterventions(store, scope, { pleader: 'pleader-1' }, all);
    expect(items.map(({ caseId, content }) => [caseId, content])).toStrictEqual([
      ['C-9', '请求从轻处理。'],
      ['C-3', undefined],
      ['C-1', undefined],
    ]);
  });
});

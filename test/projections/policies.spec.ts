// What the read models make of a policy that is adopted while cases are open: counts by the policy of
// the date asked, duties by that of the act they began with, and everything as known at any moment.
import { accountability, listCounts } from '../../src/projections/accountability-counts.js';
import { adoptionsKnown, policyInForce } from '../../src/projections/adopted-policies.js';
import { listPleaders } from '../../src/projections/intervention-log.js';
import { listObligations } from '../../src/projections/obligations.js';
import { Projector, type PoisonEvent } from '../../src/projections/projector.js';
import { compareStores } from '../../src/projections/rebuild.js';
import { ReadModelBehind, type ReadStore } from '../../src/projections/read-store.js';
import { openSqliteReadStore } from '../../src/projections/sqlite-read-store.js';
import { storeDefinition } from '../../src/projections/streams.js';
import { History, record, Workplace } from './history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

async function storeOf(history: History): Promise<ReadStore> {
  const ledger = await workplace.ledgerOf(history);
  return await workplace.rebuilt(ledger);
}

/** Once held to account in March; from April on once is enough, and supervision looks after ten days. */
function stricterFromApril(): History {
  return new History()
    .decided('C-1', 'jia', '2015-03-10')
    .adopts('P-1', '2015-04-01', { priorsForAggravation: 1, undatedDutyWatchDays: 10 });
}

describe('the one-year count', () => {
  it('requires aggravation by the policy in force on the date asked [M1-28] [I-3]', async () => {
    const store = await storeOf(stricterFromApril());
    const required = async (on: string, at?: string) =>
      (await accountability(store, 'jia', on, at)).aggravationRequired;
    expect([
      await required('2015-03-31'),
      await required('2015-04-01'),
      await required('2016-03-10'),
    ]).toStrictEqual([false, true, true]);
  });

  it('says as known before the adoption what was known then', async () => {
    const history = stricterFromApril();
    const store = await storeOf(history);
    const before = String(Number(history.position) - 1);
    expect(await accountability(store, 'jia', '2015-04-01', before)).toMatchObject({
      count: 1,
      aggravationRequired: false,
    });
    expect((await policyInForce(store, '2015-04-01', Number(before))).id).toBe('default');
    expect(await adoptionsKnown(store, Number(before))).toStrictEqual([]);
  });

  it('lists persons likewise', async () => {
    const store = await storeOf(stricterFromApril());
    const listed = async (on: string) => {
      const paging = { limit: 50 };
      return (await listCounts(store, 'everything', { min: 1, on }, paging, '2015-03-31')).items;
    };
    expect([await listed('2015-03-31'), await listed('2015-04-01')]).toStrictEqual([
      [{ personId: 'jia', count: 1, aggravationRequired: false }],
      [{ personId: 'jia', count: 1, aggravationRequired: true }],
    ]);
  });

  it('leaves out decisions from before the day that the policy counts from [I-21]', async () => {
    const store = await storeOf(
      new History()
        .decided('C-1', 'jia', '2015-03-10')
        .adopts('P-1', '2015-04-01', { countsFrom: '2015-03-11' }),
    );
    const counted = async (on: string) => (await accountability(store, 'jia', on)).count;
    expect([await counted('2015-03-31'), await counted('2015-04-01')]).toStrictEqual([1, 0]);
  });
});

describe('a pleader', () => {
  it('is over the limit by the policy of the day asked [I-15]', async () => {
    const store = await storeOf(
      new History()
        .on('C-1', 'register', { receivedOn: '2015-03-01' })
        .on('C-1', 'record-intervention', { on: '2015-03-02' })
        .adopts('P-1', '2015-04-01', { pleadingsForAggravation: 1 }),
    );
    const due = async (today: string) =>
      (await listPleaders(store, { min: 1 }, { limit: 50 }, today)).items[0]?.aggravationDue;
    expect([await due('2015-03-31'), await due('2015-04-01')]).toStrictEqual([false, true]);
  });
});

describe('a duty', () => {
  it('is looked at after the days of the policy that its first act was recorded under [M1-28] [I-12]', async () => {
    const store = await storeOf(
      stricterFromApril()
        .on('C-2', 'register', { receivedOn: '2015-03-20' })
        .on('C-3', 'register', { receivedOn: '2015-04-01' }),
    );
    const { items } = await listObligations(
      store,
      'everything',
      { kind: 'intake', state: 'open' },
      { limit: 50 },
      '2015-12-31',
    );
    expect(items.map(({ caseId, watchOn }) => [caseId, watchOn]).toSorted()).toStrictEqual([
      ['C-2', '2015-04-19'],
      ['C-3', '2015-04-11'],
    ]);
  });
});

describe('a follower of the ledger', () => {
  const halts: PoisonEvent[] = [];
  const reports = {
    halted: (poison: PoisonEvent) => void halts.push(poison),
    failed: (error: unknown) => {
      throw error;
    },
  };
  beforeEach(() => void halts.splice(0));

  function following(ledger: ConstructorParameters<typeof Projector>[0]) {
    const store = workplace.keep(openSqliteReadStore(workplace.directory(), storeDefinition));
    const projector = new Projector(ledger, store, reports);
    projector.start();
    workplace.keep({ close: () => projector.stop() });
    return { store, projector };
  }

  it('knows a policy before what was recorded under it, in one slice or in several', async () => {
    const history = stricterFromApril().on('C-2', 'register', { receivedOn: '2015-04-01' });
    const adopted = history.told.length;
    history
      .adopts('P-2', '2015-05-01', { undatedDutyWatchDays: 5 })
      .on('C-2', 'accept', { on: '2015-05-01' })
      .on('C-3', 'register', { receivedOn: '2015-05-02' });
    const ledger = await workplace.ledgerOf(new History());
    await record(ledger, history, 0, adopted);
    const { store, projector } = following(ledger);
    await projector.reached(String(adopted), 30_000);
    await record(ledger, history, adopted);
    await projector.reached(history.position, 30_000);
    const rebuilt = await workplace.rebuilt(ledger);
    expect(await compareStores(store, rebuilt)).toStrictEqual([]);
  });

  it('halts at an event of a policy that nobody adopted, live and in a rebuild', async () => {
    const history = new History().on('C-1', 'register');
    history.tell(
      'case-C-1',
      'CaseClosed',
      { on: '2015-03-10', reasons: '甲某' },
      {
        policyVersion: 'P-9',
      },
    );
    const ledger = await workplace.ledgerOf(history);
    const { projector } = following(ledger);
    await expect(projector.reached('2', 30_000)).rejects.toThrow(ReadModelBehind);
    expect(projector.status()).toMatchObject({ position: '1', halted: { position: '2' } });
    await expect(workplace.rebuilt(ledger)).rejects.toThrow('position 2: ');
  });

  it('halts at an adoption it cannot read, with all before it applied, live and in a rebuild', async () => {
    const history = new History().on('C-1', 'register');
    history.tell('policy-adopted', 'PolicyAdopted', { id: 'P-1', changes: { moods: '甲某' } });
    history.tell(
      'case-C-1',
      'CaseClosed',
      { on: '2015-03-10', reasons: '办结' },
      {
        policyVersion: 'P-1',
      },
    );
    const ledger = await workplace.ledgerOf(history);
    const { projector } = following(ledger);
    await expect(projector.reached('3', 30_000)).rejects.toThrow(ReadModelBehind);
    expect(projector.status()).toMatchObject({ position: '1', halted: { position: '2' } });
    expect(halts[0]?.reason).not.toContain('甲某');
    await expect(workplace.rebuilt(ledger)).rejects.toThrow('position 2: ');
  });
});

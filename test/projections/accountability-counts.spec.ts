import {
  accountability,
  listCounts,
  priorsFor,
} from '../../src/projections/accountability-counts.js';
import { InvalidCursor } from '../../src/projections/cursor.js';
import { positionAt } from '../../src/projections/instants.js';
import type { ReadStore } from '../../src/projections/read-store.js';
import { History, Workplace } from './history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

async function storeOf(history: History): Promise<ReadStore> {
  const ledger = await workplace.ledgerOf(history);
  return await workplace.rebuilt(ledger);
}

describe('the one-year count of a person', () => {
  it('counts a decision up to the same day of the next year, and not a day longer [I-1]', async () => {
    const store = await storeOf(new History().decided('C-1', 'jia', '2015-03-10'));

    expect(await accountability(store, 'jia', '2016-03-10')).toStrictEqual({
      personId: 'jia',
      on: '2016-03-10',
      knownAt: '6',
      window: { from: '2015-03-10', to: '2016-03-10' },
      count: 1,
      aggravationRequired: false,
      sanctions: [
        {
          caseId: 'C-1',
          decisionId: 'D-C-1',
          organId: 'commission',
          effectiveOn: '2015-03-10',
          methods: ['circulated-criticism'],
        },
      ],
    });
    expect(await accountability(store, 'jia', '2016-03-11')).toMatchObject({ count: 0 });
  });

  it('does not count a decision before it takes effect', async () => {
    const store = await storeOf(new History().decided('C-1', 'jia', '2015-03-10'));
    expect(await accountability(store, 'jia', '2015-03-09')).toMatchObject({ count: 0 });
    expect(await accountability(store, 'jia', '2015-03-10')).toMatchObject({ count: 1 });
  });

  it('requires aggravation from two times on [I-3]', async () => {
    const store = await storeOf(
      new History().decided('C-1', 'jia', '2015-03-10').decided('C-2', 'jia', '2015-06-01'),
    );
    expect(await accountability(store, 'jia', '2015-12-01')).toMatchObject({
      count: 2,
      aggravationRequired: true,
    });
  });

  it('counts a decision once, however many methods it combines [I-2]', async () => {
    const methods = ['circulated-criticism', 'written-self-criticism'] as const;
    const store = await storeOf(
      new History().decided('C-1', 'jia', '2015-03-10', { methods: [...methods] }),
    );
    expect(await accountability(store, 'jia', '2015-12-01')).toMatchObject({
      count: 1,
      sanctions: [{ methods }],
    });
  });

  it('does not count a decision not to hold to account', async () => {
    const store = await storeOf(
      new History().decided('C-1', 'jia', '2015-03-10', { accountable: false, methods: [] }),
    );
    expect(await accountability(store, 'jia', '2015-12-01')).toMatchObject({ count: 0 });
  });

  it('counts the decision on a team for nobody [I-2]', async () => {
    const store = await storeOf(
      new History()
        .on('C-1', 'register', {
          receivedOn: '2015-02-04',
          subjects: [{ subjectId: 's1', kind: 'team', organId: 'bureau' }],
        })
        .on('C-1', 'decide', { on: '2015-03-10' }),
    );
    const counts = await listCounts(store, 'everything', { min: 1 }, { limit: 50 }, '2015-12-01');
    expect(counts.items).toStrictEqual([]);
  });

  it('does not count decisions before 2015-02-04 [I-21]', async () => {
    const store = await storeOf(
      new History().decided('C-1', 'jia', '2015-02-03').decided('C-2', 'jia', '2015-02-04'),
    );
    expect(await accountability(store, 'jia', '2015-02-10')).toMatchObject({
      count: 1,
      sanctions: [{ caseId: 'C-2' }],
    });
  });

  it('no longer counts a revoked decision, also for the past, and still says what was known before [I-2]', async () => {
    const history = new History().decided('C-1', 'jia', '2015-03-10').on('C-1', 'lodge-appeal', {
      decisionId: 'D-C-1',
    });
    const before = history.position;
    history.on('C-1', 'decide-appeal', { outcome: 'revoked' });
    const store = await storeOf(history);

    expect(await accountability(store, 'jia', '2015-04-01')).toMatchObject({ count: 0 });
    expect(await accountability(store, 'jia', '2015-04-01', before)).toMatchObject({ count: 1 });
    const at = await positionAt(store, History.recordedAt(Number(before)));
    expect(await accountability(store, 'jia', '2015-04-01', at)).toMatchObject({ count: 1 });
    expect(await accountability(store, 'jia', '2015-04-01', '1')).toMatchObject({ count: 0 });
  });

  it('counts a modified decision from its original date, with the methods it has now [I-2]', async () => {
    const store = await storeOf(
      new History()
        .decided('C-1', 'jia', '2015-03-10')
        .on('C-1', 'lodge-appeal', { decisionId: 'D-C-1' })
        .on('C-1', 'decide-appeal', {
          outcome: 'modified',
          changes: { methods: ['admonishing-talk'], effectiveOn: '2015-11-10' },
        }),
    );
    expect(await accountability(store, 'jia', '2016-03-10')).toMatchObject({
      count: 1,
      sanctions: [{ effectiveOn: '2015-03-10', methods: ['admonishing-talk'] }],
    });
    expect(await accountability(store, 'jia', '2016-03-11')).toMatchObject({ count: 0 });
  });

  it('counts while an appeal is under way [M1-27]', async () => {
    const store = await storeOf(
      new History()
        .decided('C-1', 'jia', '2015-03-10')
        .on('C-1', 'lodge-appeal', { decisionId: 'D-C-1' }),
    );
    expect(await accountability(store, 'jia', '2015-12-01')).toMatchObject({ count: 1 });
  });

  it('counts the decision that replaces another, and not the one replaced [I-20]', async () => {
    const store = await storeOf(
      new History().decided('C-1', 'jia', '2015-03-10').on('C-1', 'decide', {
        decisionId: 'D-again',
        on: '2015-04-10',
        effectiveOn: '2015-04-10',
        replaces: 'D-C-1',
      }),
    );
    expect(await accountability(store, 'jia', '2015-12-01')).toMatchObject({
      count: 1,
      sanctions: [{ decisionId: 'D-again' }],
    });
  });
});

describe('the priors of a decision', () => {
  it('are 0, 1 and 2 for three decisions effective on one day, by their order in the ledger [I-1]', async () => {
    const history = new History();
    const before: string[] = [];
    for (const caseId of ['C-1', 'C-2', 'C-3']) {
      before.push(history.position);
      history.decided(caseId, 'jia', '2016-05-03');
    }
    const ledger = await workplace.ledgerOf(history);
    const priors = async (until: string) => {
      const then = await workplace.rebuilt(ledger, { until });
      return (await priorsFor(then, 'jia', '2016-05-03')).map(({ caseId }) => caseId);
    };
    expect(await Promise.all(before.map(priors))).toStrictEqual([[], ['C-1'], ['C-1', 'C-2']]);
  });

  it('include one effective on an earlier day, also when it was recorded later, and none of a later day (S-21)', async () => {
    const history = new History()
      .decided('C-1', 'jia', '2016-05-04')
      .decided('C-2', 'jia', '2016-05-02');
    expect(await priorsFor(await storeOf(history), 'jia', '2016-05-03')).toMatchObject([
      { caseId: 'C-2' },
    ]);
  });

  it('name the events that made them', async () => {
    const history = new History().decided('C-1', 'jia', '2015-03-10');
    const eventId = history.told.at(-1)?.event.id;
    expect(await priorsFor(await storeOf(history), 'jia', '2015-12-01')).toStrictEqual([
      {
        caseId: 'C-1',
        decisionId: 'D-C-1',
        eventId,
        organId: 'commission',
        effectiveOn: '2015-03-10',
        methods: ['circulated-criticism'],
      },
    ]);
  });
});

describe('persons by count', () => {
  const history = () =>
    new History()
      .decided('C-1', 'jia', '2015-03-10')
      .decided('C-2', 'yi', '2015-04-10')
      .decided('C-3', 'yi', '2015-05-10');

  it('come with the highest count first, from a least count on', async () => {
    const store = await storeOf(history());
    const list = (min: number) =>
      listCounts(store, 'everything', { min }, { limit: 50 }, '2015-12-01');
    expect((await list(1)).items).toStrictEqual([
      { personId: 'yi', count: 2, aggravationRequired: true },
      { personId: 'jia', count: 1, aggravationRequired: false },
    ]);
    expect((await list(2)).items).toHaveLength(1);
  });

  it('are those of one organ when asked, by the register', async () => {
    const entry = {
      sex: 'male',
      post: '科长',
      rank: 'section',
      category: 'party-government',
      managedBy: 'commission',
      track: 'department-staff',
    } as const;
    const store = await storeOf(
      history()
        .registered('jia', {
          type: 'PersonRegistered',
          data: { id: 'jia', name: '甲某', organId: 'bureau', ...entry },
        })
        .registered('yi', {
          type: 'PersonRegistered',
          data: { id: 'yi', name: '乙某', organId: 'commission', ...entry },
        }),
    );
    const of = async (organ: string) =>
      (await listCounts(store, 'everything', { min: 1, organ }, { limit: 50 }, '2015-12-01')).items;
    expect(await of('bureau')).toMatchObject([{ personId: 'jia' }]);
    expect(await of('commission')).toMatchObject([{ personId: 'yi' }]);
  });

  it('go on in later pages as known when the first was read, and on its date', async () => {
    const told = history();
    const ledger = await workplace.ledgerOf(told);
    const until = '12';
    const partly = await workplace.rebuilt(ledger, { until });
    const ask = (store: ReadStore, today: string, cursor?: string) =>
      listCounts(store, 'everything', { min: 1 }, { limit: 1, cursor }, today);

    const first = await ask(partly, '2016-03-10');
    expect(first.items).toMatchObject([{ personId: 'jia', count: 1 }]);
    // By now the third decision is recorded, and the first is more than a year ago.
    const whole = await workplace.rebuilt(ledger);
    const second = await ask(whole, '2016-03-11', first.nextCursor ?? undefined);
    expect(second).toStrictEqual({
      items: [{ personId: 'yi', count: 1, aggravationRequired: false }],
      nextCursor: null,
      on: '2016-03-10',
      knownAt: '12',
    });
  });

  it('refuse a cursor of another list, and one that was made up', async () => {
    const store = await storeOf(history());
    const page = await listCounts(store, 'everything', { min: 1 }, { limit: 1 }, '2015-12-01');
    const cursor = page.nextCursor ?? '';
    const ask = (min: number, given: string) =>
      listCounts(store, 'everything', { min }, { limit: 1, cursor: given }, '2015-12-01');
    await expect(ask(2, cursor)).rejects.toThrow(InvalidCursor);
    await expect(ask(1, 'bm90IGEgY3Vyc29y')).rejects.toThrow(InvalidCursor);
    await expect(ask(1, '%%%')).rejects.toThrow(InvalidCursor);
  });
});

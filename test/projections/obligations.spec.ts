import type { DutyState } from '../../src/domain/case/duty.js';
import { addDays } from '../../src/domain/legal-date.js';
import { listFindings } from '../../src/projections/findings.js';
import { listObligations, type Obligation } from '../../src/projections/obligations.js';
import type { ReadStore } from '../../src/projections/read-store.js';
import { acts, finding } from '../support/office.js';
import { History, Workplace } from './history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

async function storeOf(history: History): Promise<ReadStore> {
  const ledger = await workplace.ledgerOf(history);
  return await workplace.rebuilt(ledger);
}

/** Decided on 2015-09-30: delivery is due on 2015-10-15. */
const decided = () =>
  new History()
    .on('C-1', 'register')
    .on('C-1', 'accept')
    .on('C-1', 'recommend')
    .on('C-1', 'decide');

type Filter = Parameters<typeof listObligations>[2];

async function kinds(store: ReadStore, filter: Filter, knownAt?: string) {
  const paging = { limit: 50, knownAt };
  const { items } = await listObligations(store, 'everything', filter, paging, '2016-06-01');
  return items.map(({ kind }) => kind);
}

describe('the list of duties', () => {
  it('shows a duty with its clause, its due date and how that was found', async () => {
    const store = await storeOf(decided());
    const filter = { kind: 'delivery-subject', on: '2015-10-15' } as const;
    const { items } = await listObligations(
      store,
      'everything',
      filter,
      { limit: 50 },
      '2016-06-01',
    );
    expect(items).toStrictEqual([
      {
        id: 'C-1:D-1:delivery-subject',
        kind: 'delivery-subject',
        caseId: 'C-1',
        subjectId: 's1',
        decisionId: 'D-1',
        organId: 'commission',
        clause: 'M1-24',
        startedOn: '2015-09-30',
        startedBy: '00000000-0000-8000-8000-000000000004',
        dueOn: '2015-10-15',
        provisional: false,
        derivation: {
          start: '2015-09-30',
          unit: 'working-days',
          days: ['08', '09', '10', '12', '13', '14', '15'].map((day) => `2015-10-${day}`),
          skipped: [
            { date: '2015-10-01', reason: 'holiday' },
            { date: '2015-10-02', reason: 'holiday' },
            { date: '2015-10-03', reason: 'weekend' },
            { date: '2015-10-04', reason: 'weekend' },
            { date: '2015-10-05', reason: 'holiday' },
            { date: '2015-10-06', reason: 'holiday' },
            { date: '2015-10-07', reason: 'holiday' },
            { date: '2015-10-11', reason: 'weekend' },
          ],
          years: [
            {
              year: 2015,
              known: true,
              notices: ['国办发明电〔2014〕28号', '国发明电〔2015〕1号'],
            },
          ],
        },
        state: 'open',
      },
    ]);
  });

  it('says of every date what was open, overdue, done and done late on it', async () => {
    const store = await storeOf(
      decided()
        .on('C-1', 'record-delivery', { recipient: 'subject', on: '2015-10-12' })
        .on('C-1', 'record-delivery', { recipient: 'unit', on: '2015-10-20' }),
    );
    const states = async (on: string) => {
      const found: Partial<Record<DutyState, string[]>> = {};
      for (const state of ['open', 'overdue', 'done', 'done-late'] as const) {
        const due = (await kinds(store, { on, state })).filter((kind) =>
          kind.startsWith('delivery'),
        );
        if (due.length > 0) found[state] = due;
      }
      return found;
    };
    expect(await states('2015-09-29')).toStrictEqual({});
    expect(await states('2015-10-11')).toStrictEqual({
      open: ['delivery-subject', 'delivery-unit'],
    });
    expect(await states('2015-10-15')).toStrictEqual({
      open: ['delivery-unit'],
      done: ['delivery-subject'],
    });
    expect(await states('2015-10-16')).toStrictEqual({
      overdue: ['delivery-unit'],
      done: ['delivery-subject'],
    });
    expect(await states('2015-10-20')).toStrictEqual({
      done: ['delivery-subject'],
      'done-late': ['delivery-unit'],
    });
  });

  describe('of every state, however long a duty was in it', () => {
    // Due on 2015-10-15 each, delivered so many days from it, or never.
    const delays = [-3, 0, 1, 2, 3, 4, 5, 8, 9, 40, 100, 800, 3_000];
    const history = new History();
    for (const days of delays) {
      const id = `C${String(days)}`;
      history.decided(id, 'jia', '2015-09-30').on(id, 'record-delivery', {
        decisionId: `D-${id}`,
        recipient: 'subject',
        on: addDays('2015-10-15', days),
      });
    }
    history.decided('C-never', 'jia', '2015-09-30').on('C-never', 'issue-directive');
    // Rests on a year without a calendar: open for ever, though its date is over (I-9).
    history.decided('C-provisional', 'jia', '2026-12-28');
    const days = [-20, -3, 0, 1, 2, 3, 4, 7, 8, 9, 39, 99, 400, 799, 2_999, 3_600, 4_200];

    const paged = async (store: ReadStore, filter: Filter, knownAt?: string) => {
      const pages: Obligation[] = [];
      let cursor: string | null | undefined;
      while (cursor !== null) {
        const paging = { limit: 7, knownAt, ...(cursor === undefined ? {} : { cursor }) };
        const page = await listObligations(store, 'everything', filter, paging, '2026-06-01');
        pages.push(...page.items);
        cursor = page.nextCursor;
      }
      return pages;
    };

    it.each<DutyState>(['open', 'overdue', 'done', 'done-late'])(
      'shows what is %s on a day, in the order of all duties, as known at any moment',
      async (state) => {
        const store = await storeOf(history);
        const moments = [undefined, '1', '40', '80', String(Number(history.position) - 1)];
        let shown = 0;
        for (const after of days) {
          const on = addDays('2015-10-15', after);
          for (const knownAt of moments) {
            const whole = await paged(store, { on }, knownAt);
            const expected = whole.filter((one) => one.state === state);
            expect(await paged(store, { on, state }, knownAt)).toStrictEqual(expected);
            const narrowed = { on, state, organ: 'commission', kind: 'delivery-subject' } as const;
            expect(await paged(store, narrowed, knownAt)).toStrictEqual(
              expected.filter(({ kind }) => kind === narrowed.kind),
            );
            shown += expected.length;
          }
        }
        expect(shown).toBeGreaterThan(100);
      },
    );

    it('shows all that had begun by a day, those with a last day first', async () => {
      const store = await storeOf(history);
      for (const knownAt of [undefined, '80']) {
        const all = await paged(store, { on: addDays('2015-10-15', 4_200) }, knownAt);
        expect(all.length).toBeGreaterThan(50);
        const order = all.map(({ dueOn, id }) => `${dueOn ?? '9999-12-31'} ${id}`);
        expect(order).toStrictEqual(order.toSorted());
        for (const after of days) {
          const on = addDays('2015-10-15', after);
          const begun = all.filter(({ startedOn }) => startedOn <= on);
          expect((await paged(store, { on }, knownAt)).map(({ id }) => id)).toStrictEqual(
            begun.map(({ id }) => id),
          );
        }
      }
    });

    it('is overdue until it is done', async () => {
      const store = await storeOf(history);
      for (const after of days) {
        const on = addDays('2015-10-15', after);
        const overdue = { on, state: 'overdue', kind: 'delivery-subject' } as const;
        expect(await paged(store, overdue)).toHaveLength(
          after <= 0 ? 0 : delays.filter((delay) => delay > after).length + 1,
        );
      }
    });
  });

  it('calls nobody late on a date that rests on a year without a calendar (I-9)', async () => {
    const store = await storeOf(
      new History().decided('C-1', 'jia', '2026-12-28').on('C-1', 'record-delivery', {
        decisionId: 'D-C-1',
        recipient: 'subject',
        on: '2027-02-01',
      }),
    );
    const on = '2027-03-01';
    const due = async (state: DutyState) =>
      (await kinds(store, { on, state })).filter((kind) => kind.startsWith('delivery'));
    expect(await due('overdue')).toStrictEqual([]);
    expect(await due('done-late')).toStrictEqual([]);
    expect(await due('open')).toStrictEqual(['delivery-unit']);
    expect(await due('done')).toStrictEqual(['delivery-subject']);
    const list = { on, kind: 'delivery-unit' } as const;
    const { items } = await listObligations(store, 'everything', list, { limit: 1 }, on);
    expect(items).toMatchObject([{ dueOn: '2027-01-06', provisional: true, state: 'open' }]);
  });

  it('finds nothing of a kind that no case has brought', async () => {
    expect(await kinds(await storeOf(decided()), { kind: 'judicial-referral' })).toStrictEqual([]);
  });

  it('tells what comes before a decision: of the whole case, of a subject, of a directive', async () => {
    const store = await storeOf(
      new History()
        .on('C-1', 'register')
        .on('C-1', 'accept')
        .on('C-1', 'initiate')
        .on('C-1', 'file-report', {
          findings: [{ ...finding, disciplineNeeded: true, crimeSuspected: true }],
        })
        .on('C-1', 'recommend')
        .on('C-1', 'issue-directive'),
    );
    const filter = { on: '2015-11-01' };
    const { items } = await listObligations(store, 'everything', filter, { limit: 50 }, filter.on);
    expect(
      items.map(({ kind, subjectId, organId, dueOn, watchOn, state }) => [
        kind,
        subjectId,
        organId,
        dueOn ?? watchOn,
        state,
      ]),
    ).toStrictEqual([
      ['directive', 's1', 'commission', '2015-10-31', 'overdue'],
      ['initiation', undefined, 'commission', '2015-10-02', 'done'],
      ['intake', undefined, 'commission', '2015-10-01', 'done'],
      ['decision', 's1', 'commission', '2015-10-18', 'open'],
      ['discipline-referral', 's1', 'commission', '2015-10-15', 'open'],
      ['judicial-referral', 's1', 'commission', '2015-10-15', 'open'],
      ['recommendation', 's1', 'commission', '2015-10-15', 'done'],
      ['report', 's1', 'commission', '2015-10-05', 'done'],
    ]);
  });

  it('shows both dates where a date was corrected, and before it the one first recorded', async () => {
    const history = decided().on('C-1', 'evidence').on('C-1', 'record-delivery', {
      on: '2015-10-20',
    });
    const delivery = history.last;
    const before = history.position;
    history.on('C-1', 'correct-record', {
      eventId: delivery,
      field: '/on',
      from: '2015-10-20',
      to: '2015-10-12',
      evidence: acts.evidence.digest,
    });
    const store = await storeOf(history);
    const duty = async (knownAt?: string) => {
      const filter = { kind: 'delivery-subject', on: '2015-11-01' } as const;
      const paging = { limit: 1, knownAt };
      return (await listObligations(store, 'everything', filter, paging, filter.on)).items[0];
    };
    expect(await duty(before)).toMatchObject({ state: 'done-late', metOn: '2015-10-20' });
    expect(await duty(before)).not.toHaveProperty('metRecordedOn');
    expect(await duty()).toMatchObject({
      state: 'done',
      metOn: '2015-10-12',
      metBy: delivery,
      metRecordedOn: '2015-10-20',
    });
  });

  it('begins anew after a modification: letter, deliveries, filing, correction, restoration', async () => {
    const history = decided()
      .on('C-1', 'issue-letter')
      .on('C-1', 'record-delivery')
      .on('C-1', 'publish')
      .on('C-1', 'record-execution')
      .on('C-1', 'correct-decision', {
        on: '2015-12-01',
        outcome: 'modified',
        methods: ['admonishing-talk'],
      });
    const store = await storeOf(history);
    const list = { on: '2015-12-02', state: 'open' } as const;
    const { items } = await listObligations(store, 'everything', list, { limit: 50 }, list.on);
    const anew = items.filter(({ startedOn }) => startedOn === '2015-12-01');
    expect(anew.map(({ id, dueOn }) => [id, dueOn])).toStrictEqual([
      ['C-1:D-1:delivery-subject:2', '2015-12-10'],
      ['C-1:D-1:delivery-unit:2', '2015-12-10'],
      ['C-1:D-1:archive:2', null],
      ['C-1:D-1:correction:publication-unit:2', null],
      ['C-1:D-1:execution:admonishing-talk:2', null],
      ['C-1:D-1:letter:2', null],
      ['C-1:D-1:restoration:circulated-criticism:2', null],
    ]);
  });

  it('does not show how a duty was met before the day it was', async () => {
    const store = await storeOf(decided().on('C-1', 'record-delivery', { on: '2015-10-12' }));
    const on = async (date: string) =>
      (
        await listObligations(
          store,
          'everything',
          { on: date, kind: 'delivery-subject' },
          { limit: 1 },
          date,
        )
      ).items[0];
    expect(await on('2015-10-11')).not.toHaveProperty('metOn');
    expect(await on('2015-10-12')).toMatchObject({
      metOn: '2015-10-12',
      metBy: '00000000-0000-8000-8000-000000000005',
    });
  });

  it('lets the duties of a revoked decision go, and still says what was known before', async () => {
    const history = decided().on('C-1', 'lodge-appeal');
    const before = history.position;
    const store = await storeOf(history.on('C-1', 'decide-appeal', { outcome: 'revoked' }));
    expect(await kinds(store, {})).toStrictEqual([
      'appeal-decision',
      'appeal-notice-appellant',
      'appeal-notice-unit',
      'initiation',
      'intake',
      'decision',
    ]);
    expect(await kinds(store, { state: 'overdue' }, before)).toStrictEqual([
      'delivery-subject',
      'delivery-unit',
      'appeal-decision',
    ]);
  });

  it('shows what lapsed undone until that day, and no longer; supervision knows of it ever after', async () => {
    const store = await storeOf(
      new History()
        .on('C-1', 'register')
        .on('C-1', 'accept')
        .on('C-1', 'initiate')
        .on('C-1', 'end-for-subject', { on: '2016-05-11', reason: 'left-scope' }),
    );
    const reports = async (on: string, state?: DutyState) => {
      const filter = { on, kind: 'report', state } as const;
      const { items } = await listObligations(
        store,
        'everything',
        filter,
        { limit: 50 },
        '2016-06-01',
      );
      return items.map((one) => [one.state, one.metOn]);
    };
    expect(await reports('2016-05-10')).toStrictEqual([['open', undefined]]);
    expect(await reports('2016-05-10', 'open')).toStrictEqual([['open', undefined]]);
    for (const state of [undefined, 'open', 'overdue', 'done', 'done-late'] as const)
      expect(await reports('2016-05-11', state)).toStrictEqual([]);
    const failures = async (on: string) => {
      const filter = { on, code: 'S-25' } as const;
      const { items } = await listFindings(
        store,
        'everything',
        filter,
        { limit: 50 },
        '2016-06-01',
      );
      return items.map(({ id, state, facts }) => [id, state, facts.length]);
    };
    expect(await failures('2015-10-04')).toStrictEqual([]);
    expect(await failures('2016-05-10')).toStrictEqual([['S-25:C-1:s1:report', 'open', 1]]);
    expect(await failures('2016-05-11')).toStrictEqual([['S-25:C-1:s1:report', 'rectified', 2]]);
  });

  it('moves a duty to the organ that turns out to have investigated and proposed (M1-25)', async () => {
    const store = await storeOf(decided().on('C-1', 'recommend', { organId: 'organization' }));
    expect(await kinds(store, { organ: 'organization' })).toStrictEqual([
      'archive',
      'report-for-record',
      'report-for-record',
    ]);
  });

  it('is narrowed by organ and kind, and to the cases in sight', async () => {
    const store = await storeOf(
      decided()
        .on('C-1', 'record-execution')
        .on('C-2', 'register', { receivedBy: 'bureau' })
        .on('C-2', 'decide', { organId: 'bureau', decisionId: 'D-2' }),
    );
    expect(await kinds(store, { organ: 'bureau', kind: 'letter' })).toStrictEqual(['letter']);
    const scope = { organ: 'bureau', wide: false };
    const { items } = await listObligations(store, scope, {}, { limit: 50 }, '2016-06-01');
    expect(new Set(items.map(({ caseId }) => caseId))).toStrictEqual(new Set(['C-2']));
  });

  it('comes in pages, the first due first, and goes on with the date of the first page', async () => {
    const store = await storeOf(decided());
    const found: string[] = [];
    let cursor: string | undefined;
    // A day later with every page: what was asked first stays the date of all of them.
    for (let day = 15; day < 31; day += 1) {
      const today = `2015-10-${String(day)}`;
      const page = await listObligations(store, 'everything', {}, { limit: 1, cursor }, today);
      found.push(...page.items.map(({ kind, state }) => `${kind} ${state}`));
      cursor = page.nextCursor ?? undefined;
      if (cursor === undefined) break;
    }
    expect(found).toStrictEqual([
      'delivery-subject open',
      'delivery-unit open',
      'archive open',
      'execution open',
      'letter open',
      'publication-unit open',
      'report-for-record open',
      'report-for-record open',
      'initiation done',
      'intake done',
      'decision done',
    ]);
    expect(cursor).toBeUndefined();
  });
});

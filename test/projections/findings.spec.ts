// Findings as supervisors ask for them: on a date, as known at a position, by organ, superior, code
// and state; and how each body stands.
import fc from 'fast-check';
import { sql } from 'kysely';
import { listCounts } from '../../src/projections/accountability-counts.js';
import { listBodies } from '../../src/projections/bodies.js';
import type { StoredRow } from '../../src/projections/derived.js';
import { listFindings, type FindingFilter } from '../../src/projections/findings.js';
import { listInterventions, listPleaders } from '../../src/projections/intervention-log.js';
import { listObligations } from '../../src/projections/obligations.js';
import { derivedPersonFindings } from '../../src/projections/person-findings.js';
import type { ReadStore } from '../../src/projections/read-store.js';
import { History, Workplace } from './history.js';
import { randomHistory } from './random-history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

const today = '2016-12-31';
const all = { limit: 500 };

async function storeOf(history: History): Promise<ReadStore> {
  const ledger = await workplace.ledgerOf(history);
  return await workplace.rebuilt(ledger);
}

/** The commission, headed by two persons, and the organ that supervises it. */
const city = (): History =>
  new History()
    .registered('commission', {
      type: 'OrganRegistered',
      data: {
        id: 'commission',
        name: '虚构市纪委',
        kind: 'discipline-commission',
        supervisedBy: ['inspectors'],
        head: { personId: 'former', name: '辰某', since: '2014-01-01' },
      },
    })
    .registered('commission', {
      type: 'OrganHeadAppointed',
      data: { personId: 'present', name: '巳某', since: '2015-10-16' },
    });

/** Decided on 2015-09-30: delivery was due on 2015-10-15. */
const undelivered = (): History =>
  city()
    .on('C-1', 'register')
    .on('C-1', 'accept')
    .on('C-1', 'initiate')
    .on('C-1', 'file-report')
    .on('C-1', 'hear-subject')
    .on('C-1', 'recommend')
    .on('C-1', 'decide');

async function found(store: ReadStore, filter: FindingFilter, knownAt?: string) {
  const paging = { ...all, ...(knownAt === undefined ? {} : { knownAt }) };
  const { items } = await listFindings(store, 'everything', filter, paging, today);
  return items;
}

async function ids(store: ReadStore, filter: FindingFilter, knownAt?: string) {
  return (await found(store, filter, knownAt)).map(({ id }) => id);
}

/** What a superior organ did about a finding. */
function dismissed(history: History, findingId: string, on: string): History {
  const [code = ''] = findingId.split(':', 1);
  history.tell(`finding-${findingId}`, 'FindingDismissed', {
    on,
    organId: 'inspectors',
    reasons: '已作说明。',
    finding: {
      id: findingId,
      code,
      kind: 'procedure',
      caseId: 'C-1',
      organId: 'commission',
      openFrom: '2015-10-16',
      facts: [history.last],
    },
    factsAsOf: history.last,
  });
  return history;
}

describe('the list of findings', () => {
  it('shows who answers, who headed it that day, who may act, and the events it rests on', async () => {
    const store = await storeOf(undelivered());
    const filter = { code: 'S-08', on: '2015-10-20' } as const;
    const [first] = await found(store, filter);
    expect(first).toStrictEqual({
      id: 'S-08:C-1:D-1:delivery-subject',
      code: 'S-08',
      kind: 'procedure',
      state: 'open',
      clause: 'M1-24',
      caseId: 'C-1',
      subjectId: 's1',
      personId: 'jia',
      decisionId: 'D-1',
      organId: 'commission',
      head: [{ personId: 'present', name: '巳某', since: '2015-10-16' }],
      superiors: ['inspectors'],
      facts: ['00000000-0000-8000-8000-000000000009'],
      openFrom: '2015-10-16',
      dispositions: [],
    });
  });

  it('names the head of the day the failure was complete, not the one of today', async () => {
    const store = await storeOf(undelivered().on('C-1', 'lodge-appeal', { on: '2015-08-01' }));
    const [appeal] = await found(store, { code: 'S-12' });
    expect(appeal?.head).toStrictEqual([{ personId: 'former', name: '辰某', since: '2014-01-01' }]);
  });

  it('knows nothing of it before the day, nor before the ledger did', async () => {
    const store = await storeOf(undelivered());
    expect(await ids(store, { code: 'S-08', on: '2015-10-15' })).toStrictEqual([]);
    expect(await ids(store, { code: 'S-08', on: '2015-10-16' }, '8')).toStrictEqual([]);
    expect(await ids(store, { code: 'S-08', on: '2015-10-16' }, '9')).toHaveLength(2);
  });

  it('is rectified by the facts from the day they are otherwise, and open before it', async () => {
    const late = { on: '2015-10-20' };
    const store = await storeOf(
      undelivered().on('C-1', 'issue-letter').on('C-1', 'record-delivery', late),
    );
    const subject = 'S-08:C-1:D-1:delivery-subject';
    expect(await ids(store, { code: 'S-08', state: 'rectified' })).toStrictEqual([subject]);
    expect(await ids(store, { code: 'S-08', state: 'open', on: '2015-10-19' })).toContain(subject);
    expect(await ids(store, { code: 'S-08', state: 'open', on: '2015-10-20' })).not.toContain(
      subject,
    );
    const [told] = await found(store, { code: 'S-08', state: 'rectified' });
    expect(told).toMatchObject({ rectifiedOn: '2015-10-20' });
    expect(told?.facts).toHaveLength(2);
    const [before] = await found(store, { id: subject, on: '2015-10-19' });
    expect(before?.facts).toHaveLength(1);
  });

  it('is dismissed from the day a superior organ said so', async () => {
    const subject = 'S-08:C-1:D-1:delivery-subject';
    const store = await storeOf(dismissed(undelivered(), subject, '2015-11-02'));
    expect(await ids(store, { code: 'S-08', state: 'dismissed' })).toStrictEqual([subject]);
    expect(await ids(store, { code: 'S-08', state: 'open' })).toStrictEqual([
      'S-08:C-1:D-1:delivery-unit',
    ]);
    expect(await ids(store, { code: 'S-08', state: 'open', on: '2015-11-01' })).toContain(subject);
    const [told] = await found(store, { id: subject });
    expect(told).toMatchObject({
      state: 'dismissed',
      dispositions: [
        { kind: 'dismissed', on: '2015-11-02', organId: 'inspectors', reasons: '已作说明。' },
      ],
    });
  });

  it.each<[string, FindingFilter, number]>([
    ['the organ that answers', { organ: 'commission' }, 2],
    ['another organ', { organ: 'bureau' }, 0],
    ['the organ that may act', { superior: 'inspectors' }, 2],
    ['an organ that may not', { superior: 'committee' }, 0],
    ['the case', { case: 'C-1' }, 2],
    ['the person', { person: 'jia' }, 2],
    ['another person', { person: 'yi' }, 0],
    ['the kind', { kind: 'procedure' }, 2],
    ['another kind', { kind: 'frame' }, 0],
  ])('is narrowed by %s', async (_, filter, times) => {
    const store = await storeOf(undelivered());
    const narrowed = await ids(store, { ...filter, on: '2015-10-16' });
    expect(narrowed.filter((id) => id.startsWith('S-08'))).toHaveLength(times);
  });

  it('is narrowed by a superior of many organs as by one of few', async () => {
    const history = undelivered();
    for (let number = 1; number <= 21; number++)
      history.registered(`bureau-${String(number)}`, {
        type: 'OrganRegistered',
        data: {
          id: `bureau-${String(number)}`,
          name: `虚构第${String(number)}局`,
          kind: 'department',
          supervisedBy: ['inspectors', 'committee'],
        },
      });
    const store = await storeOf(history);
    const filter = { code: 'S-08', on: '2015-10-16' } as const;
    expect(await ids(store, { ...filter, superior: 'inspectors' })).toHaveLength(2);
    expect(await ids(store, { ...filter, superior: 'committee' })).toStrictEqual([]);
    const seenBy = async (organ: string) => {
      const viewer = { organ, wide: true };
      return (await listFindings(store, viewer, filter, all, today)).items.map(({ id }) => id);
    };
    expect(await seenBy('inspectors')).toHaveLength(2);
    expect(await seenBy('committee')).toStrictEqual([]);
  });

  it('turns its pages over every place findings stand in, each once', async () => {
    const history = undelivered();
    for (const id of ['C-2', 'C-3'])
      history
        .on(id, 'register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'yi' }] })
        .on(id, 'record-intervention', { on: `2015-09-0${id.slice(2)}` });
    const store = await storeOf(history);
    const whole = await ids(store, {});
    expect(new Set(whole.map((id) => id.slice(0, 4)))).toContain('S-14');
    const paged: string[] = [];
    let cursor: string | null | undefined;
    do {
      const paging = { limit: 2, ...(cursor ? { cursor } : {}) };
      const page = await listFindings(store, 'everything', {}, paging, today);
      paged.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(paged).toStrictEqual(whole);
    expect(new Set(paged).size).toBe(paged.length);
  });
});

describe('what is asked about a person', () => {
  it('goes on where of all decisions the one is left that rested on the others (S-17)', async () => {
    const store = await storeOf(new History().decided('C-3', 'jia', '2015-09-30'));
    const { rows } = await sql<StoredRow>`select * from decisions`.execute(store.queries);
    const asked = (changed: Record<string, string>) =>
      derivedPersonFindings
        .rowsOf('jia', new Map([['decisions', rows.map((row) => ({ ...row, ...changed }))]]))
        .map(({ id, facts }) => [id, facts]);
    const priors = '["C-1:D-1","C-2:D-1"]';
    expect(asked({})).toStrictEqual([]);
    expect(asked({ priors, adjustment: 'heavier' })).toStrictEqual([
      ['S-17:C-3:D-C-3', `["${String(rows[0]?.['event_id'])}"]`],
    ]);
  });
});

describe('how a body stands', () => {
  it('shows its cases, its decisions, what is overdue, and the findings it answers for', async () => {
    const store = await storeOf(
      undelivered()
        .on('C-2', 'register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'yi' }] })
        .on('C-2', 'accept')
        .on('C-2', 'initiate')
        .on('C-2', 'file-report')
        .on('C-2', 'recommend')
        .on('C-2', 'decide', { accountable: false, methods: [] }),
    );
    const on = '2015-10-20';
    const { items } = await listBodies(store, 'everything', { on }, all, today);
    expect(items).toStrictEqual([
      {
        organId: 'commission',
        name: '虚构市纪委',
        kind: 'discipline-commission',
        head: [{ personId: 'present', name: '巳某', since: '2015-10-16' }],
        superiors: ['inspectors'],
        cases: 2,
        decisions: 2,
        notHeldToAccount: 1,
        overdue: 2,
        appealsDecided: 0,
        reversedOnAppeal: 0,
        // Not held to account twice over (S-01, S-24); two deliveries; seven and six acts recorded in 2016.
        openFindings: { inaction: 2, frame: 0, procedure: 2, notice: 13 },
      },
    ]);
  });
});

describe('what a body answers for', () => {
  it('is no longer counted from the day a superior organ acted on it', async () => {
    const subject = 'S-08:C-1:D-1:delivery-subject';
    const store = await storeOf(dismissed(undelivered(), subject, '2015-11-02'));
    const procedure = async (on: string, knownAt?: string) =>
      (await listBodies(store, 'everything', { on }, { ...all, knownAt }, today)).items.map(
        ({ openFindings }) => openFindings.procedure,
      );
    const counted = async (on: string, knownAt?: string) =>
      (await found(store, { on, state: 'open', kind: 'procedure' }, knownAt)).length;
    const before = await counted('2015-11-01');
    expect(await procedure('2015-11-01')).toStrictEqual([before]);
    expect(await counted('2015-11-02')).toBeLessThan(before + 1);
    for (const on of ['2015-11-01', '2015-11-02', '2016-03-01'])
      for (const knownAt of [undefined, '9'])
        expect(await procedure(on, knownAt)).toStrictEqual([await counted(on, knownAt)]);
    expect(await counted('2016-03-01', '9')).toBe((await counted('2016-03-01')) + 1);
  });
});

describe('every question of supervision', () => {
  it('as known at a position is what a ledger that ends there says, on any date', async () => {
    const days = ['2015-03-01', '2015-09-30', '2015-10-16', '2016-03-10', '2016-06-01', today];
    await fc.assert(
      fc.asyncProperty(
        randomHistory(90),
        fc.double({ min: 0.3, max: 1, noNaN: true }),
        fc.constantFrom(...days),
        async (history, part, on) => {
          const ledger = await workplace.ledgerOf(history);
          const until = String(Math.floor(part * history.told.length));
          const whole = await workplace.rebuilt(ledger);
          const then = await workplace.rebuilt(ledger, { until });
          expect(await answers(whole, on, until)).toStrictEqual(await answers(then, on));
        },
      ),
      { numRuns: 25, plugins: [fc.afterEach(() => workplace.clear())] },
    );
  });
});

/** What a supervisor may ask, each answer whole. */
async function answers(store: ReadStore, on: string, knownAt?: string) {
  const paging = { ...all, ...(knownAt === undefined ? {} : { knownAt }) };
  const everything = 'everything' as const;
  return {
    findings: (await listFindings(store, everything, { on }, paging, today)).items,
    bodies: (await listBodies(store, everything, { on }, paging, today)).items,
    open: (await listFindings(store, everything, { on, state: 'open' }, paging, today)).items,
    duties: (await listObligations(store, everything, { on }, paging, today)).items,
    overdue: (await listObligations(store, everything, { on, state: 'overdue' }, paging, today))
      .items,
    counts: (await listCounts(store, everything, { on, min: 1 }, paging, today)).items,
    interventions: (await listInterventions(store, everything, { to: on }, paging)).items,
    pleaders: (await listPleaders(store, { min: 1 }, paging, today)).items,
  };
}

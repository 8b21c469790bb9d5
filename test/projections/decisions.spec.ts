import { sql } from 'kysely';
import type { DecisionTables } from '../../src/projections/decisions.js';
import { stillKnown } from '../../src/projections/rows.js';
import { finding, recommendation } from '../support/office.js';
import { History, Workplace } from './history.js';

const workplace = new Workplace();
afterEach(() => workplace.clear());

/** The rows of a table that hold after a history, in the order of the key. */
async function rowsOf<T extends keyof DecisionTables>(
  history: History,
  name: T,
): Promise<readonly DecisionTables[T][]> {
  const ledger = await workplace.ledgerOf(history);
  const store = await workplace.rebuilt(ledger);
  const { rows } = await sql<DecisionTables[T]>`select * from ${sql.table(name)}
    where known_to = ${stillKnown}`.execute(store.queries);
  return rows;
}

/** A case that is reported and recommended on, and not decided yet. */
function recommended(): History {
  return new History()
    .on('C-1', 'register')
    .on('C-1', 'accept')
    .on('C-1', 'initiate')
    .on('C-1', 'file-report', { findings: [{ ...finding, grounds: ['M2-5-1', 'M1-7-3'] }] })
    .on('C-1', 'recommend');
}

describe('the rows of decisions', () => {
  it('say who was decided on by whom, on what grounds, with which methods and how heavy they are', async () => {
    const history = recommended().on('C-1', 'decide', {
      methods: ['suspension', 'circulated-criticism'],
      effectiveOn: '2015-10-01',
    });
    expect(await rowsOf(history, 'decisions')).toStrictEqual([
      {
        case_id: 'C-1',
        decision_id: 'D-1',
        kind: 'decision',
        subject_id: 's1',
        person_id: 'jia',
        organ_id: 'commission',
        event_id: history.last,
        decided_position: Number(history.position),
        on_date: '2015-09-30',
        effective_on: '2015-10-01',
        accountable: 1,
        recommended: 1,
        severity: 'minor',
        adjustment: 'none',
        methods: '["suspension","circulated-criticism"]',
        heaviest: 'suspension',
        grounds: '["M2-5-1","M1-7-3"]',
        track: 'leading-cadre',
        round: 0,
        state: 'in-force',
        changed_on: null,
        changes: '[]',
        revoked_on: null,
        revoked_by: null,
        recorded_on: '2016-01-04',
        priors: '[]',
        conducts: '[]',
        conduct_from: null,
        conduct_to: null,
        priors_required: 2,
        counts_from: '2015-02-04',
        known_from: Number(history.position),
        known_to: stillKnown,
      },
    ]);
  });

  it('say what was recommended last before the decision, in its round and on its subject', async () => {
    const not = { ...recommendation, accountable: false, methods: [] };
    const decidedNot = { accountable: false, methods: [] };
    const nothing = new History().on('C-1', 'register').on('C-1', 'decide');
    expect(await rowsOf(nothing, 'decisions')).toMatchObject([{ recommended: null }]);

    const changedMind = recommended()
      .on('C-1', 'recommend', { recommendations: [not] })
      .on('C-1', 'decide', decidedNot)
      .on('C-1', 'recommend');
    expect(await rowsOf(changedMind, 'decisions')).toMatchObject([
      { recommended: 0, accountable: 0, methods: '[]', heaviest: null },
    ]);

    const reopened = recommended()
      .on('C-1', 'decide', decidedNot)
      .on('C-1', 'close')
      .on('C-1', 'reopen')
      .on('C-1', 'decide', { on: '2015-12-05', decisionId: 'D-2' });
    expect(await rowsOf(reopened, 'decisions')).toMatchObject([
      { decision_id: 'D-1', round: 0, recommended: 1 },
      { decision_id: 'D-2', round: 1, recommended: null },
    ]);
  });

  it('keep the original effective date of a modified decision, with the methods it has now', async () => {
    const history = recommended()
      .on('C-1', 'decide')
      .on('C-1', 'correct-decision', {
        outcome: 'modified',
        changes: { methods: ['admonishing-talk'], effectiveOn: '2015-12-01' },
      });
    expect(await rowsOf(history, 'decisions')).toMatchObject([
      {
        state: 'modified',
        effective_on: '2015-09-30',
        methods: '["admonishing-talk"]',
        heaviest: 'admonishing-talk',
        changed_on: '2015-11-20',
        revoked_on: null,
      },
    ]);
  });

  it('stay when a decision is revoked or replaced, and say on which day', async () => {
    const history = recommended()
      .on('C-1', 'decide')
      .on('C-1', 'decide', { decisionId: 'D-2', on: '2015-10-10', replaces: 'D-1' })
      .on('C-1', 'correct-decision', { decisionId: 'D-2' });
    expect(await rowsOf(history, 'decisions')).toMatchObject([
      { decision_id: 'D-1', state: 'revoked', changed_on: '2015-10-10', revoked_on: '2015-10-10' },
      {
        decision_id: 'D-2',
        state: 'revoked',
        changed_on: '2015-11-20',
        revoked_on: '2015-11-20',
        revoked_by: expect.stringMatching(/^0{8}-/) as unknown,
      },
    ]);
  });

  it('hold what an appointing organ decided under the id of its event; its last word takes the place of the others', async () => {
    const history = new History()
      .on('C-1', 'register')
      .on('C-1', 'forward-proposal')
      .on('C-1', 'record-external-outcome');
    const first = history.last;
    history.on('C-1', 'record-external-outcome', {
      on: '2015-11-20',
      decidedOn: '2015-11-15',
      effectiveOn: '2015-12-01',
      accountable: false,
      methods: [],
    });
    expect(await rowsOf(history, 'decisions')).toMatchObject([
      {
        decision_id: first,
        kind: 'external',
        organ_id: 'ministry',
        on_date: '2015-10-15',
        effective_on: '2015-10-15',
        recommended: 1,
        severity: null,
        adjustment: null,
        grounds: '[]',
        state: 'revoked',
        changed_on: '2015-11-15',
        revoked_on: '2015-11-15',
      },
      {
        decision_id: history.last,
        on_date: '2015-11-15',
        effective_on: '2015-12-01',
        accountable: 0,
        state: 'in-force',
        revoked_on: null,
      },
    ]);
  });
});

describe('the rows of appeals', () => {
  const delivered = () => recommended().on('C-1', 'decide').on('C-1', 'record-delivery');

  it('say when an appeal came, to which organ, and what became of it', async () => {
    const history = delivered()
      .on('C-1', 'lodge-appeal')
      .on('C-1', 'decide-appeal')
      .on('C-1', 'lodge-appeal', { appealId: 'A-2' })
      .on('C-1', 'withdraw-appeal', { appealId: 'A-2' });
    expect(await rowsOf(history, 'appeals')).toStrictEqual([
      {
        case_id: 'C-1',
        appeal_id: 'A-1',
        decision_id: 'D-1',
        organ_id: 'commission',
        received_on: '2015-10-20',
        late: 0,
        outcome: 'upheld',
        outcome_on: '2015-11-10',
        withdrawn_on: null,
        known_from: Number(history.position) - 2,
        known_to: stillKnown,
      },
      expect.objectContaining({ appeal_id: 'A-2', outcome: null, withdrawn_on: '2015-10-22' }),
    ]);
  });

  it('call an appeal late by the letter it is against, not by the one that follows its outcome', async () => {
    const history = delivered()
      .on('C-1', 'lodge-appeal', { on: '2015-11-20' })
      .on('C-1', 'decide-appeal', {
        on: '2015-12-01',
        outcome: 'modified',
        methods: ['admonishing-talk'],
      });
    expect(await rowsOf(history, 'appeals')).toMatchObject([{ late: 1, outcome: 'modified' }]);
  });
});

// What a case of a foreign register takes to be recorded here, and why rows become nothing.
import type { Row } from '../../samples/register/foreign-register.js';
import { plannedCase, type PlannedRow } from '../../samples/register/planned-case.js';

const committee = 'House Committee on Ethics';
const house = 'House of Representatives';

type Told = readonly [date: string, body: string, text: string, ...tags: string[]];

function planned(...rows: readonly Told[]): readonly PlannedRow[] {
  const told = rows.map(([date, body, text, ...tags], at): Row => {
    return { id: `7/${String(at + 1)}`, date, body, text, tags };
  });
  return plannedCase({ number: 7, person: '900007', tags: ['ethics', 'resolved'], rows: told })
    .rows;
}

/** Acts of each row, or why it has none. */
function outcomes(...rows: readonly Told[]): readonly string[] {
  return planned(...rows).map(({ acts, why }) => why ?? acts.map(({ act }) => act).join(' '));
}

/** The body of the last act of the last row. */
function lastBody(...rows: readonly Told[]): unknown {
  return planned(...rows)
    .at(-1)
    ?.acts.at(-1)?.body;
}

describe('a case', () => {
  it('is registered by the first row that is known, as conduct of before that day', () => {
    const [row] = planned(['2014-05-06', committee, 'opened an investigation']);
    expect(row?.acts[0]).toStrictEqual({
      act: 'register',
      body: {
        id: 'R-7',
        source: 'other',
        summary: '外部登记册第 7 案（首行 7/1）；标签：ethics。',
        receivedOn: '2014-05-06',
        receivedBy: 'R-house-committee',
        conductTo: '2014-05-06',
        subjects: [{ subjectId: 'subject', kind: 'person', personId: 'M-900007' }],
        suspectedGrounds: ['M1-7-10'],
      },
    });
  });

  it('is played in the order of its days, whatever the order of the register', () => {
    expect(
      outcomes(
        ['2020-03-01', house, 'censured 200-100', 'censure'],
        ['2020-01-01', committee, 'opened an investigation'],
      ),
    ).toEqual(['register accept initiate', 'decide']);
  });

  it('is accepted and its investigation started once; more of it means more investigators', () => {
    expect(
      outcomes(
        ['2020-01-01', 'Office of Congressional Ethics', 'recommended further review'],
        ['2020-02-01', committee, 'extended the matter'],
        ['2020-03-01', committee, 'extended the matter'],
        ['2020-04-01', committee, 'established an investigative subcommittee'],
        ['2020-05-01', committee, 'expanded the inquiry'],
      ),
    ).toEqual(['register', 'accept', 'adds-nothing', 'initiate', 'assign-investigators']);
  });

  it('is declined where it was not accepted, and decided where it was', () => {
    const dismissed: Told = ['2020-03-01', committee, 'dismissed the complaint'];
    expect(outcomes(dismissed)).toEqual(['register decline']);
    expect(outcomes(['2020-02-01', committee, 'extended the matter'], dismissed)).toEqual([
      'register accept',
      'decide',
    ]);
  });

  it('is reopened where the register goes on after its end', () => {
    expect(
      outcomes(
        ['2020-01-01', committee, 'dismissed the complaint'],
        ['2020-02-01', committee, 'opened an investigation'],
        ['2020-03-01', committee, 'closed the investigation'],
        ['2020-04-01', committee, 'closed the investigation'],
        ['2020-05-01', '', 'Resigned.', 'resignation'],
        ['2020-06-01', '', 'Resigned.', 'resignation'],
      ),
    ).toEqual([
      'register decline',
      'reopen accept initiate',
      'close',
      'adds-nothing',
      'end-for-subject',
      'person-gone',
    ]);
  });
});

describe('a decision', () => {
  it('is that of the body which voted, with its meeting, and never with words of the register', () => {
    expect(
      lastBody(['2020-01-01', house, 'censured Jane Example by 200-100', 'censure']),
    ).toStrictEqual({
      on: '2020-01-01',
      organId: 'R-house',
      subjectId: 'subject',
      decisionId: 'R-7-decision-1',
      accountable: true,
      methods: ['circulated-criticism'],
      adjustment: 'none',
      reasons: '外部登记册 7/1 行：censured（标签：ethics）',
      decidedBy: [{ name: '众议院' }],
      meeting: {
        body: '众议院',
        heldOn: '2020-01-01',
        reference: '外部登记册 7/1 行：censured（标签：ethics）',
      },
      facts: '外部登记册 7/1 行：censured（标签：ethics）',
      grounds: ['M1-7-10'],
      otherConduct: '登记册标签：ethics',
      severity: 'minor',
      responsibility: 'direct',
    });
  });

  it('is one where a vote had two sanctions, and what the vote carries out is recorded', () => {
    const text = 'censured and removed Nobody from committee assignments';
    const [row] = planned(['2020-01-01', house, text, 'censure']);
    expect(row?.acts.map(({ act, body }) => [act, body['methods'] ?? body['method']])).toEqual([
      ['register', undefined],
      ['decide', ['circulated-criticism', 'transfer']],
      ['record-execution', 'transfer'],
    ]);
  });

  it('is what the committee had recommended where the chamber adopts that, and unknown without', () => {
    const adopted: Told = ['2020-02-01', house, 'adopted the committee recommendation'];
    expect(outcomes(['2020-01-01', committee, 'opened an investigation'], adopted)).toEqual([
      'register accept initiate',
      'nothing-recommended',
    ]);
    const body = lastBody(['2020-01-01', committee, 'recommended expulsion'], adopted);
    expect(body).toMatchObject({ accountable: true, methods: ['removal'], severity: 'severe' });
  });

  it('holds nobody to account where the motion failed', () => {
    const body = lastBody(['2020-02-01', house, 'tabled the expulsion resolution']);
    expect(body).toMatchObject({ accountable: false, methods: [], organId: 'R-house' });
  });
});

describe('other liability', () => {
  it('has the referral that its outcome shows, and one only', () => {
    const rows = planned(
      ['2020-01-01', '', 'Pleaded guilty.', 'plea'],
      ['2020-02-01', '', 'Pardoned by a president.'],
    );
    expect(rows.map(({ acts }) => acts.map(({ act, as, refers }) => [act, as ?? refers]))).toEqual([
      [
        ['register', undefined],
        ['refer-judicial', '7/1/judicial'],
        ['record-referral-outcome', { field: 'referralEventId', to: '7/1/judicial' }],
      ],
      [['record-referral-outcome', { field: 'referralEventId', to: '7/1/judicial' }]],
    ]);
  });

  it('is where a fine stands, which is none of the ten methods', () => {
    expect(outcomes(['2021-01-01', 'House Sergeant at Arms', 'fined Nobody', 'fined'])).toEqual([
      'register refer-discipline record-referral-outcome',
    ]);
  });
});

describe('a row becomes nothing', () => {
  it.each([
    ['2020', '', 'Convicted.', 'partial-date'],
    ['2020-03', '', 'Convicted.', 'partial-date'],
    ['1899-12-31', '', 'Convicted.', 'before-1900'],
    ['1842', '', 'Convicted.', 'before-1900'],
    ['2020-01-01', '', 'Something else.', 'free-text'],
    ['2020-01-01', '', 'Nobody lost the election.', 'no-counterpart'],
  ])('%s %s %s: %s', (date, body, text, why) => {
    expect(outcomes([date, body, text])).toEqual([why]);
  });

  it('and the case is registered by a later one', () => {
    expect(
      outcomes(
        ['2020-01-01', '', 'Nobody lost the election.'],
        ['2020-02-01', '', 'A newspaper reported allegations.'],
        ['2020-03-01', '', 'Another newspaper reported allegations.'],
      ),
    ).toEqual(['no-counterpart', 'register', 'adds-nothing']);
  });
});

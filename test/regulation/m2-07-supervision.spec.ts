import { given } from '../support/given.js';
import { upTo } from '../support/office.js';
import { headsOn } from '../../src/domain/register/entries.js';
import { act, breaks, duties, known, owed } from './the-city.js';

describe('a complaint received', () => {
  it('is taken, declined or passed on by the organ that has it, and supervision looks after the days of the policy [M2-7] [I-12]', () => {
    const registered = [act('register')];
    expect(duties('intake', registered)).toMatchObject([
      { organId: 'commission', dueOn: undefined, watchOn: '2015-10-01' },
    ]);
    expect([
      owed('intake', [...registered, act('decline')]),
      owed('intake', [...registered, act('transfer')]),
    ]).toStrictEqual([
      [{ by: 'commission', since: '2015-09-01', met: '2015-09-02' }],
      [
        { by: 'commission', since: '2015-09-01', met: '2015-09-03' },
        { by: 'organization', since: '2015-09-03', met: undefined },
      ],
    ]);
  });
});

describe('the head of a body that should have held somebody to account', () => {
  const twoHeads = known({
    organs: {
      commission: {
        kind: 'discipline-commission',
        superiorId: 'committee',
        supervisedBy: ['countyCommission'],
        heads: [
          { name: '未某', role: 'party', since: '2014-01-01' },
          { name: '申某', role: 'administrative', since: '2014-06-01' },
          { name: '酉某', role: 'party', since: '2015-10-01' },
        ],
      },
    },
  });

  it('is known for any day, Party and administrative heads both [M2-9]', () => {
    const commission = twoHeads.organs.get('commission')!;
    expect(
      ['2015-09-30', '2015-10-01'].map((on) => headsOn(commission, on).map(({ name }) => name)),
    ).toStrictEqual([
      ['未某', '申某'],
      ['酉某', '申某'],
    ]);
  });

  it('is held to account in a case of its own, which names the finding it began with [M2-9]', () => {
    given()
      .when(act('register', { source: 'other', origin: { findingId: 'S-01:D-1' } }))
      .thenRegular();
  });

  it('may be told to act by those that supervise the body, though they do not stand above it [M2-9] [M1-19]', () => {
    const directive = act('issue-directive', { organId: 'countyCommission' });
    expect([
      breaks(upTo('recommend'), directive, twoHeads),
      breaks(upTo('recommend'), directive),
    ]).toStrictEqual([[], ['directive-from-non-superior']]);
  });
});

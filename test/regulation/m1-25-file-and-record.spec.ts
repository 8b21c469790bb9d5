import { upTo } from '../support/office.js';
import { act, breaks, duties, known, notices, owed } from './the-city.js';

const ranked = (differing: object) => known({ persons: { jia: differing } });

describe('the file', () => {
  it('gets the letter from the organ that investigated and proposed, without a number of days [M1-25] [I-12]', () => {
    expect(duties('archive', upTo('issue-letter'))).toMatchObject([
      { organId: 'commission', dueOn: undefined, watchOn: '2015-10-30' },
    ]);
    const byOrganisation = upTo('decide').map((command) =>
      command.act === 'recommend' ? act('recommend', { organId: 'organization' }) : command,
    );
    expect(owed('archive', byOrganisation)).toStrictEqual([
      { by: 'organization', since: '2015-09-30', met: undefined },
    ]);
    expect(owed('archive', upTo('archive'))).toMatchObject([{ met: '2015-10-13' }]);
  });

  it('is kept by the organ that the register names; filing elsewhere is worth a look [M1-25]', () => {
    const kept = ranked({ fileKeeperOrganId: 'personnel' });
    expect([
      notices(upTo('record-delivery'), act('archive'), kept),
      notices(upTo('record-delivery'), act('archive', { keeperOrganId: 'personnel' }), kept),
      notices(upTo('record-delivery'), act('archive')),
    ]).toStrictEqual([['filed-with-other-keeper'], [], []]);
  });
});

describe('the report for the record', () => {
  it('goes to discipline inspection and to organisation or personnel, each by itself [M1-25]', () => {
    const reported = [
      ...upTo('archive'),
      act('report-for-record', { toOrganId: 'personnel', on: '2015-10-14' }),
    ];
    expect(owed('report-for-record', reported)).toStrictEqual([
      { by: 'commission', since: '2015-09-30', met: undefined },
      { by: 'commission', since: '2015-09-30', met: '2015-10-14' },
    ]);
    expect(
      breaks(upTo('archive'), act('report-for-record', { toOrganId: 'bureau' })),
    ).toStrictEqual(['reported-to-other-organ']);
  });

  it('goes to a superior: whoever reports to itself has told nobody [M1-25]', () => {
    const toItself = act('report-for-record', { toOrganId: 'commission' });
    expect(breaks(upTo('archive'), toItself)).toStrictEqual(['reported-to-other-organ']);
    expect(owed('report-for-record', [...upTo('archive'), toItself])).toStrictEqual([
      { by: 'commission', since: '2015-09-30', met: undefined },
      { by: 'commission', since: '2015-09-30', met: undefined },
    ]);
  });

  it('is made of whoever has the rank of 副科级 or what counts as it, on the day of the decision [M1-25]', () => {
    const owedFor = (differing: object) =>
      duties('report-for-record', upTo('decide'), ranked(differing)).length;
    expect([
      owedFor({ rank: 'section-member' }),
      owedFor({ rank: 'deputy-section' }),
      owedFor({ rank: 'none', rankEquivalent: 'section' }),
      owedFor({ rank: 'section-member', changes: [{ since: '2015-10-01', rank: 'county' }] }),
      owedFor({ rank: 'section-member', changes: [{ since: '2015-09-30', rank: 'county' }] }),
    ]).toStrictEqual([0, 2, 2, 0, 2]);
  });
});

import { given } from '../support/given.js';
import { upTo } from '../support/office.js';
import {
  act,
  breaks,
  duties,
  eventIdAt,
  known,
  meeting,
  owed,
  recommendedWith,
} from './the-city.js';

const recommended = upTo('recommend');

describe('cadre-management authority', () => {
  it('is that of the managing organ and of those of its level below it, of the kinds the track names: the city does not decide on the county’s cadre, nor the county or a department on the city’s [M1-19] [M1-20]', () => {
    const ofCounty = known({ persons: { jia: { managedBy: 'county' } } });
    expect([
      breaks(recommended, act('decide'), ofCounty),
      breaks(recommended, act('decide', { organId: 'countyCommission' }), ofCounty),
      breaks(recommended, act('decide', { organId: 'bureau' })),
      breaks(recommended, act('decide', { organId: 'countyCommission' })),
    ]).toStrictEqual([
      ['organ-without-authority'],
      [],
      ['organ-without-authority'],
      ['organ-without-authority'],
    ]);
  });

  it('is that of one level: of whom the government manages, the commission of its Party committee decides, and the committee itself [M1-19] [I-42]', () => {
    const ofGovernment = known({ persons: { jia: { managedBy: 'government' } } });
    const removal = { methods: ['removal' as const], severity: 'severe' as const, meeting };
    const severityReasons = '群众反映和影响各有虚构材料。';
    expect([
      breaks(recommended, act('decide'), ofGovernment),
      breaks(
        recommended,
        act('decide', { ...removal, severityReasons, organId: 'committee' }),
        ofGovernment,
      ),
      breaks(
        recommended,
        act('decide', { ...removal, severityReasons, organId: 'government' }),
        ofGovernment,
      ),
    ]).toStrictEqual([[], [], []]);
  });

  it('follows who manages the person on the day of the decision [M1-19] [I-42]', () => {
    const movedOn = (since: string) =>
      known({ persons: { jia: { changes: [{ since, managedBy: 'county' }] } } });
    expect([
      breaks(recommended, act('decide'), movedOn('2015-09-30')),
      breaks(recommended, act('decide'), movedOn('2015-10-01')),
    ]).toStrictEqual([['organ-without-authority'], []]);
  });

  it('over somebody seconded stays with the organ that sent him, wherever he works [M1-19] [I-48]', () => {
    const seconded = known({
      persons: { jia: { managedBy: 'county', organId: 'bureau', post: '挂职副局长' } },
    });
    expect([
      breaks(recommended, act('decide', { organId: 'commission' }), seconded),
      breaks(recommended, act('decide', { organId: 'countyCommission' }), seconded),
    ]).toStrictEqual([['organ-without-authority'], []]);
  });
});

describe('a directive of a superior organ', () => {
  const directed = [...recommended, act('issue-directive')];
  const directiveId = eventIdAt(recommended.length);

  it('comes from an organ above, in the tree or by supervision [M1-19]', () => {
    const from = (organId: string, toOrganId: string) =>
      breaks(recommended, act('issue-directive', { organId, toOrganId }));
    const supervised = known({ organs: { bureau: { supervisedBy: ['personnel'] } } });
    expect([
      from('committee', 'countyCommission'),
      from('countyCommission', 'commission'),
      breaks(
        recommended,
        act('issue-directive', { organId: 'personnel', toOrganId: 'bureau' }),
        supervised,
      ),
    ]).toStrictEqual([[], ['directive-from-non-superior'], []]);
  });

  it('is owed an answer by its own date [M1-19] [I-37]', () => {
    expect(duties('directive', directed)).toMatchObject([
      { organId: 'commission', dueOn: '2015-10-31', watchOn: undefined, met: undefined },
    ]);
  });

  it('is answered by a decision on the subject, or by a refusal with reasons [M1-19] [I-37]', () => {
    const refusal = act('refuse-directive', { directiveId });
    expect([
      owed('directive', [...directed, act('decide')]),
      owed('directive', [...directed, refusal]),
    ]).toStrictEqual([
      [{ by: 'commission', since: '2015-09-19', met: '2015-09-30' }],
      [{ by: 'commission', since: '2015-09-19', met: '2015-09-25' }],
    ]);
    given(...directed, refusal)
      .when(act('decide'))
      .thenRegular();
  });

  it('is refused by the organ that was directed, and by no other [M1-19]', () => {
    given(...directed)
      .when(act('refuse-directive', { directiveId, organId: 'organization' }))
      .thenImpossible('organId');
  });

  it('follows the case that is transferred, or goes back with it [M1-19]', () => {
    const transferred = (directives: 'follow' | 'return') => [
      ...directed,
      act('transfer', { on: '2015-09-24', directives }),
    ];
    expect([
      owed('directive', transferred('follow')),
      owed('directive', transferred('return')),
    ]).toStrictEqual([
      [{ by: 'organization', since: '2015-09-19', met: undefined }],
      [{ by: 'commission', since: '2015-09-19', met: '2015-09-24' }],
    ]);
  });
});

describe('a team', () => {
  it('is managed by the organ above its own [M1-19] [M1-20]', () => {
    const county = known({ organs: { countyBureau: { superiorId: 'county' } } });
    const ofTeam = recommendedWith({
      registered: { subjects: [{ subjectId: 's1', kind: 'team', organId: 'countyBureau' }] },
    });
    expect([
      breaks(ofTeam, act('decide'), county),
      breaks(ofTeam, act('decide', { organId: 'countyCommission' }), county),
    ]).toStrictEqual([['organ-without-authority'], []]);
  });
});

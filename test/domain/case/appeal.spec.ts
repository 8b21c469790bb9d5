import { caseAfter, given, refusedAt, understood } from '../../support/given.js';
import {
  act,
  acts,
  before,
  facts,
  finding,
  recommendation,
  upTo,
  upToWithout,
} from '../../support/office.js';

describe('lodging an appeal', () => {
  const delivered = given(...before('lodge-appeal'));

  it('records it with the last day it could come on', () => {
    delivered.when(act('lodge-appeal')).then({
      type: 'AppealLodged',
      data: { ...acts['lodge-appeal'], late: false, appealUntil: '2015-10-27' },
    });
  });

  it('is in time on the fifteenth day, and late, though recorded, on the day after', () => {
    delivered.when(act('lodge-appeal', { on: '2015-10-27' })).then({
      type: 'AppealLodged',
      data: { ...acts['lodge-appeal'], on: '2015-10-27', late: false, appealUntil: '2015-10-27' },
    });
    delivered.when(act('lodge-appeal', { on: '2015-10-28' })).then({
      type: 'AppealLodged',
      data: { ...acts['lodge-appeal'], on: '2015-10-28', late: true, appealUntil: '2015-10-27' },
    });
  });

  it('is in time where it was posted by the last day', () => {
    const posted = { on: '2015-10-30', sentOn: '2015-10-27' };
    delivered.when(act('lodge-appeal', posted)).then({
      type: 'AppealLodged',
      data: { ...acts['lodge-appeal'], ...posted, late: false, appealUntil: '2015-10-27' },
    });
  });

  it('is always in time before delivery, also when the letter came back', () => {
    const expected = {
      type: 'AppealLodged' as const,
      data: { ...acts['lodge-appeal'], on: '2016-06-01', late: false },
    };
    given(...upTo('issue-letter'))
      .when(act('lodge-appeal', { on: '2016-06-01' }))
      .then(expected);
    given(...upTo('issue-letter'), act('record-delivery', { result: 'returned' }))
      .when(act('lodge-appeal', { on: '2016-06-01' }))
      .then(expected);
    given(...upTo('issue-letter'), act('record-delivery', { recipient: 'unit' }))
      .when(act('lodge-appeal', { on: '2016-06-01' }))
      .then(expected);
  });

  it('counts from the first delivery, whatever comes later', () => {
    given(...upTo('record-delivery'), act('record-delivery', { on: '2015-10-20' }))
      .when(act('lodge-appeal'))
      .then({
        type: 'AppealLodged',
        data: { ...acts['lodge-appeal'], late: false, appealUntil: '2015-10-27' },
      });
  });

  it('has a provisional last day where the rest days of the year are not known', () => {
    const lodged = { on: '2027-01-04' };
    given(...upTo('issue-letter'), act('record-delivery', { on: '2026-12-28' }))
      .when(act('lodge-appeal', lodged), facts({ today: '2027-12-31' }))
      .then({
        type: 'AppealLodged',
        data: {
          ...acts['lodge-appeal'],
          ...lodged,
          late: false,
          appealUntil: '2027-01-12',
          provisional: true,
        },
      });
  });

  it('is possible on a closed case', () => {
    given(...upTo('record-delivery'), act('close'))
      .when(act('lodge-appeal'))
      .thenRegular();
  });

  it('refuses an id in use, a decision that is not there or holds nobody to account, a day to come', () => {
    given(...upTo('lodge-appeal'))
      .when(act('lodge-appeal'))
      .thenImpossible('appealId');
    delivered
      .when(act('lodge-appeal', { decisionId: 'D-9' }))
      .thenUnknown('decision', 'decisionId');
    given(...upTo('recommend'), act('decide', { accountable: false, methods: [] }))
      .when(act('lodge-appeal'))
      .thenImpossible('decisionId');
    delivered.when(act('lodge-appeal'), facts({ today: '2015-10-19' })).thenImpossible('on');
    delivered.when(act('lodge-appeal', { sentOn: '2017-01-01' })).thenImpossible('sentOn');
  });

  it('takes a bare name for the subject itself', () => {
    expect(understood('lodge-appeal', { lodgedBy: '甲某' })).toStrictEqual(acts['lodge-appeal']);
  });

  it('does not let in a lateness typed in, nor an unknown capacity', () => {
    expect(refusedAt('lodge-appeal', { late: false })).toStrictEqual(['late']);
    expect(
      refusedAt('lodge-appeal', { lodgedBy: { name: '甲某', capacity: 'friend' } }),
    ).toHaveLength(1);
  });
});

describe('assigning who handles the appeal', () => {
  const lodged = given(...upTo('lodge-appeal'));
  const handledBy = (personId: string) =>
    act('assign-appeal-handler', { handlers: [{ personId, name: '某人' }] });

  it('records the handlers', () => {
    lodged
      .when(act('assign-appeal-handler'))
      .then({ type: 'AppealHandlersAssigned', data: acts['assign-appeal-handler'] });
  });

  it('is irregular where an investigator handles it, also a recused or a later one', () => {
    lodged.when(handledBy('inv-1')).thenIrregular('appeal-handler-not-independent');
    given(...upTo('lodge-appeal'), act('recuse-investigator'))
      .when(handledBy('inv-1'))
      .thenIrregular('appeal-handler-not-independent');
    given(...upTo('initiate'), act('assign-investigators'), ...upTo('lodge-appeal').slice(3))
      .when(handledBy('inv-2'))
      .thenIrregular('appeal-handler-not-independent');
  });

  it('is irregular where an author of the report or whoever approved the start handles it', () => {
    const approvedBy = { organId: 'bureau', personId: 'chief', name: '癸某' };
    const history = [
      ...upTo('accept'),
      act('initiate', { approvedBy }),
      act('file-report', { authors: [{ personId: 'author-1', name: '子某' }] }),
      ...upTo('lodge-appeal').slice(5),
    ];
    given(...history)
      .when(handledBy('author-1'))
      .thenIrregular('appeal-handler-not-independent');
    given(...history)
      .when(handledBy('chief'))
      .thenIrregular('appeal-handler-not-independent');
    given(...history)
      .when(handledBy('other-1'))
      .thenRegular();
  });

  it('is irregular where one of several is not independent', () => {
    const handlers = [
      { personId: 'other-1', name: '庚某' },
      { personId: 'inv-1', name: '丙某' },
    ];
    lodged
      .when(act('assign-appeal-handler', { handlers }))
      .thenIrregular('appeal-handler-not-independent');
  });

  it('refuses an appeal that is not there, and one that is decided', () => {
    lodged
      .when(act('assign-appeal-handler', { appealId: 'A-9' }))
      .thenUnknown('appeal', 'appealId');
    given(...upTo('decide-appeal'))
      .when(act('assign-appeal-handler'))
      .thenImpossible('appealId');
  });

  it('does not let in a handler without an id: nobody could tell who it is', () => {
    expect(refusedAt('assign-appeal-handler', { handlers: [{ name: '庚某' }] })).toStrictEqual([
      'handlers.0.personId',
    ]);
  });
});

describe('deciding the appeal', () => {
  const handled = given(...before('decide-appeal'));
  const modified = (changed: Parameters<typeof act<'decide-appeal'>>[1]) =>
    act('decide-appeal', { outcome: 'modified', ...changed });

  it('records the outcome', () => {
    handled.when(act('decide-appeal')).then({ type: 'AppealDecided', data: acts['decide-appeal'] });
  });

  it.each(['upheld', 'revoked', 'not-admitted'] as const)('can be %s', (outcome) => {
    handled.when(act('decide-appeal', { outcome })).thenRegular();
  });

  it('is irregular where nobody was assigned to it', () => {
    given(...upTo('lodge-appeal'))
      .when(act('decide-appeal'))
      .thenIrregular('appeal-decided-without-handler');
  });

  it('is in time on the thirtieth day, and late on the day after', () => {
    handled.when(act('decide-appeal', { on: '2015-11-19' })).thenRegular();
    handled.when(act('decide-appeal', { on: '2015-11-20' })).thenIrregular('appeal-decided-late');
  });

  it('may make the decision lighter, by methods or by anything else', () => {
    handled.when(modified({ methods: ['admonishing-talk'] })).thenRegular();
    handled.when(modified({ changes: { methods: ['admonishing-talk'] } })).thenRegular();
    handled
      .when(modified({ changes: { severity: 'minor', facts: '只拖延一个月。' } }))
      .thenRegular();
  });

  it('is irregular where it makes the decision heavier', () => {
    handled
      .when(modified({ methods: ['suspension'] }))
      .thenIrregular(
        'heavier-on-appeal',
        'heavier-than-frame',
        'no-collective-meeting',
        'organ-without-authority',
      );
    handled
      .when(modified({ changes: { methods: ['circulated-criticism', 'admonishing-talk'] } }))
      .thenIrregular('heavier-on-appeal');
  });

  it('may replace the heaviest method by several lighter ones', () => {
    handled
      .when(modified({ methods: ['admonishing-talk', 'written-self-criticism'] }))
      .thenRegular();
  });

  it('refuses to decide twice', () => {
    given(...upTo('decide-appeal'))
      .when(act('decide-appeal'))
      .thenImpossible('appealId');
  });

  it('refuses to change a decision that is revoked, but answers the appeal', () => {
    const again = [
      ...before('decide-appeal'),
      act('decide', { on: '2015-11-01', decisionId: 'D-2', replaces: 'D-1' }),
    ];
    given(...again)
      .when(act('decide-appeal', { outcome: 'revoked' }))
      .thenImpossible('outcome');
    given(...again)
      .when(modified({ methods: ['admonishing-talk'] }))
      .thenImpossible('outcome');
    given(...again)
      .when(act('decide-appeal'))
      .thenRegular();
  });

  it('refuses an unknown appeal, an unknown organ, and days to come', () => {
    handled.when(act('decide-appeal', { appealId: 'A-9' })).thenUnknown('appeal', 'appealId');
    handled.when(act('decide-appeal', { organId: 'nowhere' })).thenUnknown('organ', 'organId');
    handled.when(act('decide-appeal'), facts({ today: '2015-11-09' })).thenImpossible('on');
    const meeting = { body: '虚构市委常委会', heldOn: '2017-01-01', reference: '第1号' };
    handled.when(act('decide-appeal', { meeting })).thenImpossible('meeting.heldOn');
  });

  it('refuses for a team a method that only a person can receive', () => {
    const ofTeam = [
      act('register', { subjects: [{ subjectId: 't1', kind: 'team', organId: 'bureau' }] }),
      ...upTo('initiate').slice(1),
      act('file-report', { findings: [{ ...finding, subjectId: 't1' }] }),
      act('recommend', { recommendations: [{ ...recommendation, subjectId: 't1' }] }),
      act('decide', { subjectId: 't1' }),
      act('lodge-appeal'),
      act('assign-appeal-handler'),
    ];
    given(...ofTeam)
      .when(modified({ methods: ['removal'] }))
      .thenImpossible('methods');
    given(...ofTeam)
      .when(modified({ changes: { methods: ['removal'] } }))
      .thenImpossible('changes.methods');
  });

  it.each<[string, Record<string, unknown>, string[]]>([
    ['a modification that changes nothing', { outcome: 'modified' }, ['changes']],
    ['changes where the decision is upheld', { changes: { severity: 'minor' } }, ['changes']],
    [
      'methods where the decision is revoked',
      { outcome: 'revoked', methods: ['removal'] },
      ['changes'],
    ],
    [
      'the methods twice',
      { outcome: 'modified', methods: ['removal'], changes: { methods: ['removal'] } },
      ['changes.methods'],
    ],
    ['a modification to no method', { outcome: 'modified', methods: [] }, ['methods']],
    ['an unknown outcome', { outcome: 'postponed' }, ['outcome']],
    [
      'an unknown change',
      { outcome: 'modified', changes: { accountable: false } },
      ['changes.accountable'],
    ],
  ])('does not let in %s', (_, changed, paths) => {
    expect(refusedAt('decide-appeal', changed)).toStrictEqual(paths);
  });
});

describe('telling the outcome of the appeal', () => {
  const decided = given(...upTo('decide-appeal'));

  it('records whom and how', () => {
    decided
      .when(act('notify-appeal-outcome'))
      .then({ type: 'AppealOutcomeNotified', data: acts['notify-appeal-outcome'] });
  });

  it('is recorded for each of the two, and again as often as it is done', () => {
    given(...upTo('notify-appeal-outcome'))
      .when(act('notify-appeal-outcome'))
      .thenRegular();
    given(...upTo('notify-appeal-outcome'))
      .when(act('notify-appeal-outcome', { recipient: 'unit' }))
      .thenRegular();
  });

  it('refuses an appeal that is not decided, or not there', () => {
    given(...upTo('assign-appeal-handler'))
      .when(act('notify-appeal-outcome'))
      .thenImpossible('appealId');
    decided
      .when(act('notify-appeal-outcome', { appealId: 'A-9' }))
      .thenUnknown('appeal', 'appealId');
  });
});

describe('appeals against several decisions of one case', () => {
  const history = [
    act('register', {
      subjects: [...acts.register.subjects, { subjectId: 's2', kind: 'person', personId: 'yi' }],
    }),
    ...upToWithout('initiate', 'register'),
    act('file-report', { findings: [finding, { ...finding, subjectId: 's2' }] }),
    act('recommend', { recommendations: [recommendation, { ...recommendation, subjectId: 's2' }] }),
    act('decide'),
    act('decide', { decisionId: 'D-2', subjectId: 's2', methods: ['admonishing-talk'] }),
    act('issue-letter'),
    act('issue-letter', { decisionId: 'D-2', letterId: 'L-2' }),
    act('record-delivery', { on: '2015-10-08' }),
    act('record-delivery', { on: '2015-10-14', decisionId: 'D-2' }),
  ];
  const second = act('lodge-appeal', { on: '2015-10-26', decisionId: 'D-2', appealId: 'A-2' });

  it('have clocks of their own', () => {
    const { appeals } = caseAfter(...history, act('lodge-appeal', { on: '2015-10-26' }), second);
    expect(
      appeals.map(({ appealId, appealUntil, late }) => [appealId, appealUntil, late]),
    ).toStrictEqual([
      ['A-1', '2015-10-23', true],
      ['A-2', '2015-10-29', false],
    ]);
  });

  it('change only the decision they are against', () => {
    const { decisions } = caseAfter(
      ...history,
      act('lodge-appeal'),
      second,
      act('decide-appeal', { appealId: 'A-2', outcome: 'revoked' }),
    );
    expect(decisions.map(({ decisionId, state }) => [decisionId, state])).toStrictEqual([
      ['D-1', 'in-force'],
      ['D-2', 'revoked'],
    ]);
  });
});

// Directives (M1 Art. 19), approvals (Art. 22), proposals and their outcomes (Art. 2), referrals
// (Art. 4), and who is told.
import type { CaseCommand } from '../../../src/domain/case/acts.js';
import { phaseOf } from '../../../src/domain/case/state.js';
import { caseAfter, given, refusedAt, understood } from '../../support/given.js';
import { act, acts, eventIdAt, facts, organs, upTo } from '../../support/office.js';

describe('issuing a directive', () => {
  const recommended = given(...upTo('recommend'));

  it('records who orders whom to do what by when', () => {
    recommended
      .when(act('issue-directive'))
      .then({ type: 'DirectiveIssued', data: acts['issue-directive'] });
    expect(caseAfter(...upTo('recommend'), act('issue-directive')).directives).toMatchObject([
      { addressee: 'commission', dueOn: '2015-10-31' },
    ]);
  });

  it('comes from an organ above, or from one that supervises', () => {
    recommended
      .when(act('issue-directive', { organId: 'organization' }))
      .thenIrregular('directive-from-non-superior');
    const supervised = {
      ...facts(),
      organs: new Map(
        Object.entries({
          ...organs,
          commission: { ...organs.commission, supervisedBy: ['organization'] },
        }),
      ),
    };
    recommended.when(act('issue-directive', { organId: 'organization' }), supervised).thenRegular();
  });

  it('may be due on a day to come', () => {
    recommended.when(act('issue-directive', { dueOn: '2018-01-01' })).thenRegular();
    expect(refusedAt('issue-directive', { dueOn: '2015-09-18' })).toStrictEqual(['dueOn']);
    expect(refusedAt('issue-directive', { organId: 'commission' })).toStrictEqual(['toOrganId']);
  });

  it('refuses what is not there, and a day to come', () => {
    recommended
      .when(act('issue-directive', { organId: 'nowhere' }))
      .thenUnknown('organ', 'organId');
    recommended
      .when(act('issue-directive', { toOrganId: 'nowhere' }))
      .thenUnknown('organ', 'toOrganId');
    recommended.when(act('issue-directive', { subjectId: 's9' })).thenImpossible('subjectId');
    recommended.when(act('issue-directive'), facts({ today: '2015-09-18' })).thenImpossible('on');
  });
});

describe('refusing a directive', () => {
  const history = [...upTo('recommend'), act('issue-directive')];
  const directiveId = eventIdAt(history.length - 1);
  const refused = (changed: object = {}) => act('refuse-directive', { directiveId, ...changed });

  it('is recorded with its reasons, by the organ that was directed alone', () => {
    given(...history)
      .when(refused())
      .then({
        type: 'DirectiveRefused',
        data: { ...acts['refuse-directive'], directiveId },
      });
    given(...history)
      .when(refused({ organId: 'organization' }))
      .thenImpossible('organId');
  });

  it('says nothing new in the same words, and refuses other words', () => {
    given(...history, refused())
      .when(refused())
      .thenNothing();
    given(...history, refused())
      .when(refused({ reasons: '另有原因。' }))
      .thenImpossible('directiveId');
  });

  it('is irregular on a day before the directive', () => {
    given(...history)
      .when(refused({ on: '2015-09-18' }))
      .thenIrregular('out-of-order');
  });

  it('refuses what is no directive of the case', () => {
    given(...history)
      .when(act('refuse-directive', { directiveId: eventIdAt(0) }))
      .thenImpossible('directiveId');
  });

  it('is for the new organ where the directive follows a transfer, and for nobody where it returns', () => {
    const handedOn = (directives?: 'follow' | 'return') => [
      ...history,
      act('transfer', { on: '2015-09-20', ...(directives ? { directives } : {}) }),
    ];
    given(...handedOn('follow'))
      .when(refused({ organId: 'organization' }))
      .thenRegular();
    given(...handedOn('follow'))
      .when(refused())
      .thenImpossible('organId');
    given(...handedOn('return'))
      .when(refused())
      .thenImpossible('directiveId');
    given(...handedOn())
      .when(refused())
      .thenRegular();
  });

  it('is not for the new organ of another subject', () => {
    const two = act('register', {
      subjects: [...acts.register.subjects, { subjectId: 's2', kind: 'person', personId: 'yi' }],
    });
    const partly = act('transfer', { subjectIds: ['s2'], directives: 'follow' });
    given(two, ...history.slice(1), partly)
      .when(refused())
      .thenRegular();
  });
});

describe('recording an approval', () => {
  const recommended = given(...upTo('recommend'));

  it('is an approval unless told otherwise', () => {
    recommended
      .when(act('record-approval'))
      .then({ type: 'PeerApprovalRecorded', data: acts['record-approval'] });
    expect(understood('record-approval', { outcome: undefined })).toStrictEqual(
      acts['record-approval'],
    );
  });

  it('names methods where it approves, and not where it refuses', () => {
    recommended.when(act('record-approval', { methods: ['suspension'] })).thenRegular();
    expect(
      refusedAt('record-approval', { outcome: 'refused', methods: ['suspension'] }),
    ).toStrictEqual(['methods']);
  });

  it('refuses what is not there, and for a team what only a person can receive', () => {
    recommended
      .when(act('record-approval', { organId: 'nowhere' }))
      .thenUnknown('organ', 'organId');
    recommended.when(act('record-approval', { subjectId: 's9' })).thenImpossible('subjectId');
    given(act('register', { subjects: [{ subjectId: 't1', kind: 'team', organId: 'bureau' }] }))
      .when(act('record-approval', { subjectId: 't1', methods: ['removal'] }))
      .thenImpossible('methods');
  });
});

describe('somebody on whom the city can only propose', () => {
  const history: readonly CaseCommand[] = [
    act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'stationed' }] }),
    act('accept', { track: 'proposal-only' }),
    ...upTo('recommend').slice(2),
  ];
  const proposed = [...history, act('forward-proposal')];

  it('is proposed to the organ that appoints', () => {
    given(...history)
      .when(act('forward-proposal'))
      .then({ type: 'ProposalForwarded', data: acts['forward-proposal'] });
  });

  it('has an outcome that comes back, with the day it was decided', () => {
    given(...proposed)
      .when(act('record-external-outcome'))
      .then({ type: 'ExternalOutcomeRecorded', data: acts['record-external-outcome'] });
    expect(phaseOf(caseAfter(...proposed, act('record-external-outcome')))).toBe('decided');
    given(...proposed)
      .when(act('record-external-outcome', { accountable: false, methods: [] }))
      .thenRegular();
  });

  it('is decided on once, by decision or by outcome', () => {
    // The appointing organ may revise what it said: its last word counts.
    given(...proposed, act('record-external-outcome'))
      .when(act('record-external-outcome', { on: '2015-10-21' }))
      .thenRegular();
    given(...proposed, act('decide', { organId: 'ministry' }))
      .when(act('record-external-outcome'))
      .thenIrregular('second-decision');
    given(...proposed, act('record-external-outcome'))
      .when(act('decide', { organId: 'ministry' }))
      .thenIrregular('second-decision');
    given(...proposed, act('decide', { organId: 'ministry' }), act('correct-decision'))
      .when(act('record-external-outcome'))
      .thenRegular();
  });

  it('refuses days to come, and an outcome known before it was decided', () => {
    given(...proposed)
      .when(act('record-external-outcome'), facts({ today: '2015-10-19' }))
      .thenImpossible('on');
    given(...proposed)
      .when(
        act('record-external-outcome', { on: '2015-10-10', decidedOn: '2015-10-15' }),
        facts({ today: '2015-10-12' }),
      )
      .thenImpossible('decidedOn');
    expect(refusedAt('record-external-outcome', { decidedOn: '2015-10-21' })).toStrictEqual([
      'decidedOn',
    ]);
    expect(refusedAt('record-external-outcome', { accountable: false })).toStrictEqual(['methods']);
    expect(refusedAt('forward-proposal', { methods: [] })).toStrictEqual(['methods']);
  });

  it('refuses organs and subjects that are not there', () => {
    const when = given(...history);
    when.when(act('forward-proposal', { toOrganId: 'nowhere' })).thenUnknown('organ', 'toOrganId');
    when.when(act('forward-proposal', { organId: 'nowhere' })).thenUnknown('organ', 'organId');
    when.when(act('forward-proposal', { subjectId: 's9' })).thenImpossible('subjectId');
    when
      .when(act('record-external-outcome', { organId: 'nowhere' }))
      .thenUnknown('organ', 'organId');
    when.when(act('record-external-outcome', { subjectId: 's9' })).thenImpossible('subjectId');
  });
});

describe('referring', () => {
  it.each([
    ['refer-discipline', 'DisciplineReferred', 'discipline'],
    ['refer-judicial', 'JudicialReferred', 'judicial'],
  ] as const)('%s hands over, and its outcome comes back', (name, type, kind) => {
    const history = [...upTo('recommend'), act(name)];
    const referralEventId = eventIdAt(history.length - 1);
    const outcome = act('record-referral-outcome', { referralEventId });
    given(...upTo('recommend'))
      .when(act(name))
      .then({ type, data: acts[name] });
    given(...history)
      .when(outcome)
      .then({ type: 'ReferralOutcomeRecorded', data: outcome.body });
    expect(caseAfter(...history, outcome).referrals).toMatchObject([
      { kind, outcome: { outcome: '给予警告处分。' } },
    ]);
    given(...history, outcome)
      .when(outcome)
      .thenNothing();
    given(...history)
      .when(act('record-referral-outcome', { referralEventId, on: '2015-09-21' }))
      .thenIrregular('out-of-order');
  });

  it('refuses what is not there', () => {
    const recommended = given(...upTo('recommend'));
    recommended
      .when(act('refer-judicial', { toOrganId: 'nowhere' }))
      .thenUnknown('organ', 'toOrganId');
    recommended.when(act('refer-discipline', { subjectId: 's9' })).thenImpossible('subjectId');
    recommended.when(act('record-referral-outcome')).thenImpossible('referralEventId');
  });
});

describe('telling somebody', () => {
  it('records whom, of what and how, as often as it is done', () => {
    given(...upTo('decide'), act('notify'))
      .when(act('notify'))
      .then({ type: 'PartyNotified', data: acts.notify });
  });

  it('tells a reporter where there is one, also what became of a declined case', () => {
    const told = act('notify', { recipient: 'reporter', about: 'decline' });
    given(act('register', { reporter: { mode: 'anonymous' } }), act('decline'))
      .when(told)
      .thenRegular();
    given(act('register'), act('decline')).when(told).thenImpossible('recipient');
  });

  it('tells a pleader that the pleading is on record, where somebody pleaded', () => {
    const told = act('notify', { recipient: 'pleader', about: 'record' });
    given(...upTo('initiate'), act('record-intervention'))
      .when(told)
      .thenRegular();
    given(...upTo('initiate'))
      .when(told)
      .thenImpossible('recipient');
  });

  it('does not let in an unknown recipient or matter', () => {
    expect(refusedAt('notify', { recipient: 'press' })).toStrictEqual(['recipient']);
    expect(refusedAt('notify', { about: 'rumour' })).toStrictEqual(['about']);
  });
});

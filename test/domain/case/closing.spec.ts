import type { CaseCommand } from '../../../src/domain/case/acts.js';
import { given } from '../../support/given.js';
import {
  act,
  acts,
  before,
  eventIdAt,
  facts,
  finding,
  recommendation,
  upTo,
} from '../../support/office.js';

describe('closing a case', () => {
  it('records the reasons, once all that is owed is done', () => {
    given(...before('close'))
      .when(act('close'))
      .then({ type: 'CaseClosed', data: acts.close });
  });

  it('is irregular in whatever phase something is still owed, and recorded all the same', () => {
    given(act('register')).when(act('close')).thenIrregular('closed-with-open-duties');
    given(...upTo('decide'))
      .when(act('close'))
      .thenIrregular('closed-with-open-duties');
  });

  it('says nothing new when it is closed again in the same words', () => {
    given(...upTo('close'))
      .when(act('close'))
      .thenNothing();
  });

  it('refuses to close again in other words', () => {
    given(...upTo('close'))
      .when(act('close', { reasons: '另有原因。' }))
      .thenImpossible('');
  });

  it('refuses a day to come', () => {
    given(...upTo('decide'))
      .when(act('close'), facts({ today: '2015-11-29' }))
      .thenImpossible('on');
  });
});

describe('a closed case', () => {
  const closed = given(...upTo('lodge-appeal'), act('close'));
  const stillOpen: readonly CaseCommand[] = [
    act('evidence'),
    act('record-intervention'),
    act('issue-letter', { letterId: 'L-2' }),
    act('record-delivery'),
    act('archive'),
    act('report-for-record'),
    act('publish'),
    act('record-execution'),
    act('end-for-subject'),
    act('record-follow-up'),
    act('declare-conflict'),
    act('declare-interventions'),
    act('record-approval'),
    act('lodge-appeal', { appealId: 'A-2' }),
    act('withdraw-appeal'),
    act('assign-appeal-handler'),
    act('correct-decision'),
    act('correct-record'),
    act('void-record', { eventId: eventIdAt(5) }),
    act('refer-discipline'),
    act('refer-judicial'),
    act('notify'),
    act('reopen'),
  ];
  const needsReopening: readonly CaseCommand[] = [
    act('accept'),
    act('decline'),
    act('transfer'),
    act('initiate'),
    act('assign-investigators'),
    act('recuse-investigator'),
    act('file-report'),
    act('hear-subject'),
    act('recommend'),
    act('add-subject'),
    act('identify-subject'),
    act('issue-directive'),
    act('forward-proposal'),
    act('decide', { decisionId: 'D-2' }),
  ];

  it.each(stillOpen.map((command) => [command.act, command] as const))(
    'still takes: %s',
    (_, command) => {
      closed.when(command).thenRegular();
    },
  );

  it('still takes the answers of other organs: to a directive, a proposal, a referral', () => {
    const directed = [...upTo('recommend'), act('issue-directive')];
    given(...directed, act('close'))
      .when(act('refuse-directive', { directiveId: eventIdAt(directed.length - 1) }))
      .thenRegular();
    const referred = [...upTo('recommend'), act('refer-judicial')];
    given(...referred, act('close'))
      .when(act('record-referral-outcome', { referralEventId: eventIdAt(referred.length - 1) }))
      .thenRegular();
    const stationed = { subjectId: 's1', kind: 'person' as const, personId: 'stationed' };
    given(
      act('register', { subjects: [stationed] }),
      act('accept', { track: 'proposal-only' }),
      act('forward-proposal'),
      act('close'),
    )
      .when(act('record-external-outcome'))
      .thenRegular();
  });

  it('still takes the outcome of an appeal and its notice', () => {
    const handled = [...upTo('assign-appeal-handler'), act('close')];
    given(...handled)
      .when(act('decide-appeal'))
      .thenRegular();
    given(...handled, act('decide-appeal'))
      .when(act('notify-appeal-outcome'))
      .thenRegular();
  });

  it.each(needsReopening.map((command) => [command.act, command] as const))(
    'has to be reopened first for: %s',
    (_, command) => {
      closed.when(command).thenImpossible('');
    },
  );
});

describe('a case that was reopened', () => {
  const reopened = given(...upTo('reopen'));

  it.each([
    act('transfer'),
    act('initiate'),
    act('assign-investigators'),
    act('recuse-investigator'),
    act('file-report'),
    act('hear-subject'),
  ])('takes every act again: $act', (command) => {
    reopened.when(command).thenRegular();
  });

  it('needs a report of its own before anybody recommends (I-23)', () => {
    reopened.when(act('recommend')).thenIrregular('recommendation-without-report');
    given(...upTo('reopen'), act('file-report'))
      .when(act('recommend'))
      .thenRegular();
  });

  it('needs a report and a recommendation of its own before anybody decides (I-23)', () => {
    const again = act('decide', { decisionId: 'D-2' });
    reopened
      .when(again)
      .thenIrregular(
        'decision-without-report',
        'decision-without-recommendation',
        'no-ground',
        'severity-not-stated',
      );
    given(...upTo('reopen'), act('file-report'), act('recommend'))
      .when(again)
      .thenRegular();
  });

  it('is still accepted', () => {
    reopened.when(act('accept')).thenNothing();
  });
});

describe('reopening', () => {
  it('records the reasons', () => {
    given(...upTo('close'))
      .when(act('reopen'))
      .then({ type: 'CaseReopened', data: acts.reopen });
    given(act('register'), act('decline')).when(act('reopen')).thenRegular();
  });

  it('refuses what is neither closed nor declined', () => {
    given(act('register')).when(act('reopen')).thenImpossible('');
    given(...upTo('decide'))
      .when(act('reopen'))
      .thenImpossible('');
    given(...upTo('reopen'))
      .when(act('reopen'))
      .thenImpossible('');
  });

  it('can be followed by another closing in other words', () => {
    const nothingNew = act('close', { on: '2015-12-20', reasons: '补充调查完毕。' });
    given(...upTo('reopen'), act('initiate', { on: '2015-12-02' }), act('file-report'))
      .when(nothingNew)
      .thenIrregular('closed-with-open-duties');
    given(...upTo('reopen'))
      .when(nothingNew)
      .thenIrregular('closed-with-open-duties');
    const anew = [
      act('initiate', { on: '2015-12-02' }),
      act('file-report', { on: '2015-12-10', findings: [{ ...finding, grounds: [] }] }),
      act('recommend', {
        on: '2015-12-11',
        recommendations: [{ ...recommendation, accountable: false, methods: [] }],
      }),
      act('decide', { on: '2015-12-12', decisionId: 'D-2', accountable: false, methods: [] }),
    ];
    given(...upTo('reopen'), ...anew)
      .when(nothingNew)
      .thenRegular();
  });

  it('refuses a day to come', () => {
    given(...upTo('close'))
      .when(act('reopen'), facts({ today: '2015-11-30' }))
      .thenImpossible('on');
  });
});

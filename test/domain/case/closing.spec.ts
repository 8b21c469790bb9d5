import type { CaseCommand } from '../../../src/domain/case/acts.js';
import { given } from '../../support/given.js';
import { act, acts, facts, upTo } from '../../support/office.js';

describe('closing a case', () => {
  it('records the reasons, in whatever phase', () => {
    given(...upTo('notify-appeal-outcome'))
      .when(act('close'))
      .then({ type: 'CaseClosed', data: acts.close });
    given(act('register')).when(act('close')).thenRegular();
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
    act('lodge-appeal', { appealId: 'A-2' }),
    act('assign-appeal-handler'),
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
    act('decide', { decisionId: 'D-2' }),
  ];

  it.each(stillOpen.map((command) => [command.act, command] as const))(
    'still takes: %s',
    (_, command) => {
      closed.when(command).thenRegular();
    },
  );

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
      .thenIrregular('decision-without-report', 'decision-without-recommendation');
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
    given(...upTo('reopen'))
      .when(act('close', { on: '2015-12-20', reasons: '补充调查完毕。' }))
      .thenRegular();
  });

  it('refuses a day to come', () => {
    given(...upTo('close'))
      .when(act('reopen'), facts({ today: '2015-11-30' }))
      .thenImpossible('on');
  });
});

// A record about the wrong person or case is void from a later act on. A voiding takes nothing away
// on which something else in force rests, and stays.
import type { CaseCommand, CommandBody } from '../../../src/domain/case/acts.js';
import { dutiesOf } from '../../../src/domain/case/duties.js';
import { phaseOf } from '../../../src/domain/case/state.js';
import { caseAfter, given } from '../../support/given.js';
import { act, acts, eventIdAt, finding, placeIn, upTo, upToWithout } from '../../support/office.js';

const digest = acts.evidence.digest;

const voided = (place: number, changed: Partial<CommandBody<'void-record'>> = {}) =>
  act('void-record', { eventId: eventIdAt(place), ...changed });

describe('voiding a record', () => {
  const initiated = upTo('initiate');
  const initiation = placeIn(initiated, 'initiate');

  it('records the reasons', () => {
    given(...initiated)
      .when(voided(initiation))
      .then({
        type: 'RecordVoided',
        data: { ...acts['void-record'], eventId: eventIdAt(initiation) },
      });
  });

  it('takes it out of the phase, the state and the duties', () => {
    const state = caseAfter(...initiated, voided(initiation));
    expect(phaseOf(state)).toBe('accepted');
    expect([state.initiations, state.investigators]).toStrictEqual([[], []]);
    expect(state.investigatingOrgan).toBeUndefined();
    const open = dutiesOf(state).map(({ kind, met }) => [kind, met?.on]);
    expect(open).toStrictEqual([
      ['intake', '2015-09-02'],
      ['initiation', undefined],
    ]);
  });

  it('leaves what it said in the history alone', () => {
    const state = caseAfter(...initiated, voided(initiation));
    const { log, ...told } = state;
    expect(JSON.stringify(told)).not.toContain('丙某');
    expect(JSON.stringify(log)).toContain('丙某');
  });

  it('lets the same thing be recorded anew', () => {
    given(...initiated, voided(initiation))
      .when(act('initiate'))
      .thenRegular();
    const added = [...upTo('initiate'), act('add-subject')];
    given(...added, voided(added.length - 1))
      .when(act('add-subject'))
      .thenRegular();
  });

  it('says nothing new when it is voided again in the same words, and refuses other words', () => {
    given(...initiated, voided(initiation))
      .when(voided(initiation))
      .thenNothing();
    given(...initiated, voided(initiation))
      .when(voided(initiation, { reasons: '重复登记。' }))
      .thenImpossible('eventId');
  });

  it('refuses what is not there', () => {
    given(...initiated)
      .when(voided(99))
      .thenImpossible('eventId');
  });

  const appealed = [...upTo('decide-appeal'), act('correct-decision')];
  it.each(['register', 'decide', 'decide-appeal', 'correct-decision'] as const)(
    'refuses: %s',
    (name) => {
      given(...appealed)
        .when(voided(placeIn(appealed, name)))
        .thenImpossible('eventId');
    },
  );

  const resting: readonly (readonly [string, readonly CaseCommand[]])[] = [
    ['an appeal that is handled', upTo('assign-appeal-handler').slice(0, -1)],
    ['a letter that was delivered by its number', upTo('issue-letter')],
    ['a publication that was taken down', upTo('publish')],
    ['a report that was supplemented', upTo('file-report')],
    ['a directive that was refused', [...upTo('recommend'), act('issue-directive')]],
    ['a referral that was answered', [...upTo('recommend'), act('refer-judicial')]],
    ['a subject found by the investigation', [...upTo('initiate'), act('add-subject')]],
  ];
  const restsOn: readonly ((place: number) => CaseCommand)[] = [
    () => act('assign-appeal-handler'),
    () => act('record-delivery', { letterId: 'L-1' }),
    (place) => act('publish', { kind: 'removal', of: eventIdAt(place) }),
    (place) => act('file-report', { supplements: eventIdAt(place) }),
    (place) => act('refuse-directive', { directiveId: eventIdAt(place) }),
    (place) => act('record-referral-outcome', { referralEventId: eventIdAt(place) }),
    () => act('file-report', { findings: [{ ...finding, subjectId: 's2' }] }),
  ];
  it.each(resting.map(([what, history], index) => [what, history, restsOn[index]!] as const))(
    'refuses %s, until what rests on it is void',
    (_, history, resting1) => {
      const place = history.length - 1;
      const rested = [...history, resting1(place)];
      given(...history)
        .when(voided(place))
        .thenRegular();
      given(...rested)
        .when(voided(place))
        .thenImpossible('eventId');
      given(...rested, voided(place + 1))
        .when(voided(place))
        .thenRegular();
    },
  );

  it('refuses a reopening: the case is closed again', () => {
    const reopened = upTo('reopen');
    given(...reopened)
      .when(voided(reopened.length - 1))
      .thenImpossible('eventId');
  });

  it('refuses a closing before a reopening', () => {
    given(...upTo('reopen'))
      .when(voided(placeIn(upTo('close'), 'close')))
      .thenImpossible('eventId');
  });

  it('refuses a voiding: what was voided wrongly is recorded anew', () => {
    const history = [...initiated, voided(initiation)];
    given(...history)
      .when(voided(history.length - 1))
      .thenImpossible('eventId');
    given(...history)
      .when(act('initiate'))
      .thenRegular();
  });

  it('refuses the evidence that a report or a correction rests on', () => {
    const reported = upTo('file-report');
    given(...reported)
      .when(voided(placeIn(reported, 'evidence')))
      .thenImpossible('eventId');
    given(...upTo('evidence'))
      .when(voided(placeIn(reported, 'evidence')))
      .thenRegular();
  });

  it('names no document but an evidence of the case', () => {
    given(...initiated)
      .when(voided(initiation, { evidence: digest }))
      .thenImpossible('evidence');
    given(...initiated, act('evidence'))
      .when(voided(initiation, { evidence: digest }))
      .thenRegular();
  });

  it('opens again what it closed', () => {
    const closed = upTo('close');
    expect(phaseOf(caseAfter(...closed, voided(closed.length - 1)))).toBe('decided');
  });

  it('restores the old value where a correction is voided', () => {
    const history = [...upTo('accept'), act('correct-record')];
    expect(caseAfter(...history).registration.summary).toBe('反映虚构局审批拖延三个月。');
    expect(caseAfter(...history, voided(2)).registration.summary).toBe(acts.register.summary);
    const decided = upTo('decide');
    const dated = act('correct-record', {
      eventId: eventIdAt(placeIn(decided, 'decide')),
      field: '/on',
      from: '2015-09-30',
      to: '2015-09-29',
      evidence: digest,
    });
    const [decision] = caseAfter(...decided, dated, voided(decided.length)).decisions;
    expect([decision?.on, decision?.at.recordedOn]).toStrictEqual(['2015-09-30', undefined]);
  });

  it('takes the corrections of the record with it', () => {
    const history = [
      ...initiated,
      act('correct-record', {
        eventId: eventIdAt(initiation),
        field: '/investigators/0/name',
        from: '丙某',
        to: '丙某某',
      }),
    ];
    const gone = caseAfter(...history, voided(initiation));
    expect(gone.corrections).toStrictEqual([]);
  });

  it('is possible on a closed and on a declined case', () => {
    given(...upTo('close'))
      .when(voided(placeIn(upTo('close'), 'hear-subject')))
      .thenRegular();
    given(act('register'), act('decline')).when(voided(1)).thenRegular();
    expect(phaseOf(caseAfter(act('register'), act('decline'), voided(1)))).toBe('registered');
  });

  it('leaves the round of a hearing in which nobody was heard', () => {
    const history = upToWithout('recommend', 'hear-subject');
    const heard = [...history, act('hear-subject')];
    given(...heard, voided(heard.length - 1))
      .when(act('decide'))
      .thenNoticed('subject-not-heard');
  });
});

describe('voiding a correction', () => {
  const copies = (
    field: string,
    from: null | string | string[],
    to: string | string[],
  ): CaseCommand => act('correct-record', { eventId: eventIdAt(2), field, from, to });
  const corrected = [
    act('register'),
    act('decide'),
    act('issue-letter'),
    copies('/copyTo', null, ['虚构局', '虚构部']),
    copies('/copyTo/0', '虚构局', '虚构处'),
  ];

  it('is impossible while a later one of the same field or a part of it is in force', () => {
    given(...corrected)
      .when(voided(3))
      .thenImpossible('eventId');
    given(...corrected.slice(0, 4), copies('/copyTo', ['虚构局', '虚构部'], ['虚构处']))
      .when(voided(3))
      .thenImpossible('eventId');
  });

  it('takes the later one first', () => {
    given(...corrected)
      .when(voided(4))
      .thenRegular();
    given(...corrected, voided(4))
      .when(voided(3))
      .thenRegular();
  });

  it('leaves corrections of other fields alone', () => {
    const number = act('correct-record', {
      eventId: eventIdAt(2),
      field: '/number',
      from: '虚构问责决字（2015）第1号',
      to: '虚构问责决字（2015）第2号',
    });
    given(...corrected.slice(0, 4), number)
      .when(voided(3))
      .thenRegular();
  });
});

describe('a voiding', () => {
  it('stays: what was voided wrongly is recorded anew', () => {
    given(act('register'), act('add-subject'), voided(1)).when(voided(2)).thenImpossible('eventId');
    given(act('register'), act('add-subject'), voided(1)).when(act('add-subject')).thenRegular();
  });
});

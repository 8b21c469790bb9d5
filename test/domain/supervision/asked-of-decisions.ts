// Findings on a decision: whether anybody was held to account, its frame, who decided and how.
import type { CommandBody } from '../../../src/domain/case/acts.js';
import { act, before, eventIdAt, finding, upTo, upToWithout } from '../../support/office.js';
import { decided, handled, meeting, obstructed, remedied, suspended } from '../case/rule-scenes.js';
import {
  advisedAgainst,
  afterDeciding,
  corrected,
  decidedAnew,
  letGo,
  row,
  type CaseRow,
} from './finding-rows.js';

const ofDecision = {
  of: 'D-1',
  organId: 'commission',
  openFrom: '2015-09-30',
  facts: ['decide'],
} as const;

const pleaded = [
  ...upTo('file-report'),
  act('record-intervention', { on: '2015-09-16', contacted: { name: '丑某' } }),
  ...upTo('recommend').slice(5),
];
const two = ['circulated-criticism' as const, 'admonishing-talk' as const];
const second = [...upTo('decide'), decided({ on: '2015-10-09', decisionId: 'D-2' })];

/** A team with three members, each answering for it in a class of its own. */
const members = [
  { subjectId: 'm1', personId: 'jia', responsibility: 'main-leadership' },
  { subjectId: 'm2', personId: 'yi', responsibility: 'important-leadership' },
  { subjectId: 'm3', personId: 'staff', responsibility: 'direct' },
] as const;
export const team = [
  act('register', { subjects: [{ subjectId: 't1', kind: 'team', organId: 'bureau' }] }),
  ...upTo('initiate').slice(1),
  ...members.map(({ subjectId, personId }) =>
    act('add-subject', { subject: { subjectId, kind: 'person', personId, memberOf: 't1' } }),
  ),
  act('file-report', { findings: [{ ...finding, subjectId: 't1' }] }),
  decided({ subjectId: 't1' }),
];
export const onMembers = (on: string) =>
  members.map(({ subjectId, responsibility }) =>
    decided({ on, subjectId, responsibility, decisionId: `D-${subjectId}`, grounds: ['M1-7-9'] }),
  );

/** All that follows is done, and then another decision lets the subject go. */
const carriedOut = before('lodge-appeal');
const letGoAnew = letGo({ on: '2015-11-02', decisionId: 'D-2', replaces: 'D-1' });
const told = act('issue-letter', { on: '2015-11-04', letterId: 'L-2' });
const toldSubject = act('record-delivery', { on: '2015-11-05' });
const toldUnit = act('record-delivery', { on: '2015-11-05', recipient: 'unit' });
const takenBack = act('publish', { on: '2015-11-05', kind: 'removal' });
const reversed = act('archive', { on: '2015-11-05', kind: 'reversal' });
const undone = act('record-execution', { on: '2015-11-06', result: 'undone' });

const ofStationed = [
  act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'stationed' }] }),
  act('accept', { track: 'proposal-only' }),
  ...upTo('recommend').slice(2),
];
const outcome = (changed: Partial<CommandBody<'record-external-outcome'>>) =>
  act('record-external-outcome', changed);

const closedUndecided = [...upTo('recommend'), act('close')];

export const askedOfDecisions: readonly CaseRow[] = [
  row('S-01', 'it was recommended to hold to account, and decided not to', {
    history: [...upTo('recommend'), letGo()],
    opens: { ...ofDecision, facts: ['recommend', 'decide'] },
    regular: {
      where: 'it was recommended not to',
      history: [...before('recommend'), advisedAgainst, letGo()],
    },
    mended: {
      where: 'another decision holds to account after all',
      then: [decidedAnew()],
      on: '2015-11-02',
    },
  }),
  row('S-01', 'a directive said to hold to account, and it is decided not to (I-37)', {
    history: [...before('recommend'), advisedAgainst, act('issue-directive'), letGo()],
    opens: { ...ofDecision, facts: ['issue-directive', 'decide'] },
    regular: {
      where: 'the directive went back with a transfer',
      history: [
        ...before('recommend'),
        advisedAgainst,
        act('issue-directive'),
        act('transfer', { on: '2015-09-22', directives: 'return' }),
        letGo({ organId: 'organization' }),
      ],
    },
    mended: {
      where: 'another decision holds to account after all',
      then: [decidedAnew()],
      on: '2015-11-02',
    },
  }),
  row('S-02', 'a serious case ends with a method for minor ones', {
    history: afterDeciding({ severity: 'serious' }),
    opens: ofDecision,
    regular: { where: 'the case is a minor one', history: afterDeciding({ severity: 'minor' }) },
    mended: {
      where: 'it is modified to what the case is worth',
      then: [corrected({ outcome: 'modified', methods: ['suspension'], meeting })],
      on: '2015-11-20',
    },
  }),
  row('S-03', 'what aggravates changes nothing', {
    history: afterDeciding(obstructed),
    opens: ofDecision,
    regular: {
      where: 'it is applied',
      history: afterDeciding({ ...obstructed, adjustment: 'heavier' }),
    },
    mended: {
      where: 'it is applied by a correction',
      then: [corrected({ outcome: 'modified', changes: { adjustment: 'heavier' } })],
      on: '2015-11-20',
    },
  }),
  row('S-03', 'what aggravates is outweighed with reasons: worth a look (I-8)', {
    history: afterDeciding({ ...obstructed, ...remedied }),
    opens: { ...ofDecision, kind: 'notice' },
    regular: {
      where: 'it is applied all the same',
      history: afterDeciding({ ...obstructed, ...remedied, adjustment: 'heavier' }),
    },
    mended: { where: 'it is revoked', then: [corrected()], on: '2015-11-20' },
  }),
  row('S-07', 'a department decides on a leading cadre', {
    history: afterDeciding({ organId: 'bureau' }),
    opens: { ...ofDecision, organId: 'bureau' },
    regular: { where: 'an organ with authority decides', history: upTo('decide') },
    mended: { where: 'an organ above revokes it', then: [corrected()], on: '2015-11-20' },
  }),
  row('S-07', 'an appeal is answered by another organ than the deciding one', {
    history: [...handled, act('decide-appeal', { organId: 'bureau' })],
    opens: {
      of: 'A-1:appeal-outcome',
      organId: 'bureau',
      openFrom: '2015-11-10',
      facts: ['decide-appeal'],
    },
    regular: { where: 'the deciding organ answers it', history: upTo('decide-appeal') },
    mended: { where: 'an organ above revokes the decision', then: [corrected()], on: '2015-11-20' },
  }),
  row('S-22', 'a minor case ends with suspension', {
    history: afterDeciding({ ...suspended, severity: 'minor' }),
    opens: { ...ofDecision, organId: 'committee' },
    regular: { where: 'the case is serious', history: afterDeciding(suspended) },
    mended: {
      where: 'it is modified to a method for minor ones',
      then: [corrected({ outcome: 'modified', methods: ['admonishing-talk'], meeting })],
      on: '2015-11-20',
    },
  }),
  row('S-23', 'somebody is held to account on no ground', {
    history: afterDeciding({ grounds: [] }),
    opens: ofDecision,
    regular: { where: 'a ground is established', history: upTo('decide') },
    mended: { where: 'it is revoked', then: [corrected()], on: '2015-11-20' },
  }),
  row('S-23', 'somebody is held to account and no report speaks of it (I-47)', {
    history: [...upToWithout('recommend', 'file-report'), decided({ grounds: ['M2-5-1'] })],
    opens: ofDecision,
    regular: {
      where: 'nobody is held to account on no report',
      history: [...upToWithout('recommend', 'file-report'), letGo()],
    },
    mended: { where: 'it is revoked', then: [corrected()], on: '2015-11-20' },
  }),
  row('S-24', 'a ground is established, and it is decided as recommended: not to hold to account', {
    history: [...before('recommend'), advisedAgainst, letGo()],
    opens: { ...ofDecision, facts: ['file-report', 'decide'] },
    regular: {
      where: 'no ground is established',
      history: [
        ...upTo('evidence'),
        act('file-report', { findings: [{ ...finding, grounds: [] }] }),
        advisedAgainst,
        letGo(),
      ],
    },
    mended: {
      where: 'another decision holds to account after all',
      then: [decidedAnew()],
      on: '2015-11-02',
    },
  }),
  row('S-24', 'a ground is established and the case is closed without a decision', {
    history: closedUndecided,
    opens: {
      of: 's1:closed',
      organId: 'commission',
      openFrom: '2015-11-30',
      facts: ['file-report', 'close'],
    },
    regular: { where: 'it was decided before', history: [...upTo('decide'), act('close')] },
    mended: {
      where: 'the reopened case holds to account',
      then: [act('reopen'), decided({ on: '2015-12-20' })],
      on: '2015-12-20',
    },
  }),
  row('S-24', 'a ground is established and the case ends for the subject, who left the scope', {
    history: [...upTo('recommend'), act('end-for-subject', { reason: 'left-scope' }), act('close')],
    opens: {
      of: 's1:ended',
      organId: 'commission',
      openFrom: '2015-09-20',
      facts: ['file-report', 'end-for-subject'],
    },
    regular: {
      where: 'the subject died (I-42)',
      history: [...upTo('recommend'), act('end-for-subject'), act('close')],
    },
    mended: {
      where: 'the reopened case holds to account',
      then: [act('reopen'), decided({ on: '2015-12-20' })],
      on: '2015-12-20',
    },
  }),
  row('S-26', 'a team is held to account, and its members are not', {
    history: team,
    opens: { ...ofDecision, openFrom: '2015-10-30' },
    regular: {
      where: 'there is an outcome for each class of responsibility',
      history: [...team, ...onMembers('2015-10-12')],
    },
    mended: {
      where: 'the last class has its outcome',
      then: onMembers('2015-11-03'),
      on: '2015-11-03',
    },
  }),
  row('S-27', 'the subject sits among those who decide', {
    history: afterDeciding({ decidedBy: [{ personId: 'jia', name: '甲某' }] }),
    opens: ofDecision,
    regular: { where: 'others decide', history: upTo('decide') },
    mended: { where: 'others decide anew', then: [decidedAnew()], on: '2015-11-02' },
  }),
  row('S-28', 'it takes effect on the day before it was made', {
    history: afterDeciding({ effectiveOn: '2015-09-29' }),
    opens: ofDecision,
    regular: {
      where: 'it takes effect on that day',
      history: afterDeciding({ effectiveOn: '2015-09-30' }),
    },
    mended: {
      where: 'the date is corrected',
      then: [corrected({ outcome: 'modified', changes: { effectiveOn: '2015-09-30' } })],
      on: '2015-11-20',
    },
  }),
  row('S-16', 'another decision lets go, and post and name are not restored', {
    history: [...carriedOut, letGoAnew, told, toldSubject, toldUnit, takenBack, reversed],
    opens: {
      of: 'D-1:restoration:circulated-criticism:2',
      organId: 'commission',
      openFrom: '2015-12-02',
      facts: [carriedOut.length],
    },
    regular: {
      where: 'they are restored',
      history: [...carriedOut, letGoAnew, told, toldSubject, toldUnit, takenBack, reversed, undone],
    },
    mended: {
      where: 'they are restored after all',
      then: [act('record-execution', { on: '2015-12-15', result: 'undone' })],
      on: '2015-12-15',
    },
  }),
  row('S-31', 'another decision takes its place, and what was published is not taken back', {
    history: [...carriedOut, decidedAnew({ methods: ['admonishing-talk'] })],
    opens: {
      of: 'D-1:correction:publication-unit:2',
      organId: 'commission',
      openFrom: '2015-12-02',
      facts: [carriedOut.length],
    },
    regular: {
      where: 'the new decision is published as widely',
      history: [
        ...carriedOut,
        decidedAnew({ methods: ['admonishing-talk'] }),
        act('issue-letter', { on: '2015-11-03', decisionId: 'D-2', letterId: 'L-2' }),
        act('record-delivery', { on: '2015-11-04', decisionId: 'D-2' }),
        act('publish', { on: '2015-11-05', decisionId: 'D-2' }),
      ],
    },
    mended: {
      where: 'it is taken back after all',
      then: [act('publish', { on: '2015-12-15', kind: 'removal' })],
      on: '2015-12-15',
    },
  }),
  row('S-28', 'what an appointing organ decided takes effect on the day before', {
    history: [...ofStationed, outcome({ effectiveOn: '2015-10-14' })],
    opens: {
      of: eventIdAt(ofStationed.length),
      organId: 'ministry',
      openFrom: '2015-10-20',
      facts: ['record-external-outcome'],
    },
    regular: {
      where: 'it takes effect on that day',
      history: [...ofStationed, outcome({ effectiveOn: '2015-10-15' })],
    },
    mended: {
      where: 'the appointing organ revises it',
      then: [outcome({ on: '2015-11-02', decidedOn: '2015-11-01' })],
      on: '2015-11-02',
    },
  }),
  row('S-30', 'the appeal makes it public to society', {
    history: [
      ...handled,
      act('decide-appeal', { outcome: 'modified', changes: { publicationScopes: ['society'] } }),
    ],
    opens: {
      of: 'A-1:appeal-outcome',
      organId: 'commission',
      openFrom: '2015-11-10',
      facts: ['decide-appeal'],
    },
    regular: {
      where: 'it stays in the unit',
      history: [
        ...handled,
        act('decide-appeal', { outcome: 'modified', changes: { publicationScopes: ['unit'] } }),
      ],
    },
    mended: {
      where: 'it is corrected to what it was',
      then: [corrected({ outcome: 'modified', changes: { publicationScopes: ['unit'] } })],
      on: '2015-11-20',
    },
  }),
  row('S-30', 'the appeal adds a method', {
    history: [...handled, act('decide-appeal', { outcome: 'modified', methods: two })],
    opens: {
      of: 'A-1:appeal-outcome',
      organId: 'commission',
      openFrom: '2015-11-10',
      facts: ['decide-appeal'],
    },
    regular: {
      where: 'it takes a lighter one',
      history: [
        ...handled,
        act('decide-appeal', { outcome: 'modified', methods: ['admonishing-talk'] }),
      ],
    },
    mended: {
      where: 'it is corrected to what it was',
      then: [corrected({ outcome: 'modified', methods: ['circulated-criticism'] })],
      on: '2015-11-20',
    },
  }),
  row('S-30', 'a correction because of an appeal adds a method', {
    history: [...upTo('decide-appeal'), corrected({ outcome: 'modified', methods: two })],
    opens: {
      of: 'D-1:2',
      organId: 'commission',
      openFrom: '2015-11-20',
      facts: ['correct-decision'],
    },
    regular: {
      where: 'nobody appealed',
      history: [...before('lodge-appeal'), corrected({ outcome: 'modified', methods: two })],
    },
    mended: {
      where: 'it is corrected to what it was',
      then: [
        corrected({ on: '2015-11-25', outcome: 'modified', methods: ['circulated-criticism'] }),
      ],
      on: '2015-11-25',
    },
  }),
  row('S-32', 'somebody pleaded, and nobody is held to account', {
    history: [...pleaded, letGo()],
    opens: { ...ofDecision, facts: ['file-report', 'record-intervention', 'decide'] },
    regular: {
      where: 'somebody pleaded in vain',
      history: [...pleaded, decided()],
    },
    mended: {
      where: 'another decision holds to account after all',
      then: [decidedAnew()],
      on: '2015-11-02',
    },
  }),
  row('S-32', 'somebody pleaded, and it ends lighter than what the report found', {
    history: [...pleaded, decided({ severity: 'serious', ...remedied, adjustment: 'reduced' })].map(
      (one) =>
        one.act === 'file-report'
          ? act('file-report', { findings: [{ ...finding, severity: 'serious' }] })
          : one,
    ),
    opens: { ...ofDecision, facts: ['file-report', 'record-intervention', 'decide'] },
    regular: {
      where: 'the report itself found what mitigates',
      history: [...pleaded, decided({ severity: 'serious', adjustment: 'reduced' })].map((one) =>
        one.act === 'file-report'
          ? act('file-report', { findings: [{ ...finding, severity: 'serious', ...remedied }] })
          : one,
      ),
    },
    mended: {
      where: 'another decision takes its place',
      then: [decidedAnew({ ...suspended })],
      on: '2015-11-02',
    },
  }),
  row('S-35', 'a decision is recorded more than seven days after its date', {
    history: upTo('decide'),
    recordedOn: { decide: '2015-10-12' },
    opens: { ...ofDecision, of: eventIdAt(7), openFrom: '2015-10-08' },
    regular: { where: 'it is recorded on the next day', history: upTo('decide') },
    mended: { where: 'it is recorded', then: [], on: '2015-10-12' },
  }),
  row('S-36', 'there is a second decision while one stands', {
    history: second,
    opens: { of: 'D-2', organId: 'commission', openFrom: '2015-10-09', facts: [7, 8] },
    regular: {
      where: 'it takes the place of the first',
      history: [...upTo('decide'), decidedAnew()],
    },
    mended: { where: 'the first is revoked', then: [corrected()], on: '2015-11-20' },
  }),
  row('S-37', 'the subject was not heard', {
    history: [...upToWithout('recommend', 'hear-subject'), decided()],
    opens: ofDecision,
    regular: { where: 'the subject was heard', history: upTo('decide') },
    mended: {
      where: 'the subject is heard after all',
      then: [act('hear-subject', { on: '2015-10-09' })],
      on: '2015-10-09',
    },
  }),
];

// Findings on what follows a decision: letter, delivery, archive, publication, execution, appeal,
// what a change brings anew, and closing.
import { act, before, eventIdAt, upTo } from '../../support/office.js';
import { decidedAs, lodgedBy } from '../case/rule-scenes.js';
import { corrected, row, type CaseRow } from './finding-rows.js';

const toUnit = act('record-delivery', { recipient: 'unit', receivedBy: '虚构局办公室' });
const toldUnit = act('notify-appeal-outcome', { recipient: 'unit' });
const unwitnessed = [
  ...upTo('issue-letter'),
  act('record-delivery', { result: 'left-after-refusal' }),
  toUnit,
];
const investigatorHandles = [
  ...upTo('lodge-appeal'),
  act('assign-appeal-handler', { handlers: [{ personId: 'inv-1', name: '丙某' }] }),
];
const others = act('assign-appeal-handler', {
  on: '2015-10-26',
  handlers: [{ personId: 'other-2', name: '丑某' }],
});
const handlerConflicted = [
  ...upTo('assign-appeal-handler'),
  act('declare-conflict', { on: '2015-10-23', personId: 'other-1', role: 'appeal-handler' }),
];

/** All is carried out, and the appeal revokes it; the file is put right, and nothing is public any more. */
const revoked = [
  ...before('decide-appeal'),
  act('decide-appeal', { outcome: 'revoked' }),
  act('archive', { on: '2015-11-12', kind: 'reversal' }),
];
const takenBack = act('publish', { on: '2015-11-12', kind: 'removal' });
const restored = act('record-execution', { on: '2015-11-13', result: 'undone' });
const societyReads = [...upTo('record-delivery'), act('publish', { scope: 'society' })];
const majorImpact = [
  ...decidedAs({ majorImpact: true }, act('issue-letter'), act('record-delivery'), act('publish')),
];
const openDuties = before('close').filter(
  (one) => one.act !== 'notify-appeal-outcome' || one.body.recipient !== 'unit',
);

export const askedAfterDecisions: readonly CaseRow[] = [
  row('S-29', 'no letter is issued', {
    history: upTo('decide'),
    opens: { of: 'D-1:letter', organId: 'commission', openFrom: '2015-10-30', facts: ['decide'] },
    regular: { where: 'it is issued', history: upTo('issue-letter') },
    mended: {
      where: 'it is issued after all',
      then: [act('issue-letter', { on: '2015-11-02' })],
      on: '2015-11-02',
    },
  }),
  row('S-29', 'the letter sends the appeal to an organ that did not decide', {
    history: [...upTo('decide'), act('issue-letter', { appealTo: 'organization' })],
    opens: {
      of: 'L-1:content',
      organId: 'commission',
      openFrom: '2015-10-08',
      facts: ['issue-letter'],
    },
    regular: { where: 'it says all that it has to', history: upTo('issue-letter') },
    mended: {
      where: 'another letter says so',
      then: [act('issue-letter', { on: '2015-10-10', letterId: 'L-2', replaces: 'L-1' })],
      on: '2015-10-10',
    },
  }),
  row('S-29', 'somebody unknown is held to account', {
    history: [
      act('register', { subjects: [{ subjectId: 's1', kind: 'person' }] }),
      ...upTo('decide').slice(1),
    ],
    opens: {
      of: 'D-1',
      organId: 'commission',
      openFrom: '2015-09-30',
      facts: ['decide'],
      besides: ['D-1:letter'],
    },
    regular: { where: 'everybody knows who it is', history: upTo('issue-letter') },
    mended: {
      where: 'the letter names who it is',
      then: [
        act('identify-subject', { on: '2015-10-07', subjectId: 's1', personId: 'jia' }),
        act('issue-letter'),
      ],
      on: '2015-10-08',
    },
  }),
  row('S-08', 'the subject does not get the letter within seven working days', {
    history: [...upTo('issue-letter'), toUnit],
    opens: {
      of: 'D-1:delivery-subject',
      organId: 'commission',
      openFrom: '2015-10-16',
      facts: ['decide'],
    },
    regular: {
      where: 'both get it, on the last day',
      history: [...upTo('issue-letter'), toUnit, act('record-delivery', { on: '2015-10-15' })],
    },
    mended: {
      where: 'it is delivered late',
      then: [act('record-delivery', { on: '2015-10-19' })],
      on: '2015-10-19',
    },
  }),
  row('S-08', 'the unit does not get the letter', {
    history: upTo('record-delivery').filter(
      (one) => one.act !== 'record-delivery' || one.body.recipient !== 'unit',
    ),
    opens: {
      of: 'D-1:delivery-unit',
      organId: 'commission',
      openFrom: '2015-10-16',
      facts: ['decide'],
    },
    regular: { where: 'both get it', history: before('archive') },
    mended: {
      where: 'it is delivered late',
      then: [act('record-delivery', { on: '2015-10-19', recipient: 'unit' })],
      on: '2015-10-19',
    },
  }),
  row('S-08', 'the letter was left after a refusal and nobody saw it', {
    history: unwitnessed,
    opens: {
      of: eventIdAt(9),
      organId: 'commission',
      openFrom: '2015-10-12',
      facts: [9],
    },
    regular: {
      where: 'there was a witness',
      history: unwitnessed.map((one) =>
        one.act === 'record-delivery' && one.body.recipient === 'subject'
          ? act('record-delivery', { ...one.body, witnesses: [{ name: '寅某' }] })
          : one,
      ),
    },
    mended: {
      where: 'it is delivered anew',
      then: [act('record-delivery', { on: '2015-10-14' })],
      on: '2015-10-14',
    },
  }),
  row('S-09', 'the letter is not filed', {
    history: upTo('publish').filter((one) => one.act !== 'archive'),
    opens: { of: 'D-1:archive', organId: 'commission', openFrom: '2015-10-30', facts: ['decide'] },
    regular: { where: 'it is filed and reported', history: upTo('publish') },
    mended: {
      where: 'it is filed after all',
      then: [act('archive', { on: '2015-11-04' })],
      on: '2015-11-04',
    },
  }),
  row('S-09', 'it is reported to one of the two organs only', {
    history: upTo('publish').filter(
      (one) => one.act !== 'report-for-record' || one.body.toOrganId !== 'organization',
    ),
    opens: {
      of: 'D-1:report-for-record:organisation',
      organId: 'commission',
      openFrom: '2015-10-30',
      facts: ['decide'],
    },
    regular: { where: 'it is reported to both', history: upTo('publish') },
    mended: {
      where: 'it is reported to the other one after all',
      then: [act('report-for-record', { on: '2015-11-04', toOrganId: 'organization' })],
      on: '2015-11-04',
    },
  }),
  row('S-10', 'it is not published in the unit', {
    history: before('publish'),
    opens: {
      of: 'D-1:publication-unit',
      organId: 'commission',
      openFrom: '2015-10-30',
      facts: ['decide'],
    },
    regular: { where: 'it is published', history: upTo('publish') },
    mended: {
      where: 'it is published after all',
      then: [act('publish', { on: '2015-11-04' })],
      on: '2015-11-04',
    },
  }),
  row('S-10', 'the impact is major, and society does not read it', {
    history: majorImpact,
    opens: {
      of: 'D-1:publication-society',
      organId: 'commission',
      openFrom: '2015-10-30',
      facts: ['decide'],
    },
    regular: {
      where: 'society reads it',
      history: [...majorImpact, act('publish', { scope: 'society' })],
    },
    mended: {
      where: 'society reads it later',
      then: [act('publish', { on: '2015-11-04', scope: 'society' })],
      on: '2015-11-04',
    },
  }),
  row('S-18', 'a method is not carried out', {
    history: before('record-execution'),
    opens: {
      of: 'D-1:execution:circulated-criticism',
      organId: 'commission',
      openFrom: '2015-10-30',
      facts: ['decide'],
    },
    regular: { where: 'it is carried out', history: upTo('record-execution') },
    mended: {
      where: 'it is carried out after all',
      then: [act('record-execution', { on: '2015-11-04' })],
      on: '2015-11-04',
    },
  }),
  row('S-18', 'a method is refused', {
    history: [...before('record-execution'), act('record-execution', { result: 'refused' })],
    opens: {
      of: 'D-1:execution:circulated-criticism',
      organId: 'commission',
      openFrom: '2015-10-15',
      facts: ['decide'],
    },
    regular: { where: 'it is carried out', history: upTo('record-execution') },
    mended: {
      where: 'it is carried out after all',
      then: [act('record-execution', { on: '2015-10-22' })],
      on: '2015-10-22',
    },
  }),
  row('S-31', 'others read it before the subject has it', {
    history: [...upTo('issue-letter'), act('publish', { on: '2015-10-09' })],
    opens: { of: eventIdAt(9), organId: 'commission', openFrom: '2015-10-09', facts: ['publish'] },
    regular: { where: 'the subject has it first', history: upTo('publish') },
    mended: {
      where: 'the subject has it',
      then: [act('record-delivery')],
      on: '2015-10-12',
    },
  }),
  row('S-31', 'society reads it, and nobody decided so', {
    history: societyReads,
    opens: { of: eventIdAt(10), organId: 'commission', openFrom: '2015-10-14', facts: ['publish'] },
    regular: { where: 'the unit alone reads it', history: upTo('publish') },
    mended: {
      where: 'it is taken back',
      then: [act('publish', { on: '2015-10-16', kind: 'removal', of: eventIdAt(10) })],
      on: '2015-10-16',
    },
  }),
  row('S-31', 'it is revoked, and what was published is not taken back', {
    history: [...revoked, restored],
    opens: {
      of: 'D-1:correction:publication-unit:2',
      organId: 'commission',
      openFrom: '2015-12-10',
      facts: ['decide-appeal'],
    },
    regular: { where: 'it is taken back', history: [...revoked, restored, takenBack] },
    mended: {
      where: 'it is corrected as widely after all',
      then: [act('publish', { on: '2015-12-15', kind: 'correction' })],
      on: '2015-12-15',
    },
  }),
  row('S-16', 'it is revoked, and post and name are not restored', {
    history: [...revoked, takenBack],
    opens: {
      of: 'D-1:restoration:circulated-criticism:2',
      organId: 'commission',
      openFrom: '2015-12-10',
      facts: ['decide-appeal'],
    },
    regular: { where: 'they are restored', history: [...revoked, takenBack, restored] },
    mended: {
      where: 'they are restored after all',
      then: [act('record-execution', { on: '2015-12-15', result: 'undone' })],
      on: '2015-12-15',
    },
  }),
  row('S-16', 'it is modified, and nobody issues the letter of what stands now', {
    history: [
      ...upTo('record-execution'),
      corrected({ outcome: 'modified', changes: { severity: 'minor' } }),
    ],
    opens: {
      of: 'D-1:letter:2',
      organId: 'commission',
      openFrom: '2015-12-20',
      facts: ['correct-decision'],
      besides: ['D-1:delivery-subject:2', 'D-1:delivery-unit:2', 'D-1:archive:2'],
    },
    regular: { where: 'nothing is modified', history: upTo('record-execution') },
    mended: {
      where: 'it is issued after all',
      then: [act('issue-letter', { on: '2015-12-22', letterId: 'L-2' })],
      on: '2015-12-22',
    },
  }),
  row('S-11', 'whoever investigated handles the appeal', {
    history: investigatorHandles,
    opens: {
      of: 'A-1:appeal',
      organId: 'commission',
      openFrom: '2015-10-21',
      facts: ['assign-appeal-handler'],
    },
    regular: { where: 'others handle it', history: upTo('assign-appeal-handler') },
    mended: { where: 'it is given to others', then: [others], on: '2015-10-26' },
  }),
  row('S-11', 'an appeal is decided that nobody handled', {
    history: [...upTo('lodge-appeal'), act('decide-appeal')],
    opens: {
      of: 'A-1:appeal-outcome',
      organId: 'commission',
      openFrom: '2015-11-10',
      facts: ['decide-appeal'],
    },
    regular: { where: 'others handled it', history: upTo('decide-appeal') },
    mended: { where: 'the decision is revoked', then: [corrected()], on: '2015-11-20' },
  }),
  row('S-27', 'a handler of the appeal declares a conflict and stays', {
    history: handlerConflicted,
    opens: {
      of: 'A-1:appeal',
      organId: 'commission',
      openFrom: '2015-10-23',
      facts: ['assign-appeal-handler', 'declare-conflict'],
    },
    regular: {
      where: 'others take over on that day',
      history: [
        ...handlerConflicted,
        act('assign-appeal-handler', {
          on: '2015-10-23',
          handlers: [{ personId: 'other-2', name: '丑某' }],
        }),
      ],
    },
    mended: { where: 'others take over later', then: [others], on: '2015-10-26' },
  }),
  row('S-27', 'a handler of the appeal is pleaded with and stays', {
    history: [
      ...upTo('assign-appeal-handler'),
      act('record-intervention', {
        on: '2015-10-23',
        contacted: { personId: 'other-1', name: '庚某' },
      }),
    ],
    opens: {
      of: 'A-1:appeal',
      organId: 'commission',
      openFrom: '2015-10-23',
      facts: ['assign-appeal-handler', 'record-intervention'],
    },
    regular: {
      where: 'it was answered before that',
      history: [
        ...upTo('decide-appeal'),
        act('record-intervention', {
          on: '2015-11-12',
          contacted: { personId: 'other-1', name: '庚某' },
        }),
      ],
    },
    mended: { where: 'others take over', then: [others], on: '2015-10-26' },
  }),
  row('S-12', 'an appeal is not answered within thirty days', {
    history: upTo('assign-appeal-handler'),
    opens: {
      of: 'A-1:appeal-decision',
      organId: 'commission',
      openFrom: '2015-11-20',
      facts: ['lodge-appeal'],
    },
    regular: {
      where: 'it is answered on the thirtieth day',
      history: [...upTo('assign-appeal-handler'), act('decide-appeal', { on: '2015-11-19' })],
    },
    mended: {
      where: 'it is answered late',
      then: [act('decide-appeal', { on: '2015-11-24' })],
      on: '2015-11-24',
    },
  }),
  row('S-13', 'the unit is not told of the outcome of the appeal', {
    history: upTo('decide-appeal').concat(act('notify-appeal-outcome')),
    opens: {
      of: 'A-1:appeal-notice-unit',
      organId: 'commission',
      openFrom: '2015-12-10',
      facts: ['decide-appeal'],
    },
    regular: {
      where: 'both are told',
      history: [...upTo('decide-appeal'), act('notify-appeal-outcome'), toldUnit],
    },
    mended: {
      where: 'it is told after all',
      then: [act('notify-appeal-outcome', { on: '2015-12-14', recipient: 'unit' })],
      on: '2015-12-14',
    },
  }),
  row('S-20', 'a case is closed with a duty still open', {
    history: [...openDuties, act('close')],
    opens: {
      of: 'closed',
      organId: 'commission',
      openFrom: '2015-11-30',
      facts: ['close', 'decide-appeal'],
    },
    regular: { where: 'all duties are done', history: upTo('close') },
    mended: {
      where: 'the last of them is done',
      then: [act('notify-appeal-outcome', { on: '2015-12-14', recipient: 'unit' })],
      on: '2015-12-14',
    },
  }),
  row('S-27', 'the subject handles his own appeal', {
    history: [
      ...lodgedBy({}).slice(0, -1),
      act('assign-appeal-handler', { handlers: [{ personId: 'jia', name: '甲某' }] }),
    ],
    opens: {
      of: 'A-1:appeal',
      organId: 'commission',
      openFrom: '2015-10-21',
      facts: ['assign-appeal-handler'],
    },
    regular: { where: 'others handle it', history: lodgedBy({}) },
    mended: { where: 'it is given to others', then: [others], on: '2015-10-26' },
  }),
];

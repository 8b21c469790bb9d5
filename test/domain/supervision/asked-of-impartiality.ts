// S-27 by legal dates: who stood too near when it happened, also where that was recorded only later;
// and S-33 where it comes out who the target is while its organ holds the complaint.
import type { Facts } from '../../../src/domain/case/facts.js';
import type { Organ } from '../../../src/domain/register/entries.js';
import { act, before, eventIdAt, facts, organs, upTo } from '../../support/office.js';
import { chief, handled } from '../case/rule-scenes.js';
import { corrected, decidedAnew, row, type CaseRow } from './finding-rows.js';

/** Somebody was pleaded with on a day, and it is written down later. */
const pleadedWith = (personId: string, on: string) =>
  act('record-intervention', { on, contacted: { personId, name: '卯某' } });

const member = { decidedBy: [{ personId: 'member-1', name: '卯某' }] };
const byMember = [...upTo('recommend'), act('decide', member)];
const ofDepartment = [
  act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'staff' }] }),
  act('accept', { track: 'department-staff' }),
  act('initiate', { organId: 'bureau', approvedBy: chief }),
];
const again = (on: string, personId: string) =>
  act('initiate', {
    on,
    organId: 'bureau',
    approvedBy: { ...chief, personId },
    subjectIds: ['s1'],
  });
const reportedByYi = [
  ...upTo('accept'),
  act('initiate', {
    investigators: [{ personId: 'yi', name: '乙某', organId: 'commission' }],
  }),
  ...upTo('file-report').slice(3),
];
const unnamed = act('register', { subjects: [{ subjectId: 's1', kind: 'person' }] });
const byHimself = { decidedBy: [{ personId: 'yi', name: '乙某' }] };
const others = act('assign-appeal-handler', {
  on: '2015-10-26',
  handlers: [{ personId: 'other-2', name: '丑某' }],
});

/** The commission is headed by somebody who turns out to be complained of. */
const headedByYi: Facts = {
  ...facts(),
  organs: new Map<string, Organ>([
    ...facts().organs,
    [
      'commission',
      { ...organs.commission, heads: [{ personId: 'yi', name: '乙某', since: '2015-01-01' }] },
    ],
  ]),
};
const handedOn = act('transfer', { on: '2015-09-14' });

export const askedOfImpartiality: readonly CaseRow[] = [
  row('S-33', 'a subject is added who heads the organ that holds the complaint', {
    known: headedByYi,
    history: [...upTo('accept'), act('add-subject')],
    opens: {
      of: eventIdAt(2),
      kind: 'notice',
      organId: 'commission',
      openFrom: '2015-09-10',
      facts: ['add-subject'],
    },
    regular: {
      where: 'it was handed on before',
      history: [...upTo('accept'), act('transfer', { on: '2015-09-08' }), act('add-subject')],
    },
    mended: { where: 'it is handed on', then: [handedOn], on: '2015-09-14' },
  }),
  row('S-33', 'the subject is identified as the head of the organ that holds the complaint', {
    known: headedByYi,
    history: [unnamed, act('accept'), act('identify-subject', { subjectId: 's1' })],
    opens: {
      of: eventIdAt(2),
      kind: 'notice',
      organId: 'commission',
      openFrom: '2015-09-10',
      facts: ['identify-subject'],
    },
    regular: {
      where: 'it is somebody else',
      history: [
        unnamed,
        act('accept'),
        act('identify-subject', { subjectId: 's1', personId: 'jia' }),
      ],
    },
    mended: { where: 'it is handed on', then: [handedOn], on: '2015-09-14' },
  }),
  row('S-27', 'an investigator was pleaded with before the report, and it is logged after it', {
    history: [...upTo('file-report'), act('record-intervention')],
    opens: {
      of: 'inv-1:investigator',
      organId: 'commission',
      openFrom: '2015-09-09',
      facts: ['initiate', 'record-intervention'],
    },
    regular: {
      where: 'it happened after the report',
      history: [...upTo('file-report'), act('record-intervention', { on: '2015-09-16' })],
    },
    mended: {
      where: 'the investigator leaves',
      then: [act('recuse-investigator', { on: '2015-09-20' })],
      on: '2015-09-20',
    },
  }),
  row(
    'S-27',
    'an investigator had become a subject before the report, and it is recorded after it',
    {
      history: [...reportedByYi, act('add-subject')],
      opens: {
        of: 'yi:investigator',
        organId: 'commission',
        openFrom: '2015-09-05',
        facts: ['initiate', 'add-subject'],
      },
      regular: {
        where: 'the investigator became one after the report',
        history: [...reportedByYi, act('add-subject', { on: '2015-09-16' })],
      },
      mended: {
        where: 'the investigator leaves',
        then: [act('recuse-investigator', { on: '2015-09-20', personId: 'yi' })],
        on: '2015-09-20',
      },
    },
  ),
  row('S-27', 'whoever decided was pleaded with before, and it is logged afterwards', {
    history: [...byMember, pleadedWith('member-1', '2015-09-20')],
    opens: {
      of: 'D-1',
      organId: 'commission',
      openFrom: '2015-09-30',
      facts: ['decide', 'record-intervention'],
    },
    regular: {
      where: 'it happened after the decision',
      history: [...byMember, pleadedWith('member-1', '2015-10-02')],
    },
    mended: { where: 'others decide anew', then: [decidedAnew()], on: '2015-11-02' },
  }),
  row('S-27', 'whoever decided declares a conflict of before only afterwards', {
    history: [
      ...byMember,
      act('declare-conflict', { on: '2015-09-29', personId: 'member-1', role: 'decider' }),
    ],
    opens: {
      of: 'D-1',
      organId: 'commission',
      openFrom: '2015-09-30',
      facts: ['decide', 'declare-conflict'],
    },
    regular: {
      where: 'the conflict is one in another role',
      history: [
        ...byMember,
        act('declare-conflict', { on: '2015-09-29', personId: 'member-1', role: 'investigator' }),
      ],
    },
    mended: { where: 'it is revoked', then: [corrected()], on: '2015-11-20' },
  }),
  row('S-27', 'whoever decided turns out to be the subject', {
    history: [
      unnamed,
      ...upTo('recommend').slice(1),
      act('decide', byHimself),
      act('identify-subject', { on: '2015-10-09', subjectId: 's1' }),
    ],
    opens: {
      of: 'D-1',
      organId: 'commission',
      openFrom: '2015-09-30',
      facts: ['decide', 'register'],
    },
    regular: {
      where: 'the subject is somebody else',
      history: [
        unnamed,
        ...upTo('recommend').slice(1),
        act('decide', byHimself),
        act('identify-subject', { on: '2015-10-09', subjectId: 's1', personId: 'jia' }),
      ],
    },
    mended: { where: 'it is revoked', then: [corrected()], on: '2015-11-20' },
  }),
  row('S-27', 'whoever corrected a decision was pleaded with before, and it is logged afterwards', {
    history: [
      ...upTo('decide'),
      corrected({ outcome: 'modified', changes: { severity: 'minor' }, ...member }),
      pleadedWith('member-1', '2015-11-10'),
    ],
    opens: {
      of: 'D-1:2',
      organId: 'commission',
      openFrom: '2015-11-20',
      facts: ['correct-decision', 'record-intervention'],
    },
    regular: {
      where: 'somebody else was',
      history: [
        ...upTo('decide'),
        corrected({ outcome: 'modified', changes: { severity: 'minor' }, ...member }),
        pleadedWith('member-2', '2015-11-10'),
      ],
    },
    mended: {
      where: 'it is revoked',
      then: [corrected({ on: '2015-11-25' })],
      on: '2015-11-25',
    },
  }),
  row('S-27', 'whoever approved the start was pleaded with before, and it is logged afterwards', {
    history: [...ofDepartment, pleadedWith('chief', '2015-09-04')],
    opens: {
      of: `${eventIdAt(2)}:initiation`,
      organId: 'bureau',
      openFrom: '2015-09-05',
      facts: ['initiate', 'record-intervention'],
    },
    regular: {
      where: 'it happened after the start',
      history: [...ofDepartment, pleadedWith('chief', '2015-09-06')],
    },
    mended: {
      where: 'somebody else approves it anew',
      then: [again('2015-09-14', 'deputy')],
      on: '2015-09-14',
    },
  }),
  row('S-27', 'a handler of the appeal was pleaded with, and it is logged after others took over', {
    history: [...handled, others, pleadedWith('other-1', '2015-10-23')],
    opens: {
      of: 'A-1:appeal',
      organId: 'commission',
      openFrom: '2015-10-23',
      facts: [handled.length - 1, 'record-intervention'],
    },
    regular: {
      where: 'it happened after they did',
      history: [...handled, others, pleadedWith('other-1', '2015-10-28')],
    },
    mended: { where: 'others had taken over', then: [], on: '2015-10-26' },
  }),
  row('S-27', 'a handler was pleaded with before being assigned, and it is logged afterwards', {
    history: [...handled, pleadedWith('other-1', '2015-10-12')],
    opens: {
      of: 'A-1:appeal',
      organId: 'commission',
      openFrom: '2015-10-21',
      facts: ['assign-appeal-handler', 'record-intervention'],
    },
    regular: {
      where: 'others take it over on the day of the assignment',
      history: [
        ...handled,
        act('assign-appeal-handler', {
          handlers: [{ personId: 'other-2', name: '丑某' }],
        }),
        pleadedWith('other-1', '2015-10-12'),
      ],
    },
    mended: { where: 'it is given to others', then: [others], on: '2015-10-26' },
  }),
  row('S-27', 'whoever decided the appeal was pleaded with before, and it is logged afterwards', {
    history: [
      ...before('decide-appeal'),
      act('decide-appeal', member),
      pleadedWith('member-1', '2015-11-08'),
    ],
    opens: {
      of: 'A-1:appeal-outcome',
      organId: 'commission',
      openFrom: '2015-11-10',
      facts: ['decide-appeal', 'record-intervention'],
    },
    regular: {
      where: 'it happened after the outcome',
      history: [
        ...before('decide-appeal'),
        act('decide-appeal', member),
        pleadedWith('member-1', '2015-11-12'),
      ],
    },
    mended: { where: 'the decision is revoked', then: [corrected()], on: '2015-11-20' },
  }),
];

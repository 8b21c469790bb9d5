// Findings on what comes before a decision, and beside it: intake, investigation, directives,
// proposals and referrals.
import type { Facts } from '../../../src/domain/case/facts.js';
import type { Organ } from '../../../src/domain/register/entries.js';
import { act, before, eventIdAt, facts, finding, organs, upTo } from '../../support/office.js';
import { chief } from '../case/rule-scenes.js';
import { row, type CaseRow } from './finding-rows.js';

/** The bureau is headed by the person complained of. */
const headedByTarget: Facts = {
  ...facts(),
  organs: new Map<string, Organ>([
    ...facts().organs,
    [
      'bureau',
      { ...organs.bureau, heads: [{ personId: 'jia', name: '甲某', since: '2015-01-01' }] },
    ],
  ]),
};

const directed = [...upTo('recommend'), act('issue-directive')];
const directiveId = eventIdAt(directed.length - 1);
const refused = [...directed, act('refuse-directive', { directiveId })];

const ofStationed = [
  act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'stationed' }] }),
  act('accept', { track: 'proposal-only' }),
  ...upTo('recommend').slice(2),
];
const outcome = act('record-external-outcome');
const proposedElsewhere = [
  ...ofStationed,
  act('forward-proposal', { toOrganId: 'committee' }),
  outcome,
];

const pleadedWith = [...upTo('initiate'), act('record-intervention')];
const conflicted = [...upTo('initiate'), act('declare-conflict')];
const ofDepartment = [
  act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'staff' }] }),
  act('accept', { track: 'department-staff' }),
];
const selfApproved = [
  ...ofDepartment,
  act('initiate', { approvedBy: { ...chief, personId: 'staff' } }),
];
const reportOf = (
  changed: Partial<typeof finding> & { crimeSuspected?: boolean; disciplineNeeded?: boolean },
) => [...upTo('evidence'), act('file-report', { findings: [{ ...finding, ...changed }] })];
const crime = reportOf({ crimeSuspected: true });
const discipline = reportOf({ disciplineNeeded: true });

export const askedBeforeDecisions: readonly CaseRow[] = [
  row('S-05', 'a complaint lies thirty days and nobody accepts, declines or transfers it', {
    history: upTo('register'),
    opens: { of: 'intake', organId: 'commission', openFrom: '2015-10-01', facts: ['register'] },
    regular: {
      where: 'it is accepted on the day before',
      history: [...upTo('register'), act('accept', { on: '2015-09-30' })],
    },
    mended: {
      where: 'it is declined after all',
      then: [act('decline', { on: '2015-10-05' })],
      on: '2015-10-05',
    },
  }),
  row('S-25', 'a case is accepted and not initiated', {
    history: upTo('accept'),
    opens: { of: 'initiation', organId: 'commission', openFrom: '2015-10-02', facts: ['accept'] },
    regular: { where: 'every step follows within the days', history: upTo('recommend') },
    mended: {
      where: 'it is initiated after all',
      then: [act('initiate', { on: '2015-10-09' })],
      on: '2015-10-09',
    },
  }),
  row('S-25', 'an investigation brings no report', {
    history: upTo('initiate'),
    opens: { of: 's1:report', organId: 'commission', openFrom: '2015-10-05', facts: ['initiate'] },
    regular: { where: 'every step follows within the days', history: upTo('recommend') },
    mended: {
      where: 'it is reported after all',
      then: [act('file-report', { on: '2015-10-09' })],
      on: '2015-10-09',
    },
  }),
  row('S-25', 'a report is followed by no recommendation', {
    history: upTo('file-report'),
    opens: {
      of: 's1:recommendation',
      organId: 'commission',
      openFrom: '2015-10-15',
      facts: ['file-report'],
    },
    regular: { where: 'somebody recommends within the days', history: upTo('recommend') },
    mended: {
      where: 'somebody recommends after all',
      then: [act('recommend', { on: '2015-10-19' })],
      on: '2015-10-19',
    },
  }),
  row('S-04', 'it is recommended what to do and nobody decides', {
    history: upTo('recommend'),
    opens: {
      of: 's1:decision',
      organId: 'commission',
      openFrom: '2015-10-18',
      facts: ['recommend'],
    },
    regular: {
      where: 'it is decided on the day before',
      history: [...upTo('recommend'), act('decide', { on: '2015-10-17' })],
    },
    mended: {
      where: 'it is decided after all, be it not to hold to account',
      then: [act('decide', { on: '2015-10-20', accountable: false, methods: [] })],
      on: '2015-10-20',
    },
  }),
  row('S-06', 'a directive is refused, be it with reasons', {
    history: refused,
    opens: {
      of: eventIdAt(directed.length),
      organId: 'commission',
      openFrom: '2015-09-25',
      facts: ['issue-directive', 'refuse-directive'],
    },
    regular: { where: 'it is followed', history: [...directed, act('decide')] },
    mended: {
      where: 'it is followed after all',
      then: [act('decide')],
      on: '2015-09-30',
    },
  }),
  row('S-06', 'a directive is not answered by its last day', {
    history: directed,
    opens: {
      of: `${directiveId}:directive`,
      organId: 'commission',
      openFrom: '2015-11-01',
      facts: ['issue-directive'],
    },
    regular: {
      where: 'it is decided on the last day',
      history: [...directed, act('decide', { on: '2015-10-31' })],
    },
    mended: {
      where: 'it is decided later',
      then: [act('decide', { on: '2015-11-03' })],
      on: '2015-11-03',
    },
  }),
  row('S-19', 'a crime is suspected and nobody hands it to justice', {
    history: crime,
    opens: {
      of: 's1:judicial-referral',
      organId: 'commission',
      openFrom: '2015-10-15',
      facts: ['file-report'],
    },
    regular: { where: 'it is handed over', history: [...crime, act('refer-judicial')] },
    mended: {
      where: 'it is handed over after all',
      then: [act('refer-judicial', { on: '2015-10-20' })],
      on: '2015-10-20',
    },
  }),
  row('S-38', 'discipline is needed and nobody refers it', {
    history: discipline,
    opens: {
      of: 's1:discipline-referral',
      organId: 'commission',
      openFrom: '2015-10-15',
      facts: ['file-report'],
    },
    regular: { where: 'it is referred', history: [...discipline, act('refer-discipline')] },
    mended: {
      where: 'it is referred after all',
      then: [act('refer-discipline', { on: '2015-10-20' })],
      on: '2015-10-20',
    },
  }),
  row('S-33', 'a complaint is transferred to an organ that its target heads', {
    known: headedByTarget,
    history: [...upTo('register'), act('transfer', { toOrganId: 'bureau' })],
    opens: {
      of: eventIdAt(1),
      organId: 'commission',
      openFrom: '2015-09-03',
      facts: ['transfer'],
    },
    regular: {
      where: 'it goes to an organ that the target does not head',
      history: [...upTo('register'), act('transfer')],
    },
    mended: {
      where: 'it leaves that organ',
      then: [act('transfer', { on: '2015-09-08', fromOrganId: 'bureau' })],
      on: '2015-09-08',
    },
  }),
  row('S-33', 'an organ that its target heads accepts the complaint', {
    known: headedByTarget,
    history: [...upTo('register'), act('accept', { organId: 'bureau' })],
    opens: { of: eventIdAt(1), organId: 'bureau', openFrom: '2015-09-02', facts: ['accept'] },
    regular: { where: 'another one accepts it', history: upTo('accept') },
    mended: {
      where: 'it leaves that organ',
      then: [act('transfer', { on: '2015-09-08', fromOrganId: 'bureau' })],
      on: '2015-09-08',
    },
  }),
  row('S-34', 'a proposal goes to an organ that does not appoint the person', {
    history: proposedElsewhere,
    opens: {
      of: eventIdAt(ofStationed.length),
      organId: 'commission',
      openFrom: '2015-09-20',
      facts: ['forward-proposal'],
    },
    regular: {
      where: 'it goes to the appointing organ and is answered',
      history: [...ofStationed, act('forward-proposal'), outcome],
    },
    mended: {
      where: 'it goes to the appointing organ after all',
      then: [act('forward-proposal', { on: '2015-10-22' })],
      on: '2015-10-22',
    },
  }),
  row('S-34', 'what only the appointing organ decides is not forwarded to it', {
    history: ofStationed,
    opens: {
      of: 's1:decision',
      organId: 'commission',
      openFrom: '2015-10-18',
      facts: ['recommend'],
    },
    regular: {
      where: 'it is forwarded and answered',
      history: [...ofStationed, act('forward-proposal'), outcome],
    },
    mended: {
      where: 'the appointing organ decides of its own accord',
      then: [act('record-external-outcome', { on: '2015-10-25', decidedOn: '2015-10-24' })],
      on: '2015-10-25',
    },
  }),
  row('S-34', 'the appointing organ does not answer', {
    history: [...ofStationed, act('forward-proposal')],
    opens: { of: 's1:decision', organId: 'ministry', openFrom: '2015-10-20', facts: ['recommend'] },
    regular: {
      where: 'it answers within the days',
      history: [
        ...ofStationed,
        act('forward-proposal'),
        act('record-external-outcome', { on: '2015-10-19' }),
      ],
    },
    mended: {
      where: 'it answers after all',
      then: [act('record-external-outcome', { on: '2015-11-02' })],
      on: '2015-11-02',
    },
  }),
  row(
    'S-34',
    'the proposal went elsewhere, and then to the appointing organ, which does not answer',
    {
      history: [
        ...ofStationed,
        act('forward-proposal', { toOrganId: 'committee' }),
        act('forward-proposal', { on: '2015-09-24' }),
      ],
      opens: {
        of: 's1:decision',
        organId: 'ministry',
        openFrom: '2015-10-24',
        facts: ['recommend'],
        besides: [eventIdAt(ofStationed.length)],
      },
      regular: {
        where: 'it answers the proposal',
        history: [...ofStationed, act('forward-proposal'), outcome],
      },
      mended: {
        where: 'it answers after all',
        then: [act('record-external-outcome', { on: '2015-11-02' })],
        on: '2015-11-02',
      },
    },
  ),
  row('S-27', 'an investigator declares a conflict and stays', {
    history: conflicted,
    opens: {
      of: 'inv-1:investigator',
      organId: 'commission',
      openFrom: '2015-09-07',
      facts: ['initiate', 'declare-conflict'],
    },
    regular: {
      where: 'the investigator leaves on the day of the declaration',
      history: [...conflicted, act('recuse-investigator')],
    },
    mended: {
      where: 'the investigator leaves later',
      then: [act('recuse-investigator', { on: '2015-09-10' })],
      on: '2015-09-10',
    },
  }),
  row('S-27', 'an investigator is pleaded with and stays', {
    history: pleadedWith,
    opens: {
      of: 'inv-1:investigator',
      organId: 'commission',
      openFrom: '2015-09-09',
      facts: ['initiate', 'record-intervention'],
    },
    regular: {
      where: 'somebody else is pleaded with',
      history: [...upTo('initiate'), act('record-intervention', { contacted: { name: '丑某' } })],
    },
    mended: {
      where: 'the investigator leaves',
      then: [act('recuse-investigator', { on: '2015-09-10' })],
      on: '2015-09-10',
    },
  }),
  row('S-27', 'the subject investigates', {
    history: [
      ...upTo('initiate'),
      act('assign-investigators', {
        investigators: [{ personId: 'jia', name: '甲某', organId: 'commission' }],
      }),
    ],
    opens: {
      of: 'jia:investigator',
      organId: 'commission',
      openFrom: '2015-09-06',
      facts: ['assign-investigators', 'register'],
    },
    regular: {
      where: 'others investigate',
      history: [...upTo('initiate'), act('assign-investigators')],
    },
    mended: {
      where: 'the subject leaves the investigation',
      then: [act('recuse-investigator', { on: '2015-09-12', personId: 'jia' })],
      on: '2015-09-12',
    },
  }),
  row('S-27', 'the subject approves the start', {
    history: selfApproved,
    opens: {
      of: `${eventIdAt(2)}:initiation`,
      organId: 'commission',
      openFrom: '2015-09-05',
      facts: ['initiate'],
    },
    regular: {
      where: 'the main leader approves it',
      history: [...ofDepartment, act('initiate', { organId: 'bureau', approvedBy: chief })],
    },
    mended: {
      where: 'the start is approved anew, by somebody else',
      then: [
        act('initiate', {
          on: '2015-09-14',
          organId: 'bureau',
          approvedBy: chief,
          subjectIds: ['s1'],
        }),
      ],
      on: '2015-09-14',
    },
  }),
  row('S-07', 'nobody approved the start against staff of a department', {
    history: [...ofDepartment, act('initiate', { organId: 'bureau' })],
    opens: {
      of: `${eventIdAt(2)}:initiation`,
      organId: 'bureau',
      openFrom: '2015-09-05',
      facts: ['initiate'],
    },
    regular: {
      where: 'the main leader approves it',
      history: [...ofDepartment, act('initiate', { organId: 'bureau', approvedBy: chief })],
    },
    mended: {
      where: 'the start is approved anew',
      then: [
        act('initiate', {
          on: '2015-09-14',
          organId: 'bureau',
          approvedBy: chief,
          subjectIds: ['s1'],
        }),
      ],
      on: '2015-09-14',
    },
  }),
  row('S-04', 'the meeting whose decision is awaited does not decide', {
    history: [
      ...before('recommend'),
      act('recommend', {
        recommendations: [
          { subjectId: 's1', accountable: true, methods: ['suspension'], reasons: '情节较重。' },
        ],
      }),
    ],
    opens: {
      of: 's1:decision',
      organId: 'committee',
      openFrom: '2015-10-18',
      facts: ['recommend'],
    },
    regular: {
      where: 'it decides within the days',
      history: [...upTo('recommend'), act('decide', { organId: 'committee' })],
    },
    mended: {
      where: 'it decides after all',
      then: [act('decide', { on: '2015-10-22', organId: 'committee' })],
      on: '2015-10-22',
    },
  }),
];

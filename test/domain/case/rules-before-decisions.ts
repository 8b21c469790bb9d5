// The rules that can be broken before anything is decided, in the order of the procedure.
import type { IrregularityCode } from '../../../src/domain/case/irregularities.js';
import { act, upTo } from '../../support/office.js';
import { chief, decided, headed, row, underPolicy, type Row } from './rule-scenes.js';

/** From intake to recommendation. */
export const beforeDecisions: readonly Row<IrregularityCode>[] = [
  row(
    'complaint-to-its-target',
    'the organ that takes a complaint is headed by the person complained of',
    {
      history: upTo('register'),
      act: act('accept', { organId: 'bureau' }),
      known: headed('bureau', 'jia'),
    },
    { act: act('accept') },
  ),
  row(
    'before-receipt',
    'a case is accepted on a day before it was received',
    { history: upTo('register'), act: act('accept', { on: '2015-08-31' }) },
    { act: act('accept', { on: '2015-09-01' }) },
  ),
  row(
    'initiated-without-acceptance',
    'nobody has accepted what is investigated',
    { history: upTo('register'), act: act('initiate') },
    { history: upTo('accept') },
  ),
  row(
    'investigating-organ-without-authority',
    'a department investigates a leading cadre',
    { history: upTo('accept'), act: act('initiate', { organId: 'bureau' }) },
    { act: act('initiate', { organId: 'organization' }) },
  ),
  row(
    'start-not-approved',
    "nobody of the department approved the start against the department's staff",
    {
      history: [act('register'), act('accept', { track: 'department-staff' })],
      act: act('initiate'),
    },
    { act: act('initiate', { approvedBy: chief }) },
  ),
  row(
    'start-not-approved-by-commission',
    'nobody of the commission approved the start against its own staff',
    {
      history: [act('register'), act('accept', { track: 'discipline-organ-staff' })],
      act: act('initiate'),
    },
    { act: act('initiate', { approvedBy: { organId: 'commission', name: '子某' } }) },
  ),
  row(
    'approver-is-subject',
    'the subject approved the start against himself',
    {
      history: upTo('accept'),
      act: act('initiate', { approvedBy: { ...chief, personId: 'jia' } }),
    },
    { act: act('initiate', { approvedBy: chief }) },
  ),
  row(
    'approver-not-impartial',
    'whoever approves the start declared a conflict as approver',
    {
      history: [
        ...upTo('accept'),
        act('declare-conflict', { personId: 'chief', role: 'approver' }),
      ],
      act: act('initiate', { approvedBy: chief }),
    },
    {
      history: [...upTo('accept'), act('declare-conflict', { personId: 'chief', role: 'decider' })],
    },
  ),
  row(
    'investigators-without-initiation',
    'investigators are assigned and nothing is initiated',
    { history: upTo('accept'), act: act('assign-investigators') },
    { history: upTo('initiate') },
  ),
  row(
    'investigator-not-impartial',
    'an investigator declared a conflict and stays',
    { history: [...upTo('accept'), act('declare-conflict')], act: act('initiate') },
    { history: upTo('accept') },
  ),
  row(
    'out-of-order',
    'the report is dated before the investigation began',
    { history: upTo('evidence'), act: act('file-report', { on: '2015-09-04' }) },
    { act: act('file-report') },
  ),
  row(
    'not-the-investigating-organ',
    'the report is that of an organ which does not investigate',
    { history: upTo('evidence'), act: act('file-report', { organId: 'organization' }) },
    { act: act('file-report') },
  ),
  row(
    'report-without-initiation',
    'a report is filed and nothing was initiated',
    { history: upTo('accept'), act: act('file-report') },
    { history: upTo('evidence') },
  ),
  row(
    'report-without-material',
    'a ground is established and no material linked',
    { history: upTo('evidence'), act: act('file-report', { materials: [] }) },
    { act: act('file-report') },
  ),
  row(
    'interventions-not-declared',
    'the zero report is asked for and missing',
    {
      history: upTo('evidence'),
      act: act('file-report'),
      known: underPolicy({ zeroReport: true }),
    },
    { history: [...upTo('evidence'), act('declare-interventions')] },
  ),
  row(
    'declared-none-though-logged',
    'nobody is said to have pleaded and the log names somebody',
    {
      history: [...upTo('initiate'), act('record-intervention')],
      act: act('declare-interventions'),
    },
    { act: act('declare-interventions', { none: false }) },
  ),
  row(
    'recommendation-without-report',
    'something is recommended on whom no report speaks of',
    { history: upTo('evidence'), act: act('recommend') },
    { history: upTo('file-report') },
  ),
  row(
    'directive-from-non-superior',
    'an organ directs another one beside it',
    { history: upTo('recommend'), act: act('issue-directive', { organId: 'organization' }) },
    { act: act('issue-directive') },
  ),
  row(
    'subject-ended',
    'it is decided on a subject for whom the case is over',
    { history: [...upTo('recommend'), act('end-for-subject')], act: decided() },
    { history: upTo('recommend') },
  ),
];

// What is worth a look and breaks no rule: the notices, in their order.
import type { IrregularityCode } from '../../../src/domain/case/irregularities.js';
import { isRequirable, requiredBy, type NoticeCode } from '../../../src/domain/case/notices.js';
import { act, before, finding, upTo, upToWithout } from '../../support/office.js';
import {
  asRegistered,
  decided,
  decidedAs,
  handled,
  headed,
  lodgedBy,
  meeting,
  obstructed,
  onTrack,
  remedied,
  row,
  suspended,
  underPolicy,
  withLetters,
  type Row,
} from './rule-scenes.js';

/** In the order of the procedure. */
export const noticed: readonly Row<NoticeCode>[] = [
  row(
    'held-by-its-target',
    'a subject is added who heads the organ that holds the complaint',
    { history: upTo('accept'), act: act('add-subject'), known: headed('commission', 'yi') },
    {
      act: act('add-subject', { subject: { subjectId: 's2', kind: 'person', personId: 'staff' } }),
    },
  ),
  row(
    'accident-not-named',
    'a ground of work safety is found and no accident told',
    {
      history: upTo('evidence'),
      act: act('file-report', { findings: [{ ...finding, grounds: ['M1-10-1'] }] }),
    },
    {
      act: act('file-report', {
        findings: [{ ...finding, grounds: ['M1-10-1'], facts: '发生一起责任事故。' }],
      }),
    },
  ),
  row(
    'subject-not-heard',
    'the subject was not heard',
    { history: upToWithout('recommend', 'hear-subject'), act: decided() },
    { history: upTo('recommend') },
  ),
  row(
    'severe-without-reasons',
    'it is found severe and not said why',
    {
      history: upTo('evidence'),
      act: act('file-report', { findings: [{ ...finding, severity: 'severe' }] }),
    },
    {
      act: act('file-report', {
        findings: [
          { ...finding, severity: 'severe', severityReasons: '群众反映强烈，造成恶劣影响。' },
        ],
      }),
    },
  ),
  row(
    'aggravation-outweighed',
    'what mitigates outweighs what aggravates',
    { history: upTo('recommend'), act: decided({ ...obstructed, ...remedied }) },
    { act: decided({ ...obstructed, ...remedied, adjustment: 'heavier' }) },
  ),
  row(
    'no-leadership-meeting',
    'a department suspends one of its staff and cites no meeting',
    {
      history: onTrack('department-staff'),
      act: decided({ organId: 'bureau', severity: 'serious', methods: ['suspension'] }),
    },
    { act: decided({ organId: 'bureau', severity: 'serious', methods: ['suspension'], meeting }) },
  ),
  row(
    'suspension-without-term',
    'a suspension begins and nobody says until when',
    {
      history: decidedAs(suspended),
      act: act('record-execution', { method: 'suspension', result: 'begun' }),
    },
    {
      act: act('record-execution', {
        method: 'suspension',
        result: 'begun',
        until: '2016-04-14',
      }),
    },
  ),
  row(
    'letter-number-free-form',
    'the number has a form of its own',
    { history: upTo('decide'), act: act('issue-letter', { number: '虚构〔2015〕1号' }) },
    { act: act('issue-letter') },
  ),
  row(
    'letter-number-gap',
    'the number before it was not used',
    {
      history: upTo('decide'),
      act: act('issue-letter', { number: '虚构问责决字（2015）第3号' }),
      known: withLetters(),
    },
    { known: withLetters(2) },
  ),
  row(
    'filed-with-other-keeper',
    "it is filed with another organ than keeps the person's file",
    {
      history: upTo('issue-letter'),
      act: act('archive', { keeperOrganId: 'organization' }),
      known: asRegistered('jia', { fileKeeperOrganId: 'committee' }),
    },
    { act: act('archive', { keeperOrganId: 'committee' }) },
  ),
  row(
    'late-appeal-admitted',
    'an appeal is admitted that came after the fifteen days',
    {
      history: lodgedBy({ on: '2015-10-28' }),
      act: act('decide-appeal'),
    },
    { history: lodgedBy({ on: '2015-10-27' }) },
  ),
  row(
    'relative-without-cause',
    'a near relative appeals for somebody who lives',
    {
      history: before('lodge-appeal'),
      act: act('lodge-appeal', { lodgedBy: { name: '卯某', capacity: 'near-relative' } }),
    },
    { history: [...before('lodge-appeal'), act('end-for-subject')] },
  ),
  row(
    'appeal-decider-investigated',
    'whoever investigated sits among those who answer the appeal',
    {
      history: handled,
      act: act('decide-appeal', { decidedBy: [{ personId: 'inv-1', name: '丙某' }] }),
    },
    { act: act('decide-appeal', { decidedBy: [{ personId: 'other-2', name: '丑某' }] }) },
  ),
];

/** The same, where the policy requires what is missing: irregular. */
export const required: readonly Row<IrregularityCode>[] = noticed.flatMap(
  ({ code, where, scene, twin }) =>
    isRequirable(code)
      ? [
          {
            code,
            where: `${where}, and the policy requires it`,
            scene: { ...scene, known: underPolicy({ [requiredBy[code]]: true }) },
            also: [],
            twin,
          },
        ]
      : [],
);

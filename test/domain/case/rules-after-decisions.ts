// The rules that can be broken once it is decided: proposals, letters, delivery, filing,
// publication, appeals and closing.
import type { IrregularityCode } from '../../../src/domain/case/irregularities.js';
import { act, before, eventIdAt, upTo, upToWithout } from '../../support/office.js';
import {
  decided,
  decidedAs,
  handled,
  lodgedBy,
  own,
  row,
  unidentified,
  withLetters,
  type Row,
} from './rule-scenes.js';

const ofStationed = [
  act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'stationed' }] }),
  act('accept', { track: 'proposal-only' }),
  ...upTo('recommend').slice(2),
];
const inSystem = decidedAs(
  { publicationScopes: ['unit', 'system'] },
  act('issue-letter'),
  act('record-delivery'),
  act('publish', { scope: 'system' }),
  act('correct-decision', { outcome: 'modified', methods: ['admonishing-talk'] }),
);
const publishedInSystem = eventIdAt(inSystem.length - 2);
const appealedAgain = [
  ...upTo('decide-appeal'),
  act('lodge-appeal', { on: '2015-11-12', appealId: 'A-2' }),
  act('assign-appeal-handler', { on: '2015-11-13', appealId: 'A-2' }),
];
const twoMethods = ['circulated-criticism' as const, 'admonishing-talk' as const];

/** In the order of the procedure. */
export const afterDecisions: readonly Row<IrregularityCode>[] = [
  row(
    'proposal-off-track',
    'it is proposed where the city decides itself',
    { history: upTo('recommend'), act: act('forward-proposal', { toOrganId: 'committee' }) },
    { history: ofStationed, act: act('forward-proposal') },
  ),
  row(
    'proposal-to-other-organ',
    'the proposal goes to an organ that does not appoint the person',
    { history: ofStationed, act: act('forward-proposal', { toOrganId: 'committee' }) },
    { act: act('forward-proposal') },
  ),
  row(
    'outcome-by-other-organ',
    'the outcome is that of an organ which does not appoint the person',
    { history: ofStationed, act: act('record-external-outcome', { organId: 'committee' }) },
    { act: act('record-external-outcome') },
  ),
  row(
    'before-decision',
    'the letter is dated before the decision',
    { history: upTo('decide'), act: act('issue-letter', { on: '2015-09-29' }) },
    { act: act('issue-letter', { on: '2015-09-30' }) },
  ),
  row(
    'letter-without-subject',
    'the letter cannot say whom it is for',
    {
      history: [unidentified, ...upTo('recommend').slice(1), decided()],
      act: act('issue-letter'),
    },
    {
      history: [
        unidentified,
        ...upTo('recommend').slice(1),
        decided(),
        act('identify-subject', { subjectId: 's1', personId: 'jia' }),
      ],
    },
  ),
  row(
    'letter-without-facts',
    'the letter has no facts to state',
    {
      history: [
        ...upToWithout('recommend', 'file-report'),
        decided({ grounds: own.grounds, severity: own.severity }),
      ],
      act: act('issue-letter'),
    },
    { history: [...upToWithout('recommend', 'file-report'), decided(own)] },
  ),
  row(
    'letter-without-basis',
    'the letter has no clause to rest on',
    { history: decidedAs({ grounds: [] }), act: act('issue-letter') },
    { history: decidedAs({}) },
  ),
  row(
    'letter-without-apology',
    'an apology is ordered and its manner is open',
    {
      history: decidedAs({ methods: ['ordered-public-apology'] }),
      act: act('issue-letter'),
    },
    {
      history: decidedAs({
        methods: ['ordered-public-apology'],
        apology: { manner: '书面', scope: '虚构局' },
      }),
    },
  ),
  row(
    'letter-number-used-twice',
    'another letter of the organ has its number',
    { history: upTo('decide'), act: act('issue-letter'), known: withLetters(1) },
    { known: withLetters(2) },
  ),
  row(
    'appeal-to-other-organ',
    'the letter sends the appeal to an organ that did not decide',
    { history: upTo('decide'), act: act('issue-letter', { appealTo: 'organization' }) },
    { act: act('issue-letter') },
  ),
  row(
    'delivery-without-letter',
    'a letter is delivered that was not issued',
    { history: upTo('decide'), act: act('record-delivery') },
    { history: upTo('issue-letter') },
  ),
  row(
    'delivered-late',
    'the letter comes on the eighth working day',
    { history: upTo('issue-letter'), act: act('record-delivery', { on: '2015-10-16' }) },
    { act: act('record-delivery', { on: '2015-10-15' }) },
  ),
  row(
    'refusal-without-witness',
    'the letter was left after a refusal and nobody saw it',
    {
      history: upTo('issue-letter'),
      act: act('record-delivery', { result: 'left-after-refusal' }),
    },
    {
      act: act('record-delivery', {
        result: 'left-after-refusal',
        witnesses: [{ name: '寅某' }],
      }),
    },
  ),
  row(
    'filing-without-letter',
    'a letter is filed that was not issued',
    { history: upTo('decide'), act: act('archive') },
    { history: upTo('issue-letter') },
  ),
  row(
    'reported-to-other-organ',
    'the report for the record goes to a department',
    {
      history: upTo('issue-letter'),
      act: act('report-for-record', { toOrganId: 'bureau' }),
    },
    { act: act('report-for-record', { toOrganId: 'organization' }) },
  ),
  row(
    'published-before-delivery',
    'others read it before the subject has it',
    { history: upTo('issue-letter'), act: act('publish') },
    { history: upTo('record-delivery') },
  ),
  row(
    'published-wider-than-decided',
    'it is made known in the system and nobody decided so',
    { history: upTo('record-delivery'), act: act('publish', { scope: 'system' }) },
    {
      history: decidedAs(
        { publicationScopes: ['system'] },
        act('issue-letter'),
        act('record-delivery'),
      ),
    },
  ),
  row(
    'published-after-revocation',
    'it is published as if it stood, and it is revoked',
    {
      history: [...upTo('record-delivery'), act('correct-decision')],
      act: act('publish', { on: '2015-11-20' }),
    },
    { act: act('publish', { on: '2015-11-19' }) },
  ),
  row(
    'correction-narrower',
    'what all of the system read is corrected in the unit',
    {
      history: inSystem,
      act: act('publish', {
        on: '2015-11-21',
        kind: 'correction',
        of: publishedInSystem,
        scope: 'unit',
      }),
    },
    {
      act: act('publish', {
        on: '2015-11-21',
        kind: 'correction',
        of: publishedInSystem,
        scope: 'system',
      }),
    },
  ),
  row(
    'appeal-handler-not-independent',
    'whoever investigated handles the appeal',
    {
      history: upTo('lodge-appeal'),
      act: act('assign-appeal-handler', { handlers: [{ personId: 'inv-1', name: '丙某' }] }),
    },
    { act: act('assign-appeal-handler') },
  ),
  row(
    'appeal-handler-not-impartial',
    'the subject handles his own appeal',
    {
      history: upTo('lodge-appeal'),
      act: act('assign-appeal-handler', { handlers: [{ personId: 'jia', name: '甲某' }] }),
    },
    { act: act('assign-appeal-handler') },
  ),
  row(
    'appeal-decided-without-handler',
    'an appeal is decided that nobody handled',
    { history: upTo('lodge-appeal'), act: act('decide-appeal') },
    { history: handled },
  ),
  row(
    'appeal-decided-late',
    'it is answered on the thirty-first day',
    { history: handled, act: act('decide-appeal', { on: '2015-11-20' }) },
    { act: act('decide-appeal', { on: '2015-11-19' }) },
  ),
  row(
    'appeal-decided-by-other-organ',
    'another organ than the deciding one answers it',
    { history: handled, act: act('decide-appeal', { organId: 'committee' }) },
    { act: act('decide-appeal', { organId: 'commission' }) },
  ),
  row(
    'appeal-by-other-admitted',
    "the unit's appeal is admitted",
    {
      history: lodgedBy({ lodgedBy: { name: '虚构局', capacity: 'unit' } }),
      act: act('decide-appeal'),
    },
    { act: act('decide-appeal', { outcome: 'not-admitted' }) },
  ),
  row(
    'second-appeal-admitted',
    'an appeal is admitted after one was answered',
    {
      history: appealedAgain,
      act: act('decide-appeal', { on: '2015-11-20', appealId: 'A-2' }),
    },
    {
      act: act('decide-appeal', { on: '2015-11-20', appealId: 'A-2', outcome: 'not-admitted' }),
    },
  ),
  row(
    'heavier-on-appeal',
    'the appeal adds a method',
    { history: handled, act: act('decide-appeal', { outcome: 'modified', methods: twoMethods }) },
    { act: act('decide-appeal', { outcome: 'modified', methods: ['admonishing-talk'] }) },
  ),
  row(
    'heavier-on-correction',
    'a correction after an appeal adds a method',
    {
      history: upTo('decide-appeal'),
      act: act('correct-decision', { outcome: 'modified', methods: twoMethods }),
    },
    { history: before('lodge-appeal') },
  ),
  row(
    'closed-with-open-duties',
    'it is closed and the unit was not told of the outcome',
    {
      history: before('close').filter(
        (one) => one.act !== 'notify-appeal-outcome' || one.body.recipient !== 'unit',
      ),
      act: act('close'),
    },
    { history: before('close') },
  ),
];

// The rules that a decision itself can break: its basis, its frame, who decides and how.
import type { IrregularityCode } from '../../../src/domain/case/irregularities.js';
import {
  act,
  acts,
  facts,
  finding,
  recommendation,
  upTo,
  upToWithout,
} from '../../support/office.js';
import {
  asRegistered,
  decided,
  obstructed,
  onTrack,
  own,
  remedied,
  row,
  suspended,
  unidentified,
  type Row,
} from './rule-scenes.js';

/** 甲某 serves with the commission, and the committee manages him. */
const inspector = asRegistered('jia', { organId: 'commission', track: 'discipline-organ-staff' });
const bySuspension = decided({ severity: 'serious', methods: ['suspension'] });

/** A member of the team that the case is also about. */
const ofMember = [
  act('register', {
    subjects: [...acts.register.subjects, { subjectId: 't1', kind: 'team', organId: 'bureau' }],
  }),
  ...upTo('initiate').slice(1),
  act('add-subject', {
    subject: { subjectId: 's2', kind: 'person', personId: 'yi', memberOf: 't1' },
  }),
  act('file-report', { findings: [{ ...finding, subjectId: 's2' }] }),
  act('hear-subject', { subjectId: 's2' }),
  act('recommend', { recommendations: [{ ...recommendation, subjectId: 's2' }] }),
];

/** In the order in which a decision is judged. */
export const ofDecisions: readonly Row<IrregularityCode>[] = [
  row(
    'decision-without-report',
    'it is decided on whom no report speaks of',
    { history: upToWithout('recommend', 'file-report'), act: decided(own) },
    { history: upTo('recommend') },
  ),
  row(
    'decision-without-recommendation',
    'it is decided before anybody recommended',
    { history: upTo('hear-subject'), act: decided() },
    { history: upTo('recommend') },
  ),
  row(
    'second-decision',
    'another decision on the subject stands',
    { history: upTo('decide'), act: decided({ decisionId: 'D-2' }) },
    { act: decided({ decisionId: 'D-2', replaces: 'D-1' }) },
  ),
  row(
    'decider-not-impartial',
    'the subject sits among those who decide',
    {
      history: upTo('recommend'),
      act: decided({ decidedBy: [{ name: '己某' }, { personId: 'jia', name: '甲某' }] }),
    },
    { act: decided({ decidedBy: [{ name: '己某' }, { personId: 'other-2', name: '丑某' }] }) },
  ),
  row(
    'subject-not-identified',
    'nobody knows yet whom it holds to account',
    { history: [unidentified, ...upTo('recommend').slice(1)], act: decided() },
    {
      history: [
        unidentified,
        ...upTo('recommend').slice(1),
        act('identify-subject', { subjectId: 's1', personId: 'jia' }),
      ],
    },
  ),
  row(
    'no-ground',
    'somebody is held to account for nothing',
    { history: upTo('recommend'), act: decided({ grounds: [] }) },
    { act: decided() },
  ),
  row(
    'basis-without-ground',
    'a basis is cited alone',
    { history: upTo('recommend'), act: decided({ grounds: ['M1-16-3'] }) },
    {
      act: decided({
        grounds: ['M1-12', 'M1-16-3'],
        otherRule: { title: '党政机关工作人员问责暂行办法', clause: '第十六条' },
      }),
    },
  ),
  row(
    'basis-of-others',
    'it is held against somebody who never pleaded that he pleaded repeatedly',
    {
      history: upTo('recommend'),
      act: decided({ grounds: ['M2-6-9', 'M1-16-3'] }),
      known: { ...facts(), bases: new Set() },
    },
    { known: { ...facts(), bases: new Set(['M1-16-3' as const]) } },
  ),
  row(
    'ground-not-applicable',
    'the second measure is held against somebody who leads nothing',
    {
      history: upTo('recommend'),
      act: decided(),
      known: asRegistered('jia', { leadingCadre: false }),
    },
    { act: decided({ grounds: ['M1-7-9'] }) },
  ),
  row(
    'ground-needs-membership',
    'a ground for Party members is held against somebody who is none',
    {
      history: upTo('recommend'),
      act: decided({ grounds: ['M1-5-2'] }),
      known: asRegistered('jia', { partyMember: false }),
    },
    { known: asRegistered('jia', { partyMember: true }) },
  ),
  row(
    'same-fact-twice',
    'retaliation is the ground and aggravates as well',
    {
      history: upTo('recommend'),
      act: decided({
        grounds: ['M1-9-5'],
        aggravating: [{ code: 'retaliated' }],
        adjustment: 'heavier',
      }),
    },
    { act: decided({ grounds: ['M1-9-5'] }) },
  ),
  row(
    'conduct-before-measures',
    'all of the conduct ended before 4 February 2015',
    {
      history: [act('register', { conductTo: '2015-02-03' }), ...upTo('recommend').slice(1)],
      act: decided(),
    },
    { history: [act('register', { conductTo: '2015-02-04' }), ...upTo('recommend').slice(1)] },
  ),
  row(
    'responsibility-class-missing',
    'a member of the team is held to account in no class',
    { history: ofMember, act: decided({ subjectId: 's2' }) },
    { act: decided({ subjectId: 's2', responsibility: 'direct' }) },
  ),
  row(
    'severity-not-stated',
    'neither report nor decision says how severe it is',
    {
      history: upToWithout('recommend', 'file-report'),
      act: decided({ facts: own.facts, grounds: own.grounds }),
    },
    { history: upTo('recommend') },
    'decision-without-report',
  ),
  row(
    'lighter-than-frame',
    'a serious case ends with a method for minor ones',
    { history: upTo('recommend'), act: decided({ severity: 'serious' }) },
    { act: decided({ severity: 'minor' }) },
  ),
  row(
    'heavier-than-frame',
    'a minor case ends with suspension',
    { history: upTo('recommend'), act: decided({ ...suspended, severity: 'minor' }) },
    { act: decided(suspended) },
  ),
  row(
    'no-band-beyond',
    'it is reduced below the lightest band',
    { history: upTo('recommend'), act: decided({ ...remedied, adjustment: 'reduced' }) },
    { act: decided({ ...remedied, adjustment: 'lighter' }) },
  ),
  row(
    'mitigation-not-established',
    'it is lighter and nothing mitigates',
    { history: upTo('recommend'), act: decided({ adjustment: 'lighter' }) },
    { act: decided({ ...remedied, adjustment: 'lighter' }) },
  ),
  row(
    'aggravation-not-established',
    'it is heavier and nothing aggravates',
    { history: upTo('recommend'), act: decided({ adjustment: 'heavier' }) },
    { act: decided({ ...obstructed, adjustment: 'heavier' }) },
  ),
  row(
    'aggravation-not-applied',
    'the investigation was obstructed and that changes nothing',
    { history: upTo('recommend'), act: decided(obstructed) },
    { act: decided({ ...obstructed, adjustment: 'heavier' }) },
  ),
  row(
    'heavier-not-shown',
    'it is called heavier and the lightest method of the band is used alone',
    {
      history: upTo('recommend'),
      act: decided({ ...obstructed, adjustment: 'heavier', methods: ['admonishing-talk'] }),
    },
    {
      act: decided({ ...obstructed, adjustment: 'heavier', methods: ['written-self-criticism'] }),
    },
  ),
  row(
    'organ-without-authority',
    'a department decides on a leading cadre',
    { history: upTo('recommend'), act: decided({ organId: 'bureau' }) },
    { act: decided({ organId: 'organization' }) },
  ),
  row(
    'no-collective-meeting',
    'the committee suspends somebody without a meeting',
    {
      history: upTo('recommend'),
      act: decided({
        organId: 'committee',
        severity: 'serious',
        methods: ['suspension'],
      }),
    },
    { act: decided(suspended) },
  ),
  row(
    'approval-missing',
    'the commission suspends one of its own and asks nobody',
    { history: onTrack('discipline-organ-staff'), act: bySuspension, known: inspector },
    { history: [...onTrack('discipline-organ-staff'), act('record-approval')] },
  ),
  row(
    'heavier-than-approved',
    'the commission transfers somebody where a suspension was approved',
    {
      history: [
        ...onTrack('discipline-organ-staff'),
        act('record-approval', { methods: ['suspension'] }),
      ],
      act: decided({ severity: 'serious', methods: ['transfer'] }),
      known: inspector,
    },
    { act: bySuspension },
  ),
  row(
    'effective-before-decision',
    'it takes effect on the day before it was made',
    { history: upTo('recommend'), act: decided({ effectiveOn: '2015-09-29' }) },
    { act: decided({ effectiveOn: '2015-09-30' }) },
  ),
];

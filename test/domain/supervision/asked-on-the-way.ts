// Findings on what a case meets on its way: subjects that are found later, directives refused.
import { act, eventIdAt, finding, placeIn, recommendation, upTo } from '../../support/office.js';
import { decided } from '../case/rule-scenes.js';
import { row, type CaseRow } from './finding-rows.js';

const foundLater = [...upTo('decide'), act('add-subject', { on: '2015-11-01' })];
const reportOn = (on: string) =>
  act('file-report', { on, findings: [{ ...finding, subjectId: 's2', grounds: [] }] });
const recommendedOn = (on: string) =>
  act('recommend', { on, recommendations: [{ ...recommendation, subjectId: 's2' }] });

const stationedLater = [
  ...upTo('decide'),
  act('add-subject', {
    on: '2015-11-01',
    subject: { subjectId: 's2', kind: 'person', personId: 'stationed' },
  }),
  reportOn('2015-11-09'),
  recommendedOn('2015-11-10'),
];
const answeredOn = (on: string) =>
  act('record-external-outcome', { on, decidedOn: on, subjectId: 's2' });

const partHandedOver = [
  act('register', {
    subjects: [
      { subjectId: 's1', kind: 'person', personId: 'jia' },
      { subjectId: 's2', kind: 'person', personId: 'yi' },
    ],
  }),
  ...upTo('decide').slice(1),
  act('transfer', { on: '2015-10-10', toOrganId: 'organization', subjectIds: ['s2'] }),
];
const takenUpOn = (on: string) =>
  act('initiate', { on, organId: 'organization', subjectIds: ['s2'] });

const directed = [...upTo('recommend'), act('issue-directive')];
const directiveId = eventIdAt(directed.length - 1);
const refused = [...directed, act('refuse-directive', { directiveId })];

const heavily = { ...recommendation, methods: ['removal' as const] };
const handedOn = (by: string, on = '2015-09-26') => [
  ...upTo('recommend').slice(0, -1),
  act('issue-directive', { organId: by }),
  act('recommend', { on, recommendations: [heavily] }),
];
const heldOn = (on: string) => act('decide', { on, organId: 'committee', methods: ['removal'] });

export const askedOnTheWay: readonly CaseRow[] = [
  row('S-25', 'a subject that is found later is reported on by nobody', {
    history: foundLater,
    opens: {
      of: 's2:report',
      organId: 'commission',
      openFrom: '2015-12-01',
      facts: ['add-subject'],
    },
    regular: {
      where: 'it is reported within the days since it was added',
      history: [...foundLater, reportOn('2015-11-30'), recommendedOn('2015-12-09')],
    },
    mended: {
      where: 'it is reported after all',
      then: [reportOn('2015-12-09')],
      on: '2015-12-09',
    },
  }),
  row('S-25', 'some subjects are transferred, and whoever receives them does not begin', {
    history: partHandedOver,
    opens: {
      of: `${eventIdAt(partHandedOver.length - 1)}:initiation`,
      organId: 'organization',
      openFrom: '2015-11-09',
      facts: ['transfer'],
    },
    regular: {
      where: 'it passes them on, and the next one begins',
      history: [
        ...partHandedOver,
        act('transfer', {
          on: '2015-10-20',
          fromOrganId: 'organization',
          toOrganId: 'commission',
          subjectIds: ['s2'],
        }),
        takenUpOn('2015-11-01'),
        reportOn('2015-11-20'),
        recommendedOn('2015-11-25'),
      ],
    },
    mended: { where: 'it begins after all', then: [takenUpOn('2015-11-20')], on: '2015-11-20' },
  }),
  row('S-34', 'it was found later that only the appointing organ decides, and nobody asks it', {
    history: stationedLater,
    opens: {
      of: 's2:decision',
      organId: 'commission',
      openFrom: '2015-12-10',
      facts: ['recommend'],
    },
    regular: {
      where: 'it is asked and answers',
      history: [
        ...stationedLater,
        act('forward-proposal', { on: '2015-11-12', subjectId: 's2' }),
        answeredOn('2015-11-20'),
      ],
    },
    mended: {
      where: 'it decides of its own accord',
      then: [answeredOn('2015-12-15')],
      on: '2015-12-15',
    },
  }),
  row('S-06', 'the addressee recommends in time, and the organ that decides leaves it there', {
    history: handedOn('ministry'),
    opens: {
      of: `${eventIdAt(placeIn(handedOn('ministry'), 'issue-directive'))}:directive`,
      organId: 'committee',
      openFrom: '2015-11-01',
      facts: ['issue-directive'],
    },
    regular: { where: 'the decision is the directing organ’s own', history: handedOn('committee') },
    mended: { where: 'it decides', then: [heldOn('2015-11-03')], on: '2015-11-03' },
  }),
  row('S-06', 'the addressee recommends to another organ only after the last day', {
    history: handedOn('committee', '2015-11-02'),
    opens: {
      of: `${eventIdAt(placeIn(handedOn('committee'), 'issue-directive'))}:directive`,
      organId: 'commission',
      openFrom: '2015-11-01',
      facts: ['issue-directive'],
    },
    regular: { where: 'it does so on the last day', history: handedOn('committee', '2015-10-31') },
    mended: { where: 'that one decides', then: [heldOn('2015-11-05')], on: '2015-11-05' },
  }),
  row('S-01', 'a directive to hold to account is refused, be it with reasons (I-37)', {
    history: refused,
    opens: {
      of: eventIdAt(directed.length),
      organId: 'commission',
      openFrom: '2015-09-25',
      facts: ['issue-directive', 'refuse-directive'],
    },
    regular: { where: 'it is followed', history: [...directed, decided()] },
    mended: {
      where: 'the subject is held to account after all',
      then: [decided()],
      on: '2015-09-30',
    },
  }),
];

// Findings on outcomes that became lighter after somebody pleaded: when the decision was changed, on
// an appeal or without one (S-32). As made: asked-of-decisions.ts.
import type { CommandBody } from '../../../src/domain/case/acts.js';
import { act, eventIdAt, finding, upTo } from '../../support/office.js';
import { decided, meeting, suspended } from '../case/rule-scenes.js';
import { corrected, decidedAnew, row, type CaseRow } from './finding-rows.js';

const serious = upTo('recommend').map((one) =>
  one.act === 'file-report'
    ? act('file-report', { findings: [{ ...finding, severity: 'serious' }] })
    : one,
);
const pleading = (on: string) => act('record-intervention', { on, contacted: { name: '丑某' } });
const suspendedFirst = [...serious, decided(suspended)];
const lightened: Pick<CommandBody<'decide-appeal'>, 'meeting' | 'outcome' | 'changes'> = {
  meeting,
  outcome: 'modified',
  changes: { methods: ['admonishing-talk'], severity: 'minor' },
};
const appealed = [
  ...suspendedFirst,
  act('lodge-appeal'),
  act('assign-appeal-handler'),
  pleading('2015-10-25'),
];
const onAppeal = act('decide-appeal', { organId: 'committee', ...lightened });

export const askedAfterPleading: readonly CaseRow[] = [
  row('S-32', 'somebody pleaded, and the appeal takes a serious case to a talk', {
    history: [...appealed, onAppeal],
    opens: {
      of: 'D-1:2',
      organId: 'committee',
      openFrom: '2015-11-10',
      facts: ['file-report', 'record-intervention', 'decide-appeal'],
    },
    regular: {
      where: 'the appeal is heard in vain',
      history: [...appealed, act('decide-appeal', { organId: 'committee' })],
    },
    mended: {
      where: 'it is corrected to what the report found',
      then: [corrected({ outcome: 'modified', meeting, methods: ['transfer'] })],
      on: '2015-11-20',
    },
  }),
  row('S-32', 'somebody pleaded, and the appeal revokes the decision', {
    history: [...appealed, act('decide-appeal', { organId: 'committee', outcome: 'revoked' })],
    opens: {
      of: 'D-1:2',
      organId: 'committee',
      openFrom: '2015-11-10',
      facts: ['file-report', 'record-intervention', 'decide-appeal'],
    },
    regular: {
      where: 'nobody pleaded',
      history: [
        ...appealed.slice(0, -1),
        act('decide-appeal', { organId: 'committee', outcome: 'revoked' }),
      ],
    },
    mended: {
      where: 'another decision holds to account after all',
      then: [decided({ ...suspended, on: '2015-12-02', decisionId: 'D-2' })],
      on: '2015-12-02',
    },
  }),
  row('S-32', 'somebody pleaded in vain, and a correction takes the case to a talk', {
    history: [
      ...serious,
      pleading('2015-09-20'),
      decided(suspended),
      corrected({ ...lightened, outcome: 'modified' }),
    ],
    opens: {
      of: 'D-1:2',
      organId: 'committee',
      openFrom: '2015-11-20',
      facts: ['file-report', 'record-intervention', 'correct-decision'],
    },
    regular: {
      where: 'somebody pleaded only after the correction',
      history: [
        ...suspendedFirst,
        corrected({ ...lightened, outcome: 'modified' }),
        pleading('2015-11-21'),
      ],
    },
    mended: {
      where: 'another decision takes its place that is as heavy as the report',
      then: [decidedAnew({ ...suspended, on: '2015-12-02' })],
      on: '2015-12-02',
    },
  }),
  row(
    'S-32',
    'it ended lighter after somebody pleaded, and is corrected to what the report found',
    {
      history: [...serious, pleading('2015-09-20'), decided({ severity: 'minor' })],
      opens: {
        of: 'D-1',
        organId: 'commission',
        openFrom: '2015-09-30',
        facts: ['file-report', 'record-intervention', 'decide'],
      },
      regular: {
        where: 'it was as heavy at first',
        history: [...serious, pleading('2015-09-20'), decided(suspended)],
      },
      mended: {
        where: 'a correction makes it as heavy',
        then: [
          corrected({
            outcome: 'modified',
            meeting,
            changes: { methods: ['suspension'], severity: 'serious' },
          }),
        ],
        on: '2015-11-20',
      },
    },
  ),
];

/** A correction that leaves what was lighter already as it was. */
export const stillLighter = [
  ...serious,
  pleading('2015-09-20'),
  decided({ severity: 'minor' }),
  corrected({ outcome: 'modified', changes: { responsibility: 'direct' } }),
];

/** The report was supplemented before the appeal was decided: it is no serious case any more. */
export const supplemented = [
  ...appealed,
  act('file-report', { on: '2015-11-02', supplements: eventIdAt(4) }),
  onAppeal,
];

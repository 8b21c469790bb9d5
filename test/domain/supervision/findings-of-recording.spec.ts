// S-35: what was recorded more than the policy's days after its legal date, whatever act it was,
// where a duty begins or ends with that date or something is counted from it (I-12).
import type { CaseAct, CaseCommand } from '../../../src/domain/case/acts.js';
import { addDays } from '../../../src/domain/legal-date.js';
import { act, acts, before, eventIdAt, upTo } from '../../support/office.js';
import { decided } from '../case/rule-scenes.js';
import { found } from './case-under-supervision.js';
import { corrected } from './finding-rows.js';

const directed = [...upTo('recommend'), act('issue-directive')];
const ofStationed = [
  act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'stationed' }] }),
  act('accept', { track: 'proposal-only' }),
  ...upTo('recommend').slice(2),
];
const handled = upTo('assign-appeal-handler');

/** Acts with a date that something rests on: what comes before, the act, and the organ that answers. */
const dated: readonly (readonly [readonly CaseCommand[], CaseCommand, string])[] = [
  [[], act('register'), 'commission'],
  [upTo('register'), act('accept', { organId: 'organization' }), 'organization'],
  [upTo('register'), act('decline'), 'commission'],
  [upTo('register'), act('transfer'), 'commission'],
  [upTo('initiate'), act('add-subject'), 'commission'],
  [upTo('accept'), act('initiate', { organId: 'organization' }), 'organization'],
  [upTo('initiate'), act('assign-investigators'), 'commission'],
  [upTo('initiate'), act('recuse-investigator'), 'commission'],
  [upTo('initiate'), act('declare-conflict'), 'commission'],
  [upTo('initiate'), act('record-intervention'), 'commission'],
  [before('file-report'), act('file-report'), 'commission'],
  [before('hear-subject'), act('hear-subject'), 'commission'],
  [before('recommend'), act('recommend'), 'commission'],
  [upTo('recommend'), act('issue-directive'), 'committee'],
  [
    directed,
    act('refuse-directive', { directiveId: eventIdAt(directed.length - 1) }),
    'commission',
  ],
  [upTo('recommend'), act('record-approval'), 'committee'],
  [upTo('recommend'), act('decide'), 'commission'],
  [upTo('recommend'), decided({ organId: 'organization' }), 'organization'],
  [ofStationed, act('forward-proposal'), 'commission'],
  [ofStationed, act('record-external-outcome'), 'ministry'],
  [before('issue-letter'), act('issue-letter'), 'commission'],
  [before('record-delivery'), act('record-delivery'), 'commission'],
  [before('archive'), act('archive'), 'commission'],
  [before('report-for-record'), act('report-for-record'), 'commission'],
  [before('publish'), act('publish'), 'commission'],
  [before('record-execution'), act('record-execution'), 'organization'],
  [before('lodge-appeal'), act('lodge-appeal'), 'commission'],
  [handled, act('withdraw-appeal'), 'commission'],
  [before('assign-appeal-handler'), act('assign-appeal-handler'), 'commission'],
  [handled, act('decide-appeal'), 'commission'],
  [upTo('decide-appeal'), act('notify-appeal-outcome'), 'commission'],
  [upTo('decide'), corrected(), 'committee'],
  [upTo('file-report'), act('refer-discipline'), 'commission'],
  [upTo('file-report'), act('refer-judicial'), 'commission'],
  [upTo('recommend'), act('end-for-subject'), 'commission'],
  [before('close'), act('close'), 'commission'],
  [upTo('close'), act('reopen'), 'commission'],
];

const unknown = act('add-subject', { subject: { subjectId: 's2', kind: 'person' } });

/** Acts whose date nothing rests on. */
const undated: readonly (readonly [readonly CaseCommand[], CaseCommand])[] = [
  [[...upTo('initiate'), unknown], act('identify-subject')],
  [upTo('initiate'), act('evidence')],
  [upTo('initiate'), act('declare-interventions')],
  [upTo('record-execution'), act('record-follow-up')],
  [
    [...upTo('file-report'), act('refer-discipline')],
    act('record-referral-outcome', { referralEventId: eventIdAt(upTo('file-report').length) }),
  ],
  [upTo('decide'), act('notify')],
  [upTo('decide'), act('correct-record')],
  [upTo('evidence'), act('void-record', { eventId: eventIdAt(3) })],
];

function dateOf({ act: name, body }: CaseCommand): string {
  return name === 'register' ? body.receivedOn : body.on;
}

/** What S-35 asks where an act is recorded so many days after its date. */
function recordedAfter(days: number, history: readonly CaseCommand[], last: CaseCommand) {
  const day = addDays(dateOf(last), days);
  return found('S-35', [...history, last], undefined, { [last.act]: day });
}

const named = dated.map(([history, last, organId]) => [last.act, organId, history, last] as const);

describe('S-35 asks', () => {
  it.each(named)(
    'of %s recorded on the eighth day, and %s answers',
    (_, organId, history, last) => {
      const [late, ...others] = recordedAfter(8, history, last);
      expect(others).toStrictEqual([]);
      expect(late).toMatchObject({
        id: `S-35:C-1:${eventIdAt(history.length)}`,
        kind: 'notice',
        organId,
        openFrom: addDays(dateOf(last), 8),
        rectifiedOn: addDays(dateOf(last), 8),
        facts: [eventIdAt(history.length)],
      });
    },
  );

  it('of every act of a register that is recorded long after: a late filing is not hidden by its date', () => {
    const all = before('close');
    const recordedOn = Object.fromEntries(
      all.map((one): [CaseAct, string] => [one.act, '2016-06-01']),
    );
    const late = found('S-35', all, undefined, recordedOn);
    expect(late.map(({ facts }) => facts[0])).toStrictEqual(
      all.flatMap((one, place) => (one.act === 'evidence' ? [] : [eventIdAt(place)])),
    );
    expect(new Set(late.map(({ rectifiedOn }) => rectifiedOn))).toStrictEqual(
      new Set(['2016-06-01']),
    );
  });

  it('about the subject, the decision and the appeal that the act names', () => {
    const [late] = recordedAfter(8, handled, act('decide-appeal'));
    expect(late).toMatchObject({
      subjectId: 's1',
      personId: 'jia',
      decisionId: 'D-1',
      appealId: 'A-1',
    });
    const [outcome] = recordedAfter(8, ofStationed, act('record-external-outcome'));
    expect(outcome).toMatchObject({ subjectId: 's1', decisionId: eventIdAt(ofStationed.length) });
  });

  it('by the date as it is corrected, and of nothing that is void', () => {
    const eventId = eventIdAt(before('publish').length);
    const earlier = act('correct-record', {
      eventId,
      field: '/on',
      from: '2015-10-14',
      to: '2015-10-01',
      evidence: acts.evidence.digest,
    });
    const [late] = found('S-35', [...upTo('publish'), earlier]);
    expect(late).toMatchObject({ facts: [eventId], openFrom: '2015-10-09' });
    const voided = [...upTo('publish'), act('void-record', { eventId })];
    expect(found('S-35', voided, undefined, { publish: '2016-06-01' })).toStrictEqual([]);
  });
});

describe('S-35 does not ask', () => {
  it.each(named)('of %s recorded on the seventh day (%s)', (_, __, history, last) => {
    expect(recordedAfter(7, history, last)).toStrictEqual([]);
  });

  it.each(undated.map(([history, last]) => [last.act, history, last] as const))(
    'of %s, with whose date no duty begins or ends',
    (_, history, last) => {
      expect(recordedAfter(60, history, last)).toStrictEqual([]);
    },
  );
});

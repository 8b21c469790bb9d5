// A legal date is corrected by a document that shows it, and what was counted from it is counted
// anew, with both dates shown.
import type { CaseCommand, CommandBody } from '../../../src/domain/case/acts.js';
import { dutiesOf } from '../../../src/domain/case/duties.js';
import { caseAfter, given } from '../../support/given.js';
import { act, acts, before, eventIdAt, finding, placeIn, upTo } from '../../support/office.js';

const digest = acts.evidence.digest;

const corrected = (changed: Partial<CommandBody<'correct-record'>>) =>
  act('correct-record', changed);

describe('correcting a legal date', () => {
  const history = upTo('record-delivery');
  const delivery = eventIdAt(placeIn(history, 'record-delivery'));
  const dated = (changed: Partial<CommandBody<'correct-record'>> = {}) =>
    corrected({
      eventId: delivery,
      field: '/on',
      from: '2015-10-12',
      to: '2015-10-09',
      evidence: digest,
      ...changed,
    });
  const dutyOf = (kind: string, ...acted: readonly CaseCommand[]) =>
    dutiesOf(caseAfter(...acted)).find((duty) => duty.kind === kind)!;

  it('needs the document that shows it, among the evidence of this case', () => {
    given(...history)
      .when(dated())
      .thenNoticed();
    const { evidence: _, ...unshown } = dated().body;
    given(...history)
      .when({ act: 'correct-record', body: unshown })
      .thenImpossible('evidence');
    given(...history)
      .when(dated({ evidence: `sha-256:${'b'.repeat(64)}` }))
      .thenImpossible('evidence');
  });

  it('needs it also where a date is added or taken away', () => {
    const unshown = (changed: Partial<CommandBody<'correct-record'>>) => {
      const { evidence: _, ...body } = dated({ eventId: eventIdAt(0), ...changed }).body;
      return { act: 'correct-record' as const, body };
    };
    const added = { field: '/conductTo', from: null, to: '2015-08-01' };
    given(...history)
      .when(unshown(added))
      .thenImpossible('evidence');
    given(...history)
      .when(dated({ eventId: eventIdAt(0), ...added }))
      .thenNoticed();
    given(...history, dated({ eventId: eventIdAt(0), ...added }))
      .when(unshown({ ...added, from: added.to, to: null }))
      .thenImpossible('evidence');
  });

  it('refuses a day to come, and a date that does not exist', () => {
    given(...history)
      .when(dated({ to: '2017-01-01' }))
      .thenImpossible('to');
    given(...history)
      .when(dated({ to: '2015-02-29' }))
      .thenImpossible('to');
    given(...history)
      .when(dated({ to: '昨天' }))
      .thenImpossible('to');
  });

  it('refuses a day to come wherever in the record it stands', () => {
    const met = [
      ...upTo('recommend'),
      act('decide', {
        meeting: { body: '虚构市纪委常委会', heldOn: '2015-09-29', reference: '1' },
      }),
    ];
    const heldOn = { eventId: eventIdAt(met.length - 1), field: '/meeting/heldOn' };
    given(...met)
      .when(dated({ ...heldOn, from: '2015-09-29', to: '2017-01-01' }))
      .thenImpossible('to');
    given(...met)
      .when(dated({ ...heldOn, from: '2015-09-29', to: '2015-09-28' }))
      .thenNoticed();
    const conduct = { id: 'c1', facts: '拖延。', grounds: [], from: '2015-03-01' };
    const found = [
      ...upTo('evidence'),
      act('file-report', { findings: [{ ...finding, conducts: [conduct] }] }),
    ];
    const began = { eventId: eventIdAt(found.length - 1), field: '/findings/0/conducts/0/from' };
    given(...found)
      .when(dated({ ...began, from: '2015-03-01', to: '2017-01-01' }))
      .thenImpossible('to');
    given(...found)
      .when(dated({ ...began, from: '2015-03-01', to: '2015-04-01' }))
      .thenNoticed();
  });

  it('may lie ahead where it says until when, not what has happened', () => {
    const published = [...upTo('publish'), act('publish', { until: '2015-12-31' })];
    const place = { eventId: eventIdAt(published.length - 1), field: '/until' };
    given(...published)
      .when(dated({ ...place, from: '2015-12-31', to: '2018-12-31' }))
      .thenNoticed();
  });

  it('shows both dates in the duty that it met', () => {
    expect(dutyOf('delivery-subject', ...history, dated()).met).toStrictEqual({
      on: '2015-10-09',
      eventId: delivery,
      recordedOn: '2015-10-12',
    });
    const again = dated({ from: '2015-10-09', to: '2015-10-10' });
    expect(dutyOf('delivery-subject', ...history, dated(), again).met).toStrictEqual({
      on: '2015-10-10',
      eventId: delivery,
      recordedOn: '2015-10-12',
    });
  });

  it('moves the due date of the duty that it started, and shows both dates there', () => {
    const decision = eventIdAt(placeIn(history, 'decide'));
    const earlier = dated({ eventId: decision, from: '2015-09-30', to: '2015-09-21' });
    const duty = dutyOf('delivery-subject', ...history, earlier);
    expect(duty.started).toStrictEqual({
      on: '2015-09-21',
      eventId: decision,
      recordedOn: '2015-09-30',
    });
    expect([dutyOf('delivery-subject', ...history).dueOn, duty.dueOn]).toStrictEqual([
      '2015-10-15',
      '2015-09-30',
    ]);
    const received = dated({
      eventId: eventIdAt(0),
      field: '/receivedOn',
      from: '2015-09-01',
      to: '2015-08-20',
    });
    expect(dutyOf('intake', ...history, received)).toMatchObject({
      started: { on: '2015-08-20', recordedOn: '2015-09-01' },
      watchOn: '2015-09-19',
    });
  });

  it('decides on the lateness of an appeal that waits for its answer', () => {
    const lodged = [
      ...before('lodge-appeal'),
      act('lodge-appeal', { on: '2015-10-27' }),
      act('assign-appeal-handler'),
    ];
    const admitted = act('decide-appeal', { outcome: 'upheld' });
    given(...lodged)
      .when(admitted)
      .thenNoticed();
    // Delivered on the 9th, the fifteenth day was the 24th, a Saturday: the last day is Monday the 26th.
    given(...lodged, dated())
      .when(admitted)
      .thenNoticed('late-appeal-admitted');
  });
});

// Findings where one row does not tell all: of teams, refusals, late records, reopened cases.
import {
  act,
  before,
  eventIdAt,
  finding,
  placeIn,
  upTo,
  standingAt,
} from '../../support/office.js';
import { irregularFindings } from '../../../src/domain/supervision/finding.js';
import { chief, decided, obstructed, suspended } from '../case/rule-scenes.js';
import { caseOf, eventsOf, findingsOf, found, spans } from './case-under-supervision.js';
import { advisedAgainst, corrected, decidedAnew, letGo } from './finding-rows.js';

describe('whom a finding is about', () => {
  it('names subject, person and decision, and for an appeal the appeal', () => {
    const [late] = found('S-12', upTo('assign-appeal-handler'));
    expect(late).toMatchObject({
      caseId: 'C-1',
      subjectId: 's1',
      personId: 'jia',
      decisionId: 'D-1',
      appealId: 'A-1',
    });
    const [frame] = found('S-03', [...upTo('recommend'), decided(obstructed)]);
    expect(frame).toMatchObject({ subjectId: 's1', personId: 'jia', decisionId: 'D-1' });
    expect(frame?.appealId).toBeUndefined();
  });

  it('names the organ that investigated then, also when another one investigates later', () => {
    const history = [
      ...upTo('initiate'),
      act('declare-conflict'),
      act('transfer', { on: '2015-09-10' }),
      act('accept', { on: '2015-09-11', organId: 'organization' }),
      act('initiate', {
        on: '2015-09-12',
        organId: 'organization',
        investigators: [{ personId: 'inv-9', name: '卯某', organId: 'organization' }],
      }),
    ];
    expect(found('S-27', history).map(({ organId }) => organId)).toStrictEqual(['commission']);
  });
});

describe('S-27', () => {
  it('does not ask of a conflict that is declared once the report is filed', () => {
    const history = [...upTo('file-report'), act('declare-conflict', { on: '2015-09-16' })];
    expect(found('S-27', history)).toStrictEqual([]);
  });

  it('does not ask of an appeal handler who declares a conflict once it is answered or withdrawn', () => {
    const conflict = act('declare-conflict', {
      on: '2015-11-12',
      personId: 'other-1',
      role: 'appeal-handler',
    });
    expect(found('S-27', [...upTo('decide-appeal'), conflict])).toStrictEqual([]);
    const withdrawn = [...upTo('assign-appeal-handler'), act('withdraw-appeal'), conflict];
    expect(found('S-27', withdrawn)).toStrictEqual([]);
  });

  it('asks of an appeal handler who was pleaded with while it was handled, also once it is answered', () => {
    const contacted = { personId: 'other-1', name: '庚某' };
    const logged = (on: string) => act('record-intervention', { on, contacted });
    expect(spans('S-27', [...upTo('decide-appeal'), logged('2015-10-23')])).toStrictEqual([
      ['A-1:appeal', '2015-10-23', undefined],
    ]);
    expect(found('S-27', [...upTo('decide-appeal'), logged('2015-11-11')])).toStrictEqual([]);
  });

  it('is not mended by a start that somebody approves who was pleaded with too', () => {
    const approvedBy = { organId: 'bureau', personId: 'deputy', name: '辰某' };
    const history = [
      act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'staff' }] }),
      act('accept', { track: 'department-staff' }),
      act('initiate', { organId: 'bureau', approvedBy: chief }),
      act('initiate', { on: '2015-09-14', organId: 'bureau', approvedBy, subjectIds: ['s1'] }),
      ...['chief', 'deputy'].map((personId) =>
        act('record-intervention', { on: '2015-09-04', contacted: { personId, name: '某某' } }),
      ),
    ];
    expect(spans('S-27', history)).toStrictEqual([
      [`${eventIdAt(2)}:initiation`, '2015-09-05', undefined],
      [`${eventIdAt(3)}:initiation`, '2015-09-14', undefined],
    ]);
  });

  it('stays open where the appeal is given again to the same handler', () => {
    const history = [
      ...upTo('assign-appeal-handler'),
      act('declare-conflict', { on: '2015-10-23', personId: 'other-1', role: 'appeal-handler' }),
      act('assign-appeal-handler', { on: '2015-10-26' }),
    ];
    expect(spans('S-27', history)).toStrictEqual([
      ['A-1:appeal', '2015-10-23', undefined],
      ['A-1:appeal:2', '2015-10-26', undefined],
    ]);
  });
});

describe('S-36 within a case', () => {
  const outcome = act('record-external-outcome', { on: '2015-10-06', decidedOn: '2015-10-05' });
  const both = [...upTo('decide'), outcome];

  it("asks of the appointing organ's outcome beside a decision of ours, until ours is revoked", () => {
    const [opened] = found('S-36', both);
    expect(opened?.facts).toStrictEqual(eventsOf(both, 'decide', 'record-external-outcome'));
    expect(spans('S-36', [...both, corrected()])).toStrictEqual([
      [eventIdAt(8), '2015-10-06', '2015-11-20'],
    ]);
  });

  it("asks of a decision of ours beside the appointing organ's", () => {
    const history = [
      ...upTo('recommend'),
      act('record-external-outcome'),
      act('decide', { on: '2015-10-25' }),
    ];
    const [opened] = found('S-36', history);
    expect(opened?.facts).toStrictEqual(eventsOf(history, 'record-external-outcome', 'decide'));
  });

  it('is mended only when nothing but one decision is left', () => {
    const three = [
      ...upTo('decide'),
      decided({ on: '2015-10-09', decisionId: 'D-2' }),
      decided({ on: '2015-10-10', decisionId: 'D-3' }),
    ];
    expect(spans('S-36', [...three, corrected()])).toStrictEqual([
      ['D-2', '2015-10-09', '2015-11-20'],
      ['D-3', '2015-10-10', undefined],
    ]);
    const twoGone = [...three, corrected(), corrected({ on: '2015-11-21', decisionId: 'D-2' })];
    expect(spans('S-36', twoGone).at(-1)).toStrictEqual(['D-3', '2015-10-10', '2015-11-21']);
  });

  it('does not count the decision that the second one replaces', () => {
    const history = [
      ...upTo('decide'),
      decided({ on: '2015-10-09', decisionId: 'D-2' }),
      decided({ on: '2015-10-10', decisionId: 'D-3', replaces: 'D-2' }),
    ];
    const last = found('S-36', history).at(-1);
    expect(last?.facts).toStrictEqual(eventsOf(history, 7, 9));
  });
});

describe('a case that was closed', () => {
  it('leaves nothing for S-20 to list of what was done on the day of the closing', () => {
    const history = [
      ...before('close').filter(
        (one) =>
          one.act !== 'publish' &&
          (one.act !== 'notify-appeal-outcome' || one.body.recipient !== 'unit'),
      ),
      act('publish', { on: '2015-11-30' }),
      act('close'),
    ];
    const [left] = found('S-20', history);
    expect(left?.facts).toStrictEqual(eventsOf(history, 'close', 'decide-appeal'));
  });

  it('opens no S-24 for a subject for whom it was over', () => {
    const history = [...upTo('recommend'), act('end-for-subject'), act('close')];
    expect(found('S-24', history)).toStrictEqual([]);
  });
});

describe('S-07 of a start', () => {
  it('is not mended by another start that nobody approved', () => {
    const history = [
      act('register', { subjects: [{ subjectId: 's1', kind: 'person', personId: 'staff' }] }),
      act('accept', { track: 'department-staff' }),
      act('initiate', { organId: 'bureau' }),
      act('initiate', { on: '2015-09-14', organId: 'bureau', subjectIds: ['s1'] }),
    ];
    expect(spans('S-07', history)).toStrictEqual([
      [`${eventIdAt(2)}:initiation`, '2015-09-05', undefined],
      [`${eventIdAt(3)}:initiation`, '2015-09-14', undefined],
    ]);
  });
});

describe('a case that was closed and reopened', () => {
  const reopened = act('reopen');

  it('looks in S-36 at decisions of one round', () => {
    const history = [
      ...upTo('reopen'),
      decided({ on: '2015-12-10', decisionId: 'D-2' }),
      decided({ on: '2015-12-11', decisionId: 'D-3' }),
    ];
    expect(found('S-36', history).map(({ facts }) => facts)).toStrictEqual([
      eventsOf(history, history.length - 2, history.length - 1),
    ]);
  });

  it('keeps S-20 until the last duty is done, though it is open again', () => {
    const history = [
      ...before('close').filter(
        (one) => one.act !== 'notify-appeal-outcome' || one.body.recipient !== 'unit',
      ),
      act('close'),
      reopened,
    ];
    expect(spans('S-20', history)).toStrictEqual([['closed', '2015-11-30', undefined]]);
    const told = act('notify-appeal-outcome', { on: '2015-12-03', recipient: 'unit' });
    expect(spans('S-20', [...history, told])).toStrictEqual([
      ['closed', '2015-11-30', '2015-12-03'],
    ]);
  });

  it('keeps S-20 of a step that was left out until the reopening, with which it begins anew', () => {
    const history = [...upTo('file-report'), act('close')];
    const [left] = found('S-20', [...history, reopened]);
    expect(left?.facts).toStrictEqual(eventsOf(history, 'close', 'file-report'));
    expect(spans('S-20', history)).toStrictEqual([['closed', '2015-11-30', undefined]]);
    expect(spans('S-20', [...history, reopened])).toStrictEqual([
      ['closed', '2015-11-30', '2015-12-01'],
    ]);
  });

  it('keeps S-24 until somebody is held to account, and asks anew of a second closing', () => {
    const history = [...upTo('recommend'), act('close'), reopened];
    expect(spans('S-24', history)).toStrictEqual([['s1:closed', '2015-11-30', undefined]]);
    const again = [
      ...history,
      act('file-report', { on: '2015-12-08' }),
      act('close', { on: '2015-12-20' }),
    ];
    expect(spans('S-24', again)).toStrictEqual([
      ['s1:closed', '2015-11-30', undefined],
      ['s1:closed:2', '2015-12-20', undefined],
    ]);
  });

  it('names the organ that had it then, also when it is transferred later', () => {
    const history = [
      ...upTo('recommend'),
      act('close'),
      reopened,
      act('transfer', { on: '2015-12-05' }),
    ];
    expect(found('S-24', history).map(({ organId }) => organId)).toStrictEqual(['commission']);
  });
});

describe('what a report said, and when', () => {
  it('opens S-24 on the day of the report where it establishes the ground after the decision', () => {
    const history = [
      ...upTo('evidence'),
      act('file-report', { findings: [{ ...finding, grounds: [] }] }),
      advisedAgainst,
      letGo(),
      act('file-report', { on: '2015-10-12', supplements: eventIdAt(4) }),
    ];
    expect(spans('S-24', history)).toStrictEqual([['D-1', '2015-10-12', undefined]]);
  });

  it('compares in S-32 with the report that the decision knew', () => {
    const history = [
      ...upTo('recommend'),
      act('record-intervention', { on: '2015-09-20', contacted: { name: '丑某' } }),
      decided(),
      act('file-report', {
        on: '2015-10-12',
        supplements: eventIdAt(4),
        findings: [{ ...finding, severity: 'serious' }],
      }),
    ];
    expect(found('S-32', history)).toStrictEqual([]);
  });

  it('asks in S-32 nothing of a pleading after the decision', () => {
    const history = [
      ...upTo('recommend'),
      letGo(),
      act('record-intervention', { on: '2015-10-09', contacted: { name: '丑某' } }),
    ];
    expect(found('S-32', history)).toStrictEqual([]);
  });

  it('puts a team in the lowest band, whatever was found (I-27)', () => {
    const history = [
      act('register', { subjects: [{ subjectId: 's1', kind: 'team', organId: 'bureau' }] }),
      ...upTo('evidence').slice(1),
      act('file-report', { findings: [{ ...finding, severity: 'severe' }] }),
      act('record-intervention', { on: '2015-09-16', contacted: { name: '丑某' } }),
      decided(),
    ];
    expect(found('S-32', history)).toStrictEqual([]);
  });
});

describe('what was irregular in several ways at once', () => {
  it('opens a finding of each code, once', () => {
    const history = [
      ...upTo('recommend'),
      decided({ ...suspended, severity: 'minor', grounds: ['M1-16-3'], adjustment: 'heavier' }),
    ];
    const ids = findingsOf(caseOf(history))
      .filter(({ facts }) => facts.includes(eventIdAt(placeIn(history, 'decide'))))
      .map(({ id }) => id)
      .filter((id) => /^S-2[23]/.test(id));
    expect(ids.toSorted()).toStrictEqual(['S-22:C-1:D-1', 'S-23:C-1:D-1']);
  });

  it('is a failure where one code gives a failure and another a notice', () => {
    const history = [
      ...upTo('recommend'),
      decided({
        ...obstructed,
        mitigating: [{ code: 'remedied-harm' }],
        adjustment: 'lighter',
      }),
    ];
    expect(found('S-03', history).map(({ kind }) => kind)).toStrictEqual(['notice']);
    const [kept] = irregularFindings(
      {
        on: '2015-09-30',
        at: {
          ...standingAt(7),
          codes: ['aggravation-outweighed', 'heavier-not-shown'],
        },
      },
      () => ({}),
    );
    expect(kept).toStrictEqual({
      code: 'S-03',
      openFrom: '2015-09-30',
      facts: [eventIdAt(7)],
    });
    const unfounded = [...upTo('recommend'), decided({ ...obstructed, adjustment: 'lighter' })];
    expect(found('S-03', unfounded).map(({ kind }) => kind)).toStrictEqual(['frame']);
  });

  it('has an id of its own, whatever its decision, letter and appeal are called', () => {
    const history = [
      ...upTo('recommend'),
      decided({ decisionId: 'appeal', decidedBy: [{ personId: 'jia', name: '甲某' }] }),
      act('issue-letter', { decisionId: 'appeal', letterId: 'appeal', appealTo: 'organization' }),
      act('lodge-appeal', { decisionId: 'appeal', appealId: '2' }),
      act('assign-appeal-handler', {
        appealId: '2',
        handlers: [{ personId: 'jia', name: '甲某' }],
      }),
      corrected({
        decisionId: 'appeal',
        outcome: 'modified',
        changes: { severity: 'minor' },
        decidedBy: [{ personId: 'jia', name: '甲某' }],
      }),
    ];
    const ids = findingsOf(caseOf(history)).map(({ id }) => id);
    expect(ids).toStrictEqual([...new Set(ids)]);
    expect(ids).toContain('S-27:C-1:appeal:2');
    expect(ids).toContain('S-27:C-1:2:appeal');
  });
});

describe('S-18', () => {
  it('looks at a suspension when its term is over, though it was refused at first', () => {
    const history = [
      ...upTo('recommend'),
      decided(suspended),
      act('record-execution', { method: 'suspension', result: 'refused' }),
      act('record-execution', {
        on: '2015-10-20',
        method: 'suspension',
        result: 'begun',
        until: '2016-01-20',
      }),
    ];
    expect(spans('S-18', history)).toStrictEqual([
      ['D-1:execution:suspension', '2016-01-20', undefined],
    ]);
  });
});

describe('S-31', () => {
  it('is not mended by delivery where it was published too widely as well', () => {
    const history = [
      ...upTo('issue-letter'),
      act('publish', { on: '2015-10-09', scope: 'society' }),
      act('record-delivery'),
    ];
    expect(spans('S-31', history)).toStrictEqual([[eventIdAt(9), '2015-10-09', undefined]]);
  });

  it('is not mended by a narrower correction', () => {
    const history = [
      ...upTo('record-delivery'),
      act('publish', { scope: 'society' }),
      act('publish', { on: '2015-10-16', kind: 'correction', of: eventIdAt(10) }),
    ];
    expect(spans('S-31', history).at(0)).toStrictEqual([eventIdAt(10), '2015-10-14', undefined]);
  });
});

describe('S-01', () => {
  it('follows the recommendation that stood last, not one that was changed before the decision', () => {
    const changed = [...upTo('recommend'), advisedAgainst, letGo()];
    expect(found('S-01', changed)).toStrictEqual([]);
  });

  it('asks of each decision not to hold to account, until one does', () => {
    const history = [
      ...upTo('recommend'),
      letGo(),
      letGo({ on: '2015-10-12', decisionId: 'D-2', replaces: 'D-1' }),
      decidedAnew({ decisionId: 'D-3', replaces: 'D-2' }),
    ];
    expect(spans('S-01', history)).toStrictEqual([
      ['D-1', '2015-09-30', '2015-11-02'],
      ['D-2', '2015-10-12', '2015-11-02'],
    ]);
  });
});

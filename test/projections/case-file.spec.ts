import { caseFile } from '../../src/projections/case-file.js';
import { caseAfter } from '../support/given.js';
import { act, acts, before } from '../support/office.js';

function decisionReceivedOn(on?: string) {
  const decided = [act('register'), act('decide', { on: '2015-09-30' })] as const;
  const delivered = on === undefined ? [] : [act('record-delivery', { on })];
  return caseFile(caseAfter(...decided, ...delivered), '2027-03-01').decisions[0];
}

describe('a decision in the case file', () => {
  it('has no last day of appeal before the letter is delivered', () => {
    expect(decisionReceivedOn()).toMatchObject({ appealUntil: null, provisional: false });
  });

  it('says where the last day of appeal rests on a year without a calendar (I-9)', () => {
    expect(decisionReceivedOn('2015-10-12')).toMatchObject({
      appealUntil: '2015-10-27',
      provisional: false,
    });
    expect(decisionReceivedOn('2026-12-21')).toMatchObject({
      appealUntil: '2027-01-05',
      provisional: true,
    });
  });
});

describe('an appeal in the case file', () => {
  it('stays late after its own outcome has modified the decision (I-11, I-25)', () => {
    const { appeals } = caseFile(
      caseAfter(
        act('register'),
        act('decide', { on: '2015-09-30' }),
        act('record-delivery', { on: '2015-10-12' }),
        act('lodge-appeal', { on: '2015-11-20' }),
        act('decide-appeal', {
          on: '2015-12-01',
          outcome: 'modified',
          methods: ['admonishing-talk'],
        }),
      ),
      '2016-03-01',
    );
    expect(appeals).toMatchObject([{ late: true, appealUntil: '2015-10-27' }]);
  });
});

describe('the case file', () => {
  it('shows of a subject, a decision and its changes what was recorded, and nothing the fold keeps for itself', () => {
    const state = caseAfter(
      act('register', {
        subjects: [...acts.register.subjects, { subjectId: 's3', kind: 'person' }],
      }),
      ...before('lodge-appeal').slice(1),
      act('add-subject', { subject: { subjectId: 's2', kind: 'person' } }),
      act('identify-subject', { subjectId: 's3' }),
      act('correct-decision', { outcome: 'modified', changes: { severity: 'minor' } }),
      act('decide', { on: '2015-12-02', decisionId: 'D-2', replaces: 'D-1' }),
      act('publish', { on: '2015-12-03', decisionId: 'D-2' }),
    );
    const file = caseFile(state, '2016-01-01');
    expect(Object.keys(file)).not.toContain('recordedLate');
    expect(file.subjects.map((one) => Object.keys(one).toSorted())).toStrictEqual([
      ['kind', 'personId', 'subjectId', 'track'],
      ['kind', 'personId', 'subjectId', 'track'],
      ['added', 'kind', 'subjectId', 'track'],
    ]);
    const [first] = file.decisions;
    expect(Object.keys(first ?? {})).not.toContain('replacement');
    expect(Object.keys(first ?? {})).not.toContain('publishedInItsPlace');
    expect(Object.keys(first?.changes[0] ?? {}).toSorted()).toStrictEqual(
      ['at', 'by', 'methods', 'on', 'outcome'].toSorted(),
    );
  });
});

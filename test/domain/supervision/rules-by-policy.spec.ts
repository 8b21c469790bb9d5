// What opens a finding as a failure where a policy makes it a rule, and as worth a look where not;
// and what a directive or a correction asks for once another one has answered it.
import type { CaseCommand } from '../../../src/domain/case/acts.js';
import { irregularFindings, isRegular } from '../../../src/domain/supervision/finding.js';
import { act, eventIdAt, standingAt, upTo } from '../../support/office.js';
import { caseOf, findingsOf } from './case-under-supervision.js';

function opened(kept: { codes?: readonly string[]; noticed?: readonly string[] }) {
  return irregularFindings({ on: '2015-09-30', at: { ...standingAt(7), ...kept } }, () => ({})).map(
    ({ code, kind }) => ({ code, kind }),
  );
}

describe('a rule that a policy makes binding', () => {
  it('opens S-07 where the leadership’s meeting is missing, and nothing where that is only noticed (I-29)', () => {
    expect(opened({ codes: ['no-leadership-meeting'] })).toStrictEqual([
      { code: 'S-07', kind: undefined },
    ]);
    expect(opened({ noticed: ['no-leadership-meeting'] })).toStrictEqual([]);
    expect(isRegular({ at: { ...standingAt(7), noticed: ['no-leadership-meeting'] } })).toBe(true);
  });

  it('opens S-37 as a failure of procedure where the subject has to be heard, else as a notice (I-26)', () => {
    expect(opened({ codes: ['subject-not-heard'] })).toStrictEqual([
      { code: 'S-37', kind: 'procedure' },
    ]);
    expect(opened({ noticed: ['subject-not-heard'] })).toStrictEqual([
      { code: 'S-37', kind: 'notice' },
    ]);
  });
});

describe('a directive that a decision answered', () => {
  const asked = (...between: readonly CaseCommand[]) => {
    const history = [
      ...upTo('recommend'),
      act('issue-directive'),
      act('decide'),
      ...between,
      act('close', { on: '2015-10-21' }),
      act('reopen', { on: '2015-10-22' }),
      act('decide', {
        on: '2015-11-10',
        decisionId: 'D-2',
        accountable: false,
        methods: [],
      }),
    ];
    return findingsOf(caseOf(history)).map(({ code }) => code);
  };

  it('asks for nothing in a later round of the case (I-37)', () => {
    expect(asked()).not.toContain('S-01');
  });

  it('asks again where the organ itself revoked the decision', () => {
    expect(asked(act('correct-decision', { on: '2015-10-20' }))).toContain('S-01');
  });
});

describe('a correction that was published too narrowly', () => {
  const published = act('publish', { scope: 'society', place: '虚构日报' });
  const correction = (on: string, scope: 'unit' | 'society', place: number) =>
    act('publish', { on, scope, kind: 'correction', of: eventIdAt(place) });

  it('is not made good by another as narrow, and is by one as wide as what it corrects', () => {
    const history = [
      ...upTo('record-delivery'),
      published,
      correction('2015-11-01', 'unit', upTo('record-delivery').length),
      correction('2015-11-02', 'unit', upTo('record-delivery').length),
    ];
    const first = `S-31:C-1:${eventIdAt(upTo('record-delivery').length + 1)}`;
    const mendedOn = (wide: boolean) => {
      const more = wide
        ? [correction('2015-11-03', 'society', upTo('record-delivery').length)]
        : [];
      const found = findingsOf(caseOf([...history, ...more]));
      return found.find(({ id }) => id === first)?.rectifiedOn;
    };
    expect(mendedOn(false)).toBeUndefined();
    expect(mendedOn(true)).toBe('2015-11-03');
  });
});

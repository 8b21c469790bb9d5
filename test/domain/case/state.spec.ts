import type { CaseCommand, CaseEvent } from '../../../src/domain/case/acts.js';
import { evolveCase } from '../../../src/domain/case/evolve.js';
import {
  findingOn,
  holderOf,
  organsOf,
  phaseOf,
  receivedBySubjectOn,
  trackOf,
  type CaseState,
} from '../../../src/domain/case/state.js';
import { caseAfter, recorded } from '../../support/given.js';
import {
  act,
  acts,
  before,
  eventIdAt,
  finding,
  folded,
  upTo,
  upToWithout,
} from '../../support/office.js';
import { defaultPolicy } from '../../../src/domain/regulation/policy.js';

const two = act('register', {
  subjects: [...acts.register.subjects, { subjectId: 's2', kind: 'person', personId: 'yi' }],
});
const decisionOn = (state: CaseState, decisionId = 'D-1') =>
  state.decisions.find((decision) => decision.decisionId === decisionId)!;

describe('the phase of a case', () => {
  it.each([
    ['register', 'registered'],
    ['accept', 'accepted'],
    ['initiate', 'under-investigation'],
    ['evidence', 'under-investigation'],
    ['file-report', 'reported'],
    ['recommend', 'reported'],
    ['decide', 'decided'],
    ['record-execution', 'decided'],
    ['lodge-appeal', 'under-appeal'],
    ['assign-appeal-handler', 'under-appeal'],
    ['decide-appeal', 'decided'],
    ['close', 'closed'],
    ['reopen', 'accepted'],
  ] as const)('after %s is %s', (name, phase) => {
    expect(phaseOf(caseAfter(...upTo(name)))).toBe(phase);
  });

  it('is declined until the case is reopened', () => {
    expect(phaseOf(caseAfter(act('register'), act('decline')))).toBe('declined');
    expect(phaseOf(caseAfter(act('register'), act('decline'), act('reopen')))).toBe('registered');
  });

  it('is decided once there is a decision on every subject', () => {
    const onOne = [two, ...upToWithout('decide', 'register')];
    expect(phaseOf(caseAfter(...onOne))).toBe('reported');
    expect(
      phaseOf(caseAfter(...onOne, act('decide', { decisionId: 'D-2', subjectId: 's2' }))),
    ).toBe('decided');
  });

  it('is registered again for the organ it was transferred to', () => {
    expect(phaseOf(caseAfter(...upTo('accept'), act('transfer')))).toBe('registered');
  });
});

describe('whose case it is', () => {
  const inTurn =
    (...events: CaseEvent[]) =>
    (organ: string) =>
      events.reduce<CaseState | undefined>(
        (state, event, index) =>
          evolveCase(state, {
            ...event,
            at: { eventId: eventIdAt(index), position: '1', organ, policy: defaultPolicy },
          }),
        undefined,
      )!;

  it('is the organ that recorded it and the organ that received it', () => {
    const [registered] = recorded([act('register')]);
    expect(organsOf(inTurn(registered!)('bureau'))).toStrictEqual(['bureau', 'commission']);
  });

  it('is every organ that accepted it or got it by transfer, also after it went on', () => {
    const state = caseAfter(
      ...upTo('accept'),
      act('transfer'),
      act('accept', { on: '2015-09-04', organId: 'organization' }),
      act('transfer', { on: '2015-09-06', fromOrganId: 'organization', toOrganId: 'bureau' }),
    );
    expect(organsOf(state)).toStrictEqual(['commission', 'organization', 'bureau']);
  });

  it('is held by the organ that received it, then accepted it, then got it by transfer', () => {
    const other = act('accept', { organId: 'organization' });
    expect(holderOf(caseAfter(act('register')))).toBe('commission');
    const below = act('accept', { organId: 'bureau' });
    expect(holderOf(caseAfter(...upTo('accept'), act('transfer'), below))).toBe('bureau');
    expect(holderOf(caseAfter(act('register'), other))).toBe('organization');
    expect(holderOf(caseAfter(...upTo('accept'), act('transfer')))).toBe('organization');
    expect(
      holderOf(
        caseAfter(
          ...upTo('accept'),
          act('transfer'),
          act('transfer', { fromOrganId: 'organization', toOrganId: 'bureau' }),
        ),
      ),
    ).toBe('bureau');
  });

  it('stays with its holder when one subject only is transferred', () => {
    const state = caseAfter(...upTo('initiate'), act('transfer', { subjectIds: ['s1'] }));
    expect(holderOf(state)).toBe('commission');
    expect(state.investigatingOrgan).toBe('commission');
    expect(organsOf(state)).toStrictEqual(['commission', 'organization']);
  });
});

describe('the track of a subject', () => {
  it("is its own where the acceptance names one, else the case's", () => {
    const tracks = [{ subjectId: 's2', track: 'department-staff' as const }];
    const state = caseAfter(two, act('accept', { tracks }));
    expect([trackOf(state, 's1'), trackOf(state, 's2')]).toStrictEqual([
      'leading-cadre',
      'department-staff',
    ]);
  });

  it('is not known before acceptance, and not after a transfer', () => {
    expect(trackOf(caseAfter(act('register')), 's1')).toBeUndefined();
    expect(trackOf(caseAfter(...upTo('accept'), act('transfer')), 's1')).toBeUndefined();
  });
});

describe('what is found on a subject', () => {
  it('is what the latest report that speaks of it says', () => {
    const supplement = act('file-report', {
      findings: [{ ...finding, facts: '拖延审批五个月。', severity: 'serious' }],
    });
    const aboutOther = act('file-report', { findings: [{ ...finding, subjectId: 's2' }] });
    const state = caseAfter(two, ...upToWithout('file-report', 'register'), supplement, aboutOther);
    expect(findingOn(state, 's1')).toStrictEqual({
      ...finding,
      facts: '拖延审批五个月。',
      severity: 'serious',
    });
  });

  it('is nothing where no report speaks of it', () => {
    expect(
      findingOn(caseAfter(two, ...upToWithout('file-report', 'register')), 's2'),
    ).toBeUndefined();
  });
});

describe('the investigators', () => {
  it('stay on the record when they are recused, with the day', () => {
    const { investigators } = caseAfter(
      ...upTo('initiate'),
      act('assign-investigators'),
      act('recuse-investigator'),
    );
    expect(investigators).toStrictEqual([
      {
        personId: 'inv-1',
        name: '丙某',
        organId: 'commission',
        since: '2015-09-05',
        recusedOn: '2015-09-07',
      },
      { personId: 'inv-2', name: '丁某', organId: 'commission', since: '2015-09-06' },
    ]);
  });
});

describe('the day the subject received the letter', () => {
  const receivedAfter = (...history: CaseCommand[]) =>
    receivedBySubjectOn(decisionOn(caseAfter(...history)));
  const issued = upTo('issue-letter');

  it('is the day of the first delivery that reached it, in whatever order they were recorded', () => {
    expect(receivedAfter(...issued)).toBeUndefined();
    expect(receivedAfter(...issued, act('record-delivery'))).toBe('2015-10-12');
    expect(
      receivedAfter(
        ...issued,
        act('record-delivery'),
        act('record-delivery', { on: '2015-10-09' }),
      ),
    ).toBe('2015-10-09');
  });

  it('is the day it was refused and left, or made known publicly', () => {
    const left = act('record-delivery', { result: 'left-after-refusal' });
    expect(receivedAfter(...issued, left)).toBe('2015-10-12');
    const notice = act('record-delivery', { result: 'public-notice' });
    expect(receivedAfter(...issued, notice)).toBe('2015-10-12');
  });

  it('is not the day a letter came back, nor the day the unit received it', () => {
    expect(
      receivedAfter(
        ...issued,
        act('record-delivery', { on: '2015-10-09', result: 'returned' }),
        act('record-delivery', { on: '2015-10-10', recipient: 'unit' }),
        act('record-delivery'),
      ),
    ).toBe('2015-10-12');
  });

  it('is that of the new letter after a modification', () => {
    const modified = [
      ...before('decide-appeal'),
      act('decide-appeal', { outcome: 'modified', methods: ['admonishing-talk'] }),
    ];
    expect(receivedAfter(...modified)).toBeUndefined();
    expect(receivedAfter(...modified, act('record-delivery', { on: '2015-11-20' }))).toBe(
      '2015-11-20',
    );
    expect(receivedAfter(...upTo('decide-appeal'))).toBe('2015-10-12');
  });
});

describe('a decision', () => {
  it('keeps its words and everything that followed it', () => {
    const decision = decisionOn(caseAfter(...upTo('record-execution')));
    expect(decision).toMatchObject({
      state: 'in-force',
      round: 0,
      methodsEver: ['circulated-criticism'],
    });
    expect([
      decision.letters.length,
      decision.deliveries.length,
      decision.filings.length,
      decision.recordReports.length,
      decision.publications.length,
      decision.executions.length,
    ]).toStrictEqual([1, 2, 1, 2, 1, 1]);
  });

  it('that is modified says what it says now, but counts from its first day', () => {
    const changes = {
      severity: 'serious' as const,
      effectiveOn: '2015-11-15',
      adjustment: 'lighter' as const,
    };
    const modified = act('decide-appeal', {
      outcome: 'modified',
      changes: { ...changes, methods: ['admonishing-talk'] },
    });
    expect(decisionOn(caseAfter(...before('decide-appeal'), modified))).toMatchObject({
      state: 'modified',
      methods: ['admonishing-talk'],
      methodsEver: ['circulated-criticism', 'admonishing-talk'],
      severity: 'serious',
      adjustment: 'lighter',
      effectiveOn: '2015-09-30',
      modifiedEffectiveOn: '2015-11-15',
    });
  });

  it('that is upheld, or whose appeal is not admitted, stays as it is', () => {
    for (const outcome of ['upheld', 'not-admitted'] as const) {
      const answered = act('decide-appeal', { outcome });
      expect(decisionOn(caseAfter(...before('decide-appeal'), answered))).toStrictEqual(
        decisionOn(caseAfter(...before('decide-appeal'))),
      );
    }
  });

  it('that is revoked on appeal says since when', () => {
    const revoked = act('decide-appeal', { outcome: 'revoked' });
    const decision = decisionOn(caseAfter(...before('decide-appeal'), revoked));
    expect(decision).toMatchObject({ state: 'revoked', revokedOn: '2015-11-10' });
    expect(decision.replacedBy).toBeUndefined();
  });

  it('that is replaced says by which, and the other one stands', () => {
    const state = caseAfter(
      ...upTo('decide'),
      act('decide', { on: '2015-10-20', decisionId: 'D-2', replaces: 'D-1' }),
    );
    expect(decisionOn(state)).toMatchObject({
      state: 'revoked',
      replacedBy: 'D-2',
      revokedOn: '2015-10-20',
    });
    expect(decisionOn(state, 'D-2')).toMatchObject({ state: 'in-force' });
  });

  it('belongs to the round of the case it was made in', () => {
    const state = caseAfter(
      ...upTo('decide'),
      act('close'),
      act('reopen'),
      act('decide', { on: '2015-12-10', decisionId: 'D-2' }),
    );
    expect(state.decisions.map(({ round }) => round)).toStrictEqual([0, 1]);
  });
});

describe('a damaged stream', () => {
  const [registered, accepted] = recorded(upTo('accept'));

  it('is one that does not begin with its registration, or is registered twice', () => {
    expect(() => folded([accepted!])).toThrow('CaseAccepted before CaseRegistered');
    expect(() => folded([registered!, registered!])).toThrow('CaseRegistered twice');
  });

  it('is one that names a decision or an appeal that was never recorded', () => {
    const letter: CaseEvent = { type: 'DecisionLetterIssued', data: acts['issue-letter'] };
    const notice: CaseEvent = {
      type: 'AppealOutcomeNotified',
      data: acts['notify-appeal-outcome'],
    };
    expect(() => folded([registered!, letter])).toThrow('names a decision that was never recorded');
    expect(() => folded([registered!, notice])).toThrow('names an appeal that was never recorded');
  });
});

// What a superior organ does about a finding: escalate it to a case against the head, or dismiss it.
import type { OrganKindCode } from '../../../src/domain/regulation/organ-kinds.js';
import { Impossible } from '../../../src/domain/refusal.js';
import type { DispositionCommand, DispositionEvent } from '../../../src/domain/supervision/acts.js';
import {
  decideDisposition,
  evolveDisposition,
  type Disposition,
  type DispositionFacts,
  type StandingFinding,
  type CaseAgainstHead,
} from '../../../src/domain/supervision/disposition.js';
import { noticesOf } from '../../../src/domain/supervision/disposition-notices.js';
import { eventIdAt } from '../../support/office.js';

const found: StandingFinding = {
  id: 'S-04:C-1:s1:decision',
  code: 'S-04',
  kind: 'inaction',
  caseId: 'C-1',
  organId: 'bureau',
  openFrom: '2015-10-18',
  facts: [eventIdAt(6)],
  heads: [{ personId: 'chief' }, { personId: 'secretary' }],
  superiors: ['commission', 'organization'],
};
/** A case of its own, opened since, against who headed the organ. */
const against: CaseAgainstHead = {
  receivedOn: '2015-11-01',
  findingId: undefined,
  personIds: ['chief'],
  hearings: [{ personId: 'chief', on: '2015-11-03' }],
  ended: false,
};
const known: DispositionFacts = {
  today: '2015-12-31',
  factsAsOf: eventIdAt(9),
  caseAgainst: against,
};
const knowing = (changed: Partial<CaseAgainstHead>): DispositionFacts => ({
  ...known,
  caseAgainst: { ...against, ...changed },
});

type Body<A extends DispositionCommand['act']> = Extract<DispositionCommand, { act: A }>['body'];
const dismiss = (changed: Partial<Body<'dismiss'>> = {}): DispositionCommand => ({
  act: 'dismiss',
  body: { on: '2015-11-02', organId: 'commission', reasons: '已说明理由。', ...changed },
});
const escalate = (changed: Partial<Body<'escalate'>> = {}): DispositionCommand => ({
  act: 'escalate',
  body: { on: '2015-11-03', organId: 'commission', caseId: 'C-9', ...changed },
});

/** The finding as its event keeps it. */
const asFound = {
  finding: {
    id: found.id,
    code: found.code,
    kind: found.kind,
    caseId: found.caseId,
    organId: found.organId,
    openFrom: found.openFrom,
    facts: [...found.facts],
  },
  factsAsOf: eventIdAt(9),
};

function given(...acts: readonly DispositionCommand[]) {
  const before = acts.reduce<Disposition | undefined>(
    (standing, command) =>
      decideDisposition(command, standing, found, known).reduce(evolveDisposition, standing),
    undefined,
  );
  return {
    when(command: DispositionCommand, of: StandingFinding = found, facts = known) {
      const decide = () => decideDisposition(command, before, of, facts);
      return {
        then(...events: readonly DispositionEvent[]) {
          expect(decide()).toStrictEqual(events);
        },
        thenImpossible(path: string, words: RegExp) {
          let refusal: unknown;
          try {
            decide();
          } catch (error) {
            refusal = error;
          }
          if (!(refusal instanceof Impossible)) throw new Error('expected a refusal');
          expect(refusal.trouble.path).toBe(path);
          expect(refusal.trouble.words.en).toMatch(words);
        },
      };
    },
  };
}

describe('dismissing a finding', () => {
  it('keeps the reasons, with the finding as it stood', () => {
    given()
      .when(dismiss())
      .then({
        type: 'FindingDismissed',
        data: { on: '2015-11-02', organId: 'commission', reasons: '已说明理由。', ...asFound },
      });
  });

  it('is recorded once', () => {
    given(dismiss()).when(dismiss()).then();
  });

  it('is recorded again when another organ has reasons of its own', () => {
    given(dismiss())
      .when(dismiss({ organId: 'organization' }))
      .then({
        type: 'FindingDismissed',
        data: { on: '2015-11-02', organId: 'organization', reasons: '已说明理由。', ...asFound },
      });
  });

  it('is open to any kind of finding', () => {
    given()
      .when(dismiss(), { ...found, kind: 'notice' })
      .then({
        type: 'FindingDismissed',
        data: {
          on: '2015-11-02',
          organId: 'commission',
          reasons: '已说明理由。',
          ...asFound,
          finding: { ...asFound.finding, kind: 'notice' },
        },
      });
  });

  it.each(['2015-10-30', '2015-11-02'])('is refused once it is rectified: on %s', (rectifiedOn) => {
    given()
      .when(dismiss(), { ...found, rectifiedOn })
      .thenImpossible('', new RegExp(`rectified on ${rectifiedOn}`));
  });

  it('is possible on a day before it was rectified', () => {
    const command = dismiss();
    const mended = { ...found, rectifiedOn: '2015-11-03' };
    expect(decideDisposition(command, undefined, mended, known)).toHaveLength(1);
  });

  it('stays as it was when it is said again of what is rectified since', () => {
    given(dismiss())
      .when(dismiss(), { ...found, rectifiedOn: '2015-11-01' })
      .then();
  });

  it('is refused once it is escalated', () => {
    given(escalate())
      .when(dismiss({ on: '2015-11-04' }))
      .thenImpossible('', /escalated already/);
  });
});

describe('escalating a finding', () => {
  const escalated: DispositionEvent = {
    type: 'FindingEscalated',
    data: { on: '2015-11-03', organId: 'commission', caseId: 'C-9', ...asFound },
  };

  it('names the new case, with the finding as it stood', () => {
    given().when(escalate()).then(escalated);
  });

  it('is possible also of what is rectified: the failure happened', () => {
    given()
      .when(escalate(), { ...found, rectifiedOn: '2015-10-30' })
      .then(escalated);
  });

  it('may follow a dismissal', () => {
    given(dismiss()).when(escalate()).then(escalated);
  });

  it('is recorded once', () => {
    given(escalate()).when(escalate()).then();
  });

  it('stays so when what was said before it is said again', () => {
    given(dismiss(), escalate()).when(dismiss()).then();
  });

  it('is refused a second time, to another case', () => {
    given(escalate())
      .when(escalate({ caseId: 'C-8' }))
      .thenImpossible('', /escalated already/);
  });

  it.each(['frame', 'procedure', 'notice'] as const)(
    'is refused for a finding that is no failure to hold to account: %s',
    (kind) => {
      given()
        .when(escalate(), { ...found, kind })
        .thenImpossible('', /failure to hold to account/);
    },
  );

  it('is refused to a case against somebody who headed nothing', () => {
    given()
      .when(escalate(), found, knowing({ personIds: ['jia'] }))
      .thenImpossible('caseId', /not against anybody who headed/);
  });

  it('says how to mend it where the register names no head of that day', () => {
    given()
      .when(escalate(), { ...found, heads: [] })
      .thenImpossible('caseId', /who headed bureau on 2015-10-18.*personId/);
  });

  it('is refused to a case against nobody who is known', () => {
    given()
      .when(escalate(), found, knowing({ personIds: [] }))
      .thenImpossible('caseId', /headed/);
  });

  it('needs one of several heads, Party or administrative', () => {
    given()
      .when(escalate(), found, knowing({ personIds: ['jia', 'secretary'] }))
      .then(escalated);
  });

  it.each([
    ['one that was opened before the failure', { receivedOn: '2015-10-17' }],
    ['one that is over', { ended: true }],
  ])('is refused to %s', (_, changed) => {
    given()
      .when(escalate(), found, knowing(changed))
      .thenImpossible('caseId', /a case of its own/);
  });

  it('is refused to the very case of the finding', () => {
    given()
      .when(escalate({ caseId: found.caseId }))
      .thenImpossible('caseId', /a case of its own/);
  });

  it('may be to an earlier case that was registered for this finding', () => {
    given()
      .when(escalate(), found, knowing({ receivedOn: '2015-10-01', findingId: found.id }))
      .then(escalated);
  });

  it('where the register knows a head by name alone, is to a case registered for this finding', () => {
    const unknown = { ...found, heads: [{}] };
    const others = { personIds: ['jia'] };
    given()
      .when(escalate(), unknown, knowing(others))
      .thenImpossible('caseId', /personId.*POST \/organs\/bureau\/head/);
    given()
      .when(escalate(), unknown, knowing({ ...others, findingId: found.id }))
      .then(escalated);
  });
});

describe('either', () => {
  it.each([
    ['dismissing', dismiss, /lies after today/],
    ['escalating', escalate, /lies after today/],
  ] as const)('is refused on a day that has not come: %s', (_, command, words) => {
    given()
      .when(command({ on: '2016-01-01' }))
      .thenImpossible('on', words);
  });

  it.each([
    ['dismissing', dismiss],
    ['escalating', escalate],
  ] as const)('is possible today, and on the day the failure was complete: %s', (_, command) => {
    for (const on of ['2015-12-31', '2015-10-18'])
      expect(decideDisposition(command({ on }), undefined, found, known)).toHaveLength(1);
  });

  it.each([
    ['dismissing', dismiss],
    ['escalating', escalate],
  ] as const)('is refused before the failure was complete: %s', (_, command) => {
    given()
      .when(command({ on: '2015-10-17' }))
      .thenImpossible('on', /before the day the failure was complete/);
  });

  it.each([
    ['dismissing', dismiss],
    ['escalating', escalate],
  ] as const)('is refused to an organ that does not supervise: %s', (_, command) => {
    given()
      .when(command({ organId: 'committee' }))
      .thenImpossible('organId', /commission, organization/);
    given()
      .when(command({ organId: 'bureau' }))
      .thenImpossible('organId', /none of those registered/);
    given()
      .when(command(), { ...found, superiors: [] })
      .thenImpossible('organId', /none is registered/);
  });
});

describe('the hearing of the head before an escalation', () => {
  const noticed = (command: DispositionCommand, changed: Partial<CaseAgainstHead> = {}) =>
    noticesOf(command, found, 'discipline-commission', { ...against, ...changed }).map(
      ({ code }) => code,
    );

  it('is looked for in the case against the head, up to that day', () => {
    expect(noticed(escalate())).toStrictEqual([]);
    expect(noticed(escalate(), { hearings: [] })).toStrictEqual(['head-not-heard']);
    const later = [{ personId: 'chief', on: '2015-11-04' }];
    expect(noticed(escalate(), { hearings: later })).toStrictEqual(['head-not-heard']);
  });

  it('is one of the head the case is about, and of nobody else', () => {
    for (const personId of ['secretary', 'stranger', undefined])
      expect(noticed(escalate(), { hearings: [{ personId, on: '2015-11-02' }] })).toStrictEqual([
        'head-not-heard',
      ]);
    const byName = noticesOf(escalate(), { heads: [{}] }, 'organization-department', {
      personIds: ['x'],
      hearings: [{ personId: 'x', on: '2015-11-02' }],
    });
    expect(byName).toStrictEqual([]);
  });

  it('is not asked of a dismissal', () => {
    expect(noticed(dismiss(), { hearings: [] })).toStrictEqual([]);
  });
});

describe('the organ that acts on a finding', () => {
  it('is a discipline inspection organ, or an organisation or personnel department [M2-9]', () => {
    const noticed = (kind: OrganKindCode | undefined, command = dismiss()) =>
      noticesOf(command, found, kind, against).map(({ code }) => code);
    for (const kind of [
      'discipline-commission',
      'supervision-organ',
      'organization-department',
      'personnel-department',
      undefined,
    ] as const)
      expect(noticed(kind)).toStrictEqual([]);
    for (const command of [dismiss(), escalate()])
      expect(noticed('party-committee', command)).toStrictEqual(['acting-organ-of-other-kind']);
  });
});

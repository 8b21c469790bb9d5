// A case over which the policy changes: each act is judged by the one in force on its day, and what
// follows from it goes by that one for good (M1 Art. 28, M2 Art. 10).
import type { CaseCommand } from '../../../src/domain/case/acts.js';
import { decideCase } from '../../../src/domain/case/decide.js';
import { dutiesOf } from '../../../src/domain/case/duties.js';
import { evolveCase } from '../../../src/domain/case/evolve.js';
import type { CaseState } from '../../../src/domain/case/state.js';
import { addDays } from '../../../src/domain/legal-date.js';
import { policiesOf, policyOn, type Adoption } from '../../../src/domain/regulation/policy.js';
import {
  act,
  acts,
  eventIdAt,
  standingAt,
  facts,
  upTo,
  upToWithout,
} from '../../support/office.js';

function adopted(effectiveFrom: string, changes: Adoption['changes']) {
  return policiesOf([
    {
      id: 'P-1',
      effectiveFrom,
      adoptedBy: ['commission'],
      consulted: ['organization', 'personnel'],
      reference: '虚构纪发〔2015〕1号',
      changes,
    },
  ]);
}

type Policies = ReturnType<typeof adopted>;

function dateOf(command: CaseCommand): string {
  return command.act === 'register' ? command.body.receivedOn : command.body.on;
}

function decidedOn(command: CaseCommand, state: CaseState | undefined, policies: Policies) {
  const policy = policyOn(policies, dateOf(command));
  return { policy, ...decideCase(command, state, { ...facts(), policy }) };
}

/** The case that acts leave, each decided and recorded under the policy of its day. */
function caseUnder(policies: Policies, ...history: readonly CaseCommand[]): CaseState {
  const state = history.reduce<CaseState | undefined>((before, command, index) => {
    const { events, policy } = decidedOn(command, before, policies);
    return events.reduce<CaseState | undefined>(
      (held, event) => evolveCase(held, { ...event, at: standingAt(index, policy) }),
      before,
    );
  }, undefined);
  if (state === undefined) throw new Error('a history begins with a registration');
  return state;
}

describe('a policy that takes effect while a case is open', () => {
  const sooner = adopted(acts['file-report'].on, { undatedDutyWatchDays: 10 });

  it('gives its days to the duties that begin under it, and leaves those that began before [M1-28] [I-12]', () => {
    const watched = (kind: string) =>
      dutiesOf(caseUnder(sooner, ...upTo('recommend'))).find((duty) => duty.kind === kind)?.watchOn;
    expect([watched('intake'), watched('report'), watched('decision')]).toStrictEqual([
      addDays(acts.register.receivedOn, 30),
      addDays(acts.initiate.on, 30),
      addDays(acts.recommend.on, 10),
    ]);
  });

  it('leaves a duty the days it began with, also when the date of its first act is corrected later', () => {
    const corrected = caseUnder(
      sooner,
      ...upTo('recommend'),
      act('correct-record', {
        eventId: eventIdAt(2),
        field: '/on',
        from: acts.initiate.on,
        to: acts['file-report'].on,
        evidence: acts.evidence.digest,
      }),
    );
    const report = dutiesOf(corrected).find(({ kind }) => kind === 'report');
    expect(report?.watchOn).toBe(addDays(acts['file-report'].on, 30));
  });

  it('looks at a suspension after the days of the policy it was decided under [I-41]', () => {
    const days = adopted(acts.decide.on, { suspensionWatchDays: 60 });
    const suspended = (on: string) => {
      const begun = { method: 'suspension', result: 'begun' } as const;
      const state = caseUnder(
        days,
        ...upTo('recommend'),
        act('decide', { on, organId: 'committee', methods: ['suspension'] }),
        act('record-execution', begun),
      );
      return dutiesOf(state).find(({ kind }) => kind === 'execution')?.watchOn;
    };
    const begunOn = acts['record-execution'].on;
    expect([suspended('2015-09-29'), suspended(acts.decide.on)]).toStrictEqual([
      addDays(begunOn, 180),
      addDays(begunOn, 60),
    ]);
  });

  it('judges the decisions dated from its first day on, and none before, whenever they are recorded [M1-28] [I-26]', () => {
    const hearing = adopted(acts.decide.on, { hearingRequired: true });
    const unheard = caseUnder(hearing, ...upToWithout('recommend', 'hear-subject'));
    const judged = (on: string) => {
      const answer = decidedOn(act('decide', { on }), unheard, hearing);
      return [answer.policy.id, answer.irregularities.map(({ code }) => code)];
    };
    expect([judged('2015-09-29'), judged(acts.decide.on)]).toStrictEqual([
      ['default', []],
      ['P-1', ['subject-not-heard']],
    ]);
  });
});

// A decision beside others on the same subject: those that count as earlier times within one year
// (M1 Art. 16), and the one of this case that it stands beside or replaces.
import type { CaseEventData, CommandBody } from '../../../src/domain/case/acts.js';
import { given } from '../../support/given.js';
import {
  act,
  acts,
  before,
  eventIdAt,
  facts,
  finding,
  recommendation,
  upTo,
  upToWithout,
} from '../../support/office.js';
import { frameWith, regularDecision } from './regular-decision.js';

const meeting = { body: '虚构市委常委会', heldOn: '2015-09-29', reference: '第1号' };

type Prior = CaseEventData<'DecisionMade'>['priors'][number];

const prior = (number: number): Prior => ({
  caseId: `C-P${String(number)}`,
  decisionId: `D-P${String(number)}`,
  eventId: eventIdAt(900 + number),
  organId: 'commission',
  effectiveOn: '2015-03-10',
  methods: ['admonishing-talk'],
});

const withPriors = (...sanctions: Prior[]) =>
  facts({ priors: { sanctions, asOf: eventIdAt(990) } });

const decided = (changed: Partial<CommandBody<'decide'>>) => act('decide', changed);

describe('two decisions within one year', () => {
  const recommended = given(...upTo('recommend'));
  const twice = withPriors(prior(1), prior(2));

  it('require aggravation of the third', () => {
    recommended.when(act('decide'), twice).thenIrregular('aggravation-not-applied');
    recommended
      .when(decided({ adjustment: 'lighter' }), twice)
      .thenIrregular('aggravation-not-applied', 'mitigation-not-established');
    recommended
      .when(decided({ adjustment: 'reduced' }), twice)
      .thenIrregular('aggravation-not-applied', 'mitigation-not-established', 'no-band-beyond');
  });

  it('are met by a decision that is heavier or increased', () => {
    recommended.when(decided({ adjustment: 'heavier' }), twice).thenRegular();
    const increased = { adjustment: 'increased' as const, methods: ['suspension' as const] };
    recommended.when(decided({ ...increased, organId: 'committee', meeting }), twice).thenRegular();
  });

  it('may be outweighed by a mitigating circumstance', () => {
    recommended
      .when(decided({ mitigating: [{ code: 'remedied-harm' }] }), twice)
      .thenNoticed('aggravation-outweighed');
    const mitigated = { ...finding, mitigating: [{ code: 'cooperated-and-accepted' as const }] };
    given(
      ...before('file-report'),
      act('file-report', { findings: [mitigated] }),
      act('hear-subject'),
      act('recommend'),
    )
      .when(act('decide'), twice)
      .thenNoticed('aggravation-outweighed');
  });

  it('require nothing of a decision that holds nobody to account', () => {
    recommended.when(decided({ accountable: false, methods: [] }), twice).thenRegular();
  });

  it('are recorded with the decision, and how far the ledger was read for them', () => {
    recommended.when(decided({ adjustment: 'heavier' }), twice).then({
      type: 'DecisionMade',
      data: {
        ...regularDecision,
        adjustment: 'heavier',
        priors: [prior(1), prior(2)],
        factsAsOf: eventIdAt(990),
        frame: frameWith({ priorCount: 2 })!,
      },
    });
  });

  it('are not there when there was one', () => {
    recommended.when(act('decide'), withPriors(prior(1))).thenRegular();
  });

  it('do not count the decision that is replaced: it is the same time', () => {
    const [replacement, replaced] = [
      { decisionId: 'D-2', replaces: 'D-1', on: '2015-10-20' },
      { ...prior(2), caseId: 'C-1', decisionId: 'D-1' },
    ];
    const made = given(...upTo('decide'));
    made.when(decided(replacement), withPriors(prior(1), replaced)).thenRegular();
    made
      .when(decided(replacement), withPriors(prior(1), prior(2), replaced))
      .thenIrregular('aggravation-not-applied');
  });

  it("count a decision of another case that happens to have the replaced one's number", () => {
    const namesake = { ...prior(2), decisionId: 'D-1' };
    given(...upTo('decide'))
      .when(decided({ decisionId: 'D-2', replaces: 'D-1' }), withPriors(prior(1), namesake))
      .thenIrregular('aggravation-not-applied');
  });
});

describe('a second decision on the same subject', () => {
  const made = given(...upTo('decide'));
  const both = act('register', {
    subjects: [...acts.register.subjects, { subjectId: 's2', kind: 'person', personId: 'yi' }],
  });

  it('is irregular while the first one stands', () => {
    made.when(decided({ decisionId: 'D-2' })).thenIrregular('second-decision');
  });

  it('is regular when it replaces the first one', () => {
    made.when(decided({ decisionId: 'D-2', replaces: 'D-1' })).thenRegular();
  });

  it('is irregular when a third one stands beside the one it replaces', () => {
    given(...upTo('decide'), decided({ decisionId: 'D-2' }))
      .when(decided({ decisionId: 'D-3', replaces: 'D-1' }))
      .thenIrregular('second-decision');
  });

  it('is regular after the first one was revoked on appeal', () => {
    given(...before('decide-appeal'), act('decide-appeal', { outcome: 'revoked' }))
      .when(decided({ on: '2015-11-20', decisionId: 'D-2' }))
      .thenRegular();
  });

  it('is regular in a case that was reopened', () => {
    const anew = [act('file-report'), act('recommend')];
    given(...upTo('decide'), act('close'), act('reopen'), ...anew)
      .when(decided({ on: '2015-12-10', decisionId: 'D-2' }))
      .thenRegular();
  });

  it('is regular on another subject of the case', () => {
    given(
      both,
      ...upToWithout('initiate', 'register'),
      act('file-report', { findings: [finding, { ...finding, subjectId: 's2' }] }),
      act('recommend', {
        recommendations: [recommendation, { ...recommendation, subjectId: 's2' }],
      }),
      act('decide'),
    )
      .when(decided({ decisionId: 'D-2', subjectId: 's2' }))
      .thenRegular();
  });

  it('cannot replace a decision on somebody else, a revoked one, or none', () => {
    given(both, ...upToWithout('decide', 'register'))
      .when(decided({ decisionId: 'D-2', subjectId: 's2', replaces: 'D-1' }))
      .thenImpossible('replaces');
    given(...upTo('decide'), decided({ decisionId: 'D-2', replaces: 'D-1' }))
      .when(decided({ decisionId: 'D-3', replaces: 'D-1' }))
      .thenImpossible('replaces');
    made.when(decided({ decisionId: 'D-2', replaces: 'D-9' })).thenUnknown('decision', 'replaces');
  });
});

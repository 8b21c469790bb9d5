// What is recorded of the regular decision, whole: tests of other decisions show what differs.
import type { CaseEventData } from '../../../src/domain/case/acts.js';
import { frame } from '../../../src/domain/case/acts/decision.js';
import { decisionFrame, type FrameBasis } from '../../../src/domain/regulation/frame.js';
import { defaultPolicy } from '../../../src/domain/regulation/policy.js';
import { acts, finding } from '../../support/office.js';

/** What is recorded of the regular decision: its own words, the report's findings, the person then. */
export const regularDecision: CaseEventData<'DecisionMade'> = {
  ...acts.decide,
  effectiveOn: '2015-09-30',
  facts: finding.facts,
  grounds: ['M2-5-1'],
  severity: 'minor',
  mitigating: [],
  aggravating: [],
  subject: {
    personId: 'jia',
    organId: 'bureau',
    post: '副局长',
    rank: 'deputy-county',
    category: 'party-government',
    managedBy: 'committee',
    leadingCadre: true,
  },
  track: 'leading-cadre',
  priors: [],
  frame: {
    kind: 'person',
    baseBand: 'minor',
    mitigating: [],
    aggravating: [],
    adjustmentRequired: false,
    adjustmentsPermitted: [{ code: 'none', clause: 'M1-14', readings: [] }],
    permittedMethods: [
      {
        adjustment: 'none',
        methods: [
          'admonishing-talk',
          'written-self-criticism',
          'ordered-public-apology',
          'circulated-criticism',
        ],
        band: 'minor',
        clause: 'M1-14',
        readings: ['I-18'],
      },
    ],
    readings: ['I-18'],
  },
};

/** The frame that a decision with these findings is recorded with, as frame.spec.ts checks it. */
export const frameWith = (changed: Partial<FrameBasis>): CaseEventData<'DecisionMade'>['frame'] =>
  frame.parse(
    decisionFrame(
      {
        kind: 'person',
        severity: 'minor',
        grounds: ['M2-5-1'],
        conducts: undefined,
        mitigating: [],
        aggravating: [],
        priorCount: 0,
        ...changed,
      },
      defaultPolicy,
    ),
  );

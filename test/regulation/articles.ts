// The articles of the two measures and the two forms, each with what it asks of the service in one
// line: what the tests have to show, and what is still to come. The readings stand beside them in
// src/domain/regulation/readings.ts.

export interface Article {
  /** As a test's name carries it: `M1-24`, `form 2`. */
  readonly code: string;
  /** What it asks. */
  readonly asks: string;
  /** What of it is not there yet. */
  readonly later?: string;
}

/** Code, what it asks, and what is still to come. */
const rows: readonly (readonly [string, string, string?])[] = [
  ['M1-1', 'purpose: what the measures build on, the right to be heard among it'],
  ['M1-2', 'whom the measures cover; on whom organs here can only propose'],
  ['M1-3', 'proof: every ground has material linked to it'],
  ['M1-4', 'referral to discipline and to justice, and its outcome', 'S-19, S-38'],
  ['M1-5', 'grounds: political discipline'],
  ['M1-6', 'grounds: administration by law'],
  ['M1-7', 'grounds: conduct and work style'],
  ['M1-8', 'grounds: people’s livelihood'],
  ['M1-9', 'grounds: petitions and stability'],
  ['M1-10', 'grounds: work safety, after an accident that is named'],
  ['M1-11', 'grounds: environmental protection'],
  ['M1-12', 'what rules of centre, province or city name, with the rule'],
  ['M1-13', 'ten methods', 'S-18'],
  [
    'M1-14',
    'three bands; methods combined; teams, and the responsibility of their members',
    'S-02, S-22, S-23, S-24, S-26',
  ],
  ['M1-15', '从轻 within the band, 减轻 below it'],
  [
    'M1-16',
    '从重 or 加重 where it must be; two in one year; the log of pleading',
    'S-03, S-14, S-15, S-17, S-21, S-32, S-36',
  ],
  ['M1-17', 'follow-up management'],
  ['M1-18', 'six sources; a complaint never goes to its target', 'S-33'],
  ['M1-19', 'cadre-management authority; directives', 'S-06, S-07'],
  [
    'M1-20',
    'the steps, who investigates, who decides collectively, who carries out',
    'S-01, S-04, S-20, S-25, S-35',
  ],
  ['M1-21', 'staff of departments'],
  ['M1-22', 'staff of discipline inspection organs'],
  ['M1-23', 'what the decision letter says', 'S-28, S-29'],
  ['M1-24', 'delivery to subject and unit within 7 working days', 'S-08'],
  ['M1-25', 'the personal file; the report for the record', 'S-09'],
  ['M1-26', 'publication in unit, system, society', 'S-10, S-31; the register of publications'],
  [
    'M1-27',
    'appeal: 15 and 30 days, other handlers, notice to both, correction',
    'S-11, S-12, S-13, S-16, S-30, S-31',
  ],
  ['M1-28', 'who may interpret: the policy, by whom it is adopted and from when it holds'],
  ['M1-29', 'in force from 2015-02-04; what was repealed'],
  ['form 1', 'the approval form: its content is on record', 'the document itself'],
  ['form 2', 'the decision letter: its number and content', 'the document itself'],
  ['M2-1', 'purpose'],
  ['M2-2', 'leading cadres and teams; by reference for others; classes of responsibility'],
  ['M2-3', 'proof, impartiality, referral', 'S-27'],
  ['M2-4', 'grounds: inaction'],
  ['M2-5', 'grounds: slow action'],
  ['M2-6', 'grounds: misconduct in action'],
  ['M2-7', 'channels; complaints are answered', 'S-05'],
  ['M2-8', 'methods and procedure of the first measure'],
  ['M2-9', 'the head of a body that failed to act', 'S-01 and the other failures; escalation'],
  ['M2-10', 'who may interpret: the policy, by whom it is adopted and from when it holds'],
  ['M2-11', 'in force from 2015-02-04'],
];

export const articles: readonly Article[] = rows.map(([code, asks, later]) => ({
  code,
  asks,
  ...(later === undefined ? {} : { later }),
}));

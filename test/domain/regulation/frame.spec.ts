import {
  adjustmentCodes,
  aggravatingCodes,
  mitigatingCodes,
} from '../../../src/domain/regulation/circumstances.js';
import {
  conductBeforePriors,
  decisionFrame,
  frameBreaches,
  type Frame,
} from '../../../src/domain/regulation/frame.js';
import {
  bandCodes,
  methodCodes,
  methodNumber,
  type BandCode,
} from '../../../src/domain/regulation/methods.js';
import { defaultPolicy } from '../../../src/domain/regulation/policy.js';
import { aggravated, computedIn, frame, mitigated, plain } from './drawn-frames.js';

/** Adjustment → the numbers in Art. 13 that may be the heaviest. */
function permitted({ permittedMethods }: Frame): Record<string, string> {
  return Object.fromEntries(
    permittedMethods.map(({ adjustment, methods }) => {
      const numbers = methods.map(methodNumber);
      return [adjustment, `${String(numbers[0])}-${String(numbers.at(-1))}`];
    }),
  );
}

const circumstances = {
  'no circumstance': {},
  'a mitigating circumstance': mitigated,
  'an aggravating circumstance': aggravated,
  'circumstances both ways': { ...mitigated, ...aggravated },
} as const;

/** The whole of Art. 14 to 16 for a person: band, circumstances, and the methods each adjustment permits. */
const wholeFrame: readonly [BandCode, keyof typeof circumstances, Record<string, string>][] = [
  ['minor', 'no circumstance', { none: '1-4' }],
  ['minor', 'a mitigating circumstance', { none: '1-4', lighter: '1-4' }],
  ['minor', 'an aggravating circumstance', { heavier: '2-4', increased: '5-7' }],
  [
    'minor',
    'circumstances both ways',
    { none: '1-4', lighter: '1-4', heavier: '2-4', increased: '5-7' },
  ],
  ['serious', 'no circumstance', { none: '5-7' }],
  ['serious', 'a mitigating circumstance', { none: '5-7', lighter: '5-7', reduced: '1-4' }],
  ['serious', 'an aggravating circumstance', { heavier: '6-7', increased: '8-10' }],
  [
    'serious',
    'circumstances both ways',
    { none: '5-7', lighter: '5-7', reduced: '1-4', heavier: '6-7', increased: '8-10' },
  ],
  ['severe', 'no circumstance', { none: '8-10' }],
  ['severe', 'a mitigating circumstance', { none: '8-10', lighter: '8-10', reduced: '5-7' }],
  ['severe', 'an aggravating circumstance', { heavier: '9-10' }],
  [
    'severe',
    'circumstances both ways',
    { none: '8-10', lighter: '8-10', reduced: '5-7', heavier: '9-10' },
  ],
];

/** Whether one of the ten methods, alone, lies in the range that a row of the table names. */
function within(range: string | undefined, number: number): boolean {
  const [from, to] = (range ?? '0-0').split('-').map(Number);
  return from! <= number && number <= to!;
}

describe('the frame of a decision on a person', () => {
  it.each(wholeFrame)('in the %s band with %s permits %j', (severity, found, expected) => {
    const drawn = frame({ severity, ...circumstances[found] });
    expect(drawn.baseBand).toBe(severity);
    expect(permitted(drawn)).toStrictEqual(expected);
    expect(drawn.adjustmentsPermitted.map(({ code }) => code)).toStrictEqual(
      drawn.permittedMethods.map(({ adjustment }) => adjustment),
    );
    for (const adjustment of adjustmentCodes)
      for (const method of methodCodes)
        expect([
          adjustment,
          method,
          frameBreaches(drawn, { adjustment, methods: [method] }).length === 0,
        ]).toStrictEqual([adjustment, method, within(expected[adjustment], methodNumber(method))]);
  });

  it('requires an adjustment as soon as one circumstance aggravates, and only then [M1-16]', () => {
    expect(frame().adjustmentRequired).toBe(false);
    expect(frame(mitigated).adjustmentRequired).toBe(false);
    expect(frame(aggravated).adjustmentRequired).toBe(true);
    expect(frame({ ...mitigated, ...aggravated }).adjustmentRequired).toBe(true);
  });

  it('is plain JSON, every part with its clause and the readings it rests on', () => {
    const drawn = frame({ severity: 'severe', ...mitigated, priorCount: 2 });
    expect(JSON.parse(JSON.stringify(drawn))).toStrictEqual(drawn);
    expect(drawn).toStrictEqual({
      kind: 'person',
      baseBand: 'severe',
      mitigating: [
        { code: 'cooperated-and-accepted', clause: 'M1-15-2', computed: false, readings: [] },
      ],
      aggravating: [
        {
          code: 'two-in-one-year',
          clause: 'M1-16-1-2',
          computed: true,
          readings: ['I-1', 'I-2', 'I-3', 'I-21'],
        },
      ],
      adjustmentRequired: true,
      adjustmentsPermitted: [
        { code: 'none', clause: 'M1-14', readings: ['I-8'] },
        { code: 'lighter', clause: 'M1-15', readings: ['I-7', 'I-8'] },
        { code: 'reduced', clause: 'M1-15', readings: ['I-7', 'I-8'] },
        { code: 'heavier', clause: 'M1-16', readings: ['I-6', 'I-8'] },
      ],
      permittedMethods: [
        {
          adjustment: 'none',
          methods: ['ordered-resignation', 'removal', 'demotion'],
          band: 'severe',
          clause: 'M1-14',
          readings: ['I-8', 'I-18', 'I-31'],
        },
        {
          adjustment: 'lighter',
          methods: ['ordered-resignation', 'removal', 'demotion'],
          band: 'severe',
          clause: 'M1-15',
          readings: ['I-7', 'I-8', 'I-18', 'I-31'],
        },
        {
          adjustment: 'reduced',
          methods: ['suspension', 'transfer', 'resignation-taking-blame'],
          band: 'serious',
          clause: 'M1-15',
          readings: ['I-7', 'I-8', 'I-18', 'I-31'],
        },
        {
          adjustment: 'heavier',
          methods: ['removal', 'demotion'],
          band: 'severe',
          clause: 'M1-16',
          readings: ['I-6', 'I-8', 'I-18', 'I-31'],
        },
      ],
      readings: ['I-1', 'I-2', 'I-3', 'I-6', 'I-7', 'I-8', 'I-18', 'I-21', 'I-31'],
    });
  });

  it('permits nothing before the severity is stated, and still names the circumstances', () => {
    const drawn = frame({ severity: undefined, ...aggravated });
    expect(drawn).toMatchObject({
      baseBand: null,
      aggravating: [{ code: 'falsified-or-concealed', clause: 'M1-16-1-4', computed: false }],
      adjustmentRequired: true,
      adjustmentsPermitted: [],
      permittedMethods: [],
    });
  });
});

describe('the frame of a decision on a leadership team', () => {
  it.each([undefined, ...bandCodes])(
    'starts from the minor band where the findings say %s, and never leaves it',
    (severity) => {
      const both = { kind: 'team', severity, ...mitigated, ...aggravated } as const;
      const drawn = frame(both);
      expect(drawn.baseBand).toBe('minor');
      expect(permitted(drawn)).toStrictEqual({ none: '1-4', lighter: '1-4', heavier: '2-4' });
      expect(permitted(frame({ ...both, mitigating: [] }))).toStrictEqual({ heavier: '2-4' });
      expect(drawn.readings).toContain('I-27');
    },
  );

  it('has no band beyond for 加重, which a person has', () => {
    const chosen = { adjustment: 'increased', methods: ['suspension'] } as const;
    expect(frameBreaches(frame({ kind: 'team', ...aggravated }), chosen)).toStrictEqual([
      'no-band-beyond',
    ]);
    expect(frameBreaches(frame(aggravated), chosen)).toStrictEqual([]);
  });
});

describe('the circumstances of a frame', () => {
  it('carry the clause of each, and count each once', () => {
    const drawn = frame({
      mitigating: mitigatingCodes.flatMap((code) => [{ code }, { code, description: '再述' }]),
      aggravating: aggravatingCodes.map((code) => ({ code })),
      grounds: ['M1-7-2', 'M2-5-1'],
      priorCount: 2,
    });
    expect(drawn.mitigating.map(({ code, clause }) => [code, clause])).toStrictEqual([
      ['remedied-harm', 'M1-15-1'],
      ['cooperated-and-accepted', 'M1-15-2'],
      ['other-mitigating', 'M1-15-3'],
    ]);
    expect(
      drawn.aggravating.map(({ code, clause, computed }) => [code, clause, computed]),
    ).toStrictEqual([
      ['multiple-grounds', 'M1-16-1-1', true],
      ['two-in-one-year', 'M1-16-1-2', true],
      ['obstructed-investigation', 'M1-16-1-3', false],
      ['falsified-or-concealed', 'M1-16-1-4', false],
      ['retaliated', 'M1-16-1-5', false],
      ['other-aggravating', 'M1-16-1-6', false],
      ['investigator-abuse', 'M1-16-2', false],
      ['repeated-pleading', 'M1-16-3', false],
    ]);
  });

  it('do not hold several grounds or two times in a year because somebody typed them in', () => {
    expect(
      frame({ aggravating: [{ code: 'multiple-grounds' }, { code: 'two-in-one-year' }] })
        .aggravating,
    ).toStrictEqual([]);
  });

  it.each([
    [0, false],
    [1, false],
    [2, true],
    [3, true],
  ])('with %i earlier times in the year, two in one year is %s', (priorCount, holds) => {
    expect(computedIn({ priorCount })).toStrictEqual(holds ? ['two-in-one-year'] : []);
  });

  it('count the times that the policy in force says [M1-28] [I-3]', () => {
    const stricter = { ...defaultPolicy, priorsForAggravation: 1 };
    const once = { ...plain, priorCount: 1 };
    expect(decisionFrame(once, stricter).adjustmentRequired).toBe(true);
    expect(decisionFrame(once, defaultPolicy).adjustmentRequired).toBe(false);
  });
});

describe('whether the conduct came before the earlier times', () => {
  const priors = [{ effectiveOn: '2016-05-03' }, { effectiveOn: '2016-03-01' }];

  it.each<[string, Parameters<typeof conductBeforePriors>, boolean | null]>([
    ['is not known without a date of the conduct', [undefined, undefined, priors], null],
    ['is not known where conducts carry no date', [[{}], undefined, priors], null],
    ['is not asked without an earlier time', [[{ to: '2016-01-01' }], '2016-01-01', []], null],
    [
      'holds where it all ended before the earliest',
      [[{ to: '2016-02-29' }], undefined, priors],
      true,
    ],
    [
      'does not hold on the very day of the earliest',
      [[{ to: '2016-03-01' }], undefined, priors],
      false,
    ],
    [
      'does not hold where one of several came later',
      [[{ to: '2015-06-01' }, { from: '2016-04-01' }], undefined, priors],
      false,
    ],
    [
      'does not hold where the whole matter lasted longer',
      [[{ to: '2015-06-01' }], '2016-03-02', priors],
      false,
    ],
    ['holds by the end of the whole matter alone', [undefined, '2016-02-01', priors], true],
    [
      'is not known of conduct that began before and has no end on record',
      [[{ to: '2015-06-01' }, { from: '2015-07-01' }], undefined, priors],
      null,
    ],
    [
      'holds for conduct without an end of its own where the whole matter has one',
      [[{ from: '2015-07-01' }], '2015-12-31', priors],
      true,
    ],
  ])('%s', (_, asked, expected) => {
    expect(conductBeforePriors(...asked)).toBe(expected);
  });
});

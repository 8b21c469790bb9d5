import fc from 'fast-check';
import {
  adjustmentCodes,
  aggravatingCodes,
  aggravationOrigin,
  mitigatingCodes,
  type AdjustmentCode,
} from '../../../src/domain/regulation/circumstances.js';
import {
  bases,
  citableCodes,
  groundCodes,
  type ClauseCode,
} from '../../../src/domain/regulation/clauses.js';
import {
  conductBeforePriors,
  decisionFrame,
  frameBreaches,
  separateActs,
  type Frame,
  type FrameBasis,
} from '../../../src/domain/regulation/frame.js';
import {
  bandCodes,
  heaviest,
  methodCodes,
  methodNumber,
  methodsForTeam,
  type BandCode,
} from '../../../src/domain/regulation/methods.js';
import { defaultPolicy } from '../../../src/domain/regulation/policy.js';

/** One act of one person in the minor band, with no circumstance either way. */
const plain: FrameBasis = {
  kind: 'person',
  severity: 'minor',
  grounds: ['M1-7-2'],
  conducts: undefined,
  mitigating: [],
  aggravating: [],
  priorCount: 0,
};

const mitigated = { mitigating: [{ code: 'cooperated-and-accepted' }] } as const;
const aggravated = { aggravating: [{ code: 'falsified-or-concealed' }] } as const;

function frame(found: Partial<FrameBasis> = {}): Frame {
  return decisionFrame({ ...plain, ...found }, defaultPolicy);
}

/** The computed circumstances of a decision on these findings. */
function computedIn(found: Partial<FrameBasis>): string[] {
  return frame(found)
    .aggravating.filter(({ computed }) => computed)
    .map(({ code }) => code);
}

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

  it('requires an adjustment as soon as one circumstance aggravates, and only then', () => {
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

  it('count the times that the policy in force says', () => {
    const stricter = { ...defaultPolicy, priorsForAggravation: 1 };
    const once = { ...plain, priorCount: 1 };
    expect(decisionFrame(once, stricter).adjustmentRequired).toBe(true);
    expect(decisionFrame(once, defaultPolicy).adjustmentRequired).toBe(false);
  });
});

describe('several grounds at once', () => {
  const met = (...grounds: ClauseCode[]) => ({ id: 'k', grounds });

  it.each<[string, Partial<FrameBasis>, number]>([
    ['one clause is one act', { grounds: ['M1-7-2'] }, 1],
    ['two clauses of one article are two acts', { grounds: ['M1-7-2', 'M1-7-9'] }, 2],
    ['a clause of M2 counts with one of M1', { grounds: ['M1-7-2', 'M2-5-1'] }, 2],
    ['a basis beside a ground is no ground', { grounds: ['M2-6-9', 'M1-16-3'] }, 1],
    [
      'one conduct that meets two clauses is one act',
      { grounds: ['M1-7-2', 'M2-5-1'], conducts: [met('M1-7-2', 'M2-5-1')] },
      1,
    ],
    [
      'two conducts that meet the same clause are one',
      { grounds: ['M1-7-2'], conducts: [met('M1-7-2'), met('M1-7-2')] },
      1,
    ],
    [
      'two conducts with a clause each are two',
      { grounds: ['M1-7-2', 'M2-5-1'], conducts: [met('M1-7-2'), met('M2-5-1')] },
      2,
    ],
    [
      'a ground that no conduct meets is an act of its own',
      { grounds: ['M1-7-2', 'M2-5-1', 'M1-8-1'], conducts: [met('M1-7-2', 'M2-5-1')] },
      2,
    ],
    [
      'conducts that share a clause are one, for the smallest number counts',
      {
        grounds: ['M1-7-2', 'M2-5-1', 'M1-8-1'],
        conducts: [met('M1-7-2', 'M2-5-1'), met('M2-5-1', 'M1-8-1')],
      },
      1,
    ],
    [
      'a clause that the decision does not hold established connects nothing',
      {
        grounds: ['M1-7-2', 'M1-8-1'],
        conducts: [met('M1-7-2', 'M2-5-1'), met('M2-5-1', 'M1-8-1')],
      },
      2,
    ],
    [
      'a basis that two conducts meet connects nothing',
      {
        grounds: ['M1-7-2', 'M1-8-1', 'M2-9'],
        conducts: [met('M1-7-2', 'M2-9'), met('M2-9', 'M1-8-1')],
      },
      2,
    ],
    ['no ground is no act', { grounds: [] }, 0],
  ])('%s', (_, found, acts) => {
    const { grounds, conducts } = { ...plain, ...found };
    expect(separateActs(grounds, conducts)).toHaveLength(acts);
    expect(computedIn(found)).toStrictEqual(acts >= 2 ? ['multiple-grounds'] : []);
  });

  it('are as many as a union-find over the clauses finds, for any report', () => {
    const few = [...groundCodes.slice(0, 7), ...bases.map(({ code }) => code)];
    const clauses = fc.subarray(few);
    fc.assert(
      fc.property(clauses, fc.array(clauses, { maxLength: 5 }), (grounds, met) => {
        const conducts = met.map((of, index) => ({ id: String(index), grounds: of }));
        const acts = separateActs(grounds, conducts);
        const counted = grounds.filter((code) => !code.startsWith('M1-16') && code !== 'M2-9');
        const roots = unionFind(counted, met);
        expect(acts.flat().sort()).toStrictEqual([...counted].sort());
        expect(acts).toHaveLength(new Set(roots.values()).size);
        for (const act of acts) expect(new Set(act.map((code) => roots.get(code))).size).toBe(1);
        expect(computedIn({ grounds, conducts })).toStrictEqual(
          acts.length >= 2 ? ['multiple-grounds'] : [],
        );
      }),
      { numRuns: 1000 },
    );
  });
});

/** Every clause with the root of its act. */
function unionFind(
  clauses: readonly ClauseCode[],
  conducts: readonly (readonly ClauseCode[])[],
): Map<ClauseCode, ClauseCode> {
  const parent = new Map(clauses.map((code) => [code, code]));
  const root = (code: ClauseCode): ClauseCode =>
    parent.get(code) === code ? code : root(parent.get(code)!);
  for (const conduct of conducts) {
    const known = conduct.filter((code) => parent.has(code));
    for (const code of known.slice(1)) parent.set(root(code), root(known[0]!));
  }
  return new Map(clauses.map((code) => [code, root(code)]));
}

describe('what a decision breaks of the frame', () => {
  const breaches = (
    found: Partial<FrameBasis>,
    adjustment: AdjustmentCode,
    ...methods: Parameters<typeof frameBreaches>[1]['methods'][number][]
  ) => frameBreaches(frame(found), { adjustment, methods });

  const serious = { severity: 'serious' } as const;
  const severe = { severity: 'severe' } as const;
  const both = { ...mitigated, ...aggravated };

  it('从轻 and 减轻 need a mitigating circumstance', () => {
    expect(breaches({}, 'lighter', 'admonishing-talk')).toStrictEqual([
      'mitigation-not-established',
    ]);
    expect(breaches(serious, 'reduced', 'circulated-criticism')).toStrictEqual([
      'mitigation-not-established',
    ]);
  });

  it('从重 and 加重 need an aggravating circumstance', () => {
    expect(breaches({}, 'heavier', 'circulated-criticism')).toStrictEqual([
      'aggravation-not-established',
    ]);
    expect(breaches({}, 'increased', 'suspension')).toStrictEqual(['aggravation-not-established']);
  });

  it('an aggravating circumstance has to be applied', () => {
    expect(breaches(aggravated, 'none', 'circulated-criticism')).toStrictEqual([
      'aggravation-not-applied',
    ]);
    expect(breaches({ priorCount: 2 }, 'none', 'circulated-criticism')).toStrictEqual([
      'aggravation-not-applied',
    ]);
  });

  it('从轻 where there is only aggravation is wrong twice', () => {
    expect(breaches(aggravated, 'lighter', 'circulated-criticism')).toStrictEqual([
      'mitigation-not-established',
      'aggravation-not-applied',
    ]);
  });

  it('a mitigating circumstance may outweigh an aggravating one', () => {
    expect(breaches(both, 'none', 'admonishing-talk')).toStrictEqual([]);
    expect(breaches({ ...serious, ...both }, 'reduced', 'admonishing-talk')).toStrictEqual([]);
  });

  it('从重 in the minor band with an admonishing talk alone does not show it', () => {
    expect(breaches(aggravated, 'heavier', 'admonishing-talk')).toStrictEqual([
      'heavier-not-shown',
    ]);
  });

  it('从重 shows in an admonishing talk combined with one more of the band', () => {
    expect(
      breaches(aggravated, 'heavier', 'written-self-criticism', 'admonishing-talk'),
    ).toStrictEqual([]);
  });

  it('从重 does not show in a suspension combined with a method of the band below', () => {
    expect(
      breaches({ ...serious, ...aggravated }, 'heavier', 'suspension', 'circulated-criticism'),
    ).toStrictEqual(['heavier-not-shown']);
  });

  it('从重 in a band below is too light, and not besides unshown', () => {
    expect(
      breaches({ ...serious, ...aggravated }, 'heavier', 'circulated-criticism'),
    ).toStrictEqual(['lighter-than-frame']);
  });

  it('从重 in a band above is 加重, and too heavy for what the decision states', () => {
    expect(breaches(aggravated, 'heavier', 'suspension')).toStrictEqual(['heavier-than-frame']);
  });

  it('加重 that stays in the base band is too light for what the decision states', () => {
    expect(breaches(aggravated, 'increased', 'circulated-criticism')).toStrictEqual([
      'lighter-than-frame',
    ]);
  });

  it('减轻 goes one band down, not none and not two', () => {
    expect(breaches({ ...severe, ...mitigated }, 'reduced', 'transfer')).toStrictEqual([]);
    expect(breaches({ ...severe, ...mitigated }, 'reduced', 'removal')).toStrictEqual([
      'heavier-than-frame',
    ]);
    expect(breaches({ ...severe, ...mitigated }, 'reduced', 'admonishing-talk')).toStrictEqual([
      'lighter-than-frame',
    ]);
  });

  it('there is no band below the minor one, and none above the severe one', () => {
    expect(breaches(mitigated, 'reduced', 'admonishing-talk')).toStrictEqual(['no-band-beyond']);
    expect(breaches({ ...severe, ...aggravated }, 'increased', 'demotion')).toStrictEqual([
      'no-band-beyond',
    ]);
    expect(breaches(severe, 'increased', 'admonishing-talk')).toStrictEqual([
      'aggravation-not-established',
      'no-band-beyond',
    ]);
  });

  it('of several bands combined, the heaviest method decides', () => {
    expect(breaches({}, 'none', 'circulated-criticism', 'suspension')).toStrictEqual([
      'heavier-than-frame',
    ]);
    expect(breaches(serious, 'none', 'transfer', 'admonishing-talk')).toStrictEqual([]);
    expect(breaches(severe, 'none', 'transfer', 'admonishing-talk')).toStrictEqual([
      'lighter-than-frame',
    ]);
  });

  it('without a stated severity nothing is said of bands, and circumstances still count', () => {
    const unknown = { severity: undefined };
    expect(breaches(unknown, 'none', 'demotion')).toStrictEqual(['severity-not-stated']);
    expect(breaches(unknown, 'increased', 'demotion')).toStrictEqual([
      'severity-not-stated',
      'aggravation-not-established',
    ]);
    expect(breaches({ ...unknown, ...aggravated }, 'heavier', 'admonishing-talk')).toStrictEqual([
      'severity-not-stated',
    ]);
    expect(breaches({ ...unknown, ...aggravated }, 'none', 'admonishing-talk')).toStrictEqual([
      'severity-not-stated',
      'aggravation-not-applied',
    ]);
  });

  it('is nothing exactly where the adjustment is permitted and so is the heaviest method, for any findings', () => {
    const established = aggravatingCodes.filter((code) => aggravationOrigin(code) !== 'computed');
    const basis = fc.record({
      kind: fc.constantFrom('person' as const, 'team' as const),
      severity: fc.constantFrom(undefined, ...bandCodes),
      grounds: fc.subarray([...citableCodes], { maxLength: 3 }),
      conducts: fc.constant(undefined),
      mitigating: fc.subarray(mitigatingCodes.map((code) => ({ code }))),
      aggravating: fc.subarray(
        established.map((code) => ({ code })),
        { maxLength: 1 },
      ),
      priorCount: fc.nat(3),
    });
    const adjustment = fc.constantFrom(...adjustmentCodes);
    const combined = fc.subarray([...methodCodes], { minLength: 1, maxLength: 3 });
    const inside = { yes: 0, no: 0 };
    fc.assert(
      fc.property(basis, adjustment, combined, (found, chosen, methods) => {
        const drawn = decisionFrame(found, defaultPolicy);
        const permittedOnes = drawn.permittedMethods.find((one) => one.adjustment === chosen);
        const inFrame =
          drawn.adjustmentsPermitted.some(({ code }) => code === chosen) &&
          permittedOnes!.methods.includes(heaviest(methods));
        inside[inFrame ? 'yes' : 'no'] += 1;
        const broken = frameBreaches(drawn, { adjustment: chosen, methods });
        expect(broken.length === 0).toBe(inFrame);
        expect(new Set(broken).size).toBe(broken.length);
        if (found.kind === 'team')
          for (const one of drawn.permittedMethods)
            expect(methodsForTeam).toStrictEqual(expect.arrayContaining([...one.methods]));
      }),
      { numRuns: 3000 },
    );
    expect(inside.yes).toBeGreaterThan(100);
    expect(inside.no).toBeGreaterThan(100);
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

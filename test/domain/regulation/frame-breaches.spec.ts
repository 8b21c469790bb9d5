// What of its frame a decision breaks by its adjustment and its methods (M1 Art. 14–16).
import fc from 'fast-check';
import {
  adjustmentCodes,
  aggravatingCodes,
  aggravationOrigin,
  mitigatingCodes,
  type AdjustmentCode,
} from '../../../src/domain/regulation/circumstances.js';
import { citableCodes } from '../../../src/domain/regulation/clauses.js';
import {
  decisionFrame,
  frameBreaches,
  type FrameBasis,
} from '../../../src/domain/regulation/frame.js';
import {
  bandCodes,
  heaviest,
  methodCodes,
  methodsForTeam,
} from '../../../src/domain/regulation/methods.js';
import { defaultPolicy } from '../../../src/domain/regulation/policy.js';
import { aggravated, frame, mitigated } from './drawn-frames.js';

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

  it('a mitigating circumstance may outweigh an aggravating one [M1-16] [I-8]', () => {
    expect(breaches(both, 'none', 'admonishing-talk')).toStrictEqual([]);
    expect(breaches({ ...serious, ...both }, 'reduced', 'admonishing-talk')).toStrictEqual([]);
  });

  it('从重 in the minor band with an admonishing talk alone does not show it [M1-16] [I-6]', () => {
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

  it('减轻 goes one band down, not none and not two [M1-15] [I-7]', () => {
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

  it('of several bands combined, the heaviest method decides [M1-14] [I-18]', () => {
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

// The frame of one decision: what the measures permit after what it found (M1 Art. 14–16). People
// decide; the frame shows them the bounds, and the record says where a decision left them.
import type { LegalDate } from '../legal-date.js';
import type { ClauseReference } from './citation.js';
import {
  adjustmentCodes,
  aggravatingCircumstances,
  mitigatingCircumstances,
  type AdjustmentCode,
  type AggravatingCode,
  type MitigatingCode,
} from './circumstances.js';
import { clause, type ClauseCode } from './clauses.js';
import { bandCodes, bandOf, heaviest, methods, type BandCode, type MethodCode } from './methods.js';
import type { Policy } from './policy.js';
import { inOrder, type Reading } from './readings.js';

/** A single act that the report found, with the clauses it meets (I-5). */
export interface Conduct {
  readonly id: string;
  readonly grounds: readonly ClauseCode[];
  readonly from?: LegalDate;
  readonly to?: LegalDate;
}

/** What the decision itself holds established, and what the ledger counts against its subject. */
export interface FrameBasis {
  readonly kind: 'person' | 'team';
  readonly severity: BandCode | undefined;
  readonly grounds: readonly ClauseCode[];
  readonly conducts: readonly Conduct[] | undefined;
  readonly mitigating: readonly { readonly code: MitigatingCode; readonly description?: string }[];
  /** Those established; the two that are computed are never typed in, and are not read from here. */
  readonly aggravating: readonly {
    readonly code: AggravatingCode;
    readonly description?: string;
  }[];
  /** How many earlier decisions count on the day (I-1, I-2). */
  readonly priorCount: number;
}

export interface FrameCircumstance<Code extends MitigatingCode | AggravatingCode> {
  readonly code: Code;
  readonly clause: ClauseReference;
  /** Whether the ledger counted it; the others were established by people. */
  readonly computed: boolean;
  readonly readings: readonly Reading[];
}

export interface PermittedAdjustment {
  readonly code: AdjustmentCode;
  readonly clause: ClauseReference;
  readonly readings: readonly Reading[];
}

/** The methods that may be the heaviest of a decision with this adjustment; lighter ones may stand beside it (I-18). */
export interface PermittedMethods {
  readonly adjustment: AdjustmentCode;
  readonly methods: readonly MethodCode[];
  readonly band: BandCode;
  readonly clause: ClauseReference;
  readonly readings: readonly Reading[];
}

/** Plain JSON: stored with the decision it was drawn for, and shown as it is. */
export interface Frame {
  readonly kind: 'person' | 'team';
  /** `null` where the severity is not stated: then there is no band to measure by, and nothing is permitted yet. */
  readonly baseBand: BandCode | null;
  readonly mitigating: readonly FrameCircumstance<MitigatingCode>[];
  readonly aggravating: readonly FrameCircumstance<AggravatingCode>[];
  /** Article 16 says *must*: 从重 or 加重, unless a mitigating circumstance outweighs it (I-8). */
  readonly adjustmentRequired: boolean;
  readonly adjustmentsPermitted: readonly PermittedAdjustment[];
  /** One entry for each permitted adjustment. */
  readonly permittedMethods: readonly PermittedMethods[];
  /** Every reading the frame rests on. */
  readonly readings: readonly Reading[];
}

export type FrameBreach =
  | 'severity-not-stated'
  | 'lighter-than-frame'
  | 'heavier-than-frame'
  | 'mitigation-not-established'
  | 'aggravation-not-established'
  | 'aggravation-not-applied'
  | 'heavier-not-shown'
  | 'no-band-beyond';

/** 从轻 and 从重 stay in the base band, 减轻 goes one band down and 加重 one up: four different things (M1 Art. 15, 16). */
const adjustmentRules: Readonly<
  Record<
    AdjustmentCode,
    {
      readonly bandsUp: -1 | 0 | 1;
      readonly needs?: 'mitigation' | 'aggravation';
      readonly clause: ClauseReference;
      readonly readings: readonly Reading[];
    }
  >
> = {
  none: { bandsUp: 0, clause: 'M1-14', readings: [] },
  lighter: { bandsUp: 0, needs: 'mitigation', clause: 'M1-15', readings: ['I-7'] },
  reduced: { bandsUp: -1, needs: 'mitigation', clause: 'M1-15', readings: ['I-7'] },
  heavier: { bandsUp: 0, needs: 'aggravation', clause: 'M1-16', readings: ['I-6'] },
  increased: { bandsUp: 1, needs: 'aggravation', clause: 'M1-16', readings: ['I-6'] },
};

/** Different acts from which on several grounds aggravate: 两种以上情形 (M1-16-1-1, I-5). */
const actsForAggravation = 2;

/** What the measures permit for a decision that rests on these findings (M1 Art. 14–16; I-5 to I-8, I-18, I-27, I-31). */
export function decisionFrame(basis: FrameBasis, policy: Policy): Frame {
  const bounds: Bounds = {
    kind: basis.kind,
    baseBand: basis.kind === 'team' ? 'minor' : (basis.severity ?? null),
    mitigating: mitigatingOf(basis),
    aggravating: aggravatingOf(basis, policy),
  };
  const { mitigating, aggravating } = bounds;
  const permitted = permittedIn(bounds);
  return {
    ...bounds,
    adjustmentRequired: aggravating.length > 0,
    adjustmentsPermitted: permitted.map(({ adjustment: code }) => ({
      code,
      clause: adjustmentRules[code].clause,
      readings: adjustmentReadings(bounds, code),
    })),
    permittedMethods: permitted,
    readings: inOrder([
      ...bandReadings(bounds),
      ...[...mitigating, ...aggravating, ...permitted].flatMap(({ readings }) => readings),
      ...(aggravating.length > 0 ? (['I-6'] as const) : []),
    ]),
  };
}

/**
 * What a chosen adjustment and methods break of the frame; empty when they lie inside it. At least
 * one method is needed: a decision not to hold to account has no frame.
 */
export function frameBreaches(
  frame: Frame,
  chosen: { readonly adjustment: AdjustmentCode; readonly methods: readonly MethodCode[] },
): readonly FrameBreach[] {
  return [
    ...(frame.baseBand === null ? (['severity-not-stated'] as const) : []),
    ...adjustmentBreaches(frame, chosen.adjustment),
    ...bandBreaches(frame, chosen),
  ];
}

/**
 * The different acts behind the grounds, each with the clauses it meets, at their smallest number
 * (I-5): clauses that one conduct meets belong together, and so do those that share one of them. A
 * ground in no conduct is an act of its own. Bases are no grounds (I-19), and what the decision
 * does not hold established connects nothing.
 */
export function separateActs(
  grounds: readonly ClauseCode[],
  conducts: readonly Pick<Conduct, 'grounds'>[] = [],
): readonly (readonly ClauseCode[])[] {
  const established = grounds.filter((code) => !clause(code).basis);
  return [...established.map((code) => [code]), ...conducts.map((conduct) => conduct.grounds)]
    .map((met) => met.filter((code) => established.includes(code)))
    .reduce<readonly (readonly ClauseCode[])[]>((acts, met) => {
      if (met.length === 0) return acts;
      const touched = acts.filter((act) => act.some((code) => met.includes(code)));
      const apart = acts.filter((act) => !touched.includes(act));
      return [...apart, [...new Set([...touched.flat(), ...met])]];
    }, []);
}

/**
 * Whether all known conduct ended before the earliest prior took effect, so that nothing happened
 * after the person had been held to account. `null` where that is not known: no date of the conduct
 * or of a prior, or conduct that began and has no end on record. `conductTo` ends the whole matter.
 */
export function conductBeforePriors(
  conducts: readonly Pick<Conduct, 'from' | 'to'>[] | undefined,
  conductTo: LegalDate | undefined,
  priors: readonly { readonly effectiveOn: LegalDate }[],
): boolean | null {
  const [earliest] = priors.map(({ effectiveOn }) => effectiveOn).sort();
  const known = [conductTo, ...(conducts ?? []).flatMap(({ from, to }) => [from, to])].filter(
    (date) => date !== undefined,
  );
  if (earliest === undefined || known.length === 0) return null;
  if (known.some((date) => date >= earliest)) return false;
  const unended = (conducts ?? []).some(({ from, to }) => from !== undefined && to === undefined);
  return unended && conductTo === undefined ? null : true;
}

/** Of a frame, what decides on the adjustments. */
type Bounds = Pick<Frame, 'kind' | 'baseBand' | 'mitigating' | 'aggravating'>;

function mitigatingOf({ mitigating }: FrameBasis): Frame['mitigating'] {
  return mitigatingCircumstances
    .filter(({ code }) => mitigating.some((established) => established.code === code))
    .map(({ code, clause: its }) => ({ code, clause: its, computed: false, readings: [] }));
}

/** Those established, and the two that the ledger counts, whatever was typed in (M1 Art. 16(1)1 and 2). */
function aggravatingOf(basis: FrameBasis, policy: Policy): Frame['aggravating'] {
  const counted: Partial<Record<AggravatingCode, { holds: boolean; readings: Reading[] }>> = {
    'multiple-grounds': {
      holds: separateActs(basis.grounds, basis.conducts).length >= actsForAggravation,
      readings: ['I-5'],
    },
    'two-in-one-year': {
      holds: basis.priorCount >= policy.priorsForAggravation,
      readings: ['I-1', 'I-2', 'I-3', 'I-21'],
    },
  };
  return aggravatingCircumstances
    .filter(({ code }) => counted[code]?.holds ?? basis.aggravating.some((e) => e.code === code))
    .map(({ code, clause: its }) => ({
      code,
      clause: its,
      computed: code in counted,
      readings: counted[code]?.readings ?? [],
    }));
}

function permittedIn(bounds: Bounds): readonly PermittedMethods[] {
  return adjustmentCodes.flatMap((adjustment) => {
    const band = bandMeant(bounds, adjustment);
    if (band === undefined || adjustmentBreaches(bounds, adjustment).length > 0) return [];
    return [
      {
        adjustment,
        methods: methodsMeant(adjustment, band),
        band,
        clause: adjustmentRules[adjustment].clause,
        readings: inOrder([
          'I-18',
          ...bandReadings(bounds),
          ...adjustmentReadings(bounds, adjustment),
        ]),
      },
    ];
  });
}

/** The readings behind the base band: a team's is always minor (I-27), the severe one needs both of its facts (I-31). */
function bandReadings({ kind, baseBand }: Bounds): readonly Reading[] {
  if (kind === 'team') return ['I-27'];
  return baseBand === 'severe' ? ['I-31'] : [];
}

function adjustmentReadings(
  { mitigating, aggravating }: Bounds,
  adjustment: AdjustmentCode,
): readonly Reading[] {
  const both = mitigating.length > 0 && aggravating.length > 0;
  return inOrder([...adjustmentRules[adjustment].readings, ...(both ? (['I-8'] as const) : [])]);
}

/** The band of the heaviest method that an adjustment stands for; undefined where there is none, or no severity to start from. A team receives methods of the minor band only (M1 Art. 14). */
function bandMeant({ kind, baseBand }: Bounds, adjustment: AdjustmentCode): BandCode | undefined {
  if (baseBand === null) return undefined;
  const reached = kind === 'team' ? bandCodes.slice(0, 1) : bandCodes;
  const place = reached.indexOf(baseBand) + adjustmentRules[adjustment].bandsUp;
  return place < 0 ? undefined : reached[place];
}

/**
 * The methods of a band that can be the heaviest. 从重 shows in one that is not the band's lightest
 * (I-6); the lightest combined with one more of the band is the same thing, for that one is heavier.
 */
function methodsMeant(adjustment: AdjustmentCode, band: BandCode): readonly MethodCode[] {
  const ofBand = methods.filter((method) => method.band === band).map(({ code }) => code);
  return adjustment === 'heavier' ? ofBand.slice(1) : ofBand;
}

/** What is wrong with an adjustment by itself, whatever the methods. */
function adjustmentBreaches(bounds: Bounds, adjustment: AdjustmentCode): readonly FrameBreach[] {
  const { needs } = adjustmentRules[adjustment];
  const mitigated = bounds.mitigating.length > 0;
  const aggravated = bounds.aggravating.length > 0;
  const breaches: Partial<Record<FrameBreach, boolean>> = {
    'mitigation-not-established': needs === 'mitigation' && !mitigated,
    'aggravation-not-established': needs === 'aggravation' && !aggravated,
    // M1 Art. 16 says must; a mitigating circumstance may outweigh it (I-8).
    'aggravation-not-applied': aggravated && !mitigated && needs !== 'aggravation',
    'no-band-beyond': bounds.baseBand !== null && bandMeant(bounds, adjustment) === undefined,
  };
  return (Object.keys(breaches) as FrameBreach[]).filter((code) => breaches[code]);
}

/** Where the heaviest method, which decides for all that are combined (I-18), lies outside the band that the adjustment means. */
function bandBreaches(
  frame: Frame,
  { adjustment, methods: combined }: Parameters<typeof frameBreaches>[1],
): readonly FrameBreach[] {
  const meant = bandMeant(frame, adjustment);
  if (meant === undefined) return [];
  const found = bandCodes.indexOf(bandOf(combined)) - bandCodes.indexOf(meant);
  if (found !== 0) return [found < 0 ? 'lighter-than-frame' : 'heavier-than-frame'];
  return methodsMeant(adjustment, meant).includes(heaviest(combined)) ? [] : ['heavier-not-shown'];
}

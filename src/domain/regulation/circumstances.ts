// What makes a case lighter (M1 Art. 15) or heavier (Art. 16), and the four ways in which a
// decision may leave the middle of its band. 从轻 and 从重 stay within the band, 减轻 and 加重 leave it.
import type { Words } from '../words.js';
import type { ClauseReference } from './citation.js';

const mitigatingTable = [
  {
    code: 'remedied-harm',
    clause: 'M1-15-1',
    described: false,
    label: { zh: '主动补救、避免或挽回损害', en: 'Prevented or made good the harm' },
  },
  {
    code: 'cooperated-and-accepted',
    clause: 'M1-15-2',
    described: false,
    label: { zh: '配合调查并主动担责', en: 'Cooperated and took responsibility' },
  },
  {
    code: 'other-mitigating',
    clause: 'M1-15-3',
    described: true,
    label: { zh: '其他从轻减轻情节', en: 'Other mitigating circumstance' },
  },
] as const;

const aggravatingTable = [
  {
    code: 'multiple-grounds',
    clause: 'M1-16-1-1',
    origin: 'computed',
    described: false,
    label: { zh: '同时具有两种以上情形', en: 'Several grounds at once' },
  },
  {
    code: 'two-in-one-year',
    clause: 'M1-16-1-2',
    origin: 'computed',
    described: false,
    label: { zh: '一年内已被问责两次以上', en: 'Held to account twice or more within one year' },
  },
  {
    code: 'obstructed-investigation',
    clause: 'M1-16-1-3',
    origin: 'established',
    described: false,
    label: { zh: '妨碍或抗拒调查', en: 'Obstructed or resisted the investigation' },
  },
  {
    code: 'falsified-or-concealed',
    clause: 'M1-16-1-4',
    origin: 'established',
    described: false,
    label: { zh: '造假或隐瞒真相', en: 'Falsified or concealed facts' },
  },
  {
    code: 'retaliated',
    clause: 'M1-16-1-5',
    origin: 'established',
    described: false,
    label: { zh: '报复投诉人或证人', en: 'Retaliated against a complainant or witness' },
  },
  {
    code: 'other-aggravating',
    clause: 'M1-16-1-6',
    origin: 'established',
    described: true,
    label: { zh: '其他法定从重加重情节', en: 'Other circumstance named by rule or law' },
  },
  {
    code: 'investigator-abuse',
    clause: 'M1-16-2',
    origin: 'another-person',
    described: false,
    label: { zh: '调查人员滥权、徇私或失职', en: 'Investigator abused power or neglected duty' },
  },
  {
    code: 'repeated-pleading',
    clause: 'M1-16-3',
    origin: 'another-person',
    described: false,
    label: { zh: '一再为他人请托说情', en: 'Pleaded repeatedly for a subject' },
  },
] as const;

export type MitigatingCode = (typeof mitigatingTable)[number]['code'];
export type AggravatingCode = (typeof aggravatingTable)[number]['code'];

/**
 * Where an aggravating circumstance comes from: `computed` from the ledger and never typed in;
 * `established` by report or decision; about `another-person` than the subject, and refused unless
 * the subject is that investigator or pleader.
 */
export type AggravationOrigin = 'computed' | 'established' | 'another-person';

export interface MitigatingCircumstance {
  readonly code: MitigatingCode;
  readonly clause: ClauseReference;
  readonly label: Words;
  /** Whether it has to be described in words. */
  readonly described: boolean;
}

export interface AggravatingCircumstance {
  readonly code: AggravatingCode;
  readonly clause: ClauseReference;
  readonly label: Words;
  readonly origin: AggravationOrigin;
  /** Whether it has to be described in words: the Party regulation or national law that names it. */
  readonly described: boolean;
}

/** They permit 从轻 or 减轻 (M1 Art. 15). */
export const mitigatingCircumstances: readonly MitigatingCircumstance[] = mitigatingTable;
export const mitigatingCodes: readonly MitigatingCode[] = mitigatingTable.map(({ code }) => code);

/** They require 从重 or 加重 (M1 Art. 16). */
export const aggravatingCircumstances: readonly AggravatingCircumstance[] = aggravatingTable;
export const aggravatingCodes: readonly AggravatingCode[] = aggravatingTable.map(
  ({ code }) => code,
);

const origins = new Map<AggravatingCode, AggravationOrigin>(
  aggravatingTable.map(({ code, origin }) => [code, origin]),
);

/** Where an aggravating circumstance comes from. */
export function aggravationOrigin(code: AggravatingCode): AggravationOrigin {
  const origin = origins.get(code);
  if (origin === undefined) throw new Error(`bug: no aggravating circumstance ${code}`);
  return origin;
}

const adjustmentTable = [
  { code: 'none', label: { zh: '无', en: 'None' } },
  { code: 'lighter', label: { zh: '从轻', en: 'Lighter within the band' } },
  { code: 'reduced', label: { zh: '减轻', en: 'Reduced below the band' } },
  { code: 'heavier', label: { zh: '从重', en: 'Heavier within the band' } },
  { code: 'increased', label: { zh: '加重', en: 'Increased above the band' } },
] as const;

export type AdjustmentCode = (typeof adjustmentTable)[number]['code'];

export interface Adjustment {
  readonly code: AdjustmentCode;
  readonly label: Words;
}

export const adjustments: readonly Adjustment[] = adjustmentTable;
export const adjustmentCodes: readonly AdjustmentCode[] = adjustmentTable.map(({ code }) => code);

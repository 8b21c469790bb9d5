// Ranks, from the lowest to the highest. From 副科级 on, a decision is reported for the record (M1 Art. 25).
import type { Words } from '../words.js';

const table = [
  { code: 'none', label: { zh: '无级别', en: 'No rank' } },
  { code: 'section-member', label: { zh: '科员级', en: 'Section member' } },
  { code: 'deputy-section', label: { zh: '副科级', en: 'Deputy section head level' } },
  { code: 'section', label: { zh: '正科级', en: 'Section head level' } },
  { code: 'deputy-county', label: { zh: '副处级', en: 'Deputy county (division) level' } },
  { code: 'county', label: { zh: '正处级', en: 'County (division) level' } },
  { code: 'deputy-bureau', label: { zh: '副厅级', en: 'Deputy bureau level' } },
  { code: 'bureau', label: { zh: '正厅级', en: 'Bureau level' } },
] as const;

export type RankCode = (typeof table)[number]['code'];

export interface Rank {
  readonly code: RankCode;
  /** Rises with the rank, from 0. */
  readonly order: number;
  readonly label: Words;
}

export const ranks: readonly Rank[] = table.map((row, order) => ({ ...row, order }));
export const rankCodes: readonly RankCode[] = table.map(({ code }) => code);

/** Whether a decision on somebody of this rank, or treated as of this rank, is reported for the record (M1 Art. 25). */
export function isDeputySectionOrAbove(rank: RankCode): boolean {
  return rankCodes.indexOf(rank) >= rankCodes.indexOf('deputy-section');
}

// Whom the measures cover, and how (M1 Art. 2; M2 Art. 2).
import type { Words } from '../words.js';

const table = [
  {
    code: 'party-government',
    applies: 'directly',
    label: { zh: '党政机关工作人员', en: 'Staff of Party and government organs' },
  },
  {
    code: 'by-reference',
    applies: 'by-reference',
    label: { zh: '参照执行人员', en: 'Others, by reference' },
  },
  {
    code: 'vertically-managed',
    applies: 'proposal-only',
    label: { zh: '驻连部省属和垂直管理单位人员', en: 'Staff of vertically managed units' },
  },
] as const;

export type PersonnelCategoryCode = (typeof table)[number]['code'];

export interface PersonnelCategory {
  readonly code: PersonnelCategoryCode;
  /** The measures themselves, the measures by reference (参照), or a proposal to the appointing organ. */
  readonly applies: 'directly' | 'by-reference' | 'proposal-only';
  readonly label: Words;
}

export const personnelCategories: readonly PersonnelCategory[] = table;
export const personnelCategoryCodes: readonly PersonnelCategoryCode[] = table.map(
  ({ code }) => code,
);

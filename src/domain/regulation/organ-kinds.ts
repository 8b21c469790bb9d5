// The kinds of organs and units that appear in a case (M1 Art. 2, 20–22).
import type { Words } from '../words.js';

const table = [
  { code: 'party-committee', label: { zh: '党委', en: 'Party committee' } },
  { code: 'government', label: { zh: '政府', en: 'Government' } },
  {
    code: 'discipline-commission',
    label: { zh: '纪律检查委员会', en: 'Commission for discipline inspection' },
  },
  { code: 'supervision-organ', label: { zh: '监察机关', en: 'Supervision organ' } },
  { code: 'organization-department', label: { zh: '组织部门', en: 'Organisation department' } },
  { code: 'personnel-department', label: { zh: '人事部门', en: 'Personnel department' } },
  { code: 'department', label: { zh: '党委政府部门', en: 'Department' } },
  { code: 'court', label: { zh: '法院', en: 'Court' } },
  { code: 'procuratorate', label: { zh: '检察院', en: 'Procuratorate' } },
  { code: 'public-institution', label: { zh: '事业单位', en: 'Public institution' } },
  { code: 'state-owned-enterprise', label: { zh: '国有企业', en: 'State-owned enterprise' } },
  { code: 'village-or-community', label: { zh: '村或社区', en: 'Village or community' } },
  { code: 'other', label: { zh: '其他', en: 'Other' } },
] as const;

export type OrganKindCode = (typeof table)[number]['code'];

export interface OrganKind {
  readonly code: OrganKindCode;
  readonly label: Words;
}

export const organKinds: readonly OrganKind[] = table;
export const organKindCodes: readonly OrganKindCode[] = table.map(({ code }) => code);

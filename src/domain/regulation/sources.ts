// Where the information about a case came from (M1 Art. 18).
import type { Words } from '../words.js';
import type { ClauseReference } from './citation.js';

const table = [
  {
    code: 'complaint',
    clause: 'M1-18-1',
    label: { zh: '投诉举报', en: 'Complaint or report' },
  },
  {
    code: 'leader-instruction',
    clause: 'M1-18-2',
    label: { zh: '领导批示', en: "Leader's instruction" },
  },
  {
    code: 'organ-suggestion',
    clause: 'M1-18-3',
    label: { zh: '机关部门建议', en: 'Suggestion of an organ' },
  },
  {
    code: 'inspection',
    clause: 'M1-18-4',
    label: { zh: '督查巡察暗访', en: 'Inspection' },
  },
  {
    code: 'media',
    clause: 'M1-18-5',
    label: { zh: '媒体网络曝光', en: 'Media or internet' },
  },
  { code: 'other', clause: 'M1-18-6', label: { zh: '其他来源', en: 'Other source' } },
] as const;

export type SourceCode = (typeof table)[number]['code'];

export interface Source {
  readonly code: SourceCode;
  readonly clause: ClauseReference;
  readonly label: Words;
}

export const sources: readonly Source[] = table;
export const sourceCodes: readonly SourceCode[] = table.map(({ code }) => code);

// The four ways a case can take, by whom the subject is managed: each has its own starters,
// investigators and deciders (M1 Art. 2, 20–22).
import type { Words } from '../words.js';
import type { ClauseReference } from './citation.js';
import type { OrganKindCode } from './organ-kinds.js';

const table = [
  {
    code: 'leading-cadre',
    clause: 'M1-20',
    label: { zh: '领导班子及其成员', en: 'Leadership teams and their members' },
  },
  {
    code: 'department-staff',
    clause: 'M1-21',
    label: { zh: '部门内设机构和下属单位人员', en: "Staff of a department's bodies and units" },
  },
  {
    code: 'discipline-organ-staff',
    clause: 'M1-22',
    label: { zh: '纪检监察机关人员', en: 'Staff of discipline inspection organs' },
  },
  {
    code: 'proposal-only',
    clause: 'M1-2',
    label: {
      zh: '驻连和垂直管理单位人员（仅提建议）',
      en: 'Vertically managed staff (proposal only)',
    },
  },
] as const;

export type TrackCode = (typeof table)[number]['code'];

export interface Track {
  readonly code: TrackCode;
  readonly clause: ClauseReference;
  readonly label: Words;
}

export const tracks: readonly Track[] = table;
export const trackCodes: readonly TrackCode[] = table.map(({ code }) => code);

/** 纪检监察机关, and 组织人事部门: who investigates and recommends where nothing else is said (M1 Art. 20). */
export const disciplineKinds: readonly OrganKindCode[] = [
  'discipline-commission',
  'supervision-organ',
];
export const organisationKinds: readonly OrganKindCode[] = [
  'organization-department',
  'personnel-department',
];

/** Whether an organ is of one or the other: also who is reported to, and who acts on a finding (M1 Art. 25, M2 Art. 9). */
export function isDisciplineOrOrganisation(kind: OrganKindCode): boolean {
  return disciplineKinds.includes(kind) || organisationKinds.includes(kind);
}

/** Whether an organ of a kind investigates on a track (M1 Art. 2, 20–22). */
export function mayInvestigate(track: TrackCode, kind: OrganKindCode): boolean {
  switch (track) {
    case 'leading-cadre':
    case 'proposal-only':
      return isDisciplineOrOrganisation(kind);
    case 'discipline-organ-staff':
      return disciplineKinds.includes(kind);
    case 'department-staff':
      // The department's own body may be registered as whatever it is (I-45), but no committee or government.
      return kind !== 'party-committee' && kind !== 'government';
  }
}

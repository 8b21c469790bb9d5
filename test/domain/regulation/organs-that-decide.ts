// Organs that decide or may not, whom they decide on, and a decision that is in order.
import type { DecisionTaken } from '../../../src/domain/regulation/authority.js';
import type { OrganKindCode } from '../../../src/domain/regulation/organ-kinds.js';
import type { OrganPlace } from '../../../src/domain/regulation/organ-tree.js';

/** A city and a county in it: each organ with its kind and what it stands below. */
export const city = {
  committee: ['party-committee', undefined],
  government: ['government', 'committee'],
  commission: ['discipline-commission', 'committee'],
  supervision: ['supervision-organ', 'government'],
  organization: ['organization-department', 'committee'],
  personnel: ['personnel-department', 'government'],
  bureau: ['department', 'government'],
  office: ['department', 'bureau'],
  court: ['court', 'committee'],
  hospital: ['public-institution', 'bureau'],
  enterprise: ['state-owned-enterprise', 'government'],
  county: ['party-committee', 'committee'],
  countyCommission: ['discipline-commission', 'county'],
  countyGovernment: ['government', 'county'],
  ministry: ['other', undefined],
  // Registered in a circle, by mistake.
  circle: ['department', 'circleTop'],
  circleTop: ['department', 'circle'],
} as const satisfies Record<string, readonly [OrganKindCode, string | undefined]>;

export type OrganName = keyof typeof city;
export const organNames = Object.keys(city) as OrganName[];

export const organs: ReadonlyMap<string, OrganPlace> = new Map(
  organNames.map((organId) => {
    const [kind, superiorId] = city[organId];
    return [organId, { organId, kind, ...(superiorId === undefined ? {} : { superiorId }) }];
  }),
);

export const leader = {
  track: 'leading-cadre',
  managedBy: 'committee',
  unit: 'bureau',
  organs,
} as const;
export const clerk = {
  track: 'department-staff',
  managedBy: 'bureau',
  unit: 'bureau',
  organs,
} as const;
export const inspector = {
  track: 'discipline-organ-staff',
  managedBy: 'committee',
  unit: 'commission',
  organs,
} as const;
export const stationed = {
  track: 'proposal-only',
  managedBy: 'ministry',
  unit: 'bureau',
  organs,
} as const;

export const held: DecisionTaken = {
  organId: 'commission',
  methods: ['circulated-criticism'],
  accountable: true,
  meeting: true,
  approvals: [],
};

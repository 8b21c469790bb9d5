// The registers: the organs of the city and the persons they manage (API.md "Registers";
// M1 Art. 2, 19; M2 Art. 9). Changes carry the date since when they hold.
import { z } from 'zod';
import { organKindCodes } from '../regulation/organ-kinds.js';
import { personnelCategoryCodes } from '../regulation/personnel.js';
import { rankCodes } from '../regulation/ranks.js';
import { distinct, id, legalDate, line, say } from '../fields.js';
import { track } from '../case/acts/intake.js';

const head = z.strictObject({
  personId: id.exactOptional(),
  name: line,
  role: z.enum(['party', 'administrative']).exactOptional(),
  since: legalDate,
});

const organFields = {
  name: line,
  superiorId: id.exactOptional(),
  /** Superior discipline inspection organs and organisation or personnel departments (M2-9). */
  supervisedBy: distinct(id).exactOptional(),
};

export const registerOrgan = z.strictObject({
  id,
  ...organFields,
  kind: z.enum(organKindCodes),
  head: head.exactOptional(),
});

export const changeOrgan = z
  .strictObject({
    since: legalDate,
    name: line.exactOptional(),
    /** `null`: it stands below no organ any more. */
    superiorId: id.nullable().exactOptional(),
    supervisedBy: organFields.supervisedBy,
  })
  .refine(
    ({ since: _, ...changed }) => Object.keys(changed).length > 0,
    say({ zh: '应至少填写一个变更项', en: 'expected at least one changed field' }),
  );

export const appointHead = head;

const personFields = {
  name: line,
  sex: z.enum(['male', 'female']),
  birthDate: legalDate.exactOptional(),
  ethnicity: line.exactOptional(),
  organId: id,
  post: line,
  rank: z.enum(rankCodes),
  rankEquivalent: z.enum(rankCodes).exactOptional(),
  category: z.enum(personnelCategoryCodes),
  /** The organ with cadre-management authority over the person (M1-19, I-42). */
  managedBy: id,
  track,
  leadingCadre: z.boolean().exactOptional(),
  partyMember: z.boolean().exactOptional(),
  fileKeeperOrganId: id.exactOptional(),
};

export const registerPerson = z.strictObject({ id, ...personFields });

export const changePerson = z
  .strictObject({
    since: legalDate,
    name: personFields.name.exactOptional(),
    sex: personFields.sex.exactOptional(),
    birthDate: personFields.birthDate,
    ethnicity: personFields.ethnicity,
    organId: personFields.organId.exactOptional(),
    post: personFields.post.exactOptional(),
    rank: personFields.rank.exactOptional(),
    /** `null`: it has none any more. */
    rankEquivalent: z.enum(rankCodes).nullable().exactOptional(),
    category: personFields.category.exactOptional(),
    managedBy: personFields.managedBy.exactOptional(),
    track: personFields.track.exactOptional(),
    leadingCadre: personFields.leadingCadre,
    partyMember: personFields.partyMember,
    fileKeeperOrganId: personFields.fileKeeperOrganId,
  })
  .refine(
    ({ since: _, ...changed }) => Object.keys(changed).length > 0,
    say({ zh: '应至少填写一个变更项', en: 'expected at least one changed field' }),
  );

export const registerEventData = {
  OrganRegistered: registerOrgan,
  OrganChanged: changeOrgan,
  OrganHeadAppointed: appointHead,
  PersonRegistered: registerPerson,
  PersonChanged: changePerson,
} as const;

export type RegisterEventType = keyof typeof registerEventData;

/** What happened to an organ's or a person's entry. */
export type RegisterEvent = {
  [T in RegisterEventType]: {
    readonly type: T;
    readonly data: z.output<(typeof registerEventData)[T]>;
  };
}[RegisterEventType];

/** What the keeper of the registers asks to record; `id` names the entry. */
export type RegisterCommand =
  | {
      readonly act: 'register-organ';
      readonly id: string;
      readonly body: z.output<typeof registerOrgan>;
    }
  | {
      readonly act: 'change-organ';
      readonly id: string;
      readonly body: z.output<typeof changeOrgan>;
    }
  | {
      readonly act: 'appoint-head';
      readonly id: string;
      readonly body: z.output<typeof appointHead>;
    }
  | {
      readonly act: 'register-person';
      readonly id: string;
      readonly body: z.output<typeof registerPerson>;
    }
  | {
      readonly act: 'change-person';
      readonly id: string;
      readonly body: z.output<typeof changePerson>;
    };

// What the routes answer, for the OpenAPI document. Where a projection has a type for it, the
// compiler holds the two together.
import { z } from 'zod';
import type { CasePhase } from '../domain/case/state.js';
import { recordIntervention } from '../domain/case/acts/investigation.js';
import { digest, id, legalDate, means } from '../domain/fields.js';
import {
  appointHead,
  changePerson,
  registerOrgan,
  registerPerson,
} from '../domain/register/acts.js';
import type { Organ, Person, personOn } from '../domain/register/entries.js';
import { methodCodes } from '../domain/regulation/methods.js';
import { organKindCodes } from '../domain/regulation/organ-kinds.js';
import { personnelCategoryCodes } from '../domain/regulation/personnel.js';
import { rankCodes } from '../domain/regulation/ranks.js';
import { trackCodes } from '../domain/regulation/tracks.js';
import type { AccessListItem } from '../projections/accesses.js';
import type { Accountability, PersonCount } from '../projections/accountability-counts.js';
import type { CaseListItem } from '../projections/case-list.js';
import type { InterventionListItem, PleaderCount } from '../projections/intervention-log.js';
import type { OrganListItem, PersonListItem } from '../projections/registers.js';
import { knownAt, on, page, pageOn } from './pages.js';

const phases: Readonly<Record<CasePhase, true>> = {
  registered: true,
  accepted: true,
  declined: true,
  'under-investigation': true,
  reported: true,
  decided: true,
  'under-appeal': true,
  closed: true,
};

function keysOf<K extends string>(of: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(of) as K[];
}

export const casePhases = keysOf(phases);

export const position = z
  .string()
  .meta(means('在整个账本中的位置，十进制', 'place in the whole ledger, in decimal'));
const instant = z.iso.datetime();
export const revision = z.int().min(0);
const organKind = z.enum(organKindCodes);
export const subjectKind = z.enum(['person', 'team']);

/** An irregularity or a notice. */
const rule = z.strictObject({
  code: z.string(),
  clause: z.string(),
  citation: z.string(),
  message: z.string(),
});

export const recorded = z
  .strictObject({
    caseId: id.exactOptional(),
    id: z
      .string()
      .exactOptional()
      .meta(means('所办理的单位、人员或者所发现的问题', 'the organ, person or finding acted on')),
    revision,
    position,
    events: z.array(z.strictObject({ eventId: z.uuid(), type: z.string(), revision, position })),
    notices: z
      .array(rule)
      .exactOptional()
      .meta(
        means(
          '提示事项：不影响登记，与记录一并保存',
          'worth a look; they stop nothing and are kept with the event',
        ),
      ),
  })
  .meta({ id: 'Recorded' });

export const organs = page(
  z.strictObject({
    id,
    name: z.string(),
    kind: organKind,
    superiorId: id.nullable(),
    supervisedBy: z.array(id),
  }) satisfies z.ZodType<OrganListItem>,
);

/** An organ with every head it had and those it has today. */
export type OrganShown = Omit<Organ, 'organId'> & {
  readonly id: string;
  readonly head: Organ['heads'];
};

export const organ = registerOrgan.omit({ head: true }).extend({
  heads: z.array(appointHead).meta(means('登记过的全部负责人', 'everybody recorded as its head')),
  head: z.array(appointHead).meta(means('今日的负责人', 'those who head it today')),
}) satisfies z.ZodType<OrganShown>;

export const persons = page(
  z.strictObject({
    id,
    name: z.string(),
    organId: id,
    post: z.string(),
    rank: z.enum(rankCodes),
    category: z.enum(personnelCategoryCodes),
    managedBy: id,
    track: z.enum(trackCodes),
    leadingCadre: z.boolean(),
  }) satisfies z.ZodType<PersonListItem>,
);

/** A person as the register has it today, with every change. */
export type PersonShown = ReturnType<typeof personOn> &
  Pick<Person, 'changes'> & { readonly id: string };

export const person = registerPerson.extend({
  changes: z
    .array(changePerson)
    .meta(means('每次变更及其生效日期', 'every change, with the date since when it holds')),
}) satisfies z.ZodType<PersonShown>;

export const cases = page(
  z.strictObject({
    caseId: id,
    status: z.enum(casePhases),
    track: z.enum(trackCodes).nullable(),
    organId: id,
    receivedOn: legalDate,
    subjects: z.array(
      z.strictObject({ subjectId: id, kind: subjectKind, personId: id.nullable() }),
    ),
  }) satisfies z.ZodType<CaseListItem>,
);

export const accountability = z.strictObject({
  personId: id,
  on,
  knownAt,
  window: z.strictObject({ from: legalDate, to: legalDate }),
  count: z.int(),
  aggravationRequired: z.boolean(),
  sanctions: z.array(
    z.strictObject({
      caseId: id,
      decisionId: id,
      organId: id,
      effectiveOn: legalDate,
      methods: z.array(z.enum(methodCodes)),
    }),
  ),
}) satisfies z.ZodType<Accountability>;

export const counts = pageOn(
  z.strictObject({
    personId: id,
    count: z.int(),
    aggravationRequired: z.boolean(),
  }) satisfies z.ZodType<PersonCount>,
);

const { pleader, contacted, channel, content, recordedBy } = recordIntervention.shape;

export const interventions = page(
  z.strictObject({
    eventId: z.uuid(),
    position,
    caseId: id,
    on: legalDate,
    subjectId: id,
    subjectPersonId: id.nullable(),
    pleader,
    contacted: contacted.exactOptional(),
    channel: channel.exactOptional(),
    content: content.exactOptional(),
    recordedBy: recordedBy.exactOptional(),
  }) satisfies z.ZodType<InterventionListItem>,
);

export const pleaders = pageOn(
  z.strictObject({
    personId: id,
    count: z.int(),
    subjects: z.array(id),
    cases: z.array(id),
    aggravationDue: z.boolean(),
    openedCaseId: id.nullable(),
  }) satisfies z.ZodType<PleaderCount>,
);

export const accesses = page(
  z.strictObject({
    eventId: z.uuid(),
    position,
    recordedAt: instant,
    sub: z.string(),
    issuer: z.string(),
    organId: id,
    route: z.string(),
    records: z.array(z.string()),
    fields: z.array(z.string()),
    purpose: z.string().nullable(),
    phase: z.string().nullable(),
  }) satisfies z.ZodType<AccessListItem>,
);

export const storedEvidence = z.strictObject({
  digest,
  size: z.int().min(0),
  mediaType: z.string(),
});

export const token = z.strictObject({ token: z.string() });

export const health = z.strictObject({ status: z.literal('ok') });

/** RFC 9457, with the members API.md adds. */
export const problemDetails = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().exactOptional(),
    instance: z.string(),
    code: z.string(),
    requestId: z.uuid(),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).exactOptional(),
    irregularities: z.array(rule).exactOptional(),
    acknowledge: z.strictObject({ codes: z.array(z.string()) }).exactOptional(),
  })
  .meta({ id: 'Problem' });

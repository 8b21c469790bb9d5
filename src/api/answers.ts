// What the routes answer, for the OpenAPI document. Where a projection has a type for it, the
// compiler holds the two together.
import { z } from 'zod';
import { dutyKinds, dutyStates } from '../domain/case/duty.js';
import type { CasePhase } from '../domain/case/state.js';
import { decisionMade, frame } from '../domain/case/acts/decision.js';
import { recordIntervention } from '../domain/case/acts/investigation.js';
import { digest, id, legalDate } from '../domain/fields.js';
import {
  appointHead,
  changePerson,
  registerOrgan,
  registerPerson,
} from '../domain/register/acts.js';
import type { Organ, Person, personOn } from '../domain/register/entries.js';
import { methodCodes } from '../domain/regulation/methods.js';
import { organKindCodes } from '../domain/regulation/organ-kinds.js';
import type { Derivation } from '../domain/regulation/periods.js';
import { personnelCategoryCodes } from '../domain/regulation/personnel.js';
import { rankCodes } from '../domain/regulation/ranks.js';
import { trackCodes } from '../domain/regulation/tracks.js';
import { metadataSchema } from '../ledger/event.js';
import type { AccessListItem } from '../projections/accesses.js';
import type { Accountability, PersonCount } from '../projections/accountability-counts.js';
import type { CaseListItem } from '../projections/case-list.js';
import type { InterventionListItem, PleaderCount } from '../projections/intervention-log.js';
import type { OrganListItem, PersonListItem } from '../projections/registers.js';
import type { HistoryTold, ObligationTold } from './told.js';

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

const position = z.string().meta({ description: 'place in the whole ledger, in decimal' });
const instant = z.iso.datetime();
const revision = z.int().min(0);
const organKind = z.enum(organKindCodes);
const subjectKind = z.enum(['person', 'team']);

/** A page of a list (API.md, Conventions). */
export function page<T extends z.ZodType>(
  items: T,
): z.ZodObject<{ items: z.ZodArray<T>; nextCursor: z.ZodNullable<z.ZodString> }, z.core.$strict> {
  return z.strictObject({ items: z.array(items), nextCursor: z.string().nullable() });
}

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
    id: z.string().exactOptional().meta({ description: 'the organ, person or finding acted on' }),
    revision,
    position,
    events: z.array(z.strictObject({ eventId: z.uuid(), type: z.string(), revision, position })),
    notices: z
      .array(rule)
      .exactOptional()
      .meta({ description: 'worth a look; they stop nothing and are kept with the event' }),
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
  heads: z.array(appointHead).meta({ description: 'everybody recorded as its head' }),
  head: z.array(appointHead).meta({ description: 'those who head it today' }),
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
    .meta({ description: 'every change, with the date since when it holds' }),
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

const derivation = z.strictObject({
  start: legalDate.meta({ description: 'the day of the act that starts the clock; not counted' }),
  unit: z.enum(['working-days', 'calendar-days']),
  days: z.array(legalDate).meta({ description: 'each day counted, day 1 first' }),
  skipped: z.array(z.strictObject({ date: legalDate, reason: z.enum(['weekend', 'holiday']) })),
  years: z
    .array(z.strictObject({ year: z.int(), known: z.boolean(), notices: z.array(z.string()) }))
    .meta({ description: 'the calendars consulted' }),
  amendment: z
    .strictObject({
      notices: z.array(z.strictObject({ number: z.string(), issuedOn: legalDate })),
      dateUnamended: legalDate.meta({ description: 'by what was in force on the start day' }),
      dateAmended: legalDate.meta({ description: 'by what was in force on that date' }),
    })
    .exactOptional()
    .meta({
      description: 'a calendar was amended while the clock was running; the later date holds',
    }),
}) satisfies z.ZodType<Derivation>;

const obligation = z
  .strictObject({
    id: z.string(),
    kind: z.enum(dutyKinds),
    caseId: id,
    subjectId: id.exactOptional().meta({ description: 'absent where it is one of the whole case' }),
    decisionId: id.exactOptional(),
    appealId: id.exactOptional(),
    organId: id.meta({ description: 'the organ that answers for it' }),
    title: z.string().meta({ description: 'what has to be done' }),
    clause: z.string(),
    citation: z.string(),
    startedOn: legalDate,
    startedBy: z.uuid().meta({ description: 'the event it follows from' }),
    startedRecordedOn: legalDate
      .exactOptional()
      .meta({ description: 'the date first recorded, where it was corrected' }),
    dueOn: legalDate.nullable().meta({ description: 'null where the measures give no date' }),
    provisional: z.boolean().meta({ description: 'it rests on days that are not arranged yet' }),
    derivation: derivation.nullable(),
    watchOn: legalDate
      .exactOptional()
      .meta({ description: 'without a due date: the day from which supervision looks at it' }),
    metOn: legalDate.exactOptional(),
    metBy: z.uuid().exactOptional().meta({ description: 'the event that met it' }),
    metRecordedOn: legalDate
      .exactOptional()
      .meta({ description: 'the date first recorded, where it was corrected' }),
    state: z.enum(dutyStates),
  })
  .meta({ id: 'Obligation' }) satisfies z.ZodType<ObligationTold>;

export const obligations = page(obligation);

/** What an event recorded, with the event: the fields are those of the act's body. */
const act = z.looseObject({
  at: z.looseObject({ eventId: z.uuid(), position, organ: z.string() }),
});

function acts(description: string) {
  return z.array(act).meta({ description });
}

export const caseFile = z
  .looseObject({
    caseId: id,
    phase: z.enum(casePhases),
    organId: id.meta({ description: 'the organ that has the case' }),
    track: z.enum(trackCodes).nullable(),
    registration: act.meta({ description: 'a reporter who is named is shown as sealed' }),
    subjects: z.array(
      z.looseObject({
        subjectId: id,
        kind: subjectKind,
        personId: id.exactOptional(),
        organId: id.exactOptional(),
        track: z.enum(trackCodes).nullable(),
      }),
    ),
    acceptance: act.exactOptional().meta({ description: 'the acceptance that stands' }),
    declination: act.exactOptional(),
    closing: act.exactOptional(),
    acceptances: acts('every acceptance, also those a transfer ended'),
    transfers: acts('in the order recorded'),
    initiations: acts('in the order recorded'),
    investigators: z.array(z.looseObject({ personId: id, name: z.string(), organId: id })),
    evidence: acts('in the order recorded'),
    conflicts: acts('conflicts of interest declared'),
    interventions: acts('everybody who pleaded'),
    declarations: acts('who declared that nobody pleaded, or that all who did are logged'),
    reports: acts('reports and their supplements'),
    hearings: acts('in the order recorded'),
    recommendations: acts('in the order recorded'),
    directives: acts('orders of a superior organ, with who has to answer them'),
    approvals: acts('answers of the committee or government of the same level'),
    proposals: acts('proposals to the appointing organ'),
    outcomes: acts('what the appointing organ decided'),
    referrals: acts('to discipline and justice, with their outcome'),
    notifications: acts('who was told of what'),
    corrections: acts('clerical corrections in force'),
    voidings: acts('records that are void'),
    decisions: z
      .array(
        act.extend({
          decisionId: id,
          state: z.enum(['in-force', 'modified', 'revoked']),
          policy: id.meta({ description: 'the policy it was made under' }),
          appealUntil: legalDate.nullable(),
          letters: z.array(act),
          deliveries: z.array(act),
          filings: z.array(act),
          recordReports: z.array(act),
          publications: z.array(act),
          executions: z.array(act),
          followUps: z.array(act),
          changes: z.array(act).meta({ description: 'each modification and revocation, in order' }),
        }),
      )
      .meta({ description: 'with everything that followed each' }),
    appeals: z.array(
      act.extend({
        appealId: id,
        lodgedOn: legalDate,
        dueOn: legalDate,
        provisional: z.boolean(),
        handlers: z.array(act),
        withdrawal: act.exactOptional(),
        outcome: act.exactOptional(),
        notices: z.array(act),
      }),
    ),
    obligations: z.array(obligation),
    revision: revision.meta({ description: 'of the last event this file is of' }),
    position,
  })
  .meta({ id: 'CaseFile' });

const authority = z.strictObject({
  kinds: z.array(organKind).meta({ description: 'these decide where they manage, or stand below' }),
  organs: z.array(id).meta({ description: 'these decide whatever their kind' }),
  collective: z.boolean().meta({ description: 'a meeting has to be cited' }),
  leadershipMeeting: z.boolean().meta({ description: 'a meeting is looked for' }),
  approvalBy: id.nullable().meta({ description: 'the organ whose approval comes first' }),
  clause: z.string(),
  readings: z.array(z.string()),
});

/** API.md: what the measures permit for a decision that is not made yet. */
export const decisionFrame = z
  .strictObject({
    subjectId: id,
    on: legalDate,
    track: z.enum(trackCodes).nullable(),
    ...frame.shape,
    grounds: decisionMade.shape.grounds,
    priors: decisionMade.shape.priors,
    priorCount: z.int(),
    conductBeforePriors: z
      .boolean()
      .nullable()
      .meta({ description: 'all known conduct ended before the earliest prior took effect' }),
    authority: z.strictObject({
      managedBy: id.nullable(),
      byBand: z
        .strictObject({ minor: authority, serious: authority, severe: authority })
        .nullable()
        .meta({ description: 'null where the track is not known yet' }),
    }),
  })
  .meta({ id: 'DecisionFrame' });

const historyEvent = z
  .strictObject({
    eventId: z.uuid(),
    position,
    stream: z.string(),
    revision,
    type: z.string(),
    title: z.string().meta({ description: 'what events of the type are called; not stored' }),
    data: z.looseObject({}).meta({ description: 'as stored; sealed fields are shown as sealed' }),
    metadata: metadataSchema.omit({ salt: true, requestHash: true }),
    voidedBy: z.uuid().exactOptional().meta({ description: 'the event that says it is void' }),
    correctedBy: z
      .array(z.uuid())
      .exactOptional()
      .meta({ description: 'the events that correct a field of it' }),
  })
  .meta({ id: 'HistoryEvent' }) satisfies z.ZodType<HistoryTold>;

export const history = z.strictObject({ caseId: id, items: z.array(historyEvent) });

export const accountability = z.strictObject({
  personId: id,
  on: legalDate,
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

export const counts = page(
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

export const pleaders = page(
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

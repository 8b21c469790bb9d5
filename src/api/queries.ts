// What the reading routes take after the question mark. Unknown and repeated parameters are
// refused, like unknown fields of a body.
import { z } from 'zod';
import { casePhases } from './answers.js';
import { clauseCode } from '../domain/case/acts/intake.js';
import { dutyKinds, dutyStates } from '../domain/case/duty.js';
import { digest, formed, id, legalDate, line, say } from '../domain/fields.js';
import { findingCodes, findingKinds } from '../domain/supervision/catalogue.js';
import { findingStates } from '../projections/findings.js';
import { isEventId, isPosition } from '../ledger/event.js';
import { isKeyName } from '../ledger/transparency/note.js';
import { isTilePath } from '../ledger/transparency/tiles.js';
import { datasetNames, groupings } from '../projections/analytics-columns.js';

const position = z
  .string()
  .refine(
    isPosition,
    say({ zh: '应为十进制的账本位置', en: 'expected a ledger position in decimal' }),
  );

const instant = z.iso.datetime({ offset: true });

/** A position, or an instant that means one (DESIGN.md, Time). */
const moment = z.string().refine(
  (value) => isPosition(value) || instant.safeParse(value).success,
  say({
    zh: '应为账本位置，或带时区的 RFC 3339 时刻',
    en: 'expected a ledger position or an RFC 3339 instant with its offset',
  }),
);

/** A number in decimal digits between two, both included. */
function wholeNumber(least: number, most: number) {
  const [from, to] = [String(least), String(most)];
  return z
    .string()
    .refine(
      (value) => /^[0-9]{1,15}$/.test(value) && Number(value) >= least && Number(value) <= most,
      say({
        zh: `应为 ${from} 至 ${to} 的整数`,
        en: `expected a whole number from ${from} to ${to}`,
      }),
    )
    .meta({ type: 'integer', minimum: least, maximum: most })
    .transform(Number);
}

const atLeast = position.exactOptional().meta({
  description: 'wait until the read model has reached this position',
});

const reading = { atLeast };

const paging = {
  limit: wholeNumber(1, 500)
    .optional()
    .transform((limit) => limit ?? 50)
    .meta({ description: '1 to 500, 50 when left out' }),
  cursor: z.string().min(1).max(2000).exactOptional(),
  atLeast,
};

const knownAt = moment.exactOptional().meta({
  description:
    'answer as known at this ledger position or instant; a later page keeps the position of the first',
});
const asOf = moment.exactOptional().meta({
  description:
    'the case as known at this ledger position or instant, its duties judged on the date of that moment',
});
const on = legalDate.exactOptional();
const period = { from: legalDate.exactOptional(), to: legalDate.exactOptional() };
const least = wholeNumber(0, 999_999).exactOptional();

export const oneThing = z.strictObject(reading);

export const organsQuery = z.strictObject({
  superior: id.exactOptional(),
  q: line.exactOptional(),
  ...paging,
});

export const personsQuery = z.strictObject({
  organ: id.exactOptional(),
  q: line.exactOptional(),
  ...paging,
});

export const casesQuery = z.strictObject({
  status: z.enum(casePhases).exactOptional(),
  organ: id.exactOptional(),
  person: id.exactOptional(),
  ground: clauseCode.exactOptional(),
  ...period,
  ...paging,
});

export const caseQuery = z.strictObject({ asOf, ...reading });

export const frameQuery = z.strictObject({
  subjectId: id,
  on: on.meta({ description: 'the day of the decision; today when left out' }),
  ...reading,
});

export const accountabilityQuery = z.strictObject({ on, knownAt, ...reading });

export const countsQuery = z.strictObject({
  on,
  min: least,
  organ: id.exactOptional(),
  knownAt,
  ...paging,
});

export const interventionsQuery = z.strictObject({
  pleader: id.exactOptional(),
  subject: id.exactOptional(),
  case: id.exactOptional(),
  ...period,
  knownAt,
  ...paging,
});

export const pleadersQuery = z.strictObject({ min: least, knownAt, ...paging });

export const obligationsQuery = z.strictObject({
  state: z.enum(dutyStates).exactOptional(),
  organ: id.exactOptional(),
  kind: z.enum(dutyKinds).exactOptional(),
  case: id.exactOptional(),
  on,
  knownAt,
  ...paging,
});

export const findingsQuery = z.strictObject({
  code: z.enum(findingCodes).exactOptional(),
  kind: z.enum(findingKinds).exactOptional(),
  organ: id.exactOptional().meta({ description: 'the organ that answers' }),
  superior: id.exactOptional().meta({ description: 'findings this organ may act on (M2-9)' }),
  state: z.enum(findingStates).exactOptional(),
  case: id.exactOptional(),
  person: id.exactOptional(),
  on,
  knownAt,
  ...paging,
});

export const bodiesQuery = z.strictObject({
  superior: id.exactOptional().meta({ description: 'bodies this organ may act on (M2-9)' }),
  on,
  knownAt,
  ...paging,
});

export const accessesQuery = z.strictObject({
  case: id.exactOptional(),
  sub: line.exactOptional(),
  ...period,
  ...paging,
});

export const analyticsQuery = z.strictObject({
  ...period,
  groupBy: z.enum(groupings).exactOptional().meta({
    description: 'by what its rows are grouped; each dataset takes some of these',
  }),
  on: on.meta({
    description:
      'timeliness and organs: the day whose state of duties is counted; today when left out',
  }),
  knownAt: moment
    .exactOptional()
    .meta({ description: 'answer as known at this ledger position or instant' }),
  ...reading,
});

export const streamQuery = z.strictObject({ after: position.exactOptional() });

export const regulationQuery = z.strictObject({
  on: on.meta({ description: 'the policy in force on this date; today when left out' }),
  knownAt: moment.exactOptional().meta({
    description: 'of the policies adopted by this ledger position or instant',
  }),
  ...reading,
});

export const workingDaysQuery = z.strictObject({
  from: legalDate.meta({ description: 'the day of the act; it is not counted' }),
  days: wholeNumber(1, 1000),
});

const treeSize = z
  .string()
  .refine(
    (value) => /^(0|[1-9][0-9]{0,14})$/.test(value),
    say({ zh: '应为十进制的记录数', en: 'expected a number of leaves in decimal' }),
  )
  .transform(Number);

export const checkpointQuery = z.strictObject({
  witness: z
    .string()
    .max(200)
    .refine(isKeyName, say({ zh: '应为见证人的名称', en: 'expected the name of a witness' }))
    .exactOptional()
    .meta({ description: 'the last one that the witness of this name has cosigned' }),
});

export const inclusionQuery = z.strictObject({
  position: position.meta({ description: 'the event’s place in the ledger' }),
});

export const consistencyQuery = z.strictObject({
  from: treeSize.meta({ description: 'leaves of the smaller tree' }),
  to: treeSize
    .exactOptional()
    .meta({ description: 'leaves of the larger tree; those of the last checkpoint when left out' }),
});

/** What stands in the place of a `:name` of a path. */
export const pathParameters = {
  caseId: id,
  organId: id,
  personId: id,
  findingId: formed(/^S-[0-9]{2}:[A-Za-z0-9._:-]{1,240}$/, {
    zh: '应为所发现问题的编号，例如 S-08:D-1:subject',
    en: 'expected the id of a finding, as in S-08:D-1:subject',
  }),
  digest,
  dataset: z.enum(datasetNames),
  eventId: z
    .string()
    .refine(
      isEventId,
      say({ zh: '应为小写的记录编号（UUID）', en: 'expected an event id: a UUID in lower case' }),
    ),
  tile: z
    .string()
    .refine(
      isTilePath,
      say({
        zh: '应为 <层>/<序号>[.p/<宽>]：层为 0 至 63 或 entries，宽为 1 至 255',
        en: 'expected <level>/<index>[.p/<width>]: level 0 to 63 or entries, width 1 to 255',
      }),
    )
    .meta({ description: 'path of a tile or an entry bundle, as c2sp.org/tlog-tiles writes it' }),
} as const;

/** The position an event stream was left at (`Last-Event-ID`), which wins over `after`. */
export const lastEventId = position;

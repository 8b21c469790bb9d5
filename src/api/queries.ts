// What the reading routes take after the question mark. Unknown and repeated parameters are
// refused, like unknown fields of a body.
import { z } from 'zod';
import { casePhases } from './answers.js';
import { clauseCode } from '../domain/case/acts/intake.js';
import { dutyKinds, dutyStates } from '../domain/case/duty.js';
import { digest, formed, id, legalDate, line, means, say } from '../domain/fields.js';
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

const atLeast = position
  .exactOptional()
  .meta(
    means(
      '等到查询数据更新至该账本位置再答复',
      'wait until the read model has reached this position',
    ),
  );

const reading = { atLeast };

const paging = {
  limit: wholeNumber(1, 500)
    .optional()
    .transform((limit) => limit ?? 50)
    .meta(means('每页条数，1 至 500，不填为 50', 'entries a page, 1 to 500; 50 when left out')),
  cursor: z
    .string()
    .min(1)
    .max(2000)
    .exactOptional()
    .meta(means('上一页给出的 nextCursor', 'the nextCursor of the page before')),
  atLeast,
};

const knownAt = moment
  .exactOptional()
  .meta(
    means(
      '按该账本位置或者时刻当时所知答复；后续各页沿用第一页的位置',
      'answer as known at this ledger position or instant; a later page keeps the position of the first',
    ),
  );
const asOf = moment
  .exactOptional()
  .meta(
    means(
      '该账本位置或者时刻当时所知的案件，应办事项的状态按当日判断',
      'the case as known at this ledger position or instant, its duties judged on the date of that moment',
    ),
  );

/** A date, an id or a code that may be left out, and what it means. */
function optional<T extends z.ZodType>(field: T, zh: string, en: string): z.ZodExactOptional<T> {
  return field.exactOptional().meta(means(zh, en));
}

const on = optional(
  legalDate,
  '按该日的情形答复，不填为今日；后续各页沿用第一页的日期',
  'as things stand on this date; today when left out; a later page keeps the date of the first',
);
const days = (zh: string, en: string) => ({
  from: optional(legalDate, `自该日起（${zh}），含当日`, `from this day on, included (${en})`),
  to: optional(legalDate, `至该日止（${zh}），含当日`, `up to this day, included (${en})`),
});
const leastTimes = optional(
  wholeNumber(0, 999_999),
  '至少多少次，不填为 1',
  'at least so many times; 1 when left out',
);
const caseId = optional(id, '案件编号', 'the id of a case');
const organAnswering = optional(id, '答复机关', 'the organ that answers');
const text = (zh: string, en: string) => optional(line, zh, en);

export const oneThing = z.strictObject(reading);

export const organsQuery = z.strictObject({
  superior: optional(id, '直属于该单位的', 'organs directly below this one'),
  q: text('名称包含，或者编号开头为', 'part of the name, or the beginning of the id'),
  ...paging,
});

export const personsQuery = z.strictObject({
  organ: optional(id, '所在单位', 'persons of this organ'),
  q: text('姓名包含，或者编号开头为', 'part of the name, or the beginning of the id'),
  ...paging,
});

export const casesQuery = z.strictObject({
  status: optional(z.enum(casePhases), '案件所处阶段', 'the phase a case is in'),
  organ: optional(id, '承办单位', 'the organ that has the case'),
  person: optional(id, '问责对象的人员编号', 'a subject, by the id of the person'),
  ground: optional(
    clauseCode,
    '疑似、认定或者决定所引的条款',
    'a clause suspected, reported or decided',
  ),
  ...days('收到问题线索的日期', 'the day of receipt'),
  ...paging,
});

export const caseQuery = z.strictObject({ asOf, ...reading });

export const frameQuery = z.strictObject({
  subjectId: id.meta(means('问责对象在本案中的编号', 'the id of the subject in the case')),
  on: optional(
    legalDate,
    '作出决定的日期，不填为今日',
    'the day of the decision; today when left out',
  ),
  ...reading,
});

export const accountabilityQuery = z.strictObject({ on, knownAt, ...reading });

export const countsQuery = z.strictObject({
  on,
  min: leastTimes,
  organ: optional(id, '所在单位', 'persons of this organ'),
  knownAt,
  ...paging,
});

export const interventionsQuery = z.strictObject({
  pleader: optional(id, '说情人的人员编号', 'who pleaded, by the id of the person'),
  subject: optional(
    id,
    '为谁说情：对象在案件中的编号，或者其人员编号',
    'for whom: the id of the subject in the case, or of the person',
  ),
  case: caseId,
  ...days('说情的日期', 'the day of the pleading'),
  knownAt,
  ...paging,
});

export const pleadersQuery = z.strictObject({ min: leastTimes, knownAt, ...paging });

export const obligationsQuery = z.strictObject({
  state: optional(z.enum(dutyStates), '办理状态', 'whether it is done, and in time'),
  organ: optional(id, '负责办理的单位', 'the organ that answers for it'),
  kind: optional(z.enum(dutyKinds), '事项种类', 'what has to be done'),
  case: caseId,
  on,
  knownAt,
  ...paging,
});

export const findingsQuery = z.strictObject({
  code: optional(z.enum(findingCodes), '问题代码', 'the code of the finding'),
  kind: optional(z.enum(findingKinds), '问题类别', 'the kind of the finding'),
  organ: organAnswering,
  superior: optional(id, '该机关可以处理的问题（M2-9）', 'findings this organ may act on (M2-9)'),
  state: optional(z.enum(findingStates), '处理状态', 'what has become of the finding'),
  case: caseId,
  person: optional(id, '人员编号', 'the id of a person'),
  on,
  knownAt,
  ...paging,
});

export const findingQuery = z.strictObject({ on, knownAt, ...reading });

export const bodiesQuery = z.strictObject({
  superior: optional(id, '该机关可以过问的机关（M2-9）', 'bodies this organ may act on (M2-9)'),
  on,
  knownAt,
  ...paging,
});

export const accessesQuery = z.strictObject({
  case: caseId,
  sub: text('查阅人：其令牌的 sub', 'who read: the sub of the token'),
  ...days('查阅的日期', 'the day of the reading'),
  ...paging,
});

export const analyticsQuery = z.strictObject({
  ...days('统计期间', 'the period counted'),
  groupBy: optional(
    z.enum(groupings),
    '分组依据，各统计表可用的不同',
    'by what its rows are grouped; each dataset takes some of these',
  ),
  on: optional(
    legalDate,
    '用于 timeliness 和 organs：统计该日应办事项的状态，不填为今日',
    'timeliness and organs: the day whose state of duties is counted; today when left out',
  ),
  knownAt: optional(
    moment,
    '按该账本位置或者时刻当时所知答复',
    'answer as known at this ledger position or instant',
  ),
  ...reading,
});

export const streamQuery = z.strictObject({
  after: optional(
    position,
    '自该账本位置之后开始，不填为此后新记的',
    'begin after this ledger position; with what comes next when left out',
  ),
});

export const regulationQuery = z.strictObject({
  on: optional(
    legalDate,
    '该日有效的政策，不填为今日',
    'the policy in force on this date; today when left out',
  ),
  knownAt: optional(
    moment,
    '该账本位置或者时刻之前制定的政策',
    'of the policies adopted by this ledger position or instant',
  ),
  ...reading,
});

export const workingDaysQuery = z.strictObject({
  from: legalDate.meta(means('起算事项的当日，不计入', 'the day of the act; it is not counted')),
  days: wholeNumber(1, 1000).meta(
    means('多少个工作日，1 至 1000', 'how many working days, 1 to 1000'),
  ),
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
    .meta(
      means(
        '该名称的见证人最近签署的一个',
        'the last one that the witness of this name has cosigned',
      ),
    ),
});

export const inclusionQuery = z.strictObject({
  position: position.meta(means('记录在账本中的位置', 'the event’s place in the ledger')),
});

export const consistencyQuery = z.strictObject({
  from: treeSize.meta(means('较小的树所含记录数', 'leaves of the smaller tree')),
  to: treeSize
    .exactOptional()
    .meta(
      means(
        '较大的树所含记录数，不填为最近检查点所含',
        'leaves of the larger tree; those of the last checkpoint when left out',
      ),
    ),
});

/** What stands in the place of a `:name` of a path. */
export const pathParameters = {
  caseId: id.meta(means('案件编号', 'the id of the case')),
  organId: id.meta(means('单位编号', 'the id of the organ')),
  personId: id.meta(means('人员编号', 'the id of the person')),
  findingId: formed(/^S-[0-9]{2}:[A-Za-z0-9._:-]{1,240}$/, {
    zh: '应为所发现问题的编号，例如 S-08:D-1:subject',
    en: 'expected the id of a finding, as in S-08:D-1:subject',
  }).meta(means('所发现问题的编号', 'the id of the finding')),
  digest: digest.meta(means('证据文件的摘要', 'the digest of the evidence')),
  dataset: z.enum(datasetNames).meta(means('统计表', 'what is counted')),
  eventId: z
    .string()
    .refine(
      isEventId,
      say({ zh: '应为小写的记录编号（UUID）', en: 'expected an event id: a UUID in lower case' }),
    )
    .meta(means('记录编号', 'the id of the event')),
  tile: z
    .string()
    .refine(
      isTilePath,
      say({
        zh: '应为 <层>/<序号>[.p/<宽>]：层为 0 至 63 或 entries，宽为 1 至 255',
        en: 'expected <level>/<index>[.p/<width>]: level 0 to 63 or entries, width 1 to 255',
      }),
    )
    .meta(
      means(
        '分片或者条目包的路径，写法见 c2sp.org/tlog-tiles',
        'path of a tile or an entry bundle, as c2sp.org/tlog-tiles writes it',
      ),
    ),
} as const;

/** The position an event stream was left at (`Last-Event-ID`), which wins over `after`. */
export const lastEventId = position;

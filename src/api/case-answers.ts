// What the routes of a case answer, for the OpenAPI document: its file, its duties, the frame of a
// decision, and everything recorded of it.
import { z } from 'zod';
import { decisionMade, frame } from '../domain/case/acts/decision.js';
import { dutyKinds, dutyStates } from '../domain/case/duty.js';
import { id, legalDate, means } from '../domain/fields.js';
import { organKindCodes } from '../domain/regulation/organ-kinds.js';
import type { Derivation } from '../domain/regulation/periods.js';
import { trackCodes } from '../domain/regulation/tracks.js';
import { metadataSchema } from '../ledger/event.js';
import { casePhases, position, revision, subjectKind } from './answers.js';
import { pageOn } from './pages.js';
import type { HistoryTold, ObligationTold } from './told.js';

const derivation = z.strictObject({
  start: legalDate.meta(
    means('起算事项的当日，不计入', 'the day of the act that starts the clock; not counted'),
  ),
  unit: z.enum(['working-days', 'calendar-days']),
  days: z
    .array(legalDate)
    .meta(means('计入的每一日，自第 1 日起', 'each day counted, day 1 first')),
  skipped: z.array(z.strictObject({ date: legalDate, reason: z.enum(['weekend', 'holiday']) })),
  years: z
    .array(z.strictObject({ year: z.int(), known: z.boolean(), notices: z.array(z.string()) }))
    .meta(means('所依据的各年日历', 'the calendars consulted')),
  amendment: z
    .strictObject({
      notices: z.array(z.strictObject({ number: z.string(), issuedOn: legalDate })),
      dateUnamended: legalDate.meta(
        means('按起算日有效的安排', 'by what was in force on the start day'),
      ),
      dateAmended: legalDate.meta(means('按该日有效的安排', 'by what was in force on that date')),
    })
    .exactOptional()
    .meta(
      means(
        '期限内节假日安排有调整，以较晚的日期为准',
        'a calendar was amended while the clock was running; the later date holds',
      ),
    ),
}) satisfies z.ZodType<Derivation>;

const obligation = z
  .strictObject({
    id: z.string(),
    kind: z.enum(dutyKinds),
    caseId: id,
    subjectId: id
      .exactOptional()
      .meta(means('属于全案的事项没有此项', 'absent where it is one of the whole case')),
    decisionId: id.exactOptional(),
    appealId: id.exactOptional(),
    organId: id.meta(means('负责办理的单位', 'the organ that answers for it')),
    title: z.string().meta(means('应办事项', 'what has to be done')),
    clause: z.string(),
    citation: z.string(),
    startedOn: legalDate,
    startedBy: z.uuid().meta(means('产生该事项的记录', 'the event it follows from')),
    startedRecordedOn: legalDate
      .exactOptional()
      .meta(
        means('日期经更正的，为最初登记的日期', 'the date first recorded, where it was corrected'),
      ),
    dueOn: legalDate
      .nullable()
      .meta(means('办法未规定期限的为 null', 'null where the measures give no date')),
    provisional: z
      .boolean()
      .meta(means('期限涉及尚未公布的节假日安排', 'it rests on days that are not arranged yet')),
    derivation: derivation.nullable(),
    watchOn: legalDate
      .exactOptional()
      .meta(
        means(
          '没有期限的：自该日起列入监督',
          'without a due date: the day from which supervision looks at it',
        ),
      ),
    metOn: legalDate.exactOptional(),
    metBy: z.uuid().exactOptional().meta(means('办结该事项的记录', 'the event that met it')),
    metRecordedOn: legalDate
      .exactOptional()
      .meta(
        means('日期经更正的，为最初登记的日期', 'the date first recorded, where it was corrected'),
      ),
    state: z.enum(dutyStates),
  })
  .meta({ id: 'Obligation' }) satisfies z.ZodType<ObligationTold>;

export const obligations = pageOn(obligation);

/** What an event recorded, with the event: the fields are those of the act's body. */
const act = z.looseObject({
  at: z.looseObject({ eventId: z.uuid(), position, organ: z.string() }),
});

function acts(zh: string, en: string) {
  return z.array(act).meta(means(zh, en));
}

export const caseFile = z
  .looseObject({
    caseId: id,
    phase: z.enum(casePhases),
    organId: id.meta(means('承办单位', 'the organ that has the case')),
    track: z.enum(trackCodes).nullable(),
    registration: act.meta(
      means('举报人姓名显示为已封存', 'a reporter who is named is shown as sealed'),
    ),
    subjects: z.array(
      z.looseObject({
        subjectId: id,
        kind: subjectKind,
        personId: id.exactOptional(),
        organId: id.exactOptional(),
        track: z.enum(trackCodes).nullable(),
      }),
    ),
    acceptance: act.exactOptional().meta(means('现行有效的受理', 'the acceptance that stands')),
    declination: act.exactOptional(),
    closing: act.exactOptional(),
    acceptances: acts(
      '历次受理，包括因移送而终止的',
      'every acceptance, also those a transfer ended',
    ),
    transfers: acts('按登记次序', 'in the order recorded'),
    initiations: acts('按登记次序', 'in the order recorded'),
    investigators: z.array(z.looseObject({ personId: id, name: z.string(), organId: id })),
    evidence: acts('按登记次序', 'in the order recorded'),
    conflicts: acts('声明的利害关系', 'conflicts of interest declared'),
    interventions: acts('全部请托、说情记录', 'everybody who pleaded'),
    declarations: acts(
      '有无说情的声明',
      'who declared that nobody pleaded, or that all who did are logged',
    ),
    reports: acts('调查报告及补充报告', 'reports and their supplements'),
    hearings: acts('按登记次序', 'in the order recorded'),
    recommendations: acts('按登记次序', 'in the order recorded'),
    directives: acts(
      '上级机关的责成及办理机关',
      'orders of a superior organ, with who has to answer them',
    ),
    approvals: acts(
      '同级党委、政府的意见',
      'answers of the committee or government of the same level',
    ),
    proposals: acts('送交任免机关的问责建议', 'proposals to the appointing organ'),
    outcomes: acts('任免机关的处理结果', 'what the appointing organ decided'),
    referrals: acts(
      '移送追究纪律责任和移送司法机关的情况及结果',
      'to discipline and justice, with their outcome',
    ),
    notifications: acts('告知情况', 'who was told of what'),
    corrections: acts('现行有效的记录更正', 'clerical corrections in force'),
    voidings: acts('已作废的记录', 'records that are void'),
    decisions: z
      .array(
        act.extend({
          decisionId: id,
          state: z.enum(['in-force', 'modified', 'revoked']),
          policy: id.meta(means('作出决定时适用的政策', 'the policy it was made under')),
          appealUntil: legalDate.nullable(),
          letters: z.array(act),
          deliveries: z.array(act),
          filings: z.array(act),
          recordReports: z.array(act),
          publications: z.array(act),
          executions: z.array(act),
          followUps: z.array(act),
          changes: z
            .array(act)
            .meta(
              means('历次变更和撤销，按先后次序', 'each modification and revocation, in order'),
            ),
        }),
      )
      .meta(means('每项决定及其后续事项', 'with everything that followed each')),
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
    revision: revision.meta(
      means('本案卷所依据的最后一条记录的版本号', 'of the last event this file is of'),
    ),
    position,
  })
  .meta({ id: 'CaseFile' });

const authority = z.strictObject({
  kinds: z
    .array(z.enum(organKindCodes))
    .meta(
      means(
        '此类机关管理该人员，或者隶属于其管理机关的，有权决定',
        'these decide where they manage, or stand below',
      ),
    ),
  organs: z.array(id).meta(means('不论何类，这些机关有权决定', 'these decide whatever their kind')),
  collective: z.boolean().meta(means('应当注明会议', 'a meeting has to be cited')),
  leadershipMeeting: z.boolean().meta(means('提示注明会议', 'a meeting is looked for')),
  approvalBy: id
    .nullable()
    .meta(means('应先经其同意的机关', 'the organ whose approval comes first')),
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
      .meta(
        means(
          '所知行为均在最早一次前次问责生效之前结束',
          'all known conduct ended before the earliest prior took effect',
        ),
      ),
    authority: z.strictObject({
      managedBy: id.nullable(),
      byBand: z
        .strictObject({ minor: authority, serious: authority, severe: authority })
        .nullable()
        .meta(means('程序类别尚未确定的为 null', 'null where the track is not known yet')),
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
    title: z
      .string()
      .meta(
        means('此类记录的名称，不属于所存内容', 'what events of the type are called; not stored'),
      ),
    data: z
      .looseObject({})
      .meta(
        means('所存内容，已封存的字段显示为已封存', 'as stored; sealed fields are shown as sealed'),
      ),
    metadata: metadataSchema.omit({ salt: true, requestHash: true }),
    voidedBy: z
      .uuid()
      .exactOptional()
      .meta(means('作废该记录的记录', 'the event that says it is void')),
    correctedBy: z
      .array(z.uuid())
      .exactOptional()
      .meta(means('更正其字段的记录', 'the events that correct a field of it')),
  })
  .meta({ id: 'HistoryEvent' }) satisfies z.ZodType<HistoryTold>;

export const history = z.strictObject({ caseId: id, items: z.array(historyEvent) });

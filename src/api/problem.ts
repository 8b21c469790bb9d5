// Every error a caller can meet, as RFC 9457 describes it. The only place that knows which HTTP
// status an error of the domain, the commands, the ledger or the server has (API.md, Conventions).
import { HttpException } from '@nestjs/common';
import {
  CaseMovedOn,
  FactsUnavailable,
  IdempotencyKeyReused,
  OutOfScope,
  RevisionMismatch,
} from '../commands/refusals.js';
import {
  Impossible,
  Irregular,
  Unknown,
  type Irregularity,
  type Thing,
} from '../domain/refusal.js';
import { citation } from '../domain/regulation/citation.js';
import type { Words } from '../domain/words.js';
import { EvidenceDiskFull, EvidenceMissing, EvidenceTooLarge } from '../evidence/evidence-store.js';
import { LedgerUnavailable, OutcomeUnknown } from '../ledger/ledger.js';
import { NotPublished } from '../ledger/sequencer/published-log.js';
import { InvalidCursor } from '../projections/cursor.js';
import { ReadModelBehind, ReadStoreUnavailable } from '../projections/read-store.js';
import type { Language } from './language.js';
import { MalformedJson } from './strict-json.js';
import { InvalidRequest, type FieldTrouble } from './validation.js';

const kinds = {
  'invalid-request': [400, { zh: '请求无效', en: 'The request is not valid' }],
  unauthenticated: [401, { zh: '身份未经验证', en: 'The caller is not authenticated' }],
  forbidden: [403, { zh: '没有权限', en: 'Not permitted' }],
  'route-not-found': [404, { zh: '没有该接口', en: 'There is no such route' }],
  'tile-not-found': [
    404,
    { zh: '当前检查点没有该分片', en: 'The tree of the last checkpoint has no such tile' },
  ],
  'not-cosigned': [
    404,
    { zh: '该见证人尚未签署检查点', en: 'That witness has cosigned no checkpoint' },
  ],
  'event-not-found': [404, { zh: '没有该记录', en: 'There is no such event' }],
  'method-not-allowed': [
    405,
    { zh: '该接口不支持此方法', en: 'The route does not take this method' },
  ],
  'request-timeout': [408, { zh: '请求接收超时', en: 'The request did not arrive in time' }],
  'not-possible': [409, { zh: '当前状态不允许此操作', en: 'The state does not allow this' }],
  'case-moved-on': [409, { zh: '案件已有变化', en: 'The case has moved on' }],
  'revision-mismatch': [412, { zh: '案件版本已变化', en: 'The case is at another revision' }],
  'too-large': [413, { zh: '内容过大', en: 'The content is too large' }],
  'uri-too-long': [414, { zh: '网址过长', en: 'The address is too long' }],
  'unsupported-media-type': [
    415,
    { zh: '不支持的内容类型', en: 'The media type is not supported' },
  ],
  'expectation-failed': [417, { zh: '无法满足 Expect 头', en: 'The expectation cannot be met' }],
  irregular: [422, { zh: '不合规但可以如实记录', en: 'Irregular, but it can be recorded' }],
  'idempotency-key-reused': [
    422,
    { zh: '幂等键已用于其他请求', en: 'The idempotency key was used for another request' },
  ],
  'too-many-requests': [429, { zh: '请求过于频繁', en: 'Too many requests' }],
  'headers-too-large': [431, { zh: '请求头过大', en: 'The request headers are too large' }],
  'internal-error': [500, { zh: '服务内部错误', en: 'An internal error' }],
  'ledger-unavailable': [503, { zh: '账本暂不可用', en: 'The ledger is not available' }],
  'evidence-unavailable': [503, { zh: '暂无法存储材料', en: 'Evidence cannot be stored now' }],
  'outcome-unknown': [503, { zh: '记录结果未知', en: 'The outcome is not known' }],
  'facts-unavailable': [
    503,
    { zh: '决定所需的事实暂不可查', en: 'The facts the decision needs cannot be had' },
  ],
  'checkpoint-behind': [503, { zh: '尚无涵盖该记录的检查点', en: 'No checkpoint covers this yet' }],
  'not-ready': [503, { zh: '服务尚未就绪', en: 'The service is not ready' }],
  'shutting-down': [503, { zh: '服务正在停止', en: 'The service is shutting down' }],
  'read-models-unavailable': [503, { zh: '读模型暂不可用', en: 'The read models are away' }],
  'read-model-behind': [504, { zh: '读模型尚未更新到该位置', en: 'The read model is behind' }],
} as const satisfies Readonly<Record<string, readonly [number, Words]>>;

type Kind = keyof typeof kinds;
export type ProblemCode = Kind | `${Thing}-not-found`;

const things: Readonly<Record<Thing, Words>> = {
  case: { zh: '没有该案件', en: 'There is no such case' },
  organ: { zh: '没有该单位', en: 'There is no such organ' },
  person: { zh: '没有该人员', en: 'There is no such person' },
  decision: { zh: '没有该决定', en: 'There is no such decision' },
  letter: { zh: '没有该决定书', en: 'There is no such letter' },
  appeal: { zh: '没有该申诉', en: 'There is no such appeal' },
  evidence: { zh: '没有该材料', en: 'There is no such evidence' },
  finding: { zh: '没有该监督问题', en: 'There is no such finding' },
};

/** What went wrong, in both languages, before the reader's is chosen. */
export interface Problem {
  readonly status: number;
  readonly code: ProblemCode;
  readonly title: Words;
  readonly detail?: Words;
  readonly errors?: readonly FieldTrouble[];
  readonly irregularities?: readonly Irregularity[];
  /** Headers that belong to this answer, such as `Allow` and `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
}

type More = Omit<Problem, 'status' | 'code' | 'title'>;

export function problem(code: Kind, more: More = {}): Problem {
  const [status, title] = kinds[code];
  return { status, code, title, ...more };
}

/** A refusal of the HTTP edge itself: who asks, which route, which method. */
export class HttpRefusal extends Error {
  override readonly name = 'HttpRefusal';
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

/** The problem a caller is shown for an error; what is not known here is an internal error and says nothing. */
export function problemOf(error: unknown): Problem {
  if (error instanceof HttpRefusal) return error.problem;
  if (error instanceof InvalidRequest)
    return problem('invalid-request', { errors: error.troubles });
  if (error instanceof MalformedJson) return malformed(error);
  if (error instanceof InvalidCursor)
    return problem('invalid-request', {
      errors: [{ path: 'cursor', words: { zh: '游标不属于此列表', en: error.message } }],
    });
  if (error instanceof Impossible) return impossible(error);
  if (error instanceof Unknown) return unknown(error);
  if (error instanceof Irregular) return irregular(error);
  return ofCommand(error) ?? ofStores(error) ?? ofServer(error) ?? problem('internal-error');
}

function malformed({ words, path, offset }: MalformedJson): Problem {
  const said = {
    zh: `${words.zh}（第 ${offset} 个字符处）`,
    en: `${words.en} (at offset ${offset})`,
  };
  return problem('invalid-request', { detail: said, errors: [{ path, words: said }] });
}

function impossible({ trouble }: Impossible): Problem {
  return problem('not-possible', {
    detail: trouble.words,
    ...(trouble.path === '' ? {} : { errors: [trouble] }),
  });
}

function unknown({ thing, path }: Unknown): Problem {
  const title = things[thing];
  return {
    status: 404,
    code: `${thing}-not-found`,
    title,
    ...(path === undefined ? {} : { errors: [{ path, words: title }] }),
  };
}

function irregular({ irregularities }: Irregular): Problem {
  return problem('irregular', {
    detail: {
      zh: '如确需如实记录，请重新提交，并在 acknowledge 中列出全部 codes，写明 justification。',
      en: 'To record it all the same, send it again with acknowledge: all of these codes and a justification.',
    },
    irregularities,
  });
}

function ofCommand(error: unknown): Problem | undefined {
  if (error instanceof RevisionMismatch)
    return problem('revision-mismatch', {
      detail: {
        zh: `案件现处于版本 ${error.actual}。`,
        en: `The case stands at revision ${error.actual}.`,
      },
    });
  if (error instanceof CaseMovedOn)
    return problem('case-moved-on', {
      detail: {
        zh: '处理期间案件已有变化，请查看最新情况后再提交。',
        en: 'The case changed meanwhile: look at it again before repeating this.',
      },
    });
  if (error instanceof IdempotencyKeyReused)
    return problem('idempotency-key-reused', {
      detail: {
        zh: '同一 Idempotency-Key 只能用于内容相同的请求。',
        en: 'One Idempotency-Key stands for one request: choose a new one for another.',
      },
    });
  if (error instanceof FactsUnavailable)
    return problem('facts-unavailable', {
      detail: {
        zh: '读模型尚未跟上账本，无法核对所需的其他案件情况；没有写入任何内容，请稍后重试。',
        en: 'The read models have not caught up with the ledger, so what other records say cannot be looked up. Nothing was recorded; try again later.',
      },
      headers: { 'retry-after': '5' },
    });
  if (error instanceof OutOfScope)
    return problem('forbidden', {
      detail: {
        zh: '超出本单位及下级单位的范围。',
        en: 'This lies outside your organ and the organs below it.',
      },
    });
  return undefined;
}

const nothingRecorded: More = {
  detail: {
    zh: '没有写入任何内容，请稍后重试。',
    en: 'Nothing was recorded. Try again later.',
  },
  headers: { 'retry-after': '5' },
};

function ofStores(error: unknown): Problem | undefined {
  if (error instanceof EvidenceTooLarge) return problem('too-large');
  if (error instanceof EvidenceMissing) return unknown(new Unknown('evidence'));
  if (error instanceof LedgerUnavailable) return problem('ledger-unavailable', nothingRecorded);
  if (error instanceof EvidenceDiskFull) return problem('evidence-unavailable', nothingRecorded);
  if (error instanceof OutcomeUnknown)
    return problem('outcome-unknown', {
      detail: {
        zh: '无法确定是否已记录。请使用同一 Idempotency-Key 重新提交：已记录的不会重复记录。',
        en: 'It may or may not have been recorded. Repeat it with the same Idempotency-Key: what was recorded is not recorded twice.',
      },
      headers: { 'retry-after': '5' },
    });
  if (error instanceof ReadStoreUnavailable)
    return problem('read-models-unavailable', {
      detail: {
        zh: '已记录的内容不受影响，请稍后再查询。',
        en: 'What was recorded is not affected. Ask again later.',
      },
      headers: { 'retry-after': '5' },
    });
  if (error instanceof NotPublished)
    return problem('checkpoint-behind', {
      detail: {
        zh: '记录已入账，其检查点尚未签发；请稍后重试，或查看 /health/ready。',
        en: 'What is recorded stays recorded; its checkpoint is not signed yet. Try again later, or see /health/ready.',
      },
      headers: { 'retry-after': '1' },
    });
  if (error instanceof ReadModelBehind)
    return problem('read-model-behind', {
      detail: {
        zh: `读模型现处于位置 ${error.reached}，所求位置为 ${error.awaited}。`,
        en: `The read model stands at ${error.reached}; ${error.awaited} was asked for.`,
      },
      headers: { 'retry-after': '1' },
    });
  return undefined;
}

const ofStatus = new Map<number, Kind>([
  [404, 'route-not-found'],
  [405, 'method-not-allowed'],
  [406, 'unsupported-media-type'],
  [408, 'request-timeout'],
  [413, 'too-large'],
  [414, 'uri-too-long'],
  [415, 'unsupported-media-type'],
  [417, 'expectation-failed'],
  [429, 'too-many-requests'],
  [431, 'headers-too-large'],
]);

/** Errors of the HTTP server carry a status; only those that blame the request are passed on. */
function ofServer(error: unknown): Problem | undefined {
  if (brokeOff(error)) return problem('invalid-request');
  const status = error instanceof HttpException ? error.getStatus() : statusCodeOf(error);
  if (status === undefined || status < 400 || status > 499) return undefined;
  return problem(ofStatus.get(status) ?? 'invalid-request');
}

/** The client left in the middle of its request, as Node says it: nobody hears the answer, and nothing is wrong with us. */
function brokeOff(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'ECONNRESET' &&
    error.message === 'aborted'
  );
}

function statusCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || error.name !== 'FastifyError') return undefined;
  if (!('statusCode' in error)) return undefined;
  return typeof error.statusCode === 'number' ? error.statusCode : undefined;
}

/** The members of the problem document in one language (RFC 9457, 3). */
export function problemDocument(
  { status, code, title, detail, errors, irregularities }: Problem,
  language: Language,
  requestId: string,
): Record<string, unknown> {
  return {
    type: `urn:wenze:problem:${code}`,
    title: title[language],
    status,
    ...(detail ? { detail: detail[language] } : {}),
    instance: `urn:uuid:${requestId}`,
    code,
    requestId,
    ...(errors
      ? { errors: errors.map(({ path, words }) => ({ path, message: words[language] })) }
      : {}),
    ...(irregularities
      ? {
          irregularities: irregularities.map(({ code: rule, clause, words }) => ({
            code: rule,
            clause,
            citation: citation(clause)[language],
            message: words[language],
          })),
          acknowledge: { codes: irregularities.map(({ code: rule }) => rule) },
        }
      : {}),
  };
}

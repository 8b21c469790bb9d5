// What the organs that may act have done about a finding, and what they may do.
import type { LegalDate } from '../legal-date.js';
import { impossible, refuseFuture, Unknown } from '../refusal.js';
import { sameContent } from '../same-content.js';
import type { Words } from '../words.js';
import type { DispositionCommand, DispositionEvent } from './acts.js';
import type { FindingCode, FindingKind } from './catalogue.js';

/** Everything done about one finding, in order. */
export interface Disposition {
  readonly events: readonly DispositionEvent[];
}

export function evolveDisposition(
  before: Disposition | undefined,
  event: DispositionEvent,
): Disposition {
  return { events: [...(before?.events ?? []), event] };
}

/** A finding that is there, with whom it concerns, as of the day of the act. */
export interface StandingFinding {
  readonly id: string;
  readonly code: FindingCode;
  readonly kind: FindingKind;
  readonly caseId: string;
  readonly organId: string;
  readonly openFrom: LegalDate;
  /** The day since which the facts are otherwise. */
  readonly rectifiedOn?: LegalDate;
  readonly facts: readonly string[];
  /** Those who headed the organ on the day the failure was complete. */
  readonly heads: readonly { readonly personId?: string }[];
  /** The organs that may act (M2-9). */
  readonly superiors: readonly string[];
}

/** What the finding's stream and the case's do not hold. */
export interface DispositionFacts {
  /** Shanghai's today. */
  readonly today: LegalDate;
  readonly factsAsOf: string;
  /** The case against the head; absent where the act names none. */
  readonly caseAgainst?: CaseAgainstHead;
}

/** What of a case says that it is against the head because of a finding. */
export interface CaseAgainstHead {
  readonly receivedOn: LegalDate;
  /** The finding it was registered for, where it says so. */
  readonly findingId: string | undefined;
  /** The persons it is about. */
  readonly personIds: readonly string[];
  /** When each hearing in it was, and of whom, where that is registered. */
  readonly hearings: readonly { readonly personId: string | undefined; readonly on: LegalDate }[];
  /** Closed or declined. */
  readonly ended: boolean;
}

/**
 * The event an act on a finding becomes; none when it stands so already. An escalation is final; a
 * dismissed finding may be escalated after all.
 * @param found undefined where there is none in the caller's sight
 * @throws Unknown for a finding that is not there
 * @throws Impossible when the organ may not act, what is to be dismissed is rectified already, what
 * is to be escalated is no failure of M2-9, or the case is not against a head
 */
export function decideDisposition(
  command: DispositionCommand,
  before: Disposition | undefined,
  found: StandingFinding | undefined,
  { today, factsAsOf, caseAgainst }: DispositionFacts,
): readonly DispositionEvent[] {
  const { act, body } = command;
  refuseFuture([['on', body.on]], today);
  // Said again by the same organ, also when the finding is no longer there.
  if (before?.events.some(({ data }) => saysSo(data, body)) === true) return [];
  if (found === undefined) throw new Unknown('finding');
  if (!found.superiors.includes(body.organId))
    throw impossible('organId', {
      zh: `该机关不是被监督机关登记的上级纪检监察机关或者组织人事部门：${found.superiors.join('、') || '未登记'}`,
      en: `this organ is none of those registered to supervise the organ that answers: ${found.superiors.join(', ') || 'none is registered'}`,
    });
  if (body.on < found.openFrom)
    throw impossible('on', {
      zh: `日期早于该问题成立之日（${found.openFrom}）`,
      en: `the date lies before the day the failure was complete (${found.openFrom})`,
    });
  if (before?.events.some(({ type }) => type === 'FindingEscalated') === true)
    throw impossible('', {
      zh: '该问题已经对主要负责人启动问责',
      en: 'this finding has been escalated already',
    });
  const { id, code, kind, caseId, organId, openFrom, facts } = found;
  const finding = { id, code, kind, caseId, organId, openFrom, facts: [...facts] };
  const asFound = { finding, factsAsOf };
  if (act === 'dismiss') {
    refuseRectified(found, body.on);
    return [{ type: 'FindingDismissed', data: { ...body, ...asFound } }];
  }
  requireAgainstHead(found, body.caseId, caseAgainst);
  return [{ type: 'FindingEscalated', data: { ...body, ...asFound } }];
}

/** What is mended is no question any more; that it was a failure until then stays, and can be escalated. */
function refuseRectified({ rectifiedOn }: StandingFinding, on: LegalDate): void {
  if (rectifiedOn !== undefined && rectifiedOn <= on)
    throw impossible('', {
      zh: `该问题已于 ${rectifiedOn} 纠正，无须再作不予追究处理`,
      en: `this finding was rectified on ${rectifiedOn}: there is nothing left to dismiss`,
    });
}

/** M2-9 answers for not holding to account, and the head answers for it: in a case of its own, opened since the failure or because of it. */
function requireAgainstHead(
  found: StandingFinding,
  caseId: string,
  against: CaseAgainstHead | undefined,
): void {
  if (found.kind !== 'inaction')
    throw impossible('', {
      zh: '只有应当问责而未问责的问题可以对主要负责人启动问责',
      en: 'only a failure to hold to account can be escalated against a head',
    });
  const because = against?.findingId === found.id;
  if (
    against === undefined ||
    against.ended ||
    caseId === found.caseId ||
    (!because && against.receivedOn < found.openFrom)
  )
    throw impossible('caseId', {
      zh: '应为该问题成立之后另行立案、尚未办结的案件',
      en: 'expected a case of its own, opened since the failure was complete and not ended',
    });
  // A head who is registered by name alone is known by what the case says it is for.
  const known = found.heads.flatMap(({ personId }) => personId ?? []);
  if (known.some((personId) => against.personIds.includes(personId))) return;
  const byNameAlone = known.length < Math.max(found.heads.length, 1);
  if (because && byNameAlone) return;
  throw impossible('caseId', byNameAlone ? headNotKnown(found) : notTheHead);
}

const notTheHead: Words = {
  zh: '该案对象不是当时的主要负责人',
  en: 'the case is not against anybody who headed the organ then',
};

function headNotKnown({ organId, openFrom }: StandingFinding): Words {
  return {
    zh: `单位登记中 ${organId} 在 ${openFrom} 的主要负责人没有人员编号（personId），无法核对该案对象。请先登记该人员，再以 POST /organs/${organId}/head 登记该负责人，写明 personId 和任职日期（since），然后对其立案；或者所立案件注明因该问题而立（origin.findingId）。`,
    en: `the register does not say by a personId who headed ${organId} on ${openFrom}, so it cannot be told whether the case is against them: register the person, record them as its head with POST /organs/${organId}/head (personId, name, and since when), and open the case against them; or register the case as one because of this finding (origin.findingId)`,
  };
}

function saysSo(
  { finding: _, factsAsOf: __, ...said }: DispositionEvent['data'],
  body: DispositionCommand['body'],
): boolean {
  return sameContent(said, body);
}

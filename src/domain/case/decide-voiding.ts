// A record about the wrong person or case, or made twice, is voided (REGULATION.md, "Correction"): it
// stays in the history and leaves everything that is told of the case.
import { impossible } from '../refusal.js';
import type { CaseEventType, CommandBody } from './acts.js';
import { alreadySo, happened, saysSo, type Answer } from './answer.js';
import { inForce, refuseUnlessShown } from './decide-corrections.js';
import { effective, inOrder } from './effective.js';
import { foldable } from './foldable.js';
import type { CaseState, StandingCaseEvent } from './state.js';

/** Decisions and answers to appeals change by decisions alone; a case begins with its registration; a reopening is ended by closing again, and what was voided wrongly is recorded anew. */
const notVoidable: ReadonlySet<CaseEventType> = new Set([
  'CaseRegistered',
  'DecisionMade',
  'AppealDecided',
  'DecisionCorrected',
  'CaseReopened',
  'RecordVoided',
]);

export function decideVoiding(body: CommandBody<'void-record'>, state: CaseState): Answer {
  const earlier = state.voidings.find(({ eventId }) => eventId === body.eventId);
  if (saysSo(earlier, body)) return alreadySo;
  const event = inForce(state, body.eventId);
  if (notVoidable.has(event.type))
    throw impossible('eventId', {
      zh: '立案登记、问责决定、申诉处理决定、重新启动和作废记录不能作废',
      en: 'a registration, a decision, an answer to an appeal, a reopening and a voiding cannot be voided',
    });
  refuseUnlessShown(body.evidence, false, state);
  if (restsOn(event, state))
    throw impossible('eventId', {
      zh: '其他有效记录以该记录为依据，应先作废那些记录',
      en: 'other records in force rest on this one: void those first',
    });
  return foldable(happened({ type: 'RecordVoided', data: body }), state);
}

/** Whether another event in force names what this one made, or could not stand without it. */
function restsOn(event: StandingCaseEvent, state: CaseState): boolean {
  const names = namesMadeBy(event);
  const others = effective(inOrder(state.log)).filter(({ at }) => at.eventId !== event.at.eventId);
  const later = ({ at }: StandingCaseEvent): boolean =>
    Number(at.position) > Number(event.at.position);
  if (event.type === 'CaseClosed' || event.type === 'CaseDeclined')
    return others.some((other) => other.type === 'CaseReopened' && later(other));
  if (event.type === 'RecordCorrected') {
    const { eventId, field } = event.data;
    return others.some(
      (other) =>
        other.type === 'RecordCorrected' &&
        other.data.eventId === eventId &&
        later(other) &&
        `${other.data.field}/`.startsWith(`${field}/`),
    );
  }
  return others.some(({ data }) => mentions(data, names));
}

/** Field → value by which later events name what an event made. */
function namesMadeBy({ type, data, at }: StandingCaseEvent): ReadonlyMap<RegExp, string> {
  const names = new Map([
    [/^(?:of|supplements|directiveId|referralEventId|approvalEventId)$/, at.eventId],
  ]);
  if (type === 'DecisionLetterIssued') names.set(/^(?:letterId|replaces)$/, data.letterId);
  if (type === 'AppealLodged') names.set(/^appealId$/, data.appealId);
  if (type === 'SubjectAdded')
    names.set(/^(?:subjectId|subjectIds|memberOf)$/, data.subject.subjectId);
  if (type === 'EvidenceAdded' && 'digest' in data)
    names.set(/^(?:evidence|materials|statement|document)$/, data.digest);
  return names;
}

function mentions(value: unknown, names: ReadonlyMap<RegExp, string>, field = ''): boolean {
  if (typeof value === 'string')
    return [...names].some(([form, name]) => name === value && form.test(field));
  if (Array.isArray(value)) return value.some((item) => mentions(item, names, field));
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, inner]) => mentions(inner, names, name));
}

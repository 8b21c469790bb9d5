// What was wrong is said by a later event (REGULATION.md, "Correction"): of a decision in
// substance, of a record in its letter. A record about the wrong person or case: decide-voiding.ts.
import { impossible } from '../refusal.js';
import { isLegalDate } from '../legal-date.js';
import { sameContent } from '../same-content.js';
import { caseActs, type CaseEventType, type CommandBody } from './acts.js';
import { alreadySo, happened, type Answer } from './answer.js';
import { rulesOfChange } from './decision-changes.js';
import { corrected, effective, fieldAt, inOrder, segments } from './effective.js';
import { foldable } from './foldable.js';
import { happenedDates } from './happened-dates.js';
import type { Facts } from './facts.js';
import { makesHeavier } from './heavier.js';
import { anyOf, tooNear } from './impartiality.js';
import { accountableDecisionOf, registeredOrgan } from './named-things.js';
import type { CaseState, StandingCaseEvent } from './state.js';

export function decideCorrection(
  body: CommandBody<'correct-decision'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const decision = accountableDecisionOf(state, body.decisionId);
  if (body.organId !== undefined) registeredOrgan(facts, body.organId, 'organId');
  if (decision.state === 'revoked')
    throw impossible('decisionId', {
      zh: '该决定已被撤销，不能再变更或撤销',
      en: 'the decision is revoked already and cannot be changed again',
    });
  const { methods, broken, noticed } = rulesOfChange(body, decision, state, facts);
  const appealed = state.appeals.some(({ decisionId }) => decisionId === body.decisionId);
  return happened(
    { type: 'DecisionCorrected', data: body },
    {
      ...broken,
      'decider-not-impartial': anyOf(body.decidedBy, tooNear(state, 'decider')),
      // New facts are a reopened case with a decision of its own (I-23).
      'heavier-on-correction': appealed && makesHeavier(body, methods, decision),
    },
    noticed,
  );
}

/** What of a decision, ours or another organ's, is letter and not substance; everything else changes only by a decision. */
const lettersOfDecision: { readonly [T in CaseEventType]?: readonly string[] } = {
  DecisionMade: [
    'on',
    'reasons',
    'facts',
    'decidedBy',
    'meeting',
    'otherConduct',
    'severityReasons',
  ],
  AppealDecided: ['on', 'reasons', 'decidedBy', 'meeting'],
  DecisionCorrected: ['on', 'reasons', 'decidedBy', 'meeting'],
  // Its dates decide from when it counts: a wrong one is voided and recorded anew.
  ExternalOutcomeRecorded: ['reference'],
};

/** What the service itself put down and no official wrote. */
const computed = new Set([
  'late',
  'appealUntil',
  'provisional',
  'toKind',
  'awaitedFrom',
  'byProposal',
  'sealed',
]);

/** Fields that name something: a record about the wrong one is voided, not corrected. */
const naming =
  /(?:Id|Ids)$|^(?:receivedBy|executedBy|appealTo|memberOf|of|replaces|supplements|digest|materials|evidence)$/;

/** What was found, proposed or decided changes by a supplement or a decision, never as a slip of the pen. */
const substance = new Set([
  'grounds',
  'methods',
  'accountable',
  'adjustment',
  'severity',
  'mitigating',
  'aggravating',
  'responsibility',
  'majorImpact',
  'crimeSuspected',
  'disciplineNeeded',
  'kind',
  'track',
  'outcome',
  'result',
  'none',
]);

const dataOf = new Map<string, (typeof caseActs)[keyof typeof caseActs]['data']>(
  Object.values(caseActs).map(({ event, data }) => [event, data]),
);

export function decideRecordCorrection(
  body: CommandBody<'correct-record'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const event = inForce(state, body.eventId);
  refuseSubstance(event, body.field);
  const present = fieldAt(event.data, body.field) ?? null;
  if (sameContent(present, body.to)) return alreadySo;
  if (!sameContent(present, body.from))
    throw impossible('from', {
      zh: '与该事项现有内容不符',
      en: 'the field says something else at present',
    });
  const data = correctedData(event, body);
  const dated = [body.from, body.to].filter((value) => typeof value === 'string').some(isLegalDate);
  refuseUnlessShown(body.evidence, dated, state);
  if (happenedDates(data).some(([, date]) => date > facts.today))
    throw impossible('to', {
      zh: `更正后的日期晚于今天（${facts.today}），尚未发生的事项不能登记`,
      en: `the corrected date lies after today (${facts.today}): what has not happened cannot be recorded`,
    });
  const ofLetter = event.type === 'DecisionLetterIssued' && body.field === '/number';
  return foldable(
    happened(
      { type: 'RecordCorrected', data: body },
      {
        'letter-number-used-twice':
          ofLetter && (facts.letters ?? []).some(({ number }) => number === body.to),
      },
    ),
    state,
  );
}

/** The event as it stands now, with the corrections it has. @throws Impossible when there is none, or it is void */
export function inForce(state: CaseState, eventId: string): StandingCaseEvent {
  const event = effective(inOrder(state.log)).find(({ at }) => at.eventId === eventId);
  if (event !== undefined) return event;
  throw impossible('eventId', {
    zh: '本案没有该记录，或者该记录已作废',
    en: 'the case has no such event, or it is void',
  });
}

function refuseSubstance({ type, data }: StandingCaseEvent, field: string): void {
  const [first = '', ...rest] = segments(field);
  const names = [first, ...rest];
  if (type === 'RecordCorrected' || type === 'RecordVoided')
    throw impossible('eventId', {
      zh: '更正有误的，应作废后重新登记；作废有误的，应重新登记原记录',
      en: 'a wrong correction is voided; what was voided wrongly is recorded anew',
    });
  const letters = lettersOfDecision[type];
  if (
    (letters !== undefined && !letters.includes(first)) ||
    names.some((name) => substance.has(name))
  )
    throw impossible('field', {
      zh: '认定和决定的实质内容只能通过补充报告、申诉处理或者变更、撤销决定（correct-decision）改变',
      en: 'what was found or decided changes only by a supplement, an appeal or correct-decision',
    });
  // `receivedBy` of a delivery is a name in free text; elsewhere it names an organ.
  const free = type === 'DecisionDelivered' && field === '/receivedBy';
  if (!free && names.some((name) => computed.has(name) || naming.test(name)))
    throw impossible('field', {
      zh: '该字段指明人员、机关或者事项，填错的应作废后重新登记',
      en: 'this field names somebody or something: a record about the wrong one is voided',
    });
  const parent = field.slice(0, field.lastIndexOf('/'));
  const holder = parent === '' ? data : fieldAt(data, parent);
  const there = Array.isArray(holder)
    ? fieldAt(data, field) !== undefined
    : typeof holder === 'object';
  if (!there)
    throw impossible('field', { zh: '该记录没有此字段', en: 'the event has no such field' });
}

/** The data as it would be read from now on. @throws Impossible when that is not the event's form */
function correctedData(
  event: StandingCaseEvent,
  body: CommandBody<'correct-record'>,
): StandingCaseEvent['data'] {
  const { data } = corrected(event, body);
  const parsed = dataOf.get(event.type)?.safeParse(data);
  if (parsed?.success === true) return data;
  throw impossible('to', {
    zh: '更正后的内容不符合该记录的格式',
    en: 'the corrected record would not have the form of its kind',
  });
}

/** The document that shows it is an evidence of this case, in clear; a corrected date needs one. @throws Impossible */
export function refuseUnlessShown(
  evidence: string | undefined,
  needed: boolean,
  state: CaseState,
): void {
  if (evidence === undefined && !needed) return;
  const shown = state.evidence.some(
    (material) => 'digest' in material && material.digest === evidence,
  );
  if (shown) return;
  throw impossible('evidence', {
    zh: '应注明证明该更正的材料，且该材料已登记为本案证据',
    en: 'expected the digest of the document that shows it, an evidence of this case',
  });
}

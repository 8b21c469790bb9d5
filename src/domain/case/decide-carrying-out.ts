// What carries a decision out: letter, delivery, archive, report for the record, publication,
// execution, follow-up (M1 Art. 17, 20, 23–26).
import { impossible } from '../refusal.js';
import { isLetterNumber, numberBefore } from '../regulation/letter-number.js';
import { deliveryDueOn } from '../regulation/periods.js';
import { isAsWide, widestScope } from '../regulation/publication-scopes.js';
import { isDisciplineOrOrganisation } from '../regulation/tracks.js';
import type { CommandBody } from './acts.js';
import { followedBy, type Answer, type Broken } from './answer.js';
import { implementingOrgan } from './duties-of-decision.js';
import type { Facts } from './facts.js';
import { accountableDecisionOf, registeredOrgan, subjectOf } from './named-things.js';
import {
  delivers,
  isBeforeAny,
  changeToTell,
  receivedBySubjectOn,
  type CaseState,
  type Decision,
} from './state.js';

export function decideLetter(
  body: CommandBody<'issue-letter'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const decision = accountableDecisionOf(state, body.decisionId);
  registeredOrgan(facts, body.appealTo, 'appealTo');
  if (
    state.decisions.some(({ letters }) =>
      letters.some(({ letterId }) => letterId === body.letterId),
    )
  )
    throw impossible('letterId', { zh: '该决定书编号已被使用', en: 'this letter id is in use' });
  if (
    body.replaces !== undefined &&
    !decision.letters.some(({ letterId }) => letterId === body.replaces)
  )
    throw impossible('replaces', {
      zh: '所取代的决定书不存在',
      en: 'the decision has no such letter to replace',
    });
  const others = (facts.letters ?? []).filter(
    ({ caseId, letterId }) => caseId !== state.caseId || letterId !== body.replaces,
  );
  const before = numberBefore(body.number);
  return followedBy(
    decision,
    { type: 'DecisionLetterIssued', data: body },
    {
      ...lacking(decision, state, facts),
      'letter-number-used-twice': others.some(({ number }) => number === body.number),
      'appeal-to-other-organ': body.appealTo !== decision.organId,
    },
    {
      'letter-number-free-form': !isLetterNumber(body.number),
      'letter-number-gap': before !== undefined && !others.some(({ number }) => number === before),
    },
  );
}

/** What Art. 23 asks of a letter and this decision cannot give it. */
function lacking(decision: Decision, state: CaseState, { persons }: Facts): Broken {
  const { kind, personId } = subjectOf(state, decision.subjectId, 'subjectId');
  const { facts, grounds, methods, apology } = decision;
  return {
    'letter-without-subject':
      kind === 'person' && (personId === undefined || !persons.has(personId)),
    'letter-without-facts': facts === undefined,
    'letter-without-basis': grounds.length === 0,
    'letter-without-apology': methods.includes('ordered-public-apology') && apology === undefined,
  };
}

export function decideDelivery(body: CommandBody<'record-delivery'>, state: CaseState): Answer {
  const decision = accountableDecisionOf(state, body.decisionId);
  if (
    body.letterId !== undefined &&
    !decision.letters.some(({ letterId }) => letterId === body.letterId)
  )
    throw impossible('letterId', {
      zh: '该决定没有此决定书',
      en: 'the decision has no such letter',
    });
  // After a change a new letter is delivered, within 7 working days of it (I-25).
  const told = changeToTell(decision);
  const due = deliveryDueOn(told?.on ?? decision.on);
  // Only the first effective delivery to a recipient can be late; later ones meet no duty.
  const first = !decision.deliveries
    .slice(told?.before.deliveries ?? 0)
    .some((delivery) => delivery.recipient === body.recipient && delivers(delivery));
  return followedBy(
    decision,
    { type: 'DecisionDelivered', data: body },
    {
      'out-of-order': isBeforeAny(body.on, [
        decision.letters.find(({ letterId }) => letterId === body.letterId) ?? decision.letters[0],
      ]),
      'delivery-without-letter': decision.letters.length <= (told?.before.letters ?? 0),
      // A provisional date is not certain enough to call anybody late (I-9).
      'delivered-late': first && delivers(body) && !due.provisional && body.on > due.dueOn,
      'refusal-without-witness':
        body.result === 'left-after-refusal' && (body.witnesses ?? []).length === 0,
    },
  );
}

export function decideArchive(
  body: CommandBody<'archive'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const decision = accountableDecisionOf(state, body.decisionId);
  registeredOrgan(facts, body.keeperOrganId, 'keeperOrganId');
  const keeper = decision.subject?.fileKeeperOrganId;
  return followedBy(
    decision,
    { type: 'DecisionArchived', data: body },
    { 'filing-without-letter': body.kind === 'filing' && decision.letters.length === 0 },
    { 'filed-with-other-keeper': keeper !== undefined && keeper !== body.keeperOrganId },
  );
}

export function decideRecordReport(
  body: CommandBody<'report-for-record'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const decision = accountableDecisionOf(state, body.decisionId);
  registeredOrgan(facts, body.toOrganId, 'toOrganId');
  const toKind = facts.organs.get(body.toOrganId)?.kind;
  return followedBy(
    decision,
    {
      type: 'DecisionReportedForRecord',
      data: { ...body, ...(toKind === undefined ? {} : { toKind }) },
    },
    {
      // Nobody reports to itself: 上级 (M1-25).
      'reported-to-other-organ':
        body.toOrganId === implementingOrgan(decision, state) ||
        (toKind !== undefined && !isDisciplineOrOrganisation(toKind)),
    },
  );
}

export function decidePublication(body: CommandBody<'publish'>, state: CaseState): Answer {
  const decision = accountableDecisionOf(state, body.decisionId);
  const former = decision.publications.find(({ at }) => at.eventId === body.of);
  if (body.of !== undefined && former === undefined)
    throw impossible('of', {
      zh: '所更正或撤下的公开事项不存在',
      en: 'the decision has no such publication',
    });
  const ofDecision = body.kind === 'decision';
  const received = receivedBySubjectOn(decision);
  return followedBy(
    decision,
    { type: 'DecisionPublished', data: body },
    {
      'published-before-delivery': ofDecision && (received === undefined || body.on < received),
      'published-wider-than-decided': ofDecision && !isAsWide(widestScope(decision), body.scope),
      'published-after-revocation':
        ofDecision && decision.revokedOn !== undefined && decision.revokedOn <= body.on,
      'correction-narrower':
        body.kind === 'correction' && former !== undefined && !isAsWide(body.scope, former.scope),
    },
  );
}

export function decideExecution(
  body: CommandBody<'record-execution'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const decision = accountableDecisionOf(state, body.decisionId);
  registeredOrgan(facts, body.organId, 'organId');
  if (!decision.methodsEver.includes(body.method))
    throw impossible('method', {
      zh: '该决定未采用此问责方式',
      en: 'the decision does not use this method',
    });
  const begins = body.result === 'begun' || body.result === 'done';
  return followedBy(
    decision,
    { type: 'SanctionExecuted', data: body },
    {},
    {
      // The measures give 停职检查 no term: the decision states one (I-41).
      'suspension-without-term': body.method === 'suspension' && begins && body.until === undefined,
    },
  );
}

export function decideFollowUp(body: CommandBody<'record-follow-up'>, state: CaseState): Answer {
  const decision = accountableDecisionOf(state, body.decisionId);
  return followedBy(decision, { type: 'FollowUpRecorded', data: body });
}

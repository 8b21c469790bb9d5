// The decision and the acts that carry it out (M1 Art. 13–16, 20, 23–26).
import { clause } from '../regulation/clauses.js';
import { heaviest, methodNumber } from '../regulation/methods.js';
import { deliveryDueOn } from '../regulation/periods.js';
import { personOn } from '../register/entries.js';
import type { CommandBody, CaseEventData } from './acts.js';
import { catchAllWords } from './acts/investigation.js';
import { followedBy, happened, type Answer } from './answer.js';
import type { Facts } from './facts.js';
import {
  accountableDecisionOf,
  decisionOf,
  impossible,
  refusePersonalMethods,
  registeredOrgan,
  subjectOf,
} from './named-things.js';
import { delivers, findingOn, isRecommendedOn, trackOf, type CaseState } from './state.js';

/** Methods from suspension (no. 5) upward are the heavier ones: collective decision, approval (M1-20, M1-22). */
const firstCollectiveMethod = methodNumber('suspension');

export function decideDecision(
  body: CommandBody<'decide'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const subject = subjectOf(state, body.subjectId, 'subjectId');
  registeredOrgan(facts, body.organId, 'organId');
  if (body.executedBy !== undefined) registeredOrgan(facts, body.executedBy, 'executedBy');
  if (state.decisions.some(({ decisionId }) => decisionId === body.decisionId))
    throw impossible('decisionId', { zh: '该决定编号已被使用', en: 'this decision id is in use' });
  if (body.replaces !== undefined) refuseUnlessReplaceable(body.replaces, body.subjectId, state);
  refusePersonalMethods(state, body.subjectId, body.methods, 'methods');

  const person = subject.personId === undefined ? undefined : facts.persons.get(subject.personId);
  const entry = person && personOn(person, body.on);
  const track = trackOf(state, body.subjectId) ?? entry?.track;
  if (track === 'proposal-only' && entry && entry.managedBy !== body.organId)
    throw impossible('organId', {
      zh: '该人员由其任免机关决定问责，本市机关只能提出问责建议',
      en: 'the appointing organ decides on this person; organs here can only propose',
    });

  const data: CaseEventData<'DecisionMade'> = {
    ...withFindings(body, state),
    ...priorsOf(body, state, facts),
    ...(person && entry ? { subject: asOfThatDay(person.personId, entry) } : {}),
    ...(track === undefined ? {} : { track }),
  };
  refuseBareCatchAlls(data);
  const heavy =
    data.methods.length > 0 && methodNumber(heaviest(data.methods)) >= firstCollectiveMethod;
  return happened(
    { type: 'DecisionMade', data },
    {
      'decision-without-report': findingOn(state, body.subjectId) === undefined,
      'decision-without-recommendation': !isRecommendedOn(state, body.subjectId),
      'second-decision': state.decisions.some(
        (standing) =>
          standing.subjectId === body.subjectId &&
          standing.state !== 'revoked' &&
          standing.round === state.round &&
          standing.decisionId !== body.replaces,
      ),
      'no-collective-meeting': track === 'leading-cadre' && heavy && body.meeting === undefined,
      'aggravation-not-applied': aggravationMissing(data, facts),
      'decided-before-receipt': body.on < state.registration.receivedOn,
    },
  );
}

/**
 * Two or more times within one year require 从重 or 加重 (M1-16-1-2; I-1, I-3, I-6). With a
 * mitigating circumstance and reasons the decision may outweigh it (I-8).
 */
function aggravationMissing(data: CaseEventData<'DecisionMade'>, { policy }: Facts): boolean {
  return (
    data.accountable &&
    data.priors.length >= policy.priorsForAggravation &&
    data.adjustment !== 'heavier' &&
    data.adjustment !== 'increased' &&
    data.mitigating.length === 0
  );
}

/** The decision's own findings: what it says itself, else what the report established. */
function withFindings(
  body: CommandBody<'decide'>,
  state: CaseState,
): Omit<CaseEventData<'DecisionMade'>, 'priors'> {
  const finding = findingOn(state, body.subjectId);
  return {
    ...(finding ? established(finding) : { grounds: [], mitigating: [], aggravating: [] }),
    ...body,
    effectiveOn: body.effectiveOn ?? body.on,
  };
}

/** The times that count against this decision; the one it replaces is the same time (I-20). */
function priorsOf(
  { replaces }: CommandBody<'decide'>,
  { caseId: ofThisCase }: CaseState,
  { priors }: Facts,
): Pick<CaseEventData<'DecisionMade'>, 'priors' | 'factsAsOf'> {
  const counted = priors?.sanctions
    .filter(({ caseId, decisionId }) => caseId !== ofThisCase || decisionId !== replaces)
    .map(({ methods, ...prior }) => ({ ...prior, methods: [...methods] }));
  return {
    priors: counted ?? [],
    ...(priors?.asOf === undefined ? {} : { factsAsOf: priors.asOf }),
  };
}

/** What the register says of the person on the day, kept because later duties rest on it (I-42). */
function asOfThatDay(
  personId: string,
  {
    name: _,
    sex: __,
    birthDate: ___,
    ethnicity: ____,
    track: _____,
    ...fields
  }: ReturnType<typeof personOn>,
): NonNullable<CaseEventData<'DecisionMade'>['subject']> {
  return { personId, ...fields };
}

/** Catch-all clauses need their description, the decision's own or the report's. @throws Impossible */
function refuseBareCatchAlls({
  grounds,
  otherConduct,
  otherRule,
}: CaseEventData<'DecisionMade'>): void {
  if (otherConduct === undefined && grounds.some((code) => clause(code).catchAll))
    throw impossible('otherConduct', catchAllWords.conduct);
  if (otherRule === undefined && grounds.includes('M1-12'))
    throw impossible('otherRule', catchAllWords.rule);
}

/** What a report found that a decision can rest on; conducts and referrals stay with the report. */
function established({
  subjectId: _,
  conducts: __,
  crimeSuspected: ___,
  disciplineNeeded: ____,
  ...findings
}: NonNullable<ReturnType<typeof findingOn>>): Omit<typeof findings, 'subjectId'> {
  return findings;
}

function refuseUnlessReplaceable(decisionId: string, subjectId: string, state: CaseState): void {
  const replaced = decisionOf(state, decisionId, 'replaces');
  if (replaced.subjectId === subjectId && replaced.state !== 'revoked') return;
  throw impossible('replaces', {
    zh: '所取代的决定已撤销，或不是针对该对象的决定',
    en: 'the decision to be replaced is revoked, or is about another subject',
  });
}

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
  return followedBy(decision, { type: 'DecisionLetterIssued', data: body });
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
  const due = deliveryDueOn(decision.on);
  // Only the first effective delivery to a recipient can be late; later ones meet no duty.
  const first = !decision.deliveries.some(
    (delivery) => delivery.recipient === body.recipient && delivers(delivery),
  );
  return followedBy(
    decision,
    { type: 'DecisionDelivered', data: body },
    {
      'delivery-without-letter': decision.letters.length === 0,
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
  return followedBy(decision, { type: 'DecisionArchived', data: body });
}

export function decideRecordReport(
  body: CommandBody<'report-for-record'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const decision = accountableDecisionOf(state, body.decisionId);
  registeredOrgan(facts, body.toOrganId, 'toOrganId');
  return followedBy(decision, { type: 'DecisionReportedForRecord', data: body });
}

export function decidePublication(body: CommandBody<'publish'>, state: CaseState): Answer {
  const decision = accountableDecisionOf(state, body.decisionId);
  if (body.of !== undefined && !decision.publications.some(({ at }) => at.eventId === body.of))
    throw impossible('of', {
      zh: '所更正或撤下的公开事项不存在',
      en: 'the decision has no such publication',
    });
  return followedBy(decision, { type: 'DecisionPublished', data: body });
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
  return followedBy(decision, { type: 'SanctionExecuted', data: body });
}

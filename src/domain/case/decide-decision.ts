// The decision whether to hold a subject to account (M1 Art. 13–16, 20–23).
import { impossible } from '../refusal.js';
import type { personOn } from '../register/entries.js';
import type { CommandBody, CaseEventData } from './acts.js';
import { frame as frameStored } from './acts/decision.js';
import { happened, type Answer } from './answer.js';
import { approvalsBefore, authorityBasis, entryOn, rulesOfDecision } from './decision-rules.js';
import type { Facts } from './facts.js';
import { refuseBareCatchAlls, refuseOthersCircumstances } from './finding-rules.js';
import { anyOf, tooNear } from './impartiality.js';
import { decisionOf, refusePersonalMethods, registeredOrgan, subjectOf } from './named-things.js';
import {
  findingOn,
  isBeforeAny,
  isDeclaredFor,
  isHeard,
  isRecommendedOn,
  reportOn,
  type CaseState,
  type Decision,
} from './state.js';

type Made = CaseEventData<'DecisionMade'>;

export function decideDecision(
  body: CommandBody<'decide'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const subject = subjectOf(state, body.subjectId, 'subjectId');
  registeredOrgan(facts, body.organId, 'organId');
  if (body.executedBy !== undefined) registeredOrgan(facts, body.executedBy, 'executedBy');
  if (
    state.decisions.some(({ decisionId }) => decisionId === body.decisionId) ||
    // An appointing organ's outcome counts under the id of its event.
    state.outcomes.some(({ at }) => at.eventId === body.decisionId)
  )
    throw impossible('decisionId', { zh: '该决定编号已被使用', en: 'this decision id is in use' });
  const replaced =
    body.replaces === undefined ? undefined : replaceable(body.replaces, body.subjectId, state);
  refusePersonalMethods(state, body.subjectId, body.methods, 'methods');

  const entry = entryOn(subject, body.on, facts.persons);
  const track = authorityBasis(subject, body.on, state, facts)?.track;
  if (track === 'proposal-only' && entry && entry.managedBy !== body.organId)
    throw impossible('organId', {
      zh: '该人员由其任免机关决定问责，本市机关只能提出问责建议',
      en: 'the appointing organ decides on this person; organs here can only propose',
    });

  const found = withFindings(body, state);
  const known = priorsOf(body, state, facts);
  refuseBareCatchAlls(found);
  refuseOthersCircumstances(found, 'aggravating');
  const finding = findingOn(state, body.subjectId);
  const { frame, broken, noticed } = rulesOfDecision(
    {
      ...found,
      ...known,
      registerOn: body.on,
      subject,
      conducts: finding?.conducts,
      meeting: body.meeting !== undefined,
      approvals: approvalsBefore(body.on, body.subjectId, state.round, state),
      replacesRefusedResignation: replaced !== undefined && refusedResignation(replaced),
      methodsBefore: [],
    },
    state,
    facts,
  );
  const data: Made = {
    ...found,
    ...known,
    ...(subject.personId !== undefined && entry
      ? { subject: asOfThatDay(subject.personId, entry) }
      : {}),
    ...(track === undefined ? {} : { track }),
    frame: frameStored.parse(frame),
  };
  const { policy } = facts;
  const unheard = body.accountable && !isHeard(state, body.subjectId);
  return happened(
    { type: 'DecisionMade', data },
    {
      // Nothing in the text says so outright; the order of the steps does (I-47).
      'decision-without-report': finding === undefined,
      'out-of-order': isBeforeAny(body.on, [reportOn(state, body.subjectId)]),
      'decision-without-recommendation': !isRecommendedOn(state, body.subjectId),
      'second-decision': anotherStands(body, state),
      'before-receipt': body.on < state.registration.receivedOn,
      'decider-not-impartial': anyOf(body.decidedBy, tooNear(state, 'decider')),
      'interventions-not-declared': policy.zeroReport && !isDeclaredFor(state, 'decision'),
      ...broken,
    },
    { 'subject-not-heard': unheard, ...noticed },
  );
}

/** A decision, or an appointing organ's outcome, on the same subject in this round that this one does not replace (I-20). */
function anotherStands(
  { subjectId, replaces }: Pick<CommandBody<'decide'>, 'subjectId' | 'replaces'>,
  state: CaseState,
): boolean {
  return (
    state.decisions.some(
      (standing) =>
        standing.subjectId === subjectId &&
        standing.state !== 'revoked' &&
        standing.round === state.round &&
        standing.decisionId !== replaces,
    ) ||
    state.outcomes.some(
      (outcome) => outcome.subjectId === subjectId && outcome.round === state.round,
    )
  );
}

/** The decision's own findings: what it says itself, else what the report established. */
function withFindings(
  body: CommandBody<'decide'>,
  state: CaseState,
): Omit<Made, 'priors' | 'frame'> {
  const finding = findingOn(state, body.subjectId);
  return {
    ...(finding ? established(finding) : { grounds: [], mitigating: [], aggravating: [] }),
    ...body,
    // Where no date is stated, the day of the decision (I-13).
    effectiveOn: body.effectiveOn ?? body.on,
  };
}

/** The times that count against this decision; the one it replaces is the same time (I-20). */
function priorsOf(
  { replaces }: CommandBody<'decide'>,
  { caseId: ofThisCase }: CaseState,
  { priors }: Facts,
): Pick<Made, 'priors' | 'factsAsOf'> {
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
): NonNullable<Made['subject']> {
  return { personId, ...fields };
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

function replaceable(decisionId: string, subjectId: string, state: CaseState): Decision {
  const replaced = decisionOf(state, decisionId, 'replaces');
  if (replaced.subjectId === subjectId && replaced.state !== 'revoked') return replaced;
  throw impossible('replaces', {
    zh: '所取代的决定已撤销，或不是针对该对象的决定',
    en: 'the decision to be replaced is revoked, or is about another subject',
  });
}

/** 引咎辞职 was decided and the person refused it (I-40). */
function refusedResignation({ executions }: Decision): boolean {
  return executions.some(
    ({ method, result }) => method === 'resignation-taking-blame' && result === 'refused',
  );
}

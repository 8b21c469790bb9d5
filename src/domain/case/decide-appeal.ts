// The appeal: lodged, handled by others, decided within 30 days, told to both (M1 Art. 27).
import { impossible } from '../refusal.js';
import { appealDecisionDueOn } from '../regulation/periods.js';
import type { CommandBody } from './acts.js';
import { alreadySo, followedBy, happened, saysSo, type Answer } from './answer.js';
import { appealTerm, termOfAppeal } from './appeal-term.js';
import { rulesOfChange, type ChangeOfDecision } from './decision-changes.js';
import type { Facts } from './facts.js';
import { makesHeavier } from './heavier.js';
import { anyOf, originalHandlers, tooNear } from './impartiality.js';
import { accountableDecisionOf, appealOf, registeredOrgan, subjectOf } from './named-things.js';
import {
  isDeclaredFor,
  lastModification,
  type Appeal,
  type CaseState,
  type Decision,
} from './state.js';

export function decideLodging(body: CommandBody<'lodge-appeal'>, state: CaseState): Answer {
  const decision = accountableDecisionOf(state, body.decisionId);
  if (state.appeals.some(({ appealId }) => appealId === body.appealId))
    throw impossible('appealId', { zh: '该申诉编号已被使用', en: 'this appeal id is in use' });
  const subject = subjectOf(state, decision.subjectId, 'subjectId');
  return followedBy(
    decision,
    { type: 'AppealLodged', data: { ...body, ...appealTerm(decision, body) } },
    {},
    {
      'relative-without-cause':
        body.lodgedBy.capacity === 'near-relative' && subject.ended?.reason !== 'died',
    },
  );
}

export function decideWithdrawal(body: CommandBody<'withdraw-appeal'>, state: CaseState): Answer {
  const appeal = appealOf(state, body.appealId);
  if (saysSo(appeal.withdrawal, body)) return alreadySo;
  refuseUnlessPending(appeal);
  return happened({ type: 'AppealWithdrawn', data: body }, { 'out-of-order': body.on < appeal.on });
}

export function decideAppealHandlers(
  body: CommandBody<'assign-appeal-handler'>,
  state: CaseState,
): Answer {
  refuseUnlessPending(appealOf(state, body.appealId));
  return happened(
    { type: 'AppealHandlersAssigned', data: body },
    {
      'appeal-handler-not-independent': anyOf(body.handlers, originalHandlers(state)),
      'appeal-handler-not-impartial': anyOf(body.handlers, tooNear(state, 'appeal-handler')),
    },
  );
}

export function decideAppeal(
  body: CommandBody<'decide-appeal'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const appeal = appealOf(state, body.appealId);
  refuseUnlessPending(appeal);
  if (body.organId !== undefined) registeredOrgan(facts, body.organId, 'organId');
  const decision = accountableDecisionOf(state, appeal.decisionId);
  const { outcome } = body;
  const change: ChangeOfDecision | undefined =
    outcome === 'modified' || outcome === 'revoked' ? { ...body, outcome } : undefined;
  if (change && decision.state === 'revoked')
    throw impossible('outcome', {
      zh: '该决定已被撤销，不能再变更或撤销',
      en: 'the decision is revoked already and cannot be changed again',
    });
  const due = appealDecisionDueOn(appeal.on);
  const rules = change && rulesOfChange(change, decision, state, facts);
  const admitted = outcome !== 'not-admitted';
  const { capacity } = appeal.lodgedBy;
  return happened(
    { type: 'AppealDecided', data: body },
    {
      'out-of-order': body.on < appeal.on,
      'appeal-decided-without-handler': appeal.handlers.length === 0,
      // A provisional date is not certain enough to call anybody late (I-9).
      'appeal-decided-late': !due.provisional && body.on > due.dueOn,
      'appeal-decided-by-other-organ':
        body.organId !== undefined && body.organId !== decision.organId,
      // By the unit or somebody else: answerable as not admitted (I-24).
      'appeal-by-other-admitted': admitted && (capacity === 'unit' || capacity === 'other'),
      'second-appeal-admitted': admitted && wasAnsweredBefore(appeal, decision, state),
      'decider-not-impartial': anyOf(body.decidedBy, tooNear(state, 'decider')),
      'interventions-not-declared': facts.policy.zeroReport && !isDeclaredFor(state, 'appeal'),
      ...rules?.broken,
      'heavier-on-appeal':
        change !== undefined &&
        rules !== undefined &&
        makesHeavier(change, rules.methods, decision),
    },
    {
      'late-appeal-admitted': admitted && termOfAppeal(decision, appeal).late,
      'appeal-decider-investigated': anyOf(body.decidedBy, originalHandlers(state)),
      ...rules?.noticed,
    },
  );
}

/** One appeal a decision, unless it was modified since the last one was answered (I-49). */
function wasAnsweredBefore(appeal: Appeal, decision: Decision, { appeals }: CaseState): boolean {
  const modified = lastModification(decision);
  return appeals.some(
    ({ appealId, decisionId, outcome }) =>
      appealId !== appeal.appealId &&
      decisionId === decision.decisionId &&
      outcome !== undefined &&
      outcome.outcome !== 'not-admitted' &&
      (modified === undefined || Number(outcome.at.position) > Number(modified.at.position)),
  );
}

export function decideAppealNotice(
  body: CommandBody<'notify-appeal-outcome'>,
  state: CaseState,
): Answer {
  const { outcome } = appealOf(state, body.appealId);
  if (outcome === undefined)
    throw impossible('appealId', {
      zh: '申诉尚未作出处理决定',
      en: 'the appeal is not decided yet',
    });
  return happened(
    { type: 'AppealOutcomeNotified', data: body },
    { 'out-of-order': body.on < outcome.on },
  );
}

function refuseUnlessPending({ outcome, withdrawal }: Appeal): void {
  if (outcome !== undefined)
    throw impossible('appealId', {
      zh: '该申诉已作出处理决定',
      en: 'the appeal is decided already',
    });
  if (withdrawal !== undefined)
    throw impossible('appealId', { zh: '该申诉已撤回', en: 'the appeal is withdrawn' });
}

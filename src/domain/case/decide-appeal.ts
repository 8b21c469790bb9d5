// The appeal: lodged, handled by others, decided within 30 days, told to both (M1 Art. 27).
import { heaviest, methodNumber, type MethodCode } from '../regulation/methods.js';
import { appealDecisionDueOn, appealUntil } from '../regulation/periods.js';
import type { CommandBody } from './acts.js';
import { followedBy, happened, type Answer } from './answer.js';
import type { Facts } from './facts.js';
import {
  accountableDecisionOf,
  appealOf,
  impossible,
  refusePersonalMethods,
  registeredOrgan,
} from './named-things.js';
import { receivedBySubjectOn, type CaseState } from './state.js';

export function decideLodging(body: CommandBody<'lodge-appeal'>, state: CaseState): Answer {
  const decision = accountableDecisionOf(state, body.decisionId);
  if (state.appeals.some(({ appealId }) => appealId === body.appealId))
    throw impossible('appealId', { zh: '该申诉编号已被使用', en: 'this appeal id is in use' });
  const receivedOn = receivedBySubjectOn(decision);
  // Before delivery an appeal is always in time; posting by the last day is enough (I-24).
  const until = receivedOn === undefined ? undefined : appealUntil(receivedOn);
  return followedBy(decision, {
    type: 'AppealLodged',
    data: {
      ...body,
      // A provisional last day is not certain enough to call anybody late (I-9).
      late: until !== undefined && !until.provisional && (body.sentOn ?? body.on) > until.dueOn,
      ...(until ? { appealUntil: until.dueOn } : {}),
      ...(until?.provisional ? { provisional: true } : {}),
    },
  });
}

export function decideAppealHandlers(
  body: CommandBody<'assign-appeal-handler'>,
  state: CaseState,
): Answer {
  const appeal = appealOf(state, body.appealId);
  refuseIfAnswered(appeal.outcome);
  const before = originalHandlers(state);
  return happened(
    { type: 'AppealHandlersAssigned', data: body },
    {
      'appeal-handler-not-independent': body.handlers.some(({ personId }) => before.has(personId)),
    },
  );
}

/** 原承办人 (I-22): investigators, recused ones too, authors of reports, and whoever approved the start. */
function originalHandlers(state: CaseState): ReadonlySet<string> {
  return new Set([
    ...state.investigators.map(({ personId }) => personId),
    ...state.reports.flatMap(({ authors }) => (authors ?? []).map(({ personId }) => personId)),
    ...state.initiations.flatMap(({ approvedBy }) =>
      approvedBy?.personId === undefined ? [] : [approvedBy.personId],
    ),
  ]);
}

export function decideAppeal(
  body: CommandBody<'decide-appeal'>,
  state: CaseState,
  facts: Facts,
): Answer {
  const appeal = appealOf(state, body.appealId);
  refuseIfAnswered(appeal.outcome);
  if (body.organId !== undefined) registeredOrgan(facts, body.organId, 'organId');
  const decision = accountableDecisionOf(state, appeal.decisionId);
  const changes = body.outcome === 'modified' || body.outcome === 'revoked';
  if (changes && decision.state === 'revoked')
    throw impossible('outcome', {
      zh: '该决定已被撤销，不能再变更或撤销',
      en: 'the decision is revoked already and cannot be changed again',
    });
  const methods = body.changes?.methods ?? body.methods;
  const due = appealDecisionDueOn(appeal.on);
  const where = body.changes?.methods ? 'changes.methods' : 'methods';
  if (methods) refusePersonalMethods(state, decision.subjectId, methods, where);
  return happened(
    { type: 'AppealDecided', data: body },
    {
      'appeal-decided-without-handler': appeal.handlers.length === 0,
      // A provisional date is not certain enough to call anybody late (I-9).
      'appeal-decided-late': !due.provisional && body.on > due.dueOn,
      'heavier-on-appeal': methods !== undefined && heavier(methods, decision.methods),
    },
  );
}

export function decideAppealNotice(
  body: CommandBody<'notify-appeal-outcome'>,
  state: CaseState,
): Answer {
  if (appealOf(state, body.appealId).outcome === undefined)
    throw impossible('appealId', {
      zh: '申诉尚未作出处理决定',
      en: 'the appeal is not decided yet',
    });
  return happened({ type: 'AppealOutcomeNotified', data: body });
}

/** Heavier by its heaviest method, or by more methods beside the same heaviest one (I-18, I-23). */
function heavier(methods: readonly MethodCode[], than: readonly MethodCode[]): boolean {
  const difference = methodNumber(heaviest(methods)) - methodNumber(heaviest(than));
  return difference > 0 || (difference === 0 && methods.length > than.length);
}

function refuseIfAnswered(outcome: object | undefined): void {
  if (outcome === undefined) return;
  throw impossible('appealId', {
    zh: '该申诉已作出处理决定',
    en: 'the appeal is decided already',
  });
}

// A decision modified or revoked, on appeal or because an error was found (REGULATION.md,
// "Correction"): with the authority that the resulting methods need, and at least that of the
// organ that decided first.
import { impossible } from '../refusal.js';
import type { MethodCode } from '../regulation/methods.js';
import { isAtOrBelow } from '../regulation/organ-tree.js';
import type { CaseEventData, CommandBody } from './acts.js';
import type { Broken, Noticed } from './answer.js';
import {
  approvalsBefore,
  rulesOfAuthority,
  rulesOfDecision,
  type ProposedDecision,
} from './decision-rules.js';
import { modification } from './evolve-decision.js';
import type { Facts } from './facts.js';
import { refuseBareCatchAlls, refuseOthersCircumstances } from './finding-rules.js';
import { refusePersonalMethods, subjectOf } from './named-things.js';
import { findingOn, type CaseState, type Decision } from './state.js';

/** What an appeal's outcome or a correction says of the decision it changes. */
export type ChangeOfDecision = Pick<
  CommandBody<'correct-decision'>,
  'on' | 'outcome' | 'organId' | 'meeting' | 'approvalEventId' | 'methods' | 'changes'
>;

/**
 * The rules a change of a decision breaks, and the methods it leaves.
 * @throws Impossible when it gives a team what only a person can receive, or names an approval that is not there
 */
export function rulesOfChange(
  change: ChangeOfDecision,
  decision: Decision,
  state: CaseState,
  facts: Facts,
): { readonly methods: readonly MethodCode[]; readonly broken: Broken; readonly noticed: Noticed } {
  const subject = subjectOf(state, decision.subjectId, 'subjectId');
  const revoked = change.outcome === 'revoked';
  const resulting: Decision = revoked ? decision : { ...decision, ...modification(change) };
  const { methods } = resulting;
  const where = change.changes?.methods ? 'changes.methods' : 'methods';
  refusePersonalMethods(state, decision.subjectId, methods, where);
  if (!revoked) {
    refuseBareCatchAlls(resulting);
    refuseOthersCircumstances(resulting, 'changes.aggravating');
  }
  const organId = change.organId ?? decision.organId;
  const proposed: ProposedDecision = {
    ...resulting,
    on: change.on,
    registerOn: decision.on,
    effectiveOn: change.changes?.effectiveOn ?? change.on,
    organId,
    subject,
    conducts: findingOn(state, decision.subjectId, decision.round)?.conducts,
    meeting: change.meeting !== undefined,
    approvals: approvalsNamed(change, decision, state),
    priors: stillStanding(decision.priors, facts),
    replacesRefusedResignation: false,
    methodsBefore: decision.methods,
  };
  // A revocation holds nobody to account: nothing is asked of it but the authority.
  const { broken, noticed } = revoked
    ? rulesOfAuthority(proposed, state, facts)
    : rulesOfDecision(proposed, state, facts);
  const atOrAbove = isAtOrBelow(decision.organId, organId, facts.organs);
  const above = atOrAbove && organId !== decision.organId;
  return {
    methods: revoked ? [] : methods,
    broken: {
      ...broken,
      // What is decided on a subject who died since is corrected all the same.
      'subject-ended': false,
      'before-decision': change.on < decision.on,
      // A date it took effect on is corrected too; it cannot lie before the decision.
      'effective-before-decision': (change.changes?.effectiveOn ?? decision.on) < decision.on,
      // The organ that decided first, or one above it, which has at least its authority.
      'organ-without-authority':
        !atOrAbove || (!revoked && !above && broken['organ-without-authority'] === true),
    },
    noticed,
  };
}

/** The earlier decisions a decision knew, without those revoked since: they count no more, also for the past (I-2). */
function stillStanding(known: Decision['priors'], { priors }: Facts): Decision['priors'] {
  if (priors === undefined) return known;
  return known.filter((prior) =>
    priors.sanctions.some(
      ({ caseId, decisionId }) => caseId === prior.caseId && decisionId === prior.decisionId,
    ),
  );
}

function approvalsNamed(
  { on, approvalEventId }: ChangeOfDecision,
  { subjectId, round }: Decision,
  state: CaseState,
): readonly CaseEventData<'PeerApprovalRecorded'>[] {
  // The approval of a later round is one of another decision.
  if (approvalEventId === undefined) return approvalsBefore(on, subjectId, round, state);
  const named = state.approvals.filter(
    (approval) => approval.subjectId === subjectId && approval.at.eventId === approvalEventId,
  );
  if (named.length > 0) return named;
  throw impossible('approvalEventId', {
    zh: '本案没有关于该对象的此项同意',
    en: 'the case has no such approval for this subject',
  });
}

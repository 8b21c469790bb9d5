// What other organs have to do with the case: directives (M1 Art. 19), approvals (Art. 22),
// proposals and their outcomes (Art. 2), referrals (Art. 4), and who is told of what.
import { impossible } from '../refusal.js';
import { isAtOrBelow } from '../regulation/organ-tree.js';
import type { CaseEvent, CommandBody } from './acts.js';
import { alreadySo, happened, saysSo, type Answer } from './answer.js';
import { authorityBasis } from './decision-rules.js';
import type { Facts } from './facts.js';
import { refusePersonalMethods, registeredOrgan, subjectOf } from './named-things.js';
import type { CaseState } from './state.js';

export function decideDirective(
  body: CommandBody<'issue-directive'>,
  state: CaseState,
  facts: Facts,
): Answer {
  registeredOrgan(facts, body.organId, 'organId');
  registeredOrgan(facts, body.toOrganId, 'toOrganId');
  const { ended } = subjectOf(state, body.subjectId, 'subjectId');
  return happened(
    { type: 'DirectiveIssued', data: body },
    {
      'directive-from-non-superior': !standsAbove(body.organId, body.toOrganId, facts),
      'subject-ended': ended !== undefined,
    },
  );
}

/** In the organ tree, or as one of the organs that supervise it (M1-19, M2-9). */
function standsAbove(superior: string, organId: string, { organs }: Facts): boolean {
  return (
    isAtOrBelow(organId, superior, organs) ||
    organs.get(organId)?.supervisedBy?.includes(superior) === true
  );
}

export function decideRefusal(body: CommandBody<'refuse-directive'>, state: CaseState): Answer {
  const directive = state.directives.find(({ at }) => at.eventId === body.directiveId);
  if (directive === undefined)
    throw impossible('directiveId', {
      zh: '本案没有该责成事项',
      en: 'the case has no such directive',
    });
  if (saysSo(directive.refusal, body)) return alreadySo;
  if (directive.refusal !== undefined)
    throw impossible('directiveId', {
      zh: '该责成事项已被拒绝',
      en: 'the directive was refused already',
    });
  if (directive.returned !== undefined)
    throw impossible('directiveId', {
      zh: '该责成事项已随移送退回',
      en: 'the directive was returned with a transfer',
    });
  if (directive.addressee !== body.organId)
    throw impossible('organId', {
      zh: '该机关不是被责成机关',
      en: 'this organ is not the one that was directed',
    });
  return happened(
    { type: 'DirectiveRefused', data: body },
    { 'out-of-order': body.on < directive.on },
  );
}

export function decideApproval(
  body: CommandBody<'record-approval'>,
  state: CaseState,
  facts: Facts,
): Answer {
  registeredOrgan(facts, body.organId, 'organId');
  refusePersonalMethods(state, body.subjectId, body.methods ?? [], 'methods');
  return happened({ type: 'PeerApprovalRecorded', data: body });
}

export function decideProposal(
  body: CommandBody<'forward-proposal'>,
  state: CaseState,
  facts: Facts,
): Answer {
  registeredOrgan(facts, body.organId, 'organId');
  registeredOrgan(facts, body.toOrganId, 'toOrganId');
  const subject = subjectOf(state, body.subjectId, 'subjectId');
  refusePersonalMethods(state, body.subjectId, body.methods, 'methods');
  const basis = authorityBasis(subject, body.on, state, facts);
  return happened(
    { type: 'ProposalForwarded', data: body },
    {
      'proposal-off-track': basis !== undefined && basis.track !== 'proposal-only',
      'proposal-to-other-organ':
        basis?.managedBy !== undefined && basis.managedBy !== body.toOrganId,
      'subject-ended': subject.ended !== undefined,
    },
  );
}

export function decideOutcome(
  body: CommandBody<'record-external-outcome'>,
  state: CaseState,
  facts: Facts,
): Answer {
  registeredOrgan(facts, body.organId, 'organId');
  const subject = subjectOf(state, body.subjectId, 'subjectId');
  refusePersonalMethods(state, body.subjectId, body.methods, 'methods');
  const basis = authorityBasis(subject, body.decidedOn ?? body.on, state, facts);
  const here = ({ subjectId, round }: { subjectId: string; round: number }): boolean =>
    subjectId === body.subjectId && round === state.round;
  return happened(
    { type: 'ExternalOutcomeRecorded', data: body },
    {
      'proposal-off-track': basis !== undefined && basis.track !== 'proposal-only',
      'effective-before-decision':
        body.effectiveOn !== undefined && body.effectiveOn < (body.decidedOn ?? body.on),
      'outcome-by-other-organ': basis?.managedBy !== undefined && basis.managedBy !== body.organId,
      // The appointing organ may revise its outcome: the last one counts. Beside a decision of ours it is a second one.
      'second-decision': state.decisions.some(
        (decision) => here(decision) && decision.state !== 'revoked',
      ),
    },
  );
}

export function decideReferral(
  type: 'DisciplineReferred' | 'JudicialReferred',
  body: CommandBody<'refer-discipline'>,
  state: CaseState,
  facts: Facts,
): Answer {
  registeredOrgan(facts, body.toOrganId, 'toOrganId');
  subjectOf(state, body.subjectId, 'subjectId');
  return happened({ type, data: body } satisfies CaseEvent);
}

export function decideReferralOutcome(
  body: CommandBody<'record-referral-outcome'>,
  state: CaseState,
): Answer {
  const referral = state.referrals.find(({ at }) => at.eventId === body.referralEventId);
  if (referral === undefined)
    throw impossible('referralEventId', {
      zh: '本案没有该移送事项',
      en: 'the case has no such referral',
    });
  if (saysSo(referral.outcome, body)) return alreadySo;
  return happened(
    { type: 'ReferralOutcomeRecorded', data: body },
    { 'out-of-order': body.on < referral.on },
  );
}

export function decideNotification(body: CommandBody<'notify'>, state: CaseState): Answer {
  if (body.recipient === 'reporter' && state.registration.reporter === undefined)
    throw impossible('recipient', {
      zh: '本案没有举报人',
      en: 'nobody reported this case',
    });
  if (body.recipient === 'pleader' && state.interventions.length === 0)
    throw impossible('recipient', {
      zh: '本案没有说情人',
      en: 'nobody has pleaded in this case',
    });
  return happened({ type: 'PartyNotified', data: body });
}

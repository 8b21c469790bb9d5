// Initiation, investigators, interventions, report, hearing and recommendation (M1 Art. 3, 14, 16, 20).
import { impossible } from '../refusal.js';
import { clause } from '../regulation/clauses.js';
import { approvesStart, investigates } from '../regulation/authority.js';
import type { TrackCode } from '../regulation/tracks.js';
import type { CommandBody } from './acts.js';
import { happened, type Answer } from './answer.js';
import { authorityBasis, awaited } from './decision-rules.js';
import type { Facts } from './facts.js';
import {
  accidentNotNamed,
  isProved,
  isWhollyBefore,
  refuseOthersCircumstances,
} from './finding-rules.js';
import { anyOf, isTarget, tooNear } from './impartiality.js';
import { refusePersonalMethods, registeredOrgan, subjectOf } from './named-things.js';
import { findingOn, isBeforeAny, isDeclaredFor, reportOn, type CaseState } from './state.js';

export function decideInitiation(
  body: CommandBody<'initiate'>,
  state: CaseState,
  facts: Facts,
): Answer {
  registeredOrgan(facts, body.organId, 'organId');
  if (body.approvedBy) registeredOrgan(facts, body.approvedBy.organId, 'approvedBy.organId');
  body.subjectIds?.forEach((subjectId, index) =>
    subjectOf(state, subjectId, `subjectIds.${String(index)}`),
  );
  if (state.investigatingOrgan !== undefined && body.subjectIds === undefined)
    throw impossible('', {
      zh: '调查已经启动；增派调查人员请另行登记',
      en: 'the investigation is under way; assign further investigators instead',
    });
  const covered = state.subjects.filter(
    ({ subjectId, ended }) => !ended && (body.subjectIds?.includes(subjectId) ?? true),
  );
  const bases = covered.flatMap((subject) => authorityBasis(subject, body.on, state, facts) ?? []);
  const unapproved = (track: TrackCode): boolean =>
    bases.some(
      (basis) =>
        basis.track === track &&
        (body.approvedBy === undefined || !approvesStart(basis, body.approvedBy.organId)),
    );
  const approver = body.approvedBy && [body.approvedBy];
  const subjects = new Set(covered.flatMap(({ personId }) => personId ?? []));
  const self = anyOf(approver, subjects);
  return happened(
    { type: 'InvestigationInitiated', data: body },
    {
      'before-receipt': body.on < state.registration.receivedOn,
      'complaint-to-its-target': isTarget(state, body.organId, body.on, facts),
      'initiated-without-acceptance': state.acceptance === undefined,
      'out-of-order': isBeforeAny(body.on, [state.acceptance]),
      'investigating-organ-without-authority': bases.some(
        (basis) => !investigates(basis, body.organId),
      ),
      'start-not-approved': unapproved('department-staff'),
      'start-not-approved-by-commission': unapproved('discipline-organ-staff'),
      // The superior organ approves then (I-39).
      'approver-is-subject': self,
      'approver-not-impartial': !self && anyOf(approver, tooNear(state, 'approver')),
      'investigator-not-impartial': anyOf(body.investigators, tooNear(state, 'investigator')),
    },
  );
}

export function decideAssignment(
  body: CommandBody<'assign-investigators'>,
  state: CaseState,
): Answer {
  return happened(
    { type: 'InvestigatorsAssigned', data: body },
    {
      'before-receipt': body.on < state.registration.receivedOn,
      'investigators-without-initiation': state.initiations.length === 0,
      'investigator-not-impartial': anyOf(body.investigators, tooNear(state, 'investigator')),
    },
  );
}

/** A conflict of interest is said by whoever knows of it, also of somebody who has not acted yet. */
export function decideConflict(body: CommandBody<'declare-conflict'>): Answer {
  return happened({ type: 'ConflictDeclared', data: body });
}

/** The zero report (I-16): nobody pleaded, or all who did are logged. */
export function decideDeclaration(
  body: CommandBody<'declare-interventions'>,
  state: CaseState,
): Answer {
  return happened(
    { type: 'InterventionsDeclared', data: body },
    { 'declared-none-though-logged': body.none && state.interventions.length > 0 },
  );
}

export function decideRecusal(body: CommandBody<'recuse-investigator'>, state: CaseState): Answer {
  const standing = state.investigators.some(
    ({ personId, recusedOn }) => personId === body.personId && recusedOn === undefined,
  );
  if (!standing)
    throw impossible('personId', {
      zh: '该人员不是本案现任调查人员',
      en: 'this person does not investigate the case',
    });
  return happened({ type: 'InvestigatorRecused', data: body });
}

export function decideIntervention(
  body: CommandBody<'record-intervention'>,
  state: CaseState,
): Answer {
  subjectOf(state, body.subjectId, 'subjectId');
  return happened({ type: 'InterventionRecorded', data: body });
}

export function decideReport(
  body: CommandBody<'file-report'>,
  state: CaseState,
  facts: Facts,
): Answer {
  registeredOrgan(facts, body.organId, 'organId');
  const spokenOf = new Set<string>();
  body.findings.forEach((finding, index) => {
    const { subjectId } = finding;
    const path = `findings.${String(index)}.subjectId`;
    subjectOf(state, subjectId, path);
    if (spokenOf.has(subjectId))
      throw impossible(path, {
        zh: '同一报告对同一对象重复认定',
        en: 'the report finds twice on the same subject',
      });
    spokenOf.add(subjectId);
    refuseOthersCircumstances(finding, `findings.${String(index)}.aggravating`);
  });
  if (body.supplements && !state.reports.some(({ at }) => at.eventId === body.supplements))
    throw impossible('supplements', {
      zh: '所补充的调查报告不存在',
      en: 'there is no such report to supplement',
    });
  return happened(
    { type: 'InvestigationReportFiled', data: body },
    {
      'before-receipt': body.on < state.registration.receivedOn,
      'report-without-initiation': state.initiations.length === 0,
      'not-the-investigating-organ': isOfAnotherOrgan(body.organId, state),
      'out-of-order': isBeforeAny(body.on, state.initiations.slice(0, 1)),
      'report-without-material': body.findings.some(
        (finding) => !isProved(finding, body.materials),
      ),
      'basis-without-ground': body.findings.some(
        ({ grounds }) => grounds.length > 0 && grounds.every((code) => clause(code).basis),
      ),
      'conduct-before-measures': body.findings.some(
        ({ grounds, conducts }) =>
          grounds.length > 0 && isWhollyBefore(facts.policy.countsFrom, conducts),
      ),
      'interventions-not-declared': facts.policy.zeroReport && !isDeclaredFor(state, 'report'),
    },
    {
      'accident-not-named': body.findings.some(accidentNotNamed),
      'severe-without-reasons': body.findings.some(
        ({ severity, severityReasons }) => severity === 'severe' && severityReasons === undefined,
      ),
    },
  );
}

/** Who investigates, reports and proposes (M1-20): nothing can be said before anybody was started. */
function isOfAnotherOrgan(organId: string, { initiations, investigators }: CaseState): boolean {
  return (
    initiations.length > 0 &&
    !initiations.some((initiation) => initiation.organId === organId) &&
    !investigators.some((investigator) => investigator.organId === organId)
  );
}

export function decideHearing(body: CommandBody<'hear-subject'>, state: CaseState): Answer {
  subjectOf(state, body.subjectId, 'subjectId');
  return happened(
    { type: 'SubjectHeard', data: body },
    { 'before-receipt': body.on < state.registration.receivedOn },
  );
}

export function decideRecommendation(
  body: CommandBody<'recommend'>,
  state: CaseState,
  facts: Facts,
): Answer {
  registeredOrgan(facts, body.organId, 'organId');
  const recommendations = body.recommendations.map((recommendation, index) => {
    const { subjectId, methods } = recommendation;
    const at = `recommendations.${String(index)}`;
    const subject = subjectOf(state, subjectId, `${at}.subjectId`);
    refusePersonalMethods(state, subjectId, methods, `${at}.methods`);
    return { ...recommendation, ...awaited(subject, recommendation, state, facts, body) };
  });
  return happened(
    { type: 'RecommendationMade', data: { ...body, recommendations } },
    {
      'before-receipt': body.on < state.registration.receivedOn,
      'not-the-investigating-organ': isOfAnotherOrgan(body.organId, state),
      'out-of-order': isBeforeAny(
        body.on,
        body.recommendations.map(({ subjectId }) => reportOn(state, subjectId)),
      ),
      'recommendation-without-report': body.recommendations.some(
        ({ subjectId }) => findingOn(state, subjectId) === undefined,
      ),
      'subject-ended': body.recommendations.some(
        ({ subjectId }) => subjectOf(state, subjectId, 'subjectId').ended !== undefined,
      ),
    },
  );
}

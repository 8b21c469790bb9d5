// Initiation, investigators, interventions, report, hearing and recommendation (M1 Art. 3, 14, 16, 20).
import type { CommandBody } from './acts.js';
import { happened, type Answer } from './answer.js';
import type { Facts } from './facts.js';
import { impossible, refusePersonalMethods, registeredOrgan, subjectOf } from './named-things.js';
import { findingOn, type CaseState } from './state.js';

export function decideInitiation(
  body: CommandBody<'initiate'>,
  state: CaseState,
  facts: Facts,
): Answer {
  registeredOrgan(facts, body.organId, 'organId');
  body.subjectIds?.forEach((subjectId, index) =>
    subjectOf(state, subjectId, `subjectIds.${String(index)}`),
  );
  if (state.investigatingOrgan !== undefined && body.subjectIds === undefined)
    throw impossible('', {
      zh: '调查已经启动；增派调查人员请另行登记',
      en: 'the investigation is under way; assign further investigators instead',
    });
  return happened(
    { type: 'InvestigationInitiated', data: body },
    { 'initiated-without-acceptance': state.acceptance === undefined },
  );
}

export function decideAssignment(
  body: CommandBody<'assign-investigators'>,
  state: CaseState,
): Answer {
  return happened(
    { type: 'InvestigatorsAssigned', data: body },
    { 'investigators-without-initiation': state.initiations.length === 0 },
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
  body.findings.forEach(({ subjectId }, index) => {
    const path = `findings.${String(index)}.subjectId`;
    subjectOf(state, subjectId, path);
    if (spokenOf.has(subjectId))
      throw impossible(path, {
        zh: '同一报告对同一对象重复认定',
        en: 'the report finds twice on the same subject',
      });
    spokenOf.add(subjectId);
  });
  if (body.supplements && !state.reports.some(({ at }) => at.eventId === body.supplements))
    throw impossible('supplements', {
      zh: '所补充的调查报告不存在',
      en: 'there is no such report to supplement',
    });
  return happened(
    { type: 'InvestigationReportFiled', data: body },
    {
      'report-without-initiation': state.initiations.length === 0,
      'report-without-material': body.findings.some(
        ({ grounds, conducts }) =>
          grounds.length > 0 &&
          body.materials.length === 0 &&
          !conducts?.some(({ evidence }) => evidence && evidence.length > 0),
      ),
    },
  );
}

export function decideHearing(body: CommandBody<'hear-subject'>, state: CaseState): Answer {
  subjectOf(state, body.subjectId, 'subjectId');
  return happened({ type: 'SubjectHeard', data: body });
}

export function decideRecommendation(
  body: CommandBody<'recommend'>,
  state: CaseState,
  facts: Facts,
): Answer {
  registeredOrgan(facts, body.organId, 'organId');
  body.recommendations.forEach(({ subjectId, methods }, index) => {
    const at = `recommendations.${String(index)}`;
    subjectOf(state, subjectId, `${at}.subjectId`);
    refusePersonalMethods(state, subjectId, methods, `${at}.methods`);
  });
  return happened(
    { type: 'RecommendationMade', data: body },
    {
      'recommendation-without-report': body.recommendations.some(
        ({ subjectId }) => findingOn(state, subjectId) === undefined,
      ),
    },
  );
}

// What supervision asks of what was decided on a subject, by us or by the appointing organ: whether
// somebody who should have been held to account was not (S-01, S-24), whether the outcome is lighter
// than what was reported after somebody pleaded (S-32), and how an appointing organ was asked (S-34).
import {
  isMatterOver,
  type Act,
  type CaseState,
  type Ruling,
  type Subject,
} from '../case/state.js';
import type { LegalDate } from '../legal-date.js';
import { bandCodes, bandOf } from '../regulation/methods.js';
import {
  finding,
  irregularFindings,
  isAfter,
  recordedLate,
  type Finding,
  type Found,
} from './finding.js';

/** All that these findings depend on. */
export const rulingFields = [
  'caseId',
  'subjects',
  'rulings',
  'reports',
  'recommendations',
  'directives',
  'interventions',
  'proposals',
  'outcomes',
  'closings',
] as const;
type Ground = Pick<CaseState, (typeof rulingFields)[number]>;

export function findingsOfRulings(state: Ground): readonly Finding[] {
  return [
    ...state.rulings.flatMap((ruling) => ofRuling(ruling, state)),
    ...closedWithoutRuling(state),
    ...endedWithoutRuling(state),
    ...proposals(state),
    ...outcomes(state),
  ].map((found) => finding(state, found));
}

function ofRuling(ruling: Ruling, state: Ground): readonly Found[] {
  const { subjectId, round, decisionId, organId, on, at, accountable } = ruling;
  const rectifiedOn = accountableAfter(ruling, subjectId, state);
  const base = { of: decisionId, subjectId, decisionId, organId, openFrom: on, rectifiedOn };
  const called = accountable ? [] : callsFor(ruling, state);
  const report = reportWithGrounds(subjectId, round, state);
  const lighter = pleadedAndLighter(ruling, state);
  return [
    ...(called.length > 0
      ? [{ ...base, code: 'S-01' as const, facts: [...called, at.eventId] }]
      : []),
    ...(!accountable && report !== undefined
      ? [
          {
            ...base,
            code: 'S-24' as const,
            // A supplement may establish it only after the ruling.
            openFrom: report.on > on ? report.on : on,
            facts: [report.at.eventId, at.eventId],
          },
        ]
      : []),
    ...(lighter.length > 0
      ? [{ ...base, code: 'S-32' as const, facts: [...lighter, at.eventId] }]
      : []),
  ];
}

/** Somebody held to account after all mends it, in this round of the case or a later one. */
function accountableAfter(act: Act, subjectId: string, { rulings }: Ground): LegalDate | undefined {
  return rulings.find(
    (later) => later.subjectId === subjectId && later.accountable && isAfter(later, act),
  )?.on;
}

/** The recommendation that stood when a subject was decided on, and the directives, where they said to hold to account. */
function callsFor(
  ruling: Ruling,
  { recommendations, directives, proposals, rulings }: Ground,
): string[] {
  const { subjectId, round } = ruling;
  const last = recommendations.findLast(
    (one) =>
      one.round === round &&
      !isAfter(one, ruling) &&
      one.recommendations.some((named) => named.subjectId === subjectId),
  );
  const recommended = last?.recommendations.some(
    (named) => named.subjectId === subjectId && named.accountable,
  );
  // A directive that another decision answered before asks for nothing any more.
  const answered = (one: Pick<Act, 'at'>): boolean =>
    rulings.some(
      (earlier) =>
        earlier.subjectId === subjectId && isAfter(earlier, one) && isAfter(ruling, earlier),
    );
  const directed = directives.filter(
    (one) =>
      one.subjectId === subjectId &&
      !isAfter(one, ruling) &&
      one.returned === undefined &&
      !answered(one),
  );
  const proposed = proposals.filter(
    (one) => one.subjectId === subjectId && one.round === round && !isAfter(one, ruling),
  );
  return [...(recommended && last ? [last] : []), ...directed, ...proposed].map(
    ({ at }) => at.eventId,
  );
}

/** The last report of a round that establishes a ground against a subject. */
function reportWithGrounds(subjectId: string, ofRound: number, state: Ground) {
  const found = reported(subjectId, ofRound, state);
  return found !== undefined && found.finding.grounds.length > 0 ? found.report : undefined;
}

function reported(subjectId: string, ofRound: number, { reports }: Ground, before?: Act) {
  const report = reports.findLast(
    (one) =>
      one.round === ofRound &&
      one.findings.some((stated) => stated.subjectId === subjectId) &&
      (before === undefined || !isAfter(one, before)),
  );
  const stated = report?.findings.findLast((one) => one.subjectId === subjectId);
  return report && stated ? { report, finding: stated } : undefined;
}

/** S-32: the report and the pleadings before a ruling whose outcome is lighter than what the report found. */
function pleadedAndLighter(ruling: Ruling, state: Ground): string[] {
  const pleaded = state.interventions.filter(
    ({ subjectId, on }) => subjectId === ruling.subjectId && on <= ruling.on,
  );
  const { subjectId, round } = ruling;
  const found = pleaded.length > 0 ? reported(subjectId, round, state, ruling) : undefined;
  if (found === undefined || found.finding.grounds.length === 0) return [];
  const { severity, mitigating } = found.finding;
  const subject = state.subjects.find((one) => one.subjectId === subjectId);
  // A team is in the lowest band whatever was found (I-27).
  const band = subject?.kind === 'team' ? 'minor' : severity;
  // What the report found to mitigate permits one band down (I-7).
  const down = mitigating.length > 0 ? 1 : 0;
  if (ruling.accountable && !isBelow(ruling, bandCodes.indexOf(band) - down)) return [];
  return [found.report, ...pleaded].map(({ at }) => at.eventId);
}

function isBelow({ methods }: Ruling, lowest: number): boolean {
  return methods.length > 0 && bandCodes.indexOf(bandOf(methods)) < lowest;
}

/** S-24: the case was closed, a ground is established, and nothing was decided on the subject; mended when a later round holds it to account. */
function closedWithoutRuling(state: Ground): readonly Found[] {
  const { closings, rulings, subjects } = state;
  return closings.flatMap((closing) => {
    const { round, on, at, organId } = closing;
    return subjects
      .filter(
        (subject) =>
          !isOverBefore(closing, subject) &&
          !rulings.some((one) => one.subjectId === subject.subjectId && one.round === round),
      )
      .flatMap(({ subjectId }): Found[] => {
        const report = reportWithGrounds(subjectId, round, state);
        if (report === undefined) return [];
        return [
          {
            code: 'S-24',
            of: `${subjectId}:closed${round === 0 ? '' : `:${String(round + 1)}`}`,
            subjectId,
            organId,
            openFrom: on,
            rectifiedOn: accountableAfter(closing, subjectId, state),
            facts: [report.at.eventId, at.eventId],
          },
        ];
      });
  });
}

/** Whether a closing had nothing to say of a subject any more: the case was over for it, or it had died by then. */
function isOverBefore(closing: Act, subject: Subject): boolean {
  const { ended } = subject;
  if (ended === undefined) return false;
  return !isAfter(ended, closing) || (isMatterOver(subject) && ended.on <= closing.on);
}

/** S-24: the case ended for a subject on whom a ground is established, who neither died nor is a matter of another case (I-42), and nothing was decided; mended as after a closing. */
function endedWithoutRuling(state: Ground): readonly Found[] {
  const { closings, rulings, subjects } = state;
  return subjects.flatMap((subject): Found[] => {
    const { subjectId, ended } = subject;
    if (ended === undefined || isMatterOver(subject)) return [];
    const { round, on, at, organId } = ended;
    const report = reportWithGrounds(subjectId, round, state);
    const asked =
      rulings.some((one) => one.subjectId === subjectId && one.round === round) ||
      closings.some((closing) => closing.round === round && isAfter(ended, closing));
    if (report === undefined || asked) return [];
    return [
      {
        code: 'S-24',
        of: `${subjectId}:ended`,
        subjectId,
        organId,
        openFrom: report.on > on ? report.on : on,
        rectifiedOn: accountableAfter(ended, subjectId, state),
        facts: [report.at.eventId, at.eventId],
      },
    ];
  });
}

/** S-34: a proposal that went to an organ which does not appoint the person; mended by another one. */
function proposals({ proposals: forwarded }: Ground): readonly Found[] {
  return forwarded.flatMap((proposal, index) =>
    irregularFindings(proposal, () => ({
      of: proposal.at.eventId,
      subjectId: proposal.subjectId,
      organId: proposal.organId,
      rectifiedOn: forwarded.slice(index + 1).find((one) => one.subjectId === proposal.subjectId)
        ?.on,
    })),
  );
}

/** What was irregular in an appointing organ's outcome, or recorded late. */
function outcomes({ outcomes: recorded }: Ground): readonly Found[] {
  return recorded.flatMap((outcome, index) => {
    const { subjectId, organId, at } = outcome;
    const decisionId = at.eventId;
    const rectifiedOn = recorded
      .slice(index + 1)
      .find((one) => one.subjectId === subjectId && one.round === outcome.round)?.on;
    const about = { subjectId, decisionId, organId };
    return [
      ...irregularFindings(outcome, () => ({ ...about, of: decisionId, rectifiedOn }))
        // Beside a decision of ours: findings-of-second-decisions.ts.
        .filter(({ code }) => code !== 'S-36'),
      ...recordedLate(outcome, about),
    ];
  });
}

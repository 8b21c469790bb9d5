// What supervision asks of what was decided on a subject, by us or by the appointing organ: whether
// somebody who should have been held to account was not (S-01, S-24), and how an appointing organ was
// asked (S-34). Whether it is lighter after somebody pleaded (S-32): findings-of-lighter-outcomes.ts.
import {
  isMatterOver,
  type Act,
  type CaseState,
  type Ruling,
  type Subject,
} from '../case/state.js';
import type { LegalDate } from '../legal-date.js';
import { finding, irregularFindings, isAfter, type Finding, type Found } from './finding.js';
import { lighterOutcomes } from './findings-of-lighter-outcomes.js';
import { decisionOf, heldToAccountAfter, isAnswered, isUndone } from './rulings-that-stand.js';

/** All that these findings depend on. */
export const rulingFields = [
  'caseId',
  'subjects',
  'declinations',
  'rulings',
  'decisions',
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
    ...refusedDirectives(state),
    ...closedWithoutRuling(state),
    ...endedWithoutRuling(state),
    ...declinedWithoutRuling(state),
    ...proposals(state),
    ...outcomes(state),
  ].map((found) => finding(state, found));
}

function ofRuling(ruling: Ruling, state: Ground): readonly Found[] {
  const lighter = lighterOutcomes(ruling, state);
  return ruling.accountable ? lighter : [...notHeldToAccount(ruling, state), ...lighter];
}

function notHeldToAccount(ruling: Ruling, state: Ground): readonly Found[] {
  const { subjectId, decisionId, organId, on, at } = ruling;
  const rectifiedOn = heldToAccountAfter(ruling, subjectId, state);
  const base = { of: decisionId, subjectId, decisionId, organId, openFrom: on, rectifiedOn };
  const called = callsFor(ruling, state);
  const report = reportWithGrounds(subjectId, ruling, state);
  return [
    ...(called.length > 0
      ? [{ ...base, code: 'S-01' as const, facts: [...called, at.eventId] }]
      : []),
    ...(report !== undefined
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
  ];
}

/**
 * The recommendation that stood when a subject was decided on, and the directives, where they said to
 * hold to account. Those of a former round too, where nothing that counts has answered them.
 */
function callsFor(ruling: Ruling, state: Ground): string[] {
  const { subjectId, round } = ruling;
  const answered = (one: Pick<Act, 'at'>): boolean => isAnswered(one, ruling, subjectId, state);
  const pending = (one: Act & { readonly round: number }): boolean =>
    one.round === round || !answered(one);
  const last = state.recommendations.findLast(
    (one) =>
      !isAfter(one, ruling) && one.recommendations.some((named) => named.subjectId === subjectId),
  );
  const recommended = last?.recommendations.some(
    (named) => named.subjectId === subjectId && named.accountable,
  );
  const directed = state.directives.filter(
    (one) =>
      one.subjectId === subjectId &&
      !isAfter(one, ruling) &&
      one.returned === undefined &&
      !answered(one),
  );
  const proposed = state.proposals.filter(
    (one) => one.subjectId === subjectId && !isAfter(one, ruling) && pending(one),
  );
  return [...(recommended && last && pending(last) ? [last] : []), ...directed, ...proposed].map(
    ({ at }) => at.eventId,
  );
}

/** S-01: the addressee of a directive said no, and nothing had answered it (I-37); beside S-06, which a decision of either kind mends. */
function refusedDirectives(state: Ground): readonly Found[] {
  return state.directives.flatMap((directive): Found[] => {
    const { refusal, subjectId, addressee, at } = directive;
    if (refusal === undefined || isAnswered(directive, refusal, subjectId, state)) return [];
    const subject = state.subjects.find((one) => one.subjectId === subjectId);
    if (subject !== undefined && isMatterOverOn(refusal.on, subject)) return [];
    return [
      {
        code: 'S-01',
        of: refusal.at.eventId,
        subjectId,
        organId: addressee,
        openFrom: refusal.on,
        rectifiedOn: heldToAccountAfter(refusal, subjectId, state),
        facts: [at.eventId, refusal.at.eventId],
      },
    ];
  });
}

/** The report that establishes a ground against a subject: the last one of the round of an act; without any, that of a former round, where nothing that counts has answered it. */
function reportWithGrounds(
  subjectId: string,
  act: Act & { readonly round: number },
  state: Ground,
): CaseState['reports'][number] | undefined {
  const report = state.reports.findLast(
    ({ round, findings }) =>
      round <= act.round && findings.some((stated) => stated.subjectId === subjectId),
  );
  const stated = report?.findings.findLast((one) => one.subjectId === subjectId);
  if (report === undefined || stated === undefined || stated.grounds.length === 0) return undefined;
  if (report.round < act.round && isAnswered(report, act, subjectId, state)) return undefined;
  return report;
}

/** S-24: the case was closed, a ground is established, and nothing that counts was decided on the subject. */
function closedWithoutRuling(state: Ground): readonly Found[] {
  return state.closings.flatMap((closing) =>
    state.subjects
      .filter((subject) => !isOverBefore(closing, subject))
      .flatMap(({ subjectId }) => {
        const { round } = closing;
        const of = `${subjectId}:closed${round === 0 ? '' : `:${String(round + 1)}`}`;
        return withoutRuling(of, subjectId, closing, state);
      }),
  );
}

/** Whether a closing had nothing to say of a subject any more: the case was over for it, or it had died by then. */
function isOverBefore(closing: Act, subject: Subject): boolean {
  const { ended } = subject;
  if (ended === undefined) return false;
  return !isAfter(ended, closing) || isMatterOverOn(closing.on, subject);
}

function isMatterOverOn(on: LegalDate, subject: Subject): boolean {
  return subject.ended !== undefined && isMatterOver(subject) && subject.ended.on <= on;
}

/** S-24: the case ended for a subject on whom a ground is established, who neither died nor is a matter of another case (I-42). */
function endedWithoutRuling(state: Ground): readonly Found[] {
  return state.subjects.flatMap((subject) => {
    const { subjectId, ended } = subject;
    if (ended === undefined || isMatterOver(subject)) return [];
    return withoutRuling(`${subjectId}:ended`, subjectId, ended, state);
  });
}

/** S-24: the case was declined though a ground was established; one that another case has the matter of is no question. */
function declinedWithoutRuling(state: Ground): readonly Found[] {
  return state.declinations.flatMap((declination) =>
    state.subjects
      .filter(
        (subject) => declination.duplicateOf === undefined && !isOverBefore(declination, subject),
      )
      .flatMap(({ subjectId }) => {
        const { round } = declination;
        const of = `${subjectId}:declined${round === 0 ? '' : `:${String(round + 1)}`}`;
        return withoutRuling(of, subjectId, declination, state);
      }),
  );
}

/** S-24 of what ended without a decision that counts, once for each report; mended when the subject is held to account. */
function withoutRuling(
  of: string,
  subjectId: string,
  over: Act & { readonly organId: string; readonly round: number },
  state: Ground,
): readonly Found[] {
  const { rulings, closings } = state;
  const ruled = rulings.filter((one) => one.subjectId === subjectId && one.round === over.round);
  if (ruled.some((one) => !isUndone(one, state))) return [];
  const report = reportWithGrounds(subjectId, over, state);
  if (report === undefined) return [];
  if (closings.some((closing) => isAfter(closing, report) && isAfter(over, closing))) return [];
  const undone = ruled.flatMap((one) => decisionOf(one, state)?.changes.slice(-1) ?? []);
  return [
    {
      code: 'S-24',
      of,
      subjectId,
      organId: over.organId,
      openFrom: [over, report, ...undone].reduce(
        (last, { on }) => (on > last ? on : last),
        over.on,
      ),
      rectifiedOn: heldToAccountAfter(over, subjectId, state),
      facts: [report, over, ...undone].map(({ at }) => at.eventId),
    },
  ];
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

/** What was irregular in an appointing organ's outcome. */
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
    ];
  });
}

// S-32: somebody pleaded in the case, and the outcome is lighter than what the report found, be it as
// decided or as an appeal or a correction left it: both are shown side by side. A notice: the
// pleading need not be the reason.
import type { Act, CaseState, Finding, Ruling } from '../case/state.js';
import { earliestDay } from '../legal-date.js';
import { bandCodes, bandOf, type MethodCode } from '../regulation/methods.js';
import { isAfter, type Found } from './finding.js';
import { decisionOf, heldToAccountAfter } from './rulings-that-stand.js';

type Ground = Pick<CaseState, 'subjects' | 'rulings' | 'decisions' | 'reports' | 'interventions'>;

/** What a ruling came to, as made or by a change of it. */
interface Outcome extends Act {
  /** What tells it from the others. */
  readonly of: string;
  /** None where nobody is held to account. */
  readonly held: { readonly methods: readonly MethodCode[] } | undefined;
}

/** Mended when the decision is changed to what was found, or another one holds to account. */
export function lighterOutcomes(ruling: Ruling, state: Ground): readonly Found[] {
  const { subjectId, decisionId, organId } = ruling;
  const pleadings = state.interventions.filter((one) => one.subjectId === subjectId);
  if (pleadings.length === 0) return [];
  const outcomes = outcomesOf(ruling, state);
  return outcomes.flatMap((outcome, index): Found[] => {
    const { of, on, at } = outcome;
    const pleaded = pleadings.filter((one) => one.on <= on);
    const former = outcomes[index - 1];
    if (pleaded.length === 0 || (former !== undefined && !isLighter(outcome, former))) return [];
    const found = reportedBefore(outcome, ruling, state);
    if (found === undefined || !isLighterThanFound(outcome, found.stated, ruling, state)) return [];
    const asFound = outcomes
      .slice(index + 1)
      .find((later) => !isLighterThanFound(later, found.stated, ruling, state));
    return [
      {
        code: 'S-32',
        of,
        subjectId,
        decisionId,
        organId,
        openFrom: on,
        rectifiedOn: earliestDay([asFound?.on, heldToAccountAfter(outcome, subjectId, state)]),
        facts: [found.report, ...pleaded, { at }].map((act) => act.at.eventId),
      },
    ];
  });
}

/** As made, then after each change; of an appointing organ's outcome as it is. */
function outcomesOf(ruling: Ruling, state: Ground): readonly Outcome[] {
  const { on, at, accountable, methods, decisionId } = ruling;
  const made: Outcome = { of: decisionId, on, at, held: accountable ? { methods } : undefined };
  const decision = decisionOf(ruling, state);
  if (decision === undefined || !accountable) return [made];
  const { changes } = decision;
  return [
    made,
    ...changes.map((change, index) => ({
      of: `${decisionId}:${String(index + 2)}`,
      on: change.on,
      at: change.at,
      held:
        change.outcome === 'revoked'
          ? undefined
          : { methods: changes[index + 1]?.methods ?? decision.methods },
    })),
  ];
}

function isLighter({ held }: Outcome, former: Outcome): boolean {
  if (former.held === undefined) return false;
  return held === undefined || isBelow(held.methods, bandAt(former.held.methods));
}

/** Where in the order of the bands; below all of them where no method is named. */
function bandAt(methods: readonly MethodCode[]): number {
  return methods.length === 0 ? -1 : bandCodes.indexOf(bandOf(methods));
}

function isBelow(methods: readonly MethodCode[], lowest: number): boolean {
  return methods.length > 0 && bandAt(methods) < lowest;
}

/** What the report said of the subject when it came to an outcome: a later supplement was not known. */
function reportedBefore(outcome: Act, { subjectId, round }: Ruling, { reports }: Ground) {
  const report = reports.findLast(
    (one) =>
      one.round === round &&
      one.findings.some((stated) => stated.subjectId === subjectId) &&
      !isAfter(one, outcome),
  );
  const stated = report?.findings.findLast((one) => one.subjectId === subjectId);
  if (report === undefined || stated === undefined || stated.grounds.length === 0) return undefined;
  return { report, stated };
}

function isLighterThanFound(
  { held }: Outcome,
  { severity, mitigating }: Finding,
  { subjectId }: Ruling,
  { subjects }: Ground,
): boolean {
  if (held === undefined) return true;
  const subject = subjects.find((one) => one.subjectId === subjectId);
  // A team is in the lowest band whatever was found (I-27).
  const band = subject?.kind === 'team' ? 'minor' : severity;
  // What the report found to mitigate permits one band down (I-7).
  const down = mitigating.length > 0 ? 1 : 0;
  return isBelow(held.methods, bandCodes.indexOf(band) - down);
}

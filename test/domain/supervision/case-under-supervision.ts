// A case as supervision sees it: acts folded with the codes of the rules they broke, each recorded
// on the day after its date, and every finding that follows, those of duties not done in time too.
import type { CaseAct, CaseCommand, CaseEvent } from '../../../src/domain/case/acts.js';
import { decideCase } from '../../../src/domain/case/decide.js';
import { dutiesOf } from '../../../src/domain/case/duties.js';
import { failedOn } from '../../../src/domain/case/duty.js';
import { evolveCase } from '../../../src/domain/case/evolve.js';
import type { Facts } from '../../../src/domain/case/facts.js';
import type { CaseState } from '../../../src/domain/case/state.js';
import { addDays, type LegalDate } from '../../../src/domain/legal-date.js';
import { findingRule, type FindingCode } from '../../../src/domain/supervision/catalogue.js';
import type { Finding } from '../../../src/domain/supervision/finding.js';
import { findingsOfAppeal } from '../../../src/domain/supervision/findings-of-appeal.js';
import { findingsOfClosing } from '../../../src/domain/supervision/findings-of-closing.js';
import { findingsOfDecision } from '../../../src/domain/supervision/findings-of-decision.js';
import { findingsOfTeams } from '../../../src/domain/supervision/findings-of-teams.js';
import { findingsOfDeciders } from '../../../src/domain/supervision/findings-of-deciders.js';
import { findingsOfInvestigation } from '../../../src/domain/supervision/findings-of-investigation.js';
import { findingOfRecording } from '../../../src/domain/supervision/findings-of-recording.js';
import { findingsOfRulings } from '../../../src/domain/supervision/findings-of-rulings.js';
import { findingsOfSecondDecisions } from '../../../src/domain/supervision/findings-of-second-decisions.js';
import { eventIdAt, facts, placeIn, standingAt } from '../../support/office.js';

/** How an act came into the ledger, where that was not on the day after its date. */
export type RecordedOn = { readonly [A in CaseAct]?: LegalDate };

/** The case a history of acts leaves, whatever rules they break: all of them acknowledged. */
export function caseOf(
  history: readonly CaseCommand[],
  known: Facts = facts(),
  recordedOn: RecordedOn = {},
): CaseState {
  const state = history.reduce<CaseState | undefined>((before, command, index) => {
    const { events, irregularities, notices } = decideCase(command, before, {
      ...known,
      today: '2999-12-31',
    });
    const [event, ...others] = events;
    if (event === undefined || others.length > 0)
      throw new Error(`expected one event of ${command.act} at ${String(index)}`);
    const codes = irregularities.map(({ code }) => code);
    const noticed = notices.map(({ code }) => code);
    return evolveCase(before, {
      ...event,
      at: {
        ...standingAt(index),
        recordedAt: `${recordedOn[command.act] ?? addDays(dateOf(event), 1)}T02:00:00.000Z`,
        ...(codes.length === 0 ? {} : { codes }),
        ...(noticed.length === 0 ? {} : { noticed }),
      },
    });
  }, undefined);
  if (state === undefined) throw new Error('a history begins with a registration');
  return state;
}

function dateOf({ data }: CaseEvent): LegalDate {
  return 'on' in data ? data.on : data.receivedOn;
}

/** Every finding of a case but those of duties: what acts alone give cause for. */
export function findingsOfActs(state: CaseState): readonly Finding[] {
  return [
    ...findingsOfInvestigation(state),
    ...findingsOfRulings(state),
    ...state.decisions.flatMap((one) => findingsOfDecision(one, state)),
    ...findingsOfTeams(state.decisions, state),
    ...state.decisions.flatMap((one) => findingsOfDeciders(one, state)),
    ...findingsOfSecondDecisions(state.decisions, state),
    ...state.appeals.flatMap((one) => findingsOfAppeal(one, state)),
    ...findingsOfClosing(state),
    ...state.recordedLate.map((late) => findingOfRecording(late, state)),
  ];
}

/** The duties that were not done in time, as findings: those whose day has not come yet as well. */
export function findingsOfDuties(state: CaseState): readonly Finding[] {
  return dutiesOf(state).flatMap((duty) => {
    const openFrom = failedOn(duty);
    if (openFrom === undefined) return [];
    const { id, failure: code, kind: _, started, met, ...about } = duty;
    const { subjectId, decisionId, appealId, organId } = about;
    return [
      {
        id: `${code}:${id}`,
        code,
        kind: findingRule(code).kind,
        caseId: state.caseId,
        subjectId,
        personId: state.subjects.find((one) => one.subjectId === subjectId)?.personId,
        decisionId,
        appealId,
        organId,
        openFrom,
        rectifiedOn: met?.on,
        facts: [started.eventId, ...(met === undefined ? [] : [met.eventId])],
      },
    ];
  });
}

/** Every finding of a case. */
export function findingsOf(state: CaseState): readonly Finding[] {
  return [...findingsOfActs(state), ...findingsOfDuties(state)];
}

/** The findings of a code after a history of acts. */
export function found(
  code: FindingCode,
  history: readonly CaseCommand[],
  known?: Facts,
  recordedOn?: RecordedOn,
): readonly Finding[] {
  return findingsOf(caseOf(history, known, recordedOn)).filter((one) => one.code === code);
}

/** The findings of a code after a history of acts: what each is of, since when, until when. */
export function spans(
  code: FindingCode,
  history: readonly CaseCommand[],
  recordedOn?: RecordedOn,
): readonly (readonly (string | undefined)[])[] {
  return found(code, history, undefined, recordedOn).map(({ id, openFrom, rectifiedOn }) => [
    id.replace(`${code}:C-1:`, ''),
    openFrom,
    rectifiedOn,
  ]);
}

/** The events that acts of a history became: the last act of a name, or the one at a place. */
export function eventsOf(
  history: readonly CaseCommand[],
  ...acts: readonly (CaseAct | number)[]
): readonly string[] {
  return acts.map((act) => eventIdAt(typeof act === 'number' ? act : placeIn(history, act)));
}

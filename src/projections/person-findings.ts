// Findings about one person across all cases (S-14, S-15, S-17, S-21, S-36): derived from the rows
// of decisions, pleadings, investigators, and the cases brought against handlers and pleaders.
import { z } from 'zod';
import type { CaseState } from '../domain/case/state.js';
import {
  findingsOfPerson,
  misconductClauses,
  pleadingClauses,
  type CaseAgainstPerson,
  type DecisionOnPerson,
  type MisconductOfPerson,
  type PleadingOfPerson,
} from '../domain/supervision/findings-of-person.js';
import type { LegalDate } from '../domain/legal-date.js';
import { isAfter } from '../domain/supervision/finding.js';
import { decisions } from './decisions.js';
import { derive } from './derived.js';
import { findingColumns, findingRow } from './finding-rows.js';
import { pleadings } from './intervention-log.js';
import { persons } from './registers.js';
import {
  monthOf,
  partsOf,
  partsOfAll,
  table,
  type Columns,
  type RowOf,
  type Table,
} from './rows.js';

/** Cases that are held against somebody for pleading, or for misconduct in an investigation. */
const casesAgainstHandlers = table({
  name: 'cases_against_handlers',
  columns: {
    case_id: 'text',
    person_id: 'text',
    clause: 'text',
    /** Each reopening opens it once more. */
    round: 'integer',
    /** The day it was received, or reopened. */
    opened_on: 'text',
    closed_on: 'text?',
  },
  keyLength: 4,
  indexes: [['person_id']],
});

/** Recusals for misconduct in an investigation (M1 Art. 16-2): seldom, so they are kept apart from who investigates. */
const misconducts = table({
  name: 'investigator_misconduct',
  columns: {
    case_id: 'text',
    event_id: 'text',
    person_id: 'text',
    on_date: 'text',
    /** The investigator's organ. */
    organ_id: 'text',
    /** The day of the first assignment. */
    since: 'text',
  },
  keyLength: 2,
  indexes: [['person_id']],
});

const clauses = new Set<string>([...pleadingClauses, ...misconductClauses]);

export const handlerParts = [
  partsOf<CaseState>()(misconducts, ['caseId', 'investigators'], ({ caseId, investigators }) => {
    // Somebody assigned twice is recused by one event.
    const byEvent = new Map(
      investigators.flatMap(({ misconduct, ...who }) =>
        misconduct === undefined ? [] : [[misconduct.at.eventId, { misconduct, ...who }] as const],
      ),
    );
    return [...byEvent].map(([eventId, { personId, organId, misconduct }]) => ({
      case_id: caseId,
      event_id: eventId,
      person_id: personId,
      on_date: misconduct.on,
      organ_id: organId,
      since: investigators
        .flatMap((one) => (one.personId === personId ? [one.since] : []))
        .reduce((first, day) => (day < first ? day : first)),
    }));
  }),
  partsOfAll<CaseState, 'decisions'>('decisions')(
    casesAgainstHandlers,
    ['subjectId', 'grounds'],
    [
      'caseId',
      'registration',
      'declination',
      'subjects',
      'reports',
      'closings',
      'intakes',
      'openings',
    ],
    (decided, state) => {
      const { caseId, registration, declination, subjects, reports } = state;
      // What was declined proceeds against nobody.
      if (declination !== undefined) return [];
      const { suspectedGrounds = [] } = registration;
      return subjects.flatMap(({ subjectId, personId }) => {
        if (personId === undefined) return [];
        const held = new Set<string>([
          ...suspectedGrounds,
          ...[...reports.flatMap(({ findings }) => findings), ...decided]
            .filter((one) => one.subjectId === subjectId)
            .flatMap(({ grounds }) => grounds),
        ]);
        return [...held]
          .filter((clause) => clauses.has(clause))
          .flatMap((clause) =>
            roundsOf(state).map(({ openedOn, closedOn }, round) => ({
              case_id: caseId,
              person_id: personId,
              clause,
              round,
              opened_on: openedOn,
              closed_on: closedOn ?? null,
            })),
          );
      });
    },
  ),
];

/** From when to when a case was open, once for each time. */
function roundsOf({
  registration,
  closings,
  intakes,
  openings,
}: Pick<CaseState, 'registration' | 'closings' | 'intakes' | 'openings'>): readonly {
  readonly openedOn: LegalDate;
  readonly closedOn: LegalDate | undefined;
}[] {
  // Nobody has a closed case on the table: what comes first after a closing is the reopening.
  const reopenings = closings.flatMap((closing) => {
    const after = [...intakes, ...openings].filter((one) => isAfter(one, closing));
    const [first] = after.toSorted((a, b) => (isAfter(a, b) ? 1 : -1));
    return first === undefined ? [] : [first.on];
  });
  return [registration.receivedOn, ...reopenings].map((openedOn, round) => ({
    openedOn,
    closedOn: closings[round]?.on,
  }));
}

const personFindings = table({
  name: 'person_findings',
  columns: { of_person: 'text', ...findingColumns },
  keyLength: 2,
  indexes: [
    ['open_from', 'known_from', 'known_to', 'rectified_on', 'organ_id', 'kind'],
    [monthOf('open_from'), 'known_from'],
    ['id'],
    ['organ_id'],
    ['case_id'],
    ['person_id'],
  ],
});

const list = z.array(z.string());
const formers = z.array(
  z.object({ on: z.string(), adjustment: z.string(), grounds: z.array(z.string()) }),
);

const conducts = z.array(
  z.object({
    grounds: z.array(z.string()),
    from: z.string().optional(),
    to: z.string().optional(),
  }),
);

function isAggravated(adjustment: string | null): boolean {
  return adjustment === 'heavier' || adjustment === 'increased';
}

export const derivedPersonFindings = derive(
  personFindings,
  [
    { table: decisions, column: 'person_id', decisive: true },
    { table: pleadings, column: 'pleader_id', decisive: true },
    { table: misconducts, column: 'person_id', decisive: true },
    { table: casesAgainstHandlers, column: 'person_id', decisive: false },
    { table: persons, column: 'person_id', decisive: false },
  ],
  (personId, known) => {
    const rows = <C extends Columns>(of: Table<C>) => known(of) as readonly RowOf<C>[];
    const decided = rows(decisions);
    const pleaded = rows(pleadings);
    const misconduct = rows(misconducts).map(misconductOf);
    // One decision alone raises no question about the person, unless it rested on others.
    const together = decided.length > 1 || decided.some(({ priors }) => priors !== '[]');
    if (!together && pleaded.length === 0 && misconduct.length === 0) return [];
    const leads = leadingSince(rows(persons)[0]);
    const person = {
      personId,
      decisions: decided.map(decisionOf),
      pleadings: pleaded.map((row) => pleadingOf(row, leads)),
      misconduct,
      casesAgainst: rows(casesAgainstHandlers).map(caseAgainst),
    };
    return findingsOfPerson(person).map((found) => ({
      of_person: personId,
      ...findingRow(found),
    }));
  },
);

function decisionOf(row: RowOf<typeof decisions.columns>): DecisionOnPerson {
  return {
    caseId: row.case_id,
    decisionId: row.decision_id,
    subjectId: row.subject_id,
    kind: row.kind,
    organId: row.organ_id,
    eventId: row.event_id,
    position: row.decided_position,
    on: row.on_date,
    effectiveOn: row.effective_on,
    accountable: row.accountable === 1,
    aggravated: isAggravated(row.adjustment),
    grounds: list.parse(JSON.parse(row.grounds)),
    former: formers.parse(JSON.parse(row.changes)).map(({ on, adjustment, grounds }) => ({
      until: on,
      aggravated: isAggravated(adjustment),
      grounds,
    })),
    changedOn: row.changed_on ?? undefined,
    revokedOn: row.revoked_on ?? undefined,
    revokedBy: row.revoked_by ?? undefined,
    recordedOn: row.recorded_on,
    priors: list.parse(JSON.parse(row.priors)),
    conducts: conducts.parse(JSON.parse(row.conducts)),
    conductFrom: row.conduct_from ?? undefined,
    conductTo: row.conduct_to ?? undefined,
    priorsRequired: row.priors_required,
    countsFrom: row.counts_from,
  };
}

const spans = z.array(z.tuple([z.string(), z.boolean()]));

type Leads = z.infer<typeof spans>;

/** Whether somebody leads, by the day from which it holds; of whom nobody registered nothing is known. */
function leadingSince(person: RowOf<typeof persons.columns> | undefined): Leads {
  return person === undefined ? [] : spans.parse(JSON.parse(person.leading_cadre_since));
}

function pleadingOf(row: RowOf<typeof pleadings.columns>, leads: Leads): PleadingOfPerson {
  return {
    caseId: row.case_id,
    eventId: row.event_id,
    on: row.on_date,
    subject: row.subject_ref,
    organId: row.organ_id,
    position: row.position,
    leadingCadre: leads.findLast(([day]) => day <= row.on_date)?.[1] === true,
    timesRequired: row.times_required,
    countsFrom: row.counts_from,
  };
}

function misconductOf(row: RowOf<typeof misconducts.columns>): MisconductOfPerson {
  const { case_id: caseId, event_id: eventId, on_date: on, organ_id: organId, since } = row;
  return { caseId, eventId, on, organId, since };
}

function caseAgainst({
  clause,
  opened_on: openedOn,
  closed_on: closedOn,
}: RowOf<typeof casesAgainstHandlers.columns>): CaseAgainstPerson {
  return { clause, openedOn, closedOn: closedOn ?? undefined };
}

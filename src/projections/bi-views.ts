// What a BI tool may read of the read store as SQL: views of what is known now, without anybody's
// name or id. Rows are single cases and decisions all the same, so they are for those who may read
// cases; small groups are theirs to hide (docs/analytics.md).
import { stillKnown, type View } from './rows.js';

const now = `known_to = ${String(stillKnown)}`;
const never = `'9999-12-31'`;

export const biViews: readonly View[] = [
  {
    name: 'bi_cases',
    select: `select case_id, organ_id, status, progress, track, source, received_on
      from cases where ${now}`,
  },
  {
    name: 'bi_decisions',
    select: `select case_id, decision_id, kind, organ_id, on_date, effective_on, accountable,
        recommended, severity, adjustment, methods, heaviest, grounds, track, round, state,
        changed_on, revoked_on
      from decisions where ${now}`,
  },
  {
    name: 'bi_appeals',
    select: `select case_id, appeal_id, decision_id, organ_id, received_on, late, outcome,
        outcome_on, withdrawn_on
      from appeals where ${now}`,
  },
  {
    name: 'bi_duties',
    select: `select case_id, kind, decision_id, appeal_id, organ_id, started_on,
        nullif(due_on, ${never}) as due_on, provisional, watch_on,
        nullif(met_on, ${never}) as met_on, took_days
      from duties where ${now} and lapsed = 0`,
  },
  {
    name: 'bi_organs',
    select: `select organ_id, kind, superior_id from organs where ${now}`,
  },
];

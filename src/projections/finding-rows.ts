// The rows of findings of each case: what bodies left undone or did otherwise than the measures say.
import type { CaseState } from '../domain/case/state.js';
import type { Finding } from '../domain/supervision/finding.js';
import {
  appealFindingFields,
  besidesAppeal,
  findingsOfAppeal,
} from '../domain/supervision/findings-of-appeal.js';
import { findingsOfClosing, irregularClosings } from '../domain/supervision/findings-of-closing.js';
import {
  besidesDecision,
  decisionFields,
  findingsOfDecision,
} from '../domain/supervision/findings-of-decision.js';
import {
  besidesDeciders,
  deciderFields,
  findingsOfDeciders,
} from '../domain/supervision/findings-of-deciders.js';
import {
  findingsOfInvestigation,
  investigationFields,
} from '../domain/supervision/findings-of-investigation.js';
import {
  besidesRecording,
  findingOfRecording,
  recordingFields,
} from '../domain/supervision/findings-of-recording.js';
import { findingsOfRulings, rulingFields } from '../domain/supervision/findings-of-rulings.js';
import {
  besidesSecondDecision,
  findingsOfSecondDecisions,
  secondDecisionFields,
} from '../domain/supervision/findings-of-second-decisions.js';
import {
  besidesTeamDecision,
  findingsOfTeams,
  teamDecisionFields,
} from '../domain/supervision/findings-of-teams.js';
import { monthOf, never, partsOf, partsOfAll, partsOfEach, table, type RowOf } from './rows.js';

/** The columns of a finding, whichever table it stands in. */
export const findingColumns = {
  id: 'text',
  code: 'text',
  kind: 'text',
  case_id: 'text',
  subject_id: 'text?',
  person_id: 'text?',
  decision_id: 'text?',
  appeal_id: 'text?',
  /** The organ that answers. */
  organ_id: 'text',
  /** The day on which the failure was complete. */
  open_from: 'text',
  /** `9999-12-31` while the facts are so. */
  rectified_on: 'text',
  /** JSON list of event ids. */
  facts: 'text',
} as const;

export type FindingRow = RowOf<typeof findingColumns>;

const findings = table({
  name: 'findings',
  columns: findingColumns,
  keyLength: 1,
  indexes: [
    // All that is asked of findings before they are shown.
    ['open_from', 'known_from', 'known_to', 'rectified_on', 'organ_id', 'kind'],
    [monthOf('open_from'), 'known_from'],
    ['code', 'open_from'],
    // Counted of a body, and those of a few.
    ['organ_id', 'kind', 'known_to', 'open_from', 'rectified_on'],
    ['case_id'],
    ['person_id'],
  ],
});

export function findingRow(found: Finding): FindingRow {
  return {
    id: found.id,
    code: found.code,
    kind: found.kind,
    case_id: found.caseId,
    subject_id: found.subjectId ?? null,
    person_id: found.personId ?? null,
    decision_id: found.decisionId ?? null,
    appeal_id: found.appealId ?? null,
    organ_id: found.organId,
    open_from: found.openFrom,
    rectified_on: found.rectifiedOn ?? never,
    facts: JSON.stringify(found.facts),
  };
}

const ofTheCase = partsOf<CaseState>();

export const findingParts = [
  ofTheCase(findings, investigationFields, (state) =>
    findingsOfInvestigation(state).map(findingRow),
  ),
  ofTheCase(findings, rulingFields, (state) => findingsOfRulings(state).map(findingRow)),
  partsOfAll<CaseState, 'decisions'>('decisions')(
    findings,
    secondDecisionFields,
    besidesSecondDecision,
    (decisions, state) => findingsOfSecondDecisions(decisions, state).map(findingRow),
  ),
  partsOfAll<CaseState, 'decisions'>('decisions')(
    findings,
    teamDecisionFields,
    besidesTeamDecision,
    (decisions, state) => findingsOfTeams(decisions, state).map(findingRow),
  ),
  {
    ...ofTheCase(findings, 'everything', (state: CaseState) =>
      findingsOfClosing(state).map(findingRow),
    ),
    // Every duty of the case is looked at: not before something is to be found.
    pieces: (state: CaseState): number => (irregularClosings(state).length === 0 ? 0 : 1),
  },
  partsOfEach<CaseState, 'decisions'>('decisions')(
    findings,
    decisionFields,
    besidesDecision,
    (decision, state) => findingsOfDecision(decision, state).map(findingRow),
  ),
  partsOfEach<CaseState, 'decisions'>('decisions')(
    findings,
    deciderFields,
    besidesDeciders,
    (decision, state) => findingsOfDeciders(decision, state).map(findingRow),
  ),
  partsOfEach<CaseState, 'appeals'>('appeals')(
    findings,
    appealFindingFields,
    besidesAppeal,
    (appeal, state) => findingsOfAppeal(appeal, state).map(findingRow),
  ),
  partsOfEach<CaseState, 'recordedLate'>('recordedLate')(
    findings,
    recordingFields,
    besidesRecording,
    (late, state) => [findingRow(findingOfRecording(late, state))],
  ),
];

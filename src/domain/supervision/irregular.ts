// Which finding an irregularity or a notice opens once it is recorded (REGULATION.md, "Record, do
// not refuse"). Every code is here; none is left out unseen.
import type { IrregularityCode } from '../case/irregularities.js';
import type { NoticeCode } from '../case/notices.js';
import type { FindingCode, FindingKind } from './catalogue.js';

/**
 * - a code of supervision's: the finding it opens
 * - `duty`: the duty that was late, or left open, is the finding itself
 * - `history`: supervision has no question of its own for it; it stands in the case's history, with
 *   its justification
 */
const opens: Readonly<Record<IrregularityCode | NoticeCode, FindingCode | 'duty' | 'history'>> = {
  'complaint-to-its-target': 'S-33',
  'held-by-its-target': 'S-33',
  'before-receipt': 'history',
  'initiated-without-acceptance': 'history',
  'investigating-organ-without-authority': 'S-07',
  'start-not-approved': 'S-07',
  'start-not-approved-by-commission': 'S-07',
  'approver-is-subject': 'S-27',
  'approver-not-impartial': 'S-27',
  'investigators-without-initiation': 'history',
  // Whether somebody stands too near is asked of all that is recorded, also later: S-27.
  'investigator-not-impartial': 'history',
  'out-of-order': 'history',
  'not-the-investigating-organ': 'history',
  'report-without-initiation': 'history',
  'report-without-material': 'history',
  'interventions-not-declared': 'history',
  'declared-none-though-logged': 'history',
  'recommendation-without-report': 'history',
  'directive-from-non-superior': 'history',
  'subject-ended': 'history',
  'decision-without-report': 'S-23',
  'decision-without-recommendation': 'history',
  'subject-not-heard': 'S-37',
  'second-decision': 'S-36',
  'decider-not-impartial': 'S-27',
  'subject-not-identified': 'S-29',
  'no-ground': 'S-23',
  'basis-without-ground': 'S-23',
  'basis-of-others': 'S-23',
  'ground-not-applicable': 'S-23',
  'ground-needs-membership': 'S-23',
  'same-fact-twice': 'S-22',
  'conduct-before-measures': 'S-23',
  'responsibility-class-missing': 'history',
  'severity-not-stated': 'history',
  'lighter-than-frame': 'S-02',
  'heavier-than-frame': 'S-22',
  'no-band-beyond': 'S-22',
  'mitigation-not-established': 'S-02',
  'aggravation-not-established': 'S-22',
  'aggravation-not-applied': 'S-03',
  'heavier-not-shown': 'S-03',
  'organ-without-authority': 'S-07',
  'no-collective-meeting': 'S-07',
  'approval-missing': 'S-07',
  'heavier-than-approved': 'S-07',
  'effective-before-decision': 'S-28',
  'proposal-off-track': 'history',
  'proposal-to-other-organ': 'S-34',
  'outcome-by-other-organ': 'S-07',
  'before-decision': 'history',
  'letter-without-subject': 'S-29',
  'letter-without-facts': 'S-29',
  'letter-without-basis': 'S-29',
  'letter-without-apology': 'S-29',
  'letter-number-used-twice': 'S-29',
  'appeal-to-other-organ': 'S-29',
  'delivery-without-letter': 'duty',
  'delivered-late': 'duty',
  'refusal-without-witness': 'S-08',
  'filing-without-letter': 'duty',
  'reported-to-other-organ': 'duty',
  'published-before-delivery': 'S-31',
  'published-wider-than-decided': 'S-31',
  'published-after-revocation': 'S-31',
  'correction-narrower': 'S-31',
  'appeal-handler-not-independent': 'S-11',
  'appeal-handler-not-impartial': 'S-27',
  'appeal-decided-without-handler': 'S-11',
  'appeal-decided-late': 'duty',
  'appeal-decided-by-other-organ': 'S-07',
  'appeal-by-other-admitted': 'history',
  'second-appeal-admitted': 'history',
  'heavier-on-appeal': 'S-30',
  'heavier-on-correction': 'S-30',
  'closed-with-open-duties': 'S-20',
  'accident-not-named': 'history',
  'severe-without-reasons': 'history',
  'aggravation-outweighed': 'S-03',
  'no-leadership-meeting': 'history',
  'suspension-without-term': 'history',
  'letter-number-free-form': 'history',
  'letter-number-gap': 'history',
  'filed-with-other-keeper': 'history',
  'late-appeal-admitted': 'history',
  'relative-without-cause': 'history',
  'appeal-decider-investigated': 'history',
};

/** What a code opens, for the docs: a finding, or where it is seen instead. */
export function openedBy(code: IrregularityCode | NoticeCode): FindingCode | 'duty' | 'history' {
  return opens[code];
}

/** What an act opens by a code that is kept with it. */
export interface OpenedByCode {
  readonly code: FindingCode;
  /** Where it is not that of the finding. */
  readonly kind?: FindingKind;
}

const known = new Map<string, OpenedByCode>(
  Object.entries(opens).flatMap(([name, code]) =>
    code === 'duty' || code === 'history' ? [] : [[name, { code }]],
  ),
);

// By a policy that makes them rules they are broken and no longer only noticed.
const brokenByPolicy = new Map<string, OpenedByCode>([
  ['no-leadership-meeting', { code: 'S-07' }],
  ['subject-not-heard', { code: 'S-37', kind: 'procedure' }],
]);

/** The finding that an acknowledged irregularity opens; undefined where it opens none of its own. */
export function openedByIrregularity(name: string): OpenedByCode | undefined {
  return brokenByPolicy.get(name) ?? known.get(name);
}

/** The finding that a notice opens: worth a look and no failure, as what is outweighed with reasons (I-8). */
export function openedByNotice(name: string): OpenedByCode | undefined {
  const opened = known.get(name);
  return opened && { code: opened.code, kind: 'notice' };
}

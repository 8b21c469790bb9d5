// The policy: the readings I-n that carry a value (REGULATION.md). The organs with the right to
// interpret may adopt another one (M1 Art. 28, M2 Art. 10); this is the one in force without.
import type { LegalDate } from '../legal-date.js';

export interface Policy {
  /** Kept with every event that was decided under the policy. */
  readonly id: string;
  /** I-14, I-15, I-21: conduct, pleadings and earlier decisions count from this day on. */
  readonly countsFrom: LegalDate;
  /** I-3: so many earlier times within one year require aggravation, the decision being made not included. */
  readonly priorsForAggravation: number;
  /** M1 Art. 16(3), I-15: from this many times on the pleader is to be held to account, aggravated. */
  readonly pleadingsForAggravation: number;
  /** I-12: days after which supervision looks at a duty that the measures give no date for. */
  readonly undatedDutyWatchDays: number;
  /** I-41: days after which supervision looks at a suspension that states no term. */
  readonly suspensionWatchDays: number;
  /** S-35: days within which what counts is recorded; supervision looks at what was recorded later. */
  readonly recordingDays: number;
  /** I-26: deciding to hold to account without hearing the subject is irregular, not only a notice. */
  readonly hearingRequired: boolean;
  /** I-16: handlers declare before report, decision and appeal decision who pleaded (zero report). */
  readonly zeroReport: boolean;
}

export const defaultPolicy: Policy = {
  id: 'default',
  countsFrom: '2015-02-04',
  priorsForAggravation: 2,
  pleadingsForAggravation: 2,
  undatedDutyWatchDays: 30,
  suspensionWatchDays: 180,
  recordingDays: 7,
  hearingRequired: false,
  zeroReport: false,
};

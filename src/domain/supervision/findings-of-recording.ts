// S-35: an act that was recorded more than the policy's days after its date. It was late until the
// day it was recorded on, so it is always mended; which acts: case/recorded-late.ts.
import { lastDayToRecord } from '../case/recorded-late.js';
import type { CaseState, RecordedLate } from '../case/state.js';
import { addDays, shanghaiDate } from '../legal-date.js';
import { finding, type Finding } from './finding.js';

/** All that the finding of one act depends on. */
export const recordingFields = [
  'on',
  'at',
  'organId',
  'subjectId',
  'decisionId',
  'appealId',
] as const;
export const besidesRecording = ['caseId', 'subjects'] as const;

export function findingOfRecording(
  late: RecordedLate,
  state: Pick<CaseState, (typeof besidesRecording)[number]>,
): Finding {
  const { organId, subjectId, decisionId, appealId, at } = late;
  return finding(state, {
    code: 'S-35',
    of: at.eventId,
    organId,
    ...(subjectId === undefined ? {} : { subjectId }),
    ...(decisionId === undefined ? {} : { decisionId }),
    ...(appealId === undefined ? {} : { appealId }),
    openFrom: addDays(lastDayToRecord(late), 1),
    rectifiedOn: shanghaiDate(at.recordedAt),
    facts: [at.eventId],
  });
}

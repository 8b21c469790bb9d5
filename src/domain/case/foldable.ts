// The last check of a correction and of a voiding: what is let in must leave a case that can be read.
import { impossible } from '../refusal.js';
import type { Answer } from './answer.js';
import { refolded } from './evolve.js';
import type { CaseState } from './state.js';

/** The answer, if the case can be folded with it. @throws Impossible when a later record could not stand any more */
export function foldable(answer: Answer, { log }: CaseState): Answer {
  const { position, recordedAt, policy } = log.event.at;
  const at = { eventId: '', position: String(Number(position) + 1), organ: '', recordedAt, policy };
  try {
    for (const event of answer.events) refolded({ event: { ...event, at }, earlier: log });
    return answer;
  } catch {
    throw impossible('eventId', {
      zh: '其他有效记录以该记录为依据，应先作废那些记录',
      en: 'other records in force rest on this one: void those first',
    });
  }
}

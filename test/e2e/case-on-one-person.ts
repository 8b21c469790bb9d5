// A case on one person, led along the regular road with what it has of its own.
import type { Caller } from '../support/caller.js';
import { walk } from '../support/city.js';
import { finding, recommendation } from '../support/office.js';

/** What makes a case one on a person. */
export function about(personId: string): { readonly register: object } {
  return { register: { subjects: [{ subjectId: 's1', kind: 'person', personId }] } };
}

/** A case on one person, led to the recommendation of these methods. */
export async function recommended(
  clerk: Caller,
  caseId: string,
  personId: string,
  found: object,
  methods: readonly string[],
  more: Parameters<typeof walk>[3] = {},
): Promise<void> {
  await walk(clerk, caseId, 'recommend', {
    ...about(personId),
    'file-report': { findings: [{ ...finding, ...found }] },
    recommend: { recommendations: [{ ...recommendation, methods }] },
    ...more,
  });
}

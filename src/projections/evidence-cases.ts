// Which cases have which bytes on record: whoever sees such a case may read them.
import type { CaseState } from '../domain/case/state.js';
import { casesInScope } from './case-list.js';
import type { ReadStoreReader } from './read-store.js';
import type { Scope } from './registers.js';
import { partsOf, stillKnown, table, type Known, type RowOf } from './rows.js';

const caseEvidence = table({
  name: 'case_evidence',
  columns: {
    event_id: 'text',
    case_id: 'text',
    digest: 'text',
    media_type: 'text',
  },
  keyLength: 1,
  indexes: [['digest']],
});

type EvidenceTables = { readonly case_evidence: Known<RowOf<typeof caseEvidence.columns>> };

export const evidenceParts = [
  partsOf<CaseState>()(caseEvidence, ['caseId', 'evidence'], ({ caseId, evidence }) =>
    // Sealed material is kept with the reporter's identity: nobody reads it without a reveal.
    evidence.flatMap((added) =>
      'material' in added
        ? []
        : {
            event_id: added.at.eventId,
            case_id: caseId,
            digest: added.digest,
            media_type: added.mediaType,
          },
    ),
  ),
];

/** A case in the viewer's scope that has the bytes on record in clear, with what they were said to be; undefined when there is none. */
export async function caseWithEvidence(
  store: ReadStoreReader,
  scope: Scope,
  digest: string,
): Promise<{ readonly caseId: string; readonly mediaType: string } | undefined> {
  let query = store.queries
    .withTables<EvidenceTables>()
    .selectFrom('case_evidence')
    .select(['case_id', 'media_type'])
    .where('digest', '=', digest)
    .where('known_to', '=', stillKnown);
  if (scope !== 'everything') query = query.where('case_id', 'in', casesInScope(scope));
  const found = await query.orderBy('case_id').limit(1).executeTakeFirst();
  return found && { caseId: found.case_id, mediaType: found.media_type };
}

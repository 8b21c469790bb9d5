// Who read which sensitive record, when (DESIGN.md, Confidentiality): the access events of every
// day, findable by case and by reader.
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { AccessEvent } from '../domain/access.js';
import { shanghaiDate, type LegalDate } from '../domain/legal-date.js';
import type { RecordedEvent } from '../ledger/event.js';
import { openPage, type Page, type Paging } from './cursor.js';
import type { ReadStoreReader } from './read-store.js';
import { organsInScope, type Scope, type Viewer } from './registers.js';
import { partsOf, stillKnown, table, type Known, type RowOf } from './rows.js';

const accesses = table({
  name: 'accesses',
  columns: {
    event_id: 'text',
    position: 'integer',
    /** The reader as the token named them. */
    issuer: 'text',
    sub: 'text',
    organ_id: 'text',
    recorded_at: 'text',
    /** The legal date of it. */
    on_date: 'text',
    route: 'text',
    /** JSON lists. */
    records: 'text',
    fields: 'text',
    purpose: 'text?',
    phase: 'text?',
  },
  keyLength: 1,
  indexes: [['position'], ['sub', 'position']],
});

const accessedCases = table({
  name: 'accessed_cases',
  columns: { case_id: 'text', event_id: 'text' },
  keyLength: 2,
  indexes: [['event_id']],
});

type AccessTables = {
  readonly accesses: Known<RowOf<typeof accesses.columns>>;
  readonly accessed_cases: Known<RowOf<typeof accessedCases.columns>>;
};

/** One access: its event and who caused it. */
export interface RecordedAccess {
  readonly data: AccessEvent['data'];
  readonly recorded: Pick<RecordedEvent, 'id' | 'position' | 'metadata'>;
}

const part = partsOf<RecordedAccess>();

export const accessParts = [
  part(accesses, 'everything', ({ data, recorded: { id, position, metadata } }) => [
    {
      event_id: id,
      position: Number(position),
      issuer: metadata.actor.issuer,
      sub: metadata.actor.sub,
      organ_id: metadata.organ,
      recorded_at: metadata.recordedAt,
      on_date: shanghaiDate(metadata.recordedAt),
      route: data.route,
      records: JSON.stringify(data.records),
      fields: JSON.stringify(data.fields),
      purpose: data.purpose ?? null,
      phase: data.phase ?? null,
    },
  ]),
  part(accessedCases, 'everything', ({ data, recorded }) => {
    const cases = data.records.flatMap((record) => /^case\/([^/]+)/.exec(record)?.[1] ?? []);
    return [...new Set(cases)].map((caseId) => ({ case_id: caseId, event_id: recorded.id }));
  }),
];

export interface AccessFilter {
  readonly case?: string | undefined;
  readonly sub?: string | undefined;
  /** First and last day, in Shanghai. */
  readonly from?: LegalDate | undefined;
  readonly to?: LegalDate | undefined;
}

export interface AccessListItem {
  readonly eventId: string;
  readonly position: string;
  readonly recordedAt: string;
  readonly sub: string;
  readonly issuer: string;
  readonly organId: string;
  readonly route: string;
  readonly records: readonly string[];
  readonly fields: readonly string[];
  readonly purpose: string | null;
  readonly phase: string | null;
}

const key = z.tuple([z.int()]);
const texts = z.array(z.string());

/**
 * Accesses by readers of the organs in a scope, or to cases in it, newest first.
 * @throws InvalidCursor
 */
export async function listAccesses(
  store: ReadStoreReader,
  scope: Scope,
  filter: AccessFilter,
  paging: Paging,
): Promise<Page<AccessListItem>> {
  const page = openPage(['accesses', scope, filter], key, paging, store);
  let query = store.queries
    .withTables<AccessTables>()
    .selectFrom('accesses as a')
    .selectAll('a')
    .where('a.position', '<=', page.at);
  if (scope !== 'everything') query = query.where(concerns(scope));
  if (filter.sub !== undefined) query = query.where('a.sub', '=', filter.sub);
  if (filter.from !== undefined) query = query.where('a.on_date', '>=', filter.from);
  if (filter.to !== undefined) query = query.where('a.on_date', '<=', filter.to);
  const caseId = filter.case;
  if (caseId !== undefined)
    query = query.where('a.event_id', 'in', (of) =>
      of.selectFrom('accessed_cases as c').select('c.event_id').where('c.case_id', '=', caseId),
    );
  if (page.after !== undefined) query = query.where('a.position', '<', page.after[0]);
  const rows = await query
    .orderBy('a.position', 'desc')
    .limit(paging.limit + 1)
    .execute();
  return page.close(
    rows,
    (row) => [row.position],
    (row) => ({
      eventId: row.event_id,
      position: String(row.position),
      recordedAt: row.recorded_at,
      sub: row.sub,
      issuer: row.issuer,
      organId: row.organ_id,
      route: row.route,
      records: texts.parse(JSON.parse(row.records)),
      fields: texts.parse(JSON.parse(row.fields)),
      purpose: row.purpose,
      phase: row.phase,
    }),
  );
}

/** That an access was by one of the viewer's organs, or to a case of one. */
function concerns(viewer: Viewer): RawBuilder<SqlBool> {
  const organs = organsInScope(viewer);
  return sql<SqlBool>`(a.organ_id in ${organs} or exists (select 1 from accessed_cases as c
    join case_organs as o on o.case_id = c.case_id
    where c.event_id = a.event_id and o.known_to = ${sql.lit(stillKnown)}
      and o.organ_id in ${organs}))`;
}

// Which organs and persons are registered, and which organs lie in a caller's sight. The entries
// themselves are read from their streams; these rows hold their newest fields, for finding them.
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import {
  isLeadingCadre,
  leadingCadreSince,
  personOn,
  type Organ,
  type Person,
} from '../domain/register/entries.js';
import { openPage, type Page, type Paging } from './cursor.js';
import type { ReadStoreReader } from './read-store.js';
import { partsOf, stillKnown, table, type Known, type RowOf } from './rows.js';

const organs = table({
  name: 'organs',
  columns: {
    organ_id: 'text',
    name: 'text',
    /** The name in lower case, so that a search means the same in every database. */
    search: 'text',
    kind: 'text',
    superior_id: 'text?',
  },
  keyLength: 1,
  indexes: [['superior_id']],
});

/** The superior discipline inspection organs and organisation or personnel departments (M2-9). */
const organSupervisors = table({
  name: 'organ_supervisors',
  columns: { organ_id: 'text', supervisor_id: 'text' },
  keyLength: 2,
  indexes: [['supervisor_id']],
});

export const persons = table({
  name: 'persons',
  columns: {
    person_id: 'text',
    name: 'text',
    search: 'text',
    organ_id: 'text',
    post: 'text',
    rank: 'text',
    category: 'text',
    managed_by: 'text',
    track: 'text',
    leading_cadre: 'integer',
    /** JSON list of days, each with whether the person is a leading cadre from then on; the first from the beginning on. */
    leading_cadre_since: 'text',
  },
  keyLength: 1,
  indexes: [['organ_id', 'person_id']],
});

export type RegisterTables = {
  readonly organs: Known<RowOf<typeof organs.columns>>;
  readonly organ_supervisors: Known<RowOf<typeof organSupervisors.columns>>;
  readonly persons: Known<RowOf<typeof persons.columns>>;
};

const organPart = partsOf<Organ>();

export const organParts = [
  organPart(organs, 'everything', ({ organId, name, kind, superiorId }) => [
    {
      organ_id: organId,
      name,
      search: name.toLowerCase(),
      kind,
      superior_id: superiorId ?? null,
    },
  ]),
  organPart(organSupervisors, 'everything', ({ organId, supervisedBy }) =>
    (supervisedBy ?? []).map((supervisorId) => ({
      organ_id: organId,
      supervisor_id: supervisorId,
    })),
  ),
];

/** Later than any date of a change: all that is recorded holds. */
const endOfTime = '9999-12-31';

export const personParts = [
  partsOf<Person>()(persons, 'everything', (person) => {
    const entry = personOn(person, endOfTime);
    return [
      {
        person_id: person.personId,
        name: entry.name,
        search: entry.name.toLowerCase(),
        organ_id: entry.organId,
        post: entry.post,
        rank: entry.rank,
        category: entry.category,
        managed_by: entry.managedBy,
        track: entry.track,
        leading_cadre: isLeadingCadre(entry) ? 1 : 0,
        leading_cadre_since: JSON.stringify(leadingCadreSince(person)),
      },
    ];
  }),
];

/** Who looks: from which organ, and whether also at what that organ supervises (API.md, Identity). */
export interface Viewer {
  readonly organ: string;
  /** Auditors, supervisors and analysts also see every organ that names theirs in `supervisedBy`, with the organs below those. */
  readonly wide: boolean;
}

/** What a list may show: a viewer's part of the city, or all of it (registers of persons, admin). */
export type Scope = Viewer | 'everything';

/**
 * The ids of the organs in a viewer's sight, as a subquery: its own organ, which need not be
 * registered, the organs below it, and for a wide viewer the supervised ones with those below them.
 * As the registers stand now, whatever date or position a list is asked for.
 */
export function organsInScope({ organ, wide }: Viewer): RawBuilder<string> {
  const now = sql.lit(stillKnown);
  const supervised = sql`union select organ_id from organ_supervisors
    where supervisor_id = ${organ} and known_to = ${now}`;
  // Given the column's order of texts (bytes): PostgreSQL wants it of the first term too.
  const own = sql`coalesce((select organ_id from organs where 1 = 0), cast(${organ} as text))`;
  return sql<string>`(with recursive
    seen_first (organ_id) as (select ${own} ${wide ? supervised : sql``}),
    in_sight (organ_id) as (
      select organ_id from seen_first
      union
      select below.organ_id from organs below
        join in_sight on below.superior_id = in_sight.organ_id
        where below.known_to = ${now})
    select organ_id from in_sight)`;
}

/** The superior organs that may act on an organ (M2-9), as known at a position: organ id → in order of their ids. */
export async function superiorsOf(
  store: ReadStoreReader,
  organIds: readonly string[],
  at: number,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await store.queries
    .withTables<RegisterTables>()
    .selectFrom('organ_supervisors')
    .select(['organ_id', 'supervisor_id'])
    .where('organ_id', 'in', organIds)
    .where('known_from', '<=', at)
    .where('known_to', '>', at)
    .orderBy('supervisor_id')
    .execute();
  const byOrgan = new Map<string, string[]>();
  for (const { organ_id, supervisor_id } of rows)
    byOrgan.set(organ_id, [...(byOrgan.get(organ_id) ?? []), supervisor_id]);
  return byOrgan;
}

/** Whether a subquery gives more than so many rows; no more than these are looked at. */
export async function isMoreThan(
  most: number,
  rows: RawBuilder<unknown>,
  store: Pick<ReadStoreReader, 'queries'>,
): Promise<boolean> {
  const counted = await sql<{ rows: number }>`select count(*) as rows
    from (select 1 from ${rows} as own limit ${most + 1}) as few`.execute(store.queries);
  return (counted.rows[0]?.rows ?? 0) > most;
}

export interface OrganFilter {
  /** Organs directly below this one. */
  readonly superior?: string | undefined;
  /** Part of the name, or the beginning of the id. */
  readonly q?: string | undefined;
}

export interface OrganListItem {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly superiorId: string | null;
  readonly supervisedBy: readonly string[];
}

const key = z.tuple([z.string()]);

/** Registered organs by id. @throws InvalidCursor */
export async function listOrgans(
  store: ReadStoreReader,
  filter: OrganFilter,
  paging: Paging,
): Promise<Page<OrganListItem>> {
  const db = store.queries.withTables<RegisterTables>();
  const page = openPage(['organs', filter], key, paging, store);
  let query = db
    .selectFrom('organs')
    .select(['organ_id', 'name', 'kind', 'superior_id'])
    .where('known_from', '<=', page.at)
    .where('known_to', '>', page.at);
  if (filter.superior !== undefined) query = query.where('superior_id', '=', filter.superior);
  if (filter.q !== undefined) query = query.where(named('organ_id', filter.q));
  if (page.after !== undefined) query = query.where('organ_id', '>', page.after[0]);
  const rows = await query
    .orderBy('organ_id')
    .limit(paging.limit + 1)
    .execute();
  if (rows.length === 0) return page.nothing;
  const supervisors = await superiorsOf(
    store,
    rows.map(({ organ_id }) => organ_id),
    page.at,
  );
  return page.close(
    rows,
    (row) => [row.organ_id],
    (row) => ({
      id: row.organ_id,
      name: row.name,
      kind: row.kind,
      superiorId: row.superior_id,
      supervisedBy: supervisors.get(row.organ_id) ?? [],
    }),
  );
}

export interface PersonFilter {
  /** Persons of this organ. */
  readonly organ?: string | undefined;
  /** Part of the name, or the beginning of the id. */
  readonly q?: string | undefined;
}

export interface PersonListItem {
  readonly id: string;
  readonly name: string;
  readonly organId: string;
  readonly post: string;
  readonly rank: string;
  readonly category: string;
  readonly managedBy: string;
  readonly track: string;
  readonly leadingCadre: boolean;
}

/** Registered persons of the organs in a scope, by id. @throws InvalidCursor */
export async function listPersons(
  store: ReadStoreReader,
  scope: Scope,
  filter: PersonFilter,
  paging: Paging,
): Promise<Page<PersonListItem>> {
  const page = openPage(['persons', scope, filter], key, paging, store);
  let query = store.queries
    .withTables<RegisterTables>()
    .selectFrom('persons')
    .selectAll()
    .where('known_from', '<=', page.at)
    .where('known_to', '>', page.at);
  if (scope !== 'everything') query = query.where('organ_id', 'in', organsInScope(scope));
  if (filter.organ !== undefined) query = query.where('organ_id', '=', filter.organ);
  if (filter.q !== undefined) query = query.where(named('person_id', filter.q));
  if (page.after !== undefined) query = query.where('person_id', '>', page.after[0]);
  const rows = await query
    .orderBy('person_id')
    .limit(paging.limit + 1)
    .execute();
  return page.close(
    rows,
    (row) => [row.person_id],
    (row) => ({
      id: row.person_id,
      name: row.name,
      organId: row.organ_id,
      post: row.post,
      rank: row.rank,
      category: row.category,
      managedBy: row.managed_by,
      track: row.track,
      leadingCadre: row.leading_cadre === 1,
    }),
  );
}

/** Part of the name without regard to case, or the beginning of the id; what looks like a wildcard is a character. */
function named(idColumn: 'organ_id' | 'person_id', q: string): RawBuilder<boolean> {
  const part = `%${q.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  const id = sql.ref(idColumn);
  return sql<boolean>`(search like ${part} escape '\\' or (${id} >= ${q} and ${id} < ${`${q}\u{10ffff}`}))`;
}

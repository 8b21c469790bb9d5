// How each body stands on a date, as known at a moment: its cases and decisions, what it decided
// against a recommendation, what is overdue, what was reversed on appeal, and the findings it
// answers for, with its heads and the organs that may act (M1 Art. 19; M2 Art. 9).
import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { LegalDate } from '../domain/legal-date.js';
import { headsOn, type Head } from '../domain/register/entries.js';
import {
  findingKinds,
  findingRule,
  type FindingCode,
  type FindingKind,
} from '../domain/supervision/catalogue.js';
import { headsOf } from './capacities.js';
import { askedAt, openPage, type OpenPage, type Page, type Paging } from './cursor.js';
import { actedOn, findingArms, findingRowsIn } from './findings.js';
import { dutyInState } from './obligations.js';
import type { ReadStoreReader } from './read-store.js';
import { organsInScope, superiorsOf, type Scope } from './registers.js';
import { stillKnown } from './rows.js';

export interface BodyFilter {
  /** Bodies that name this organ in `supervisedBy`. */
  readonly superior?: string | undefined;
  /** The date asked for; a later page keeps that of the first. */
  readonly on?: LegalDate | undefined;
}

/** A body as supervisors read it. */
export interface Body {
  readonly organId: string;
  readonly name: string;
  readonly kind: string;
  /** Those who head it on the date: of several roles, all. */
  readonly head: readonly Head[];
  /** The organs that may act (M2-9). */
  readonly superiors: readonly string[];
  /** Cases it holds, received by the date. */
  readonly cases: number;
  /** Decisions it made, to hold to account or not. */
  readonly decisions: number;
  /** Of those, not to hold to account though it was recommended. */
  readonly notHeldToAccount: number;
  /** Duties it answers for whose last day is over. */
  readonly overdue: number;
  /** Appeals against its decisions that were answered, and those that modified or revoked it. */
  readonly appealsDecided: number;
  readonly reversedOnAppeal: number;
  /** Findings it answers for that are open. */
  readonly openFindings: Readonly<Record<FindingKind, number>>;
}

/** What a body has of one thing, and how much of it was the thing supervision looks for. */
interface Counted {
  readonly organ_id: string;
  readonly what: string;
  readonly times: number;
  readonly special: number;
}

const key = z.tuple([z.string()]);

/**
 * The registered organs in sight, by id.
 * @param today the date when the filter names none
 * @throws InvalidCursor
 */
export async function listBodies(
  store: ReadStoreReader,
  scope: Scope,
  filter: BodyFilter,
  paging: Paging,
  today: LegalDate,
): Promise<Page<Body>> {
  const page = openPage(['bodies', scope, filter], key, paging, store, filter.on ?? today);
  return askedAt(store, page.at, (now) =>
    pageOfBodies({
      store,
      scope,
      superior: filter.superior,
      limit: paging.limit,
      page,
      today,
      now,
    }),
  );
}

interface Asked {
  readonly store: ReadStoreReader;
  readonly scope: Scope;
  readonly superior: string | undefined;
  readonly limit: number;
  readonly page: OpenPage<z.output<typeof key>>;
  readonly today: LegalDate;
  /** Whether what is asked for is what is known now. */
  readonly now: boolean;
}

async function pageOfBodies(asked: Asked): Promise<Page<Body>> {
  const { store, scope, superior, limit, page, today, now } = asked;
  const { on, at } = page;
  const known = (alias: string): RawBuilder<unknown> =>
    now
      ? sql`${sql.ref(`${alias}.known_to`)} = ${sql.lit(stillKnown)}`
      : sql`${sql.ref(`${alias}.known_from`)} <= ${at} and ${sql.ref(`${alias}.known_to`)} > ${at}`;
  const { rows } = await sql<{ organ_id: string; name: string; kind: string }>`
    select o.organ_id, o.name, o.kind from organs o where ${known('o')}
      ${scope === 'everything' ? sql`` : sql`and o.organ_id in ${organsInScope(scope)}`}
      ${
        superior === undefined
          ? sql``
          : sql`and o.organ_id in (select s.organ_id from organ_supervisors s
              where s.supervisor_id = ${superior} and ${known('s')})`
      }
      ${page.after === undefined ? sql`` : sql`and o.organ_id > ${page.after[0]}`}
    order by o.organ_id limit ${limit + 1}`.execute(store.queries);
  if (rows.length === 0) return page.nothing;

  const ids = rows.map(({ organ_id }) => organ_id);
  // Where the page shows every body there is, nothing has to be looked for among its bodies.
  const all =
    scope === 'everything' &&
    superior === undefined &&
    page.after === undefined &&
    rows.length <= limit;
  const among = sql.join(ids.map((id) => sql`${id}`));
  const ofThem = (column: string): RawBuilder<unknown> =>
    all ? sql`1 = 1` : sql`${sql.ref(column)} in (${among})`;
  const counts = await sql<Counted>`
    select c.organ_id, 'cases' as what, count(*) as times, 0 as special from cases c
      where ${ofThem('c.organ_id')} and c.received_on <= ${on} and ${known('c')} group by c.organ_id
    union all
    select d.organ_id, 'decisions', count(*),
        sum(case when d.accountable = 0 and d.recommended = 1 then 1 else 0 end) from decisions d
      where ${ofThem('d.organ_id')} and d.on_date <= ${on} and ${known('d')} group by d.organ_id
    union all
    select d.organ_id, 'overdue', count(*), 0 from duties d
      where ${ofThem('d.organ_id')} and ${known('d')}
        and ${dutyInState('overdue', on, now && on >= today)}
      group by d.organ_id
    union all
    select a.organ_id, 'appeals', count(*),
        sum(case when a.outcome in ('modified', 'revoked') then 1 else 0 end) from appeals a
      where ${ofThem('a.organ_id')} and a.outcome_on <= ${on} and ${known('a')} group by a.organ_id`.execute(
    store.queries,
  );
  const open = await Promise.all(
    findingArms.map(async (arm) => {
      // Of duties the index holds the code, which the kind follows from.
      const what = arm === 'duties' ? sql`f.code` : sql`f.kind`;
      const counted = (rows: RawBuilder<unknown>, sign: RawBuilder<unknown>) => sql`
        select f.organ_id, ${what} as what, ${sign}count(*) as times, 0 as special
        from (${rows}) as f where ${ofThem('f.organ_id')} and f.rectified_on > ${on}`;
      // Nearly none have been acted on: these are taken off, sooner than each is asked.
      const acted = actedOn({ on, at });
      const { rows: found } = await sql<Counted>`
        ${counted(findingRowsIn(arm, { on, at, now }), sql``)} group by f.organ_id, ${what}
        union all
        ${counted(findingRowsIn(arm, { on, at, now }, { acted }), sql`-`)} and f.id in ${acted}
          group by f.organ_id, ${what}`.execute(store.queries);
      return arm === 'duties'
        ? found.map((row) => ({ ...row, what: findingRule(row.what as FindingCode).kind }))
        : found;
    }),
  );
  const heads = await headsOf(store, ids, at);
  const superiors = await superiorsOf(store, ids, at);
  const found = new Map<string, { times: number; special: number }>();
  for (const { organ_id, what, times, special } of [counts.rows, ...open].flat()) {
    const name = `${what} ${organ_id}`;
    const sum = found.get(name) ?? { times: 0, special: 0 };
    found.set(name, { times: sum.times + times, special: sum.special + special });
  }
  const of = (organId: string, what: string) =>
    found.get(`${what} ${organId}`) ?? { times: 0, special: 0 };
  return page.close(
    rows,
    (row) => [row.organ_id],
    ({ organ_id: organId, name, kind }) => ({
      organId,
      name,
      kind,
      head: headsOn({ heads: heads.get(organId) ?? [] }, on),
      superiors: superiors.get(organId) ?? [],
      cases: of(organId, 'cases').times,
      decisions: of(organId, 'decisions').times,
      notHeldToAccount: of(organId, 'decisions').special,
      overdue: of(organId, 'overdue').times,
      appealsDecided: of(organId, 'appeals').times,
      reversedOnAppeal: of(organId, 'appeals').special,
      openFindings: Object.fromEntries(
        findingKinds.map((one) => [one, of(organId, one).times]),
      ) as Body['openFindings'],
    }),
  );
}

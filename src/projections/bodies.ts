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
import { findingArms, findingRowsIn, notDisposedOf } from './findings.js';
import { notMetClass } from './failure-class.js';
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

type Counted = { readonly organ_id: string; readonly what: string; readonly times: number };

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
  const among = sql.join(ids.map((id) => sql`${id}`));
  const fromTodayOn = on >= today;
  const unmet = fromTodayOn
    ? sql`d.failure_class = ${notMetClass} and d.due_on < ${on}`
    : sql`d.met_on > ${on}`;
  const ofDuties = sql`from duties d where d.organ_id in (${among}) and ${known('d')} and ${unmet}`;
  const counts = await sql<Counted>`
    select c.organ_id, 'cases' as what, count(*) as times from cases c
      where c.organ_id in (${among}) and c.received_on <= ${on} and ${known('c')} group by c.organ_id
    union all
    select d.organ_id, case when d.accountable = 0 and d.recommended = 1
        then 'notHeldToAccount' else 'otherDecisions' end as what, count(*) from decisions d
      where d.organ_id in (${among}) and d.on_date <= ${on} and ${known('d')} group by d.organ_id, what
    union all
    select d.organ_id, 'overdue', count(*) ${ofDuties} and d.late_after < ${on}
      group by d.organ_id
    union all
    select a.organ_id, case when a.outcome in ('modified', 'revoked')
        then 'reversedOnAppeal' else 'otherAppeals' end as what, count(*) from appeals a
      where a.organ_id in (${among}) and a.outcome_on <= ${on} and ${known('a')} group by a.organ_id, what`.execute(
    store.queries,
  );
  const open = await Promise.all(
    findingArms.map(async (arm) => {
      // Of duties the index holds the code, which the kind follows from.
      const ofDuties = arm === 'duties';
      const what = ofDuties ? sql`f.code` : sql`f.kind`;
      const { rows: counted } = await sql<Counted>`
        select f.organ_id, ${what} as what, count(*) as times
        from (${findingRowsIn(arm, { on, at, now })}) as f
        where f.organ_id || '' in (${among}) and f.rectified_on || '' > ${on} and ${notDisposedOf({ on, at })}
        group by f.organ_id, ${what}`.execute(store.queries);
      return ofDuties
        ? counted.map((row) => ({ ...row, what: findingRule(row.what as FindingCode).kind }))
        : counted;
    }),
  );
  const heads = await headsOf(store, ids, at);
  const superiors = await superiorsOf(store, ids, at);
  const found = new Map<string, number>();
  const name = (organId: string, what: string): string => `${what} ${organId}`;
  for (const { organ_id, what, times: more } of [counts.rows, ...open].flat())
    found.set(name(organ_id, what), (found.get(name(organ_id, what)) ?? 0) + more);
  const times = (organId: string, what: string): number => found.get(name(organId, what)) ?? 0;
  return page.close(
    rows,
    (row) => [row.organ_id],
    ({ organ_id: organId, name, kind }) => ({
      organId,
      name,
      kind,
      head: headsOn({ heads: heads.get(organId) ?? [] }, on),
      superiors: superiors.get(organId) ?? [],
      cases: times(organId, 'cases'),
      decisions: times(organId, 'otherDecisions') + times(organId, 'notHeldToAccount'),
      notHeldToAccount: times(organId, 'notHeldToAccount'),
      overdue: times(organId, 'overdue'),
      appealsDecided: times(organId, 'otherAppeals') + times(organId, 'reversedOnAppeal'),
      reversedOnAppeal: times(organId, 'reversedOnAppeal'),
      openFindings: Object.fromEntries(
        findingKinds.map((one) => [one, times(organId, one)]),
      ) as Body['openFindings'],
    }),
  );
}

// Where a list as known at a position begins, that shows the newest first: at a position long ago most
// of its rows are of later days and were recorded later, and are passed over by the month.
import { sql } from 'kysely';
import type { LegalDate } from '../domain/legal-date.js';
import type { ReadStoreReader } from './read-store.js';
import { monthOf } from './rows.js';

/** The rows of a list: those of a table, or of a part of it, by the day they are shown in the order of. The table has an index of the months of that day and `known_from`. */
export interface ListedByDay {
  readonly table: string;
  readonly day: string;
  /** The condition of the index. */
  readonly where?: string;
}

/**
 * A day after which no row had been recorded by a position: the last of the newest month of which
 * one had, or `upTo`, where that is sooner. Each month of which none had costs two looks into the index.
 */
export async function newestKnown(
  store: Pick<ReadStoreReader, 'queries'>,
  { table, day, where = '1 = 1' }: ListedByDay,
  upTo: LegalDate,
  at: number,
): Promise<LegalDate> {
  const [rows, of, month] = [sql.table(table), sql.raw(where), sql.raw(monthOf(day))];
  const { rows: found } = await sql<{ newest: string | null }>`with recursive
    months (month) as (
      select max(${month}) from ${rows} where ${of} and ${month} <= ${upTo.slice(0, 7)}
      union all
      select (select max(${month}) from ${rows} where ${of} and ${month} < months.month)
        from months where months.month is not null and not exists (select 1 from ${rows}
          where ${of} and ${month} = months.month and known_from <= ${at}))
    select min(month) as newest from months`.execute(store.queries);
  const newest = found[0]?.newest ?? undefined;
  const last = newest === undefined ? upTo : `${newest}-31`;
  return last < upTo ? last : upTo;
}

// How this program speaks to PostgreSQL: numbers as numbers, and every trouble with the server as
// one error that says so.
import pg from 'pg';
import { ReadStoreUnavailable } from './read-store.js';

// Counts, sums and averages of a bigint column: exact below 2^53, which positions are.
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);
types.setTypeParser(pg.types.builtins.NUMERIC, Number);

export interface ConnectionNeeds {
  readonly url: string;
  /** The schema whose tables are meant by their bare names. */
  readonly schema: string;
  /** Milliseconds after which the server gives up a statement; 0 for never. */
  readonly statementMs: number;
}

/** What every connection of ours is opened with. */
export function connectionOf({ url, schema, statementMs }: ConnectionNeeds): pg.ClientConfig {
  return {
    connectionString: url,
    // The port's own wait: a server that is away is said to be away within it.
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
    application_name: 'wenze',
    options: `-c search_path=${schema} -c statement_timeout=${String(statementMs)} -c timezone=UTC`,
    types,
  };
}

/**
 * Classes and codes of SQLSTATE that speak of the server, not of the statement (PostgreSQL,
 * Appendix A): 08 connection exception, 53 insufficient resources, 57 operator intervention,
 * 25006 read-only transaction (a replica after a switch-over), 40001 and 40P01 to be tried again;
 * 3F000 and 42P01 where the tables of this store are gone: another release took over.
 */
const ofTheServer = /^(08...|53...|57...|25006|40001|40P01|3F000|42P01)$/;

/** Errors of the driver and the network have no SQLSTATE. */
const ofTheNetwork =
  /terminat|timeout|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|not queryable|closed/i;

/** The error to throw in place of one that was met: ReadStoreUnavailable where the server is to blame, else itself. */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof ReadStoreUnavailable) return error;
  const code = textOf(error, 'code');
  const serverIsToBlame = /^[0-9A-Z]{5}$/.test(code)
    ? ofTheServer.test(code)
    : ofTheNetwork.test(code) || ofTheNetwork.test(textOf(error, 'message'));
  // Without the message of the cause in its own: it may name hosts and users.
  return serverIsToBlame
    ? new ReadStoreUnavailable('the database of the read models is away', { cause: error })
    : error;
}

/** A text field of an error, told by its form: the network's errors are of whatever realm it runs in. */
function textOf(error: unknown, field: 'code' | 'message'): string {
  if (typeof error !== 'object' || error === null || !(field in error)) return '';
  const text: unknown = Reflect.get(error, field);
  return typeof text === 'string' ? text : '';
}

/** Runs a piece of work, and says of a server that is away that it is. @throws ReadStoreUnavailable */
export async function whileAvailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asUnavailable(error);
  }
}

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
  const { address, options } = withoutOptions(url);
  return {
    connectionString: address,
    // The port's own wait: a server that is away is said to be away within it.
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
    application_name: 'wenze',
    // Ours last: of one setting said twice the server takes the last.
    options: `${options} -c search_path=${schema} -c statement_timeout=${String(statementMs)} -c timezone=UTC`,
    types,
  };
}

/** The options in an address would take the place of ours as a whole. */
function withoutOptions(url: string): { readonly address: string; readonly options: string } {
  const address = new URL(url);
  const options = address.searchParams.getAll('options').join(' ');
  if (options === '') return { address: url, options };
  address.searchParams.delete('options');
  return { address: address.href, options };
}

/**
 * Classes and codes of SQLSTATE that speak of the server, not of the statement (PostgreSQL,
 * Appendix A): 08 connection exception, 53 insufficient resources, 57 operator intervention,
 * 25006 read-only transaction (a replica after a switch-over), 40001 and 40P01 to be tried again;
 * 3F000 and 42P01 where the tables of this store are gone: another release took over.
 */
const ofTheServer = /^(08...|53...|57...|25006|40001|40P01|3F000|42P01)$/;

/** Errors of the driver and the network have no SQLSTATE; one of the system's has the look of it. */
const sqlState = /^(?!EPIPE)[0-9A-Z]{5}$/;
const ofTheNetwork =
  /terminat|timeout|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|not queryable|closed/i;

/** The error to throw in place of one that was met: ReadStoreUnavailable where the server is to blame, else itself. */
export function asUnavailable(error: unknown): unknown {
  if (error instanceof ReadStoreUnavailable) return error;
  const code = textOf(error, 'code');
  const serverIsToBlame = sqlState.test(code)
    ? ofTheServer.test(code)
    : ofTheNetwork.test(code) || ofTheNetwork.test(textOf(error, 'message'));
  // Without the message of the cause in its own: it may name hosts and users.
  return serverIsToBlame
    ? new ReadStoreUnavailable('the database of the read models is away', { cause: error })
    : error;
}

/** Whether the server answered, if only to say no: the connection can be used again. */
export function wasAnswered(error: unknown): boolean {
  const code = textOf(error, 'code');
  return sqlState.test(code) && !/^(08|57P)/.test(code);
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

// The ledger at an address, whatever its engine.
import type { LedgerAddress } from './address.js';
import type { KurrentDbLedger } from './kurrentdb-ledger.js';
import type { Ledger, LedgerReader, OutcomeUnknown } from './ledger.js';
import { openSqliteLedger, openSqliteLedgerReader, SqliteLedger } from './sqlite-ledger.js';

/**
 * Opens a ledger for writing: a file as its one writer, a server as one of any number.
 * @param onFatal told where a write to a file ended in an unknown way: the process must end. On a
 * server it is the caller's command that repeats, and nobody is told
 * @throws DirectoryInUse, LedgerUnavailable
 */
export async function openLedger(
  address: LedgerAddress,
  onFatal: (error: OutcomeUnknown) => void,
): Promise<SqliteLedger | KurrentDbLedger> {
  return address.engine === 'sqlite'
    ? openSqliteLedger({ directory: address.directory, onFatal })
    : onServer(address.url);
}

/** Opens a ledger for reading only, beside whoever writes it. @throws LedgerUnavailable */
export async function openLedgerReader(address: LedgerAddress): Promise<LedgerReader> {
  return address.engine === 'sqlite'
    ? openSqliteLedgerReader(address.directory)
    : onServer(address.url);
}

/** The client is loaded where it is needed: it took a fifth of a start's time. */
async function onServer(url: string): Promise<KurrentDbLedger> {
  const { openKurrentDbLedger } = await import('./kurrentdb-ledger.js');
  return openKurrentDbLedger({ url });
}

/** Transactions that wrote events since the start; undefined where the engine does not say. */
export function commitsOf(ledger: Ledger): number | undefined {
  return ledger instanceof SqliteLedger ? ledger.commits : undefined;
}

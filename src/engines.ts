// Which engine holds the ledger and which the read models, told by an address: configuration,
// never code (DESIGN.md, "Two shapes of one program").

/** A folder of this machine, or a KurrentDB server or cluster by its connection string. */
export type LedgerAddress =
  | { readonly engine: 'sqlite'; readonly directory: string }
  | { readonly engine: 'kurrentdb'; readonly url: string };

/** A folder of this machine, or a PostgreSQL database. */
export type ReadStoreAddress =
  | { readonly engine: 'sqlite'; readonly directory: string }
  | { readonly engine: 'postgres'; readonly url: string };

/** What an address of a ledger looks like. */
export const ledgerForms = 'sqlite:DIR or esdb://HOST:PORT';

/** What an address of a read store looks like. */
export const readStoreForms = 'sqlite:DIR or postgres://USER:PASSWORD@HOST:PORT/DATABASE';

/** Reads `sqlite:DIR`, `esdb://…` or `esdb+discover://…`; undefined for anything else. */
export function ledgerAddress(text: string): LedgerAddress | undefined {
  return /^esdb(\+discover)?:\/\/./.test(text)
    ? { engine: 'kurrentdb', url: text }
    : sqliteAddress(text);
}

/** Reads `sqlite:DIR`, `postgres://…` or `postgresql://…`; undefined for anything else. */
export function readStoreAddress(text: string): ReadStoreAddress | undefined {
  return /^postgres(ql)?:\/\/./.test(text) && URL.canParse(text)
    ? { engine: 'postgres', url: text }
    : sqliteAddress(text);
}

function sqliteAddress(
  text: string,
): { readonly engine: 'sqlite'; readonly directory: string } | undefined {
  const [, directory] = /^sqlite:(.+)$/.exec(text) ?? [];
  return directory === undefined ? undefined : { engine: 'sqlite', directory };
}

// Where a ledger is, and thereby which engine keeps it: configuration, never code.

/** A folder of this machine, or a KurrentDB server or cluster by its connection string. */
export type LedgerAddress =
  | { readonly engine: 'sqlite'; readonly directory: string }
  | { readonly engine: 'kurrentdb'; readonly url: string };

/** What an address of a ledger looks like. */
export const ledgerForms = 'sqlite:DIR or esdb://HOST:PORT';

/** Reads `sqlite:DIR`, `esdb://…` or `esdb+discover://…`; undefined for anything else. */
export function ledgerAddress(text: string): LedgerAddress | undefined {
  if (/^esdb(\+discover)?:\/\/./.test(text)) return { engine: 'kurrentdb', url: text };
  return folderAt(text);
}

/** Reads `sqlite:DIR`; undefined for anything else. */
export function folderAt(
  text: string,
): { readonly engine: 'sqlite'; readonly directory: string } | undefined {
  const [, directory] = /^sqlite:(.+)$/.exec(text) ?? [];
  return directory === undefined ? undefined : { engine: 'sqlite', directory };
}

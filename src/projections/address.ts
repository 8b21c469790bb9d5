// Where the read models are, and thereby which engine keeps them: configuration, never code.
import { folderAt } from '../ledger/address.js';

/** A folder of this machine, or a PostgreSQL database. */
export type ReadStoreAddress =
  | { readonly engine: 'sqlite'; readonly directory: string }
  | { readonly engine: 'postgres'; readonly url: string };

/** What an address of a read store looks like. */
export const readStoreForms = 'sqlite:DIR or postgres://USER:PASSWORD@HOST:PORT/DATABASE';

/** Reads `sqlite:DIR`, `postgres://…` or `postgresql://…`; undefined for anything else. */
export function readStoreAddress(text: string): ReadStoreAddress | undefined {
  if (/^postgres(ql)?:\/\/./.test(text) && URL.canParse(text))
    return { engine: 'postgres', url: text };
  return folderAt(text);
}

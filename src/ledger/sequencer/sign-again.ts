// A key that was added to a log signs what was signed before it: whoever has that key alone must not
// be left without a checkpoint, also where no event comes for long.
import { sameHash } from '../transparency/merkle.js';
import { parseNote, type NoteSigner } from '../transparency/note.js';
import type { CosignatureStore } from './sqlite-cosignatures.js';
import type { TreeReader } from './sqlite-tree.js';

/** Whether a note has the signature of each key; that they hold is for others to say. */
export function signedByAll(note: string, signers: readonly NoteSigner[]): boolean {
  const { signatures } = parseNote(note);
  return signers.every(({ name, keyId }) =>
    signatures.some((one) => one.name === name && one.keyId === keyId),
  );
}

/**
 * Signs what witnesses have cosigned of a log, which may stay the last word of an absent one for
 * long, with the keys that have not signed it. Only what the tree that stands continues.
 * @param last the log's name, and the leaves that are signed of it
 * @throws LedgerUnavailable, LedgerDamaged, TreeIncomplete, and SQLite's errors
 */
export function signCosignedAgain(
  {
    tree,
    cosignatures,
  }: {
    readonly tree: Pick<TreeReader, 'rootAt'>;
    readonly cosignatures?: Pick<CosignatureStore, 'all' | 'signAgain'>;
  },
  last: { readonly origin: string; readonly size: number },
  signers: readonly NoteSigner[],
): void {
  for (const one of cosignatures?.all() ?? []) {
    if (one.origin !== last.origin || one.size > last.size) continue;
    if (signedByAll(one.note, signers) || !sameHash(tree.rootAt(one.size), one.root)) continue;
    cosignatures?.signAgain(one, signers);
  }
}

// What somebody finds who asks that a witness has seen a log: a checkpoint that the log signed and
// the witness cosigned.
import { openCheckpoint, type Checkpoint } from './checkpoint.js';
import { openCosignature } from './cosignature.js';
import type { NoteVerifier } from './note.js';

/** How much of a log a witness has seen. */
export interface Witnessed {
  /** Name of the witness. */
  readonly witness: string;
  /** Leaves under the checkpoint. */
  readonly size: number;
  /** When it said so, by its own clock. */
  readonly at: string;
}

/**
 * Opens a checkpoint that a witness is said to have cosigned.
 * @throws Malformed; DoesNotHold when the log or the witness has not signed it
 */
export function openWitnessed(
  signed: string,
  logKeys: readonly NoteVerifier[],
  witness: NoteVerifier,
): Checkpoint & { readonly witnessed: Witnessed } {
  const { origin, size, root } = openCheckpoint(signed, logKeys);
  const at = new Date(openCosignature(signed, witness).seconds * 1_000).toISOString();
  return { origin, size, root, witnessed: { witness: witness.name, size, at } };
}

/** The same in one line for whoever asked. */
export function toldOfWitnessed({ witness, size, at }: Witnessed): string {
  return `${witness} has cosigned ${String(size)} leaves, at ${at}\n`;
}

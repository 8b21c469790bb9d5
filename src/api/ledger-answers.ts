// What the proofs of the transparency log answer. They name nobody: hashes and numbers.
import { z } from 'zod';

const base64 = z.base64();
const hashes = z
  .array(base64)
  .meta({ description: 'SHA-256 hashes in base64, as RFC 9162 orders them' });
const leaves = z.int().min(0);

export const inclusion = z
  .strictObject({
    position: z.string(),
    index: leaves.meta({ description: 'of its leaf, counted from 0' }),
    size: leaves.meta({ description: 'leaves of the tree it is proved in' }),
    entry: base64.meta({ description: 'the 32 bytes that are logged of the event' }),
    hashes,
    checkpoint: z.string().meta({ description: 'the signed checkpoint of that tree' }),
  })
  .meta({ id: 'InclusionProof' });

export const consistency = z
  .strictObject({ from: leaves, to: leaves, hashes })
  .meta({ id: 'ConsistencyProof' });

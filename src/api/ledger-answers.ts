// What the proofs of the transparency log answer. They name nobody: hashes and numbers.
import { z } from 'zod';
import { means } from '../domain/fields.js';

const base64 = z.base64();
const hashes = z
  .array(base64)
  .meta(
    means(
      'base64 形式的 SHA-256 散列值，按 RFC 9162 的次序',
      'SHA-256 hashes in base64, as RFC 9162 orders them',
    ),
  );
const leaves = z.int().min(0);

export const inclusion = z
  .strictObject({
    position: z.string(),
    index: leaves.meta(means('该记录在树中的序号，自 0 起', 'of its leaf, counted from 0')),
    size: leaves.meta(means('证明所用的树所含记录数', 'leaves of the tree it is proved in')),
    entry: base64.meta(
      means('该记录写入日志的 32 个字节', 'the 32 bytes that are logged of the event'),
    ),
    hashes,
    checkpoint: z.string().meta(means('该树已签名的检查点', 'the signed checkpoint of that tree')),
  })
  .meta({ id: 'InclusionProof' });

export const consistency = z
  .strictObject({ from: leaves, to: leaves, hashes })
  .meta({ id: 'ConsistencyProof' });

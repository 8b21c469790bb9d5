// Standard base64 (RFC 4648 section 4, padded), to the letter: Node's own decoder takes much that
// is none.
import { Malformed } from './refused.js';

/** Bytes as standard base64. */
export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

/**
 * The bytes of a text in standard base64.
 * @param length how many bytes it must be
 * @throws Malformed for any other spelling than the one `toBase64` gives, and for another length
 */
export function fromBase64(text: string, what: string, length?: number): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new Malformed(what, 'is not standard base64');
  if (length !== undefined && bytes.length !== length)
    throw new Malformed(what, `${String(length)} bytes were expected`);
  return new Uint8Array(bytes);
}

// Answers of strangers, read no further than they may be long.
import { Malformed } from './refused.js';

/** The body of an answer. @throws Malformed beyond so many bytes; whatever the connection throws */
export async function boundedBody(response: Response, mostBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = new Uint8Array(chunk as ArrayBuffer);
    length += bytes.length;
    if (length > mostBytes) throw new Malformed('answer', 'is too long');
    chunks.push(bytes);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

// What of an event stands in the public log: 32 bytes that say nothing of it (the salt in its
// metadata blinds them) and that only this event opens.
import { canonicalJson, type JsonObject } from '../canonical-json.js';
import { sha256 } from './merkle.js';

/** Bytes of an entry: one SHA-256. */
export const entryBytes = 32;

/** An event as it is stored, never an upcast form. Its place in the ledger is not part of it: places differ between engines. */
export interface LoggedEvent {
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly data: JsonObject;
  readonly metadata: JsonObject;
}

/** The same with `data` and `metadata` as their canonical JSON. */
export interface LoggedTexts extends Pick<LoggedEvent, 'id' | 'stream' | 'revision' | 'type'> {
  readonly data: string;
  readonly metadata: string;
}

/**
 * The entry of an event: SHA-256("wenze/event/v1\n" || JCS of its six fields).
 * @throws NotCanonical when the event could not have been stored
 */
export function entryOf({ data, metadata, ...event }: LoggedEvent): Uint8Array {
  return entryOfTexts({
    ...event,
    data: canonicalJson(data),
    metadata: canonicalJson(metadata),
  });
}

/**
 * The entry of an event whose `data` and `metadata` are known to be canonical already: the outer
 * object has its six keys in JCS order, so that its parts need only be put together.
 */
export function entryOfTexts({
  id,
  stream,
  revision,
  type,
  data,
  metadata,
}: LoggedTexts): Uint8Array {
  const before = 'wenze/event/v1\n{"data":';
  const between = `,"id":${quoted(id)},"metadata":`;
  const after = `,"revision":${String(revision)},"stream":${quoted(stream)},"type":${quoted(type)}}`;
  const length = before.length + data.length + between.length + metadata.length + after.length;
  if (length * mostBytesOfCharacter > bytes.length)
    return sha256(before + data + between + metadata + after);
  let end = 0;
  for (const text of [before, data, between, metadata, after]) end += bytes.write(text, end);
  return sha256(bytes.subarray(0, end));
}

// What is hashed is put together here where it fits: one text made of five is longer in the making
// than in the hashing. Nobody else sees it meanwhile.
const bytes = Buffer.alloc(64 * 1024);
const mostBytesOfCharacter = 3;

/** As JSON has it; nearly all of ours need no escape. */
function quoted(text: string): string {
  return /^[A-Za-z0-9._:-]*$/.test(text) ? `"${text}"` : JSON.stringify(text);
}

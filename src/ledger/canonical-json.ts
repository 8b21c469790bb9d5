// RFC 8785 (JCS) canonical JSON: the one way an event becomes bytes. On the append path, and in
// `wenze verify`, which re-canonicalises what is stored. Refuses what would not survive the trip.
// It imports nothing, for whoever verifies the ledger uses it too.

/** Any value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/** The value, or the text, is not what canonical JSON can hold. `path` is an RFC 6901 JSON pointer. */
export class NotCanonical extends Error {
  override readonly name = 'NotCanonical';
  constructor(
    readonly path: string,
    readonly reason: string,
  ) {
    super(`${path === '' ? 'the value' : path} ${reason}`);
  }
}

/** Where in the value we are; made once for each object and array, read only to report a refusal. */
interface Place {
  readonly parent: Place | undefined;
  readonly key: string | number;
}

const deepest = 64;

// Strings of these characters alone need no escape (RFC 8785 3.2.2.2) and are NFC whatever their
// order: no character here decomposes, combines with the one before it, or is half of a pair.
// U+0300 is the first character that NFC can change. A test goes through all of Unicode for this.
const plain =
  /^[^\x00-\x1f"\\\u0300-\u200f\u2028-\u2fff\u302a-\u302f\u3040-\u4dff\ua000-\uff00\uff66-\uffff]*$/;

/**
 * The canonical JSON of an object.
 * @throws NotCanonical for `undefined`, functions, symbols, bigints, objects that are not plain,
 * NaN and the infinities, -0, integers beyond 2^53-1, lone surrogates, strings and keys that are
 * not NFC, keys named `__proto__`, and nesting deeper than 64 (so also for cycles)
 */
export function canonicalJson(value: JsonObject): string {
  return writeContainer(value, undefined, 1);
}

/**
 * Parses a text that must be canonical JSON of an object, to the last byte.
 * @throws NotCanonical when it is not JSON, not an object, or not in its one canonical form
 * (other order or spacing, a duplicate key, another spelling of a number or an escape)
 */
export function parseCanonical(text: string): JsonObject {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Without the parser's error as its cause: that quotes the text, and logs carry no names.
    throw new NotCanonical('', 'is not JSON');
  }
  if (!isJsonObject(value)) throw new NotCanonical('', 'is not an object');
  if (canonicalJson(value) !== text) throw new NotCanonical('', 'is JSON in another spelling');
  return value;
}

/** Whether a value that came out of `JSON.parse` is an object. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a text can stand in canonical JSON: no lone surrogate, and in NFC. */
export function isCanonicalText(text: string): boolean {
  return plain.test(text) || (text.isWellFormed() && text.normalize('NFC') === text);
}

function write(value: unknown, parent: Place | undefined, key: string | number, depth: number) {
  switch (typeof value) {
    case 'string':
      if (plain.test(value)) return `"${value}"`;
      return writeString(value, 'is', parent, key);
    case 'number':
      return writeNumber(value, parent, key);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return writeContainer(value, { parent, key }, depth + 1);
    case 'undefined':
    case 'function':
    case 'symbol':
    case 'bigint':
      throw refusal(parent, key, `is a JavaScript ${typeof value}, which JSON cannot hold`);
  }
}

function writeContainer(value: object, place: Place | undefined, depth: number): string {
  if (depth > deepest) throw refusalAt(place, `is nested deeper than ${deepest}`);
  if (Array.isArray(value)) {
    let text = '[';
    // By index and not `map`, which skips holes: a hole is `undefined` and refused.
    for (let index = 0; index < value.length; index += 1) {
      if (index > 0) text += ',';
      text += write(value[index], place, index, depth);
    }
    return `${text}]`;
  }
  if (!isPlain(value)) throw refusalAt(place, 'is not a plain object');
  const keys = sorted(Object.keys(value));
  let text = '{';
  for (const key of keys) {
    if (key === '__proto__') throw refusal(place, key, 'has a key that readers would swallow');
    if (text.length > 1) text += ',';
    text += plain.test(key) ? `"${key}":` : `${writeString(key, 'has a key that is', place, key)}:`;
    text += write(value[key], place, key, depth);
  }
  return `${text}}`;
}

function writeString(text: string, is: string, parent: Place | undefined, key: string | number) {
  if (!text.isWellFormed()) throw refusal(parent, key, `${is} a text with a lone surrogate`);
  if (text.normalize('NFC') !== text) throw refusal(parent, key, `${is} a text not in NFC`);
  // ECMAScript's own escapes are RFC 8785 3.2.2.2.
  return JSON.stringify(text);
}

function writeNumber(number: number, parent: Place | undefined, key: string | number): string {
  if (!Number.isFinite(number)) throw refusal(parent, key, `is ${number}`);
  if (Object.is(number, -0)) throw refusal(parent, key, 'is -0, which would come back as 0');
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) {
    throw refusal(parent, key, 'is an integer beyond 2^53-1, which other readers would round');
  }
  // RFC 8785 3.2.2.3 is ECMAScript's Number::toString.
  return String(number);
}

function isPlain(value: object): value is Readonly<Record<string, unknown>> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Keys in order of their UTF-16 code units (RFC 8785 3.2.3), which is the order of `<`. */
function sorted(keys: string[]): string[] {
  let last = '';
  for (const key of keys) {
    if (last > key) return keys.sort();
    last = key;
  }
  return keys;
}

function refusal(parent: Place | undefined, key: string | number, reason: string): NotCanonical {
  return refusalAt({ parent, key }, reason);
}

function refusalAt(place: Place | undefined, reason: string): NotCanonical {
  let path = '';
  for (let at = place; at !== undefined; at = at.parent) {
    path = `/${String(at.key).replaceAll('~', '~0').replaceAll('/', '~1')}${path}`;
  }
  return new NotCanonical(path, reason);
}

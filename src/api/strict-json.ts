// The one JSON parser of the API (RFC 8259, stricter): what two readers could understand
// differently, or what could not be stored as it was sent, is refused with its place.
// Values are the same as those of JSON.parse; a property test holds the two together.
import { isUtf8 } from 'node:buffer';
import type { Words } from '../domain/words.js';

/** How deep arrays and objects may nest. */
export const mostNesting = 64;

/** The body is not JSON as we take it. Never quotes the body beyond the path of a field. */
export class MalformedJson extends Error {
  override readonly name = 'MalformedJson';
  constructor(
    readonly words: Words,
    /** Where in the value, as in `findings.0.grounds`; empty at the top. */
    readonly path: string,
    /** Characters before the trouble. */
    readonly offset: number,
  ) {
    super(`${words.en} at offset ${offset}`);
  }
}

// Keys that reach the prototype of an object when somebody copies it carelessly.
const refusedKeys = new Set(['__proto__', 'constructor', 'prototype']);

const [quote, backslash, minus] = [0x22, 0x5c, 0x2d];
const numberForm = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/**
 * Parses a request body.
 * @throws MalformedJson
 */
export function parseStrictJson(bytes: Buffer): unknown {
  if (bytes.length === 0)
    throw new MalformedJson({ zh: '请求体为空', en: 'the body is empty' }, '', 0);
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    throw new MalformedJson(
      { zh: '请求体以字节顺序标记（BOM）开头', en: 'the body begins with a byte order mark' },
      '',
      0,
    );
  if (!isUtf8(bytes))
    throw new MalformedJson({ zh: '请求体不是 UTF-8 编码', en: 'the body is not UTF-8' }, '', 0);
  return new Reader(bytes.toString('utf8')).document();
}

class Reader {
  private at = 0;
  private nesting = 0;
  private readonly path: (string | number)[] = [];

  constructor(private readonly text: string) {}

  document(): unknown {
    const value = this.value();
    if (this.next() !== -1)
      this.fail({ zh: 'JSON 之后还有其他内容', en: 'something follows the JSON value' });
    return value;
  }

  private value(): unknown {
    switch (this.next()) {
      case 0x7b: // {
        return this.object();
      case 0x5b: // [
        return this.array();
      case quote:
        return this.string();
      case 0x74: // t
        return this.literal('true', true);
      case 0x66: // f
        return this.literal('false', false);
      case 0x6e: // n
        return this.literal('null', null);
      default:
        return this.number();
    }
  }

  /** The next character that is not white space, which stays unread; -1 at the end. */
  private next(): number {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) this.at++;
      else return Number.isNaN(code) ? -1 : code;
    }
  }

  private object(): unknown {
    const read: Record<string, unknown> = {};
    this.enter();
    if (this.next() === 0x7d) return this.leave(read);
    for (;;) {
      if (this.next() !== quote) this.fail({ zh: '应为字段名', en: 'expected a field name' });
      const start = this.at;
      const key = this.string();
      this.path.push(key);
      if (refusedKeys.has(key))
        this.failAt(start, { zh: '不接受此字段名', en: 'this field name is not accepted' });
      if (Object.hasOwn(read, key))
        this.failAt(start, { zh: '字段重复出现', en: 'the field appears twice' });
      if (this.next() !== 0x3a) this.fail({ zh: '应为冒号', en: 'expected a colon' });
      this.at++;
      read[key] = this.value();
      const goesOn = this.more(0x7d);
      this.path.pop();
      if (!goesOn) return this.leave(read);
    }
  }

  private array(): unknown {
    const read: unknown[] = [];
    this.enter();
    if (this.next() === 0x5d) return this.leave(read);
    for (;;) {
      this.path.push(read.length);
      read.push(this.value());
      const goesOn = this.more(0x5d);
      this.path.pop();
      if (!goesOn) return this.leave(read);
    }
  }

  private enter(): void {
    if (++this.nesting > mostNesting)
      this.fail({
        zh: `嵌套超过 ${mostNesting} 层`,
        en: `nested more than ${mostNesting} levels deep`,
      });
    this.at++;
  }

  private leave<T>(read: T): T {
    this.nesting--;
    this.at++;
    return read;
  }

  /** Whether a comma stands before another element, or the closing character. */
  private more(closing: number): boolean {
    const code = this.next();
    if (code === 0x2c) {
      this.at++;
      return true;
    }
    if (code !== closing)
      this.fail({ zh: '应为逗号或结束括号', en: 'expected a comma or the closing bracket' });
    return false;
  }

  private string(): string {
    const start = ++this.at;
    let escaped = false;
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code === quote) break;
      if (code === backslash) {
        escaped = true;
        this.at++;
      }
      // Not a number at the end of the text: fails the comparison as well.
      if (!(code >= 0x20))
        this.fail({
          zh: '字符串未结束，或含有未转义的控制字符',
          en: 'the string is not closed, or contains a control character',
        });
      this.at++;
    }
    const end = this.at++;
    return escaped ? this.unescaped(start, end) : this.text.slice(start, end);
  }

  private unescaped(start: number, end: number): string {
    const read = parsedOrUndefined(this.text.slice(start - 1, end + 1));
    if (typeof read !== 'string')
      this.failAt(start, { zh: '转义序列无效', en: 'an escape sequence is not valid' });
    if (!read.isWellFormed())
      this.failAt(start, {
        zh: '含有不成对的 UTF-16 代理项',
        en: 'contains half of a surrogate pair',
      });
    return read;
  }

  private literal<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.at))
      this.fail({ zh: '应为 JSON 值', en: 'expected a JSON value' });
    this.at += word.length;
    return value;
  }

  private number(): number {
    const start = this.at;
    numberForm.lastIndex = start;
    const token = numberForm.exec(this.text)?.[0];
    if (token === undefined) this.fail({ zh: '应为 JSON 值', en: 'expected a JSON value' });
    this.at += token.length;
    const value = Number(token);
    if (!isExact(token, value))
      this.failAt(start, {
        zh: '该数字无法被精确保存',
        en: 'this number cannot be kept exactly as written',
      });
    return value;
  }

  private fail(words: Words): never {
    throw new MalformedJson(words, this.path.join('.'), this.at);
  }

  private failAt(offset: number, words: Words): never {
    throw new MalformedJson(words, this.path.join('.'), offset);
  }
}

/** Whether a number means to a JavaScript reader what it says: no rounding, no overflow, no minus zero. */
function isExact(token: string, value: number): boolean {
  if (Number.isSafeInteger(value) && value !== 0) return token.length < 16 || isInteger(token);
  if (value === 0) return token.charCodeAt(0) !== minus && !/[1-9]/.test(mantissa(token));
  // Below the smallest normal number even few digits are rounded.
  if (!Number.isFinite(value) || Number.isInteger(value) || Math.abs(value) < 2.3e-308)
    return false;
  return mantissa(token).replace(/^[-0.]+|\./g, '').length <= 15;
}

function isInteger(token: string): boolean {
  return /^-?[0-9]+$/.test(token);
}

function mantissa(token: string): string {
  return token.split(/[eE]/, 1)[0] ?? token;
}

function parsedOrUndefined(token: string): unknown {
  try {
    return JSON.parse(token);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

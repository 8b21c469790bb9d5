import canonicalize from 'canonicalize';
import fc from 'fast-check';
import {
  canonicalJson,
  isCanonicalText,
  NotCanonical,
  parseCanonical,
} from '../../src/ledger/canonical-json.js';
import type { Json, JsonObject } from '../../src/ledger/event.js';

const composed = fc
  .string({ unit: 'binary', maxLength: 20 })
  .filter((text) => text.isWellFormed())
  .map((text) => text.normalize('NFC'));
const numbers = fc
  .oneof(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }))
  .filter((n) => !Object.is(n, -0) && (!Number.isInteger(n) || Number.isSafeInteger(n)));
const { object } = fc.letrec<{ value: unknown; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    composed,
    numbers,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 5 }),
    tie('object'),
  ),
  object: fc.dictionary(
    composed.filter((key) => key !== '__proto__'),
    tie('value'),
    { maxKeys: 6 },
  ) as fc.Arbitrary<JsonObject>,
}));

describe('canonical JSON', () => {
  it('is what another implementation of RFC 8785 makes, and comes back the same', () => {
    fc.assert(
      fc.property(object, (value) => {
        const text = canonicalJson(value);
        expect(text).toBe(canonicalize(value));
        expect(canonicalJson(JSON.parse(text) as JsonObject)).toBe(text);
        expect(parseCanonical(text)).toStrictEqual(JSON.parse(JSON.stringify(value)));
      }),
      { numRuns: 500 },
    );
  });

  it('sorts keys as the example of RFC 8785, 3.2.3', () => {
    const value = {
      '\u20ac': 'Euro Sign',
      '\r': 'Carriage Return',
      // U+FB33 of the example is not NFC; its place is taken by the last character before the surrogates.
      '\ud7a3': 'Hangul Syllable Hih',
      '1': 'One',
      '\ud83d\ude00': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    };
    expect(Object.values(JSON.parse(canonicalJson(value)) as object)).toStrictEqual([
      // Integer-like keys come first in a parsed object, whatever the text says.
      'One',
      'Carriage Return',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Hangul Syllable Hih',
      'Emoji: Grinning Face',
    ]);
    expect(canonicalJson(value)).toMatch(/^\{"\\r":"Carriage Return","1":"One"/);
    expect(canonicalJson({ 10: 1, 9: 2, a: 3, B: 4 })).toBe('{"10":1,"9":2,"B":4,"a":3}');
  });

  it('escapes as the example of RFC 8785, 3.2.2', () => {
    expect(
      canonicalJson({
        numbers: [333333333.33333329, 4.5, 2e-3, 0.000000000000000000000000001],
        string: '\u20ac$\u000f\u000aA\'\u0042\u0022\u005c\\"/',
        literals: [null, true, false],
      }),
    ).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  // RFC 8785, appendix B, without the rows of integers beyond 2^53-1, which we refuse.
  it.each([
    ['0000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['433fffffffffffff', '9007199254740991'],
    ['c33fffffffffffff', '-9007199254740991'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('writes the number %s as %s', (bits, text) => {
    const number = Buffer.from(bits, 'hex').readDoubleBE(0);
    expect(canonicalJson({ number })).toBe(`{"number":${text}}`);
  });

  it.each<[string, unknown, string, string]>([
    ['undefined', { a: [1, { b: undefined }] }, '/a/1/b', 'undefined'],
    ['a hole in a list', { a: [1, , 3] }, '/a/1', 'undefined'],
    ['a function', { toJSON: () => 1 }, '/toJSON', 'function'],
    ['a symbol', { a: Symbol('x') }, '/a', 'symbol'],
    ['a bigint', { a: 1n }, '/a', 'bigint'],
    ['a date', { on: new Date(0) }, '/on', 'not a plain object'],
    ['a map', { a: new Map() }, '/a', 'not a plain object'],
    ['bytes', { a: [new Uint8Array(2)] }, '/a/0', 'not a plain object'],
    ['NaN', { a: Number.NaN }, '/a', 'NaN'],
    ['infinity', { a: -Infinity }, '/a', '-Infinity'],
    ['-0', { a: -0 }, '/a', '-0'],
    ['2^53', { a: 2 ** 53 }, '/a', 'beyond 2^53-1'],
    ['-2^53', { a: -(2 ** 53) }, '/a', 'beyond 2^53-1'],
    ['1e300', { a: 1e300 }, '/a', 'beyond 2^53-1'],
    ['half a pair', { a: '\ud83d' }, '/a', 'lone surrogate'],
    ['a pair the wrong way round', { a: '\ude00\ud83d' }, '/a', 'lone surrogate'],
    ['a decomposed é', { a: 'e\u0301' }, '/a', 'NFC'],
    ['a CJK compatibility ideograph', { a: '\uf900' }, '/a', 'NFC'],
    ['a decomposed hangul', { a: '\u1100\u1161' }, '/a', 'NFC'],
    ['a decomposed kana after a plain text', { a: '甲\u304b\u3099' }, '/a', 'NFC'],
    ['a key with half a pair', { a: { '\ud83d': 1 } }, '/a/\ud83d', 'lone surrogate'],
    ['a key not in NFC', { 'e\u0301': 1 }, '/e\u0301', 'NFC'],
    ['a key that readers swallow', JSON.parse('{"a":{"__proto__":1}}'), '/a/__proto__', 'swallow'],
    ['a strange path', { 'a/b': { '~': [undefined] } }, '/a~1b/~0/0', 'undefined'],
  ])('refuses %s and says where it is', (_, value, path, reason) => {
    const attempt = () => canonicalJson(value as JsonObject);
    expect(attempt).toThrow(NotCanonical);
    expect(attempt).toThrow(reason);
    expect(refusedPath(attempt)).toBe(path);
  });

  it('refuses what is nested too deep, also what contains itself', () => {
    const nested = (depth: number): JsonObject => (depth === 1 ? {} : { a: nested(depth - 1) });
    expect(canonicalJson(nested(64))).toHaveLength(63 * '{"a":}'.length + '{}'.length);
    expect(() => canonicalJson(nested(65))).toThrow('deeper than 64');
    const list: Json[] = [];
    const circle = { list };
    list.push(circle);
    expect(() => canonicalJson(circle)).toThrow('deeper than 64');
  });

  it('takes the short way only with characters that need no care, for all of Unicode', () => {
    // A text on the short way is written as it is. So for each character: it must need no escape,
    // be NFC by itself, and never combine with the character before it.
    const combines = new Set<string>();
    const characters: string[] = [];
    for (let code = 0; code <= 0x10ffff; code += 1) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const character = String.fromCodePoint(code);
      characters.push(character);
      for (const later of Array.from(character.normalize('NFD')).slice(1)) combines.add(later);
    }
    const wrong = characters.filter((character) => {
      const text = `甲${character}`;
      const right = text.normalize('NFC') === text;
      if (isCanonicalText(text) !== right) return true;
      if (!right) return false;
      return canonicalJson({ text }) !== `{"text":${JSON.stringify(text)}}`;
    });
    expect(wrong).toStrictEqual([]);
    // Whatever combines must have been looked at as part of its text.
    const afterItsBase = [...combines].filter((later) => {
      const pairs = ['e', 'a', 'o', '\u304b', '\u1100', '\uac00'].map((base) => base + later);
      return pairs.some((pair) => isCanonicalText(pair) !== (pair.normalize('NFC') === pair));
    });
    expect(afterItsBase).toStrictEqual([]);
  });
});

describe('a text that should be canonical JSON', () => {
  it.each([
    ['not JSON', '{"a":1', 'not JSON'],
    ['a list', '[1]', 'not an object'],
    ['null', 'null', 'not an object'],
    ['another order', '{"b":1,"a":2}', 'another spelling'],
    ['spaces', '{"a": 1}', 'another spelling'],
    ['a line at the end', '{"a":1}\n', 'another spelling'],
    ['a duplicate key', '{"a":1,"a":1}', 'another spelling'],
    ['another spelling of a number', '{"a":1.0}', 'another spelling'],
    ['an exponent', '{"a":1e2}', 'another spelling'],
    ['an escape that is not needed', '{"a":"\\u0041"}', 'another spelling'],
    ['an escape in upper case', '{"a":"\\u001F"}', 'another spelling'],
    ['a rounded integer', '{"a":9007199254740993}', 'beyond 2^53-1'],
    ['-0', '{"a":-0}', '-0'],
    ['an infinity', '{"a":1e400}', 'Infinity'],
    ['half a pair', '{"a":"\\ud800"}', 'lone surrogate'],
    ['a text not in NFC', '{"a":"e\u0301"}', 'NFC'],
    ['a key that readers swallow', '{"__proto__":1}', 'swallow'],
  ])('is refused when it is %s', (_, text, reason) => {
    expect(() => parseCanonical(text)).toThrow(NotCanonical);
    expect(() => parseCanonical(text)).toThrow(reason);
  });

  it('is not quoted when it is not JSON', () => {
    try {
      parseCanonical('{"reporter":"甲某"');
    } catch (error) {
      expect(error).not.toHaveProperty('cause');
      expect(String(error)).not.toContain('甲某');
    }
    expect.assertions(2);
  });
});

function refusedPath(attempt: () => unknown): string | undefined {
  try {
    attempt();
  } catch (error) {
    if (error instanceof NotCanonical) return error.path;
    throw error;
  }
  return undefined;
}

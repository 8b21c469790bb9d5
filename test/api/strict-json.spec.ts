import fc from 'fast-check';
import { MalformedJson, mostNesting, parseStrictJson } from '../../src/api/strict-json.js';

function parse(text: string): unknown {
  return parseStrictJson(Buffer.from(text));
}

/** What is refused of a body: the path and the offset of the trouble, and the words. */
function refusal(body: string | Buffer): { path: string; offset: number; en: string; zh: string } {
  try {
    parseStrictJson(typeof body === 'string' ? Buffer.from(body) : body);
  } catch (error) {
    if (!(error instanceof MalformedJson)) throw error;
    return { path: error.path, offset: error.offset, ...error.words };
  }
  throw new Error('expected a refusal');
}

describe('a body', () => {
  it('means what it means to any JSON parser', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6, noUnicodeString: false }), (value) => {
        const exact = JSON.stringify(value, (_, inner: unknown) =>
          typeof inner === 'number' ? exactNumber(inner) : inner,
        );
        fc.pre(!/"(__proto__|constructor|prototype)":/.test(exact));
        fc.pre(exact.isWellFormed() && !/\\ud[89a-f]/i.test(exact));
        expect(parse(exact)).toEqual(JSON.parse(exact));
      }),
      { numRuns: 500 },
    );
  });

  it('is refused wherever any JSON parser refuses it', () => {
    const pieces = fc.constantFrom(
      ...['{', '}', '[', ']', ',', ':', '"a"', '"b"', '1', '-', '0', '.', 'e', 'true', 'nul', ' '],
      ...['"', '\\', '\\u00', '\n', '\t', '\u000b', '\ufeff', '{"a":1}', '[1,2]', '+1', '01'],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        const strict = outcome(() => parse(text));
        const native = outcome(() => JSON.parse(text) as unknown);
        if (native === 'refused') expect(strict).toBe('refused');
        else if (strict !== 'refused') expect(strict).toBe(native);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['{"a":1,"a":2}', 'a', 7],
    ['{"a":1,"\\u0061":2}', 'a', 7],
    ['{"findings":[{"grounds":[],"grounds":[]}]}', 'findings.0.grounds', 27],
    ['{"__proto__":1}', '__proto__', 1],
    ['{"a":{"constructor":{}}}', 'a.constructor', 6],
    ['{"a":[0,{"\\u005f_proto__":1}]}', 'a.1.__proto__', 9],
    ['{"size":9007199254740992}', 'size', 8],
    ['{"size":-9007199254740993}', 'size', 8],
    ['{"size":1e400}', 'size', 8],
    ['{"size":-1e400}', 'size', 8],
    ['{"size":1e-400}', 'size', 8],
    ['{"size":1e20}', 'size', 8],
    ['{"size":1.00000000000000000001}', 'size', 8],
    ['{"size":0.12345678901234567890}', 'size', 8],
    ['{"size":9007199254740990.6}', 'size', 8],
    ['{"size":-0}', 'size', 8],
    ['{"size":-0.0e1}', 'size', 8],
    ['{"size":4e-324}', 'size', 8],
    ['{"name":"\\ud800"}', 'name', 9],
    ['{"name":"\\udc00\\ud800"}', 'name', 9],
    ['{"name":"a\\ud83dx"}', 'name', 9],
    ['{"\\ud800":1}', '', 2],
    ['{"a":1', 'a', 6],
    ['{"a":1}}', '', 7],
    ['{"a":1,}', '', 7],
    ['{"a":01}', 'a', 6],
    ['{"a":.5}', 'a', 5],
    ['{"a":+1}', 'a', 5],
    ['{"a":0x10}', 'a', 6],
    ['{"a":NaN}', 'a', 5],
    ['{"a":Infinity}', 'a', 5],
    ["{'a':1}", '', 1],
    ['{a:1}', '', 1],
    ['{"a":1 // one\n}', 'a', 7],
    ['{"a":"\n"}', 'a', 6],
    ['{"a":"\u0000"}', 'a', 6],
    ['{"a":"\\x41"}', 'a', 6],
    ['{"a":"\\u12"}', 'a', 6],
    ['{"a":tru}', 'a', 5],
    ['[1 2]', '0', 3],
    ['[1,]', '1', 3],
    ['', '', 0],
    ['   ', '', 3],
    ['undefined', '', 0],
    ['\ufeff{}', '', 0],
    ['"open', '', 5],
    ['"end\\', '', 6],
  ])('%j is refused at its place', (body, path, offset) => {
    expect(refusal(body)).toMatchObject({ path, offset });
  });

  it('that is not UTF-8 is refused', () => {
    for (const bytes of [[0xff], [0x22, 0xc3, 0x22], [0x22, 0xed, 0xa0, 0x80, 0x22], [0xfe, 0xff]])
      expect(refusal(Buffer.from(bytes)).en).toBe('the body is not UTF-8');
  });

  it('is refused in both languages', () => {
    expect(refusal('{"a":1,"a":2}')).toMatchObject({
      zh: '字段重复出现',
      en: 'the field appears twice',
    });
  });

  it('may nest so deep and no deeper', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(() => parse(nested(mostNesting))).not.toThrow();
    expect(refusal(nested(mostNesting + 1)).en).toContain('64');
    expect(refusal('['.repeat(500_000)).offset).toBe(mostNesting);
    expect(() => parse(`[${nested(mostNesting - 1)},${nested(mostNesting - 1)}]`)).not.toThrow();
  });

  it('keeps names, numbers and texts that only look strange', () => {
    const text =
      '{"toString":1,"hasOwnProperty":2,"":3,"1":4,"a.b":5,"姓名":"甲\\u202e某","e":1e2,"z":0,"d":0.1,"m":9007199254740991}';
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it('with a great many fields is read in good time', () => {
    const fields = Array.from({ length: 40_000 }, (_, index) => `"f${index}":1`);
    const began = performance.now();
    parse(`{${fields.join(',')}}`);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

function exactNumber(value: number): number {
  return Number.isSafeInteger(value) && value !== 0 ? value : Math.trunc(value % 1_000_000) + 0.5;
}

function outcome(read: () => unknown): string {
  try {
    return JSON.stringify(read());
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof MalformedJson) return 'refused';
    throw error;
  }
}

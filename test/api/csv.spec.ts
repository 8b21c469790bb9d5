import fc from 'fast-check';
import { csv, prefersCsv } from '../../src/api/csv.js';

/** Reads CSV as RFC 4180 says, cell by cell. */
function read(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

describe('a table as CSV', () => {
  it('has a head, a line for each row, and nothing where a value is withheld', () => {
    const rows = [
      ['commission', 12, 0.25],
      ['bureau', null, -3],
    ];
    expect(csv(['organ', 'cases', 'rate'], rows)).toBe(
      'organ,cases,rate\r\ncommission,12,0.25\r\nbureau,,-3\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@sum', '\t=1', '\r=1'])(
    'has no text that a spreadsheet would calculate: %j',
    (text) => {
      expect(read(csv(['organ'], [[text]]))).toEqual([['organ'], [`'${text}`]]);
    },
  );

  it('says again what went into it, whatever characters there are', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '中', ' ', ',', '"', '\n', '\r', ';') });
    const line = fc.array(text, { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(line), (rows) => {
        const guarded = rows.map((row) => row.map((one) => one.replace(/^\r/, "'\r")));
        expect(read(csv(['x', 'y'], rows))).toEqual([['x', 'y'], ...guarded]);
      }),
    );
  });
});

describe('an Accept header', () => {
  it.each([
    [undefined, false],
    ['*/*', false],
    ['application/json', false],
    ['text/csv', true],
    ['TEXT/CSV; charset=utf-8', true],
    ['text/csv;q=0', false],
    ['text/csv, application/json', true],
    ['application/json, text/csv;q=0.9', false],
    ['application/json;q=0.5, text/csv;q=0.9', true],
    ['text/csv;q=nonsense', false],
  ])('%s asks for CSV: %s', (accept, expected) => {
    expect(prefersCsv(accept)).toBe(expected);
  });
});

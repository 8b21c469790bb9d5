// Rows as CSV (RFC 4180): a head, CRLF after each line, quotes where a cell needs them.

type Cell = string | number | null;

/**
 * The text of a table. Null is an empty cell. A text that a spreadsheet would take for a formula
 * gets an apostrophe in front, for ids are chosen by clients: `=…`, `+…`, `-…`, `@…`, a tab or a
 * carriage return at its beginning. Numbers stay numbers.
 */
export function csv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

function cell(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Whether an `Accept` header asks for CSV rather than JSON: named, and with no smaller weight (RFC 9110, 12.5.1). */
export function prefersCsv(accept: string | undefined): boolean {
  const weightOf = (type: string): number | undefined => {
    for (const part of accept?.slice(0, 500).split(',') ?? []) {
      const [named, ...parameters] = part
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      if (named !== type) continue;
      const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return q === undefined ? 1 : Number(q);
    }
    return undefined;
  };
  const weight = weightOf('text/csv') ?? 0;
  return weight > 0 && weight >= (weightOf('application/json') ?? 0);
}

// Text for a terminal: columns that stand below each other also where Chinese characters, which
// take two columns each, and Latin ones mix.

// What takes two columns: CJK, its punctuation, full-width forms (Unicode, UAX #11, wide and full-width).
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u;

/** What switches bold and colour on and off takes no column. */
const style = /\u001b\[[0-9;]*m/g;

/** Columns a text takes. */
export function widthOf(text: string): number {
  return Array.from(text.replace(style, '')).reduce(
    (width, one) => width + (wide.test(one) ? 2 : 1),
    0,
  );
}

/** Columns of the terminal; 100 where the output goes elsewhere. */
export function terminalWidth(): number {
  return Math.max(60, process.stdout.columns || 100);
}

// Kept in one line: a Latin word or number, opening marks with what follows them, closing marks
// with what they close.
const unbroken =
  /[“（《〔\u001b]*(?:[\x21-\x7e]+|[^\x21-\x7e])(?:\u001b\[[0-9;]*m|[，。；：、）》〕”])*/gu;

/** Breaks a text into lines of at most so many columns: at spaces, and between Chinese characters. */
export function wrapped(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const [piece] of text.matchAll(unbroken)) {
    if (widthOf(line) + widthOf(piece) > most && line.trim() !== '') {
      lines.push(line.trimEnd());
      line = '';
    }
    if (line !== '' || piece !== ' ') line += piece;
  }
  if (line.trim() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** Rows as columns, two spaces apart; the last column takes what is left of the line and wraps in itself. */
export function columns(rows: readonly (readonly string[])[], indent = '  '): string {
  const count = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: count - 1 }, (_, at) =>
    Math.max(...rows.map((row) => widthOf(row[at] ?? ''))),
  );
  const before = indent.length + widths.reduce((sum, width) => sum + width + 2, 0);
  return rows
    .map((row) => {
      const start = widths.map((width, at) => padded(row[at] ?? '', width + 2)).join('');
      const [first = '', ...rest] = wrapped(
        row[count - 1] ?? '',
        Math.max(24, terminalWidth() - before),
      );
      return [indent + start + first, ...rest.map((line) => ' '.repeat(before) + line)]
        .map((line) => line.trimEnd())
        .join('\n');
    })
    .join('\n');
}

/** A paragraph, indented. */
export function paragraph(text: string, indent = '  '): string {
  return wrapped(text, terminalWidth() - indent.length)
    .map((line) => indent + line)
    .join('\n');
}

export function bold(text: string): string {
  return styled(text, '1');
}

/** What an official should stop at. */
export function marked(text: string): string {
  return styled(text, '1;31');
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

function styled(text: string, code: string): string {
  const plain = !process.stdout.isTTY || process.env['NO_COLOR'] !== undefined;
  return plain ? text : `\u001b[${code}m${text}\u001b[0m`;
}

/** Prints lines as they are. */
export function print(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

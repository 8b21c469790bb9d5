// The tables of docs/regulation.md, made from the sources and from the names of the tests: nobody
// types them by hand. scripts/regulation-tables.mjs writes them, test/readme.spec.ts compares them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { irregularities } from '../../src/domain/case/irregularities.js';
import { notices } from '../../src/domain/case/notices.js';
import { dutyFailures, dutyKinds } from '../../src/domain/case/duty.js';
import { findingRules } from '../../src/domain/supervision/catalogue.js';
import { openedBy } from '../../src/domain/supervision/irregular.js';
import { readings } from '../../src/domain/regulation/readings.js';
import { articles } from './articles.js';

/** A test, with the clauses and readings that its name carries in brackets at its end. */
export interface TaggedTest {
  readonly file: string;
  readonly name: string;
  readonly tags: readonly string[];
}

/** What is shown of an article or a reading, and by which tests. */
export interface Shown {
  readonly code: string;
  readonly tests: readonly TaggedTest[];
}

const tag = /\[((?:M[12]-\d[\d-]*)|(?:I-\d+)|(?:form \d))\]/g;
const tagsAtEnd = /(?: \[(?:M[12]-\d[\d-]*|I-\d+|form \d)\])+$/;

/** Every test under test/ whose name carries a tag. */
export function taggedTests(root: string): readonly TaggedTest[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((file) => `test/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.spec.ts'))
    .toSorted()
    .flatMap((file) => testsIn(file, readFileSync(join(root, file), 'utf8')));
}

function testsIn(file: string, text: string): readonly TaggedTest[] {
  if (text.search(tag) < 0) return [];
  const found: TaggedTest[] = [];
  const visit = (node: ts.Node, above: readonly string[]): void => {
    let titles = above;
    if (ts.isCallExpression(node)) {
      const [title] = node.arguments;
      const of = calledName(node.expression);
      if (title !== undefined && ts.isStringLiteralLike(title)) {
        if (of === 'describe') titles = [...above, title.text];
        if (of === 'it') found.push(...tagged(file, above, title.text));
      }
    }
    ts.forEachChild(node, (child) => visit(child, titles));
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest), []);
  return found;
}

/** The sentence that a test's name makes with those above it, and the tags at its end. */
function tagged(file: string, above: readonly string[], title: string): readonly TaggedTest[] {
  const end = tagsAtEnd.exec(title)?.[0];
  if (end === undefined) return [];
  const tags = Array.from(end.matchAll(tag), ([, code = '']) => code);
  return [{ file, name: [...above, title.slice(0, -end.length)].join(' '), tags }];
}

/** `it` of `it(…)`, and of `it.each(…)(…)` with or without types; the same for `describe`. */
function calledName(callee: ts.Expression): string | undefined {
  if (ts.isIdentifier(callee)) return callee.text;
  if (!ts.isCallExpression(callee) || !ts.isPropertyAccessExpression(callee.expression))
    return undefined;
  const { expression } = callee.expression;
  return ts.isIdentifier(expression) ? expression.text : undefined;
}

/** Every article, form and reading, with the tests that show it; an item shows its article. */
export function shown(tests: readonly TaggedTest[]): readonly Shown[] {
  return [...articles, ...readings].map(({ code }) => ({
    code,
    tests: tests.filter(({ tags }) => tags.some((one) => one === code || isItemOf(one, code))),
  }));
}

function isItemOf(one: string, article: string): boolean {
  return article.startsWith('M') && one.startsWith(`${article}-`);
}

/** Tags that stand for nothing the measures have: an article or a reading that is not there. */
export function strayTags(tests: readonly TaggedTest[]): readonly string[] {
  const codes = [...articles, ...readings].map(({ code }) => code);
  return tests.flatMap(({ file, name, tags }) =>
    tags
      .filter((one) => !codes.some((code) => one === code || isItemOf(one, code)))
      .map((one) => `${file} › ${name}: ${one}`),
  );
}

/** Each table by the name of its markers in docs/regulation.md. */
export function regulationTables(root: string): ReadonlyMap<string, string> {
  const byCode = new Map(shown(taggedTests(root)).map(({ code, tests }) => [code, tests]));
  const sources = sourceFiles(root);
  return new Map([
    ['irregularities', rulesTable(irregularities)],
    ['notices', rulesTable(notices)],
    [
      'readings',
      table(
        ['reading', 'clause', '理解', 'taken as', 'policy', 'where'],
        readings.map(({ code, clause, words, policy }) => [
          code,
          `\`${clause}\``,
          words.zh,
          words.en,
          policy.map((field) => `\`${field}\``).join(', '),
          sources
            .filter(({ text }) => new RegExp(`\\b${code}\\b`).test(text))
            .map(({ file }) => `[${nameOf(file)}](../${file})`)
            .join(', '),
        ]),
      ),
    ],
    [
      'articles-shown',
      table(
        ['article', 'asks', 'shown by', 'later'],
        articles.map(({ code, asks, later }) => [
          code,
          asks,
          testCell(byCode.get(code) ?? []),
          later ?? '',
        ]),
      ),
    ],
    [
      'readings-shown',
      table(
        ['reading', 'shown by'],
        readings.map(({ code }) => [code, testCell(byCode.get(code) ?? [])]),
      ),
    ],
  ]);
}

/** The table of docs/supervision.md: what opens each finding. */
export function supervisionTables(): ReadonlyMap<string, string> {
  const rules = [...irregularities, ...notices];
  return new Map([
    [
      'findings',
      table(
        ['code', 'kind', 'clause', '问题', 'finding', 'opened by'],
        findingRules.map(({ code, kind, clause, words }) => {
          const duties = dutyKinds.filter((one) => dutyFailures[one] === code);
          const codes = rules.filter((rule) => openedBy(rule.code) === code);
          const opened = [
            ...duties.map((one) => `duty \`${one}\``),
            ...codes.map((rule) => `\`${rule.code}\``),
          ];
          const by = opened.length === 0 ? 'the facts' : opened.join(', ');
          return [code, kind, `\`${clause}\``, words.zh, words.en, by];
        }),
      ),
    ],
  ]);
}

/** A page with every table put between its markers; the rest of it is as it was. */
export function withTables(page: string, tables: ReadonlyMap<string, string>): string {
  return [...tables].reduce((text, [name, rows]) => {
    const [start, end] = [`<!-- table: ${name} -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`the page has no place for the table ${name}`);
    return `${text.slice(0, from + start.length)}\n\n${rows}\n\n${text.slice(to)}`;
  }, page);
}

type Rule = (typeof irregularities | typeof notices)[number];

function rulesTable(rules: readonly Rule[]): string {
  return table(
    ['code', 'clause', '提示', 'message'],
    rules.map(({ code, clause, words }) => [`\`${code}\``, `\`${clause}\``, words.zh, words.en]),
  );
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map(escaped).join(' | ')} |`).join('\n');
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|');
}

/** Each file once, with the names of its tests. */
function testCell(tests: readonly TaggedTest[]): string {
  return [...new Set(tests.map(({ file }) => file))]
    .map((file) => {
      const names = tests.filter((one) => one.file === file).map(({ name }) => `› ${name}`);
      return `[${nameOf(file)}](../${file}) ${names.join(' ')}`;
    })
    .join('<br>');
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

/** The sources, but for the catalogue, which speaks of every reading. */
function sourceFiles(root: string): readonly { readonly file: string; readonly text: string }[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((file) => `src/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.endsWith('/readings.ts'))
    .toSorted()
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

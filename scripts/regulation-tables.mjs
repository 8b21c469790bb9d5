// Writes the tables of docs/regulation.md and docs/supervision.md from the sources and the names of the tests, between
// their markers: `node scripts/regulation-tables.mjs`. test/readme.spec.ts compares them.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
// From here on TypeScript can be imported.
import '../test/support/typescript.mjs';

const { regulationTables, supervisionTables, withTables } =
  await import('../test/regulation/tables.ts');
const root = fileURLToPath(new URL('..', import.meta.url));
for (const [name, tables] of [
  ['regulation', regulationTables(root)],
  ['supervision', supervisionTables()],
]) {
  const page = `${root}docs/${name}.md`;
  writeFileSync(page, withTables(readFileSync(page, 'utf8'), tables));
}

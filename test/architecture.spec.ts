// Rules of the tree that neither the compiler nor the linter can say. Each failure names the file,
// the line and what to do instead.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const notOurs = new Set(['node_modules', 'dist', 'build', 'data', 'coverage', '.git']);
const binary = /\.(png|jpe?g|pdf|sqlite|woff2?|ico|gz|tgz|zip|xlsx?|docx)$/;

type TextFile = { readonly path: string; readonly text: string };

/** Every text file of the project by its path from the root, sorted. */
const files = textFilesUnder(root);
const sources = files.filter((file) => /^src\/.*\.ts$/.test(file.path));
const typescript = files.filter((file) => /^(src|test|bench|samples)\/.*\.ts$/.test(file.path));
const tests = files.filter((file) => /^test\/.*\.ts$/.test(file.path));

function textFilesUnder(folder: string): TextFile[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !notOurs.has(entry.name))
    .flatMap((entry): TextFile[] => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return textFilesUnder(path);
      if (!entry.isFile() || binary.test(entry.name)) return [];
      return [
        { path: relative(root, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') },
      ];
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** `path:line  text  → instead` of every line in which the pattern stands. */
function offences(among: readonly TextFile[], pattern: RegExp, instead: string): string[] {
  return among.flatMap(({ path, text }) =>
    text.split('\n').flatMap((line, index) => {
      const found = pattern.exec(line);
      return found ? [`${path}:${index + 1}  ${found[0].trim()}  → ${instead}`] : [];
    }),
  );
}

/** The code with the contents of its comments blanked, line for line. */
function withoutComments({ path, text }: TextFile): TextFile {
  const blanked = text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/(^|\s)\/\/[^\n]*/g, '$1');
  return { path, text: blanked };
}

describe('the tree', () => {
  it('finds the sources it is to judge', () => {
    expect(sources.length).toBeGreaterThan(0);
  });

  it('reads the environment in src/config.ts only', () => {
    const elsewhere = sources.filter((file) => file.path !== 'src/config.ts').map(withoutComments);
    const reading = /process\.env|process\[['"]env|\benv\b.*from 'node:process'|import\.meta\.env/;
    expect(
      offences(elsewhere, reading, 'add the setting to src/config.ts and take it as an argument'),
    ).toEqual([]);
  });

  it('keeps clock, chance and waiting out of the domain', () => {
    const domain = sources.filter((file) => file.path.startsWith('src/domain/'));
    const impure =
      /\bDate\.now\b|\bnew Date\(\s*\)|\bDate\(\s*\)|Math\.random|randomUUID|getRandomValues|performance\.now|\bset(Timeout|Interval|Immediate)\b|\basync\b(?= *(\(|function))|\bawait\b|'node:/;
    expect(
      offences(
        domain.map(withoutComments),
        impure,
        'take the date, id or fact as an argument; the command handler supplies it',
      ),
    ).toEqual([]);
  });

  it('names files after what they are about', () => {
    const nameless = /^(index|utils?|helpers?|common|shared|misc|base)\.tsx?$/;
    const folders = /(^|\/)(utils?|helpers?|common|shared|misc)\//;
    const offenders = typescript
      .map((file) => file.path)
      .filter((path) => nameless.test(basename(path)) || folders.test(path))
      .map((path) => `${path}  → name it after its subject and import the file itself`);
    expect(offenders).toEqual([]);
  });

  it('has no file too long to read at one sitting', () => {
    const most = 450;
    const offenders = typescript
      .map((file) => ({ path: file.path, lines: file.text.split('\n').length - 1 }))
      .filter((file) => file.lines > most)
      .map((file) => `${file.path} has ${file.lines} lines  → split by subject (at most ${most})`);
    expect(offenders).toEqual([]);
  });

  it('runs every test', () => {
    const parked =
      /\b(describe|it|test)\s*\.\s*(skip|only|todo)\b|\b(xit|xtest|xdescribe|fit|fdescribe)\(/;
    expect(offences(tests, parked, 'let it run, or delete it')).toEqual([]);
  });

  it('has no note to do something without the number of its issue', () => {
    const unnumbered = /\b(TO[D]O|FIX[M]E|XX[X])\b(?!\(#\d+\))/;
    expect(offences(typescript, unnumbered, 'do it now, or file it: TO' + 'DO(#12)')).toEqual([]);
  });

  it('gives a reason wherever it silences the compiler or the linter', () => {
    const silent = /eslint-disable(?!.* -- \S)|@ts-(ignore|nocheck)|@ts-expect-error(?! *\S)/;
    const judged = files.filter(
      (file) => /\.[cm]?[jt]s$/.test(file.path) && file.path !== 'test/architecture.spec.ts',
    );
    expect(
      offences(judged, silent, 'mend it; else `eslint-disable-next-line rule -- reason`'),
    ).toEqual([]);
  });

  it('names no machine and no registry', () => {
    const machine = /(^|[\s"'`(=:,])\/(work|root|home|Users)\/[\w.-]/;
    const registry = /\bregistry\.[a-z0-9-]+\.[a-z]{2,}|"resolve[d]":/;
    const instead = 'use a path relative to the project; .npmrc keeps hosts out of the lock';
    expect([...offences(files, machine, instead), ...offences(files, registry, instead)]).toEqual(
      [],
    );
  });
});

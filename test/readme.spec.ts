// The README and the documents beside it say what is so: their snippets are those of a script that
// runs, their tree, tables and links are held to the files.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { roles } from '../src/api/authorization.js';
import { routesOf } from '../src/api/routes.js';
import { dutyClauses } from '../src/domain/case/duty.js';
import { irregularities } from '../src/domain/case/irregularities.js';
import { notices as ruleNotices } from '../src/domain/case/notices.js';
import { notices } from '../src/domain/regulation/calendar/state-council-days.js';
import {
  regulationTables,
  supervisionTables,
  shown,
  strayTags,
  taggedTests,
  withTables,
} from './regulation/tables.js';
import { RunningService } from './support/running-service.js';

const root = join(__dirname, '..');
const documents = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => `docs/${name}`)];
const readme = read('README.md');

function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** The marked regions of a script, by name. */
function regionsOf(script: string): Map<string, string> {
  const found = read(script).matchAll(/^# region: (\S+)\n([\s\S]*?)\n# endregion$/gm);
  return new Map(Array.from(found, ([, name = '', text = '']) => [name, text]));
}

/** The cells of the table under a heading's row, without that row and the rule below it. */
function tableWith(document: string, head: string): string[][] {
  const after = read(document).split(`\n${head}\n`)[1];
  if (after === undefined) throw new Error(`${document} has no table "${head}"`);
  const [table = ''] = after.split('\n\n');
  return table
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((row) =>
      row
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);
}

describe('the README', () => {
  it('quotes both walks word for word, all of them and in order', () => {
    const quoted = Array.from(
      readme.matchAll(/<!-- (scripts\/\S+\.sh): (\S+) -->\n```sh\n([\s\S]*?)\n```/g),
      ([, script = '', name = '', text = '']) => [script, name, text],
    );
    expect(quoted).toEqual(
      ['scripts/walkthrough.sh', 'scripts/walk-of-the-demo.sh'].flatMap((script) =>
        [...regionsOf(script)].map(([name, text]) => [script, name, text]),
      ),
    );
  });

  it('shows the tree as it is', () => {
    const block = /## The tree\n\n```\n([\s\S]*?)\n```/.exec(readme)?.[1] ?? '';
    const above: string[] = [];
    const shown = block.split('\n').map((line) => {
      const [, indent = '', name = ''] = /^( *)(\S+) {2,}\S/.exec(line) ?? [];
      above.splice(indent.length / 2, above.length, name.replace(/\/$/, ''));
      return { path: above.join('/'), folder: name.endsWith('/') };
    });
    const missing = shown.filter(({ path }) => !existsSync(join(root, path)));
    expect(missing).toEqual([]);

    const kept = (folder: string, all: boolean): string[] =>
      readdirSync(join(root, folder), { withFileTypes: true })
        .filter((entry) => (all || entry.isDirectory()) && !ignored.has(entry.name))
        .filter(({ name }) => !/\.(log|tgz|tsbuildinfo)$/.test(name))
        .map(({ name }) => join(folder, name));
    const named = new Set(shown.map(({ path }) => path));
    const unnamed = [...kept('', true), ...kept('src', true), ...kept('src/domain', false)];
    expect(unnamed.filter((path) => !named.has(path))).toEqual([]);
  });

  it('names every setting', () => {
    const inCode = Array.from(
      read('src/config.ts').matchAll(/^ {2}([A-Z_]+): /gm),
      ([, name]) => name,
    );
    const inTable = tableWith('README.md', '| variable | default | meaning |').map(
      ([name]) => name,
    );
    expect(inTable).toEqual(inCode.map((name) => `\`${name ?? ''}\``));
  });

  it('gives every role the acts that the table of routes gives it', () => {
    const ofCase = routesOf({ production: true }).flatMap(({ command, path, rights }) => {
      if (command !== 'case' || rights === 'public') return [];
      return [{ act: /:caseId\/(.+)$/.exec(path)?.[1] ?? 'register', rights }];
    });
    const ofEverybodyWorking = [
      'declare-conflict',
      'evidence',
      'record-intervention',
      'correct-record',
    ];
    const [also = ''] = /^The first five may also .*$/m.exec(readme) ?? [];
    expect(ofEverybodyWorking.filter((act) => !also.includes(`\`${act}\``))).toEqual([]);
    const working = roles.slice(0, 5);
    expect(
      ofCase.filter(({ rights }) => working.every((role) => role in rights)).map(({ act }) => act),
    ).toEqual(ofEverybodyWorking);
    const granted = roles.map((role) => {
      const acts = ofCase.filter(
        ({ act, rights }) => role in rights && !ofEverybodyWorking.includes(act),
      );
      return [`\`${role}\``, acts.map(({ act }) => `\`${act}\``).join(', ')];
    });
    const table = tableWith('README.md', '| role | acts on a case | reads |');
    expect(table.map(([role, acts]) => [role, acts])).toEqual(granted);
  });

  it('names every command of the command line', () => {
    const known = filesUnder('src/cli').flatMap((file) => {
      const [, name] = /^ {2}name: '([\w-]+)',$/m.exec(read(file)) ?? [];
      return name === undefined ? [] : [name];
    });
    const inTable = tableWith('README.md', '| command | does |').map(
      ([command = '']) => /^`([\w-]+)/.exec(command)?.[1],
    );
    expect(inTable.toSorted()).toEqual(known.toSorted());
  });

  it('names the years whose calendar is known', () => {
    const years = notices.map(({ year }) => year);
    expect(readme).toContain(
      `Calendars are known for ${String(years[0])} to ${String(years.at(-1))}`,
    );
  });
});

// As .gitignore has them, and what git itself keeps.
const ignored = new Set([
  '.git',
  'node_modules',
  'dist',
  'build',
  'data',
  'coverage',
  '.env',
  '.DS_Store',
]);

describe('the documents', () => {
  it('link to files that are there', () => {
    const broken = documents.flatMap((document) =>
      Array.from(read(document).matchAll(/\]\(([^)#]+)[^)]*\)/g), ([, target = '']) => target)
        .filter((target) => !target.includes('://'))
        .filter((target) => !existsSync(join(root, dirname(document), target)))
        .map((target) => `${document}: ${target}`),
    );
    expect(broken).toEqual([]);
  });

  // `node scripts/regulation-tables.mjs` writes them.
  it('have the tables of the regulation as the sources and the names of the tests make them', () => {
    const page = read('docs/regulation.md');
    expect(withTables(page, regulationTables(root))).toBe(page);
    const supervision = read('docs/supervision.md');
    expect(withTables(supervision, supervisionTables())).toBe(supervision);
  });

  it.each([
    ['irregularity', 'irregularities', irregularities],
    ['notice', 'notices', ruleNotices],
  ] as const)('list every %s as the code has it', (_, name, rules) => {
    const [, page = ''] = read('docs/regulation.md').split(`<!-- table: ${name} -->`);
    const rows = page.split(`<!-- end of ${name} -->`)[0]?.trim().split('\n') ?? [];
    expect(rows.slice(2)).toEqual(
      rules.map(
        ({ code, clause, words }) => `| \`${code}\` | \`${clause}\` | ${words.zh} | ${words.en} |`,
      ),
    );
  });

  it('list every reading that the sources rest on, and where', () => {
    const head = '| reading | clause | 理解 | taken as | policy | where |';
    const rows = tableWith('docs/regulation.md', head);
    const speaking = filesUnder('src').filter((file) => !file.endsWith('/regulation/readings.ts'));
    const used = new Set(speaking.flatMap((file) => read(file).match(/\bI-\d+\b/g) ?? []));
    expect(rows.map(([reading]) => reading).toSorted()).toEqual([...used].toSorted());

    const elsewhere = rows.flatMap(([reading = '', , , , , where = '']) =>
      Array.from(where.matchAll(/\(\.\.\/([^)]+)\)/g), ([, file = '']) => file)
        .filter((file) => !new RegExp(`\\b${reading}\\b`).test(read(file)))
        .map((file) => `${file} does not speak of ${reading}`),
    );
    expect(elsewhere).toEqual([]);
  });

  it('name every kind of duty with its clause', () => {
    const head = '| kind | clause | starts with | answers | clock | met by |';
    expect(tableWith('docs/regulation.md', head).map(([kind, clause]) => [kind, clause])).toEqual(
      Object.entries(dutyClauses).map(([kind, clause]) => [`\`${kind}\``, clause]),
    );
  });
});

describe('the tests', () => {
  const tests = taggedTests(root);

  it('show every article, every form and every reading', () => {
    const unshown = shown(tests).filter((one) => one.tests.length === 0);
    expect(unshown.map(({ code }) => code)).toEqual([]);
  });

  it('name no article and no reading that is not there', () => {
    expect(strayTags(tests)).toEqual([]);
  });
});

describe('what the README promises to run', () => {
  let service: RunningService;

  beforeAll(async () => {
    service = await RunningService.start();
  });

  function run(command: string, ...options: string[]): string {
    const { status, stdout, stderr } = spawnSync(command, options, {
      cwd: root,
      encoding: 'utf8',
      env: { ...process.env, WENZE_URL: service.origin, NO_COLOR: '1' },
    });
    expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' });
    return stdout;
  }

  it('walks one case from intake to closing', () => {
    expect(run('sh', 'scripts/walkthrough.sh')).toMatch(/all answers are what the README says\n$/);
  });

  it('plays the demo, twice with the same story', () => {
    run(process.execPath, 'node_modules/typescript/bin/tsc', '-p', 'samples');
    const demo = (...options: string[]): string =>
      run(process.execPath, 'build/samples/demo.js', ...options);
    const [first = '', second = ''] = [demo(), demo()].map((told) => told.split('\n1. ')[1]);
    expect(second).toBe(first);
    for (const told of [
      '3 次  应从重或加重',
      '己某  4 次，涉及 4 案、3 人  尚未立案',
      '姓名：已封存',
      'S-01  2025-12-05  虚构市委    马某        M2-9     demo-2025-009',
      'S-01  demo-2025-009  已启动问责  虚构省纪委  另立 demo-2026-001',
    ])
      expect(first).toContain(told);
    const inEnglish = demo('--lang', 'en');
    expect(inEnglish).toContain('0 recorded now');
    // What is to be typed to ask on.
    for (const told of [first, inEnglish])
      expect(told).toMatch(/\n {2}demo-upper-discipline {2,}\S/);
    expect(inEnglish).toContain('/findings/S-01:demo-2025-009:demo-d9?on=2026-01-16');
    expect(run('sh', 'scripts/walk-of-the-demo.sh')).toMatch(/what the README says\n$/);
    // A register of cases that never happened, by the same command.
    const register = ['--register', 'test/samples/a-fictional-register'];
    const report = join(mkdtempSync(join(tmpdir(), 'wenze-register-')), 'report.json');
    const told = demo('--lang', 'en', ...register, '--report', report);
    rmSync(dirname(report), { recursive: true });
    expect(told).toMatch(/^The register\n {2}6 +cases/);
  });
});

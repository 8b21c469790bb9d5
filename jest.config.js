// Jest runs TypeScript, and the packages that ship only ES modules, compiled to CommonJS by swc:
// no flags, the same on every Node we support. Production runs ES modules; the end-to-end tests
// spawn `node dist/main.js`, so that the two cannot disagree unseen.
import { existsSync, readdirSync, readFileSync } from 'node:fs';

const modules = new URL('./node_modules/', import.meta.url);

/** Names of the installed packages whose files are ES modules, nested copies included. */
function esmPackages() {
  const names = readdirSync(modules).flatMap((name) =>
    name.startsWith('@') ? readdirSync(new URL(name, modules)).map((n) => `${name}/${n}`) : name,
  );
  return names.filter((name) => {
    if (name.startsWith('.')) return false;
    try {
      const manifest = readFileSync(new URL(`${name}/package.json`, modules), 'utf8');
      return JSON.parse(manifest).type === 'module';
    } catch {
      return false;
    }
  });
}

const common = {
  testEnvironment: 'node',
  roots: ['<rootDir>/src', '<rootDir>/test'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    // Offers itself to `import` only, which Jest's CommonJS resolution does not ask for.
    '^canonicalize$': '<rootDir>/node_modules/canonicalize/lib/canonicalize.js',
  },
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(?:.*/)?(?:${esmPackages().join('|')})/)`],
};

/** Questions to the read models: asked once of SQLite and once of PostgreSQL. */
const questions = [
  'accountability-counts',
  'analytics',
  'as-known',
  'capacities',
  'decisions',
  'findings',
  'intervention-log',
  'lists',
  'obligations',
  'occurrences',
  'policies',
  'scope',
];

const projects = [
  {
    ...common,
    displayName: 'wenze',
    testMatch: ['<rootDir>/test/**/*.spec.ts'],
    testPathIgnorePatterns: ['/node_modules/', '/postgres[^/]*\\.spec\\.ts$'],
  },
];

/** Debian's folder is there for a client alone too; only a server has what makes a cluster. */
const postgres = '/usr/lib/postgresql';
const hasPostgres =
  existsSync(postgres) &&
  readdirSync(postgres).some((version) => existsSync(`${postgres}/${version}/bin/initdb`));

if (hasPostgres)
  projects.push({
    ...common,
    displayName: 'on PostgreSQL',
    testMatch: [
      `<rootDir>/test/projections/(${questions.join('|')}).spec.ts`,
      '<rootDir>/test/**/postgres*.spec.ts',
    ],
    setupFiles: ['<rootDir>/test/support/on-postgres.mjs'],
  });
else if (process.env.WENZE_POSTGRES === 'required')
  throw new Error('no PostgreSQL is installed: apt-get install postgresql');
else process.stderr.write('No PostgreSQL is installed: what is asked of it is not tested here.\n');

export default {
  projects,
  testTimeout: 300_000,
  maxWorkers: '100%',
  globalSetup: '<rootDir>/test/support/run-set-up.mjs',
  globalTeardown: '<rootDir>/test/support/run-tear-down.mjs',
};

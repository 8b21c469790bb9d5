// Who may import whom, over the resolved graph of src/ and test/; type imports count.
// eslint.config.js says the same of import paths, for the editor.

/** A rule: files matching `from` may not import what matches `to`. */
function forbid(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}

const above = (layers) => `^src/(${layers}|main\\.ts|app\\.module\\.ts)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    forbid(
      'domain-is-pure',
      'The domain imports zod and itself only; facts come in as arguments.',
      { path: '^src/domain/' },
      { pathNot: '^(src/domain/|node_modules/zod/)' },
    ),
    forbid(
      'ledger-stands-alone',
      'The ledger knows nothing of what events mean: only node:, zod and the clients of its engines.',
      { path: '^src/ledger/' },
      {
        pathNot:
          '^(src/ledger/|node_modules/(zod|better-sqlite3|@types/better-sqlite3|@eventstore/db-client)/)',
        dependencyTypesNot: ['core'],
      },
    ),
    forbid(
      'verifying-stands-alone',
      'Whoever verifies the ledger reads these files and no others: node:crypto and canonical JSON.',
      { path: '^src/ledger/transparency/' },
      {
        pathNot: '^(src/ledger/(transparency/|canonical-json\\.ts$)|(node:)?crypto$)',
      },
    ),
    forbid(
      'judging-a-service-takes-nothing-of-it',
      'Who checks a service from outside trusts the verifying code and nothing else of it.',
      { path: '^src/cli/verify-(service|bundle)\\.ts$' },
      { pathNot: '^src/ledger/transparency/', dependencyTypesNot: ['core'] },
    ),
    forbid(
      'canonical-json-stands-alone',
      'Canonical JSON is part of the verifying code: it imports nothing.',
      { path: '^src/ledger/canonical-json\\.ts$' },
      { path: '.' },
    ),
    forbid(
      'commands-below-api',
      'A command does not know who called it; the controller maps its answer to HTTP.',
      { path: '^src/commands/' },
      { path: above('api/|cli/') },
    ),
    forbid(
      'projections-follow',
      'A projection follows the ledger; nobody commands it and it does not know HTTP.',
      { path: '^src/projections/' },
      { path: above('commands/|api/|cli/') },
    ),
    forbid(
      'evidence-below-all',
      'The evidence store keeps bytes and knows no case.',
      { path: '^src/evidence/' },
      { path: above('commands/|projections/|api/|cli/') },
    ),
    forbid(
      'api-is-not-wiring',
      'The wiring (main.ts, app.module.ts) and the command line import the API, not the reverse.',
      { path: '^src/api/' },
      { path: above('cli/') },
    ),
    forbid(
      'sqlite-in-its-adapters',
      'better-sqlite3 is imported by the SQLite adapters only; elsewhere use the port.',
      {
        path: '^src/',
        pathNot:
          '^src/(ledger/(sqlite-[^/]+|sequencer/sqlite-[^/]+|durable-database|writer-lock|keys[^/]*)|projections/sqlite-[^/]+)\\.ts$',
      },
      { path: '^node_modules/(@types/)?better-sqlite3/' },
    ),
    forbid(
      'kurrentdb-in-its-adapter',
      'The client of KurrentDB, and its messages, stay in two files; elsewhere use the port.',
      { path: '^src/', pathNot: '^src/ledger/kurrentdb-(client|messages)\\.ts$' },
      { path: '^node_modules/@eventstore/' },
    ),
    forbid(
      'nest-at-the-edge',
      'Nest belongs to api/, app.module.ts, main.ts and the command handlers.',
      { path: '^src/', pathNot: '^src/(api/|commands/|app\\.module\\.ts$|main\\.ts$)' },
      { path: '^node_modules/@nestjs/' },
    ),
    forbid(
      'commands-use-nest-for-the-bus',
      'Of Nest, commands use the CommandBus and what it takes to be injected.',
      { path: '^src/commands/' },
      { path: '^node_modules/@nestjs/', pathNot: '^node_modules/@nestjs/(cqrs|common)/' },
    ),
    forbid(
      'no-circular',
      'Two files that need each other are one file, or hide a third.',
      {},
      { circular: true },
    ),
    forbid(
      'no-orphans',
      'Nothing imports this file and it imports nothing: delete it, or use it.',
      { orphan: true, pathNot: '^(src/main\\.ts$|src/cli/wenze\\.ts$|test/)|\\.d\\.ts$' },
      {},
    ),
    forbid(
      'product-does-not-know-its-tests',
      'src/ imports neither tests nor benchmarks nor what only development installs.',
      { path: '^src/' },
      { path: '^(test|bench|samples|scripts)/' },
    ),
    forbid(
      'no-development-package-in-the-product',
      'Move the package to "dependencies", or do without it.',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/@types/' },
    ),
    forbid('resolvable', 'The import leads nowhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};

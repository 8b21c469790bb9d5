// Type-checked lint of the whole tree. Layers are checked twice on purpose: here for the editor,
// in .dependency-cruiser.cjs over the resolved graph.
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const doubleAssertion = {
  selector: "TSAsExpression[expression.type='TSAsExpression']",
  message: 'No `as unknown as`: parse with zod what comes from outside, or fix the type.',
};

const clockAndChance = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'The domain has no clock: take the date or instant as an argument.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'The domain has no clock: take the date or instant as an argument.',
  },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'The domain has no randomness: take the id or number as an argument.',
  },
  {
    selector: ':function[async=true], AwaitExpression',
    message: 'The domain is synchronous: let the handler await, and pass in what it learned.',
  },
];

/** Imports a layer may not have: a pattern over import paths, and what to do instead. */
const forbiddenImports = {
  domain: [
    ['^(?!zod$|\\.)', 'The domain imports zod and itself only; facts come in as arguments.'],
    [
      '^(\\.\\./)+(ledger|commands|projections|evidence|api|cli)/',
      'The domain imports itself only; facts come in as arguments.',
    ],
  ],
  ledger: [
    [
      '^(\\.\\./)+(domain|commands|projections|evidence|api|cli)/',
      'The ledger knows nothing of what events mean: the caller passes in codecs and schemas.',
    ],
    ['^@nestjs/', 'The ledger is framework-free; app.module.ts wires it.'],
  ],
  commands: [['^(\\.\\./)+(api|cli)/', 'Commands do not know HTTP; the controller maps answers.']],
  projections: [
    ['^(\\.\\./)+(commands|api|cli)/', 'Projections follow the ledger; nobody commands them.'],
    ['^@nestjs/', 'Projections are framework-free; app.module.ts wires them.'],
  ],
};

export default defineConfig(
  globalIgnores(['build/', 'dist/', 'data/', 'coverage/', 'web/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  tseslint.configs.strictTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
  {
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false, considerDefaultExhaustiveForUnions: false },
      ],
      // Leaves files with decorators alone, so that the classes Nest injects stay values.
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Narrows `signal.aborted` and the like across an await, where it may well have changed.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // Nest types its options as classes and takes literals.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // An async function that fulfils a port may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-restricted-syntax': ['error', doubleAssertion],
    },
  },
  {
    files: ['src/**'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'error' },
  },
  {
    files: ['src/domain/**'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...['process', 'performance', 'crypto', 'fetch', 'setTimeout', 'setInterval'].map(
          (name) => ({ name, message: 'The domain is pure: take it as an argument.' }),
        ),
      ],
      // Sound where nothing awaits.
      '@typescript-eslint/no-unnecessary-condition': 'error',
      'no-restricted-syntax': ['error', doubleAssertion, ...clockAndChance],
    },
  },
  Object.entries(forbiddenImports).map(([layer, patterns]) => ({
    files: [`src/${layer}/**`],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: patterns.map(([regex, message]) => ({ regex, message })) },
      ],
    },
  })),
  {
    files: ['test/**', 'bench/**', 'samples/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      '@typescript-eslint/no-require-imports': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'off',
      '@typescript-eslint/consistent-type-imports': 'off',
    },
  },
);

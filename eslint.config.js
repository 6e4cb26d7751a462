import tseslint from 'typescript-eslint';
import nextConfig from 'eslint-config-next';
import { serverActions } from './scripts/lint/server-actions.js';

const vendors = ['drizzle-orm', 'drizzle-orm/*', 'pg', 'stripe', 'ethers', 'next-auth', 'next-auth/*'];
const allButProtocol = ['#lib/*', '#db/*', '#app/*', '#components/*', '#worker/*', '#city-node/*'];
const next = ['next', 'next/*', 'next-auth', 'next-auth/*'];
const neverInLib = ['#app/*', '#components/*', '#city-node/*', '#worker/*', 'stripe', 'ethers'];

/**
 * What a folder may not import, by subpath; design.md, "Who may import whom". Of two rows that fit a file the later one
 * counts, so an exception comes after the rule and repeats what still holds. `scripts/lint/lint-rules.test.ts` tries each.
 */
export const borders = [
  {
    files: ['app/**'],
    never: ['#db/*', '#adapters/*', '#city-node/*', '#worker/*', ...vendors],
    why: 'pages and routes are doors: they call verbs in lib',
  },
  {
    files: ['app/api/auth/**'],
    never: ['#db/*', '#adapters/*', '#city-node/*', '#worker/*', 'drizzle-orm', 'pg', 'stripe', 'ethers'],
    why: 'the sign-in route hands over to next-auth and is a door all the same',
  },
  {
    files: ['components/**'],
    never: ['#db/*', '#adapters/*', '#city-node/*', '#worker/*', '#app/*', ...vendors],
    why: 'components only draw what they are given',
  },
  { files: ['lib/**'], never: [...neverInLib, ...next], why: 'verbs know no door, no vendor and no Next' },
  {
    files: ['lib/auth/**', 'lib/actions/**', 'lib/i18n/request-locale.ts', 'lib/brand/get-brand.ts'],
    never: neverInLib,
    why: 'verbs know no door and no vendor',
  },
  { files: ['worker/**'], never: ['#app/*', '#components/*', '#city-node/*'], why: 'the worker calls verbs' },
  {
    files: ['city-node/**'],
    never: ['#lib/*', '#db/*', '#app/*', '#components/*', '#worker/*', 'next', 'next/*'],
    why: 'a city node is run by another party and shares only protocol and chain drivers',
  },
  {
    files: ['adapters/**'],
    never: allButProtocol,
    why: 'a driver knows its port, the protocol and its vendor',
  },
  {
    files: ['protocol/**'],
    never: [...allButProtocol, '#adapters/*'],
    why: 'protocol is shared by every process',
  },
  { files: ['sdk/**'], never: [...allButProtocol, '#adapters/*'], why: 'the sdk ships alone' },
];

/** Configuration is read in one place for each process; everything else is handed what it needs. */
const environmentReaders = [
  'lib/env/**',
  'lib/log/**',
  'lib/i18n/**',
  'db/**',
  'city-node/env.ts',
  'city-node/main.ts',
  'worker/main.ts',
];

/** As a regular expression, because a `group` takes a name that starts with # for a comment and never matches it. */
const anyOf = (names) => `^(${names.map((name) => name.replace('*', '.*')).join('|')})$`;

const tests = ['**/*.test.ts', '**/*.test.tsx'];

export default tseslint.config(
  { ignores: ['.next/**', '.cityport/**', 'node_modules/**', 'next-env.d.ts', 'db/migrations/**'] },
  ...nextConfig,
  ...tseslint.configs.strict,
  {
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'react-hooks/set-state-in-effect': 'off',
      // Next's image optimiser is off (next.config.js): pictures are a few logos, re-encoded on upload.
      '@next/next/no-img-element': 'off',
    },
  },
  // Playwright's fixtures are handed a function called `use`, which is no React hook.
  { files: ['e2e/**'], rules: { 'react-hooks/rules-of-hooks': 'off' } },
  ...borders.map(({ files, never, why }) => ({
    files,
    ignores: tests,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: [{ regex: anyOf(never), message: why }] },
      ],
    },
  })),
  {
    files: [
      'app/**',
      'components/**',
      'lib/**',
      'adapters/**',
      'protocol/**',
      'worker/**',
      'city-node/**',
      'sdk/**',
    ],
    ignores: [...tests, ...environmentReaders],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'read configuration through lib/env or city-node/env.ts',
        },
      ],
    },
  },
  {
    files: ['app/**', 'components/**', 'lib/**', 'worker/**', 'scripts/**'],
    ignores: [...tests, 'lib/auth/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.name='mintActor']",
          message: 'only lib/auth makes an actor; systemActor(reason) is for jobs',
        },
        {
          selector: "JSXSpreadAttribute ~ JSXAttribute[name.name='key']",
          message:
            'a key after a spread is compiled to createElement, and React warns of its children: put it first',
        },
      ],
    },
  },
  {
    files: ['app/**'],
    plugins: { cityport: { rules: { 'server-actions': serverActions } } },
    rules: { 'cityport/server-actions': 'error' },
  },
);

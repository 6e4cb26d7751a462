import tseslint from 'typescript-eslint';
import next from 'eslint-config-next';

/** What a folder may not import, by subpath; design.md, "Who may import whom". */
const borders = [
  {
    files: ['app/**'],
    except: ['app/api/auth/**'],
    never: [
      '#db/*',
      '#adapters/*',
      '#city-node/*',
      '#worker/*',
      'drizzle-orm',
      'drizzle-orm/*',
      'pg',
      'stripe',
      'ethers',
      'next-auth',
      'next-auth/*',
    ],
    why: 'pages and routes are doors: they call verbs in lib',
  },
  {
    files: ['components/**'],
    never: [
      '#db/*',
      '#adapters/*',
      '#city-node/*',
      '#worker/*',
      '#app/*',
      'drizzle-orm',
      'drizzle-orm/*',
      'pg',
      'stripe',
      'ethers',
      'next-auth',
      'next-auth/*',
    ],
    why: 'components only draw what they are given',
  },
  {
    files: ['lib/**'],
    never: ['#app/*', '#components/*', '#city-node/*', '#worker/*', 'stripe', 'ethers'],
    why: 'verbs know no door and no vendor',
  },
  {
    files: ['lib/**'],
    except: ['lib/auth/**', 'lib/actions/**', 'lib/i18n/request-locale.ts'],
    never: ['next', 'next/*', 'next-auth', 'next-auth/*'],
    why: 'only lib/auth and lib/actions know Next',
  },
  { files: ['worker/**'], never: ['#app/*', '#components/*', '#city-node/*'], why: 'the worker calls verbs' },
  {
    files: ['city-node/**'],
    never: ['#lib/*', '#db/*', '#app/*', '#components/*', '#worker/*', 'next', 'next/*'],
    why: 'a city node is run by another party and shares only protocol and chain drivers',
  },
  {
    files: ['adapters/**'],
    never: ['#lib/*', '#db/*', '#app/*', '#components/*', '#worker/*', '#city-node/*'],
    why: 'a driver knows its port, the protocol and its vendor',
  },
  {
    files: ['protocol/**'],
    never: ['#lib/*', '#db/*', '#app/*', '#components/*', '#worker/*', '#city-node/*', '#adapters/*'],
    why: 'protocol is shared by every process',
  },
  {
    files: ['sdk/**'],
    never: ['#lib/*', '#db/*', '#app/*', '#components/*', '#worker/*', '#city-node/*', '#adapters/*'],
    why: 'the sdk ships alone',
  },
];

export default tseslint.config(
  { ignores: ['.next/**', '.cityport/**', 'node_modules/**', 'next-env.d.ts', 'db/migrations/**'] },
  ...next,
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
    },
  },
  ...borders.map(({ files, except, never, why }) => ({
    files,
    ignores: ['**/*.test.ts', '**/*.test.tsx', ...(except ?? [])],
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ group: never, message: why }] }],
    },
  })),
);

import { defineConfig } from 'vitest/config';

const shared = { environment: 'node' as const, restoreMocks: true };
const outside = ['**/node_modules/**', '**/.next/**', 'e2e/**'];

/** unit: pure rules, no database. integration: a real PostgreSQL. contract: one suite over every driver of a border. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...outside, '**/*.integration.test.ts', '**/*.contract.test.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'integration',
          include: ['**/*.integration.test.ts'],
          exclude: outside,
          globalSetup: ['db/testing/global-setup.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...shared,
          name: 'contract',
          include: ['**/*.contract.test.ts'],
          exclude: outside,
          globalSetup: ['db/testing/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});

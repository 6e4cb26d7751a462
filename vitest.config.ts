import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { defineConfig } from 'vitest/config';

/** A sandbox portal's environment, with keys of this run only. The database is each test file's own. */
const portalTestEnv = {
  DATABASE_URL: 'postgres://set-by-each-file',
  PORTAL_URL: 'http://portal.test',
  NEXTAUTH_SECRET: randomBytes(32).toString('hex'),
  PORTAL_SIGNING_KEY: Buffer.from(
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
  ).toString('base64'),
  SIMULATED_WEBHOOK_SECRET: `whsec_${randomBytes(24).toString('hex')}`,
  SANDBOX: '1',
};

const shared = {
  environment: 'node' as const,
  restoreMocks: true,
  env: portalTestEnv,
  // These end what hangs. How soon a thing comes about says more about the machine than about the code.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  expect: { poll: { timeout: 60_000 } },
};
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
          maxWorkers: 2,
        },
      },
    ],
  },
});

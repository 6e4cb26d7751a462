import { defineConfig } from '@playwright/test';

const chromium = {
  executablePath: process.env.CHROME_PATH,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** The whole stack on the production build, started by `e2e/start-stack.ts` with data of its own. */
export default defineConfig({
  testDir: './e2e',
  outputDir: './test-results',
  globalSetup: './e2e/start-stack.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // As in vitest.config.ts: this ends what hangs, and a slow machine does not.
  timeout: 240_000,
  expect: { timeout: 15_000 },
  use: { launchOptions: chromium, trace: 'retain-on-failure', locale: 'en-GB', timezoneId: 'Asia/Shanghai' },
  projects: [
    { name: 'desktop', use: { viewport: { width: 1440, height: 900 } } },
    {
      name: 'phone',
      testMatch: /journey|pages/,
      use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    },
  ],
});

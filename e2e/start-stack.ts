import { startStack } from '#scripts/start/start-stack.ts';

/** A stack for this run, stopped after the last test. E2E_PORTAL_URL names one that runs already. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  if (process.env.E2E_PORTAL_URL) return async () => undefined;
  const { portalUrl, stop } = await startStack('e2e', 3900);
  process.env.E2E_PORTAL_URL = portalUrl;
  return stop;
}

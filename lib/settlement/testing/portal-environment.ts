import { vi } from 'vitest';
import { generateEdgeKey } from '#protocol/edge-signing/keys.ts';

/** What the portal's verbs read from the environment; set before the first of them runs. */
export function portalEnvironment(): void {
  const values = {
    DATABASE_URL: 'postgres://test:test@127.0.0.1/test',
    NEXTAUTH_SECRET: 'x'.repeat(40),
    PORTAL_SIGNING_KEY: Buffer.from(generateEdgeKey().privateKeyPem).toString('base64'),
    PORTAL_ZONE: 'Asia/Shanghai',
    PORTAL_CURRENCY: 'CNY',
    SANDBOX: '1',
  };
  for (const [name, value] of Object.entries(values)) vi.stubEnv(name, value);
}

import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Secrets = {
  nextauthSecret: string;
  /** Ed25519 private key, PKCS #8 PEM in base64. */
  portalSigningKey: string;
  simulatedWebhookSecret: string;
  /** 32 bytes in base64, by node. */
  nodeSealingKeys: Record<string, string>;
  nodeSigningKeys: Record<string, string>;
};

/** This installation's own secrets: made at the first start, kept in a file that only its owner reads. */
export function installationSecrets(home: string, nodes: readonly string[]): Secrets {
  const file = join(home, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets;
  const each = (make: () => string) => Object.fromEntries(nodes.map((node) => [node, make()]));
  const secrets: Secrets = {
    nextauthSecret: randomBytes(48).toString('base64url'),
    portalSigningKey: signingKey(),
    simulatedWebhookSecret: `whsec_${randomBytes(24).toString('base64url')}`,
    nodeSealingKeys: each(() => randomBytes(32).toString('base64')),
    nodeSigningKeys: each(signingKey),
  };
  writeFileSync(file, JSON.stringify(secrets, null, 1), { mode: 0o600 });
  return secrets;
}

function signingKey(): string {
  const { privateKey } = generateKeyPairSync('ed25519');
  return Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' })).toString('base64');
}

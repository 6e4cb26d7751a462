import { join } from 'node:path';
import type { ProcessSpec } from '#scripts/supervise/supervise.ts';
import type { DemoNode } from '#db/seed/demo-nodes.ts';
import type { Secrets } from './secrets.ts';

export type Layout = {
  root: string;
  home: string;
  secrets: Secrets;
  portalPort: number;
  portalDatabase: string;
  nodes: readonly { node: DemoNode; port: number; database: string }[];
};

/** Room for what is made and soon forgotten: too little, and it is moved to where it is dear to sweep. */
const heap = (megabytes: number, young: number) => [
  `--max-old-space-size=${megabytes}`,
  `--max-semi-space-size=${young}`,
];

export const portalUrl = (layout: Layout): string => `http://127.0.0.1:${layout.portalPort}`;

/** What web, worker, seed and every portal command run with. */
export function portalEnvironment(layout: Layout): Record<string, string> {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: layout.portalDatabase,
    PORTAL_URL: portalUrl(layout),
    NEXTAUTH_URL: portalUrl(layout),
    NEXTAUTH_SECRET: layout.secrets.nextauthSecret,
    PORTAL_SIGNING_KEY: layout.secrets.portalSigningKey,
    SIMULATED_WEBHOOK_SECRET: layout.secrets.simulatedWebhookSecret,
    SANDBOX: process.env.SANDBOX ?? '1',
  };
}

/** What the city node of one demo city runs with. */
export function cityNodeEnvironment(layout: Layout, slug: string): Record<string, string> {
  const found = layout.nodes.find(({ node }) => node.slug === slug);
  if (!found) throw new Error(`no demo city node ${slug}`);
  const { node, port, database } = found;
  return {
    NODE_ENV: 'production',
    DATABASE_URL: database,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    CITY_NODE_NAME: node.name,
    CITY: node.city,
    COUNTRY: node.country,
    LATITUDE: String(node.latitude),
    LONGITUDE: String(node.longitude),
    PROVIDER: node.provider,
    DATA_DIR: join(layout.home, 'city-nodes', slug),
    SEALING_KEY: layout.secrets.nodeSealingKeys[slug] ?? '',
    SIGNING_KEY: layout.secrets.nodeSigningKeys[slug] ?? '',
    PUBLIC_DEMO: node.publicNetwork ? '1' : '0',
  };
}

/** The city nodes' processes, which need nothing of the portal. */
export function cityNodeProcesses(layout: Layout): ProcessSpec[] {
  return layout.nodes.map(({ node, port }) => ({
    name: `city-node-${node.slug}`,
    args: [...heap(96, 8), join(layout.root, 'city-node/main.ts')],
    env: cityNodeEnvironment(layout, node.slug),
    healthUrl: `http://127.0.0.1:${port}/health`,
  }));
}

/** The portal's own two. */
export function portalProcesses(layout: Layout): ProcessSpec[] {
  const env = portalEnvironment(layout);
  return [
    { name: 'worker', args: [...heap(160, 8), join(layout.root, 'worker/main.ts')], env },
    {
      name: 'web',
      args: [...heap(320, 16), join(layout.root, '.next/standalone/server.js')],
      env: { ...env, PORT: String(layout.portalPort), HOSTNAME: '127.0.0.1' },
      healthUrl: `${portalUrl(layout)}/api/health`,
    },
  ];
}

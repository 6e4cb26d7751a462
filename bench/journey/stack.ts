import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { useDatabase as openDatabase } from '#db/connection.ts';
import { root } from '#scripts/home.ts';
import { portalEnvironment } from '#scripts/start/processes.ts';
import { installationSecrets } from '#scripts/start/secrets.ts';
import { startStack, type Stack } from '#scripts/start/start-stack.ts';

/** A whole stack with fresh demo data below `.cityport/<name>`, and its portal database opened for this process. */
export async function startOpenStack(name: string, port: number): Promise<Stack> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
  const stack = await startStack(name, port);
  const { home, portalUrl } = stack;
  const { port: databasePort, password } = JSON.parse(readFileSync(join(home, 'postgres.json'), 'utf8')) as {
    port: number;
    password: string;
  };
  const portalDatabase = `postgres://postgres:${password}@127.0.0.1:${databasePort}/portal`;
  const layout = { root, home, portalPort: port, portalDatabase, nodes: [] };
  // What verbs called from here read is what the stack's own processes run with.
  Object.assign(process.env, portalEnvironment({ ...layout, secrets: installationSecrets(home, []) }), {
    PORTAL_URL: portalUrl,
  });
  openDatabase(portalDatabase);
  return stack;
}

import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#scripts/home.ts';
import { portalEnvironment } from '#scripts/start/processes.ts';
import { installationSecrets } from '#scripts/start/secrets.ts';
import { useDatabase as openDatabase } from '#db/connection.ts';

export type Stack = { home: string; portalUrl: string; pid: number; stop: () => Promise<void> };

/** A whole stack with fresh demo data below `.cityport/<name>`, and its portal database opened for this process. */
export async function startStack(name: string, port: number): Promise<Stack> {
  const home = join(root, '.cityport', name);
  rmSync(home, { recursive: true, force: true });
  const stack = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'scripts/start/main.ts')],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', CITYPORT_HOME: home, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  // Whatever ends this process, the stack ends with it.
  process.on('exit', () => stack.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));
  const portalUrl = await new Promise<string>((resolve, reject) => {
    let text = '';
    stack.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /^ready (\S+)$/m.exec(text)?.[1];
      if (url) resolve(url);
    });
    stack.once('exit', (code) =>
      reject(new Error(`the stack ended with ${code} before it was ready:\n${text}`)),
    );
  });
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
  return {
    home,
    portalUrl,
    pid: stack.pid ?? 0,
    stop: () =>
      new Promise((resolve) => {
        stack.once('exit', () => resolve());
        stack.kill('SIGTERM');
      }),
  };
}

import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#scripts/home.ts';

export const stackHome = join(root, '.cityport', 'e2e');

/** Starts everything with fresh data on free ports, and stops it after the last test. E2E_PORTAL_URL names one that runs already. */
export default async function startStack(): Promise<() => Promise<void>> {
  if (process.env.E2E_PORTAL_URL) return async () => undefined;
  rmSync(stackHome, { recursive: true, force: true });
  const stack = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'scripts/start/main.ts')],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', CITYPORT_HOME: stackHome, PORT: '3900' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  process.env.E2E_PORTAL_URL = await readyUrl(stack);
  return () =>
    new Promise((resolve) => {
      stack.once('exit', () => resolve());
      stack.kill('SIGTERM');
    });
}

function readyUrl(stack: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stack.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const url = /^ready (\S+)$/m.exec(text)?.[1];
      if (url) resolve(url);
    });
    stack.once('exit', (code) =>
      reject(new Error(`the stack ended with ${code} before it was ready:\n${text}`)),
    );
  });
}

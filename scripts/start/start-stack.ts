import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#scripts/home.ts';

export type Stack = { home: string; portalUrl: string; pid: number; stop: () => Promise<void> };

/** `npm start` as a child, on the production build, with fresh demo data below `.cityport/<name>`; waits until it is ready. */
export async function startStack(name: string, port: number): Promise<Stack> {
  const home = join(root, '.cityport', name);
  rmSync(home, { recursive: true, force: true });
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(root, 'scripts/start/main.ts')],
    {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', CITYPORT_HOME: home, PORT: String(port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const kill = () => void child.kill('SIGTERM');
  // Whatever ends this process, also while it waits, the stack ends with it.
  process.once('exit', kill);
  const portalUrl = await readyUrl(child);
  const stop = () =>
    new Promise<void>((resolve) => {
      process.off('exit', kill);
      // One that has ended by itself will not say so again.
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once('exit', () => resolve());
      kill();
    });
  return { home, portalUrl, pid: child.pid ?? 0, stop };
}

/** The portal's address, as soon as a stack says that it is ready; throws with all that it said when it ends before. */
export function readyUrl(stack: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    stack.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      // The end of the line with it: a chunk may end in the middle of the address.
      const url = /^ready (\S+)\n/m.exec(text)?.[1];
      if (url) resolve(url);
    });
    // Not at its exit: what it said last may still be on its way.
    stack.once('close', (code) =>
      reject(new Error(`the stack ended with ${code} before it was ready:\n${text}`)),
    );
  });
}

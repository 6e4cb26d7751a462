import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const files: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "minimal", "private": true, "type": "module" }',
  'app/layout.jsx':
    'export default function Layout({ children }) { return <html lang="en"><body>{children}</body></html>; }',
  // Reads a header, so that it is rendered at each request as our storefront is.
  'app/page.jsx': `import { headers } from 'next/headers';
export const metadata = { title: 'Minimal', description: 'A minimal page' };
export default async function Page() { const host = (await headers()).get('host'); return <main><h1>Hello {host}</h1></main>; }`,
};

export type RunningApp = { url: string; process: ChildProcess };

/** Builds the smallest Next app of the same version and rendering kind, and starts it on `port`. */
export async function startMinimalNext(root: string, port: number): Promise<RunningApp> {
  const folder = join(root, '.cityport', 'bench', 'minimal-next');
  await rm(folder, { recursive: true, force: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  await writeFile(
    join(folder, 'next.config.js'),
    `export default { output: 'standalone', turbopack: { root: ${JSON.stringify(root)} }, outputFileTracingRoot: ${JSON.stringify(root)} };`,
  );
  await finished(
    spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
    }),
  );
  const standalone = join(folder, '.next/standalone/.cityport/bench/minimal-next');
  await cp(join(folder, '.next/static'), join(standalone, '.next/static'), { recursive: true });
  const child = spawn(process.execPath, ['server.js'], {
    cwd: standalone,
    stdio: 'ignore',
    env: { ...process.env, PORT: String(port), HOSTNAME: '127.0.0.1' },
  });
  const url = `http://127.0.0.1:${port}/`;
  await answered(url);
  return { url, process: child };
}

async function finished(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`the build of the minimal app ended with ${code}`);
}

async function answered(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} did not answer within ten seconds`);
}

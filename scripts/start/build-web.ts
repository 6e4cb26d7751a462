import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const inputs = [
  'app',
  'components',
  'lib',
  'db',
  'adapters',
  'protocol',
  'public',
  'sdk',
  'next.config.js',
  'proxy.ts',
  'postcss.config.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

/** Builds the portal for production unless the build that is there was made of these very sources. True if it built. */
export async function buildWeb(root: string): Promise<boolean> {
  const digest = await digestOf(root, inputs);
  const stamp = join(root, '.next', 'cityport-sources');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === digest) return false;
  await nextBuild(root);
  const standalone = join(root, '.next', 'standalone');
  await cp(join(root, '.next', 'static'), join(standalone, '.next', 'static'), { recursive: true });
  await cp(join(root, 'public'), join(standalone, 'public'), { recursive: true });
  await writeFile(stamp, digest);
  return true;
}

function nextBuild(root: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/next/dist/bin/next'), 'build'], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    });
    const lines: string[] = [];
    const keep = (chunk: Buffer) => lines.push(chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the build of the portal failed:\n${lines.join('').slice(-8_000)}`));
    });
  });
}

async function digestOf(root: string, names: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of names) {
    const path = join(root, name);
    if (!existsSync(path)) continue;
    for (const file of await filesBelow(path))
      hash.update(file.slice(root.length)).update(await readFile(file));
  }
  return hash.digest('hex');
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => undefined);
  if (!entries) return [path];
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

// Plain JavaScript for whatever Node the machine has (20 or newer): brings the packages in, then hands over to Node 24.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

export const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const stamp = join(root, 'node_modules', '.cityport-lock');

/** Installs exactly what the lock file names, unless that is what is there. */
export function ensureInstalled() {
  const wanted = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  const started = Date.now();
  console.log('Installing packages (about a minute on a first run) …');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (result.status !== 0) {
    console.error(
      'npm could not install the packages; its own message is above. Mend that and run the command again.',
    );
    process.exit(result.status ?? 1);
  }
  writeFileSync(stamp, wanted);
  console.log(`Packages are installed (${Math.round((Date.now() - started) / 1000)} s).`);
}

export function node24() {
  const binary = join(
    root,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  return existsSync(binary) ? binary : process.execPath;
}

/** Runs a TypeScript entry under Node 24, passes signals on, and ends with its exit code. */
export function runEntry(entry, args = []) {
  const child = spawn(
    node24(),
    ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=2', join(root, entry), ...args],
    {
      cwd: root,
      stdio: 'inherit',
      env: { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/cityport'), ...process.env },
    },
  );
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

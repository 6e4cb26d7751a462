import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { demoNodes } from '#db/seed/demo-nodes.ts';
import { freePort } from '#scripts/postgres/start-postgres.ts';
import type { Installation } from './installation.ts';
import { note, ok, skipped, wrong, type Finding } from './finding.ts';

const wantedNode = 24;
const GB = 1_000_000_000;

/** The machine itself: what every installation stands on. */
export async function lookAtMachine(root: string, installation: Installation): Promise<Finding[]> {
  return [
    nodeVersion(),
    packages(root),
    chain(root),
    memory(),
    await disk(installation.home),
    folder(installation.home),
    ...(await ports(installation)),
    browser(root),
  ];
}

function nodeVersion(): Finding {
  const found = process.versions.node;
  if (Number(found.split('.')[0]) >= wantedNode) return ok('Node.js', found);
  return wrong(
    'Node.js',
    `${found} runs this, ${wantedNode} is needed`,
    'npm ci brings Node 24 as a package; run things by npm, as in `npm start`',
  );
}

function packages(root: string): Finding {
  const stamp = join(root, 'node_modules/.cityport-lock');
  const digest = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest)
    return ok('packages', 'as the lock file says');
  return wrong('packages', 'not those of package-lock.json', 'npm ci');
}

function chain(root: string): Finding {
  const anvil = process.env.ANVIL_BIN ?? join(root, 'node_modules/.bin/anvil');
  const answer = spawnSync(anvil, ['--version'], { encoding: 'utf8', timeout: 20_000 });
  if (answer.status === 0) return ok('demo chain', (answer.stdout.split('\n')[0] ?? 'anvil').trim());
  return wrong(
    'demo chain',
    `anvil does not run (${answer.error?.message ?? answer.stderr.trim().slice(0, 120)})`,
    'npm rebuild @foundry-rs/anvil, or set ANVIL_BIN to an anvil of your own',
  );
}

function memory(): Finding {
  const total = totalmem();
  const says = `${(total / GB).toFixed(1)} GB`;
  return total > 2 * GB
    ? ok('memory', says)
    : note('memory', says, 'the demo with both chains takes about 0.9 GB; building the portal takes 2 GB');
}

async function disk(home: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(home);
  const free = bavail * bsize;
  const says = `${(free / GB).toFixed(1)} GB free for ${home}`;
  if (free > 2 * GB) return ok('disk', says);
  return free > GB / 2
    ? note('disk', says, 'the build and the demo data take about 1 GB')
    : wrong('disk', says, 'free some space, or set CITYPORT_HOME to a folder on a larger disk');
}

function folder(home: string): Finding {
  try {
    accessSync(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return wrong(
      'data folder',
      `${home} cannot be written`,
      `give it to the user that runs Cityport: chown -R $USER ${home}`,
    );
  }
  const secrets = join(home, 'secrets.json');
  if (existsSync(secrets) && process.platform !== 'win32' && (statSync(secrets).mode & 0o077) !== 0)
    return wrong('data folder', 'others can read its secrets', `chmod 600 ${secrets}`);
  return ok('data folder', home);
}

async function ports({ started, byEnvironment }: Installation): Promise<Finding[]> {
  if (started) return [ok('ports', 'in use by this installation, which runs')];
  if (byEnvironment) return [skipped('ports', 'the environment says where things run')];
  const wanted = [3000, ...demoNodes.map((node) => node.port)];
  const taken: number[] = [];
  for (const port of wanted) if ((await freePort(port)) !== port) taken.push(port);
  if (taken.length === 0) return [ok('ports', `${wanted.join(', ')} are free`)];
  return [
    note(
      'ports',
      `taken: ${taken.join(', ')}`,
      '`npm start` moves on to free ones and says so; PORT chooses the portal’s',
    ),
  ];
}

/** Looked for, never installed: only tests need one, and `npm test` brings it. */
function browser(root: string): Finding {
  const own = spawnSync(
    process.execPath,
    ['-e', "import('playwright-core').then(({ chromium }) => console.log(chromium.executablePath()))"],
    { encoding: 'utf8', cwd: root },
  );
  const known = [
    process.env.CHROME_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    own.stdout.trim(),
  ];
  const found = known.find((path) => path && existsSync(path));
  if (found) return ok('browser for tests', found);
  return note('browser for tests', 'none', '`npm test` brings one; or set CHROME_PATH to yours');
}

import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { userInfo } from 'node:os';

/** Something that a plain machine may lack, and without which some tests cannot run. */
export type Part = { name: string; live: boolean; note: string };

/** Finds or, where allowed, brings in every part, and says of each whether tests run against it live. */
export function findParts(): { parts: Part[]; chromium: string | undefined } {
  const chromium = findChromium();
  return {
    chromium,
    parts: [
      { name: 'postgresql', live: true, note: process.env.TEST_DATABASE_URL ? 'your own' : 'embedded' },
      part(
        'anvil',
        hasPackage('@foundry-rs/anvil/package.json'),
        'from npm',
        'npm did not install @foundry-rs/anvil',
      ),
      part(
        'chromium',
        chromium !== undefined,
        chromium ?? '',
        'no Chrome or Chromium was found and none could be installed',
      ),
      part(
        'stripe-mock',
        onPath('stripe-mock'),
        'request shapes of every Stripe call',
        'stripe-mock is not on the path: go install github.com/stripe/stripe-mock@v0.203.0',
      ),
      part('geth', Boolean(process.env.GETH_BIN), process.env.GETH_BIN ?? '', 'GETH_BIN is not set'),
    ],
  };
}

/** Names in REQUIRE that are missing. */
export function missingRequired(parts: readonly Part[]): string[] {
  const wanted = (process.env.REQUIRE ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
  return wanted.filter((name) => !parts.some((each) => each.name === name && each.live));
}

const part = (name: string, live: boolean, yes: string, no: string): Part => ({
  name,
  live,
  note: live ? yes : no,
});

function findChromium(): string | undefined {
  const known = [
    process.env.CHROME_PATH,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    playwrightOwn(),
  ];
  const found = known.find((path) => path && existsSync(path));
  if (found) return found;
  installChromium();
  return [playwrightOwn(), '/usr/bin/chromium'].find((path) => path && existsSync(path));
}

function playwrightOwn(): string | undefined {
  const answer = spawnSync(
    process.execPath,
    ['-e', "import('playwright-core').then(({ chromium }) => console.log(chromium.executablePath()))"],
    { encoding: 'utf8' },
  );
  return answer.stdout.trim() || undefined;
}

/** Playwright's own download first, then the system's package manager where we may use it. */
function installChromium(): void {
  console.log('No browser found; installing Chromium …');
  const own = spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'ignore', timeout: 120_000 });
  if (own.status === 0) return;
  if (userInfo().uid !== 0 || !onPath('apt-get')) return;
  spawnSync('sh', ['-c', 'apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk'], {
    stdio: 'ignore',
  });
}

function onPath(command: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
}

function hasPackage(name: string): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

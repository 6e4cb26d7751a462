import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { homeFolder, root } from '#scripts/home.ts';
import { freePort, startPostgres, type RunningPostgres } from '#scripts/postgres/start-postgres.ts';
import { compileCache, supervise, type ProcessSpec, type Supervised } from '#scripts/supervise/supervise.ts';
import { buildWeb } from './build-web.ts';
import { demoNodes } from '#db/seed/demo-nodes.ts';
import { runningSupervisor, survivors, untilGone } from './earlier-run.ts';
import { cityNodeProcesses, portalEnvironment, portalProcesses, type Layout } from './processes.ts';
import { step } from './progress.ts';
import { reportReady } from './report-ready.ts';
import { installationSecrets } from './secrets.ts';

const run = promisify(execFile);
const home = homeFolder();
const pidFile = join(home, 'supervisor.pid');
const pids: Record<string, number | undefined> = {};
const running: Supervised[] = [];
let claimed = false;
let postgres: RunningPostgres | undefined;
let stopping: Promise<void> | undefined;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stopAll(0));

try {
  await start();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await stopAll(1);
}

async function start(): Promise<void> {
  await claimHome();
  const rebuilt = await step('Building the portal if its sources changed', () => buildWeb(root));
  if (!rebuilt) console.log('  nothing had changed');
  const layout = await step('Starting PostgreSQL', prepareDatabases);
  // City nodes have databases of their own: neither waits for the other.
  await step('Starting the city nodes and their chains, bringing the portal’s database up to date', () =>
    Promise.all([startProcesses(cityNodeProcesses(layout)), prepareData(layout)]),
  );
  await step('Introducing the city nodes to the portal', () =>
    runScript(layout, 'scripts/start/introduce.ts', { CITYPORT_LAYOUT: JSON.stringify(layout) }),
  );
  await step('Laying eight weeks of demo orders', () => runScript(layout, 'db/seed/main-history.ts'));
  await step('Starting worker and web', () => startProcesses(portalProcesses(layout)));
  await reportReady(layout);
}

async function prepareData(layout: Layout): Promise<void> {
  await runScript(layout, 'scripts/migrate/main.ts');
  await runScript(layout, 'db/seed/main.ts');
}

/** One supervisor a home folder: a second one would fight over ports and data. */
async function claimHome(): Promise<void> {
  const earlier = runningSupervisor(home);
  if (earlier !== null) {
    throw new Error(
      `Cityport already runs here (process ${earlier}). Stop it first, or set CITYPORT_HOME to start another.`,
    );
  }
  claimed = true;
  writeFileSync(pidFile, String(process.pid));
  const { ending } = survivors(home);
  if (ending.length > 0)
    await step('An earlier run was killed; waiting for what it had started', () => untilGone(ending));
}

async function prepareDatabases(): Promise<Layout> {
  const portalPort = await choosePort('The portal', Number(process.env.PORT ?? 3000));
  const nodes = [];
  for (const node of demoNodes) {
    const port = await choosePort(`City node ${node.name}`, node.port);
    nodes.push({
      node,
      port,
      database: process.env[node.databaseVariable] ?? (await embedded(`city_node_${node.slug}`)),
    });
  }
  return {
    root,
    home,
    secrets: installationSecrets(
      home,
      demoNodes.map((node) => node.slug),
    ),
    portalPort,
    portalDatabase: process.env.DATABASE_URL ?? (await embedded('portal')),
    nodes,
  };
}

async function embedded(database: string): Promise<string> {
  postgres ??= await startPostgres({ directory: join(home, 'postgres'), port: 54330, apart: true });
  await postgres.ensureDatabase(database);
  return postgres.url(database);
}

async function choosePort(what: string, wanted: number): Promise<number> {
  for (let port = wanted; port < wanted + 100; port += 10) {
    if ((await freePort(port)) !== port) continue;
    if (port !== wanted) console.log(`  ${what}: port ${wanted} is taken, using ${port}`);
    return port;
  }
  throw new Error(`${what}: no free port from ${wanted} on; free one, or set PORT.`);
}

async function startProcesses(specs: readonly ProcessSpec[]): Promise<void> {
  const started = specs.map((spec) => supervise(spec, { root, logs: join(home, 'logs') }, notePid));
  running.push(...started);
  await Promise.all(started.map((each) => each.ready));
}

function notePid(name: string, pid: number | undefined): void {
  pids[name] = pid;
  writeFileSync(join(home, 'processes.json'), JSON.stringify(pids, null, 1));
}

async function runScript(layout: Layout, entry: string, more: Record<string, string> = {}): Promise<void> {
  await run(process.execPath, ['--disable-warning=ExperimentalWarning', join(root, entry)], {
    cwd: root,
    env: { NODE_COMPILE_CACHE: compileCache(root), ...process.env, ...portalEnvironment(layout), ...more },
    maxBuffer: 16 * 1024 * 1024,
  });
}

function stopAll(code: number): Promise<void> {
  stopping ??= (async () => {
    if (claimed) console.log('\nStopping …');
    await Promise.all([...running].reverse().map((each) => each.stop()));
    await postgres?.stop();
    // Another supervisor's files, where that one was here first.
    const ours = claimed ? [pidFile, join(home, 'ready.json'), join(home, 'processes.json')] : [];
    for (const file of ours) rmSync(file, { force: true });
    if (claimed) console.log('Stopped.');
    process.exit(code);
  })();
  return stopping;
}

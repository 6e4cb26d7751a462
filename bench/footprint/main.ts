/**
 * How long a stranger waits and what the whole stack weighs: a fresh clone of this checkout's last commit to `ready`, a
 * second start, and the memory of every process. `node scripts/run.mjs bench/footprint/main.ts`; a running stack is
 * measured instead with `… main.ts running`.
 */
import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { homeFolder, root } from '#scripts/home.ts';
import { readyUrl } from '#scripts/start/start-stack.ts';
import { memoryBelow } from './memory.ts';

if (process.argv[2] === 'running') {
  const pidFile = join(homeFolder(), 'supervisor.pid');
  if (!existsSync(pidFile)) throw new Error('nothing runs here: npm start first');
  report(Number(readFileSync(pidFile, 'utf8')));
} else {
  const parent = mkdtempSync(join(tmpdir(), 'cityport-footprint-'));
  // As a stranger's home is: the database's own user has to pass through it.
  chmodSync(parent, 0o755);
  const clone = join(parent, 'cityport');
  execFileSync('git', ['clone', '--quiet', root, clone]);
  for (const name of ['cold clone', 'warm start']) {
    const started = Date.now();
    const stack = spawn('npm', ['start'], {
      cwd: clone,
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
      env: withoutOurs(),
    });
    await readyUrl(stack);
    console.log(
      `${name} to ready: ${((Date.now() - started) / 1000).toFixed(1)} s (load ${loadavg()[0]?.toFixed(1)})`,
    );
    report(Number(readFileSync(join(clone, '.cityport', 'supervisor.pid'), 'utf8')));
    const ended = new Promise((resolve) => stack.once('exit', resolve));
    // As Ctrl-C does: to npm and to all that it started.
    process.kill(-(stack.pid ?? 0), 'SIGINT');
    await ended;
  }
}

function report(pid: number): void {
  const processes = memoryBelow(pid).sort((a, b) => b.proportionalMb - a.proportionalMb);
  const groups = new Map<string, { count: number; residentMb: number; proportionalMb: number }>();
  for (const each of processes) {
    const name = each.command.includes('postgres') ? 'postgresql' : each.command;
    const group = groups.get(name) ?? { count: 0, residentMb: 0, proportionalMb: 0 };
    group.count += 1;
    group.residentMb += each.residentMb;
    group.proportionalMb += each.proportionalMb;
    groups.set(name, group);
  }
  console.table(
    Object.fromEntries(
      [...groups].map(([name, { count, residentMb, proportionalMb }]) => [
        name,
        {
          processes: count,
          'resident MB': Math.round(residentMb),
          'proportional MB': Math.round(proportionalMb),
        },
      ]),
    ),
  );
  const total = (pick: 'residentMb' | 'proportionalMb') =>
    Math.round(processes.reduce((sum, each) => sum + each[pick], 0));
  console.log(
    `whole stack: ${total('proportionalMb')} MB proportional, ${total('residentMb')} MB resident summed`,
  );
}

/** The clone finds its own folders, as a stranger's would. */
function withoutOurs(): NodeJS.ProcessEnv {
  const { CITYPORT_HOME: _home, DATABASE_URL: _database, ...rest } = process.env;
  return rest;
}

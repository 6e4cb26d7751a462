import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A chain's process, started by this copy or found alive after an earlier one had died. */
export interface PeerProcess {
  readonly pid: number;
  isAlive(): boolean;
  stop(): Promise<void>;
}

const patienceMs = 5_000;

/** Starts the peer; its output goes to `peer.log` in its folder. It lives on when this process is killed, to be adopted. */
export function startPeer(command: string, args: readonly string[], directory: string): PeerProcess {
  const output = openSync(join(directory, 'peer.log'), 'a');
  try {
    const child = spawn(command, [...args], { stdio: ['ignore', output, output], detached: true });
    child.on('error', () => undefined);
    child.unref();
    return processOf(child.pid ?? 0, () => child.exitCode === null && child.signalCode === null);
  } finally {
    closeSync(output);
  }
}

/** The process of that id, if it still is a peer that was started for this folder. */
export function adoptPeer(pid: number, directory: string): PeerProcess | null {
  return isAlive(pid) && commandOf(pid).includes(directory) ? processOf(pid, () => !isDefunct(pid)) : null;
}

/** Ids are used again: what a process was started with tells whose it is. Empty when it has just ended. */
function commandOf(pid: number): string {
  try {
    return existsSync('/proc/self/cmdline')
      ? readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      : execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Ended, but its parent has not taken note: as in a container whose first process does not care for orphans. */
function isDefunct(pid: number): boolean {
  try {
    return /\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

function processOf(pid: number, notReaped: () => boolean): PeerProcess {
  const alive = () => pid > 0 && notReaped() && isAlive(pid);
  return {
    pid,
    isAlive: alive,
    async stop() {
      if (!alive()) return;
      signal(pid, 'SIGTERM');
      for (let waited = 0; alive() && waited < patienceMs; waited += 20) await delay(20);
      if (alive()) signal(pid, 'SIGKILL');
      for (let waited = 0; alive() && waited < patienceMs; waited += 20) await delay(20);
    },
  };
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const delay = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

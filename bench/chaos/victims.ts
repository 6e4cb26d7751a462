import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const victims = [
  'web',
  'worker',
  'city-node-hangzhou',
  'city-node-singapore',
  'chain-hangzhou',
  'chain-singapore',
] as const;
export type Victim = (typeof victims)[number];

/** Kills without warning. Gives the process id, or null when nothing of that name was alive just then. */
export function killNow(home: string, victim: Victim): number | null {
  const pid = victim.startsWith('chain-')
    ? chainOf(home, victim.slice('chain-'.length))
    : processOf(home, victim);
  if (pid === null) return null;
  try {
    process.kill(pid, 'SIGKILL');
    return pid;
  } catch {
    return null; // it ended by itself a moment ago
  }
}

function processOf(home: string, name: string): number | null {
  const pids = JSON.parse(readFileSync(join(home, 'processes.json'), 'utf8')) as Record<
    string,
    number | undefined
  >;
  return pids[name] ?? null;
}

/** The shared chain of a city: an anvil that keeps its state below that city node's folder. */
function chainOf(home: string, city: string): number | null {
  const folder = join(home, 'city-nodes', city);
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      const isChain = command[0]?.includes('anvil') && command.some((part) => part.startsWith(folder));
      if (isChain && !command.some((part) => part.includes('public'))) return Number(name);
    } catch {
      // The process ended while it was being read.
    }
  }
  return null;
}

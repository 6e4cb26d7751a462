import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export type Process = { pid: number; command: string };

/** The supervisor that runs in this home folder now, if one does. Process ids are used again: its command tells. */
export function runningSupervisor(home: string, processes = allProcesses()): number | null {
  const file = join(home, 'supervisor.pid');
  if (!existsSync(file)) return null;
  const pid = Number(readFileSync(file, 'utf8'));
  const isOne = ({ command, pid: its }: Process) => its === pid && command.includes('scripts/start/main.ts');
  return pid !== process.pid && processes.some(isOne) ? pid : null;
}

/** What a supervisor that was killed has left: processes of its list that still end, and its database and chains. */
export function survivors(home: string, processes = allProcesses()): { ending: number[]; lasting: number[] } {
  const file = join(home, 'processes.json');
  const listed = existsSync(file)
    ? Object.values(JSON.parse(readFileSync(file, 'utf8')) as Record<string, number | undefined>)
    : [];
  const others = processes.filter(({ pid }) => pid !== process.pid);
  // Next writes a title of its own over its command.
  const ours = ({ command }: Process) => /exit-with-parent\.mjs|^next-server/.test(command);
  return {
    ending: others.filter((each) => listed.includes(each.pid) && ours(each)).map(({ pid }) => pid),
    lasting: others
      .filter(({ command }) => /postgres|anvil/.test(command) && command.includes(`${home}/`))
      .map(({ pid }) => pid),
  };
}

/** Waits until none of them lives; after `patienceMs` it insists. */
export async function untilGone(pids: readonly number[], patienceMs = 10_000): Promise<void> {
  for (let waited = 0; pids.some(isAlive); waited += 50) {
    if (waited === patienceMs) for (const pid of pids.filter(isAlive)) signal(pid, 'SIGKILL');
    if (waited > 2 * patienceMs) throw new Error(`processes ${pids.filter(isAlive).join(', ')} do not end`);
    await sleep(50);
  }
}

/** Ends what a killed supervisor left behind, the programs first and then what they work with. */
export async function endSurvivors(home: string): Promise<void> {
  await untilGone(survivors(home).ending);
  const { lasting } = survivors(home);
  // PostgreSQL's SIGINT: disconnect everybody and stop. A chain stops as well.
  for (const pid of lasting) signal(pid, 'SIGINT');
  await untilGone(lasting);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}

/** A dead process that its parent has not yet taken note of (state Z) still has its id, and does nothing any more. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return !existsSync('/proc/self/stat');
  }
}

function allProcesses(): Process[] {
  if (!existsSync('/proc/self/cmdline')) return listedByPs();
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return command ? [{ pid: Number(name), command }] : [];
      } catch {
        return []; // it ended while it was being read
      }
    });
}

function listedByPs(): Process[] {
  const text = execFileSync('ps', ['-axo', 'pid=,args='], { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
  return text.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid && command ? [{ pid: Number(pid), command }] : [];
  });
}
